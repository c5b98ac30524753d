"""The lists of pupils that CYCLADES exports as CSV: « Liste simple » and « Liste détaillée de mes élèves » (M13).

UTF-8 with or without byte order mark, ``;``, CRLF or LF; 8 or 9 lines before the header, padded with ``;``; « Division
de classe » twice; an empty field is `` -``; divisions stand between apostrophes (``'3A'``). Source: public samples of
the export; the memo names « Identifiant de connexion » alone.
"""

from typing import Final

from attrs import evolve

from cyclades_accounts.rosters._columns import RosterColumns
from cyclades_accounts.rosters._format import RosterFormat

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
"""The names that CYCLADES gives, and ours for what its public samples lack: ``email``, ``serie`` and ``qualification``,
which the memo implies (M3, M4)."""

_REQUIRED: Final = ("family_name", "given_names", "status", "ine")

LISTE_DETAILLEE: Final = RosterFormat(
    "CYCLADES_LISTE_DETAILLEE", "CYCLADES, « Liste détaillée de mes élèves »", LISTE_DETAILLEE_COLUMNS, _REQUIRED
)
"""The list with everything (M13)."""

LISTE_SIMPLE: Final = RosterFormat(
    "CYCLADES_LISTE_SIMPLE",
    "CYCLADES, « Liste simple »",
    evolve(LISTE_DETAILLEE_COLUMNS, email=None, serie=None, qualification=None, login=None),
    _REQUIRED,
)
"""The same without address, série, qualification and login."""
