"""Password policies: exact counts, refusals, and what a password breaks."""

import itertools
import math
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.errors import ImpossiblePolicyError, InvalidValueError
from cyclades_accounts.model import Password
from cyclades_accounts.passwords import (
    AZERTY_SYMBOLS,
    DIGIT,
    ENGLISH_POLICY_TEXTS,
    LOOK_ALIKES,
    LOWER,
    MEMO_2024,
    SYMBOL,
    UPPER,
    Blocklist,
    CharacterClass,
    ChosenPasswordPolicy,
    PasswordPolicy,
    PasswordRule,
    normalize_password,
)
from tests.passwords.tiny import TinyPolicy, every_password

CLASSES = st.lists(st.text("abcd1", max_size=4).map(lambda text: CharacterClass("c", text)), max_size=4)
DIGITS = CharacterClass("digit", "0123456789")


def _rules(policy: PasswordPolicy, password: str) -> list[PasswordRule]:
    return [violation.rule for violation in policy.violations(Password(password))]


class TestCount:
    """The exact number of passwords."""

    @given(CLASSES, st.integers(1, 4))
    def test_it_is_what_counting_one_by_one_gives(self, classes: list[CharacterClass], length: int) -> None:
        """This test ensures that inclusion-exclusion is right for overlapping, equal, nested and empty classes too."""
        policy = TinyPolicy("tiny", "test", length, classes)
        assert policy.count == len(every_password(policy))

    def test_the_memo_policy_by_another_way(self) -> None:
        """This test ensures that the count of the default is the sum over the class compositions."""
        sizes = [len(c.characters) for c in MEMO_2024.classes]
        total = sum(
            math.factorial(10) // math.prod(map(math.factorial, counts)) * math.prod(map(pow, sizes, counts))
            for counts in itertools.product(range(1, 8), repeat=4)
            if sum(counts) == 10
        )
        assert MEMO_2024.count == total
        assert MEMO_2024.entropy_bits == math.log2(total)

    def test_the_cnil_examples_compute_to_the_published_bits(self) -> None:
        """This test ensures that 12 of 94 printables are 78.66 bits, 8 of 64 are 48, and so on: log2 of the count."""
        printable = CharacterClass("printable", map(chr, range(33, 127)))
        assert TinyPolicy("t", "t", 12, [printable]).entropy_bits == pytest.approx(12 * math.log2(94))
        assert TinyPolicy("t", "t", 8, [DIGITS]).entropy_bits == pytest.approx(8 * math.log2(10))


class TestBuilding:
    """A policy that cannot serve is refused when it is built."""

    @pytest.mark.parametrize(
        ("length", "classes"),
        [
            (10, []),
            (3, [LOWER, UPPER, DIGIT, SYMBOL]),
            (10, [LOWER, CharacterClass("none", "")]),
        ],
    )
    def test_without_any_password(self, length: int, classes: list[CharacterClass]) -> None:
        """This test ensures that no alphabet, too short a length and an empty class are refused as impossible."""
        with pytest.raises(ImpossiblePolicyError, match="no password has this length") as caught:
            PasswordPolicy("mine", "test", length, classes, throttled=True)
        assert caught.value.policy == "mine"

    @pytest.mark.parametrize(("length", "throttled", "needed"), [(15, True, 50), (24, False, 80)])
    def test_fewer_bits_than_the_cnil_asks(self, length: int, needed: int, *, throttled: bool) -> None:
        """This test ensures that 50 bits are needed where tries are limited and 80 where not, judged on exact bits."""
        with pytest.raises(ImpossiblePolicyError, match=f"fewer than the {needed} of CNIL") as caught:
            PasswordPolicy("digits", "test", length, [DIGITS], throttled=throttled)
        assert f"{math.floor(length * math.log2(10) * 100) / 100:.2f} bits" in caught.value.reason
        assert PasswordPolicy("digits", "test", length + 1, [DIGITS], throttled=throttled).entropy_bits > needed

    def test_exactly_the_bits_asked_are_enough(self) -> None:
        """This test ensures that the bound itself is accepted: 10 characters of 32 are 50 bits, 16 are 80."""
        thirty_two = CharacterClass("32", "abcdefghijklmnopqrstuvwxyzABCDEF")
        assert PasswordPolicy("t", "t", 10, [thirty_two], throttled=True).entropy_bits == 50
        assert PasswordPolicy("t", "t", 16, [thirty_two]).entropy_bits == 80

    def test_tries_are_not_limited_unless_said(self) -> None:
        """This test ensures that the stricter case holds by default."""
        with pytest.raises(ImpossiblePolicyError, match="80"):
            PasswordPolicy("t", "t", 10, MEMO_2024.classes)

    @pytest.mark.parametrize("length", [0, -1, 129])
    def test_lengths_are_bounded(self, length: int) -> None:
        """This test ensures that 1 to 128 characters are the bounds."""
        with pytest.raises(ValueError, match="length"):
            PasswordPolicy("t", "t", length, MEMO_2024.classes)
        assert PasswordPolicy("t", "t", 128, MEMO_2024.classes).length == 128

    def test_a_length_is_a_whole_number(self) -> None:
        """This test ensures that a length from a settings file is not taken as text or fraction."""
        wrong: Any = "10"
        with pytest.raises(TypeError, match="length"):
            PasswordPolicy("t", "t", wrong, MEMO_2024.classes)

    @pytest.mark.parametrize("characters", [["ab"], ["é"], [" "], ["\n"], [""], ["a", "\x7f"]])
    def test_a_class_holds_single_visible_ascii_characters(self, characters: list[str]) -> None:
        """This test ensures that a character nobody can type or see is refused, before a password is drawn from it."""
        with pytest.raises(InvalidValueError):
            CharacterClass("mine", characters)


class TestMemo2024:
    """The default: the shape of the memo's example."""

    def test_the_memos_own_password_has_the_shape(self) -> None:
        """This test ensures that `5ds<JsXkby` is one of ours (M10)."""
        assert MEMO_2024.violations(Password("5ds<JsXkby")) == ()

    def test_it_meets_case_two_of_the_cnil(self) -> None:
        """This test ensures that it reaches 50 bits and says that the host limits tries."""
        assert MEMO_2024.entropy_bits == pytest.approx(60, abs=1)
        assert MEMO_2024.throttled

    def test_nothing_in_it_is_taken_for_something_else(self) -> None:
        """This test ensures that 0 and O, 1, l, I and |, ' and ` are left out."""
        assert not set(LOOK_ALIKES) & set(MEMO_2024.alphabet)
        assert set("0O1lI|'`") == set(LOOK_ALIKES)

    def test_everything_in_it_is_typed_without_altgr(self) -> None:
        """This test ensures that no sign needs AltGr or a dead key on a French keyboard, and none begins a formula."""
        assert not set("~#{[|`\\^@]}\"',;:._") & set(MEMO_2024.alphabet)
        assert not set("=+-@\t\r\0") & set(MEMO_2024.alphabet)
        assert frozenset(AZERTY_SYMBOLS) == SYMBOL.characters

    def test_its_classes_are_those_of_the_keyboard(self) -> None:
        """This test ensures that letters and digits stand in the class that is named after them."""
        assert all(c.islower() for c in LOWER.characters)
        assert all(c.isupper() for c in UPPER.characters)
        assert all(c.isdigit() for c in DIGIT.characters)
        assert [len(c.characters) for c in MEMO_2024.classes] == [25, 24, 8, 8]

    def test_the_alphabet_is_sorted_and_without_doubles(self) -> None:
        """This test ensures that the same policy always draws from the same sequence."""
        assert list(MEMO_2024.alphabet) == sorted(set().union(*(c.characters for c in MEMO_2024.classes)))


class TestSpec:
    """The line a plan is bound to."""

    @pytest.mark.parametrize(
        "change",
        [
            {"name": "OTHER"},
            {"length": 11},
            {"classes": (LOWER, UPPER, DIGIT)},
            {"classes": (LOWER, UPPER, DIGITS, SYMBOL)},
        ],
    )
    def test_what_makes_other_passwords_makes_another_line(self, change: dict[str, Any]) -> None:
        """This test ensures that name, length and classes stand in the line."""
        assert attrs.evolve(MEMO_2024, **change).spec != MEMO_2024.spec

    def test_it_is_the_same_in_every_process(self) -> None:
        """This test ensures that the line does not depend on the order in which Python walks a set."""
        assert MEMO_2024.spec == (
            '{"also": "", "classes": [{"characters": "abcdefghijkmnopqrstuvwxyz", "name": "lower-case letter"}, '
            '{"characters": "ABCDEFGHJKLMNPQRSTUVWXYZ", "name": "upper-case letter"}, '
            '{"characters": "23456789", "name": "digit"}, {"characters": "!$%&/<>?", "name": "symbol"}], '
            '"kind": "password policy", "length": 10, "name": "MEMO_2024", "rules": ['
            '{"characters": "\'01IO`l|", "kind": "forbidden characters", "name": "look-alike"}, '
            '{"characters": "#@[\\\\]^`{|}~", "kind": "forbidden characters", "name": "hard to type on AZERTY"}, '
            '{"characters": "+-=@", "kind": "forbidden starts", "name": "formula"}], '
            '"source": "the shape of the memo\'s example (M10): 10 characters, all four classes; which characters is '
            'our choice", "throttled": true}'
        )


class TestViolations:
    """What a password breaks, as data."""

    @pytest.mark.parametrize(
        ("password", "rules"),
        [
            ("5ds<JsXkb", [PasswordRule.LENGTH]),
            ("5ds<JsXkbyy", [PasswordRule.LENGTH]),
            ("5ds<JsXkb0", [PasswordRule.FORBIDDEN_CHARACTER]),
            ("=ds<JsXkb5", [PasswordRule.ALPHABET, PasswordRule.FORBIDDEN_START]),
            ("5ds<JsXkbé", [PasswordRule.ALPHABET]),
            ("dds<JsXkby", [PasswordRule.CLASS]),
            ("5555555555", [PasswordRule.CLASS] * 3),
            ("", [PasswordRule.LENGTH, *[PasswordRule.CLASS] * 4]),
        ],
    )
    def test_each_rule_is_reported(self, password: str, rules: list[PasswordRule]) -> None:
        """This test ensures that every broken rule is named, each missing class by itself, and no other."""
        assert _rules(MEMO_2024, password) == rules

    def test_the_missing_class_is_named(self) -> None:
        """This test ensures that the facts say what is missing."""
        (found,) = MEMO_2024.violations(Password("dds<JsXkby"))
        assert dict(found.facts) == {"name": "digit", "characters": "23456789"}

    @given(st.text(min_size=4, max_size=12))
    def test_a_violation_never_quotes_the_password(self, password: str) -> None:
        """This test ensures that what is broken can be logged."""
        fixed = {(demand.rule, demand.facts) for demand in MEMO_2024.demands}
        assert {(violation.rule, violation.facts) for violation in MEMO_2024.violations(Password(password))} <= fixed

    @given(CLASSES, st.integers(1, 3))
    def test_no_violation_means_one_of_the_counted(self, classes: list[CharacterClass], length: int) -> None:
        """This test ensures that checking and counting agree on which passwords there are."""
        policy = TinyPolicy("tiny", "test", length, classes)
        texts = ("".join(t) for n in (length - 1, length, length + 1) for t in itertools.product("abcd1x", repeat=n))
        assert {text for text in texts if not policy.violations(Password(text))} == set(every_password(policy))


class TestChosen:
    """What a candidate may choose."""

    POLICY = ChosenPasswordPolicy()

    def test_it_says_what_it_asks_for(self) -> None:
        """This test ensures that the form where a candidate chooses can state every rule, in French or English."""
        policy = ChosenPasswordPolicy(8, blocklist=Blocklist("zxcvbn", ["password"]))
        assert policy.explain() == (
            "De 8 à 128 caractères.",
            "Ne contient pas l'identifiant de connexion.",
            "Ne figure pas dans la liste des mots de passe les plus fréquents.",
        )
        assert policy.explain(ENGLISH_POLICY_TEXTS)[0] == "8 to 128 characters."

    @pytest.mark.parametrize("length", [12, 64, 128])
    def test_a_long_text_without_the_login_is_taken(self, length: int) -> None:
        """This test ensures that both bounds are inclusive, and that no composition is asked."""
        assert self.POLICY.violations(Password("a" * length), login="lea.martin") == ()

    @pytest.mark.parametrize(
        ("password", "rules"),
        [
            ("e\u0301" * 11, [PasswordRule.LENGTH]),
            ("e\u0301" * 128, []),
            ("\ufb03" * 4, []),
            ("xxｌｅａ．ｍａｒｔｉｎ", [PasswordRule.CONTAINS_LOGIN]),
            ("ＭＯＴdepasse１２３", [PasswordRule.BLOCKED]),
            ("e\u0301te\u0301" * 4, [PasswordRule.BLOCKED]),
            ("été" * 4, [PasswordRule.BLOCKED]),
        ],
    )
    def test_it_is_judged_as_it_will_be_hashed(self, password: str, rules: list[PasswordRule]) -> None:
        """This test ensures that no spelling gets past a rule which the password that it opens with would break."""
        policy = ChosenPasswordPolicy(blocklist=Blocklist("tests", ["motdepasse123", "e\u0301te\u0301" * 4]))
        assert [v.rule for v in policy.violations(Password(password), login="lea.martin")] == rules
        assert policy.violations(Password(password), login="lea.martin") == policy.violations(
            Password(normalize_password(password)), login="lea.martin"
        )

    @pytest.mark.parametrize("length", [0, 11, 129])
    def test_too_short_or_too_long(self, length: int) -> None:
        """This test ensures that a length outside the bounds is the only complaint, with the bounds in it."""
        found = self.POLICY.violations(Password("a" * length), login="lea.martin")
        assert [(v.rule, dict(v.facts)) for v in found] == [(PasswordRule.LENGTH, {"shortest": "12", "longest": "128"})]

    @pytest.mark.parametrize("password", ["lea.martin2025", "xxLEA.Martinxx", "Lea.Martin-Lea.Martin"])
    def test_the_login_may_not_stand_in_it(self, password: str) -> None:
        """This test ensures that the login is found anywhere, whatever the case."""
        assert [v.rule for v in self.POLICY.violations(Password(password), login="lea.martin")] == [
            PasswordRule.CONTAINS_LOGIN
        ]

    def test_both_rules_can_be_broken_at_once(self) -> None:
        """This test ensures that the candidate reads all that is wrong."""
        found = self.POLICY.violations(Password("lea.martin"), login="lea.martin")
        assert [v.rule for v in found] == [PasswordRule.LENGTH, PasswordRule.CONTAINS_LOGIN]

    @pytest.mark.parametrize("change", [{"min_length": 7}, {"max_length": 63}])
    def test_the_bounds_have_bounds(self, change: dict[str, Any]) -> None:
        """This test ensures that fewer than 8 are never enough and 64 are always accepted (ASVS 5.0 6.2.1, 6.2.9)."""
        with pytest.raises(ValueError, match=next(iter(change))):
            ChosenPasswordPolicy(**change)
        assert ChosenPasswordPolicy(8, 64).violations(Password("a" * 8), login="x.y") == ()

    def test_a_policy_that_nothing_meets_is_refused(self) -> None:
        """This test ensures that a shortest length above the longest is noticed when the policy is built."""
        with pytest.raises(ImpossiblePolicyError):
            ChosenPasswordPolicy(min_length=100, max_length=64)
