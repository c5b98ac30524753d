"""The lists a school needs: what they say, that they come back exactly, and that none holds a password by accident."""

import csv
import io
import re
from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts import FRENCH_MESSAGES, CandidatureStatus, Generation, Renew
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.lists import ListTable, ListWriter
from cyclades_accounts.model import LoginKind, RunReport
from cyclades_accounts.papillons import Papillon
from cyclades_accounts.passwords import PasswordValidity
from cyclades_accounts.provisioning import PasswordState
from cyclades_accounts.rosters import (
    CSV_LIST_WRITER,
    FRENCH_LIST_TEXTS,
    coverage_list,
    credentials_with_passwords,
    diagnose,
    diagnosis_list,
    hand_out_list,
    missing_list,
    preflight,
    preflight_list,
    preflight_text,
    read_list,
    run_list,
    situation_list,
)
from tests.rosters.samples import ALICE, make_file
from tests.rosters.strategies import texts
from tests.support import NOW, SCHOOL, SESSION, UAI, candidature, desk, make_school, registry

WRITER: ListWriter = CSV_LIST_WRITER
"""The type checker verifies here that the writer keeps the port."""

ROSTER = (
    candidature(1, "BŒUF", "Łukasz"),
    candidature(2, "MARTIN", "Léa", email=None, division="3B"),
    candidature(3, "ROUX", "Ali", status=CandidatureStatus.DEMISSIONNAIRE, division="3B"),
    candidature(4, "N'GUYEN", "Mai", email="mai", division="3B"),
    candidature(5, "=ROUGE", "Zoé", division="2e5"),
    candidature(6, "TRÉHOREL", "Marguerite", category="INDIVIDUEL", division=""),
)
SERVICE = make_school(*ROSTER)
REPORT = desk(SERVICE, now=NOW).generate(run_id="lists")


def slips_of_the_run() -> tuple[Papillon, ...]:
    """Return the slips of the run, passwords included."""
    return tuple(one.papillon for one in desk(SERVICE).documents.open(REPORT.documents[0]).holding)


def rows_of(table: ListTable) -> list[dict[str, str]]:
    """Return the rows by column name."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def everything() -> dict[str, ListTable]:
    """Return one list of each kind."""
    coverage = desk(SERVICE, now=NOW).coverage()
    faulty = make_file(ALICE.replace("Inscrit", "Refusé"))
    return {
        "coverage": coverage_list(coverage, SCHOOL, SESSION),
        "missing": missing_list(coverage, SCHOOL, SESSION),
        "run": run_list(REPORT, SCHOOL, SESSION),
        "hand_out": hand_out_list(REPORT, SCHOOL, SESSION),
        "preflight": preflight_list(preflight(desk(make_school(*ROSTER)), SCHOOL)),
        "diagnosis": diagnosis_list(diagnose(faulty, uai=SCHOOL.uai, session_id=SESSION.id), SCHOOL, SESSION),
        "credentials": credentials_with_passwords(slips_of_the_run(), SCHOOL, SESSION),
        "situations": situation_list(desk(SERVICE, now=NOW).situations(), SCHOOL, SESSION),
    }


class TestWhatTheySay:
    """Each list, row by row."""

    def test_coverage(self) -> None:
        """A row for each group and one for all; the counts add up (M5, M12)."""
        table = everything()["coverage"]
        assert table.title == "Comptes par groupe"
        assert table.subject == ("Collège Anita Conti (0350001L)", "Session DNB 2025")
        assert table.columns == (
            "Division de classe", "Candidatures", "Avec un compte", "À créer", "À corriger", "Hors champ",
            "Mot de passe expiré ou désactivé", "Mot de passe qui expire avant la fin de la session",
        )  # fmt: skip
        assert table.rows == (
            ("—", "1", "0", "0", "0", "1", "0", "0"),
            ("2e5", "1", "1", "0", "0", "0", "0", "0"),
            ("3A", "1", "1", "0", "0", "0", "0", "0"),
            ("3B", "3", "1", "0", "1", "1", "0", "0"),
            ("Ensemble", "6", "3", "0", "1", "2", "0", "0"),
        )

    def test_missing(self) -> None:
        """Whoever has no account, with the reason and the cure; before a run, those whom it would serve too."""
        assert [(row["Nom et prénoms"], row["Motif"]) for row in rows_of(everything()["missing"])] == [
            ("TRÉHOREL Marguerite", "n'est pas un candidat scolaire (catégorie « INDIVIDUEL »)"),
            ("MARTIN Léa", "pas d'adresse mail"),
            ("ROUX Ali", "candidature à l'état « Démissionnaire »"),
        ]
        before = missing_list(desk(make_school(*ROSTER)).coverage(), SCHOOL, SESSION)
        assert ("3A", "BŒUF Łukasz", "À créer", "") in before.rows

    def test_run(self) -> None:
        """Every candidature of a run once, with what became of it; the day of the run stands above."""
        table = everything()["run"]
        assert table.subject[-1] == "Fait le 14/01/2025 10:30"
        assert [
            (row["Nom et prénoms"], row["Résultat"], row["Identifiant de connexion"]) for row in rows_of(table)
        ] == [
            ("TRÉHOREL Marguerite", "Compte non créé", ""),
            ("=ROUGE Zoé", "Compte créé", "zoe.rouge"),
            ("BŒUF Łukasz", "Compte créé", "lukasz.boeuf"),
            ("MARTIN Léa", "Compte non créé", ""),
            ("N'GUYEN Mai", "Compte créé", "mai.nguyen"),
            ("ROUX Ali", "Compte non créé", ""),
        ]

    def test_hand_out(self) -> None:
        """Whoever gets a slip, in the order of the slips, with room to sign."""
        table = everything()["hand_out"]
        assert table.columns[-2:] == ("Remis le", "Signature")
        assert [(row["Identifiant de connexion"], row["Signature"]) for row in rows_of(table)] == [
            (slip.login, "") for slip in slips_of_the_run()
        ]

    def test_hand_out_to_everybody(self) -> None:
        """The whole class in order; whoever gets no slip has the reason in place of the login."""
        table = hand_out_list(REPORT, SCHOOL, SESSION, everybody=True)
        assert [(row["Nom et prénoms"], row["Identifiant de connexion"]) for row in rows_of(table)] == [
            (
                one.name,
                one.login if one.has_papillon else FRENCH_MESSAGES.refusal(one.refusal) if one.refusal else None,
            )
            for one in REPORT.outcomes
        ]
        assert "pas d'adresse mail" in {row["Identifiant de connexion"] for row in rows_of(table)}

    def test_preflight(self) -> None:
        """Every candidature, with what a run would do; an address that cannot be one is shown (M3)."""
        rows = rows_of(everything()["preflight"])
        assert [(row["Résultat"], row["Motif"]) for row in rows] == [
            ("Compte impossible à créer", "n'est pas un candidat scolaire (catégorie « INDIVIDUEL »)"),
            ("Compte à créer", ""),
            ("Compte à créer", ""),
            ("Compte impossible à créer", "pas d'adresse mail"),
            ("Compte à créer", "mai"),
            ("Compte impossible à créer", "candidature à l'état « Démissionnaire »"),
        ]

    def test_refused_with_an_account(self) -> None:
        """Before and after a forced run, whoever has an account is not told to have none (M7, M8)."""
        people = [
            candidature(number, name, "Léa") for number, name in enumerate(("ALI", "BEN", "CHLOE", "DAN", "EVA"), 1)
        ]
        people[3] = evolve(people[3], email=None)
        service = make_school(*people)
        service.candidates.register_email_account(people[0].candidate_id, "ali@example.org")
        desk(service).generate()
        desk(service).accounts.close(people[2].candidate_id)
        people[1] = evolve(people[1], status=CandidatureStatus.DEMISSIONNAIRE)
        registry(service).register_roster(UAI, SESSION, people)
        forced = Generation(renew=Renew.ALL)
        planned = preflight_list(preflight(desk(service), SCHOOL, forced))
        assert [(row["Nom et prénoms"], row["Résultat"].replace("\u00a0", " ")) for row in rows_of(planned)] == [
            ("ALI Léa", "Mot de passe impossible à régénérer"),
            ("BEN Léa", "Mot de passe impossible à régénérer"),
            ("CHLOE Léa", "Compte fermé"),
            ("DAN Léa", "Compte impossible à créer"),
            ("EVA Léa", "Mot de passe à régénérer"),
        ]
        done = run_list(desk(service).generate(forced), SCHOOL, SESSION)
        assert [row["Résultat"] for row in rows_of(done)] == [
            "Mot de passe non régénéré",
            "Mot de passe non régénéré",
            "Compte fermé",
            "Compte non créé",
            "Mot de passe régénéré",
        ]

    def test_situations(self) -> None:
        """Where each pupil stands: the state and the day it began, or why there is no account; never a password."""
        early = evolve(SERVICE, password_validity=PasswordValidity("short", "these tests", days=10))
        service = evolve(early, store=make_school(*ROSTER).store)
        service.candidates.register_email_account(ROSTER[3].candidate_id, "mai@example.org", now=NOW)
        desk(service, now=NOW).generate(Generation(groups=["3A", "3B"]))
        table = situation_list(desk(service, now=NOW).situations(), SCHOOL, SESSION)
        assert table.title == "Situation des comptes"
        assert table.columns == (
            "Division de classe", "Nom et prénoms", "Identifiant de connexion", "Origine du compte",
            "État du mot de passe", "Depuis le", "Dernier papillon",
        )  # fmt: skip
        day = "14/01/2025"
        assert [row[1:] for row in table.rows] == [
            ("TRÉHOREL Marguerite", "", "", "n'est pas un candidat scolaire (catégorie « INDIVIDUEL »)", "", ""),
            ("=ROUGE Zoé", "", "", "compte à\u00a0créer\u00a0: lancez la génération", "", ""),
            ("BŒUF Łukasz", "lukasz.boeuf", "généré par un établissement",
             "expire le 24/01/2025, avant la fin de la session", day, day),
            ("MARTIN Léa", "", "", "pas d'adresse mail", "", ""),
            ("N'GUYEN Mai", "mai@example.org", "créé par le candidat", "connu de l’espace candidat seul", day, ""),
            ("ROUX Ali", "", "", "candidature à l'état « Démissionnaire »", "", ""),
        ]  # fmt: skip

    def test_some_situations(self) -> None:
        """A part of them is a list under its own title; a list of nobody has its columns too."""
        unused = [one for one in desk(SERVICE, now=NOW).situations() if one.is_unused]
        table = situation_list(unused, SCHOOL, SESSION, title=FRENCH_LIST_TEXTS.not_used)
        assert table.title == "Papillons pas encore utilisés"
        assert {row["État du mot de passe"] for row in rows_of(table)} == {"provisoire, jamais utilisé"}
        assert len(table.rows) == 3
        nobody = situation_list(desk(SERVICE).left_open(), SCHOOL, SESSION, title=FRENCH_LIST_TEXTS.left_open)
        assert (nobody.rows, nobody.columns[1:]) == ((), table.columns[1:])
        assert nobody.title == "Comptes encore ouverts d’élèves qui ont quitté l’établissement"

    def test_every_state_has_its_words(self) -> None:
        """Every kind of login and every state of a password has words, and they ask for no other fact."""
        assert FRENCH_LIST_TEXTS.origins.keys() == set(LoginKind)
        assert FRENCH_LIST_TEXTS.password_states.keys() == set(PasswordState)
        for text in FRENCH_LIST_TEXTS.password_states.values():
            assert "{" not in text.format(last_day="24/01/2025")

    def test_diagnosis(self) -> None:
        """A row for each problem, with its place."""
        found = rows_of(everything()["diagnosis"])
        assert [(row["Gravité"], row["Ligne"], row["Colonne"]) for row in found] == [("À corriger", "3", "")]
        assert found[0]["Problème"].startswith("Ligne 3 : ce fichier est celui de l'établissement « 0921234S »")

    def test_credentials(self) -> None:
        """Passwords stand between brackets, and nowhere but here; with them the last day that their slip names."""
        slips = {slip.login: slip.password.reveal() for slip in slips_of_the_run()}
        table = everything()["credentials"]
        found = {row["Identifiant de connexion"]: row[FRENCH_LIST_TEXTS.password] for row in rows_of(table)}
        assert found == {login: f"[{password}]" for login, password in slips.items()}
        assert {row[FRENCH_LIST_TEXTS.expires] for row in rows_of(table)} == {"31/12/2025"}
        for password in slips.values():
            assert password not in repr(table)
            for name, other in everything().items():
                assert name == "credentials" or password not in WRITER.write(other).decode()


class TestFiles:
    """The lists as CSV."""

    @pytest.mark.parametrize("name", sorted(everything()))
    def test_each_comes_back(self, name: str) -> None:
        """Every list is read back exactly, and the same list gives the same bytes."""
        table = everything()[name]
        content = WRITER.write(table)
        assert read_list(content) == table
        assert WRITER.write(read_list(content)) == content

    def test_the_bytes(self) -> None:
        """Byte order mark, title, subject, a blank line, columns, rows; a formula and a number are made harmless."""
        table = ListTable("Titre", ["Collège", " "], ["Nom", "Nombre"], [["=1+1", "2e5"], ["a;b", "001"], ["", "12"]])
        assert (
            WRITER.write(table)
            == ("\ufeffTitre\r\nCollège\r\n\r\nNom;Nombre\r\n'=1+1;'2e5'\r\n\"a;b\";'001'\r\n;12\r\n").encode()
        )

    @given(
        texts,
        st.lists(texts, max_size=3),
        st.integers(1, 4).flatmap(
            lambda width: st.tuples(
                st.lists(texts, min_size=width, max_size=width),
                st.lists(st.lists(texts, min_size=width, max_size=width), max_size=5),
            )
        ),
    )
    def test_anything_comes_back(
        self, title: str, subject: list[str], content: tuple[list[str], list[list[str]]]
    ) -> None:
        """Whatever the cells hold, a list is read back exactly, and no cell of the file is a formula."""
        table = ListTable(title, subject, *content)
        written = WRITER.write(table)
        assert read_list(written) == table
        for row in csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"):
            for cell in row:
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0"))
                assert not re.fullmatch(r"0[0-9]+|[0-9.]*[0-9][0-9.]*[eE][0-9]+|[0-9]{12,}", cell)

    @pytest.mark.parametrize(
        "content", [b"", b"Titre\r\n", b"\xff", b'Titre\r\n\r\n"a', b"\r\n\r\nA\r\n", b"T\r\n\r\n"]
    )
    def test_something_else_is_refused(self, content: bytes) -> None:
        """A file that the writer did not write is refused with one typed error."""
        with pytest.raises(InvalidValueError, match="content cannot be"):
            read_list(content)

    def test_rows_are_as_wide_as_the_columns(self) -> None:
        """A row with a cell too few is a mistake of the program, and is named."""
        with pytest.raises(InvalidValueError, match="2 cells in row 2"):
            ListTable("", [], ["A", "B"], [["1", "2"], ["3"]])

    def test_one_text_is_not_several_cells(self) -> None:
        """A text where cells are asked for is refused: it would be taken letter by letter."""
        for subject, columns, rows in (("ab", ["A"], []), ([], "A", []), ([], ["A", "B"], ["xy"])):
            with pytest.raises(InvalidValueError, match="several texts, such as a set, not one text"):
                ListTable("Liste", subject, columns, rows)

    def test_the_words_are_a_value(self) -> None:
        """A host replaces the words."""
        words = evolve(FRENCH_LIST_TEXTS, hand_out="Émargement")
        assert hand_out_list(REPORT, SCHOOL, SESSION, texts=words).title == "Émargement"


class TestPreflight:
    """« Je dois vérifier les candidatures de mes élèves avant de tenter de générer leurs comptes » (M3)."""

    def test_the_text(self) -> None:
        """The list reads from counts to corrections, and each cure stands once."""
        twin = candidature(7, "BŒUF", "Tom", email="FAMILLE1@example.org", birth_date=date(2010, 1, 1))
        assert preflight_text(preflight(desk(make_school(*ROSTER, twin)), SCHOOL)).replace("\u00a0", " ") == (
            """Vérification des candidatures avant la génération des comptes
Collège Anita Conti (0350001L), session DNB 2025

— : 1 candidature(s) ; comptes : 0 à créer, 0 déjà créé(s), 1 sans.
2e5 : 1 candidature(s) ; comptes : 1 à créer, 0 déjà créé(s), 0 sans.
3A : 2 candidature(s) ; comptes : 2 à créer, 0 déjà créé(s), 0 sans.
3B : 3 candidature(s) ; comptes : 1 à créer, 0 déjà créé(s), 2 sans.

À CORRIGER (1) : sans correction, pas de compte.
- MARTIN Léa (3B) : pas d'adresse mail.
  → Renseignez l'adresse mail de la candidature, puis relancez la
    génération.

ADRESSES À VÉRIFIER (1) : le compte sera créé, mais l'adresse ne peut pas être la bonne.
- N'GUYEN Mai (3B) : « mai ».
  → Corrigez l'adresse mail de la candidature.

À REGARDER DE PLUS PRÈS (1)
- L'adresse famille1@example.org figure sur plusieurs candidatures :
  000000001AA, 000000007AA. C'est normal pour une fratrie ; sinon, corrigez
  l'adresse ou fusionnez les dossiers.

HORS CHAMP (2) : ni inscrits, ni pré-inscrits, ou hors candidats scolaires.
- TRÉHOREL Marguerite (—) : n'est pas un candidat scolaire (catégorie
  « INDIVIDUEL »).
  → Le candidat crée lui-même son compte dans l'espace candidat.
- ROUX Ali (3B) : candidature à l'état « Démissionnaire ».
  → Seuls les « Inscrit » et « Pré-inscrit » reçoivent un compte : vérifiez
    l'état de la candidature.
"""
        )

    def test_nothing_to_correct(self) -> None:
        """Where all is well, one sentence says so; and nothing was written."""
        service = make_school(ROSTER[0])
        found = preflight(desk(service), SCHOOL)
        assert found.is_ready
        assert "Rien à corriger : la génération peut être lancée." in preflight_text(found).replace("\u00a0", " ")
        assert desk(service).coverage().with_account == 0

    def test_without_checking_addresses(self) -> None:
        """The check of addresses is the host's to leave out."""
        found = preflight(desk(make_school(*ROSTER)), SCHOOL, Generation(groups=["3B"]), check_emails=False)
        assert (found.impossible_emails, len(found.plan.outcomes)) == ({}, 3)
        assert not found.is_ready

    def test_after_the_run(self) -> None:
        """Once the accounts are there, their addresses are no matter of the preflight."""
        found = preflight(desk(SERVICE), SCHOOL)
        assert isinstance(REPORT, RunReport)
        assert (found.plan.created, found.impossible_emails) == ((), {})
        assert [outcome.name for outcome in found.to_correct] == ["MARTIN Léa"]
