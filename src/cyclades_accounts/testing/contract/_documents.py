"""The contract of documents and slips (M9, M16)."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.identifiers import AccountId, DocumentId, RunId, SessionId
from cyclades_accounts.model import PAPILLON_DE_CONNEXION, Document, SealedPapillon
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing.contract._base import MANY, UNSORTED_KEYS, Contract, laws
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

_fresh = itertools.count(10_000)


class DocumentContract(Contract):
    """Documents and slips, sealed."""

    def test_find_gives_documents_by_id_or_run(self, store: Store) -> None:
        """``find``: the documents that have one of these ids or are of one of these runs, each once, sorted by id."""
        some = [evolve(document(1), id=DocumentId(key)) for key in UNSORTED_KEYS]
        second, third = (evolve(document(number), run_id=run_id(number)) for number in (2, 3))
        given(store, report(1), report(2), report(3), *some, second, third)
        first = tuple(sorted(some, key=lambda one: one.id))
        runs = [run_id(1), run_id(9), run_id(1), RunId(run_id(3).upper())]
        with store.reading() as unit:
            assert unit.documents.find(runs=runs) == unit.documents.find(ids=[one.id for one in some]) == first
            assert unit.documents.find(ids=[third.id, DocumentId(third.id.upper()), third.id]) == (third,)
            found = unit.documents.find(ids=[second.id, some[0].id], runs=runs)
            assert found == tuple(sorted([*some, second], key=lambda one: one.id))
            assert unit.documents.find() == unit.documents.find(ids=[DocumentId("nowhere")]) == ()

    def test_unknown_document_has_no_content(self, store: Store) -> None:
        """``content``: ``None`` if there is no such document."""
        given(store, report(), document(1))
        with store.reading() as unit:
            assert unit.documents.content(document(2).id) is None

    @pytest.mark.parametrize("sealed", [b"", b"\0", bytes(range(256)), b"\r\n" * 3, b"%d" * 500_000], ids=len)
    def test_content_comes_back_byte_for_byte(self, store: Store, reopen: Callable[[], Store], sealed: bytes) -> None:
        """``content``: the sealed content, byte for byte: empty, with every byte value, of a megabyte."""
        given(store, report(), document(2))
        with store.writing() as unit:
            unit.documents.add([(document(1), sealed)], [])
        with reopen().reading() as unit:
            assert unit.documents.content(document(1).id) == sealed
            assert unit.documents.content(document(2).id) == b"sealed"

    def test_document_is_added_once(self, store: Store) -> None:
        """``add``: a second document under the same id is refused, and the first one stays."""
        given(store, report(), document(1))
        with pytest.raises(Exception), store.writing() as unit:  # noqa: B017, PT011  # any error will do
            unit.documents.add([(document(2), b"new"), (evolve(document(1), title="Another"), b"other")], [])
        with store.reading() as unit:
            assert unit.documents.find(runs=[run_id()]) == (document(1),)
            assert unit.documents.content(document(1).id) == b"sealed"

    def test_documents_of_a_batch_keep_their_order(self, store: Store) -> None:
        """``add``: documents, each with its sealed content, in the given order."""
        some = [document(number) for number in (3, 1, 2)]
        given(store, report())
        with store.writing() as unit:
            unit.documents.add([(one, one.id.encode()) for one in some], [])
        with store.reading() as unit:
            found, _ = unit.documents.of_school(uai(), SESSION, skip=0, limit=9)
            assert list(found) == some
            assert [unit.documents.content(one.id) for one in some] == [one.id.encode() for one in some]

    def test_documents_are_listed_newest_first(self, store: Store) -> None:
        """A school's documents come newest first, those of one moment in the order they were added."""
        east = MOMENT.astimezone(tz=MOMENT.tzinfo) + timedelta(microseconds=1)
        some = [
            document(5),
            document(3, created_at=MOMENT - timedelta(days=400)),
            document(4),
            document(1, created_at=east),
            document(2),
        ]
        given(store, report(), *some)
        given(store, document(8, at=2), document(9, session=SessionId("DNB-2026")))
        expected = [document(1, created_at=east), document(5), document(4), document(2), some[1]]
        with store.reading() as unit:
            found, total = unit.documents.of_school(uai(1), SESSION, skip=0, limit=10)
        assert list(found) == expected
        assert total == len(expected)

    @pytest.mark.parametrize(("skip", "limit"), [(0, 0), (0, 2), (1, 3), (4, 10), (5, 1), (99, 1)])
    def test_documents_are_sliced(self, store: Store, skip: int, limit: int) -> None:
        """A slice skips and limits as told, and tells how many there are in all."""
        some = [document(number) for number in range(1, 6)]
        given(store, report(), *some)
        with store.reading() as unit:
            found, total = unit.documents.of_school(uai(), SESSION, skip=skip, limit=limit)
        assert list(found) == some[skip : skip + limit]
        assert total == len(some)

    def test_schools_that_have_documents(self, store: Store) -> None:
        """``schools``: the schools and sessions that have documents, purged ones too, each pair once, sorted."""
        later = SessionId("DNB-2026")
        given(store, report(), document(1, at=2), document(2, session=later), document(3), document(4))
        with store.writing() as unit:
            unit.documents.drop([document(1, at=2).purged(MOMENT)], [])
            unit.documents.add([(document(5, at=3), b"new")], [])
            assert unit.documents.schools() == tuple(
                sorted([(uai(1), SESSION), (uai(1), later), (uai(2), SESSION), (uai(3), SESSION)])
            )

    def test_school_without_documents(self, store: Store) -> None:
        """A school without documents has an empty list."""
        with store.reading() as unit:
            found, total = unit.documents.of_school(uai(), SESSION, skip=0, limit=5)
            assert unit.documents.schools() == ()
        assert (list(found), total) == ([], 0)

    def test_redrawn_documents_are_replaced(self, store: Store) -> None:
        """``redraw``: documents and contents are replaced, keep their place, and can be purged; the others stay."""
        some = [evolve(document(number), title="Zoé") for number in (3, 1, 2)]
        given(store, report(), *some)
        new = [evolve(one, size=9, papillons=2, title=PAPILLON_DE_CONNEXION) for one in some[:2]]
        with store.writing() as unit:
            unit.documents.redraw([(new[1], b"one"), (new[0], b"three")])
        with store.reading() as unit:
            assert list(unit.documents.of_school(uai(1), SESSION, skip=0, limit=9)[0]) == [*new, some[2]]
            assert [unit.documents.content(one.id) for one in new] == [b"three", b"one"]
        with store.writing() as unit:
            unit.documents.drop([new[0].purged(MOMENT)], [])
            assert unit.documents.content(new[0].id) is None

    def test_slips_of_runs_and_accounts(self, store: Store) -> None:
        """``slips``: those that are of one of these runs or of one of these accounts, each once, and no other."""
        some = [slip(2, run=2), slip(1, run=2), slip(1, version=10), slip(1, version=9), slip(2), slip(3)]
        given(store, report(1), report(2), *map(account, (1, 2, 3)), *some)
        asked = [account(2).id, account(1).id, AccountId("nobody"), account(1).id, AccountId(account(3).id.upper())]
        with store.reading() as unit:
            assert unit.documents.slips(accounts=asked) == (*some[2:5], *some[:2])
            assert unit.documents.slips(runs=[run_id(1), run_id(9), run_id(1)]) == tuple(some[2:])
            assert unit.documents.slips(runs=[run_id(2)], accounts=[account(2).id]) == (some[4], *some[:2])
            assert unit.documents.slips() == unit.documents.slips(runs=[RunId(run_id().upper())]) == ()

    def test_slips_sort_by_run(self, store: Store) -> None:
        """``slips``: they are sorted by run, as Python sorts; runs and accounts are told apart to the character."""
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
        given(store, report(1), *runs, *accounts, *mine, *others)
        expected = tuple(sorted([*mine, *others], key=lambda one: one.run_id))
        with store.reading() as unit:
            assert unit.documents.slips(accounts=[one.id for one in accounts]) == expected
            assert unit.documents.slips(runs=[run_id(1), *(one.run.id for one in runs)]) == expected
            assert unit.documents.slips(accounts=[accounts[1].id]) == (mine[1],)
            assert unit.documents.slips(runs=[runs[1].run.id]) == (others[1],)

    def test_slips_keep_their_order(self, store: Store) -> None:
        """``slips``: the slips of a run keep the order in which they were added, over several calls."""
        first, second = [slip(3), slip(1)], [slip(2), slip(1, version=2)]
        given(store, report(1), report(2), *(account(number) for number in (1, 2, 3)))
        for batch in (first, [slip(1, run=2)], second):
            with store.writing() as unit:
                unit.documents.add([], batch)
        with store.reading() as unit:
            assert unit.documents.slips(runs=[run_id(1)]) == tuple(first + second)
            assert unit.documents.slips(accounts=[account(number).id for number in (3, 2, 1)]) == (
                *first,
                *second,
                slip(1, run=2),
            )

    def test_slip_is_added_once(self, store: Store) -> None:
        """``add``: a second slip with the same run, account and version is refused, and the first one stays."""
        given(store, report(), account(1), account(2), slip(1))
        with pytest.raises(Exception), store.writing() as unit:  # noqa: B017, PT011  # any error will do
            unit.documents.add([], [slip(2), evolve(slip(1), sealed=b"other")])
        with store.reading() as unit:
            assert unit.documents.slips(runs=[run_id()]) == (slip(1),)

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_slips(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        some = [slip(number) for number in range(size, 0, -1)]
        with store.writing() as unit:
            unit.journal.add(report())
            unit.accounts.put([account(number) for number in range(1, size + 1)])
            unit.documents.add([], some)
        with store.reading() as unit:
            assert unit.documents.slips(runs=[run_id()]) == tuple(some)
            assert unit.documents.slips(accounts=[one.account_id for one in some]) == tuple(some)

    @laws
    @each(one=strategies.documents(), slips=st.lists(strategies.sealed_papillons(), max_size=3))
    def test_document_comes_back_equal(
        self, store: Store, reopen: Callable[[], Store], one: Document, slips: list[SealedPapillon]
    ) -> None:
        """A document and the slips of its run come back equal."""
        number = next(_fresh)
        run = run_id(number)
        mine = evolve(one, id=DocumentId(f"{number}/{one.id}"), run_id=run)
        theirs = [
            evolve(each_slip, run_id=run, account_id=account(number).id, credential_version=version)
            for version, each_slip in enumerate(slips, 1)
        ]
        given(store, report(number), account(number), mine)
        with store.writing() as unit:
            unit.documents.add([], theirs)
        with reopen().reading() as unit:
            assert unit.documents.find(ids=[mine.id]) == (mine,)
            assert unit.documents.slips(runs=[run]) == tuple(theirs)
