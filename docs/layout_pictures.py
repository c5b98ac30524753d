"""A Sphinx extension: pictures of every layout we ship, drawn by the build from invented slips, and never kept.

Fills in ``{{ pictures_of_the_layouts }}``. pypdfium2, of the extra ``docs``, makes pictures of PDFs; no program of the
machine is needed.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pypdfium2
from attrs import evolve, frozen
from sphinx.application import Sphinx
from sphinx.config import Config

from cyclades_accounts.identifiers import AccountId, Login, Uai
from cyclades_accounts.lists import ListTable
from cyclades_accounts.model import Group, Grouping, ProvisionalPassword, end_of_day
from cyclades_accounts.papillons import (
    FRENCH_PAPILLON_TEXTS,
    LAYOUTS,
    ONE_PER_PAGE,
    TWO_PER_PAGE,
    AnyPapillon,
    EmailPapillon,
    Layout,
    Papillon,
    PapillonBatch,
)
from cyclades_accounts.passwords import FRENCH_SPELLING
from cyclades_accounts.pdf import LARGE_PRINT, ListGroups, PapillonStyle, PdfListWriter, ReportlabRenderer

FOLDER: Final = Path(__file__).with_name("_build") / "pictures"
"""Inside the sources, where Sphinx can read it, and outside of what is kept."""

_PAGE_DPI: Final = 110  # sharp on a screen of double density, and readable when clicked on
_PLACE_DPI: Final = 200  # the same, in its real size
_GREYS: Final = 16
_PAGE_MM: Final = 80  # width of the picture of a page
_A4_MM: Final = (210, 297)

PEOPLE: Final = (
    ("AUBIN", "Antoine", "antoine.aubincde", "5ds<JsXkby"),
    ("BŒUF", "Éloïse", "eloise.boeuf", "k7&GnvR4pe"),
    ("DE LA TOUR-MONTCLAR", "Jean-Baptiste", "jean-baptiste.delatourmontclar", "Wt3)hfQ9ma"),
    ("ŁUKASIEWICZ", "Zoé", "zoe.lukasiewicz", "e2Lx+cUs8d"),
    ("NGUYỄN", "Ngọc Ánh", "ngoc-anh.nguyen", "pR6!wTqa4K"),
    ("ÖZ", "Li", "li.oz", "hY8=dmCz5v"),
)
EMAIL: Final = ("MARTIN", "Léa", "lea.martin@example.org")
TEXTS: Final = evolve(FRENCH_PAPILLON_TEXTS, site_url="https://comptes.example.org")


@frozen
class Picture:
    """What one picture shows."""

    name: str
    label: str
    content: bytes
    """A PDF, of which the first page is drawn."""
    place: tuple[float, float, float, float] | None = None
    """The part of the page that is shown, in its real size: millimetres from the left, lower, right and upper edge.
    ``None``: the whole page, smaller."""


def slips(count: int) -> tuple[Papillon, ...]:
    """Return invented slips."""
    chosen = [(*PEOPLE[number % len(PEOPLE)], number // len(PEOPLE) + 1) for number in range(count)]
    return tuple(
        Papillon(
            account_id=AccountId(f"account {login}{turn}"),
            credential_version=1,
            family_name=family_name,
            given_names=given_names,
            birth_date=None,
            group=Group(Grouping.DIVISION, (f"3{'ABCDEF'[turn - 1]}",)),
            division=f"3{'ABCDEF'[turn - 1]}",
            login=Login(login if turn == 1 else f"{login}{turn}"),
            password=ProvisionalPassword(password[turn - 1 :] + password[: turn - 1]),
            expires_at=end_of_day(date(2025, 12, 31)),
        )
        for family_name, given_names, login, password, turn in chosen
    )


def email_slip() -> EmailPapillon:
    """Return the slip of somebody who logs in by e-mail."""
    family_name, given_names, address = EMAIL
    group = Group(Grouping.DIVISION, ("3A",))
    last_day = date(2025, 12, 31)
    return EmailPapillon(
        AccountId("account e-mail"), family_name, given_names, None, group, "3A", Login(address), last_day
    )


def draw(papillons: Sequence[AnyPapillon], layout: Layout, renderer: ReportlabRenderer) -> bytes:
    """Return the slips in a layout."""
    days = date(2025, 12, 31), date(2025, 1, 14)
    batch = PapillonBatch(Uai("0352686Z"), "Collège Anita Conti", "DNB 2025", *days, tuple(papillons))
    return renderer.render(batch, [layout])[0]


def pictures() -> Iterator[Picture]:
    """Give every picture: a page of each layout, a label of each in its real size, other styles, the list to sign."""
    renderer = ReportlabRenderer(TEXTS)
    for layout in LAYOUTS:
        content = draw(slips(layout.places), layout, renderer)
        yield Picture(layout.name, layout.label, content)
        if layout.is_label:
            yield Picture(f"{layout.name}-place", f"{layout.label}, grandeur nature", content, _first_place(layout))
    yield Picture("large-print", "Gros caractères", draw(slips(1), ONE_PER_PAGE, evolve(renderer, style=LARGE_PRINT)))
    spelled = evolve(renderer, style=PapillonStyle(spelling=FRENCH_SPELLING))
    yield Picture("spelled", "Mot de passe épelé", draw(slips(1), ONE_PER_PAGE, spelled))
    pair = (slips(1)[0], email_slip())
    yield Picture("email", "Avec adresse électronique, en bas", draw(pair, TWO_PER_PAGE, renderer))
    rows = [(slip.division, slip.full_name, slip.login, "", "") for slip in slips(27)]
    columns = ["Division de classe", "Nom et prénoms", "Identifiant de connexion", "Remis le", "Signature"]
    subject = ["Collège Anita Conti (0352686Z)", "Session DNB 2025", "Fait le 14/01/2025 09:30"]
    table = ListTable("Remise des papillons de connexion", subject, columns, rows)
    yield Picture("hand-out", "Liste d'émargement", PdfListWriter(ListGroups.UNDER_HEADINGS).write(table))


def _first_place(layout: Layout) -> tuple[float, float, float, float]:
    width, height = (
        (whole - 2 * margin - (count - 1) * gap) / count
        for whole, margin, gap, count in zip(
            _A4_MM,
            (layout.margin_x_mm, layout.margin_y_mm),
            (layout.gap_x_mm, layout.gap_y_mm),
            (layout.columns, layout.rows),
            strict=True,
        )
    )
    left, lower = layout.margin_x_mm, _A4_MM[1] - layout.margin_y_mm - height
    return left, lower, _A4_MM[0] - left - width, layout.margin_y_mm


def markdown(found: Picture) -> str:
    """Write the picture into :data:`FOLDER`, and return it as Markdown."""
    page, point = pypdfium2.PdfDocument(found.content)[0], 72 / 25.4
    if found.place is None:
        width, scale = float(_PAGE_MM), _PAGE_DPI / 72
    else:
        width, scale = _A4_MM[0] - found.place[0] - found.place[2], _PLACE_DPI / 72
    crop: Any = tuple(millimetres * point for millimetres in found.place or (0, 0, 0, 0))
    picture = page.render(scale=scale, crop=crop).to_pil().convert("L").quantize(_GREYS)
    picture.save(FOLDER / f"{found.name}.png", optimize=True)
    options = [f":alt: {found.label}", f":width: {width:g}mm", ":class: papillon"]
    lines = [f"```{{figure}} ../_build/pictures/{found.name}.png", *options, "", found.label, "```"]
    return "\n".join(lines)


def substitute(app: Sphinx, config: Config) -> None:
    """Draw the pictures, and put them where the page asks for them."""
    del app
    FOLDER.mkdir(parents=True, exist_ok=True)
    shown = "\n\n".join(["````{container} papillons", *map(markdown, pictures()), "````"])
    config.myst_substitutions = {**config.myst_substitutions, "pictures_of_the_layouts": shown}


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the extension."""
    app.connect("config-inited", substitute)
    app.add_css_file("papillons.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
