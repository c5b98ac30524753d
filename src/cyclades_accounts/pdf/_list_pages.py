"""The pages of a printed list: title, tables that repeat their head on each page, and page numbers."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, Self

from attrs import define, field, frozen
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from cyclades_accounts.pdf._fonts import Run, Typeface
from cyclades_accounts.pdf._list_columns import PAD, Column, set_columns
from cyclades_accounts.pdf._list_style import ListGroups, ListStyle, PrintableList, PrintedListTexts
from cyclades_accounts.pdf._operators import number, numbers, show
from cyclades_accounts.pdf._slip import ASCENT
from cyclades_accounts.pdf._tagged import Element, Sheet, write_tagged
from cyclades_accounts.pdf._text import LEADING, Line, fit, tidy, wrap

_LINE: Final = "0.5 w 0.45 G"
_NOTE: Final = 0.85  # size of what stands on every page, in sizes of the text
_HEADING: Final = 1.25  # size of a heading over a group, the same
_LINES: Final = 3  # that a title, a heading or the name of a column takes before it shrinks


@frozen
class TidyList:
    """A list ready to be set: spaces tidied, cut into groups."""

    title: str
    subject: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    sections: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = field(repr=False)
    """Heading, blank where there are no groups, and rows of each table."""
    columns_of_sections: tuple[str, ...]
    begins_pages: bool

    @classmethod
    def of(cls, table: PrintableList, groups: ListGroups, texts: PrintedListTexts) -> Self:
        """Tidy a list, and take its first column out where that names groups."""
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
    """Sets one list from the first page to the last; it lives for one call, since a list may hold passwords."""

    table: TidyList
    style: ListStyle
    texts: PrintedListTexts
    text: Typeface
    strong: Typeface
    root: Element = field(factory=lambda: Element("Document"), init=False)
    sheets: list[Sheet] = field(factory=list, init=False)
    columns: list[Column] = field(factory=list, init=False)
    y: float = field(default=0.0, init=False)
    """Where the next part begins, in points from the lower edge of the page."""
    _runs: dict[str, Run] = field(factory=dict, init=False)
    """A run of every font and subset, by resource; they say nothing."""

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of a page, in points."""
        width, height = landscape(A4) if self.style.is_landscape else A4
        return width, height

    @property
    def margin(self) -> float:
        """In points."""
        return self.style.margin_mm * mm

    @property
    def width(self) -> float:
        """Between the margins, in points."""
        return self.page[0] - 2 * self.margin

    @property
    def size(self) -> float:
        """Of cells, in points."""
        return self.style.text_size_pt

    @property
    def bottom(self) -> float:
        """Where a page is full: above its number."""
        return self.margin + 2 * LEADING * self.size * _NOTE

    @property
    def row_height(self) -> float:
        """Least height of a row."""
        by_hand = any(column.is_by_hand for column in self.columns)
        return max(self.style.by_hand_height_mm * mm * by_hand, LEADING * self.size + 2 * PAD)

    def draw(self) -> bytes:
        """Return the document."""
        self._open_sheet()
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
                self._open_sheet()
            self._section(heading, rows)
        for sheet in self.sheets:
            self._number(sheet)
        title = " – ".join(filter(None, (self.table.title, *self.table.subject)))
        return write_tagged(title, self.root, self.sheets, self._runs, self.page)

    def _open_sheet(self) -> None:
        """Begin a page; from the second on it says at its head what it belongs to."""
        self.sheets.append(Sheet(len(self.sheets)))
        self.y = self.page[1] - self.margin
        if len(self.sheets) > 1:
            about = " – ".join((self.table.title, *self.table.subject))
            lines = self._lines(self.text, about, self.size * _NOTE)
            self.sheets[-1].artifact(self._show(lines))
            self.y = lines[-1].y - 2 * self.size

    def _paragraph(self, kind: str, face: Typeface, text: str, size: float) -> None:
        lines = self._lines(face, text, size)
        if self.y - _height(lines) < self.bottom:
            self._open_sheet()
            lines = self._lines(face, text, size)
        self.sheets[-1].mark(self.root.add(kind), self._show(lines))
        self.y -= _height(lines)

    def _section(self, heading: str, rows: Sequence[Sequence[str]]) -> None:
        """Set the table of a group under its heading."""
        bands = [list(self._bands(row)) for row in rows]
        needed = self._head_height + (self._band_height(bands[0][0]) if bands else 0.0)
        self.y -= self.size
        if heading:
            needed += LEADING * self.size * _HEADING * _LINES
        if self.y - needed < self.bottom:
            self._open_sheet()
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
                    self._open_sheet()
                    self._again(heading)
                self._band(owners, band)

    def _again(self, heading: str) -> None:
        """Repeat heading and names of the columns: artifacts, since a listener has heard them."""
        if heading:
            text = tidy(self.texts.continued.format(heading=heading))
            lines = self._lines(self.strong, text, self.size * _HEADING)
            self.sheets[-1].artifact(self._show(lines))
            self.y -= _height(lines) + PAD
        self._head(None)

    def _head(self, table: Element | None) -> None:
        """Set the names of the columns, as a row of the table or as an artifact."""
        height, sheet = self._head_height, self.sheets[-1]
        sheet.artifact(
            f"{number(self.style.head_grey)} g {numbers(self.margin, self.y - height, self.width, height)} re f 0 g"
        )
        self._grid(height)
        row = table.add("TR") if table else None
        for column in self.columns:
            lines = self._name(column)
            if row:
                cell = row.add("TH", "/A<</O/Table/Scope/Column>>")
                if lines:
                    sheet.mark(cell, self._show(lines))
            elif lines:
                sheet.artifact(self._show(lines))
        self.y -= height

    @property
    def _head_height(self) -> float:
        return max(_height(self._name(column)) for column in self.columns) + 2 * PAD

    def _name(self, column: Column) -> list[Line]:
        return self._lines(self.strong, column.name, self.size, column)

    def _bands(self, row: Sequence[str]) -> Iterator[list[list[str]]]:
        """Break the cells of a row into lines, as many at a time as a page holds: mostly all of them."""
        cells = [wrap(self.text, cell, column.room / self.size) for cell, column in zip(row, self.columns, strict=True)]
        above = LEADING * self.size * _LINES * (_NOTE + _HEADING) + 3 * self.size  # what a further page says first
        room = self.page[1] - self.margin - self.bottom - above - self._head_height - 2 * PAD
        many = max(1, int(room / (LEADING * self.size)))
        for start in range(0, max(1, *map(len, cells)), many):
            yield [lines[start : start + many] for lines in cells]

    def _band_height(self, band: Sequence[Sequence[str]]) -> float:
        return max(self.row_height, max(map(len, band)) * LEADING * self.size + 2 * PAD)

    def _band(self, owners: Sequence[Element], band: Sequence[Sequence[str]]) -> None:
        """Set a row, or as much of it as a page holds."""
        height = self._band_height(band)
        self._grid(height)
        for owner, column, texts in zip(owners, self.columns, band, strict=True):
            top = self.y - (height - len(texts) * LEADING * self.size) / 2
            lines = self._set(self.text, texts, self.size, column.x + PAD, top)
            if lines:
                self.sheets[-1].mark(owner, self._show(lines))
        self.y -= height

    def _grid(self, height: float) -> None:
        boxes = " ".join(f"{numbers(one.x, self.y - height, one.width, height)} re" for one in self.columns)
        self.sheets[-1].artifact(f"{_LINE} {boxes} S")

    def _number(self, sheet: Sheet) -> None:
        text = tidy(self.texts.page.format(page=sheet.number + 1, pages=len(self.sheets)))
        size = self.size * _NOTE
        x = self.margin + self.width - self.text.width(text) * size
        sheet.artifact(self._show(self._set(self.text, [text], size, x, self.margin + LEADING * size)))

    def _lines(self, face: Typeface, text: str, size: float, column: Column | None = None) -> list[Line]:
        """Set a text of at most a few lines where the next part begins: it shrinks rather than take more."""
        x, y, width = (column.x + PAD, self.y - PAD, column.room) if column else (self.margin, self.y, self.width)
        size, lines = fit(
            face, text, wrap, width=width, height=_LINES * LEADING * size, largest=size, one_line_from=size
        )
        return self._set(face, lines, size, x, y)

    @staticmethod
    def _set(face: Typeface, lines: Sequence[str], size: float, x: float, y: float) -> list[Line]:
        """Set lines from ``y`` down."""
        return [
            Line(x, y - (ASCENT + place * LEADING) * size, size, face.runs(line)) for place, line in enumerate(lines)
        ]

    def _show(self, lines: Sequence[Line]) -> str:
        for line in lines:
            for run in line.runs:
                self._runs.setdefault(run.resource, Run(run.font, "", run.subset, run.resource))
        return show(lines, " ")


def _height(lines: Sequence[Line]) -> float:
    return len(lines) * LEADING * lines[0].size if lines else 0.0
