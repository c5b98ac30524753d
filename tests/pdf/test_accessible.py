"""Slips that a screen reader can speak: PDF/UA-1 (ISO 14289-1), and the reading order as a golden file."""

import difflib
import os
from collections.abc import Sequence
from pathlib import Path

import page
import pytest
from attrs import evolve

from cyclades_accounts.papillons import FRENCH_PAPILLON_TEXTS, LABELS_3_BY_8, LAYOUTS, ONE_PER_PAGE, AnyPapillon, Layout
from cyclades_accounts.pdf import ReportlabRenderer
from tests.pdf.reading import batch, email_slip, save, slip
from tests.pdf.test_programs import run

RENDERER = ReportlabRenderer(evolve(FRENCH_PAPILLON_TEXTS, site_url="https://comptes.example.org/candidats"))
SLIPS = (
    slip(),
    slip("NGUYỄN", "Łukasz", login="lukasz.nguyen", password="x(y)\\z<&>"),
    slip("de La Rochefoucauld-Doudeauville " * 2, login=f"{'a' * 60}@example.org", password="W" * 128, division=""),
)
MIXED = (slip(), email_slip(), email_slip("ÖZ", "İlknur", login=f"{'a' * 60}@example.org", division=""))
REFRESH = "REFRESH_GOLDEN"
"""With this environment variable set, the golden files are written anew instead of compared."""


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("count", [1, 3, 90, 900])
def test_documents_are_pdf_ua(layout: Layout, count: int, tmp_path: Path) -> None:
    """This test ensures that page-validation finds each layout PDF/UA-1, unusual slips and several blocks included."""
    (content,) = RENDERER.render(batch(*(SLIPS * 300)[:count]), [layout])
    path = save(content, tmp_path, "slips.pdf")
    # a slip refers to its section, its page and the next, and draws what slips share in a dozen parts
    limits = page.SafetyLimits(max_reference_depth=100_000, max_form_invocations=100_000)
    report = page.validate_pdf(path, profile=page.ValidationProfile.PDF_UA_1, limits=limits)
    assert report.is_compliant, (path, [(failure.rule_id, failure.message) for failure in report.failures])


@pytest.mark.system
@pytest.mark.parametrize("layout", [ONE_PER_PAGE, LABELS_3_BY_8], ids=lambda layout: layout.name)
@pytest.mark.parametrize(("slips", "of"), [(SLIPS, ""), (MIXED, "email_")], ids=["password", "email"])
def test_reading_order(slips: Sequence[AnyPapillon], of: str, layout: Layout, tmp_path: Path) -> None:
    """This test ensures that a screen reader meets the parts of a slip in the order of the golden file.

    ``REFRESH_GOLDEN=1 pytest -m system tests/pdf/test_accessible.py`` writes the files anew; on a difference the page
    stands as a picture beside the document.
    """
    (content,) = RENDERER.render(batch(*slips), [layout])
    path = save(content, tmp_path, "slips.pdf")
    found = run("pdfinfo", "poppler-utils", "-struct-text", path)
    golden = Path(__file__).with_name(f"reading_order_{of}{layout.name}.txt")
    if os.environ.get(REFRESH):
        golden.write_text(found, encoding="utf-8")
    expected = golden.read_text(encoding="utf-8")
    if found != expected:
        run("pdftoppm", "poppler-utils", "-r", "80", "-png", path, tmp_path / "slips")
    assert found == expected, (path, *difflib.unified_diff(expected.splitlines(), found.splitlines(), lineterm="", n=0))
