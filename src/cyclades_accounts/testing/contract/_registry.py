"""The contract of the registry: people that a store keeps for a host that has none (M1 to M4)."""

# ruff: noqa: PT012, S101  # a failing unit is a block with its store; a contract speaks through assert, as every pytest test does

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Final, cast

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.identifiers import CandidateId, Ine, SessionId
from cyclades_accounts.model import Candidature, Row, School
from cyclades_accounts.people import People
from cyclades_accounts.repositories import RegistryUnit, Store
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing.contract._base import MANY, UNSORTED_KEYS, Contract, laws
from cyclades_accounts.testing.contract._courses import CourseContract
from cyclades_accounts.testing.contract._statements import RegistryStatementContract
from cyclades_accounts.testing.samples import SESSION, candidate, candidate_id, candidature, given, school, uai

OTHER_SESSION: Final = SessionId("DNB-2026")

CORRECTED: Final = evolve(candidate(1), family_name="LE GOFF--QUÉMÉNER")

WRITES: Final[dict[str, Callable[[RegistryUnit], object]]] = {
    "put_school": lambda unit: unit.registry.put_school(evolve(school(1), name="Changed")),
    "put_school new": lambda unit: unit.registry.put_school(school(3)),
    "put": lambda unit: unit.registry.put([evolve(candidature(1), email=None), candidature(3)]),
    "put person": lambda unit: unit.registry.put([evolve(candidature(1), candidate=CORRECTED)]),
    "remove": lambda unit: unit.registry.remove([candidature(1)]),
    "rekey": lambda unit: unit.holders.rekey(candidate_id(2), candidate_id(1)),
    "forget": lambda unit: unit.holders.forget(candidate_id(1)),
}
"""Every kind of write that changes what people read, to be done upon :data:`WORLD`."""

WORLD: Final = (school(1), school(2), candidature(1), candidature(1, at=2), candidature(2))


@contextmanager
def writing(store: Store) -> Iterator[RegistryUnit]:
    """Open a writing unit of a store that keeps the people."""
    with store.writing() as unit:
        yield cast("RegistryUnit", unit)


def sort(rows: Collection[Row]) -> list[Candidature]:
    """Return the candidatures sorted by key: people are read in no order."""
    return sorted((one for one in rows if isinstance(one, Candidature)), key=lambda one: one.key)


def read(people: People) -> tuple[object, ...]:
    """Return all that the writes above may change."""
    return (
        [people.school(uai(number)) for number in (1, 2, 3)],
        [sort(list(people.of_school(uai(number), SESSION))) for number in (1, 2)],
        sort(list(people.of_candidates([candidate_id(number) for number in range(1, 5)]))),
    )


def seen(store: Store) -> tuple[object, ...]:
    """Return all that the writes above may change, as a new reading unit sees it."""
    with store.reading() as unit:
        return read(unit.people)


class PeopleKeptContract(Contract):
    """Schools and candidatures, written and read."""

    def test_store_keeps_people(self, store: Store) -> None:
        """``keeps_people``: whether the store keeps the people itself."""
        assert store.keeps_people

    # --- schools ------------------------------------------------------------------------------------------------------

    def test_unknown_school_is_none(self, store: Store) -> None:
        """A school that was never put is ``None``."""
        given(store, school(1))
        with store.reading() as unit:
            assert unit.people.school(uai(2)) is None

    def test_school_is_replaced_alone(self, store: Store) -> None:
        """``put_school``: insert the school, or replace the one with the same UAI, and no other."""
        given(store, school(1), school(2))
        changed = evolve(school(1), name="Collège Anita Conti", manages_candidates=False)
        given(store, changed)
        with store.reading() as unit:
            assert unit.people.school(uai(1)) == changed
            assert unit.people.school(uai(2)) == school(2)

    # --- candidatures -------------------------------------------------------------------------------------------------

    def test_of_school_gives_that_school_and_session(self, store: Store) -> None:
        """``of_school``: every candidature of that school for that session, each once, and no other."""
        there = [candidature(1), candidature(2)]
        elsewhere = [candidature(3, at=2), candidature(4, session=OTHER_SESSION), candidature(1, at=2)]
        given(store, school(1), school(2), *there, *elsewhere)
        with store.reading() as unit:
            assert sort(list(unit.people.of_school(uai(1), SESSION))) == there
            assert list(unit.people.of_school(uai(3), SESSION)) == []

    def test_keys_are_told_apart_to_the_character(self, store: Store) -> None:
        """Keys that differ by case, accent or composition are of different people."""
        some = [evolve(candidature(1), candidate=evolve(candidate(1), id=CandidateId(key))) for key in UNSORTED_KEYS]
        given(store, school(), *some)
        with store.reading() as unit:
            assert sort(list(unit.people.of_school(uai(), SESSION))) == sort(some)
            for one in some:
                assert list(unit.people.of_candidates([one.candidate.id])) == [one]

    def test_of_candidates_gives_every_candidature(self, store: Store) -> None:
        """``of_candidates``: every candidature of these people, of any school and session; keys may be unknown."""
        theirs = [
            candidature(1, at=1, session=SESSION),
            candidature(1, at=1, session=OTHER_SESSION),
            candidature(1, at=2, session=SESSION),
            candidature(3, at=2, session=OTHER_SESSION),
        ]
        given(store, school(1), school(2), *reversed(theirs), candidature(2))
        with store.reading() as unit:
            asked = [candidate_id(3), candidate_id(1), candidate_id(9), candidate_id(1)]
            assert sort(list(unit.people.of_candidates(asked))) == theirs

    def test_put_replaces(self, store: Store) -> None:
        """``put``: insert each candidature, or replace the one with the same key, and no other."""
        changed = evolve(candidature(1), email=None, division="3B")
        given(store, school(), candidature(1), candidature(1, session=OTHER_SESSION), candidature(2))
        with writing(store) as unit:
            unit.registry.put([changed, candidature(3)])
        with store.reading() as unit:
            assert sort(list(unit.people.of_school(uai(), SESSION))) == [changed, candidature(2), candidature(3)]
            assert list(unit.people.of_school(uai(), OTHER_SESSION)) == [candidature(1, session=OTHER_SESSION)]

    def test_each_school_tells_its_own(self, store: Store) -> None:
        """``put``: each candidature shows the candidate as its school told; those of other schools stay."""
        given(store, school(1), school(2), candidature(1, at=1), candidature(1, at=2), candidature(2))
        with writing(store) as unit:
            unit.registry.put([evolve(candidature(1, at=2), candidate=CORRECTED)])
        with store.reading() as unit:
            found = sort(list(unit.people.of_candidates([candidate_id(1), candidate_id(2)])))
        assert [one.candidate for one in found] == [candidate(1), CORRECTED, candidate(2)]

    def test_last_of_a_batch_counts(self, store: Store) -> None:
        """``put``: if a batch has two candidatures with the same key, the last one counts, the candidate too."""
        last = evolve(candidature(1), candidate=CORRECTED, division="3B")
        given(store, school(1), school(2))
        with writing(store) as unit:
            unit.registry.put([evolve(last, division="3A"), candidature(1, at=2), candidature(1), last])
        assert seen(store)[2] == [last, candidature(1, at=2)]

    def test_removed_candidatures_are_gone(self, store: Store) -> None:
        """``remove``: remove the candidatures with these keys, if they exist; others stay."""
        given(store, school(1), school(2), candidature(1, at=1), candidature(1, at=2), candidature(2))
        with writing(store) as unit:
            unit.registry.remove([evolve(candidature(1, at=1), email=None), candidature(2), candidature(9)])
        with store.reading() as unit:
            assert list(unit.people.of_candidates([candidate_id(1), candidate_id(2)])) == [candidature(1, at=2)]
        given(store, candidature(2))
        with store.reading() as unit:
            assert list(unit.people.of_candidates([candidate_id(2)])) == [candidature(2)]

    # --- people follow their key --------------------------------------------------------------------------------------

    def test_candidatures_follow_a_rekeyed_person(self, store: Store) -> None:
        """``rekey``: their candidatures become those of ``kept``; where both have one, that of ``kept`` stays."""
        both, alone = candidature(1, at=1), candidature(1, at=2)
        kept = evolve(candidature(2, at=1), division="3B")
        given(store, school(1), school(2), both, alone, kept, candidature(3))
        with writing(store) as unit:
            unit.holders.rekey(candidate_id(1), candidate_id(2))
        with store.reading() as unit:
            found = sort(list(unit.people.of_candidates([candidate_id(1), candidate_id(2)])))
            assert found == [kept, evolve(alone, candidate=candidate(2))]
            assert sort(list(unit.people.of_school(uai(1), SESSION))) == [found[0], candidature(3)]

    def test_person_takes_a_new_key(self, store: Store) -> None:
        """``rekey``: the person takes a key that nobody has, with its INE, and takes the first back."""
        mine = evolve(candidature(1), candidate=evolve(CORRECTED, ine=Ine(candidate_id(1))))
        given(store, school(), mine, candidature(2))
        for lost, kept in [(1, 9), (9, 1)]:
            with writing(store) as unit:
                unit.holders.rekey(candidate_id(lost), candidate_id(kept))
            with store.reading() as unit:
                found = list(unit.people.of_candidates([candidate_id(lost), candidate_id(kept)]))
            assert found == [evolve(mine, candidate=evolve(mine.candidate, id=candidate_id(kept)))]

    def test_forgotten_person_is_gone(self, store: Store) -> None:
        """``forget``: the person goes too where the store keeps people, with every candidature; others stay."""
        mine = [candidature(1, at=1), candidature(1, at=2), candidature(1, session=OTHER_SESSION)]
        given(store, school(1), school(2), *mine, candidature(2))
        with writing(store) as unit:
            unit.holders.forget(candidate_id(1))
        with store.reading() as unit:
            assert list(unit.people.of_candidates([candidate_id(1), candidate_id(2)])) == [candidature(2)]
            assert list(unit.people.of_school(uai(1), SESSION)) == [candidature(2)]
            assert list(unit.people.of_school(uai(2), SESSION)) == []
        given(store, mine[0])
        with store.reading() as unit:
            assert list(unit.people.of_candidates([candidate_id(1)])) == mine[:1]

    def test_forgotten_key_is_told_to_the_character(self, store: Store) -> None:
        """``forget``: nobody goes whose key differs by case, accent or composition."""
        some = [evolve(candidature(1), candidate=evolve(candidate(1), id=CandidateId(key))) for key in UNSORTED_KEYS]
        given(store, school(), *some)
        with writing(store) as unit:
            unit.holders.forget(some[0].candidate.id)
        with store.reading() as unit:
            assert sort(list(unit.people.of_school(uai(), SESSION))) == sort(some[1:])

    # --- parts of units -----------------------------------------------------------------------------------------------

    def test_arguments_of_the_registry_have_the_names_of_the_ports(self, store: Store) -> None:
        """Every argument can be passed by the name it has in the port, an empty batch too."""
        with writing(store) as unit:
            unit.registry.put_school(school=school(1))
            unit.registry.put(candidatures=[])
            unit.registry.remove(candidatures=[])
            assert unit.people.school(uai=uai(9)) is None
            assert list(unit.people.of_school(uai=uai(9), session=SESSION)) == []
            assert list(unit.people.of_candidates(ids=[])) == []

    def test_school_may_come_after_its_candidatures(self, store: Store) -> None:
        """When a unit ends, the school of a candidature exists, but it may have been written later."""
        with writing(store) as unit:
            unit.registry.put([candidature(1)])
            unit.registry.put_school(school(1))
        assert seen(store)[2] == [candidature(1)]

    @pytest.mark.parametrize("work", WRITES.values(), ids=WRITES)
    def test_people_are_part_of_the_unit(
        self, store: Store, reopen: Callable[[], Store], work: Callable[[RegistryUnit], object]
    ) -> None:
        """People are written whole or not at all: seen by their own unit, by nobody else if it fails, then by all."""
        given(store, *WORLD)
        before = seen(store)
        with pytest.raises(ZeroDivisionError), writing(store) as unit:
            work(unit)
            assert read(unit.people) != before
            raise ZeroDivisionError
        assert seen(reopen()) == before
        with writing(store) as unit:
            work(unit)
            inside = read(unit.people)
        assert seen(store) == seen(reopen()) == inside != before

    # --- any size, any value ------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_candidatures(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        some = [candidature(number) for number in range(1, size + 1)]
        ids = [one.candidate.id for one in some]
        given(store, school())
        with writing(store) as unit:
            unit.registry.put(some)
        with store.reading() as unit:
            assert sort(list(unit.people.of_school(uai(), SESSION))) == some
            assert sort(list(unit.people.of_candidates(ids))) == some
        with writing(store) as unit:
            unit.registry.remove(some)
        with store.reading() as unit:
            assert list(unit.people.of_school(uai(), SESSION)) == []

    @laws
    @each(some=st.lists(strategies.schools(), min_size=1, max_size=4))
    def test_school_comes_back_equal(self, store: Store, reopen: Callable[[], Store], some: list[School]) -> None:
        """A school comes back equal, to the character."""
        given(store, *some)
        with reopen().reading() as unit:
            for one in {school.uai: school for school in some}.values():
                assert unit.people.school(one.uai) == one

    @laws
    @each(some=st.lists(strategies.candidatures(), min_size=1, max_size=4, unique_by=lambda one: one.candidate.id))
    def test_candidature_comes_back_equal(
        self, store: Store, reopen: Callable[[], Store], some: list[Candidature]
    ) -> None:
        """A candidature and its candidate come back equal, to the character."""
        given(store, *(evolve(school(), uai=one.uai) for one in some))
        with writing(store) as unit:
            unit.registry.put(some)
        with reopen().reading() as unit:
            found = {one.key: one for one in unit.people.of_candidates([one.candidate.id for one in some])}
        assert [found[one.key] for one in some] == some


class RegistryContract(CourseContract, RegistryStatementContract, PeopleKeptContract):
    """What a store must do that keeps the people for a host that has none: ``store.keeps_people`` is true.

    Inherit it before :class:`StoreContract`: pytest runs the tests of the last class first, and the courses of
    activities should come last, because most faults show in them as well.
    """
