"""Font files as values, those that we bring and those of the host; and how a file of the host is read."""

from collections.abc import Iterable
from os import PathLike, fspath
from pathlib import Path
from typing import Final, Self

from attrs import field, frozen
from attrs.validators import ge, le

from cyclades_accounts.pdf._errors import MissingFileError


@frozen
class FontFile:
    """A TrueType file in a Python package, or, made by :meth:`at`, a file of the host's own."""

    package: str
    """Import name of the package, for example ``fontpkg_noto_sans``; empty for a file of the host's own."""
    path: str
    """Path of the file inside the package, with ``/``, or in the file system. Of a variable font the default instance
    is printed."""
    thickened_by: float = field(default=0.0, validator=[ge(0.0), le(0.1)])
    """Width of a stroke around every glyph, as a fraction of the size, 0 to 0.1. It makes a regular font look bold, for
    fonts that have no bold file."""

    @classmethod
    def at(cls, path: str | PathLike[str], *, thickened_by: float = 0.0) -> Self:
        """Return a file of the host's own. It is read once per process, when the first renderer that has it is made."""
        return cls("", fspath(path), thickened_by)


ATKINSON_REGULAR: Final = FontFile("fontpkg_atkinson_hyperlegible", "files/AtkinsonHyperlegible-Regular.ttf")
"""Atkinson Hyperlegible, which the Braille Institute drew so that similar letters are told apart (OFL 1.1)."""

ATKINSON_BOLD: Final = FontFile("fontpkg_atkinson_hyperlegible", "files/AtkinsonHyperlegible-Bold.ttf")
"""The bold of :data:`ATKINSON_REGULAR`."""

NOTO_SANS: Final = FontFile("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf")
"""Noto Sans, which has all of Latin, Greek and Cyrillic (OFL 1.1); prints the Regular."""

NOTO_SANS_THICKENED: Final = FontFile(NOTO_SANS.package, NOTO_SANS.path, thickened_by=0.04)
""":data:`NOTO_SANS`, thickened to the weight of :data:`ATKINSON_BOLD`: the package has no bold file."""

JETBRAINS_MONO: Final = FontFile("fontpkg_jetbrains_mono", "files/JetBrainsMono[wght].ttf")
"""JetBrains Mono, whose ``0O 1lI|`` are distinct (OFL 1.1); prints the Regular."""

TEXT_FONTS: Final = (ATKINSON_REGULAR, NOTO_SANS)
"""What running text is printed in, unless a style says otherwise."""

STRONG_FONTS: Final = (ATKINSON_BOLD, NOTO_SANS_THICKENED)
"""What headings and names are printed in, unless a style says otherwise."""


def in_order(fonts: Iterable[FontFile]) -> tuple[FontFile, ...]:
    """Convert the fonts of a typeface to a tuple."""
    return tuple(fonts)


def read_file(path: str, longest: int = -1) -> bytes:
    """Return the content of a file of the host's own, at most its first ``longest`` bytes; -1: all of it.

    Raises:
        MissingFileError: it cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            return file.read(longest)
    except OSError as error:
        raise MissingFileError(path, error.strerror or type(error).__name__) from None
