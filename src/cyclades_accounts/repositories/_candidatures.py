"""The port of candidates and candidatures (M2 to M4)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import Candidate, Candidature


class CandidatureRepository(Protocol):
    """Candidates, candidatures, and keys that were merged.

    Keys: for a candidate, its id; for a candidature, candidate, school and session (:attr:`Candidature.key`). A merged
    key is its own key. A key belongs to a candidate or was merged, never both.

    A unit that writes a candidature holds its school, as :meth:`SchoolRepository.get` does.
    """

    def of_school(self, uai: Uai, session: SessionId) -> tuple[Candidature, ...]:
        """Return the candidatures of a school for a session, sorted by candidate key."""
        ...

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Candidature, ...]:
        """Return every candidature of these people, of any school and session, sorted by :attr:`Candidature.key`."""
        ...

    def candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Candidate]:
        """Return the people whom the store knows under these keys, also those without a candidature."""
        ...

    def put(self, candidatures: Sequence[Candidature]) -> None:
        """Insert each candidature and its candidate, or replace those with the same keys.

        Afterwards every candidature of a person shows the candidate as it was put last. If a batch has two
        candidatures with the same key, the last one counts. No candidate has a key that was merged.
        """
        ...

    def put_candidate(self, candidate: Candidate) -> None:
        """Insert the candidate, or replace the one with the same key. The key was not merged."""
        ...

    def remove(self, candidatures: Sequence[Candidature]) -> None:
        """Remove the candidatures with these keys, if they exist. The candidates stay."""
        ...

    def merge(self, lost: CandidateId, kept: CandidateId) -> None:
        """Record that the key ``lost`` belongs to the person ``kept``, and so do the keys merged into ``lost`` before.

        The candidate ``lost`` is removed. When the unit ends, this person has no candidature, no account and no imposed
        login. ``kept`` is known and was not itself merged.
        """
        ...

    def merged(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, CandidateId]:
        """Return, for each of these keys that was merged, the key that stays. That key was never merged itself."""
        ...

    def erase(self, candidate_id: CandidateId) -> frozenset[CandidateId]:
        """Remove the person, every candidature of theirs, and the keys that were merged into theirs.

        Returns the person's key and the keys that were merged into it; if nobody has the key, only the key itself. When
        the unit ends, the person has no account and no imposed login.
        """
        ...
