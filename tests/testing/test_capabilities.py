"""A store that lacks a capability proves all the rest, and the test run says what was left out."""

import pytest

from cyclades_accounts.testing import Capability, StoreContract
from cyclades_accounts.testing.contract._capabilities import needs, needs_of

LIMITED = """
    import pytest
    from cyclades_accounts.testing import Capability, StoreContract
    from tests.testing.wrapped import Wrapped, limited

    class TestLimited(StoreContract):
        without = {declared}

        @pytest.fixture
        def store(self):
            return Wrapped(limited)
"""


def _run(pytester: pytest.Pytester, declared: str, *arguments: str) -> pytest.RunResult:
    pytester.makepyfile(test_limited=LIMITED.format(declared=declared))
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", "-q", *arguments)


def test_store_without_anything_optional_keeps_the_rest(pytester: pytest.Pytester) -> None:
    """All that does not need what a store is declared to be without runs, and passes; the rest is told, not skipped."""
    result = _run(pytester, "set(Capability)", "-k", "not comes_back_equal")
    outcomes = result.parseoutcomes()
    assert outcomes["passed"] > 100
    assert outcomes["deselected"] > 40
    assert outcomes.keys() == {"passed", "deselected"}
    result.stdout.fnmatch_lines(
        [
            "*not proved, because the store is declared to be without it*",
            (
                "test_limited.py::TestLimited: imposing (* tests), purging (* tests), resealing (* tests), "
                "erasing (* tests), threads (* tests)"
            ),
        ]
    )


def test_what_is_not_declared_is_asked_for(pytester: pytest.Pytester) -> None:
    """Tests of what a store does not do fail unless it is declared, and nothing is said of what it does."""
    result = _run(pytester, "[Capability.ERASING]", "-k", "arguments_of or declared_missing")
    outcomes = result.parseoutcomes()
    assert (outcomes["passed"], outcomes["failed"]) == (1, 3)
    result.stdout.fnmatch_lines(["test_limited.py::TestLimited: erasing (* tests)"])
    result.stdout.no_fnmatch_line("*purging (*")


def test_declaring_what_the_store_does_is_found_out(pytester: pytest.Pytester) -> None:
    """A store that is declared to be without what it half does fails: an undeclared half is worse than none."""
    pytester.makepyfile(
        test_whole="""
        import pytest
        from cyclades_accounts.memory import InMemoryStore
        from cyclades_accounts.testing import Capability, StoreContract

        class TestWhole(StoreContract):
            without = [Capability.PURGING]

            @pytest.fixture
            def store(self):
                return InMemoryStore()
        """
    )
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-k", "declared_missing")
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["*DID NOT RAISE*NotImplementedError*"])


def test_whole_store_deselects_nothing(pytester: pytest.Pytester) -> None:
    """Without a declaration nothing is deselected, and the summary says nothing."""
    pytester.makepyfile(
        test_whole="""
        import pytest
        from cyclades_accounts.memory import InMemoryStore
        from cyclades_accounts.testing import StoreContract

        class TestWhole(StoreContract):
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


def test_needs_add_up() -> None:
    """What a test needs itself comes on top of what its class needs."""

    @needs(Capability.IMPOSING)
    class Part:
        word = "no test"

        @needs(Capability.THREADS)
        def test_both(self) -> None:
            """Need both."""

        def test_one(self) -> None:
            """Need one."""

    assert needs_of(Part.test_both) == {Capability.IMPOSING, Capability.THREADS}
    assert needs_of(Part.test_one) == {Capability.IMPOSING}
    assert needs_of(StoreContract.test_unknown_school_is_none) == frozenset()
