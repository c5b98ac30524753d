"""The port of candidates and candidatures (M2 to M4)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import Candidate, Candidature


class CandidatureRepository(Protocol):
    """Candidates, candidatures, and keys that were merged.

    Keys: of a candidate, its id; of a candidature, candidate, school and session (:attr:`Candidature.key`); of a merged
    key, itself. A key is a candidate's or a merged one, never both.

    A unit that writes a candidature holds its school, as :meth:`SchoolRepository.get` does.
    """

    def of_school(self, uai: Uai, session: SessionId) -> tuple[Candidature, ...]:
        """Return the candidatures of a school for a session, sorted by candidate key."""
        ...

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Candidature, ...]:
        """Return every candidature of these people, of any school and session, sorted by :attr:`Candidature.key`."""
        ...

    def candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Candidate]:
        """Return the people the store knows among these keys, also those without a candidature."""
        ...

    def put(self, candidatures: Sequence[Candidature]) -> None:
        """Insert each candidature, or replace the one with the same key; its candidate likewise.

        Every candidature of a person shows the candidate as last put; of two with one key in a batch the last counts.
        None has a key that was merged.
        """
        ...

    def put_candidate(self, candidate: Candidate) -> None:
        """Insert the candidate, or replace the one with the same key, which was not merged."""
        ...

    def remove(self, candidatures: Sequence[Candidature]) -> None:
        """Remove the candidatures with these keys, where they are; the candidates stay."""
        ...

    def merge(self, lost: CandidateId, kept: CandidateId) -> None:
        """Note that the key ``lost`` belongs to the person ``kept``; what was merged into ``lost`` follows.

        Removes the candidate ``lost``, who has no candidature, no account and no imposed login left when the unit ends.
        ``kept`` is known and was not itself merged.
        """
        ...

    def merged(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, CandidateId]:
        """Return, for those of these keys that were merged, the key that stays (never itself a merged one)."""
        ...

    def erase(self, candidate_id: CandidateId) -> frozenset[CandidateId]:
        """Remove the person, every candidature of theirs, and the keys that were merged into theirs.

        Returns the person's key and those merged into it, and the key alone where nobody has it. The person has no
        account and no imposed login left when the unit ends.
        """
        ...
