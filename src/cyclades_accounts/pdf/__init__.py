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

from cyclades_accounts.pdf._errors import MissingFileError as MissingFileError
from cyclades_accounts.pdf._errors import UnusableFontError as UnusableFontError
from cyclades_accounts.pdf._errors import UnusableLetterheadError as UnusableLetterheadError
from cyclades_accounts.pdf._file.protecting import protect_pdf as protect_pdf
from cyclades_accounts.pdf._fonts.files import ATKINSON_BOLD as ATKINSON_BOLD
from cyclades_accounts.pdf._fonts.files import ATKINSON_REGULAR as ATKINSON_REGULAR
from cyclades_accounts.pdf._fonts.files import JETBRAINS_MONO as JETBRAINS_MONO
from cyclades_accounts.pdf._fonts.files import NOTO_SANS as NOTO_SANS
from cyclades_accounts.pdf._fonts.files import NOTO_SANS_THICKENED as NOTO_SANS_THICKENED
from cyclades_accounts.pdf._fonts.files import FontFile as FontFile
from cyclades_accounts.pdf._lists.style import ListGroups as ListGroups
from cyclades_accounts.pdf._lists.style import ListStyle as ListStyle
from cyclades_accounts.pdf._lists.texts import FRENCH_PRINTED_LIST_TEXTS as FRENCH_PRINTED_LIST_TEXTS
from cyclades_accounts.pdf._lists.texts import PrintedListTexts as PrintedListTexts
from cyclades_accounts.pdf._lists.writer import PdfListWriter as PdfListWriter
from cyclades_accounts.pdf._slips.renderer import ReportlabRenderer as ReportlabRenderer
from cyclades_accounts.pdf._slips.style import LARGE_PRINT as LARGE_PRINT
from cyclades_accounts.pdf._slips.style import SMALLEST_LABEL_TEXT_PT as SMALLEST_LABEL_TEXT_PT
from cyclades_accounts.pdf._slips.style import SMALLEST_TEXT_PT as SMALLEST_TEXT_PT
from cyclades_accounts.pdf._slips.style import Letterhead as Letterhead
from cyclades_accounts.pdf._slips.style import PapillonStyle as PapillonStyle
