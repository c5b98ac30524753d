"""Policies from a settings file: equal after the journey, and clear errors for what is wrong."""

import json
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.logins import DNB_2024, PROFILES, FamilyName, GivenNames, Letters, PrenomNom
from tests.logins.policies import OPTIONS


@given(OPTIONS)
def test_a_policy_comes_back_equal(policy: PrenomNom) -> None:
    """This test ensures that every policy survives JSON, with the same line and the same hash."""
    back = PrenomNom.from_data(json.loads(json.dumps(policy.as_data())))
    assert back == policy
    assert (back.spec, hash(back)) == (policy.spec, hash(policy))


@given(OPTIONS, OPTIONS)
def test_the_line_tells_policies_apart(one: PrenomNom, two: PrenomNom) -> None:
    """This test ensures that two policies have one line exactly when they are equal."""
    assert (one.spec == two.spec) == (one == two)


def test_what_is_left_out_has_its_default() -> None:
    """This test ensures that an empty settings file is the default policy."""
    assert PrenomNom.from_data({}) == DNB_2024
    assert PrenomNom.from_data({"homonyms": {"kind": "letters"}}) == PrenomNom(homonyms=Letters())
    given_names = PrenomNom.from_data({"given_names": "all", "family_name": "usage"})
    assert given_names == PrenomNom(given_names=GivenNames.ALL, family_name=FamilyName.USAGE)


def test_profiles_are_frozen_and_differ() -> None:
    """This test ensures that no two profiles are one, that the default is among them, and that none can be replaced."""
    assert len({policy.spec for policy in PROFILES.values()}) == len(PROFILES)
    assert PROFILES["dnb-2024"] is DNB_2024
    with pytest.raises(TypeError):
        PROFILES["dnb-2024"] = PrenomNom()  # type: ignore[index]  # what a type checker refuses too


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        ({"seperator": "."}, "seperator", "a field that exists: given_names, "),
        ({"_room": 3}, "_room", "a field that exists"),
        ({"kind": "initial nom"}, "kind", "a mapping whose kind is one of: prenom nom"),
        ({"given_names": "second"}, "given_names", "one of: first, all"),
        ({"family_name": None}, "family_name", "one of: family, usage"),
        ({"joiner": "+"}, "joiner", "a value in ('', '-')"),
        ({"separator": "@"}, "separator", "a value in"),
        ({"max_length": 15}, "max_length", "a value >= 16"),
        ({"max_length": 65}, "max_length", "a value <= 64"),
        ({"max_length": "64"}, "max_length", "a whole number"),
        ({"max_length": True}, "max_length", "a whole number"),
        ({"homonyms": "letters"}, "homonyms", "a mapping whose kind is one of: numbers, letters, random letters"),
        ({"homonyms": {"mark": "-"}}, "homonyms", "a mapping whose kind is one of"),
        ({"homonyms": {"kind": "roman"}}, "homonyms", "a mapping whose kind is one of"),
        ({"homonyms": {"kind": ["letters"]}}, "homonyms", "a mapping whose kind is one of"),
        ({"homonyms": {"kind": "letters", "length": 3}}, "homonyms.length", "a field that exists: mark"),
        ({"homonyms": {"kind": "letters", "mark": "+"}}, "homonyms.mark", "a value in"),
        ({"homonyms": {"kind": "random letters", "length": 7}}, "homonyms.length", "a value <= 6"),
        (
            {"homonyms": {"kind": "random letters", "alphabet": "abc"}},
            "homonyms.alphabet",
            "at least 10 different",
        ),
        ({"reserved": "test.test"}, "reserved", "a list"),
        ({"reserved": ["é"]}, "reserved", "visible ASCII"),
        ({"reserved": ["a.b", 3]}, "reserved[1]", "a text"),
        ({"fallback": 3}, "fallback", "a text"),
        ({"fallback": "candidat"}, "fallback", "<number> once"),
    ],
)
def test_what_is_wrong_is_named(data: dict[str, Any], field: str, expected: str) -> None:
    """This test ensures that a slip in a settings file is one typed error with the option and what it takes."""
    with pytest.raises(InvalidValueError) as caught:
        PrenomNom.from_data(data)
    assert caught.value.field == field
    assert expected in caught.value.expected


@pytest.mark.parametrize(
    "pattern",
    [
        "candidat",
        "<number>",
        "",
        "é<number>",
        "Candidat<number>",
        "candidat.<number>.",
        ".candidat<number>",
        "candidat..<number>",
        "c<number><number>",
        "c <number>",
        "candidat@<number>",
        "x" * 59 + "<number>",
    ],
)
def test_a_fallback_that_makes_no_login_is_refused(pattern: str) -> None:
    """This test ensures that a pattern without number, without letter, too long or of an odd shape is refused."""
    with pytest.raises(InvalidValueError, match="fallback"):
        PrenomNom(fallback=pattern)


@pytest.mark.parametrize("pattern", ["candidat.<number>", "<number>-x", "c<number>c", "x" * 58 + "<number>"])
def test_a_fallback_numbers_from_one(pattern: str) -> None:
    """This test ensures that a fallback always shows the number, and that the largest still fits."""
    policy = PrenomNom(fallback=pattern)
    stem = policy.stem("小龍", "李")
    assert policy.login(stem, 1) == pattern.replace("<number>", "1")
    assert len(policy.login(stem, 999_999)) <= 64
    assert policy.stem("Léa", "李") == stem == policy.stem("-", "MARTIN")
    assert policy.stem("Léa", "MARTIN") == "lea.martin"


def test_reserved_logins_are_compared_in_lower_case() -> None:
    """This test ensures that « Test.Test » keeps test.test free, and that options given in another order are equal."""
    assert PrenomNom(reserved=["Test.Test", "a.b"]) == PrenomNom(reserved={"a.b", "test.test"})


@pytest.mark.parametrize("number", [0, -1, 1_000_000])
@pytest.mark.parametrize("policy", [*PROFILES.values(), evolve(DNB_2024, fallback="lea.martin<number>")])
def test_a_number_has_bounds(policy: PrenomNom, number: int) -> None:
    """This test ensures that a login never outgrows its length by a number nobody has."""
    with pytest.raises(InvalidValueError, match="1 to 999999"):
        policy.login("lea.martin", number)
