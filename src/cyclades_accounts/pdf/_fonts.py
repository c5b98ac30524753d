"""Fonts, read once per process, and texts as runs of glyphs that the fonts really have.

reportlab reads the files. None of our fonts is in its register, so that a host which prints with reportlab too neither
disturbs us nor is disturbed.
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
from typing import Any, Final, Self

from attrs import field, frozen
from reportlab.pdfbase.ttfonts import TTFError, TTFont, TTFontFace

from cyclades_accounts.pdf._encoding import BASE, subset_of
from cyclades_accounts.pdf._errors import UnusableFontError
from cyclades_accounts.pdf._files import read_file
from cyclades_accounts.pdf._style import FontFile, PapillonStyle

NAME_PREFIX: Final = "CycladesAccounts-"
"""How the names of all our fonts begin in the PDF."""

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
    """Its name in the PDF, without the prefix of a subset."""
    widths: Mapping[str, float]
    """Advance of every character it has, in em. Control characters have none, whatever the file says of them."""
    thickened_by: float
    """See :attr:`~cyclades_accounts.pdf.FontFile.thickened_by`."""
    _reportlab: TTFont = field(repr=False)

    @property
    def face(self) -> TTFontFace:
        """What reportlab knows of the file."""
        return self._reportlab.face

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
class Run:
    """A piece of a line that one font draws."""

    font: Font
    text: str = field(repr=False)  # it may be a password
    subset: int
    """Which characters of the font; see :func:`~cyclades_accounts.pdf._encoding.subset_of`."""
    resource: str
    """What a page calls font and subset."""


@frozen(eq=False)
class Typeface:
    """Fonts in order of preference; each glyph comes from the first that has it."""

    key: str
    """What a page calls the base subset of its first font, one letter."""
    fonts: tuple[Font, ...]
    _known: dict[str, Font | None] = field(factory=dict, init=False, repr=False)

    def font_of(self, character: str) -> Font | None:
        """Return the first font that has the character."""
        try:
            return self._known[character]
        except KeyError:
            found = next((font for font in self.fonts if character in font.widths), None)
            self._known[character] = found
            return found

    def missing(self, text: str) -> str:
        """Return the first character of ``text`` that no font has, or an empty text."""
        if self.fonts[0].widths.keys() >= set(text):  # nearly always, and ten times as fast
            return ""
        return next((character for character in text if self.font_of(character) is None), "")

    def missing_visible(self, code: str) -> str:
        """Return the first character of a login or password that cannot be seen on paper, or an empty text."""
        return self.missing(code) or next((c for c in code if c == " " or not c.isprintable()), "")

    def width(self, text: str) -> float:
        """Return the width of a printable ``text``, in em."""
        try:  # nearly always the first font has it all
            return sum(map(self.fonts[0].widths.__getitem__, text))
        except KeyError:
            return sum(font.widths[character] for character in text if (font := self.font_of(character)))

    def runs(self, text: str) -> tuple[Run, ...]:
        """Cut a printable ``text`` into runs of one font and one subset each.

        A line is broken already: its spaces that do not break become plain ones, so that the memo's words are found.
        """
        return tuple(
            Run(font, "".join(part), subset, self.resource(font, subset))
            for (font, subset), part in itertools.groupby(
                text.replace("\u00a0", " "), lambda c: (self.font_of(c), subset_of(c))
            )
            if font
        )

    def resource(self, font: Font, subset: int) -> str:
        """Return what a page calls a subset of a font of this face: ``T``, ``T0x8`` for code points 448 to 511."""
        number = self.fonts.index(font)
        return self.key if font is self.fonts[0] and subset == BASE else f"{self.key}{number}x{subset + 1}"


@functools.cache
def _read(package: str, path: str) -> tuple[TTFont, Mapping[str, float]]:
    if package:
        content = resources.files(package).joinpath(*path.split("/")).read_bytes()
        font = TTFont(NAME_PREFIX, io.BytesIO(content), shapable=False)
        digest = hashlib.sha256(f"{package}/{path}".encode()).hexdigest()
    else:
        content = read_file(path)
        font = _parse(path, content)
        digest = hashlib.sha256(content).hexdigest()  # wherever the host keeps the file
    font.fontName = f"{NAME_PREFIX}{font.face.name.decode()}-{digest[:6]}"
    widths = {
        chr(code): font.face.charWidths.get(code, font.face.defaultWidth) / 1000
        for code in font.face.charToGlyph
        if unicodedata.category(chr(code)) != "Cc"
    }
    return font, widths


def _parse(path: str, content: bytes) -> TTFont:
    try:
        font = TTFont(NAME_PREFIX, io.BytesIO(content), shapable=False)
        face: Any = font.face
        face.makeSubset([*map(ord, VISIBLE_ASCII)])  # glyphs are read at the first slip, when it is too late
        (rights,) = struct.unpack(">H", face.get_table("OS/2")[8:10])
    except TTFError as error:
        raise UnusableFontError(path, str(error).replace('TTF file "(ttf)": ', "").rstrip(".")) from None
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, struct.error) as error:
        raise UnusableFontError(path, f"it is damaged ({type(error).__name__})") from None
    if rights & _MAY_NOT_BE_CHANGED or rights & _USAGE == _RESTRICTED:
        raise UnusableFontError(path, "its licence forbids embedding")
    return font


@functools.cache
def load(file: FontFile) -> Font:
    """Return the font of a file, read once per process: Noto Sans takes 14 ms.

    Raises:
        ModuleNotFoundError, FileNotFoundError: no such package, or no such file in it.
        MissingFileError: a file of the host's own cannot be read.
        UnusableFontError: it is no TrueType file that may be embedded.
    """
    font, widths = _read(file.package, file.path)
    return Font(font.fontName, widths, file.thickened_by, font)


@functools.cache
def typeface(key: str, files: tuple[FontFile, ...]) -> Typeface:
    """Return the typeface of font files in order of preference; made once per process."""
    return Typeface(key, tuple(load(file) for file in files))


@frozen
class Faces:
    """The three typefaces of a slip."""

    text: Typeface
    strong: Typeface
    code: Typeface

    @classmethod
    def of(cls, style: PapillonStyle) -> Self:
        """Return the typefaces of a style."""
        return cls(typeface("T", style.text_fonts), typeface("S", style.strong_fonts), typeface("C", style.code_fonts))

    def missing(self, text: str) -> str:
        """Return the first character of a fixed ``text`` that the text or the strong face lacks, or an empty text."""
        return self.text.missing(text) or self.strong.missing(text)
