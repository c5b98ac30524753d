"""Texts, names and moments: what real files hold, and what they might."""

import string
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, TypeVar

from hypothesis import strategies as st

FAMILY_NAMES: Final = (
    "MARTIN",
    "Martin",
    "BŒUF",
    "LŸS",
    "ÿ",
    "D'ARTAGNAN",
    "D’Artagnan",
    "L'HERMITE DE LA TOUR",
    "de La Fontaine",
    "LE GOFF--QUÉMÉNER",
    "LE GOFF - - QUÉMÉNER",
    "SAINT-EXUPÉRY-LÉON",
    "KERVELLA GARCÍA",
    "ŁUKASIEWICZ",
    "Strauß",
    "ØSTERGÅRD",
    "NGUYỄN",
    "Þórsdóttir",
    "YILDIRIM-IŞIK",
    "E\u0301vrard",  # decomposed: a store that rewrites it to NFC is caught
    "Évrard",
    "Li",
    "X" * 60,
)
"""Family names as the civil registry and rosters write them: particles, apostrophes of two shapes, double names,
ligatures, decomposed accents."""

GIVEN_NAMES: Final = (
    "Anaïs",
    "Anai\u0308s",
    "Zoé",
    "Jean-Baptiste",
    "Jean Baptiste",
    "Maël, Yann, Erwan",
    "Fañch",
    "Łukasz",
    "İlknur",
    "Ngọc Ánh",
    "Chloé Marie Françoise",
    "M'hamed",
    "Noé2",
    "o",
)
"""Given names (« Prénom(s) »), all of them in civil-registry order."""

_LATIN: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZàâäçéèêëîïñôöùûüÿœæÀÂÄÇÉÈÊËÎÏÑÔÖÙÛÜŸŒÆłŁøØßıİ"


T = TypeVar("T")


def given(strategy: st.SearchStrategy[T] | None, default: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """Return the strategy that a test gave, or else the default."""
    return default if strategy is None else strategy


def texts(*, max_size: int = 40) -> st.SearchStrategy[str]:
    """Any text a store must keep to the character: no NUL and no lone surrogate."""
    return st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=max_size)


def labels() -> st.SearchStrategy[str]:
    """A label of a série, a division or a qualification: single spaces, none around; may be empty."""
    return st.sampled_from(["", "3A", "3B", "3 PREPA-METIERS", "Générale", "Professionnelle"]) | _spaced(
        texts(max_size=12)
    )


def moments() -> st.SearchStrategy[datetime]:
    """A moment with a time zone, in UTC or at a fixed distance from it.

    Zones with daylight saving are left out: Python calls two equal instants different where a clock stands twice
    (PEP 495), so no comparison of values would hold.
    """
    offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    return st.datetimes(datetime(2000, 1, 2), datetime(2999, 12, 30), timezones=st.just(UTC) | offsets)  # noqa: DTZ001  # the zone is drawn apart


def family_names() -> st.SearchStrategy[str]:
    """A family name: the traps of :data:`FAMILY_NAMES`, and Latin names."""
    return st.sampled_from(FAMILY_NAMES) | _joined(["-", "--", " ", "'"])


def given_names() -> st.SearchStrategy[str]:
    """Given names: the traps of :data:`GIVEN_NAMES`, and Latin names."""
    return st.sampled_from(GIVEN_NAMES) | _joined(["-", " ", ", "])


def emails() -> st.SearchStrategy[str]:
    """An e-mail address as candidatures carry it, in upper or lower case."""
    part = st.text(string.ascii_letters + string.digits, min_size=1, max_size=12)
    return st.builds("{}.{}@{}.example".format, part, part, part)


def _spaced(any_text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return any_text.map(lambda text: " ".join(text.split()))


def _joined(separators: list[str]) -> st.SearchStrategy[str]:
    words = st.lists(st.text(_LATIN, min_size=1, max_size=12), min_size=1, max_size=3)
    return st.builds(lambda separator, parts: separator.join(parts), st.sampled_from(separators), words)
