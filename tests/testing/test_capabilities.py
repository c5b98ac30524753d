"""A store that lacks a capability proves all the rest, and the test run says what was left out."""

import pytest

LIMITED = """
    import pytest
    from cyclades_accounts.memory import InMemoryStore
    from cyclades_accounts.testing import Capability, StoreContract

    class TestLimited(StoreContract):
        {declared}

        @pytest.fixture
        def store(self):
            return InMemoryStore()
"""


def _run(pytester: pytest.Pytester, declared: str, *arguments: str) -> pytest.RunResult:
    pytester.makepyfile(test_limited=LIMITED.format(declared=declared))
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", "-q", *arguments)


def test_what_is_declared_missing_is_not_asked_for(pytester: pytest.Pytester) -> None:
    """All that does not need what a store is declared to be without runs; the rest is told, not skipped."""
    result = _run(pytester, "without = [Capability.THREADS]", "-k", "account and not comes_back_equal")
    outcomes = result.parseoutcomes()
    assert outcomes.keys() == {"passed", "deselected"}
    assert outcomes["passed"] > 20
    result.stdout.fnmatch_lines(
        [
            "*not proved, because the host declares to be without it*",
            "test_limited.py::TestLimited: threads (* tests)",
        ]
    )


def test_whole_store_deselects_nothing(pytester: pytest.Pytester) -> None:
    """Where nothing is declared missing nothing is deselected, and the summary says nothing."""
    pytester.makepyfile(
        test_whole="""
        import pytest
        from cyclades_accounts.memory import InMemoryStore
        from cyclades_accounts.testing import StoreContract

        class TestWhole(StoreContract):
            without = ()

            @pytest.fixture
            def store(self):
                return InMemoryStore()

        def test_beside_a_contract():
            assert True
        """
    )
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "--collect-only", "-q")
    assert "deselected" not in result.stdout.str()
    result.stdout.no_fnmatch_line("*not proved*")
