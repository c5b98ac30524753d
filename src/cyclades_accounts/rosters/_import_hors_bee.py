"""CYCLADES « import hors BEE »: the CSV with which a school without SIECLE brings its candidates into CYCLADES.

34 columns, ``;``, named like fields of a form (``nom_famille``, ``adresse_mail``). It has no state: CYCLADES gives it.
"""

from typing import Final

from cyclades_accounts.rosters._columns import RosterColumns
from cyclades_accounts.rosters._format import RosterFormat

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
"""What of its 34 columns means something to us."""
