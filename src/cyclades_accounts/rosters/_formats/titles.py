"""The titles under which files hold what we read, the formats that some of them tell, and what labels mean.

Sources: public samples of the exports, and readers of other projects. The memo names one column of the « Liste
détaillée » alone, « Identifiant de connexion » (M13). Titles and labels compare without case, accents and punctuation.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from cyclades_accounts.model import CandidatureStatus
from cyclades_accounts.rosters._files.cells import fold_label
from cyclades_accounts.rosters._formats.columns import RosterColumns

LISTE_DETAILLEE_COLUMNS: Final = RosterColumns(
    family_name="Nom de famille",
    given_names="Prénom(s)",
    status="Etat",
    ine="INE",
    usage_name="Nom d'usage",
    birth_date="Date de Naissance",
    division="Division de classe",
    category="Catégorie Candidat",
    number="N° Candidat",
    email="Adresse mail",
    serie="Série",
    qualification="Qualification présentée",
    login="Identifiant de connexion",
)
"""The names that CYCLADES gives. ``email``, ``serie`` and ``qualification`` are names of ours: the public samples lack
these columns, and the memo implies them (M3, M4)."""

_USUAL: Final[Mapping[str, str]] = {
    "family_name": "Nom de famille; Nom de naissance; Nom candidat; nom_famille; Nom de l'élève; Nom élève; Nom",
    "given_names": "Prénom(s); Prénoms; Prénom candidat; Prénom de l'élève; Prénom élève; Prénom 1; Prénom",
    "full_name": "Nom et prénom(s); Nom et prénom; Nom et prénoms; Nom prénom; Nom prénoms; Élèves; Élève; Nom complet",
    "status": "Etat; État de la candidature; Etat candidature; État d'inscription; Statut de la candidature",
    "ine": (
        "INE; Code INE; N° INE; Numéro INE; INE_RNIE; Id National; Identifiant national; Identifiant national élève; "
        "N° national; INE élève"
    ),
    "usage_name": "Nom d'usage; Nom usage; Nom usuel; Nom d'usage élève",
    "birth_date": "Date de Naissance; Date Naissance; Né(e) le; Né le; Née le; Date naiss; Naissance; DDN",
    "division": (
        "Division de classe; division_classe; Division; DIV.; Classe de rattachement; Code division; Code classe; "
        "Libellé classe; Lib. classe; Classe; Classes; Code Structure; Structure; Division élève"
    ),
    "category": "Catégorie Candidat; Catégorie de candidat; Catégorie du candidat; Catégorie",
    "number": "N° Candidat; Numéro Candidat; N° de candidat; Numéro de candidat",
    "email": (
        "Adresse mail; Adresse e-mail; Adresse électronique; Adresse courriel; Mail élève; Mail de l'élève; "
        "E-mail élève; Email élève; Courriel élève; Mél élève; Mail candidat; E-mail; Email; Mail; Courriel; Mél"
    ),
    "serie": "Série (libellé); Série; Libellé série; Lib. série",
    "qualification": "Qualification présentée; Qualification",
    "login": "Identifiant de connexion",
    "school": "Code Etablissement; Code UAI; UAI; RNE; Code RNE; Etablissement",
    "left_on": "date_sortie; Date de sortie; Sortie",
}
"""Titles of each attribute of :class:`RosterColumns`, the best one first."""

_MORE_GIVEN_NAMES: Final = "Prénom 2; Prénom 3; Deuxième prénom; Troisième prénom; Autres prénoms; Prénom2; Prénom3"
"""Titles of columns whose given names follow the first ones."""

_OF_NO_USE: Final = (
    "N° Inscription; N° Océan; Code Spécialité; Spécialité; Enseignements; civilite; sexe; pays_naissance; "
    "depCOM_naissance; commune_naissance; nationalite; pays; adresse_1; adresse_2; adresse_3; adresse_4; code_postal; "
    "localite; telephone; telephone_mobile; categ_socio_pro; enseignement; langue_section_inter; langue_section_euro; "
    "specialite1; specialite2; specialite3; LVA; LVB; zone_geo_souhaitee; dnl; Libellé Etablissement; "
    "Commune Etablissement; Résultat; TOTAL GENERAL; Décision; MEF; Lib. MEF; REG.; DIV. PREC.; Doublant; OPT1; OPT2; "
    "OPT3; OPT4; OPT5; OPT6; OPT7; OPT8; OPT9; OPT10; OPT11; OPT12; Régime; Option 1; Option 2; Option 3; Entrée; "
    "Date Entrée; Tuteur; Encouragement/Valorisation; Cnx Ele."
)
"""Titles that we met and that mean nothing here: they are not named among the columns that were not read."""


def _folded(titles: str) -> tuple[str, ...]:
    return tuple(fold_label(title) for title in titles.split("; "))


USUAL_TITLES: Final[Mapping[str, tuple[str, ...]]] = {name: _folded(titles) for name, titles in _USUAL.items()}
"""Titles of each attribute, folded, the best one first."""
MORE_GIVEN_NAMES: Final = frozenset(_folded(_MORE_GIVEN_NAMES))
OF_NO_USE: Final = frozenset(_folded(_OF_NO_USE))


class RosterFormat(NamedTuple):
    """A kind of file that schools have, known by titles that no other kind has together."""

    name: str
    """Stable name, safe to store."""
    label: str
    """French name, as people know it."""
    titles: str = ""
    """The titles that tell it, a semicolon between two."""

    def fits(self, labels: frozenset[str]) -> bool:
        """Whether all titles of the format are among the folded ones of a file."""
        return labels.issuperset(filter(None, _folded(self.titles)))


SIECLE_XML: Final = RosterFormat("SIECLE_ELEVES_SANS_ADRESSES", "SIECLE, élèves sans adresses")
"""SIECLE's ``ElevesSansAdresses.xml``, told by its root element."""

ANY_TABLE: Final = RosterFormat("TABLE", "Liste d’élèves")
"""A table of any other kind, whose columns are known by usual titles, or told by the host."""

FORMATS: Final = (
    RosterFormat(
        "CYCLADES_LISTE_DETAILLEE",
        "CYCLADES, « Liste détaillée de mes élèves »",
        "Nom de famille; Prénom(s); Etat; Adresse mail",
    ),
    RosterFormat(
        "CYCLADES_LISTE_DETAILLEE",
        "CYCLADES, « Liste détaillée de mes élèves »",
        "Nom de famille; Prénom(s); Identifiant de connexion",
    ),
    RosterFormat("CYCLADES_LISTE_SIMPLE", "CYCLADES, « Liste simple »", "Nom de famille; Prénom(s); Etat"),
    RosterFormat("CYCLADES_IMPORT_HORS_BEE", "CYCLADES, fichier d’import hors BEE", "nom_famille; prenoms"),
    RosterFormat("DNB_RESULTATS", "Résultats du DNB", "Nom candidat; Prénom candidat"),
    RosterFormat("DNB_RESULTATS", "Résultats du DNB", "Série; N° candidat; INE; Décision"),
    RosterFormat("SIECLE_ELEVES_PAR_DIVISION", "SIECLE, liste des élèves par division", "NOM; PRENOM; NE(E) LE; DIV."),
    RosterFormat("SIECLE_ELEVES_COMPLETE", "SIECLE, liste complète des élèves", "Id National; Code Structure"),
    RosterFormat("PRONOTE_ELEVES", "PRONOTE, liste des élèves", "Élèves; Né(e) le; Classe de rattachement"),
    ANY_TABLE,
)
"""The kinds of tables that are told apart, the most demanding first; the last one fits every table."""

_STATUSES: Final[Mapping[CandidatureStatus, tuple[str, ...]]] = {
    CandidatureStatus.INSCRIT: ("Inscrit", "Inscrite", "Inscrit(e)"),
    CandidatureStatus.PRE_INSCRIT: (
        "Pré-inscrit",
        "Pré-inscrite",
        "Pré-inscrit(e)",
        "Préinscrit",
        "Préinscrite",
    ),
    CandidatureStatus.EN_COURS: ("En cours", "En cours d'inscription"),
    CandidatureStatus.NON_INSCRIT: ("Non inscrit", "Non inscrite", "Non inscrit(e)"),
    CandidatureStatus.DEMISSIONNAIRE: ("Démissionnaire", "Démission", "Démissionné", "Démissionnée"),
    CandidatureStatus.RADIE: ("Radié", "Radiée", "Radiation"),
    CandidatureStatus.ANNULE: ("Annulé", "Annulée", "Annulation"),
}

STATUS_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {label: status.value for status, labels in _STATUSES.items() for label in labels}
)
"""What each label of the state (état) means (M2): the states that we met or expect, with the variants that people type.
Case, accents and hyphens do not count.

A school whose file says otherwise passes ``{**STATUS_LABELS, "Validé": CandidatureStatus.INSCRIT}``.
"""

_CATEGORIES: Final[Mapping[str, str]] = {
    "SCOLAIRE": "Scolaire; Candidat scolaire; Élève scolaire; Scolaires; Élève",
    "INDIVIDUEL": "Individuel; Candidat individuel; Candidat libre; Libre",
    "NON SCOLAIRE": "Non scolaire; Candidat non scolaire",
    "CNED": "CNED; Candidat CNED; Enseignement à distance",
    "APPRENTI": "Apprenti; Apprentie; Apprentissage; Candidat apprenti",
    "FORMATION CONTINUE": "Formation continue; Formation professionnelle continue; Stagiaire de la formation continue",
}

CATEGORY_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {label: meaning for meaning, labels in _CATEGORIES.items() for label in labels.split("; ")}
)
"""What the first words of a category mean, whatever stands behind: ``SCOLAIRE BACPRO 3 ANS (132)``. Which categories
get an account is the host's policy (:mod:`cyclades_accounts.eligibility`)."""

_NOTHING: Final = (
    "Non renseigné; Non renseignée; Non renseigné(e); Non communiqué; Non communiquée; Non précisé; Non précisée; "
    "Non connu; Non connue; Inconnu; Inconnue; Néant; Aucun; Aucune; N/A; NC; N.C.; N/R; NR; null; NaN; Sans prénom; "
    "Sans nom; Sans objet; Sans mail; Sans adresse; Sans email; Pas de mail; Pas d'adresse; Pas d'adresse mail; "
    "Pas d'e-mail; Pas de prénom; Pas de nom; Aucun mail; Aucune adresse; À compléter; À renseigner; XXX; "
    "Pas de courriel; Sans courriel; Pas d'email"
)
NOTHING: Final = frozenset(_NOTHING.split("; "))
"""Words that files show where nothing is known. CYCLADES itself writes « Non renseigné »."""
