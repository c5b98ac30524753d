"""The slip of a candidate who logs in by e-mail, in the same pile as the others: M8."""

import io
from typing import Any

import pytest
from attrs import evolve
from pypdf import PdfReader

from cyclades_accounts.errors import InvalidValueError, UnprintableTextError
from cyclades_accounts.papillons import FRENCH_PAPILLON_TEXTS, LAYOUTS, ONE_PER_PAGE, TWO_PER_PAGE, Layout
from cyclades_accounts.pdf import ReportlabRenderer
from tests.pdf.reading import MEMO_PASSWORD, RENDERER, batch, email_slip, slip

SITE = "https://comptes.example.org/candidats"
WITH_SITE = ReportlabRenderer(evolve(FRENCH_PAPILLON_TEXTS, site_url=SITE))
TEXTS = FRENCH_PAPILLON_TEXTS


def said(content: bytes) -> list[str]:
    """Return what each page says, on one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_what_it_says() -> None:
    """This test ensures that it says which address is the login, how to recover the password, whom to ask, and where.

    And that it has everything else of a slip, in its place among the others.
    """
    (content,) = WITH_SITE.render(batch(slip(), email_slip(), slip(login="last")), [ONE_PER_PAGE])
    first, shown, last = said(content)
    for text in (
        "Candidat : MARTIN Léa Classe : 3A",
        f"{TEXTS.login_label} lea.martin@example.org",
        f"{TEXTS.email_password_label} {TEXTS.email_password}",
        TEXTS.email_introduction,
        TEXTS.email_recovery_note,
        TEXTS.usage,
        TEXTS.email_help_note,
        f"Adresse du site : {SITE}",
    ):
        assert text in shown
    for text in (MEMO_PASSWORD, TEXTS.password_label, TEXTS.introduction, "provisoire", "papillon"):
        assert text not in shown
    assert MEMO_PASSWORD in first
    assert MEMO_PASSWORD in last


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_layout_has_one(layout: Layout) -> None:
    """This test ensures that labels have such a slip too, however long the address, and that no password is on it."""
    address = f"{'maximilienne.' * 6}@example.org"
    (content,) = RENDERER.render(batch(email_slip(login=address)), [layout])
    shown = said(content)[0]
    assert address in shown.replace(" ", "")
    assert (TEXTS.email_label_note if layout.is_label else TEXTS.email_recovery_note) in shown
    assert TEXTS.password_label not in shown


def test_other_slips_stay_as_they_are() -> None:
    """This test ensures that a slip with a password says the same beside an e-mail slip as alone."""
    alone, mixed = (RENDERER.render(batch(*slips), [TWO_PER_PAGE])[0] for slips in ([slip()], [slip(), email_slip()]))
    assert said(mixed)[0].startswith(said(alone)[0])
    assert RENDERER.render(batch(slip()), [TWO_PER_PAGE])[0] == alone


def test_each_kind_has_its_own_parts() -> None:
    """This test ensures that the marks of a page lead to the parts of each kind, whichever has more of them."""
    renderer = ReportlabRenderer(evolve(TEXTS, email_recovery_note="", email_help_note=""))
    (content,) = renderer.render(batch(email_slip(), slip(), email_slip()), [TWO_PER_PAGE])
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.root_object["/StructTreeRoot"]
    tree: dict[Any, Any] = {}
    for leaf in root["/ParentTree"]["/Kids"]:
        entries = leaf.get_object()["/Nums"]
        tree.update(zip(entries[::2], entries[1::2], strict=True))
    for page in reader.pages:
        marked: Any = tree[page["/StructParents"]]
        assert [element.get_object()["/K"] for element in marked] == list(range(len(marked)))
    assert [len(section.get_object()["/K"]) for section in root["/K"]["/K"]] == [8, 11, 8]


@pytest.mark.parametrize(
    ("field", "changes"),
    [("family_name", {"family_name": "李"}), ("division", {"division": "ა"}), ("login", {"login": "ა@example.org"})],
)
def test_what_cannot_be_printed_is_refused(field: str, changes: dict[str, str]) -> None:
    """This test ensures that a character which no font has is refused with the candidate's name, as on any slip."""
    refused = email_slip(**changes)
    with pytest.raises(UnprintableTextError) as caught:
        RENDERER.render(batch(slip(), refused), [ONE_PER_PAGE])
    assert (caught.value.candidate, caught.value.field) == (refused.full_name, field)


def test_texts_too_long_for_it() -> None:
    """This test ensures that texts which fit on the other slips and not on this one are refused, only where it is."""
    renderer = ReportlabRenderer(evolve(TEXTS, email_help_note="à lire " * 400))
    assert renderer.render(batch(), [TWO_PER_PAGE])
    with pytest.raises(InvalidValueError, match="rows"):
        renderer.render(batch(email_slip()), [TWO_PER_PAGE])
