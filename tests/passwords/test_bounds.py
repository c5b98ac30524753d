"""Texts without end, and rules that lie about how strong a policy is."""

import unicodedata
from collections.abc import Callable
from typing import Any, ClassVar, Final, cast

import pytest
from attrs import frozen

from cyclades_accounts.errors import ImpossiblePolicyError, InvalidValueError
from cyclades_accounts.identifiers import LOGIN_MAX_LENGTH, PASSWORD_MAX_LENGTH, TEXT_MAX_LENGTH
from cyclades_accounts.logins import DNB_2024, fold_name
from cyclades_accounts.model import Password
from cyclades_accounts.passwords import (
    DIGIT,
    LOWER,
    MEMO_2024,
    TESTS_ONLY,
    UPPER,
    Argon2idHasher,
    Blocklist,
    ChosenPasswordPolicy,
    NoOwnerNames,
    Owner,
    PassphrasePolicy,
    PasswordDemand,
    PasswordPolicy,
    PasswordRule,
    Rule,
    generate_passwords,
    normalize_password,
)

HASHER: Final = Argon2idHasher(TESTS_ONLY)
MARKS: Final = "e" + "\u0301\u0316" * 50_000
"""The attack: 200 kB of marks of two classes, which normalising sorts by insertion."""
PHRASES: Final = PassphrasePolicy("phrases", "our choice", 16, tuple(f"{a}{b}" for a in "abcdefgh" for b in "abcdefgh"))


@pytest.fixture
def lengths(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the lengths of the texts that anything normalises from now on."""
    found: list[int] = []
    normalize = unicodedata.normalize

    def noted(form: Any, text: str) -> str:
        found.append(len(text))
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", noted)
    return found


@pytest.mark.parametrize("text", [MARKS, "x" * (PASSWORD_MAX_LENGTH + 1), "\ufdfa" * 10_000, "\ud800" * 1_000])
class TestPasswords:
    """A password of more than 512 code points is refused before it is normalised."""

    def test_it_is_not_normalised(self, lengths: list[int], text: str) -> None:
        """The one function that normalises refuses it, by an error that tells the length alone."""
        with pytest.raises(InvalidValueError) as caught:
            normalize_password(text)
        assert caught.value.value == f"a text of {len(text)} code points"
        assert lengths == []

    def test_it_is_not_hashed_and_matches_nothing(self, lengths: list[int], text: str) -> None:
        """A hasher makes no hash of it, and takes the time of an empty password to say that it is wrong."""
        with pytest.raises(InvalidValueError):
            HASHER.hash(Password(text))
        assert not HASHER.verify(HASHER.hash(Password("")), Password(text))
        assert not HASHER.verify(HASHER.decoy, Password(text))
        assert max(lengths) <= PASSWORD_MAX_LENGTH

    def test_each_policy_finds_it_too_long_and_no_more(self, lengths: list[int], text: str) -> None:
        """Policies of issued and chosen passwords and of phrases judge its length alone."""
        strict = PasswordPolicy(
            "x", "x", 14, [LOWER, DIGIT], throttled=True, rules=[NoOwnerNames(), Blocklist("b", ["x"])]
        )
        owner, chosen = (
            Owner(["Léa"], "lea.martin"),
            ChosenPasswordPolicy(names=NoOwnerNames(), blocklist=Blocklist("b", [])),
        )
        lengths.clear()
        for found in (
            MEMO_2024.violations(Password(text)),
            strict.violations(Password(text), owner=owner),
            chosen.violations(Password(text), login="lea.martin", names=("Léa",)),
        ):
            assert [violation.rule for violation in found] == [PasswordRule.LENGTH]
        assert [violation.rule for violation in PHRASES.violations(Password(text))] == [PasswordRule.WORDS]
        assert lengths == []

    def test_it_is_in_no_blocklist(self, lengths: list[int], text: str) -> None:
        """A line of a file that no password can be is no entry of a list."""
        with pytest.raises(InvalidValueError):
            Blocklist("ours", [text])
        assert lengths == []


def test_a_policy_takes_no_longer_ones() -> None:
    """No policy lets a password be longer than what is looked at."""
    assert ChosenPasswordPolicy(max_length=PASSWORD_MAX_LENGTH).max_length == PASSWORD_MAX_LENGTH
    with pytest.raises(ValueError, match="max_length"):
        ChosenPasswordPolicy(max_length=PASSWORD_MAX_LENGTH + 1)


@pytest.mark.parametrize(
    "given",
    [{"names": [MARKS]}, {"names": ["x", "x" * (TEXT_MAX_LENGTH + 1)]}, {"names": [None]}, {"names": ["a\0"]},
     {"login": MARKS}, {"login": "x" * (LOGIN_MAX_LENGTH + 1)}, {"login": None}],
    ids=lambda given: f"{given!r:.20}",
)  # fmt: skip
def test_an_owner_has_names_of_bounded_length(lengths: list[int], given: dict[str, Any]) -> None:
    """Whose password it is is said in texts that can be worked on; many names are folded one by one."""
    with pytest.raises(InvalidValueError) as caught:
        Owner(**given)
    assert caught.value.field in given
    assert Owner(["é" * TEXT_MAX_LENGTH] * 50, "x").parts(4)
    assert max(lengths) <= 2 * TEXT_MAX_LENGTH


@pytest.mark.parametrize("name", [MARKS, "É" * (TEXT_MAX_LENGTH + 1), "\u0301" * 100_000])
def test_a_name_without_end_is_not_folded(lengths: list[int], name: str) -> None:
    """A name of 100,000 marks stops no run: it is refused before it is worked on."""
    for fold in (fold_name, lambda text: DNB_2024.stem("Léa", text)):
        with pytest.raises(InvalidValueError):
            fold(name)
    assert [length for length in lengths if length > TEXT_MAX_LENGTH] == []


@frozen
class Lying(Rule):
    """A host's rule whose parts do not say the same."""

    leaves: Any = None
    """What it says may stand at a place; ``None`` for everything."""
    likes: Callable[[str], bool] = lambda _: True

    @property
    def demand(self) -> PasswordDemand:
        """Something."""
        return PasswordDemand(PasswordRule.ALPHABET)

    def allowed(self, place: int, characters: frozenset[str]) -> frozenset[str]:
        """Return what the test says."""
        return characters if self.leaves is None else cast("frozenset[str]", self.leaves)

    def accepts(self, password: str, owner: Owner) -> bool:
        """Answer what the test says."""
        return self.likes(password)


@frozen
class LyingAboutOwner(Lying):
    """The same, which stays out of the count."""

    about_owner: ClassVar[bool] = True


def policy(*rules: Rule) -> PasswordPolicy:
    """Return a policy of 62 characters at 10 places with these rules."""
    return PasswordPolicy("ours", "our choice", 10, [LOWER, UPPER, DIGIT], throttled=True, rules=rules)


class Inflated(frozenset[str]):
    """A set that says it is larger than it is."""

    def __len__(self) -> int:
        return 10**9


@pytest.mark.parametrize(
    "allowed",
    [frozenset(map(chr, range(0x4E00, 0x9000))), Inflated(LOWER.characters | UPPER.characters | DIGIT.characters),
     [*"abcABC012" * 1_000, *map(chr, range(33, 127))]],
    ids=["more characters", "a set that lies", "doubles"],
)  # fmt: skip
def test_a_rule_adds_no_password_to_the_count(allowed: Any) -> None:
    """Whatever a rule says may stand at a place, the count is at most that of the policy without it."""
    try:
        inflated = policy(Lying(leaves=allowed))
    except ImpossiblePolicyError:
        return
    assert inflated.count <= policy().count
    drawn = generate_passwords(inflated, 20)
    assert all(not policy().violations(one) for one in drawn)


def test_a_rule_that_narrows_says_so_in_the_count() -> None:
    """A rule that leaves five characters is refused for its strength, whatever it accepts."""
    with pytest.raises(ImpossiblePolicyError, match="bits"):
        policy(Lying(leaves=frozenset("abAB2")))


def test_a_rule_that_accepts_less_than_it_says_changes_nothing_that_is_drawn() -> None:
    """Without an owner, passwords are drawn from what was counted: a rule cannot narrow them unsaid."""
    narrow = policy(Lying(likes=lambda password: password.startswith("aaaa")))
    assert narrow.count == policy().count
    assert len({one.reveal()[:4] for one in generate_passwords(narrow, 200)}) > 150


@pytest.mark.parametrize("share", [3, 10, 100])
def test_a_rule_about_the_owner_that_refuses_much_is_refused(share: int) -> None:
    """Such a rule is not in the count, so it may cost one bit: beyond it nothing is issued."""
    rule = LyingAboutOwner(likes=lambda password: sum(map(ord, password)) % share == 0)
    with pytest.raises(ImpossiblePolicyError, match="second password"):
        generate_passwords(policy(rule), 200, owners=[Owner()] * 200)


def test_a_rule_about_the_owner_that_refuses_little_is_none() -> None:
    """A rule that refuses every fourth password is served, also for one password alone."""
    rule = LyingAboutOwner(likes=lambda password: sum(map(ord, password)) % 4 > 0)
    for count in (1, 200):
        assert len(generate_passwords(policy(rule), count, owners=[Owner()] * count)) == count
