"""A tagged PDF put together at leisure: any structure over any pages, for lists; slips have their own fast writer.

Sources: ISO 32000-1 7.5.4 (cross-reference table), 14.7 and 14.8 (structure), ISO 14289-1 (PDF/UA-1).
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Final

from attrs import define, field

from cyclades_accounts.pdf._about import catalog, information, packet, stream
from cyclades_accounts.pdf._embedding import OBJECTS, font_objects
from cyclades_accounts.pdf._fonts import Run
from cyclades_accounts.pdf._operators import numbers

_CATALOG, _PAGES, _INFO, _XMP, _STRUCTURE, _PARENTS, _RESOURCES = range(1, 8)
_FIRST_FREE: Final = _RESOURCES + 1


@define(eq=False)
class Element:
    """A structure element: a table, a row, a cell, a heading."""

    kind: str
    """A standard structure type (ISO 32000-1 14.8.4)."""
    attributes: str = ""
    """More entries of its dictionary."""
    kids: list["Element"] = field(factory=list)
    marks: list[tuple[int, int]] = field(factory=list)
    """Marked contents that show it, in reading order: page, counted from 0, and number on that page."""

    def add(self, kind: str, attributes: str = "") -> "Element":
        """Return a new last kid."""
        self.kids.append(Element(kind, attributes))
        return self.kids[-1]

    def walk(self) -> Iterator["Element"]:
        """Give the element, then all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


@define(eq=False)
class Sheet:
    """A page in the making."""

    number: int
    """Counted from 0."""
    operators: list[str] = field(factory=list)
    marked: list[Element] = field(factory=list)
    """What each marked content belongs to."""

    def mark(self, element: Element, operators: str) -> None:
        """Show what belongs to an element."""
        self.operators.append(f"/{element.kind}<</MCID {len(self.marked)}>>BDC {operators} EMC")
        element.marks.append((self.number, len(self.marked)))
        self.marked.append(element)

    def artifact(self, operators: str) -> None:
        """Show what is no content: lines, shades, what is repeated on each page."""
        self.operators.append(f"/Artifact BMC {operators} EMC")


def write_tagged(
    title: str, root: Element, sheets: Iterable[Sheet], runs: Mapping[str, Run], size: tuple[float, float]
) -> bytes:
    """Return the document.

    Args:
        title: of the document.
        root: the element that holds all others.
        sheets: the pages, in order.
        runs: a run of every font and subset that the pages show, by resource.
        size: width and height of a page, in points.
    """
    sheets, elements = list(sheets), list(root.walk())
    page = _FIRST_FREE  # a page and its content, in turn
    leaf = page + 2 * len(sheets)
    number = {element: leaf + index for index, element in enumerate(elements)}
    parent = {kid: number[element] for element in elements for kid in element.kids}
    font = leaf + len(elements)
    resources = ""
    fonts: list[bytes] = []
    for resource, run in sorted(runs.items()):
        resources += f"/{resource} {font} 0 R"
        fonts += font_objects(run.font, run.subset, font)
        font += OBJECTS
    kids = " ".join(f"{page + 2 * sheet.number} 0 R" for sheet in sheets)
    parents = " ".join(
        f"{sheet.number}[{' '.join(f'{number[element]} 0 R' for element in sheet.marked)}]" for sheet in sheets
    )
    bodies = [
        catalog(pages=_PAGES, metadata=_XMP, structure=_STRUCTURE),
        f"<</Type/Pages/Count {len(sheets)}/MediaBox[0 0 {numbers(*size)}]/Resources {_RESOURCES} 0 R"
        f"/Kids[{kids}]>>".encode(),
        information(title),
        packet(title),
        f"<</Type/StructTreeRoot/K {leaf} 0 R/ParentTree {_PARENTS} 0 R/ParentTreeNextKey {len(sheets)}>>".encode(),
        f"<</Nums[{parents}]>>".encode(),
        f"<</Font<<{resources}>>>>".encode(),
    ]
    for sheet in sheets:
        here = page + 2 * sheet.number
        bodies += [
            f"<</Type/Page/Parent {_PAGES} 0 R/Contents {here + 1} 0 R/StructParents {sheet.number}/Tabs/S>>".encode(),
            stream("/Filter/FlateDecode", zlib.compress("\n".join(sheet.operators).encode("latin-1"))),
        ]
    for element in elements:
        below = [f"<</Type/MCR/Pg {page + 2 * on} 0 R/MCID {mark}>>" for on, mark in element.marks]
        below += [f"{number[kid]} 0 R" for kid in element.kids]
        above = parent.get(element, _STRUCTURE)
        bodies.append(f"<</S/{element.kind}{element.attributes}/P {above} 0 R/K[{' '.join(below)}]>>".encode())
    return _file([*bodies, *fonts])


def _file(bodies: list[bytes]) -> bytes:
    """Return the file of objects whose numbers are their places, from 1."""
    parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", *(b"%d 0 obj%b\nendobj\n" % body for body in enumerate(bodies, 1))]
    *offsets, start = accumulate(map(len, parts))
    table = "".join(f"{offset:010d} 00000 n\r\n" for offset in offsets)
    size = len(bodies) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f\r\n{table}"
        f"trailer<</Size {size}/Root {_CATALOG} 0 R/Info {_INFO} 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    return b"".join([*parts, end.encode()])
