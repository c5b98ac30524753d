"""The contract of imposed logins: one for a person, one person for it, and never one that was issued."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

import itertools
from collections.abc import Callable, Collection, Mapping

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.errors import LoginTakenError
from cyclades_accounts.identifiers import CandidateId, Login
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing.contract._base import MANY, Contract, laws
from cyclades_accounts.testing.samples import (
    account,
    candidate_id,
    given,
    imposed,
    issued,
    login,
    report,
)

_fresh = itertools.count(20_000)

A, B, C, D = (Login(f"imposed.{letter}") for letter in "abcd")


def _impose(store: Store, logins: Mapping[int, Login | None]) -> None:
    """Impose logins on the people of these numbers, in a unit of their own."""
    with store.writing() as unit:
        unit.logins.impose({candidate_id(number): one for number, one in logins.items()})


def _imposed(store: Store, numbers: Collection[int] = range(1, 10)) -> dict[int, Login]:
    """Return the logins that are imposed on the people of these numbers."""
    with store.reading() as unit:
        found = unit.logins.imposed([candidate_id(number) for number in numbers])
    return {number: found[candidate_id(number)] for number in numbers if candidate_id(number) in found}


def _taken(store: Store, *logins: Login) -> frozenset[Login]:
    """Return which of these logins are taken."""
    with store.reading() as unit:
        return unit.logins.used(logins, []).logins


class ImposedLoginContract(Contract):
    """Logins imposed on people whose account does not bear them yet: set, changed and forgotten."""

    def test_imposed_gives_these_people(self, store: Store) -> None:
        """``imposed`` returns the logins of the people asked for: no others, and none where there is none."""
        given(store, imposed(1, A), imposed(2, B))
        with store.reading() as unit:
            found = unit.logins.imposed([candidate_id(number) for number in (3, 1, 9, 1)])
        assert dict(found) == {candidate_id(1): A}

    def test_impose_replaces(self, store: Store) -> None:
        """``impose`` sets, replaces and (``None``) forgets the logins of these people, and of nobody else."""
        given(store, imposed(1, A), imposed(2, B), imposed(3, C))
        _impose(store, {1: D, 2: None, 4: Login("other"), 5: None})
        assert _imposed(store) == {1: D, 3: C, 4: "other"}
        assert _taken(store, A, B, C, D) == {C, D}

    def test_imposed_login_is_taken(self, store: Store) -> None:
        """``used``: the logins that are imposed on somebody too, to the character."""
        given(store, report(), account(1), issued(1), imposed(2, A))
        asked = [A, login(1), B, Login(A.upper()), Login(f"{A} "), A]
        assert _taken(store, *asked) == {A, login(1)}

    def test_imposing_again_changes_nothing(self, store: Store) -> None:
        """The login that is imposed on a person already can be imposed on that person again."""
        given(store, imposed(1, A))
        _impose(store, {1: A, 2: B})
        _impose(store, {1: A, 2: B})
        assert _imposed(store) == {1: A, 2: B}

    @pytest.mark.parametrize("order", [1, -1])
    def test_impose_judges_the_whole_batch(self, store: Store, order: int) -> None:
        """In a batch two people may swap logins, and one may take what another gives up, whatever its order."""
        given(store, imposed(1, A), imposed(2, B), imposed(3, C), imposed(5, D))
        batch = {1: B, 2: A, 3: None, 4: C, 5: Login("other"), 6: D}
        _impose(store, dict(list(batch.items())[::order]))
        assert _imposed(store) == {1: B, 2: A, 4: C, 5: "other", 6: D}

    @pytest.mark.parametrize(
        ("batch", "taken"),
        [
            ({1: B, 2: login(4)}, login(4)),
            ({1: B, 2: C}, C),
            ({1: B, 2: D, 5: D}, D),
            ({1: None, 2: B, 5: B}, B),
        ],
        ids=["issued", "imposed on somebody else", "twice in the batch", "given up and twice in the batch"],
    )
    def test_taken_login_is_not_imposed(self, store: Store, batch: dict[int, Login | None], taken: Login) -> None:
        """A login that was issued or is imposed on somebody else is refused by name; nothing of the batch remains."""
        given(store, report(), account(4), issued(4), imposed(1, A), imposed(3, C))
        with pytest.raises(LoginTakenError) as caught:
            _impose(store, batch)
        assert caught.value == LoginTakenError(taken)
        assert _imposed(store) == {1: A, 3: C}
        assert _taken(store, A, B, C, D, login(4)) == {A, C, login(4)}

    def test_own_issued_login_is_not_imposed(self, store: Store) -> None:
        """A login that the person's own account bears is issued, and not imposed any more."""
        given(store, report(), account(1), issued(1))
        with pytest.raises(LoginTakenError) as caught:
            _impose(store, {1: login(1)})
        assert caught.value == LoginTakenError(login(1))

    def test_forgotten_login_is_free(self, store: Store) -> None:
        """A login that was forgotten, or gave way to another, can be imposed on somebody else, or issued."""
        given(store, report(), account(3), imposed(1, A), imposed(2, B))
        _impose(store, {1: C, 2: None})
        _impose(store, {2: A})
        given(store, evolve(issued(3), login=B))
        assert _imposed(store) == {1: C, 2: A}
        with store.reading() as unit:
            assert unit.logins.lines(logins=[A, B, C]) == (evolve(issued(3), login=B),)

    def test_imposed_login_is_not_issued(self, store: Store) -> None:
        """``add`` refuses a login that is imposed on somebody, by name, and nothing of the batch remains."""
        given(store, report(), account(1), account(2), imposed(1, A))
        with pytest.raises(LoginTakenError) as caught, store.writing() as unit:
            unit.logins.add([issued(2, stem="stem", rank=1), evolve(issued(1), login=A)])
        assert caught.value == LoginTakenError(A)
        assert _taken(store, login(2), A) == {A}
        assert _imposed(store) == {1: A}
        with store.reading() as unit:
            assert dict(unit.logins.numbers(["stem"])) == {"stem": 0}

    def test_imposed_login_is_issued_where_it_was_forgotten(self, store: Store) -> None:
        """A unit that forgets an imposed login can issue it at once: it is then never imposed again."""
        given(store, report(), account(1), imposed(1, A))
        with store.writing() as unit:
            unit.logins.impose({candidate_id(1): None})
            assert unit.logins.used([A], []).logins == frozenset()
            unit.logins.add([evolve(issued(1), login=A)])
            assert unit.logins.used([A], []).logins == {A}
        assert _imposed(store) == {}
        with pytest.raises(LoginTakenError):
            _impose(store, {2: A})

    def test_logins_that_differ_by_a_character_are_different(self, store: Store) -> None:
        """Uniqueness folds nothing: what differs by a sign, a space, an accent or by case is another login."""
        texts = ["zoe.nom", "zoe_nom", "zoe.nom ", "zoé.nom", "zoe\u0301.nom"]
        given(store, report(), account(6))
        _impose(store, {number: Login(text) for number, text in enumerate(texts, 1)})
        given(store, evolve(issued(6), login=Login("zoe-nom")))
        assert _imposed(store) == dict(enumerate(texts, 1))
        assert _taken(store, Login("Zoe.nom"), Login("ZOE.NOM"), *map(Login, texts)) == set(texts)

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_imposed_logins(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        first = {number: login(number) for number in range(1, size + 1)}
        shifted = {number: login(number % size + 1) for number in range(1, size + 1)}
        for batch in (first, shifted):
            _impose(store, batch)
            assert _imposed(store, batch) == batch
        assert _taken(store, *first.values()) == set(first.values())
        _impose(store, dict.fromkeys(first))
        assert _imposed(store, first) == {}
        assert _taken(store, *first.values()) == frozenset()

    @laws
    @each(some=st.lists(strategies.logins(), min_size=1, max_size=4))
    def test_imposed_login_comes_back_equal(self, store: Store, reopen: Callable[[], Store], some: list[Login]) -> None:
        """Whatever the login, it comes back equal, to the character."""
        logins: dict[CandidateId, Login | None] = {}
        for one in some:
            number = next(_fresh)
            logins[candidate_id(number)] = Login(f"{number}.{one}")
        with store.writing() as unit:
            unit.logins.impose(logins)
        with reopen().reading() as unit:
            assert dict(unit.logins.imposed(list(logins))) == logins
