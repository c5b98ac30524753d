"""Every shipped layout before three judges, who also see what they must refuse."""

import io
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from reportlab.pdfgen.canvas import Canvas

from cyclades_accounts.identifiers import Login
from cyclades_accounts.lists import ListTable
from cyclades_accounts.papillons import FRENCH_PAPILLON_TEXTS, LAYOUTS, TWO_PER_PAGE, AnyPapillon, Layout
from cyclades_accounts.pdf import (
    LARGE_PRINT,
    NOTO_SANS,
    FontFile,
    ListGroups,
    ListStyle,
    PapillonStyle,
    PdfListWriter,
    ReportlabRenderer,
)
from tests.pdf import validators
from tests.pdf.reading import VERA, VISIBLE_ASCII, batch, email_slip, save, slip

Judge = Callable[[Sequence[Path]], list[list[str]]]

WITH_SITE = ReportlabRenderer(evolve(FRENCH_PAPILLON_TEXTS, site_url="https://comptes.example.org/candidats"))
SLIPS = (
    slip(),
    slip("NGUYỄN", "Łukasz İlknur", login="lukasz.nguyen", password="x(y)\\z<&>"),
    slip("de La Rochefoucauld-Doudeauville " * 2, login=f"{'a' * 60}@example.org", password=VISIBLE_ASCII),
    slip("ÖZ", "Li", login="li.oz", division=""),
)
HOST_STYLE = PapillonStyle(text_fonts=[FontFile.at(VERA), NOTO_SANS])
MIXED = (email_slip(), *SLIPS, email_slip("ÖZ", "İlknur", login=f"{'a' * 60}@example.org", division=""), slip())
STACKED = evolve(TWO_PER_PAGE, name="stacked", cut_and_stack=True, new_page_at_group=True)
SWEPT = (*LAYOUTS, STACKED)
"""A new layout joins by itself."""


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The question to veraPDF, compiled."""
    return validators.compile_verapdf(tmp_path_factory.mktemp("classes"))


@pytest.fixture(
    params=[
        validators.page_validation,
        pytest.param(validators.qpdf, marks=pytest.mark.system),
        pytest.param(validators.verapdf, marks=pytest.mark.system),
    ],
    ids=lambda judge: judge.__name__,
)
def judge(request: pytest.FixtureRequest) -> Judge:
    """Each judge in turn."""
    found: Any = request.param
    if found is validators.verapdf:
        compiled = request.getfixturevalue("classes")
        return lambda paths: validators.verapdf(paths, compiled)
    judged: Judge = found
    return judged


def documents(folder: Path, slips: Sequence[AnyPapillon]) -> list[Path]:
    """Return the slips in every layout, plain, with the address of a site, and in large print where it fits."""
    renderers: dict[str, tuple[ReportlabRenderer, Sequence[Layout]]] = {
        "plain": (ReportlabRenderer(), SWEPT),
        "site": (WITH_SITE, SWEPT),
        "large": (ReportlabRenderer(style=LARGE_PRINT), LAYOUTS[:1]),
        "host": (ReportlabRenderer(style=HOST_STYLE), LAYOUTS[:1]),
    }
    return [
        save(content, folder, f"{name}-{layout.name}-{len(slips)}.pdf")
        for name, (renderer, layouts) in renderers.items()
        for layout, content in zip(layouts, renderer.render(batch(*slips), layouts), strict=True)
    ]


def test_every_layout_is_sound(judge: Judge, tmp_path: Path) -> None:
    """This test ensures that no judge finds anything wrong: one slip, unusual ones, e-mail slips too, or a school."""
    numbered = [
        evolve(one, login=Login(f"n{number}.{one.login}")) for number, one in zip(range(150), itertools.cycle(SLIPS))
    ]
    paths = [path for slips in (SLIPS[:1], SLIPS, MIXED, numbered) for path in documents(tmp_path, slips)]
    wrong = {path: found for path, found in zip(paths, judge(paths), strict=True) if found}
    assert wrong == {}


def test_printed_lists_are_sound(judge: Judge, tmp_path: Path) -> None:
    """This test ensures that no judge finds anything wrong with a printed list: of one page or of many."""
    head = ("Remise des papillons", ["Collège Anita Conti"], ["Classe", "Nom", "Identifiant", "Signature"])
    lists = {
        "empty": ListTable(*head, []),
        "untitled": ListTable("", [], [], []),
        "long": ListTable(*head, [[f"3{n // 30}", f"NGUYỄN {n}", "x " * (n % 9 * 30), ""] for n in range(90)]),
        "huge": ListTable(*head, [["3A", "mot " * 3000, "", "x"]]),
    }
    paths = [
        save(PdfListWriter(groups, style=style).write(table), tmp_path, f"{name}-{groups.name}-{number}.pdf")
        for name, table in lists.items()
        for groups in ListGroups
        for number, style in enumerate((ListStyle(), ListStyle(is_landscape=True, text_size_pt=16)))
    ]
    wrong = {path: found for path, found in zip(paths, judge(paths), strict=True) if found}
    assert wrong == {}


def test_untagged_documents_are_refused(judge: Judge, tmp_path: Path) -> None:
    """This test ensures that the judges judge: an untagged document is not accessible, a cut one is not sound."""
    content = io.BytesIO()
    canvas = Canvas(content, invariant=1)
    canvas.drawString(40, 700, "Identifiez-vous")
    canvas.save()
    document = content.getvalue()
    if judge is validators.qpdf:
        document = document[: len(document) // 2]
    (found,) = judge([save(document, tmp_path, "refused.pdf")])
    assert found


def test_a_missing_tag_is_found(judge: Judge, tmp_path: Path) -> None:
    """This test ensures that one mark less in a good document is seen by both judges of accessibility."""
    (good,) = ReportlabRenderer().render(batch(), [LAYOUTS[0]])
    bad = good.replace(b"/H1<</MCID 1>>BDC", b"/Artifact      BMC".ljust(17)[:17], 1)
    assert len(bad) == len(good)
    assert bad != good
    sound, broken = judge([save(good, tmp_path, "good.pdf"), save(bad, tmp_path, "bad.pdf")])
    assert sound == []
    assert bool(broken) is (judge is not validators.qpdf)  # the file's syntax is still right
