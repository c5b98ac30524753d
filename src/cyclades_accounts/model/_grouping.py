"""How a school's candidatures are grouped for listing and generating (regroupement): M4."""

import enum
from collections.abc import Callable, Iterable
from typing import Final

from attrs import frozen

from cyclades_accounts.model._candidature import Candidature, sort_key


class Grouping(enum.Enum):
    """The three groupings of the memo (M4); the value is the memo's label."""

    SERIE = "Série (libellé)"
    DIVISION = "Division de classe"
    DIVISION_QUALIFICATION = "Division de classe / Qualification présentée"


@frozen
class Group:
    """One line of the list: the candidatures that share the labels of a grouping (M4, M5)."""

    grouping: Grouping
    labels: tuple[str, ...]
    """One label, or two for :attr:`Grouping.DIVISION_QUALIFICATION`; a label may be empty."""

    @property
    def label(self) -> str:
        """The labels as one text, a dash for an empty one: ``3A``, ``3A / —``."""
        return " / ".join(label or "—" for label in self.labels)

    @property
    def order(self) -> tuple[tuple[str, str], ...]:
        """Key that sorts groups as a class list does."""
        return tuple(sort_key(label) for label in self.labels)


_LABELS: Final[dict[Grouping, Callable[[Candidature], tuple[str, ...]]]] = {
    Grouping.SERIE: lambda candidature: (candidature.serie,),
    Grouping.DIVISION: lambda candidature: (candidature.division,),
    Grouping.DIVISION_QUALIFICATION: lambda candidature: (candidature.division, candidature.qualification),
}


def group_of(candidature: Candidature, grouping: Grouping) -> Group:
    """Return the group that ``candidature`` stands in (M4)."""
    return Group(grouping, _LABELS[grouping](candidature))


def in_order(candidatures: Iterable[Candidature], grouping: Grouping) -> list[Candidature]:
    """Sort by group, then family name, given names and key: the order of lists, plans and slips."""

    def key(candidature: Candidature) -> tuple[object, ...]:
        candidate = candidature.candidate
        (family, exact_family), (given, exact_given) = sort_key(candidate.family_name), sort_key(candidate.given_names)
        return group_of(candidature, grouping).order, family, given, exact_family, exact_given, candidate.id

    return sorted(candidatures, key=key)
