"""The contract of accounts (M6 to M8)."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.errors import AccountExistsError, LoginTakenError
from cyclades_accounts.identifiers import LOGIN_MAX_LENGTH, AccountId, CandidateId, Login
from cyclades_accounts.model import Account
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing.contract._base import MANY, UNSORTED_KEYS, Contract, laws
from cyclades_accounts.testing.samples import (
    MOMENT,
    account,
    candidate_id,
    given,
    login,
    renewed,
    replaced,
)

_fresh = itertools.count(10_000)


class AccountContract(Contract):
    """Accounts. Unique: the id; the login; the candidate among the accounts that no other has replaced."""

    # --- standing, find -----------------------------------------------------------------------------------------------

    def test_standing_gives_the_account_that_stands(self, store: Store) -> None:
        """``standing``: for each of these people, the account that no other has replaced, open or closed."""
        closed = evolve(account(2), closed_at=MOMENT)
        old, new = replaced(account(3), by=account(4)), account(4, of=3)
        given(store, account(1), closed, new, old)
        with store.reading() as unit:
            found = unit.accounts.standing([candidate_id(number) for number in (5, 3, 2, 1, 9, 3)])
        assert dict(found) == {candidate_id(1): account(1), candidate_id(2): closed, candidate_id(3): new}

    def test_find_gives_accounts_by_id_login_or_person(self, store: Store) -> None:
        """``find``: the accounts that have one of these ids or one of these logins, or are of one of these people."""
        given(store, *map(account, range(1, 6)))
        with store.reading() as unit:
            ids, logins, persons = [account(1).id, AccountId("unknown")], [account(4).login], [candidate_id(3)]
            assert unit.accounts.find(ids=ids) == (account(1),)
            assert unit.accounts.find(logins=logins) == (account(4),)
            assert unit.accounts.find(candidates=[*persons, candidate_id(9)]) == (account(3),)
            assert unit.accounts.find(ids=ids, logins=logins) == (account(1), account(4))
            assert unit.accounts.find(ids=ids, candidates=persons, logins=logins) == tuple(map(account, (1, 3, 4)))
            assert unit.accounts.find() == ()

    def test_find_gives_any_account(self, store: Store) -> None:
        """``find``: they may be open, closed or replaced."""
        some = (replaced(account(1), by=account(3)), evolve(account(2), closed_at=MOMENT), account(3, of=1))
        given(store, some[2], some[0], some[1])
        with store.reading() as unit:
            assert unit.accounts.find(ids=[one.id for one in some]) == some
            assert unit.accounts.find(logins=[one.login for one in some]) == some
            assert unit.accounts.find(candidates=[candidate_id(1), candidate_id(2)]) == some

    def test_find_gives_each_account_once(self, store: Store) -> None:
        """``find``: each is returned once, in however many ways it was asked for."""
        given(store, account(1), account(2))
        with store.reading() as unit:
            ids, logins = [account(1).id, account(1).id], [account(1).login, account(1).login]
            found = unit.accounts.find(ids=ids, logins=logins, candidates=[candidate_id(1), candidate_id(1)])
        assert found == (account(1),)

    def test_found_accounts_sort_by_code_point(self, store: Store) -> None:
        """``find``: they are sorted by id, as Python sorts them; ids and people are told apart to the character."""
        kept = evolve(account(1), id=AccountId("kept"))
        old = [
            evolve(replaced(account(number, of=1), kept), id=AccountId(key), login=login(number))
            for number, key in enumerate(UNSORTED_KEYS, 10)
        ]
        given(store, kept, account(2), *old)
        expected = tuple(sorted([kept, *old], key=lambda one: one.id))
        with store.reading() as unit:
            assert unit.accounts.find(candidates=[candidate_id(1)]) == expected
            assert unit.accounts.find(logins=[one.login for one in expected]) == expected
            assert unit.accounts.find(ids=[one.id for one in expected]) == expected
            assert unit.accounts.find(ids=[old[0].id]) == (old[0],)
            assert unit.accounts.find(candidates=[CandidateId(candidate_id(1).lower())]) == ()

    def test_find_by_login_is_exact(self, store: Store) -> None:
        """A login is found exactly: no case folding, no pattern, no surrounding space."""
        mine = evolve(account(1), login=Login("zoe_nom%"))
        given(store, mine)
        with store.reading() as unit:
            assert unit.accounts.find(logins=[mine.login]) == (mine,)
            for other in ("ZOE_NOM%", "zoe_nom% ", "zoexnom%", "zoe_nom", "%", ""):
                assert unit.accounts.find(logins=[Login(other)]) == ()

    def test_logins_of_different_case_are_different(self, store: Store) -> None:
        """Nothing is folded: what differs by a sign, a space, an accent or by case is another login."""
        some = [
            evolve(account(number), login=Login(text))
            for number, text in enumerate(["zoe.nom", "zoe_nom", "zoe.nom ", "zoé.nom", "zoe\u0301.nom"], 1)
        ]
        given(store, *some)
        with store.reading() as unit:
            assert [unit.accounts.find(logins=[one.login]) for one in some] == [(one,) for one in some]
            assert unit.accounts.find(logins=[Login("Zoe.nom")]) == ()

    # --- put ----------------------------------------------------------------------------------------------------------

    def test_put_inserts_and_replaces(self, store: Store) -> None:
        """``put``: insert the accounts with new ids, and replace those known; no other changes."""
        given(store, account(1), account(2), account(3))
        changed = [renewed(account(1)), evolve(account(3), closed_at=MOMENT)]
        with store.writing() as unit:
            unit.accounts.put([changed[0], account(4), changed[1]])
            assert unit.accounts.find(logins=[account(1).login]) == (changed[0],)
        with store.reading() as unit:
            found = unit.accounts.find(ids=[account(number).id for number in (1, 2, 3, 4)])
        assert found == (changed[0], account(2), changed[1], account(4))

    def test_put_gives_a_new_login(self, store: Store) -> None:
        """``put``: the login of a known account is the one it had, or one that no account has; it is found by that."""
        given(store, account(1), account(2))
        changed = evolve(renewed(account(1)), login=Login("zoe.autre"))
        with store.writing() as unit:
            unit.accounts.put([changed, renewed(account(2))])
            assert unit.accounts.find(logins=[changed.login]) == (changed,)
        with store.reading() as unit:
            assert unit.accounts.find(logins=[changed.login]) == (changed,)
            assert unit.accounts.find(logins=[account(1).login]) == ()
            assert unit.accounts.find(logins=[account(2).login]) == (renewed(account(2)),)
            assert dict(unit.accounts.standing([candidate_id(1)])) == {candidate_id(1): changed}

    @pytest.mark.parametrize("order", [1, -1])
    def test_put_judges_the_whole_batch(self, store: Store, order: int) -> None:
        """``put``: in one batch an account may be replaced by another one of the person, new or known."""
        given(store, account(1), account(2), account(5))
        handed = [replaced(account(1), by=account(2)), evolve(account(2), candidate_id=candidate_id(1))]
        new = [replaced(account(5), by=account(0)), account(0, of=5)]
        with store.writing() as unit:
            unit.holders.rekey(candidate_id(2), candidate_id(1))
            unit.accounts.put((handed + new)[::order])
        with store.reading() as unit:
            found = unit.accounts.standing([candidate_id(number) for number in range(1, 6)])
            assert unit.accounts.find(ids=[account(1).id, account(5).id]) == (handed[0], new[0])
        assert dict(found) == {candidate_id(1): handed[1], candidate_id(5): new[1]}

    @pytest.mark.parametrize("first", [account(1), evolve(account(1), closed_at=MOMENT)], ids=["open", "closed"])
    def test_person_has_one_account(self, store: Store, first: Account) -> None:
        """``AccountExistsError``: it names the person and the login that stands, even if that account is closed."""
        given(store, first)
        with pytest.raises(AccountExistsError) as caught, store.writing() as unit:
            unit.accounts.put([account(2, of=1)])
        assert caught.value == AccountExistsError(candidate_id(1), first.login)
        with store.reading() as unit:
            assert unit.accounts.find(logins=[account(2).login]) == ()

    def test_person_has_one_account_in_a_batch(self, store: Store) -> None:
        """``AccountExistsError``: two accounts of one batch cannot be of one person; it names the first login."""
        with pytest.raises(AccountExistsError) as caught, store.writing() as unit:
            unit.accounts.put([account(1), account(2, of=1)])
        assert caught.value == AccountExistsError(candidate_id(1), account(1).login)

    @pytest.mark.parametrize("both", [True, False], ids=["in one batch", "against the store"])
    def test_replacing_keeps_one_account_a_person(self, store: Store, both: bool) -> None:  # noqa: FBT001  # pytest passes it by name
        """``AccountExistsError``: replacing cannot give a person two accounts that stand; nothing is written."""
        given(store, account(1), account(2))
        batch = [evolve(account(2), candidate_id=candidate_id(1)), *([renewed(account(1))] if both else [])]
        with pytest.raises(AccountExistsError) as caught, store.writing() as unit:
            unit.accounts.put(batch)
        assert caught.value.candidate_id == candidate_id(1)
        with store.reading() as unit:
            assert unit.accounts.find(logins=[account(2).login]) == (account(2),)

    def test_login_is_unique(self, store: Store) -> None:
        """``LoginTakenError``: a login that another account has is refused by name; nothing of the batch remains."""
        given(store, evolve(account(1), closed_at=MOMENT))
        with pytest.raises(LoginTakenError) as caught, store.writing() as unit:
            unit.accounts.put([account(2), evolve(account(3), login=account(1).login)])
        assert caught.value == LoginTakenError(account(1).login)
        with store.reading() as unit:
            assert set(unit.accounts.standing([candidate_id(number) for number in (1, 2, 3)])) == {candidate_id(1)}

    def test_login_is_unique_in_a_batch(self, store: Store) -> None:
        """``LoginTakenError``: two accounts of one batch cannot have one login."""
        with pytest.raises(LoginTakenError) as caught, store.writing() as unit:
            unit.accounts.put([account(1), evolve(account(2), login=account(1).login)])
        assert caught.value == LoginTakenError(account(1).login)

    @pytest.mark.parametrize("in_batch", [True, False], ids=["in one batch", "against the store"])
    def test_replacing_refuses_the_login_of_another(self, store: Store, in_batch: bool) -> None:  # noqa: FBT001  # pytest passes it by name
        """``LoginTakenError``: a known account cannot get the login of another; nothing is written."""
        some = (account(1), account(2), account(3))
        given(store, *some)
        taken = Login("zoe.autre") if in_batch else account(3).login
        batch = [evolve(account(1), login=taken), evolve(account(2), login=taken) if in_batch else renewed(account(2))]
        with pytest.raises(LoginTakenError) as caught, store.writing() as unit:
            unit.accounts.put(batch)
        assert caught.value == LoginTakenError(taken)
        with store.reading() as unit:
            assert unit.accounts.find(ids=[one.id for one in some]) == some
            assert unit.accounts.find(logins=[one.login for one in some]) == some

    def test_replaced_account_leaves_the_place(self, store: Store) -> None:
        """Where an account was replaced, another can stand; the login stays taken."""
        given(store, account(2))
        given(store, replaced(account(1), by=account(2)), account(3, of=1))
        with pytest.raises(LoginTakenError), store.writing() as unit:
            unit.accounts.put([evolve(account(4, of=1), login=account(1).login)])

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_accounts(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        some = [account(number) for number in range(1, size + 1)]
        with store.writing() as unit:
            unit.accounts.put(some)
        with store.writing() as unit:
            unit.accounts.put([renewed(one) for one in some])
        expected = tuple(sorted(map(renewed, some), key=lambda one: one.id))
        with store.reading() as unit:
            assert len(unit.accounts.standing([one.candidate_id for one in some])) == size
            assert unit.accounts.find(ids=[one.id for one in some]) == expected
            assert unit.accounts.find(logins=[one.login for one in some]) == expected
            assert unit.accounts.find(candidates=[one.candidate_id for one in some]) == expected

    def test_moments_come_back_equal(self, store: Store, reopen: Callable[[], Store]) -> None:
        """A moment comes back as the same instant, whatever its zone was, to the microsecond."""
        east, west = (timezone(timedelta(hours=hours)) for hours in (11, -10))
        last = datetime(2025, 7, 4, 23, 59, 59, 999_999, tzinfo=east)
        some = [
            evolve(account(1), created_at=last, closed_at=last.astimezone(west)),
            evolve(account(2), created_at=datetime(2025, 3, 30, 2, 30, 0, 1, tzinfo=west)),
        ]
        given(store, *some)
        with reopen().reading() as unit:
            assert unit.accounts.find(ids=[one.id for one in some]) == tuple(some)

    def test_long_texts_come_back_whole(self, store: Store, reopen: Callable[[], Store]) -> None:
        """Nothing is cut: the longest login there is, and keys that share all but their last character."""
        longest = "x" * (LOGIN_MAX_LENGTH - 1)
        some = [
            evolve(account(number), id=AccountId(longest + end), login=Login(longest + end))
            for number, end in enumerate("ab", 1)
        ]
        given(store, *some)
        with reopen().reading() as unit:
            assert [unit.accounts.find(logins=[one.login]) for one in some] == [(one,) for one in some]

    @laws
    @each(some=st.lists(strategies.accounts(), min_size=1, max_size=4))
    def test_account_comes_back_equal(self, store: Store, reopen: Callable[[], Store], some: list[Account]) -> None:
        """An account and its credential come back equal, to the character and to the microsecond."""
        alone = []
        for one in some:
            number = next(_fresh)
            alone.append(
                evolve(
                    one,
                    candidate_id=candidate_id(number),
                    login=Login(f"{number}.{one.login}"),
                    id=AccountId(f"{number}/{one.id}"),
                )
            )
        with store.writing() as unit:
            unit.accounts.put(alone)
        with reopen().reading() as unit:
            found = unit.accounts.find(ids=[one.id for one in alone])
        assert found == tuple(sorted(alone, key=lambda one: one.id))
