"""The slips as PDF, drawn with reportlab: M9, M10, M11.

:class:`ReportlabRenderer` follows the port :class:`~cyclades_accounts.papillons.PapillonRenderer`. How slips look is a
:class:`PapillonStyle`, what they say a :class:`~cyclades_accounts.papillons.PapillonTexts`. This room alone knows
reportlab; importing it, and nothing else of the library, loads reportlab.
"""

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
    PapillonStyle,
)

__all__ = [
    "ATKINSON_BOLD",
    "ATKINSON_REGULAR",
    "JETBRAINS_MONO",
    "LARGE_PRINT",
    "NOTO_SANS",
    "NOTO_SANS_THICKENED",
    "SMALLEST_LABEL_TEXT_PT",
    "SMALLEST_TEXT_PT",
    "FontFile",
    "PapillonStyle",
    "ReportlabRenderer",
    "protect_pdf",
]
