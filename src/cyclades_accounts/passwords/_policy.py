"""What a run may issue (M10): a policy as data, which counts its passwords exactly and generates them uniformly."""

import functools
import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from attrs import field, frozen
from attrs.validators import ge, instance_of, le

from cyclades_accounts.errors import ImpossiblePolicyError
from cyclades_accounts.model import Password
from cyclades_accounts.passwords._owner import NOBODY, Owner
from cyclades_accounts.passwords._rules import (
    Blocklist,
    CharacterClass,
    ForbiddenCharacters,
    ForbiddenStarts,
    Groups,
    NoOwnerNames,
    PasswordDemand,
    PasswordRule,
    PasswordViolation,
    Rule,
    visible,
    written,
)
from cyclades_accounts.passwords._strength import (
    CnilCase,
    Places,
    cnil_case,
    count_blocked,
    count_with_classes,
    demand_strength,
)
from cyclades_accounts.passwords._texts import FRENCH_POLICY_TEXTS, PolicyTexts
from cyclades_accounts.settings import Characters, Setting

RandomSource = Callable[[int], bytes]
"""Returns as many random bytes as asked. The system's source is the default; another one is for tests only."""

MOST_BYTES: Final = 1_000_000
"""Symbols wanted from one call of the source, at most."""

_BYTE_VALUES: Final = 256


class IssuedPasswordPolicy(Protocol):
    """What generation and plans ask of a policy: :class:`PasswordPolicy` and :class:`PassphrasePolicy` are two.

    These two count their passwords themselves. For a policy of a host's own the strength is the host's duty: 50 bits
    where tries are limited, else 80 (CNIL 2022-100). A run checks no more than that no two of its passwords are equal.
    """

    @property
    def spec(self) -> str:
        """The policy in one line; part of what a plan is bound to."""
        ...

    @property
    def about_owner(self) -> bool:
        """Whether :meth:`violations` depends on the owner."""
        ...

    def generate(self, random: RandomSource, wanted: int) -> list[str]:
        """Return about ``wanted`` passwords, perhaps none, independent and uniform over the set, owner apart."""
        ...

    def violations(self, password: Password, *, owner: Owner = NOBODY) -> tuple[PasswordViolation, ...]:
        """List the rules that a password breaks; empty if it satisfies the policy."""
        ...


_ShippedRule = ForbiddenCharacters | ForbiddenStarts | Groups | Blocklist | NoOwnerNames
"""The rules that a settings file can name."""


def _classes(values: Iterable[CharacterClass]) -> tuple[CharacterClass, ...]:
    return tuple(values)


def _rules(values: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(values)


@frozen
class PasswordPolicy(Setting):
    """What an issued password looks like: a length, classes that must all be present, and rules that exclude passwords.

    Raises:
        ImpossiblePolicyError: no password satisfies it; fewer than 50 bits of entropy; or fewer than 80 without
            ``throttled``.
    """

    name: str
    source: str
    """Where it comes from: a text that demands it, or « our choice »."""
    length: int = field(validator=[instance_of(int), ge(1), le(128)])
    """Exact length in characters, separators included; 1 to 128."""
    classes: tuple[CharacterClass, ...] = field(converter=_classes)
    """At least one character of each is demanded. They may overlap."""
    throttled: bool = False
    """Whether the host limits tries (CNIL case 2); without it the policy must reach 80 bits (case 1)."""
    also: Characters = field(default=visible(()), converter=visible)
    """Characters that are allowed without being demanded."""
    rules: tuple[_ShippedRule | Rule, ...] = field(default=(), converter=_rules)
    """Rules that exclude passwords; their order does not count."""

    def __attrs_post_init__(self) -> None:
        """Refuse a policy that cannot be met, or that is too weak."""
        if self.count == 0:
            raise ImpossiblePolicyError(self.name, self._why_none())
        demand_strength(self.name, self.count, throttled=self.throttled)

    def _why_none(self) -> str:
        too_much = "no password has this length and all these classes: "
        for place, allowed in enumerate(self._places, 1):
            if not allowed:
                return f"{too_much}no character may stand at place {place}."
        for wanted in self.classes:
            if wanted.characters.isdisjoint(self.alphabet):
                return f"{too_much}no character of the class {wanted.name} is allowed."
        if count_with_classes(self._places, self._sets):
            return "every password that the other rules allow stands in the blocklist."
        return f"{too_much}there are more classes than places for them."

    @property
    def _everything(self) -> frozenset[str]:
        return self.also.union(*self._sets)

    @property
    def _sets(self) -> tuple[frozenset[str], ...]:
        return tuple(c.characters for c in self.classes)

    @functools.cached_property
    def _places(self) -> Places:
        places = []
        for place in range(self.length):
            allowed = self._everything
            for rule in self.rules:
                allowed = allowed & frozenset(rule.allowed(place, allowed))  # a rule takes away, and adds nothing
            places.append(allowed)
        return tuple(places)

    @functools.cached_property
    def _blocked(self) -> frozenset[str]:
        return frozenset().union(*(rule.blocked for rule in self.rules))

    @property
    def alphabet(self) -> str:
        """Every allowed character once, sorted by code point."""
        return written(frozenset[str]().union(*self._places))

    @functools.cached_property
    def count(self) -> int:
        """Exact number of passwords that satisfy the policy, rules about the owner apart: by inclusion-exclusion."""
        places, classes = self._places, self._sets
        return count_with_classes(places, classes) - count_blocked(places, classes, self._blocked)

    @property
    def entropy_bits(self) -> float:
        """Exact entropy of a password drawn uniformly: log2 of :attr:`count`."""
        return math.log2(self.count)

    @property
    def cnil_case(self) -> CnilCase | None:
        """The case of CNIL 2022-100 that it satisfies; never ``None`` for a policy that could be built."""
        return cnil_case(self.count)

    @property
    def about_owner(self) -> bool:
        """Whether a rule depends on the owner."""
        return any(rule.about_owner for rule in self.rules)

    @property
    def demands(self) -> tuple[PasswordDemand, ...]:
        """All that the policy demands, as data."""
        return (
            PasswordDemand(PasswordRule.LENGTH, {"shortest": str(self.length), "longest": str(self.length)}),
            PasswordDemand(PasswordRule.ALPHABET, {"characters": self.alphabet}),
            *(c.demand for c in self.classes),
            *(rule.demand for rule in self.rules),
        )

    def violations(self, password: Password, *, owner: Owner = NOBODY) -> tuple[PasswordViolation, ...]:
        """List the rules that a password breaks; empty if it satisfies the policy.

        A character that a rule forbids by name is not reported a second time as foreign to the alphabet. Of a text too
        long for any password, the length alone is.
        """
        if password.is_too_long:
            return (PasswordViolation(self.demands[0].rule, self.demands[0].facts),)
        text = password.reveal()
        named = frozenset[str]().union(*(r.characters for r in self.rules if isinstance(r, ForbiddenCharacters)))
        met = (
            len(text) == self.length,
            frozenset(text) <= self._everything | named,
            *(not c.characters.isdisjoint(text) for c in self.classes),
            *(rule.accepts(text, owner) for rule in self.rules),
        )  # in the order of the demands, of which two may be equal: blocklists of one name
        return tuple(
            PasswordViolation(d.rule, d.facts) for d, is_met in zip(self.demands, met, strict=True) if not is_met
        )

    def explain(self, texts: PolicyTexts = FRENCH_POLICY_TEXTS) -> tuple[str, ...]:
        """Say what the policy demands and which case of CNIL 2022-100 it satisfies, a sentence each."""
        return texts.explain(self.demands, self.count, throttled=self.throttled)

    def generate(self, random: RandomSource, wanted: int) -> list[str]:
        """Return about ``wanted`` passwords, independent and uniform over the set, rules about the owner apart."""
        texts = _texts(self._places, self._sets, self.count, random, wanted)
        return [text for text in texts if text.casefold() not in self._blocked] if self._blocked else texts


def _texts(
    places: Places, classes: Sequence[frozenset[str]], count: int, random: RandomSource, wanted: int
) -> list[str]:
    """Return about ``wanted`` texts, uniform over those that take each character from its place and hold each class.

    By rejection: characters are drawn from all that may stand at some place; bytes that would favour some characters
    are skipped, and so is every text that breaks a place or a class. Two calls into C do the work for a whole batch:
    ``translate`` turns bytes into characters, and one pattern cuts them into texts. Places with one possible character
    are not drawn but filled in.
    """
    free = [place for place, allowed in enumerate(places) if len(allowed) > 1] or list(range(len(places)))
    symbols = frozenset[str]().union(*(places[place] for place in free))
    fixed = frozenset[str]().union(*(allowed for place, allowed in enumerate(places) if place not in free))
    alphabet = written(symbols).encode("ascii")
    fair = _BYTE_VALUES - _BYTE_VALUES % len(alphabet)
    table = bytes(alphabet[value % len(alphabet)] for value in range(_BYTE_VALUES))
    size = len(free)
    draws_a_text = len(alphabet) ** size // count + 1
    characters = min(wanted * draws_a_text * size, MOST_BYTES)
    drawn = random(2 * characters).translate(table, bytes(range(fair, _BYTE_VALUES))).decode("ascii")
    needed = [c & symbols for c in classes if c.isdisjoint(fixed)]
    found = _pattern([places[place] for place in free], symbols, needed).findall(drawn)
    texts = [one for one in found if one][:wanted]
    return texts if size == len(places) else _filled(texts, places)


def _pattern(free: Places, symbols: frozenset[str], needed: Sequence[frozenset[str]]) -> re.Pattern[str]:
    """Return what cuts characters into texts: a good text is captured, of a bad one nothing."""
    size = len(free)
    body = "".join("." if allowed == symbols else _one_of(allowed) for allowed in free)
    ahead = "".join(f"(?=.{{0,{size - 1}}}{_one_of(characters)})" for characters in needed)
    return re.compile(f"{ahead}({body})|.{{{size}}}")


def _one_of(characters: frozenset[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"


def _filled(texts: Sequence[str], places: Places) -> list[str]:
    """Put the characters of the places with one possible character into texts of the others."""
    template = "".join("%c" if len(allowed) > 1 else next(iter(allowed)).replace("%", "%%") for allowed in places)
    return [template % tuple(text) for text in texts]
