"""What files of the world do: each kind of fault that schools met, with instances of our own."""

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from attrs import evolve

from cyclades_accounts import CandidatureStatus
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import SessionId, Uai, is_ine
from cyclades_accounts.rosters import (
    CATEGORY_LABELS,
    FRENCH_PREFLIGHT_TEXTS,
    FRENCH_ROSTER_TEXTS,
    BadArchiveError,
    FaultyRosterError,
    NoHeaderError,
    OtherExportError,
    ProblemCode,
    ReaderOptions,
    RosterColumns,
    RosterFile,
    SeveralFilesError,
    Severity,
    WebPageError,
    WorkbookError,
    WrongSchoolError,
    diagnose,
    merge_rosters,
    preflight,
    preflight_text,
    read_roster,
)
from cyclades_accounts.rosters._files import encoding as encoding_module
from cyclades_accounts.rosters._files.cells import read_date
from cyclades_accounts.rosters._reading import meanings as meanings_module
from docs.examples import invented_files as files
from docs.examples import invented_school
from tests.support import SCHOOL, SESSION, UAI, candidature, desk, make_school, registry

TITLES = "Division de classe;Nom de famille;Prénom(s);Date de Naissance;INE;Catégorie Candidat;Etat;Adresse mail"
NAIG = {
    "division": "'3A'",
    "family": "KERBRAT",
    "given": "Naïg",
    "born": "12/05/2010",
    "ine": "120000001AA",
    "category": "SCOLAIRE",
    "state": "Inscrit",
    "email": "naig@example.org",
}


def row(**changes: str) -> str:
    """Return the line of a pupil."""
    return ";".join({**NAIG, **changes}.values())


TOM = row(family="BIHAN", given="Tom", ine="120000002BB", email="tom@example.org")


def text(*rows: str, titles: str = TITLES) -> str:
    """Return a file with these lines."""
    return "\n".join((titles, *rows)) + "\n"


def read(content: str | bytes, **options: object) -> RosterFile:
    """Read a file with these options."""
    raw = content.encode() if isinstance(content, str) else content
    return read_roster(raw, uai=UAI, session_id=SESSION.id, options=ReaderOptions(**options))  # type: ignore[arg-type]  # of a test


def codes(file: RosterFile) -> list[ProblemCode]:
    """Return what is wrong with a file."""
    return [problem.code for problem in file.problems]


def names(file: RosterFile) -> list[str]:
    """Return who can be registered."""
    return [one.candidate.full_name for one in file.candidatures]


class TestCategories:
    """K1. The category is a code, another word, or blank."""

    @pytest.mark.parametrize(
        ("label", "category"),
        [
            ("SCOLAIRE BACPRO 3 ANS (132)", "SCOLAIRE BACPRO 3 ANS (132)"),
            ("candidat scolaire", "SCOLAIRE"),
            ("520 - Scolaire", "SCOLAIRE"),
            ("Élève", "SCOLAIRE"),
            ("Candidat libre", "INDIVIDUEL"),
            ("Non scolaire (GRETA)", "Non scolaire (GRETA)"),
            ("APPRENTI CFA", "APPRENTI CFA"),
        ],
    )
    def test_a_label_that_is_known(self, label: str, category: str) -> None:
        """A category is known by its first words; what it says beside them is kept."""
        file = read(text(row(category=label)))
        assert [one.category for one in file.candidatures] == [category]
        assert file.problems == ()

    @pytest.mark.parametrize("label", ["520", "SCOLARISÉ", "BEE"])
    def test_a_label_that_is_not(self, label: str) -> None:
        """Another label is kept, and told with the labels that are known."""
        file = read(text(row(category=label), TOM))
        assert [one.category for one in file.candidatures] == [label, "SCOLAIRE"]
        (told,) = file.problems
        assert (told.code, told.line, told.value, told.name) == (
            ProblemCode.UNKNOWN_CATEGORY,
            2,
            label,
            "KERBRAT Naïg",
        )
        assert "Scolaire" in FRENCH_ROSTER_TEXTS.cure(told)

    @pytest.mark.parametrize("blank", ["", " -", "—", "Non renseignée"])
    def test_a_blank_cell(self, blank: str) -> None:
        """A blank category is read as a file without the column is, and told."""
        file = read(text(row(category=blank)))
        assert [one.category for one in file.candidatures] == ["SCOLAIRE"]
        assert codes(file) == [ProblemCode.NO_CATEGORY]

    def test_a_blank_cell_is_filled_by_another_file(self) -> None:
        """What is blank in one file and told in another is no longer missing."""
        blank, known = read(text(row(category=""))), read(text(row(category="INDIVIDUEL")))
        for merged in (merge_rosters(blank, known), merge_rosters(known, blank)):
            assert [one.category for one in merged.candidatures] == ["INDIVIDUEL"]
        assert codes(merge_rosters(blank, known)) == []

    def test_the_labels_are_a_value(self) -> None:
        """A host says what a code of its file means."""
        file = read(text(row(category="520")), categories={**CATEGORY_LABELS, "520": "SCOLAIRE"})
        assert ([one.category for one in file.candidatures], file.problems) == (["SCOLAIRE"], ())

    def test_nothing_to_correct_is_not_said_of_nothing(self) -> None:
        """Where nobody would get an account, the check does not say that a generation may run."""
        service = make_school(candidature(1, "ROUX", "Ali", category="INDIVIDUEL"))
        found = preflight(desk(service), SCHOOL, check_emails=False)
        assert found.is_ready
        assert FRENCH_PREFLIGHT_TEXTS.nobody not in preflight_text(found)

    def test_no_more_is_remembered_than_needed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A file of a thousand labels is read like one of two, and the memory has an end."""
        monkeypatch.setattr(meanings_module, "MOST_REMEMBERED", 1)
        file = read(text(*(row(category=f"SCOLAIRE {n}", ine=f"12000000{n}AA") for n in range(5))))
        assert [one.category for one in file.candidatures] == [f"SCOLAIRE {n}" for n in range(5)]


class TestLeavingDays:
    """K2. A leaving day that lies ahead."""

    @pytest.mark.parametrize("day", ["01/01/2026", "2026-07-03", "05/07/26"])
    def test_who_leaves_after_the_session(self, day: str) -> None:
        """Whoever leaves after the year of the session is a candidate of it."""
        assert len(read(f"Nom;Prénom;INE;Date de sortie\nKERBRAT;Naïg;120000001AA;{day}\n").candidatures) == 1

    def test_two_digits_without_a_session_year(self) -> None:
        """Where the session tells no year, two digits mean none."""
        content = b"Nom;Prenom;INE;Sortie\nKERBRAT;Tom;120000001AA;05/07/26\n"
        file = read_roster(content, uai=UAI, session_id=evolve(SESSION, id="DNB").id)
        assert ProblemCode.BAD_DATE in codes(file)

    def test_the_day_is_the_hosts(self) -> None:
        """The host tells the day on which a pupil must still be there."""
        content = "Nom;Prénom;INE;Date de sortie\nKERBRAT;Naïg;120000001AA;04/07/2025\nBIHAN;Tom;120000002BB;\n"
        assert names(read(content)) == ["BIHAN Tom"]
        assert names(read(content, on=date(2025, 7, 3))) == ["KERBRAT Naïg", "BIHAN Tom"]

    @pytest.mark.parametrize("footer", ["", "Total;;;\n"])
    def test_everybody_has_left(self, footer: str) -> None:
        """A file whose pupils have all left is an error, which a strict reading refuses."""
        content = f"Nom;Prénom;INE;Date de sortie\nKERBRAT;Naïg;120000001AA;04/10/2024\n{footer}"
        assert codes(read(content))[-1] is ProblemCode.EVERYBODY_LEFT
        assert ProblemCode.EVERYBODY_LEFT.severity is Severity.ERROR
        with pytest.raises(FaultyRosterError):
            read(content, strict=True)


class TestDamagedLetters:
    """K3. Letters are damaged: they are mended, or told before they become a login."""

    @pytest.mark.parametrize(
        ("encoding", "people"),
        [
            (encoding, people)
            for encoding in ("mac-roman", "cp850", "iso-8859-15", "windows-1252", "utf-8", "utf-16")
            for people in (("BŒUF", "Zoë"), ("LE MÉE", "Françoise"), ("GUÉHÉNNEC", "Maël"), ("PÉRON", "Anaïs"))
            if (encoding, people[0]) != ("cp850", "BŒUF")  # which has no Œ
        ],
    )
    def test_encodings_that_spreadsheets_save(self, encoding: str, people: tuple[str, str]) -> None:
        """An encoding is known by words that look like words."""
        raw = text(row(family=people[0], given=people[1]), TOM).encode(encoding)
        file = read(raw)
        assert names(file) == [" ".join(people), "BIHAN Tom"]
        assert file.encoding == encoding or (encoding, file.encoding) == ("iso-8859-15", "windows-1252")
        assert names(read(raw, encoding=encoding)) == names(file)

    def test_many_words_tell_no_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """So many words are enough to know an encoding by."""
        monkeypatch.setattr(encoding_module, "_MOST_WORDS", 2)
        people = [row(given=f"Zoé{letter}", ine=f"12000000{n}AA") for n, letter in enumerate("éèêëàâîïôù")]
        assert read(text(*people).encode("cp850")).encoding == "cp850"

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("AnaÃ¯s", "Anaïs"),
            ("FranÃ§oise", "Françoise"),
            ("MaÃ«l", "Maël"),
            ("Zo&euml;", "Zoë"),
            ("Ana&#239;s", "Anaïs"),
            ("Lo&iuml;c", "Loïc"),
            ("\uff2d\uff41\uff45", "Mae"),
        ],
    )
    def test_what_can_be_mended(self, written: str, meant: str) -> None:
        """UTF-8 read as another encoding, entities of a page, and letters of full width are mended."""
        quoted = row(given=f'"{written}"')
        assert names(read(text(quoted))) == [f"KERBRAT {meant}"]

    @pytest.mark.parametrize("written", ["Na?g", "Na\ufffdg", "N@ïg", "Naïg#", "Naïg 2", "<Naïg>", "Na~g", "Na\u2026g"])
    def test_signs_that_stand_in_no_name(self, written: str) -> None:
        """A name with such a sign is told by its line, and the others are read."""
        both = read(text(row(given=written, family=written), TOM))
        assert codes(both) == [ProblemCode.SUSPICIOUS_NAME]  # one for a line is enough
        for damaged in (row(given=written), row(family=written)):
            file = read(text(damaged, TOM))
            assert [(p.code, p.line) for p in file.problems] == [(ProblemCode.SUSPICIOUS_NAME, 2)]
            assert names(file) == ["BIHAN Tom"]

    @pytest.mark.parametrize(
        "given", ["Jean-Noël", "Éloïse (dite Lou)", "N’Golo", "Ana, Zoé", 'Tim "Tam"', "Σοφία", "e\u0301lie"]
    )
    def test_what_does_stand_in_names(self, given: str) -> None:
        """Letters of every script with their marks, and the signs that people write, are no damage."""
        quoted = '"' + given.replace('"', '""') + '"'
        assert codes(read(text(row(given=quoted)))) == []

    @pytest.mark.parametrize("declared", ["ISO-8859-15", "windows-1252", "UTF-8"])
    def test_xml_that_declares_another_encoding(self, declared: str) -> None:
        """XML whose bytes are UTF-8 is UTF-8, whatever it declares."""
        content = files.siecle_xml().decode("iso-8859-15").replace("ISO-8859-15", declared, 1)
        expected = read_roster(files.siecle_xml(), uai=_uai(), session_id=SESSION.id)
        file = read_roster(content.encode(), uai=_uai(), session_id=SESSION.id)
        assert (names(file), file.encoding) == (names(expected), "utf-8")

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
    def test_utf_16(self, encoding: str) -> None:
        """UTF-16 is read, with and without byte order mark, as a table and as XML."""
        assert names(read(text(row(), TOM).encode(encoding))) == ["KERBRAT Naïg", "BIHAN Tom"]
        content = files.siecle_xml().decode("iso-8859-15").replace("ISO-8859-15", "UTF-16", 1)
        assert len(read_roster(content.encode(encoding), uai=_uai(), session_id=SESSION.id).candidatures) == 137


def _uai() -> Uai:
    return Uai(invented_school.SCHOOL_UAI)


class TestDates:
    """K5. Dates that can mean one day only."""

    @pytest.mark.parametrize(
        "written",
        [
            *("12/5/2010", "12.05.2010", "12-05-10", "2010/05/12", "2010-5-12", "12 05 2010", "12 / 05 / 2010"),
            *("2010-05-12 00:00", "12/05/2010 8:30:15", "2010-05-12T00:00:00.000Z", "12/05/2010 00h00"),
            *("12 mai 2010", "12 MAI 2010", "'12/05/2010", "'12/05/2010'", " 12/05/2010 ", '="12/05/2010"'),
        ],
    )
    def test_a_day(self, written: str) -> None:
        """The day is read, however a program or a person writes it."""
        quoted = '"' + written.replace('"', '""') + '"' if '"' in written else written
        file = read(text(row(born=quoted)))
        assert [one.candidate.birth_date for one in file.candidatures] == [date(2010, 5, 12)]

    @pytest.mark.parametrize(
        ("written", "month"), [("1er janv. 2010", 1), ("1 févr. 2010", 2), ("1 août 2010", 8), ("1 décembre 2010", 12)]
    )
    def test_months_in_words(self, written: str, month: int) -> None:
        """A month may be a word, or the beginning of one."""
        assert read_date(written) == date(2010, month, 1)

    @pytest.mark.parametrize(
        "written",
        ["31/02/2010", "12/2010", "2010", "13/13/2010", "1 jui 2010", "12/05/1010", "12/05/0010", "hier", "40310"],
    )
    def test_what_is_no_day(self, written: str) -> None:
        """What means no day, or several, is a problem of its line."""
        assert codes(read(text(row(born=written)))) == [ProblemCode.BAD_DATE]

    @pytest.mark.parametrize(
        ("written", "year"), [("12/05/09", 2009), ("12/05/24", 2024), ("12/05/25", 1925), ("12/05/98", 1998)]
    )
    def test_two_digits_of_a_year(self, written: str, year: int) -> None:
        """Two digits mean the last such year before the exam."""
        assert read_date(written, 2025) == date(year, 5, 12)


class TestShortRows:
    """K6. Spreadsheets leave blank cells at the end of a row away."""

    @pytest.mark.parametrize("kept", [5, 6, 7])
    def test_the_last_cells_may_be_missing(self, kept: int) -> None:
        """A line that has what tells who stands on it is whole; the others are blank."""
        file = read(text(";".join(row().split(";")[:kept]), TOM))
        assert names(file) == ["KERBRAT Naïg", "BIHAN Tom"]
        assert file.candidatures[0].email is None

    @pytest.mark.parametrize("line", [";".join(row().split(";")[:4]), ";".join(row().split(";")[:2]), f"{row()};x"])
    def test_a_cut_line_stays_one(self, line: str) -> None:
        """A line without its INE, or with more cells than titles, is told."""
        assert codes(read(text(line, TOM))) == [ProblemCode.CUT_LINE]


class TestNothing:
    """K7. Words for nothing."""

    @pytest.mark.parametrize(
        "word", ["non renseigné(e)", "N/A", "Néant", "NC", "pas d'adresse mail", "à compléter", "?", "--"]
    )
    def test_nothing_is_known(self, word: str) -> None:
        """Such a word is read as a blank cell."""
        file = read(text(row(division=word, email=word, state="Inscrit", born=word)))
        (one,) = file.candidatures
        assert (one.division, one.email, one.candidate.birth_date) == ("", None, None)

    @pytest.mark.parametrize("word", ["SANS PRENOM", "Non renseigné", "néant", "inconnu"])
    def test_in_place_of_a_name(self, word: str) -> None:
        """A name that is such a word is told, once, and makes no login."""
        file = read(text(row(given=word), TOM))
        assert [(p.code, p.line, p.value) for p in file.problems] == [(ProblemCode.PLACEHOLDER, 2, word)]
        assert names(file) == ["BIHAN Tom"]

    def test_the_words_are_a_value(self) -> None:
        """A host whose pupil is called so takes the word out; another adds one."""
        assert names(read(text(row(family="NÉANT")), nothing=frozenset())) == ["NÉANT Naïg"]
        assert read(text(row(email="rien")), nothing=frozenset({"Rien"})).candidatures[0].email is None


class TestIne:
    """K11. What a spreadsheet made of an INE, and apprentices."""

    @pytest.mark.parametrize(
        "cell", ["'120000001AA", "'120000001aa'", '"=""120000001AA"""', "12000 0001 AA", "120000001\u00a0AA"]
    )
    def test_dress(self, cell: str) -> None:
        """Apostrophes, a formula around it, and blanks within it are no part of an INE."""
        assert [one.candidate.id for one in read(text(row(ine=cell))).candidatures] == ["120000001AA"]

    @pytest.mark.parametrize("ine", ["1234A12345B", "0099z00001c", "1234567890A"])
    def test_forms(self, ine: str) -> None:
        """An apprentice's INE is one."""
        assert is_ine(ine)
        assert [one.candidate.id for one in read(text(row(ine=ine))).candidatures] == [ine.upper()]

    @pytest.mark.parametrize("ine", ["1,2E+10", "12000001AA", "A234A12345B"])
    def test_what_is_none(self, ine: str) -> None:
        """What a spreadsheet has destroyed is told."""
        assert codes(read(text(row(ine=ine)))) == [ProblemCode.MALFORMED_INE]


class TestWhatAFileIs:
    """K12. A sentence says what a file is."""

    @pytest.mark.parametrize("root", ["BEE_RESPONSABLES", "BEE_STRUCTURES", "EDT_STS"])
    def test_another_export(self, root: str) -> None:
        """Another export of SIECLE is named as one."""
        with pytest.raises(OtherExportError) as caught:
            read(f"<?xml version='1.0'?><{root}/>")
        assert root in FRENCH_ROSTER_TEXTS.sentence(caught.value.fault)

    @pytest.mark.parametrize(
        "content",
        [
            "<!DOCTYPE html>\n<html></html>",
            "<html xmlns:x='urn:x'><table><tr><td>Nom</td></tr></table></html>",
            "\ufeff  <!-- saved --> <HTML>",
            "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'><html/>",
        ],
    )
    def test_a_web_page(self, content: str) -> None:
        """A page of login that was saved, or a table saved as one, is a web page and no attack."""
        with pytest.raises(WebPageError):
            read(content)

    def test_pupils_without_the_usual_wrapping(self) -> None:
        """Pupils are read wherever the list of them stands."""
        pupil = "<ELEVE><NOM>KERBRAT</NOM><PRENOM>Naïg</PRENOM><ID_NATIONAL>120000001AA</ID_NATIONAL></ELEVE>"
        for wrapped in (f"<ELEVES>{pupil}</ELEVES>", f"<X><Y><ELEVES>{pupil}</ELEVES></Y></X>"):
            assert names(read(f"<BEE_ELEVES>{wrapped}</BEE_ELEVES>")) == ["KERBRAT Naïg"]


class TestWorkbooks:
    """K12. A workbook is named as one."""

    def test_of_office(self) -> None:
        """What spreadsheets save by themselves is told from a damaged list."""
        content = io.BytesIO()
        openpyxl.Workbook().save(content)
        for workbook in (
            content.getvalue(),
            files.zipped(b"application/vnd.oasis.opendocument.spreadsheet", "mimetype", "content.xml"),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        ):
            with pytest.raises(WorkbookError) as caught:
                read(workbook)
            assert "classeur" in FRENCH_ROSTER_TEXTS.sentence(caught.value.fault)


class TestDivisions:
    """Only some divisions of a whole school."""

    CONTENT = text(
        row(division="3A"),
        row(division="'3B'", family="BIHAN", ine="120000002BB"),
        row(division="2DE 4", family="COZ", ine="120000003CC"),
        row(division="", family="DANIEL", ine="120000004DD"),
    )

    @pytest.mark.parametrize(
        ("divisions", "found"),
        [
            (("3*",), ["KERBRAT", "BIHAN"]),
            (("3b", "2de*"), ["BIHAN", "COZ"]),
            (("3?",), ["KERBRAT", "BIHAN"]),
            ((), ["KERBRAT", "BIHAN", "COZ", "DANIEL"]),
        ],
    )
    def test_the_others_are_told_once(self, divisions: tuple[str, ...], found: list[str]) -> None:
        """Pupils of other divisions are left out and counted in one note, which a strict reading accepts."""
        file = read(self.CONTENT, divisions=divisions, strict=True)
        assert [one.candidate.family_name for one in file.candidatures] == found
        told = [(p.code, p.value, p.expected) for p in file.problems]
        assert told == ([(ProblemCode.NOT_CHOSEN, str(4 - len(found)), ", ".join(divisions))] if divisions else [])

    def test_nobody_is_chosen(self) -> None:
        """Where nobody is in the divisions that were chosen, the file is as good as empty."""
        assert codes(read(self.CONTENT, divisions=("6*",))) == [ProblemCode.NOT_CHOSEN, ProblemCode.NO_LINES]

    def test_one_text_is_no_list(self) -> None:
        """A text would mean its letters."""
        with pytest.raises(InvalidValueError, match="divisions"):
            ReaderOptions(divisions="3A")


class TestArchives:
    """K13. A zip with company."""

    LIST = text(row()).encode()

    def packed(self, *members: str) -> bytes:
        """Return a zip with the list under each of these names."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name in members:
                archive.writestr(name, self.LIST)
        return file.getvalue()

    @pytest.mark.parametrize(
        "members",
        [
            ("liste.csv", "LISEZMOI.txt"),
            ("__MACOSX/._liste.csv", "liste.csv", ".DS_Store"),
            ("export/ElevesSansAdresses.xml", "export/Nomenclature.xml", "export/Structures.xml"),
            ("liste.txt", "logo.png"),
        ],
    )
    def test_one_list(self, members: tuple[str, ...]) -> None:
        """What stands beside the list is passed over."""
        assert names(read(self.packed(*members))) == ["KERBRAT Naïg"]

    def test_several_lists(self) -> None:
        """Two lists are named, for nobody knows which is meant."""
        with pytest.raises(SeveralFilesError) as caught:
            read(self.packed("3A.csv", "3B.csv"))
        assert "3A.csv, 3B.csv" in FRENCH_ROSTER_TEXTS.sentence(caught.value.fault)

    def test_no_list(self) -> None:
        """A zip of pictures has no list."""
        with pytest.raises(BadArchiveError):
            read(self.packed("logo.png"))


class TestLinesThatAreNobody:
    """K14. Totals, footers and the titles again."""

    @pytest.mark.parametrize(
        "line",
        [";;;;;;;24 élèves", "Total : 24", ";Total : 24;;;;;;", "Edité le 23/01/2025;;;;;;;", TITLES, "Fin;;;;;;;Page"],
    )
    def test_it_is_one_note(self, line: str) -> None:
        """The line is told once, asks for no INE, and a strict reading accepts it."""
        file = read(text(row(), line, TOM), strict=True)
        assert [(p.code, p.line) for p in file.problems] == [(ProblemCode.NOT_A_PUPIL_LINE, 3)]
        assert names(file) == ["KERBRAT Naïg", "BIHAN Tom"]

    @pytest.mark.parametrize(
        "line", [";KERBRAT;;;;;;", ";;;;120000001AA;;;", ";;;;;;;naig@example.org", ";;;12/05/2010;;;;"]
    )
    def test_a_pupil_is_not_passed_over(self, line: str) -> None:
        """A line that tells anything of somebody is an error, however much is missing."""
        file = read(text(line, TOM))
        assert {p.code.severity for p in file.problems if p.line == 2} & {Severity.ERROR}


class TestAColumnTwice:
    """K15. A column stands twice."""

    TWICE = f"{TITLES};Division de classe;Etat"

    @pytest.mark.parametrize(("first", "second"), [("'3A'", " -"), ("", "'3A'"), ("'3A'", "'3A'")])
    def test_a_blank_cell_contradicts_nothing(self, first: str, second: str) -> None:
        """The cell that says something counts."""
        file = read(text(f"{row(division=first)};{second};", titles=self.TWICE))
        assert [(one.division, one.status) for one in file.candidatures] == [("3A", "Inscrit")]

    def test_two_values_still_do(self) -> None:
        """Two values are told."""
        file = read(text(f"{row()};'3B';Inscrit", titles=self.TWICE))
        assert codes(file) == [ProblemCode.COLUMNS_DIFFER]


class TestSiecleXml:
    """K16. Shapes of SIECLE's XML."""

    PUPIL = "<ID_NATIONAL>120000001AA</ID_NATIONAL><NOM_DE_FAMILLE>KERBRAT</NOM_DE_FAMILLE><PRENOM>Naïg</PRENOM>"

    def division(self, inside: str = "", behind: str = "", prefix: str = "") -> str:
        """Return the division of a pupil."""
        root = f"{prefix}BEE_ELEVES"
        (one,) = read(
            f"<{root} xmlns:b='urn:x'><DONNEES><ELEVES><ELEVE ELEVE_ID='7'>{self.PUPIL}{inside}</ELEVE></ELEVES>"
            f"{behind}</DONNEES></{root}>"
        ).candidatures
        return one.division

    ACTIVE = "<SCOLARITE_ACTIVE><CODE_MEF>1</CODE_MEF><CODE_DIVISION>3A</CODE_DIVISION></SCOLARITE_ACTIVE>"
    OTHERS = (
        "<SCOLARITES><SCOLARITE_ELEVE ELEVE_ID='7'><SCOLARITE><CODE_STRUCTURE>3B</CODE_STRUCTURE></SCOLARITE>"
        "</SCOLARITE_ELEVE></SCOLARITES>"
    )
    STRUCTURES = (
        "<STRUCTURES><STRUCTURES_ELEVE ELEVE_ID='7'><STRUCTURE><CODE_STRUCTURE>3C</CODE_STRUCTURE>"
        "<TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE></STRUCTURES>"
    )

    def test_where_the_division_stands(self) -> None:
        """The division is found in each place; the list of structures counts first, the active schooling last."""
        assert self.division(self.ACTIVE) == "3A"
        assert self.division(self.ACTIVE, self.OTHERS) == "3B"
        assert self.division(self.ACTIVE, self.OTHERS + self.STRUCTURES) == "3C"
        assert self.division() == ""

    def test_a_prefix(self) -> None:
        """A namespace prefix is no part of a name."""
        assert self.division(self.ACTIVE, prefix="b:") == "3A"


class TestPreamble:
    """K17. A cité scolaire names both its schools."""

    @pytest.mark.parametrize(
        "line", ["Cité (0350001L) (0350002M)", "Cité (0350002M) (0350001l)", "A (0350001L) et B (0350002M);"]
    )
    def test_this_school_is_among_them(self, line: str) -> None:
        """A line that names this school too contradicts nothing."""
        assert read(f"{line}\n{text(row())}").preamble.uai == UAI

    @pytest.mark.parametrize("line", ["B (0350002M)", "B (0350002M) C (0921234S)"])
    def test_others_alone(self, line: str) -> None:
        """A line that names others alone is refused."""
        with pytest.raises(WrongSchoolError):
            read(f"{line}\n{text(row())}")


class TestTitlesOverTwoLines:
    """K18. A title is broken inside its quotation marks."""

    @pytest.mark.parametrize("places", [(0,), (1, 3), (0, 2, 7)])
    def test_it_is_read(self, places: tuple[int, ...]) -> None:
        """Titles run over lines wherever they stand, and the lines below keep their numbers."""
        titles = [
            f'"{title.replace(" ", chr(10), 1)}"' if n in places else title for n, title in enumerate(TITLES.split(";"))
        ]
        file = read(f"Session 2025\n{text(row(), TOM, titles=';'.join(titles))}")
        assert names(file) == ["KERBRAT Naïg", "BIHAN Tom"]
        broken = ";".join(titles).count("\n")
        assert file.lines == (3 + broken, 4 + broken)

    def test_a_mark_that_is_never_closed(self) -> None:
        """A stray mark before the titles hides nothing; one in a file without titles is an error as before."""
        assert names(read(f'Liste de "3A\n{text(row())}')) == ["KERBRAT Naïg"]
        for content in ('Liste "de\n' * 60, "Une;liste\n" * 300):
            with pytest.raises(NoHeaderError):
                read(content)


class TestBirthDays:
    """K19. Improbable births."""

    @pytest.mark.parametrize(
        ("born", "age"), [("01/01/2016", "9"), ("30/06/2024", "1"), ("01/01/1994", "31"), ("1905-05-05", "120")]
    )
    def test_it_is_read_and_told(self, born: str, age: str) -> None:
        """A pupil of an improbable age is read, with a warning that tells the age."""
        file = read(text(row(born=born)))
        assert [(p.code, p.value) for p in file.problems] == [(ProblemCode.IMPROBABLE_BIRTH, age)]
        assert ProblemCode.IMPROBABLE_BIRTH.severity is Severity.WARNING
        assert len(file.candidatures) == 1

    @pytest.mark.parametrize(
        ("born", "category"), [("01/01/2015", "SCOLAIRE"), ("1995-12-31", ""), ("1960-01-01", "INDIVIDUEL")]
    )
    def test_what_is_not(self, born: str, category: str) -> None:
        """A pupil from 10 to 30, and an adult who is no pupil, are nothing to tell."""
        assert ProblemCode.IMPROBABLE_BIRTH not in codes(read(text(row(born=born, category=category))))

    def test_a_session_without_year(self) -> None:
        """Where the session tells no year, no age is judged."""
        content = text(row(born="01/01/1950")).encode()
        file = read_roster(content, uai=UAI, session_id=evolve(SESSION, id="DNB").id, options=ReaderOptions())
        assert file.problems == ()


class TestTwoCandidatures:
    """K20. One pupil has two candidatures."""

    @pytest.mark.parametrize(
        ("first", "second", "counts"),
        [
            ("Démissionnaire", "Inscrit", "Inscrit"),
            ("Inscrit", "Radié", "Inscrit"),
            ("Pré-inscrit", "Inscrit", "Inscrit"),
            ("Annulé", "Pré-inscrit", "Pré-inscrit"),
        ],
    )
    def test_the_registered_one_counts(self, first: str, second: str, counts: str) -> None:
        """Wherever it stands, the one that is registered counts, and a note tells it."""
        content = text(row(state=first), row(state=second)).encode()
        found = diagnose(content, uai=UAI, session_id=SESSION.id, check_emails=False)
        assert [one.status for one in found.candidatures] == [counts]
        (told,) = found.problems
        assert (told.code, told.expected, told.code.severity) == (ProblemCode.TWO_CANDIDATURES, counts, Severity.NOTE)

    def test_two_of_one_state(self) -> None:
        """Of two lines of one state the first counts, as before."""
        found = diagnose(text(row(), row(email="")).encode(), uai=UAI, session_id=SESSION.id, check_emails=False)
        assert [problem.code for problem in found.problems] == [ProblemCode.TWICE_IN_FILE]
        assert [one.email for one in found.candidatures] == ["naig@example.org"]


class TestBadValues:
    """K22. Every bad value that a host gives has an error of the library."""

    @pytest.mark.parametrize(
        "bad",
        [
            {"encoding": 3},
            {"encoding": "utf-7"},
            {"delimiter": 3},
            {"columns": None},
            {"columns": {"ine": "INE"}},
            {"on": "01/01/2025"},
            {"divisions": 3},
            {"divisions": "3A"},
        ],
    )
    def test_options(self, bad: dict[str, object]) -> None:
        """An option that is something else is refused when it is given, by its name."""
        with pytest.raises(InvalidValueError, match=next(iter(bad))):
            ReaderOptions(**bad)  # type: ignore[arg-type]  # the mistake

    def test_names_of_columns(self) -> None:
        """The name of a column is a text."""
        for name in (3, "x" * 300, ["INE"]):
            with pytest.raises(InvalidValueError, match="ine"):
                RosterColumns(ine=name)  # type: ignore[arg-type]  # the mistake

    def test_the_session(self) -> None:
        """A key that is none is refused before the file is looked at."""
        with pytest.raises(InvalidValueError, match="session"):
            read_roster(b"", uai=UAI, session_id=SessionId("DNB 2025"))


class TestWhoIsMeant:
    """K23. A problem names the pupil."""

    @pytest.mark.parametrize(
        ("line", "who"),
        [
            (row(ine=""), "KERBRAT Naïg"),
            (row(born="x"), "KERBRAT Naïg"),
            (row(given=""), "KERBRAT"),
            (row(family="", given=""), "120000001AA"),
            (row(state="Étrange"), "KERBRAT Naïg"),
        ],
    )
    def test_by_what_is_known(self, line: str, who: str) -> None:
        """The sentence names the pupil, else the INE; no repr does."""
        problem = read(text(line)).problems[0]
        assert f", {who}, colonne" in FRENCH_ROSTER_TEXTS.sentence(problem)
        assert "KERBRAT" not in repr(problem)
        assert "120000001AA" not in repr(problem)


class TestDoublesWithoutBirthDate:
    """K24. One pupil under two INE, and a birth date is missing."""

    @pytest.mark.parametrize(("first", "second"), [("12/05/2010", ""), ("", "12/05/2010"), ("", " -")])
    def test_it_is_told(self, first: str, second: str) -> None:
        """Two lines of one name that no birth date tells apart are told."""
        content = text(row(born=first), row(born=second, ine="120000002BB", given="Naïg, Anne", email="x@example.org"))
        found = diagnose(content.encode(), uai=UAI, session_id=SESSION.id, check_emails=False)
        assert [(p.code, p.line) for p in found.problems] == [(ProblemCode.SAME_PERSON, 3)]
        assert len(found.candidatures) == 2

    @pytest.mark.parametrize(
        "other", [{"born": "13/05/2010"}, {"born": "", "given": "Enora"}, {"born": "", "family": "KERVELLA"}]
    )
    def test_others_are_others(self, other: dict[str, str]) -> None:
        """Another day, another given name or another family name tell two people."""
        content = text(row(), row(**other, ine="120000002BB", email="x@example.org"))
        found = diagnose(content.encode(), uai=UAI, session_id=SESSION.id, check_emails=False)
        assert found.problems == ()


class TestAPoorerFile:
    """K25. What a file does not tell is not erased."""

    WHOLE = text(row(), TOM)

    @pytest.mark.parametrize(
        ("titles", "line", "changed"),
        [
            ("Nom;Prénom;Code INE", "KERBRAT;Naïg;120000001AA", {}),
            ("Nom;Prénom;Code INE;Classe", "KERBRAT;Naïg;120000001AA;3C", {"division": "3C"}),
            ("Nom;Prénom;Code INE;Mail", "KERBRAT;Naïg;120000001AA;", {"email": None}),
            ("Nom;Prénom;Code INE;Etat;Série", "KERBRAT;Naïg;120000001AA;Radié;G", {"status": "Radié", "serie": "G"}),
        ],
    )
    def test_only_what_it_tells_changes(self, titles: str, line: str, changed: dict[str, Any]) -> None:
        """Columns that a file lacks are as they are known; a blank cell of a column that it has says so."""
        known = read(self.WHOLE).candidatures
        assert read(text(line, titles=titles)).completed(known) == (evolve(known[0], **changed),)

    def test_who_is_new_or_another(self) -> None:
        """Who is not known, or is another under the key, stays as the file has it."""
        known = read(self.WHOLE).candidatures
        file = read(text("COZ;Ana;120000003CC", "LE GALL;Enora;120000001AA", titles="Nom;Prénom;Code INE"))
        assert file.completed(known) == file.candidatures

    def test_a_state_that_the_host_tells_of_all(self) -> None:
        """What the host tells of all candidatures counts as told; a file put together by hand tells nothing."""
        known = tuple(evolve(one, status="Radié") for one in read(self.WHOLE).candidatures)
        file = read(text("KERBRAT;Naïg;120000001AA", titles="Nom;Prénom;Code INE"), status="Inscrit")
        assert file.completed(known) == (evolve(known[0], status="Inscrit"),)
        assert RosterFile(read(self.WHOLE).candidatures, (2, 3)).completed(known) == known

    def test_registering_erases_nothing(self) -> None:
        """After a file of names and divisions, the same people get their accounts."""
        service = make_school(*read(self.WHOLE).candidatures)
        siecle = read(text("KERBRAT;Naïg;120000001AA;3C", titles="Nom;Prénom;Code INE;Classe"))
        lines = desk(service).roster_list()
        registry(service).register_roster(UAI, SESSION, siecle.completed(line.candidature for line in lines))
        created = desk(service).plan().created
        assert [(one.group.label, one.name) for one in created] == [("3A", "BIHAN Tom"), ("3C", "KERBRAT Naïg")]


def test_the_state_of_a_file_without_one() -> None:
    """What the host tells of all candidatures is still what counts where a file has no column."""
    file = read("Nom;Prénom;Code INE\nKERBRAT;Naïg;120000001AA\n", status=CandidatureStatus.INSCRIT)
    assert [one.status for one in file.candidatures] == ["Inscrit"]
