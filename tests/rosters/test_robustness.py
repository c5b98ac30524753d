"""Whatever the bytes, a reader answers with a result or with one of the library's errors."""

from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts import CycladesAccountsError
from cyclades_accounts.identifiers import Uai
from cyclades_accounts.rosters import (
    FRENCH_ROSTER_TEXTS,
    SIECLE_XML,
    RosterFile,
    Severity,
    diagnose,
    diagnosis_text,
    merge_rosters,
    read_roster,
)
from docs.examples import invented_files, invented_school
from tests.rosters.samples import ALICE, BASILE, FIRST_LINE, make_file, read, read_rows
from tests.support import SESSION

UAI = Uai(invented_school.SCHOOL_UAI)
SAMPLES = {name: make(invented_files.pupils()[:6]) for name, make in invented_files.FILES.items()}
"""A short file of every format."""
FIRST = read_roster(SAMPLES["liste_simple.csv"], uai=UAI, session_id=SESSION.id)

GOOD = make_file(ALICE, BASILE.replace("Basile, Yann", '"Basile; ""Yann"""'), ALICE, BASILE)
LINE_CHARACTERS = st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"])


def read_or_refuse(content: bytes) -> RosterFile | None:
    """Read a file, or return ``None`` for one that the library refuses."""
    try:
        return read(content)
    except CycladesAccountsError:
        return None


def check(file: RosterFile | None) -> None:
    """Check what holds for every result."""
    if file is not None:
        assert len(file.candidatures) == len(file.lines)
        assert list(file.lines) == sorted(file.lines)
        assert file.format == SIECLE_XML.name or len(set(file.lines)) == len(file.lines)
        left_out = {problem.line for problem in file.problems if problem.code.severity is Severity.ERROR}
        assert file.format == SIECLE_XML.name or not set(file.lines) & left_out
        assert all(FRENCH_ROSTER_TEXTS.sentence(problem) for problem in file.problems)


@given(st.binary())
def test_any_bytes(content: bytes) -> None:
    """Arbitrary bytes never raise anything else."""
    check(read_or_refuse(content))


@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 40), st.binary(max_size=6)), max_size=4))
def test_damaged_files(damages: list[tuple[int, int, bytes]]) -> None:
    """A good file with pieces cut out and bytes thrown in never raises anything else, and no line is good and bad."""
    content = GOOD
    for start, length, insertion in damages:
        content = content[:start] + insertion + content[start + length :]
    check(read_or_refuse(content))


@given(
    st.sampled_from(sorted(SAMPLES)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=6)), max_size=4),
)
def test_damaged_files_of_every_format(name: str, damages: list[tuple[float, int, bytes]]) -> None:
    """Any format, damaged anywhere, is read, diagnosed, joined and put into words, or refused by the library."""
    content = SAMPLES[name]
    for share, length, insertion in damages:
        start = int(share * len(content))
        content = content[:start] + insertion + content[start + length :]
    try:
        file = read_roster(content, uai=UAI, session_id=SESSION.id)
    except CycladesAccountsError:
        return
    check(file)
    for read_or_joined in (file, merge_rosters(FIRST, file)):
        found = diagnose(read_or_joined, uai=UAI, session_id=SESSION.id)
        assert len({candidature.candidate.id for candidature in found.candidatures}) == len(found.candidatures)
        assert diagnosis_text(found).endswith("\n")


@given(st.text("\";'\r\n -=+\u2028éA1", max_size=200))
def test_any_rows(text: str) -> None:
    """Below a good header, quotes, separators and line ends in any order are read or reported, never refused."""
    check(read(make_file() + text.encode()))


@given(st.text(LINE_CHARACTERS))
def test_a_bad_line_never_swallows_its_neighbours(line: str) -> None:
    """Whatever stands in a line, the lines before and after it are read."""
    file = read_rows(ALICE, line, BASILE)
    assert (file.lines[0], file.lines[-1]) == (FIRST_LINE, FIRST_LINE + 2)
    assert [problem.line for problem in file.problems if problem.line != FIRST_LINE + 1] == []


def test_many_open_quotes() -> None:
    """A file in which every line opens a quotation mark is read in a time that grows with its length."""
    file = read_rows(*[f'"{ALICE}'] * 5_000)
    assert len(file.problems) == 5_000
