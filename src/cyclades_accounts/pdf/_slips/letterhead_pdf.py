"""The first page of a letterhead's PDF, as objects of our documents: what it draws, without tags, links or layers.

A letterhead stands under a slip as one form (ISO 32000-1, 8.10). In a tagged document it is an artifact, and an
artifact may hold no tagged content (ISO 14289-1, 7.1). The marks of tagged content are therefore left out.
"""

import io
import zlib
from collections.abc import Iterable
from typing import Any, Final, cast

from attrs import define, field
from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
)

from cyclades_accounts.pdf._errors import UnusableLetterheadError
from cyclades_accounts.pdf._file.objects import FIRST_FREE

FIRST_OF_LETTERHEAD: Final = FIRST_FREE + 1
"""Number of the first object of the letterhead; the one before is the QR code's alternative text."""

MOST_OBJECTS: Final = 300
"""Largest number of objects of a letterhead; usual ones have a few dozen."""

LONGEST_DRAWING: Final = 1_000_000
"""Largest sum of the operators of a letterhead, decompressed, in bytes: 8 seconds of work. Usual ones have some ten
thousand."""
LONGEST_SIDE: Final = 14_400
"""Longest side of a page, in points (ISO 32000-1, annex C); the shortest is one point."""
MOST_PAGES: Final = 20
"""Largest number of pages; the first is drawn."""

_MARKS: Final = {b"BMC", b"BDC", b"EMC", b"MP", b"DP"}
_SETS_FONT: Final = b"Tf"
_SHOWS_TEXT: Final = {b"Tj", b"TJ", b"'", b'"'}
_OF_TAGS: Final = {"/StructParent", "/StructParents"}
_LEFT_OUT: Final = {"/LastModified", "/Length", "/Metadata", "/OC", "/OPI", "/PieceInfo", "/Properties"} | _OF_TAGS
"""Entries of dictionaries that are left out: they are about tags, layers, or the program that made the file."""


def first_page(path: str, content: bytes) -> tuple[float, float, tuple[bytes, ...]]:
    """Return width and height of the first page, in points, and the bodies of its objects.

    The first object is the form, whose lower left corner is that of the page. A damaged file raises anything.

    Raises:
        UnusableLetterheadError: the file is encrypted, has no page, has layers, a first page that is turned or has no
            size, a font that is not embedded, a part that another file holds, more than :data:`MOST_PAGES` pages,
            :data:`MOST_OBJECTS` objects or :data:`LONGEST_DRAWING` bytes of operators.
    """
    reader = PdfReader(io.BytesIO(content))
    page = _checked_page(path, reader)
    copier = _Copier(path, reader)
    copier.copy(page)
    return float(page.cropbox.width), float(page.cropbox.height), tuple(copier.bodies)


def _checked_page(path: str, reader: PdfReader) -> PageObject:
    if reader.is_encrypted:
        raise UnusableLetterheadError(path, "it is encrypted")
    if not reader.pages:
        raise UnusableLetterheadError(path, "it has no page")
    if len(reader.pages) > MOST_PAGES:
        raise UnusableLetterheadError(path, f"it has more than {MOST_PAGES} pages")
    if "/OCProperties" in reader.root_object:
        raise UnusableLetterheadError(path, "it has layers, some of which may be hidden")
    page = reader.pages[0]
    if page.rotation % 360:
        raise UnusableLetterheadError(path, "its page is turned")
    if not all(1 <= side <= LONGEST_SIDE for side in (page.cropbox.width, page.cropbox.height)):
        raise UnusableLetterheadError(path, "its page is too small or too large to be drawn")
    return page


@define
class _Copier:
    """Copies the objects that a page draws with, under new numbers."""

    path: str
    reader: PdfReader
    bodies: list[bytes] = field(init=False, factory=list)
    _waiting: list[PdfObject] = field(init=False, factory=list)
    _numbers: dict[tuple[int, int], int] = field(init=False, factory=dict)
    _drawn: int = field(init=False, default=0)
    """Bytes of operators so far."""

    def copy(self, page: PageObject) -> None:
        """Copy the page as a form, then all objects that it refers to."""
        form = StreamObject()
        contents = page.get_contents()
        form.set_data(b"" if contents is None else contents.get_data())  # not « if contents »: an empty one is false
        box = page.cropbox
        form[NameObject("/Type")] = NameObject("/XObject")
        form[NameObject("/Subtype")] = NameObject("/Form")
        form[NameObject("/BBox")] = ArrayObject(map(FloatObject, (*box.lower_left, *box.upper_right)))
        form[NameObject("/Matrix")] = ArrayObject(map(FloatObject, (1, 0, 0, 1, -box.left, -box.bottom)))
        form[NameObject("/Resources")] = page.get("/Resources", DictionaryObject())
        if "/Group" in page:
            form[NameObject("/Group")] = page["/Group"]
        self._waiting.append(form)
        for value in self._waiting:  # it grows during the loop: each object adds those that it refers to
            body = io.BytesIO()
            self._top(value).write_to_stream(body)
            self.bodies.append(body.getvalue())
            if len(self.bodies) > MOST_OBJECTS:
                raise UnusableLetterheadError(self.path, f"it has {len(self.bodies)} parts, more than {MOST_OBJECTS}")

    def _top(self, value: object) -> PdfObject:
        """Return an object as it is written."""
        if not isinstance(value, StreamObject):
            return self._moved(value)
        if {"/F", "/Ref"} & value.keys() or "/PS" in {value.get("/Subtype"), value.get("/Subtype2")}:
            raise UnusableLetterheadError(self.path, "it draws what another file or a program says")
        if value.get("/Subtype") == "/Form" or value.get("/PatternType") == 1:
            return self._drawing(value)
        made = StreamObject()
        made._data = value._data  # noqa: SLF001  # still compressed, whatever its filters are
        made.update(self._entries(value.items()))
        return made

    def _drawing(self, value: StreamObject) -> PdfObject:
        """Return a form or pattern without marks, and with the fonts that it shows text in, all embedded."""
        self._drawn += len(value.get_data())
        if self._drawn > LONGEST_DRAWING:
            raise UnusableLetterheadError(self.path, f"it draws with more than {LONGEST_DRAWING:,} bytes of operators")
        stream = ContentStream(value, self.reader)
        used = _fonts_of(stream)
        stream.operations = [
            (operands, operator)
            for operands, operator in stream.operations
            if operator not in _MARKS and not (operator == _SETS_FONT and operands[0] not in used)
        ]
        made = StreamObject()
        made._data = zlib.compress(stream.get_data())  # noqa: SLF001  # pypdf compresses nothing by itself
        skipped = {"/Filter", "/DecodeParms", "/Resources"}
        made.update(self._entries((name, entry) for name, entry in value.items() if name not in skipped))
        made[NameObject("/Filter")] = NameObject("/FlateDecode")
        resources = DictionaryObject(value.get("/Resources", DictionaryObject()))
        fonts: Any = resources.get("/Font", DictionaryObject()).get_object()
        for name in used:
            if name not in fonts:
                raise UnusableLetterheadError(self.path, f"it shows text in {name}, which it does not define")
        resources[NameObject("/Font")] = DictionaryObject({NameObject(n): fonts.raw_get(n) for n in sorted(used)})
        made[NameObject("/Resources")] = self._moved(resources)
        return made

    def _moved(self, value: object) -> PdfObject:
        """Return a value whose references are to our numbers."""
        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation)
            if key not in self._numbers:
                self._numbers[key] = FIRST_OF_LETTERHEAD + len(self._waiting)
                self._waiting.append(
                    cast("PdfObject", value.get_object() if value.get_object() is not None else NullObject())
                )
            return IndirectObject(self._numbers[key], 0, None)
        if isinstance(value, DictionaryObject):
            self._check_font(value)
            made = DictionaryObject()
            made.update(self._entries(value.items()))
            return made
        if isinstance(value, ArrayObject):
            return ArrayObject(self._moved(each) for each in value)
        return cast("PdfObject", value)

    def _entries(self, items: Iterable[tuple[Any, Any]]) -> dict[NameObject, PdfObject]:
        return {NameObject(name): self._moved(entry) for name, entry in items if name not in _LEFT_OUT}

    def _check_font(self, value: DictionaryObject) -> None:
        if "/BaseFont" not in value or value.get("/Subtype") in {"/Type0", "/Type3"}:
            return  # a font of type 0 has another font below it, which is checked in turn; type 3 holds its glyphs
        descriptor: Any = value.get("/FontDescriptor", DictionaryObject()).get_object()
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & descriptor.keys():
            name = str(value["/BaseFont"]).removeprefix("/")
            raise UnusableLetterheadError(self.path, f"its font {name} is not embedded")


def _fonts_of(stream: ContentStream) -> set[str]:
    """Return the names of the fonts that text is shown in."""
    used: set[str] = set()
    font, outer = "", [""]
    for operands, operator in stream.operations:
        if operator == b"q":
            outer.append(font)
        elif operator == b"Q":
            font = outer.pop() if outer else ""
        elif operator == _SETS_FONT:
            font = str(operands[0])
        elif operator in _SHOWS_TEXT and font:
            used.add(font)
    return used
