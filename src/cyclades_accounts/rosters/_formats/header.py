"""The header of a table: which line it is, where each column stands, and which kind of file it tells."""

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from cyclades_accounts.rosters._files.cells import fold_label
from cyclades_accounts.rosters._formats.columns import RosterColumns
from cyclades_accounts.rosters._formats.titles import FORMATS, MORE_GIVEN_NAMES, OF_NO_USE, USUAL_TITLES, RosterFormat

LEAST_KNOWN: Final = 3
"""How many columns that we know a line must name to be the header, unless it names nothing else, or all that the host
declares. One or two are not enough: a line of the preamble may quote them."""


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
    more: tuple[int, ...]
    """Where given names stand that follow the first ones."""
    unread: tuple[str, ...]
    """Names that mean nothing to us, and may be expected to."""
    format: RosterFormat
    """The kind of file that the names tell."""

    @property
    def width(self) -> int:
        """How many cells a line has."""
        return len(self.names)


def find_header(line: int, cells: Sequence[str], columns: RosterColumns) -> Header | None:
    """Return the header, if these cells are one (:data:`LEAST_KNOWN`); a name that the host declares counts first."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        del names[-1]
    labels = [fold_label(name) for name in names]
    told = {label for label in labels if label}
    declared = {attribute: fold_label(name) for attribute, name in columns.names().items()}
    places: dict[str, tuple[int, ...]] = {}
    for attribute, titles in USUAL_TITLES.items():
        others = told.difference(declared.values())  # what the host declares means nothing else
        wanted = [declared[attribute]] if attribute in declared else [title for title in titles if title in others]
        if wanted and wanted[0] in told:
            places[attribute] = tuple(index for index, label in enumerate(labels) if label == wanted[0])
    if {"family_name", "given_names"} <= places.keys():
        places.pop("full_name", None)
    read = {labels[found[0]] for found in places.values()}
    enough = LEAST_KNOWN if told - read or len(told) == 1 else 1
    if len(places) < enough and not (declared and places.keys() >= declared.keys()):
        return None
    more = tuple(index for index, label in enumerate(labels) if label in MORE_GIVEN_NAMES and "given_names" in places)
    of_no_use = read | OF_NO_USE | (MORE_GIVEN_NAMES if more else frozenset())
    unread = tuple(name for name, label in zip(names, labels, strict=True) if label and label not in of_no_use)
    form = next(form for form in FORMATS if form.fits(frozenset(told)))
    return Header(line, tuple(names), places, more, unread, form)
