"""Passphrases: so many words of a list."""

import math
import struct
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from attrs import field, frozen
from attrs.validators import ge, instance_of, le

from cyclades_accounts.errors import ImpossiblePolicyError, InvalidValueError, MissingExtraError
from cyclades_accounts.model import Password
from cyclades_accounts.passwords._owner import NOBODY, Owner
from cyclades_accounts.passwords._policy import MOST_BYTES, PasswordPolicy, RandomSource
from cyclades_accounts.passwords._rules import PasswordDemand, PasswordRule, PasswordViolation, one_separator
from cyclades_accounts.passwords._strength import CnilCase, cnil_case, demand_strength
from cyclades_accounts.passwords._texts import FRENCH_POLICY_TEXTS, PolicyTexts
from cyclades_accounts.settings import Setting, read

_MOST_WORDS: Final = 65_536
"""As many as two bytes tell apart."""


def _words(values: Iterable[str]) -> tuple[str, ...]:
    words = tuple(sorted(set(values)))
    for word in words:
        if not (word.isascii() and word.isalpha() and word.islower()):
            raise InvalidValueError("words", word, "words of the letters a to z")
    return words


@frozen
class PassphrasePolicy(Setting):
    """Words of a list with a separator between them, which no word holds: every phrase splits in one way.

    Raises:
        InvalidValueError: a word that is not made of a to z, or a separator that is a letter.
        ImpossiblePolicyError: no word, too many, or too weak, as for :class:`PasswordPolicy`.
    """

    about_owner: ClassVar[bool] = False
    """No rule depends on the owner."""

    name: str
    source: str
    """Where it comes from: a text that demands it, or « our choice »."""
    size: int = field(validator=[instance_of(int), ge(1), le(16)])
    """Number of words; 1 to 16."""
    words: tuple[str, ...] = field(converter=_words, repr=False)
    """The list, at most 65,536 words; doubles count once."""
    separator: str = field(default="-", converter=one_separator)
    throttled: bool = False
    """Whether the host limits tries (CNIL case 2)."""

    def __attrs_post_init__(self) -> None:
        """Refuse a policy that cannot be met, or that is too weak."""
        if self.separator.isalpha():
            raise InvalidValueError("separator", self.separator, "a character that no word holds")
        if not 1 <= len(self.words) <= _MOST_WORDS:
            raise ImpossiblePolicyError(self.name, f"it has {len(self.words)} words, not 1 to {_MOST_WORDS}.")
        demand_strength(self.name, self.count, throttled=self.throttled)

    @property
    def count(self) -> int:
        """Exact number of phrases."""
        return int(len(self.words) ** self.size)

    @property
    def entropy_bits(self) -> float:
        """Exact entropy of a phrase drawn uniformly: log2 of :attr:`count`."""
        return math.log2(self.count)

    @property
    def cnil_case(self) -> CnilCase | None:
        """The case of CNIL 2022-100 that it satisfies."""
        return cnil_case(self.count)

    @property
    def demands(self) -> tuple[PasswordDemand, ...]:
        """All that the policy demands, as data."""
        facts = {"words": str(self.size), "separator": self.separator, "list": str(len(self.words))}
        return (PasswordDemand(PasswordRule.WORDS, facts),)

    def violations(self, password: Password, *, owner: Owner = NOBODY) -> tuple[PasswordViolation, ...]:
        """List the rules that a phrase breaks; empty if it satisfies the policy."""
        del owner
        parts = [] if password.is_too_long else password.reveal().split(self.separator)
        if len(parts) == self.size and set(parts) <= set(self.words):
            return ()
        return tuple(PasswordViolation(demand.rule, demand.facts) for demand in self.demands)

    def explain(self, texts: PolicyTexts = FRENCH_POLICY_TEXTS) -> tuple[str, ...]:
        """Say what the policy demands and which case of CNIL 2022-100 it satisfies, a sentence each."""
        return texts.explain(self.demands, self.count, throttled=self.throttled)

    def generate(self, random: RandomSource, wanted: int) -> list[str]:
        """Return about ``wanted`` phrases, independent and uniform; a pair of bytes that favours a word is skipped."""
        fair = _MOST_WORDS - _MOST_WORDS % len(self.words)
        many = 2 * min(wanted * self.size, MOST_BYTES)
        pairs = struct.unpack(f"<{many}H", random(2 * many))  # one byte order, so that a replay is the same everywhere
        drawn = [self.words[value % len(self.words)] for value in pairs if value < fair]
        starts = range(0, len(drawn) - self.size + 1, self.size)
        return [self.separator.join(drawn[start : start + self.size]) for start in starts]


def french_passphrase(size: int = 5, *, throttled: bool = True) -> PassphrasePolicy:
    """Return a policy of French words without accents: 1,682 of the list of BIP-39 in the package ``mnemonic`` (MIT).

    Five words are 53.57 bits (CNIL 2022-100 case 2), eight are 85.72 (case 1). The number of words is our choice.

    Raises:
        MissingExtraError: the extra ``passphrases`` is not installed.
    """
    try:
        from mnemonic import Mnemonic  # noqa: PLC0415  # an extra: wanted here alone
    except ImportError:
        raise MissingExtraError("passphrases", "mnemonic") from None
    words = [word for word in Mnemonic("french").wordlist if word.isascii()]
    return PassphrasePolicy(f"FRENCH_PASSPHRASE_{size}", "our choice; words of BIP-39", size, words, "-", throttled)


def policy_from_data(data: Mapping[str, Any]) -> PasswordPolicy | PassphrasePolicy:
    """Make the policy, of characters or of words, that its ``as_data`` wrote; the ``kind`` says which.

    Raises:
        InvalidValueError: an option that does not exist, is missing, or has a value that it does not take.
        ImpossiblePolicyError: the policy cannot be met, or is too weak.
    """
    made: PasswordPolicy | PassphrasePolicy = read(PasswordPolicy | PassphrasePolicy, data)
    return made
