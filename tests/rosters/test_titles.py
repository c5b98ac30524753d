"""Columns are known by their usual titles, whatever made the file; what is not read is named."""

import pytest

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.rosters import (
    FORMATS,
    FRENCH_ROSTER_TEXTS,
    NoHeaderError,
    ProblemCode,
    ReaderOptions,
    RosterColumns,
    RosterFile,
    Severity,
    read_roster,
)
from cyclades_accounts.rosters._files.cells import fold_label
from cyclades_accounts.rosters._formats.titles import MORE_GIVEN_NAMES, OF_NO_USE, USUAL_TITLES
from cyclades_accounts.rosters._reading.line_reader import part_name
from tests.support import SESSION, UAI

CLUB = (
    "Nom;Prénom;Né(e) le;Classe;Sexe;Mail élève;Mail parents\nKERBRAT;Naïg;12/05/2010;3-06;F;naig@example.org;p@x.fr\n"
)
COMPLETE = (
    "Nom de famille;Nom d'usage;Prénom;Prénom 2;Prénom 3;Id National;Sexe;Date Naissance;Email;Lib. MEF;"
    "Code Structure;Date Entrée;Date Sortie\n"
    "KERBRAT;;Naïg;Anne;;120000001AA;F;12/05/2010;naig@example.org;3EME;3-06;01/09/2024;\n"
)
RESULTS = (
    "Série;Établissement;Division;N° candidat;INE;Nom;Prénom(s);Date de naissance;Décision;Note finale /20\n"
    "GENERALE;CLG X;3-06;001;120000001AA;KERBRAT;Naïg;12/05/2010;ADMIS;14,2\n"
)
PRONOTE = (
    "Élèves;Né(e) le;Sexe;Adresse E-mail;Entrée;Sortie;;Classe de rattachement;Tuteur;Régime\n"
    '"KERBRAT Naïg";"12/05/2010";"F";"naig@example.org";01/09/2024;;"";"3-06";"";"EXTERNE LIBRE"\n'
    '"LE BIHAN DU GUERN Tom Éli";"01/02/2010";"M";"";01/09/2024;;"";"";"";"EXTERNE LIBRE"\n'
)
FREE = (
    "Code INE,Nom de l'élève,Prénom de l'élève,Courriel,Série (libellé)\n120000001AA,KERBRAT,Naïg,naig@example.org,G\n"
)


def read(content: str, **options: object) -> RosterFile:
    """Read a file with these options."""
    return read_roster(content.encode(), uai=UAI, session_id=SESSION.id, options=ReaderOptions(**options))  # type: ignore[arg-type]  # of a test


@pytest.mark.parametrize(
    ("content", "form", "facts", "unread"),
    [
        (CLUB, "TABLE", {"division": "3-06", "email": "naig@example.org"}, "Mail parents"),
        (
            COMPLETE,
            "SIECLE_ELEVES_COMPLETE",
            {"given_names": "Naïg, Anne", "ine": "120000001AA", "division": "3-06"},
            "",
        ),
        (RESULTS, "DNB_RESULTATS", {"serie": "GENERALE", "number": "001", "division": "3-06"}, "Note finale /20"),
        (PRONOTE, "PRONOTE_ELEVES", {"division": "3-06", "email": "naig@example.org"}, ""),
        (FREE, "TABLE", {"ine": "120000001AA", "email": "naig@example.org", "serie": "G"}, ""),
    ],
)
def test_files_of_other_programs(content: str, form: str, facts: dict[str, str], unread: str) -> None:
    """A title that means something is read in every file; others are named once, in a note that stops nothing."""
    file = read(content)
    entry = file.entries[0]
    assert file.format == form
    assert (entry.family_name, entry.given_names.split(",")[0]) == ("KERBRAT", "Naïg")
    assert {name: entry.values[name] for name in facts} == facts
    told = [problem for problem in file.problems if problem.code is ProblemCode.UNREAD_COLUMNS]
    assert [problem.value for problem in told] == ([unread] if unread else [])
    assert ProblemCode.UNREAD_COLUMNS.severity is Severity.NOTE


def test_two_titles_and_no_other() -> None:
    """A list of INE and addresses has two columns, which is enough for a header that has nothing else."""
    file = read("INE;Adresse mail\n120000001AA;naig@example.org\n")
    assert [(entry.candidate_id, entry.values["email"]) for entry in file.entries] == [
        ("120000001AA", "naig@example.org")
    ]


@pytest.mark.parametrize(
    "content", ["Identité;Groupe;Sexe\nBELLOT;3A;F\n", "INE\n120000001AA\n", "Nom;Note;Rang\nA;1;2\n"]
)
def test_titles_that_were_seen(content: str) -> None:
    """A file without a header is refused with the titles that stand in it, so that a wrong delimiter shows."""
    with pytest.raises(NoHeaderError) as caught:
        read(content)
    for title in content.split("\n", maxsplit=1)[0].split(";"):
        assert title in FRENCH_ROSTER_TEXTS.sentence(caught.value.fault)


def test_a_declared_name_counts_first() -> None:
    """What the host declares is read, and the usual title of that column is named as unread; others stay usual."""
    content = "INE;Nom;Prénom;Mail;Contact\n120000001AA;KERBRAT;Naïg;p@example.org;naig@example.org\n"
    file = read(content, columns=RosterColumns(email="Contact"))
    assert [one.email for one in file.candidatures] == ["naig@example.org"]
    assert [p.value for p in file.problems if p.code is ProblemCode.UNREAD_COLUMNS] == ["Mail"]
    assert read("X;Y\nKERBRAT;A\n", columns=RosterColumns(family_name="X")).entries[0].family_name == "KERBRAT"
    # A usual title of one attribute may be the declared name of another.
    swapped = read(content, columns=RosterColumns(family_name="Prénom", given_names="Nom"))
    assert (swapped.entries[0].family_name, swapped.entries[0].given_names) == ("Naïg", "KERBRAT")


def test_a_delimiter_that_is_none() -> None:
    """What cannot stand between two cells is refused with an error of the library."""
    with pytest.raises(InvalidValueError, match="delimiter"):
        ReaderOptions(delimiter="x")


def test_titles_mean_one_thing() -> None:
    """No title is of two attributes, and none that is read is also of no use; every format is told by its own."""
    known = [title for titles in USUAL_TITLES.values() for title in titles]
    assert len(known) == len(set(known))
    assert not set(known) & (OF_NO_USE | MORE_GIVEN_NAMES)
    assert all(title == fold_label(title) for title in known)
    asked = [frozenset(map(fold_label, form.titles.split("; "))) for form in FORMATS]
    for place, titles in enumerate(asked):
        assert not [form for form in asked[:place] if form and form <= titles]


class TestNamesInOneColumn:
    """Family name and given names in one cell, parted by capitals."""

    @pytest.mark.parametrize(
        ("text", "family", "given"),
        [
            ("FERREIRA DOS SANTOS Inès", "FERREIRA DOS SANTOS", "Inès"),
            ("D'HERVÉ Jean-Noël Yann", "D'HERVÉ", "Jean-Noël Yann"),
            ("McDONALD Amy", "McDONALD", "Amy"),
            ("Zoé LE BŒUF", "LE BŒUF", "Zoé"),
            ("A Zoé", "A", "Zoé"),
        ],
    )
    def test_capitals_part_them(self, text: str, family: str, given: str) -> None:
        """The family name is in capitals, at the start or at the end."""
        assert part_name(text) == (family, given)

    @pytest.mark.parametrize("text", ["ROUX LOUISE", "Roux Louise", "ROUX", "LE J Zoé", "Zoé ROUX Ali", "ROUX Zoé LO"])
    def test_what_is_doubtful_is_told(self, text: str) -> None:
        """Where capitals do not part the two, the line is left out and told, and no other."""
        file = read(f"Élèves;INE;Mail\n{text};120000001AA;\nKERBRAT Naïg;120000002BB;n@example.org\n")
        assert [(p.code, p.line, p.value) for p in file.problems if p.line == 2] == [
            (ProblemCode.UNPARTED_NAME, 2, text)
        ]
        assert [one.candidate.full_name for one in file.candidatures] == ["KERBRAT Naïg"]

    def test_columns_of_their_own_count(self) -> None:
        """Where the two have columns of their own, the column with both is not read."""
        file = read("Élève;Nom;Prénom;INE\nKERBRAT NAIG;KERBRAT;Naïg;120000001AA\n")
        assert [one.candidate.full_name for one in file.candidatures] == ["KERBRAT Naïg"]
