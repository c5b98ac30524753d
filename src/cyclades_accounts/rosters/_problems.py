"""What is wrong with a roster file, as data: a code, a place and a value. The words are elsewhere (``_texts``)."""

import enum

from attrs import frozen


class ProblemCode(enum.Enum):
    """What can be wrong. Values are stable names, safe to store."""

    UNREADABLE_FILE = "UNREADABLE_FILE"
    """The file cannot be read as a roster, for a reason that has no code of its own."""
    EMPTY_FILE = "EMPTY_FILE"
    """The file has nothing in it."""
    NUL_BYTE = "NUL_BYTE"
    """The file has a NUL byte: it is UTF-16, a workbook or damaged."""
    NOT_UTF8 = "NOT_UTF8"
    """The file is not UTF-8."""
    NO_HEADER = "NO_HEADER"
    """No line of the file names the columns."""
    MISSING_COLUMN = "MISSING_COLUMN"
    """A column that no candidature can do without is not there."""
    WRONG_SCHOOL = "WRONG_SCHOOL"
    """The preamble names another school."""
    NO_EMAIL_COLUMN = "NO_EMAIL_COLUMN"
    """No column holds e-mail addresses: every candidature is read, and none will get an account (M3)."""
    CUT_LINE = "CUT_LINE"
    """A line has too few or too many cells."""
    BROKEN_QUOTES = "BROKEN_QUOTES"
    """A quotation mark is never closed, or is closed in the middle of a cell."""
    COLUMNS_DIFFER = "COLUMNS_DIFFER"
    """A column stands twice, and its two cells differ."""
    MISSING_INE = "MISSING_INE"
    """The line has no INE, and nothing else identifies the person."""
    MALFORMED_INE = "MALFORMED_INE"
    """What stands as INE cannot be one, and nothing else identifies the person."""
    EMPTY_NAME = "EMPTY_NAME"
    """A family name or the given names are missing."""
    BAD_DATE = "BAD_DATE"
    """A date is not a day of the calendar written jj/mm/aaaa, or lies before 1900."""
    UNKNOWN_STATUS = "UNKNOWN_STATUS"
    """The state of the candidature is not one that we know."""

    @property
    def is_warning(self) -> bool:
        """Whether the lines can be read all the same."""
        return self is ProblemCode.NO_EMAIL_COLUMN


@frozen
class RosterProblem:
    """One thing that is wrong, and where."""

    code: ProblemCode
    line: int | None = None
    """Physical line in the file, from 1; the first one where a quoted cell runs over several. ``None``: the file."""
    column: str | None = None
    """Name of the column; ``None`` where the whole line or file is meant."""
    value: str = ""
    """What was found."""
    expected: str = ""
    """What would have fitted, where the sentence needs it: the school, the number of cells, the known states."""
