"""The objects that every document has: what it says of itself, and of nobody: title, language, that it is tagged.

Sources: ISO 32000-1 7.3.8 (streams), 7.7.2 (catalogue), 14.3 (metadata), ISO 14289-1 (PDF/UA-1) clauses 5 and 7.1.
"""

import zlib
from typing import Final
from xml.sax.saxutils import escape

_CREATOR: Final = "cyclades_accounts"
_PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


CATALOG, PAGES, INFO, XMP, STRUCTURE, DOCUMENT, PARENTS, RESOURCES = range(1, 9)
"""Numbers of the objects that every document has."""

FIRST_FREE: Final = RESOURCES + 1
"""Number of the first of the other objects."""

TRAILER: Final = f"/Root {CATALOG} 0 R/Info {INFO} 0 R"
"""Entries of the trailer, or of what stands for it."""

HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def own_objects(title: str, *, pages: str, document: str, parents: str, next_key: int, resources: str) -> list[bytes]:
    """Return the bodies of the objects that every document has, from :data:`CATALOG` on.

    No date is in them: same input, same bytes.

    Args:
        title: of the document.
        pages: entries of the page tree.
        document: entries of the structure element that holds all others.
        parents: entries of the parent tree.
        next_key: the first key of the parent tree that no page has.
        resources: entries of the dictionary of resources: the fonts and forms that pages show.
    """
    tree = f"/K {DOCUMENT} 0 R/ParentTree {PARENTS} 0 R/ParentTreeNextKey {next_key}"
    tagged = f"/MarkInfo<</Marked true>>/StructTreeRoot {STRUCTURE} 0 R/ViewerPreferences<</DisplayDocTitle true>>"
    bodies = [
        f"<</Type/Catalog/Pages {PAGES} 0 R/Lang(fr)/Metadata {XMP} 0 R{tagged}>>",
        f"<</Type/Pages{pages}>>",
        f"<</Title{text_string(title)}/Creator({_CREATOR})/Producer({_CREATOR})>>",
        "",
        f"<</Type/StructTreeRoot{tree}>>",
        f"<</S/Document/P {STRUCTURE} 0 R{document}>>",
        f"<<{parents}>>",
        f"<<{resources}>>",
    ]
    packet = stream("/Type/Metadata/Subtype/XML", _PACKET.format(title=escape(title)).encode())
    return [body.encode() or packet for body in bodies]


def text_string(text: str) -> str:
    """Return a text as a PDF string in UTF-16."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def stream(entries: str, data: bytes) -> bytes:
    """Return a stream with these further entries in its dictionary."""
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries.encode(), len(data), data)


def compressed(data: bytes, entries: str = "") -> bytes:
    """Return a compressed stream with these further entries in its dictionary."""
    return stream(f"{entries}/Filter/FlateDecode", zlib.compress(data))
