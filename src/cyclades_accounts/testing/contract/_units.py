"""The contract of units of work: whole or not at all, alone, and in order."""

# ruff: noqa: PT012, S101  # a failing unit is a block with its store; a contract speaks through assert

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

import pytest
from attrs import evolve

from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import School
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.contract._base import Contract
from cyclades_accounts.testing.contract._capabilities import needs
from cyclades_accounts.testing.contract._everything import (
    KINDS,
    WRITES,
    Write,
    do_all,
    everything,
    seen,
    spoil,
    world,
)
from cyclades_accounts.testing.contract._threads import PATIENCE, at_once, start_and_wait
from cyclades_accounts.testing.samples import (
    SESSION,
    Value,
    account,
    candidate,
    candidate_id,
    candidature,
    document,
    given,
    issued,
    login,
    people,
    report,
    run_id,
    school,
    slip,
    uai,
    write,
)


class UnitContract(Contract):
    """Units of work."""

    def test_arguments_have_the_names_of_the_ports(self, store: Store) -> None:
        """Every argument can be passed by the name it has in the port, an empty batch too."""
        given(store, *world(self.without))
        with store.writing() as unit:
            unit.schools.put(school=school(1))
            assert unit.schools.get(uai=uai(9)) is None
            unit.candidatures.put(candidatures=[])
            unit.candidatures.remove(candidatures=[])
            unit.candidatures.put_candidate(candidate=candidate(2))
            unit.candidatures.merge(lost=candidate_id(4), kept=candidate_id(2))
            assert unit.candidatures.of_school(uai=uai(9), session=SESSION) == ()
            assert unit.candidatures.of_candidates(candidate_ids=[]) == ()
            assert dict(unit.candidatures.candidates(candidate_ids=[])) == {}
            assert dict(unit.candidatures.merged(candidate_ids=[])) == {}
            unit.accounts.add(accounts=[])
            unit.accounts.replace(accounts=[])
            assert dict(unit.accounts.of_candidates(candidate_ids=[])) == {}
            assert dict(unit.accounts.by_ids(account_ids=[])) == {}
            assert unit.accounts.by_login(login=login(9)) is None
            unit.logins.add(issued=[])
            assert dict(unit.logins.numbers(stems=[])) == {}
            assert dict(unit.logins.imposed(candidate_ids=[])) == {}
            assert unit.logins.taken(logins=[]) == frozenset()
            assert dict(unit.logins.lines(logins=[])) == {}
            unit.documents.add(document=document(2), sealed=b"")
            unit.documents.add_papillons(papillons=[])
            assert unit.documents.get(document_id=document(9).id) is None
            assert unit.documents.content(document_id=document(9).id) is None
            assert unit.documents.papillons(run_id=run_id(9)) == ()
            unit.journal.add(report=report(2))
            assert unit.journal.get(run_id=run_id(9)) is None
            assert unit.accounts.all_of(candidate_id=candidate_id(9)) == ()
            assert unit.logins.of_accounts(account_ids=[]) == ()
            assert unit.logins.erased(digests=[]) == frozenset()
            assert unit.documents.papillons_of(account_ids=[]) == ()
            assert unit.documents.of_runs(run_ids=[]) == ()
            assert unit.journal.of_school(uai=uai(9), skip=0, limit=1)[1] == 0
            assert unit.journal.of_candidates(candidate_ids=[]) == ()

    @needs(Capability.IMPOSING)
    def test_arguments_of_imposing_have_the_names_of_the_ports(self, store: Store) -> None:
        """So can those of imposing logins."""
        with store.writing() as unit:
            unit.logins.impose(logins={})

    @needs(Capability.PURGING)
    def test_arguments_of_purging_have_the_names_of_the_ports(self, store: Store) -> None:
        """So can those of purging documents."""
        with store.writing() as unit:
            unit.documents.purge(documents=[])
            unit.documents.remove_papillons(papillons=[])

    @needs(Capability.RESEALING)
    def test_arguments_of_resealing_have_the_names_of_the_ports(self, store: Store) -> None:
        """So can those of sealing anew."""
        with store.writing() as unit:
            unit.documents.reseal(contents={}, papillons=[])

    @needs(Capability.ERASING)
    def test_arguments_of_erasing_have_the_names_of_the_ports(self, store: Store) -> None:
        """So can those of erasing a person."""
        given(store, candidate(6))
        with store.writing() as unit:
            assert unit.candidatures.erase(candidate_id=candidate_id(6)) == {candidate_id(6)}
            unit.accounts.erase(account_ids=[])
            unit.logins.erase(digests={})
            unit.journal.redact(reports=[])

    def test_what_is_declared_missing_is_refused(self, store: Store) -> None:
        """A store without a capability raises ``NotImplementedError`` for what needs it: no activity half works."""
        given(store, *world(self.without))
        before = seen(store)
        for kind in WRITES.values():
            if not kind.needs.isdisjoint(self.without):
                with pytest.raises(NotImplementedError), store.writing() as unit:
                    kind.work(unit)
        assert seen(store) == before

    def test_nothing_is_shared_with_the_caller(self, store: Store) -> None:
        """What the caller does to a list or mapping that it gave or got changes nothing in the store."""
        sound = InMemoryStore()
        more: list[Value] = [candidature(3), account(2), issued(2), slip(2), slip(1, version=2)]
        given(sound, *world(self.without), *more)
        given(store, *world(self.without))
        people, accounts, lines, slips = [candidature(3)], [account(2)], [issued(2)], [slip(2), slip(1, version=2)]
        with store.writing() as unit:
            unit.candidatures.put(people)
            unit.accounts.add(accounts)
            unit.logins.add(lines)
            unit.documents.add_papillons(slips)
            for batch in (people, accounts, lines, slips):
                batch.clear()
            spoil(unit)
            assert everything(unit) == seen(sound)
        with store.reading() as unit:
            spoil(unit)
        assert seen(store) == seen(sound)

    @pytest.mark.parametrize("kind", KINDS)
    def test_reads_follow_writes(self, store: Store, kind: Write) -> None:
        """What was read before a write reads otherwise after it, in every way to ask: as in the store in memory."""
        sound = InMemoryStore()
        for one in (sound, store):
            given(one, *world(self.without))
        assert seen(store) == seen(sound)
        for one in (sound, store):
            with one.writing() as unit:
                before = everything(unit)
                kind.work(unit)
                after = everything(unit)
        assert (after != before) == (kind != WRITES["logins.numbers"])
        assert after == seen(store) == seen(sound)

    def test_unit_becomes_visible_whole(self, store: Store, reopen: Callable[[], Store]) -> None:
        """What a unit wrote is there when its block has ended, for every reader."""
        given(store, *world(self.without))
        with store.writing() as unit:
            do_all(unit, self.without)
            inside = everything(unit)
        assert seen(store) == inside
        assert seen(reopen()) == inside

    @pytest.mark.parametrize("kind", KINDS)
    def test_unit_sees_its_own_writes(self, store: Store, kind: Write) -> None:
        """A unit sees what it wrote itself, before anybody else does."""
        given(store, *world(self.without))
        with store.writing() as unit:
            before = everything(unit)
            kind.work(unit)
            after = everything(unit)
        assert (after != before) == (kind != WRITES["logins.numbers"])

    @pytest.mark.parametrize("kind", [*KINDS, pytest.param(None, id="all")])
    @pytest.mark.parametrize("failure", [ZeroDivisionError, KeyboardInterrupt])
    def test_failed_unit_leaves_nothing(
        self, store: Store, reopen: Callable[[], Store], kind: Write | None, failure: type[BaseException]
    ) -> None:
        """If the block raises, after whatever write, nothing of it remains and the exception comes out as it is."""
        given(store, *world(self.without))
        before = seen(store)
        raised = failure("on purpose")
        with pytest.raises(failure) as caught, store.writing() as unit:
            if kind is None:
                do_all(unit, self.without)
            else:
                kind.work(unit)
            raise raised
        assert caught.value is raised
        assert seen(store) == before
        assert seen(reopen()) == before

    def test_store_serves_after_a_failure(self, store: Store) -> None:
        """After a failed unit the next one writes as if it had not been."""
        for _ in range(2):
            with pytest.raises(ZeroDivisionError), store.writing() as unit:
                write(unit, *world(self.without))
                raise ZeroDivisionError
        given(store, *world(self.without))
        with store.reading() as unit:
            assert unit.schools.get(uai(1)) == school(1)

    @pytest.mark.parametrize("kind", KINDS)
    def test_reading_unit_leaves_no_trace(self, store: Store, kind: Write) -> None:
        """A write in a reading unit fails or is forgotten."""
        given(store, *world(self.without))
        before = seen(store)
        with suppress(Exception), store.reading() as unit:
            kind.work(unit)
        assert seen(store) == before

    @needs(Capability.THREADS)
    def test_reader_does_not_see_unfinished_work(self, store: Store) -> None:
        """A reader in another thread sees nothing of a unit that has not ended: it waits, or reads what was before."""
        given(store, *world(self.without))
        before = seen(store)
        readers: list[Future[tuple[object, ...]]] = []
        with pytest.raises(ZeroDivisionError), store.writing() as unit:
            do_all(unit, self.without)
            readers.append(start_and_wait(lambda: seen(store)))
            raise ZeroDivisionError
        assert [reader.result(PATIENCE) for reader in readers] == [before]

    @needs(Capability.THREADS)
    def test_reader_sees_one_state(self, store: Store) -> None:
        """A reading unit sees one state from its first question on, whatever others write meanwhile."""
        given(store, *world(self.without))
        with store.reading() as unit:
            before = everything(unit)
            writer = start_and_wait(lambda: given(store, evolve(school(1), name="Changed"), school(2), report(2)))
            assert everything(unit) == before
        writer.result(PATIENCE)
        assert seen(store) != before

    @needs(Capability.THREADS)
    def test_units_that_write_one_school_follow_each_other(self, store: Store) -> None:
        """Two threads that read a school and then replace it lose no change."""
        given(store, evolve(school(1), name="0"))
        times = 20

        def add_one() -> None:
            for _ in range(times):
                with store.writing() as unit:
                    found = unit.schools.get(uai(1))
                    assert found is not None
                    unit.schools.put(School(found.uai, str(int(found.name) + 1)))

        at_once(add_one, add_one)
        with store.reading() as unit:
            assert unit.schools.get(uai(1)) == School(uai(1), str(2 * times))

    def test_units_of_one_thread_follow_each_other(self, store: Store) -> None:
        """A unit can be opened as soon as the one before it has ended, reading or writing."""
        given(store, *people(1))
        for _ in range(3):
            with store.reading() as unit:
                assert unit.candidatures.candidates([candidate_id(1)])
            given(store, *people(1))
