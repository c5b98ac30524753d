"""The contract of documents and slips (M9, M16)."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.identifiers import DocumentId, SessionId
from cyclades_accounts.model import Document, SealedPapillon
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing.contract._base import Contract, laws
from cyclades_accounts.testing.contract._candidatures import MANY
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

_fresh = itertools.count(10_000)


class DocumentContract(Contract):
    """Documents and slips, sealed."""

    def test_unknown_document_is_none(self, store: Store) -> None:
        """A document that was never added is ``None``, and so is its content."""
        given(store, school(), report(), document(1))
        with store.reading() as unit:
            assert unit.documents.get(document(2).id) is None
            assert unit.documents.content(document(2).id) is None

    @pytest.mark.parametrize("sealed", [b"", b"\0", bytes(range(256)), b"\r\n" * 3, b"%d" * 500_000], ids=len)
    def test_content_comes_back_byte_for_byte(self, store: Store, reopen: Callable[[], Store], sealed: bytes) -> None:
        """The sealed content comes back byte for byte: empty, with every byte value, of a megabyte."""
        given(store, school(), report(), document(2))
        with store.writing() as unit:
            unit.documents.add(document(1), sealed)
        with reopen().reading() as unit:
            assert unit.documents.content(document(1).id) == sealed
            assert unit.documents.content(document(2).id) == b"sealed"

    def test_document_is_added_once(self, store: Store) -> None:
        """A second document under an id is refused, and the first one stays."""
        given(store, school(), report(), document(1))
        with pytest.raises(Exception), store.writing() as unit:  # noqa: B017, PT011  # any error will do
            unit.documents.add(evolve(document(1), title="Another"), b"other")
        with store.reading() as unit:
            assert unit.documents.get(document(1).id) == document(1)
            assert unit.documents.content(document(1).id) == b"sealed"

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
        given(store, school(1), school(2), report(), *some)
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
        given(store, school(), report(), *some)
        with store.reading() as unit:
            found, total = unit.documents.of_school(uai(), SESSION, skip=skip, limit=limit)
        assert list(found) == some[skip : skip + limit]
        assert total == len(some)

    def test_school_without_documents(self, store: Store) -> None:
        """A school without documents has an empty list."""
        with store.reading() as unit:
            found, total = unit.documents.of_school(uai(), SESSION, skip=0, limit=5)
        assert (list(found), total) == ([], 0)

    def test_slips_keep_their_order(self, store: Store) -> None:
        """The slips of a run come back in the order they were added, over several calls, and of no other run."""
        first, second = [slip(3), slip(1)], [slip(2), slip(1, version=2)]
        given(store, report(1), report(2), *people(1, 2, 3), *(account(number) for number in (1, 2, 3)))
        for batch in (first, [slip(1, run=2)], second):
            with store.writing() as unit:
                unit.documents.add_papillons(batch)
        with store.reading() as unit:
            assert unit.documents.papillons(run_id(1)) == tuple(first + second)
            assert unit.documents.papillons(run_id(2)) == (slip(1, run=2),)
            assert unit.documents.papillons(run_id(3)) == ()

    def test_slip_is_added_once(self, store: Store) -> None:
        """A second slip for a run, an account and a version is refused, and the first one stays."""
        given(store, report(), *people(1, 2), account(1), account(2), slip(1))
        with pytest.raises(Exception), store.writing() as unit:  # noqa: B017, PT011  # any error will do
            unit.documents.add_papillons([slip(2), evolve(slip(1), sealed=b"other")])
        with store.reading() as unit:
            assert unit.documents.papillons(run_id()) == (slip(1),)

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_slips(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        some = [slip(number) for number in range(size, 0, -1)]
        with store.writing() as unit:
            unit.journal.add(report())
            for number in range(1, size + 1):
                unit.candidatures.put_candidate(candidate(number))
            unit.accounts.add([account(number) for number in range(1, size + 1)])
            unit.documents.add_papillons(some)
        with store.reading() as unit:
            assert unit.documents.papillons(run_id()) == tuple(some)

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
        given(store, report(number), evolve(school(), uai=one.uai), candidate(number), account(number), mine)
        with store.writing() as unit:
            unit.documents.add_papillons(theirs)
        with reopen().reading() as unit:
            assert unit.documents.get(mine.id) == mine
            assert unit.documents.papillons(run) == tuple(theirs)
