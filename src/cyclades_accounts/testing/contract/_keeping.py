"""The contract of what becomes of documents and slips later: found, removed, purged, sealed anew."""

# ruff: noqa: S101  # a contract speaks through assert

from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve

from cyclades_accounts.model import SealedPapillon
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing.contract._base import Contract
from cyclades_accounts.testing.contract._candidatures import MANY
from cyclades_accounts.testing.contract._samples import (
    MOMENT,
    SESSION,
    account,
    document,
    given,
    people,
    report,
    run_id,
    school,
    slip,
    uai,
)

LATER = MOMENT + timedelta(days=300)


def anew(one: SealedPapillon) -> SealedPapillon:
    """Return the slip as another key seals it."""
    return evolve(one, sealed=b"anew")


class KeepingContract(Contract):
    """Documents and slips, later."""

    def test_slips_of_accounts(self, store: Store) -> None:
        """``papillons_of`` returns the slips of these accounts, sorted by run, account and version, and no other."""
        given(store, report(1), report(2), *people(1, 2, 3), *(account(number) for number in (1, 2, 3)))
        some = [slip(1, run=2, version=10), slip(2), slip(1, run=2, version=9), slip(3), slip(1)]
        given(store, *some)
        with store.reading() as unit:
            found = unit.documents.papillons_of([account(2).id, account(1).id, account(1).id])
            assert found == (slip(1), slip(2), slip(1, run=2, version=9), slip(1, run=2, version=10))
            assert unit.documents.papillons_of([]) == ()

    def test_slips_are_removed(self, store: Store, reopen: Callable[[], Store]) -> None:
        """``remove_papillons`` removes those of the same run, account and version, whatever they hold, and no other."""
        given(store, report(1), report(2), *people(1, 2), account(1), account(2))
        given(store, slip(1), slip(2), slip(1, version=2), slip(1, run=2))
        with store.writing() as unit:
            unit.documents.remove_papillons([anew(slip(1)), slip(2, version=9)])
        with reopen().reading() as unit:
            assert unit.documents.papillons(run_id(1)) == (slip(2), slip(1, version=2))
            assert unit.documents.papillons(run_id(2)) == (slip(1, run=2),)

    def test_documents_of_runs(self, store: Store) -> None:
        """``of_runs`` returns the documents of these runs, of whatever school, sorted by id."""
        other = evolve(document(4), run_id=run_id(2))
        some = [document(3), document(1, at=2), document(2), other]
        given(store, school(1), school(2), report(1), report(2), *some)
        with store.reading() as unit:
            assert unit.documents.of_runs([run_id(1), run_id(1)]) == (document(1, at=2), document(2), document(3))
            assert unit.documents.of_runs([run_id(2), run_id(9)]) == (other,)
            assert unit.documents.of_runs([]) == ()

    def test_a_purged_document_keeps_its_line(self, store: Store, reopen: Callable[[], Store]) -> None:
        """``purge`` drops the content for good; the line stays at its place in the list, as it was given."""
        some = [document(number) for number in (1, 2, 3)]
        given(store, school(), report(), *some, *people(1), account(1), slip(1))
        gone = document(2).purged(LATER, title="Another")
        with store.writing() as unit:
            unit.documents.purge([gone])
            assert unit.documents.content(gone.id) is None
        with reopen().reading() as unit:
            found, total = unit.documents.of_school(uai(), SESSION, skip=0, limit=9)
            assert (list(found), total) == ([some[0], gone, some[2]], 3)
            assert unit.documents.get(gone.id) == gone
            assert [unit.documents.content(one.id) for one in some] == [b"sealed", None, b"sealed"]
            assert unit.documents.papillons(run_id()) == (slip(1),)
            assert unit.documents.of_runs([run_id()]) == (some[0], gone, some[2])

    def test_sealed_anew(self, store: Store, reopen: Callable[[], Store]) -> None:
        """``reseal`` replaces contents and slips, keeps their order and everything else, and touches no other."""
        given(store, school(), report(), document(1), document(2), *people(1, 2), account(1), account(2))
        given(store, slip(2), slip(1), slip(2, version=2))
        with store.writing() as unit:
            unit.documents.reseal({document(1).id: b"anew \0 document"}, [anew(slip(1))])
        with reopen().reading() as unit:
            assert unit.documents.content(document(1).id) == b"anew \0 document"
            assert unit.documents.content(document(2).id) == b"sealed"
            found, _ = unit.documents.of_school(uai(), SESSION, skip=0, limit=9)
            assert list(found) == [document(1), document(2)]
            assert unit.documents.papillons(run_id()) == (slip(2), anew(slip(1)), slip(2, version=2))

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_later(self, store: Store, size: int) -> None:
        """A batch of slips to be sealed anew or removed, and of documents to be purged, may be of any size."""
        numbers = range(1, size + 1)
        given(store, school(), report(), *people(*numbers))
        with store.writing() as unit:
            unit.accounts.add([account(number) for number in numbers])
            unit.documents.add_papillons([slip(number) for number in numbers])
            for number in numbers[:20]:
                unit.documents.add(document(number), b"sealed")
        with store.writing() as unit:
            unit.documents.reseal(
                {document(number).id: b"anew" for number in numbers[:20]}, [anew(slip(number)) for number in numbers]
            )
            assert unit.documents.papillons(run_id()) == tuple(anew(slip(number)) for number in numbers)
            unit.documents.purge([document(number).purged(LATER) for number in numbers[:20]])
            unit.documents.remove_papillons([slip(number) for number in numbers])
        with store.reading() as unit:
            assert unit.documents.papillons_of([account(number).id for number in numbers]) == ()
            assert all(unit.documents.content(document(number).id) is None for number in numbers[:20])
