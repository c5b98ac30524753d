"""A tagged PDF as a screen reader meets it: elements with their texts, and where each line of text stands."""

import functools
import io
import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen
from pypdf import PageObject, PdfReader

_MARKED = re.compile(r"/(\w+)(?:<</MCID (\d+)>>BDC| BMC) (.*?) EMC", re.DOTALL)
_LINE = re.compile(r"BT (\S+) (\S+) Td (.*?) ET", re.DOTALL)
_SHOWN = re.compile(r"/(\w+) (\S+) Tf\((.*?)\)Tj", re.DOTALL)
_BOX = re.compile(r"(\S+) (\S+) (\S+) (\S+) re\b")


@frozen
class TextLine:
    """A line of text on a page."""

    text: str
    x: float
    y: float
    right: float
    """Where it ends, in points."""
    size: float


@frozen
class Shown:
    """A marked content."""

    page: int
    mark: int | None
    """``None``: an artifact."""
    lines: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        """Its lines, put together as they are copied."""
        return "".join(line.text for line in self.lines)


@frozen
class ReadElement:
    """A structure element."""

    kind: str
    scope: str
    kids: tuple["ReadElement", ...]
    shown: tuple[Shown, ...]

    @property
    def text(self) -> str:
        """What it says itself, as words."""
        return " ".join("".join(one.text for one in self.shown).split())

    def find(self, kind: str) -> list["ReadElement"]:
        """Return all elements of a kind, in reading order."""
        below = [found for kid in self.kids for found in kid.find(kind)]
        return [self, *below] if self.kind == kind else below


def shown_on(content: bytes) -> list[Shown]:
    """Return every marked content and artifact, page by page."""
    return [one for number, page in enumerate(PdfReader(io.BytesIO(content)).pages) for one in _shown(page, number)]


def boxes_on(content: bytes) -> list[list[tuple[float, float, float, float]]]:
    """Return the rectangles of each page: left, lower, right and upper edge."""
    found = []
    for page in PdfReader(io.BytesIO(content)).pages:
        boxes = [tuple(map(float, box)) for box in _BOX.findall(_operators(page))]
        found.append([(x, y, x + width, y + height) for x, y, width, height in boxes])
    return found


def read_structure(content: bytes) -> ReadElement:
    """Return the root element of a document."""
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.root_object
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}  # type: ignore[union-attr]  # read from a file, so it has one
    shown = {(one.page, one.mark): one for one in shown_on(content) if one.mark is not None}

    def read(found: Any) -> ReadElement:
        kids = [(kid, kid.get_object()) for kid in found["/K"]]
        marks = [(pages[kid.raw_get("/Pg").idnum], int(kid["/MCID"])) for _, kid in kids if "/MCID" in kid]
        return ReadElement(
            str(found["/S"])[1:],
            str(found["/A"]["/Scope"])[1:] if "/A" in found else "",
            tuple(read(kid) for _, kid in kids if "/MCID" not in kid),
            tuple(shown.pop(mark) for mark in marks),
        )

    top = read(root["/StructTreeRoot"]["/K"].get_object())
    assert not shown, "content that no element shows"
    return top


def _operators(page: PageObject) -> str:
    contents = page.get_contents()
    assert contents is not None
    return contents.get_data().decode("latin-1")


def _shown(page: PageObject, number: int) -> Iterator[Shown]:
    resources: Any = page["/Resources"]
    fonts = {name[1:]: font.get_object() for name, font in resources["/Font"].items()}
    codes = {name: _codes(font["/ToUnicode"].get_data()) for name, font in fonts.items()}

    def line(x: str, y: str, operators: str) -> TextLine:
        pieces = [(name, float(size), piece) for name, size, piece in _SHOWN.findall(operators)]
        wide = 0.0
        for name, size, piece in pieces:
            widths, first = fonts[name]["/Widths"], fonts[name]["/FirstChar"]
            wide += sum(float(widths[ord(code) - first]) for code in piece.rstrip(" ")) * size / 1000
        text = "".join(codes[name][ord(code)] for name, _, piece in pieces for code in piece)
        return TextLine(text, float(x), float(y), float(x) + wide, pieces[0][1])

    for _, mark, operators in _MARKED.findall(_operators(page)):
        yield Shown(number, int(mark) if mark else None, tuple(line(*found) for found in _LINE.findall(operators)))


@functools.cache
def _codes(unicode: bytes) -> dict[int, str]:
    pairs = re.findall(r"<([0-9a-f]{2})> <([0-9a-f]{4,})>", unicode.decode())
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
