"""A school's letterhead under its slips: a page of a PDF or an image, as an artifact, and never on labels."""

import io
import zlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from cyclades_accounts.identifiers import Uai
from cyclades_accounts.papillons import LAYOUTS, ONE_PER_PAGE, TWO_PER_PAGE
from cyclades_accounts.pdf import (
    Letterhead,
    MissingFileError,
    PapillonStyle,
    ReportlabRenderer,
    UnusableLetterheadError,
)
from tests.pdf import validators
from tests.pdf.reading import RENDERER, VERA, batch, email_slip, read_slips, save, slip
from tests.support import OTHER_UAI, UAI

MARK = "12 rue de la Mer"


def letter(*, font: str = "Lettre", size: tuple[float, float] = (595.2756, 841.8898)) -> bytes:
    """Return a page with a crest, a name and an address."""
    if font == "Lettre":
        pdfmetrics.registerFont(TTFont(font, str(VERA), asciiReadable=False))
    content = io.BytesIO()
    canvas = Canvas(content, size, invariant=1)
    canvas.circle(70, size[1] - 50, 25, fill=1)
    canvas.setFont(font, 16)
    canvas.drawString(110, size[1] - 50, "Collège Anita Conti")
    canvas.drawString(110, size[1] - 70, MARK)
    canvas.save()
    return content.getvalue()


def image(kind: str, mode: str) -> bytes:
    """Return an image of that kind and mode."""
    content = io.BytesIO()
    Image.new(mode, (40, 12), "white").save(content, kind)
    return content.getvalue()


def edited(change: Callable[[PdfWriter], object], content: bytes | None = None) -> bytes:
    """Return a letter after a change."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content or letter())))
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.fixture
def renderer(tmp_path: Path) -> Callable[[bytes], ReportlabRenderer]:
    """What makes a renderer whose letterhead has this content."""

    def make(content: bytes) -> ReportlabRenderer:
        path = tmp_path / f"letter {len(list(tmp_path.iterdir()))}"
        path.write_bytes(content)
        return ReportlabRenderer(style=PapillonStyle(letterhead=Letterhead(path)))

    return make


def test_under_every_slip_but_labels(renderer: Callable[[bytes], ReportlabRenderer]) -> None:
    """This test ensures that each slip of either kind has the letterhead, and that a label looks as without one."""
    slips = batch(slip(), email_slip(), slip())
    with_letter, without = renderer(letter()).render(slips, LAYOUTS), RENDERER.render(slips, LAYOUTS)
    for layout, content, plain in zip(LAYOUTS, with_letter, without, strict=True):
        found = [page.extract_text().count(MARK) for page in PdfReader(io.BytesIO(content)).pages]
        assert found == [0 if layout.is_label else min(layout.places, 3 - n * layout.places) for n in range(len(found))]
        assert all(page.extract_text().count(MARK) == 0 for page in PdfReader(io.BytesIO(plain)).pages)


def test_slips_begin_under_it(renderer: Callable[[bytes], ReportlabRenderer]) -> None:
    """This test ensures that nothing of a slip stands in the height left free for the letterhead."""
    (content,) = renderer(image("PNG", "RGB")).render(batch(), [ONE_PER_PAGE])
    (found,) = read_slips(content, ONE_PER_PAGE)
    assert max(fragment.y + fragment.size for fragment in (*found.fixed, *found.own)) < 841.8898 - 30 * 72 / 25.4
    (plain,) = read_slips(RENDERER.render(batch(), [ONE_PER_PAGE])[0], ONE_PER_PAGE)
    assert max(fragment.y + fragment.size for fragment in plain.fixed) > 841.8898 - 30 * 72 / 25.4


def test_same_bytes_and_one_copy(renderer: Callable[[bytes], ReportlabRenderer]) -> None:
    """This test ensures that the bytes are the same wherever the file stands, and that a slip more costs no copy."""
    first, second = renderer(letter()), renderer(letter())
    assert first.render(batch(), [ONE_PER_PAGE]) == second.render(batch(), [ONE_PER_PAGE])
    extra = [len(one.render(batch(*[slip()] * 9), [ONE_PER_PAGE])[0]) for one in (first, RENDERER)]
    alone = [len(one.render(batch(), [ONE_PER_PAGE])[0]) for one in (first, RENDERER)]
    assert abs((extra[0] - alone[0]) - (extra[1] - alone[1])) < 20  # numbers of two digits


@pytest.mark.parametrize(
    "content",
    [
        *(image(kind, mode) for kind, mode in (("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "P"))),
        *(image("JPEG", mode) for mode in ("RGB", "L", "CMYK")),
    ],
)
def test_still_pdf_ua(content: bytes, renderer: Callable[[bytes], ReportlabRenderer], tmp_path: Path) -> None:
    """This test ensures that slips on an image of any kind are PDF/UA-1 as without it.

    A page drawn by reportlab is left to veraPDF: page-validation minds the way back to Unicode of glyphs never shown.
    """
    made = renderer(content).render(batch(slip(), email_slip()), [ONE_PER_PAGE, TWO_PER_PAGE])
    paths = [save(document, tmp_path, f"slips {number}.pdf") for number, document in enumerate(made)]
    assert validators.page_validation(paths) == [[], []]


def test_a_tagged_letterhead(renderer: Callable[[bytes], ReportlabRenderer], tmp_path: Path) -> None:
    """This test ensures that a letterhead with tags, forms and shared resources of its own leaves its tags behind."""
    (tagged,) = RENDERER.render(batch(), [ONE_PER_PAGE])
    (content,) = renderer(tagged).render(batch(slip("ZOLA")), [ONE_PER_PAGE])
    path = save(content, tmp_path, "slips.pdf")
    assert validators.page_validation([path]) == [[]]
    form: Any = PdfReader(path).pages[0]["/Resources"]["/XObject"]["/L"]  # type: ignore[index]  # pypdf types any object
    assert b"BDC" not in form.get_data()
    assert "AUBIN Antoine" in PdfReader(path).pages[0].extract_text()


@pytest.mark.system
def test_three_judges(renderer: Callable[[bytes], ReportlabRenderer], tmp_path: Path) -> None:
    """This test ensures that veraPDF and qpdf find nothing wrong with slips on a PDF, tagged or not, or on an image."""
    (tagged,) = RENDERER.render(batch(), [ONE_PER_PAGE])
    paths = [
        save(document, tmp_path, f"slips {number} {part}.pdf")
        for number, content in enumerate([letter(), tagged, image("PNG", "RGBA"), image("JPEG", "RGB")])
        for part, document in enumerate(renderer(content).render(batch(slip(), email_slip()), LAYOUTS[:3]))
    ]
    clean: list[list[str]] = [[]] * len(paths)
    assert validators.qpdf(paths) == clean
    assert validators.verapdf(paths, validators.compile_verapdf(tmp_path)) == clean


def test_an_empty_page(renderer: Callable[[bytes], ReportlabRenderer]) -> None:
    """This test ensures that a page without content, or without resources, is a letterhead too."""
    blank = PdfWriter()
    blank.add_blank_page(595, 842)
    content = io.BytesIO()
    blank.write(content)
    bare = edited(lambda writer: [writer.pages[0].pop(name, None) for name in ("/Resources", "/Contents")])
    for given in (content.getvalue(), bare):
        (found,) = read_slips(renderer(given).render(batch(), [ONE_PER_PAGE])[0], ONE_PER_PAGE)
        assert found.name == "AUBINAntoine"


def test_a_page_that_blends(renderer: Callable[[bytes], ReportlabRenderer]) -> None:
    """This test ensures that a page whose parts are transparent blends as it does by itself (ISO 32000-1, 11.6.6)."""
    group = DictionaryObject(
        {NameObject("/S"): NameObject("/Transparency"), NameObject("/CS"): NameObject("/DeviceRGB")}
    )
    blending = edited(lambda writer: writer.pages[0].update({NameObject("/Group"): group}))
    (content,) = renderer(blending).render(batch(), [ONE_PER_PAGE])
    form: Any = PdfReader(io.BytesIO(content)).pages[0]["/Resources"]["/XObject"]["/L"]  # type: ignore[index]  # any object
    assert form["/Group"] == group


def encrypted(writer: PdfWriter) -> None:
    """Encrypt with an owner's password alone, so that anybody may open it."""
    writer.encrypt("", "owner", algorithm="AES-256")


def without_page(writer: PdfWriter) -> None:
    """Remove the only page."""
    writer.root_object["/Pages"][NameObject("/Kids")] = ArrayObject()  # type: ignore[index]  # pypdf types any object


def with_layers(writer: PdfWriter) -> None:
    """Declare layers."""
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject()


def with_many_parts(writer: PdfWriter) -> None:
    """Draw nothing in four hundred forms."""
    forms = DictionaryObject()
    for number in range(400):
        form = DecodedStreamObject()
        form.set_data(b"")
        form[NameObject("/Subtype")] = NameObject("/Form")
        forms[NameObject(f"/N{number}")] = writer._add_object(form)  # noqa: SLF001  # pypdf's way to add one
    writer.pages[0]["/Resources"][NameObject("/XObject")] = forms  # type: ignore[index]  # pypdf types any object


def without_fonts(writer: PdfWriter) -> None:
    """Lose the fonts that the page shows text in."""
    del writer.pages[0]["/Resources"]["/Font"]  # type: ignore[attr-defined]  # pypdf types any object


def bomb(writer: PdfWriter) -> None:
    """Draw with 70 MB of nothing, which take 70 kB."""
    content = StreamObject()
    content._data = zlib.compress(b" " * 70_000_000, 9)  # noqa: SLF001  # pypdf's way to give it compressed
    content[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001  # pypdf's way to add one


def bombs(writer: PdfWriter) -> None:
    """Draw six forms, none of which is too long by itself."""
    forms = DictionaryObject()
    for number in range(6):
        form = DecodedStreamObject()
        form.set_data(b" " * 200_000)
        form[NameObject("/Subtype")] = NameObject("/Form")
        forms[NameObject(f"/N{number}")] = writer._add_object(form.flate_encode())  # noqa: SLF001  # pypdf's way
    writer.pages[0]["/Resources"][NameObject("/XObject")] = forms  # type: ignore[index]  # pypdf types any object


def with_many_pages(writer: PdfWriter) -> None:
    """Add pages behind the first."""
    for _ in range(20):
        writer.add_blank_page(595, 842)


def cropped(writer: PdfWriter, box: Sequence[float]) -> None:
    """Show another part of the page."""
    writer.pages[0][NameObject("/CropBox")] = ArrayObject(map(FloatObject, box))


def drawing(**entries: Any) -> Callable[[PdfWriter], None]:
    """Return what draws a form with these entries."""

    def change(writer: PdfWriter) -> None:
        form = DecodedStreamObject()
        form.set_data(b"")
        form[NameObject("/Subtype")] = NameObject("/Form")
        form.update({NameObject(f"/{name}"): value for name, value in entries.items()})
        forms = DictionaryObject({NameObject("/N"): writer._add_object(form)})  # noqa: SLF001  # pypdf's way to add one
        writer.pages[0]["/Resources"][NameObject("/XObject")] = forms  # type: ignore[index]  # pypdf types any object

    return change


ELSEWHERE = TextStringObject("//server.example.org/share/en-tete.pdf")
TOO_LARGE = b"\x89PNG\r\n\x1a\n" + bytes(5_000_000)


def huge_image(width: int, height: int) -> bytes:
    """Return an image of a few kB."""
    content = io.BytesIO()
    Image.new("1", (width, height)).save(content, "PNG")
    return content.getvalue()


def huge_jpeg() -> bytes:
    """Return a JPEG whose head tells of more dots than it has."""
    content = image("JPEG", "RGB")
    at = content.index(b"\xff\xc0")
    return content[: at + 5] + b"\xff\xff\xff\xff" + content[at + 9 :]


def huge_scans() -> bytes:
    """Return a progressive JPEG that says its last scan ten thousand times more: a minute of decoding, in 300 kB."""
    content = io.BytesIO()
    Image.new("L", (4_000, 4_000), "white").save(content, "JPEG", progressive=True)
    head, marker, last = content.getvalue().removesuffix(b"\xff\xd9").rpartition(b"\xff\xda")
    return head + 10_000 * (marker + last) + b"\xff\xd9"


def many_segments(count: int = 280_000, says: bytes = b"Exif\0\0II*\0\x08\0") -> bytes:
    """Return a JPEG with Exif segments of a few bytes, which Pillow joins one by one: 17 seconds, for 4.5 MB."""
    content = image("JPEG", "RGB")
    return content[:2] + count * (b"\xff\xe1\x00" + bytes([2 + len(says)]) + says) + content[2:]


def test_segments_of_a_program(renderer: Callable[[bytes], ReportlabRenderer]) -> None:
    """This test ensures that a JPEG may have a hundred segments of XMP, which is 64 kB each at most."""
    assert isinstance(renderer(many_segments(100, b"http://ns.adobe.com/xap/1.0/\0<x/>")), ReportlabRenderer)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda: TOO_LARGE, "more than 5,000,000 bytes"),
        (lambda: huge_image(5_000, 4_001), "more than 20,000,000 dots"),
        (lambda: huge_image(50_000, 6_000), "more than 20,000,000 dots|DecompressionBomb"),  # Pillow's own bound
        (huge_jpeg, "more than 20,000,000 dots|DecompressionBomb"),
        (huge_scans, "more than 100 scans"),
        (many_segments, "more than 100 Exif or XMP segments"),
        (partial(edited, bomb), "more than 1,000,000 bytes of operators"),
        (partial(edited, bombs), "more than 1,000,000 bytes of operators"),
        (partial(edited, with_many_pages), "more than 20 pages"),
        (partial(edited, drawing(F=ELSEWHERE)), "another file"),
        (partial(edited, drawing(Ref=DictionaryObject({NameObject("/F"): ELSEWHERE}))), "another file"),
        (partial(edited, drawing(Subtype=NameObject("/PS"))), "a program"),
        (partial(edited, drawing(Subtype2=NameObject("/PS"))), "a program"),
        (partial(edited, encrypted), "encrypted"),
        (partial(edited, without_page), "no page"),
        (partial(edited, with_layers), "layers"),
        (partial(edited, lambda writer: writer.pages[0].rotate(90)), "turned"),
        *(
            (partial(edited, partial(cropped, box=box)), "too small or too large")
            for box in ([0, 0, 0, 842], [9, 9, 9, 9], [0, 0, 595, 0.5], [595, 842, 0, 0], [0, 0, 1e30, 5])
        ),
        (partial(edited, with_many_parts), "parts"),
        (partial(edited, without_fonts), "does not define"),
        (partial(letter, font="Helvetica"), "Helvetica is not embedded"),
        (lambda: letter()[:300], "damaged"),
        (lambda: b"%PDF-1.7", "damaged"),
        (lambda: image("PNG", "RGB")[:60], "image is damaged"),
        (lambda: image("GIF", "P"), "neither a PDF"),
        (lambda: b"", "neither a PDF"),
    ],
)
def test_what_is_no_letterhead(
    content: Callable[[], bytes], why: str, renderer: Callable[[bytes], ReportlabRenderer]
) -> None:
    """This test ensures that what cannot stand under a slip is refused, with its file, when the renderer is made."""
    with pytest.raises(UnusableLetterheadError, match=why) as caught:
        renderer(content())
    assert "letter 0" in caught.value.path
    assert len(str(caught.value)) < 500
    assert "embedded" in caught.value.cure


def test_nothing_acts(renderer: Callable[[bytes], ReportlabRenderer]) -> None:
    """This test ensures that no link, script or launch of a letterhead's file stands in a document of slips."""

    def active(writer: PdfWriter) -> None:
        script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): ELSEWHERE})
        action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): ELSEWHERE})
        uri = DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/URI"): ELSEWHERE})
        writer.root_object[NameObject("/OpenAction")] = action
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action, NameObject("/C"): script})
        link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): uri})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([link])

    (content,) = renderer(edited(active)).render(batch(), [ONE_PER_PAGE])
    assert MARK in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    for word in (b"/Launch", b"/URI", b"/OpenAction", b"/JavaScript", b"/Annots", b"server.example.org"):
        assert word not in content


def test_of_each_school() -> None:
    """This test ensures that a host gives each school its own letterhead, as bytes, and that a new one counts."""
    kept = {UAI: image("PNG", "RGB")}

    def letterhead_of(uai: Uai) -> Letterhead | None:
        return Letterhead(content=kept[uai]) if uai in kept else None

    one = ReportlabRenderer(letterhead_of=letterhead_of)
    first = one.render(batch(), [ONE_PER_PAGE])
    assert first == ReportlabRenderer(style=PapillonStyle(letterhead=Letterhead(content=kept[UAI]))).render(
        batch(), [ONE_PER_PAGE]
    )
    assert one.render(batch(uai=OTHER_UAI), [ONE_PER_PAGE]) == RENDERER.render(batch(uai=OTHER_UAI), [ONE_PER_PAGE])
    kept[UAI] = letter()
    (changed,) = one.render(batch(), [ONE_PER_PAGE])
    assert MARK in PdfReader(io.BytesIO(changed)).pages[0].extract_text()
    kept[UAI] = b"no image"
    with pytest.raises(UnusableLetterheadError, match="neither a PDF"):
        one.render(batch(), [ONE_PER_PAGE])
    del kept[UAI]
    assert one.render(batch(), [ONE_PER_PAGE]) == RENDERER.render(batch(), [ONE_PER_PAGE])


def test_a_file_that_changes(tmp_path: Path) -> None:
    """This test ensures that a school that puts another file in the place of its letterhead needs no restart."""
    path = tmp_path / "en-tete"
    path.write_bytes(image("PNG", "RGB"))
    one = ReportlabRenderer(style=PapillonStyle(letterhead=Letterhead(path)))
    before = one.render(batch(), [ONE_PER_PAGE])
    path.write_bytes(letter())
    (after,) = one.render(batch(), [ONE_PER_PAGE])
    assert MARK in PdfReader(io.BytesIO(after)).pages[0].extract_text()
    path.write_bytes(image("PNG", "RGB"))
    assert one.render(batch(), [ONE_PER_PAGE]) == before


def test_a_letterhead_that_is_not_there(tmp_path: Path) -> None:
    """This test ensures that a wrong path is known at the host's start."""
    with pytest.raises(MissingFileError) as caught:
        ReportlabRenderer(style=PapillonStyle(letterhead=Letterhead(str(tmp_path / "none.pdf"))))
    assert caught.value.path == str(tmp_path / "none.pdf")


@pytest.mark.parametrize("height_mm", [9.9, 100.1])
def test_height_out_of_bounds(height_mm: float) -> None:
    """This test ensures that the height left free keeps the bounds it documents."""
    with pytest.raises(ValueError, match="height_mm"):
        Letterhead("letter.pdf", height_mm)


def test_a_letterhead_is_a_value() -> None:
    """This test ensures that a style with another letterhead is another style, and lays slips out anew."""
    style = PapillonStyle(letterhead=Letterhead("a.pdf"))
    assert style == PapillonStyle(letterhead=Letterhead(Path("a.pdf")))
    assert style != evolve(style, letterhead=Letterhead("a.pdf", 40))
