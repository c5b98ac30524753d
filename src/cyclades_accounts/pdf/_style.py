"""How slips look, as a value: sizes, margins, cut line, fonts."""

from collections.abc import Iterable
from os import PathLike, fspath
from typing import Final, Self

from attrs import field, frozen
from attrs.validators import ge, le, min_len

from cyclades_accounts.passwords import Spelling

SMALLEST_TEXT_PT: Final = 9.0
"""Size, in points, below which no fixed text of a slip is printed: the size of a newspaper column. Our choice."""

SMALLEST_LABEL_TEXT_PT: Final = 6.5
"""The same for a label, which has no room for more: the size of small print on a parcel. Our choice."""


@frozen
class FontFile:
    """A TrueType file: one that a Python package carries, or, by :meth:`at`, one of the host's own."""

    package: str
    """Import name of the package, for example ``fontpkg_noto_sans``; empty for a file of the host's own."""
    path: str
    """Path of the file inside the package, with ``/``, or in the file system: a static TrueType file, or a variable one
    of which the default instance is printed."""
    thickened_by: float = field(default=0.0, validator=[ge(0.0), le(0.1)])
    """Width of a stroke around every glyph, as a fraction of the size, 0 to 0.1: makes a regular file look bold where
    no bold file exists."""

    @classmethod
    def at(cls, path: str | PathLike[str], *, thickened_by: float = 0.0) -> Self:
        """Return a file of the host's own. It is read once per process, when the first renderer that has it is made."""
        return cls("", fspath(path), thickened_by)


ATKINSON_REGULAR: Final = FontFile("fontpkg_atkinson_hyperlegible", "files/AtkinsonHyperlegible-Regular.ttf")
"""Atkinson Hyperlegible, drawn by the Braille Institute so that letters are not taken for one another (OFL 1.1)."""

ATKINSON_BOLD: Final = FontFile("fontpkg_atkinson_hyperlegible", "files/AtkinsonHyperlegible-Bold.ttf")
"""Its bold."""

NOTO_SANS: Final = FontFile("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf")
"""Noto Sans, which has all of Latin, Greek and Cyrillic (OFL 1.1); prints the Regular."""

NOTO_SANS_THICKENED: Final = FontFile(NOTO_SANS.package, NOTO_SANS.path, thickened_by=0.04)
"""The same, thickened to the weight of :data:`ATKINSON_BOLD`: the package has no bold file."""

JETBRAINS_MONO: Final = FontFile("fontpkg_jetbrains_mono", "files/JetBrainsMono[wght].ttf")
"""JetBrains Mono, whose ``0O 1lI|`` are distinct (OFL 1.1); prints the Regular."""


def _path(value: str | PathLike[str]) -> str:
    return fspath(value)


@frozen
class Letterhead:
    """A school's letterhead under each slip that is no label: decoration, which screen readers skip.

    An image keeps its proportions inside the height left free. Of a PDF the first page is drawn as wide as the slip,
    from its top down; what is lower than the slip is cut. To keep the slips accessible, its fonts must be embedded,
    with their way back to Unicode (those of a PDF/A-2u or PDF/UA are). The file is read once per process, when the
    first renderer that has it is made.
    """

    path: str = field(converter=_path)
    """A PDF, PNG or JPEG of the host's own."""
    height_mm: float = field(default=30.0, validator=[ge(10.0), le(100.0)])
    """What is left free for it at the top of a slip, in millimetres, 10 to 100: 30 hold a crest and three lines."""


def _fonts(values: Iterable[FontFile]) -> tuple[FontFile, ...]:
    return tuple(values)


@frozen
class PapillonStyle:
    """Sizes, margins, cut line and fonts of a slip.

    Sizes in points are those on half an A4 page. Where a slip has more room, all of them grow together up to
    :attr:`largest_scale`; where it has less, they shrink, the small text never below :data:`SMALLEST_TEXT_PT`.
    """

    margin_mm: float = field(default=13.0, validator=[ge(5.0), le(40.0)])
    """Blank edge of a slip, in millimetres, 5 to 40; grows with the scale. Office printers leave about 4 mm white, and
    13 leave room for a thumb and for a cut that goes astray."""
    label_margin_mm: float = field(default=2.5, validator=[ge(1.0), le(10.0)])
    """Blank edge of a label or card, in millimetres, 1 to 10: printers shift a sheet by up to 2."""
    text_size_pt: float = field(default=9.6, validator=[ge(SMALLEST_TEXT_PT), le(16.0)])
    """Labels and explanations, in points, :data:`SMALLEST_TEXT_PT` to 16."""
    heading_size_pt: float = field(default=19.0, validator=[ge(12.0), le(40.0)])
    """Heading, in points, 12 to 40: the largest text that is not the candidate's own."""
    name_size_pt: float = field(default=18.0, validator=[ge(12.0), le(40.0)])
    """Candidate and class, in points, 12 to 40: read across a classroom table by whoever hands out the slips. The
    size of names that fit; longer ones shrink, then wrap."""
    login_size_pt: float = field(default=19.0, validator=[ge(12.0), le(40.0)])
    """Login, in points, 12 to 40, if it fits on a line; longer ones shrink, then break."""
    password_size_pt: float = field(default=24.0, validator=[ge(12.0), le(48.0)])
    """Password, in points, 12 to 48: the largest text of the slip, since every stroke of it counts."""
    largest_scale: float = field(default=1.5, validator=[ge(1.0), le(2.0)])
    """How much a slip with room to spare may grow, 1 to 2. At 1.5 a page of its own is filled, and still is a letter,
    not a poster."""
    box_grey: float = field(default=0.955, validator=[ge(0.85), le(1.0)])
    """Grey of the box behind login and password, 0.85 to 1 (white): seen, but no raster on a tired laser printer."""
    band_grey: float = field(default=0.88, validator=[ge(0.75), le(1.0)])
    """Grey behind every second group of four characters of a password, 0.75 to 1 (white, no groups): the eye copies
    four characters at a time. Darker than the box, light enough for 15:1 against the text (WCAG 2.2 1.4.6 asks 7:1)."""
    cut_width_pt: float = field(default=0.6, validator=[ge(0.25), le(2.0)])
    """Thickness of the cut line, in points, 0.25 (the thinnest that copiers keep) to 2."""
    cut_dash_mm: float = field(default=1.5, validator=[ge(0.5), le(10.0)])
    """Length of a dash of the cut line and of the gap after it, in millimetres, 0.5 to 10: what scissors follow."""
    spelling: Spelling | None = None
    """Also prints the password spelled out, in these words, on slips that are no labels; not by default. For those who
    do not tell its characters apart: ``cyclades_accounts.passwords.FRENCH_SPELLING``."""
    letterhead: Letterhead | None = None
    """The school's letterhead; none by default. A host that prints for several schools has a style, and so a renderer,
    for each."""
    text_fonts: tuple[FontFile, ...] = field(
        default=(ATKINSON_REGULAR, NOTO_SANS), converter=_fonts, validator=min_len(1)
    )
    """Fonts of running text, at least one: each glyph comes from the first that has it."""
    strong_fonts: tuple[FontFile, ...] = field(
        default=(ATKINSON_BOLD, NOTO_SANS_THICKENED), converter=_fonts, validator=min_len(1)
    )
    """Fonts of heading, name and class, at least one."""
    code_fonts: tuple[FontFile, ...] = field(default=(JETBRAINS_MONO,), converter=_fonts, validator=min_len(1))
    """Fonts of login and password, at least one; every one monospaced, or the renderer refuses the style."""


LARGE_PRINT: Final = PapillonStyle(
    text_size_pt=16, heading_size_pt=22, name_size_pt=24, login_size_pt=26, password_size_pt=36, band_grey=0.9
)
"""For readers with low vision, one slip per page: with our texts nothing is smaller than 16 points, where the common
advice for large print begins; texts of a host's own may shrink it. Pass ``layouts=[ONE_PER_PAGE]``: two do not fit."""
