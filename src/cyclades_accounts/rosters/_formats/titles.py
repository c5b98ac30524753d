"""The titles under which files hold what we read, the kinds of files that some of them tell, and what labels mean.

``titles.toml`` has them all, and says where they come from. The memo names one column of the « Liste détaillée » alone,
« Identifiant de connexion » (M13).
"""

import tomllib
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Final

from attrs import frozen

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


_DATA: Final = tomllib.loads(resources.files(__package__).joinpath("titles.toml").read_text("utf-8"))


def _folded(titles: str) -> tuple[str, ...]:
    return tuple(fold_label(title) for title in titles.split("; "))


def _meanings(labels: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({label: meaning for meaning, known in labels.items() for label in known.split("; ")})


USUAL_TITLES: Final[Mapping[str, tuple[str, ...]]] = {name: _folded(titles) for name, titles in _DATA["titles"].items()}
"""Titles of each attribute of :class:`RosterColumns`, folded, the best one first."""
MORE_GIVEN_NAMES: Final = frozenset(_folded(_DATA["passed"]["more_given_names"]))
"""Titles of columns whose given names follow the first ones, folded."""
OF_NO_USE: Final = frozenset(_folded(_DATA["passed"]["of_no_use"]))
"""Titles that mean nothing here, folded: they are not named among the columns that were not read."""


@frozen
class RosterFormat:
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

FORMATS: Final = (*(RosterFormat(**form) for form in _DATA["formats"]), ANY_TABLE)
"""The kinds of tables that are told apart, the most demanding first; the last one fits every table."""

STATUS_LABELS: Final = _meanings(_DATA["statuses"])
"""What each label of the state (état) means (M2): the states that we met or expect, with the variants that people type.
Case, accents and hyphens do not count.

A school whose file says otherwise passes ``{**STATUS_LABELS, "Validé": CandidatureStatus.INSCRIT}``.
"""

CATEGORY_LABELS: Final = _meanings(_DATA["categories"])
"""What the first words of a category mean, whatever stands behind: ``SCOLAIRE BACPRO 3 ANS (132)``. Which categories
get an account is the host's policy (:mod:`cyclades_accounts.eligibility`)."""

NOTHING: Final[frozenset[str]] = frozenset(_DATA["nothing"]["words"].split("; "))
"""Words that files show where nothing is known. CYCLADES itself writes « Non renseigné »."""
