"""The ``prenom.nom`` policy and its options."""

import re
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.errors import UnfoldableNameError
from cyclades_accounts.identifiers import is_login, parse_login
from cyclades_accounts.logins import DNB_2024, SUFFIX_ROOM, FamilyName, GivenNames, PrenomNom
from cyclades_accounts.model import Candidate
from tests.support import ine

OPTIONS = st.builds(
    PrenomNom,
    given_names=st.sampled_from(GivenNames),
    family_name=st.sampled_from(FamilyName),
    joiner=st.sampled_from(["", "-"]),
    max_length=st.integers(16, 64),
)
NAMES = st.text(st.sampled_from("abcéèœŁØ2 -'’"), min_size=1, max_size=80).filter(
    lambda s: re.search(r"[^\W\d_]", s.split()[0]) if s.split() else None
)


class TestShape:
    """« prénom.nom » (M10)."""

    @pytest.mark.parametrize(
        ("given_names", "family_name", "stem"),
        [
            ("Antoine", "AUBINCDE", "antoine.aubincde"),
            ("Léa Marie", "BŒUF", "lea.boeuf"),
            ("Maël, Yann, Erwan", "LE GOFF--QUÉMÉNER", "mael.legoffquemener"),
            ("Maël,Yann", "Martin", "mael.martin"),
            ("Jean-Baptiste Marie", "D'ARTAGNAN", "jeanbaptiste.dartagnan"),
            ("Jean Baptiste", "de La Fontaine", "jean.delafontaine"),
            ("M'hamed", "El Amrani", "mhamed.elamrani"),
            ("  , Zoé", "Li", "zoe.li"),
            ("Noé2", "Martin", "noe2.martin"),
        ],
    )
    def test_the_default(self, given_names: str, family_name: str, stem: str) -> None:
        """This test ensures that the first given name and the whole family name make the login, parts run together."""
        assert DNB_2024.stem(given_names, family_name) == stem

    @pytest.mark.parametrize(
        ("options", "stem"),
        [
            ({}, "jeanbaptiste.legoff"),
            ({"joiner": "-"}, "jean-baptiste.le-goff"),
            ({"given_names": GivenNames.ALL}, "jeanbaptistemarie.legoff"),
            ({"given_names": GivenNames.ALL, "joiner": "-"}, "jean-baptiste-marie.le-goff"),
        ],
    )
    def test_the_options(self, options: dict[str, Any], stem: str) -> None:
        """This test ensures that each option does what it says, alone and together."""
        assert PrenomNom(**options).stem("Jean-Baptiste Marie", "LE GOFF") == stem

    @pytest.mark.parametrize(
        ("family", "usage", "stem"),
        [
            (FamilyName.FAMILY, "LE GALL", "lea.martin"),
            (FamilyName.USAGE, "LE GALL", "lea.legall"),
            (FamilyName.USAGE, None, "lea.martin"),
            (FamilyName.USAGE, " ", "lea.martin"),
        ],
    )
    def test_family_or_usage_name(self, family: FamilyName, usage: str | None, stem: str) -> None:
        """This test ensures that the usage name stands in only where it is asked for and there is one."""
        person = Candidate(ine(1), "MARTIN", "Léa", usage_name=usage)
        assert PrenomNom(family_name=family).stem_of(person) == stem

    @pytest.mark.parametrize("given_names", ["", "  ", ","])
    def test_no_given_name_is_refused(self, given_names: str) -> None:
        """This test ensures that a candidate without given name does not become « .martin »."""
        with pytest.raises(UnfoldableNameError) as caught:
            DNB_2024.stem(given_names, "Martin")
        assert caught.value == UnfoldableNameError(given_names, "")

    @pytest.mark.parametrize(
        ("given_names", "family_name"), [("Иван", "Martin"), ("Léa", "李"), ("Léa", "2"), ("2 Léa", "M")]
    )
    def test_a_part_that_cannot_be_folded_is_refused(self, given_names: str, family_name: str) -> None:
        """This test ensures that neither part of a login is ever empty."""
        with pytest.raises(UnfoldableNameError):
            DNB_2024.stem(given_names, family_name)

    def test_a_stray_hyphen_before_the_name_is_no_name(self) -> None:
        """This test ensures that the dash of an empty column does not stand for the first given name."""
        assert DNB_2024.stem("- Léa", "Martin") == "lea.martin"

    @pytest.mark.parametrize(
        ("option", "value"), [("joiner", "."), ("joiner", "_"), ("max_length", 15), ("max_length", 65)]
    )
    def test_other_options_are_refused(self, option: str, value: Any) -> None:
        """This test ensures that a policy which could make no good login is refused when it is built."""
        with pytest.raises(ValueError, match=option):
            PrenomNom(**{option: value})

    @pytest.mark.parametrize(
        ("option", "value"), [("given_names", "first"), ("family_name", "usage"), ("max_length", 20.5)]
    )
    def test_other_types_are_refused(self, option: str, value: Any) -> None:
        """This test ensures that an option from a settings file is not taken for the value that it names."""
        with pytest.raises(TypeError, match=option):
            PrenomNom(**{option: value})


class TestSpec:
    """The line a plan is bound to."""

    def test_each_option_stands_in_it(self) -> None:
        """This test ensures that two policies that give different logins have different lines."""
        changes: list[dict[str, Any]] = [
            {},
            {"given_names": GivenNames.ALL},
            {"family_name": FamilyName.USAGE},
            {"joiner": "-"},
            {"max_length": 40},
        ]
        assert len({attrs.evolve(DNB_2024, **change).spec for change in changes}) == len(changes)
        assert set(changes[-1] | changes[1] | changes[2] | changes[3]) == {f.name for f in attrs.fields(PrenomNom)}

    def test_equal_policies_have_equal_lines(self) -> None:
        """This test ensures that a plan made by another process still holds."""
        assert PrenomNom().spec == DNB_2024.spec


class TestLength:
    """A login fits the local part of an e-mail address, its number included."""

    def test_a_long_name_leaves_room_for_the_number(self) -> None:
        """This test ensures that the 999,999th homonym of a long name still fits."""
        stem = DNB_2024.stem("Léa", "X" * 200)
        assert len(stem) == 64 - SUFFIX_ROOM
        assert len(DNB_2024.login(stem, 999_999)) == 64

    @pytest.mark.parametrize("length", range(16, 40))
    def test_a_cut_leaves_no_trailing_separator(self, length: int) -> None:
        """This test ensures that a number is never put behind a hyphen or a dot that the cut left over."""
        stem = PrenomNom(joiner="-", max_length=length).stem("Anne", "LE GOFF DE LA TOUR DU PIN")
        assert stem[-1].isalnum()
        assert "anne.le-goff-de-la-tour-du-pin".startswith(stem)

    @pytest.mark.parametrize(
        ("given_names", "family_name", "stem"),
        [
            ("Marieantoinette", "Li", "marieantoinette.li"),
            ("Li", "Marieantoinettes", "li.marieantoinettes"),
            ("Marieantoinette", "Montmorency", "marieanto.montmorenc"),
            ("Maximilie-Anne", "Montmorency", "maximilie.montmorenc"),
            ("Maximili-Anne", "Montmorency", "maximili.montmorency"),
        ],
    )
    def test_a_short_part_leaves_its_room_to_the_other(self, given_names: str, family_name: str, stem: str) -> None:
        """This test ensures that nothing is cut while it fits, and that two long parts keep half each, ending well."""
        policy = PrenomNom(max_length=20 + SUFFIX_ROOM, joiner="-")
        assert len(stem) <= 20
        assert policy.stem(given_names, family_name) == stem

    def test_a_long_given_name_leaves_room_for_the_family_name(self) -> None:
        """This test ensures that « prénom.nom » stays so: the cut never takes the whole family name."""
        for policy, given_names in ((PrenomNom(max_length=16), "Christophe"), (DNB_2024, "A" * 60)):
            given_name, dot, family_name = policy.stem(given_names, "Martin").partition(".")
            assert (bool(given_name), dot, bool(family_name)) == (True, ".", True)


class TestLogins:
    """Homonyms."""

    def test_numbers_start_at_two(self) -> None:
        """This test ensures that the first has the bare stem and the second number 2: 1 would read as l."""
        assert [DNB_2024.login("lea.martin", n) for n in (1, 2, 10)] == ["lea.martin", "lea.martin2", "lea.martin10"]

    @given(OPTIONS, NAMES, NAMES, st.integers(1, 999_999), st.integers(1, 999_999))
    def test_every_login_is_one(self, policy: PrenomNom, given_names: str, family: str, one: int, two: int) -> None:
        """This test ensures that a login is short enough, an e-mail local part, and found again however it is typed."""
        try:
            stem = policy.stem(given_names, family)
        except UnfoldableNameError:
            return
        login = policy.login(stem, one)
        assert len(login) <= policy.max_length
        assert re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", login)
        assert is_login(login)
        assert parse_login(f" {login.upper()} ") == login
        assert (policy.login(stem, two) == login) == (one == two)

    @given(OPTIONS, NAMES, NAMES)
    def test_a_stem_depends_on_nothing_but_the_name(self, policy: PrenomNom, given_names: str, family: str) -> None:
        """This test ensures that case and the form of the accents make no other login, so a retry finds the same."""
        try:
            stem = policy.stem(given_names, family)
        except UnfoldableNameError:
            return
        assert policy.stem(given_names.upper(), family.lower()) == stem
        assert policy.stem(given_names, family) == stem
