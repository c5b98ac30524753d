"""What a format of rosters as CSV is: names of columns, the header that has them, and how a cell is read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import attrs
from attrs import frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.rosters._files.cells import fold_label, read_cell, read_wrapped_cell


@frozen(kw_only=True)
class RosterColumns:
    """Names of the columns that mean something to us; other columns are ignored.

    Names are compared without case, accents and punctuation. ``None`` says that a file has no such column: it is
    neither looked for nor written.

    Raises:
        InvalidValueError: a name has neither letter nor digit, or two columns have the same name.
    """

    family_name: str | None = None
    """« Nom de famille », as the civil registry writes it."""
    given_names: str | None = None
    """All of them, a space or a comma between two (INSEE)."""
    status: str | None = None
    """State of the candidature (M2). A file without it is read, with a warning: no candidature gets an account unless
    :attr:`ReaderOptions.status` tells the state."""
    ine: str | None = None
    """INE. A file without it is joined to another file (:func:`merge_rosters`), or read with a resolver."""
    usage_name: str | None = None
    """« Nom d'usage »."""
    birth_date: str | None = None
    """jj/mm/aaaa."""
    division: str | None = None
    """« Division de classe »; the cell may stand between apostrophes: ``'3A'``."""
    category: str | None = None
    """« Catégorie Candidat »; without the column every candidate is a SCOLAIRE."""
    number: str | None = None
    """Number of the candidate in the session; never a key of the person."""
    email: str | None = None
    """E-mail address. A file without it is read, with a warning: no candidature gets an account (M3)."""
    serie: str | None = None
    """« Série (libellé) »."""
    qualification: str | None = None
    """« Qualification présentée »."""
    login: str | None = None
    """« Identifiant de connexion »: written for the school (M13), and read for a host that migrates its logins. The
    reader creates no account from it."""
    school: str | None = None
    """Code UAI. A line of another school is left out; a text that is no UAI is ignored."""
    left_on: str | None = None
    """Day on which the pupil left the school, jj/mm/aaaa. A pupil who has left makes no candidature."""

    def __attrs_post_init__(self) -> None:
        seen: set[str] = set()
        for attribute, name in self.names().items():
            label = fold_label(name)
            if not label or label in seen:
                raise InvalidValueError(attribute, name, "a column name that no other column has")
            seen.add(label)

    def names(self) -> dict[str, str]:
        """Return the names of the columns that a file may have, by attribute."""
        return {attribute: name for attribute, name in attrs.asdict(self).items() if name is not None}


@frozen
class RosterFormat:
    """A format of rosters as CSV."""

    name: str
    """Stable name, safe to store."""
    label: str
    """French name, as people know it."""
    columns: RosterColumns
    required: tuple[str, ...] = ()
    """Attributes of the columns without which the file is refused. ``ine`` is not required where the options have a
    resolver."""
    read_cell: Callable[[str], str] = read_cell
    """Returns what a cell means; an empty text for an empty field."""
    read_division: Callable[[str], str] = read_wrapped_cell
    """Returns what the cell of a division means."""


LEAST_KNOWN: Final = 3
"""How many names of columns a line must have to be the header, or all of them where fewer are declared. One or two are
not enough: a line of the preamble may quote them."""


@frozen
class Header:
    """The header of a file: where each column stands."""

    line: int
    """Physical line, from 1."""
    names: tuple[str, ...]
    """Its names as written, without surrounding spaces; the blank ones at its end are left out."""
    places: Mapping[str, tuple[int, ...]]
    """By attribute of :class:`RosterColumns`, the index of each cell under that name, from 0; attributes without a
    column are left out."""

    @property
    def width(self) -> int:
        """How many cells a line has."""
        return len(self.names)


def find_header(line: int, cells: Sequence[str], columns: RosterColumns) -> Header | None:
    """Return the header, if these cells are one: if at least :data:`LEAST_KNOWN` of the columns stand in them."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        del names[-1]
    labels = [fold_label(name) for name in names]
    known = columns.names()
    places: dict[str, tuple[int, ...]] = {}
    for attribute, name in known.items():
        wanted = fold_label(name)
        if found := tuple(index for index, label in enumerate(labels) if label == wanted):
            places[attribute] = found
    return Header(line, tuple(names), places) if len(places) >= max(1, min(LEAST_KNOWN, len(known))) else None
