"""How the columns of a file are called, and where they stand in it."""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs
from attrs import frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.rosters._labels import fold_label


@frozen(kw_only=True)
class RosterColumns:
    """Names of the columns that mean something to us; the others are read past.

    Names compare without case, accents and punctuation. ``None`` says that a file has no such column: it is neither
    looked for nor written.

    Raises:
        InvalidValueError: a name has neither letter nor digit, or two columns have the same name.
    """

    family_name: str | None = None
    given_names: str | None = None
    """All of them, a space or a comma between two (INSEE)."""
    status: str | None = None
    """State of the candidature (M2). A file without it is read, with a warning: see :class:`ReaderOptions`."""
    ine: str | None = None
    """Without it a file serves beside another one (:func:`merge_rosters`), or with a resolver."""
    usage_name: str | None = None
    birth_date: str | None = None
    """jj/mm/aaaa."""
    division: str | None = None
    """May stand between apostrophes: ``'3A'``."""
    category: str | None = None
    number: str | None = None
    """Number of the candidate in the session; never a key of the person."""
    email: str | None = None
    """A file without it is read, with a warning: nobody in it gets an account (M3)."""
    serie: str | None = None
    qualification: str | None = None
    login: str | None = None
    """Written (M13), and read for a host that migrates: which accounts there are, the store knows."""
    school: str | None = None
    """Code UAI; a line of another school is left out. What is no UAI is read past."""
    left_on: str | None = None
    """Day on which the pupil left the school, jj/mm/aaaa; whoever has left is no candidate."""

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


LEAST_KNOWN: Final = 3
"""Known column names that make a line the header, or all of them where fewer are declared: a line of the preamble may
quote one or two."""


@frozen
class Header:
    """The header of a file: where each column stands."""

    line: int
    """Physical line, from 1."""
    names: tuple[str, ...]
    """Its names as written, without surrounding spaces; the blank ones at its end are left out."""
    places: Mapping[str, tuple[int, ...]]
    """By attribute of the columns, the index of each cell under that name; attributes without a column are left
    out."""

    @property
    def width(self) -> int:
        """How many cells a line has."""
        return len(self.names)


def find_header(line: int, cells: Sequence[str], columns: RosterColumns) -> Header | None:
    """Return the header, if these cells are one: if enough of the columns that we know stand in them."""
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
