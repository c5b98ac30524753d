"""What a host can tell a reader of any format."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from attrs import field, frozen
from attrs.validators import optional

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import CandidateId, several_texts
from cyclades_accounts.model import exactly
from cyclades_accounts.rosters._files.encoding import parse_encoding
from cyclades_accounts.rosters._files.records import DELIMITERS
from cyclades_accounts.rosters._formats.columns import RosterColumns
from cyclades_accounts.rosters._formats.titles import CATEGORY_LABELS, NOTHING, STATUS_LABELS

Resolver = Callable[[Mapping[str, str]], CandidateId | None]
"""Finds the key of a person whose line has no well-formed INE.

It is given the values of the line by column name or XML element (an empty field is an empty text), and returns the key,
or ``None`` if it does not know it. What it raises is not caught.
"""


_USUAL_TITLES: Final = RosterColumns()


def _encoding(name: str | None) -> str | None:
    return None if name is None else parse_encoding(name)


def _divisions(names: Iterable[str]) -> tuple[str, ...]:
    return several_texts("divisions", names, "divisions")


def _known_delimiter(instance: object, attribute: object, value: str | None) -> None:
    del instance, attribute
    if value is not None and value not in DELIMITERS:
        raise InvalidValueError("delimiter", value, f"one of {', '.join(map(repr, DELIMITERS))}")


@frozen(kw_only=True)
class ReaderOptions:
    """What a host can tell a reader of any format. The defaults detect everything that can be detected.

    Raises:
        InvalidValueError: the encoding is none of :data:`ENCODINGS`, the delimiter none of :data:`DELIMITERS`, the
            columns or the day are something else, or the divisions are one text.
    """

    encoding: str | None = field(default=None, converter=_encoding)
    """One of :data:`ENCODINGS`; ``None`` to detect it. An XML file declares its encoding, which ``None`` takes."""
    delimiter: str | None = field(default=None, validator=_known_delimiter)
    """What stands between two cells, one of :data:`DELIMITERS`; ``None`` to detect it."""
    columns: RosterColumns = field(default=_USUAL_TITLES, validator=exactly(RosterColumns))
    """Names of columns that count before the usual titles: ``RosterColumns(ine="Identifiant", email="Contact")``. A
    line that names all of them is the header."""
    statuses: Mapping[str, str] = STATUS_LABELS
    """What each label of the state means (M2): the label that the candidature gets, such as
    :attr:`CandidatureStatus.INSCRIT <cyclades_accounts.model.CandidatureStatus.INSCRIT>`. Labels compare without case,
    accents and hyphens. Another label is kept as the file writes it, with a warning."""
    categories: Mapping[str, str] = CATEGORY_LABELS
    """What the first words of each category mean: the category that the candidature gets. A label that already begins
    with it is kept whole. A blank category is read as SCOLAIRE, with a warning; another label as the file writes it."""
    nothing: frozenset[str] = NOTHING
    """Words that stand where nothing is known; compared like labels, and read as blank. In place of a name, they leave
    the line out."""
    status: str | None = None
    """State of all candidatures of a file that has no column for it. ``None``: they are read without state, with a
    warning, so that no account is created by mistake (M2)."""
    resolve: Resolver | None = None
    """Called for each line that has no well-formed INE; ``None``: such a line is reported and left out."""
    on: date | None = field(default=None, validator=optional(exactly(date)))
    """The day on which a pupil must still be at the school; ``None``: the last of the session's year."""
    divisions: tuple[str, ...] = field(default=(), converter=_divisions)
    """Divisions whose pupils are read, such as ``("3A", "3B")`` or ``("3*",)`` of a whole school; case does not count.
    The others are left out and counted in one note. Empty: all of them."""
    strict: bool = False
    """Whether a file with any problem, notes apart, is refused as a whole; otherwise its good lines are read."""


DEFAULT_OPTIONS: Final = ReaderOptions()
"""Everything is detected, and the good lines of a faulty file are read."""
