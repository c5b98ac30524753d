"""Runs that others overtake, and stores that make an activity give way: it begins again, and hashes nothing twice."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import pytest
from attrs import evolve, field, mutable

from cyclades_accounts import Generation, Provisioning, Renew
from cyclades_accounts.errors import ClockFailedError, StalePlanError, StoreConflictError
from cyclades_accounts.identifiers import RunId
from cyclades_accounts.papillons import Layout, PapillonBatch
from cyclades_accounts.repositories import Store, UnitOfWork
from tests.support import (
    OTHER_SCHOOL,
    OTHER_UAI,
    SESSION,
    UAI,
    TextRenderer,
    candidature,
    desk,
    hashing_in,
    ine,
    make_school,
    passwords_of,
    registry,
    slips_of,
)


def overtake(service: Provisioning) -> Iterator[str]:
    """Let another school issue the next login of the stem, each time it is asked."""
    for number in range(50, 100):
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(number, uai=OTHER_UAI)])
        (outcome,) = desk(service, OTHER_UAI).generate().created
        yield str(outcome.login)


class Overtaken(TextRenderer):
    """The text renderer, during whose first drawings the world changes."""

    def __init__(self, change: Callable[[], object], times: int) -> None:
        """Note what will happen meanwhile, and how often."""
        self.change, self.times, self.drawings = change, times, 0

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Let it happen, then draw."""
        self.drawings += 1
        if self.drawings <= self.times:
            self.change()
        return super().render(batch, layouts)


@mutable
class BeforeWriting:
    """The real store; something happens before its writing units open."""

    keeps_people = True

    store: Store
    happens: Callable[[int], object]
    """Told which writing unit it is, from 1."""
    units: int = field(default=0, init=False)

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """Open a unit of the real store."""
        return self.store.reading()

    def writing(self, *, waits: bool = True) -> AbstractContextManager[UnitOfWork]:
        """Let it happen, then open a unit of the real store."""
        self.units += 1
        self.happens(self.units)
        return self.store.writing(waits=waits)


def test_a_run_overtaken_twice_draws_inside_the_unit() -> None:
    """A run that others overtook twice draws its slips while nobody can be faster, and hashes nothing twice."""
    service = make_school(candidature(1), candidature(2))
    others = overtake(service)
    renderer = Overtaken(lambda: next(others), times=2)
    hashed: list[tuple[int, int]] = []
    report = desk(evolve(service, renderer=renderer)).generate(progress=hashing_in(hashed))
    assert [outcome.login for outcome in report.created] == ["lea.martin3", "lea.martin4"]
    assert passwords_of(service, report.documents).keys() == {"lea.martin3", "lea.martin4"}
    assert renderer.drawings == 3
    assert hashed == [(1, 2), (2, 2)]


def test_a_crowd_of_others_is_outlasted() -> None:
    """A run comes through although others issue the next login of its stem before each of its writing units."""
    service = make_school(candidature(1))
    others = overtake(service)
    crowded = evolve(service, store=BeforeWriting(service.store, lambda _: next(others)))
    (outcome,) = desk(crowded).generate().created
    assert outcome.login == "lea.martin4"


def test_nobody_waits_on_a_lock_for_a_hash() -> None:
    """A newcomer who would need a password while slips are drawn inside the unit is hashed for outside of it."""
    service = make_school(candidature(1))
    others = overtake(service)
    hashed: list[tuple[int, int]] = []

    def happens(unit: int) -> None:
        if unit < 3:
            next(others)
        elif unit == 3:
            registry(service).register_roster(UAI, SESSION, [candidature(2)])

    store = BeforeWriting(service.store, happens)
    report = desk(evolve(service, store=store)).generate(progress=hashing_in(hashed))
    assert [outcome.candidate_id for outcome in report.created] == [ine(1), ine(2)]
    assert store.units == 4
    assert hashed == [(1, 1), (1, 1)]  # one at first, the newcomer alone afterwards


BETWEEN: dict[str, Callable[[Provisioning], object]] = {
    "name": lambda s: registry(s).rename(UAI, ine(1), family_name="DURAND"),
    "e-mail": lambda s: registry(s).register_roster(UAI, SESSION, [candidature(1), candidature(2, email=None)]),
    "account": lambda s: desk(s).accounts.close(ine(1)),
}
"""What happens to a pupil while a run hashes: the pupil 1 has an account, the pupil 2 has none."""


@pytest.mark.parametrize("change", BETWEEN)
def test_what_changes_while_a_run_hashes_counts(change: str) -> None:
    """A run writes what holds when it writes: the report and the slips tell of the pupils as they are then."""
    service = make_school(candidature(1))
    desk(service).generate()
    registry(service).register_roster(UAI, SESSION, [candidature(1), candidature(2)])

    def happens(unit: int) -> None:
        if unit == 1:
            BETWEEN[change](service)

    store = BeforeWriting(service.store, happens)
    forced = Generation(renew=Renew.ALL)
    report = desk(evolve(service, store=store)).generate(forced)
    assert store.units == 2, "the first attempt was overtaken"
    named = {outcome.candidate_id: (outcome.kind.value, outcome.name) for outcome in report.outcomes}
    expected = {ine(1): ("renewed", "MARTIN Léa"), ine(2): ("created", "MARTIN Léa")}
    changed = {
        "name": {ine(1): ("renewed", "DURAND Léa")},
        "e-mail": {ine(2): ("refused", "MARTIN Léa")},
        "account": {ine(1): ("refused", "MARTIN Léa")},
    }
    assert named == expected | changed[change]
    shown = [slip.full_name for slip in slips_of(service, report.run.id)]
    assert sorted(shown) == sorted(name for kind, name in named.values() if kind != "refused")


@pytest.mark.parametrize("change", BETWEEN)
def test_a_plan_is_not_carried_out_over_what_changed(change: str) -> None:
    """A plan in hand is refused where a pupil changed while the run hashed, and nothing is done."""
    service = make_school(candidature(1))
    desk(service).generate()
    registry(service).register_roster(UAI, SESSION, [candidature(1), candidature(2)])
    plan = desk(service).plan(Generation(renew=Renew.ALL))
    store = BeforeWriting(service.store, lambda unit: BETWEEN[change](service) if unit == 1 else None)
    before = desk(service).documents.page().total
    with pytest.raises(StalePlanError):
        desk(evolve(service, store=store)).execute(plan)
    assert store.units == 1
    assert desk(service).documents.page().total == before


ACTIVITIES: dict[str, Callable[[Provisioning], Any]] = {
    "generate": lambda s: desk(s).generate(run_id="r1"),
    "execute": lambda s: desk(s).execute(desk(s).plan(), run_id="r1"),
    "register_school": lambda s: registry(s).register_school(OTHER_SCHOOL, run_id="r1"),
}


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_an_activity_gives_way(activity: str) -> None:
    """An activity that the store makes give way begins again by itself, and is done once."""
    service = make_school(candidature(1))

    def refuse(unit: int) -> None:
        if unit < 8:
            raise StoreConflictError("psycopg.errors.SerializationFailure", "here")

    store = BeforeWriting(service.store, refuse)
    report = ACTIVITIES[activity](evolve(service, store=store))
    assert store.units == 8
    with service.store.reading() as unit:
        assert unit.journal.get(RunId("r1")) == report


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_an_activity_does_not_give_way_for_ever(activity: str) -> None:
    """A store that makes an activity give way every time is told of as such, with the cure, and nothing was done."""
    service = make_school(candidature(1))

    def refuse(_: int) -> None:
        raise StoreConflictError("psycopg.errors.SerializationFailure", "here")

    store = BeforeWriting(service.store, refuse)
    with pytest.raises(StoreConflictError, match=r"Run again with the same run_id.*nothing was done"):
        ACTIVITIES[activity](evolve(service, store=store))
    assert store.units == 50
    assert desk(service).documents.report("r1") is None


def test_clock_that_fails() -> None:
    """A failing clock is named as such; a moment that the host gives needs no clock."""

    def fail() -> Any:
        raise OSError("no clock")

    service = make_school(candidature(1))
    stopped = evolve(service, clock=fail)
    with pytest.raises(ClockFailedError, match=r"clock failed with builtins\.OSError"):
        desk(stopped).generate()
    assert len(desk(stopped, now=service.clock()).generate().created) == 1
