"""Every format of the invented collège is read to the same pupils, told by the caller or detected."""

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from cyclades_accounts import CandidatureStatus
from cyclades_accounts.identifiers import Uai
from cyclades_accounts.model import Candidature
from cyclades_accounts.rosters import FORMATS as TABLES
from cyclades_accounts.rosters import (
    SIECLE_XML,
    ProblemCode,
    ReaderOptions,
    RosterColumns,
    RosterFile,
    read_roster,
)
from docs.examples import invented_files as files
from docs.examples import invented_school as school
from tests.support import SESSION

UAI = Uai(school.SCHOOL_UAI)
FREE = RosterColumns(**files.FREE_COLUMNS)


FORMATS = {
    "liste_detaillee.csv": "CYCLADES_LISTE_DETAILLEE",
    "liste_simple.csv": "CYCLADES_LISTE_SIMPLE",
    "import_hors_bee.csv": "CYCLADES_IMPORT_HORS_BEE",
    "resultats_dnb.csv": "DNB_RESULTATS",
    "EXP_Liste_des_eleves_par_division.csv": "SIECLE_ELEVES_PAR_DIVISION",
    "ElevesComplete.csv": "SIECLE_ELEVES_COMPLETE",
    "resultats_dnb_2026.csv": "DNB_RESULTATS",
    "pronote_eleves.csv": "PRONOTE_ELEVES",
    "ElevesSansAdresses.xml": "SIECLE_ELEVES_SANS_ADRESSES",
    "ElevesSansAdresses.zip": "SIECLE_ELEVES_SANS_ADRESSES",
    "liste_du_secretariat.csv": "TABLE",
}
EXPECTED = read_roster(files.liste_detaillee(), uai=UAI, session_id=SESSION.id).candidatures


def facts(candidature: Candidature, told: frozenset[str]) -> dict[str, object]:
    """Return what a candidature says of the attributes that a file tells."""
    person = candidature.candidate
    return {
        name: getattr(person, "id" if name == "ine" else name, None) or getattr(candidature, name, None)
        for name in told - {"login", "school", "left_on"}
    }


@pytest.fixture(params=FORMATS)
def name(request: pytest.FixtureRequest) -> str:
    """Return the name of a file."""
    return str(request.param)


def test_all_the_pupils_are_there() -> None:
    """The list that all others are compared with has every pupil without fault."""
    assert len(EXPECTED) == len(files.pupils()) == 137


def test_every_file_has_the_same_pupils(name: str) -> None:
    """What a format tells of a pupil is what every other format tells of that pupil, letter by letter."""
    options = ReaderOptions(columns=FREE) if FORMATS[name] == "TABLE" else ReaderOptions()
    file = read_roster(files.FILES[name](), uai=UAI, session_id=SESSION.id, options=options)
    assert file.format == FORMATS[name]
    assert file.label in {form.label for form in (*TABLES, SIECLE_XML)}
    if file.candidatures:
        assert len(file.candidatures) == len(EXPECTED)
        for found, expected in zip(file.candidatures, EXPECTED, strict=True):
            assert facts(found, file.tells) == facts(expected, file.tells)
    else:  # SIECLE's CSV and PRONOTE's, which have no INE; PRONOTE's parts names by capitals
        known = [c for c in EXPECTED if "full_name" not in file.tells or c.candidate.family_name.isupper()]
        assert [(entry.values["family_name"], entry.values["given_names"]) for entry in file.entries] == [
            (c.candidate.family_name, c.candidate.given_names) for c in known
        ]
        assert [(entry.birth_date, entry.values["division"]) for entry in file.entries] == [
            (c.candidate.birth_date, c.division) for c in known
        ]


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("liste_detaillee.csv", []),
        ("liste_simple.csv", [ProblemCode.NO_EMAIL_COLUMN]),
        ("import_hors_bee.csv", [ProblemCode.NO_STATUS_COLUMN]),
        ("resultats_dnb.csv", [ProblemCode.NO_STATUS_COLUMN, ProblemCode.NO_EMAIL_COLUMN]),
        (
            "EXP_Liste_des_eleves_par_division.csv",
            [
                ProblemCode.NO_INE_COLUMN,
                ProblemCode.NO_STATUS_COLUMN,
                ProblemCode.NO_EMAIL_COLUMN,
                ProblemCode.IMPROBABLE_BIRTH,
            ],
        ),
        (
            "ElevesSansAdresses.xml",
            [ProblemCode.NO_STATUS_COLUMN, ProblemCode.IMPROBABLE_BIRTH, ProblemCode.LEFT_SCHOOL],
        ),
    ],
)
def test_what_a_format_lacks_is_said(name: str, missing: list[ProblemCode]) -> None:
    """What no account can do without, and the format does not tell, is a warning."""
    file = read_roster(files.FILES[name](), uai=UAI, session_id=SESSION.id)
    assert [problem.code for problem in file.problems] == missing


def test_without_a_state_nobody_gets_an_account_by_mistake() -> None:
    """A file without states gives blank ones, or the state that the host tells for all of them."""
    content = files.import_hors_bee()
    silent = read_roster(content, uai=UAI, session_id=SESSION.id)
    assert {c.status for c in silent.candidatures} == {""}
    told = read_roster(
        content, uai=UAI, session_id=SESSION.id, options=ReaderOptions(status=CandidatureStatus.PRE_INSCRIT)
    )
    assert {c.status for c in told.candidatures} == {CandidatureStatus.PRE_INSCRIT}
    assert told.require_clean() is told


@pytest.mark.parametrize("make", [files.resultats_dnb, files.siecle_csv, files.free_csv, files.import_hors_bee])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "iso-8859-1", "iso-8859-15"])
def test_encodings_are_told_apart(make: Callable[[list[school.Pupil]], bytes], encoding: str) -> None:
    """The same pupils come out of every encoding that has their letters, told or not; ``Œ`` included where it is."""
    people = [p for p in files.pupils() if fits(f"{p.family_name}{p.given_names}{p.status}", encoding)]
    content = make(people)
    text = content.decode("utf-8" if is_utf8(content) else "windows-1252")
    columns = FREE if make is files.free_csv else None

    def read(options: ReaderOptions) -> RosterFile:
        if columns:
            return read_roster(
                text.encode(encoding), uai=UAI, session_id=SESSION.id, options=evolve(options, columns=columns)
            )
        return read_roster(text.encode(encoding), uai=UAI, session_id=SESSION.id, options=options)

    found, told = read(ReaderOptions()), read(ReaderOptions(encoding=encoding))
    assert [entry.values for entry in found.entries] == [entry.values for entry in told.entries]
    assert [entry.values["family_name"] for entry in found.entries] == [pupil.family_name for pupil in people]
    # Windows-1252 has the printable characters of ISO-8859-1: nothing tells the two apart.
    assert found.encoding == {"utf-8-sig": "utf-8", "iso-8859-1": "windows-1252"}.get(encoding, encoding)


def fits(text: str, encoding: str) -> bool:
    """Whether an encoding has every letter of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def is_utf8(content: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters_are_told_apart(delimiter: str) -> None:
    """Whatever stands between two cells is found, and can be told."""
    people = files.pupils()[:5]
    rows = [
        list(files.FREE_COLUMNS.values()),
        *(line.split("\t") for line in files.free_csv(people).decode().split("\r\n")[1:-1]),
    ]
    content = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows).encode()
    for options in (ReaderOptions(), ReaderOptions(delimiter=delimiter)):
        file = read_roster(content, uai=UAI, session_id=SESSION.id, options=evolve(options, columns=FREE))
        assert file.delimiter == delimiter
        assert file.candidatures == EXPECTED[:5]


def test_a_wrong_delimiter_finds_nothing() -> None:
    """A delimiter that is told is not second-guessed."""
    with pytest.raises(Exception, match="No line names the columns"):
        read_roster(files.liste_simple(), uai=UAI, session_id=SESSION.id, options=ReaderOptions(delimiter=","))


def test_another_year() -> None:
    """A file of another year is read, with a warning that names both years."""
    content = files.siecle_xml().replace(b"<ANNEE_SCOLAIRE>2024", b"<ANNEE_SCOLAIRE>2023")
    file = read_roster(content, uai=UAI, session_id=SESSION.id)
    problem = file.problems[0]
    assert (problem.code, problem.value, problem.expected) == (ProblemCode.WRONG_SESSION, "2024", "2025")


def test_lines_of_another_school_are_left_out() -> None:
    """A line with the code of another school is a problem; what is no code is read past."""
    lines = files.import_hors_bee().decode().split("\r\n")
    lines[1] = lines[1].replace(school.SCHOOL_UAI, school.OTHER_UAI)
    lines[2] = lines[2].replace(school.SCHOOL_UAI, "Collège")
    file = read_roster("\n".join(lines).encode(), uai=UAI, session_id=SESSION.id)
    assert [(p.code, p.line, p.column) for p in file.problems[1:]] == [(ProblemCode.OTHER_SCHOOL, 2, "etablissement")]
    assert file.lines[0] == 3


def test_who_leaves_later_is_still_there() -> None:
    """With a day told, whoever leaves after it is a pupil."""
    early, late = (
        read_roster(files.siecle_xml(), uai=UAI, session_id=SESSION.id, options=ReaderOptions(on=day))
        for day in (SESSION.last_day.replace(month=1, day=5), SESSION.last_day.replace(month=1, day=6))
    )
    assert len(early.candidatures) == len(late.candidatures) + 1


def test_a_strict_reading_refuses_what_a_tolerant_one_reports() -> None:
    """Strict, a file with a problem gives nothing; a note, such as a pupil who left, is none."""
    options = ReaderOptions(strict=True, status=CandidatureStatus.INSCRIT)
    pupils = files.siecle_xml([pupil for pupil in files.pupils() if pupil.category.startswith("SCOLAIRE")])
    assert len(read_roster(pupils, uai=UAI, session_id=SESSION.id, options=options).candidatures) == 136
    with pytest.raises(Exception, match=r"The roster has 3 problem\(s\)"):
        read_roster(school.liste_detaillee(), uai=UAI, session_id=SESSION.id, options=evolve(options, status=None))


def test_the_script_writes_every_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The script writes each file once, and the same bytes each time."""
    monkeypatch.setattr("sys.argv", ["invented_files.py", str(tmp_path)])
    files.main()
    assert {path.name for path in tmp_path.iterdir()} == set(files.FILES)
    for name, make in files.FILES.items():
        assert (tmp_path / name).read_bytes() == make()
    assert capsys.readouterr().out.count("bytes") == len(files.FILES)
