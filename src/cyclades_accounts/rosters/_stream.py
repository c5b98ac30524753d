"""A file while it is read, whatever the format: what it says of itself, and its lines one by one."""

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from cyclades_accounts.identifiers import Uai
from cyclades_accounts.rosters._line_reader import LineReader, ReadLine, year_of
from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem


@frozen
class Preamble:
    """What a file says of itself before its header; ``None`` for what it does not say."""

    year: int | None = None
    """Year of the session."""
    school: Uai | None = None
    """The school, verified against the one the file was read for."""
    edited_at: str | None = None
    """« Edité le », as written: ``23/01/2023 10:49``, in the clock time of wherever it was made."""


@frozen(eq=False)
class RosterStream:
    """A file that is open, and whose lines are read as they are asked for: in flat memory, and once."""

    format: str
    """Name of the format."""
    label: str
    """French name of the format."""
    encoding: str
    """One of :data:`ENCODINGS`."""
    delimiter: str
    """What stands between two cells; empty for XML."""
    preamble: Preamble
    reader: LineReader
    """What its lines are read with."""
    header_line: int
    """Physical line of the header; 1 for XML."""
    columns: Mapping[str, str]
    """How the format calls what it could tell, by attribute of :class:`RosterColumns`."""
    lines: Iterator[ReadLine]
    """Its lines, in file order, blank ones left out."""

    @property
    def tells(self) -> frozenset[str]:
        """What the file tells: attributes of :class:`RosterColumns`."""
        return frozenset(self.reader.names)

    @property
    def problems(self) -> tuple[RosterProblem, ...]:
        """What is wrong with the file as a whole; its lines are read all the same."""
        year = year_of(self.reader.session)
        wrong_year = self.preamble.year is not None and year is not None and self.preamble.year != year
        found = [RosterProblem(ProblemCode.WRONG_SESSION, value=str(self.preamble.year), expected=str(year))]
        return (*(found if wrong_year else ()), *missing_columns(self))

    def __iter__(self) -> Iterator[ReadLine]:
        return self.lines


_NEEDED: Final = {
    "ine": ProblemCode.NO_INE_COLUMN,
    "family_name": ProblemCode.NO_NAME_COLUMN,
    "given_names": ProblemCode.NO_NAME_COLUMN,
    "status": ProblemCode.NO_STATUS_COLUMN,
    "email": ProblemCode.NO_EMAIL_COLUMN,
}


def missing_columns(stream: RosterStream) -> tuple[RosterProblem, ...]:
    """Return what the file lacks for accounts."""
    options = stream.reader.options
    needless = {"ine"} if options.resolve else set[str]()
    needless |= {"status"} if options.status else set()
    found = {code: name for name, code in reversed(_NEEDED.items()) if name not in stream.tells | needless}
    return tuple(
        RosterProblem(code, stream.header_line, stream.columns.get(found[code]))
        for code in dict.fromkeys(_NEEDED.values())
        if code in found
    )
