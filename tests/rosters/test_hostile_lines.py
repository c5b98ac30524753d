"""Lines made to stop a reader: each is a problem of its own line, in every format, and its neighbours are read."""

import unicodedata
from collections.abc import Callable

import pytest

from cyclades_accounts.identifiers import ROSTER_MAX_LENGTH, Uai
from cyclades_accounts.model import cleaned
from cyclades_accounts.rosters import (
    MOST_PROBLEMS,
    BadXmlError,
    ProblemCode,
    ReaderOptions,
    RosterColumns,
    RosterFile,
    TooBigError,
    diagnose,
    diagnosis_text,
    merge_rosters,
    open_roster,
    read_roster,
)
from cyclades_accounts.rosters._files.cells import fold_label
from cyclades_accounts.rosters._files.records import Record
from cyclades_accounts.rosters._reading import roster_file, siecle_xml
from cyclades_accounts.rosters._reading.siecle_xml import LONGEST_TEXT
from cyclades_accounts.rosters._reading.table import read_preamble
from docs.examples import invented_files as files
from docs.examples import invented_school as school
from tests.rosters.samples import in_letters
from tests.support import SESSION

UAI = Uai(school.SCHOOL_UAI)
MARK = "HOSTILE"
BEFORE = school.Pupil("3A", "AUFFRET", "Ana", "01/02/2010", "990000101XA", email="ana@example.org")
BETWEEN = school.Pupil("3A", MARK, "Bob", "03/02/2010", "990000102XB", email="bob@example.org")
AFTER = school.Pupil("3A", "CADIOU", "Cléo, Zoé, Éloïse", "05/06/2010", "990000103XC", email="cleo@example.org")
PUPILS = [BEFORE, BETWEEN, AFTER]


def _read_free(content: bytes) -> RosterFile:
    columns = RosterColumns(**files.FREE_COLUMNS)
    return read_roster(content, uai=UAI, session_id=SESSION.id, options=ReaderOptions(columns=columns))


def _read(content: bytes) -> RosterFile:
    return read_roster(content, uai=UAI, session_id=SESSION.id)


FORMATS: dict[str, tuple[bytes, Callable[[bytes], RosterFile]]] = {
    "liste détaillée": (files.liste_detaillee(PUPILS), _read),
    "liste simple": (files.liste_simple(PUPILS), _read),
    "import hors BEE": (files.import_hors_bee(PUPILS), _read),
    "free": (files.free_csv(PUPILS), _read_free),
    "SIECLE CSV": (files.siecle_csv(PUPILS), _read),
    "SIECLE XML": (files.siecle_xml(PUPILS), _read),
    "SIECLE XML in a zip": (files.siecle_xml(PUPILS), lambda content: _read(files.zipped(content))),
}

ANYWHERE: dict[str, tuple[str, ProblemCode]] = {
    "30,000 letters": ("N" * 30_000, ProblemCode.TOO_LONG),
    "one letter too many": ("N" * 255, ProblemCode.TOO_LONG),
    "30,000 combining marks": ("E" + "\u0301" * 30_000, ProblemCode.TOO_LONG),
    "30,000 spaces": ("N" + "\u00a0" * 30_000 + "M", ProblemCode.TOO_LONG),
    "DEL": ("NO\x7fM", ProblemCode.UNPRINTABLE),
    "a C1 control": ("NO\u009bM", ProblemCode.UNPRINTABLE),
}
"""Family names that every format can carry, and what each must give."""

CSV_ONLY: dict[str, tuple[str, ProblemCode]] = {
    "NUL": ("NO\0M", ProblemCode.UNPRINTABLE),
    "NUL alone": ("\0", ProblemCode.UNPRINTABLE),
    "bell": ("\aNOM", ProblemCode.UNPRINTABLE),
    "escape sequence": ("NOM\x1b[2J", ProblemCode.UNPRINTABLE),
    "a lone surrogate": ("NO\ud83dM", ProblemCode.UNDECODABLE),
    "half a character": ("NO\udcc3M", ProblemCode.UNDECODABLE),
}
"""Family names that XML forbids: there the file is not well-formed."""

READ: dict[str, str] = {
    "full width": "\uff2e\uff2f\uff2d",
    "right to left": "NOM\u202eMON",
    "no letter": "--",
    "Cyrillic": "Ковалёв",
}
"""Family names that are read: a policy, a renderer or the secretary has the last word."""

STRANGE: dict[str, str] = {
    "emoji": "NOM\U0001f600",
    "a question mark": "N?M",
    "a formula": "=HYPERLINK(A)",
    "markup": "NOM%s{}{value}\\",
    "a digit": "N0M",
}
"""What stands in no name."""


CASES = [(name, case) for name in FORMATS for case in (*ANYWHERE, *([] if "XML" in name else CSV_ONLY))]


def hostile(name: str, text: str) -> tuple[RosterFile, RosterFile]:
    """Return a file of three pupils, and the same file where the second one has another family name."""
    content, read = FORMATS[name]
    good = read(content)
    content = content.decode(good.encoding).encode().replace(b"ISO-8859-15", b"UTF-8")
    mark = text.encode("utf-8", "surrogateescape" if "\udcc3" in text else "surrogatepass")
    return good, read(content.replace(MARK.encode(), mark, 1))


@pytest.mark.parametrize(("name", "case"), CASES)
def test_one_bad_line(name: str, case: str) -> None:
    """No exception, and no other line: the pupils before and after are read, and the line is told without its text."""
    text, code = (ANYWHERE | CSV_ONLY)[case]
    good, file = hostile(name, text)
    (line,) = [entry.line for entry in good.entries if entry.family_name == MARK]
    told = [problem for problem in file.problems if problem not in good.problems]
    assert [(problem.code, problem.line) for problem in told] == [(code, line)]
    assert [entry.family_name for entry in file.entries] == ["AUFFRET", "CADIOU"]
    for joined in (merge_rosters(good, file), merge_rosters(file, good)):
        found = diagnosis_text(diagnose(joined, uai=UAI, session_id=SESSION.id))
        assert text not in found
        assert found.isprintable() or set(found) - {"\n", "\u00a0"} <= set(filter(str.isprintable, found))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("case", READ)
def test_odd_names_are_read(name: str, case: str) -> None:
    """What can be written, stored and compared is no fault of a line; a sign that nobody sees goes."""
    good, file = hostile(name, READ[case])
    assert file.problems == good.problems
    plain = unicodedata.normalize("NFKC", cleaned(READ[case]))
    assert [entry.family_name for entry in file.entries] == ["AUFFRET", plain, "CADIOU"]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("case", STRANGE)
def test_what_stands_in_no_name(name: str, case: str) -> None:
    """A sign that stands in no name costs its line and no other, before it becomes a login."""
    good, file = hostile(name, STRANGE[case])
    told = [problem for problem in file.problems if problem not in good.problems]
    assert [(problem.code, problem.value) for problem in told] == [(ProblemCode.SUSPICIOUS_NAME, STRANGE[case])]
    assert [entry.family_name for entry in file.entries] == ["AUFFRET", "CADIOU"]


@pytest.mark.parametrize("text", ["&#0;", "&#7;", "&#xD800;", "&#xFFFE;", "NO\aM", "NO\0M"])
def test_what_xml_forbids(text: str) -> None:
    """A character that XML forbids makes the file no XML: one typed error, as for any other damage."""
    content = files.siecle_xml(PUPILS).replace(MARK.encode(), text.encode())
    with pytest.raises(BadXmlError):
        _read(content)
    found = diagnose(content, uai=UAI, session_id=SESSION.id)
    assert [problem.code for problem in found.problems] == [ProblemCode.BAD_XML]


def test_a_long_text_is_not_cut_to_a_short_one() -> None:
    """A name that hides behind thousands of spaces does not become its beginning."""
    text = "N" + " " * (LONGEST_TEXT * 20) + "OM"
    file = _read(files.siecle_xml(PUPILS).replace(MARK.encode(), text.encode()))
    assert ProblemCode.TOO_LONG in {problem.code for problem in file.problems}
    assert [entry.family_name for entry in file.entries] == ["AUFFRET", "CADIOU"]


class TestBounds:
    """Files of too many lines, and of too many problems."""

    COLUMNS = RosterColumns(ine="I", family_name="N", given_names="P", birth_date="D", status="E", email="M")

    def _csv(self, count: int, row: str) -> bytes:
        rows = "".join(row.format(number, letters=in_letters(number)) for number in range(count))
        return f"I;N;P;D;E;M\n{rows}".encode()

    def _read(self, content: bytes) -> RosterFile:
        return read_roster(content, uai=UAI, session_id=SESSION.id, options=ReaderOptions(columns=self.COLUMNS))

    def test_lines(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A whole roster has an end, bad lines counted; a stream reads on in flat memory."""
        assert ROSTER_MAX_LENGTH == 100_000
        monkeypatch.setattr(roster_file, "ROSTER_MAX_LENGTH", 1_000)
        for row in ("{:09d}AA;N;P;;Inscrit;\n", "x;;;;;\n"):
            self._read(self._csv(1_000, row))
            content = self._csv(1_001, row)
            with pytest.raises(TooBigError) as caught:
                self._read(content)
            assert caught.value == TooBigError(1_002)
            found = diagnose(content, uai=UAI, session_id=SESSION.id, options=ReaderOptions(columns=self.COLUMNS))
            assert [problem.code for problem in found.problems] == [ProblemCode.TOO_BIG]
        with open_roster(files.liste_simple(PUPILS * 1_000), uai=UAI, session_id=SESSION.id) as stream:
            assert sum(1 for _ in stream) == 3_000

    def test_divisions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """SIECLE's divisions are kept while the pupils are read, so they are bounded too."""
        monkeypatch.setattr(siecle_xml, "ROSTER_MAX_LENGTH", 1_000)
        one = "<STRUCTURE><CODE_STRUCTURE>3A</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE>"
        rows = "".join(f"<STRUCTURES_ELEVE ELEVE_ID='{place}'>{one}</STRUCTURES_ELEVE>" for place in range(1_001))
        with pytest.raises(TooBigError):
            read_roster(f"<BEE_ELEVES>{rows}</BEE_ELEVES>".encode(), uai=UAI, session_id=SESSION.id)

    def test_problems(self) -> None:
        """The first ones are told, and how many others there are."""
        file = self._read(self._csv(MOST_PROBLEMS, "x{};;;01/01/2010;;\n"))
        assert len(file.problems) == MOST_PROBLEMS + 1
        last = file.problems[-1]
        assert (last.code, last.line, last.value) == (ProblemCode.MORE_PROBLEMS, None, str(2 * MOST_PROBLEMS))

    def test_many_faults_of_each_line(self) -> None:
        """Neither a column that stands a thousand times, nor a value of a megabyte is kept."""
        header = ";".join(["INE"] * 1_000 + ["NOM", "PRENOM"])
        rows = "\n".join(";".join([str(place) for place in range(1_000)] + ["N", "P"]) for _ in range(20))
        columns = RosterColumns(ine="INE", family_name="NOM", given_names="PRENOM")
        file = read_roster(
            f"{header}\n{rows}\n".encode(), uai=UAI, session_id=SESSION.id, options=ReaderOptions(columns=columns)
        )
        assert len(file.problems) == MOST_PROBLEMS + 1
        file = self._read(f'I;N;P;D;E;M\n"{"x" * 1_000_000}\n'.encode())
        assert max(len(problem.value) for problem in file.problems) == 500

    def test_joined_and_diagnosed(self) -> None:
        """What files say of each other, and what a diagnosis adds, is bounded too."""
        first = self._read(self._csv(MOST_PROBLEMS + 5, "{:09d}AA;{letters};P;01/02/2010;Inscrit;\n"))
        other = self._read(self._csv(MOST_PROBLEMS + 5, "{:09d}AA;M{letters};P;01/02/2010;Inscrit;\n"))
        merged = merge_rosters(first, other)
        assert (len(merged.problems), merged.problems[-1].value) == (MOST_PROBLEMS + 1, "5")
        found = diagnose(first, uai=UAI, session_id=SESSION.id)
        assert (len(found.problems), found.problems[-1].value) == (MOST_PROBLEMS + 1, "5")
        assert diagnosis_text(found).count("autre(s) problème(s) ne sont pas énumérés") == 1

    def test_namesakes(self) -> None:
        """Thousands of people of one name and one day cost no square of them."""
        rows = "{0:09d}AA;N;Jean-A{letters};01/02/2010;Inscrit;\n"
        first, other = (self._read(self._csv(count, rows)) for count in (3_000, 3_001))
        assert len(diagnose(first, uai=UAI, session_id=SESSION.id).candidatures) == 3_000
        anonymous = self._read(self._csv(3_000, ";N;Jean-B{letters};01/02/2010;Inscrit;\n"))
        assert len(merge_rosters(other, anonymous).candidatures) == 3_001


def test_a_title_longer_than_any_is_not_folded() -> None:
    """What is longer than any label is worked on no further, and is like no label."""
    assert fold_label("\u0301" * 300_000) == ""


def test_a_preamble_is_looked_at_up_to_a_bound() -> None:
    """Of a line above the header the beginning alone is normalised: a year far behind is not seen."""
    long = "\u0301" * 2_000 + " 2025"
    assert read_preamble([Record(1, (long,))], UAI).year is None
    assert read_preamble([Record(1, ("Session 2025",))], UAI).year == 2025
