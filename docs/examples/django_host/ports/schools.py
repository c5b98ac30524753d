"""Schools."""

from cyclades_accounts.identifiers import Uai
from cyclades_accounts.model import School
from django_host import models
from django_host.ports.base import Port
from django_host.values import school_row, school_value


class Schools(Port):
    """:class:`cyclades_accounts.repositories.SchoolRepository`; the runs of a school queue for its row."""

    def get(self, uai: Uai) -> School | None:
        """Return the school, or ``None``."""
        return next(map(school_value, self.locked(self.rows(models.School).filter(pk=uai))), None)

    def put(self, school: School) -> None:
        """Insert the school, or replace the one with the same UAI."""
        self.rows(models.School).bulk_create(
            [school_row(school)],
            update_conflicts=True,
            unique_fields=["uai"],
            update_fields=["name", "manages_candidates"],
        )
