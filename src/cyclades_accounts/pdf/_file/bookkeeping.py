"""The bookkeeping of tagged pages, made ahead: page objects, structure elements, entries of trees, offsets.

All of it is the same for every page but for object numbers. Numbers are therefore given out in blocks of a thousand:
object ``@017`` of block 42 is 42017. The bookkeeping of a block is kept as pieces of text, between which the number of
the block goes. It is made once per process for pages of the same shapes, and holds nothing of what pages show.
Sources: ISO 32000-1 14.7 and 14.8 (structure), ISO 14289-1 (PDF/UA-1).
"""

import struct
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain, count
from typing import Final, NamedTuple

from attrs import frozen

BLOCK: Final = 1000
"""Object numbers in a block; block 0 holds what all pages share."""

NODE, LEAF, FIRST_PAGE = range(3)
"""Numbers in a block: its node of the page tree, its leaf of the parent tree (which leads from the marked contents of a
page to their structure elements), and its first page."""

CATALOG, PAGES, INFO, XMP, STRUCTURE, DOCUMENT, PARENTS, RESOURCES = range(1, 9)
"""Numbers of the shared objects that every file has."""

FIRST_FREE: Final = RESOURCES + 1
"""Number of the first of the other shared objects."""

_MARK: Final = "@"  # stands for the number of the block
_END: Final = "endobj\n"


@frozen
class Tag:
    """What kind of structure element a part of a slip is."""

    kind: str
    """A standard structure type: ``H1``, ``P``, ``Figure``."""
    extra: str = ""
    """More entries of its dictionary."""


@frozen(eq=False)
class Shape:
    """The parts of the slips of a page, in reading order. Made by :func:`shape_of` only, so that equal ones are one."""

    slips: tuple[tuple[Tag, ...], ...]
    objects: int
    """How many object numbers a page takes: for itself, its content, its slips and their parts."""


@lru_cache(maxsize=256)
def shape_of(slips: tuple[tuple[Tag, ...], ...]) -> Shape:
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
            objects += f"{leaf} 0 obj<</S/{tag.kind}{tag.extra}/P {section} 0 R/Pg {page} 0 R/K {mark}>>{_END}"
        number += 1 + len(tags)
    return _cut(objects), _cut(sections), _cut(f"{page}[{parents}]"), _cut(f"{page} 0 R ")


def _cut(text: str) -> Pieces:
    """Cut a text before each number of the block; it begins with one."""
    return tuple(text.split(_MARK)[1:])
