"""Schools, candidates and candidatures in memory."""

from collections.abc import Callable, Collection, Mapping, Sequence

from attrs import evolve

from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.memory._table import Table
from cyclades_accounts.model import (
    Candidate,
    Candidature,
    School,
)


class Schools:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._schools: Table[Uai, School] = Table(undo)

    def get(self, uai: Uai) -> School | None:
        return self._schools.rows.get(uai)

    def put(self, school: School) -> None:
        self._schools.put(school.uai, school)


class Candidatures:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._candidates: Table[CandidateId, Candidate] = Table(undo)
        self._merged: Table[CandidateId, tuple[CandidateId, CandidateId]] = Table(undo, lambda row: row[1])
        self._candidatures: Table[tuple[CandidateId, Uai, SessionId], Candidature] = Table(
            undo, lambda row: (row.uai, row.session_id), lambda row: row.candidate.id
        )

    def of_school(self, uai: Uai, session: SessionId) -> tuple[Candidature, ...]:
        return tuple(sorted(self._candidatures.find((uai, session)), key=lambda row: row.key))

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Candidature, ...]:
        return tuple(
            row for one in sorted(set(candidate_ids)) for row in sorted(self._of(one), key=lambda row: row.key)
        )

    def candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Candidate]:
        return self._candidates.among(candidate_ids)

    def put(self, candidatures: Sequence[Candidature]) -> None:
        for candidature in candidatures:
            self._candidatures.put(candidature.key, candidature)
            self.put_candidate(candidature.candidate)

    def put_candidate(self, candidate: Candidate) -> None:
        self._candidates.put(candidate.id, candidate)
        for row in self._of(candidate.id):
            if row.candidate != candidate:
                self._candidatures.put(row.key, evolve(row, candidate=candidate))

    def remove(self, candidatures: Sequence[Candidature]) -> None:
        for candidature in candidatures:
            self._candidatures.put(candidature.key, None)

    def merge(self, lost: CandidateId, kept: CandidateId) -> None:
        self._candidates.put(lost, None)
        for key in [lost, *(follower for follower, _ in self._merged.find(lost))]:
            self._merged.put(key, (key, kept))

    def merged(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, CandidateId]:
        return dict(self._merged.among(candidate_ids).values())

    def erase(self, candidate_id: CandidateId) -> frozenset[CandidateId]:
        self.remove(self._of(candidate_id))
        merged = [key for key, _ in self._merged.find(candidate_id)]
        for key in merged:
            self._merged.put(key, None)
        self._candidates.put(candidate_id, None)
        return frozenset([candidate_id, *merged])

    def _of(self, candidate_id: CandidateId) -> list[Candidature]:
        return self._candidatures.find(candidate_id, index=1)
