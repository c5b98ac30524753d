"""Problems in French, for the school."""

from types import MappingProxyType
from typing import Final

from cyclades_accounts.rosters._problems.problems import ProblemCode
from cyclades_accounts.rosters._problems.texts import ProblemText, RosterTexts

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
                "ce fichier n’est pas du texte : c’est un classeur, un fichier « Texte Unicode », ou il est abîmé.",
                "Dans le tableur, enregistrez-le au format « CSV UTF-8 », ou reprenez l’export d’origine.",
            ),
            ProblemCode.TOO_BIG: ProblemText(
                "le fichier, une ligne ou une archive est démesuré.",
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
            ProblemCode.MORE_PROBLEMS: ProblemText(
                "{count} autre(s) problème(s) ne sont pas énumérés.",
                "Corrigez ceux qui le sont, ou reprenez l'export d'origine, puis relisez le fichier.",
            ),
            ProblemCode.NO_EMAIL_COLUMN: ProblemText(
                "aucune colonne ne donne les adresses mail : sans elles, aucune candidature ne recevra de compte.",
                "Ajoutez cette colonne, indiquez le nom qu'elle porte, ou joignez un fichier qui donne les adresses.",
            ),
            ProblemCode.NO_STATUS_COLUMN: ProblemText(
                "aucune colonne ne donne l'état des candidatures : il compte comme non renseigné, sans compte.",
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
            ProblemCode.UNPRINTABLE: ProblemText(
                "le caractère {value} ne s'imprime pas.",
                "Retapez la cellule, ou reprenez l'export d'origine.",
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
            ProblemCode.TOO_LONG: ProblemText(
                "{value} a plus de {expected} caractères.",
                "Raccourcissez-le, ou vérifiez s'il manque un guillemet.",
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
            ProblemCode.NO_STATUS: ProblemText(
                "pas d'état pour {value} : sans lui, pas de compte.",
                "Renseignez l'état de la candidature.",
            ),
            ProblemCode.NO_CATEGORY: ProblemText(
                "pas de catégorie pour {value} : sans elle, pas de compte.",
                "Renseignez la catégorie de la candidature.",
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
            ProblemCode.STORE_TYPING_SLIP: ProblemText(
                "{value} est enregistré avec un prénom qui diffère d'une lettre : {expected}.",
                "Vérifiez qu'il s'agit de la même personne, et corrigez le prénom qui est faux.",
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
