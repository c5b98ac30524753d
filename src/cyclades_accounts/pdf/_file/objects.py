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


def catalog(*, pages: int, metadata: int, structure: int) -> bytes:
    """Return the catalogue; the arguments are the numbers of the objects that it refers to."""
    return (
        f"<</Type/Catalog/Pages {pages} 0 R/Lang(fr)/MarkInfo<</Marked true>>/Metadata {metadata} 0 R"
        f"/StructTreeRoot {structure} 0 R/ViewerPreferences<</DisplayDocTitle true>>>>".encode()
    )


def information(title: str) -> bytes:
    """Return the information dictionary. No date is in it: same input, same bytes."""
    return f"<</Title{text_string(title)}/Creator({_CREATOR})/Producer({_CREATOR})>>".encode()


def packet(title: str) -> bytes:
    """Return the metadata as an XMP packet."""
    return stream("/Type/Metadata/Subtype/XML", _PACKET.format(title=escape(title)).encode())


def text_string(text: str) -> str:
    """Return a text as a PDF string in UTF-16."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def stream(entries: str, data: bytes) -> bytes:
    """Return a stream with these further entries in its dictionary."""
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries.encode(), len(data), data)


def compressed(data: bytes, entries: str = "") -> bytes:
    """Return a compressed stream with these further entries in its dictionary."""
    return stream(f"{entries}/Filter/FlateDecode", zlib.compress(data))
