"""The file: a tagged PDF, written page after page.

Pages are written in blocks, each with a ledger that was made ahead. What many pages begin or end with is a stream that
they share. Sources: ISO 32000-1 7.5.8 (cross-reference streams), 7.8.2 (contents in several streams).
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from attrs import define, field, frozen

from cyclades_accounts.pdf._ledger import (
    BLOCK,
    CATALOG,
    DOCUMENT,
    FIRST_PAGE,
    INFO,
    LEAF,
    NODE,
    PAGES,
    PARENTS,
    RESOURCES,
    STRUCTURE,
    Entry,
    Shape,
    ledger_of,
    numbered,
    packed,
    shifted,
)

_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@frozen(eq=False)
class Sheet:
    """What many pages have in common; make it once for all of them. Operators are Latin-1."""

    shape: Shape
    """The parts of the slips, one slip after the other, are the marked contents 0, 1, 2, … of a page."""
    opening: str
    """The first operators of a page."""
    closing: str
    """The last operators of a page."""


class _Block(NamedTuple):
    """A block that is written."""

    objects: int
    """Objects of its bookkeeping, from 0 up."""
    pages: int
    """Its pages, the streams of which are numbered from the last number of the block down."""


@define
class Writer:
    """One document in the making: the finished bytes, and what the end of the file needs to know of them."""

    _file: io.BytesIO = field(factory=io.BytesIO, init=False)
    _position: int = field(default=0, init=False)
    _streams: dict[str, int] = field(factory=dict, init=False)
    """What pages begin and end with, and the number of each, from the last of block 0 down."""
    _sections: list[str] = field(factory=list, init=False)
    """References to the structure elements of all slips."""
    _blocks: list[_Block] = field(factory=list, init=False)
    _entries: bytearray = field(factory=bytearray, init=False)
    """The cross-reference table: an offset of 4 bytes for each object, so files stay under 4 GiB."""
    _next_key: int = field(default=0, init=False)
    """Of the parent tree."""

    def __attrs_post_init__(self) -> None:
        self._write([_HEADER])

    def write(self, pages: Iterable[tuple[Sheet, str]]) -> None:
        """Write pages: what each has in common with others, and its own operators; all pages in one call."""
        known: dict[Sheet, Entry] = {}
        entries: list[Entry] = []
        contents: list[str] = []
        room = BLOCK - FIRST_PAGE
        for sheet, content in pages:
            entry = known.get(sheet)
            if entry is None:
                entry = known[sheet] = Entry(sheet.shape, self._stream(sheet.opening), self._stream(sheet.closing))
            if sheet.shape.objects > room:
                self._write_block(tuple(entries), contents)
                entries, contents, room = [], [], BLOCK - FIRST_PAGE
            room -= sheet.shape.objects
            entries.append(entry)
            contents.append(content)
        self._write_block(tuple(entries), contents)

    @property
    def behind(self) -> int:
        """The first number behind all pages that are written."""
        return (len(self._blocks) + 1) * BLOCK

    def close(self, shared: Mapping[int, bytes]) -> bytes:
        """Return the document; pages must have been written.

        ``shared`` are the bodies of the objects from :data:`CATALOG` on, but for those that only the writer knows, and
        from :attr:`behind` on; without a gap in their numbers.
        """
        blocks = range(1, len(self._blocks) + 1)
        nodes = " ".join(f"{block}{NODE:03d} 0 R" for block in blocks)
        leaves = " ".join(f"{block}{LEAF:03d} 0 R" for block in blocks)
        pages = sum(block.pages for block in self._blocks)
        late = {
            PAGES: f"<</Type/Pages/Count {pages}/MediaBox[0 0 595.2756 841.8898]/Resources {RESOURCES} 0 R"
            f"/Kids[{nodes}]>>",
            STRUCTURE: f"<</Type/StructTreeRoot/K {DOCUMENT} 0 R/ParentTree {PARENTS} 0 R"
            f"/ParentTreeNextKey {self._next_key}>>",
            DOCUMENT: f"<</S/Document/P {STRUCTURE} 0 R/K[{''.join(self._sections)}]>>",
            PARENTS: f"<</Kids[{leaves}]>>",
        }
        for text, number in self._streams.items():
            late[number] = f"<</Length {len(text)}>>stream\n{text}\nendstream"
        bodies = sorted({**shared, **{number: body.encode("latin-1") for number, body in late.items()}}.items())
        offsets = self._write([b"%d 0 obj%b\nendobj\n" % body for body in bodies])
        first, streams = sum(number < BLOCK for number, _ in bodies), len(self._streams)
        ranges = [f"{CATALOG} {first - streams} {BLOCK - streams} {streams}"]
        for number, block in zip(blocks, self._blocks, strict=True):
            ranges.append(f"{number * BLOCK} {block.objects} {(number + 1) * BLOCK - block.pages} {block.pages}")
        # entries are offsets alone, of 4 bytes: without a first field every object is of type 1, without a third of
        # generation 0 (ISO 32000-1, table 17)
        last = [*offsets[first:], self._position]
        entries = b"".join([packed(offsets[:first]), self._entries, packed(last)])
        number = self.behind + len(last) - 1
        head = (
            f"{number} 0 obj<</Type/XRef/W[0 4 0]/Size {number + 1}/Index[{' '.join(ranges)} {self.behind} {len(last)}]"
            f"/Root {CATALOG} 0 R/Info {INFO} 0 R/Length {len(entries)}>>stream\n"
        )
        start = self._position
        self._write([head.encode(), entries, b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start])
        return self._file.getvalue()

    def _stream(self, text: str) -> int:
        """Return the number of a stream that pages share."""
        return self._streams.setdefault(text, BLOCK - 1 - len(self._streams))

    def _write(self, parts: Iterable[bytes]) -> list[int]:
        """Write the parts, and return the offset of each."""
        *offsets, self._position = accumulate(map(self._file.write, parts), initial=self._position)
        return offsets

    def _write_block(self, pages: tuple[Entry, ...], contents: Sequence[str]) -> None:
        """Write a block: the bookkeeping of its pages, its two tree nodes, then the contents of its pages."""
        number = str(len(self._blocks) + 1)
        ledger = ledger_of(pages, len(number))
        first, last = f"{number}{FIRST_PAGE:03d}", f"{number}{ledger.last:03d}"
        start = self._position
        self._write([numbered(ledger.objects, number).encode("latin-1")])
        nodes = self._write(
            [
                f"{number}{NODE:03d} 0 obj<</Type/Pages/Parent {PAGES} 0 R/Count {len(pages)}"
                f"/Kids[{numbered(ledger.kids, number)}]>>endobj\n".encode("latin-1"),
                f"{number}{LEAF:03d} 0 obj<</Limits[{first} {last}]/Nums[{numbered(ledger.parents, number)}]"
                ">>endobj\n".encode("latin-1"),
            ]
        )
        streams = [
            f"{number}{place} 0 obj<</Length {len(content)}>>stream\n{content}\nendstream endobj\n"
            for place, content in zip(range(BLOCK - 1, 0, -1), contents, strict=False)
        ]
        *offsets, self._position = accumulate(map(len, streams), initial=self._position)
        self._file.write("".join(streams).encode("latin-1"))
        self._entries += b"".join([packed(nodes), shifted(ledger.offsets, start), packed(offsets[::-1])])
        self._sections.append(numbered(ledger.sections, number))
        self._blocks.append(_Block(len(nodes) + len(ledger.offsets) // 4, len(pages)))
        self._next_key = int(last) + 1
