"""Texts of the values: bounded before they are worked on, and without what no database stores."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts import Candidate, Candidature, CandidatureStatus, ExamSession, School
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import (
    LOGIN_MAX_LENGTH,
    TEXT_MAX_LENGTH,
    checked_line,
    checked_text,
    is_ine,
    is_login,
    is_uai,
    parse_candidate_id,
    parse_document_id,
    parse_ine,
    parse_login,
    parse_run_id,
    parse_uai,
)
from cyclades_accounts.model import NoCandidature
from tests.support import SCHOOL, UAI, candidature, ine


class Text(str):
    """A class below ``str``."""

    __slots__ = ()


BAD: list[Any] = [
    "a\0b",
    "a\ud800b",
    "x" * (LOGIN_MAX_LENGTH + 1),
    "e\u0301\u0316" * 50_000,
    " " * 10**6,
    12,
    b"x",
    True,
    Text("x"),
    ["x"],
]
NAMES = ("family_name", "given_names", "usage_name")
LABELS = ("email", "serie", "division", "qualification", "category", "number")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", BAD, ids=lambda value: f"{value!r:.12}")
def test_names_of_a_candidate(name: str, value: Any) -> None:
    """A name that cannot be stored, or is out of all proportion, is refused by the name of its field."""
    with pytest.raises(InvalidValueError) as caught:
        Candidate(**{"id": ine(1), "family_name": "MARTIN", "given_names": "Léa", name: value})
    assert caught.value.field == name


@pytest.mark.parametrize("name", LABELS)
@pytest.mark.parametrize("value", BAD, ids=lambda value: f"{value!r:.12}")
def test_labels_of_a_candidature(name: str, value: Any) -> None:
    """So is a label, an e-mail address, a number."""
    with pytest.raises(InvalidValueError) as caught:
        evolve(candidature(), **{name: value})
    assert caught.value.field == name


@pytest.mark.parametrize("value", BAD, ids=lambda value: f"{value!r:.12}")
def test_the_name_of_a_school(value: Any) -> None:
    """So is the name of a school."""
    with pytest.raises(InvalidValueError) as caught:
        School(UAI, value)
    assert caught.value.field == "name"


def test_the_longest_texts() -> None:
    """A text of the longest length is taken, and comes out as it went in, but for its spaces."""
    longest = "É" * TEXT_MAX_LENGTH
    assert Candidate(ine(1), longest, longest, usage_name=longest).full_name == f"{longest} {longest}"
    assert School(UAI, longest).name == longest
    assert candidature(division=f"  3 \t A{' ' * (TEXT_MAX_LENGTH - 7)}").division == "3 A"
    blank = evolve(candidature(), email=" ", number="\n")
    assert (blank.email, blank.number) == (None, None)


HIDDEN = {
    "soft hyphen": ("Mar\u00adtin", "Martin"),
    "marks of direction": ("\u200eLéa\u200f", "Léa"),
    "a line turned round": ("\u202eNITRAM\u202c", "NITRAM"),
    "isolates": ("\u2066Léa\u2069", "Léa"),
    "zero width": ("\ufeffZo\u200bé\u200d", "Zoé"),
    "controls": ("A\x07\x1b[31mb\x9f", "A[31mb"),
    "breaks": ("Anne\r\nMarie\u2028Zoé\x85\x0b", "Anne Marie Zoé"),
    "no-break spaces": ("Anne\u00a0Marie\u202fZoé", "Anne Marie Zoé"),
}


@pytest.mark.parametrize(("given", "kept"), HIDDEN.values(), ids=HIDDEN)
def test_names_and_labels_are_one_line_that_shows(given: str, kept: str) -> None:
    """What shows nothing or turns a line round goes from names and labels, breaks become spaces, and no letter goes."""
    person = Candidate(ine(1), given, given, usage_name=given)
    assert (person.family_name, person.given_names, person.usage_name) == (kept, kept, kept)
    one = evolve(candidature(), division=given, serie=given, number=given)
    assert (one.division, one.serie, one.number, School(UAI, given).name) == (kept,) * 4
    assert NoCandidature(ine(1), given, name=given).name == kept


@pytest.mark.parametrize(
    "text", ["a\nb", "a\u202eb", "a\u200bb", "a\x9fb", "", "\u00a0", " x", "x" * 81, Text("x"), 3, None]
)
def test_the_label_of_a_session(text: Any) -> None:
    """What slips print of a session is one line that shows, or the session is none."""
    makers: list[Callable[[], ExamSession]] = [
        lambda: ExamSession("DNB-2025", text, date(2025, 12, 31)),
        lambda: ExamSession.of(text, 2025, date(2025, 12, 31)),
    ]
    for make in makers:
        with pytest.raises(InvalidValueError) as caught:
            make()
        assert caught.value.field in {"label", "exam"}


def test_an_address_may_be_longer_than_a_name() -> None:
    """An e-mail address has the length that SMTP carries; a name has 200 characters."""
    longest = "a@" + "b" * (LOGIN_MAX_LENGTH - 2)
    assert candidature(email=longest).email == longest


anything: st.SearchStrategy[Any] = (
    st.text(st.characters(exclude_categories=[]), max_size=6)
    | st.sampled_from(["", "\0", "\ud800", "x" * 10_000, ine(1), UAI, Text("x")])
    | st.binary(max_size=4)
    | st.integers()
    | st.floats()
    | st.none()
    | st.just([])
)


@given(anything)
def test_what_checks_keys_takes_anything(value: Any) -> None:
    """A function that makes a key returns a plain text or raises one error; one that asks answers."""
    for parse in (parse_uai, parse_ine, parse_candidate_id, parse_run_id, parse_document_id, parse_login):
        try:
            assert type(parse(value)) is str
        except InvalidValueError as error:
            assert len(str(error)) < 1_000  # noqa: PT017  # whichever it is
            str(error).encode()
    for asked in (is_uai, is_ine, is_login):
        assert asked(value) in {True, False}


@given(anything)
def test_a_line_is_a_text(value: Any) -> None:
    """What is taken as one line is taken as a text, and neither changes it."""
    try:
        assert checked_line("actor", value) == checked_text("actor", value) == value
    except InvalidValueError as error:
        assert error.field == "actor"  # noqa: PT017  # whichever it is


@given(*[anything] * 5)
def test_whatever_stands_in_a_value(one: Any, two: Any, three: Any, four: Any, five: Any) -> None:
    """A person, a candidature and a school are made, or one error says which field is wrong."""
    for make in (
        lambda: Candidate(one, two, three, birth_date=four, usage_name=five),
        lambda: School(UAI, one),
        lambda: Candidature(candidature().candidate, one, "DNB-2025", two, three, four, five),  # type: ignore[arg-type]  # the mistake
        lambda: Candidature(
            Candidate(ine(1), "X", "Y", birth_date=date(2010, 1, 1)), SCHOOL.uai, "DNB-2025",  # type: ignore[arg-type]  # the mistake
            CandidatureStatus.INSCRIT, one, two, three, four, number=five,
        ),
    ):  # fmt: skip
        try:
            make()
        except InvalidValueError as error:
            assert error.field  # noqa: PT017  # whichever it is
