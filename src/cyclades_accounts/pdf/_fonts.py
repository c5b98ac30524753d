"""Fonts, read once per process, and texts as runs of glyphs that the fonts really have.

A font is registered with reportlab under a name of its own, so that a host which prints with reportlab too, even with
another version of the same typeface, neither disturbs us nor is disturbed.
"""

import functools
import hashlib
import io
import itertools
import unicodedata
from collections.abc import Mapping
from importlib import resources
from typing import Final, Self

from attrs import field, frozen
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from cyclades_accounts.pdf._style import FontFile, PapillonStyle

NAME_PREFIX: Final = "CycladesAccounts-"
"""How the names of all our fonts begin, in reportlab's register and in the PDF."""

VISIBLE_ASCII: Final = "".join(map(chr, range(33, 127)))
"""What a login or a password may hold: the 94 visible characters of ASCII."""


@frozen(eq=False)
class Font:
    """A font file, read and ready to draw."""

    name: str
    """Its name in reportlab's register."""
    widths: Mapping[str, float]
    """Advance of every character it has, in em. Control characters have none, whatever the file says of them."""
    thickened_by: float
    """See :attr:`~cyclades_accounts.pdf.FontFile.thickened_by`."""
    _reportlab: TTFont = field(repr=False)

    @property
    def is_monospaced(self) -> bool:
        """Whether it has every visible character of ASCII, each as wide as the others."""
        found = {self.widths.get(character) for character in VISIBLE_ASCII}
        return len(found) == 1 and None not in found

    def register(self) -> None:
        """Make reportlab know the font by its name, if it does not: a host may have emptied the register."""
        registerFont(self._reportlab)


@frozen
class Run:
    """A piece of a line that one font draws."""

    font: Font
    text: str = field(repr=False)  # it may be a password


@frozen(eq=False)
class Typeface:
    """Fonts in order of preference; each glyph comes from the first that has it."""

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
        """Cut a printable ``text`` into runs of one font each."""
        return tuple(Run(font, "".join(part)) for font, part in itertools.groupby(text, self.font_of) if font)


@functools.cache
def _read(package: str, path: str) -> tuple[TTFont, Mapping[str, float]]:
    content = resources.files(package).joinpath(*path.split("/")).read_bytes()
    # asciiReadable: the bytes of a document must not depend on the host's rl_config
    font = TTFont(NAME_PREFIX, io.BytesIO(content), asciiReadable=True, shapable=False)
    digest = hashlib.sha256(f"{package}/{path}".encode()).hexdigest()
    font.fontName = f"{NAME_PREFIX}{font.face.name.decode()}-{digest[:6]}"
    # reportlab hands out the font that came first under a face name, and files fonts of a document by it: be unique
    font.face.name = font.fontName.encode()
    widths = {
        chr(code): font.face.charWidths.get(code, font.face.defaultWidth) / 1000
        for code in font.face.charToGlyph
        if unicodedata.category(chr(code)) != "Cc"
    }
    return font, widths


@functools.cache
def load(file: FontFile) -> Font:
    """Return the font of a file, read once per process: Noto Sans takes 14 ms.

    Raises:
        ModuleNotFoundError, FileNotFoundError: no such package, or no such file in it.
        reportlab.pdfbase.ttfonts.TTFError: not a TrueType file.
    """
    font, widths = _read(file.package, file.path)
    return Font(font.fontName, widths, file.thickened_by, font)


@functools.cache
def typeface(files: tuple[FontFile, ...]) -> Typeface:
    """Return the typeface of font files in order of preference; made once per process."""
    return Typeface(tuple(load(file) for file in files))


@frozen
class Faces:
    """The three typefaces of a slip."""

    text: Typeface
    strong: Typeface
    code: Typeface

    @classmethod
    def of(cls, style: PapillonStyle) -> Self:
        """Return the typefaces of a style."""
        return cls(typeface(style.text_fonts), typeface(style.strong_fonts), typeface(style.code_fonts))

    def register(self) -> None:
        """Make reportlab know all fonts."""
        for face in (self.text, self.strong, self.code):
            for font in face.fonts:
                font.register()

    def missing(self, text: str) -> str:
        """Return the first character of a fixed ``text`` that the text or the strong face lacks, or an empty text."""
        return self.text.missing(text) or self.strong.missing(text)
