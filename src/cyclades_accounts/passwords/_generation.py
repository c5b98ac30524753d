"""Drawing passwords uniformly from exactly the set that a policy allows."""

import os
from collections.abc import Callable
from typing import Final

from cyclades_accounts.model import ProvisionalPassword
from cyclades_accounts.passwords._policy import PasswordPolicy

RandomSource = Callable[[int], bytes]
"""Returns as many random bytes as asked. The system's source is the default; another one is for tests only."""

SYSTEM_RANDOM: Final[RandomSource] = os.urandom

_BYTE_VALUES: Final = 256


def generate_passwords(
    policy: PasswordPolicy, count: int, *, random: RandomSource = SYSTEM_RANDOM
) -> list[ProvisionalPassword]:
    """Draw ``count`` passwords, each uniform over exactly the passwords that satisfy ``policy``, and independent.

    By rejection: bytes that would favour some characters are skipped, and so is every draw that lacks a class.
    """
    alphabet = policy.alphabet.encode("ascii")
    fair = _BYTE_VALUES - _BYTE_VALUES % len(alphabet)
    table = bytes(alphabet[value % len(alphabet)] for value in range(_BYTE_VALUES))
    unfair = bytes(range(fair, _BYTE_VALUES))
    required = [c.characters for c in policy.classes]
    drawn: list[ProvisionalPassword] = []
    while len(drawn) < count:
        wanted = (count - len(drawn)) * policy.length
        text = random(2 * wanted).translate(table, unfair).decode("ascii")
        for start in range(0, len(text) - policy.length + 1, policy.length):
            candidate = text[start : start + policy.length]
            if not any(characters.isdisjoint(candidate) for characters in required):
                drawn.append(ProvisionalPassword(candidate))
    return drawn[:count]
