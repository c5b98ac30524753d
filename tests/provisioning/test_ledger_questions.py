"""The ledger is asked about batches: a run costs the same number of questions, whatever its size and the ledger's."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from cyclades_accounts import Criteria, Provisioning
from cyclades_accounts.repositories import Store, UnitOfWork
from tests.support import OTHER_UAI, SESSION, UAI, candidature, desk, ine, make_school, new_store, registry


class Counting:
    """The ledger of a store, which counts what it is asked."""

    def __init__(self, inner: Any, asked: Counter[str]) -> None:
        self.inner, self.asked = inner, asked

    def __getattr__(self, name: str) -> Any:
        """Count, and hand on."""
        self.asked[name] += 1
        return getattr(self.inner, name)


class CountingUnit:
    """A unit whose ledger counts."""

    def __init__(self, inner: UnitOfWork, asked: Counter[str]) -> None:
        self.inner, self.logins = inner, Counting(inner.logins, asked)

    def __getattr__(self, name: str) -> Any:
        """Hand on what is not the ledger."""
        return getattr(self.inner, name)


class CountingStore:
    """A store whose ledger counts."""

    keeps_people = True

    def __init__(self, inner: Store) -> None:
        self.inner = inner
        self.asked: Counter[str] = Counter()

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a unit that counts."""
        with self.inner.reading() as unit:
            yield CountingUnit(unit, self.asked)

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
        """Open a unit that counts."""
        with self.inner.writing(waits=waits) as unit:
            yield CountingUnit(unit, self.asked)


def service_of(size: int, issued: int) -> tuple[Provisioning, CountingStore]:
    """Return a school of ``size`` homonyms, after another one of ``issued`` homonyms has its accounts."""
    store = CountingStore(new_store())
    service = make_school(store=store)
    others = [candidature(number, uai=OTHER_UAI) for number in range(1_000, 1_000 + issued)]
    if others:
        registry(service).register_roster(OTHER_UAI, SESSION, others)
        desk(service, OTHER_UAI).generate()
    registry(service).register_roster(UAI, SESSION, [candidature(number) for number in range(1, size + 1)])
    desk(service).accounts.impose_logins({ine(1): "imposed"})
    store.asked.clear()
    return service, store


@pytest.mark.parametrize(("size", "issued"), [(2, 0), (40, 0), (2, 40), (40, 40)])
def test_questions_of_a_run(size: int, issued: int) -> None:
    """This test ensures that planning and executing ask each question once a look, for one candidate or for many."""
    service, store = service_of(size, issued)
    desk(service).plan()
    assert store.asked == {"imposed": 1, "lines": 1, "numbers": 1, "used": 1}
    desk(service).generate()
    looks = {"imposed": 3, "lines": 3, "numbers": 3, "used": 3}
    assert store.asked == looks | {"impose": 1, "add": 1}


def test_questions_of_new_logins() -> None:
    """This test ensures that new logins for a class cost what they cost for one."""
    service, store = service_of(30, 0)
    desk(service).generate()
    for number in range(1, 31):
        registry(service).rename(UAI, ine(number), family_name="DURAND")
    store.asked.clear()
    report = desk(service).regenerate(Criteria(), lift_limit=True, new_login=True)
    assert len({outcome.login for outcome in report.renewed if outcome.former_login}) == 30
    looks = {"imposed": 2, "lines": 2, "numbers": 2, "used": 2}
    assert store.asked == looks | {"impose": 1, "add": 1}
