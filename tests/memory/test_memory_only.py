"""What only the store in memory does: it refuses units inside units, and says which key stands twice."""

import pytest

from cyclades_accounts.memory import DuplicateKeyError, InMemoryStore, NestedUnitError
from cyclades_accounts.testing.samples import account, document, given, report, school, slip


@pytest.fixture
def store() -> InMemoryStore:
    """Return an empty store."""
    return InMemoryStore()


@pytest.mark.parametrize("outer", ["reading", "writing"])
@pytest.mark.parametrize("inner", ["reading", "writing"])
def test_unit_in_a_unit_is_refused(store: InMemoryStore, outer: str, inner: str) -> None:
    """A thread that opens a unit inside another one is told so instead of waiting for ever; the store still serves."""
    with pytest.raises(NestedUnitError, match="Close the first one"), getattr(store, outer)():
        getattr(store, inner)().__enter__()
    given(store, school())


def test_double_document_is_named(store: InMemoryStore) -> None:
    """The error for a document added twice names it and says what to do."""
    given(store, school(), report(), document(1))
    with pytest.raises(DuplicateKeyError) as caught:
        given(store, document(1))
    assert str(caught.value) == (
        "The store already holds document-1. Give each document an id of its own, and seal a slip once."
    )


def test_double_slip_is_named(store: InMemoryStore) -> None:
    """A slip added twice is refused under the name it is sealed with."""
    given(store, report(), account(1))
    with pytest.raises(DuplicateKeyError) as caught, store.writing() as unit:
        unit.documents.add([], [slip(1), slip(1)])
    assert caught.value == DuplicateKeyError(slip(1).reference)
