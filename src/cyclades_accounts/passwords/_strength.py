"""How many passwords a policy allows, exactly, and how strong that makes it: CNIL, délibération 2022-100."""

import enum
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
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
    """Return log2 of ``count``, rounded down to two decimals."""
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


Places = Sequence[frozenset[str]]
"""For each place of the password, the characters that may stand there."""


def count_with_classes(places: Places, classes: Sequence[frozenset[str]]) -> int:
    """Return how many texts take each character from its place and hold one of each class, overlapping or not.

    By inclusion-exclusion over the classes that are missing.
    """
    alike = Counter(places)
    total = 0
    for missing in range(len(classes) + 1):
        for subset in itertools.combinations(classes, missing):
            gone = frozenset[str]().union(*subset)
            total += (-1) ** missing * math.prod(len(place - gone) ** times for place, times in alike.items())
    return total


def count_blocked(places: Places, classes: Sequence[frozenset[str]], entries: Iterable[str]) -> int:
    """Return how many of these texts are an entry in some spelling of upper and lower case.

    The entries are case-folded and differ, so no text is counted twice.
    """
    total = 0
    for entry in entries:
        if len(entry) == len(places):
            spellings = [
                frozenset(c for c in place if c.casefold() == wanted)
                for place, wanted in zip(places, entry, strict=True)
            ]
            if all(spellings):
                total += count_with_classes(spellings, classes)
    return total
