"""Groups: M4."""

import random

import pytest

from cyclades_accounts.model import Candidature, Group, Grouping, group_of, in_order
from tests.support import candidature


@pytest.mark.parametrize(
    ("grouping", "labels", "label"),
    [
        (Grouping.SERIE, ("Générale",), "Générale"),
        (Grouping.DIVISION, ("3A",), "3A"),
        (Grouping.DIVISION_QUALIFICATION, ("3A", "Métiers du bois"), "3A / Métiers du bois"),
    ],
)
def test_the_three_groupings_of_the_memo(grouping: Grouping, labels: tuple[str, ...], label: str) -> None:
    """This test ensures that a candidature stands in the group of its série, its division, or both labels (M4)."""
    group = group_of(candidature(qualification="Métiers du bois"), grouping)
    assert group == Group(grouping, labels)
    assert group.label == label


def test_the_groupings_carry_the_memos_labels() -> None:
    """This test ensures that a host's list reads as the memo does (M4)."""
    assert [one.value for one in (Grouping.SERIE, Grouping.DIVISION, Grouping.DIVISION_QUALIFICATION)] == [
        "Série (libellé)",
        "Division de classe",
        "Division de classe / Qualification présentée",
    ]


@pytest.mark.parametrize(("labels", "label"), [(("",), "—"), (("3A", ""), "3A / —"), (("", ""), "— / —")])
def test_an_empty_label_is_a_dash(labels: tuple[str, ...], label: str) -> None:
    """This test ensures that candidates without série or qualification stand in a group one can point to."""
    assert Group(Grouping.DIVISION_QUALIFICATION, labels).label == label


def test_groups_of_two_groupings_differ() -> None:
    """This test ensures that the division « 3A » is not the série « 3A »."""
    assert Group(Grouping.SERIE, ("3A",)) != Group(Grouping.DIVISION, ("3A",))


def test_groups_sort_as_class_lists_do() -> None:
    """This test ensures that 3A stands before 10A, the unnamed group first, and the second label counts second."""
    labels = [("", ""), ("3A", ""), ("3A", "Bois"), ("3A", "Métal"), ("10A", "Bois")]
    groups = [Group(Grouping.DIVISION_QUALIFICATION, pair) for pair in labels]
    shuffled = random.Random(1).sample(groups, len(groups))
    assert sorted(shuffled, key=lambda group: group.order) == groups


ORDERED: list[Candidature] = [
    candidature(9, "ZOLA", "Émile", division="3A", serie="Professionnelle"),
    candidature(8, "ABADIE", "Zoé", division="3B", serie="Générale"),
    candidature(6, "MARTIN", "Élie", division="3B", serie="Générale"),
    candidature(5, "MARTIN", "Eva", division="3B", serie="Générale"),
    candidature(4, "MARTIN", "Léa", division="3B", serie="Générale"),
    candidature(3, "MARTIN", "Léo", division="3B", serie="Générale"),
    candidature(7, "MARTIN", "Léo", division="3B", serie="Générale"),
    candidature(1, "ABADIE", "Ana", division="10A", serie="Générale"),
]
"""By division, family name, given names and key."""


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_lists_plans_and_slips(seed: int) -> None:
    """This test ensures that the order is group, family name, given names, key, wherever one starts."""
    assert in_order(random.Random(seed).sample(ORDERED, len(ORDERED)), Grouping.DIVISION) == ORDERED


def test_an_accent_in_the_family_name_weighs_less_than_the_given_names() -> None:
    """This test ensures that LÉVY and LEVY are one name in a class list: Anna stands before Zoé."""
    people = [candidature(1, "LÉVY", "Anna"), candidature(2, "LEVY", "Maya"), candidature(3, "LÉVY", "Zoé")]
    assert in_order(reversed(people), Grouping.DIVISION) == people


def test_another_grouping_gives_another_order() -> None:
    """This test ensures that the group counts first: by série, « Générale » stands before « Professionnelle »."""
    assert in_order(ORDERED, Grouping.SERIE)[-1] == ORDERED[0]
    assert in_order([], Grouping.SERIE) == []
