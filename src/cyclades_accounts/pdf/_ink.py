"""The candidates' own texts, checked, and encoded once for all documents."""

import functools
import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from cyclades_accounts.errors import UnprintableTextError
from cyclades_accounts.papillons import Papillon, PapillonBatch
from cyclades_accounts.pdf._encoding import BASE_CODES, encode_base
from cyclades_accounts.pdf._fonts import Faces, Typeface
from cyclades_accounts.pdf._text import tidy
from cyclades_accounts.pdf._wording import Wording

_visible_ascii = re.compile("[!-~]+").fullmatch


class Encoded(NamedTuple):
    """The texts of a usual slip as they go into a page: one font has them all, and nothing in them needs tidying."""

    name: str
    name_ems: float
    """Width of the name, in em."""
    division: str
    division_ems: float
    login: str
    password: str


class Ink(NamedTuple):
    """A checked slip."""

    papillon: Papillon
    name: str
    """As printed: with the birth date where two slips would otherwise read alike."""
    encoded: Encoded | None
    """``None``: the slip is unusual, and is set by itself in every document."""


def inks(batch: PapillonBatch, wording: Wording, faces: Faces, date_format: str) -> list[Ink]:
    """Check every slip of a batch, and encode the usual ones.

    Raises:
        UnprintableTextError: a text holds a character that no font of its typeface has.
    """
    usual = _usual(faces.strong)
    widths = faces.strong.fonts[0].widths.__getitem__
    names = Counter([(papillon.full_name, papillon.division) for papillon in batch.papillons])
    divisions: dict[str, tuple[str, float] | None] = {}
    made = []
    for papillon in batch.papillons:
        name, division = papillon.full_name, papillon.division
        if names[name, division] > 1 and papillon.birth_date:
            name = f"{name}, {wording.birth_date_label} {papillon.birth_date.strftime(date_format)}"
        if division not in divisions:
            divisions[division] = (encode_base(division), sum(map(widths, division))) if usual(division) else None
        known = divisions[division]
        encoded = None
        if known and usual(name) and _has_visible_codes(papillon):
            encoded = Encoded(
                encode_base(name),
                sum(map(widths, name)),
                *known,
                encode_base(papillon.login),
                encode_base(papillon.password.reveal()),
            )
        else:
            _check(papillon, faces)
        made.append(Ink(papillon, name, encoded))
    return made


@functools.cache
def _usual(face: Typeface) -> Callable[[str], object]:
    """Return a test for texts of words, joined by single spaces, hyphens and apostrophes, in the first font."""
    letters = "".join(c for c in BASE_CODES if c.isalnum() and c in face.fonts[0].widths)
    return re.compile(f"[{letters}]+(?:[ '’-][{letters}]+)*").fullmatch


def _has_visible_codes(papillon: Papillon) -> bool:
    return bool(_visible_ascii(papillon.login) and _visible_ascii(papillon.password.reveal()))


def _check(papillon: Papillon, faces: Faces) -> None:
    for name in ("family_name", "given_names", "division"):
        if missing := faces.strong.missing(tidy(getattr(papillon, name))):
            raise UnprintableTextError(papillon.full_name, name, missing)
    if missing := faces.code.missing_visible(papillon.login):
        raise UnprintableTextError(papillon.full_name, "login", missing)
    if faces.code.missing_visible(papillon.password.reveal()):
        raise UnprintableTextError(papillon.full_name, "password", "")
