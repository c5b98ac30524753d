"""Password policies as data, with exact counts: what a run may issue (M10)."""

import hashlib
import math
from collections.abc import Iterable
from typing import Protocol

from attrs import field, frozen
from attrs.validators import ge, instance_of, le

from cyclades_accounts.errors import ImpossiblePolicyError
from cyclades_accounts.passwords._count import count_blocked, count_with_classes
from cyclades_accounts.passwords._draw import RandomSource, draw_characters
from cyclades_accounts.passwords._owner import NOBODY, Owner
from cyclades_accounts.passwords._rules._characters import CharacterClass, ForbiddenCharacters, visible, written
from cyclades_accounts.passwords._rules._rule import Rule
from cyclades_accounts.passwords._strength import CnilCase, cnil_case, demand_strength
from cyclades_accounts.passwords._texts import FRENCH_POLICY_TEXTS, PolicyTexts
from cyclades_accounts.passwords._violations import PasswordDemand, PasswordRule, PasswordViolation


class IssuedPasswordPolicy(Protocol):
    """What generation and plans ask of a policy: :class:`PasswordPolicy` and :class:`PassphrasePolicy` are two."""

    @property
    def spec(self) -> str:
        """The policy in one line; part of what a plan is bound to."""
        ...

    @property
    def about_owner(self) -> bool:
        """Whether :meth:`violations` depends on the owner."""
        ...

    def draw(self, random: RandomSource, wanted: int) -> list[str]:
        """Return about ``wanted`` passwords, perhaps none, independent and uniform over the set, owner apart."""
        ...

    def violations(self, password: str, *, owner: Owner = NOBODY) -> tuple[PasswordViolation, ...]:
        """List the rules that a password breaks; empty if it satisfies the policy."""
        ...


def _classes(values: Iterable[CharacterClass]) -> tuple[CharacterClass, ...]:
    return tuple(values)


def _rules(values: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(values)


@frozen
class PasswordPolicy:
    """What an issued password looks like: a length, classes that must all be present, and rules that take away.

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
    also: frozenset[str] = field(default=frozenset(), converter=visible)
    """Characters that are allowed without being demanded."""
    rules: tuple[Rule, ...] = field(default=(), converter=_rules)
    """What is taken away; the order does not count."""

    def __attrs_post_init__(self) -> None:
        """Refuse a policy that cannot be met, or that is too weak."""
        if self.count == 0:
            raise ImpossiblePolicyError(self.name, self._why_none())
        demand_strength(self.name, self.count, throttled=self.throttled)

    def _why_none(self) -> str:
        places = self._places
        for place, allowed in enumerate(places, 1):
            if not allowed:
                return f"no password has this length and all these classes: no character may stand at place {place}."
        for wanted in self.classes:
            if wanted.characters.isdisjoint(frozenset().union(*places)):
                return (
                    "no password has this length and all these classes: "
                    f"no character of the class {wanted.name} is allowed."
                )
        if count_with_classes(places, self._sets):
            return "every password that the other rules allow stands in the blocklist."
        return "no password has this length and all these classes: there are more classes than places for them."

    @property
    def _everything(self) -> frozenset[str]:
        return self.also.union(*(c.characters for c in self.classes))

    @property
    def _places(self) -> tuple[frozenset[str], ...]:
        """What may stand at each place."""
        places = []
        for place in range(self.length):
            allowed = self._everything
            for rule in self.rules:
                allowed = rule.allowed(place, allowed)
            places.append(allowed)
        return tuple(places)

    @property
    def _sets(self) -> tuple[frozenset[str], ...]:
        return tuple(c.characters for c in self.classes)

    @property
    def _blocked(self) -> frozenset[str]:
        return frozenset().union(*(rule.blocked for rule in self.rules))

    @property
    def spec(self) -> str:
        """The policy in one line; part of what a plan is bound to."""
        classes = "; ".join(f"{c.name}={written(c.characters)}" for c in self.classes)
        also = f"; also={written(self.also)}" if self.also else ""
        rules = "".join(
            f"; {rule.demand.rule.value} {' '.join(f'{key}={value}' for key, value in rule.demand.facts)}"
            for rule in self.rules
        )
        blocked = "\n".join(sorted(self._blocked)).encode(errors="surrogatepass")
        digest = f"; blocked={hashlib.sha256(blocked).hexdigest()[:16]}" if blocked else ""
        return f"{self.name}(length={self.length}, {classes}{also}{rules}{digest})"

    @property
    def alphabet(self) -> str:
        """Every allowed character once, sorted by code point."""
        return written(frozenset[str]().union(*self._places))

    @property
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
        length = PasswordDemand(PasswordRule.LENGTH, {"shortest": str(self.length), "longest": str(self.length)})
        classes = (c.demand for c in self.classes)
        return (length, self._alphabet_demand, *classes, *(rule.demand for rule in self.rules))

    @property
    def _alphabet_demand(self) -> PasswordDemand:
        return PasswordDemand(PasswordRule.ALPHABET, {"characters": self.alphabet})

    def violations(self, password: str, *, owner: Owner = NOBODY) -> tuple[PasswordViolation, ...]:
        """List the rules that a password breaks; empty if it satisfies the policy.

        A character that a rule forbids by name is not reported a second time as foreign to the alphabet.
        """
        named = frozenset[str]().union(*(r.characters for r in self.rules if isinstance(r, ForbiddenCharacters)))
        met = (
            len(password) == self.length,
            frozenset(password) <= self._everything | named,
            *(not c.characters.isdisjoint(password) for c in self.classes),
            *(rule.accepts(password, owner) for rule in self.rules),
        )  # in the order of the demands, of which two may be equal: blocklists of one name
        return tuple(
            PasswordViolation(d.rule, d.facts) for d, is_met in zip(self.demands, met, strict=True) if not is_met
        )

    def explain(self, texts: PolicyTexts = FRENCH_POLICY_TEXTS) -> tuple[str, ...]:
        """Say what the policy demands and which case of CNIL 2022-100 it satisfies, a sentence each."""
        return texts.explain(self.demands, self.count, throttled=self.throttled)

    def draw(self, random: RandomSource, wanted: int) -> list[str]:
        """Return about ``wanted`` passwords, independent and uniform over the set, rules about the owner apart."""
        blocked = self._blocked
        drawn = draw_characters(self._places, self._sets, self.count, random, wanted)
        return [text for text in drawn if text.casefold() not in blocked] if blocked else drawn
