"""The slips as PDF, drawn with reportlab: M9, M10, M11; and lists on paper.

:class:`ReportlabRenderer` follows the port :class:`~cyclades_accounts.papillons.PapillonRenderer`. How slips look is a
:class:`PapillonStyle`, what they say a :class:`~cyclades_accounts.papillons.PapillonTexts`. :class:`PdfListWriter`
prints the lists of :mod:`cyclades_accounts.lists`, among them the one to sign when slips are handed out. Only this
room knows reportlab; a program that does not import it does not load reportlab.
"""

# The way of a document, from its texts to its bytes; each folder knows only those after it:
#   _slips    what a slip says and where, checked, laid out and stamped    |    _lists    a list as tables over pages
#   _file     objects, pages and tags as the bytes of a PDF
#   _setting  texts broken into lines that fit, and drawn as PDF operators
#   _fonts    font files, and texts as characters that a font has

from cyclades_accounts.pdf._errors import MissingFileError, UnusableFontError, UnusableLetterheadError
from cyclades_accounts.pdf._file.protecting import protect_pdf
from cyclades_accounts.pdf._fonts.files import (
    ATKINSON_BOLD,
    ATKINSON_REGULAR,
    JETBRAINS_MONO,
    NOTO_SANS,
    NOTO_SANS_THICKENED,
    FontFile,
)
from cyclades_accounts.pdf._lists.style import ListGroups, ListStyle
from cyclades_accounts.pdf._lists.texts import FRENCH_PRINTED_LIST_TEXTS, PrintedListTexts
from cyclades_accounts.pdf._lists.writer import PdfListWriter
from cyclades_accounts.pdf._slips.renderer import ReportlabRenderer
from cyclades_accounts.pdf._slips.style import (
    LARGE_PRINT,
    SMALLEST_LABEL_TEXT_PT,
    SMALLEST_TEXT_PT,
    Letterhead,
    PapillonStyle,
)

__all__ = [
    "ATKINSON_BOLD",
    "ATKINSON_REGULAR",
    "FRENCH_PRINTED_LIST_TEXTS",
    "JETBRAINS_MONO",
    "LARGE_PRINT",
    "NOTO_SANS",
    "NOTO_SANS_THICKENED",
    "SMALLEST_LABEL_TEXT_PT",
    "SMALLEST_TEXT_PT",
    "FontFile",
    "Letterhead",
    "ListGroups",
    "ListStyle",
    "MissingFileError",
    "PapillonStyle",
    "PdfListWriter",
    "PrintedListTexts",
    "ReportlabRenderer",
    "UnusableFontError",
    "UnusableLetterheadError",
    "protect_pdf",
]
