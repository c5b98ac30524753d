"""Problems in words: French for the school, English for the developer, both values that a host may replace."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen

from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem

_LONGEST_VALUE: Final = 60  # characters of what was found that a sentence repeats
_LONGEST_LIST: Final = 400  # characters of what was expected: all states that we know fit in


@frozen
class ProblemText:
    """One kind of problem in words.

    ``{line}``, ``{column}``, ``{value}`` (in quotation marks), ``{count}`` (the value without them) and ``{expected}``
    are filled in from the problem.
    """

    sentence: str
    """What is wrong, without its place."""
    cure: str
    """What to do about it."""


@frozen
class RosterTexts:
    """The words for roster problems."""

    texts: Mapping[ProblemCode, ProblemText]
    """A text for each code."""
    line: str
    """How a sentence starts that speaks of a line."""
    cell: str
    """How a sentence starts that speaks of a cell."""
    quote: str
    """How a value is quoted."""
    nothing: str
    """What stands for a value that is empty."""

    def sentence(self, problem: RosterProblem) -> str:
        """Return the place and what is wrong there: « Ligne 12, colonne « INE » : … »."""
        place = "" if problem.line is None else self.line if problem.column is None else self.cell
        return self._fill(place + self.texts[problem.code].sentence, problem)

    def cure(self, problem: RosterProblem) -> str:
        """Return what to do about it."""
        return self._fill(self.texts[problem.code].cure, problem)

    def _fill(self, template: str, problem: RosterProblem) -> str:
        value = _shorten(problem.value, _LONGEST_VALUE)
        return template.format(
            line=problem.line,
            column=problem.column,
            count=value,
            value=self.quote.format(value) if value else self.nothing,
            expected=_shorten(problem.expected, _LONGEST_LIST),
        )


def _shorten(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest]}…"


FRENCH_ROSTER_TEXTS: Final = RosterTexts(
    texts=MappingProxyType(
        {
            ProblemCode.UNREADABLE_FILE: ProblemText(
                "Le fichier n'est pas une liste que l'on sache lire.",
                "Reprenez l'export d'origine.",
            ),
            ProblemCode.EMPTY_FILE: ProblemText(
                "Le fichier est vide.",
                "Exportez de nouveau la « Liste détaillée de mes élèves » depuis CYCLADES.",
            ),
            ProblemCode.NUL_BYTE: ProblemText(
                "le fichier contient un octet nul : ce n'est pas un CSV en UTF-8.",
                "Enregistrez le fichier au format « CSV UTF-8 » et non comme classeur ou « texte Unicode ».",
            ),
            ProblemCode.NOT_UTF8: ProblemText(
                "l'octet {value} n'est pas de l'UTF-8.",
                "Enregistrez le fichier au format « CSV UTF-8 », ou reprenez l'export d'origine.",
            ),
            ProblemCode.NO_HEADER: ProblemText(
                "Aucune ligne ne porte les noms des colonnes.",
                "Vérifiez que le fichier est une « Liste détaillée » séparée par des points-virgules ; "
                "colonnes attendues : {expected}.",
            ),
            ProblemCode.MISSING_COLUMN: ProblemText(
                "la colonne manque.",
                "Reprenez l'export avec cette colonne, ou indiquez le nom qu'elle porte dans ce fichier.",
            ),
            ProblemCode.WRONG_SCHOOL: ProblemText(
                "ce fichier est celui de l'établissement {value}, et non de {expected}.",
                "Choisissez le fichier de l'établissement {expected}. Rien n'a été lu.",
            ),
            ProblemCode.NO_EMAIL_COLUMN: ProblemText(
                "la colonne manque : sans adresse mail, aucune candidature ne recevra de compte.",
                "Ajoutez cette colonne au fichier, ou indiquez le nom qu'elle y porte.",
            ),
            ProblemCode.CUT_LINE: ProblemText(
                "ligne coupée : {count} cellule(s) au lieu de {expected}.",
                "Remettez l'élève sur une seule ligne complète, ou reprenez l'export d'origine.",
            ),
            ProblemCode.BROKEN_QUOTES: ProblemText(
                "un guillemet n'est pas fermé, ou se ferme au milieu d'une cellule : {value}.",
                "Supprimez ce guillemet, ou reprenez l'export d'origine.",
            ),
            ProblemCode.COLUMNS_DIFFER: ProblemText(
                "la colonne figure deux fois, avec {value} puis « {expected} ».",
                "Corrigez la valeur fausse : les deux cellules doivent être identiques.",
            ),
            ProblemCode.MISSING_INE: ProblemText(
                "pas d'INE.",
                "Renseignez l'INE de l'élève : sans lui, rien ne dit de quelle personne il s'agit.",
            ),
            ProblemCode.MALFORMED_INE: ProblemText(
                "{value} ne peut pas être un INE.",
                "Un INE a 11 caractères : 11 chiffres, ou 10 chiffres et 1 lettre, ou 9 chiffres et 2 lettres.",
            ),
            ProblemCode.EMPTY_NAME: ProblemText(
                "la cellule est vide.",
                "Renseignez le nom de famille et les prénoms, comme à l'état civil.",
            ),
            ProblemCode.BAD_DATE: ProblemText(
                "{value} n'est pas une date possible.",
                "Écrivez la date sous la forme jj/mm/aaaa, par exemple 23/01/2010.",
            ),
            ProblemCode.UNKNOWN_STATUS: ProblemText(
                "état de la candidature inconnu : {value}.",
                "États connus : {expected}. Corrigez l'état, ou indiquez ce que celui-ci veut dire.",
            ),
        }
    ),
    line="Ligne {line} : ",
    cell="Ligne {line}, colonne « {column} » : ",
    quote="« {} »",
    nothing="une cellule vide",
)
"""What the school reads."""

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
                "there is a NUL byte, so this is no CSV file in UTF-8.",
                "Save it as « CSV UTF-8 », not as a workbook or as Unicode text.",
            ),
            ProblemCode.NOT_UTF8: ProblemText(
                "the byte {value} is not UTF-8.",
                "Save the file as « CSV UTF-8 », or take the original export.",
            ),
            ProblemCode.NO_HEADER: ProblemText(
                "No line names the columns.",
                "Check that the file is a « Liste détaillée » separated by semicolons, or say how its columns are "
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
            ProblemCode.NO_EMAIL_COLUMN: ProblemText(
                "the column is missing, and without an e-mail address no candidature gets an account.",
                "Add this column to the file, or say how it is called there.",
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
        }
    ),
    line="Line {line}: ",
    cell="Line {line}, column {column!r}: ",
    quote="'{}'",
    nothing="an empty cell",
)
"""What ``str(error)`` says."""
