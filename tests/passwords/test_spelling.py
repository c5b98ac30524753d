"""A password read out: every character has a name, and no two the same."""

import string

import pytest
from attrs import evolve

from cyclades_accounts.passwords import (
    FOUR_GROUPS,
    FRENCH_SPELLING,
    MEMO_2024,
    PasswordPolicy,
    Spelling,
    french_passphrase,
)

VISIBLE_ASCII = string.digits + string.ascii_letters + string.punctuation


def test_the_example() -> None:
    """This test ensures that the memo's example reads as a French speaker reads it out (M10)."""
    assert FRENCH_SPELLING.spell("5ds<JsXkby") == (
        "cinq, d minuscule, s minuscule, signe inférieur, J majuscule, s minuscule, X majuscule, k minuscule, "
        "b minuscule, y minuscule"
    )


def test_every_character_has_a_name_of_its_own() -> None:
    """This test ensures that each visible character of ASCII has a name that no other has, of more than itself."""
    spelled = [FRENCH_SPELLING.spell(character) for character in VISIBLE_ASCII]
    assert len(set(spelled)) == len(VISIBLE_ASCII) == 94
    assert all(len(name) > 1 for name in spelled)


@pytest.mark.parametrize("policy", [MEMO_2024, FOUR_GROUPS], ids=lambda policy: policy.name)
def test_every_shipped_policy(policy: PasswordPolicy) -> None:
    """This test ensures that whatever a shipped policy may issue has a name."""
    characters = frozenset().union(policy.also, *(one.characters for one in policy.classes))
    assert characters <= set(VISIBLE_ASCII)


def test_passphrases() -> None:
    """This test ensures that the words of a passphrase have a name for each letter, accents included, and the sign."""
    policy = french_passphrase()
    letters = set().union(*policy.words) | set(policy.separator)
    assert all(len(FRENCH_SPELLING.spell(letter)) > 1 for letter in letters)


def test_replaceable() -> None:
    """This test ensures that a host's words take the place of ours, and that a sign without a name stays itself."""
    english = Spelling({"5": "five"}, upper="capital {letter}", lower="small {letter}", separator=" · ")
    assert english.spell("5dS<") == "five · small d · capital S · <"
    assert evolve(english, names=[("<", "less")]).spell("5<") == "5 · less"


def test_names_that_stay_on_one_line() -> None:
    """This test ensures that a name of two words can be kept together, while lines still break between characters."""
    assert FRENCH_SPELLING.spell("<d", space="\u00a0") == "signe\u00a0inférieur, d\u00a0minuscule"


def test_it_is_a_value() -> None:
    """This test ensures that two spellings of the same words are one, so that a style may hold them."""
    assert Spelling({"a": "b", "c": "d"}, "u", "l") == Spelling([("c", "d"), ("a", "b")], "u", "l")
    assert len({FRENCH_SPELLING, evolve(FRENCH_SPELLING), evolve(FRENCH_SPELLING, separator=" ")}) == 2
