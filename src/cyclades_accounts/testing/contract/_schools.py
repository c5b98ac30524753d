"""The contract of schools (M1)."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

from collections.abc import Callable

from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.model import School
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing.contract._base import Contract, laws
from cyclades_accounts.testing.samples import given, school, uai


class SchoolContract(Contract):
    """Schools, by UAI."""

    def test_unknown_school_is_none(self, store: Store) -> None:
        """A school that was never put is ``None``."""
        given(store, school(1))
        with store.reading() as unit:
            assert unit.schools.get(uai(2)) is None

    def test_school_is_replaced_alone(self, store: Store) -> None:
        """Putting a school replaces the one with the same UAI, and no other."""
        given(store, school(1), school(2))
        changed = evolve(school(1), name="Collège Anita Conti", manages_candidates=False)
        given(store, changed)
        with store.reading() as unit:
            assert unit.schools.get(uai(1)) == changed
            assert unit.schools.get(uai(2)) == school(2)

    @laws
    @each(some=st.lists(strategies.schools(), min_size=1, max_size=4))
    def test_school_comes_back_equal(self, store: Store, reopen: Callable[[], Store], some: list[School]) -> None:
        """A school comes back equal, to the character."""
        given(store, *some)
        with reopen().reading() as unit:
            for one in {school.uai: school for school in some}.values():
                assert unit.schools.get(one.uai) == one
