"""Problems in English, for the developer."""

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
                "there is a NUL byte, which no text holds: the file is a workbook, in UTF-16, or damaged.",
                "Save it as « CSV UTF-8 », not as a workbook or as Unicode text, or take the original export.",
            ),
            ProblemCode.TOO_BIG: ProblemText(
                "the file, a line or an archive is out of all proportion.",
                "Take the original export: this file is damaged, or no list of pupils.",
            ),
            ProblemCode.UNKNOWN_FORMAT: ProblemText(
                "this XML file is no export of SIECLE: it starts with {value}.",
                "Export « ElevesSansAdresses » from SIECLE.",
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
                "the archive is damaged, encrypted, or does not hold exactly one .xml, .csv or .txt file.",
                "Take the original export. If this is a workbook, save it as « CSV UTF-8 ».",
            ),
            ProblemCode.NO_HEADER: ProblemText(
                "No line names the columns.",
                "Check that the file is a list of pupils, with the line that names its columns, or say how they are "
                "called; expected: {expected}.",
            ),
            ProblemCode.MISSING_COLUMN: ProblemText(
                "the column is missing.",
                "Export the list with this column, or say how it is called in this file.",
            ),
            ProblemCode.WRONG_SCHOOL: ProblemText(
                "this is the file of school {value}, not of {expected}.",
                "Take the file of school {expected}. Nothing was read.",
            ),
            ProblemCode.WRONG_SESSION: ProblemText(
                "The file is of the year {value}, and the session of {expected}.",
                "Check the session, or export the list of the year {expected}.",
            ),
            ProblemCode.NO_LINES: ProblemText(
                "nobody stands below the names of the columns.",
                "Check the criteria of the export: it is empty.",
            ),
            ProblemCode.MORE_PROBLEMS: ProblemText(
                "{count} more problem(s) are not listed.",
                "Correct those that are, or take the original export, and read the file again.",
            ),
            ProblemCode.NO_EMAIL_COLUMN: ProblemText(
                "no column holds e-mail addresses, and without one no candidature gets an account.",
                "Add this column, say how it is called, or merge a file that has the addresses.",
            ),
            ProblemCode.NO_STATUS_COLUMN: ProblemText(
                "no column holds the state: every candidature is read without one, and gets no account.",
                "Merge the list of CYCLADES, which has the state, or pass the state of all these candidatures.",
            ),
            ProblemCode.NO_INE_COLUMN: ProblemText(
                "no column holds the INE, so that the file alone does not say who is who.",
                "Merge it with a file that has the INE, such as the list of CYCLADES, or pass a resolver.",
            ),
            ProblemCode.NO_NAME_COLUMN: ProblemText(
                "no column holds family name and given names, so that the file serves only beside another one.",
                "Merge it with a file that has the names, such as the list of CYCLADES.",
            ),
            ProblemCode.UNDECODABLE: ProblemText(
                "the byte {value} is no character of this file's encoding.",
                "Save the file as « CSV UTF-8 », or take the original export.",
            ),
            ProblemCode.UNPRINTABLE: ProblemText(
                "the character {value} cannot be printed.",
                "Type the cell again, or take the original export.",
            ),
            ProblemCode.CUT_LINE: ProblemText(
                "the line is cut: {count} cell(s) instead of {expected}.",
                "Put the candidate on one complete line, or take the original export.",
            ),
            ProblemCode.BROKEN_QUOTES: ProblemText(
                "a quotation mark is not closed, or closes in the middle of a cell: {value}.",
                "Remove that quotation mark, or take the original export.",
            ),
            ProblemCode.COLUMNS_DIFFER: ProblemText(
                "the column stands twice, with {value} and then '{expected}'.",
                "Correct the wrong one: the two cells must be equal.",
            ),
            ProblemCode.MISSING_INE: ProblemText(
                "no INE.",
                "Enter the INE, or pass a resolver that finds the person's key.",
            ),
            ProblemCode.MALFORMED_INE: ProblemText(
                "{value} cannot be an INE.",
                "An INE has 11 characters: 11 digits, or 10 digits and 1 letter, or 9 digits and 2 letters.",
            ),
            ProblemCode.TOO_LONG: ProblemText(
                "{value} has more than {expected} characters.",
                "Shorten it, or check whether a quotation mark is missing.",
            ),
            ProblemCode.EMPTY_NAME: ProblemText(
                "the cell is empty.",
                "Enter the family name and the given names as the civil registry writes them.",
            ),
            ProblemCode.BAD_DATE: ProblemText(
                "{value} is not a possible date.",
                "Write the date as dd/mm/yyyy, for example 23/01/2010.",
            ),
            ProblemCode.UNKNOWN_STATUS: ProblemText(
                "unknown state {value}.",
                "Known states: {expected}. Correct the state, or pass a mapping that says what it means.",
            ),
            ProblemCode.OTHER_SCHOOL: ProblemText(
                "the line is of a pupil of school {value}, not of {expected}.",
                "Remove the line, or correct the school's code.",
            ),
            ProblemCode.UNMATCHED_LINE: ProblemText(
                "{value} is not in the first file: the line is not joined.",
                "Check whether the pupil is a candidate.",
            ),
            ProblemCode.DOUBTFUL_JOIN: ProblemText(
                "{value} may be {expected}: the line is joined to nobody.",
                "Enter the INE on this line, or correct the name or the birth date.",
            ),
            ProblemCode.FILES_DISAGREE: ProblemText(
                "{value} here, '{expected}' in the first file, which counts.",
                "Correct whichever file is wrong.",
            ),
            ProblemCode.TWICE_IN_FILE: ProblemText(
                "{value} already stands on line {expected}.",
                "Remove one of the two lines: the first one counts.",
            ),
            ProblemCode.ONE_INE_TWO_PEOPLE: ProblemText(
                "one INE for two people: {value} and {expected}.",
                "Correct the INE of one of the two: until then neither counts.",
            ),
            ProblemCode.SAME_PERSON: ProblemText(
                "{value}: same name and birth date as {expected}, under another INE.",
                "If they are one person, correct the INE or remove one of the lines.",
            ),
            ProblemCode.SAME_EMAIL: ProblemText(
                "the address {value} is also that of {expected}.",
                "Check whose it is: two pupils of different names share it.",
            ),
            ProblemCode.SIBLINGS: ProblemText(
                "the address {value} is also that of {expected}.",
                "Siblings do share one: nothing to do.",
            ),
            ProblemCode.NO_STATUS: ProblemText(
                "no state for {value}: without it, no account.",
                "Fill in the state of the candidature.",
            ),
            ProblemCode.NO_CATEGORY: ProblemText(
                "no category for {value}: without it, no account.",
                "Fill in the category of the candidature.",
            ),
            ProblemCode.NO_EMAIL: ProblemText(
                "{value} has no e-mail address, and gets no account.",
                "Enter the e-mail address of the candidature.",
            ),
            ProblemCode.IMPOSSIBLE_EMAIL: ProblemText(
                "{value} cannot be an e-mail address.",
                "Correct the address.",
            ),
            ProblemCode.LEFT_SCHOOL: ProblemText(
                "{expected} left the school on {count}: no candidature.",
                "Nothing to do, if that is right.",
            ),
            ProblemCode.STORE_OTHER_PERSON: ProblemText(
                "the store knows this INE as {expected}, not as {value}.",
                "Correct the INE, or rename the person in the store if it is the same.",
            ),
            ProblemCode.STORE_TYPING_SLIP: ProblemText(
                "{value} is registered with a given name that differs by one letter: {expected}.",
                "Check that it is the same person, and correct the name that is wrong.",
            ),
            ProblemCode.STORE_SAME_PERSON: ProblemText(
                "the store knows {value} under another INE: {expected}.",
                "If they are one person, correct the INE or merge the two keys.",
            ),
            ProblemCode.STORE_ONLY: ProblemText(
                "{value} is in the store and not in the file: the candidature stays.",
                "Nothing to do if the pupil is still there; else register the new state.",
            ),
        }
    ),
    line="Line {line}: ",
    cell="Line {line}, column {column!r}: ",
    quote="'{}'",
    file="{file}: ",
    nothing="an empty cell",
)
"""What ``str(error)`` says."""
