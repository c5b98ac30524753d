"""What a slip (papillon de connexion) says, free of any format, and the port that draws it: M8, M9, M10, M11.

The wording of M10 is the memo's, the rest is ours. All of it is a value, which a host may replace.
"""

from cyclades_accounts.papillons._layouts import CARDS_4_BY_9 as CARDS_4_BY_9
from cyclades_accounts.papillons._layouts import LABELS_2_BY_4 as LABELS_2_BY_4
from cyclades_accounts.papillons._layouts import LABELS_3_BY_8 as LABELS_3_BY_8
from cyclades_accounts.papillons._layouts import LAYOUT_BY_NAME as LAYOUT_BY_NAME
from cyclades_accounts.papillons._layouts import LAYOUTS as LAYOUTS
from cyclades_accounts.papillons._layouts import ONE_PER_PAGE as ONE_PER_PAGE
from cyclades_accounts.papillons._layouts import TWO_PER_PAGE as TWO_PER_PAGE
from cyclades_accounts.papillons._layouts import Layout as Layout
from cyclades_accounts.papillons._slips import PDF as PDF
from cyclades_accounts.papillons._slips import AnyPapillon as AnyPapillon
from cyclades_accounts.papillons._slips import DocumentFormat as DocumentFormat
from cyclades_accounts.papillons._slips import EmailPapillon as EmailPapillon
from cyclades_accounts.papillons._slips import Papillon as Papillon
from cyclades_accounts.papillons._slips import PapillonBatch as PapillonBatch
from cyclades_accounts.papillons._slips import PapillonRenderer as PapillonRenderer
from cyclades_accounts.papillons._texts import FRENCH_PAPILLON_TEXTS as FRENCH_PAPILLON_TEXTS
from cyclades_accounts.papillons._texts import PapillonTexts as PapillonTexts
