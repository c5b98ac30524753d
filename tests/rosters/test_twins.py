"""Twins share family name and birth date: a mistyped INE gives nobody what is the other's, through any door."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts import Generation, Renew
from cyclades_accounts.model import Candidate, NoticeReason, contradicts
from cyclades_accounts.rosters import (
    FRENCH_ROSTER_TEXTS,
    ProblemCode,
    ReaderOptions,
    RosterColumns,
    RosterFile,
    diagnose,
    diagnosis_text,
    merge_rosters,
    preflight,
    preflight_text,
    read_roster,
)
from cyclades_accounts.rosters._reading.merge import MOST_NAMESAKES
from tests.rosters.samples import in_letters
from tests.support import SCHOOL, SESSION, UAI, candidature, desk, make_school, registry

ALL = RosterColumns(
    ine="INE", family_name="Nom", given_names="Prénom", birth_date="Né le", email="Mail", login="Login", status="Etat"
)
TOM = ("990000101XA", "MARTIN", "Tom", "05/06/2010")
LEA = ("990000102XB", "MARTIN", "Léa", "05/06/2010")


def read(*rows: tuple[str, ...], columns: str = "INE Nom Prénom Né_le") -> RosterFile:
    """Return a file with these columns, written with an underscore for a space."""
    names = [name.replace("_", " ") for name in columns.split()]
    told = {attribute: name for attribute, name in _names().items() if name in names}
    content = "\n".join([";".join(names), *map(";".join, rows)])
    return read_roster(
        content.encode(), uai=UAI, session_id=SESSION.id, options=ReaderOptions(columns=RosterColumns(**told))
    )


def _names() -> dict[str, str]:
    told = ("ine", "family_name", "given_names", "birth_date", "email", "login", "status")
    return {name: str(getattr(ALL, name)) for name in told}


def joined(first: RosterFile, other: RosterFile) -> list[tuple[ProblemCode, str, str]]:
    """Return what joining says of the lines."""
    merged = merge_rosters(first, other)
    return [(problem.code, problem.value, problem.expected) for problem in merged.problems if problem.file]


class TestMerging:
    """What two files may say under one key."""

    def test_a_login_of_the_twin(self) -> None:
        """The line of Tom with Léa's INE gives Léa neither his login nor his address."""
        other = read((LEA[0], *TOM[1:], "tom.martin"), columns="INE Nom Prénom Né_le Login")
        merged = merge_rosters(read(TOM, LEA), other)
        assert merged.known_logins == {}
        assert joined(read(TOM, LEA), other)[-1] == (ProblemCode.DOUBTFUL_JOIN, "MARTIN Tom", "MARTIN Léa")

    @pytest.mark.parametrize(
        ("columns", "row", "code"),
        [
            # What is not known agrees with nothing: a family name, or a day, is the twin's too.
            ("INE Nom Mail", ("MARTIN",), ProblemCode.DOUBTFUL_JOIN),
            ("INE Né_le Mail", ("05/06/2010",), ProblemCode.DOUBTFUL_JOIN),
            ("INE Nom Né_le Mail", ("MARTIN", "05/06/2010"), ProblemCode.DOUBTFUL_JOIN),
            ("INE Prénom Mail", ("Tom",), ProblemCode.DOUBTFUL_JOIN),
            # The given name and one more known fact.
            ("INE Nom Prénom Mail", ("Martin", "TOM"), None),
            ("INE Prénom Né_le Mail", ("tom", "05/06/2010"), None),
            ("INE Nom Prénom Né_le Mail", ("DUPONT", "Tom", "05/06/2010"), ProblemCode.FILES_DISAGREE),
            ("INE Nom Prénom Né_le Mail", ("MARTIN", "Tom", "06/05/2010"), ProblemCode.FILES_DISAGREE),
            ("INE Nom Prénom Né_le Mail", ("MARTIN", "Tom", ""), None),
            ("INE Nom Prénom Né_le Mail", ("MARTIN", "Tom-Éric", "05/06/2010"), None),
            ("INE Nom Prénom Né_le Mail", ("MARTIN", "Tomas", "05/06/2010"), ProblemCode.DOUBTFUL_JOIN),
            ("INE Nom Prénom Né_le Mail", ("DUPONT", "Tom", ""), ProblemCode.DOUBTFUL_JOIN),
            # A line that says nothing of the person names it by the key alone.
            ("INE Mail", (), None),
        ],
    )
    def test_under_one_key(self, columns: str, row: tuple[str, ...], code: ProblemCode | None) -> None:
        """The first given name agrees and one more known fact does, or the line is joined to nobody."""
        other = read((TOM[0], *row, "tom@example.org"), columns=columns)
        merged = merge_rosters(read(TOM, LEA), other)
        is_joined = code is not ProblemCode.DOUBTFUL_JOIN
        assert [one.email for one in merged.candidatures] == ["tom@example.org" if is_joined else None, None]
        assert {found for found, _, _ in joined(read(TOM, LEA), other)} >= ({code} if code else set())

    def test_a_typing_slip_is_told(self) -> None:
        """From six letters on a slip is joined, and stands among the differences."""
        first = read(("990000103XC", "MARTIN", "Matthieu", "05/06/2010"))
        other = read(
            ("990000103XC", "MARTIN", "Mathieu", "05/06/2010", "m@example.org"), columns="INE Nom Prénom Né_le Mail"
        )
        merged = merge_rosters(first, other)
        assert [one.email for one in merged.candidatures] == ["m@example.org"]
        (told,) = [problem for problem in merged.problems if problem.code is ProblemCode.FILES_DISAGREE]
        assert FRENCH_ROSTER_TEXTS.sentence(told) == (
            "Liste d’élèves. Ligne 2, colonne « Prénom » : « Mathieu » ici, « Matthieu » dans le premier fichier, "
            "qui l'emporte."
        )

    @pytest.mark.parametrize("given", ["Jean", "Jean-Pierre", "jean pierre", "Jean, Paul"])
    def test_composite_names_without_ine(self, given: str) -> None:
        """By name and day a line is joined by whole words, to one person or to none."""
        first = read(("990000104XD", "LE GALL", "Jean-Pierre", "05/06/2010"))
        other = read(("", "Le-Gall", given, "05/06/2010", "j@example.org"), columns="INE Nom Prénom Né_le Mail")
        assert [one.email for one in merge_rosters(first, other).candidatures] == ["j@example.org"]
        twins = read(
            ("990000104XD", "LE GALL", "Jean-Pierre", "05/06/2010"),
            ("990000105XE", "LE GALL", "Jean-Paul", "05/06/2010"),
        )
        emails = [one.email for one in merge_rosters(twins, other).candidatures]
        assert emails == (["j@example.org", None] if given == "Jean-Pierre" else [None, None])

    def test_more_namesakes_than_any_school_has(self) -> None:
        """Of a hundred namesakes born on one day nobody is looked for any further, and nobody is joined."""
        crowd = [
            (f"{number:09d}AA", "N", f"Jean-A{in_letters(number)}", "05/06/2010")
            for number in range(MOST_NAMESAKES + 1)
        ]
        other = read(("", "N", crowd[-1][2], "05/06/2010"))
        assert [code for code, _, _ in joined(read(*crowd), other)][-1] is ProblemCode.DOUBTFUL_JOIN


NAMED = st.tuples(
    st.sampled_from(["MARTIN", "Martin", "D'HERVÉ", "D HERVE", "LE GALL"]),
    st.sampled_from(["Tom", "Léa", "Jean", "Jean-Pierre", "Jeanne", "Matthieu", "Mathieu", "--"]),
    st.sampled_from(["", "05/06/2010", "06/05/2010"]),
)


@given(NAMED, NAMED)
def test_files_and_store_have_one_rule(held: tuple[str, str, str], shown: tuple[str, str, str]) -> None:
    """Two lines under one INE are joined exactly where the two people do not contradict."""
    first = read(("990000101XA", *held))
    other = read(("990000101XA", *shown, "x@example.org"), columns="INE Nom Prénom Né_le Mail")
    merged = merge_rosters(first, other)
    one, two = first.candidatures[0].candidate, other.candidatures[0].candidate
    assert (merged.candidatures[0].email is None) is contradicts(one, two)
    both = read(("990000101XA", *held), ("990000101XA", *shown))
    found = diagnose(both, uai=UAI, session_id=SESSION.id)
    assert (found.candidatures == ()) is contradicts(one, two)


class TestTheStore:
    """What a file says to the store."""

    def test_the_twin_under_the_key(self) -> None:
        """A diagnosis leaves the line out, and so does registering it."""
        service = make_school(candidature(1, "MARTIN", "Tom", birth_date=date(2010, 6, 5)))
        shown = candidature(1, "MARTIN", "Léa", birth_date=date(2010, 6, 5))
        file = RosterFile((shown,), (2,))
        found = diagnose(file, uai=UAI, session_id=SESSION.id, store=service.store)
        assert [problem.code for problem in found.problems] == [ProblemCode.STORE_OTHER_PERSON]
        assert found.candidatures == ()
        assert registry(service).register_roster(UAI, SESSION, [shown]).conflicting == (shown.candidate_id,)

    def test_a_corrected_letter_is_told(self) -> None:
        """One other letter is read, registered and told, before and after."""
        service = make_school(candidature(1, "MARTIN", "Matthieu", birth_date=date(2010, 6, 5)))
        desk(service).generate()
        shown = candidature(1, "MARTIN", "Mathieu", birth_date=date(2010, 6, 5))
        found = diagnose(RosterFile((shown,), (2,)), uai=UAI, session_id=SESSION.id, store=service.store)
        assert [problem.code for problem in found.problems] == [ProblemCode.STORE_TYPING_SLIP]
        assert found.candidatures == (shown,)
        assert "MARTIN Matthieu" in diagnosis_text(found)
        registry(service).register_roster(UAI, SESSION, [shown])
        met = preflight(desk(service), SCHOOL, Generation(renew=Renew.ALL), check_emails=False)
        assert [notice.reason for notice in met.plan.notices] == [NoticeReason.TYPING_SLIP, NoticeReason.SLIPS_OF_TODAY]
        assert "Matthieu" in preflight_text(met)

    def test_of_three_who_may_be_one(self) -> None:
        """« Jean » may be either of two composite names; these are not each other."""
        day = date(2010, 6, 5)
        roster = [candidature(place, "LE GALL", name, birth_date=day) for place, name in enumerate(_JEAN, 1)]
        report = registry(make_school()).register_roster(UAI, SESSION, roster)
        assert [notice.candidates for notice in report.notices] == [tuple(one.candidate_id for one in roster)]
        report = registry(make_school()).register_roster(UAI, SESSION, roster[:2])
        assert report.notices == ()
        found = diagnose(RosterFile(tuple(roster), (2, 3, 4)), uai=UAI, session_id=SESSION.id)
        assert [(problem.code, problem.line) for problem in found.problems] == [(ProblemCode.SAME_PERSON, 4)]


_JEAN = ("Jean-Pierre", "Jean-Paul", "Jean")


def test_lucas_and_lukas() -> None:
    """Five letters are too few for a slip: they are two people, and a corrected spelling is a rename."""
    day = date(2010, 6, 5)
    lucas, lukas = (Candidate("1", "MARTIN", name, day) for name in ("Lucas", "Lukas"))
    assert contradicts(lucas, lukas)
    marina, martina = (Candidate("1", "MARTIN", name, day) for name in ("Marina", "Martina"))
    assert not contradicts(marina, martina)
