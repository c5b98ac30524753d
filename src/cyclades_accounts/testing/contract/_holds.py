"""The contract of holding: who comes after waits, sees what was written, and blocks nobody.

Nothing here is a race. One unit holds, another one comes after it in a thread of its own, and the first one then ends.
A store that runs all writing units one after the other passes at once.
"""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from threading import Event
from typing import Any, Final

import pytest
from attrs import evolve

from cyclades_accounts.errors import (
    AccountExistsError,
    CycladesAccountsError,
    LoginTakenError,
    RunIdReusedError,
    StoreConflictError,
)
from cyclades_accounts.identifiers import Login
from cyclades_accounts.model import Account
from cyclades_accounts.repositories import Store, UnitOfWork
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.contract._base import Contract
from cyclades_accounts.testing.contract._capabilities import needs
from cyclades_accounts.testing.contract._threads import GRACE, PATIENCE, start, start_and_wait
from cyclades_accounts.testing.samples import (
    account,
    candidate_id,
    given,
    holder,
    issued,
    renewed,
    report,
    run_id,
    uai,
)

READS: Final[dict[str, Callable[[UnitOfWork], Iterable[Account]]]] = {
    "standing": lambda unit: unit.accounts.standing([candidate_id(1)]).values(),
    "find by id": lambda unit: unit.accounts.find(ids=[account(1).id]),
    "find by login": lambda unit: unit.accounts.find(logins=[account(1).login]),
    "find by person": lambda unit: unit.accounts.find(candidates=[candidate_id(1)]),
}
"""The ways to read an account."""

Work = Callable[[UnitOfWork], Any]

_AT_ONCE: Final = 5
"""Seconds that a unit that waits for nobody may take, on a machine that has much to do."""

STEM: Final = "zoe.nom"

NUMBERS: Final = range(1, 9)

IN_ORDER: Final[dict[str, Callable[[UnitOfWork, Iterable[int]], object]]] = {
    "hold": lambda unit, numbers: unit.hold([candidate_id(number) for number in numbers]),
    "numbers": lambda unit, numbers: unit.logins.numbers([f"stem{number}" for number in numbers]),
    "standing": lambda unit, numbers: unit.accounts.standing([candidate_id(number) for number in numbers]),
    "find": lambda unit, numbers: unit.accounts.find(ids=[account(number).id for number in numbers]),
    "put": lambda unit, numbers: unit.accounts.put([account(number) for number in numbers]),
}
"""What locks several keys at once, in the order of the numbers however they are given."""


def in_unit(store: Store, work: Work) -> Callable[[], Any]:
    """Return a function that does the work in a writing unit of its own."""

    def done() -> Any:  # noqa: ANN401  # whatever the work returns
        with store.writing() as unit:
            return work(unit)

    return done


def _hand_off(store: Store, first: Work, second: Work, last: Work = bool) -> Any:  # noqa: ANN401  # what ``second`` returns
    """Have ``second`` come while a unit that did ``first`` is open and then does ``last``; return its answer.

    It must not be answered before that unit has ended.
    """
    with store.writing() as unit:
        first(unit)
        comer = start_and_wait(in_unit(store, second))
        last(unit)
        assert not comer.done(), "another unit did not wait"
    return comer.result(PATIENCE)


class HoldContract(Contract):
    """What a writing unit holds until it ends, and in which order it locks."""

    @needs(Capability.THREADS)
    @pytest.mark.parametrize("keys", [[uai()], [candidate_id(9), candidate_id(1)]], ids=["school", "people"])
    def test_held_keys_are_waited_for(self, store: Store, keys: list[str]) -> None:
        """``hold``: hold schools and people until the unit ends; they need not exist."""
        _hand_off(store, lambda unit: unit.hold(keys), lambda unit: unit.hold(keys[:1]))
        _hand_off(store, lambda unit: unit.hold(keys[:1]), lambda unit: unit.hold([*keys, "other"]))

    @needs(Capability.THREADS)
    def test_unit_that_does_not_wait_fails_at_once(self, store: Store) -> None:
        """``writing(waits=False)``: where another unit holds what it asks for, it raises at once."""
        given(store, account(1))

        def ask() -> int:
            with store.writing(waits=False) as unit:
                return len(list(unit.accounts.find(logins=[account(1).login])))

        with store.writing() as unit:
            unit.accounts.find(logins=[account(1).login])
            comer = start_and_wait(ask)
            wait([comer], _AT_ONCE)
            assert comer.done(), "a unit that does not wait waited"
        assert isinstance(comer.exception(), Exception)
        assert ask() == 1

    @needs(Capability.THREADS)
    @pytest.mark.parametrize("read", READS.values(), ids=READS)
    def test_read_account_is_waited_for(self, store: Store, read: Callable[[UnitOfWork], Iterable[Account]]) -> None:
        """A writing unit holds every account that it reads: who comes after sees what it made of it."""
        given(store, account(1))

        def renew(unit: UnitOfWork) -> list[Account]:
            found = list(read(unit))
            unit.accounts.put([renewed(one) for one in found])
            return found

        assert _hand_off(store, read, renew, renew) == [renewed(account(1))]
        with store.reading() as unit:
            assert list(read(unit)) == [renewed(renewed(account(1)))]

    @needs(Capability.THREADS)
    def test_written_account_is_waited_for(self, store: Store) -> None:
        """A writing unit holds every account that it writes."""
        given(store, account(1))
        found = _hand_off(store, lambda unit: unit.accounts.put([renewed(account(1))]), READS["standing"])
        assert list(found) == [renewed(account(1))]

    @needs(Capability.THREADS)
    @pytest.mark.parametrize("known", [True, False], ids=["with a number", "without one"])
    def test_stem_is_waited_for(self, store: Store, known: bool) -> None:  # noqa: FBT001  # pytest passes it by name
        """``numbers``: a writing unit holds the stems, also those without a number: none is issued twice."""
        given(store, report(), account(1), account(2), account(3))
        before = 0
        if known:
            before = 4
            given(store, issued(3, stem=STEM, rank=before))

        def issue(number: int) -> Work:
            def work(unit: UnitOfWork) -> int:
                rank = unit.logins.numbers([STEM])[STEM] + 1
                unit.logins.add([issued(number, stem=STEM, rank=rank)])
                return rank

            return work

        assert _hand_off(store, issue(1), issue(2)) == before + 2

    @needs(Capability.THREADS)
    @pytest.mark.parametrize("lock", IN_ORDER.values(), ids=IN_ORDER)
    def test_locks_are_taken_in_sorted_order(
        self, store: Store, lock: Callable[[UnitOfWork, Iterable[int]], object]
    ) -> None:
        """Keys, stems and accounts are locked in sorted order: who waits for the first one has none of the others."""
        given(store, *map(account, NUMBERS))
        for _ in range(2):  # keys and stems that a store first sees may be locked otherwise than those it knows
            with store.writing() as unit:
                lock(unit, NUMBERS[:1])
                comer = start_and_wait(in_unit(store, lambda other: lock(other, NUMBERS[::-1])))
                lock(unit, NUMBERS[1:])  # blocked for ever, or refused, if the other one has any of them
            comer.result(PATIENCE)

    @needs(Capability.THREADS)
    def test_login_is_not_written_twice(self, store: Store) -> None:
        """``put``: if another unit has written a conflicting account in the meantime, this method must detect it."""
        taken = evolve(account(2), login=account(1).login)

        def put(unit: UnitOfWork) -> None:
            with pytest.raises(LoginTakenError) as caught:
                unit.accounts.put([taken])
            assert caught.value == LoginTakenError(taken.login)
            raise ZeroDivisionError  # after an exception the unit must be left with one

        with pytest.raises(ZeroDivisionError):
            _hand_off(store, lambda unit: unit.accounts.put([account(1)]), put)

    @needs(Capability.THREADS)
    def test_person_does_not_get_two_accounts(self, store: Store) -> None:
        """``put``: so it must where a person would have two accounts, by the login of the first."""

        def put(unit: UnitOfWork) -> None:
            with pytest.raises(AccountExistsError) as caught:
                unit.accounts.put([account(2, of=1)])
            assert caught.value == AccountExistsError(candidate_id(1), account(1).login)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            _hand_off(store, lambda unit: unit.accounts.put([account(1)]), put)

    @needs(Capability.THREADS)
    @pytest.mark.parametrize("first", ["issue", "impose"])
    @pytest.mark.parametrize("second", ["issue", "impose"])
    def test_login_is_not_used_twice(self, store: Store, first: str, second: str) -> None:
        """``add``, ``impose``: if another unit has taken a login in the meantime, the method must detect it."""
        given(store, report(), account(1), account(2))
        taken = Login("zoe.neuf")
        works: dict[str, Callable[[UnitOfWork, int], None]] = {
            "issue": lambda unit, number: unit.logins.add([evolve(issued(number), login=taken)]),
            "impose": lambda unit, number: unit.logins.impose({candidate_id(number): taken}),
        }

        def use(unit: UnitOfWork) -> None:
            with pytest.raises(LoginTakenError) as caught:
                works[second](unit, 2)
            assert caught.value == LoginTakenError(taken)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            _hand_off(store, lambda unit: works[first](unit, 1), use)

    @needs(Capability.THREADS)
    def test_run_is_not_reported_twice(self, store: Store) -> None:
        """``journal.add``: if another unit has added a report under the id, this method or the end must detect it."""
        again = report(1, "other work")
        with pytest.raises(RunIdReusedError) as caught:
            _hand_off(store, lambda unit: unit.journal.add(report(1)), lambda unit: unit.journal.add(again))
        assert caught.value == RunIdReusedError(run_id(1))
        with store.reading() as unit:
            assert unit.journal.get(run_id(1)) == report(1)

    @needs(Capability.THREADS)
    def test_unit_that_gives_way_is_told_so(self, store: Store) -> None:
        """``StoreConflictError``: if the database aborts a unit because of another one, none of its writes remains."""
        # Two units wait for each other, against the order: one of them gives way, or the second waits for the first.
        second_holds = Event()

        def work(number: int, other: int, meet: Callable[[], object]) -> Callable[[], list[CycladesAccountsError]]:
            def done() -> list[CycladesAccountsError]:
                try:
                    with store.writing() as unit:
                        unit.hold([candidate_id(number)])
                        unit.holders.put([holder(number)])
                        meet()
                        unit.hold([candidate_id(other)])
                except StoreConflictError as conflict:
                    return [conflict]
                return []

            return done

        second: list[Future[list[CycladesAccountsError]]] = []

        def let_the_other_come() -> None:
            second.append(start(work(2, 1, second_holds.set)))
            second_holds.wait(GRACE)

        conflicts = [work(1, 2, let_the_other_come)(), *(one.result(PATIENCE) for one in second)]
        assert len([one for one in conflicts if one]) <= 1, "both gave way"
        with store.reading() as unit:
            written = set(unit.holders.of([candidate_id(1), candidate_id(2)]))
        assert written == {candidate_id(number) for number, gave_way in enumerate(conflicts, 1) if not gave_way}
