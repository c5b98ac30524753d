"""The file: a tagged PDF, written page after page, whose bookkeeping is text made ahead.

What a page costs besides its drawing (page dictionary, structure elements, tree entries, offsets) is the same for every
page but for object numbers. Numbers are therefore given out in blocks of a thousand: object ``@017`` of block 42 is
42017. All the bookkeeping of a block is one text with ``@`` in it, put together from cached pieces, and one
:meth:`str.replace` makes it that of block 42. Sources: ISO 32000-1 7.5.8 (cross-reference streams), 14.7 and 14.8
(structure), ISO 14289-1 (PDF/UA-1).
"""

import io
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from typing import Final

from attrs import define, field, frozen

BLOCK: Final = 1000
"""Object numbers in a block; block 0 holds what all pages share."""

CATALOG, PAGES, INFO, XMP, STRUCTURE, DOCUMENT, PARENTS, RESOURCES = range(1, 9)
"""Numbers of the shared objects that every file has; the host's own begin after them."""

FIRST_FREE: Final = RESOURCES + 1

_NODE, _LEAF = 0, 1  # of a block: its node of the page tree, and its leaf of the parent tree
_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@frozen
class Tag:
    """What kind of structure element a part of a slip is."""

    kind: str
    """A standard structure type: ``H1``, ``P``, ``Figure``."""
    extra: str = ""
    """More entries of its dictionary."""


@frozen
class _Piece:
    """The bookkeeping of a page at a place of any block; every object number begins with ``@``."""

    text: str
    lengths: tuple[int, ...]
    """Of the objects in ``text``, ``@`` taken for the number of the block."""
    sections: str
    """References to the slips' structure elements."""
    parents: str
    """Entry of the parent tree."""


@lru_cache(maxsize=64)
def _maker(tags: tuple[Tag, ...]) -> Callable[[int, int, int, int], _Piece]:
    """Return :func:`_piece` for slips of these parts, with what it made kept: a few hundred pieces of 2 kB."""
    return lru_cache(maxsize=2000)(partial(_piece, tags))


def _piece(tags: tuple[Tag, ...], slips: int, first: int, content: int, digits: int) -> _Piece:
    """Make the bookkeeping of a page whose first object is ``@first``; ``digits``: of the block's number."""
    page = f"@{first:03d}"
    objects = [
        f"{page} 0 obj<</Type/Page/Parent @000 0 R/Contents @{content} 0 R/StructParents {page}/Tabs/S>>endobj\n"
    ]
    sections, parents = [], []
    number = first + 1
    for slip in range(slips):
        section = f"@{number:03d}"
        leaves = [f"@{number + 1 + index:03d} 0 R" for index in range(len(tags))]
        objects.append(f"{section} 0 obj<</S/Sect/P {DOCUMENT} 0 R/K[{' '.join(leaves)}]>>endobj\n")
        objects += [
            f"{leaf[:4]} 0 obj<</S/{tag.kind}{tag.extra}/P {section} 0 R/Pg {page} 0 R"
            f"/K {slip * len(tags) + index}>>endobj\n"
            for index, (leaf, tag) in enumerate(zip(leaves, tags, strict=True))
        ]
        number += 1 + len(tags)
        sections.append(f"{section} 0 R ")
        parents += leaves
    return _Piece(
        "".join(objects),
        tuple(len(text) + text.count("@") * (digits - 1) for text in objects),
        "".join(sections),
        f"{page}[{' '.join(parents)}]",
    )


def _packed(offsets: Sequence[int]) -> bytes:
    """Return offsets as entries of the cross-reference table."""
    return struct.pack(f">{len(offsets)}I", *offsets)


@define
class Writer:
    """One document in the making. It holds the finished bytes, the pages of the present block, and offsets."""

    tags: tuple[Tag, ...]
    """The parts of a slip, in reading order: part *i* of slip *k* of a page is its marked content *k* × parts + *i*."""
    _make: Callable[[int, int, int, int], _Piece] = field(init=False)
    _file: io.BytesIO = field(factory=io.BytesIO, init=False)
    _position: int = field(default=0, init=False)
    _sections: list[str] = field(factory=list, init=False)
    _blocks: list[tuple[int, int, int]] = field(factory=list, init=False)
    """Of each block that is written: bookkeeping objects, pages, and the highest key of its parent tree."""
    _entries: bytearray = field(factory=bytearray, init=False)
    """The cross-reference table: an offset of 4 bytes for each object, so files stay under 4 GiB."""
    _pieces: list[_Piece] = field(factory=list, init=False)
    _firsts: list[int] = field(factory=list, init=False)
    _contents: list[str] = field(factory=list, init=False)
    _used: int = field(default=2, init=False)

    def __attrs_post_init__(self) -> None:
        self._make = _maker(self.tags)
        self._write([_HEADER])

    def add_page(self, slips: int, content: str) -> None:
        """Add a page that shows so many slips; ``content`` are its operators, as Latin-1."""
        span = 1 + slips * (1 + len(self.tags))
        if self._used + span + len(self._contents) >= BLOCK:
            self._flush()
        number = BLOCK - 1 - len(self._contents)
        digits = len(str(len(self._blocks) + 1))
        self._pieces.append(self._make(slips, self._used, number, digits))
        self._firsts.append(self._used)
        self._contents.append(
            f"{len(self._blocks) + 1}{number} 0 obj<</Length {len(content)}>>stream\n{content}\nendstream endobj\n"
        )
        self._used += span

    def close(self, shared: Mapping[int, bytes]) -> bytes:
        """Return the document; at least one page must have been added.

        ``shared`` are the bodies of the objects from :data:`CATALOG` on, without a gap in their numbers, but for those
        that only the writer knows.
        """
        self._flush()
        blocks = range(1, len(self._blocks) + 1)
        nodes = " ".join(f"{block}{_NODE:03d} 0 R" for block in blocks)
        leaves = " ".join(f"{block}{_LEAF:03d} 0 R" for block in blocks)
        pages = sum(pages for _, pages, _ in self._blocks)
        late = {
            PAGES: f"<</Type/Pages/Count {pages}/MediaBox[0 0 595.2756 841.8898]/Resources {RESOURCES} 0 R"
            f"/Kids[{nodes}]>>",
            STRUCTURE: f"<</Type/StructTreeRoot/K {DOCUMENT} 0 R/ParentTree {PARENTS} 0 R"
            f"/ParentTreeNextKey {self._blocks[-1][2] + 1}>>",
            DOCUMENT: f"<</S/Document/P {STRUCTURE} 0 R/K[{''.join(self._sections)}]>>",
            PARENTS: f"<</Kids[{leaves}]>>",
        }
        bodies = sorted({**shared, **{number: body.encode() for number, body in late.items()}}.items())
        offsets = self._write([b"%d 0 obj%b\nendobj\n" % body for body in bodies])
        ranges = [f"{CATALOG} {len(bodies)}"]
        for block, (objects, pages, _) in zip(blocks, self._blocks, strict=True):
            ranges.append(f"{block * BLOCK} {objects} {(block + 1) * BLOCK - pages} {pages}")
        # entries are offsets alone, of 4 bytes: without a first field every object is of type 1, without a third of
        # generation 0 (ISO 32000-1, table 17)
        entries = b"".join([_packed(offsets), self._entries, _packed([self._position])])
        number = len(blocks) * BLOCK + BLOCK
        head = (
            f"{number} 0 obj<</Type/XRef/W[0 4 0]/Size {number + 1}/Index[{' '.join(ranges)} {number} 1]"
            f"/Root {CATALOG} 0 R/Info {INFO} 0 R/Length {len(entries)}>>stream\n"
        )
        start = self._position
        self._write([head.encode(), entries, b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start])
        return self._file.getvalue()

    def _write(self, parts: Iterable[bytes]) -> list[int]:
        """Write the parts, and return the offset of each."""
        *offsets, self._position = accumulate(map(self._file.write, parts), initial=self._position)
        return offsets

    def _flush(self) -> None:
        """Write the present block: its two tree nodes, the bookkeeping of its pages, then their contents."""
        pieces, block = self._pieces, str(len(self._blocks) + 1)
        kids = " ".join(f"@{first:03d} 0 R" for first in self._firsts)
        parents = " ".join(piece.parents for piece in pieces)
        last = self._firsts[-1]
        nodes = (
            f"@{_NODE:03d} 0 obj<</Type/Pages/Parent {PAGES} 0 R/Count {len(pieces)}/Kids[{kids}]>>endobj\n",
            f"@{_LEAF:03d} 0 obj<</Limits[@{self._firsts[0]:03d} @{last:03d}]/Nums[{parents}]>>endobj\n",
        )
        text = "".join([*nodes, *[piece.text for piece in pieces]]).replace("@", block)
        lengths = [len(node.replace("@", block)) for node in nodes]
        for piece in pieces:
            lengths += piece.lengths
        *offsets, position = accumulate(lengths, initial=self._position)
        *contents, self._position = accumulate(map(len, self._contents), initial=position)
        self._entries += _packed(offsets)
        self._entries += _packed(contents[::-1])
        self._file.write(text.encode("latin-1"))
        self._file.write("".join(self._contents).encode("latin-1"))
        self._sections.append("".join([piece.sections for piece in pieces]).replace("@", block))
        self._blocks.append((len(lengths), len(pieces), int(f"{block}{last:03d}")))
        self._pieces, self._firsts, self._contents, self._used = [], [], [], 2
