"""What a slip (papillon de connexion) says, free of any format, and the port that draws it: M8, M9, M10, M11.

The wording of M10 is the memo's, the rest is ours. All of it is a value, which a host may replace.
"""

from cyclades_accounts.papillons._layouts import (
    CARDS_4_BY_9,
    LABELS_2_BY_4,
    LABELS_3_BY_8,
    LAYOUT_BY_NAME,
    LAYOUTS,
    ONE_PER_PAGE,
    TWO_PER_PAGE,
    Layout,
)
from cyclades_accounts.papillons._slips import (
    PDF,
    AnyPapillon,
    DocumentFormat,
    EmailPapillon,
    Papillon,
    PapillonBatch,
    PapillonRenderer,
)
from cyclades_accounts.papillons._texts import FRENCH_PAPILLON_TEXTS, PapillonTexts

__all__ = [
    "CARDS_4_BY_9",
    "FRENCH_PAPILLON_TEXTS",
    "LABELS_2_BY_4",
    "LABELS_3_BY_8",
    "LAYOUTS",
    "LAYOUT_BY_NAME",
    "ONE_PER_PAGE",
    "PDF",
    "TWO_PER_PAGE",
    "AnyPapillon",
    "DocumentFormat",
    "EmailPapillon",
    "Layout",
    "Papillon",
    "PapillonBatch",
    "PapillonRenderer",
    "PapillonTexts",
]
