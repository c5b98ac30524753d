"""The documents as files: private, reproducible, whole, and good neighbours in a process."""

import gc
import hashlib
import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from cyclades_accounts.papillons import ONE_PER_PAGE
from cyclades_accounts.pdf import ATKINSON_REGULAR, PapillonStyle, ReportlabRenderer
from tests.pdf.reading import BOTH, RENDERER, batch, read_slips, save, slip

SLIPS = (slip(), slip("NGUYỄN", "Ngọc Ánh", login="ngoc-anh.nguyen", password="x(y)\\z"), slip("ÖZ", "İlknur"))

FRESH_PROCESS = """
import hashlib
from tests.pdf.test_documents import digests
print(*digests())
"""


def digests() -> list[str]:
    """Return the SHA-256 of both documents of :data:`SLIPS`."""
    return [hashlib.sha256(content).hexdigest() for content in RENDERER.render(batch(*SLIPS), BOTH)]


def test_one_document_for_each_layout() -> None:
    """The documents come in the order of the layouts; a layout asked for twice comes twice, none gives none."""
    one, two = RENDERER.render(batch(*SLIPS), BOTH)
    assert RENDERER.render(batch(*SLIPS), [*reversed(BOTH), ONE_PER_PAGE]) == (two, one, one)
    assert RENDERER.render(batch(), []) == ()


def test_same_input_same_bytes() -> None:
    """Twice in a process, and in fresh processes that hash differently, the bytes are the same."""
    expected = digests()
    assert digests() == expected
    for seed in ("1", "2"):
        fresh = subprocess.run(
            [sys.executable, "-c", FRESH_PROCESS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
            text=True,
        )
        assert fresh.stdout.split() == expected


def test_threads() -> None:
    """Threads that render at once get the bytes that each would have got alone."""
    batches = [batch(*SLIPS[n % 3 :], school_name=f"Collège {n}") for n in range(8)]
    expected = [RENDERER.render(one, BOTH) for one in batches]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda one: RENDERER.render(one, BOTH), batches)) == expected


def test_metadata_hold_no_name_login_or_password() -> None:
    """The title is fixed text, school and day; nothing else of the batch is outside the pages."""
    for content in RENDERER.render(batch(*SLIPS), BOTH):
        reader = PdfReader(io.BytesIO(content))
        assert reader.metadata
        assert reader.metadata.title == "Papillon de connexion – Collège Anita Conti – 14/01/2025"
        assert reader.metadata.author is None
        assert reader.xmp_metadata
        assert reader.xmp_metadata.dc_title == {"x-default": reader.metadata.title}
        outside = (
            f"{reader.metadata} {reader.trailer} {reader.root_object} {reader.outline} {reader.named_destinations}"
        )
        for papillon in SLIPS:
            for private in (papillon.family_name, papillon.given_names, papillon.login, papillon.password.reveal()):
                assert private not in outside


def test_language_and_title_for_readers() -> None:
    """A screen reader is told that the document is French, and a viewer to show the title."""
    (content,) = RENDERER.render(batch(), [ONE_PER_PAGE])
    root: Any = PdfReader(io.BytesIO(content)).root_object
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_pages_are_a4_and_name_no_font_but_ours(tmp_path: Path) -> None:
    """Every font is embedded as a subset, and none is the Helvetica that reportlab starts a page with."""
    for number, content in enumerate(RENDERER.render(batch(*SLIPS), BOTH)):
        path = save(content, tmp_path, f"{number}.pdf")
        for page in PdfReader(path).pages:
            assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842), path
            resources_of_page: Any = page["/Resources"]
            fonts = [font.get_object() for font in resources_of_page["/Font"].values()]
            assert all("+CycladesAccounts-" in font["/BaseFont"] for font in fonts), path
            assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts), path


def test_no_password_outlives_the_call() -> None:
    """After a call neither the renderer, nor its fonts, nor reportlab holds a password."""
    secret = "".join(chr(33 + number * 7 % 90) for number in range(24))
    papillon = slip(password=secret)
    RENDERER.render(batch(papillon), BOTH)
    gc.collect()
    held = [
        container
        for container in gc.get_objects()
        if isinstance(container, list | tuple | dict)
        for item in (container.values() if isinstance(container, dict) else container)
        if (isinstance(item, str) and secret in item) or (isinstance(item, bytes) and secret.encode() in item)
    ]
    assert not held


def test_a_host_that_prints_too() -> None:
    """A host's own font of the same typeface, under its own name, changes nothing, whoever came first."""
    expected = digests()
    file = resources.files(ATKINSON_REGULAR.package) / ATKINSON_REGULAR.path
    pdfmetrics.registerFont(TTFont("Host", io.BytesIO(file.read_bytes()), asciiReadable=False))
    assert pdfmetrics.getFont("Host").fontName == "Host"
    canvas = Canvas(io.BytesIO(), initialFontName="Host")  # type: ignore[arg-type]  # the stub asks for a number
    canvas.drawString(10, 10, "avant")
    assert digests() == expected
    canvas.drawString(10, 30, "après")
    canvas.save()


def test_a_host_that_empties_the_register() -> None:
    """Fonts are registered again where somebody emptied reportlab's register."""
    expected = digests()
    rl_config._reset()  # noqa: SLF001  # the only way, and the one a host has
    assert digests() == expected


def test_fallback_by_glyph() -> None:
    """Only the glyphs that the first font lacks come from the second; the bold one is thickened."""
    (content,) = RENDERER.render(batch(slip("NGUYỄN", "Łukasz")), [ONE_PER_PAGE])
    (found,) = read_slips(content, ONE_PER_PAGE)
    assert [fragment.text for fragment in found.own if "NotoSans" in fragment.font] == ["Ễ"]
    text = PdfReader(io.BytesIO(content)).pages[0].get_contents()
    assert text is not None
    assert b" 2 Tr " in text.get_data()


def test_decomposed_names_print_composed() -> None:
    """A name in NFD is printed with the letters that fonts have, not with accents beside their letters."""
    (content,) = RENDERER.render(batch(slip("E\u0301VRARD", "Anai\u0308s")), [ONE_PER_PAGE])
    assert read_slips(content, ONE_PER_PAGE)[0].name == "ÉVRARDAnaïs"


def test_style_and_texts_are_values() -> None:
    """Two renderers of equal texts and style are equal, and a changed style changes the document."""
    assert ReportlabRenderer() == RENDERER
    assert ReportlabRenderer(style=PapillonStyle(margin_mm=20)).render(batch(), BOTH) != RENDERER.render(batch(), BOTH)


@pytest.mark.parametrize("text", ["", " "])
def test_blank_name_parts(text: str) -> None:
    """A part of a name that is blank takes no room."""
    (content,) = RENDERER.render(batch(slip("MARTIN", text)), [ONE_PER_PAGE])
    assert read_slips(content, ONE_PER_PAGE)[0].name == "MARTIN"
