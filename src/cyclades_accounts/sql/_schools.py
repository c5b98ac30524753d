"""Schools, candidates and candidatures in SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, delete, select, update

from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import Candidate, Candidature, School
from cyclades_accounts.sql._codec import (
    candidate_from_row,
    candidate_to_row,
    candidature_from_row,
    candidature_key,
    candidature_to_row,
    school_from_row,
    school_to_row,
)
from cyclades_accounts.sql._tables import candidates as people
from cyclades_accounts.sql._tables import candidatures as files
from cyclades_accounts.sql._tables import merged_candidates, schools
from cyclades_accounts.sql._work import Work


class Schools:
    """:class:`~cyclades_accounts.repositories.SchoolRepository`; a writing unit locks the school it reads."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, uai: Uai) -> School | None:
        """Return the school, or ``None``."""
        return next(map(school_from_row, self._work.locked(select(schools).where(schools.c.uai == uai))), None)

    def put(self, school: School) -> None:
        """Insert the school, or replace the one with the same UAI."""
        self._work.upsert(schools, [school_to_row(school)])


class Candidatures:
    """:class:`~cyclades_accounts.repositories.CandidatureRepository`; writing a candidature locks its school."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def of_school(self, uai: Uai, session: SessionId) -> tuple[Candidature, ...]:
        """Return the candidatures of a school for a session, sorted by candidate key."""
        return self._find(_QUERY.where(files.c.school == uai, files.c.session == session))

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Candidature, ...]:
        """Return every candidature of these people, sorted by key."""
        return self._find(_QUERY.where(self._work.among(files.c.candidate_id, candidate_ids)))

    def candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Candidate]:
        """Return the people whom the store knows under these keys."""
        rows = self._work.rows(select(people).where(self._work.among(people.c.id, candidate_ids)))
        return {row.id: candidate_from_row(row) for row in rows}

    def put(self, candidatures: Sequence[Candidature]) -> None:
        """Insert each candidature and its candidate, or replace those with the same keys. The last one counts."""
        self._lock_schools(candidatures)
        by_person = {one.candidate.id: candidate_to_row(one.candidate) for one in candidatures}
        by_key = {one.key: candidature_to_row(one) for one in candidatures}
        self._work.upsert(people, list(by_person.values()))
        self._work.upsert(files, list(by_key.values()))

    def put_candidate(self, candidate: Candidate) -> None:
        """Insert the candidate, or replace the one with the same key."""
        self._work.upsert(people, [candidate_to_row(candidate)])

    def remove(self, candidatures: Sequence[Candidature]) -> None:
        """Remove the candidatures with these keys, if they exist."""
        self._lock_schools(candidatures)
        matches = [column == bindparam(f"its_{column.name}") for column in files.primary_key]
        keys = sorted(tuple(candidature_key(one).items()) for one in candidatures)
        self._work.run(delete(files).where(*matches), [{f"its_{name}": text for name, text in key} for key in keys])

    def merge(self, lost: CandidateId, kept: CandidateId) -> None:
        """Record that ``lost`` and the keys merged into it belong to ``kept``, and remove the candidate ``lost``."""
        followers = update(merged_candidates).where(merged_candidates.c.kept == lost)
        self._work.run(followers.values(kept=kept))
        self._work.run(delete(people).where(people.c.id == lost))
        self._work.upsert(merged_candidates, [{"lost": lost, "kept": kept}])

    def merged(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, CandidateId]:
        """Return, for each of these keys that was merged, the key that stays."""
        found = select(merged_candidates).where(self._work.among(merged_candidates.c.lost, candidate_ids))
        return {row.lost: row.kept for row in self._work.rows(found)}

    def erase(self, candidate_id: CandidateId) -> frozenset[CandidateId]:
        """Remove the person, every candidature of theirs, and the keys that were merged into theirs."""
        self._lock_schools(self.of_candidates([candidate_id]))
        mine = merged_candidates.c.kept == candidate_id
        merged = [row.lost for row in self._work.rows(select(merged_candidates.c.lost).where(mine))]
        self._work.run(delete(files).where(files.c.candidate_id == candidate_id))
        self._work.run(delete(merged_candidates).where(mine))
        self._work.run(delete(people).where(people.c.id == candidate_id))
        return frozenset([candidate_id, *merged])

    def _find(self, query: Select[Any]) -> tuple[Candidature, ...]:
        return tuple(map(candidature_from_row, self._work.rows(query)))

    def _lock_schools(self, candidatures: Sequence[Candidature]) -> None:
        """Lock the schools, so that units that write candidatures of one school wait for each other."""
        uais = {one.uai for one in candidatures}
        self._work.locked(select(schools.c.uai).where(self._work.among(schools.c.uai, uais)).order_by(schools.c.uai))


_QUERY = select(files, people).join(people).order_by(*files.primary_key)
