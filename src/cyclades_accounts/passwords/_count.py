"""Exact counting, by inclusion-exclusion over the missing classes."""

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence

Places = Sequence[frozenset[str]]
"""For each place of the password, the characters that may stand there."""


def count_with_classes(places: Places, classes: Sequence[frozenset[str]]) -> int:
    """Return how many texts take each character from its place and hold one of each class, overlapping or not."""
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
