"""A school's letterhead under its slips: read once per process, drawn once per document."""

import functools
import io
import zlib
from typing import Any, Final

from attrs import frozen
from reportlab.lib.utils import ImageReader

from cyclades_accounts.pdf._errors import UnusableLetterheadError
from cyclades_accounts.pdf._files import read_file
from cyclades_accounts.pdf._lifting import lift
from cyclades_accounts.pdf._operators import numbers
from cyclades_accounts.pdf._slip import SlipPlan
from cyclades_accounts.pdf._style import Letterhead

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_HEAD: Final = 1024  # a PDF may begin with something else (ISO 32000-1, annex H, note 13)
_COLOURS: Final = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}


@frozen
class Lifted:
    """A letterhead as a document holds it."""

    width: float
    """In points of a page, in dots of an image; only its ratio to the height matters."""
    height: float
    is_page: bool
    bodies: tuple[bytes, ...]
    """Of the objects; the first is what is drawn."""

    def operators(self, plan: SlipPlan) -> str:
        """Draw it under a slip: a page as wide as the slip and from its top, an image inside the band left for it."""
        band = plan.letterhead
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


@functools.cache
def load_letterhead(letterhead: Letterhead, first: int) -> Lifted:
    """Return a letterhead whose objects have the numbers from ``first`` on, read once per process.

    Raises:
        MissingFileError: it cannot be read.
        UnusableLetterheadError: it is neither a PDF, nor a PNG, nor a JPEG, or :func:`lift` says why not.
    """
    path, content = letterhead.path, read_file(letterhead.path)
    if content.startswith((_PNG, _JPEG)):
        try:
            return _image(content, first)
        except Exception as error:  # noqa: BLE001  # whatever a damaged file makes the decoder raise
            raise UnusableLetterheadError(path, f"the image is damaged ({type(error).__name__})") from None
    if b"%PDF-" not in content[:_HEAD]:
        raise UnusableLetterheadError(path, "it is neither a PDF, nor a PNG, nor a JPEG")
    width, height, bodies = lift(path, content, first)
    return Lifted(width, height, is_page=True, bodies=bodies)


def _image(content: bytes, first: int) -> Lifted:
    image: Any = ImageReader(io.BytesIO(content))
    width, height = image.getSize()
    pixels = image.getRGBData()  # decodes all of it, so that half an image is found out
    size = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8"
    is_jpeg = content.startswith(_JPEG) and image.mode != "CMYK"  # which programs write inverted, or not
    bodies = [(f"{size}/ColorSpace{_COLOURS[image.mode]}", content if is_jpeg else zlib.compress(pixels))]
    alpha = image._dataA  # noqa: SLF001  # reportlab has no other way to it
    if alpha:
        bodies[0] = (f"{bodies[0][0]}/SMask {first + 1} 0 R", bodies[0][1])
        bodies.append((f"{size}/ColorSpace/DeviceGray", zlib.compress(alpha.getRGBData())))
    filters = ["DCTDecode" if is_jpeg else "FlateDecode", "FlateDecode"]
    made = tuple(
        f"<<{entries}/Filter/{name}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"
        for (entries, data), name in zip(bodies, filters, strict=False)
    )
    return Lifted(width, height, is_page=False, bodies=made)
