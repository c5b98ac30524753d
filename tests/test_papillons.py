"""What a slip says: the memo's words, the layouts, and a password that only the renderer can read."""

import string
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import AccountId, Login
from cyclades_accounts.model import Group, Grouping, ProvisionalPassword
from cyclades_accounts.papillons import (
    FRENCH_PAPILLON_TEXTS,
    ONE_PER_PAGE,
    TWO_PER_PAGE,
    Layout,
    Papillon,
    PapillonBatch,
)
from tests.support import UAI

SLIP = Papillon(
    account_id=AccountId("a1"),
    credential_version=1,
    family_name="AUBIN",
    given_names="Antoine Léo",
    birth_date=None,
    group=Group(Grouping.DIVISION, ("3A",)),
    division="3A",
    login=Login("antoine.aubin"),
    password=ProvisionalPassword("5ds<JsXkby"),
    expires_at=datetime(2026, 1, 1, 12, tzinfo=UTC),
)


def test_a_slip_carries_the_whole_name() -> None:
    """This test ensures that a slip is handed out by family name then given names."""
    assert SLIP.full_name == "AUBIN Antoine Léo"


def test_a_slip_shows_its_password_to_the_renderer_alone() -> None:
    """This test ensures that printing a batch in a log shows no password."""
    batch = PapillonBatch(UAI, "Collège", "DNB 2025", date(2025, 12, 31), date(2025, 1, 14), (SLIP,))
    assert "5ds" not in repr(batch)
    assert "5ds" not in str(attrs.asdict(batch))
    assert batch.with_password[0].password.reveal() == "5ds<JsXkby"


def test_a_batch_without_slips_is_refused() -> None:
    """This test ensures that no empty document is ever drawn."""
    with pytest.raises(ValueError, match="papillons"):
        PapillonBatch(UAI, "Collège", "DNB 2025", date(2025, 12, 31), date(2025, 1, 14), ())


def test_a_slip_refuses_a_moment_without_time_zone() -> None:
    """This test ensures that the end of a password's life is the same moment for everybody."""
    with pytest.raises(InvalidValueError, match="time zone"):
        attrs.evolve(SLIP, expires_at=datetime(2026, 1, 1))  # noqa: DTZ001  # the mistake under test


def test_the_two_layouts_of_the_memo() -> None:
    """This test ensures that a generation has one slip a page and two a page, told apart by name (M9)."""
    assert (ONE_PER_PAGE.rows, TWO_PER_PAGE.rows) == (1, 2)
    assert ONE_PER_PAGE.name != TWO_PER_PAGE.name
    with pytest.raises(ValueError, match="rows"):
        Layout("none", "rien", 0)


@pytest.mark.parametrize("url", ["comptes.example.org", "https://", "https://comptes example.org", "https://é.example"])
def test_an_address_is_one_that_a_phone_opens(url: str) -> None:
    """This test ensures that the QR code never holds a text that no browser takes for an address."""
    with pytest.raises(ValueError, match="site_url"):
        attrs.evolve(FRENCH_PAPILLON_TEXTS, site_url=url)


@pytest.mark.parametrize("name", ["", "Mes étiquettes", "../x", "a/b", "a--b", "-a", "a "])
def test_a_layout_has_a_name_for_files(name: str) -> None:
    """This test ensures that the name of a layout, which goes into file names, leads nowhere else."""
    with pytest.raises(ValueError, match="name"):
        attrs.evolve(TWO_PER_PAGE, name=name)


def test_the_memo_is_quoted_to_the_letter() -> None:
    """This test ensures that the three sentences of M10 are the memo's, and the title that of M16."""
    assert FRENCH_PAPILLON_TEXTS.introduction == "Identifiez-vous avec le compte qui vous a été attribué :"
    assert FRENCH_PAPILLON_TEXTS.login_label == "Votre identifiant de connexion :"
    assert FRENCH_PAPILLON_TEXTS.password_label == "Votre mot de passe (*) :"
    assert FRENCH_PAPILLON_TEXTS.title == "Papillon de connexion"


def test_the_password_note_advises_a_change() -> None:
    """This test ensures that the slip says provisional, until when, and to change it at the first login (M11)."""
    note = FRENCH_PAPILLON_TEXTS.password_note.format(
        last_day=date(2025, 12, 31).strftime(FRENCH_PAPILLON_TEXTS.date_format)
    )
    assert "provisoire" in note
    assert "31/12/2025" in note
    assert "votre première connexion, nous vous conseillons de le changer" in FRENCH_PAPILLON_TEXTS.first_login_note


def test_only_the_promised_blanks_are_left_open() -> None:
    """This test ensures that a text has no blank that the renderer does not fill."""
    open_blanks = {
        (name, blank)
        for name, text in attrs.asdict(FRENCH_PAPILLON_TEXTS).items()
        for _, blank, _, _ in string.Formatter().parse(text)
        if blank is not None
    }
    assert open_blanks == {
        ("password_note", "last_day"),
        ("label_note", "last_day"),
        ("issued_note", "made_on"),
        ("cover_count", "count"),
    }


@pytest.mark.parametrize(
    "odd",
    [{"label": 5}, {"label": "\ud800"}, {"label": " "}, {"rows": 1.5}, {"rows": True}, {"columns": "2"}, {"rows": 21}],
)
def test_a_layout_is_checked_where_it_is_made(odd: Any) -> None:
    """A label that no list could show, and a grid that is none, are refused by the name of the field."""
    with pytest.raises(InvalidValueError, match=next(iter(odd))):
        Layout(**({"name": "mine", "label": "Le mien", "rows": 1} | odd))
