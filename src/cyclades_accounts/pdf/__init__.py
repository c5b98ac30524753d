"""The slips as PDF, drawn with reportlab: M9, M10, M11; and lists on paper.

:class:`ReportlabRenderer` follows the port :class:`~cyclades_accounts.papillons.PapillonRenderer`. How slips look is a
:class:`PapillonStyle`, what they say a :class:`~cyclades_accounts.papillons.PapillonTexts`. :class:`PdfListWriter`
prints the lists of :mod:`cyclades_accounts.rosters`, among them the one to sign when slips are handed out. This room
alone knows reportlab; importing it, and nothing else of the library, loads reportlab.
"""

from cyclades_accounts.pdf._errors import MissingFileError, UnusableFontError, UnusableLetterheadError
from cyclades_accounts.pdf._list_style import (
    FRENCH_PRINTED_LIST_TEXTS,
    ListGroups,
    ListStyle,
    PrintableList,
    PrintedListTexts,
)
from cyclades_accounts.pdf._list_writer import PdfListWriter
from cyclades_accounts.pdf._protecting import protect_pdf
from cyclades_accounts.pdf._renderer import ReportlabRenderer
from cyclades_accounts.pdf._style import (
    ATKINSON_BOLD,
    ATKINSON_REGULAR,
    JETBRAINS_MONO,
    LARGE_PRINT,
    NOTO_SANS,
    NOTO_SANS_THICKENED,
    SMALLEST_LABEL_TEXT_PT,
    SMALLEST_TEXT_PT,
    FontFile,
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
    "PrintableList",
    "PrintedListTexts",
    "ReportlabRenderer",
    "UnusableFontError",
    "UnusableLetterheadError",
    "protect_pdf",
]
