"""Reading the « Liste détaillée »: the shape of the CYCLADES export, from literal bytes."""

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from cyclades_accounts import Candidate, Candidature, CandidatureStatus
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import TEXT_MAX_LENGTH, CandidateId
from cyclades_accounts.rosters import (
    LISTE_DETAILLEE_COLUMNS,
    STATUS_LABELS,
    FaultyRosterError,
    Preamble,
    ProblemCode,
    ReaderOptions,
    RosterColumns,
    RosterFile,
    RosterProblem,
    Severity,
    read_roster,
)
from tests.rosters.samples import ALICE, BASILE, FIRST_LINE, HEADER, PREAMBLE, SCHOOL, make_file, read, read_rows
from tests.support import SESSION

"""The type checker verifies here that the reader keeps the port."""

ALICE_READ = Candidature(
    Candidate("520556945HK", "LABBÉ", "Alice", date(2010, 8, 10)),
    SCHOOL,
    SESSION.id,
    CandidatureStatus.INSCRIT,
    email="alice@example.org",
    serie="Générale",
    division="3A",
    category="SCOLAIRE (CLASSE DE 3EME)",
    number="2070557748",
)

BASILE_READ = Candidature(
    Candidate("520556946HL", "D'HERVÉ", "Basile, Yann", date(2010, 2, 1), "N'GUYEN"),
    SCHOOL,
    SESSION.id,
    CandidatureStatus.PRE_INSCRIT,
    serie="Générale",
    division="3B",
    qualification="Prépa-métiers",
    category="SCOLAIRE (CLASSE DE 3EME)",
    number="2070557749",
)


class TestShape:
    """What the export looks like from outside."""

    def test_the_export_is_read(self) -> None:
        """Every column that means something arrives in its field, in file order, with its line."""
        file = read_roster(make_file(ALICE, BASILE), uai=SCHOOL, session_id=SESSION.id)
        assert file.candidatures == (ALICE_READ, BASILE_READ)
        assert file.lines == (10, 11)
        assert file.problems == ()
        assert file.require_clean() is file

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    @pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
    @pytest.mark.parametrize("preamble", [(), PREAMBLE, (*PREAMBLE, ";;;;"), ("", *PREAMBLE)])
    def test_variants_of_one_file(self, mark: bytes, line_end: str, preamble: tuple[str, ...]) -> None:
        """Byte order mark, line ends and the length of the preamble change nothing but the line numbers."""
        file = read(make_file(ALICE, BASILE, mark=mark, line_end=line_end, preamble=preamble))
        assert file.candidatures == (ALICE_READ, BASILE_READ)
        assert file.lines == (len(preamble) + 2, len(preamble) + 3)

    def test_from_a_path_and_from_an_open_file(self, tmp_path: Path) -> None:
        """Bytes, a path and a file opened in binary mode are the same source."""
        content = make_file(ALICE)
        path = tmp_path / "liste.csv"
        path.write_bytes(content)
        for source in (path, io.BytesIO(content)):
            assert read_roster(source, uai=SCHOOL, session_id=SESSION.id) == read(content)

    @pytest.mark.parametrize("source", ["liste.csv", io.StringIO("texte"), 3])
    def test_another_source_is_refused(self, source: object) -> None:
        """A text, whether content or path, is refused, and not repeated in the error; so is a file in text mode."""
        with pytest.raises(InvalidValueError, match="source cannot be"):
            read_roster(source, uai=SCHOOL, session_id=SESSION.id)  # type: ignore[arg-type]  # the mistake

    def test_padding_and_blank_lines(self) -> None:
        """Cells that pad a line, blank lines and a blank footer do not count."""
        file = read_rows(f"{ALICE};;;", "", ";;;;", BASILE, ";;", "", " ")
        assert file.candidatures == (ALICE_READ, BASILE_READ)
        assert file.problems == ()

    def test_a_padded_header(self) -> None:
        """Blank names at the end of the header are padding too."""
        assert read(make_file(ALICE, f"{BASILE};;", header=f"{HEADER};;")).candidatures == (ALICE_READ, BASILE_READ)

    def test_a_last_line_without_line_end(self) -> None:
        """The last line needs no line end."""
        assert read(make_file(ALICE).removesuffix(b"\r\n")).candidatures == (ALICE_READ,)

    def test_a_list_without_lines(self) -> None:
        """A list that ends with its header has no candidature, and says so."""
        file = read_rows()
        assert file.candidatures == ()
        assert [problem.code for problem in file.problems] == [ProblemCode.NO_LINES]

    def test_preamble(self) -> None:
        """Year, school and moment of the export are told as the file tells them."""
        assert read_rows(ALICE).preamble == Preamble(2025, SCHOOL, "23/01/2023 10:49")

    def test_no_preamble(self) -> None:
        """A file that says nothing of itself is read, and nothing is made up."""
        assert read(make_file(ALICE, preamble=())).preamble == Preamble(None, None, None)

    @pytest.mark.parametrize(
        ("first", "year"),
        [("Session 2025", 2025), ("2024-2025", 2025), ("Année 2024/2025;;", 2025), ("Liste 12025", None)],
    )
    def test_year(self, first: str, year: int | None) -> None:
        """The year is the last one of the first line, and only there."""
        assert read(make_file(preamble=(first, "Edité le 01/02/2023"))).preamble.year == year

    @pytest.mark.parametrize("text", ["Edité le 1/2/2023 8:05", "Édité le 1/2/2023 8:05", "éditée le 1/2/2023 8:05"])
    def test_edited_at(self, text: str) -> None:
        """The moment of the export is found with and without accent, composed or not, and kept as written."""
        assert read(make_file(preamble=("", text, "Edité le 2/2/2023"))).preamble.edited_at == "1/2/2023 8:05"

    def test_the_school_is_named_first_and_last(self) -> None:
        """A name with a UAI-like text does not count before the UAI itself, nor does a later line."""
        preamble = ("Collège (0350001A) bis ( 0921234s )", "(0350001A)")
        assert read(make_file(preamble=preamble)).preamble.uai == SCHOOL


class TestCells:
    """What a cell means."""

    @pytest.mark.parametrize("empty", [" -", "-", "", "  ", " - "])
    def test_empty_fields(self, empty: str) -> None:
        """A lone hyphen and a blank cell are empty fields."""
        row = BASILE.replace(";N'GUYEN;", f";{empty};").replace(";01/02/2010;", f";{empty};")
        row = row.replace(";Prépa-métiers", f";{empty}")
        person = evolve(BASILE_READ.candidate, usage_name=None, birth_date=None)
        assert read_rows(row).candidatures == (evolve(BASILE_READ, candidate=person, qualification=""),)

    @pytest.mark.parametrize("cell", ["3A", "'3A'", " '3A' ", "' 3A'"])
    def test_divisions(self, cell: str) -> None:
        """The apostrophes around a division are no part of it, and need not be there."""
        assert read_rows(ALICE.replace("'3A'", cell)).candidatures == (ALICE_READ,)

    def test_numbers_stay_text(self) -> None:
        """Leading zeros and exponents survive: nothing in the file is a number to us."""
        file = read_rows(ALICE.replace("2070557748", "0000012").replace("'3A'", "'2e5'"))
        assert (file.candidatures[0].number, file.candidatures[0].division) == ("0000012", "2e5")

    def test_free_apostrophes(self) -> None:
        """An apostrophe within a name, or at one of its ends, belongs to the name."""
        file = read_rows(ALICE.replace("LABBÉ", "'T HOOFT"), BASILE.replace("D'HERVÉ", "L'HOSTIS'"))
        assert [c.candidate.family_name for c in file.candidatures] == ["'T HOOFT", "L'HOSTIS'"]

    def test_quoted_cells(self) -> None:
        """A quoted cell may hold semicolons, quotation marks and line breaks (RFC 4180)."""
        row = ALICE.replace("LABBÉ", '"LABBÉ; dite ""Lab"""').replace("Non renseigné", '"Latin\r\nGrec"')
        file = read_rows(row, BASILE)
        assert file.problems == ()
        assert file.candidatures[0].candidate.family_name == 'LABBÉ; dite "Lab"'
        assert file.candidatures[1] == BASILE_READ
        assert file.lines == (FIRST_LINE, FIRST_LINE + 2)

    def test_quotation_marks_within_a_cell(self) -> None:
        """A quotation mark that does not open its cell is a character like any other."""
        assert read_rows(ALICE.replace("Alice", 'Alice "Lili"')).candidatures[0].candidate.given_names == 'Alice "Lili"'

    @pytest.mark.parametrize(
        ("birth", "expected"), [("1/2/2010", date(2010, 2, 1)), ("29/02/2012", date(2012, 2, 29)), (" -", None)]
    )
    def test_dates(self, birth: str, expected: date | None) -> None:
        """Dates are jj/mm/aaaa, with or without leading zeros; a candidate may have none."""
        assert read_rows(ALICE.replace("10/08/2010", birth)).candidatures[0].candidate.birth_date == expected

    @pytest.mark.parametrize(("label", "status"), STATUS_LABELS.items())
    def test_every_label_of_a_state(self, label: str, status: CandidatureStatus) -> None:
        """Each label we know is read, in any case, without accents and with spaces around it."""
        plain = label.replace("é", "e")
        for text in (label, label.upper(), f"  {plain} ", plain.replace("-", " ")):
            assert read_rows(ALICE.replace("Inscrit", text)).candidatures[0].status == status

    def test_a_label_in_a_thousand_shapes(self) -> None:
        """Punctuation does not count in a label, however many shapes a file has of it."""
        rows = [ALICE.replace("Inscrit", f"Inscrit{'.' * number}") for number in range(1_000)]
        assert {c.status for c in read_rows(*rows).candidatures} == {CandidatureStatus.INSCRIT}

    def test_every_state_has_its_label(self) -> None:
        """What a list shows for a state is read back as that state."""
        assert {status: STATUS_LABELS[status.value] for status in CandidatureStatus} == {
            s: s for s in CandidatureStatus
        }

    def test_other_labels_of_states(self) -> None:
        """A host says what the labels of its file mean; the message then lists those."""
        file = read_roster(
            make_file(ALICE.replace("Inscrit", "VALIDE"), BASILE),
            uai=SCHOOL,
            session_id=SESSION.id,
            options=ReaderOptions(statuses={"Validé": CandidatureStatus.INSCRIT, "Validée": CandidatureStatus.INSCRIT}),
        )
        assert file.candidatures == (ALICE_READ, BASILE_READ)
        assert [(p.code, p.value, p.expected) for p in file.problems] == [
            (ProblemCode.UNKNOWN_STATUS, "Pré-inscrit", "Validé")
        ]


class TestLogins:
    """« Identifiant de connexion » (M13): what a host that migrates imposes."""

    WITH_LOGIN = f"{HEADER};Identifiant de connexion"

    def read(self, *rows: str) -> RosterFile:
        """Read a file with these rows below a header with the column."""
        return read(make_file(*rows, header=self.WITH_LOGIN))

    def test_logins_stand_beside_their_candidatures(self) -> None:
        """Each candidature has its login as the file writes it, whatever it is; an e-mail address is one too."""
        file = self.read(f"{ALICE};Alice.Labbé", f"{BASILE};basile@example.org")
        assert file.logins == ("Alice.Labbé", "basile@example.org")
        assert file.known_logins == {
            ALICE_READ.candidate.id: "Alice.Labbé",
            BASILE_READ.candidate.id: "basile@example.org",
        }
        assert file.require_clean().candidatures == (ALICE_READ, BASILE_READ)

    @pytest.mark.parametrize(
        "cell",
        [
            "Pas de compte candidat Cyclades",
            "PAS DE COMPTE CANDIDAT CYCLADES",
            "  pas de compte  candidat cyclades ",
            "",
            " -",
            "-",
            "—",
            "/",
        ],
    )
    def test_no_login(self, cell: str) -> None:
        """The memo's words in any case, an empty field, and a cell without letter or digit, say that there is none."""
        file = self.read(f"{ALICE};{cell}", f"{BASILE};b.d")
        assert file.logins == (None, "b.d")
        assert file.known_logins == {BASILE_READ.candidate.id: "b.d"}

    def test_a_login_that_a_spreadsheet_would_rewrite(self) -> None:
        """The apostrophes that keep a number text, or a formula from being one, are no part of the login."""
        assert self.read(f"{ALICE};'0012'", f"{BASILE};'=b.d").logins == ("0012", "=b.d")

    def test_a_file_without_the_column(self) -> None:
        """A file without the column, or whose column the host says is another, knows no logins."""
        without = read(make_file(ALICE, BASILE))
        unread = read_roster(
            make_file(f"{ALICE};a.l", f"{BASILE};b.d", header=self.WITH_LOGIN),
            uai=SCHOOL,
            session_id=SESSION.id,
            options=ReaderOptions(columns=RosterColumns(login="Compte")),
        )
        for file in (without, unread):
            assert file.candidatures == (ALICE_READ, BASILE_READ)
            assert file.logins == ()
            assert file.known_logins == {}

    def test_a_file_with_the_column_and_no_line(self) -> None:
        """A list that ends with its header knows no login."""
        assert (self.read().logins, self.read().known_logins) == ((), {})

    def test_faulty_lines_shift_nothing(self) -> None:
        """A line with a fault takes its login with it, and the others keep theirs."""
        file = self.read(
            f"{ALICE.replace('10/08/2010', '31/02/2010')};wrong.day",
            f"{BASILE};b.d",
            "Total",
            f"{ALICE.replace('LABBÉ', chr(34) + 'LABBÉ')};wrong.quote",
            f"{ALICE};a.l",
        )
        assert len(file.problems) == 3
        assert file.candidatures == (BASILE_READ, ALICE_READ)
        assert file.logins == ("b.d", "a.l")
        assert file.known_logins == {BASILE_READ.candidate.id: "b.d", ALICE_READ.candidate.id: "a.l"}

    def test_two_columns_that_differ(self) -> None:
        """A column of logins that stands twice must say the same twice."""
        twice = f"{self.WITH_LOGIN};Identifiant de connexion"
        file = read(make_file(f"{ALICE};a.l;a.m", f"{BASILE};b.d;b.d", header=twice))
        assert [(p.code, p.value, p.expected) for p in file.problems] == [(ProblemCode.COLUMNS_DIFFER, "a.l", "a.m")]
        assert file.logins == ("b.d",)


class TestProblems:
    """A bad line is reported, with all that is wrong in it, and the good ones are read."""

    @pytest.mark.parametrize(
        ("old", "new", "problem"),
        [
            ("LABBÉ", " -", (ProblemCode.EMPTY_NAME, "Nom de famille", "")),
            ("Alice", "", (ProblemCode.EMPTY_NAME, "Prénom(s)", "")),
            ("10/08/2010", "31/02/2010", (ProblemCode.BAD_DATE, "Date de Naissance", "31/02/2010")),
            ("10/08/2010", "2010-13-10", (ProblemCode.BAD_DATE, "Date de Naissance", "2010-13-10")),
            ("10/08/2010", "08/2010", (ProblemCode.BAD_DATE, "Date de Naissance", "08/2010")),
            ("10/08/2010", "10/08/1010", (ProblemCode.BAD_DATE, "Date de Naissance", "10/08/1010")),
            ("10/08/2010", "00/00/0000", (ProblemCode.BAD_DATE, "Date de Naissance", "00/00/0000")),
            ("520556945HK", " -", (ProblemCode.MISSING_INE, "INE", "")),
            ("520556945HK", "52055694", (ProblemCode.MALFORMED_INE, "INE", "52055694")),
        ],
    )
    def test_one_fault(self, old: str, new: str, problem: tuple[ProblemCode, str, str]) -> None:
        """Line, column, value and code say what is wrong; the neighbours are read."""
        file = read_rows(BASILE, ALICE.replace(old, new, 1), BASILE)
        assert [(p.code, p.column, p.value) for p in file.problems] == [problem]
        assert [p.line for p in file.problems] == [FIRST_LINE + 1]
        assert file.candidatures == (BASILE_READ, BASILE_READ)

    def test_an_unknown_state(self) -> None:
        """A state that nobody knows is kept as the file writes it, with a warning: the pupil is named and awaited."""
        file = read_rows(BASILE, ALICE.replace("Inscrit", "Refusé", 1))
        assert [(p.code, p.column, p.value, p.code.severity) for p in file.problems] == [
            (ProblemCode.UNKNOWN_STATUS, "Etat", "Refusé", Severity.WARNING)
        ]
        assert file.candidatures == (BASILE_READ, evolve(ALICE_READ, status="Refusé"))

    @pytest.mark.parametrize("blank", ["", " -", "?"])
    def test_a_blank_state(self, blank: str) -> None:
        """A state that is not told is blank, and no option for files without the column fills it in."""
        options = ReaderOptions(status="Inscrit")
        content = make_file(ALICE.replace("Inscrit", blank, 1))
        file = read_roster(content, uai=SCHOOL, session_id=SESSION.id, options=options)
        assert file.problems == ()
        assert file.candidatures == (evolve(ALICE_READ, status=""),)

    def test_the_two_divisions_differ(self) -> None:
        """« Division de classe » stands twice; where the two differ, nobody guesses."""
        file = read_rows(ALICE.replace("'3A';2070", "'3B';2070"))
        assert file.problems == (
            RosterProblem(ProblemCode.COLUMNS_DIFFER, FIRST_LINE, "Division de classe", "3B", "3A"),
        )
        assert file.candidatures == ()

    @pytest.mark.parametrize("cell", ["LABBÉ", "Alice", "'3A'", "520556945HK", "10/08/2010", "Inscrit", "SCOLAIRE ("])
    def test_a_text_beyond_all_names(self, cell: str) -> None:
        """A text that is longer than any is a problem of its line, whatever it stands for; the others are read."""
        file = read_rows(ALICE.replace(cell, "x" * (TEXT_MAX_LENGTH + 1)), BASILE)
        assert [(p.code, p.line, p.expected) for p in file.problems] == [(ProblemCode.TOO_LONG, FIRST_LINE, "200")]
        assert [found.candidate.family_name for found in file.candidatures] == ["D'HERVÉ"]

    def test_an_address_may_be_longer(self) -> None:
        """An e-mail address may have the length that SMTP carries, and not one character more."""
        email = ALICE_READ.email or ""
        for length, codes in ((254, []), (255, [ProblemCode.TOO_LONG])):
            file = read_rows(ALICE.replace(email, "x" * (length - len("@b.fr")) + "@b.fr"))
            assert [problem.code for problem in file.problems] == codes

    def test_names_that_nobody_sees(self) -> None:
        """A name of characters that show nothing is an empty one; of a name with some, the letters are read."""
        file = read_rows(ALICE.replace("LABBÉ", "\u200e\u00ad"), BASILE)
        assert [(p.code, p.line) for p in file.problems] == [(ProblemCode.EMPTY_NAME, FIRST_LINE)]
        file = read_rows(ALICE.replace("LABBÉ", "\u200eLAB\u00adBÉ\u202c"))
        assert [found.candidate.family_name for found in file.candidatures] == ["LABBÉ"]

    def test_all_faults_of_a_line(self) -> None:
        """A line with several faults tells them all at once."""
        row = (
            ALICE.replace("LABBÉ", "-")
            .replace("Inscrit", "Refusé")
            .replace("10/08/2010", "x")
            .replace("520556945HK", "x")
        )
        assert [p.code for p in read_rows(row).problems] == [
            ProblemCode.MALFORMED_INE,
            ProblemCode.EMPTY_NAME,
            ProblemCode.UNKNOWN_STATUS,
            ProblemCode.BAD_DATE,
        ]

    @pytest.mark.parametrize(
        ("row", "cells"),
        [
            (ALICE[: ALICE.index(";Alice")], "6"),
            (f"{ALICE};x", "19"),
        ],
    )
    def test_a_cut_line(self, row: str, cells: str) -> None:
        """A line with too few or too many cells is reported."""
        file = read_rows(BASILE, row, ALICE)
        assert file.problems == (RosterProblem(ProblemCode.CUT_LINE, FIRST_LINE + 1, value=cells, expected="18"),)
        assert file.candidatures == (BASILE_READ, ALICE_READ)

    def test_a_line_broken_in_two(self) -> None:
        """Both halves of a broken line are reported, the neighbours read."""
        middle = ALICE.index(";Alice")
        file = read_rows(BASILE, ALICE[:middle], ALICE[middle:], BASILE)
        assert [(p.code, p.line) for p in file.problems] == [
            (ProblemCode.CUT_LINE, FIRST_LINE + 1),
            (ProblemCode.SUSPICIOUS_NAME, FIRST_LINE + 2),
        ]
        assert file.candidatures == (BASILE_READ, BASILE_READ)

    @pytest.mark.parametrize(
        "broken",
        [
            ALICE.replace("LABBÉ", '"LABBÉ'),  # never closed
            ALICE.replace("LABBÉ", '"Lab" LABBÉ'),  # closed in the middle of a cell
            ALICE.replace("LABBÉ", '"' + "É" * 140_000 + '"'),  # beyond what the csv module takes
        ],
    )
    @pytest.mark.parametrize("neighbour", [BASILE, BASILE.replace("Basile, Yann", '"Basile, Yann"')])
    def test_broken_quotes(self, broken: str, neighbour: str) -> None:
        """A broken quotation mark costs its own line and no other, whatever the neighbours quote."""
        file = read_rows(neighbour, broken, neighbour, neighbour)
        assert file.problems == (RosterProblem(ProblemCode.BROKEN_QUOTES, FIRST_LINE + 1, value=broken),)
        assert file.candidatures == (BASILE_READ,) * 3

    def test_a_quote_that_a_later_line_closes(self) -> None:
        """Two broken lines that close each other's quotes are two broken lines, and the one between is read."""
        file = read_rows(ALICE.replace("LABBÉ", '"LABBÉ'), BASILE, ALICE.replace(";Alice;", ';Alice";'))
        assert [(p.code, p.line) for p in file.problems] == [(ProblemCode.BROKEN_QUOTES, FIRST_LINE)]
        assert [c.candidate.given_names for c in file.candidatures] == ["Basile, Yann", 'Alice"']

    def test_a_quoted_cell_of_too_many_lines(self) -> None:
        """A quoted cell may run over 50 lines, no more."""
        long = ALICE.replace("Non renseigné", '"' + "\n" * 49 + '"')
        longer = ALICE.replace("Non renseigné", '"' + "\n" * 50 + '"')
        assert read_rows(long, BASILE).problems == ()
        assert read_rows(longer, BASILE).candidatures == (BASILE_READ,)

    def test_doubles_are_read(self) -> None:
        """The reader does not judge doubles: registering the roster does."""
        assert read_rows(ALICE, ALICE).candidatures == (ALICE_READ, ALICE_READ)

    def test_require_clean(self) -> None:
        """Where nothing may be wrong, the error names the first fault, and holds and counts them all."""
        file = read_rows(ALICE.replace("Inscrit", "Refusé"), BASILE, ALICE.replace("LABBÉ", ""))
        with pytest.raises(FaultyRosterError) as caught:
            file.require_clean()
        assert caught.value.problems == file.problems
        assert str(caught.value) == (
            "The roster has 2 problem(s). The first is UNKNOWN_STATUS on line 10, column 'Etat'. Correct "
            "the file, or read it without strict; FRENCH_ROSTER_TEXTS has a sentence and a cure for each."
        )


class TestKeys:
    """The key of a person is the INE; without one, the host's resolver is asked. Never the number, never the name."""

    def test_lower_case_ine(self) -> None:
        """Case does not count in an INE."""
        assert read_rows(ALICE.replace("520556945HK", "520556945hk")).candidatures == (ALICE_READ,)

    @pytest.mark.parametrize("ine", [" -", "52055694"])
    def test_resolver(self, ine: str) -> None:
        """The resolver sees the line by column names, empty fields empty, and gives the key."""
        seen: list[Mapping[str, str]] = []

        def resolve(row: Mapping[str, str]) -> CandidateId | None:
            seen.append(row)
            return CandidateId("host-42") if row["N° Candidat"] == "2070557749" else None

        file = read_roster(
            make_file(ALICE, BASILE.replace("520556946HL", ine), ALICE.replace("520556945HK", ine)),
            uai=SCHOOL,
            session_id=SESSION.id,
            options=ReaderOptions(resolve=resolve),
        )
        assert [c.candidate.id for c in file.candidatures] == ["520556945HK", "host-42"]
        assert [p.line for p in file.problems] == [FIRST_LINE + 2]
        assert len(seen) == 2
        assert dict(seen[0]) == {
            "Division de classe": "3B",
            "N° Candidat": "2070557749",
            "N° Inscription": "003 Version 1",
            "N° Océan": "",
            "Nom de famille": "D'HERVÉ",
            "Nom d'usage": "N'GUYEN",
            "Prénom(s)": "Basile, Yann",
            "Date de Naissance": "01/02/2010",
            "INE": ine.strip(" -"),
            "Catégorie Candidat": "SCOLAIRE (CLASSE DE 3EME)",
            "Code Spécialité": "GEN",
            "Spécialité": "Générale",
            "Etat": "Pré-inscrit",
            "Enseignements": "Non renseigné",
            "Adresse mail": "",
            "Série": "Générale",
            "Qualification présentée": "Prépa-métiers",
        }

    def test_a_resolver_replaces_the_column(self) -> None:
        """With a resolver, a file needs no column INE; without one it does."""
        content = make_file(ALICE, header=HEADER.replace(";INE;", ";Observations;"))
        file = read_roster(
            content,
            uai=SCHOOL,
            session_id=SESSION.id,
            options=ReaderOptions(resolve=lambda row: CandidateId(f"host/{row['N° Candidat']}")),
        )
        assert [c.candidate.id for c in file.candidatures] == ["host/2070557748"]
        file = read_roster(content, uai=SCHOOL, session_id=SESSION.id, options=ReaderOptions(resolve=lambda row: None))
        unread = RosterProblem(ProblemCode.UNREAD_COLUMNS, FIRST_LINE - 1, value="Observations")
        assert file.problems == (unread, RosterProblem(ProblemCode.MISSING_INE, FIRST_LINE))
        assert read(content).problems == (RosterProblem(ProblemCode.NO_INE_COLUMN, FIRST_LINE - 1), unread)

    def test_a_key_that_is_none(self) -> None:
        """A resolver that returns no possible key is told so."""
        with pytest.raises(InvalidValueError, match="candidate_id"):
            read_roster(
                make_file(ALICE.replace("520556945HK", "")),
                uai=SCHOOL,
                session_id=SESSION.id,
                options=ReaderOptions(resolve=lambda row: CandidateId(" ")),
            )


class TestColumns:
    """Columns are found by their names, wherever they stand, and every name can be another."""

    def test_names_compare_as_people_read_them(self) -> None:
        """Case, accents, spaces and the shape of apostrophes do not count in a column's name."""
        header = HEADER.upper().replace("É", "E").replace("'", "’").replace(";", " ; ")
        assert read(make_file(ALICE, header=header)).candidatures == (ALICE_READ,)

    def test_the_order_of_columns_is_free(self) -> None:
        """Each value is taken from under its name."""
        names, cells = HEADER.split(";")[::-1], ALICE.split(";")[::-1]
        assert read(make_file(";".join(cells), header=";".join(names))).candidatures == (ALICE_READ,)

    def test_other_names(self) -> None:
        """A file with other names is read once they are told."""
        columns = RosterColumns(
            family_name="Nom", given_names="Prénoms", status="Statut", ine="Identifiant", email="Courriel"
        )
        file = read_roster(
            "Courriel;Nom;Prénoms;Statut;Identifiant\na@example.org;LABBÉ;Alice;Inscrit;520556945HK\n".encode(),
            uai=SCHOOL,
            session_id=SESSION.id,
            options=ReaderOptions(columns=columns),
        )
        assert file.problems == ()
        assert file.candidatures == (
            Candidature(
                Candidate("520556945HK", "LABBÉ", "Alice"),
                SCHOOL,
                SESSION.id,
                CandidatureStatus.INSCRIT,
                email="a@example.org",
            ),
        )

    def test_without_the_email_column(self) -> None:
        """Without e-mail column the candidatures are read, and one warning tells what that means (M3)."""
        content = make_file(ALICE, BASILE, header=HEADER.replace("Adresse mail", "Observations"))
        file = read(content)
        assert file.candidatures == (evolve(ALICE_READ, email=None), BASILE_READ)
        assert file.problems == (
            RosterProblem(ProblemCode.NO_EMAIL_COLUMN, FIRST_LINE - 1),
            RosterProblem(ProblemCode.UNREAD_COLUMNS, FIRST_LINE - 1, value="Observations"),
        )
        assert [p.code.severity for p in file.problems] == [Severity.WARNING, Severity.NOTE]
        assert ProblemCode.CUT_LINE.severity is Severity.ERROR
        with pytest.raises(FaultyRosterError, match="NO_EMAIL_COLUMN"):
            file.require_clean()

    def test_a_column_that_nobody_expects(self) -> None:
        """Where the host says another name, the usual title is not read; the warning stands all the same (M3)."""
        columns = RosterColumns(email="Contact")
        file = read_roster(make_file(ALICE), uai=SCHOOL, session_id=SESSION.id, options=ReaderOptions(columns=columns))
        assert file.candidatures == (evolve(ALICE_READ, email=None),)
        assert [p.code for p in file.problems] == [ProblemCode.NO_EMAIL_COLUMN, ProblemCode.UNREAD_COLUMNS]

    @pytest.mark.parametrize("changes", [{"ine": "etat"}, {"email": ""}, {"login": "***"}])
    def test_impossible_names(self, changes: dict[str, str]) -> None:
        """Two columns of one name, and a name without letter or digit, are refused when the names are given."""
        with pytest.raises(InvalidValueError, match="a column name that no other column has"):
            evolve(LISTE_DETAILLEE_COLUMNS, **changes)

    def test_any_column_may_stand_twice(self) -> None:
        """A column that stands twice with one value is no fault."""
        file = read(make_file(f"{ALICE};Inscrit", header=f"{HEADER};Etat"))
        assert file.candidatures == (ALICE_READ,)
