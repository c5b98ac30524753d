"""A school's letterhead under its slips: read once per process, drawn once per document."""

import functools
import io
from typing import Any, Final

from attrs import frozen
from reportlab.lib.utils import ImageReader

from cyclades_accounts.pdf._errors import UnusableLetterheadError
from cyclades_accounts.pdf._file.objects import compressed, stream
from cyclades_accounts.pdf._fonts.files import read_file
from cyclades_accounts.pdf._setting.operators import numbers
from cyclades_accounts.pdf._slips.letterhead_pdf import FIRST_OF_LETTERHEAD, first_page
from cyclades_accounts.pdf._slips.plan import SlipPlan
from cyclades_accounts.pdf._slips.style import Letterhead

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_COUNTED: Final = {
    "scans": b"\xff\xda",
    "Exif or XMP segments": b"\xff\xe1",
}  # markers: the data of a scan has none of them
_HEAD: Final = 1024  # a PDF may begin with something else (ISO 32000-1, annex H, note 13)
LARGEST_LETTERHEAD: Final = 5_000_000
"""Bytes of the largest letterhead: our choice, a scanned page in colour has less. No file is decoded before its size is
known."""
MOST_PIXELS: Final = 20_000_000
"""Dots of the largest image: our choice, an A4 page at 400 dots per inch has 15 million."""
MOST_SCANS: Final = 100
"""Scans of the largest JPEG, each of which goes over all dots again: a progressive one has 10, or 18 in CMYK. No more
Exif or XMP segments (APP1) either, each of which is joined to all before it: 80 full ones are a whole letterhead."""
_COLOURS: Final = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}


@frozen
class LoadedLetterhead:
    """A letterhead as a document holds it."""

    width: float
    """In points of a page, in dots of an image; only its ratio to the height matters."""
    height: float
    bodies: tuple[bytes, ...]
    """Of its objects; the first is what is drawn."""
    is_page: bool
    """Whether it is the page of a PDF, and not an image."""

    def operators(self, plan: SlipPlan) -> str:
        """Return the operators that draw it on a slip.

        A page is drawn as wide as the slip, from its top down, an image inside the band that is left for it.
        """
        band = plan.band
        if band is None:
            return ""
        if self.is_page:
            scale = plan.width / self.width
            inside = f"0 0 {numbers(plan.width, plan.height)} re W n"
            matrix = f"{scale:.5f} 0 0 {scale:.5f} 0 {numbers(plan.height - scale * self.height)}"
            return f"q {inside} {matrix} cm /L Do Q "
        scale = min(band.width / self.width, band.height / self.height)
        width, height = scale * self.width, scale * self.height
        return f"q {numbers(width)} 0 0 {numbers(height, band.x, band.y + band.height - height)} cm /L Do Q "


def load_letterhead(letterhead: Letterhead) -> LoadedLetterhead:
    """Return a letterhead, whose objects have the numbers from :data:`FIRST_OF_LETTERHEAD` on.

    Its file is read each time, so that a new one counts at once; the same bytes are decoded once per process.

    Raises:
        MissingFileError: the file cannot be read.
        UnusableLetterheadError: it is too large, or neither a PDF, nor a PNG, nor a JPEG; it is damaged; or it is a PDF
            that :func:`~cyclades_accounts.pdf._slips.letterhead_pdf.first_page` refuses.
    """
    content = letterhead.content or read_file(letterhead.path, LARGEST_LETTERHEAD + 1)
    if len(content) > LARGEST_LETTERHEAD:
        raise UnusableLetterheadError(letterhead.path, f"it has more than {LARGEST_LETTERHEAD:,} bytes")
    return _load(letterhead.path, content)


@functools.lru_cache(maxsize=64)
def _load(path: str, content: bytes) -> LoadedLetterhead:
    is_image = content.startswith((_PNG, _JPEG))
    if not is_image and b"%PDF-" not in content[:_HEAD]:
        raise UnusableLetterheadError(path, "it is neither a PDF, nor a PNG, nor a JPEG")
    try:
        return _image(path, content) if is_image else LoadedLetterhead(*first_page(path, content), is_page=True)
    except UnusableLetterheadError:
        raise
    except Exception as error:  # noqa: BLE001  # a damaged file makes decoder and parser raise anything
        fault = "the image is damaged" if is_image else "it is damaged, or no PDF"
        raise UnusableLetterheadError(path, f"{fault} ({type(error).__name__})") from None


def _image(path: str, content: bytes) -> LoadedLetterhead:
    for parts, marker in _COUNTED.items():
        if content.startswith(_JPEG) and content.count(marker) > MOST_SCANS:
            raise UnusableLetterheadError(path, f"the image has more than {MOST_SCANS} {parts}")
    image: Any = ImageReader(io.BytesIO(content))  # reads the head of the file alone
    width, height = image.getSize()
    if width * height > MOST_PIXELS:
        raise UnusableLetterheadError(path, f"the image has more than {MOST_PIXELS:,} dots")
    pixels = image.getRGBData()  # decodes all of the image: an incomplete file is found out
    size = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8"
    entries = f"{size}/ColorSpace{_COLOURS[image.mode]}"
    masks = []
    if image._dataA:  # noqa: SLF001  # the transparency; reportlab has no other way to it
        entries += f"/SMask {FIRST_OF_LETTERHEAD + 1} 0 R"
        masks.append(compressed(image._dataA.getRGBData(), f"{size}/ColorSpace/DeviceGray"))  # noqa: SLF001  # no other way
    is_kept = content.startswith(_JPEG) and image.mode != "CMYK"  # some programs write JPEGs of that mode inverted
    body = stream(f"{entries}/Filter/DCTDecode", content) if is_kept else compressed(pixels, entries)
    return LoadedLetterhead(width, height, (body, *masks), is_page=False)
