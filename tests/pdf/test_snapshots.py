"""Every layout and style we ship against a snapshot of what it showed before.

``REFRESH_GOLDEN=1 pytest tests/pdf/test_snapshots.py`` accepts what is shown now.
"""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from PIL import Image

from cyclades_accounts.lists import ListTable
from cyclades_accounts.papillons import (
    FRENCH_PAPILLON_TEXTS,
    LABELS_3_BY_8,
    LAYOUTS,
    ONE_PER_PAGE,
    TWO_PER_PAGE,
    Layout,
)
from cyclades_accounts.passwords import FRENCH_SPELLING
from cyclades_accounts.pdf import LARGE_PRINT, ListGroups, PapillonStyle, PdfListWriter, ReportlabRenderer
from tests.pdf.reading import batch, email_slip, slip
from tests.pdf.snapshots import FOLDER, REFRESH, check_snapshot, snapshot

SLIPS = (
    slip(),
    evolve(slip("ÖZ", "Li", login="li.oz", password="a(b)\\c&"), birth_date=date(2010, 8, 10)),
    evolve(slip("ÖZ", "Li", login="li.oz2", password="0O1lI|rnm"), birth_date=date(2010, 2, 3)),
    slip("NGUYỄN", "Łukasz İlknur", login="lukasz.nguyen", password="W" * 40, division="3B"),
    slip("de La Rochefoucauld-Doudeauville", "Marie-Christophe", login=f"{'a' * 50}@example.org", division=""),
    email_slip(),
)
WITH_SITE = evolve(FRENCH_PAPILLON_TEXTS, site_url="https://comptes.example.org")
STACKED = evolve(TWO_PER_PAGE, name="two-per-page-stacked", cut_and_stack=True, new_page_at_group=True)
TABLE = ListTable(
    "Remise des papillons de connexion",
    ["Collège Anita Conti", "Session DNB 2025"],
    ["Division de classe", "Nom et prénoms", "Identifiant", "Signature"],
    [[one.division or "—", one.full_name, one.login, ""] for one in SLIPS],
)


def draw(layout: Layout, *, renderer: ReportlabRenderer | None = None) -> Callable[[], bytes]:
    """Return a function that draws the slips."""
    return lambda: (renderer or ReportlabRenderer(WITH_SITE)).render(batch(*SLIPS), [layout])[0]


CASES: dict[str, Callable[[], bytes]] = {
    **{layout.name: draw(layout) for layout in (*LAYOUTS, STACKED)},
    "one-per-page-without-site": draw(ONE_PER_PAGE, renderer=ReportlabRenderer()),
    "one-per-page-large-print": draw(ONE_PER_PAGE, renderer=ReportlabRenderer(style=LARGE_PRINT)),
    "one-per-page-spelled": draw(
        ONE_PER_PAGE, renderer=ReportlabRenderer(style=PapillonStyle(spelling=FRENCH_SPELLING))
    ),
    "labels-3-by-8-with-covers": draw(evolve(LABELS_3_BY_8, cover_at_group=True)),
    "list": lambda: PdfListWriter(ListGroups.ON_NEW_PAGES).write(TABLE),
}
"""What is drawn, by the name of its snapshot; a new layout joins by itself."""


@pytest.mark.parametrize("name", CASES)
def test_shows_what_it_showed(name: str, tmp_path: Path) -> None:
    """This test ensures that nobody changes the look of a document unawares; pictures are left to look at."""
    check_snapshot(name, CASES[name](), tmp_path)


def test_no_snapshot_is_left_over() -> None:
    """This test ensures that every snapshot belongs to something that is drawn."""
    assert {path.stem for path in FOLDER.iterdir()} <= set(CASES)


class TestPlantedChange:
    """A change of one millimetre."""

    @pytest.fixture(autouse=True)
    def _compared(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Compare, even while the other snapshots are written anew."""
        monkeypatch.delenv(REFRESH, raising=False)

    @pytest.fixture
    def kept_in(self, tmp_path: Path) -> Path:
        """A folder with the snapshot of today."""
        (tmp_path / "kept").mkdir()
        (tmp_path / "kept" / "two-per-page.txt").write_text(snapshot(CASES["two-per-page"]()), encoding="utf-8")
        return tmp_path / "kept"

    @pytest.fixture
    def changed(self) -> bytes:
        """The same slips with a margin that is a millimetre wider."""
        return draw(TWO_PER_PAGE, renderer=ReportlabRenderer(WITH_SITE, PapillonStyle(margin_mm=14)))()

    def test_nothing_changed(self, kept_in: Path, tmp_path: Path) -> None:
        """This test ensures that what did not change passes and leaves nothing."""
        check_snapshot("two-per-page", CASES["two-per-page"](), tmp_path, kept_in=kept_in)
        assert [path.name for path in tmp_path.iterdir()] == ["kept"]

    @pytest.mark.system
    def test_pictures_are_left(self, changed: bytes, kept_in: Path, tmp_path: Path) -> None:
        """This test ensures that the failure names a folder with what is found, what is expected, and what differs."""
        assert shutil.which("pdftoppm"), "apt-get install poppler-utils"
        with pytest.raises(AssertionError) as caught:
            check_snapshot("two-per-page", changed, tmp_path, kept_in=kept_in)
        assert str(tmp_path) in str(caught.value)
        assert f"{REFRESH}=1 pytest" in str(caught.value)
        for name in ("found", "expected", "difference"):
            assert f"{name}-1.png" in str(caught.value)
            with Image.open(tmp_path / f"{name}-1.png") as picture:
                dark, light = picture.convert("L").getextrema()
                assert (dark, light) == (0, 255), name
        assert "Td" in (tmp_path / "content.diff").read_text(encoding="utf-8")

    @pytest.mark.system
    def test_the_expected_picture_is_that_of_the_snapshot(self, tmp_path: Path) -> None:
        """This test ensures that the expected pictures are those of the document that the snapshot was taken of."""
        before, after = (ReportlabRenderer(style=PapillonStyle(margin_mm=margin)) for margin in (13, 14))
        for name, kept, found in (("before", before, after), ("after", after, before)):
            folder = tmp_path / name
            (folder / "kept").mkdir(parents=True)
            kept_text = snapshot(draw(TWO_PER_PAGE, renderer=kept)())
            (folder / "kept" / "slips.txt").write_text(kept_text, encoding="utf-8")
            with pytest.raises(AssertionError):
                check_snapshot("slips", draw(TWO_PER_PAGE, renderer=found)(), folder, kept_in=folder / "kept")
        for page in (1, 2, 3):
            expected = (tmp_path / "before" / f"expected-{page}.png").read_bytes()
            assert expected == (tmp_path / "after" / f"found-{page}.png").read_bytes()

    def test_without_the_program(
        self, changed: bytes, kept_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """This test ensures that without poppler the documents and the difference are left, and the message says so."""
        monkeypatch.setenv("PATH", "")
        with pytest.raises(AssertionError, match="no pictures: pdftoppm is not installed"):
            check_snapshot("two-per-page", changed, tmp_path, kept_in=kept_in)
        names = {"content.diff", "expected.pdf", "found.pdf", "kept"}
        assert {path.name for path in tmp_path.iterdir()} == names

    def test_a_new_case(self, changed: bytes, kept_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """This test ensures that a case without a snapshot fails until it is accepted, by one command."""
        with pytest.raises(AssertionError, match="new shows something else"):
            check_snapshot("new", changed, tmp_path, kept_in=kept_in)
        monkeypatch.setenv(REFRESH, "1")
        check_snapshot("new", changed, tmp_path, kept_in=kept_in)
        monkeypatch.delenv(REFRESH)
        check_snapshot("new", changed, tmp_path, kept_in=kept_in)
