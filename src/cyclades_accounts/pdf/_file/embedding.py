"""Font files as a document holds them: fixed subsets, each made by reportlab once per process.

A subset is the same whatever a document says. So a process makes each one once for all its schools, and the subsets of
a document do not tell which characters a password has.
"""

import functools
import threading
from collections.abc import Iterable
from typing import Any, Final

from attrs import define, field

from cyclades_accounts.pdf._file.objects import compressed
from cyclades_accounts.pdf._fonts.encoding import codes_of
from cyclades_accounts.pdf._fonts.faces import Font
from cyclades_accounts.pdf._setting.text import Line

_READING: Final = threading.Lock()
"""Held while reportlab reads glyphs: it moves a cursor inside the font, which threads share."""

_FIXED_PITCH: Final = 1
_SYMBOLIC: Final = 4


@define
class UsedFonts:
    """The subsets of fonts that a document shows. It remembers nothing of what the texts say."""

    _subsets: dict[str, tuple[Font, int]] = field(factory=dict, init=False)

    def note(self, lines: Iterable[Line]) -> None:
        """Remember the fonts of some lines."""
        for line in lines:
            for span in line.spans:
                self._subsets.setdefault(span.resource, (span.font, span.subset))

    def objects(self, first: int) -> tuple[str, list[bytes]]:
        """Return the entries of the font resources, and the bodies of the objects from the number ``first`` on."""
        entries = ""
        bodies: list[bytes] = []
        for resource, (font, subset) in sorted(self._subsets.items()):
            number, (head, descriptor, file, unicode) = first + len(bodies), _parts(font, subset)
            entries += f"/{resource} {number} 0 R"
            head += f"/FontDescriptor {number + 1} 0 R/ToUnicode {number + 3} 0 R>>"
            bodies += [head.encode(), f"{descriptor}/FontFile2 {number + 2} 0 R>>".encode(), file, unicode]
        return entries, bodies


@functools.cache
def _parts(font: Font, subset: int) -> tuple[str, str, bytes, bytes]:
    """Return font and descriptor, each without its last references, the file, and the way back to Unicode."""
    face: Any = font.face
    codes = {code: character for code, character in codes_of(subset).items() if character in font.widths}
    first, last = min(codes), max(codes)
    with _READING:
        # the code of a character is its index here; 0: no glyph
        file = face.makeSubset([ord(codes.get(code, "\0")) for code in range(last + 1)])
    widths = " ".join(
        f"{font.widths[codes[code]] * 1000:.6g}" if code in codes else "0" for code in range(first, last + 1)
    )
    flags = _SYMBOLIC + _FIXED_PITCH * font.is_monospaced
    prefix = "".join(chr(ord("A") + (subset + 1) // 26**place % 26) for place in range(6))
    name = f"{prefix}+{font.name}"
    head = f"<</Type/Font/Subtype/TrueType/BaseFont/{name}/FirstChar {first}/LastChar {last}/Widths[{widths}]"
    descriptor = (
        f"<</Type/FontDescriptor/FontName/{name}/Flags {flags}/FontBBox[{' '.join(f'{n:.6g}' for n in face.bbox)}]"
        f"/ItalicAngle {face.italicAngle:.6g}/Ascent {face.ascent:.6g}/Descent {face.descent:.6g}"
        f"/CapHeight {face.capHeight:.6g}/StemV {face.stemV:.6g}"
    )
    return head, descriptor, compressed(file, f"/Length1 {len(file)}"), _to_unicode(codes)


def _to_unicode(codes: dict[int, str]) -> bytes:
    """Return the stream that maps codes back to characters (ISO 32000-1 9.10.3), at most 100 in a section."""
    pairs = [f"<{code:02x}> <{character.encode('utf-16-be').hex()}>" for code, character in sorted(codes.items())]
    sections = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange <00> <ff> endcodespacerange",
        *(line for part in sections for line in (f"{len(part)} beginbfchar", *part, "endbfchar")),
        "endcmap",
        "CMapName currentdict /CMap defineresource pop end end",
    ]
    return compressed("\n".join(lines).encode())
