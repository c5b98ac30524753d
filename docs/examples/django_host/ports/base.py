"""What the ports share: the database they speak to, and how they write what others may be writing too."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, connections, models, transaction
from django.db.models import QuerySet
from django.db.models.functions import Collate

Row = TypeVar("Row", bound=models.Model)


class Port:
    """A port in one unit of work.

    A writing unit locks the rows it reads, so that whoever comes second waits instead of overwriting; in the order of
    code points, in which Python sorts what is inserted, so that no two units wait for each other.
    SQLite needs none of it and Django leaves it out there: units that write follow each other from their first moment.
    """

    def __init__(self, using: str, *, writes: bool) -> None:
        self.using = using
        self.writes = writes

    def rows(self, model: type[Row]) -> QuerySet[Row]:
        """Return all rows of a table."""
        return QuerySet(model, using=self.using)

    def locked(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Return rows that nobody else changes until a writing unit ends; others may go on referring to them."""
        rows = rows.order_by(Collate("pk", "C") if connections[self.using].vendor == "postgresql" else "pk")
        return rows.select_for_update(no_key=True) if self.writes else rows

    def write_unless(self, refuse: Callable[[], None], write: Callable[[], object]) -> None:
        """Write after ``refuse`` found nothing to refuse.

        If another unit was quicker since, a constraint refuses the rows; ``refuse`` then sees what that unit wrote and
        says what stands in the way.
        """
        refuse()
        try:
            with transaction.atomic(self.using):
                write()
        except IntegrityError as error:
            refused = error
        else:
            return
        refuse()  # outside the handler: PostgreSQL's message shows the key, and would come along as the context
        raise refused
