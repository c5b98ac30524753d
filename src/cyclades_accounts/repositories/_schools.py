"""The port of schools (M1)."""

from typing import Protocol

from cyclades_accounts.identifiers import Uai
from cyclades_accounts.model import School


class SchoolRepository(Protocol):
    """Schools. Key: the UAI (M1)."""

    def get(self, uai: Uai) -> School | None:
        """Return the school, or ``None``.

        A writing unit holds the school. Each run reads its school first, so the runs of a school wait for each other
        here.
        """
        ...

    def put(self, school: School) -> None:
        """Insert the school, or replace the one with the same UAI."""
        ...
