"""Files that schools have, what is wrong with them, and the lists that schools need.

:func:`read_roster` is the one door: it reads every kind of file that schools have, the « Liste détaillée » of CYCLADES
(M2, M3, M13) and SIECLE's XML among them, also inside a zip, and returns a :class:`RosterFile`. :func:`open_roster`
reads the same files line by line, in flat memory. What cannot be detected stands in :class:`ReaderOptions`. Problems
are data: a line that is wrong is reported, and every other line is read.

:func:`diagnose` says everything that is wrong with a file, :func:`preflight` what a generation would meet. The
functions whose names end in ``_list`` make lists of coverage, runs and problems; :data:`CSV_LIST_WRITER` and
:func:`write_liste_detaillee` write them.

Sources: the shapes of the exports as public samples and the readers of other projects show them (the memo names the
columns of one in part), RFC 4180 for quotation marks, OWASP "CSV Injection" and ASVS 5.0 1.2.10 for cells that would
open as formulas.
"""

from cyclades_accounts.rosters._checks.diagnosis import Diagnosis, can_be_email, diagnose
from cyclades_accounts.rosters._checks.in_words import diagnosis_text, preflight_text
from cyclades_accounts.rosters._checks.preflight import Preflight, preflight
from cyclades_accounts.rosters._checks.texts import (
    FRENCH_DIAGNOSIS_TEXTS,
    FRENCH_PREFLIGHT_TEXTS,
    DiagnosisTexts,
    PreflightTexts,
)
from cyclades_accounts.rosters._files.cells import EARLIEST_YEAR
from cyclades_accounts.rosters._files.encoding import ENCODINGS
from cyclades_accounts.rosters._files.records import DELIMITERS
from cyclades_accounts.rosters._files.source import Source
from cyclades_accounts.rosters._formats.columns import RosterColumns
from cyclades_accounts.rosters._formats.titles import (
    CATEGORY_LABELS,
    FORMATS,
    LISTE_DETAILLEE_COLUMNS,
    NOTHING,
    SIECLE_XML,
    STATUS_LABELS,
    RosterFormat,
)
from cyclades_accounts.rosters._lists.csv_writer import CSV_LIST_WRITER, CsvListWriter, read_list
from cyclades_accounts.rosters._lists.liste_detaillee import write_liste_detaillee
from cyclades_accounts.rosters._lists.lists import (
    coverage_list,
    credentials_with_passwords,
    diagnosis_list,
    hand_out_list,
    missing_list,
    preflight_list,
    run_list,
    short_list,
    situation_list,
)
from cyclades_accounts.rosters._lists.texts import FRENCH_LIST_TEXTS, ListTexts
from cyclades_accounts.rosters._problems.errors import (
    BadArchiveError,
    BadXmlError,
    EmptyFileError,
    FaultyRosterError,
    ForbiddenXmlError,
    NoHeaderError,
    NulByteError,
    OtherExportError,
    RosterFileError,
    SeveralFilesError,
    TooBigError,
    UnknownFormatError,
    WebPageError,
    WorkbookError,
    WrongSchoolError,
)
from cyclades_accounts.rosters._problems.problems import MOST_PROBLEMS, ProblemCode, RosterProblem, Severity
from cyclades_accounts.rosters._problems.texts import FRENCH_ROSTER_TEXTS, ProblemText, RosterTexts
from cyclades_accounts.rosters._reading.line_reader import LineReader, ReadLine, RosterEntry
from cyclades_accounts.rosters._reading.merge import merge_rosters
from cyclades_accounts.rosters._reading.options import DEFAULT_OPTIONS, ReaderOptions, Resolver
from cyclades_accounts.rosters._reading.read_roster import open_roster, read_roster
from cyclades_accounts.rosters._reading.roster_file import Preamble, RosterFile, RosterStream

__all__ = [
    "CATEGORY_LABELS",
    "CSV_LIST_WRITER",
    "DEFAULT_OPTIONS",
    "DELIMITERS",
    "EARLIEST_YEAR",
    "ENCODINGS",
    "FORMATS",
    "FRENCH_DIAGNOSIS_TEXTS",
    "FRENCH_LIST_TEXTS",
    "FRENCH_PREFLIGHT_TEXTS",
    "FRENCH_ROSTER_TEXTS",
    "LISTE_DETAILLEE_COLUMNS",
    "MOST_PROBLEMS",
    "NOTHING",
    "SIECLE_XML",
    "STATUS_LABELS",
    "BadArchiveError",
    "BadXmlError",
    "CsvListWriter",
    "Diagnosis",
    "DiagnosisTexts",
    "EmptyFileError",
    "FaultyRosterError",
    "ForbiddenXmlError",
    "LineReader",
    "ListTexts",
    "NoHeaderError",
    "NulByteError",
    "OtherExportError",
    "Preamble",
    "Preflight",
    "PreflightTexts",
    "ProblemCode",
    "ProblemText",
    "ReadLine",
    "ReaderOptions",
    "Resolver",
    "RosterColumns",
    "RosterEntry",
    "RosterFile",
    "RosterFileError",
    "RosterFormat",
    "RosterProblem",
    "RosterStream",
    "RosterTexts",
    "SeveralFilesError",
    "Severity",
    "Source",
    "TooBigError",
    "UnknownFormatError",
    "WebPageError",
    "WorkbookError",
    "WrongSchoolError",
    "can_be_email",
    "coverage_list",
    "credentials_with_passwords",
    "diagnose",
    "diagnosis_list",
    "diagnosis_text",
    "hand_out_list",
    "merge_rosters",
    "missing_list",
    "open_roster",
    "preflight",
    "preflight_list",
    "preflight_text",
    "read_list",
    "read_roster",
    "run_list",
    "short_list",
    "situation_list",
    "write_liste_detaillee",
]
