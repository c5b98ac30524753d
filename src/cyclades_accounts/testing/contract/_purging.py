"""The contract of what becomes of documents and slips once they are made: removed, purged, sealed anew (M16)."""

# ruff: noqa: PT012, S101  # a failing unit is a block with its store; a contract speaks through assert

import pytest
from attrs import evolve

from cyclades_accounts.model import PAPILLON_DE_CONNEXION
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing.contract._base import MANY, Contract
from cyclades_accounts.testing.samples import (
    MOMENT,
    SESSION,
    account,
    document,
    given,
    report,
    run_id,
    slip,
    uai,
)


class PurgingContract(Contract):
    """Documents and slips, once they are made."""

    def test_removed_slips_are_gone(self, store: Store) -> None:
        """``drop``: the slips with the same run, account and version are removed, if they exist; others stay."""
        some = [slip(3), slip(1), slip(2), slip(1, version=2), slip(1, run=2)]
        given(store, report(1), report(2), *map(account, (1, 2, 3)), *some)
        with store.writing() as unit:
            unit.documents.drop([], [evolve(slip(1), sealed=b"other"), slip(2, version=9), slip(9)])
        with store.reading() as unit:
            assert unit.documents.slips(runs=[run_id(1)]) == (slip(3), slip(2), slip(1, version=2))
            assert unit.documents.slips(accounts=[account(1).id]) == (slip(1, version=2), slip(1, run=2))

    def test_failed_removal_keeps_the_order(self, store: Store) -> None:
        """Slips that a failed unit removed are back in their places."""
        some = [slip(number) for number in (3, 1, 4, 2)]
        given(store, report(), *map(account, (1, 2, 3, 4)), *some)
        with pytest.raises(ZeroDivisionError), store.writing() as unit:
            unit.documents.drop([], [slip(3), slip(4)])
            unit.documents.add([], [slip(4), slip(1, version=2)])
            raise ZeroDivisionError
        with store.reading() as unit:
            assert unit.documents.slips(runs=[run_id()]) == tuple(some)

    def test_purged_document_keeps_its_line(self, store: Store) -> None:
        """``drop``: each document replaces the one with the same id, in its place; ``content`` is then ``None``."""
        some = [evolve(document(number), title="Zoé") for number in (3, 1, 2)]
        given(store, report(), *some, document(4, at=2), account(1), slip(1))
        gone = [some[1].purged(MOMENT, title=PAPILLON_DE_CONNEXION), some[0].purged(MOMENT)]
        with store.writing() as unit:
            unit.documents.drop(gone, [])
        expected = [gone[1], gone[0], some[2]]
        with store.reading() as unit:
            found, total = unit.documents.of_school(uai(1), SESSION, skip=0, limit=9)
            assert (list(found), total) == (expected, 3)
            assert unit.documents.find(ids=[one.id for one in some]) == (gone[0], some[2], gone[1])
            assert [unit.documents.content(one.id) for one in some] == [None, None, b"sealed"]
            assert unit.documents.content(document(4).id) == b"sealed"
            assert unit.documents.slips(runs=[run_id()]) == (slip(1),)

    def test_resealed_content_and_slips(self, store: Store) -> None:
        """Sealing anew replaces contents and slips byte for byte, keeps orders and values, and touches no other."""
        documents = [document(number) for number in (3, 1, 2)]
        slips = [slip(3), slip(1), slip(1, version=2), slip(2)]
        given(store, report(1), report(2), *documents, *map(account, (1, 2, 3)), *slips)
        given(store, slip(1, run=2))
        anew = [evolve(slips[1], sealed=bytes(range(256))), evolve(slips[0], sealed=b"")]
        with store.writing() as unit:
            unit.documents.reseal({document(1).id: b"\0anew", document(3).id: b""}, anew)
        with store.reading() as unit:
            found, total = unit.documents.of_school(uai(), SESSION, skip=0, limit=9)
            assert (list(found), total) == (documents, 3)
            assert [unit.documents.content(one.id) for one in documents] == [b"", b"\0anew", b"sealed"]
            assert unit.documents.slips(runs=[run_id(1)]) == (anew[1], anew[0], *slips[2:])
            assert unit.documents.slips(runs=[run_id(2)]) == (slip(1, run=2),)

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_documents(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        numbers = range(1, size + 1)
        some = [document(number) for number in numbers]
        with store.writing() as unit:
            unit.journal.add(report())
            unit.accounts.put([account(number) for number in numbers])
            unit.documents.add([(one, b"sealed") for one in some], [slip(number) for number in numbers])
        anew = [evolve(slip(number), sealed=b"anew") for number in numbers]
        with store.writing() as unit:
            unit.documents.reseal({one.id: b"anew" for one in some}, anew)
        with store.reading() as unit:
            assert {unit.documents.content(one.id) for one in some} <= {b"anew"}
            assert unit.documents.slips(accounts=[account(number).id for number in numbers]) == tuple(anew)
        with store.writing() as unit:
            unit.documents.drop([one.purged(MOMENT) for one in some], anew)
        with store.reading() as unit:
            purged = tuple(sorted((one.purged(MOMENT) for one in some), key=lambda one: one.id))
            assert unit.documents.find(runs=[run_id()]) == purged
            assert unit.documents.find(ids=[one.id for one in some]) == purged
            assert {unit.documents.content(one.id) for one in some} <= {None}
            assert unit.documents.slips(runs=[run_id()]) == ()
