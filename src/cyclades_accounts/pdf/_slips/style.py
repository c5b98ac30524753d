"""How slips look, as values: sizes, margins, cut line, letterhead, fonts."""

from os import PathLike, fspath
from typing import Final, Self

from attrs import field, frozen
from attrs.validators import ge, le, min_len

from cyclades_accounts.passwords import Spelling
from cyclades_accounts.pdf._fonts.faces import Typeface, typeface
from cyclades_accounts.pdf._fonts.files import JETBRAINS_MONO, STRONG_FONTS, TEXT_FONTS, FontFile, in_order

SMALLEST_TEXT_PT: Final = 9.0
"""Size, in points, below which no fixed text of a slip is printed: the size of a newspaper column. Our choice."""

SMALLEST_LABEL_TEXT_PT: Final = 6.5
"""Size, in points, below which no fixed text of a label is printed: a label has room for small print only. Our
choice."""


def _path(value: str | PathLike[str]) -> str:
    return fspath(value)


@frozen
class Letterhead:
    """A school's letterhead under each slip; labels have none. Screen readers skip it.

    An image keeps its proportions inside the height that is left free. Of a PDF the first page is drawn, as wide as the
    slip and from its top down; what would be below the slip is cut off. So that slips stay accessible, all its fonts
    must be embedded with their way back to Unicode, as they are in a PDF/A-2u or PDF/UA. It has at most 5 MB, an image
    at most 20 million dots, a JPEG at most 100 scans and 100 Exif or XMP segments, and needs no other file. The file is
    read for each document: a new one counts at once.
    """

    path: str = field(default="", converter=_path)
    """A PDF, PNG or JPEG of the host's own. With :attr:`content` it is only the name that errors tell."""
    height_mm: float = field(default=30.0, validator=[ge(10.0), le(100.0)])
    """Height left free for it at the top of a slip, in millimetres, 10 to 100: 30 hold a crest and three lines."""
    content: bytes = field(default=b"", repr=False)
    """The file itself, for a host that keeps letterheads in its database; empty: it is read from :attr:`path`."""


@frozen
class PapillonStyle:
    """Sizes, margins, cut line and fonts of a slip.

    Sizes in points are those on half an A4 page. Where a slip has more room, all of them grow together up to
    :attr:`largest_scale`; where it has less, they shrink, the small text never below :data:`SMALLEST_TEXT_PT`.
    """

    margin_mm: float = field(default=13.0, validator=[ge(5.0), le(40.0)])
    """Blank edge of a slip, in millimetres, 5 to 40; it grows with the slip. Office printers cannot print on about 4
    mm; 13 leave room for a thumb, and for a cut that is not straight."""
    label_margin_mm: float = field(default=2.5, validator=[ge(1.0), le(10.0)])
    """Blank edge of a label or card, in millimetres, 1 to 10: printers shift a sheet by up to 2."""
    text_size_pt: float = field(default=9.6, validator=[ge(SMALLEST_TEXT_PT), le(16.0)])
    """Size of labels and explanations, in points, :data:`SMALLEST_TEXT_PT` to 16."""
    heading_size_pt: float = field(default=19.0, validator=[ge(12.0), le(40.0)])
    """Size of the heading, in points, 12 to 40: the largest text that is the same on all slips."""
    name_size_pt: float = field(default=18.0, validator=[ge(12.0), le(40.0)])
    """Size of name and class, in points, 12 to 40: the person who hands out the slips reads them across a table. It is
    the size of names that fit; longer ones shrink, then wrap."""
    login_size_pt: float = field(default=19.0, validator=[ge(12.0), le(40.0)])
    """Size of the login, in points, 12 to 40, if it fits on a line; longer ones shrink, then break."""
    password_size_pt: float = field(default=24.0, validator=[ge(12.0), le(48.0)])
    """Size of the password, in points, 12 to 48: the largest text of the slip, because it must be copied exactly."""
    largest_scale: float = field(default=1.5, validator=[ge(1.0), le(2.0)])
    """How much a slip with room to spare may grow, 1 to 2. At 1.5 it fills a page, with the sizes of a letter."""
    box_grey: float = field(default=0.955, validator=[ge(0.85), le(1.0)])
    """Grey of the box behind login and password, 0.85 to 1 (white). At 0.955 the box is seen, and an old laser printer
    does not print it as coarse dots."""
    band_grey: float = field(default=0.88, validator=[ge(0.75), le(1.0)])
    """Grey behind every second group of four characters of a password, 0.75 to 1 (white, no groups): the eye copies
    four characters at a time. At 0.88 it is darker than the box, and its contrast with the text is 15:1 (WCAG 2.2 1.4.6
    asks for 7:1)."""
    cut_width_pt: float = field(default=0.6, validator=[ge(0.25), le(2.0)])
    """Thickness of the cut line, in points, 0.25 to 2; a photocopy may lose a thinner line."""
    cut_dash_mm: float = field(default=1.5, validator=[ge(0.5), le(10.0)])
    """Length of a dash of the cut line, and of the gap after it, in millimetres, 0.5 to 10."""
    spelling: Spelling | None = None
    """The words in which the password is also spelled out, on slips that are no labels, for readers who cannot tell its
    characters apart: ``cyclades_accounts.passwords.FRENCH_SPELLING``. ``None``, the default: it is not spelled out."""
    letterhead: Letterhead | None = None
    """The letterhead of every school; none by default. A host that has one for each school gives
    ``ReportlabRenderer.letterhead_of``."""
    text_fonts: tuple[FontFile, ...] = field(default=TEXT_FONTS, converter=in_order, validator=min_len(1))
    """Fonts of running text, at least one: each glyph comes from the first that has it."""
    strong_fonts: tuple[FontFile, ...] = field(default=STRONG_FONTS, converter=in_order, validator=min_len(1))
    """Fonts of heading, name and class, at least one."""
    code_fonts: tuple[FontFile, ...] = field(default=(JETBRAINS_MONO,), converter=in_order, validator=min_len(1))
    """Fonts of login and password, at least one. All must be monospaced, or the renderer refuses the style."""


LARGE_PRINT: Final = PapillonStyle(
    text_size_pt=16, heading_size_pt=22, name_size_pt=24, login_size_pt=26, password_size_pt=36, band_grey=0.9
)
"""For readers with low vision, one slip per page. With our texts nothing is smaller than 16 points, the least that is
usually advised for large print; longer texts of a host may make it smaller. Use it with the layout ``ONE_PER_PAGE``
only: two such slips do not fit on a page."""


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
