"""The candidate and the candidature: what is tidied, what is refused, and how class lists sort."""

import unicodedata
from datetime import date, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.model import Candidate, Candidature, CandidatureStatus, sort_key
from tests.support import SESSION, UAI, candidature, ine

SPACED = st.text(st.sampled_from("aé \t\n\xa0-'"), max_size=12)


class TestCandidate:
    """The person."""

    def test_the_key_is_brought_to_one_form(self) -> None:
        """This test ensures that an INE in lower case is the same person, and that another key stays as it is."""
        assert Candidate(" 123456789aa ", "MARTIN", "Léa").id == "123456789AA"
        assert Candidate("élève-12", "MARTIN", "Léa").id == "élève-12"

    def test_the_ine_is_known_where_the_key_is_one(self) -> None:
        """This test ensures that a resolver's key is not taken for an INE."""
        assert Candidate("123456789aa", "MARTIN", "Léa").ine == "123456789AA"
        assert Candidate("élève-12", "MARTIN", "Léa").ine is None

    def test_runs_of_spaces_become_one(self) -> None:
        """This test ensures that names copied from a padded file are tidied, and otherwise kept to the letter."""
        person = Candidate(ine(1), "  LE   GOFF--QUÉMÉNER\t", "Maël,\u00a0 Yann ")
        assert (person.family_name, person.given_names) == ("LE GOFF--QUÉMÉNER", "Maël, Yann")
        assert person.full_name == "LE GOFF--QUÉMÉNER Maël, Yann"

    @pytest.mark.parametrize("field", ["family_name", "given_names"])
    @pytest.mark.parametrize("blank", ["", "  ", "\t\n", "\u00a0"])
    def test_a_blank_name_is_refused(self, field: str, blank: str) -> None:
        """This test ensures that the error names the field that is blank."""
        names: dict[str, Any] = {"family_name": "MARTIN", "given_names": "Léa", field: blank}
        with pytest.raises(InvalidValueError, match="not blank") as caught:
            Candidate(ine(1), **names)
        assert caught.value.field == field

    @pytest.mark.parametrize("key", ["", " x", "x" * 101])
    def test_a_key_that_is_none_is_refused(self, key: str) -> None:
        """This test ensures that a candidate cannot exist without a stable key."""
        with pytest.raises(InvalidValueError, match="candidate_id"):
            Candidate(key, "MARTIN", "Léa")

    @pytest.mark.parametrize(("given_name", "kept"), [(None, None), ("", None), ("  ", None), (" LE GALL ", "LE GALL")])
    def test_a_blank_usage_name_is_none(self, given_name: str | None, kept: str | None) -> None:
        """This test ensures that an empty column is no name."""
        assert Candidate(ine(1), "MARTIN", "Léa", usage_name=given_name).usage_name == kept

    def test_a_birth_date_is_a_day(self) -> None:
        """This test ensures that a text is no date, and that there may be none."""
        assert Candidate(ine(1), "MARTIN", "Léa", birth_date=date(2010, 8, 10)).birth_date == date(2010, 8, 10)
        with pytest.raises(InvalidValueError, match="birth_date"):
            Candidate(ine(1), "MARTIN", "Léa", birth_date="10/08/2010")  # type: ignore[arg-type]  # the mistake

    def test_a_birth_date_is_not_a_moment(self) -> None:
        """This test ensures that a datetime, which Python calls a date, is not kept: it equals no date of any file."""
        moment: Any = datetime(2010, 8, 10)  # noqa: DTZ001  # the mistake under test
        with pytest.raises((TypeError, ValueError)):
            Candidate(ine(1), "MARTIN", "Léa", birth_date=moment)


class TestCandidature:
    """One file for one session."""

    def test_its_key_is_person_school_and_session(self) -> None:
        """This test ensures that the candidate number is no part of what makes a candidature one."""
        assert candidature(3).key == (ine(3), UAI, "DNB-2025")
        assert attrs.evolve(candidature(3), number="2070557748").key == candidature(3).key

    def test_the_school_is_checked(self) -> None:
        """This test ensures that a wrong check letter does not enter."""
        assert candidature(uai=UAI.lower()).uai == UAI
        with pytest.raises(InvalidValueError, match="check letter"):
            candidature(uai="0442286A")

    @pytest.mark.parametrize("blank", [None, "", " ", "\t\u00a0"])
    def test_a_blank_mail_is_none(self, blank: str | None) -> None:
        """This test ensures that an address of spaces is no address (M3)."""
        assert candidature(email=blank).email is None
        assert attrs.evolve(candidature(), number=blank).number is None

    def test_a_mail_is_trimmed_and_otherwise_kept(self) -> None:
        """This test ensures that M3 asks for an address and judges it no further."""
        assert candidature(email=" Léa@Example.org ").email == "Léa@Example.org"

    @given(SPACED)
    def test_labels_are_tidied(self, label: str) -> None:
        """This test ensures that labels that differ by spaces name one group, and that tidy ones stay."""
        asked = candidature(serie=label, division=label, qualification=label)
        tidy = " ".join(label.split())
        assert (asked.serie, asked.division, asked.qualification) == (tidy, tidy, tidy)
        assert attrs.evolve(asked) == asked

    @pytest.mark.parametrize("blank", [None, "", " \t"])
    def test_a_label_that_is_not_told_is_blank(self, blank: str | None) -> None:
        """This test ensures that the empty field of a host's table is a blank label, whatever the table has there."""
        asked = attrs.evolve(candidature(), status=blank, category=blank, serie=blank)
        assert (asked.status, asked.category, asked.serie) == ("", "", "")

    @given(SPACED)
    def test_any_state_is_kept_as_the_host_writes_it(self, label: str) -> None:
        """This test ensures that no state is refused for its words: the host's policy knows what it means."""
        assert candidature(status=label).status == " ".join(label.split())

    @pytest.mark.parametrize("status", CandidatureStatus)
    def test_a_known_state_is_kept_as_a_plain_text(self, status: CandidatureStatus) -> None:
        """This test ensures that nothing but the text travels to a worker or into a report."""
        kept = candidature(status=status).status
        assert (kept, type(kept)) == (status.value, str)

    def test_the_default_is_a_candidat_scolaire(self) -> None:
        """This test ensures that a roster without the column holds pupils of the school."""
        asked = Candidature(Candidate(ine(1), "MARTIN", "Léa"), UAI, SESSION.id, CandidatureStatus.INSCRIT)
        assert asked.category == "SCOLAIRE"


def _sorted(*texts: str) -> list[str]:
    return sorted(texts, key=sort_key)


class TestSortKey:
    """Class lists sort as people expect."""

    @pytest.mark.parametrize(
        "expected",
        [
            ["3A", "3B", "10A"],
            ["3A2", "3A10", "3B1"],
            ["", "3A"],
            ["EDDE", "Élie", "ELLA"],
            ["Lea", "Léa", "Leb"],
            ["ABC", "Abc", "abc", "ABD"],
            ["DE LA TOUR", "DELATOUR"],
            ["LE GOFF", "LE-GOFF", "LEGOFF"],
            ["Strasse", "Straße", "Strate"],
            ["3e A", "3e B", "4e A"],
            ["X007", "X7", "X8"],
        ],
    )
    def test_known_orders(self, expected: list[str]) -> None:
        """This test ensures that digits weigh by value and that case and accents count only between equals."""
        assert _sorted(*reversed(expected)) == expected

    @pytest.mark.parametrize(
        "expected",
        [
            ["BODIN", "BŒUF", "BOZON"],
            ["BÆHR", "BAEL", "BÆZ"],
            ["LUCAS", "Łukasz", "LULLY"],
            ["OSI", "Øst", "OSU"],
        ],
    )
    def test_letters_that_do_not_decompose_stand_where_french_lists_put_them(self, expected: list[str]) -> None:
        """This test ensures that Œ sorts as OE, Æ as AE, Ł as L and Ø as O, and not behind Z."""
        assert _sorted(*reversed(expected)) == expected

    @given(st.text(max_size=20))
    def test_both_forms_of_an_accent_sort_alike(self, text: str) -> None:
        """This test ensures that NFC and NFD forms of a name stand at the same place."""
        composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
        assert sort_key(composed)[0] == sort_key(decomposed)[0]

    @given(st.text(st.sampled_from("aAbBéÉ12 -"), max_size=8))
    def test_case_weighs_less_than_everything_else(self, text: str) -> None:
        """This test ensures that the first weight of a text is that of its upper and lower case."""
        assert sort_key(text)[0] == sort_key(text.upper())[0] == sort_key(text.lower())[0]

    @given(st.lists(st.text(max_size=6), max_size=8), st.randoms(use_true_random=False))
    def test_the_order_does_not_depend_on_where_one_starts(self, texts: list[str], random: Any) -> None:
        """This test ensures that a list has one order: different texts never tie."""
        shuffled = list(texts)
        random.shuffle(shuffled)
        assert _sorted(*shuffled) == _sorted(*texts)
        assert all((sort_key(a) == sort_key(b)) == (a == b) for a in texts for b in texts)

    @given(st.integers(0, 999_999), st.integers(0, 999_999))
    def test_numbers_sort_by_value(self, one: int, other: int) -> None:
        """This test ensures that class 9 stands before class 10 for all numbers of up to six digits."""
        assert (sort_key(f"3 {one}") < sort_key(f"3 {other}")) == (one < other)

    def test_a_very_long_number_is_sorted_and_not_refused(self) -> None:
        """This test ensures that a field full of digits does not stop a school's run."""
        assert _sorted("1" * 5_000, "A") == ["1" * 5_000, "A"]
