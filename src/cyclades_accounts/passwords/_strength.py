"""How strong a policy must be: CNIL, délibération 2022-100 of 21 July 2022."""

import enum
import math
from typing import Final

from cyclades_accounts.errors import ImpossiblePolicyError

CNIL_2022_100_CASE_1_BITS: Final = 80.0
"""Entropy, in bits, that a password alone must reach (CNIL, délibération 2022-100 of 21 July 2022, case 1)."""

CNIL_2022_100_CASE_2_BITS: Final = 50.0
"""Entropy, in bits, where tries are limited (same source, case 2). Below it a policy is refused."""


class CnilCase(enum.Enum):
    """Which case of CNIL 2022-100 a policy satisfies."""

    CASE_1 = 1
    """A password alone: 80 bits."""
    CASE_2 = 2
    """A password where the host limits tries: 50 bits."""


def cnil_case(count: int) -> CnilCase | None:
    """Return the strongest case that so many equally likely passwords satisfy, judged on the whole number."""
    if count >= 2 ** int(CNIL_2022_100_CASE_1_BITS):
        return CnilCase.CASE_1
    return CnilCase.CASE_2 if count >= 2 ** int(CNIL_2022_100_CASE_2_BITS) else None


def floor_bits(count: int) -> float:
    """Return log2 of ``count`` cut to two decimals: never more than there is."""
    return math.floor(math.log2(count) * 100) / 100


def demand_strength(name: str, count: int, *, throttled: bool) -> None:
    """Refuse a policy that is too weak.

    Raises:
        ImpossiblePolicyError: fewer than 50 bits; or fewer than 80 without ``throttled``.
    """
    needed = CNIL_2022_100_CASE_2_BITS if throttled else CNIL_2022_100_CASE_1_BITS
    if count < 2 ** int(needed):
        raise ImpossiblePolicyError(
            name, f"it reaches {floor_bits(count):.2f} bits, fewer than the {needed:.0f} of CNIL 2022-100."
        )
