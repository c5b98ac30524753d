"""The contract of units of work: whole or not at all, alone, and in order."""

# ruff: noqa: PT012, S101  # a failing unit is a block with its store; a contract speaks through assert

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

import pytest

from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.repositories import Store, UsedLogins
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.contract._base import Contract
from cyclades_accounts.testing.contract._capabilities import needs
from cyclades_accounts.testing.contract._everything import (
    DIGEST,
    KINDS,
    STEM,
    WORLD,
    WRITES,
    Write,
    do_all,
    everything,
    seen,
    spoil,
)
from cyclades_accounts.testing.contract._threads import PATIENCE, start_and_wait
from cyclades_accounts.testing.samples import (
    Value,
    account,
    candidate_id,
    document,
    given,
    holder,
    issued,
    login,
    renewed,
    report,
    run_id,
    session,
    slip,
    uai,
    write,
)


class UnitContract(Contract):
    """Units of work."""

    def test_arguments_have_the_names_of_the_ports(self, store: Store) -> None:
        """Every argument can be passed by the name it has in the port, an empty batch too."""
        given(store, *WORLD)
        with store.writing() as unit:
            unit.hold(keys=[])
            unit.sessions.put(session=session())
            assert unit.sessions.keep(session=session()) == session()
            unit.holders.put(holders=[])
            unit.holders.rekey(lost=candidate_id(4), kept=candidate_id(2))
            assert unit.holders.forget(candidate_id=candidate_id(6)) == {candidate_id(6)}
            assert dict(unit.holders.of(candidate_ids=[])) == {}
            assert unit.holders.alike(ines=[], faces=[]) == ()
            assert dict(unit.holders.merged(candidate_ids=[])) == {}
            unit.accounts.put(accounts=[])
            unit.accounts.erase(ids=[])
            assert dict(unit.accounts.standing(candidates=[])) == {}
            assert unit.accounts.find(ids=[], logins=[], candidates=[]) == ()
            unit.logins.add(issued=[])
            unit.logins.impose(logins={})
            unit.logins.erase(digests={})
            assert dict(unit.logins.numbers(stems=[])) == {}
            assert dict(unit.logins.imposed(candidate_ids=[])) == {}
            assert unit.logins.used(logins=[], digests=[]) == UsedLogins(frozenset(), frozenset(), frozenset())
            assert unit.logins.lines(logins=[], accounts=[]) == ()
            unit.documents.add(documents=[], slips=[])
            unit.documents.drop(documents=[], slips=[])
            unit.documents.redraw(documents=[])
            unit.documents.reseal(contents={}, slips=[])
            assert unit.documents.find(ids=[], runs=[]) == ()
            assert unit.documents.content(document_id=document(9).id) is None
            assert unit.documents.slips(runs=[], accounts=[]) == ()
            unit.journal.add(report=report(2))
            unit.journal.redact(reports=[])
            assert unit.journal.get(run_id=run_id(9)) is None
            assert unit.journal.of_school(uai=uai(9), skip=0, limit=1)[1] == 0
            assert len(unit.journal.after(number=0, limit=1)) == 1
            assert unit.journal.naming(names=[]) == ()
            assert unit.journal.named(after="", limit=1) == ()

    @pytest.mark.parametrize(
        "collection", [set, frozenset, tuple, dict.fromkeys, lambda keys: dict.fromkeys(keys).keys()]
    )
    def test_keys_may_be_any_collection(self, store: Store, collection: Callable[[list[Any]], Any]) -> None:
        """A collection of keys may be a set or a view; it may contain a key twice, and keys nobody knows."""
        given(store, *WORLD)
        ids = collection([candidate_id(1), candidate_id(1), candidate_id(9)])
        accounts = collection([account(1).id, account(1).id, account(9).id])
        logins = collection([login(1), login(1), login(9)])
        with store.writing() as unit:
            unit.hold(ids)
            assert dict(unit.holders.of(ids)) == {candidate_id(1): holder(1)}
            assert unit.holders.alike(collection([]), collection(["2010-03-09 ROUX", "2010-03-09 ROUX"])) == ()
            assert dict(unit.holders.merged(ids)) == {}
            assert dict(unit.accounts.standing(ids)) == {candidate_id(1): account(1)}
            assert unit.accounts.find(ids=accounts, logins=logins, candidates=ids) == (account(1),)
            assert dict(unit.logins.numbers(collection([STEM, STEM, "other"]))) == {STEM: 1, "other": 0}
            assert unit.logins.used(logins, collection([DIGEST, DIGEST])).logins == {login(1)}
            assert unit.logins.lines(logins=logins, accounts=accounts) == (issued(1, stem=STEM, rank=1),)
            assert dict(unit.logins.imposed(ids)) == {}
            documents = collection([document(1).id, document(1).id, document(9).id])
            runs = collection([run_id(1), run_id(1), run_id(9)])
            assert unit.documents.find(ids=documents, runs=runs) == (document(1),)
            assert unit.documents.slips(runs=runs, accounts=accounts) == (slip(1),)
            assert unit.journal.naming(ids) == ()
            assert list(unit.people.of_candidates(ids)) == []

    def test_nothing_is_shared_with_the_caller(self, store: Store) -> None:
        """What the caller does to a list or mapping that it gave or got changes nothing in the store."""
        sound = InMemoryStore()
        more: list[Value] = [holder(3), account(2), issued(2), slip(2), slip(1, version=2)]
        given(sound, *WORLD, *more)
        given(store, *WORLD)
        holders, accounts, lines, slips = [holder(3)], [account(2)], [issued(2)], [slip(2), slip(1, version=2)]
        with store.writing() as unit:
            unit.holders.put(holders)
            unit.accounts.put(accounts)
            unit.logins.add(lines)
            unit.documents.add([], slips)
            for batch in (holders, accounts, lines, slips):
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
            given(one, *WORLD)
        assert seen(store) == seen(sound)
        for one in (sound, store):
            with one.writing() as unit:
                before = everything(unit)
                kind(unit)
                after = everything(unit)
        assert (after != before) == (kind != WRITES["logins.numbers"])
        assert after == seen(store) == seen(sound)

    def test_unit_becomes_visible_whole(self, store: Store, reopen: Callable[[], Store]) -> None:
        """What a unit wrote is there when its block has ended, for every reader."""
        given(store, *WORLD)
        with store.writing() as unit:
            do_all(unit)
            inside = everything(unit)
        assert seen(store) == inside
        assert seen(reopen()) == inside

    @pytest.mark.parametrize("kind", KINDS)
    def test_unit_sees_its_own_writes(self, store: Store, kind: Write) -> None:
        """A unit sees what it wrote itself, before anybody else does."""
        given(store, *WORLD)
        with store.writing() as unit:
            before = everything(unit)
            kind(unit)
            after = everything(unit)
        assert (after != before) == (kind != WRITES["logins.numbers"])

    @pytest.mark.parametrize("kind", [*KINDS, pytest.param(do_all, id="all")])
    @pytest.mark.parametrize("failure", [ZeroDivisionError, KeyboardInterrupt])
    def test_failed_unit_leaves_nothing(
        self, store: Store, reopen: Callable[[], Store], kind: Write, failure: type[BaseException]
    ) -> None:
        """If the block raises, after whatever write, nothing of it remains and the exception comes out as it is."""
        given(store, *WORLD)
        before = seen(store)
        raised = failure("on purpose")
        with pytest.raises(failure) as caught, store.writing() as unit:
            kind(unit)
            raise raised
        assert caught.value is raised
        assert seen(store) == before
        assert seen(reopen()) == before

    def test_store_serves_after_a_failure(self, store: Store) -> None:
        """After a failed unit the next one writes as if it had not been."""
        for _ in range(2):
            with pytest.raises(ZeroDivisionError), store.writing() as unit:
                write(unit, *WORLD)
                raise ZeroDivisionError
        given(store, *WORLD)
        with store.reading() as unit:
            assert unit.accounts.find(ids=[account(1).id]) == (account(1),)

    @pytest.mark.parametrize("kind", KINDS)
    def test_reading_unit_leaves_no_trace(self, store: Store, kind: Write) -> None:
        """A write in a reading unit fails or is forgotten."""
        given(store, *WORLD)
        before = seen(store)
        with suppress(Exception), store.reading() as unit:
            kind(unit)
        assert seen(store) == before

    @needs(Capability.THREADS)
    def test_reader_does_not_see_unfinished_work(self, store: Store) -> None:
        """A reader in another thread sees nothing of a unit that has not ended: it waits, or reads what was before."""
        given(store, *WORLD)
        before = seen(store)
        readers: list[Future[tuple[object, ...]]] = []
        with pytest.raises(ZeroDivisionError), store.writing() as unit:
            do_all(unit)
            readers.append(start_and_wait(lambda: seen(store)))
            raise ZeroDivisionError
        assert [reader.result(PATIENCE) for reader in readers] == [before]

    @needs(Capability.THREADS)
    def test_reader_sees_one_state(self, store: Store) -> None:
        """A reading unit sees one state from its first question on, whatever others write meanwhile."""
        given(store, *WORLD)
        with store.reading() as unit:
            before = everything(unit)
            writer = start_and_wait(lambda: given(store, renewed(account(1)), account(2), report(2)))
            assert everything(unit) == before
        writer.result(PATIENCE)
        assert seen(store) != before

    def test_units_of_one_thread_follow_each_other(self, store: Store) -> None:
        """A unit can be opened as soon as the one before it has ended, reading or writing."""
        for number in range(1, 4):
            given(store, account(number))
            with store.reading() as unit:
                assert unit.accounts.find(ids=[account(number).id])
