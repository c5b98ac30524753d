"""A file that cannot be read as a whole gives one typed error that names the place and the cure."""

import copy
import pickle

import pytest

from cyclades_accounts import CycladesAccountsError
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import Uai
from cyclades_accounts.rosters import (
    FRENCH_ROSTER_TEXTS,
    BadArchiveError,
    BadXmlError,
    EmptyFileError,
    FaultyRosterError,
    ForbiddenXmlError,
    NoHeaderError,
    NulByteError,
    ProblemCode,
    ReaderOptions,
    RosterFileError,
    RosterProblem,
    TooBigError,
    UnknownFormatError,
    WrongSchoolError,
    read_roster,
)
from tests.rosters.samples import ALICE, HEADER, PREAMBLE, SCHOOL, make_file, read
from tests.support import SESSION


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\t\n"])
def test_empty_file(content: bytes) -> None:
    """A file with nothing in it is told from a list without lines."""
    with pytest.raises(EmptyFileError) as caught:
        read(content)
    assert str(caught.value) == ("The file is empty. Export the « Liste détaillée de mes élèves » from CYCLADES again.")


def test_nul_byte() -> None:
    """A header or a preamble with a NUL byte is damaged; UTF-16, which is full of them, is read as such."""
    with pytest.raises(NulByteError) as caught:
        read(make_file(ALICE).replace(b"Etat", b"Et\0at"))
    assert caught.value == NulByteError(9)
    assert caught.value.problem == (
        "Line 9: there is a NUL byte, which no text holds: the file is a workbook, in UTF-16, or damaged."
    )
    assert caught.value.cure.endswith("or take the original export.")
    above = make_file(ALICE)
    with pytest.raises(NulByteError) as caught:
        read(above[:1] + b"\0" + above[1:])
    assert FRENCH_ROSTER_TEXTS.sentence(caught.value.fault).endswith("ou il est abîmé.")
    in_a_cell = read(make_file(ALICE).replace(b"Alice", b"Al\0ice"))
    assert [(one.code, one.line) for one in in_a_cell.problems] == [(ProblemCode.UNPRINTABLE, 10)]
    assert len(read(make_file(ALICE).decode().encode("utf-16")).candidatures) == 1


@pytest.mark.parametrize(
    "content",
    [b"Bonjour", b";;;;", make_file(ALICE, header=""), make_file(ALICE).replace(b";", b"/"), b'"INE";"Note"'],
)
def test_no_header(content: bytes) -> None:
    """A file in which no line names three columns, or two alone, is no list; the error says what was expected."""
    with pytest.raises(NoHeaderError, match="expected: Nom de famille, ") as caught:
        read(content)
    assert caught.value.line is None


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("Nom de famille", ProblemCode.NO_NAME_COLUMN),
        ("Prénom(s)", ProblemCode.NO_NAME_COLUMN),
        ("Etat", ProblemCode.NO_STATUS_COLUMN),
        ("INE", ProblemCode.NO_INE_COLUMN),
    ],
)
def test_missing_column(column: str, code: ProblemCode) -> None:
    """A list without a column that accounts need is read, for another file may have it; a strict reading refuses it."""
    content = make_file(ALICE, header=HEADER.replace(column, "Autre"))
    file = read(content)
    assert [(problem.code, problem.line) for problem in file.problems] == [
        (code, 9),
        (ProblemCode.UNREAD_COLUMNS, 9),
    ]
    assert file.problems[1].value == "Autre"
    with pytest.raises(FaultyRosterError):
        read_roster(content, uai=SCHOOL, session_id=SESSION.id, options=ReaderOptions(strict=True))


@pytest.mark.parametrize("found", ["0350001X", "0921234T", "0350001a"])
def test_wrong_school(found: str) -> None:
    """The list of another school is refused, a mistyped UAI included; the error names both and the line."""
    preamble = tuple(line.replace("0921234S", found) for line in PREAMBLE)
    with pytest.raises(WrongSchoolError) as caught:
        read(make_file(ALICE, preamble=preamble))
    assert caught.value == WrongSchoolError(3, value=found, expected="0921234S")
    assert str(caught.value) == (
        f"Line 3: this is the file of school '{found}', not of 0921234S. Take the file of school 0921234S. Nothing was "
        "read."
    )


def test_wrong_school_before_missing_column() -> None:
    """Whose list it is matters before what is missing in it."""
    with pytest.raises(WrongSchoolError):
        read(make_file(header=HEADER.replace("INE", "Autre"), preamble=("(0350001X)",)))


def test_the_school_asked_for_is_checked() -> None:
    """A school that is no UAI is refused before the file is looked at."""
    with pytest.raises(InvalidValueError, match="uai"):
        read_roster(b"", uai=Uai("0921234T"), session_id=SESSION.id)


def test_a_stray_quote_does_not_hide_the_header() -> None:
    """Quotation marks left open in the preamble cost nothing."""
    assert read(make_file(ALICE, preamble=('"Collège;;', *PREAMBLE))).preamble.uai == "0921234S"


ERRORS = (
    RosterFileError(),
    EmptyFileError(),
    NulByteError(3),
    TooBigError(4),
    UnknownFormatError(1, value="html"),
    BadXmlError(7),
    ForbiddenXmlError(2),
    BadArchiveError(value="a.xml, b.xml"),
    NoHeaderError(expected="INE, Etat"),
    WrongSchoolError(3, value="0350001X", expected="0921234S"),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_the_family_of_file_errors(error: RosterFileError) -> None:
    """Each is a ValueError with its own code, equal to its copies alone, and can be said in French."""
    assert isinstance(error, CycladesAccountsError)
    assert isinstance(error, ValueError)
    assert [other for other in ERRORS if other == error] == [error]
    assert pickle.loads(pickle.dumps(error)) == copy.copy(error) == error  # noqa: S301  # our own bytes
    assert error.fault.code is ProblemCode(error.code)
    assert str(error) == f"{error.problem} {error.cure}"
    assert FRENCH_ROSTER_TEXTS.sentence(error.fault)


def test_faulty_roster_error() -> None:
    """The error of a roster that had to be clean is a value like the others."""
    error = FaultyRosterError((RosterProblem(ProblemCode.MISSING_INE, 12, "INE"),))
    assert isinstance(error, CycladesAccountsError)
    assert isinstance(error, ValueError)
    assert pickle.loads(pickle.dumps(error)) == error  # noqa: S301  # our own bytes
    assert str(error) == (
        "The roster has 1 problem(s). The first is MISSING_INE on line 12, column 'INE'. Correct the file, or "
        "read it without strict; FRENCH_ROSTER_TEXTS has a sentence and a cure for each."
    )
