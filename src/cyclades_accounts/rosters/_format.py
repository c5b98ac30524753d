"""What makes a format, as a value."""

from collections.abc import Callable

from attrs import frozen

from cyclades_accounts.rosters._cells import read_cell, read_wrapped_cell
from cyclades_accounts.rosters._columns import RosterColumns


@frozen
class RosterFormat:
    """A format of rosters as CSV."""

    name: str
    """Stable name, safe to store."""
    label: str
    """French name, as people know it."""
    columns: RosterColumns
    required: tuple[str, ...] = ()
    """Attributes of the columns without which the file is refused; ``ine`` is not missed where a resolver is given."""
    read_cell: Callable[[str], str] = read_cell
    """What a cell means; empty for an empty field."""
    read_division: Callable[[str], str] = read_wrapped_cell
    """The same, for a division."""
