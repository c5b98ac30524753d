"""What makes a file unreadable in English, for the developer; other problems are data and French."""

from types import MappingProxyType
from typing import Final

from cyclades_accounts.rosters._problems.problems import ProblemCode
from cyclades_accounts.rosters._problems.texts import ProblemText, RosterTexts

ENGLISH_ROSTER_TEXTS: Final = RosterTexts(
    texts=MappingProxyType(
        {
            ProblemCode.UNREADABLE_FILE: ProblemText(
                "The file is no list that can be read.",
                "Take the original export.",
            ),
            ProblemCode.EMPTY_FILE: ProblemText(
                "The file is empty.",
                "Export the « Liste détaillée de mes élèves » from CYCLADES again.",
            ),
            ProblemCode.NUL_BYTE: ProblemText(
                "there is a NUL byte, so this is no CSV file.",
                "Save it as « CSV UTF-8 », not as a workbook or as Unicode text.",
            ),
            ProblemCode.TOO_BIG: ProblemText(
                "the file, a line or an archive is out of all proportion.",
                "Take the original export: this file is damaged, or no list of pupils.",
            ),
            ProblemCode.UNKNOWN_FORMAT: ProblemText(
                "this XML file is no export of SIECLE: it starts with {value}.",
                "Export « ElevesSansAdresses » from SIECLE.",
            ),
            ProblemCode.OTHER_EXPORT: ProblemText(
                "this is an export of SIECLE, and not that of the pupils: it starts with {value}.",
                "Export « ElevesSansAdresses » from SIECLE.",
            ),
            ProblemCode.WEB_PAGE: ProblemText(
                "this is a web page that was saved in place of an export.",
                "Log in to the application again, and export the list.",
            ),
            ProblemCode.BAD_XML: ProblemText(
                "the XML file is damaged, or in an encoding that is not read.",
                "Take the original export, unchanged.",
            ),
            ProblemCode.FORBIDDEN_XML: ProblemText(
                "the XML file declares a document type or an entity, which an export of SIECLE never does.",
                "Do not open it elsewhere; take a fresh export from SIECLE.",
            ),
            ProblemCode.BAD_ARCHIVE: ProblemText(
                "the archive is damaged, encrypted, or holds no .xml, .csv or .txt file.",
                "Take the original export. If this is a workbook, save it as « CSV UTF-8 ».",
            ),
            ProblemCode.SEVERAL_FILES: ProblemText(
                "the archive holds several lists: {count}.",
                "Keep one list in the archive, or choose the file itself.",
            ),
            ProblemCode.NO_HEADER: ProblemText(
                "No line names the columns.",
                "Check that the file is a list of pupils, with the line that names its columns, or say how they are "
                "called; expected: {expected}.",
            ),
            ProblemCode.WRONG_SCHOOL: ProblemText(
                "this is the file of school {value}, not of {expected}.",
                "Take the file of school {expected}. Nothing was read.",
            ),
        }
    ),
    line="Line {line}{name}: ",
    cell="Line {line}{name}, column {column!r}: ",
    quote="'{}'",
    file="{file}: ",
    nothing="an empty cell",
)
"""What ``str(error)`` says."""
