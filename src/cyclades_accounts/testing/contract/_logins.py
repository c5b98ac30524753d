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
from cyclades_accounts.repositories import Store, UsedLogins
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing.contract._base import MANY, UNSORTED_KEYS, Contract, laws
from cyclades_accounts.testing.samples import (
    account,
    given,
    imposed,
    issued,
    login,
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
        given(store, report(), *(account(number) for number in range(1, 6)), *lines)
        with store.reading() as unit:
            found = unit.logins.numbers([STEM, "ZOE.NOM", "nobody", "zoe\u0301.nom", STEM])
        assert dict(found) == {STEM: 7, "ZOE.NOM": 3, "nobody": 0, "zoe\u0301.nom": 0}

    def test_numbers_in_a_writing_unit(self, store: Store) -> None:
        """``numbers`` says the same in a writing unit, before and after its own lines."""
        given(store, report(), account(1), account(2), issued(1, stem=STEM, rank=2))
        with store.writing() as unit:
            assert dict(unit.logins.numbers([STEM, "other"])) == {STEM: 2, "other": 0}
            unit.logins.add([issued(2, stem=STEM, rank=3)])
            assert dict(unit.logins.numbers([STEM])) == {STEM: 3}
        with store.reading() as unit:
            assert dict(unit.logins.numbers([STEM, "other"])) == {STEM: 3, "other": 0}

    def test_numbers_never_go_down(self, store: Store) -> None:
        """A lower number that comes later changes nothing, in one batch or in another."""
        given(store, report(), *(account(number) for number in range(1, 5)))
        for batch in (
            [issued(1, stem=STEM, rank=5), issued(2, stem=STEM, rank=3)],
            [issued(3, stem=STEM, rank=2), issued(4, stem=STEM, rank=4)],
        ):
            with store.writing() as unit:
                unit.logins.add(batch)
            with store.reading() as unit:
                assert dict(unit.logins.numbers([STEM])) == {STEM: 5}

    def test_used_gives_those_issued(self, store: Store) -> None:
        """``used``: the logins that were ever issued, to the character, whatever became of the account."""
        given(store, report(), account(1), account(2), issued(1, stem=STEM, rank=1), issued(2))
        with store.writing() as unit:
            unit.accounts.put([evolve(account(1), closed_at=issued(1).issued_at)])
        asked = [login(1), login(2), login(3), Login(login(1).upper()), Login(f"{login(1)} "), login(1)]
        with store.reading() as unit:
            found = unit.logins.used(asked, ["key:00"])
        assert found == UsedLogins(frozenset([login(1), login(2)]), frozenset(), frozenset())

    def test_lines_of_those_issued(self, store: Store) -> None:
        """``lines``: those of these logins, to the character, each once; an imposed login has none."""
        lines = [issued(1, stem=STEM, rank=1), issued(2), issued(3)]
        given(store, report(), account(1), account(2), account(3), *lines, imposed(4, "mine"))
        asked = [login(1), login(2), login(9), Login("mine"), Login(login(3).upper()), Login(f"{login(3)} "), login(1)]
        with store.reading() as unit:
            assert unit.logins.lines(logins=asked) == tuple(lines[:2])

    def test_lines_of_accounts(self, store: Store) -> None:
        """``lines``: those of these accounts, each once, sorted by login as Python sorts; one may have several."""
        logins = {key.lower() for key in UNSORTED_KEYS}
        lines = [evolve(issued(1, stem=key, rank=1), login=Login(key)) for key in sorted(logins, reverse=True)]
        shouted = evolve(account(4), id=AccountId(account(1).id.upper()))
        theirs = evolve(issued(4), account_id=shouted.id)
        accounts = [account(1), account(2), account(3), shouted]
        given(store, report(), *accounts, *lines, issued(2), issued(3), theirs)
        given(store, imposed(5, "imposed"))
        asked = [account(2).id, account(1).id, AccountId("nobody"), account(1).id]
        with store.reading() as unit:
            found = unit.logins.lines(accounts=asked)
            assert found == tuple(sorted([*lines, issued(2)], key=lambda line: line.login))
            both = unit.logins.lines(logins=[issued(2).login, issued(3).login], accounts=asked)
            assert both == tuple(sorted([*lines, issued(2), issued(3)], key=lambda line: line.login))
            assert unit.logins.lines() == ()

    def test_lines_stay_when_the_account_gets_another_login(self, store: Store) -> None:
        """The line of a login stays what it was when the account gets another login: it is nobody else's ever after."""
        given(store, report(), account(1), account(2), issued(1, stem=STEM, rank=1))
        with store.writing() as unit:
            unit.accounts.put([evolve(account(1), login=Login("zoe.autre"))])
            unit.logins.add([evolve(issued(1, stem="zoe.autre", rank=1), login=Login("zoe.autre"))])
        with store.reading() as unit:
            assert unit.logins.lines(logins=[login(1)]) == (issued(1, stem=STEM, rank=1),)
            assert unit.logins.used([login(1)], []).logins == {login(1)}
        with pytest.raises(LoginTakenError), store.writing() as unit:
            unit.logins.add([evolve(issued(2), login=login(1))])

    @pytest.mark.parametrize("in_batch", [True, False], ids=["in one batch", "against the store"])
    def test_login_is_issued_once(self, store: Store, in_batch: bool) -> None:  # noqa: FBT001  # pytest passes it by name
        """A login that was issued before is refused by name, and nothing of the batch remains."""
        first = issued(1, stem=STEM, rank=1)
        again = evolve(first, account_id=account(2).id, number=9)
        other = issued(3, stem=STEM, rank=8)
        given(store, report(), *(account(number) for number in (1, 2, 3)))
        if not in_batch:
            given(store, first)
        with pytest.raises(LoginTakenError) as caught, store.writing() as unit:
            unit.logins.add([other, first, again] if in_batch else [other, again])
        assert caught.value == LoginTakenError(first.login)
        with store.reading() as unit:
            found = unit.logins.used([first.login, other.login], []).logins
            assert found == (frozenset() if in_batch else {first.login})
            assert dict(unit.logins.numbers([STEM])) == {STEM: 0 if in_batch else 1}

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_logins(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        lines = [issued(number, stem=f"stem{number}", rank=number) for number in range(1, size + 1)]
        with store.writing() as unit:
            unit.journal.add(report())
            unit.accounts.put([account(number) for number in range(1, size + 1)])
            assert set(unit.logins.numbers([f"stem{number}" for number in range(1, size + 1)]).values()) <= {0}
            unit.logins.add(lines)
        with store.reading() as unit:
            logins = [line.login for line in lines]
            assert unit.logins.used(logins, logins).logins == set(logins)
            assert unit.logins.lines(logins=logins) == tuple(sorted(lines, key=lambda line: line.login))
            found = unit.logins.numbers([f"stem{number}" for number in range(1, size + 1)])
        assert dict(found) == {line.stem: line.number for line in lines}

    def test_number_is_free_again_after_a_failure(self, store: Store) -> None:
        """A number that a failed unit issued was never issued."""
        given(store, report(), account(1))
        with pytest.raises(ZeroDivisionError), store.writing() as unit:
            assert dict(unit.logins.numbers([STEM])) == {STEM: 0}
            unit.logins.add([issued(1, stem=STEM, rank=1)])
            raise ZeroDivisionError
        with store.writing() as unit:
            assert dict(unit.logins.numbers([STEM])) == {STEM: 0}
            assert unit.logins.used([login(1)], []).logins == frozenset()
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
            given(store, account(number), report(number))
        with store.writing() as unit:
            before = unit.logins.numbers([line.stem for line in lines if line.stem is not None])
            unit.logins.add(lines)
        with reopen().reading() as unit:
            logins = [line.login for line in lines]
            assert unit.logins.lines(logins=logins) == tuple(sorted(lines, key=lambda line: line.login))
            assert unit.logins.used(logins, []).logins == set(logins)
            for stem, number in unit.logins.numbers(list(before)).items():
                assert number == max(before[stem], *(line.number or 0 for line in lines if line.stem == stem))
