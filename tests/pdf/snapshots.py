"""What a document shows, as text to compare, and pictures to look at where it is not what was expected.

A snapshot is the decompressed content of the pages and of the parts drawn once, so that it does not depend on zlib.
"""

import difflib
import hashlib
import io
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

FOLDER: Final = Path(__file__).with_name("shown")
"""Where snapshots are kept, one file a case."""

REFRESH: Final = "REFRESH_GOLDEN"
"""With this environment variable set, snapshots are written anew instead of compared."""

_BOXES: Final = re.compile(r"(?:\S+ \S+ \S+ \S+ re ?){40,}")  # a QR code: a thousand of them
_TITLE: Final = re.compile(r"^== (.*)\n", re.MULTILINE)


def snapshot(content: bytes) -> str:
    """Return what a document shows: its title, the parts drawn once, its fonts, then page by page."""
    reader = PdfReader(io.BytesIO(content))
    assert reader.metadata
    resources: Any = reader.pages[0]["/Resources"]
    found = {"title": reader.metadata.title or ""}
    for name, form in sorted(resources.get("/XObject", {}).items()):
        found[f"part {name[1:]}"] = _readable(form.get_object().get_data())
    for name, font in sorted(resources["/Font"].items()):
        found[f"font {name[1:]}"] = str(font.get_object()["/BaseFont"])
    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        assert contents is not None
        found[f"page {number}"] = _readable(contents.get_data())
    return "".join(f"== {name}\n{text.rstrip()}\n" for name, text in found.items())


def check_snapshot(name: str, content: bytes, folder: Path, *, kept_in: Path = FOLDER) -> None:
    """Compare a document with its snapshot; leave pictures in ``folder`` where they differ.

    Raises:
        AssertionError: they differ, or there is no snapshot. The message names the folder and the command that accepts
            the change.
    """
    path, found = kept_in / f"{name}.txt", snapshot(content)
    if os.environ.get(REFRESH):
        path.write_text(found, encoding="utf-8")
    expected = path.read_text(encoding="utf-8") if path.exists() else ""
    if found == expected:
        return
    lines = list(difflib.unified_diff(expected.splitlines(), found.splitlines(), "expected", "found", lineterm="", n=1))
    (folder / "content.diff").write_text("\n".join(lines), encoding="utf-8")
    (folder / "found.pdf").write_bytes(content)
    if expected:
        (folder / "expected.pdf").write_bytes(_rebuilt(content, expected))
    pictures = _draw(folder)
    accept = f"{REFRESH}=1 pytest tests/pdf/test_snapshots.py"
    raise AssertionError(
        f"{name} shows something else than its snapshot ({len(lines)} lines of difference).\n"
        f"Look at {pictures} and content.diff in {folder}\nIf it is right: {accept}"
    )


def _readable(data: bytes) -> str:
    """Return operators as ASCII, a line of text each on a line of its own."""
    text = re.sub(r"[^ -\[\]-~\n]", lambda found: f"\\x{ord(found[0]):02x}", data.decode("latin-1"))
    text = _BOXES.sub(_told, text)
    lines = re.sub(r"(\)Tj ET|EMC) ", "\\1\n", text).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _told(found: re.Match[str]) -> str:
    """Return how many boxes there are, the first of them, and a digest of all."""
    digest = hashlib.sha256(found[0].encode()).hexdigest()[:12]
    return f"[{found[0].count('re')} boxes from {found[0].partition(' re')[0]}, {digest}]\n"


def _rebuilt(content: bytes, expected: str) -> bytes:
    """Return the document with the operators of a snapshot in place of its own, as far as the pages go.

    Fonts, and QR codes, of which a snapshot has the digest alone, are those of the document.
    """
    _, *parts = _TITLE.split(expected)
    texts = dict(zip(parts[::2], parts[1::2], strict=True))
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    resources: Any = writer.pages[0]["/Resources"]
    for name, form in resources.get("/XObject", {}).items():
        if "[" not in (text := texts.get(f"part {name[1:]}", "")) or "boxes" not in text:
            form.get_object().set_data(_operators(text))
    for number, page in enumerate(writer.pages, 1):
        stream = DecodedStreamObject()
        stream.set_data(_operators(texts.get(f"page {number}", "")))
        # pages share the streams that they begin and end with: each gets one of its own
        page[NameObject("/Contents")] = writer._add_object(stream)  # noqa: SLF001  # pypdf's guide does so
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _operators(text: str) -> bytes:
    return re.sub(r"\\x(..)", lambda found: chr(int(found[1], 16)), text).encode("latin-1")


def _draw(folder: Path) -> str:
    """Draw both documents page by page, and what differs between the pages; return what there is to look at."""
    if not shutil.which("pdftoppm"):
        return "found.pdf, expected.pdf (no pictures: pdftoppm is not installed)"
    for path in sorted(folder.glob("*.pdf")):
        subprocess.run(["pdftoppm", "-r", "80", "-png", str(path), str(path.with_suffix(""))], check=True)
    for path in sorted(folder.glob("found-*.png")):
        other = folder / path.name.replace("found", "expected")
        if other.exists():
            with Image.open(path) as found, Image.open(other) as expected:
                ImageChops.difference(found, expected).save(folder / path.name.replace("found", "difference"))
    return ", ".join(path.name for path in sorted(folder.glob("*.png")))
