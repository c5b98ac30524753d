"""The test of a store that the documentation shows is short, and does what it says."""

from pathlib import Path

import pytest

# Imported here as well: pytester forgets what a run imported first, and SQLAlchemy bears no second import.
from cyclades_accounts.sql import SqlStore
from cyclades_accounts.testing import RegistryContract, StoreContract

PROOF = Path(__file__).parents[2] / "docs" / "how-to" / "own_store_proof.py"

LINES = 15


def test_a_host_writes_few_lines() -> None:
    """A host proves a store in fifteen lines at most, imports and blank lines included."""
    text = PROOF.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINES
    assert f"class TestMyStore({RegistryContract.__name__}, {StoreContract.__name__})" in text
    assert SqlStore.__name__ in text


def test_it_runs_the_contract(pytester: pytest.Pytester) -> None:
    """Those lines collect the whole contract, and what they collect passes."""
    pytester.makepyfile(test_my_store=PROOF.read_text(encoding="utf-8"))
    collected = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-q", "--collect-only")
    assert collected.parseoutcomes().keys() <= {"tests", "test", "deselected"}
    assert sum("TestMyStore::test_" in line for line in collected.outlines) > 200
    ran = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-q", "-k", "unit_becomes_visible or issued_once")
    assert ran.parseoutcomes()["passed"] == 3
