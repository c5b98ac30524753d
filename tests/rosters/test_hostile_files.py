"""Files that no export is: bombs, entities, damage, nesting without end, archives that are none."""

import io
import itertools
import sys
import zipfile
from pathlib import Path

import pytest

from cyclades_accounts import CandidatureStatus
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import Uai
from cyclades_accounts.rosters import (
    ProblemCode,
    ReaderOptions,
    RosterColumns,
    read_csv,
    read_roster,
    read_siecle_xml,
)
from cyclades_accounts.rosters._encoding import LONGEST_LINE
from cyclades_accounts.rosters._errors import (
    BadArchiveError,
    BadXmlError,
    ForbiddenXmlError,
    MissingRosterToolError,
    TooBigError,
    UnknownFormatError,
    WrongSchoolError,
)
from cyclades_accounts.rosters._siecle_xml import DEEPEST, LONGEST_TEXT
from docs.examples import invented_files as files
from docs.examples import invented_school as school
from tests.support import SESSION

UAI = Uai(school.SCHOOL_UAI)
HEAD = '<?xml version="1.0" encoding="ISO-8859-15"?>'
BOMB = (
    f"""{HEAD}<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><BEE_ELEVES>&b;</BEE_ELEVES>"""
)
EXTERNAL = f"""{HEAD}<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><BEE_ELEVES>&a;</BEE_ELEVES>"""


def read(content: bytes) -> object:
    """Read as SIECLE's XML."""
    return read_siecle_xml(content, school=UAI, session=SESSION.id, options=ReaderOptions())


def zipped(*members: tuple[str, bytes], **options: int) -> bytes:
    """Return an archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


class TestXml:
    """XML that is refused, with the line."""

    @pytest.mark.parametrize("content", [BOMB, EXTERNAL, f"{HEAD}<!DOCTYPE BEE_ELEVES><BEE_ELEVES/>"])
    def test_no_entity_is_resolved(self, content: str) -> None:
        """This test ensures that a document type is refused, and with it every bomb and every file of the host."""
        with pytest.raises(ForbiddenXmlError):
            read(content.encode("iso-8859-15"))

    @pytest.mark.parametrize("content", ["<BEE_ELEVES>", "<BEE_ELEVES></X>", "<BEE_ELEVES/><BEE_ELEVES/>", f"{HEAD}"])
    def test_broken_xml_names_its_line(self, content: str) -> None:
        """This test ensures that a file that breaks off, or is not well-formed, is refused."""
        with pytest.raises(BadXmlError) as caught:
            read(content.encode())
        assert caught.value.line

    def test_another_document_is_refused(self) -> None:
        """This test ensures that XML of something else is named by its root."""
        with pytest.raises(UnknownFormatError) as caught:
            read(b"<html><body/></html>")
        assert caught.value.value == "html"

    def test_an_encoding_that_is_not_read(self) -> None:
        """This test ensures that the file cannot choose a decoder of its own."""
        with pytest.raises(BadXmlError) as caught:
            read(b'<?xml version="1.0" encoding="utf-7"?><BEE_ELEVES/>')
        assert caught.value.value == "utf-7"

    def test_bytes_that_are_none_of_the_encoding(self) -> None:
        """This test ensures that a byte which the declared encoding lacks is named."""
        with pytest.raises(BadXmlError) as caught:
            read(b'<?xml version="1.0" encoding="utf-8"?><BEE_ELEVES>\xff</BEE_ELEVES>')
        assert caught.value.value == "0xFF"

    def test_nesting_has_an_end(self) -> None:
        """This test ensures that elements within each other for ever are refused."""
        deep = "<BEE_ELEVES>" + "<A>" * DEEPEST
        with pytest.raises(TooBigError):
            read(deep.encode())

    def test_a_text_has_an_end(self) -> None:
        """This test ensures that one endless text does not fill the memory, and names its element."""
        with pytest.raises(TooBigError) as caught:
            read(f"<BEE_ELEVES><A>{'x' * (LONGEST_TEXT + 1)}".encode())
        assert caught.value.column == "A"

    def test_a_name_has_an_end(self) -> None:
        """This test ensures that a tag that never ends is given up."""
        with pytest.raises(TooBigError):
            read(b"<BEE_ELEVES><" + b"A" * 4_000_000)

    def test_another_school_s_file(self) -> None:
        """This test ensures that the file of another school is refused with both codes."""
        with pytest.raises(WrongSchoolError) as caught:
            read_siecle_xml(files.siecle_xml(), school=Uai("0350001L"), session=SESSION.id, options=ReaderOptions())
        assert (caught.value.value, caught.value.expected) == (UAI, "0350001L")

    def test_without_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """This test ensures that the error names the extra to install."""
        monkeypatch.setitem(sys.modules, "defusedxml", None)
        with pytest.raises(MissingRosterToolError, match="rosters"):
            read(files.siecle_xml())

    def test_a_problem_names_its_line(self) -> None:
        """This test ensures that what is wrong with a pupil is found again in the file."""
        content = files.siecle_xml().replace(b"<DATE_NAISS>", b"<DATE_NAISS>99", 1)
        file = read_siecle_xml(content, school=UAI, session=SESSION.id, options=ReaderOptions())
        lines = {problem.line for problem in file.problems if problem.code is ProblemCode.BAD_DATE}
        assert 1 + content[: content.index(b"<DATE_NAISS>99")].count(b"\n") in lines

    def test_elements_within_a_field_are_passed_over(self) -> None:
        """This test ensures that what stands deeper in a pupil is not taken for a field of theirs."""
        content = files.siecle_xml().replace(b"<CODE_SEXE>2", b"<ADRESSE><PRENOM>Faux</PRENOM></ADRESSE><CODE_SEXE>2")
        file = read_siecle_xml(content, school=UAI, session=SESSION.id, options=ReaderOptions())
        plain = read_siecle_xml(files.siecle_xml(), school=UAI, session=SESSION.id, options=ReaderOptions())
        assert file.candidatures == plain.candidatures


class TestLines:
    """Lines that no spreadsheet wrote."""

    def test_a_line_has_an_end(self) -> None:
        """This test ensures that one endless line is given up, and named."""
        with pytest.raises(TooBigError) as caught:
            read_roster(b"INE;Nom\n" + b"x" * (LONGEST_LINE + 2), school=UAI, session=SESSION.id)
        assert caught.value.line == 2

    def test_a_birth_after_the_exam(self) -> None:
        """This test ensures that nobody is born in the year of the exam or later."""
        columns = RosterColumns(ine="I", family_name="N", given_names="P", birth_date="D")
        content = "I;N;P;D\n990000001AA;MARTIN;Léa;01/02/2025\n990000002BB;MARTIN;Léo;31/12/2024\n".encode()
        file = read_csv(content, school=UAI, session=SESSION.id, columns=columns)
        assert [problem.line for problem in file.problems if problem.code is ProblemCode.BAD_DATE] == [2]

    def test_states_in_every_spelling(self) -> None:
        """This test ensures that a file with a thousand spellings of a state is read, and not all are remembered."""
        columns = RosterColumns(ine="I", family_name="N", given_names="P", status="E")
        spellings = [
            "-".join(("".join(letters[:3]), "".join(letters[3:])))
            for letters in itertools.product(*((c.lower(), c.upper()) for c in "préinscrit"))
        ]
        rows = [f"{number:09d}AA;MARTIN;Léa;{spelling}" for number, spelling in enumerate(spellings)]
        file = read_csv("\n".join(["I;N;P;E", *rows]).encode(), school=UAI, session=SESSION.id, columns=columns)
        assert {candidature.status for candidature in file.candidatures} == {CandidatureStatus.PRE_INSCRIT}
        assert len(file.candidatures) == len(spellings)


class TestArchives:
    """Archives that are refused."""

    @pytest.mark.parametrize(
        "content",
        [
            b"PK\3\4 and nothing more",
            zipped(),
            zipped(("readme.md", b"x")),
            zipped(("a.csv", b"x"), ("b.csv", b"y")),
            zipped(("a.xml", files.siecle_xml()))[:-200],
        ],
        ids=["cut", "empty", "no roster", "two rosters", "damaged"],
    )
    def test_an_archive_of_something_else(self, content: bytes) -> None:
        """This test ensures that an archive which does not hold exactly one roster is refused, whatever it is."""
        if not content.startswith(b"PK\3\4"):
            content = b"PK\3\4" + content
        with pytest.raises(BadArchiveError):
            read_roster(content, school=UAI, session=SESSION.id)

    def test_a_bomb_is_not_unpacked(self) -> None:
        """This test ensures that an archive which inflates beyond any roster is refused before it is unpacked."""
        with pytest.raises(TooBigError) as caught:
            read_roster(zipped(("big.csv", b"\0" * 60_000_000)), school=UAI, session=SESSION.id)
        assert caught.value.value == "big.csv"

    def test_what_is_no_source(self, tmp_path: Path) -> None:
        """This test ensures that a file opened in text mode is refused with what to open instead."""
        path = tmp_path / "roster.csv"
        path.write_text("x", encoding="utf-8")
        with path.open(encoding="utf-8") as text, pytest.raises(InvalidValueError, match="binary mode"):
            read_roster(text, school=UAI, session=SESSION.id)  # type: ignore[arg-type]  # the mistake
