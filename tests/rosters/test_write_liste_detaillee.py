"""Writing the « Liste détaillée » with the logins (M13)."""

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from attrs import evolve
from hypothesis import given

from cyclades_accounts import FRENCH_MESSAGES, Candidate, Candidature, CandidatureStatus, School
from cyclades_accounts.errors import ForeignCandidatureError
from cyclades_accounts.identifiers import CandidateId, SessionId, parse_login
from cyclades_accounts.model import RosterLine
from cyclades_accounts.rosters import (
    LISTE_DETAILLEE_COLUMNS,
    Preamble,
    ProblemCode,
    ReaderOptions,
    RosterColumns,
    read_roster,
    write_liste_detaillee,
)
from tests.rosters.samples import SCHOOL
from tests.rosters.strategies import lines_of, writable_texts
from tests.support import OTHER_UAI, SESSION

NAMED = School(SCHOOL, "Collège des Essais")
NOW = datetime(2025, 1, 14, 9, 30, tzinfo=UTC)

ALICE = Candidature(
    Candidate("520556945HK", "LABBÉ", "Alice, Marie", date(2010, 8, 10), "LE GALL"),
    SCHOOL,
    SESSION.id,
    CandidatureStatus.INSCRIT,
    email="alice@example.org",
    serie="Générale",
    division="3A",
    qualification="Prépa; métiers",
    category="SCOLAIRE (CLASSE DE 3EME)",
    number="2070557748",
)
BASILE = Candidature(
    Candidate("520556946HL", "=D'HERVÉ", 'Basile "Baz"'), SCHOOL, SESSION.id, CandidatureStatus.DEMISSIONNAIRE
)


def write(*lines: RosterLine, columns: RosterColumns = LISTE_DETAILLEE_COLUMNS) -> bytes:
    """Write lines for the school of these tests."""
    return write_liste_detaillee(lines, school=NAMED, session=SESSION, edited_at=NOW, columns=columns)


def rows_of(content: bytes) -> list[list[str]]:
    """Return the rows as Python's csv module reads them."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def test_the_bytes() -> None:
    """The list has the shape of the export, byte order mark to last line end, and the login in its last column."""
    content = write(RosterLine(ALICE, parse_login("alice.labbe")), RosterLine(BASILE, None))
    assert (
        content
        == (
            "\ufeffSession DNB 2025;;;;;;;;;;;;;;;;;;\r\n"
            "Liste détaillée de mes élèves;;;;;;;;;;;;;;;;;;\r\n"
            "Collège des Essais (0921234S);;;;;;;;;;;;;;;;;;\r\n"
            "Type d'édition : Liste détaillée;;;;;;;;;;;;;;;;;;\r\n"
            "Edité le 14/01/2025 09:30;;;;;;;;;;;;;;;;;;\r\n"
            "Critères de recherche;;;;;;;;;;;;;;;;;;\r\n"
            "Critères de regroupement;;;;;;;;;;;;;;;;;;\r\n"
            "Critères de tris;;;;;;;;;;;;;;;;;;\r\n"
            "Division de classe;N° Candidat;N° Inscription;N° Océan;Nom de famille;Nom d'usage;Prénom(s);"
            "Date de Naissance;Division de classe;INE;Catégorie Candidat;Code Spécialité;Spécialité;Etat;Enseignements;"
            "Adresse mail;Série;Qualification présentée;Identifiant de connexion\r\n"
            "'3A';2070557748; -; -;LABBÉ;LE GALL;Alice, Marie;10/08/2010;'3A';520556945HK;SCOLAIRE (CLASSE DE 3EME); -;"
            ' -;Inscrit; -;alice@example.org;Générale;"Prépa; métiers";alice.labbe\r\n'
            ' -; -; -; -;\'=D\'HERVÉ; -;"Basile ""Baz"""; -; -;520556946HL;SCOLAIRE; -; -;'
            "Démissionnaire; -; -; -; -;Pas de compte candidat Cyclades\r\n"
        ).encode()
    )


def test_it_reads_back() -> None:
    """What we write, we read: candidatures, lines and preamble."""
    basile = evolve(BASILE, candidate=evolve(BASILE.candidate, family_name="D'HERVÉ"))
    file = read_roster(
        write(RosterLine(ALICE, parse_login("alice.labbe")), RosterLine(basile, None)),
        uai=SCHOOL,
        session_id=SESSION.id,
    ).require_clean()
    assert file.candidatures == (ALICE, basile)
    assert file.lines == (10, 11)
    assert file.logins == ("alice.labbe", None)
    assert file.known_logins == {ALICE.candidate.id: "alice.labbe"}
    assert file.preamble == Preamble(2025, SCHOOL, "14/01/2025 09:30")


@given(lines_of(writable_texts))
def test_the_round_trip(lines: list[RosterLine]) -> None:
    """Whatever the texts, reading a written list gives the same candidatures and logins; nothing but labels is odd."""
    file = read_roster(write(*lines), uai=SCHOOL, session_id=SESSION.id)
    assert file.candidatures == tuple(line.candidature for line in lines)
    assert file.logins == tuple(line.login for line in lines)
    told = {problem.code for problem in file.problems} - {ProblemCode.UNKNOWN_CATEGORY, ProblemCode.IMPROBABLE_BIRTH}
    assert told == (set() if lines else {ProblemCode.NO_LINES})


@given(lines_of(writable_texts))
def test_no_cell_opens_as_a_formula(lines: list[RosterLine]) -> None:
    """Every row has every cell, and no cell starts as a formula (ASVS 5.0 1.2.10)."""
    rows = rows_of(write(*lines))
    assert len(rows) == 9 + len(lines)
    assert {len(row) for row in rows} == {19}
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r\n\0")]


@given(lines_of(writable_texts))
def test_the_same_lines_give_the_same_bytes(lines: list[RosterLine]) -> None:
    """A list is reproducible."""
    assert write(*lines) == write(*lines)


def test_what_the_file_does_not_carry() -> None:
    """A key that is no INE is left out, and comes back through a resolver."""
    person = evolve(ALICE.candidate, id="host-42", ine=None)
    content = write(RosterLine(evolve(ALICE, candidate=person), None))
    assert b"host-42" not in content
    problems = read_roster(content, uai=SCHOOL, session_id=SESSION.id).problems
    assert [problem.code for problem in problems] == [ProblemCode.MISSING_INE]
    file = read_roster(
        content, uai=SCHOOL, session_id=SESSION.id, options=ReaderOptions(resolve=lambda row: CandidateId("host-42"))
    )
    assert file.candidatures == (evolve(ALICE, candidate=person),)


def test_an_empty_list() -> None:
    """A list without lines has its preamble and its header."""
    assert len(rows_of(write())) == 9


def test_moments_are_written_as_their_clock_shows_them() -> None:
    """« Edité le » is local time: the writer converts nothing."""
    there = datetime(2025, 1, 14, 23, 5, tzinfo=timezone(timedelta(hours=-10)))
    content = write_liste_detaillee([], school=NAMED, session=SESSION, edited_at=there)
    assert rows_of(content)[4][0] == "Edité le 14/01/2025 23:05"


def test_other_words_and_columns() -> None:
    """Names of columns and the words for « no account » are the host's to choose; a column may be left out."""
    columns = evolve(LISTE_DETAILLEE_COLUMNS, email=None, login="Login", number="N° Océan")
    messages = evolve(FRENCH_MESSAGES, no_account="néant")
    content = write_liste_detaillee(
        [RosterLine(ALICE, None)],
        school=NAMED,
        session=SESSION,
        edited_at=NOW,
        columns=columns,
        messages=messages,
    )
    header, row = rows_of(content)[8:]
    assert header.count("N° Océan") == 1
    assert "Adresse mail" not in header
    assert row[header.index("Login")] == "néant"
    file = read_roster(
        content,
        uai=SCHOOL,
        session_id=SESSION.id,
        options=ReaderOptions(columns=columns, nothing=frozenset({messages.no_account})),
    )
    assert file.candidatures == (evolve(ALICE, email=None),)
    assert file.logins == (None,)


def test_a_school_named_like_a_formula() -> None:
    """The preamble is safe too, and a name over several lines becomes one line."""
    school = School(SCHOOL, "=Collège\n(0350001L)")
    content = write_liste_detaillee([], school=school, session=SESSION, edited_at=NOW)
    assert rows_of(content)[2][0] == "'=Collège (0350001L) (0921234S)"
    assert read_roster(content, uai=SCHOOL, session_id=SESSION.id).preamble.uai == SCHOOL


@pytest.mark.parametrize(
    ("foreign", "error"),
    [
        (evolve(ALICE, uai=OTHER_UAI), ForeignCandidatureError(2, "school", SCHOOL, OTHER_UAI)),
        (
            evolve(ALICE, session_id=SessionId("DNB-2024")),
            ForeignCandidatureError(2, "session", "DNB-2025", "DNB-2024"),
        ),
    ],
)
def test_a_foreign_line(foreign: Candidature, error: ForeignCandidatureError) -> None:
    """A list is of one school and one session: a line of another is refused, and nothing is written."""
    with pytest.raises(ForeignCandidatureError) as caught:
        write(RosterLine(BASILE, None), RosterLine(foreign, None))
    assert caught.value == error
