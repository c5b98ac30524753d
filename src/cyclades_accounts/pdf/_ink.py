"""The candidates' own texts, checked, and encoded once for all documents."""

import functools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import compress
from math import ceil, inf
from typing import NamedTuple

from cyclades_accounts.errors import UnprintableTextError
from cyclades_accounts.model import Group
from cyclades_accounts.papillons import AnyPapillon, Papillon, PapillonBatch
from cyclades_accounts.pdf._encoding import BASE, BASE_CODES, SEPARATOR, codes_of, encode_base
from cyclades_accounts.pdf._fonts import Faces, Typeface
from cyclades_accounts.pdf._text import tidy
from cyclades_accounts.pdf._wording import Wording

_visible_ascii = re.compile("[!-~]+").fullmatch


class Cover(NamedTuple):
    """What stands before the slips of a group."""

    group: Group
    slips: int
    """How many slips follow."""
    division: str = ""
    login: str = ""


class Ink(NamedTuple):
    """A checked slip, or the cover of a group."""

    papillon: AnyPapillon | Cover
    name: str
    """As printed: with the birth date where two slips would otherwise read alike."""
    ems: float = inf
    """Width of the encoded name, in em, or a little more. Infinite: the slip is unusual, and is set by itself."""
    encoded_name: str = ""
    """This and the next ones as they go into a page: one font has them all, and nothing in them needs tidying."""
    login: str = ""
    password: str = ""
    """Empty where the slip shows none."""


def inks(batch: PapillonBatch, wording: Wording, faces: Faces, date_format: str) -> list[Ink]:
    """Check every slip of a batch, and encode the usual ones, all of them by one call.

    Raises:
        UnprintableTextError: a text holds a character that no font of its typeface has.
    """
    slips = batch.papillons
    names = _names(batch, wording, date_format)
    is_word, ems = _usual_name(faces.strong), encoded_width(faces.strong)
    is_usual = [
        bool(is_word(name) and _visible_ascii(slip.login))
        and (not isinstance(slip, Papillon) or bool(_visible_ascii(slip.password.reveal())))
        for slip, name in zip(slips, names, strict=True)
    ]
    _check_all(slips, is_usual, faces)
    texts = [
        f"{name}{SEPARATOR}{slip.login}{SEPARATOR}{slip.password.reveal() if isinstance(slip, Papillon) else ''}"
        for slip, name in compress(zip(slips, names, strict=True), is_usual)
    ]
    encoded = iter(encode_base(SEPARATOR.join(texts)).split(SEPARATOR))
    return [
        Ink(slip, name, ems(text := next(encoded)), text, next(encoded), next(encoded)) if usual else Ink(slip, name)
        for slip, name, usual in zip(slips, names, is_usual, strict=True)
    ]


def _names(batch: PapillonBatch, wording: Wording, date_format: str) -> list[str]:
    """Return the names as printed."""
    names = [slip.full_name for slip in batch.papillons]
    often = Counter(names)
    if len(often) == len(names):
        return names
    slips = list(zip(batch.papillons, names, strict=True))
    alike = Counter((name, slip.division) for slip, name in slips if often[name] > 1)
    return [
        f"{name}, {wording.birth_date_label} {slip.birth_date.strftime(date_format)}"
        if slip.birth_date and alike[name, slip.division] > 1
        else name
        for slip, name in slips
    ]


@functools.cache
def _usual_name(face: Typeface) -> Callable[[str], object]:
    """Return a test for words of the first font's base subset, joined by single spaces, hyphens and apostrophes."""
    letters = "".join(c for c in BASE_CODES if c.isalnum() and c in face.fonts[0].widths)
    return re.compile(f"[{letters}]+(?:[ '’-][{letters}]+)*").fullmatch


@functools.cache
def encoded_width(face: Typeface) -> Callable[[str], float]:
    """Return a way to measure an encoded text of the first font, in em: at most a little too much, and fast.

    A width is a byte here, rounded up to a 255th of the widest glyph.
    """
    widths = {code: face.fonts[0].widths.get(character, 0.0) for code, character in codes_of(BASE).items()}
    unit = max(widths.values()) / 255
    table = bytes(min(255, ceil(widths.get(code, 0.0) / unit)) for code in range(256))
    return lambda text: unit * sum(text.encode("latin-1").translate(table))


def _check_all(slips: Sequence[AnyPapillon], is_usual: Sequence[bool], faces: Faces) -> None:
    """Check the unusual slips, and one of each class."""
    divisions = set()
    for slip, usual in zip(slips, is_usual, strict=True):
        if not usual or slip.division not in divisions:
            _check(slip, faces)
            divisions.add(slip.division)


def _check(papillon: AnyPapillon, faces: Faces) -> None:
    for name in ("family_name", "given_names", "division"):
        if missing := faces.strong.missing(tidy(getattr(papillon, name))):
            raise UnprintableTextError(papillon.full_name, name, missing)
    if missing := faces.code.missing_visible(papillon.login):
        raise UnprintableTextError(papillon.full_name, "login", missing)
    if isinstance(papillon, Papillon) and faces.code.missing_visible(papillon.password.reveal()):
        raise UnprintableTextError(papillon.full_name, "password", "")
