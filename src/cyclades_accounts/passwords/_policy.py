"""Password policies as data, with exact counts: what a run may issue (M10), what a candidate may choose (M11)."""

import enum
import itertools
import math
from collections.abc import Iterable
from typing import Final

from attrs import field, frozen
from attrs.validators import ge, instance_of, le

from cyclades_accounts.errors import ImpossiblePolicyError, InvalidValueError

CNIL_2022_100_CASE_1_BITS: Final = 80.0
"""Entropy, in bits, that a password alone must reach (CNIL, délibération 2022-100 of 21 July 2022, case 1)."""

CNIL_2022_100_CASE_2_BITS: Final = 50.0
"""Entropy, in bits, where tries are limited (same source, case 2). Below it a policy is refused."""

LOOK_ALIKES: Final = "0O1lI|'`"
"""Characters that are taken for one another on paper: ``0 O``, ``1 l I |``, and the apostrophe and the backquote."""

AZERTY_SYMBOLS: Final = "!$%&/<>?"
"""Symbols on a French AZERTY keyboard without AltGr or dead key, less those that are small in print (comma, points,
quotes, underscore), those of the slip's own « (*) », and those that begin a spreadsheet formula (``= + - @``). Our
choice."""


class PasswordRule(enum.Enum):
    """The rules a password can break."""

    LENGTH = "LENGTH"
    ALPHABET = "ALPHABET"
    """Holds a character that the policy does not allow."""
    CLASS = "CLASS"
    """Holds no character of a required class."""
    CONTAINS_LOGIN = "CONTAINS_LOGIN"
    UNCHANGED = "UNCHANGED"
    """Is the present password."""


@frozen
class PasswordViolation:
    """A broken rule, as data; it never holds the password or a part of it."""

    rule: PasswordRule
    detail: str
    """What the rule demands, in English: ``exactly 10 characters``, ``a digit``."""


def _characters(values: Iterable[str]) -> frozenset[str]:
    characters = frozenset(values)
    for text in characters:
        if not (len(text) == 1 and "!" <= text <= "~"):
            raise InvalidValueError("characters", text, "single visible ASCII characters")
    return characters


@frozen
class CharacterClass:
    """A set of characters of which a password must hold at least one."""

    name: str
    characters: frozenset[str] = field(converter=_characters)
    """Single visible ASCII characters."""


def _classes(values: Iterable[CharacterClass]) -> tuple[CharacterClass, ...]:
    return tuple(values)


@frozen
class PasswordPolicy:
    """What an issued password looks like: a length, and characters from classes that must all be present.

    Raises:
        ImpossiblePolicyError: no password satisfies it; fewer than 50 bits of entropy; or fewer than 80 without
            ``throttled``.
    """

    name: str
    source: str
    """Where it comes from: a text that demands it, or « our choice »."""
    length: int = field(validator=[instance_of(int), ge(1), le(128)])
    """Exact length in characters; 1 to 128."""
    classes: tuple[CharacterClass, ...] = field(converter=_classes)
    """At least one character of each; together they are the alphabet. They may overlap."""
    throttled: bool = False
    """Whether the host limits tries (CNIL case 2); without it the policy must reach 80 bits (case 1)."""

    def __attrs_post_init__(self) -> None:
        """Refuse a policy that cannot be met, or that is too weak."""
        if self.count == 0:
            raise ImpossiblePolicyError(self.name, "no password has this length and all these classes.")
        needed = CNIL_2022_100_CASE_2_BITS if self.throttled else CNIL_2022_100_CASE_1_BITS
        if self.entropy_bits < needed:
            raise ImpossiblePolicyError(
                self.name, f"it reaches {self.entropy_bits:.2f} bits, fewer than the {needed:.0f} of CNIL 2022-100."
            )

    @property
    def spec(self) -> str:
        """The policy in one line; part of what a plan is bound to."""
        classes = "; ".join(f"{c.name}={''.join(sorted(c.characters))}" for c in self.classes)
        return f"{self.name}(length={self.length}, {classes})"

    @property
    def alphabet(self) -> str:
        """Every allowed character once, sorted by code point."""
        return "".join(sorted(frozenset().union(*(c.characters for c in self.classes))))

    @property
    def count(self) -> int:
        """Exact number of passwords that satisfy the policy, by inclusion-exclusion over the missing classes."""
        total = len(self.alphabet)
        return sum(
            (-1) ** missing * (total - len(frozenset().union(*(c.characters for c in subset)))) ** self.length
            for missing in range(len(self.classes) + 1)
            for subset in itertools.combinations(self.classes, missing)
        )

    @property
    def entropy_bits(self) -> float:
        """Exact entropy of a password drawn uniformly: log2 of :attr:`count`."""
        return math.log2(self.count)

    def violations(self, password: str) -> tuple[PasswordViolation, ...]:
        """List the rules that a password breaks; empty if it satisfies the policy."""
        found: list[PasswordViolation] = []
        if len(password) != self.length:
            found.append(PasswordViolation(PasswordRule.LENGTH, f"exactly {self.length} characters"))
        if not frozenset(password) <= frozenset(self.alphabet):
            found.append(PasswordViolation(PasswordRule.ALPHABET, "only the characters of the policy"))
        found.extend(
            PasswordViolation(PasswordRule.CLASS, f"a character of the class {c.name}")
            for c in self.classes
            if c.characters.isdisjoint(password)
        )
        return tuple(found)


@frozen
class ChosenPasswordPolicy:
    """What a candidate may choose: a length, not the login; no composition rule (NIST SP 800-63B-4, ASVS 5.0 6.2)."""

    min_length: int = field(default=12, validator=[instance_of(int), ge(8)])
    """Shortest, in characters: the length of CNIL 2022-100's first example; never fewer than 8 (ASVS 5.0 6.2.1)."""
    max_length: int = field(default=128, validator=[instance_of(int), ge(64)])
    """Longest: a maximum must exist (CNIL 2022-100), and 64 must be accepted (ASVS 5.0 6.2.9)."""

    def __attrs_post_init__(self) -> None:
        """Refuse a policy that nothing meets."""
        if self.min_length > self.max_length:
            raise ImpossiblePolicyError(
                "chosen", f"the shortest length is {self.min_length}, the longest {self.max_length}."
            )

    def violations(self, password: str, *, login: str) -> tuple[PasswordViolation, ...]:
        """List the rules that a chosen password breaks; case does not count when it is compared with the login."""
        found: list[PasswordViolation] = []
        if not self.min_length <= len(password) <= self.max_length:
            found.append(PasswordViolation(PasswordRule.LENGTH, f"{self.min_length} to {self.max_length} characters"))
        if login.casefold() in password.casefold():
            found.append(PasswordViolation(PasswordRule.CONTAINS_LOGIN, "a text that does not contain the login"))
        return tuple(found)


def _without_look_alikes(characters: str) -> frozenset[str]:
    return frozenset(characters) - frozenset(LOOK_ALIKES)


LOWER: Final = CharacterClass("lower-case letter", _without_look_alikes("abcdefghijklmnopqrstuvwxyz"))
"""Lower-case letters without look-alikes."""
UPPER: Final = CharacterClass("upper-case letter", _without_look_alikes("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
"""Upper-case letters without look-alikes."""
DIGIT: Final = CharacterClass("digit", _without_look_alikes("0123456789"))
"""Digits without look-alikes."""
SYMBOL: Final = CharacterClass("symbol", AZERTY_SYMBOLS)
"""Symbols: :data:`AZERTY_SYMBOLS`."""

MEMO_2024: Final = PasswordPolicy(
    name="MEMO_2024",
    source="the shape of the memo's example (M10): 10 characters, all four classes; which characters is our choice",
    length=10,
    classes=(LOWER, UPPER, DIGIT, SYMBOL),
    throttled=True,
)
"""The default. 59.2 bits: the host must limit tries (CNIL 2022-100 case 2)."""
