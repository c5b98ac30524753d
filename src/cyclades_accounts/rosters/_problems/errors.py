"""Why a roster file is refused as a whole."""

from attrs import field, frozen

from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.rosters._problems.problems import ProblemCode, RosterProblem
from cyclades_accounts.rosters._problems.texts import ENGLISH_ROSTER_TEXTS


@frozen
class RosterFileError(CycladesAccountsError, ValueError):
    """A file cannot be read as a roster, as a whole; its subclasses say why. Nothing was read."""

    code = "UNREADABLE_FILE"
    line: int | None = None
    """Physical line, from 1; ``None`` where the whole file is meant."""
    column: str | None = None
    """Name of the column; ``None`` where the whole line is meant."""
    value: str = field(default="", repr=False)
    """What was found."""
    expected: str = ""
    """What would have fitted."""

    @property
    def fault(self) -> RosterProblem:
        """The same facts as data, for :class:`RosterTexts` to put into French."""
        return RosterProblem(ProblemCode(self.code), self.line, self.column, self.value, self.expected)

    @property
    def problem(self) -> str:
        """What is wrong, with the place."""
        return ENGLISH_ROSTER_TEXTS.sentence(self.fault)

    @property
    def cure(self) -> str:
        """What to do to get a readable file."""
        return ENGLISH_ROSTER_TEXTS.cure(self.fault)


class EmptyFileError(RosterFileError):
    """The file has nothing in it."""


class NulByteError(RosterFileError):
    """The file has a NUL byte: it is UTF-16, a workbook or damaged."""


class TooBigError(RosterFileError):
    """A line, a text or an archive is bigger than any real one."""


class UnknownFormatError(RosterFileError):
    """The file is XML, and not of SIECLE."""


class OtherExportError(RosterFileError):
    """The file is an export of SIECLE, and not that of the pupils."""


class WebPageError(RosterFileError):
    """The file is a web page that was saved in place of an export."""


class BadXmlError(RosterFileError):
    """The file is no well-formed XML, or in an encoding that is not read."""


class ForbiddenXmlError(RosterFileError):
    """The XML declares a document type or an entity."""


class WorkbookError(RosterFileError):
    """The file is a workbook of a spreadsheet, which is not read."""


class BadArchiveError(RosterFileError):
    """The archive is damaged, encrypted, or holds no file that can be a roster."""


class SeveralFilesError(RosterFileError):
    """The archive holds several files that can be a roster."""


class NoHeaderError(RosterFileError):
    """No line of the file names the columns."""


class WrongSchoolError(RosterFileError):
    """The file names another school than the one it was handed in for."""


@frozen
class FaultyRosterError(CycladesAccountsError, ValueError):
    """A roster that had to be clean has problems."""

    problems: tuple[RosterProblem, ...]
    """All of them but the notes, in file order; at least one."""

    @property
    def problem(self) -> str:
        """How many there are, and which is the first one: its code, line and column, without its value."""
        first = self.problems[0]
        place = "" if first.line is None else f" on line {first.line}"
        column = "" if first.column is None else f", column {first.column!r}"
        return f"The roster has {len(self.problems)} problem(s). The first is {first.code.value}{place}{column}."

    @property
    def cure(self) -> str:
        """Where each of them is said in words."""
        return "Correct the file, or read it without strict; FRENCH_ROSTER_TEXTS has a sentence and a cure for each."
