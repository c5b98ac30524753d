"""Holders and the registry in SQL, and the people of a host over the same connection."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from attrs import evolve
from sqlalchemy import Connection, Select, bindparam, delete, or_, select, text, update

from cyclades_accounts.identifiers import CandidateId, Ine, SessionId, Uai
from cyclades_accounts.model import Candidature, Holder, School, rekeyed
from cyclades_accounts.people import People
from cyclades_accounts.sql._codec import (
    SCHOOL,
    candidature_from_row,
    candidature_key,
    candidature_to_row,
    holder_from_row,
    holder_to_row,
)
from cyclades_accounts.sql._tables import candidatures as files
from cyclades_accounts.sql._tables import holders as table
from cyclades_accounts.sql._tables import holds, merged_candidates, schools
from cyclades_accounts.sql._work import Repository, Work

PeopleOf = Callable[[Connection], People]
"""Makes the people of a host from the connection of a unit of work; a class with ``__init__(connection)`` is one."""


def hold(work: Work, keys: Collection[str]) -> None:
    """Insert a row for each key, in sorted order, and delete it: another unit that does waits until this one ends.

    So no key of a person stays there. SQLite holds nothing: its writing units run one after the other.
    """
    if work.writes and work.connection.dialect.name == "postgresql":
        if not work.waits:
            work.run(text("SET LOCAL lock_timeout = 1"))  # an insert has no NOWAIT; in milliseconds
        rows = [{"name": key} for key in sorted(set(keys))]
        work.run(work.insert(holds).on_conflict_do_nothing(), rows)
        work.run(delete(holds).where(work.among(holds.c.name, keys)))


class Registry(Repository):
    """People that the store keeps: read as :class:`~cyclades_accounts.people.People`, and written."""

    def school(self, uai: Uai) -> School | None:
        """Return the school, or ``None``."""
        return next(map(SCHOOL.read, self._work.rows(select(schools).where(schools.c.uai == uai))), None)

    def of_school(self, uai: Uai, session: SessionId) -> Sequence[Candidature]:
        """Return the candidatures of a school for a session, sorted by candidate key."""
        return self._find(_QUERY.where(files.c.school == uai, files.c.session == session))

    def of_candidates(self, ids: Collection[CandidateId]) -> Sequence[Candidature]:
        """Return every candidature of these people, sorted by key."""
        return self._find(_QUERY.where(self._work.among(files.c.candidate_id, ids)))

    def put_school(self, school: School) -> None:
        """Insert the school, or replace the one with the same UAI."""
        self._work.upsert(schools, [SCHOOL.write(school)])

    def put(self, candidatures: Sequence[Candidature]) -> None:
        """Insert each candidature, or replace the one with the same key. The last one counts."""
        self._work.upsert(files, list({one.key: candidature_to_row(one) for one in candidatures}.values()))

    def remove(self, candidatures: Sequence[Candidature]) -> None:
        """Remove the candidatures with these keys, if they exist."""
        matches = [column == bindparam(f"its_{column.name}") for column in files.primary_key]
        keys = sorted(tuple(candidature_key(one).items()) for one in candidatures)
        self._work.run(delete(files).where(*matches), [{f"its_{name}": text for name, text in key} for key in keys])

    def rekey(self, lost: CandidateId, kept: CandidateId) -> None:
        """Make the candidatures of ``lost`` those of ``kept``."""
        self.put(rekeyed(self.of_candidates([lost, kept]), kept))
        self.forget(lost)

    def forget(self, candidate_id: CandidateId) -> None:
        """Remove the candidatures of the person."""
        self._work.run(delete(files).where(files.c.candidate_id == candidate_id))

    def _find(self, query: Select[Any]) -> Sequence[Candidature]:
        return list(map(candidature_from_row, self._work.rows(query)))


class Holders(Repository):
    """:class:`~cyclades_accounts.repositories.HolderRepository`; the people of a registry follow a key that changes."""

    def __init__(self, work: Work, registry: Registry | None) -> None:
        super().__init__(work)
        self._registry = registry

    def of(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Holder]:
        """Return the holders under these keys."""
        found = self._work.rows(select(table).where(self._work.among(table.c.candidate_id, candidate_ids)))
        return {holder.candidate_id: holder for holder in map(holder_from_row, found)}

    def alike(self, ines: Collection[Ine], faces: Collection[str]) -> tuple[Holder, ...]:
        """Return the holders with one of these INE or faces."""
        either = or_(self._work.among(table.c.ine, ines), self._work.among(table.c.face, faces))
        found = self._work.rows(select(table).where(either).order_by(table.c.candidate_id))
        return tuple(map(holder_from_row, found))

    def of_school(self, uai: Uai) -> tuple[Holder, ...]:
        """Return the holders that this school holds, or whose transfer it asked for."""
        mine = or_(table.c.uai == uai, table.c.asked_by == uai)
        return tuple(map(holder_from_row, self._work.rows(select(table).where(mine).order_by(table.c.candidate_id))))

    def put(self, holders: Sequence[Holder]) -> None:
        """Insert each holder, or replace the one with the same key."""
        self._work.upsert(table, list(map(holder_to_row, holders)))

    def merged(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, CandidateId]:
        """Return, for each of these keys that was merged, the key that stays."""
        found = select(merged_candidates).where(self._work.among(merged_candidates.c.lost, candidate_ids))
        return {row.lost: row.kept for row in self._work.rows(found)}

    def rekey(self, lost: CandidateId, kept: CandidateId) -> None:
        """Record that ``lost`` and the keys merged into it belong to ``kept``; the holder follows."""
        self._work.run(delete(merged_candidates).where(merged_candidates.c.lost == kept))
        followers = update(merged_candidates).where(merged_candidates.c.kept == lost)
        self._work.run(followers.values(kept=kept))
        self._work.upsert(merged_candidates, [{"lost": lost, "kept": kept}])
        found = self.of([lost, kept])
        self._work.run(delete(table).where(table.c.candidate_id == lost))
        if lost in found and kept not in found:
            self.put([evolve(found[lost], candidate=evolve(found[lost].candidate, id=kept))])
        if self._registry is not None:
            self._registry.rekey(lost, kept)

    def forget(self, candidate_id: CandidateId) -> frozenset[CandidateId]:
        """Remove the holder, the keys that were merged into theirs, and the person of a registry."""
        mine = merged_candidates.c.kept == candidate_id
        merged = [row.lost for row in self._work.rows(select(merged_candidates.c.lost).where(mine))]
        self._work.run(delete(merged_candidates).where(mine))
        self._work.run(delete(table).where(table.c.candidate_id == candidate_id))
        if self._registry is not None:
            self._registry.forget(candidate_id)
        return frozenset([candidate_id, *merged])


_QUERY = select(files).order_by(*files.primary_key)
