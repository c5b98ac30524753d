"""The fast writer of slips: a tagged PDF whose pages have the same few shapes, written page after page.

**How a file is made.** A PDF is a list of numbered objects and, at its end, a table of the offset of each. A page is an
object that refers to the streams of its operators. Here it has three: one that many pages begin with, one of its own,
one that many pages end with. The structure elements of a tagged page are objects too, a dozen for each slip, and they
take longer to write than what the page shows. So they are not written one by one: pages go into blocks, and the
:class:`Bookkeeping` of a block was made ahead, with its offsets. The number of
the block is filled in, and one addition moves all its offsets to their place in the file. It is made once per process
for pages of the same shapes, and holds nothing of what pages show.

Numbers are given out in blocks of a thousand: object ``@017`` of block 42 is 42017. The bookkeeping of a block is kept
as pieces of text, between which the number of the block goes.

There is a second writer, :mod:`~cyclades_accounts.pdf._file.tagged`, on purpose. It takes any structure over any pages,
which a table needs, and writes each object by itself, which would make slips several times as slow.

Sources: ISO 32000-1 7.5.8 (cross-reference streams), 7.8.2 (contents in several streams), 14.7 and 14.8 (structure),
ISO 14289-1 (PDF/UA-1).
"""

import io
import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain, count
from typing import Final, NamedTuple

from attrs import define, field, frozen

from cyclades_accounts.pdf._file.objects import DOCUMENT, HEADER, PAGES, RESOURCES, TRAILER, own_objects, stream

BLOCK: Final = 1000
"""Object numbers in a block; block 0 holds what all pages share."""

NODE, LEAF, FIRST_PAGE = range(3)
"""Numbers in a block: its node of the page tree, its leaf of the parent tree (which leads from the marked contents of a
page to their structure elements), and its first page."""

_MARK: Final = "@"  # stands for the number of the block
_END: Final = "endobj\n"


@frozen(eq=False)
class Shape:
    """The parts of the slips of a page, in reading order. Made by :func:`shape_of` only, so that equal ones are one."""

    slips: tuple[tuple[str, ...], ...]
    """For each part of each slip the structure type, and more entries of its dictionary."""
    objects: int
    """How many object numbers a page takes: for itself, its content, its slips and their parts."""


@lru_cache(maxsize=256)
def shape_of(slips: tuple[tuple[str, ...], ...]) -> Shape:
    """Return the shape of pages with these slips."""
    return Shape(slips, 2 + sum(1 + len(tags) for tags in slips))


class PageEntry(NamedTuple):
    """What the bookkeeping needs to know of a page."""

    shape: Shape
    opening: int
    """Number of the stream that the page begins with, in block 0."""
    closing: int
    """Number of the stream that the page ends with, in block 0."""


Pieces = tuple[str, ...]
"""Texts between which the number of the block goes; in a :class:`Bookkeeping` the first of them is empty."""


@frozen
class Bookkeeping:
    """The bookkeeping of the pages of a block."""

    objects: Pieces
    """The pages and their structure elements."""
    offsets: bytes
    """Where each of these objects begins, counted from the first, in 4 bytes."""
    sections: Pieces
    """References to the structure elements of the slips."""
    parents: Pieces
    """Entries of the parent tree."""
    kids: Pieces
    """References to the pages."""
    last: int
    """Number in the block of the last page: the highest key of the parent tree."""


@lru_cache(maxsize=64)
def bookkeeping_of(pages: tuple[PageEntry, ...], digits: int) -> Bookkeeping:
    """Return the bookkeeping of a block that holds these pages and whose number has so many ``digits``."""
    firsts = [*accumulate((page.shape.objects - 1 for page in pages[:-1]), initial=FIRST_PAGE)]
    made = [_page(page, first, BLOCK - 1 - at) for at, (page, first) in enumerate(zip(pages, firsts, strict=True))]
    objects, sections, parents, kids = (("", *chain.from_iterable(texts)) for texts in zip(*made, strict=True))
    lengths = map(len, numbered(objects, "0" * digits).split(_END)[:-2])
    starts = [*accumulate((length + len(_END) for length in lengths), initial=0)]
    return Bookkeeping(objects, packed(starts), sections, parents, kids, firsts[-1])


def numbered(pieces: Pieces, block: str) -> str:
    """Return pieces as the text of the block with this number."""
    return block.join(pieces)


def packed(offsets: Sequence[int]) -> bytes:
    """Return offsets as entries of the cross-reference table: 4 bytes each, so files stay under 4 GiB."""
    return struct.pack(f">{len(offsets)}I", *offsets)


def shifted(offsets: bytes, by: int) -> bytes:
    """Add a number to all packed offsets: one addition of long integers, whose digits in base 2³² they are."""
    ones = int.from_bytes(b"\0\0\0\1" * (len(offsets) // 4), "big")
    return (int.from_bytes(offsets, "big") + by * ones).to_bytes(len(offsets), "big")


@lru_cache(maxsize=1000)  # 5 kB each; blocks whose pages have the same shapes share them
def _page(entry: PageEntry, first: int, content: int) -> tuple[Pieces, Pieces, Pieces, Pieces]:
    """Return objects, sections, parents and kid of a page, in pieces before each of which the number of the block goes.

    ``first`` and ``content`` are the numbers in the block of its first object and of its own stream.
    """
    page = f"{_MARK}{first:03d}"
    objects = (
        f"{page} 0 obj<</Type/Page/Parent {_MARK}{NODE:03d} 0 R/Contents[{entry.opening} 0 R {_MARK}{content} 0 R "
        f"{entry.closing} 0 R]/StructParents {page}/Tabs/S>>{_END}"
    )
    sections = parents = ""
    number, marks = first + 1, count()
    for tags in entry.shape.slips:
        section = f"{_MARK}{number:03d}"
        sections += f"{section} 0 R "
        leaves = [f"{_MARK}{leaf:03d}" for leaf in range(number + 1, number + 1 + len(tags))]
        references = "".join(f"{leaf} 0 R " for leaf in leaves)
        parents += references
        objects += f"{section} 0 obj<</S/Sect/P {DOCUMENT} 0 R/K[{references}]>>{_END}"
        for leaf, tag, mark in zip(leaves, tags, marks, strict=False):
            objects += f"{leaf} 0 obj<</S/{tag}/P {section} 0 R/Pg {page} 0 R/K {mark}>>{_END}"
        number += 1 + len(tags)
    return _cut(objects), _cut(sections), _cut(f"{page}[{parents}]"), _cut(f"{page} 0 R ")


def _cut(text: str) -> Pieces:
    """Cut a text before each number of the block; it begins with one."""
    return tuple(text.split(_MARK)[1:])


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
        self._write([HEADER])

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
        count = sum(block.pages for block in self._blocks)
        own = own_objects(
            title,
            pages=f"/Count {count}/MediaBox[0 0 595.2756 841.8898]/Resources {RESOURCES} 0 R/Kids[{nodes}]",
            document=f"/K[{''.join(self._sections)}]",
            parents=f"/Kids[{leaves}]",
            next_key=self._next_key,
            resources=resources,
        )
        streams = {number: stream("", text.encode("latin-1")) for text, number in self._streams.items()}
        bodies = sorted({**dict(enumerate(own, 1)), **streams, **shared}.items())
        offsets = self._write([b"%d 0 obj%b\nendobj\n" % body for body in bodies])
        first = sum(number < BLOCK for number, _ in bodies)
        ranges = [f"1 {first - len(streams)} {BLOCK - len(streams)} {len(streams)}"]
        for number, block in zip(blocks, self._blocks, strict=True):
            ranges.append(f"{number * BLOCK} {block.objects} {(number + 1) * BLOCK - block.pages} {block.pages}")
        # an entry is an offset of 4 bytes and nothing else: without its first field an object is of type 1, without the
        # third of generation 0 (ISO 32000-1, table 17)
        last = [*offsets[first:], self._position]
        entries = b"".join([packed(offsets[:first]), self._entries, packed(last)])
        number = self.behind + len(last) - 1
        head = (
            f"{number} 0 obj<</Type/XRef/W[0 4 0]/Size {number + 1}/Index[{' '.join(ranges)} {self.behind} {len(last)}]"
            f"{TRAILER}/Length {len(entries)}>>stream\n"
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
