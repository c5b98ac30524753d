"""SIECLE ``EXP_Liste_des_eleves_par_division.csv``: names, birth dates and divisions.

No INE, so that it serves beside a file that has one (:func:`merge_rosters`). ISO-8859-1, ``;``; cells may be ``="…"``,
which keeps spreadsheets from rewriting them. Some versions have the columns ``SEXE``, ``MEF``, ``date_sortie`` or
``id_national`` too.
"""

import re
from typing import Final

from cyclades_accounts.rosters._cells import read_cell, read_wrapped_cell
from cyclades_accounts.rosters._columns import RosterColumns
from cyclades_accounts.rosters._format import RosterFormat

_FORMULA = re.compile(r'="(.*)"', re.DOTALL)


def _bare(cell: str) -> str:
    """Take the ``="…"`` off."""
    text = cell.strip()
    found = _FORMULA.fullmatch(text)
    return found[1] if found else text


def read_formula_cell(cell: str) -> str:
    """Return what a cell means, with or without ``="…"``."""
    return read_cell(_bare(cell))


def read_formula_division(cell: str) -> str:
    """Return what a division's cell means, with or without ``="…"``."""
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
    read_formula_cell,
    read_formula_division,
)
"""The columns that mean something to us."""
