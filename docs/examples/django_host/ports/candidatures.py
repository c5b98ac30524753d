"""Candidates and candidatures."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet

from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import Candidate, Candidature
from django_host import models
from django_host.ports.base import Port
from django_host.values import candidate_row, candidate_value, candidature_row, candidature_value


class Candidatures(Port):
    """:class:`cyclades_accounts.repositories.CandidatureRepository`; writing a candidature locks its school.

    Results are sorted here and not by the database, which may sort as a dictionary does.
    """

    def of_school(self, uai: Uai, session: SessionId) -> tuple[Candidature, ...]:
        """Return the candidatures of a school for a session, sorted by candidate key."""
        return self._values(self.rows(models.Candidature).filter(school=uai, session=session))

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Candidature, ...]:
        """Return every candidature of these people, sorted by key."""
        return self._values(self.rows(models.Candidature).filter(candidate__in=candidate_ids))

    def candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Candidate]:
        """Return the people the store knows among these keys."""
        found = map(candidate_value, self.rows(models.Candidate).filter(pk__in=candidate_ids))
        return {candidate.id: candidate for candidate in found}

    def put(self, candidatures: Sequence[Candidature]) -> None:
        """Insert each candidature and its candidate, or replace those with the same keys; the last one counts."""
        self._lock_schools(candidatures)
        self._put_people({one.candidate.id: one.candidate for one in candidatures})
        self.rows(models.Candidature).bulk_create(
            [candidature_row(one) for _, one in sorted({one.key: one for one in candidatures}.items())],
            update_conflicts=True,
            unique_fields=["candidate", "school", "session"],
            update_fields=["status", "email", "serie", "division", "qualification", "category", "number"],
        )

    def put_candidate(self, candidate: Candidate) -> None:
        """Insert the candidate, or replace the one with the same key."""
        self._put_people({candidate.id: candidate})

    def remove(self, candidatures: Sequence[Candidature]) -> None:
        """Remove the candidatures with these keys, where they are."""
        self._lock_schools(candidatures)
        keys = {one.key for one in candidatures}
        found = self.rows(models.Candidature).filter(candidate__in=[one.candidate.id for one in candidatures])
        keyed = found.values_list("pk", "candidate", "school", "session")
        self.rows(models.Candidature).filter(pk__in=[pk for pk, *key in keyed if tuple(key) in keys]).delete()

    def merge(self, lost: CandidateId, kept: CandidateId) -> None:
        """Note that ``lost`` belongs to ``kept``, with what was merged into it, and remove the candidate ``lost``."""
        self.rows(models.MergedCandidate).filter(kept=lost).update(kept=kept)
        self.rows(models.Candidate).filter(pk=lost).delete()
        self.rows(models.MergedCandidate).create(lost=lost, kept_id=kept)

    def merged(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, CandidateId]:
        """Return, for those of these keys that were merged, the key that stays."""
        found = self.rows(models.MergedCandidate).filter(pk__in=candidate_ids)
        return {CandidateId(row.lost): CandidateId(row.kept_id) for row in found}

    def erase(self, candidate_id: CandidateId) -> frozenset[CandidateId]:
        """Remove the person, every candidature of theirs, and the keys that were merged into theirs."""
        self._lock_schools(self.of_candidates([candidate_id]))
        merged = self.rows(models.MergedCandidate).filter(kept=candidate_id)
        keys = {candidate_id, *(CandidateId(row.lost) for row in merged)}
        self.rows(models.Candidature).filter(candidate=candidate_id).delete()
        merged.delete()
        self.rows(models.Candidate).filter(pk=candidate_id).delete()
        return frozenset(keys)

    def _values(self, rows: QuerySet[models.Candidature]) -> tuple[Candidature, ...]:
        return tuple(sorted(map(candidature_value, rows.select_related("candidate")), key=lambda one: one.key))

    def _put_people(self, people: Mapping[CandidateId, Candidate]) -> None:
        self.rows(models.Candidate).bulk_create(
            [candidate_row(candidate) for _, candidate in sorted(people.items())],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["family_name", "given_names", "birth_date", "usage_name", "former_schools"],
        )

    def _lock_schools(self, candidatures: Sequence[Candidature]) -> None:
        """Make units that write candidatures of one school follow each other."""
        list(self.locked(self.rows(models.School).filter(pk__in={one.uai for one in candidatures})))
