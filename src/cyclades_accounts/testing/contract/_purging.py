"""The contract of what becomes of documents and slips once they are made: removed, purged, sealed anew (M16)."""

# ruff: noqa: PT012, S101  # a failing unit is a block with its store; a contract speaks through assert

import pytest
from attrs import evolve

from cyclades_accounts.identifiers import AccountId, DocumentId, RunId
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.contract._base import Contract
from cyclades_accounts.testing.contract._candidatures import MANY, UNSORTED_KEYS
from cyclades_accounts.testing.contract._capabilities import needs
from cyclades_accounts.testing.samples import (
    MOMENT,
    SESSION,
    account,
    candidate,
    document,
    given,
    people,
    report,
    run_id,
    school,
    slip,
    uai,
)


class PurgingContract(Contract):
    """Documents and slips, once they are made."""

    def test_slips_of_accounts(self, store: Store) -> None:
        """``papillons_of`` returns the slips of these accounts, sorted by run, account and version, and no other."""
        some = [slip(2, run=2), slip(1, run=2), slip(1, version=10), slip(1, version=9), slip(2), slip(3)]
        given(store, report(1), report(2), *people(1, 2, 3), *map(account, (1, 2, 3)), *some)
        asked = [account(2).id, account(1).id, AccountId("nobody"), account(1).id, AccountId(account(3).id.upper())]
        with store.reading() as unit:
            found = unit.documents.papillons_of(asked)
        assert found == (slip(1, version=9), slip(1, version=10), slip(2), slip(1, run=2), slip(2, run=2))

    def test_slips_of_accounts_sort_by_code_point(self, store: Store) -> None:
        """Accounts and runs sort as Python sorts them, and are told apart to the character."""
        accounts = [
            evolve(account(number), id=AccountId(key), login=account(number).login)
            for number, key in enumerate(UNSORTED_KEYS, 1)
        ]
        runs = [
            evolve(report(number), run=evolve(report(number).run, id=RunId(key)))
            for number, key in enumerate(UNSORTED_KEYS, 1)
        ]
        mine = [evolve(slip(1), account_id=one.id) for one in accounts]
        others = [evolve(slip(1), account_id=accounts[0].id, run_id=one.run.id) for one in runs]
        given(store, report(1), *runs, *people(*range(1, len(accounts) + 1)), *accounts, *mine, *others)
        expected = sorted([*mine, *others], key=lambda one: (one.run_id, one.account_id))
        with store.reading() as unit:
            assert unit.documents.papillons_of([one.id for one in accounts]) == tuple(expected)
            assert unit.documents.papillons_of([accounts[1].id]) == (mine[1],)

    @needs(Capability.PURGING)
    def test_removed_slips_are_gone(self, store: Store) -> None:
        """Slips of the same run, account and version are removed where they are, whatever they hold; others stay."""
        some = [slip(3), slip(1), slip(2), slip(1, version=2), slip(1, run=2)]
        given(store, report(1), report(2), *people(1, 2, 3), *map(account, (1, 2, 3)), *some)
        with store.writing() as unit:
            unit.documents.remove_papillons([evolve(slip(1), sealed=b"other"), slip(2, version=9), slip(9)])
        with store.reading() as unit:
            assert unit.documents.papillons(run_id(1)) == (slip(3), slip(2), slip(1, version=2))
            assert unit.documents.papillons_of([account(1).id]) == (slip(1, version=2), slip(1, run=2))

    @needs(Capability.PURGING)
    def test_failed_removal_keeps_the_order(self, store: Store) -> None:
        """Slips that a failed unit removed are back in their places."""
        some = [slip(number) for number in (3, 1, 4, 2)]
        given(store, report(), *people(1, 2, 3, 4), *map(account, (1, 2, 3, 4)), *some)
        with pytest.raises(ZeroDivisionError), store.writing() as unit:
            unit.documents.remove_papillons([slip(3), slip(4)])
            unit.documents.add_papillons([slip(4), slip(1, version=2)])
            raise ZeroDivisionError
        with store.reading() as unit:
            assert unit.documents.papillons(run_id()) == tuple(some)

    @needs(Capability.PURGING)
    def test_documents_of_runs(self, store: Store) -> None:
        """``of_runs`` returns the documents of these runs, sorted by id by code point, purged ones too; no other."""
        some = [evolve(document(1), id=DocumentId(key)) for key in UNSORTED_KEYS]
        second, third = (evolve(document(number), run_id=run_id(number)) for number in (2, 3))
        given(store, school(), report(1), report(2), report(3), *some, second, third)
        gone = some[0].purged(MOMENT)
        with store.writing() as unit:
            unit.documents.purge([gone])
        asked = [run_id(2), run_id(1), run_id(9), run_id(1), RunId(run_id(3).upper())]
        with store.reading() as unit:
            found = unit.documents.of_runs(asked)
        assert found == tuple(sorted([gone, *some[1:], second], key=lambda one: one.id))

    @needs(Capability.PURGING)
    def test_purged_document_keeps_its_line(self, store: Store) -> None:
        """Purging replaces each document, keeps its place among those of one moment, and drops its content alone."""
        some = [document(number) for number in (3, 1, 2)]
        given(store, school(1), school(2), report(), *some, document(4, at=2), *people(1), account(1), slip(1))
        gone = [some[1].purged(MOMENT, title="(effacé)"), some[0].purged(MOMENT)]
        with store.writing() as unit:
            unit.documents.purge(gone)
        expected = [gone[1], gone[0], some[2]]
        with store.reading() as unit:
            found, total = unit.documents.of_school(uai(1), SESSION, skip=0, limit=9)
            assert (list(found), total) == (expected, 3)
            assert [unit.documents.get(one.id) for one in some] == expected
            assert [unit.documents.content(one.id) for one in some] == [None, None, b"sealed"]
            assert unit.documents.content(document(4).id) == b"sealed"
            assert unit.documents.papillons(run_id()) == (slip(1),)

    @needs(Capability.RESEALING)
    def test_resealed_content_and_slips(self, store: Store) -> None:
        """Sealing anew replaces contents and slips byte for byte, keeps orders and values, and touches no other."""
        documents = [document(number) for number in (3, 1, 2)]
        slips = [slip(3), slip(1), slip(1, version=2), slip(2)]
        given(store, school(), report(1), report(2), *documents, *people(1, 2, 3), *map(account, (1, 2, 3)), *slips)
        given(store, slip(1, run=2))
        anew = [evolve(slips[1], sealed=bytes(range(256))), evolve(slips[0], sealed=b"")]
        with store.writing() as unit:
            unit.documents.reseal({document(1).id: b"\0anew", document(3).id: b""}, anew)
        with store.reading() as unit:
            found, total = unit.documents.of_school(uai(), SESSION, skip=0, limit=9)
            assert (list(found), total) == (documents, 3)
            assert [unit.documents.content(one.id) for one in documents] == [b"", b"\0anew", b"sealed"]
            assert unit.documents.papillons(run_id(1)) == (anew[1], anew[0], *slips[2:])
            assert unit.documents.papillons(run_id(2)) == (slip(1, run=2),)

    @needs(Capability.PURGING, Capability.RESEALING)
    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_documents(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        numbers = range(1, size + 1)
        some = [document(number) for number in numbers]
        with store.writing() as unit:
            unit.schools.put(school())
            unit.journal.add(report())
            for number in numbers:
                unit.candidatures.put_candidate(candidate(number))
                unit.documents.add(document(number), b"sealed")
            unit.accounts.add([account(number) for number in numbers])
            unit.documents.add_papillons([slip(number) for number in numbers])
        anew = [evolve(slip(number), sealed=b"anew") for number in numbers]
        with store.writing() as unit:
            unit.documents.reseal({one.id: b"anew" for one in some}, anew)
        with store.reading() as unit:
            assert {unit.documents.content(one.id) for one in some} <= {b"anew"}
            found = unit.documents.papillons_of([account(number).id for number in numbers])
            assert found == tuple(sorted(anew, key=lambda one: one.account_id))
        with store.writing() as unit:
            unit.documents.purge([one.purged(MOMENT) for one in some])
            unit.documents.remove_papillons(anew)
        with store.reading() as unit:
            purged = [one.purged(MOMENT) for one in some]
            assert unit.documents.of_runs([run_id()]) == tuple(sorted(purged, key=lambda one: one.id))
            assert {unit.documents.content(one.id) for one in some} <= {None}
            assert unit.documents.papillons(run_id()) == ()
