"""Policies as settings: whatever the policy, it comes back equal, and what is wrong in a file is named by its path."""

import json
import math
import re
from typing import Any, Final

import attrs
import pytest
from attrs import frozen
from attrs.validators import min_len
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.eligibility import MEMO_RULES, Rules
from cyclades_accounts.errors import ImpossiblePolicyError, InvalidValueError
from cyclades_accounts.logins import PROFILES, PrenomNom
from cyclades_accounts.passwords import (
    FOUR_GROUPS,
    LOWER,
    MEMO_2024,
    OWASP_ARGON2ID,
    UNTIL_THE_SESSION_ENDS,
    Argon2Parameters,
    Blocklist,
    ChosenPasswordPolicy,
    NoOwnerNames,
    PassphrasePolicy,
    PasswordPolicy,
    PasswordRule,
    PasswordValidity,
    Rule,
    french_passphrase,
    frequent_passwords,
    policy_from_data,
)
from cyclades_accounts.settings import Setting

SHIPPED: Final[list[Setting]] = [
    *PROFILES.values(),
    MEMO_RULES,
    MEMO_2024,
    FOUR_GROUPS,
    attrs.evolve(MEMO_2024, rules=[*MEMO_2024.rules, frequent_passwords(), NoOwnerNames()]),
    french_passphrase(),
    UNTIL_THE_SESSION_ENDS,
    ChosenPasswordPolicy(),
    ChosenPasswordPolicy(blocklist=frequent_passwords(), names=NoOwnerNames(5)),
    OWASP_ARGON2ID,
]
KINDS: Final = (
    PrenomNom,
    Rules,
    PasswordPolicy,
    PassphrasePolicy,
    PasswordValidity,
    ChosenPasswordPolicy,
    Argon2Parameters,
)
POLICIES: Final = st.one_of(*map(st.from_type, KINDS))


def through_a_file(policy: Setting) -> Setting:
    """Return what comes back from a settings file."""
    return type(policy).from_data(json.loads(json.dumps(policy.as_data())))


@pytest.mark.parametrize("policy", SHIPPED, ids=lambda policy: policy.kind)
def test_what_we_ship_comes_back_equal(policy: Setting) -> None:
    """This test ensures that every policy of ours survives a settings file, with its line and its hash."""
    back = through_a_file(policy)
    assert (back, hash(back), back.spec) == (policy, hash(policy), policy.spec)


@given(POLICIES)
def test_what_a_host_makes_comes_back_equal(policy: Setting) -> None:
    """This test ensures that any policy survives a settings file, with its line."""
    back = through_a_file(policy)
    assert (back, back.spec) == (policy, policy.spec)


@given(POLICIES, POLICIES)
def test_the_line_tells_policies_apart(one: Setting, other: Setting) -> None:
    """This test ensures that two policies have one line exactly when they have the same settings."""
    assert (one.spec == other.spec) == (one.as_data() == other.as_data())
    assert one.spec.isprintable()


def test_a_long_line_is_cut_and_still_tells_apart() -> None:
    """This test ensures that a list of thousands of words fills no line, and that its last word counts."""
    lines = {
        attrs.evolve(FOUR_GROUPS, rules=[Blocklist("b", [*map(str, range(9_000)), last])]).spec for last in ("y", "z")
    }
    assert len(lines) == 2
    assert max(map(len, [*lines, french_passphrase().spec])) < 1_100


@given(st.from_type(PasswordPolicy) | st.from_type(PassphrasePolicy))
def test_the_kind_says_which_password_policy(policy: PasswordPolicy | PassphrasePolicy) -> None:
    """This test ensures that a host reads the policy of a run without knowing which of the two it is."""
    assert policy_from_data(policy.as_data()) == policy


MEMO: Final = MEMO_2024.as_data()
RULE: Final = {"kind": "groups", "size": 4, "separator": "-"}
CLASS: Final = {"name": "letter", "characters": "abcdefghijklmnopqrstuvwxyz"}


@pytest.mark.parametrize(
    ("read", "data", "field", "expected"),
    [
        (PasswordPolicy, [], "kind", "a mapping whose kind is one of: password policy"),
        (PasswordPolicy, MEMO | {"kind": "rules"}, "kind", "a mapping whose kind is one of: password policy"),
        (PasswordPolicy, MEMO | {"lenght": 10}, "lenght", "a field that exists: name, source, length, "),
        (PasswordPolicy, MEMO | {3: 10}, "3", "a field that exists"),
        (PasswordPolicy, {"name": "x", "source": "y", "length": 10}, "classes", "a list"),
        (PasswordPolicy, {"name": "x", "classes": [], "length": 10}, "source", "a text"),
        (PasswordPolicy, MEMO | {"name": None}, "name", "a text"),
        (PasswordPolicy, MEMO | {"length": True}, "length", "a whole number"),
        (PasswordPolicy, MEMO | {"length": 129}, "length", "a value <= 128"),
        (PasswordPolicy, MEMO | {"throttled": 1}, "throttled", "true or false"),
        (PasswordPolicy, MEMO | {"also": ["-"]}, "also", "a text"),
        (PasswordPolicy, MEMO | {"also": "é"}, "also", "single visible ASCII characters"),
        (PasswordPolicy, MEMO | {"classes": {}}, "classes", "a list"),
        (PasswordPolicy, MEMO | {"classes": ["abc"]}, "classes[0]", "a mapping"),
        (PasswordPolicy, MEMO | {"classes": [CLASS, {"name": "x"}]}, "classes[1].characters", "a text"),
        (PasswordPolicy, MEMO | {"classes": [CLASS | {"characters": " "}]}, "classes[0].characters", "single visible"),
        (PasswordPolicy, MEMO | {"rules": [RULE, {"size": 4}]}, "rules[1]", "a mapping whose kind is one"),
        (PasswordPolicy, MEMO | {"rules": [{"kind": ""}]}, "rules[0]", "a mapping whose kind is one of"),
        (PasswordPolicy, MEMO | {"rules": [{"kind": "rule"}]}, "rules[0]", "a mapping whose kind is one of"),
        (PasswordPolicy, MEMO | {"rules": [RULE | {"size": 0}]}, "rules[0].size", "a value >= 1"),
        (PasswordPolicy, MEMO | {"rules": [RULE | {"separator": "--"}]}, "rules[0].separator", "single visible"),
        (PassphrasePolicy, french_passphrase().as_data() | {"words": "a b"}, "words", "a list"),
        (PassphrasePolicy, french_passphrase().as_data() | {"words": ["é"]}, "words", "words of the letters a to z"),
        (PassphrasePolicy, french_passphrase().as_data() | {"size": 17}, "size", "a value <= 16"),
        (PassphrasePolicy, french_passphrase().as_data() | {"separator": "x"}, "separator", "a character that no word"),
        (PasswordValidity, {"name": "x", "source": "y", "days": 0}, "days", "a value >= 1"),
        (PasswordValidity, {"name": "x", "source": "y", "days": "30"}, "days", "a whole number"),
        (PasswordValidity, {"name": "x", "source": "y", "days": 30.0}, "days", "a whole number"),
        (PasswordValidity, {"name": "x", "source": "y", "days": math.inf}, "days", "a whole number"),
        (Rules, {}, "source", "a text"),
        (Rules, MEMO_RULES.as_data() | {"categories": "SCOLAIRE"}, "categories", "a list"),
        (Rules, MEMO_RULES.as_data() | {"states": ["Inscrit", "-"]}, "states", "labels with a letter or a digit"),
        (Rules, MEMO_RULES.as_data() | {"other_states": [None]}, "other_states[0]", "a text"),
        (Rules, MEMO_RULES.as_data() | {"needs_email": "yes"}, "needs_email", "true or false"),
        (ChosenPasswordPolicy, {"min_length": 7}, "min_length", "a value >= 8"),
        (ChosenPasswordPolicy, {"blocklist": {"name": "x", "entries": "abc"}}, "blocklist.entries", "a list"),
        (ChosenPasswordPolicy, {"names": {"kind": "no owner names", "shortest": 2}}, "names.shortest", "a value >= 3"),
        (Argon2Parameters, {"name": "x", "memory_kib": 8, "passes": 1, "lanes": 2}, "memory_kib", "at least 8"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_path(read: type[Setting], data: Any, field: str, expected: str) -> None:
    """This test ensures that a slip in a settings file is one typed error with the option and what it takes."""
    with pytest.raises(InvalidValueError) as caught:
        read.from_data(data)
    assert caught.value.field == field
    assert caught.value.expected.startswith(expected)


@given(POLICIES, st.data())
def test_any_other_value_is_a_policy_or_an_error(policy: Setting, data: st.DataObject) -> None:
    """This test ensures that an option of whatever type makes a policy or a typed error that names the option."""
    options = policy.as_data()
    name = data.draw(st.sampled_from(sorted(options)))
    scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    options[name] = data.draw(scalars | st.lists(scalars, max_size=2) | st.dictionaries(st.text(), scalars, max_size=2))
    refused: InvalidValueError | None = None
    try:
        type(policy).from_data(options)
    except ImpossiblePolicyError:
        pass
    except InvalidValueError as error:
        refused = error
    assert refused is None or re.split(r"[.\[]", refused.field)[0] in options


@pytest.mark.parametrize("policy", SHIPPED, ids=lambda policy: policy.kind)
def test_data_of_any_depth_is_refused(policy: Setting) -> None:
    """This test ensures that lists and mappings of 5,000 levels are one typed error in each option."""
    lists: list[Any] = []
    mappings: dict[str, Any] = {}
    for _ in range(5_000):
        lists, mappings = [lists], {"kind": "groups", "rules": [mappings]}
    for name in policy.as_data():
        for deep in (lists, mappings, [mappings], {name: lists}):
            with pytest.raises(InvalidValueError) as caught:
                type(policy).from_data(policy.as_data() | {name: deep})
            assert len(str(caught.value)) < 1_000


def test_a_policy_that_is_too_weak_says_so() -> None:
    """This test ensures that options which do not go together are refused as where the policy is built."""
    for options in ({"length": 5}, {"throttled": False}, {"rules": [{"kind": "forbidden starts", "name": "x",
                    "characters": "".join(map(chr, range(33, 127)))}]}):  # fmt: skip
        with pytest.raises(ImpossiblePolicyError, match="MEMO_2024"):
            policy_from_data(MEMO | options)


@frozen
class NoVowel(Rule):
    """A rule of a host, which holds what JSON does not know."""

    pattern: "re.Pattern[str]" = re.compile("[aeiouy]")
    demand = property(lambda _: LOWER.demand)


def test_a_rule_of_the_host_stands_in_the_line() -> None:
    """This test ensures that a plan is bound to a rule of the host's own, which no settings file can name."""
    policies = [attrs.evolve(MEMO_2024, rules=rules) for rules in ([], [NoVowel()], [NoVowel(re.compile("[aeiou]"))])]
    assert len({policy.spec for policy in policies}) == 3
    assert '{"kind": "no vowel", "pattern": "re.compile(' in policies[1].spec
    with pytest.raises(InvalidValueError, match=r"rules\[0\]"):
        PasswordPolicy.from_data(policies[1].as_data())


@frozen
class Few(Setting):
    """A setting of a host, refused in other words than ours."""

    numbers: tuple[int, ...] = attrs.field(default=(1,), validator=min_len(1))
    odd: int = 1

    def __attrs_post_init__(self) -> None:
        math.sqrt(self.odd)
        if not self.odd:
            raise ValueError


def test_a_host_makes_settings_of_its_own() -> None:
    """This test ensures that whatever a class of the host raises is one error, of the field where it tells one."""
    assert Few.from_data({"numbers": (3, 4)}) == Few((3, 4)) == Few.from_data(Few((3, 4)).as_data())
    wrong: list[dict[str, Any]] = [{"numbers": []}, {"odd": -1}, {"odd": 0}]
    for options in wrong:
        with pytest.raises(InvalidValueError) as caught:
            Few.from_data(options)
        assert caught.value.expected == "what Few takes"


def test_rules_say_their_kind() -> None:
    """This test ensures that each rule of ours is read under one name, and that a bare rule is none."""
    assert (Rule.kind, NoOwnerNames.kind, Blocklist.kind) == ("", "no owner names", "blocklist")
    assert PasswordRule.LENGTH.value == "LENGTH"
