"""How the contract of a renderer reads a PDF back: what stands in each place of a layout."""

import io
from collections.abc import Sequence
from typing import Any, Final

from pypdf import PageObject, PdfReader, Transformation
from pypdf.generic import ContentStream, DictionaryObject, FloatObject, NameObject, PdfObject

from cyclades_accounts.papillons import Layout

_MM: Final = 72 / 25.4
_DRAW_FORM: Final = b"Do"
_UNMOVED: Final = [FloatObject(number) for number in (1, 0, 0, 1, 0, 0)]

Operations = list[tuple[Any, bytes]]
"""Operands and operator, one after another."""


class PdfReading:
    """Reads the slips of a PDF with pypdf; inherit it before :class:`PapillonRendererContract`.

    The pages must have the grid of the layout: :attr:`~cyclades_accounts.papillons.Layout.rows`, columns, margins and
    gaps. Of what a page shows outside it, nothing is read. Forms (parts drawn once) are read where they are drawn.
    """

    def slips_of(self, document: bytes, layout: Layout) -> Sequence[str]:
        """Return the text of each place that has one, page by page, row by row."""
        return [text for page in self.pages_of(document, layout) for text in page]

    def pages_of(self, document: bytes, layout: Layout) -> Sequence[Sequence[str]]:
        """Return the same for each page."""
        pages = PdfReader(io.BytesIO(document)).pages
        known: dict[int, Operations] = {}
        for page in pages:
            inline_forms(page, known)
        return [[text for text in _places(page, layout) if text.strip()] for page in pages]

    def metadata_of(self, document: bytes) -> str:
        """Return what stands in the information dictionary, XMP, trailer, catalogue, outline and names."""
        reader = PdfReader(io.BytesIO(document))
        root: Any = reader.root_object
        xmp = root["/Metadata"].get_data().decode("utf-8", "replace") if "/Metadata" in root else ""
        parts = (reader.metadata, xmp, reader.trailer, root, reader.outline, reader.named_destinations)
        return "\n".join(map(str, (*parts, *reader.attachments)))


def inline_forms(page: PageObject, known: dict[int, Operations]) -> None:
    """Put the operators of forms in their places, where those have the resources of the page.

    It changes nothing that is read; but pypdf reads every font anew for every form, which takes five times as long as
    all the rest. ``known``: the operators of forms, by number.
    """
    nothing = DictionaryObject()
    resources: Any = page.get("/Resources", nothing).get_object()
    forms: Any = resources.get("/XObject", nothing).get_object()
    inlined: Operations = []
    for operation in _operations(page["/Contents"], page) if "/Contents" in page else []:
        operands, operator = operation
        form: Any = forms[operands[0]] if operator == _DRAW_FORM and operands[0] in forms else nothing
        if form.get("/Resources", nothing).get_object() is not resources:
            inlined.append(operation)
            continue
        number = forms.raw_get(operands[0]).idnum
        if number not in known:
            known[number] = _operations(form, page)
        inlined += [([], b"q"), (form.get("/Matrix", _UNMOVED), b"cm"), *known[number], ([], b"Q")]
    stream = ContentStream(None, page.pdf)
    stream.operations = inlined
    page[NameObject("/Contents")] = stream


def _operations(stream: PdfObject, page: PageObject) -> Operations:
    """Return the operators of a stream; strings stay bytes, whose meaning the font knows."""
    found: Operations = ContentStream(stream, page.pdf, "bytes").operations
    return found


def _places(page: PageObject, layout: Layout) -> list[str]:
    """Return the text of each place of a page, row by row."""
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    margin_x, margin_y = layout.margin_x_mm * _MM, layout.margin_y_mm * _MM
    gap_x, gap_y = layout.gap_x_mm * _MM, layout.gap_y_mm * _MM
    step_x = (width - 2 * margin_x + gap_x) / layout.columns
    step_y = (height - 2 * margin_y + gap_y) / layout.rows
    found = [""] * layout.places
    for x, y, text in _texts(page):
        column, row = int((x - margin_x) // step_x), int((height - margin_y - y) // step_y)
        if 0 <= column < layout.columns and 0 <= row < layout.rows:
            found[row * layout.columns + column] += text
    return found


def _texts(page: PageObject) -> list[tuple[float, float, str]]:
    """Return pieces of text with the point where they begin, in the order in which they are drawn."""
    found: list[tuple[float, float, str]] = []
    forms: list[Transformation] = []  # where the forms are drawn in which we are
    entering: list[Transformation] = []  # one, between the drawing of a form and its first operator

    def before(operator: bytes, _operands: object, cm: Sequence[float], _tm: object) -> None:
        forms.extend(entering)
        entering.clear()
        if operator == _DRAW_FORM:
            entering.append(_matrix(cm))

    def after(operator: bytes, _operands: object, _cm: object, _tm: object) -> None:
        if operator == _DRAW_FORM:
            if entering:  # an image, or an empty form
                entering.clear()
            else:
                forms.pop()

    def text(piece: str, cm: Sequence[float], tm: Sequence[float], _font: object, _size: float) -> None:
        point: Any = (tm[4], tm[5])
        for matrix in (_matrix(cm), *reversed(forms)):
            point = matrix.apply_on(point)
        if piece.strip():
            found.append((float(point[0]), float(point[1]), piece))

    page.extract_text(visitor_operand_before=before, visitor_operand_after=after, visitor_text=text)
    return found


def _matrix(operands: Sequence[float]) -> Transformation:
    a, b, c, d, e, f = operands
    return Transformation((a, b, c, d, e, f))
