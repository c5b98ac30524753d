"""Files made to exhaust memory, to reach other files, or damaged: each is refused with one typed error, and soon."""

import io
import itertools
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from cyclades_accounts import CandidatureStatus
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import SessionId, Uai
from cyclades_accounts.rosters import (
    BadArchiveError,
    BadXmlError,
    EmptyFileError,
    ForbiddenXmlError,
    NulByteError,
    ProblemCode,
    ReaderOptions,
    RosterColumns,
    RosterFile,
    TooBigError,
    UnknownFormatError,
    WrongSchoolError,
    open_roster,
    read_roster,
)
from cyclades_accounts.rosters._files.encoding import LONGEST_LINE
from cyclades_accounts.rosters._reading.siecle_xml import DEEPEST
from cyclades_accounts.rosters._reading.table import MOST_BEFORE
from docs.examples import invented_files as files
from docs.examples import invented_school as school
from tests.rosters.samples import ALICE, FIRST_LINE, make_file
from tests.rosters.samples import SCHOOL as SAMPLE_SCHOOL
from tests.support import SESSION

UAI = Uai(school.SCHOOL_UAI)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PUPIL = "<BEE_ELEVES><DONNEES><ELEVES><ELEVE ELEVE_ID='1'>{}</ELEVE></ELEVES></DONNEES></BEE_ELEVES>"


def read(content: bytes, options: ReaderOptions | None = None) -> RosterFile:
    """Read a file of the invented collège."""
    return read_roster(content, uai=UAI, session_id=SESSION.id, options=options or ReaderOptions())


class TestXml:
    """XML from whoever sends it."""

    @pytest.mark.parametrize(
        "doctype",
        [
            "<!DOCTYPE BEE_ELEVES>",
            '<!DOCTYPE b [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
            '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE b [<!ENTITY % a SYSTEM "http://example.org/a.dtd"> %a;]>',
            '<!DOCTYPE b SYSTEM "http://example.org/b.dtd">',
        ],
    )
    def test_document_types_and_entities(self, doctype: str) -> None:
        """Whatever declares a document type or an entity is refused before anything of it is expanded or fetched."""
        with pytest.raises(ForbiddenXmlError, match="declares a document type or an entity"):
            read((HEAD + doctype + PUPIL.format("<NOM>&a;</NOM>")).encode())

    @pytest.mark.parametrize(
        "content",
        [
            "<BEE_ELEVES>" + "<A>" * DEEPEST,
            f"<BEE_ELEVES><!--{'x' * 2**21}--></BEE_ELEVES>",
            f"<BEE_ELEVES A='{'x' * 2**21}'/>",
            "<" + "A" * 2**21,
        ],
        ids=["depth", "comment", "attribute", "name"],
    )
    def test_sizes_of_no_export(self, content: str) -> None:
        """Depth, comments, attributes and names that no export has are refused."""
        with pytest.raises(TooBigError):
            read(content.encode())

    @pytest.mark.parametrize("content", ["<eleve/>", "<ELEVES><ELEVE/></ELEVES>", '<?xml version="1.0"?><bee_eleves/>'])
    def test_other_xml(self, content: str) -> None:
        """XML of something else is told from damage."""
        with pytest.raises(UnknownFormatError, match="no export of SIECLE"):
            read(content.encode())

    @pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "cp037", "rot13", "nonsense", "hex"])
    def test_other_encodings(self, encoding: str) -> None:
        """An encoding that is none of ours is refused, whether Python knows it or not."""
        with pytest.raises(BadXmlError) as caught:
            read(HEAD.replace("UTF-8", encoding).encode() + PUPIL.encode())
        assert caught.value == BadXmlError(1, value=encoding)
        with pytest.raises(InvalidValueError, match="encoding cannot be"):
            ReaderOptions(encoding=encoding)

    def test_bytes_of_another_encoding(self) -> None:
        """A byte that is not of the declared encoding is refused; told the right encoding, the file is read."""
        content = (HEAD + PUPIL.format("<NOM>LABBÉ</NOM><PRENOM>Zoé</PRENOM>")).encode("windows-1252")
        with pytest.raises(BadXmlError) as caught:
            read(content)
        assert caught.value.value == "0xC9"
        file = read(content, ReaderOptions(encoding="windows-1252"))
        assert [problem.code for problem in file.problems if problem.line] == [
            ProblemCode.NO_STATUS_COLUMN,
            ProblemCode.NO_EMAIL_COLUMN,
            ProblemCode.MISSING_INE,
        ]
        assert file.entries[0].values["family_name"] == "LABBÉ"

    def test_without_a_declaration(self) -> None:
        """XML that declares nothing is UTF-8, with and without byte order mark."""
        for mark in (b"", b"\xef\xbb\xbf"):
            content = mark + PUPIL.format("<NOM>LABBÉ</NOM><PRENOM>Zoé</PRENOM>").encode()
            assert read(content).entries[0].values["family_name"] == "LABBÉ"

    @pytest.mark.parametrize("length", [20, 300, 3_000, 20_000])
    def test_a_file_that_breaks_off(self, length: int) -> None:
        """A file cut short is refused, wherever it ends; the error names the line."""
        with pytest.raises(BadXmlError, match="damaged"):
            read(files.siecle_xml()[:length])

    def test_another_school(self) -> None:
        """The file of another school is refused; the error names the element and both codes."""
        with pytest.raises(WrongSchoolError) as caught:
            read_roster(files.siecle_xml(), uai=Uai(school.OTHER_UAI), session_id=SESSION.id)
        assert (caught.value.column, caught.value.value) == ("UAJ", school.SCHOOL_UAI)

    def test_a_file_that_says_little(self) -> None:
        """Without school, year, structures and INE the pupils are read, and nothing is made up."""
        file = read((HEAD + PUPIL.format("<NOM>LABBÉ</NOM><ID_NATIONAL>520556945HK</ID_NATIONAL>")).encode())
        assert (file.preamble.year, file.preamble.uai) == (None, None)
        assert file.problems[-1].code is ProblemCode.EMPTY_NAME
        empty = read(b"<BEE_ELEVES><PARAMETRES><ANNEE_SCOLAIRE>?</ANNEE_SCOLAIRE></PARAMETRES></BEE_ELEVES>")
        assert (empty.preamble.year, empty.entries) == (None, ())

    def test_fields_of_no_export(self) -> None:
        """Elements within a field, and hundreds of unknown fields, are read past."""
        more = "<MEL><A>x</A></MEL>" + "".join(f"<F{number}/>" for number in range(500))
        names = "<NOM>LABBÉ</NOM><PRENOM>Zoé</PRENOM><INE_RNIE>520556945HK</INE_RNIE>"
        file = read((HEAD + PUPIL.format(names + more)).encode())
        assert [(c.candidate.full_name, c.email) for c in file.candidatures] == [("LABBÉ Zoé", None)]

    def test_the_national_number(self) -> None:
        """The number of today counts before the older one; older exports have NOM for NOM_DE_FAMILLE."""
        names = "<NOM>LABBÉ</NOM><PRENOM>Zoé</PRENOM><ID_NATIONAL>1234567890A</ID_NATIONAL>"
        for more, expected in (("", "1234567890A"), ("<INE_RNIE>520556945HK</INE_RNIE>", "520556945HK")):
            file = read((HEAD + PUPIL.format(names + more)).encode())
            assert [c.candidate.id for c in file.candidatures] == [expected]

    def test_another_school_s_file(self) -> None:
        """This test ensures that the file of another school is refused with both codes."""
        with pytest.raises(WrongSchoolError) as caught:
            read_roster(files.siecle_xml(), uai=Uai("0350001L"), session_id=SESSION.id, options=ReaderOptions())
        assert (caught.value.value, caught.value.expected) == (UAI, "0350001L")

    def test_a_problem_names_its_line(self) -> None:
        """This test ensures that what is wrong with a pupil is found again in the file."""
        content = files.siecle_xml().replace(b"<DATE_NAISS>", b"<DATE_NAISS>99", 1)
        file = read_roster(content, uai=UAI, session_id=SESSION.id, options=ReaderOptions())
        lines = {problem.line for problem in file.problems if problem.code is ProblemCode.BAD_DATE}
        assert 1 + content[: content.index(b"<DATE_NAISS>99")].count(b"\n") in lines

    def test_elements_within_a_field_are_passed_over(self) -> None:
        """This test ensures that what stands deeper in a pupil is not taken for a field of theirs."""
        content = files.siecle_xml().replace(b"<CODE_SEXE>2", b"<ADRESSE><PRENOM>Faux</PRENOM></ADRESSE><CODE_SEXE>2")
        file = read_roster(content, uai=UAI, session_id=SESSION.id, options=ReaderOptions())
        plain = read_roster(files.siecle_xml(), uai=UAI, session_id=SESSION.id, options=ReaderOptions())
        assert file.candidatures == plain.candidatures


class TestArchives:
    """Zips from whoever sends them."""

    def test_bombs(self) -> None:
        """What unpacks to far more than any export is refused unopened."""
        bomb = files.zipped(b"\0" * 50_000_000)
        assert len(bomb) < 100_000
        with pytest.raises(TooBigError, match="out of all proportion"):
            read(bomb)

    def test_small_files_pack_well(self) -> None:
        """A short file that happens to pack well is no bomb."""
        with pytest.raises(EmptyFileError):
            read(files.zipped(b" " * 60_000))

    def test_a_lying_archive(self) -> None:
        """An archive that claims less than it holds does not get further than what it claims."""
        content = bytearray(files.zipped(b"<BEE_ELEVES>" + b" " * 50_000_000))
        for mark, place in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
            struct.pack_into("<I", content, content.index(mark) + place, 1_000)
        with pytest.raises(BadArchiveError):
            read(bytes(content))

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_a_compression_that_no_export_has(self, method: int) -> None:
        """bzip2 and LZMA unpack at once whatever they hold, whatever size is claimed: they are not unpacked at all."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", method) as archive:
            archive.writestr("eleves.csv", b" " * 100_000_000)
        content = bytearray(packed.getvalue())
        for mark, place in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
            struct.pack_into("<I", content, content.index(mark) + place, 1_000)
        tracemalloc.start()
        with pytest.raises(BadArchiveError):
            read(bytes(content))
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
        tracemalloc.stop()

    @pytest.mark.parametrize("place", [2, 4, 5, 12])
    def test_damaged_lzma(self, place: int) -> None:
        """What LZMA raises for a damaged file reaches nobody."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
            archive.writestr("eleves.csv", b"a;b")
        content = bytearray(packed.getvalue())
        start = content.index(b"eleves.csv") + len("eleves.csv") + place
        content[start : start + 4] = b"\xff" * 4
        with pytest.raises(BadArchiveError):
            read(bytes(content))

    @pytest.mark.parametrize("names", [[], ["liste.doc"], ["__MACOSX/._a.xml"], [".liste.csv"]])
    def test_not_exactly_one_file(self, names: list[str]) -> None:
        """An archive with no roster is refused."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("lisez-moi.md", b"")
            for name in names:
                archive.writestr(name, b"x")
        with pytest.raises(BadArchiveError):
            read(packed.getvalue())

    @pytest.mark.parametrize("length", [5, 40, 1_000])
    def test_damaged(self, length: int) -> None:
        """A damaged archive is refused."""
        with pytest.raises(BadArchiveError, match="damaged"):
            read(files.zipped(files.siecle_xml())[:length])

    def test_damaged_within(self) -> None:
        """A file whose packed bytes were changed is refused."""
        content = bytearray(files.zipped(files.siecle_xml()))
        content[200:220] = bytes(20)
        with pytest.raises(BadArchiveError):
            read(bytes(content))

    def test_encrypted(self) -> None:
        """An encrypted archive is refused: nobody is asked for a password."""
        content = bytearray(files.zipped(b"x"))
        content[6] |= 1
        content[content.index(b"PK\1\2") + 8] |= 1
        with pytest.raises(BadArchiveError):
            read(bytes(content))

    def test_a_csv_in_an_archive(self, tmp_path: Path) -> None:
        """Any roster may come in a zip, also from a path."""
        path = tmp_path / "liste.zip"
        path.write_bytes(files.zipped(files.liste_detaillee(), "export/liste.CSV"))
        assert read_roster(path, uai=UAI, session_id=SESSION.id) == read(files.liste_detaillee())


class TestText:
    """Text files that are none."""

    @pytest.mark.parametrize("before", [0, 1, MOST_BEFORE - 1])
    def test_the_line_of_a_nul_byte(self, before: int) -> None:
        """A NUL byte above the names of the columns refuses the file, and its line is named."""
        with pytest.raises(NulByteError) as caught:
            read(b"x\r\n" * before + b"a\0b")
        assert caught.value.line == before + 1

    @pytest.mark.parametrize("offset", [-2, -1, 0, 1])
    def test_line_ends_between_chunks(self, offset: int) -> None:
        """CRLF that falls between two chunks is one line end."""
        start = b"x" * (LONGEST_LINE // 2) + b"\n" + b"y" * (LONGEST_LINE // 2 - 1 + offset)
        with pytest.raises(TooBigError) as caught:
            read(start + b"\r\n" + b"z" * (LONGEST_LINE + 1))
        assert caught.value.line == 3

    @pytest.mark.parametrize("length", [LONGEST_LINE + 1, 2 * LONGEST_LINE, 5 * LONGEST_LINE])
    def test_endless_lines(self, length: int) -> None:
        """A line of more than a mebibyte is refused, wherever it starts."""
        for start in (b"", b"x\n" * 1_000):
            with pytest.raises(TooBigError) as caught:
                read(start + b"x" * length)
            assert caught.value.line == 1 + start.count(b"\n")

    def test_a_long_line_that_is_just_short_enough(self) -> None:
        """A line of a mebibyte is a bad line like any other, and hides nobody."""
        content = make_file("x" * LONGEST_LINE, ALICE)
        file = read_roster(content, uai=SAMPLE_SCHOOL, session_id=SESSION.id)
        assert [problem.line for problem in file.problems] == [FIRST_LINE]
        assert len(file.candidatures) == 1

    def test_a_file_of_two_encodings(self) -> None:
        """Lines of another encoding, pasted into UTF-8, are the only ones that are wrong; the byte is named."""
        content = make_file(ALICE, ALICE.replace("520556945HK", "520556946HL"))
        mixed = content.replace("É".encode(), b"\xc9", 1)
        file = read_roster(mixed, uai=SAMPLE_SCHOOL, session_id=SESSION.id)
        assert file.encoding == "utf-8"
        assert [(p.code, p.line, p.column, p.value) for p in file.problems] == [
            (ProblemCode.UNDECODABLE, FIRST_LINE, "Nom de famille", "0xC9")
        ]
        assert file.lines == (FIRST_LINE + 1,)

    def test_a_header_beyond_all_bounds(self) -> None:
        """A line with thousands of cells is not looked through for names."""
        with pytest.raises(Exception, match="No line names the columns"):
            read(b";".join([b"INE"] * 20_000))

    def test_a_stream_that_is_left_early(self, tmp_path: Path) -> None:
        """Whoever stops reading leaves nothing open behind."""
        for name in ("liste_detaillee.csv", "ElevesSansAdresses.xml"):
            path = tmp_path / name
            path.write_bytes(files.FILES[name]())
            with open_roster(path, uai=UAI, session_id=SESSION.id) as stream:
                assert next(iter(stream)).candidature is not None
            path.unlink()
            del stream

    def test_a_session_without_a_year(self) -> None:
        """A host's own key of a session, without a year, is compared with none."""
        file = read_roster(files.siecle_xml(), uai=UAI, session_id=SessionId("blanc"))
        assert ProblemCode.WRONG_SESSION not in {problem.code for problem in file.problems}

    def test_what_is_no_source(self, tmp_path: Path) -> None:
        """This test ensures that a file opened in text mode is refused with what to open instead."""
        path = tmp_path / "roster.csv"
        path.write_text("x", encoding="utf-8")
        with path.open(encoding="utf-8") as text, pytest.raises(InvalidValueError, match="binary mode"):
            read_roster(text, uai=UAI, session_id=SESSION.id)  # type: ignore[arg-type]  # the mistake


class TestLines:
    """Lines that no spreadsheet wrote."""

    def test_a_line_has_an_end(self) -> None:
        """This test ensures that one endless line is given up, and named."""
        with pytest.raises(TooBigError) as caught:
            read_roster(b"INE;Nom\n" + b"x" * (LONGEST_LINE + 2), uai=UAI, session_id=SESSION.id)
        assert caught.value.line == 2

    def test_a_birth_after_the_exam(self) -> None:
        """This test ensures that nobody is born in the year of the exam or later."""
        columns = RosterColumns(ine="I", family_name="N", given_names="P", birth_date="D")
        content = "I;N;P;D\n990000001AA;MARTIN;Léa;01/02/2025\n990000002BB;MARTIN;Léo;31/12/2024\n".encode()
        file = read_roster(content, uai=UAI, session_id=SESSION.id, options=ReaderOptions(columns=columns))
        assert [problem.line for problem in file.problems if problem.code is ProblemCode.BAD_DATE] == [2]

    def test_states_in_every_spelling(self) -> None:
        """This test ensures that a file with a thousand spellings of a state is read, and not all are remembered."""
        columns = RosterColumns(ine="I", family_name="N", given_names="P", status="E")
        spellings = [
            "-".join(("".join(letters[:3]), "".join(letters[3:])))
            for letters in itertools.product(*((c.lower(), c.upper()) for c in "préinscrit"))
        ]
        rows = [f"{number:09d}AA;MARTIN;Léa;{spelling}" for number, spelling in enumerate(spellings)]
        file = read_roster(
            "\n".join(["I;N;P;E", *rows]).encode(),
            uai=UAI,
            session_id=SESSION.id,
            options=ReaderOptions(columns=columns),
        )
        assert {candidature.status for candidature in file.candidatures} == {CandidatureStatus.PRE_INSCRIT}
        assert len(file.candidatures) == len(spellings)
