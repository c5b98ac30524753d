"""Drawing passwords uniformly from exactly the set that a policy allows."""

import os
from collections.abc import Callable
from typing import Final

from cyclades_accounts.model import ProvisionalPassword
from cyclades_accounts.passwords._policy import PasswordPolicy

RandomSource = Callable[[int], bytes]
"""Returns as many random bytes as asked. The system's source is the default; another one is for tests only."""

SYSTEM_RANDOM: Final[RandomSource] = os.urandom
"""The operating system's generator."""

_BYTE_VALUES: Final = 256
_MOST_BYTES: Final = 1_000_000
"""Characters wanted from one call of the source, at most."""
_PATIENCE: Final = 500
"""Draws in vain before a source counts as stuck: by chance this never happens."""


def generate_passwords(
    policy: PasswordPolicy, count: int, *, random: RandomSource = SYSTEM_RANDOM
) -> list[ProvisionalPassword]:
    """Draw ``count`` passwords, each uniform over exactly the passwords that satisfy ``policy``, and independent.

    By rejection: bytes that would favour some characters are skipped, and so is every draw that lacks a class.

    Raises:
        RuntimeError: the source gives nothing usable, many times in a row.
    """
    alphabet = policy.alphabet.encode("ascii")
    fair = _BYTE_VALUES - _BYTE_VALUES % len(alphabet)
    table = bytes(alphabet[value % len(alphabet)] for value in range(_BYTE_VALUES))
    unfair = bytes(range(fair, _BYTE_VALUES))
    required = [c.characters for c in policy.classes]
    draws_a_password = len(alphabet) ** policy.length // policy.count + 1
    drawn: list[ProvisionalPassword] = []
    in_vain = 0
    while len(drawn) < count:
        before = len(drawn)
        wanted = min((count - len(drawn)) * draws_a_password * policy.length, _MOST_BYTES)
        text = random(2 * wanted).translate(table, unfair).decode("ascii")
        for start in range(0, len(text) - policy.length + 1, policy.length):
            candidate = text[start : start + policy.length]
            if not any(characters.isdisjoint(candidate) for characters in required):
                drawn.append(ProvisionalPassword(candidate))
        in_vain = in_vain + 1 if len(drawn) == before else 0
        if in_vain > _PATIENCE:
            msg = "the random source gives no usable bytes"
            raise RuntimeError(msg)
    return drawn[:count]
