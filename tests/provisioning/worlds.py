"""Both databases and both modes for a test: people kept by the library, or by the host in tables of its own."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from attrs import evolve
from sqlalchemy import Engine

from cyclades_accounts import Candidature, ExamSession, Provisioning, Registry, School
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import NoCandidature, Row
from cyclades_accounts.repositories import Store
from cyclades_accounts.sql import SqlStore
from tests.sql.databases import empty
from tests.support import OTHER_SCHOOL, SCHOOL, UAI, make_service


class HostsPeople:
    """The people of a host: candidatures in a store that the library never sees, and rows that are none."""

    def __init__(self) -> None:
        self.tables = InMemoryStore()
        self.broken: list[tuple[str, str, NoCandidature]] = []

    def school(self, uai: Uai) -> School | None:
        """Return the school."""
        with self.tables.reading() as unit:
            return unit.people.school(uai)

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        """Return the rows of a school for a session."""
        with self.tables.reading() as unit:
            found = list(unit.people.of_school(uai, session))
        return [*found, *(row for *of, row in self.broken if of == [uai, session])]

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        """Return the candidatures of people."""
        with self.tables.reading() as unit:
            return list(unit.people.of_candidates(ids))


class World:
    """A service over an empty store, and whoever keeps its people."""

    def __init__(self, store_of: Callable[[HostsPeople | None], Store], *, own_people: bool) -> None:
        self.people = HostsPeople() if own_people else None
        """The host's; ``None`` where the library keeps the people."""
        self._store = store_of(self.people)

    def service(self, **changes: Any) -> Provisioning:
        """Return a service that knows both schools."""
        service = make_service(store=self._store, **changes)
        for school in (SCHOOL, OTHER_SCHOOL):
            self._registry(service).register_school(school)
        return service

    def register(
        self,
        service: Provisioning,
        session: ExamSession,
        *candidatures: Candidature,
        uai: str = UAI,
        now: datetime | None = None,
    ) -> None:
        """Write candidatures of a school for a session."""
        files = [evolve(one, session_id=session.id, uai=uai) for one in candidatures]
        self._registry(service, now).register_roster(uai, session, files)

    def _registry(self, service: Provisioning, now: datetime | None = None) -> Registry:
        kept = evolve(service, store=self.people.tables) if self.people else service
        return Registry(kept, actor="Mme Roux", now=now)


def in_memory(people: HostsPeople | None) -> Store:
    """Return an empty store in memory."""
    return InMemoryStore(people=people)


def world_on(engine: Engine, mode: str) -> World:
    """Return a world on an empty database, in one of :data:`MODES`."""

    def store_of(people: HostsPeople | None) -> Store:
        empty(engine)
        store = SqlStore(engine, people=None if people is None else lambda _: people)
        store.migrate()
        return store

    return World(store_of, own_people=mode == "own people")


MODES = ("registry", "own people")
