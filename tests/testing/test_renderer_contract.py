"""The contract of a renderer passes for good renderers, and catches those with a fault planted in them."""

# ruff: noqa: D102  # a faulty renderer says in its class docstring what is wrong with its one method

import csv
import functools
import html
import io
import itertools
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

import pytest
from attrs import evolve
from html_letters import HtmlLetters
from hypothesis import Phase, settings
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cyclades_accounts.errors import UnprintableTextError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.model import ProvisionalPassword
from cyclades_accounts.papillons import (
    LAYOUTS,
    ONE_PER_PAGE,
    TWO_PER_PAGE,
    AnyPapillon,
    DocumentFormat,
    Layout,
    Papillon,
    PapillonBatch,
)
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.testing import PapillonRendererContract, PdfReading
from cyclades_accounts.testing.contract._base import laws
from cyclades_accounts.testing.contract._pdf_reading import _places
from cyclades_accounts.testing.contract._renderer_fixtures import (
    CHARACTERS,
    STACKED,
    STACKED_APART,
    RendererFixtures,
    samples,
)
from tests.testing.test_html_letters import TestHtmlLetters as HtmlReading

TESTS = sorted(name for name in dir(PapillonRendererContract) if name.startswith("test"))


class TestReportlab(PdfReading, PapillonRendererContract):
    """The renderer that we ship."""

    @pytest.fixture
    def renderer(self) -> ReportlabRenderer:
        """The renderer to prove."""
        return ReportlabRenderer()

    @pytest.fixture
    def new_renderer(self) -> Callable[[], ReportlabRenderer]:
        """Another one."""
        return ReportlabRenderer


class FewLayouts(PdfReading, PapillonRendererContract):
    """Enough of them for a fault in the pages to show."""

    layouts: ClassVar = (TWO_PER_PAGE, STACKED, STACKED_APART)


class CsvLabels:
    """A file for a label printer, the smallest right renderer; it knows no character outside Latin."""

    format: ClassVar = DocumentFormat("CSV", "text/csv", "csv")

    def undrawable(self, text: str) -> str:
        """What is outside Latin."""
        return "".join(character for character in text if character > "\u1eff" and character not in "’ʼ‑–")

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Check everything, then write."""
        if len(batch.with_password) < len(batch.papillons):
            raise NotImplementedError
        for slip in batch.with_password:
            for name in ("family_name", "given_names", "division", "login"):
                for character in self.undrawable(getattr(slip, name)):
                    raise UnprintableTextError(slip.full_name, name, character)
            if max(slip.password.reveal()) > "~":
                raise UnprintableTextError(slip.full_name, "password", "")
        return [self._document(batch) for _ in layouts]

    @staticmethod
    def _document(batch: PapillonBatch) -> bytes:
        content = io.StringIO(newline="")
        rows = ((slip.full_name, slip.division, slip.login, slip.password.reveal()) for slip in batch.with_password)
        csv.writer(content).writerows(rows)
        return content.getvalue().encode()


class TestCsvLabels(PapillonRendererContract):
    """A label printer has no pages."""

    layouts: ClassVar = (ONE_PER_PAGE,)
    covered = None
    has_email_papillons = False
    has_metadata = False
    has_pages = False

    @pytest.fixture
    def renderer(self) -> CsvLabels:
        """The renderer to prove."""
        return CsvLabels()

    def slips_of(self, document: bytes, layout: Layout) -> Sequence[str]:
        """Read the rows."""
        return ["\n".join(row) for row in csv.reader(io.StringIO(document.decode(), newline=""))]


class TestForgotten(RendererFixtures):
    """A host that inherits the contract and overrides nothing."""

    def test_renderer_must_be_overridden(self, request: pytest.FixtureRequest) -> None:
        """The error names the class and the fixture."""
        with pytest.raises(NotImplementedError, match="TestForgotten must override the fixture «renderer»"):
            request.getfixturevalue("renderer")

    def test_reading_must_be_told(self) -> None:
        """The error names the class and the method; the same for what stands outside the slips."""
        with pytest.raises(NotImplementedError, match="TestForgotten must say in «slips_of»"):
            self.slips_of(b"", ONE_PER_PAGE)
        with pytest.raises(NotImplementedError, match="or has_pages = False"):
            self.pages_of(b"", ONE_PER_PAGE)
        with pytest.raises(NotImplementedError, match="or has_metadata = False"):
            self.metadata_of(b"")


class DropsLayout(HtmlLetters):
    """The first layout only."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        return super().render(batch, layouts[:1])


class SortsLayouts(HtmlLetters):
    """Documents in an order of its own."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        return super().render(batch, sorted(layouts, key=lambda layout: layout.name))


class Dated(HtmlLetters):
    """A random id in the document."""

    counter = itertools.count()

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        return [b"<!-- %d -->" % next(self.counter) + document for document in super().render(batch, layouts)]


class Numbered(HtmlLetters):
    """Each renderer of a process has a number."""

    counter = itertools.count()

    def __init__(self) -> None:
        self.number = next(self.counter)

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        return [b"<!-- %d -->" % self.number + document for document in super().render(batch, layouts)]


class SharesState(HtmlLetters):
    """The batch in an attribute, where another thread finds it."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        self.batch: PapillonBatch | None = batch
        time.sleep(0.02)
        found = super().render(self.batch, layouts)
        if threading.current_thread() is threading.main_thread():
            self.batch = None
        return found


class LeavesOut(HtmlLetters):
    """No slip for those who log in by e-mail."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        return super().render(evolve(batch, papillons=batch.with_password), layouts)


class LosesLast(HtmlLetters):
    """The last slip of a full page is missing."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        slips = batch.papillons
        return super().render(evolve(batch, papillons=slips[:-1] if len(slips) > 1 else slips), layouts)


class DoublesFirst(HtmlLetters):
    """The first slip twice."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        return super().render(evolve(batch, papillons=(batch.papillons[0], *batch.papillons)), layouts)


class Sorts(HtmlLetters):
    """By login."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        return super().render(
            evolve(batch, papillons=tuple(sorted(batch.papillons, key=lambda slip: slip.login))), layouts
        )


class Swaps(HtmlLetters):
    """Passwords one slip further."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        slips = batch.with_password
        moved = tuple(evolve(a, password=b.password) for a, b in zip(slips, (*slips[1:], slips[0]), strict=True))
        return super().render(evolve(batch, papillons=moved), layouts)


class Mixes(HtmlLetters):
    """The first candidate's name on every slip."""

    def _document(self, batch: PapillonBatch, layout: Layout) -> str:
        first = html.escape(batch.papillons[0].full_name)
        return super()._document(batch, layout).replace("<dl>", f"{first}<dl>")


class EscapesNothing(HtmlLetters):
    """``<`` is markup."""

    def _letter(self, slip: AnyPapillon) -> str:
        return html.unescape(super()._letter(slip))


class Template(HtmlLetters):
    """The password goes through a template, which takes a character for its own."""

    def _letter(self, slip: AnyPapillon) -> str:
        return super()._letter(slip).replace("~", " ")


class Cuts(HtmlLetters):
    """Long names are clipped."""

    def _letter(self, slip: AnyPapillon) -> str:
        return super()._letter(evolve(slip, family_name=slip.family_name[:20]))


class Ascii(HtmlLetters):
    """A question mark for what is no ASCII."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        return [
            self._document(batch, layout).encode("latin-1", "replace").decode("latin-1").encode() for layout in layouts
        ]


class RefusesEverybody(HtmlLetters):
    """Nobody gets a slip."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        raise UnprintableTextError(batch.papillons[0].full_name, "family_name", "A")


class RefusesByPosition(HtmlLetters):
    """The check stops at the first slip."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        CsvLabels().render(evolve(batch, papillons=batch.papillons[:1]), ())
        return super().render(batch, layouts)


class NamesNobody(HtmlLetters):
    """A refusal without the candidate."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        try:
            CsvLabels().render(batch, ())
        except UnprintableTextError as refusal:
            raise UnprintableTextError("somebody", refusal.field, refusal.character) from None
        return super().render(batch, layouts)


class ShowsPassword(HtmlLetters):
    """The password in the refusal."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        for slip in batch.with_password:
            if not slip.password.reveal().isascii():
                raise UnprintableTextError(slip.full_name, "password", slip.password.reveal())
        return super().render(batch, layouts)


class Nameless(HtmlLetters):
    """The extension alone."""

    format: Any = "html"


class PromisesTooMuch(HtmlLetters):
    """All characters are well until a school waits for its slips."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        CsvLabels().render(batch, ())
        return super().render(batch, layouts)


class TooCareful(HtmlLetters):
    """Names of other schools than ours."""

    def undrawable(self, text: str) -> str:
        return "".join(character for character in text if not character.isascii())


class Accumulates(HtmlLetters):
    """Slips of earlier calls come again."""

    def __init__(self) -> None:
        self.slips: list[AnyPapillon] = []

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        self.slips += batch.papillons
        return super().render(evolve(batch, papillons=tuple(self.slips)), layouts)


class Remembers(HtmlLetters):
    """A cache of what was drawn."""

    def __init__(self) -> None:
        self.drawn: dict[str, str] = {}

    def _letter(self, slip: AnyPapillon) -> str:
        return self.drawn.setdefault(slip.login, super()._letter(slip))


class Titled(HtmlLetters):
    """The first candidate in the title."""

    def _document(self, batch: PapillonBatch, layout: Layout) -> str:
        first = html.escape(batch.papillons[0].full_name)
        return super()._document(batch, layout).replace("<title>", f"<title>{first}")


class Raises(HtmlLetters):
    """A candidate without a class, whom its author never expected."""

    def _letter(self, slip: AnyPapillon) -> str:
        if not slip.division:
            raise ValueError(slip.division)
        return super()._letter(slip)


class TakesLayouts(HtmlLetters):
    """The list of layouts is empty afterwards."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        found = super().render(batch, layouts)
        if isinstance(layouts, list):
            layouts.clear()
        return found


class NoClass(HtmlLetters):
    """Nobody sorts the pile by class."""

    def _letter(self, slip: AnyPapillon) -> str:
        return super()._letter(evolve(slip, division=""))


class CutsLogin(HtmlLetters):
    """A column of 40 characters."""

    def _letter(self, slip: AnyPapillon) -> str:
        return super()._letter(evolve(slip, login=Login(slip.login[:40])))


class CutsPassword(HtmlLetters):
    """A column of 11 characters, which holds every password of the default policy."""

    def _letter(self, slip: AnyPapillon) -> str:
        if isinstance(slip, Papillon):
            slip = evolve(slip, password=ProvisionalPassword(slip.password.reveal()[:11]))
        return super()._letter(slip)


class IgnoresLayouts(ReportlabRenderer):
    """One slip per page, whatever is asked."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> tuple[bytes, ...]:
        return super().render(batch, [ONE_PER_PAGE] * len(layouts))


class NeverStacks(ReportlabRenderer):
    """A pile that is out of order once it is cut."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> tuple[bytes, ...]:
        return super().render(batch, [evolve(layout, cut_and_stack=False) for layout in layouts])


class NeverApart(ReportlabRenderer):
    """Two classes on a page."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> tuple[bytes, ...]:
        return super().render(batch, [evolve(layout, new_page_at_group=False) for layout in layouts])


class AlwaysApart(ReportlabRenderer):
    """Paper wasted where nobody asked for a page of its own."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> tuple[bytes, ...]:
        return super().render(batch, [evolve(layout, new_page_at_group=True) for layout in layouts])


class NoCover(ReportlabRenderer):
    """Covers left out."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> tuple[bytes, ...]:
        return super().render(batch, [evolve(layout, cover_at_group=False) for layout in layouts])


class BlankPage(ReportlabRenderer):
    """A page too much at the end."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> tuple[bytes, ...]:
        found = []
        for document in super().render(batch, layouts):
            writer, content = PdfWriter(clone_from=io.BytesIO(document)), io.BytesIO()
            writer.add_blank_page()
            writer.write(content)
            found.append(content.getvalue())
        return tuple(found)


class KeepsBatch(HtmlLetters):
    """The batch in an attribute, for the error report of another day."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        self.last = batch
        return super().render(batch, layouts)


class KeepsTexts(HtmlLetters):
    """Escaped texts in a dictionary of mere texts, which the garbage collector does not list."""

    def __init__(self) -> None:
        self.passwords: dict[str, str] = {}

    def _letter(self, slip: AnyPapillon) -> str:
        if isinstance(slip, Papillon):
            self.passwords[slip.login] = html.escape(slip.password.reveal())
        return super()._letter(slip)


class KeepsDocument(HtmlLetters):
    """The last document, in a cell of a function."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        found = super().render(batch, layouts)
        self.again = lambda: found[0]
        return found


class Memoizes(HtmlLetters):
    """A cache of a function, outside of every renderer."""

    @staticmethod
    @functools.lru_cache(maxsize=8)
    def escaped(text: str) -> str:
        return html.escape(text)

    def _letter(self, slip: AnyPapillon) -> str:
        if isinstance(slip, Papillon):
            self.escaped(slip.password.reveal())
        return super()._letter(slip)


FAULTS: dict[Callable[[], Any], str] = {
    DropsLayout: "test_one_document_for_each_layout",
    SortsLayouts: "test_one_document_for_each_layout",
    Dated: "test_same_bytes_twice",
    Numbered: "test_same_bytes_twice",
    SharesState: "test_same_bytes_from_threads",
    LosesLast: "test_every_slip_once",
    DoublesFirst: "test_every_slip_once",
    Sorts: "test_order_is_kept",
    NeverStacks: "test_order_is_kept",
    NeverApart: "test_pages_are_full",
    AlwaysApart: "test_pages_are_full",
    NoCover: "test_covers",
    BlankPage: "test_pages_are_full",
    KeepsBatch: "test_no_password_outlives_the_call",
    KeepsTexts: "test_no_password_outlives_the_call",
    KeepsDocument: "test_no_password_outlives_the_call",
    Memoizes: "test_no_password_outlives_the_call",
    Swaps: "test_login_and_password_together",
    LeavesOut: "test_email_slips",
    Mixes: "test_nothing_of_another",
    EscapesNothing: "test_password_of_the_memo",
    Template: "test_every_character_of_a_password",
    Cuts: "test_names_are_whole_or_refused",
    Ascii: "test_names_are_whole_or_refused",
    RefusesEverybody: "test_names_are_whole_or_refused",
    RefusesByPosition: "test_refusal_is_the_same_for_all_places",
    NamesNobody: "test_refusal_is_the_same_for_all_places",
    ShowsPassword: "test_refusal_shows_no_password",
    Nameless: "test_what_it_makes_is_told",
    PromisesTooMuch: "test_what_cannot_be_drawn_is_told_before",
    TooCareful: "test_what_cannot_be_drawn_is_told_before",
    Accumulates: "test_nothing_is_kept_for_the_next_call",
    Remembers: "test_nothing_is_kept_for_the_next_call",
    TakesLayouts: "test_batch_is_untouched",
    NoClass: "test_candidate_is_named",
    CutsLogin: "test_long_logins",
    CutsPassword: "test_every_character_of_a_password",
    Titled: "test_metadata_are_private",
    Raises: "test_any_batch",
}
"""Faulty renderers, each with the test of the contract that names its fault."""


@pytest.fixture(autouse=True, scope="module")
def _no_shrinking() -> Iterator[None]:
    """Stop at the first example that fails: nobody reads those of the faulty renderers, and the smallest takes long."""
    # Hypothesis gives no other way to change the settings of a test that another module decorated.
    name = "_hypothesis_internal_use_settings"
    with pytest.MonkeyPatch.context() as patch:
        for test in TESTS:
            function = getattr(PapillonRendererContract, test)
            if hasattr(function, name):
                patch.setattr(function, name, settings(laws, phases=[Phase.generate], database=None))
        yield


@pytest.mark.parametrize(("faulty", "test"), FAULTS.items(), ids=lambda value: getattr(value, "__name__", "by"))
def test_faults_are_caught(faulty: Callable[[], Any], test: str) -> None:
    """The test whose sentence a renderer breaks fails for it, and passes for the renderer without the fault."""
    pages = isinstance(faulty(), ReportlabRenderer)
    host = FewLayouts() if pages else HtmlReading()

    def run(make: Callable[[], Any]) -> None:
        further = {"new_renderer": make} if test == "test_same_bytes_twice" else {}
        getattr(host, test)(renderer=make(), **further)

    run(ReportlabRenderer if pages else HtmlLetters)
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever the fault raises, or an assertion
        run(faulty)


def test_ignored_layouts_are_caught() -> None:
    """A PDF whose slips stand elsewhere than the layout says is caught: the labels would not be where the glue is."""
    with pytest.raises((AssertionError, ValueError)):
        TestReportlab().test_every_slip_once(renderer=IgnoresLayouts())


def test_every_test_has_its_sentence() -> None:
    """Every public test of the contract says in its docstring what it ensures, and has a fault that it catches."""
    assert set(FAULTS.values()) == set(TESTS)
    for name in TESTS:
        assert getattr(PapillonRendererContract, name).__doc__.strip().endswith("."), name


def test_samples_share_nothing() -> None:
    """No text of a sample stands in another's, so that what is found on a slip has one owner."""
    slips = samples(60).with_password
    for one, other in itertools.permutations(slips, 2):
        for name in ("family_name", "given_names", "login"):
            assert getattr(one, name) not in getattr(other, name)
        assert one.password.reveal() not in other.password.reveal()
    assert len(set(CHARACTERS)) == len(CHARACTERS) == 94


def test_another_renderer_is_the_same_unless_told() -> None:
    """``new_renderer`` gives the same renderer unless a host overrides it."""
    renderer = HtmlLetters()
    assert RendererFixtures.new_renderer.__wrapped__(RendererFixtures(), renderer)() is renderer  # type: ignore[attr-defined]  # pytest's own


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_pdf_is_read_place_by_place(layout: Layout) -> None:
    """Text and forms are read in the place where they are drawn; what is outside the grid, and images, in none."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(595.2756, 841.8898), invariant=1)
    canvas.beginForm("once")
    canvas.drawString(2, 2, "once")
    canvas.endForm()
    canvas.drawString(5000, 5000, "outside")
    millimetre = 72 / 25.4
    for place in range(layout.places):
        row, column = divmod(place, layout.columns)
        width = (595.2756 - 2 * layout.margin_x_mm * millimetre + layout.gap_x_mm * millimetre) / layout.columns
        height = (841.8898 - 2 * layout.margin_y_mm * millimetre + layout.gap_y_mm * millimetre) / layout.rows
        left, top = layout.margin_x_mm * millimetre + column * width, layout.margin_y_mm * millimetre + row * height
        canvas.saveState()
        canvas.translate(left + 10, 841.8898 - top - 20)
        canvas.drawString(0, 0, f"place {place} ")
        canvas.doForm("once")
        canvas.drawImage(ImageReader(Image.new("L", (1, 1))), 0, 0, 1, 1)
        canvas.restoreState()
    canvas.save()
    read = [re.sub(r"\s+", " ", text).strip() for text in _places(PdfReader(content).pages[0], layout)]
    assert read == [f"place {place} once" for place in range(layout.places)]
    assert [text.split()[1] for text in PdfReading().slips_of(content.getvalue(), layout)] == [
        str(place) for place in range(layout.places)
    ]
    assert "untitled" in PdfReading().metadata_of(content.getvalue())
