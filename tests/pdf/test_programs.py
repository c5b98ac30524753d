"""What other programs make of the documents: poppler and qpdf."""

import shutil
import subprocess
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from attrs import frozen

from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE, Layout
from tests.pdf.reading import BOTH, MEMO_PASSWORD, PAGE_HEIGHT, PAGE_WIDTH, RENDERER, VISIBLE_ASCII, batch, save, slip

pytestmark = pytest.mark.system

SLIPS = [
    slip(),
    slip("ŁUKASIEWICZ", "Łukasz", login="lukasz.lukasiewicz", password=VISIBLE_ASCII[:47]),
    slip("NGUYỄN", "Ștefan İlknur", login="stefan-ilknur.nguyen", password=VISIBLE_ASCII[47:], division=""),
    slip("de La Rochefoucauld-Doudeauville " * 3, "Marie-Chloé", login=f"{'a' * 60}@example.org", password="W" * 128),
]


@frozen
class Word:
    """A word and its box as poppler sees it, in points from the upper left corner of the page."""

    text: str | None
    left: float
    top: float
    right: float
    bottom: float


def run(program: str, package: str, *arguments: str | Path) -> str:
    """Return what a program writes; fail, and say what to install, where it is missing."""
    if not shutil.which(program):
        pytest.fail(f"{program} is not installed: apt-get install {package}")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    assert not done.stderr, (arguments, done.stderr)
    return done.stdout


@pytest.fixture(params=BOTH, ids=lambda layout: layout.name)
def layout(request: pytest.FixtureRequest) -> Layout:
    """Each layout in turn."""
    found: Layout = request.param
    return found


@pytest.fixture
def path(layout: Layout, tmp_path: Path) -> Path:
    """The slips in a layout, as a file."""
    (content,) = RENDERER.render(batch(*SLIPS), [layout])
    return save(content, tmp_path, f"{layout.name}.pdf")


def test_poppler_reads_names_logins_and_passwords(path: Path) -> None:
    """Every word comes back exactly, in the order of the batch, the memo's password among them."""
    said = run("pdftotext", "poppler-utils", "-raw", path, "-").replace("\n", "")  # a long password is broken
    position = 0
    for papillon in SLIPS[:3]:
        for word in (papillon.full_name, papillon.login, papillon.password.reveal()):
            assert word in said[position:], (word, path)
        position = said.index(papillon.password.reveal(), position)
    assert MEMO_PASSWORD in said


def test_poppler_reads_every_character_of_a_password(tmp_path: Path) -> None:
    """Each visible ASCII character, first, in the middle and last."""
    passwords = [f"{character}a{character}{character}Z{character}" for character in VISIBLE_ASCII]
    (content,) = RENDERER.render(batch(*[slip(password=password) for password in passwords]), [TWO_PER_PAGE])
    path = save(content, tmp_path, "passwords.pdf")
    lines = run("pdftotext", "poppler-utils", "-raw", path, "-").splitlines()
    assert [line for line in lines if line in passwords] == passwords, path


def test_words_stay_inside_the_page_and_apart(layout: Layout, path: Path) -> None:
    """Poppler's boxes of the words neither leave their slip nor cover one another."""
    page_of_words = ET.fromstring(run("pdftotext", "poppler-utils", "-bbox", path, "-"))  # noqa: S314  # poppler's own
    height = PAGE_HEIGHT / layout.rows
    for page in page_of_words.iter("{http://www.w3.org/1999/xhtml}page"):
        words = [
            Word(word.text, *(float(word.attrib[side]) for side in ("xMin", "yMin", "xMax", "yMax"))) for word in page
        ]
        for word in words:
            assert word.left > 36, (word, path)
            assert word.right < PAGE_WIDTH - 36, (word, path)
            assert word.top // height == word.bottom // height, (word, path)
        for a, b in combinations(words, 2):
            wide = min(a.right, b.right) - max(a.left, b.left)
            high = min(a.bottom, b.bottom) - max(a.top, b.top)
            # poppler's boxes reach from the ascent to the descent of the font: a third of a line may be shared
            assert wide <= 0.1 or high <= 0.3 * min(a.bottom - a.top, b.bottom - b.top), (a, b, path)


def test_fonts_are_embedded(path: Path) -> None:
    """Every font is a subset inside the file, with a way back to Unicode."""
    fonts = run("pdffonts", "poppler-utils", path).splitlines()[2:]
    assert len(fonts) == 7, path  # two faces and the codes, and what the first fonts lack
    assert all(font.split()[-5:-2] == ["yes", "yes", "yes"] for font in fonts), path


def test_qpdf_finds_nothing_wrong(path: Path) -> None:
    """The file's structure is sound."""
    assert "No syntax or stream encoding errors found" in run("qpdf", "qpdf", "--check", path)


def test_information_is_private(path: Path) -> None:
    """What a viewer shows of the document names no candidate."""
    shown = run("pdfinfo", "poppler-utils", path)
    assert "Papillon de connexion – Collège Anita Conti – 14/01/2025" in shown
    assert not any(private in shown for s in SLIPS for private in (s.family_name, s.login, s.password.reveal()))


def test_one_page_for_each_slip(tmp_path: Path) -> None:
    """One per page: as many pages as slips; two per page: half as many, and no blank one."""
    for layout, pages in ((ONE_PER_PAGE, 3), (TWO_PER_PAGE, 2)):
        (content,) = RENDERER.render(batch(*SLIPS[:3]), [layout])
        path = save(content, tmp_path, f"{layout.name}.pdf")
        assert f"Pages:           {pages}\n" in run("pdfinfo", "poppler-utils", path), path
