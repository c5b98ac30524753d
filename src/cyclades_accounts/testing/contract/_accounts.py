"""The contract of accounts (M6 to M8)."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.errors import AccountExistsError, LoginTakenError, UnknownAccountError
from cyclades_accounts.identifiers import LOGIN_MAX_LENGTH, AccountId, Login
from cyclades_accounts.model import Account, Candidate
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.contract._base import Contract, laws
from cyclades_accounts.testing.contract._candidatures import MANY
from cyclades_accounts.testing.contract._capabilities import needs
from cyclades_accounts.testing.contract._threads import at_once
from cyclades_accounts.testing.samples import (
    MOMENT,
    account,
    candidate,
    candidate_id,
    given,
    people,
    renewed,
    replaced,
)

_fresh = itertools.count(10_000)


class AccountContract(Contract):
    """Accounts. Unique: the id; the login; the candidate among the accounts that no other has replaced."""

    def test_of_candidates_gives_the_account_that_stands(self, store: Store) -> None:
        """``of_candidates`` returns the account that stands, open or closed, never a replaced one."""
        closed = evolve(account(2), closed_at=MOMENT)
        old, new = replaced(account(3), by=account(4)), account(4, of=3)
        given(store, *people(1, 2, 3, 5), account(1), closed, new, old)
        with store.reading() as unit:
            found = unit.accounts.of_candidates([candidate_id(number) for number in (5, 3, 2, 1, 9, 3)])
        assert dict(found) == {candidate_id(1): account(1), candidate_id(2): closed, candidate_id(3): new}

    def test_by_login_is_exact(self, store: Store) -> None:
        """``by_login`` finds exactly this login: no case folding, no pattern, no surrounding space."""
        mine = evolve(account(1), login=Login("zoe_nom%"))
        given(store, *people(1), mine)
        with store.reading() as unit:
            assert unit.accounts.by_login(mine.login) == mine
            for other in ("ZOE_NOM%", "zoe_nom% ", "zoexnom%", "zoe_nom", "%", ""):
                assert unit.accounts.by_login(Login(other)) is None

    def test_by_login_and_by_ids_give_any_account(self, store: Store) -> None:
        """``by_login`` and ``by_ids`` return accounts whether open, closed or replaced."""
        some = [replaced(account(1), by=account(3)), evolve(account(2), closed_at=MOMENT), account(3, of=1)]
        given(store, *people(1, 2), some[2], some[0], some[1])
        with store.reading() as unit:
            assert [unit.accounts.by_login(one.login) for one in some] == some
            found = unit.accounts.by_ids([*(one.id for one in some), AccountId("unknown"), some[0].id])
        assert dict(found) == {one.id: one for one in some}

    def test_login_is_unique(self, store: Store) -> None:
        """A login that another account has is refused by name, and nothing of the batch remains."""
        given(store, *people(1, 2, 3), evolve(account(1), closed_at=MOMENT))
        with pytest.raises(LoginTakenError) as caught, store.writing() as unit:
            unit.accounts.add([account(2), evolve(account(3), login=account(1).login)])
        assert caught.value == LoginTakenError(account(1).login)
        with store.reading() as unit:
            assert set(unit.accounts.of_candidates([candidate_id(number) for number in (1, 2, 3)])) == {candidate_id(1)}

    def test_login_is_unique_in_a_batch(self, store: Store) -> None:
        """Two accounts of one batch cannot have one login."""
        given(store, *people(1, 2))
        with pytest.raises(LoginTakenError) as caught, store.writing() as unit:
            unit.accounts.add([account(1), evolve(account(2), login=account(1).login)])
        assert caught.value == LoginTakenError(account(1).login)

    def test_logins_of_different_case_are_different(self, store: Store) -> None:
        """Nothing is folded: what differs by a sign, a space, an accent or by case is another login."""
        some = [
            evolve(account(number), login=Login(text))
            for number, text in enumerate(["zoe.nom", "zoe_nom", "zoe.nom ", "zoé.nom", "zoe\u0301.nom"], 1)
        ]
        given(store, *people(*range(1, 6)), *some)
        with store.reading() as unit:
            assert [unit.accounts.by_login(one.login) for one in some] == some
            assert unit.accounts.by_login(Login("Zoe.nom")) is None

    def test_account_id_is_unique(self, store: Store) -> None:
        """A second account under an id is refused."""
        given(store, *people(1, 2), account(1))
        with pytest.raises(Exception), store.writing() as unit:  # noqa: B017, PT011  # any error will do
            unit.accounts.add([evolve(account(2), id=account(1).id)])
        with store.reading() as unit:
            assert dict(unit.accounts.by_ids([account(1).id])) == {account(1).id: account(1)}

    @pytest.mark.parametrize("first", [account(1), evolve(account(1), closed_at=MOMENT)], ids=["open", "closed"])
    def test_person_has_one_account(self, store: Store, first: Account) -> None:
        """A second account of a person is refused with the login that stands, even if that account is closed."""
        given(store, *people(1), first)
        with pytest.raises(AccountExistsError) as caught, store.writing() as unit:
            unit.accounts.add([account(2, of=1)])
        assert caught.value == AccountExistsError(candidate_id(1), first.login)
        with store.reading() as unit:
            assert unit.accounts.by_login(account(2).login) is None

    def test_person_has_one_account_in_a_batch(self, store: Store) -> None:
        """Two accounts of one batch cannot be of one person."""
        given(store, *people(1))
        with pytest.raises(AccountExistsError) as caught, store.writing() as unit:
            unit.accounts.add([account(1), account(2, of=1)])
        assert caught.value.candidate_id == candidate_id(1)

    def test_replace_replaces_alone(self, store: Store) -> None:
        """``replace`` replaces the accounts with the same ids, and no other."""
        given(store, *people(1, 2, 3), account(1), account(2), account(3))
        changed = [renewed(account(1)), evolve(account(3), closed_at=MOMENT)]
        with store.writing() as unit:
            unit.accounts.replace(changed)
            assert unit.accounts.by_login(account(1).login) == changed[0]
        with store.reading() as unit:
            found = unit.accounts.by_ids([account(number).id for number in (1, 2, 3)])
        assert list(map(found.get, [account(number).id for number in (1, 2, 3)])) == [
            changed[0],
            account(2),
            changed[1],
        ]

    def test_replace_refuses_unknown_accounts(self, store: Store) -> None:
        """An account the store does not know is refused with its candidate, and nothing is replaced."""
        given(store, *people(1, 2), account(1))
        with pytest.raises(UnknownAccountError) as caught, store.writing() as unit:
            unit.accounts.replace([renewed(account(1)), account(2)])
        assert caught.value == UnknownAccountError(candidate_id(2))
        with store.reading() as unit:
            assert dict(unit.accounts.by_ids([account(1).id, account(2).id])) == {account(1).id: account(1)}

    @pytest.mark.parametrize("both", [True, False], ids=["in one batch", "against the store"])
    def test_replace_keeps_one_account_a_person(self, store: Store, both: bool) -> None:  # noqa: FBT001  # pytest passes it by name
        """Replacing cannot give a person two accounts that stand."""
        given(store, *people(1, 2), account(1), account(2))
        batch = [evolve(account(2), candidate_id=candidate_id(1)), *([renewed(account(1))] if both else [])]
        with pytest.raises(AccountExistsError) as caught, store.writing() as unit:
            unit.accounts.replace(batch)
        assert caught.value.candidate_id == candidate_id(1)
        with store.reading() as unit:
            assert unit.accounts.by_login(account(2).login) == account(2)

    @pytest.mark.parametrize("order", [1, -1])
    def test_replace_judges_the_whole_batch(self, store: Store, order: int) -> None:
        """A batch may hand the place of one account to another, or exchange two, whatever its order."""
        given(store, *people(1, 2, 3, 4), account(1), account(2), account(3), account(4))
        handed = [replaced(account(1), by=account(2)), evolve(account(2), candidate_id=candidate_id(1))]
        exchanged = [account(3, of=4), account(4, of=3)]
        with store.writing() as unit:
            unit.accounts.replace((handed + exchanged)[::order])
        with store.reading() as unit:
            found = unit.accounts.of_candidates([candidate_id(number) for number in (1, 2, 3, 4)])
            assert unit.accounts.by_login(account(1).login) == handed[0]
        assert dict(found) == {
            candidate_id(1): handed[1],
            candidate_id(3): exchanged[1],
            candidate_id(4): exchanged[0],
        }

    def test_replace_gives_a_new_login(self, store: Store) -> None:
        """An account is found under the login that ``replace`` brought, and no longer under the one it had."""
        given(store, *people(1, 2), account(1), account(2))
        changed = evolve(renewed(account(1)), login=Login("zoe.autre"))
        with store.writing() as unit:
            unit.accounts.replace([changed, renewed(account(2))])
            assert unit.accounts.by_login(changed.login) == changed
        with store.reading() as unit:
            assert unit.accounts.by_login(changed.login) == changed
            assert unit.accounts.by_login(account(1).login) is None
            assert unit.accounts.by_login(account(2).login) == renewed(account(2))
            assert dict(unit.accounts.of_candidates([candidate_id(1)])) == {candidate_id(1): changed}

    @pytest.mark.parametrize("in_batch", [True, False], ids=["in one batch", "against the store"])
    def test_replace_refuses_the_login_of_another(self, store: Store, in_batch: bool) -> None:  # noqa: FBT001  # pytest passes it by name
        """A login that another account has is refused by name, and nothing is replaced."""
        some = [account(1), account(2), account(3)]
        given(store, *people(1, 2, 3), *some)
        taken = Login("zoe.autre") if in_batch else account(3).login
        batch = [evolve(account(1), login=taken), evolve(account(2), login=taken) if in_batch else renewed(account(2))]
        with pytest.raises(LoginTakenError) as caught, store.writing() as unit:
            unit.accounts.replace(batch)
        assert caught.value == LoginTakenError(taken)
        with store.reading() as unit:
            assert dict(unit.accounts.by_ids([one.id for one in some])) == {one.id: one for one in some}
            assert [unit.accounts.by_login(one.login) for one in some] == some

    def test_replaced_account_leaves_the_place(self, store: Store) -> None:
        """Where an account was replaced, another can stand; the login stays taken."""
        given(store, *people(1, 2), account(2))
        given(store, replaced(account(1), by=account(2)), account(3, of=1))
        with pytest.raises(LoginTakenError), store.writing() as unit:
            unit.accounts.add([evolve(account(4, of=1), login=account(1).login)])

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_accounts(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        some = [account(number) for number in range(1, size + 1)]
        with store.writing() as unit:
            for number in range(1, size + 1):
                unit.candidatures.put_candidate(candidate(number))
            unit.accounts.add(some)
        with store.writing() as unit:
            unit.accounts.replace([renewed(one) for one in some])
        with store.reading() as unit:
            assert len(unit.accounts.of_candidates([one.candidate_id for one in some])) == size
            found = unit.accounts.by_ids([one.id for one in some])
        assert [found[one.id] for one in some] == [renewed(one) for one in some]

    def test_moments_come_back_equal(self, store: Store, reopen: Callable[[], Store]) -> None:
        """A moment comes back as the same instant, whatever its zone was, to the microsecond."""
        east, west = (timezone(timedelta(hours=hours)) for hours in (11, -10))
        last = datetime(2025, 7, 4, 23, 59, 59, 999_999, tzinfo=east)
        some = [
            evolve(account(1), created_at=last, closed_at=last.astimezone(west)),
            evolve(account(2), created_at=datetime(2025, 3, 30, 2, 30, 0, 1, tzinfo=west)),
        ]
        given(store, *people(1, 2), *some)
        with reopen().reading() as unit:
            assert dict(unit.accounts.by_ids([one.id for one in some])) == {one.id: one for one in some}

    def test_long_texts_come_back_whole(self, store: Store, reopen: Callable[[], Store]) -> None:
        """Nothing is cut: the longest login there is, and keys that share all but their last character."""
        longest = "x" * (LOGIN_MAX_LENGTH - 1)
        some = [
            evolve(account(number), id=AccountId(longest + end), login=Login(longest + end))
            for number, end in enumerate("ab", 1)
        ]
        given(store, *people(1, 2), *some)
        with reopen().reading() as unit:
            assert [unit.accounts.by_login(one.login) for one in some] == some

    @needs(Capability.THREADS)
    def test_what_was_read_stays_true(self, store: Store) -> None:
        """Two threads that read an account and then replace it lose no change."""
        given(store, *people(1), account(1))
        times = 20

        def renew() -> None:
            for number in range(times):
                with store.writing() as unit:
                    read = (
                        unit.accounts.by_login(account(1).login)
                        if number % 3 == 0
                        else unit.accounts.by_ids([account(1).id])[account(1).id]
                        if number % 3 == 1
                        else unit.accounts.of_candidates([candidate_id(1)])[candidate_id(1)]
                    )
                    assert read is not None
                    unit.accounts.replace([renewed(read)])

        at_once(renew, renew)
        with store.reading() as unit:
            found = unit.accounts.by_login(account(1).login)
        assert found is not None
        assert found.credential is not None
        assert found.credential.version == 1 + 2 * times

    @needs(Capability.THREADS)
    def test_one_of_two_threads_gets_the_login(self, store: Store) -> None:
        """Of two threads that add one login at once, one is refused with that login and the other's account stands."""
        given(store, *people(1, 2))

        def add(number: int) -> Exception | None:
            try:
                with store.writing() as unit:
                    unit.accounts.add([evolve(account(number), login=Login("zoe.nom"))])
            except LoginTakenError as error:
                return error
            return None

        answers = at_once(lambda: add(1), lambda: add(2))
        assert sorted(map(repr, answers)) == sorted(map(repr, [None, LoginTakenError("zoe.nom")]))

    @needs(Capability.THREADS)
    def test_one_of_two_threads_gets_the_new_login(self, store: Store) -> None:
        """Of two threads that give two accounts one new login at once, one is refused with that login."""
        given(store, *people(1, 2), account(1), account(2))

        def replace(number: int) -> Exception | None:
            try:
                with store.writing() as unit:
                    unit.accounts.replace([evolve(account(number), login=Login("zoe.nom"))])
            except LoginTakenError as error:
                return error
            return None

        answers = at_once(lambda: replace(1), lambda: replace(2))
        assert sorted(map(repr, answers)) == sorted(map(repr, [None, LoginTakenError("zoe.nom")]))

    @needs(Capability.THREADS)
    def test_one_of_two_threads_gives_the_account(self, store: Store) -> None:
        """Of two threads that add an account for one person at once, one is refused with the login of the other."""
        given(store, *people(1))

        def add(number: int) -> str | Exception:
            try:
                with store.writing() as unit:
                    unit.accounts.add([account(number, of=1)])
            except AccountExistsError as error:
                return error
            return account(number).login

        answers = at_once(lambda: add(1), lambda: add(2))
        winner = next(answer for answer in answers if isinstance(answer, str))
        assert AccountExistsError(candidate_id(1), winner) in answers

    @laws
    @each(some=st.lists(strategies.accounts(), min_size=1, max_size=4))
    def test_account_comes_back_equal(self, store: Store, reopen: Callable[[], Store], some: list[Account]) -> None:
        """An account and its credential come back equal, to the character and to the microsecond."""
        alone = []
        for one in some:
            number = next(_fresh)
            person = Candidate(candidate_id(number), "NOM", "Zoé")
            alone.append(
                evolve(
                    one,
                    candidate_id=person.id,
                    login=Login(f"{number}.{one.login}"),
                    id=AccountId(f"{number}/{one.id}"),
                )
            )
            given(store, person)
        with store.writing() as unit:
            unit.accounts.add(alone)
        with reopen().reading() as unit:
            found = unit.accounts.by_ids([one.id for one in alone])
        assert [found[one.id] for one in alone] == alone
