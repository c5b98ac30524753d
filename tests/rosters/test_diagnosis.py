"""The diagnosis: one of each problem, in one pass; it reads well in French, and spoils nothing."""

from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from cyclades_accounts.errors import MissingExtraError, StoreFailedError, UnknownSchoolError
from cyclades_accounts.repositories import UnitOfWork
from cyclades_accounts.rosters import (
    FRENCH_DIAGNOSIS_TEXTS,
    Diagnosis,
    FaultyRosterError,
    ProblemCode,
    ReaderOptions,
    RosterColumns,
    RosterFile,
    Severity,
    can_be_email,
    diagnose,
    diagnosis_text,
    merge_rosters,
    read_roster,
)
from cyclades_accounts.rosters._checks.diagnosis import _can_be_email
from cyclades_accounts.testing.samples import registry_of
from docs.examples import invented_files as files
from tests.rosters.samples import ALICE, BASILE, PREAMBLE, SCHOOL, make_file
from tests.support import SCHOOL as GRANTED
from tests.support import SESSION, candidature, make_school, registry

GOLDEN = Path(__file__).with_name("diagnosis.txt")


def line(number: int, name: str, given: str = "Zoé", **cells: str) -> str:
    """Return a line of the « Liste détaillée »: cells by their place in ``ALICE``, or a good one."""
    row = {
        "LABBÉ": name,
        "Alice": given,
        "520556945HK": f"{number:09}AB",
        "alice@example.org": f"famille{number}@example.org",
        "10/08/2010": f"{number % 28 + 1:02}/08/2010",
    }
    row |= {"520556945HK": cells.pop("ine")} if "ine" in cells else {}
    row |= {"alice@example.org": cells.pop("email")} if "email" in cells else {}
    row |= {"10/08/2010": cells.pop("born")} if "born" in cells else {}
    row |= {"Inscrit": cells.pop("state")} if "state" in cells else {}
    row |= {"SCOLAIRE (CLASSE DE 3EME)": cells.pop("category")} if "category" in cells else {}
    return ";".join(row.get(cell, cell) for cell in ALICE.split(";"))


ONE_OF_EACH = (
    line(1, "BONNE"),
    line(2, "COUPÉE").partition(";000000002AB")[0],
    f'"{line(3, "GUILLEMET")}',
    line(4, "DIVISIONS").replace("'3A'", "'3B'", 1),
    line(5, "SANS", "Ine", ine=" -"),
    line(6, "MAUVAIS", "Ine", ine="12345"),
    line(7, "", "Sans"),
    line(8, "JOUR", "Impossible", born="31/02/2010"),
    line(9, "JOUR", "Futur", born="10/08/2025"),
    line(10, "ÉTAT", "Refusé", state="Refusé"),
    line(1, "BONNE"),
    line(11, "LE GOFF", "Deux"),
    line(11, "MADEC", "Personnes"),
    line(12, "PEUT-ÊTRE", "Double", born="01/02/2010"),
    line(13, "PEUT-ETRE", "Double, Anne", born="01/02/2010"),
    line(14, "PARTAGÉE", email="partage@example.org"),
    line(15, "AUTREMENT", email="Partage@example.org"),
    line(16, "FRATRIE", "Tim", email="fratrie@example.org"),
    line(17, "FRATRIE", "Tom", email="fratrie@example.org"),
    line(18, "SANS", "Adresse", email=" -"),
    line(19, "ADRESSE", "Impossible", email="prenom.nom@exemple"),
    line(20, "INTRUS", "Du Registre", born="11/08/2010"),
    line(21, "CHANGÉ", "D'INE", born="02/03/2010"),
    line(22, "OCTET", "Faux"),
    line(23, "ÉTAT", "Absent", state=" -"),
    line(24, "CATÉGORIE", "Absente", category=" -"),
    line(25, "LONG" * 64),
    line(26, "SONNERIE\a"),
    line(27, "UNE LETTRE", "Mathieu", born="01/04/2010"),
    line(28, "AB?MÉE"),
    line(29, "MENTION", "Non renseigné"),
    line(30, "CATÉGORIE", "Étrange", category="520"),
    line(31, "ÂGE", "Improbable", born="01/01/1950"),
    line(32, "REFAITE", "Une Fois", state="Démissionnaire", email="une@example.org"),
    line(32, "REFAITE", "Une Fois", email="une@example.org"),
    "Total : 32",
)
"""A line for everything that can be wrong with one, below a good one."""

FILE = make_file(*ONE_OF_EACH, preamble=tuple(text.replace("2025", "2024") for text in PREAMBLE), mark=b"").replace(
    b";OCTET;", b";OCTET\xc9;"
)

KNOWN = (
    candidature(20, "QUELQU'UN", "D'autre", id="000000020AB", uai=SCHOOL, birth_date=date(2009, 1, 1)),
    candidature(30, "CHANGÉ", "D'INE", uai=SCHOOL, birth_date=date(2010, 3, 2)),
    candidature(31, "ABSENT", "Du Fichier", uai=SCHOOL),
    candidature(27, "UNE LETTRE", "Matthieu", id="000000027AB", uai=SCHOOL, birth_date=date(2010, 4, 1)),
)

BROKEN_FILES: dict[ProblemCode, bytes] = {
    ProblemCode.EMPTY_FILE: b"",
    ProblemCode.NUL_BYTE: make_file(ALICE).replace(b"Etat", b"Et\0at"),
    ProblemCode.TOO_BIG: make_file("x" * 2**21),
    ProblemCode.UNKNOWN_FORMAT: b"<eleves></eleves>",
    ProblemCode.OTHER_EXPORT: b"<BEE_RESPONSABLES/>",
    ProblemCode.WEB_PAGE: b"<!DOCTYPE html>\n<html></html>",
    ProblemCode.WORKBOOK: files.zipped(b"x", "[Content_Types].xml", "xl/workbook.xml"),
    ProblemCode.SEVERAL_FILES: files.zipped(b"x", "liste.csv", "autre.csv"),
    ProblemCode.BAD_XML: b"<BEE_ELEVES>\n<DONNEES>",
    ProblemCode.FORBIDDEN_XML: b'<!DOCTYPE x [<!ENTITY a "b">]>\n<BEE_ELEVES/>',
    ProblemCode.BAD_ARCHIVE: files.zipped(b"x", "liste.doc"),
    ProblemCode.NO_HEADER: b"Bonjour",
    ProblemCode.WRONG_SCHOOL: make_file(ALICE, preamble=("Coll\u00e8ge (0350001L)",)),
}
"""A file for everything that can be wrong with one."""


TABLE = (
    "Élève;INE;Classe;Etat;Mail;Tuteur légal\n"
    "LABBÉ ALICE;520556945HK;3A;Inscrit;alice@example.org;M. LABBÉ\n"
    "DURAND Zoé;520556946HK;3B;Inscrit;zoe@example.org;M. DURAND\n"
)
"""What no export of CYCLADES has."""


def one_of_each() -> list[Diagnosis]:
    """Return diagnoses that together have every problem once or more."""
    store = make_school().store
    with store.writing() as unit:
        registry_of(unit).put(KNOWN)
    found = [diagnose(FILE, uai=SCHOOL, session_id=SESSION.id, store=store)]
    found += [diagnose(content, uai=SCHOOL, session_id=SESSION.id) for content in BROKEN_FILES.values()]
    columns = RosterColumns(
        ine="INE",
        family_name="Nom",
        given_names="Prénom",
        birth_date="Né",
        division="Div",
        school="UAI",
        left_on="Parti",
    )
    second = (
        "INE;Nom;Prénom;Né;Div;UAI;Parti\n"
        "520556945HK;LABBÉ;Alice;10/08/2010;3C;;\n"
        ";LABBE;Alise;10/08/2010;3A;;\n"
        ";NOUVEAU;Luc;01/01/2010;3A;;\n"
        ";PARTI;Léo;02/02/2010;3A;;06/01/2025\n"
        ";AILLEURS;Lou;03/03/2010;3A;0350001L;\n"
    )
    other = read_roster(second.encode(), uai=SCHOOL, session_id=SESSION.id, options=ReaderOptions(columns=columns))
    first = read_roster(make_file(ALICE, BASILE), uai=SCHOOL, session_id=SESSION.id)
    found.append(diagnose(merge_rosters(first, other), uai=SCHOOL, session_id=SESSION.id))
    found.append(diagnose(files.siecle_csv([]), uai=SCHOOL, session_id=SESSION.id))
    bare = read_roster(
        b"INE;Mail\n",
        uai=SCHOOL,
        session_id=SESSION.id,
        options=ReaderOptions(columns=RosterColumns(ine="INE", email="Mail")),
    )
    found.append(diagnose(bare, uai=SCHOOL, session_id=SESSION.id))
    gone = second.splitlines()[0] + "\n520556945HK;LABBÉ;Alice;10/08/2010;3C;;05/01/2025\n"
    found.append(diagnose(gone.encode(), uai=SCHOOL, session_id=SESSION.id, options=ReaderOptions(columns=columns)))
    found.append(
        diagnose(TABLE.encode(), uai=SCHOOL, session_id=SESSION.id, options=ReaderOptions(divisions=("3A", "4*")))
    )
    return found


def test_the_golden_file() -> None:
    """A diagnosis with one of each problem reads as the golden file does, letter by letter."""
    assert "\n".join(diagnosis_text(diagnosis) for diagnosis in one_of_each()) == GOLDEN.read_text(encoding="utf-8")


def test_one_of_each_is_there() -> None:
    """The golden file has every code there is but for bounds; whatever is added has to be added to it."""
    codes = {problem.code for diagnosis in one_of_each() for problem in diagnosis.problems}
    assert codes == set(ProblemCode) - {ProblemCode.UNREADABLE_FILE, ProblemCode.MORE_PROBLEMS}


def test_every_broken_file_is_a_diagnosis() -> None:
    """A file that cannot be read at all is a diagnosis of one error, and no exception."""
    for code, content in BROKEN_FILES.items():
        diagnosis = diagnose(content, uai=SCHOOL, session_id=SESSION.id)
        assert [problem.code for problem in diagnosis.problems] == [code]
        assert diagnosis.of(Severity.ERROR) == diagnosis.problems
        assert (diagnosis.candidatures, diagnosis.label) == ((), "")


def test_what_can_be_registered() -> None:
    """Tolerant, the good lines remain, each person once; whoever the store knows as another is left out."""
    diagnosis = one_of_each()[0]
    names = [c.candidate.family_name for c in diagnosis.candidatures]
    assert names == [
        "BONNE", "ÉTAT", "PEUT-ÊTRE", "PEUT-ETRE", "PARTAGÉE", "AUTREMENT", "FRATRIE", "FRATRIE", "SANS", "ADRESSE",
        "CHANGÉ", "ÉTAT", "CATÉGORIE", "UNE LETTRE", "CATÉGORIE", "ÂGE", "REFAITE",
    ]  # fmt: skip
    assert len(diagnosis.lines) == len(names)
    faulty = {problem.line for problem in diagnosis.of(Severity.ERROR)}
    assert not faulty & set(diagnosis.lines)
    service = make_school()
    registry(service).register_school(evolve(GRANTED, uai=SCHOOL))
    assert registry(service).register_roster(SCHOOL, SESSION, diagnosis.candidatures).registered == len(names)


def test_strict() -> None:
    """Strict, anything wrong leaves nothing; notes pass."""
    with pytest.raises(FaultyRosterError) as caught:
        one_of_each()[0].require_clean()
    assert len(caught.value.problems) == len(one_of_each()[0].problems) - len(one_of_each()[0].of(Severity.NOTE))
    fine = diagnose(make_file(ALICE), uai=SCHOOL, session_id=SESSION.id)
    assert fine.require_clean() is fine
    assert diagnosis_text(fine).endswith("Rien à signaler.\n")


def test_without_addresses_to_check() -> None:
    """Addresses are checked where that is asked for, and missing ones are one warning where no column has them."""
    odd = make_file(ALICE.replace("alice@example.org", "alice"))
    for check_emails, codes in ((True, [ProblemCode.IMPOSSIBLE_EMAIL]), (False, list[ProblemCode]())):
        found = diagnose(odd, uai=SCHOOL, session_id=SESSION.id, check_emails=check_emails)
        assert [problem.code for problem in found.problems] == codes
    bare = diagnose(files.liste_simple([]), uai=SCHOOL, session_id=SESSION.id)
    assert [problem.code for problem in bare.problems] == [ProblemCode.WRONG_SCHOOL]
    assert diagnose(RosterFile((), ()), uai=SCHOOL, session_id=SESSION.id).problems == ()


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("prenom.nom@example.org", True),
        ("prénom@example.org", True),
        ("a@b", False),
        ("a..b@example.org", False),
        ("famille martin@example.org", False),
        ("06 12 34 56 78", False),
        ("néant", False),
    ],
)
def test_addresses(address: str, possible: bool) -> None:  # noqa: FBT001  # a table reads best so
    """A well-kept library decides; nothing asks the network."""
    assert can_be_email(address) is possible


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the error names it; XML and addresses need it, nothing else does."""
    monkeypatch.setitem(__import__("sys").modules, "email_validator", None)
    monkeypatch.setitem(__import__("sys").modules, "defusedxml", None)
    _can_be_email.cache_clear()
    with pytest.raises(MissingExtraError) as caught:
        diagnose(make_file(ALICE), uai=SCHOOL, session_id=SESSION.id)
    assert str(caught.value) == ("The package email-validator is not installed. Install cyclades_accounts[rosters].")
    assert isinstance(caught.value, ImportError)
    with pytest.raises(MissingExtraError, match="The package defusedxml is not installed"):
        diagnose(files.siecle_xml([]), uai=SCHOOL, session_id=SESSION.id)
    found = diagnose(make_file(ALICE), uai=SCHOOL, session_id=SESSION.id, check_emails=False)
    assert found.problems == ()


def test_a_store_that_fails() -> None:
    """Whatever the store raises becomes one typed error."""

    class Broken:
        """A store whose connection is gone."""

        keeps_people = True

        def reading(self) -> AbstractContextManager[UnitOfWork]:
            raise RuntimeError("gone")

        def writing(self, *, waits: bool = True) -> AbstractContextManager[UnitOfWork]:
            raise RuntimeError("gone")

    with pytest.raises(StoreFailedError, match="RuntimeError"):
        diagnose(make_file(ALICE), uai=SCHOOL, session_id=SESSION.id, store=Broken())


def test_an_error_of_the_library_in_the_store() -> None:
    """What the store raises of the library's own errors stays what it is."""

    class Stale:
        """A store that another program has moved on."""

        keeps_people = True

        def reading(self) -> AbstractContextManager[UnitOfWork]:
            raise UnknownSchoolError(SCHOOL)

        def writing(self, *, waits: bool = True) -> AbstractContextManager[UnitOfWork]:
            raise UnknownSchoolError(SCHOOL)

    with pytest.raises(UnknownSchoolError):
        diagnose(make_file(ALICE), uai=SCHOOL, session_id=SESSION.id, store=Stale())


def test_people_without_birth_date() -> None:
    """Without a birth date two lines of one name are told; nobody is taken for another of the store."""
    store = make_school().store
    with store.writing() as unit:
        registry_of(unit).put([candidature(30, "ZOÉ", "Zoé", uai=SCHOOL)])
    rows = (line(1, "ZOÉ", born=" -"), line(2, "ZOÉ", born=" -"))
    found = diagnose(make_file(*rows), uai=SCHOOL, session_id=SESSION.id, store=store)
    assert [problem.code for problem in found.problems] == [ProblemCode.STORE_ONLY, ProblemCode.SAME_PERSON]


def test_whom_the_store_knows_already() -> None:
    """A line of somebody whom the store knows under the same key is good, and nothing is said of it."""
    file = read_roster(make_file(ALICE), uai=SCHOOL, session_id=SESSION.id)
    store = make_school().store
    with store.writing() as unit:
        registry_of(unit).put(file.candidatures)
    found = diagnose(file, uai=SCHOOL, session_id=SESSION.id, store=store)
    assert (found.candidatures, found.problems) == (file.candidatures, ())


def test_the_words_are_a_value() -> None:
    """A host replaces the words around the problems."""
    words = evolve(FRENCH_DIAGNOSIS_TEXTS, nothing="Parfait.")
    fine = diagnose(make_file(ALICE), uai=SCHOOL, session_id=SESSION.id, options=ReaderOptions(strict=True))
    assert "Parfait." in diagnosis_text(fine, words=words)


def test_a_column_of_another_file_is_not_blamed() -> None:
    """A line of the first file is never said to be wrong in a column that only a joined file has."""
    columns = RosterColumns(family_name="Nom", given_names="Prénom", ine="INE")
    mails = evolve(columns, email="Mail")
    first = read_roster(
        b"Nom;Pr\xc3\xa9nom;INE\nMARTIN;L\xc3\xa9a;120000001AA\n",
        uai=SCHOOL,
        session_id=SESSION.id,
        options=ReaderOptions(columns=columns),
    )
    other = read_roster(
        b"Mail;Nom;Pr\xc3\xa9nom;INE\n\nlea@nowhere;MARTIN;L\xc3\xa9a;120000001AA\n",
        uai=SCHOOL,
        session_id=SESSION.id,
        options=ReaderOptions(columns=mails),
    )
    found = diagnose(merge_rosters(first, other), uai=SCHOOL, session_id=SESSION.id)
    (problem,) = [one for one in found.problems if one.code is ProblemCode.IMPOSSIBLE_EMAIL]
    assert (problem.line, problem.column, problem.value) == (2, None, "lea@nowhere")
