"""The memo again, rule by rule, over people that the host keeps in tables of its own, which the library only reads."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import pytest
from attrs import evolve

import tests.test_memo_dnb
from cyclades_accounts import Provisioning
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import Candidature, Row, School
from cyclades_accounts.provisioning import Registry
from cyclades_accounts.repositories import RegistryRepository, Store, UnitOfWork
from tests import support


class OwnPeople:
    """The host's people, in a store that the library never sees: each question opens a unit of its own there."""

    def __init__(self) -> None:
        self.tables = InMemoryStore()

    def school(self, uai: Uai) -> School | None:
        """Return the school."""
        with self.tables.reading() as unit:
            return unit.people.school(uai)

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        """Return the rows of a school for a session."""
        with self.tables.reading() as unit:
            return list(unit.people.of_school(uai, session))

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        """Return the candidatures of people."""
        with self.tables.reading() as unit:
            return list(unit.people.of_candidates(ids))


class HostsTables:
    """What a test writes behind the activities, written by the host."""

    def __init__(self, people: OwnPeople) -> None:
        self._people = people

    def remove(self, candidatures: Any) -> None:
        """Remove candidatures."""
        with self._people.tables.writing() as unit:
            unit.registry.remove(candidatures)


@pytest.fixture(autouse=True)
def own_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every service of the test read the host's people, and what tests register written by the host."""
    hosts: dict[int, OwnPeople] = {}
    kept: list[Store] = []

    def new_store() -> Store:
        people = OwnPeople()
        store = InMemoryStore(people=people)
        kept.append(store)  # so that no other store gets its number
        hosts[id(store)] = people
        return store

    def registry(service: Provisioning, *, actor: str = "Mme Roux", now: datetime | None = None) -> Registry:
        return Registry(evolve(service, store=hosts[id(service.store)].tables), actor=actor, now=now)

    def registry_of(unit: UnitOfWork) -> RegistryRepository:
        return HostsTables(unit.people._people)  # type: ignore[attr-defined, return-value]  # noqa: SLF001  # made above

    monkeypatch.setattr(support, "new_store", new_store)
    for module in (support, tests.test_memo_dnb):
        monkeypatch.setattr(module, "registry", registry)
    monkeypatch.setattr(tests.test_memo_dnb, "registry_of", registry_of)


globals().update({name: value for name, value in vars(tests.test_memo_dnb).items() if name.startswith("Test")})
