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

from cyclades_accounts.rosters._checks.diagnosis import Diagnosis as Diagnosis
from cyclades_accounts.rosters._checks.diagnosis import can_be_email as can_be_email
from cyclades_accounts.rosters._checks.diagnosis import diagnose as diagnose
from cyclades_accounts.rosters._checks.in_words import diagnosis_text as diagnosis_text
from cyclades_accounts.rosters._checks.in_words import preflight_text as preflight_text
from cyclades_accounts.rosters._checks.preflight import Preflight as Preflight
from cyclades_accounts.rosters._checks.preflight import preflight as preflight
from cyclades_accounts.rosters._checks.texts import FRENCH_DIAGNOSIS_TEXTS as FRENCH_DIAGNOSIS_TEXTS
from cyclades_accounts.rosters._checks.texts import FRENCH_PREFLIGHT_TEXTS as FRENCH_PREFLIGHT_TEXTS
from cyclades_accounts.rosters._checks.texts import DiagnosisTexts as DiagnosisTexts
from cyclades_accounts.rosters._checks.texts import PreflightTexts as PreflightTexts
from cyclades_accounts.rosters._files.cells import EARLIEST_YEAR as EARLIEST_YEAR
from cyclades_accounts.rosters._files.encoding import ENCODINGS as ENCODINGS
from cyclades_accounts.rosters._files.records import DELIMITERS as DELIMITERS
from cyclades_accounts.rosters._files.source import Source as Source
from cyclades_accounts.rosters._formats.columns import RosterColumns as RosterColumns
from cyclades_accounts.rosters._formats.titles import CATEGORY_LABELS as CATEGORY_LABELS
from cyclades_accounts.rosters._formats.titles import FORMATS as FORMATS
from cyclades_accounts.rosters._formats.titles import LISTE_DETAILLEE_COLUMNS as LISTE_DETAILLEE_COLUMNS
from cyclades_accounts.rosters._formats.titles import NOTHING as NOTHING
from cyclades_accounts.rosters._formats.titles import SIECLE_XML as SIECLE_XML
from cyclades_accounts.rosters._formats.titles import STATUS_LABELS as STATUS_LABELS
from cyclades_accounts.rosters._formats.titles import RosterFormat as RosterFormat
from cyclades_accounts.rosters._lists.csv_writer import CSV_LIST_WRITER as CSV_LIST_WRITER
from cyclades_accounts.rosters._lists.csv_writer import CsvListWriter as CsvListWriter
from cyclades_accounts.rosters._lists.csv_writer import read_list as read_list
from cyclades_accounts.rosters._lists.liste_detaillee import write_liste_detaillee as write_liste_detaillee
from cyclades_accounts.rosters._lists.lists import coverage_list as coverage_list
from cyclades_accounts.rosters._lists.lists import credentials_with_passwords as credentials_with_passwords
from cyclades_accounts.rosters._lists.lists import diagnosis_list as diagnosis_list
from cyclades_accounts.rosters._lists.lists import hand_out_list as hand_out_list
from cyclades_accounts.rosters._lists.lists import missing_list as missing_list
from cyclades_accounts.rosters._lists.lists import preflight_list as preflight_list
from cyclades_accounts.rosters._lists.lists import run_list as run_list
from cyclades_accounts.rosters._lists.lists import short_list as short_list
from cyclades_accounts.rosters._lists.lists import situation_list as situation_list
from cyclades_accounts.rosters._lists.texts import FRENCH_LIST_TEXTS as FRENCH_LIST_TEXTS
from cyclades_accounts.rosters._lists.texts import ListTexts as ListTexts
from cyclades_accounts.rosters._problems.errors import BadArchiveError as BadArchiveError
from cyclades_accounts.rosters._problems.errors import BadXmlError as BadXmlError
from cyclades_accounts.rosters._problems.errors import EmptyFileError as EmptyFileError
from cyclades_accounts.rosters._problems.errors import FaultyRosterError as FaultyRosterError
from cyclades_accounts.rosters._problems.errors import ForbiddenXmlError as ForbiddenXmlError
from cyclades_accounts.rosters._problems.errors import NoHeaderError as NoHeaderError
from cyclades_accounts.rosters._problems.errors import NulByteError as NulByteError
from cyclades_accounts.rosters._problems.errors import OtherExportError as OtherExportError
from cyclades_accounts.rosters._problems.errors import RosterFileError as RosterFileError
from cyclades_accounts.rosters._problems.errors import SeveralFilesError as SeveralFilesError
from cyclades_accounts.rosters._problems.errors import TooBigError as TooBigError
from cyclades_accounts.rosters._problems.errors import UnknownFormatError as UnknownFormatError
from cyclades_accounts.rosters._problems.errors import WebPageError as WebPageError
from cyclades_accounts.rosters._problems.errors import WorkbookError as WorkbookError
from cyclades_accounts.rosters._problems.errors import WrongSchoolError as WrongSchoolError
from cyclades_accounts.rosters._problems.problems import MOST_PROBLEMS as MOST_PROBLEMS
from cyclades_accounts.rosters._problems.problems import ProblemCode as ProblemCode
from cyclades_accounts.rosters._problems.problems import RosterProblem as RosterProblem
from cyclades_accounts.rosters._problems.problems import Severity as Severity
from cyclades_accounts.rosters._problems.texts import FRENCH_ROSTER_TEXTS as FRENCH_ROSTER_TEXTS
from cyclades_accounts.rosters._problems.texts import ProblemText as ProblemText
from cyclades_accounts.rosters._problems.texts import RosterTexts as RosterTexts
from cyclades_accounts.rosters._reading.line_reader import LineReader as LineReader
from cyclades_accounts.rosters._reading.line_reader import ReadLine as ReadLine
from cyclades_accounts.rosters._reading.line_reader import RosterEntry as RosterEntry
from cyclades_accounts.rosters._reading.merge import merge_rosters as merge_rosters
from cyclades_accounts.rosters._reading.options import DEFAULT_OPTIONS as DEFAULT_OPTIONS
from cyclades_accounts.rosters._reading.options import ReaderOptions as ReaderOptions
from cyclades_accounts.rosters._reading.options import Resolver as Resolver
from cyclades_accounts.rosters._reading.read_roster import open_roster as open_roster
from cyclades_accounts.rosters._reading.read_roster import read_roster as read_roster
from cyclades_accounts.rosters._reading.roster_file import Preamble as Preamble
from cyclades_accounts.rosters._reading.roster_file import RosterFile as RosterFile
from cyclades_accounts.rosters._reading.roster_file import RosterStream as RosterStream
