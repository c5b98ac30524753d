"""The general writer: a tagged PDF with any structure over any pages, which is what the tables of lists need.

A table goes over several pages, its rows too, and no page is like another. Slips do not need any of this, and there are
many more of them: they have a fast writer, :mod:`~cyclades_accounts.pdf._file.writer`.

Sources: ISO 32000-1 7.5.4 (cross-reference table), 14.7 and 14.8 (structure), ISO 14289-1 (PDF/UA-1).
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from attrs import define, field

from cyclades_accounts.pdf._file import objects
from cyclades_accounts.pdf._file.embedding import UsedFonts
from cyclades_accounts.pdf._setting.operators import numbers


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

    def draw(self, operators: str, element: Element | None = None) -> None:
        """Draw what belongs to an element, or to none: lines, shades, what is repeated on each page."""
        tag = f"/{element.kind}<</MCID {len(self.marked)}>>BDC" if element else "/Artifact BMC"
        self.operators.append(f"{tag} {operators} EMC")
        if element:
            element.marks.append((self.number, len(self.marked)))
            self.marked.append(element)


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
    first = objects.FIRST_FREE  # of the pages: each takes a number for itself and one for its content
    elements = list(root.walk())[1:]
    number = {root: objects.DOCUMENT} | {element: at for at, element in enumerate(elements, first + 2 * len(pages))}
    parent = {kid: number[element] for element in number for kid in element.kids}
    resources, embedded = fonts.objects(first + 2 * len(pages) + len(elements))
    kids = " ".join(f"{first + 2 * page.number} 0 R" for page in pages)
    parents = " ".join(
        f"{page.number}[{' '.join(f'{number[element]} 0 R' for element in page.marked)}]" for page in pages
    )
    bodies = objects.own_objects(
        title,
        pages=f"/Count {len(pages)}/MediaBox[0 0 {numbers(*size)}]/Resources {objects.RESOURCES} 0 R/Kids[{kids}]",
        document=f"/K[{' '.join(f'{number[kid]} 0 R' for kid in root.kids)}]",
        parents=f"/Nums[{parents}]",
        next_key=len(pages),
        resources=f"/Font<<{resources}>>",
    )
    for at, page in enumerate(pages):
        entries = f"/Parent {objects.PAGES} 0 R/Contents {first + 2 * at + 1} 0 R/StructParents {at}/Tabs/S"
        bodies += [f"<</Type/Page{entries}>>".encode(), objects.compressed("\n".join(page.operators).encode("latin-1"))]
    for element in elements:
        below = [f"<</Type/MCR/Pg {first + 2 * on} 0 R/MCID {mark}>>" for on, mark in element.marks]
        below += [f"{number[kid]} 0 R" for kid in element.kids]
        tag = f"{element.kind}{element.attributes}/P {parent[element]} 0 R"
        bodies.append(f"<</S/{tag}/K[{' '.join(below)}]>>".encode())
    return _file([*bodies, *embedded])


def _file(bodies: list[bytes]) -> bytes:
    """Return the file of objects whose numbers are their places, from 1."""
    parts = [objects.HEADER, *(b"%d 0 obj%b\nendobj\n" % body for body in enumerate(bodies, 1))]
    *offsets, start = accumulate(map(len, parts))
    table = "".join(f"{offset:010d} 00000 n\r\n" for offset in offsets)
    head, trailer = f"xref\n0 {len(parts)}\n0000000000 65535 f\r\n", f"<</Size {len(parts)}{objects.TRAILER}>>"
    return b"".join([*parts, f"{head}{table}trailer{trailer}\nstartxref\n{start}\n%%EOF\n".encode()])
