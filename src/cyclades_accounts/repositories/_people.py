"""The ports of people: whose an account is, and, for a host that has no people of its own, the registry (M1 to M4)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from cyclades_accounts.identifiers import CandidateId, Ine, Uai
from cyclades_accounts.model import Candidature, Holder, School


class HolderRepository(Protocol):
    """Holders. Key: the person's. Keys that were merged belong to a holder's key, and have no holder of their own."""

    def of(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Holder]:
        """Return the holders under these keys."""
        ...

    def alike(self, ines: Collection[Ine], faces: Collection[str]) -> tuple[Holder, ...]:
        """Return the holders with one of these INE or faces (:func:`~cyclades_accounts.model.face_of`), by key."""
        ...

    def of_school(self, uai: Uai) -> tuple[Holder, ...]:
        """Return the holders that this school holds, or whose transfer it asked for, by key."""
        ...

    def put(self, holders: Sequence[Holder]) -> None:
        """Insert each holder, or replace the one with the same key. No key was merged, and no key stands twice."""
        ...

    def merged(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, CandidateId]:
        """Return, for each of these keys that was merged, the key that stays. That key was never merged itself."""
        ...

    def rekey(self, lost: CandidateId, kept: CandidateId) -> None:
        """Record that the key ``lost`` belongs to the person ``kept``, and so do the keys merged into ``lost`` before.

        The holder ``lost`` is removed; if ``kept`` has none, it becomes that of ``kept``. Where the store keeps the
        people, their candidatures become those of ``kept``; where both have one at a school for a session, that of
        ``kept`` stays. When the unit ends, ``lost`` has no account and no imposed login. ``kept`` was not merged; if
        ``kept`` was merged into ``lost`` before, it is a key of its own again.
        """
        ...

    def forget(self, candidate_id: CandidateId) -> frozenset[CandidateId]:
        """Remove the holder and the keys that were merged into theirs, and the person where the store keeps people.

        Returns the person's key and the keys that were merged into it; if nobody has the key, only the key itself. When
        the unit ends, the person has no account and no imposed login.
        """
        ...


class RegistryRepository(Protocol):
    """Schools and candidatures, written. The people of the same unit read what stands here.

    Keys: for a school, the UAI; for a candidature, candidate, school and session (:attr:`Candidature.key`).
    """

    def put_school(self, school: School) -> None:
        """Insert the school, or replace the one with the same UAI."""
        ...

    def put(self, candidatures: Sequence[Candidature]) -> None:
        """Insert each candidature with what its school tells of the candidate, or replace the one with the same key.

        The other candidatures of the person stay as they are: no school writes what another told. If a batch has two
        candidatures with the same key, the last one counts. No candidate has a key that was merged.
        """
        ...

    def remove(self, candidatures: Sequence[Candidature]) -> None:
        """Remove the candidatures with these keys, if they exist."""
        ...
