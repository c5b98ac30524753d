"""The results of the DNB as CSV: whoever sat the exam, with the school's code on every line; no state, no address."""

from typing import Final

from cyclades_accounts.rosters._columns import RosterColumns
from cyclades_accounts.rosters._format import RosterFormat

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
"""The columns that mean something to us; the header is the line that starts with « Série »."""
