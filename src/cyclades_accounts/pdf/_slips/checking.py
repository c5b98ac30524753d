"""The texts of a batch, checked before anything is drawn; those of the candidates encoded once for all documents."""

import functools
import re
from collections import Counter
from collections.abc import Callable
from itertools import compress
from math import ceil, inf
from typing import NamedTuple

from cyclades_accounts.errors import UnprintableTextError
from cyclades_accounts.model import Group
from cyclades_accounts.papillons import AnyPapillon, Papillon, PapillonBatch
from cyclades_accounts.pdf._fonts.encoding import BASE, BASE_CODES, SEPARATOR, codes_of, encode_base
from cyclades_accounts.pdf._fonts.faces import Typeface
from cyclades_accounts.pdf._setting.text import tidy
from cyclades_accounts.pdf._slips.plan import SlipKind
from cyclades_accounts.pdf._slips.style import Faces, PapillonStyle
from cyclades_accounts.pdf._slips.wording import Wording

_visible_ascii = re.compile("[!-~]+").fullmatch


class Cover(NamedTuple):
    """What stands before the slips of a group."""

    group: Group
    slips: int
    """How many slips follow."""
    division: str = ""
    login: str = ""


class CheckedSlip(NamedTuple):
    """A slip whose texts can all be printed, or the cover of a group.

    A slip is *usual* if its texts are in the base subset of the first font and need no tidying: they are encoded ahead.
    """

    papillon: AnyPapillon | Cover
    name: str
    """As printed: with the birth date where two slips of a class have the same name."""
    ems: float = inf
    """Width of the encoded name, in em, or a little more. Infinite: the slip is unusual, and is set by itself."""
    encoded_name: str = ""
    """This and the next two are the texts of a usual slip as they stand in the content of a page."""
    login: str = ""
    password: str = ""
    """Empty where the slip shows none."""

    @property
    def kind(self) -> SlipKind:
        """Which plan it follows."""
        if isinstance(self.papillon, Papillon):
            return SlipKind.PASSWORD
        return SlipKind.COVER if isinstance(self.papillon, Cover) else SlipKind.EMAIL


def check_shared(batch: PapillonBatch, wording: Wording, style: PapillonStyle) -> None:
    """Check the texts that all slips share, and the passwords that are spelled out.

    Raises:
        UnprintableTextError: a text holds a character that no font of its typeface has. A shared text is reported with
            the name of the first candidate, a password without its character.
    """
    faces, first = Faces.of(style), batch.papillons[0].full_name
    for name, text in wording.printed():
        if missing := faces.text.missing(text) or faces.strong.missing(text):
            raise UnprintableTextError(first, name, missing)
    if style.spelling is None:
        return
    names = (style.spelling.separator, *(name for _, name in style.spelling.names))
    if missing := faces.text.missing("".join((style.spelling.upper, style.spelling.lower, *names))):
        raise UnprintableTextError(first, "spelling", missing)
    for papillon in batch.with_password:
        if faces.text.missing(style.spelling.spell(papillon.password.reveal())):
            raise UnprintableTextError(papillon.full_name, "password", "")


def check_slips(batch: PapillonBatch, wording: Wording, faces: Faces, date_format: str) -> list[CheckedSlip]:
    """Check every slip of a batch, and encode the texts of the usual ones, all of them by one call.

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
    divisions = set()
    for slip, usual in zip(slips, is_usual, strict=True):
        if not usual or slip.division not in divisions:  # of the usual slips, one of each class
            _check(slip, faces)
            divisions.add(slip.division)
    texts = [
        f"{name}{SEPARATOR}{slip.login}{SEPARATOR}{slip.password.reveal() if isinstance(slip, Papillon) else ''}"
        for slip, name in compress(zip(slips, names, strict=True), is_usual)
    ]
    encoded = iter(encode_base(SEPARATOR.join(texts)).split(SEPARATOR))
    return [
        CheckedSlip(slip, name, ems(text := next(encoded)), text, next(encoded), next(encoded))
        if usual
        else CheckedSlip(slip, name)
        for slip, name, usual in zip(slips, names, is_usual, strict=True)
    ]


def check_groups(batch: PapillonBatch, faces: Faces) -> None:
    """Check the labels of groups, which covers print.

    Raises:
        UnprintableTextError: a label holds a character that no font of its typeface has.
    """
    for papillon in batch.papillons:
        if missing := faces.strong.missing(tidy(papillon.group.label)):
            raise UnprintableTextError(papillon.full_name, "group", missing)


def _names(batch: PapillonBatch, wording: Wording, date_format: str) -> list[str]:
    """Return the names as printed."""
    names = [slip.full_name for slip in batch.papillons]
    often = Counter(names)
    if len(often) == len(names):
        return names
    slips = list(zip(batch.papillons, names, strict=True))
    alike = Counter((name, slip.division) for slip, name in slips if often[name] > 1)
    return [
        f"{name}, {wording.texts.birth_date_label} {slip.birth_date.strftime(date_format)}"
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
    """Return a function that measures an encoded text of the first font, in em: exactly, or a little too wide.

    It is fast because a width is one byte, which :meth:`bytes.translate` looks up: the width as a part of the widest
    glyph's, in 255ths, rounded up.
    """
    widths = {code: face.fonts[0].widths.get(character, 0.0) for code, character in codes_of(BASE).items()}
    unit = max(widths.values()) / 255
    table = bytes(min(255, ceil(widths.get(code, 0.0) / unit)) for code in range(256))
    return lambda text: unit * sum(text.encode("latin-1").translate(table))


def _check(papillon: AnyPapillon, faces: Faces) -> None:
    for name in ("family_name", "given_names", "division"):
        if missing := faces.strong.missing(tidy(getattr(papillon, name))):
            raise UnprintableTextError(papillon.full_name, name, missing)
    if missing := faces.code.missing_visible(papillon.login):
        raise UnprintableTextError(papillon.full_name, "login", missing)
    if isinstance(papillon, Papillon) and faces.code.missing_visible(papillon.password.reveal()):
        raise UnprintableTextError(papillon.full_name, "password", "")
