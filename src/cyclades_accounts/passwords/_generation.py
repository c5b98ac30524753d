"""Drawing passwords uniformly from exactly the set that a policy allows."""

import os
from collections.abc import Sequence
from typing import Final

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.model import ProvisionalPassword
from cyclades_accounts.passwords._draw import RandomSource
from cyclades_accounts.passwords._owner import Owner
from cyclades_accounts.passwords._policy import IssuedPasswordPolicy

SYSTEM_RANDOM: Final[RandomSource] = os.urandom
"""The operating system's generator."""

_PATIENCE: Final = 500
"""Draws in vain before a source counts as stuck: by chance this never happens."""


def generate_passwords(
    policy: IssuedPasswordPolicy,
    count: int,
    *,
    owners: Sequence[Owner] | None = None,
    random_for_tests: RandomSource = SYSTEM_RANDOM,
) -> list[ProvisionalPassword]:
    """Draw ``count`` passwords, each uniform over exactly the passwords that satisfy ``policy``, and independent.

    By rejection: bytes that would favour some characters are skipped, and so is every draw that breaks a rule.

    Args:
        policy: what a password looks like.
        count: how many.
        owners: one for each password, for policies with a rule about the owner: a password is then uniform over its
            owner's own set.
        random_for_tests: replaces the system's source, in tests alone.

    Raises:
        InvalidValueError: not one owner for each password.
        RuntimeError: the source gives nothing usable, many times in a row.
    """
    if owners is not None and len(owners) != count:
        raise InvalidValueError("owners", str(len(owners)), f"one for each of the {count} passwords")
    per_owner = owners if policy.about_owner else None
    drawn: list[ProvisionalPassword] = []
    in_vain = 0
    while len(drawn) < count:
        before = len(drawn)
        for text in policy.draw(random_for_tests, count - before)[: None if per_owner else count - before]:
            if per_owner is None or (len(drawn) < count and not policy.violations(text, owner=per_owner[len(drawn)])):
                drawn.append(ProvisionalPassword(text))
        in_vain = in_vain + 1 if len(drawn) == before else 0
        if in_vain > _PATIENCE:
            msg = "the random source gives no usable bytes"
            raise RuntimeError(msg)
    return drawn
