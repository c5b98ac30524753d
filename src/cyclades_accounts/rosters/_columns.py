"""How the columns of a « Liste détaillée » are called, and where they stand in a file."""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs
from attrs import frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.rosters._labels import fold_label


@frozen
class ListeDetailleeColumns:
    """Names of the columns that mean something to us; the others are read past.

    Names compare without case, accents and punctuation. ``None`` says that a file has no such column: it is neither
    looked for nor written. The defaults are those of the CYCLADES export, but for ``email``, ``serie``,
    ``qualification`` and ``login``: the memo implies the first three (M3, M4) and names the fourth (M13), and the
    public samples of the export have none of them.

    Raises:
        InvalidValueError: a name has neither letter nor digit, or two columns have the same name.
    """

    family_name: str = "Nom de famille"
    """Required."""
    given_names: str = "Prénom(s)"
    """Required."""
    status: str = "Etat"
    """Required."""
    ine: str | None = "INE"
    """Required, unless a resolver identifies people without it."""
    usage_name: str | None = "Nom d'usage"
    birth_date: str | None = "Date de Naissance"
    division: str | None = "Division de classe"
    """Stands twice in the export, with the same value."""
    category: str | None = "Catégorie Candidat"
    number: str | None = "N° Candidat"
    email: str | None = "Adresse mail"
    """A file without it is read, with a warning: nobody in it gets an account (M3)."""
    serie: str | None = "Série"
    qualification: str | None = "Qualification présentée"
    login: str | None = "Identifiant de connexion"
    """Written (M13), and read for a host that migrates: which accounts there are, the store knows."""

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


LISTE_DETAILLEE_COLUMNS: Final = ListeDetailleeColumns()
"""The names that CYCLADES gives, and ours for what its public samples lack."""

_LEAST_KNOWN: Final = 3  # known column names that make a line the header: a line of the preamble may quote one or two


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


def find_header(line: int, cells: Sequence[str], columns: ListeDetailleeColumns) -> Header | None:
    """Return the header, if these cells are one: if at least three columns that we know stand in them."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        del names[-1]
    labels = [fold_label(name) for name in names]
    places: dict[str, tuple[int, ...]] = {}
    for attribute, name in columns.names().items():
        wanted = fold_label(name)
        if found := tuple(index for index, label in enumerate(labels) if label == wanted):
            places[attribute] = found
    return Header(line, tuple(names), places) if len(places) >= _LEAST_KNOWN else None
