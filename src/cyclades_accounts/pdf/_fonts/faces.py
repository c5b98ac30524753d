"""Fonts, each read once per process, and texts cut into spans that one font draws.

reportlab reads the files. Our fonts are not in its global register: a host that also prints with reportlab keeps its
own fonts, and we keep ours.
"""

import functools
import hashlib
import io
import itertools
import string
import struct
import unicodedata
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

from attrs import field, frozen
from reportlab.pdfbase.ttfonts import TTFError, TTFont, TTFontFace

from cyclades_accounts.pdf._errors import UnusableFontError
from cyclades_accounts.pdf._fonts.encoding import BASE, subset_of
from cyclades_accounts.pdf._fonts.files import FontFile, read_file

NAME_PREFIX: Final = "CycladesAccounts-"
"""Beginning of the names of all our fonts in the PDF."""

VISIBLE_ASCII: Final = "".join(map(chr, range(33, 127)))
"""What a login or a password may hold: the 94 visible characters of ASCII."""


# fsType (OpenType 1.9, OS/2): who may embed the font, and how
_USAGE: Final = 0x000F
_RESTRICTED: Final = 0x0002
_MAY_NOT_BE_CHANGED: Final = 0x0300  # no subsets, or bitmaps only


@frozen(eq=False)
class Font:
    """A font file, read and ready to draw."""

    name: str
    """Name in the PDF, without the prefix of a subset."""
    widths: Mapping[str, float]
    """Advance of each character that the font has, in em. Control characters are left out, whatever the file says."""
    thickened_by: float
    """Width of a stroke around every glyph, as a fraction of the size; 0: none."""
    face: TTFontFace = field(repr=False)
    """The file as reportlab read it."""

    @property
    def has_letters_and_digits(self) -> bool:
        """Whether it has the 26 letters, in both cases, and the digits."""
        return set(string.ascii_letters + string.digits) <= self.widths.keys()

    @property
    def is_monospaced(self) -> bool:
        """Whether it has every visible character of ASCII, each as wide as the others."""
        found = {self.widths.get(character) for character in VISIBLE_ASCII}
        return len(found) == 1 and None not in found


@frozen
class Span:
    """A part of a line whose characters are in one subset of one font."""

    font: Font
    text: str = field(repr=False)  # it may be a password
    subset: int
    """Number of the subset of the font's characters, as :mod:`~cyclades_accounts.pdf._fonts.encoding` counts them."""
    resource: str
    """Name of the subset in the resources of a page."""


@frozen(eq=False)
class Typeface:
    """Fonts in order of preference; each glyph comes from the first that has it."""

    key: str
    """Name of the base subset of the first font in the resources of a page: one letter."""
    fonts: tuple[Font, ...]
    _known: dict[str, Font | None] = field(factory=dict, init=False, repr=False)

    def font_of(self, character: str) -> Font | None:
        """Return the first font that has the character, or ``None``."""
        try:
            return self._known[character]
        except KeyError:
            found = next((font for font in self.fonts if character in font.widths), None)
            self._known[character] = found
            return found

    def missing(self, text: str) -> str:
        """Return the first character of ``text`` that no font has, or an empty text."""
        if self.fonts[0].widths.keys() >= set(text):  # true of nearly all texts, and ten times as fast as the next line
            return ""
        return next((character for character in text if self.font_of(character) is None), "")

    def missing_visible(self, code: str) -> str:
        """Return the first character of a login or password that paper would not show, or an empty text."""
        return self.missing(code) or next((c for c in code if c == " " or not c.isprintable()), "")

    def width(self, text: str) -> float:
        """Return the width of a printable ``text``, in em."""
        try:  # the first font has all characters of nearly all texts
            return sum(map(self.fonts[0].widths.__getitem__, text))
        except KeyError:
            return sum(font.widths[character] for character in text if (font := self.font_of(character)))

    def spans(self, text: str) -> tuple[Span, ...]:
        """Cut a printable ``text`` into spans of one font and one subset each.

        The text is a line, broken already: its no-break spaces become plain ones, so that a search for the words of the
        memo finds them.
        """
        return tuple(
            Span(font, "".join(part), subset, self.resource(font, subset))
            for (font, subset), part in itertools.groupby(
                text.replace("\u00a0", " "), lambda c: (self.font_of(c), subset_of(c))
            )
            if font
        )

    def resource(self, font: Font, subset: int) -> str:
        """Return the name of a subset of a font of this face: ``T``, ``T0x8`` for code points 448 to 511."""
        number = self.fonts.index(font)
        return self.key if number == 0 and subset == BASE else f"{self.key}{number}x{subset + 1}"


@functools.cache
def _read(package: str, path: str) -> tuple[TTFont, Mapping[str, float]]:
    if package:
        content = resources.files(package).joinpath(*path.split("/")).read_bytes()
        font = TTFont(NAME_PREFIX, io.BytesIO(content), shapable=False)
        digest = hashlib.sha256(f"{package}/{path}".encode()).hexdigest()
    else:
        content = read_file(path)
        font = _parse(path, content)
        digest = hashlib.sha256(content).hexdigest()  # of the content: the bytes must not tell where the file lies
    font.fontName = f"{NAME_PREFIX}{font.face.name.decode()}-{digest[:6]}"
    widths = {
        chr(code): font.face.charWidths.get(code, font.face.defaultWidth) / 1000
        for code, glyph in font.face.charToGlyph.items()
        if glyph and unicodedata.category(chr(code)) != "Cc"  # glyph 0 is the box of what a font does not have
    }
    return font, widths


def _parse(path: str, content: bytes) -> TTFont:
    try:
        font = TTFont(NAME_PREFIX, io.BytesIO(content), shapable=False)
        face: Any = font.face
        face.makeSubset([*map(ord, VISIBLE_ASCII)])  # reads glyphs now: a damaged one is found before the first slip
        (rights,) = struct.unpack(">H", face.get_table("OS/2")[8:10])
    except TTFError as error:
        raise UnusableFontError(path, str(error).replace('TTF file "(ttf)": ', "").rstrip(".")) from None
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, struct.error) as error:
        raise UnusableFontError(path, f"it is damaged ({type(error).__name__})") from None
    if rights & _MAY_NOT_BE_CHANGED or rights & _USAGE == _RESTRICTED:
        raise UnusableFontError(path, "its licence forbids embedding")
    return font


@functools.cache
def _load(file: FontFile) -> Font:
    font, widths = _read(file.package, file.path)
    return Font(font.fontName, widths, file.thickened_by, font.face)


@functools.cache
def typeface(key: str, files: tuple[FontFile, ...]) -> Typeface:
    """Return the typeface of font files in order of preference.

    Each file is read once per process: Noto Sans takes 14 ms.

    Raises:
        ModuleNotFoundError, FileNotFoundError: no such package, or no such file in it.
        MissingFileError: a file of the host's own cannot be read.
        UnusableFontError: it is no TrueType file that may be embedded.
    """
    return Typeface(key, tuple(map(_load, files)))
