"""The CSV files that schools have, each as a :class:`RosterFormat`, and how they write the state of a candidature.

Sources: public samples of the exports, and readers of other projects. The memo names one column of the « Liste
détaillée » alone, « Identifiant de connexion » (M13).
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import evolve

from cyclades_accounts.model import CandidatureStatus
from cyclades_accounts.rosters._files.cells import read_cell, read_wrapped_cell
from cyclades_accounts.rosters._formats.format import RosterColumns, RosterFormat

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

LISTE_DETAILLEE: Final = RosterFormat(
    "CYCLADES_LISTE_DETAILLEE",
    "CYCLADES, « Liste détaillée de mes élèves »",
    LISTE_DETAILLEE_COLUMNS,
    ("family_name", "given_names", "status", "ine"),
)
"""The list of pupils with all its columns, exported by CYCLADES (M13).

UTF-8 with or without byte order mark, ``;``, CRLF or LF. 8 or 9 lines stand before the header, padded with ``;``.
« Division de classe » stands twice. An empty field is a space and a hyphen. Divisions stand between apostrophes
(``'3A'``).
"""

LISTE_SIMPLE: Final = RosterFormat(
    "CYCLADES_LISTE_SIMPLE",
    "CYCLADES, « Liste simple »",
    evolve(LISTE_DETAILLEE_COLUMNS, email=None, serie=None, qualification=None, login=None),
    LISTE_DETAILLEE.required,
)
"""The list of pupils without address, série, qualification and login, exported by CYCLADES."""

IMPORT_HORS_BEE: Final = RosterFormat(
    "CYCLADES_IMPORT_HORS_BEE",
    "CYCLADES, fichier d'import hors BEE",
    RosterColumns(
        family_name="nom_famille",
        given_names="prenoms",
        ine="ine",
        birth_date="date_naissance",
        email="adresse_mail",
        school="etablissement",
        division="division_classe",
        serie="serie",
        category="categorie",
    ),
    ("family_name", "given_names", "ine"),
)
"""The file with which a school without SIECLE brings its candidates into CYCLADES.

34 columns, ``;``, named like the fields of a form. It has no state: CYCLADES gives the state afterwards.
"""

RESULTATS_DNB: Final = RosterFormat(
    "DNB_RESULTATS",
    "Résultats du DNB",
    RosterColumns(
        serie="Série",
        school="Code Etablissement",
        division="Division de classe",
        category="Catégorie candidat",
        number="Numéro Candidat",
        ine="INE",
        family_name="Nom candidat",
        given_names="Prénom candidat",
        birth_date="Date de naissance",
    ),
    ("family_name", "given_names", "ine"),
)
"""The results of the DNB: the candidates who sat the exam, with the code of the school on every line. It has no state
and no address; the header is the line that starts with « Série »."""

_SIECLE_CELL = re.compile(r'="(.*)"', re.DOTALL)


def _bare(cell: str) -> str:
    """Take ``="…"`` off, where it stands around a cell."""
    found = _SIECLE_CELL.fullmatch(cell.strip())
    return found[1] if found else cell


def read_siecle_cell(cell: str) -> str:
    """Return what a cell of SIECLE means, with or without ``="…"`` around it."""
    return read_cell(_bare(cell))


def read_siecle_division(cell: str) -> str:
    """Return what the cell of a division means, with or without ``="…"`` around it."""
    return read_wrapped_cell(_bare(cell))


SIECLE_CSV: Final = RosterFormat(
    "SIECLE_ELEVES_PAR_DIVISION",
    "SIECLE, liste des élèves par division",
    RosterColumns(
        family_name="NOM",
        given_names="PRENOM",
        birth_date="NE(E) LE",
        division="DIV.",
        left_on="date_sortie",
        ine="id_national",
    ),
    ("family_name", "given_names"),
    read_siecle_cell,
    read_siecle_division,
)
"""SIECLE's ``EXP_Liste_des_eleves_par_division.csv``: names, birth dates and divisions.

ISO-8859-1, ``;``. A cell may be ``="…"``, which keeps spreadsheets from changing it. Most files have no INE, and are
joined to a file that has it (:func:`merge_rosters`); some versions have the columns ``SEXE``, ``MEF``, ``date_sortie``
or ``id_national`` too.
"""

TABLE_FORMATS: Final = (LISTE_DETAILLEE, LISTE_SIMPLE, IMPORT_HORS_BEE, RESULTATS_DNB, SIECLE_CSV)
"""The formats of CSV files that are told apart by their header."""

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
