"""The password spelled out on the slip, where the style asks for it; and what to do at the first login."""

import io
from pathlib import Path

import pytest
from attrs import evolve
from pypdf import PdfReader

from cyclades_accounts.errors import UnprintableTextError
from cyclades_accounts.papillons import (
    FRENCH_PAPILLON_TEXTS,
    LAYOUTS,
    ONE_PER_PAGE,
    TWO_PER_PAGE,
    AnyPapillon,
    EmailPapillon,
)
from cyclades_accounts.passwords import FRENCH_SPELLING
from cyclades_accounts.pdf import SMALLEST_TEXT_PT, FontFile, PapillonStyle, ReportlabRenderer
from tests.pdf import validators
from tests.pdf.reading import RENDERER, VERA, VISIBLE_ASCII, batch, email_slip, read_slips, save, slip

SITE = evolve(FRENCH_PAPILLON_TEXTS, site_url="https://comptes.example.org/candidats")
SPELLED = ReportlabRenderer(SITE, PapillonStyle(spelling=FRENCH_SPELLING))
SLIPS: tuple[AnyPapillon, ...] = (
    slip(),
    email_slip(),
    slip("NGUYỄN", "Łukasz", login="lukasz.nguyen", password="abcd-ef23-gh45-jk67"),
    *(slip(login=f"n{n}", password=VISIBLE_ASCII[n * 10 : n * 10 + 10]) for n in range(10)),
)


def said(content: bytes) -> list[str]:
    """Return what each page says, on one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_every_character_reads_back() -> None:
    """This test ensures that password and spelled form stand on the slip whole, for every character there is."""
    (content,) = SPELLED.render(batch(*SLIPS), [ONE_PER_PAGE])
    for one, text in zip(SLIPS, said(content), strict=True):
        if isinstance(one, EmailPapillon):
            assert FRENCH_PAPILLON_TEXTS.spelling_label not in text
        else:
            password = one.password.reveal()
            assert f" {password} " in text
            assert f"{FRENCH_PAPILLON_TEXTS.spelling_label} {FRENCH_SPELLING.spell(password)}" in text


def test_only_where_asked_and_never_on_labels() -> None:
    """This test ensures that a style without spelling, and a label, say nothing of it."""
    texts = FRENCH_PAPILLON_TEXTS
    assert not any(texts.spelling_label in text for text in said(RENDERER.render(batch(), [ONE_PER_PAGE])[0]))
    labels = [layout for layout in LAYOUTS if layout.is_label]
    plain = ReportlabRenderer(SITE)
    assert SPELLED.render(batch(), labels) == plain.render(batch(), labels)


def test_it_stays_readable() -> None:
    """This test ensures that on half a page the spelled form takes lines rather than shrink under the smallest text."""
    (content,) = SPELLED.render(batch(slip()), [TWO_PER_PAGE])
    (found,) = read_slips(content, TWO_PER_PAGE)
    assert min(fragment.size for fragment in (*found.fixed, *found.own)) >= SMALLEST_TEXT_PT


def test_longest_password() -> None:
    """This test ensures that a long password spelled out stays on its slip, however small."""
    password = "W-" * 64
    (content,) = SPELLED.render(batch(slip(password=password)), [TWO_PER_PAGE])
    (found,) = read_slips(content, TWO_PER_PAGE)
    assert min(fragment.y for fragment in found.own) > 0
    assert FRENCH_SPELLING.spell(password).replace(" ", "") in said(content)[0].replace(" ", "")


def test_accessible(tmp_path: Path) -> None:
    """This test ensures that slips with a spelled form are PDF/UA-1, and that it is a part of its own."""
    documents = SPELLED.render(batch(*SLIPS), [ONE_PER_PAGE, TWO_PER_PAGE])
    paths = [save(content, tmp_path, f"slips {number}.pdf") for number, content in enumerate(documents)]
    assert validators.page_validation(paths) == [[], []]


@pytest.mark.system
def test_other_judges(tmp_path: Path) -> None:
    """This test ensures that veraPDF and qpdf find nothing wrong with spelled slips."""
    documents = SPELLED.render(batch(*SLIPS), [ONE_PER_PAGE, TWO_PER_PAGE])
    paths = [save(content, tmp_path, f"slips {number}.pdf") for number, content in enumerate(documents)]
    assert validators.qpdf(paths) == [[], []]
    assert validators.verapdf(paths, validators.compile_verapdf(tmp_path)) == [[], []]


def test_what_the_face_lacks() -> None:
    """This test ensures that a name of a character is refused with the character, a password's letter without it."""
    own = FontFile.at(VERA)
    style = PapillonStyle(text_fonts=[own], spelling=evolve(FRENCH_SPELLING, upper="{letter} Ễ"))
    with pytest.raises(UnprintableTextError) as caught:
        ReportlabRenderer(style=style).render(batch(), [ONE_PER_PAGE])
    assert caught.value == UnprintableTextError("AUBIN Antoine", "spelling", "Ễ")
    style = PapillonStyle(text_fonts=[own], spelling=FRENCH_SPELLING)
    with pytest.raises(UnprintableTextError) as caught:
        ReportlabRenderer(style=style).render(batch(slip(), slip("ZOLA", password="aẴb")), [ONE_PER_PAGE])
    assert caught.value == UnprintableTextError("ZOLA Antoine", "password", "")


def test_what_to_do_at_the_first_login() -> None:
    """This test ensures that the slip says it in a paragraph of its own (M11), which an e-mail slip does not have."""
    shown, email = said(RENDERER.render(batch(slip(), email_slip()), [ONE_PER_PAGE])[0])
    assert FRENCH_PAPILLON_TEXTS.first_login_note in shown
    assert FRENCH_PAPILLON_TEXTS.first_login_note not in email
