"""Joining files: by INE, else by name and birth date; every doubtful join is reported, none is guessed."""

from collections.abc import Callable

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts import CandidatureStatus
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import SessionId, Uai
from cyclades_accounts.rosters import (
    FRENCH_ROSTER_TEXTS,
    ProblemCode,
    ReaderOptions,
    RosterColumns,
    RosterFile,
    merge_rosters,
    read_roster,
)
from docs.examples import invented_files as files
from docs.examples import invented_school as school
from tests.support import OTHER_UAI, SESSION

UAI = Uai(school.SCHOOL_UAI)
EXPECTED = read_roster(files.liste_detaillee(), uai=UAI, session_id=SESSION.id)
MAILS = RosterColumns(ine="INE", family_name="Nom", given_names="Prénom", birth_date="Né le", email="Mail")


def read(content: bytes) -> RosterFile:
    """Read a file of the invented collège."""
    return read_roster(content, uai=UAI, session_id=SESSION.id)


def simple(*people: school.Pupil) -> RosterFile:
    """Return a list of CYCLADES without addresses."""
    return read(files.liste_simple(people))


def mails(*rows: str, header: str = "INE;Nom;Prénom;Né le;Mail") -> RosterFile:
    """Return the secretariat's file of addresses."""
    content = "\n".join((header, *rows)).encode()
    columns = MAILS if header.count(";") > 1 else RosterColumns(ine="INE", email="Mail")
    return read_roster(content, uai=UAI, session_id=SESSION.id, options=ReaderOptions(columns=columns))


LEA = school.Pupil("3A", "MARTIN", "Léa, Anne", "01/02/2010", "990000101XA", usage_name="ROUX")
TOM = school.Pupil("3B", "GUILLOU", "Tom", "05/06/2010", "990000102XB")
TIM = school.Pupil("3B", "GUILLOU", "Tim", "05/06/2010", "990000103XC")


@pytest.mark.parametrize("make", [files.siecle_xml, files.import_hors_bee, files.free_csv])
def test_files_complete_each_other(make: Callable[[], bytes]) -> None:
    """A list without addresses, and a file that has them, give what the complete list gives."""
    other = read(make()) if make is not files.free_csv else _free()
    merged = merge_rosters(read(files.liste_simple()), other)
    told = {"email"} | ({"serie"} if "serie" in other.tells else set())
    assert {c.key: {name: getattr(c, name) for name in told} for c in merged.candidatures} == {
        c.key: {name: getattr(c, name) for name in told} for c in EXPECTED.candidatures
    }
    assert {p.code for p in merged.problems} <= {ProblemCode.LEFT_SCHOOL, ProblemCode.IMPROBABLE_BIRTH}


def _free() -> RosterFile:
    columns = RosterColumns(**files.FREE_COLUMNS)
    return read_roster(files.free_csv(), uai=UAI, session_id=SESSION.id, options=ReaderOptions(columns=columns))


def test_all_of_them_at_once() -> None:
    """SIECLE's divisions, the state of CYCLADES and the addresses of a third file make the complete candidatures."""
    merged = merge_rosters(read(files.liste_simple()), read(files.siecle_csv()), _free(), read(files.resultats_dnb()))
    assert merged.candidatures == EXPECTED.candidatures
    assert [(p.code, p.value) for p in merged.problems] == [
        (ProblemCode.DOUBTFUL_JOIN, "MARTIN Emma"),  # without INE nothing tells these two apart: one name, one day
        (ProblemCode.DOUBTFUL_JOIN, "MARTIN Emma, Louise"),
        (ProblemCode.IMPROBABLE_BIRTH, "47"),  # the individual candidate; SIECLE's file does not tell the category
    ]


def test_a_file_without_ine_joins_by_name_and_birth_date() -> None:
    """SIECLE's CSV, first, takes its INE from the list of CYCLADES: the candidatures are whole, doubtful ones apart."""
    merged = merge_rosters(read(files.siecle_csv()), read(files.liste_detaillee()))
    doubtful = {"990000001AA", "990000003AC"}
    assert merged.candidatures == tuple(c for c in EXPECTED.candidatures if c.candidate.id not in doubtful)
    assert [p.code for p in merged.problems] == [ProblemCode.IMPROBABLE_BIRTH, *[ProblemCode.DOUBTFUL_JOIN] * 2]
    assert merged.logins == (None,) * len(merged.candidatures)


def test_ine_first() -> None:
    """One INE is enough, whatever becomes of a name; the address comes along."""
    merged = merge_rosters(simple(LEA), mails(f"{LEA.ine};MARTIN-ROUX;Léa;01/02/2010;lea@example.org"))
    assert [c.email for c in merged.candidatures] == ["lea@example.org"]
    assert [(p.code, p.value, p.expected) for p in merged.problems] == [
        (ProblemCode.FILES_DISAGREE, "MARTIN-ROUX", "MARTIN")
    ]


def test_without_names() -> None:
    """A file of INE and addresses alone joins, and says nothing of itself any more."""
    other = mails(f"{LEA.ine};lea@example.org", header="INE;Mail")
    assert {p.code for p in other.problems} == {ProblemCode.NO_NAME_COLUMN, ProblemCode.NO_STATUS_COLUMN}
    merged = merge_rosters(simple(LEA), other)
    assert [c.email for c in merged.candidatures] == ["lea@example.org"]
    assert merged.problems == ()


def test_a_key_of_nobody() -> None:
    """A line of INE and address alone, of nobody in the first file, is reported under its INE."""
    merged = merge_rosters(simple(LEA), mails("990000199XZ;x@example.org", header="INE;Mail"))
    assert [(p.code, p.value, p.expected) for p in merged.problems] == [(ProblemCode.UNMATCHED_LINE, "990000199XZ", "")]


def test_the_first_file_counts() -> None:
    """What the first file says is not overwritten; what it leaves empty is filled in."""
    first = read(files.liste_detaillee([evolve_email(LEA, "lea@example.org"), TOM]))
    other = mails(f"{LEA.ine};MARTIN;Léa;;autre@example.org", f"{TOM.ine};GUILLOU;Tom;;tom@example.org")
    merged = merge_rosters(first, other)
    assert [c.email for c in merged.candidatures] == ["lea@example.org", "tom@example.org"]
    assert [p.code for p in merged.problems] == [ProblemCode.FILES_DISAGREE]
    assert FRENCH_ROSTER_TEXTS.sentence(merged.problems[0]) == (
        "Liste d’élèves. Ligne 2, colonne « Mail » : « autre@example.org » ici, « lea@example.org » dans le premier "
        "fichier, qui l'emporte."
    )


def evolve_email(pupil: school.Pupil, email: str) -> school.Pupil:
    """Return the pupil with an address."""
    return pupil._replace(email=email)


@pytest.mark.parametrize(
    ("row", "code", "perhaps"),
    [
        # The INE of one, everything else of another.
        (f"{LEA.ine};GUILLOU;Tom;05/06/2010;x@example.org", ProblemCode.DOUBTFUL_JOIN, "MARTIN Léa, Anne"),
        # Another INE, everything else alike.
        ("990000199XZ;MARTIN;Léa;01/02/2010;x@example.org", ProblemCode.DOUBTFUL_JOIN, "MARTIN Léa, Anne"),
        # No birth date: a name alone is not enough.
        (";MARTIN;Léa;;x@example.org", ProblemCode.DOUBTFUL_JOIN, "MARTIN Léa, Anne"),
        # A married name, a typing slip.
        (";ROUX;Lea-Anne;01/02/2010;x@example.org", ProblemCode.DOUBTFUL_JOIN, "MARTIN Léa, Anne"),
        (";MARTIM;Léa;01/02/2010;x@example.org", ProblemCode.DOUBTFUL_JOIN, "MARTIN Léa, Anne"),
        # Nobody like that.
        (";MARTIN;Léa;02/02/2010;x@example.org", ProblemCode.UNMATCHED_LINE, ""),
        (";DURAND;Zoé;03/03/2010;x@example.org", ProblemCode.UNMATCHED_LINE, ""),
        ("990000199XZ;;;;x@example.org", None, ""),
    ],
)
def test_what_is_not_sure_is_not_joined(row: str, code: ProblemCode | None, perhaps: str) -> None:
    """A line that is perhaps of somebody joins nobody, and is reported with whom it could be."""
    merged = merge_rosters(simple(LEA, TOM), mails(row))
    assert [c.email for c in merged.candidatures] == [None, None]
    found = [(p.code, p.expected) for p in merged.problems if p.code is code]
    assert found == ([(code, perhaps)] if code else [])
    assert all(problem.file == "Liste d’élèves" for problem in merged.problems)
    assert merged.problems


def test_two_lines_for_one_person() -> None:
    """Two lines that claim one person join nobody: which one is right is not ours to say."""
    merged = merge_rosters(
        simple(LEA), mails(f"{LEA.ine};MARTIN;Léa;;a@example.org", ";MARTIN;Léa;01/02/2010;b@example.org")
    )
    assert [c.email for c in merged.candidatures] == [None]
    assert [(p.code, p.line) for p in merged.problems if p.code is ProblemCode.DOUBTFUL_JOIN] == [
        (ProblemCode.DOUBTFUL_JOIN, 2),
        (ProblemCode.DOUBTFUL_JOIN, 3),
    ]


def test_one_line_for_two_people() -> None:
    """A line without INE that fits two people joins neither; twins with names of their own are told apart."""
    double = LEA._replace(ine="990000104XD")
    merged = merge_rosters(simple(LEA, double), mails(";MARTIN;Léa;01/02/2010;x@example.org"))
    assert {c.email for c in merged.candidatures} == {None}
    assert ProblemCode.DOUBTFUL_JOIN in {p.code for p in merged.problems}
    merged = merge_rosters(
        simple(TOM, TIM),
        mails(";GUILLOU;tom;05/06/2010;tom@example.org", ";Guillou;TIM;05/06/2010;tim@example.org"),
    )
    assert [c.email for c in merged.candidatures] == ["tom@example.org", "tim@example.org"]


def test_an_ine_that_only_the_second_file_has() -> None:
    """A line of the first file without INE becomes a candidature once another file gives the INE."""
    first = simple(LEA, TOM._replace(ine=""))
    assert [p.code for p in first.problems] == [ProblemCode.NO_EMAIL_COLUMN, ProblemCode.MISSING_INE]
    merged = merge_rosters(first, mails(f"{TOM.ine};GUILLOU;Tom;05/06/2010;tom@example.org"))
    assert [(c.candidate.id, c.email) for c in merged.candidatures] == [(LEA.ine, None), (TOM.ine, "tom@example.org")]
    assert merged.problems == ()


def test_the_state_comes_from_the_list_of_cyclades() -> None:
    """Joined to the list of CYCLADES, SIECLE's pupils get their state; the others stay without one (M2)."""
    people = [LEA._replace(status="Pré-inscrit"), TOM]
    merged = merge_rosters(read(files.siecle_xml(people)), read(files.liste_simple(people[:1])))
    assert [c.status for c in merged.candidatures] == [CandidatureStatus.PRE_INSCRIT, ""]


def test_files_of_one_school_and_session_only() -> None:
    """Files of two schools, of two sessions, or not of a reader, are not joined."""
    first = simple(LEA)
    assert first.reader
    for other in (
        evolve(first, reader=evolve(first.reader, uai=OTHER_UAI)),
        evolve(first, reader=evolve(first.reader, session_id=SessionId("DNB-2024"))),
        RosterFile((), ()),
    ):
        with pytest.raises(InvalidValueError, match="others cannot be"):
            merge_rosters(first, other)


@given(st.permutations(range(len(files.pupils()))), st.data())
def test_the_order_of_lines_does_not_count(order: list[int], data: st.DataObject) -> None:
    """Whatever the order of the second file, and whoever is missing from it, everybody gets their own address."""
    people = files.pupils()
    some = [people[place] for place in order[: data.draw(st.integers(0, 20))]]
    merged = merge_rosters(simple(*people), read(files.import_hors_bee(some)))
    known = {pupil.ine: pupil.email or None for pupil in some}
    assert {c.candidate.id: c.email for c in merged.candidatures} == {p.ine: known.get(p.ine) for p in people}


def test_a_first_file_without_names() -> None:
    """A file of keys and addresses may come first: what the next one says of the keys joins it."""
    keys = mails(f"{LEA.ine};lea@example.org", f"{TOM.ine};tom@example.org", header="INE;Mail")
    merged = merge_rosters(keys, simple(LEA, TOM))
    assert sorted(str(c.email) for c in merged.candidatures) == ["lea@example.org", "tom@example.org"]
