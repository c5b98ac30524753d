"""The ``prenom.nom`` policy and its options."""

import re
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.errors import InvalidValueError, UnfoldableNameError
from cyclades_accounts.identifiers import Login, is_login, parse_login
from cyclades_accounts.logins import DNB_2024, MAX_HOMONYMS, FamilyName, GivenNames, Letters, Numbers, PrenomNom
from tests.logins.policies import OPTIONS, SHAPE, person

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
            ({"separator": ""}, "jeanbaptistelegoff"),
            ({"separator": "_", "joiner": "-"}, "jean-baptiste_le-goff"),
            ({"separator": "-", "joiner": "-"}, "jean-baptiste-le-goff"),
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
        assert PrenomNom(family_name=family).stem_of(person("Léa", "MARTIN", usage_name=usage)) == stem

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
        ("option", "value"),
        [
            ("joiner", "."),
            ("joiner", "_"),
            ("separator", "+"),
            ("separator", ".."),
            ("max_length", 15),
            ("max_length", 65),
            ("fallback", "candidat"),
        ],
    )
    def test_other_options_are_refused(self, option: str, value: Any) -> None:
        """This test ensures that a policy which could make no good login is refused when it is built."""
        with pytest.raises(ValueError, match=option):
            PrenomNom(**{option: value})

    @pytest.mark.parametrize(
        ("option", "value"),
        [
            ("given_names", "first"),
            ("family_name", "usage"),
            ("max_length", 20.5),
            ("homonyms", "numbers"),
            ("fallback", 5),
        ],
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
            {"separator": "-"},
            {"max_length": 40},
            {"homonyms": Letters()},
            {"reserved": {"test.test"}},
            {"fallback": "candidat.<number>"},
        ]
        assert len({attrs.evolve(DNB_2024, **change).spec for change in changes}) == len(changes)
        assert {name for change in changes for name in change} == {f.name for f in attrs.fields(PrenomNom) if f.init}

    @given(OPTIONS, OPTIONS)
    def test_the_line_stands_for_the_policy(self, one: PrenomNom, other: PrenomNom) -> None:
        """This test ensures that two policies have one line if and only if they are equal, and that it is one line."""
        assert (one.spec == other.spec) == (one == other)
        assert one.spec.isprintable()

    def test_equal_policies_have_equal_lines(self) -> None:
        """This test ensures that a plan made by another process still holds, whatever the order of a set there."""
        assert PrenomNom().spec == DNB_2024.spec
        assert PrenomNom(reserved=["b.c", "a.b"]).spec == PrenomNom(reserved=["a.b", "b.c"]).spec


class TestLength:
    """A login fits the local part of an e-mail address, its number included."""

    def test_a_long_name_leaves_room_for_the_number(self) -> None:
        """This test ensures that the 999,999th homonym of a long name still fits."""
        stem = DNB_2024.stem("Léa", "X" * 200)
        assert len(stem) == 64 - len(Numbers().suffix("", MAX_HOMONYMS)) == 58
        assert len(DNB_2024.login(stem, MAX_HOMONYMS)) == 64

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
        policy = PrenomNom(max_length=20 + len(Numbers().suffix("", MAX_HOMONYMS)), joiner="-")
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

    @pytest.mark.parametrize("number", [0, -1, MAX_HOMONYMS + 1])
    @pytest.mark.parametrize("stem", ["lea.martin", "candidat.<number>"])
    def test_other_numbers_are_refused(self, stem: str, number: int) -> None:
        """This test ensures that no login is longer than the room kept free, and that none has the number 0."""
        with pytest.raises(InvalidValueError) as caught:
            PrenomNom(fallback="candidat.<number>").login(stem, number)
        assert caught.value == InvalidValueError("number", str(number), "1 to 999999")

    @given(OPTIONS, NAMES, NAMES, st.integers(1, MAX_HOMONYMS), st.integers(1, MAX_HOMONYMS))
    def test_every_login_is_one(self, policy: PrenomNom, given_names: str, family: str, one: int, two: int) -> None:
        """This test ensures that a login is short enough, an e-mail local part, and found again however it is typed."""
        try:
            stem = policy.stem(given_names, family)
        except UnfoldableNameError:
            return
        login = policy.login(stem, one)
        assert len(login) <= policy.max_length
        assert SHAPE.fullmatch(login)
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


class TestReserved:
    """Logins that nobody ever gets."""

    def test_they_are_logins(self) -> None:
        """This test ensures that reserved logins are what a policy would write, however a settings file does."""
        assert PrenomNom(reserved=["Test.Test ", "test.test"]).reserved == {Login("test.test")}
        assert DNB_2024.reserved == frozenset()

    @pytest.mark.parametrize("text", ["a b", "", "léa.martin", "x" * 255])
    def test_what_is_no_login_is_refused(self, text: str) -> None:
        """This test ensures that a mistyped login is noticed when the policy is built."""
        with pytest.raises(InvalidValueError) as caught:
            PrenomNom(reserved=[text])
        assert caught.value.value == text

    def test_one_text_is_not_several_logins(self) -> None:
        """This test ensures that a forgotten bracket does not reserve single letters."""
        with pytest.raises(InvalidValueError, match="several logins") as caught:
            PrenomNom(reserved="test.test")
        assert caught.value.field == "reserved"

    def test_a_stem_may_be_reserved(self) -> None:
        """This test ensures that a reserved login is a matter of numbers, not a refusal: see ``allocate``."""
        assert PrenomNom(reserved={"test.test"}).stem("Test", "Test") == "test.test"


class TestFallback:
    """A name without Latin letters, where a host would rather number such people than refuse them."""

    POLICY = PrenomNom(fallback="candidat.<number>")

    @pytest.mark.parametrize(
        ("given_names", "family_name"), [("Иван", "Martin"), ("Léa", "李"), ("-", "-"), ("1", "2")]
    )
    def test_the_pattern_stands_in(self, given_names: str, family_name: str) -> None:
        """This test ensures that all such people share the pattern as stem, and are numbered from 1."""
        stem = self.POLICY.stem(given_names, family_name)
        assert [self.POLICY.login(stem, n) for n in (1, 2, MAX_HOMONYMS)] == [
            "candidat.1",
            "candidat.2",
            "candidat.999999",
        ]

    def test_a_name_of_latin_letters_keeps_its_own(self) -> None:
        """This test ensures that the fallback changes nothing for the others."""
        assert self.POLICY.stem("Léa", "BŒUF") == "lea.boeuf"
        assert self.POLICY.login("lea.boeuf", 2) == "lea.boeuf2"

    @pytest.mark.parametrize("fallback", ["x<number>", "<number>-candidat", "c_<number>.x", "a-b.c_<number>"])
    def test_other_patterns(self, fallback: str) -> None:
        """This test ensures that the number may stand anywhere."""
        policy = PrenomNom(fallback=fallback)
        assert policy.login(policy.stem("李", "李"), 7) == fallback.replace("<number>", "7")

    @pytest.mark.parametrize(
        "fallback",
        [
            "",
            "candidat",
            "<number>",
            "candidat.<number>.<number>",
            "Candidat.<number>",
            "candidat..<number>",
            ".candidat<number>",
            "candidat<number>-",
            "candidat <number>",
            "élève<number>",
            "candidat.<number>\n",
            "candidat.{number}",
        ],
    )
    def test_other_texts_are_refused(self, fallback: str) -> None:
        """This test ensures that a pattern gives another login for each number, shaped like the rest."""
        with pytest.raises(InvalidValueError, match="<number> once") as caught:
            PrenomNom(fallback=fallback)
        assert (caught.value.field, caught.value.value) == ("fallback", fallback)

    def test_a_pattern_fits_with_its_longest_number(self) -> None:
        """This test ensures that the last number is no longer than a login may be."""
        assert PrenomNom(max_length=16, fallback="candidates<number>").fallback == "candidates<number>"
        with pytest.raises(InvalidValueError, match="at most 16 characters"):
            PrenomNom(max_length=16, fallback="candidatess<number>")
