"""Files that schools have, what is wrong with them, and the lists that schools need.

:func:`read_roster` reads a file of any format: « Liste simple » and « Liste détaillée » of CYCLADES (M2, M3, M13), its
« import hors BEE », the results of the DNB, SIECLE's list by division as CSV, and SIECLE's ``ElevesSansAdresses.xml``,
also inside its zip. It can be limited to some of these formats. :func:`read_csv` reads a file whose columns are
declared. Every reader returns a :class:`RosterFile` and keeps the port :class:`RosterReader`. Problems are data: a line
that is wrong is reported, and every other line is read.

:func:`diagnose` says everything that is wrong with a file, :func:`preflight` what a generation would meet. The
functions whose names end in ``_list`` make lists of coverage, runs and problems; :data:`CSV_LIST_WRITER` and
:func:`write_liste_detaillee` write them.

Sources: the shapes of the exports as public samples and the readers of other projects show them (the memo names the
columns of one in part), RFC 4180 for quotation marks, OWASP "CSV Injection" and ASVS 5.0 1.2.10 for cells that would
open as formulas.
"""

from cyclades_accounts.rosters._checks.diagnosis import Diagnosis, can_be_email, diagnose, diagnose_source
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
from cyclades_accounts.rosters._formats.csv_formats import (
    IMPORT_HORS_BEE,
    LISTE_DETAILLEE,
    LISTE_DETAILLEE_COLUMNS,
    LISTE_SIMPLE,
    RESULTATS_DNB,
    SIECLE_CSV,
    STATUS_LABELS,
    TABLE_FORMATS,
)
from cyclades_accounts.rosters._formats.format import RosterColumns, RosterFormat
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
)
from cyclades_accounts.rosters._lists.texts import FRENCH_LIST_TEXTS, ListTexts
from cyclades_accounts.rosters._problems.errors import (
    BadArchiveError,
    BadXmlError,
    EmptyFileError,
    FaultyRosterError,
    ForbiddenXmlError,
    MissingColumnError,
    NoHeaderError,
    NulByteError,
    RosterFileError,
    TooBigError,
    UnknownFormatError,
    WrongSchoolError,
)
from cyclades_accounts.rosters._problems.problems import MOST_PROBLEMS, ProblemCode, RosterProblem, Severity
from cyclades_accounts.rosters._problems.texts import ProblemText, RosterTexts
from cyclades_accounts.rosters._problems.texts_english import ENGLISH_ROSTER_TEXTS
from cyclades_accounts.rosters._problems.texts_french import FRENCH_ROSTER_TEXTS
from cyclades_accounts.rosters._reading.line_reader import LineReader, ReadLine, RosterEntry
from cyclades_accounts.rosters._reading.merge import merge_rosters
from cyclades_accounts.rosters._reading.options import DEFAULT_OPTIONS, ReaderOptions, Resolver
from cyclades_accounts.rosters._reading.read_roster import (
    open_roster,
    read_csv,
    read_liste_detaillee,
    read_roster,
    read_siecle_xml,
)
from cyclades_accounts.rosters._reading.roster_file import Preamble, RosterFile, RosterReader, RosterStream
from cyclades_accounts.rosters._reading.siecle_xml import SIECLE_XML

__all__ = [
    "CSV_LIST_WRITER",
    "DEFAULT_OPTIONS",
    "DELIMITERS",
    "EARLIEST_YEAR",
    "ENCODINGS",
    "ENGLISH_ROSTER_TEXTS",
    "FRENCH_DIAGNOSIS_TEXTS",
    "FRENCH_LIST_TEXTS",
    "FRENCH_PREFLIGHT_TEXTS",
    "FRENCH_ROSTER_TEXTS",
    "IMPORT_HORS_BEE",
    "LISTE_DETAILLEE",
    "LISTE_DETAILLEE_COLUMNS",
    "LISTE_SIMPLE",
    "MOST_PROBLEMS",
    "RESULTATS_DNB",
    "SIECLE_CSV",
    "SIECLE_XML",
    "STATUS_LABELS",
    "TABLE_FORMATS",
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
    "MissingColumnError",
    "NoHeaderError",
    "NulByteError",
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
    "RosterReader",
    "RosterStream",
    "RosterTexts",
    "Severity",
    "Source",
    "TooBigError",
    "UnknownFormatError",
    "WrongSchoolError",
    "can_be_email",
    "coverage_list",
    "credentials_with_passwords",
    "diagnose",
    "diagnose_source",
    "diagnosis_list",
    "diagnosis_text",
    "hand_out_list",
    "merge_rosters",
    "missing_list",
    "open_roster",
    "preflight",
    "preflight_list",
    "preflight_text",
    "read_csv",
    "read_list",
    "read_liste_detaillee",
    "read_roster",
    "read_siecle_xml",
    "run_list",
    "short_list",
    "write_liste_detaillee",
]
