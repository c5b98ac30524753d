"""The QR code as a telephone reads it from paper: poppler prints the page, zbar reads the picture."""

import shutil
import subprocess
from pathlib import Path

import pytest
from attrs import evolve

from cyclades_accounts.papillons import FRENCH_PAPILLON_TEXTS, ONE_PER_PAGE, TWO_PER_PAGE, Layout
from cyclades_accounts.pdf import LARGE_PRINT, PapillonStyle, ReportlabRenderer
from tests.pdf.reading import batch, save, slip
from tests.pdf.test_programs import run

pytestmark = pytest.mark.system

SITE = "https://comptes.example.org/candidats?session=DNB-2025"
SLIPS = (slip(), slip("NGUYỄN", "Łukasz", login="lukasz.nguyen", password="x(y)\\z<&>"))


def codes(content: bytes, folder: Path) -> list[str]:
    """Return what the QR codes of a document say, page by page, printed at 150 dpi."""
    path = save(content, folder, "slips.pdf")
    run("pdftoppm", "poppler-utils", "-r", "150", "-png", path, folder / "slips")
    if not shutil.which("zbarimg"):
        pytest.fail("zbarimg is not installed: apt-get install zbar-tools")
    # QR codes alone: to a reader that hunts for every kind, frames may look like bar codes
    command = ["zbarimg", "--nodbus", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"]
    done = subprocess.run([*command, *sorted(folder.glob("*.png"))], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode in {0, 4}, (path, done.stderr)  # 4: nothing found
    assert (done.returncode == 0) is bool(done.stdout), path
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("layout", "style"),
    [(ONE_PER_PAGE, PapillonStyle()), (TWO_PER_PAGE, PapillonStyle()), (ONE_PER_PAGE, LARGE_PRINT)],
    ids=["one-per-page", "two-per-page", "large-print"],
)
def test_code_says_the_address_and_nothing_else(layout: Layout, style: PapillonStyle, tmp_path: Path) -> None:
    """This test ensures that each slip's QR code, at 150 dpi, is the site's address: no login, no password."""
    renderer = ReportlabRenderer(evolve(FRENCH_PAPILLON_TEXTS, site_url=SITE), style)
    (content,) = renderer.render(batch(*SLIPS), [layout])
    said = codes(content, tmp_path)
    assert said == [SITE] * len(SLIPS)
    assert not any(s.login in line or s.password.reveal() in line for s in SLIPS for line in said)


def test_without_an_address_there_is_no_code(tmp_path: Path) -> None:
    """This test ensures that there is no QR code on a slip whose host gave no address."""
    (content,) = ReportlabRenderer().render(batch(*SLIPS), [ONE_PER_PAGE])
    assert codes(content, tmp_path) == []
