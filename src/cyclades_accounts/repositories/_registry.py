"""The port of the registry: people that a store keeps for a host that has none (M1 to M4)."""

from collections.abc import Sequence
from typing import Protocol

from cyclades_accounts.model import Candidature, School


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
