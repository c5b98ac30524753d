"""Policies small enough to write down every password they allow."""

import itertools

from cyclades_accounts.model import Password
from cyclades_accounts.passwords import PasswordPolicy


class TinyPolicy(PasswordPolicy):
    """A policy that is not judged when it is built: too weak for anybody, small enough to be counted by hand."""

    def __attrs_post_init__(self) -> None:
        """Refuse nothing."""


def every_password(policy: PasswordPolicy) -> list[str]:
    """Write down every password, by a way that shares nothing with the library: all texts, then what they lack."""
    alphabet = sorted({character for c in policy.classes for character in c.characters})
    texts = itertools.product(alphabet, repeat=policy.length)
    return ["".join(text) for text in texts if all(set(text) & c.characters for c in policy.classes)]


def every_password_by_rules(policy: PasswordPolicy, alphabet: str) -> list[str]:
    """Write down every password by asking for violations: all texts of an alphabet, then those that break nothing."""
    texts = ("".join(text) for text in itertools.product(alphabet, repeat=policy.length))
    return [text for text in texts if not policy.violations(Password(text))]
