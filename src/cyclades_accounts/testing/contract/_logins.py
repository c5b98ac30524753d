"""The contract of the ledger of issued logins: none is ever issued twice."""

# ruff: noqa: PT012, S101  # a failing unit is a block with its store; a contract speaks through assert

import itertools
from collections.abc import Callable

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.errors import LoginTakenError
from cyclades_accounts.identifiers import AccountId, Login
from cyclades_accounts.model import IssuedLogin
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.contract._base import Contract, laws
from cyclades_accounts.testing.contract._candidatures import MANY
from cyclades_accounts.testing.contract._capabilities import needs
from cyclades_accounts.testing.contract._threads import at_once
from cyclades_accounts.testing.samples import (
    account,
    candidate,
    given,
    imposed,
    issued,
    login,
    people,
    report,
    run_id,
)

_fresh = itertools.count(10_000)

STEM = "zoe.nom"


class IssuedLoginContract(Contract):
    """The ledger of issued logins: lines are added, never changed, never removed."""

    def test_numbers_of_every_stem_asked(self, store: Store) -> None:
        """``numbers`` returns the highest number of every stem asked, 0 where there is none, and of no other."""
        lines = [
            issued(1, stem=STEM, rank=1),
            issued(2, stem=STEM, rank=7),
            issued(3, stem="ZOE.NOM", rank=3),
            issued(4, stem="zoé.nom", rank=4),
            issued(5),
        ]
        given(store, report(), *people(*range(1, 6)), *(account(number) for number in range(1, 6)), *lines)
        with store.reading() as unit:
            found = unit.logins.numbers([STEM, "ZOE.NOM", "nobody", "zoe\u0301.nom", STEM])
        assert dict(found) == {STEM: 7, "ZOE.NOM": 3, "nobody": 0, "zoe\u0301.nom": 0}

    def test_numbers_in_a_writing_unit(self, store: Store) -> None:
        """``numbers`` says the same in a writing unit, before and after its own lines."""
        given(store, report(), *people(1, 2), account(1), account(2), issued(1, stem=STEM, rank=2))
        with store.writing() as unit:
            assert dict(unit.logins.numbers([STEM, "other"])) == {STEM: 2, "other": 0}
            unit.logins.add([issued(2, stem=STEM, rank=3)])
            assert dict(unit.logins.numbers([STEM])) == {STEM: 3}
        with store.reading() as unit:
            assert dict(unit.logins.numbers([STEM, "other"])) == {STEM: 3, "other": 0}

    def test_numbers_never_go_down(self, store: Store) -> None:
        """A lower number that comes later changes nothing, in one batch or in another."""
        given(store, report(), *people(1, 2, 3, 4), *(account(number) for number in range(1, 5)))
        for batch in (
            [issued(1, stem=STEM, rank=5), issued(2, stem=STEM, rank=3)],
            [issued(3, stem=STEM, rank=2), issued(4, stem=STEM, rank=4)],
        ):
            with store.writing() as unit:
                unit.logins.add(batch)
            with store.reading() as unit:
                assert dict(unit.logins.numbers([STEM])) == {STEM: 5}

    def test_taken_gives_those_issued(self, store: Store) -> None:
        """``taken`` returns those logins that were ever issued, to the character, whatever became of the account."""
        given(store, report(), *people(1, 2), account(1), account(2), issued(1, stem=STEM, rank=1), issued(2))
        with store.writing() as unit:
            unit.accounts.replace([evolve(account(1), closed_at=issued(1).issued_at)])
        asked = [login(1), login(2), login(3), Login(login(1).upper()), Login(f"{login(1)} "), login(1)]
        with store.reading() as unit:
            assert unit.logins.taken(asked) == {login(1), login(2)}

    @needs(Capability.IMPOSING)
    def test_lines_of_those_issued(self, store: Store) -> None:
        """``lines`` returns the lines of those logins that were issued, to the character, and of no imposed one."""
        lines = [issued(1, stem=STEM, rank=1), issued(2), issued(3)]
        given(store, report(), *people(1, 2, 3, 4), account(1), account(2), account(3), *lines, imposed(4, "mine"))
        asked = [login(1), login(2), login(9), Login("mine"), Login(login(3).upper()), Login(f"{login(3)} "), login(1)]
        with store.reading() as unit:
            assert dict(unit.logins.lines(asked)) == {login(1): lines[0], login(2): lines[1]}

    def test_lines_stay_when_the_account_gets_another_login(self, store: Store) -> None:
        """The line of a login stays what it was when the account gets another login: it is nobody else's ever after."""
        given(store, report(), *people(1, 2), account(1), account(2), issued(1, stem=STEM, rank=1))
        with store.writing() as unit:
            unit.accounts.replace([evolve(account(1), login=Login("zoe.autre"))])
            unit.logins.add([evolve(issued(1, stem="zoe.autre", rank=1), login=Login("zoe.autre"))])
        with store.reading() as unit:
            assert dict(unit.logins.lines([login(1)])) == {login(1): issued(1, stem=STEM, rank=1)}
            assert unit.logins.taken([login(1)]) == {login(1)}
        with pytest.raises(LoginTakenError), store.writing() as unit:
            unit.logins.add([evolve(issued(2), login=login(1))])

    @pytest.mark.parametrize("in_batch", [True, False], ids=["in one batch", "against the store"])
    def test_login_is_issued_once(self, store: Store, in_batch: bool) -> None:  # noqa: FBT001  # pytest passes it by name
        """A login that was issued before is refused by name, and nothing of the batch remains."""
        first = issued(1, stem=STEM, rank=1)
        again = evolve(first, account_id=account(2).id, number=9)
        other = issued(3, stem=STEM, rank=8)
        given(store, report(), *people(1, 2, 3), *(account(number) for number in (1, 2, 3)))
        if not in_batch:
            given(store, first)
        with pytest.raises(LoginTakenError) as caught, store.writing() as unit:
            unit.logins.add([other, first, again] if in_batch else [other, again])
        assert caught.value == LoginTakenError(first.login)
        with store.reading() as unit:
            assert unit.logins.taken([first.login, other.login]) == (frozenset() if in_batch else {first.login})
            assert dict(unit.logins.numbers([STEM])) == {STEM: 0 if in_batch else 1}

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_logins(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        lines = [issued(number, stem=f"stem{number}", rank=number) for number in range(1, size + 1)]
        with store.writing() as unit:
            unit.journal.add(report())
            for number in range(1, size + 1):
                unit.candidatures.put_candidate(candidate(number))
            unit.accounts.add([account(number) for number in range(1, size + 1)])
            assert set(unit.logins.numbers([f"stem{number}" for number in range(1, size + 1)]).values()) <= {0}
            unit.logins.add(lines)
        with store.reading() as unit:
            assert unit.logins.taken([line.login for line in lines]) == {line.login for line in lines}
            assert dict(unit.logins.lines([line.login for line in lines])) == {line.login: line for line in lines}
            found = unit.logins.numbers([f"stem{number}" for number in range(1, size + 1)])
        assert dict(found) == {line.stem: line.number for line in lines}

    @needs(Capability.THREADS)
    def test_homonyms_of_two_threads_get_distinct_numbers(self, store: Store) -> None:
        """Two threads that read a stem and then issue its next number never issue one twice, and never fail."""
        times = 20
        given(store, report())

        def issue(offset: int) -> list[int]:
            got = []
            for number in range(offset, offset + times):
                with store.writing() as unit:
                    rank = unit.logins.numbers([STEM])[STEM] + 1
                    unit.candidatures.put_candidate(candidate(number))
                    unit.accounts.add([evolve(account(number), login=Login(f"{STEM}{rank}"))])
                    unit.logins.add([evolve(issued(number, stem=STEM, rank=rank), login=Login(f"{STEM}{rank}"))])
                got.append(rank)
            return got

        mine, theirs = at_once(lambda: issue(100), lambda: issue(200))
        assert sorted(mine + theirs) == list(range(1, 2 * times + 1))
        with store.reading() as unit:
            assert dict(unit.logins.numbers([STEM])) == {STEM: 2 * times}

    @needs(Capability.THREADS)
    def test_stems_in_opposite_orders_do_not_deadlock(self, store: Store) -> None:
        """Two threads that ask for the same stems in opposite orders do not lock each other out."""
        stems = [f"stem{number}" for number in range(50)]

        def ask(asked: list[str]) -> None:
            for _ in range(20):
                with store.writing() as unit:
                    unit.logins.numbers(asked)

        at_once(lambda: ask(stems), lambda: ask(stems[::-1]))

    def test_number_is_free_again_after_a_failure(self, store: Store) -> None:
        """A number that a failed unit issued was never issued."""
        given(store, report(), *people(1), account(1))
        with pytest.raises(ZeroDivisionError), store.writing() as unit:
            assert dict(unit.logins.numbers([STEM])) == {STEM: 0}
            unit.logins.add([issued(1, stem=STEM, rank=1)])
            raise ZeroDivisionError
        with store.writing() as unit:
            assert dict(unit.logins.numbers([STEM])) == {STEM: 0}
            assert unit.logins.taken([login(1)]) == frozenset()
            unit.logins.add([issued(1, stem=STEM, rank=1)])

    @laws
    @each(some=st.lists(strategies.issued_logins(), min_size=1, max_size=4))
    def test_line_comes_back_equal(self, store: Store, reopen: Callable[[], Store], some: list[IssuedLogin]) -> None:
        """Whatever the line, the ledger knows its login and number afterwards, and gives it back equal."""
        lines = []
        for line in some:
            number = next(_fresh)
            run, account_id = run_id(number), AccountId(f"account-{number}")
            lines.append(evolve(line, login=Login(f"{number}.{line.login}"), run_id=run, account_id=account_id))
            given(store, candidate(number), account(number), report(number))
        with store.writing() as unit:
            before = unit.logins.numbers([line.stem for line in lines if line.stem is not None])
            unit.logins.add(lines)
        with reopen().reading() as unit:
            assert dict(unit.logins.lines([line.login for line in lines])) == {line.login: line for line in lines}
            assert unit.logins.taken([line.login for line in lines]) == {line.login for line in lines}
            for stem, number in unit.logins.numbers(list(before)).items():
                assert number == max(before[stem], *(line.number or 0 for line in lines if line.stem == stem))
