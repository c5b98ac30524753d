"""Who may be one person: the two questions of the domain page, word by word."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from cyclades_accounts.model import (
    Candidate,
    Candidature,
    CandidatureStatus,
    Holder,
    NoCandidature,
    comparable,
    compared,
    contradicts,
    face_of,
    is_typing_slip,
    same_person,
    shows_another,
)
from tests.support import SESSION, UAI, ine

BORN = date(2010, 3, 14)
ANOTHER_DAY = date(2010, 5, 2)


def person(family_name: str = "ROUX", given_names: str = "Camille", born: date | None = BORN, **more: Any) -> Candidate:
    """Return a person, by default with all that is compared but the INE."""
    return Candidate(more.pop("id", "7"), family_name, given_names, born, **more)


NAMES = st.sampled_from(["ROUX", "Roux", "LE GALL", "Le-Gall", "D'HERVÉ", "BŒUF", "-", "Иван"])
GIVEN = st.sampled_from(
    [
        "Jean",
        "Jean-Pierre",
        "Jean Pierre",
        "Jeanne",
        "Léa,Anne",
        "lea",
        "Camille",
        "Camile",
        "Cmaille",
        "-",
        "?",
        "Иван",
    ]
)


@st.composite
def people(draw: st.DrawFn) -> Candidate:
    """Draw people who may be the same or not."""
    born = draw(st.sampled_from([None, BORN, ANOTHER_DAY]))
    numbered = draw(st.sampled_from([None, ine(1), ine(2)]))
    return Candidate(draw(st.sampled_from(["7", "8"])), draw(NAMES), draw(GIVEN), born, ine=numbered)


class TestLaws:
    """What holds for any two people."""

    @given(people(), people())
    def test_symmetric(self, one: Candidate, other: Candidate) -> None:
        """Who is asked first does not count."""
        assert contradicts(one, other) == contradicts(other, one)
        assert same_person(one, other) == same_person(other, one)
        assert is_typing_slip(one, other) == is_typing_slip(other, one)

    @given(people())
    def test_nobody_contradicts_themself(self, one: Candidate) -> None:
        """Whatever is known or not, the same row is the same person, and has no slip."""
        assert not contradicts(one, one)
        assert not contradicts(one, evolve(one, id="9", ine=None, usage_name="Autre"))
        assert not is_typing_slip(one, one)

    @given(people(), people())
    def test_case_and_accents_do_not_count(self, one: Candidate, other: Candidate) -> None:
        """Capitals, as rosters write them, change no answer about names that have letters."""
        assume(comparable(one.family_name) and comparable(one.given_names))
        loud = evolve(one, family_name=one.family_name.upper(), given_names=one.given_names.upper())
        assert contradicts(loud, other) == contradicts(one, other)
        assert same_person(loud, other) == same_person(one, other)
        assert compared(loud) == compared(one)
        assert not contradicts(loud, one)

    @given(people(), people())
    def test_whoever_is_one_across_keys_by_name_is_one_under_a_key(self, one: Candidate, other: Candidate) -> None:
        """Three facts that agree contradict nothing; the INE says nothing under one key."""
        assume(one.ine is None)
        assert not (same_person(one, other) and contradicts(one, other))

    @given(people(), people())
    def test_a_store_finds_everybody_who_may_be_one(self, one: Candidate, other: Candidate) -> None:
        """One person has the same INE or the same face, by which stores search."""
        if same_person(one, other):
            assert (one.ine and one.ine == other.ine) or (face_of(one) and face_of(one) == face_of(other))

    @given(people(), people())
    def test_a_slip_contradicts_nothing(self, one: Candidate, other: Candidate) -> None:
        """A typing slip is told, and taken for one."""
        assert not (is_typing_slip(one, other) and contradicts(one, other))


class TestUnderOneKey:
    """Do they contradict?"""

    @pytest.mark.parametrize(
        ("held", "shown"),
        [
            (person(), person("DUPONT")),
            (person(), person(born=ANOTHER_DAY)),
            (person(), person(born=None)),
            (person(born=None), person(born=None)),
            (person(), person("Roux", "CAMILLE")),
            (person(given_names="Léa"), person(given_names="LEA Anne")),
            (person(given_names="Jean"), person(given_names="Jean Pierre")),
            (person(given_names="Jean"), person(given_names="Jean-Pierre")),
            (person(given_names="Jean-Pierre"), person(given_names="JEAN PIERRE Marie")),
            (person(given_names="Léa,Anne"), person("LE GALL", "Léa")),
            (person("LE-GALL"), person("Le  Gall")),
            (person("BŒUF"), person("Boeuf", born=ANOTHER_DAY)),
            (person(ine=ine(1)), person(ine=ine(2))),
        ],
    )
    def test_the_given_name_and_one_more_fact_agree(self, held: Candidate, shown: Candidate) -> None:
        """A corrected family name, birth date or INE is the same person."""
        assert not contradicts(held, shown)

    @pytest.mark.parametrize(
        ("held", "shown"),
        [
            (person(given_names="Ali"), person(given_names="Maë")),
            (person(given_names="Jean"), person(given_names="Jeanne")),
            (person(given_names="Jean"), person(given_names="Pierre Jean")),
            (person(given_names="Jean-Pierre"), person(given_names="Jean-Paul")),
            (person(), person("DUPONT", born=ANOTHER_DAY)),
            (person(), person("DUPONT", born=None)),
            (person(born=None), person("DUPONT", born=None)),
            (person("-", born=None), person("?", born=None)),
            (person(given_names="-"), person(given_names="?")),
            (person(given_names="-"), person(given_names="Camille")),
            (person(ine=ine(1)), person(given_names="Maë", ine=ine(1))),
        ],
    )
    def test_otherwise_they_are_two(self, held: Candidate, shown: Candidate) -> None:
        """Twins share two facts of three, and what is not known agrees with nothing; nor does the INE help."""
        assert contradicts(held, shown)

    @pytest.mark.parametrize("slip", ["Camile", "Camillle", "Camilla", "Cmaille", "amille", "Camill", "Camillé-X"])
    def test_one_slip_from_six_letters_on(self, slip: str) -> None:
        """A letter that lacks, is too much, is another one, or two neighbours that changed places."""
        assert is_typing_slip(person(), person(given_names=slip)) is (slip != "Camillé-X")  # whole words agree
        assert not contradicts(person(), person(given_names=slip))

    @pytest.mark.parametrize(
        ("held", "shown"),
        [
            (person(given_names="Lucie"), person(given_names="Lucien")),
            (person(given_names="Aline"), person(given_names="Alice")),
            (person(), person(given_names="Camlile ", family_name="DUPONT")),
            (person(), person(given_names="Camile", born=None)),
            (person(born=None), person(given_names="Camile", born=None)),
            (person(), person(given_names="Camile", born=ANOTHER_DAY)),
            (person(), person(given_names="Cemilla")),
            (person(), person(given_names="Camil")),
            (person(), person(given_names="Caimlel")),
        ],
    )
    def test_no_slip(self, held: Candidate, shown: Candidate) -> None:
        """Five letters, two slips, or another fact that is not known and equal."""
        assert not is_typing_slip(held, shown)
        assert contradicts(held, shown)


class TestAcrossKeys:
    """Is it the same person?"""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (person(), person("Roux", "CAMILLE Anne", id="8")),
            (person(ine=ine(1)), person("DUPONT", "Maë", None, id="8", ine=ine(1))),
            (person(ine=ine(1)), person(id="8", ine=ine(2))),
            (person(id=ine(1)), person("DUPONT", born=None, id="8", ine=ine(1))),
        ],
    )
    def test_one(self, one: Candidate, other: Candidate) -> None:
        """The same INE, or given name, family name and birth date."""
        assert same_person(one, other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (person(), person(given_names="Maë", id="8")),
            (person(), person("DUPONT", id="8")),
            (person(), person(born=ANOTHER_DAY, id="8")),
            (person(born=None), person(born=None, id="8")),
            (person("-"), person("-", id="8")),
            (person(given_names="-"), person(given_names="-", id="8")),
            (person(given_names="Camille"), person(given_names="Camile", id="8")),
            (person(id=ine(1)), person(born=None, id=ine(2))),
        ],
    )
    def test_two(self, one: Candidate, other: Candidate) -> None:
        """Twins, namesakes of another day, what is not known, and a typing slip: a name alone holds nobody back."""
        assert not same_person(one, other)


class TestRows:
    """What a row of the host shows."""

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("", False),
            ("ROUX", False),
            ("roux camille", False),
            ("Camille", False),
            ("DUPONT Camille Anne", False),
            ("ROUX Maë", True),
            ("DUPONT", True),
            ("GALLO Maë", True),
        ],
    )
    def test_a_row_that_is_none_has_one_text_for_its_name(self, name: str, *, expected: bool) -> None:
        """A part that is missing contradicts nothing; another given name does."""
        assert shows_another(person(), NoCandidature("7", "état inconnu", name=name)) is expected

    def test_a_candidature_is_compared_in_full(self) -> None:
        """It shows another person exactly where the two contradict."""
        for shown in (person(), person(given_names="Maë")):
            row = Candidature(shown, UAI, SESSION.id, CandidatureStatus.INSCRIT)
            assert shows_another(person(), row) is contradicts(person(), shown)


class TestHolder:
    """Whose an account is."""

    def test_has_the_key_of_the_person(self) -> None:
        """A holder is found under the key of the person."""
        assert Holder(person(), UAI).candidate_id == "7"

    def test_face(self) -> None:
        """Birth date and family name; none where the birth date is not known."""
        assert face_of(person("LE-GALL")) == face_of(person("Le  Gall", "Maë")) == "2010-03-14 le gall"
        assert face_of(person(born=None)) is None
