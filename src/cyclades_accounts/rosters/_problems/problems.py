"""What is wrong with a roster, as data: a code, a place and a value. The words for it stand in ``texts``."""

import enum
from collections.abc import Iterable
from typing import Final

from attrs import field, frozen

MOST_PROBLEMS: Final = 10_000
"""Problems of a file that are told; of the others the number. Our choice: no file fills the memory with them."""

_LONGEST_VALUE: Final = 500  # characters of a value that are kept: a broken line may have a million


class Severity(enum.Enum):
    """How serious a problem is. Values are stable names, safe to store."""

    ERROR = "ERROR"
    """The line, or the whole file, is not read."""
    WARNING = "WARNING"
    """The line is read, and somebody has to check it."""
    NOTE = "NOTE"
    """Nothing is wrong, and it is good to know. A strict reading accepts it."""


class ProblemCode(enum.Enum):
    """What can be wrong. Values are stable names, safe to store."""

    # The file as a whole: nothing is read.
    UNREADABLE_FILE = "UNREADABLE_FILE"
    """The file cannot be read as a roster, for a reason that has no code of its own."""
    EMPTY_FILE = "EMPTY_FILE"
    """The file has nothing in it."""
    NUL_BYTE = "NUL_BYTE"
    """The file has a NUL byte: it is a workbook or damaged."""
    TOO_BIG = "TOO_BIG"
    """A line, a text or an archive is bigger than any real one: damaged, or made to exhaust memory."""
    UNKNOWN_FORMAT = "UNKNOWN_FORMAT"
    """The file is XML, and no export of SIECLE."""
    OTHER_EXPORT = "OTHER_EXPORT"
    """The file is an export of SIECLE, and not that of the pupils."""
    WEB_PAGE = "WEB_PAGE"
    """The file is a web page that was saved in place of an export."""
    BAD_XML = "BAD_XML"
    """The file is no well-formed XML, or in an encoding that is not read."""
    FORBIDDEN_XML = "FORBIDDEN_XML"
    """The XML declares a document type or an entity, as attacks do and exports of SIECLE never do."""
    WORKBOOK = "WORKBOOK"
    """The file is a workbook of a spreadsheet."""
    BAD_ARCHIVE = "BAD_ARCHIVE"
    """The archive is damaged, encrypted, or holds no file that can be a roster."""
    SEVERAL_FILES = "SEVERAL_FILES"
    """The archive holds several files that can be a roster."""
    NO_HEADER = "NO_HEADER"
    """No line of the file names the columns."""
    WRONG_SCHOOL = "WRONG_SCHOOL"
    """The file names another school than the one for which it is read."""

    # The file as a whole: its lines are read all the same.
    WRONG_SESSION = "WRONG_SESSION"
    """The file names another year than that of the session."""
    NO_EMAIL_COLUMN = "NO_EMAIL_COLUMN"
    """No column has e-mail addresses: every candidature is read, and none will get an account (M3)."""
    NO_STATUS_COLUMN = "NO_STATUS_COLUMN"
    """No column has the state: every candidature is read without one, and none will get an account (M2)."""
    NO_INE_COLUMN = "NO_INE_COLUMN"
    """No column has the INE: the file makes candidatures only when it is merged with another one."""
    NO_NAME_COLUMN = "NO_NAME_COLUMN"
    """No column has the names: the file makes candidatures only when it is merged with another one."""
    UNREAD_COLUMNS = "UNREAD_COLUMNS"
    """Columns were not read, since their titles are unknown; the value names them."""
    NO_LINES = "NO_LINES"
    """No line stands below the names of the columns."""
    NOT_CHOSEN = "NOT_CHOSEN"
    """Pupils are in other divisions than those that were chosen; the value is how many."""
    EVERYBODY_LEFT = "EVERYBODY_LEFT"
    """All pupils of the file have left the school."""
    MORE_PROBLEMS = "MORE_PROBLEMS"
    """There are more problems than are told (:data:`MOST_PROBLEMS`); the value is how many."""

    # One line: it is left out.
    UNDECODABLE = "UNDECODABLE"
    """A byte is no character of the encoding."""
    UNPRINTABLE = "UNPRINTABLE"
    """A text holds a control character or NUL, which no name and no address has."""
    CUT_LINE = "CUT_LINE"
    """A line has too few or too many cells."""
    BROKEN_QUOTES = "BROKEN_QUOTES"
    """A quotation mark is never closed, or is closed in the middle of a cell."""
    COLUMNS_DIFFER = "COLUMNS_DIFFER"
    """A column stands twice, and its two cells differ."""
    MISSING_INE = "MISSING_INE"
    """The line has no INE, and nothing else identifies the person."""
    MALFORMED_INE = "MALFORMED_INE"
    """The text in place of the INE cannot be one, and nothing else identifies the person."""
    TOO_LONG = "TOO_LONG"
    """A text is longer than any name or address (:data:`~cyclades_accounts.identifiers.TEXT_MAX_LENGTH`)."""
    UNPARTED_NAME = "UNPARTED_NAME"
    """Capitals do not part family name and given names that stand in one cell."""
    PLACEHOLDER = "PLACEHOLDER"
    """In place of a name stands a word for nothing."""
    SUSPICIOUS_NAME = "SUSPICIOUS_NAME"
    """A name holds signs that stand in no name: its letters are damaged, or it is none."""
    EMPTY_NAME = "EMPTY_NAME"
    """A family name or the given names are missing."""
    BAD_DATE = "BAD_DATE"
    """A date is no day of the calendar written jj/mm/aaaa, or is before 1900, or nobody born then sits the exam."""
    OTHER_SCHOOL = "OTHER_SCHOOL"
    """The line is of a pupil of another school."""

    # One line: it is read all the same.
    NOT_A_PUPIL_LINE = "NOT_A_PUPIL_LINE"
    """A total, a footer or the titles again: the line makes nothing."""
    IMPROBABLE_BIRTH = "IMPROBABLE_BIRTH"
    """Few people sit the exam at this age; the value is the age in years."""
    UNKNOWN_CATEGORY = "UNKNOWN_CATEGORY"
    """The category of the candidate is not one that we know: it is kept as the file writes it."""
    UNKNOWN_STATUS = "UNKNOWN_STATUS"
    """The state of the candidature is not one that we know: it is kept as the file writes it (M2)."""

    # Joining files.
    UNMATCHED_LINE = "UNMATCHED_LINE"
    """A line of another file is of nobody in the first one."""
    DOUBTFUL_JOIN = "DOUBTFUL_JOIN"
    """A line could be of several people of the first file, or of one who is perhaps another: it is joined to nobody."""
    FILES_DISAGREE = "FILES_DISAGREE"
    """Two files say different things of one person: the first one counts."""

    # What the lines say of each other, and of the store.
    TWICE_IN_FILE = "TWICE_IN_FILE"
    """A candidature stands twice in the file: the first one counts."""
    ONE_INE_TWO_PEOPLE = "ONE_INE_TWO_PEOPLE"
    """Two different people stand in the file under one key: neither line counts."""
    TWO_CANDIDATURES = "TWO_CANDIDATURES"
    """A person has two candidatures of different states: the one that is registered counts."""
    SAME_PERSON = "SAME_PERSON"
    """Two keys with the same name, and no birth dates that differ: perhaps one person."""
    SAME_EMAIL = "SAME_EMAIL"
    """One e-mail address for people of different family names."""
    SIBLINGS = "SIBLINGS"
    """One e-mail address for people of one family name."""
    NO_STATUS = "NO_STATUS"
    """The state of the candidature is blank: no account (M2)."""
    NO_CATEGORY = "NO_CATEGORY"
    """The category of the candidate is blank: it is read as SCOLAIRE, as in a file without the column."""
    NO_EMAIL = "NO_EMAIL"
    """No e-mail address: no account (M3)."""
    IMPOSSIBLE_EMAIL = "IMPOSSIBLE_EMAIL"
    """The text in place of an e-mail address cannot be one. The memo asks for one that is not blank, no more (M3)."""
    LEFT_SCHOOL = "LEFT_SCHOOL"
    """The pupil has left the school: the line makes no candidature."""
    STORE_OTHER_PERSON = "STORE_OTHER_PERSON"
    """The store knows another person under this key: registering leaves the line out."""
    STORE_TYPING_SLIP = "STORE_TYPING_SLIP"
    """The store has the person under this key, with one other letter in the first given name."""
    STORE_SAME_PERSON = "STORE_SAME_PERSON"
    """The store has the same name and birth date under another key: perhaps one person with two accounts."""
    STORE_ONLY = "STORE_ONLY"
    """The store has the candidature and the file does not: it stays."""

    @property
    def severity(self) -> Severity:
        """How serious the problem is."""
        lighter = Severity.NOTE if f" {self.value} " in _NOTES else Severity.ERROR
        return Severity.WARNING if f" {self.value} " in _WARNINGS else lighter


_WARNINGS: Final = (
    " WRONG_SESSION NO_EMAIL_COLUMN NO_STATUS_COLUMN NO_INE_COLUMN NO_NAME_COLUMN IMPROBABLE_BIRTH UNKNOWN_CATEGORY "
    "UNKNOWN_STATUS UNMATCHED_LINE DOUBTFUL_JOIN FILES_DISAGREE SAME_PERSON SAME_EMAIL NO_STATUS NO_CATEGORY NO_EMAIL "
    "IMPOSSIBLE_EMAIL STORE_TYPING_SLIP STORE_SAME_PERSON "
)
_NOTES: Final = " UNREAD_COLUMNS NOT_CHOSEN NOT_A_PUPIL_LINE TWO_CANDIDATURES SIBLINGS LEFT_SCHOOL STORE_ONLY "


def _cut(text: str) -> str:
    return text[:_LONGEST_VALUE]


@frozen
class RosterProblem:
    """One thing that is wrong, and where."""

    code: ProblemCode
    line: int | None = None
    """Physical line in the file, from 1; the first one where a quoted cell runs over several. ``None``: the file."""
    column: str | None = None
    """Name of the column or XML element; ``None`` where the whole line or file is wrong."""
    value: str = field(default="", converter=_cut, repr=False)
    """What was found, at most 500 characters of it. Often a name, an INE or an address: no ``repr`` shows it."""
    expected: str = field(default="", converter=_cut, repr=False)
    """What would be right, or what contradicts the value; empty where the sentence does not need it."""
    name: str = field(default="", converter=_cut, repr=False, eq=False)
    """Who is meant, as far as the line tells: family name and given names, else the INE. No ``repr`` shows it, and it
    makes no other problem."""
    file: str = ""
    """Which file, where several were joined: the French name of its format; empty for the first one."""


def bounded(problems: Iterable[RosterProblem]) -> tuple[RosterProblem, ...]:
    """Return the first :data:`MOST_PROBLEMS`, and how many others there are; these are not kept."""
    told: list[RosterProblem] = []
    others = 0
    for problem in problems:
        if problem.code is ProblemCode.MORE_PROBLEMS:  # of a file that was joined or diagnosed
            others += int(problem.value)
        elif len(told) < MOST_PROBLEMS:
            told.append(problem)
        else:
            others += 1
    return (*told, *([RosterProblem(ProblemCode.MORE_PROBLEMS, value=str(others))] if others else []))
