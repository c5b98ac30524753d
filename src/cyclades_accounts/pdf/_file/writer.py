"""The fast writer of slips: a tagged PDF whose pages have the same few shapes, written page after page.

**How a file is made.** A PDF is a list of numbered objects and, at its end, a table of the offset of each. A page is an
object that refers to the streams of its operators. Here it has three: one that many pages begin with, one of its own,
one that many pages end with. The structure elements of a tagged page are objects too, a dozen for each slip, and they
take longer to write than what the page shows. So they are not written one by one: pages go into blocks, and the
:class:`~cyclades_accounts.pdf._file.bookkeeping.Bookkeeping` of a block was made ahead, with its offsets. The number of
the block is filled in, and one addition moves all its offsets to their place in the file.

There is a second writer, :mod:`~cyclades_accounts.pdf._file.tagged`, on purpose. It takes any structure over any pages,
which a table needs, and writes each object by itself, which would make slips several times as slow.

Sources: ISO 32000-1 7.5.8 (cross-reference streams), 7.8.2 (contents in several streams).
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from attrs import define, field, frozen

from cyclades_accounts.pdf._file.bookkeeping import (
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
    XMP,
    PageEntry,
    Shape,
    bookkeeping_of,
    numbered,
    packed,
    shifted,
)
from cyclades_accounts.pdf._file.objects import catalog, information, packet, stream

_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@frozen(eq=False)
class PageTemplate:
    """What many pages have in common; made once for all of them. Operators are Latin-1."""

    shape: Shape
    """The parts of the slips: one slip after the other, they are the marked contents 0, 1, 2, … of the page."""
    opening: str
    """The first operators of a page."""
    closing: str
    """The last operators of a page."""


class _Block(NamedTuple):
    """A block that is written."""

    objects: int
    """How many objects its bookkeeping has; they are numbered from 0 up."""
    pages: int
    """How many pages it has; their own streams are numbered from the last number of the block down."""


@define
class Writer:
    """One document in the making: the bytes written so far, and what the end of the file needs to know of them."""

    _file: io.BytesIO = field(factory=io.BytesIO, init=False)
    _position: int = field(default=0, init=False)
    _streams: dict[str, int] = field(factory=dict, init=False)
    """The streams that pages begin and end with, and the number of each, from the last of block 0 down."""
    _sections: list[str] = field(factory=list, init=False)
    """References to the structure elements of all slips."""
    _blocks: list[_Block] = field(factory=list, init=False)
    _entries: bytearray = field(factory=bytearray, init=False)
    """The cross-reference table: an offset of 4 bytes for each object, so that a file must stay under 4 GiB."""
    _next_key: int = field(default=0, init=False)
    """First key of the parent tree that no page has."""

    def __attrs_post_init__(self) -> None:
        self._write([_HEADER])

    def write(self, pages: Iterable[tuple[PageTemplate, str]]) -> None:
        """Write all pages, in one call: the template of each, and its own operators."""
        known: dict[PageTemplate, PageEntry] = {}
        entries: list[PageEntry] = []
        contents: list[str] = []
        room = BLOCK - FIRST_PAGE
        for template, content in pages:
            entry = known.get(template)
            if entry is None:
                entry = known[template] = PageEntry(
                    template.shape, self._stream(template.opening), self._stream(template.closing)
                )
            if template.shape.objects > room:
                self._write_block(tuple(entries), contents)
                entries, contents, room = [], [], BLOCK - FIRST_PAGE
            room -= template.shape.objects
            entries.append(entry)
            contents.append(content)
        self._write_block(tuple(entries), contents)

    @property
    def behind(self) -> int:
        """The first object number behind all pages that are written."""
        return (len(self._blocks) + 1) * BLOCK

    def close(self, title: str, resources: str, shared: Mapping[int, bytes]) -> bytes:
        """Return the document; pages must have been written.

        Args:
            title: of the document.
            resources: entries of the dictionary of resources: the fonts and forms that pages show.
            shared: by number, without a gap, the bodies of the objects from :data:`FIRST_FREE` on, and of those from
                :attr:`behind` on.
        """
        blocks = range(1, len(self._blocks) + 1)
        nodes = " ".join(f"{block}{NODE:03d} 0 R" for block in blocks)
        leaves = " ".join(f"{block}{LEAF:03d} 0 R" for block in blocks)
        pages = sum(block.pages for block in self._blocks)
        tree = f"/K {DOCUMENT} 0 R/ParentTree {PARENTS} 0 R/ParentTreeNextKey {self._next_key}"
        box = f"/MediaBox[0 0 595.2756 841.8898]/Resources {RESOURCES} 0 R"
        made = {
            CATALOG: catalog(pages=PAGES, metadata=XMP, structure=STRUCTURE),
            PAGES: f"<</Type/Pages/Count {pages}{box}/Kids[{nodes}]>>".encode(),
            INFO: information(title),
            XMP: packet(title),
            STRUCTURE: f"<</Type/StructTreeRoot{tree}>>".encode(),
            DOCUMENT: f"<</S/Document/P {STRUCTURE} 0 R/K[{''.join(self._sections)}]>>".encode(),
            PARENTS: f"<</Kids[{leaves}]>>".encode(),
            RESOURCES: f"<<{resources}>>".encode(),
            **{number: stream("", text.encode("latin-1")) for text, number in self._streams.items()},
        }
        bodies = sorted((made | dict(shared)).items())
        offsets = self._write([b"%d 0 obj%b\nendobj\n" % body for body in bodies])
        first, streams = sum(number < BLOCK for number, _ in bodies), len(self._streams)
        ranges = [f"{CATALOG} {first - streams} {BLOCK - streams} {streams}"]
        for number, block in zip(blocks, self._blocks, strict=True):
            ranges.append(f"{number * BLOCK} {block.objects} {(number + 1) * BLOCK - block.pages} {block.pages}")
        # an entry is an offset of 4 bytes and nothing else: without its first field an object is of type 1, without the
        # third of generation 0 (ISO 32000-1, table 17)
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

    def _write_block(self, pages: tuple[PageEntry, ...], contents: Sequence[str]) -> None:
        """Write a block: the bookkeeping of its pages, its two tree nodes, then the contents of its pages."""
        number = str(len(self._blocks) + 1)
        bookkeeping = bookkeeping_of(pages, len(number))
        first, last = f"{number}{FIRST_PAGE:03d}", f"{number}{bookkeeping.last:03d}"
        start = self._position
        self._write([numbered(bookkeeping.objects, number).encode("latin-1")])
        nodes = self._write(
            [
                f"{number}{NODE:03d} 0 obj<</Type/Pages/Parent {PAGES} 0 R/Count {len(pages)}"
                f"/Kids[{numbered(bookkeeping.kids, number)}]>>endobj\n".encode("latin-1"),
                f"{number}{LEAF:03d} 0 obj<</Limits[{first} {last}]/Nums[{numbered(bookkeeping.parents, number)}]"
                ">>endobj\n".encode("latin-1"),
            ]
        )
        streams = [
            f"{number}{place} 0 obj<</Length {len(content)}>>stream\n{content}\nendstream endobj\n"
            for place, content in zip(range(BLOCK - 1, 0, -1), contents, strict=False)
        ]
        *offsets, self._position = accumulate(map(len, streams), initial=self._position)
        self._file.write("".join(streams).encode("latin-1"))
        self._entries += b"".join([packed(nodes), shifted(bookkeeping.offsets, start), packed(offsets[::-1])])
        self._sections.append(numbered(bookkeeping.sections, number))
        self._blocks.append(_Block(len(nodes) + len(bookkeeping.offsets) // 4, len(pages)))
        self._next_key = int(last) + 1
