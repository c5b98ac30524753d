"""Logins that look alike on paper."""

import itertools
import string

import pytest
from confusable_homoglyphs import confusables  # type: ignore[import-untyped]  # it ships no types
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins import look_alikes, skeleton

CHARACTERS = string.ascii_lowercase + string.digits + ".-_|"
LOGINS = st.text("aml10onr.", min_size=1, max_size=6).map(Login)


@pytest.mark.parametrize(
    ("one", "two"),
    [("a.martinl", "a.martin1"), ("a.bernard", "a.bemard"), ("zo", "z0"), ("l|", "1l"), ("rn", "m"), ("m1", "rnl")],
)
def test_look_alikes_have_one_skeleton(one: str, two: str) -> None:
    """This test ensures that 1 and l, 0 and o, rn and m are seen, wherever they stand."""
    assert skeleton(one) == skeleton(two)


@pytest.mark.parametrize(
    ("one", "two"), [("a.martin", "a.martin2"), ("ab", "ba"), ("nr", "m"), ("a.b", "a-b"), ("i", "l")]
)
def test_others_have_not(one: str, two: str) -> None:
    """This test ensures that what UTS #39 tells apart stays apart."""
    assert skeleton(one) != skeleton(two)


def test_the_table_is_that_of_unicode() -> None:
    """This test ensures that, of all pairs that a login can hold, those of the published confusables are ours."""
    ours = {frozenset(pair) for pair in itertools.combinations(CHARACTERS, 2) if len({*map(skeleton, pair)}) == 1}
    published = {frozenset((char, other)) for char in CHARACTERS for other in _homoglyphs(char) & {*CHARACTERS}}
    assert ours - published == {frozenset("0o"), frozenset("1|")}  # one is ours, the other two both look like l
    assert published <= ours
    assert "rn" in _homoglyphs("m")
    assert "O" in _homoglyphs("0")


def _homoglyphs(char: str) -> set[str]:
    rows = confusables.is_confusable(char, greedy=True) or []
    return {glyph["c"] for row in rows for glyph in row["homoglyphs"]}


@given(st.lists(LOGINS, max_size=12))
def test_groups_are_the_classes_of_an_equivalence(logins: list[Login]) -> None:
    """This test ensures that a login is in one group at most, with all that look like it, in the order given."""
    groups = look_alikes(logins)
    order = list(dict.fromkeys(logins))
    assert len({login for group in groups for login in group}) == sum(map(len, groups))
    for group in groups:
        assert len(group) > 1
        assert list(group) == [login for login in order if skeleton(login) == skeleton(group[0])]
    alone = set(order) - {login for group in groups for login in group}
    assert len({skeleton(login) for login in alone}) == len(alone)
