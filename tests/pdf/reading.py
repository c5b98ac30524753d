"""Invented slips, and the slips of a PDF read back with pypdf: what is said, and where it stands."""

import io
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from pypdf import PageObject, PdfReader

from cyclades_accounts.identifiers import AccountId, Login
from cyclades_accounts.model import Group, Grouping, ProvisionalPassword
from cyclades_accounts.papillons import (
    ONE_PER_PAGE,
    TWO_PER_PAGE,
    AnyPapillon,
    EmailPapillon,
    Layout,
    Papillon,
    PapillonBatch,
)
from cyclades_accounts.pdf import ReportlabRenderer
from tests.support import SCHOOL, SESSION, UAI

PAGE_WIDTH, PAGE_HEIGHT = 595.2756, 841.8898  # A4 in points
BOTH = (ONE_PER_PAGE, TWO_PER_PAGE)
RENDERER = ReportlabRenderer()
VERA = Path(str(resources.files("reportlab") / "fonts" / "Vera.ttf"))
"""A font file that is on every machine with reportlab; 2048 units to the em, and no Vietnamese."""
VISIBLE_ASCII = "".join(map(chr, range(33, 127)))
MEMO_PASSWORD = "5ds<JsXkby"


def slip(
    family_name: str = "AUBIN",
    given_names: str = "Antoine",
    *,
    login: str = "antoine.aubincde",
    password: str = MEMO_PASSWORD,
    division: str = "3A",
) -> Papillon:
    """Return a slip; that of the memo's example unless told otherwise."""
    return Papillon(
        account_id=AccountId(f"account of {login}"),
        credential_version=1,
        family_name=family_name,
        given_names=given_names,
        birth_date=None,
        group=Group(Grouping.DIVISION, (division,)),
        division=division,
        login=Login(login),
        password=ProvisionalPassword(password),
        expires_at=SESSION.ends_at,
    )


def email_slip(
    family_name: str = "MARTIN",
    given_names: str = "Léa",
    *,
    login: str = "lea.martin@example.org",
    division: str = "3A",
) -> EmailPapillon:
    """Return a slip of somebody who logs in by e-mail."""
    return EmailPapillon(
        account_id=AccountId(f"account of {login}"),
        family_name=family_name,
        given_names=given_names,
        birth_date=None,
        group=Group(Grouping.DIVISION, (division,)),
        division=division,
        login=Login(login),
        last_day=date(2025, 12, 31),
    )


def batch(*papillons: AnyPapillon, **changes: Any) -> PapillonBatch:
    """Return a batch of slips, of :data:`tests.support.SCHOOL` unless told otherwise."""
    given: dict[str, Any] = {
        "uai": UAI,
        "school_name": SCHOOL.name,
        "session": "DNB 2025",
        "last_day": date(2025, 12, 31),
        "made_on": date(2025, 1, 14),
        "papillons": papillons or (slip(),),
    }
    return PapillonBatch(**{**given, **changes})


def rows(number: int) -> Layout:
    """Return a layout of so many slips on a page."""
    return Layout(f"{number}-rows", f"{number} papillons par page", number)


@frozen
class Fragment:
    """A piece of a line as it stands in the PDF."""

    text: str
    x: float
    """Left end of its line, in points from the left edge of the page."""
    y: float
    """Baseline, in points from the lower edge of the slip."""
    size: float
    font: str


@frozen
class ReadSlip:
    """A slip as a reader finds it."""

    page: int
    """Counted from 0."""
    row: int
    """Counted from 0, from the top."""
    fixed: tuple[Fragment, ...]
    own: tuple[Fragment, ...]

    @property
    def _password_label_y(self) -> float:
        return next(fragment.y for fragment in self.fixed if fragment.text.startswith("Votre mot de passe"))

    @property
    def codes(self) -> list[Fragment]:
        """What is set in the monospaced face."""
        return [fragment for fragment in self.own if "JetBrainsMono" in fragment.font]

    @property
    def login(self) -> str:
        """The login, its lines put together."""
        return "".join(fragment.text for fragment in self.codes if fragment.y > self._password_label_y)

    @property
    def password(self) -> str:
        """The password, its lines put together."""
        return "".join(fragment.text for fragment in self.codes if fragment.y < self._password_label_y)

    @property
    def name(self) -> str:
        """The name without its spaces, which do not outlive a line break."""
        return "".join(fragment.text for fragment in self._own_column(left=True)).replace(" ", "")

    @property
    def division(self) -> str:
        """The class and its label, without spaces."""
        return "".join(fragment.text for fragment in self._own_column(left=False)).replace(" ", "")

    def _own_column(self, *, left: bool) -> list[Fragment]:
        return [f for f in self.own if f not in self.codes and (f.x < PAGE_WIDTH / 2) == left]


def read_slips(content: bytes, layout: Layout) -> list[ReadSlip]:
    """Return the slips of a document in the order in which a reader meets them."""
    height = PAGE_HEIGHT / layout.rows
    found: list[ReadSlip] = []
    pages = PdfReader(io.BytesIO(content)).pages
    fixed, classes = _drawn_once(pages[0], "/B"), _drawn_once(pages[0], "/D")  # all pages share what is drawn once
    for number, page in enumerate(pages):
        everything = _fragments(page.extract_text)
        starts = [index for index, fragment in enumerate(everything) if fragment == fixed[0]]
        for start, end in zip(starts, [*starts[1:], len(everything)], strict=True):
            shown = everything[start:end]
            assert [fragment for fragment in shown if fragment in fixed] == fixed
            own = [fragment for fragment in shown if fragment not in fixed]
            row = int((PAGE_HEIGHT - own[0].y) // height)
            below = PAGE_HEIGHT - (row + 1) * height
            # pypdf counts from the corner of the slip in what is drawn once, and from that of the page in all else
            moved = (f if f in classes else evolve(f, y=f.y - below) for f in own)
            found.append(ReadSlip(number, row, tuple(fixed), tuple(moved)))
    return found


def drawn_forms(content: bytes) -> list[list[str]]:
    """Return, page by page, the names of the parts drawn once and used there: ``F`` (of a slip), ``X`` (cut lines)."""
    return [
        re.findall(r"/(F|X) Do", page.get_contents().get_data().decode("latin-1"))  # type: ignore[union-attr]  # pypdf types any object
        for page in PdfReader(io.BytesIO(content)).pages
    ]


def _drawn_once(page: PageObject, prefix: str) -> list[Fragment]:
    """Return what the forms of these names show: ``/B`` (parts of a slip), ``/D`` (classes)."""
    forms: Any = page["/Resources"]["/XObject"]  # type: ignore[index]  # pypdf types any object
    drawn = [form.get_object() for name, form in forms.items() if name.startswith(prefix)]
    return [fragment for form in drawn for fragment in _fragments(partial(page.extract_xform_text, form))]


def _fragments(extract: Callable[..., object]) -> list[Fragment]:
    found: list[Fragment] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        if text.strip("\n"):
            found.append(Fragment(text.strip("\n"), cm[4] + tm[4], cm[5] + tm[5], size, font["/BaseFont"]))

    extract(visitor_text=visit)
    return found


def save(content: bytes, folder: Path, name: str) -> Path:
    """Keep a document so that somebody can look at it, and return its path for the assertion's message."""
    path = folder / name
    path.write_bytes(content)
    return path
