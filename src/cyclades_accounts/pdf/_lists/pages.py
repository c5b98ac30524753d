"""The pages of a printed list: title, tables that repeat their head on each page, and page numbers."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, Self

from attrs import define, field, frozen
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from cyclades_accounts.lists import ListTable
from cyclades_accounts.pdf._file.embedding import UsedFonts
from cyclades_accounts.pdf._file.tagged import Element, TaggedPage, write_tagged
from cyclades_accounts.pdf._fonts.faces import Typeface
from cyclades_accounts.pdf._lists.columns import PAD, PrintedColumn, set_columns
from cyclades_accounts.pdf._lists.style import ListGroups, ListStyle
from cyclades_accounts.pdf._lists.texts import PrintedListTexts
from cyclades_accounts.pdf._setting.operators import Rect, numbers, rectangles, show
from cyclades_accounts.pdf._setting.text import LEADING, Line, fit, height_of, stack, tidy, wrap

_LINE: Final = "0.5 w 0.45 G"
_NOTE: Final = 0.85  # size of what is repeated on every page, in sizes of the text
_HEADING: Final = 1.25  # size of a heading over a group, in sizes of the text
_LINES: Final = 3  # lines that a title, a heading or the name of a column takes before it shrinks


@frozen
class TidyList:
    """A list ready to be set: its texts tidied, its rows cut into groups."""

    title: str
    subject: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    sections: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = field(repr=False)
    """Heading, blank where there are no groups, and rows of each table."""
    columns_of_sections: tuple[str, ...]
    """The columns of each table: without the first one where that names groups."""
    begins_pages: bool
    """Whether each group begins a page."""

    @classmethod
    def of(cls, table: ListTable, groups: ListGroups, texts: PrintedListTexts) -> Self:
        """Tidy a list; where its first column names groups, take that column out of the tables."""
        columns = tuple(map(tidy, table.columns))
        rows = tuple(tuple(map(tidy, row)) for row in table.rows)
        sections: list[tuple[str, tuple[tuple[str, ...], ...]]] = [("", rows)]
        is_grouped = groups is not ListGroups.IN_A_COLUMN and len(columns) > 1 and bool(rows)
        if is_grouped:
            sections = []
            for group, found in groupby(rows, lambda row: row[0]):
                own = tuple(row[1:] for row in found)
                heading = texts.group.format(column=columns[0], group=group, count=len(own))
                sections.append((tidy(heading), own))
        return cls(
            tidy(table.title) or texts.untitled,
            tuple(map(tidy, table.subject)),
            columns,
            rows,
            tuple(sections),
            columns[is_grouped:],
            groups is ListGroups.ON_NEW_PAGES,
        )


@define
class ListPages:
    """Sets one list from the first page to the last. It lives for one call, since a list may hold passwords."""

    table: TidyList
    style: ListStyle
    texts: PrintedListTexts
    text: Typeface
    strong: Typeface
    root: Element = field(factory=lambda: Element("Document"), init=False)
    pages: list[TaggedPage] = field(factory=list, init=False)
    columns: list[PrintedColumn] = field(factory=list, init=False)
    fonts: UsedFonts = field(factory=UsedFonts, init=False)
    y: float = field(default=0.0, init=False)
    """Where the next part begins, in points from the lower edge of the page."""

    page_size: tuple[float, float] = field(init=False)
    """Width and height of a page, in points, as the next four are."""
    margin: float = field(init=False)
    width: float = field(init=False)
    """Between the margins."""
    size: float = field(init=False)
    """Of the text of cells."""
    bottom: float = field(init=False)
    """Lower edge of what a page holds besides its number, from the lower edge of the page."""

    def __attrs_post_init__(self) -> None:
        self.size, self.margin = self.style.text_size_pt, self.style.margin_mm * mm
        self.page_size = landscape(A4) if self.style.is_landscape else A4
        self.width = self.page_size[0] - 2 * self.margin
        self.bottom = self.margin + 2 * LEADING * self.size * _NOTE

    def draw(self) -> bytes:
        """Return the document."""
        self._open_page()
        self._paragraph("H1", self.strong, self.table.title, self.style.title_size_pt)
        for line in self.table.subject:
            self._paragraph("P", self.text, line, self.size)
        self.columns = set_columns(
            self.table.columns_of_sections,
            [row for _, rows in self.table.sections for row in rows],
            (self.text, self.strong),
            left=self.margin,
            width=self.width,
            size=self.size,
            by_hand=self.style.by_hand_mm * mm,
        )
        for index, (heading, rows) in enumerate(self.table.sections if self.columns else ()):
            if index and self.table.begins_pages:
                self._open_page()
            self._section(heading, rows)
        for number, page in enumerate(self.pages, 1):
            text = tidy(self.texts.page.format(page=number, pages=len(self.pages)))
            size = self.size * _NOTE
            x = self.margin + self.width - self.text.width(text) * size
            lines = stack([self.text.spans(text)], x, self.margin + LEADING * size, size)
            self.fonts.note(lines)
            page.draw(show(lines, " "))
        title = " – ".join(filter(None, (self.table.title, *self.table.subject)))
        return write_tagged(title, self.root, self.pages, self.fonts, self.page_size)

    def _open_page(self) -> None:
        """Begin a page; from the second on it has title and subject of the list at its head."""
        self.pages.append(TaggedPage(len(self.pages)))
        self.y = self.page_size[1] - self.margin
        if len(self.pages) > 1:
            about = " – ".join((self.table.title, *self.table.subject))
            lines = self._lines(self.text, about, self.size * _NOTE)
            self._draw(lines)
            self.y = lines[-1].y - 2 * self.size

    def _paragraph(self, kind: str, face: Typeface, text: str, size: float) -> None:
        lines = self._lines(face, text, size)
        if self.y - height_of(lines) < self.bottom:
            self._open_page()
            lines = self._lines(face, text, size)
        self._draw(lines, self.root.add(kind))
        self.y -= height_of(lines)

    def _section(self, heading: str, rows: Sequence[Sequence[str]]) -> None:
        """Set the table of a group under its heading."""
        bands = [list(self._bands(row)) for row in rows]
        needed = self._head_height + (self._band_height(bands[0][0]) if bands else 0.0)
        self.y -= self.size
        if heading:
            needed += LEADING * self.size * _HEADING * _LINES
        if self.y - needed < self.bottom:
            self._open_page()
        if heading:
            self._paragraph("H2", self.strong, heading, self.size * _HEADING)
        self.y -= PAD
        table = self.root.add("Table")
        self._head(table)
        for row in bands:
            cells = table.add("TR")
            owners = [
                cells.add("TD") if place else cells.add("TH", "/A<</O/Table/Scope/Row>>")
                for place in range(len(self.columns))
            ]
            for band in row:
                if self.y - self._band_height(band) < self.bottom:
                    self._open_page()
                    self._again(heading)
                self._band(owners, band)

    def _again(self, heading: str) -> None:
        """Repeat heading and names of the columns, as artifacts: a screen reader has read them on the first page."""
        if heading:
            text = tidy(self.texts.continued.format(heading=heading))
            lines = self._lines(self.strong, text, self.size * _HEADING)
            self._draw(lines)
            self.y -= height_of(lines) + PAD
        self._head(None)

    def _head(self, table: Element | None) -> None:
        """Set the names of the columns, as a row of the table or as an artifact."""
        height = self._head_height
        behind = Rect(self.margin, self.y - height, self.width, height)
        self.pages[-1].draw(rectangles([behind], self.style.head_grey))
        self._grid(height)
        row = table.add("TR") if table else None
        for column in self.columns:
            self._draw(self._name(column), row.add("TH", "/A<</O/Table/Scope/Column>>") if row else None)
        self.y -= height

    @property
    def _head_height(self) -> float:
        return max(height_of(self._name(column)) for column in self.columns) + 2 * PAD

    def _name(self, column: PrintedColumn) -> list[Line]:
        return self._lines(self.strong, column.name, self.size, column)

    def _bands(self, row: Sequence[str]) -> Iterator[list[list[str]]]:
        """Break the cells of a row into lines, and give as many at a time as a page holds: nearly always all."""
        cells = [wrap(self.text, cell, column.room / self.size) for cell, column in zip(row, self.columns, strict=True)]
        above = LEADING * self.size * _LINES * (_NOTE + _HEADING) + 3 * self.size  # what a further page says first
        room = self.page_size[1] - self.margin - self.bottom - above - self._head_height - 2 * PAD
        many = max(1, int(room / (LEADING * self.size)))
        for start in range(0, max(1, *map(len, cells)), many):
            yield [lines[start : start + many] for lines in cells]

    def _band_height(self, band: Sequence[Sequence[str]]) -> float:
        least = self.style.by_hand_height_mm * mm if any(column.is_by_hand for column in self.columns) else 0.0
        return max(least, max(1, *map(len, band)) * LEADING * self.size + 2 * PAD)

    def _band(self, owners: Sequence[Element], band: Sequence[Sequence[str]]) -> None:
        """Set a row, or as much of it as a page holds."""
        height = self._band_height(band)
        self._grid(height)
        for owner, column, texts in zip(owners, self.columns, band, strict=True):
            top = self.y - (height - len(texts) * LEADING * self.size) / 2
            self._draw(stack(map(self.text.spans, texts), column.x + PAD, top, self.size), owner)
        self.y -= height

    def _grid(self, height: float) -> None:
        boxes = " ".join(f"{numbers(one.x, self.y - height, one.width, height)} re" for one in self.columns)
        self.pages[-1].draw(f"{_LINE} {boxes} S")

    def _lines(self, face: Typeface, text: str, size: float, column: PrintedColumn | None = None) -> list[Line]:
        """Set a text where the next part begins, on three lines at most: a longer text shrinks."""
        x, y, width = (column.x + PAD, self.y - PAD, column.room) if column else (self.margin, self.y, self.width)
        size, lines = fit(
            face, text, wrap, width=width, height=_LINES * LEADING * size, largest=size, one_line_from=size
        )
        return stack(map(face.spans, lines), x, y, size)

    def _draw(self, lines: Sequence[Line], element: Element | None = None) -> None:
        """Draw lines, if there are any, of an element, or as an artifact."""
        self.fonts.note(lines)
        if lines:
            self.pages[-1].draw(show(lines, " "), element)
