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
    file: str
    """How a sentence starts that speaks of another file than the first."""
    nothing: str
    """What stands for a value that is empty."""

    def sentence(self, problem: RosterProblem) -> str:
        """Return the place and what is wrong there: « Ligne 12, colonne « INE » : … »."""
        file = self.file.format(file=problem.file) if problem.file else ""
        place = "" if problem.line is None else self.line if problem.column is None else self.cell
        said = self._fill(place + self.texts[problem.code].sentence, problem)
        return file + said[0].upper() + said[1:]

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
            ProblemCode.TOO_BIG: ProblemText(
                "une ligne, un texte ou une archive est démesuré.",
                "Reprenez l'export d'origine : ce fichier est abîmé, ou n'est pas une liste d'élèves.",
            ),
            ProblemCode.UNKNOWN_FORMAT: ProblemText(
                "ce fichier XML n'est pas un export de SIECLE : il commence par {value}.",
                "Dans SIECLE, exportez « ElevesSansAdresses ».",
            ),
            ProblemCode.BAD_XML: ProblemText(
                "le fichier XML est abîmé, ou dans un encodage inattendu.",
                "Reprenez l'export d'origine, sans le modifier.",
            ),
            ProblemCode.FORBIDDEN_XML: ProblemText(
                "le fichier XML déclare un type de document ou une entité, ce qu'un export de SIECLE ne fait jamais.",
                "N'ouvrez pas ce fichier et prévenez l'assistance informatique ; reprenez l'export dans SIECLE.",
            ),
            ProblemCode.BAD_ARCHIVE: ProblemText(
                "l'archive est abîmée, chiffrée, ou ne contient pas un seul fichier .xml, .csv ou .txt.",
                "Reprenez l'export d'origine. S'il s'agit d'un classeur, enregistrez-le au format « CSV UTF-8 ».",
            ),
            ProblemCode.NO_HEADER: ProblemText(
                "Aucune ligne ne porte les noms des colonnes.",
                "Vérifiez que le fichier est une liste d'élèves, avec sa ligne de titres ; "
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
            ProblemCode.WRONG_SESSION: ProblemText(
                "Le fichier est celui de l'année {value}, et la session choisie celle de {expected}.",
                "Vérifiez la session, ou exportez la liste de l'année {expected}.",
            ),
            ProblemCode.NO_LINES: ProblemText(
                "aucun élève ne figure sous les titres des colonnes.",
                "Vérifiez les critères de l'export, qui est vide.",
            ),
            ProblemCode.NO_EMAIL_COLUMN: ProblemText(
                "aucune colonne ne donne les adresses mail : sans elles, aucune candidature ne recevra de compte.",
                "Ajoutez cette colonne, indiquez le nom qu'elle porte, ou joignez un fichier qui donne les adresses.",
            ),
            ProblemCode.NO_STATUS_COLUMN: ProblemText(
                "aucune colonne ne donne l'état des candidatures : elles comptent comme « Non inscrit », sans compte.",
                "Joignez la liste de CYCLADES, qui donne l'état, ou indiquez celui de toutes ces candidatures.",
            ),
            ProblemCode.NO_INE_COLUMN: ProblemText(
                "aucune colonne ne donne l'INE : seul, ce fichier ne dit pas de quelles personnes il s'agit.",
                "Joignez-le à un fichier qui donne l'INE, comme la liste de CYCLADES.",
            ),
            ProblemCode.NO_NAME_COLUMN: ProblemText(
                "aucune colonne ne donne le nom et les prénoms : ce fichier ne sert qu'avec un autre.",
                "Joignez-le à un fichier qui donne les noms, comme la liste de CYCLADES.",
            ),
            ProblemCode.UNDECODABLE: ProblemText(
                "l'octet {value} n'est pas un caractère de ce fichier.",
                "Enregistrez le fichier au format « CSV UTF-8 », ou reprenez l'export d'origine.",
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
            ProblemCode.OTHER_SCHOOL: ProblemText(
                "cette ligne est celle d'un élève de l'établissement {value}, et non de {expected}.",
                "Ôtez la ligne, ou corrigez le code de l'établissement.",
            ),
            ProblemCode.UNMATCHED_LINE: ProblemText(
                "{value} ne figure pas dans le premier fichier : la ligne n'est pas jointe.",
                "Vérifiez si l'élève est candidat ; si oui, inscrivez-le dans CYCLADES.",
            ),
            ProblemCode.DOUBTFUL_JOIN: ProblemText(
                "{value} pourrait être {expected} : la ligne n'est jointe à personne.",
                "Renseignez l'INE sur cette ligne, ou corrigez le nom ou la date de naissance.",
            ),
            ProblemCode.FILES_DISAGREE: ProblemText(
                "{value} ici, « {expected} » dans le premier fichier, qui l'emporte.",
                "Corrigez celui des deux fichiers qui se trompe.",
            ),
            ProblemCode.TWICE_IN_FILE: ProblemText(
                "{value} figure déjà à la ligne {expected}.",
                "Supprimez l'une des deux lignes : la première compte.",
            ),
            ProblemCode.ONE_INE_TWO_PEOPLE: ProblemText(
                "le même INE est celui de deux personnes : {value}, et {expected}.",
                "Corrigez l'INE de l'une des deux : d'ici là, aucune ne compte.",
            ),
            ProblemCode.SAME_PERSON: ProblemText(
                "{value} : même nom et même date de naissance que {expected}, sous un autre INE.",
                "S'il s'agit d'une seule personne, corrigez l'INE ou supprimez l'une des lignes.",
            ),
            ProblemCode.SAME_EMAIL: ProblemText(
                "l'adresse {value} est aussi celle de {expected}.",
                "Vérifiez de qui elle est : deux élèves de noms différents la partagent.",
            ),
            ProblemCode.SIBLINGS: ProblemText(
                "l'adresse {value} est aussi celle de {expected}.",
                "C'est normal pour une fratrie : rien à faire.",
            ),
            ProblemCode.NO_EMAIL: ProblemText(
                "{value} n'a pas d'adresse mail, et ne recevra pas de compte.",
                "Renseignez l'adresse mail de la candidature.",
            ),
            ProblemCode.IMPOSSIBLE_EMAIL: ProblemText(
                "{value} ne peut pas être une adresse mail.",
                "Corrigez l'adresse, par exemple prenom.nom@exemple.fr.",
            ),
            ProblemCode.LEFT_SCHOOL: ProblemText(
                "{expected} a quitté l'établissement le {count} : pas de candidature.",
                "Rien à faire, si c'est exact.",
            ),
            ProblemCode.STORE_OTHER_PERSON: ProblemText(
                "cet INE est déjà enregistré pour {expected}, et non pour {value}.",
                "Corrigez l'INE, ou le nom de la personne enregistrée s'il s'agit bien d'elle.",
            ),
            ProblemCode.STORE_SAME_PERSON: ProblemText(
                "{value} est déjà enregistré sous un autre INE : {expected}.",
                "S'il s'agit de la même personne, corrigez l'INE ou fusionnez ses dossiers.",
            ),
            ProblemCode.STORE_ONLY: ProblemText(
                "{value} est enregistré et ne figure pas dans le fichier : sa candidature reste.",
                "Rien à faire si l'élève est toujours là ; sinon, enregistrez son nouvel état.",
            ),
        }
    ),
    line="Ligne {line} : ",
    cell="Ligne {line}, colonne « {column} » : ",
    quote="« {} »",
    file="{file}. ",
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
            ProblemCode.TOO_BIG: ProblemText(
                "a line, a text or an archive is out of all proportion.",
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
            ProblemCode.NO_EMAIL_COLUMN: ProblemText(
                "no column holds e-mail addresses, and without one no candidature gets an account.",
                "Add this column, say how it is called, or merge a file that has the addresses.",
            ),
            ProblemCode.NO_STATUS_COLUMN: ProblemText(
                "no column holds the state: every candidature is read as « Non inscrit », and gets no account.",
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
