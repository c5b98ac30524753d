"""The small rules: what each takes away, that counting it is exact, and that generation obeys."""

import itertools
import random
from collections import Counter
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyclades_accounts.errors import ImpossiblePolicyError, InvalidValueError
from cyclades_accounts.model import Password
from cyclades_accounts.passwords import (
    DIGIT,
    ENGLISH_POLICY_TEXTS,
    FORMULA_STARTS,
    FOUR_GROUPS,
    FRENCH_POLICY_TEXTS,
    HARD_ON_AZERTY,
    LOOK_ALIKES,
    LOWER,
    MEMO_2024,
    NO_FORMULA,
    NOBODY,
    Blocklist,
    CharacterClass,
    CnilCase,
    ForbiddenCharacters,
    ForbiddenStarts,
    Groups,
    NoOwnerNames,
    Owner,
    PasswordPolicy,
    PasswordRule,
    Rule,
    generate_passwords,
)
from tests.passwords.tiny import TinyPolicy, every_password_by_rules
from tests.support import random_from

ALPHABET = "aAb1-"
SETS = st.frozensets(st.sampled_from(ALPHABET), max_size=4)
ENTRIES = st.lists(st.text(ALPHABET + "B", min_size=1, max_size=4), max_size=6)
RULES = st.lists(
    st.one_of(
        SETS.map(lambda found: ForbiddenCharacters("f", found)),
        SETS.map(lambda found: ForbiddenStarts("s", found)),
        ENTRIES.map(lambda found: Blocklist("b", found)),
        st.builds(Groups, st.integers(1, 2), st.sampled_from("-1")),
    ),
    max_size=3,
)
CLASSES = st.lists(SETS.map(lambda found: CharacterClass("c", found)), max_size=3)


@st.composite
def tiny_policies(draw: st.DrawFn) -> TinyPolicy:
    """Any small policy: overlapping classes, free characters, rules on top of each other."""
    return TinyPolicy("t", "t", draw(st.integers(1, 4)), draw(CLASSES), also=draw(SETS), rules=draw(RULES))


def _rules(policy: PasswordPolicy, password: str, owner: Owner = NOBODY) -> list[PasswordRule]:
    return [violation.rule for violation in policy.violations(Password(password), owner=owner)]


@given(tiny_policies())
def test_the_count_is_what_counting_one_by_one_gives(policy: TinyPolicy) -> None:
    """This test ensures that count and check agree on every text, whatever rules stand together."""
    assert policy.count == len(every_password_by_rules(policy, ALPHABET + "B"))


@settings(max_examples=60)
@given(tiny_policies(), st.integers(0, 2**32))
def test_the_generator_draws_exactly_that_set(policy: TinyPolicy, seed: int) -> None:
    """This test ensures that everything drawn obeys, and that small sets come out whole."""
    whole = every_password_by_rules(policy, ALPHABET)
    if whole:
        wanted = 40 * len(whole)  # one of them is missed once in 10**14 times
        drawn = {
            one.reveal() for one in generate_passwords(policy, wanted, random_for_tests=random.Random(seed).randbytes)
        }
        assert drawn == set(whole)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([], 5**3 - 3 * 4**3 + 3 * 3**3 - 2**3),
        ([ForbiddenStarts("s", "-")], 4 * 25 - (3 * 16 + 3 * 16 + 4 * 16) + (2 * 9 + 3 * 9 + 3 * 9) - 2 * 4),
    ],
)
def test_known_answers_written_out(rules: list[Rule], expected: int) -> None:
    """This test ensures two counts worked out by hand: three single-letter classes, then one of them not first."""
    classes = [CharacterClass(c, c) for c in "ab-"]
    policy = TinyPolicy("t", "t", 3, classes, also=frozenset("1A"), rules=rules)
    # three places and three demanded characters: the orders of a, b, -; less those that begin with -
    assert policy.count == (4 if rules else 6) == expected


def test_a_blocklist_takes_all_spellings_and_only_what_was_allowed() -> None:
    """This test ensures that entries of another length, alphabet or class do not count, and case doubles others."""
    letters = TinyPolicy("t", "t", 2, [CharacterClass("c", "aAb")], rules=[Blocklist("b", ["aB", "Ab", "zz", "abb"])])
    assert letters.count == 9 - 2
    assert _rules(letters, "Ab") == [PasswordRule.BLOCKED]
    assert _rules(letters, "bA") == []


def test_no_spelling_of_a_blocked_password_is_drawn() -> None:
    """This test ensures that generation leaves out an entry in every case."""
    policy = TinyPolicy("t", "t", 2, [CharacterClass("c", "aAb")], rules=[Blocklist("b", ["ab", "aa"])])
    drawn = {one.reveal() for one in generate_passwords(policy, 400, random_for_tests=random_from("case"))}
    assert drawn == {"ba", "bA", "bb"}


def test_a_separator_can_be_the_demanded_character() -> None:
    """This test ensures that a class which the separator satisfies demands nothing of the groups."""
    classes = [CharacterClass("letter", "ab"), CharacterClass("sign", "-")]
    policy = TinyPolicy("t", "t", 3, classes, rules=[Groups(1, "-")])
    drawn = {one.reveal() for one in generate_passwords(policy, 200, random_for_tests=random_from("sign"))}
    assert drawn == {"a-a", "a-b", "b-a", "b-b"}
    assert policy.count == 4


def test_two_blocklists_of_one_name_both_count() -> None:
    """This test ensures that a rule does not hide another that says the same of itself."""
    lists = [Blocklist("b", ["aa"]), Blocklist("b", [])]
    policy = TinyPolicy("t", "t", 2, [CharacterClass("c", "ab")], rules=lists)
    assert (_rules(policy, "aa"), policy.count) == ([PasswordRule.BLOCKED], 3)


@pytest.mark.parametrize(
    ("policy", "password", "rules"),
    [
        (FOUR_GROUPS, "k7mp-x2ab-33dd-9qrs", []),
        (FOUR_GROUPS, "k7mpx-2ab-33dd-9qrs", [PasswordRule.GROUPS]),
        (FOUR_GROUPS, "k7mp-x2ab-33dd-9qr-", [PasswordRule.GROUPS]),
        (FOUR_GROUPS, "k7mp-x2ab-33dd-9qr0", [PasswordRule.FORBIDDEN_CHARACTER]),
        (FOUR_GROUPS, "k7mp-x2ab-33dd", [PasswordRule.LENGTH]),
        (FOUR_GROUPS, "K7mp-x2ab-33dd-9qrs", [PasswordRule.ALPHABET]),
    ],
)
def test_groups(policy: PasswordPolicy, password: str, rules: list[PasswordRule]) -> None:
    """This test ensures that separators stand at their places and nowhere else."""
    assert _rules(policy, password) == rules


def test_four_groups_reach_80_bits_alone() -> None:
    """This test ensures CNIL case 1 and NIST's 15 characters, by 16 free characters of 33."""
    assert FOUR_GROUPS.count == 33**16
    assert FOUR_GROUPS.cnil_case is CnilCase.CASE_1
    assert not FOUR_GROUPS.throttled
    assert FOUR_GROUPS.length >= 15
    assert not set(FOUR_GROUPS.alphabet) & {*LOOK_ALIKES, *HARD_ON_AZERTY}
    drawn = [one.reveal() for one in generate_passwords(FOUR_GROUPS, 300)]
    assert [_rules(FOUR_GROUPS, text) for text in drawn] == [[]] * 300
    assert {len(part) for text in drawn for part in text.split("-")} == {4}


def test_a_formula_start_counts_at_the_first_place_alone() -> None:
    """This test ensures that = + - @ may stand inside, and that the count knows the difference."""
    signs = CharacterClass("all", "abcdefghijklmnopqrst" + FORMULA_STARTS)
    policy = PasswordPolicy("t", "t", 12, [signs], throttled=True, rules=[NO_FORMULA])
    assert policy.count == 20 * 24**11
    texts = [one.reveal() for one in generate_passwords(policy, 4_000, random_for_tests=random_from("formula"))]
    assert not {text[0] for text in texts} & set(FORMULA_STARTS)
    # 4,000 of 20 equally likely letters: 200 each; five standard deviations are 69
    firsts = Counter(text[0] for text in texts)
    assert len(firsts) == 20
    assert all(abs(seen - 200) < 69 for seen in firsts.values())
    # 24 equally likely: 166.7 each; five standard deviations are 63
    seconds = Counter(text[1] for text in texts)
    assert len(seconds) == 24
    assert all(abs(seen - 166.7) < 63 for seen in seconds.values())


class TestOwner:
    """Names of the owner."""

    POLICY = PasswordPolicy("o", "t", 12, [LOWER], throttled=True, rules=[NoOwnerNames(3)])
    LEA = Owner(["Léa-Zoé", "LE BŒUF"], "lea.leboeuf2")

    @pytest.mark.parametrize(("password", "name"), [("xxzoexxxxxxx", "ZOÉ"), ("xxxxxxmartin", "Martin-Dupont")])
    def test_a_part_is_found(self, password: str, name: str) -> None:
        """This test ensures that a part of a name or of the login is found, accents and case apart."""
        assert _rules(self.POLICY, password, Owner([name])) == [PasswordRule.OWNER_NAME]
        assert _rules(self.POLICY, password, Owner(login="x." + password[-6:] if name[0] == "M" else "zoe.x")) == [
            PasswordRule.OWNER_NAME
        ]
        assert _rules(self.POLICY, password, Owner(["Anaïs"])) == []
        assert _rules(self.POLICY, password) == []

    def test_short_parts_are_let_through(self) -> None:
        """This test ensures that parts are as long as asked at least."""
        assert self.LEA.parts(3) == {"lea", "zoe", "bœuf", "leboeuf2"}
        assert self.LEA.parts(4) == {"bœuf", "leboeuf2"}
        with pytest.raises(ValueError, match="shortest"):
            NoOwnerNames(2)

    def test_it_is_not_in_the_count(self) -> None:
        """This test ensures that a rule about the owner is excluded, and that the policy says that it has one."""
        assert self.POLICY.count == 25**12
        assert self.POLICY.about_owner
        assert not MEMO_2024.about_owner

    def test_each_is_uniform_over_the_owners_own_set(self) -> None:
        """This test ensures that what one owner may not have another may, and nothing else is lost."""
        policy = TinyPolicy("t", "t", 4, [CharacterClass("c", "abc")], rules=[NoOwnerNames(3)])
        owners = [Owner(["abc"]), Owner(["cab"])] * 8_000
        drawn = generate_passwords(policy, 16_000, owners=owners, random_for_tests=random_from("owners"))
        texts = ["".join(t) for t in itertools.product("abc", repeat=4)]
        for turn, name in enumerate(["abc", "cab"]):
            counts = Counter(one.reveal() for one in drawn[turn::2])
            own = [text for text in texts if name not in text]
            assert set(counts) == set(own)
            expected = 8_000 / len(own)
            assert all(abs(counts[text] - expected) < 5 * expected**0.5 for text in own)

    def test_one_owner_for_each(self) -> None:
        """This test ensures that too few or too many owners are refused."""
        with pytest.raises(InvalidValueError, match="one for each of the 2"):
            generate_passwords(self.POLICY, 2, owners=[self.LEA])
        assert len(generate_passwords(MEMO_2024, 1, owners=[self.LEA])) == 1


class TestImpossible:
    """Refused when built, with the reason."""

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"rules": [ForbiddenCharacters("x", "23456789")]}, "no character of the class digit"),
            ({"rules": [ForbiddenStarts("x", [*LOWER.characters, *DIGIT.characters])]}, "at place 1"),
            ({"rules": [Groups(4, "_")]}, "at place 5"),
            ({"length": 1}, "more classes than places"),
            ({"classes": [CharacterClass("a", "a")], "rules": [Blocklist("b", ["A" * 10])]}, "blocklist"),
            ({"classes": []}, "at place 1"),
        ],
    )
    def test_why(self, fields: dict[str, Any], reason: str) -> None:
        """This test ensures that the error says which demand cannot be met."""
        given = {"name": "mine", "source": "t", "length": 10, "classes": [LOWER, DIGIT], "throttled": True, **fields}
        with pytest.raises(ImpossiblePolicyError, match=reason):
            PasswordPolicy(**given)

    @pytest.mark.parametrize("wrong", ["", "--", "é", " "])
    def test_a_separator_is_one_visible_character(self, wrong: str) -> None:
        """This test ensures that nothing else separates groups."""
        with pytest.raises(InvalidValueError):
            Groups(4, wrong)

    def test_the_bound_is_judged_on_the_whole_number(self) -> None:
        """This test ensures that one password fewer than 2 to the 50th is refused, which log2 alone would let pass."""
        thirty_two = CharacterClass("32", "abcdefghijklmnopqrstuvwxyz234567")
        with pytest.raises(ImpossiblePolicyError, match="50"):
            PasswordPolicy("t", "t", 10, [thirty_two], throttled=True, rules=[Blocklist("one", ["a" * 10])])


class TestWords:
    """What people read."""

    def test_french(self) -> None:
        """This test ensures that the default explains itself in French, its CNIL case and its condition included."""
        said = MEMO_2024.explain()
        assert said[0] == "Exactement 10 caractères."
        assert "Au moins un caractère de la catégorie « minuscule »." in said
        assert said[-2:] == (
            "Entropie : 59,24 bits, cas 2 de la délibération CNIL 2022-100.",
            "Le site doit limiter les tentatives.",
        )

    def test_english(self) -> None:
        """This test ensures the same in English, and that a policy of case 1 asks for no throttle."""
        said = FOUR_GROUPS.explain(ENGLISH_POLICY_TEXTS)
        assert 'Groups of 4 characters separated by "-".' in said
        assert said[-1] == "Entropy: 80.71 bits, case 1 of CNIL 2022-100."
        assert attrs.evolve(FOUR_GROUPS, throttled=True).explain(ENGLISH_POLICY_TEXTS)[-1] == said[-1]
        assert MEMO_2024.explain(ENGLISH_POLICY_TEXTS)[-1] == "The host must limit tries."

    @pytest.mark.parametrize("texts", [FRENCH_POLICY_TEXTS, ENGLISH_POLICY_TEXTS])
    def test_every_rule_has_a_sentence(self, texts: Any) -> None:
        """This test ensures that no code is without words."""
        assert set(texts.demands) == set(PasswordRule)

    def test_an_own_name_is_kept_and_a_weak_count_has_no_case(self) -> None:
        """This test ensures that names we do not know are shown as they are, and that no case is invented."""
        policy = TinyPolicy("t", "t", 3, [CharacterClass("vowel", "ae")], throttled=True)
        assert policy.cnil_case is None
        assert "At least one vowel." in policy.explain(ENGLISH_POLICY_TEXTS)
        assert "Entropy: 3.00 bits, case - of CNIL 2022-100." in policy.explain(ENGLISH_POLICY_TEXTS)

    def test_the_spec_tells_rules_apart(self) -> None:
        """This test ensures that plans notice another rule, blocklist content or free character."""
        base = PasswordPolicy("t", "t", 12, [LOWER], throttled=True)
        changed = [
            base,
            attrs.evolve(base, also=frozenset("-")),
            attrs.evolve(base, rules=[NoOwnerNames()]),
            attrs.evolve(base, rules=[NoOwnerNames(5)]),
            attrs.evolve(base, rules=[Blocklist("b", ["a"])]),
            attrs.evolve(base, rules=[Blocklist("b", ["b"])]),
        ]
        assert len({policy.spec for policy in changed}) == len(changed)


def test_an_own_rule_must_say_what_it_does() -> None:
    """This test ensures that a rule without an answer is an error and not a rule that allows everything."""
    bare = Rule()
    with pytest.raises(NotImplementedError):
        bare.accepts("x", NOBODY)
    with pytest.raises(NotImplementedError):
        _ = bare.demand
