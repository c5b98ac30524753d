"""Files that schools have and lists that they need; problems are data, and a bad line never hides a good one.

One module for each format; every reader returns a :class:`RosterFile` and keeps the port :class:`RosterReader`. Here:
the CYCLADES « Liste détaillée de mes élèves » as CSV, read and written (M2, M3, M13).

Sources: the shape of the export as its public samples show it (the memo names its columns in part), RFC 4180 for
quotes, OWASP "CSV Injection" and ASVS 5.0 1.2.10 for cells that would open as formulas.
"""

from cyclades_accounts.rosters._columns import LISTE_DETAILLEE_COLUMNS, ListeDetailleeColumns
from cyclades_accounts.rosters._errors import (
    EmptyFileError,
    FaultyRosterError,
    MissingColumnError,
    NoHeaderError,
    NotUtf8Error,
    NulByteError,
    RosterFileError,
    WrongSchoolError,
)
from cyclades_accounts.rosters._liste_detaillee import EARLIEST_YEAR, Resolver, read_liste_detaillee
from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem
from cyclades_accounts.rosters._records import Source
from cyclades_accounts.rosters._roster_file import Preamble, RosterFile, RosterReader
from cyclades_accounts.rosters._statuses import STATUS_LABELS
from cyclades_accounts.rosters._texts import ENGLISH_ROSTER_TEXTS, FRENCH_ROSTER_TEXTS, ProblemText, RosterTexts
from cyclades_accounts.rosters._write_liste_detaillee import write_liste_detaillee

__all__ = [
    "EARLIEST_YEAR",
    "ENGLISH_ROSTER_TEXTS",
    "FRENCH_ROSTER_TEXTS",
    "LISTE_DETAILLEE_COLUMNS",
    "STATUS_LABELS",
    "EmptyFileError",
    "FaultyRosterError",
    "ListeDetailleeColumns",
    "MissingColumnError",
    "NoHeaderError",
    "NotUtf8Error",
    "NulByteError",
    "Preamble",
    "ProblemCode",
    "ProblemText",
    "Resolver",
    "RosterFile",
    "RosterFileError",
    "RosterProblem",
    "RosterReader",
    "RosterTexts",
    "Source",
    "WrongSchoolError",
    "read_liste_detaillee",
    "write_liste_detaillee",
]
