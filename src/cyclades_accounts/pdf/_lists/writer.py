"""Lists as PDF: an adapter of the port :class:`~cyclades_accounts.lists.ListWriter`."""

from attrs import field, frozen
from attrs.validators import instance_of

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.lists import ListTable
from cyclades_accounts.pdf._fonts.faces import Typeface, typeface
from cyclades_accounts.pdf._lists.pages import ListPages, TidyList
from cyclades_accounts.pdf._lists.style import ListGroups, ListStyle
from cyclades_accounts.pdf._lists.texts import FRENCH_PRINTED_LIST_TEXTS, PrintedListTexts


@frozen
class PdfListWriter:
    """Prints lists on A4 as tagged tables (PDF/UA-1); a :class:`~cyclades_accounts.lists.ListWriter`.

    Every page has the names of the columns, and its number: « Page 1 sur 3 ». Columns without any text are to be filled
    in by hand, and get room for it. Long texts wrap, and none is cut. The title of the document is that of the list and
    its subject; the metadata hold nothing of its rows.

    Same input, same bytes, in every process, with the same versions of reportlab and zlib. The typeface is
    proportional: passwords belong on slips, whose typeface tells similar characters apart.
    """

    groups: ListGroups = field(default=ListGroups.IN_A_COLUMN, validator=instance_of(ListGroups))
    """What becomes of the first column."""
    texts: PrintedListTexts = field(default=FRENCH_PRINTED_LIST_TEXTS, validator=instance_of(PrintedListTexts))
    """What the paper says besides the list."""
    style: ListStyle = field(default=ListStyle(), validator=instance_of(ListStyle))
    """How it looks."""

    def write(self, table: ListTable) -> bytes:
        """Return the list as PDF.

        Raises:
            InvalidValueError: a text holds a character that no font of its typeface has; raised before anything is
                drawn. The error tells the place of the character and not the character: a list may hold passwords. Or
                the list has more columns than fit on the page.
        """
        text, strong = typeface("T", self.style.text_fonts), typeface("S", self.style.strong_fonts)
        tidy = TidyList.of(table, self.groups, self.texts)
        for name, line in (("title", tidy.title), *(("subject", line) for line in tidy.subject)):
            _check(name, line, "", strong, text)
        for line in tidy.columns:
            _check("columns", line, "", strong)
        for row, cells in enumerate(tidy.rows, 1):
            for column, cell in zip(tidy.columns, cells, strict=True):
                _check("rows", cell, f"row {row}, column {column!r}, ", strong, text)
        return ListPages(tidy, self.style, self.texts, text, strong).draw()


def _check(name: str, line: str, where: str, *faces: Typeface) -> None:
    for number, character in enumerate(line, 1):
        if any(face.missing(character) for face in faces):
            place = f"{where}character {number}"
            raise InvalidValueError(name, place, f"characters that a font of the style has, unlike {place}")
