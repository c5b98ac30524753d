"""Files that schools have and lists that they need; problems are data, and a bad line never hides a good one.

One module for each format; every reader returns a :class:`RosterFile` and keeps the port :class:`RosterReader`.
:func:`read_roster` tells the formats apart by itself: « Liste simple » and « Liste détaillée » of CYCLADES (M2, M3,
M13), its « import hors BEE », the results of the DNB, and SIECLE's list by division as CSV, SIECLE's
``ElevesSansAdresses.xml`` also inside its zip. :func:`read_csv` takes declared columns.

Sources: the shapes of the exports as public samples and the readers of other projects show them (the memo names the
columns of one in part), RFC 4180 for quotes, OWASP "CSV Injection" and ASVS 5.0 1.2.10 for cells that would open as
formulas.
"""

from cyclades_accounts.rosters._columns import RosterColumns
from cyclades_accounts.rosters._cyclades_lists import LISTE_DETAILLEE, LISTE_DETAILLEE_COLUMNS, LISTE_SIMPLE
from cyclades_accounts.rosters._diagnosis import Diagnosis, diagnose, diagnose_source
from cyclades_accounts.rosters._diagnosis_text import FRENCH_DIAGNOSIS_TEXTS, DiagnosisTexts, diagnosis_text
from cyclades_accounts.rosters._emails import can_be_email
from cyclades_accounts.rosters._encoding import ENCODINGS
from cyclades_accounts.rosters._errors import (
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
from cyclades_accounts.rosters._format import RosterFormat
from cyclades_accounts.rosters._import_hors_bee import IMPORT_HORS_BEE
from cyclades_accounts.rosters._line_reader import EARLIEST_YEAR, LineReader, ReadLine, RosterEntry
from cyclades_accounts.rosters._list_table import CSV_LIST_WRITER, CsvListWriter, ListTable, ListWriter, read_list
from cyclades_accounts.rosters._lists import (
    FRENCH_LIST_TEXTS,
    ListTexts,
    coverage_list,
    credentials_with_passwords,
    diagnosis_list,
    hand_out_list,
    missing_list,
    preflight_list,
    run_list,
)
from cyclades_accounts.rosters._merge import merge_rosters
from cyclades_accounts.rosters._options import DEFAULT_OPTIONS, ReaderOptions, Resolver
from cyclades_accounts.rosters._preflight import (
    FRENCH_PREFLIGHT_TEXTS,
    Preflight,
    PreflightTexts,
    preflight,
    preflight_text,
)
from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem, Severity
from cyclades_accounts.rosters._read_roster import (
    TABLE_FORMATS,
    open_roster,
    read_csv,
    read_import_hors_bee,
    read_liste_detaillee,
    read_liste_simple,
    read_resultats_dnb,
    read_roster,
    read_siecle_csv,
    read_siecle_xml,
)
from cyclades_accounts.rosters._records import DELIMITERS
from cyclades_accounts.rosters._resultats_dnb import RESULTATS_DNB
from cyclades_accounts.rosters._roster_file import RosterFile, RosterReader
from cyclades_accounts.rosters._siecle_csv import SIECLE_CSV
from cyclades_accounts.rosters._siecle_xml import SIECLE_XML
from cyclades_accounts.rosters._source import Source
from cyclades_accounts.rosters._statuses import STATUS_LABELS
from cyclades_accounts.rosters._stream import Preamble, RosterStream
from cyclades_accounts.rosters._texts import ProblemText, RosterTexts
from cyclades_accounts.rosters._texts_english import ENGLISH_ROSTER_TEXTS
from cyclades_accounts.rosters._texts_french import FRENCH_ROSTER_TEXTS
from cyclades_accounts.rosters._write_liste_detaillee import write_liste_detaillee

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
    "ListTable",
    "ListTexts",
    "ListWriter",
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
    "read_import_hors_bee",
    "read_list",
    "read_liste_detaillee",
    "read_liste_simple",
    "read_resultats_dnb",
    "read_roster",
    "read_siecle_csv",
    "read_siecle_xml",
    "run_list",
    "write_liste_detaillee",
]
