"""Holders and the registry in memory."""

from collections.abc import Callable, Collection, Mapping, Sequence

from attrs import evolve

from cyclades_accounts.identifiers import CandidateId, Ine, SessionId, Uai
from cyclades_accounts.memory._table import Table
from cyclades_accounts.model import Candidature, Holder, School, face_of, rekeyed


class Registry:
    """People that the store keeps: read as :class:`~cyclades_accounts.people.People`, and written."""

    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._schools: Table[Uai, School] = Table(undo)
        self._candidatures: Table[tuple[CandidateId, Uai, SessionId], Candidature] = Table(
            undo, lambda row: (row.uai, row.session_id), lambda row: row.candidate.id
        )

    def school(self, uai: Uai) -> School | None:
        return self._schools.rows.get(uai)

    def of_school(self, uai: Uai, session: SessionId) -> list[Candidature]:
        return self._candidatures.find((uai, session))

    def of_candidates(self, ids: Collection[CandidateId]) -> list[Candidature]:
        return [row for one in set(ids) for row in self._candidatures.find(one, index=1)]

    def put_school(self, school: School) -> None:
        self._schools.put(school.uai, school)

    def put(self, candidatures: Sequence[Candidature]) -> None:
        for candidature in candidatures:
            self._candidatures.put(candidature.key, candidature)

    def remove(self, candidatures: Sequence[Candidature]) -> None:
        for candidature in candidatures:
            self._candidatures.put(candidature.key, None)

    def rekey(self, lost: CandidateId, kept: CandidateId) -> None:
        self.put(rekeyed(self.of_candidates([lost, kept]), kept))
        self.forget(lost)

    def forget(self, candidate_id: CandidateId) -> None:
        self.remove(self.of_candidates([candidate_id]))


class Holders:
    """Holders, and merged keys. Where the store keeps the people, they follow a key that is merged or forgotten."""

    def __init__(self, undo: list[Callable[[], None]], registry: Registry | None) -> None:
        self._registry = registry
        self._holders: Table[CandidateId, Holder] = Table(
            undo,
            lambda holder: holder.candidate.ine,
            lambda holder: face_of(holder.candidate),
            lambda holder: holder.uai,
            lambda holder: holder.asked_by,
        )
        self._merged: Table[CandidateId, tuple[CandidateId, CandidateId]] = Table(undo, lambda row: row[1])

    def of(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Holder]:
        return self._holders.among(candidate_ids)

    def alike(self, ines: Collection[Ine], faces: Collection[str]) -> tuple[Holder, ...]:
        return self._matching(ines, faces)

    def of_school(self, uai: Uai) -> tuple[Holder, ...]:
        return self._matching((), (), [uai], [uai])

    def put(self, holders: Sequence[Holder]) -> None:
        for holder in holders:
            self._holders.put(holder.candidate_id, holder)

    def merged(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, CandidateId]:
        return dict(self._merged.among(candidate_ids).values())

    def rekey(self, lost: CandidateId, kept: CandidateId) -> None:
        followers = [key for key, _ in self._merged.find(lost) if key != kept]
        self._merged.put(kept, None)
        for key in [lost, *followers]:
            self._merged.put(key, (key, kept))
        holder = self._holders.rows.get(lost)
        if holder is not None:
            self._holders.put(lost, None)
            if kept not in self._holders.rows:
                self._holders.put(kept, evolve(holder, candidate=evolve(holder.candidate, id=kept)))
        if self._registry is not None:
            self._registry.rekey(lost, kept)

    def forget(self, candidate_id: CandidateId) -> frozenset[CandidateId]:
        merged = [key for key, _ in self._merged.find(candidate_id)]
        for key in merged:
            self._merged.put(key, None)
        self._holders.put(candidate_id, None)
        if self._registry is not None:
            self._registry.forget(candidate_id)
        return frozenset([candidate_id, *merged])

    def _matching(self, *asked: Collection[str]) -> tuple[Holder, ...]:
        return tuple(sorted(self._holders.matching(*asked), key=lambda holder: holder.candidate_id))
