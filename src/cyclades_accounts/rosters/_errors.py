"""Why a roster file is refused as a whole."""

from typing import ClassVar

from attrs import frozen

from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem
from cyclades_accounts.rosters._texts_english import ENGLISH_ROSTER_TEXTS


@frozen(eq=False, str=False)
class RosterFileError(CycladesAccountsError, ValueError):
    """A file cannot be read as a roster, as a whole; its subclasses say why. Nothing was read."""

    code: ClassVar[str] = "UNREADABLE_FILE"
    line: int | None = None
    """Physical line, from 1; ``None`` where the whole file is meant."""
    column: str | None = None
    """Name of the column; ``None`` where the whole line is meant."""
    value: str = ""
    """What was found."""
    expected: str = ""
    """What would have fitted."""

    @property
    def fault(self) -> RosterProblem:
        """The same facts as data, for :class:`RosterTexts` to put into French."""
        return RosterProblem(ProblemCode(self.code), self.line, self.column, self.value, self.expected)

    @property
    def problem(self) -> str:
        """Name the place and what is wrong there."""
        return ENGLISH_ROSTER_TEXTS.sentence(self.fault)

    @property
    def cure(self) -> str:
        """Say how to get a readable file."""
        return ENGLISH_ROSTER_TEXTS.cure(self.fault)


class EmptyFileError(RosterFileError):
    """The file has nothing in it."""

    code: ClassVar[str] = "EMPTY_FILE"


class NulByteError(RosterFileError):
    """The file has a NUL byte: it is UTF-16, a workbook or damaged."""

    code: ClassVar[str] = "NUL_BYTE"


class TooBigError(RosterFileError):
    """A line, a text or an archive is bigger than any real one."""

    code: ClassVar[str] = "TOO_BIG"


class UnknownFormatError(RosterFileError):
    """The file is XML, and not of SIECLE."""

    code: ClassVar[str] = "UNKNOWN_FORMAT"


class BadXmlError(RosterFileError):
    """The file is no well-formed XML, or in an encoding that is not read."""

    code: ClassVar[str] = "BAD_XML"


class ForbiddenXmlError(RosterFileError):
    """The XML declares a document type or an entity."""

    code: ClassVar[str] = "FORBIDDEN_XML"


class BadArchiveError(RosterFileError):
    """The archive is damaged, encrypted, or does not hold exactly one file that can be a roster."""

    code: ClassVar[str] = "BAD_ARCHIVE"


class NoHeaderError(RosterFileError):
    """No line of the file names the columns."""

    code: ClassVar[str] = "NO_HEADER"


class MissingColumnError(RosterFileError):
    """A column that no candidature can do without is not there."""

    code: ClassVar[str] = "MISSING_COLUMN"


class WrongSchoolError(RosterFileError):
    """The file names another school than the one it was handed in for."""

    code: ClassVar[str] = "WRONG_SCHOOL"


@frozen(eq=False, str=False)
class FaultyRosterError(CycladesAccountsError, ValueError):
    """A roster that had to be clean has problems."""

    code: ClassVar[str] = "FAULTY_ROSTER"
    problems: tuple[RosterProblem, ...]
    """All of them but the notes, in file order; at least one."""

    @property
    def problem(self) -> str:
        """Count them, and name the first one: its line, column and value."""
        first = ENGLISH_ROSTER_TEXTS.sentence(self.problems[0])
        return f"The roster has {len(self.problems)} problem(s). {first}"

    @property
    def cure(self) -> str:
        """Say what to do about the first one."""
        return ENGLISH_ROSTER_TEXTS.cure(self.problems[0])
