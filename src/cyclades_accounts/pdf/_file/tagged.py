"""The general writer: a tagged PDF with any structure over any pages, which is what the tables of lists need.

A table goes over several pages, its rows too, and no page is like another. Slips do not need any of this, and there are
many more of them: they have a fast writer, :mod:`~cyclades_accounts.pdf._file.writer`.

Sources: ISO 32000-1 7.5.4 (cross-reference table), 14.7 and 14.8 (structure), ISO 14289-1 (PDF/UA-1).
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from attrs import define, field

from cyclades_accounts.pdf._file.embedding import UsedFonts
from cyclades_accounts.pdf._file.objects import catalog, compressed, information, packet
from cyclades_accounts.pdf._setting.operators import numbers

_CATALOG, _PAGES, _INFO, _XMP, _STRUCTURE, _PARENTS, _RESOURCES = range(1, 8)


@define(eq=False)
class Element:
    """A structure element: a table, a row, a cell, a heading."""

    kind: str
    """A standard structure type (ISO 32000-1 14.8.4)."""
    attributes: str = ""
    """More entries of its dictionary."""
    kids: list["Element"] = field(factory=list)
    marks: list[tuple[int, int]] = field(factory=list)
    """The marked contents that show it, in reading order: page, counted from 0, and number on that page."""

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
class TaggedPage:
    """A page in the making."""

    number: int
    """Counted from 0."""
    operators: list[str] = field(factory=list)
    marked: list[Element] = field(factory=list)
    """The element that each marked content belongs to."""

    def mark(self, element: Element, operators: str) -> None:
        """Draw what belongs to an element."""
        self.operators.append(f"/{element.kind}<</MCID {len(self.marked)}>>BDC {operators} EMC")
        element.marks.append((self.number, len(self.marked)))
        self.marked.append(element)

    def artifact(self, operators: str) -> None:
        """Draw what is not read aloud: lines, shades, what is repeated on each page."""
        self.operators.append(f"/Artifact BMC {operators} EMC")


def write_tagged(
    title: str, root: Element, pages: Sequence[TaggedPage], fonts: UsedFonts, size: tuple[float, float]
) -> bytes:
    """Return the document.

    Args:
        title: of the document.
        root: the element that holds all others.
        pages: in order.
        fonts: those that the pages show.
        size: width and height of a page, in points.
    """
    elements = list(root.walk())
    first = _RESOURCES + 1  # of the pages: each takes a number for itself and one for its content
    top = first + 2 * len(pages)
    number = {element: top + index for index, element in enumerate(elements)}
    parent = {kid: number[element] for element in elements for kid in element.kids}
    resources, embedded = fonts.objects(top + len(elements))
    kids = " ".join(f"{first + 2 * page.number} 0 R" for page in pages)
    parents = " ".join(
        f"{page.number}[{' '.join(f'{number[element]} 0 R' for element in page.marked)}]" for page in pages
    )
    bodies = [
        catalog(pages=_PAGES, metadata=_XMP, structure=_STRUCTURE),
        f"<</Type/Pages/Count {len(pages)}/MediaBox[0 0 {numbers(*size)}]/Resources {_RESOURCES} 0 R"
        f"/Kids[{kids}]>>".encode(),
        information(title),
        packet(title),
        f"<</Type/StructTreeRoot/K {top} 0 R/ParentTree {_PARENTS} 0 R/ParentTreeNextKey {len(pages)}>>".encode(),
        f"<</Nums[{parents}]>>".encode(),
        f"<</Font<<{resources}>>>>".encode(),
    ]
    for page in pages:
        content = first + 2 * page.number + 1
        bodies += [
            f"<</Type/Page/Parent {_PAGES} 0 R/Contents {content} 0 R/StructParents {page.number}/Tabs/S>>".encode(),
            compressed("\n".join(page.operators).encode("latin-1")),
        ]
    for element in elements:
        below = [f"<</Type/MCR/Pg {first + 2 * on} 0 R/MCID {mark}>>" for on, mark in element.marks]
        below += [f"{number[kid]} 0 R" for kid in element.kids]
        above = parent.get(element, _STRUCTURE)
        bodies.append(f"<</S/{element.kind}{element.attributes}/P {above} 0 R/K[{' '.join(below)}]>>".encode())
    return _file([*bodies, *embedded])


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
