"""The memo « Gestion des comptes des candidats scolaires, domaine DNB » (DSII de Rennes, 12/09/2024), rule by rule.

Each class is a rule of the domain page, its docstring the rule, its methods the consequences.
"""

import csv
import io
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from cyclades_accounts import (
    FRENCH_MESSAGES,
    CandidatureStatus,
    Criteria,
    ExamSession,
    Generation,
    Grouping,
    LoginVerdict,
    OutcomeKind,
    Provisioning,
    RefusalReason,
    Renew,
    School,
)
from cyclades_accounts.errors import (
    InvalidValueError,
    LimitedToOneError,
    NothingSelectedError,
    ServiceNotGrantedError,
    UnknownCandidateError,
    UnknownGroupError,
    UnknownSchoolError,
)
from cyclades_accounts.model import LoginKind, Password, RunReport, group_of
from cyclades_accounts.passwords import MEMO_2024
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.rosters import preflight, preflight_text, read_roster, write_liste_detaillee
from cyclades_accounts.testing.samples import registry_of
from tests.support import (
    NOW,
    OTHER_SCHOOL,
    OTHER_UAI,
    SCHOOL,
    SESSION,
    UAI,
    candidature,
    candidatures_at,
    desk,
    ine,
    make_school,
    make_service,
    passwords_of,
    registry,
    slips_of,
)

LATER = NOW + timedelta(days=30)


def reasons(report: RunReport) -> dict[str, RefusalReason]:
    """Return the reason of each refusal by candidate."""
    return {o.candidate_id: o.refusal.reason for o in report.refused if o.refusal}


def all_passwords(service: Provisioning, report: RunReport) -> dict[str, str]:
    """Return the passwords on the slips of a run, by login."""
    return passwords_of(service, report.documents)


def opens(service: Provisioning, login: str, password: str) -> bool:
    """Whether the password opens the account."""
    return service.candidates.check_login(login, password).verdict is LoginVerdict.ACCEPTED


class TestM1:
    """A run belongs to one school; it needs the service « gestion des candidats en établissement »."""

    def test_refused_without_the_service(self) -> None:
        """Without the service every activity that gives is refused, and nothing is done."""
        service = make_school(candidature())
        desk(service).generate()
        registry(service).register_school(School(UAI, SCHOOL.name))
        before = desk(service).documents.page()
        key = ine(1)
        for activity in (
            lambda: desk(service).plan(),
            lambda: desk(service).generate(Generation(renew=Renew.ALL)),
            lambda: desk(service).regenerate(Criteria(candidates=[key])),
            lambda: registry(service).register_roster(UAI, SESSION, [candidature(2)]),
            lambda: registry(service).rename(UAI, key, family_name="DURAND"),
            lambda: desk(service).accounts.rekey(key, ine(2)),
            lambda: desk(service).accounts.reopen(key),
        ):
            with pytest.raises(ServiceNotGrantedError) as refusal:
                activity()
            assert refusal.value == ServiceNotGrantedError(UAI)
            assert "gestion des candidats en établissement" in str(refusal.value)
        assert desk(service).documents.page() == before
        assert desk(service).coverage().candidates == 1

    def test_unknown_school(self) -> None:
        """A school that the store does not know is refused, for reading and for writing."""
        service = make_service()
        here = desk(service)
        for activity in (here.plan, here.generate, here.coverage, here.roster_list, here.documents.page):
            with pytest.raises(UnknownSchoolError, match=UAI):
                activity()

    def test_uai_is_verified(self) -> None:
        """A UAI with a wrong check letter is refused, and the error names the right letter."""
        with pytest.raises(InvalidValueError, match="check letter L"):
            desk(make_service(), "0350001A").generate()

    def test_a_run_touches_one_school(self) -> None:
        """A run of one school does nothing to the candidates of another."""
        service = make_school(candidature(1))
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(2, uai=OTHER_UAI)])
        desk(service).generate()
        assert desk(service, OTHER_UAI).coverage().with_account == 0


class TestM2:
    """Only candidatures in state « Inscrit » or « Pré-inscrit » get an account."""

    @pytest.mark.parametrize("status", CandidatureStatus)
    def test_state_decides(self, status: CandidatureStatus) -> None:
        """« Inscrit » and « Pré-inscrit » get an account; every other state is refused, and the refusal names it."""
        report = desk(make_school(candidature(status=status))).generate()
        if status.value in {"Inscrit", "Pré-inscrit"}:
            assert [o.login for o in report.created] == ["lea.martin"]
        else:
            (outcome,) = report.refused
            assert outcome.refusal
            assert outcome.refusal.reason is RefusalReason.NOT_REGISTERED
            assert status.value in FRENCH_MESSAGES.refusal(outcome.refusal)
            assert report.documents == ()

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"status": ""}, "état de la candidature non renseigné"),
            ({"status": "Foo"}, "état « Foo » inconnu"),
            ({"category": " "}, "catégorie du candidat non renseignée"),
        ],
    )
    def test_what_is_not_told_is_no_state(self, changes: dict[str, Any], sentence: str) -> None:
        """A blank or unknown state and a blank category get no account, and are named instead of taken for another."""
        service = make_school(candidature(**changes))
        (outcome,) = desk(service).generate().refused
        assert outcome.refusal
        assert FRENCH_MESSAGES.refusal(outcome.refusal) == sentence
        assert not desk(service).coverage().is_complete
        text = preflight_text(preflight(desk(service), SCHOOL))
        assert "À CORRIGER (1)" in text
        assert "Rien à corriger" not in text

    def test_only_scolaires(self) -> None:
        """The memo speaks of candidats scolaires: another category is refused before state and e-mail are looked at."""
        other = candidature(category="INDIVIDUEL", status=CandidatureStatus.ANNULE, email=None)
        report = desk(make_school(other)).generate()
        assert reasons(report) == {ine(1): RefusalReason.NOT_SCOLAIRE}

    def test_an_account_outlives_the_registration(self) -> None:
        """Who has an account keeps it whatever the state, but no renewal is made for who is no longer registered."""
        service = make_school(candidature())
        desk(service).generate()
        registry(service).register_roster(UAI, SESSION, [candidature(status=CandidatureStatus.DEMISSIONNAIRE)])
        assert len(desk(service).generate().kept) == 1
        forced = desk(service).generate(Generation(renew=Renew.ALL))
        assert reasons(forced) == {ine(1): RefusalReason.NOT_REGISTERED}
        before = preflight(desk(service), SCHOOL, Generation(renew=Renew.ALL))
        assert (before.to_correct, len(before.out_of_scope)) == ((), 1)

    def test_no_renewal_for_who_may_be_registered(self) -> None:
        """A state that nobody knows keeps the account, and forbids the renewal by its name."""
        service = make_school(candidature())
        desk(service).generate()
        registry(service).register_roster(UAI, SESSION, [candidature(status="Foo", category="", email=None)])
        assert len(desk(service).generate().kept) == 1
        assert reasons(desk(service).generate(Generation(renew=Renew.ALL))) == {ine(1): RefusalReason.UNKNOWN_STATUS}


class TestM3:
    """Only candidatures with an e-mail address get an account; the school checks before it generates."""

    @pytest.mark.parametrize("email", [None, "", "   "])
    def test_blank_address(self, email: str | None) -> None:
        """A missing or blank address is refused, with the cure in French."""
        report = desk(make_school(candidature(email=email))).generate()
        (outcome,) = report.refused
        assert outcome.refusal
        assert outcome.refusal.reason is RefusalReason.NO_EMAIL
        assert "adresse mail" in FRENCH_MESSAGES.cure(outcome.refusal)

    def test_not_asked_of_those_who_have_an_account(self) -> None:
        """An address that disappears later neither closes the account nor forbids a renewal."""
        service = make_school(candidature())
        desk(service).generate()
        registry(service).register_roster(UAI, SESSION, [candidature(email=None)])
        assert len(desk(service).generate(Generation(renew=Renew.ALL)).renewed) == 1

    def test_plan_shows_it_before(self) -> None:
        """The plan names who will be refused, and neither writes nor reserves anything."""
        service = make_school(candidature(1, email=None), candidature(2))
        plan = desk(service).plan()
        assert [o.candidate_id for o in plan.refused] == [ine(1)]
        assert [o.login for o in plan.created] == ["lea.martin"]
        assert desk(service).coverage().with_account == 0
        assert desk(service).plan() == plan

    def test_the_school_gets_the_list_to_check(self) -> None:
        """The list of what to correct names the candidate and the cure, in French, and writes nothing."""
        service = make_school(candidature(1, email=None), candidature(2))
        text = preflight_text(preflight(desk(service), SCHOOL))
        assert "MARTIN Léa (3A)\N{NO-BREAK SPACE}: pas d'adresse mail." in text
        assert "Renseignez l'adresse mail de la candidature" in text
        assert desk(service).coverage().with_account == 0

    def test_no_more_is_asked_of_an_address(self) -> None:
        """An address that cannot be one is shown before the run, and gets its account all the same."""
        service = make_school(candidature(email="à demander"))
        assert list(preflight(desk(service), SCHOOL).impossible_emails.values()) == ["à demander"]
        assert len(desk(service).generate().created) == 1


class TestM4:
    """Accounts are listed and generated by Série, by Division de classe, or by Division / Qualification présentée."""

    ROSTER = (
        candidature(1, division="3B", qualification="Aéronautique"),
        candidature(2, division="3A", serie="Professionnelle"),
        candidature(3, division="10C"),
        candidature(4, division="3B"),
    )

    @pytest.mark.parametrize(
        ("grouping", "labels"),
        [
            (Grouping.SERIE, ["Générale", "Professionnelle"]),
            (Grouping.DIVISION, ["3A", "3B", "10C"]),
            (Grouping.DIVISION_QUALIFICATION, ["3A / —", "3B / —", "3B / Aéronautique", "10C / —"]),
        ],
    )
    def test_groups(self, grouping: Grouping, labels: list[str]) -> None:
        """Each grouping gives its groups, in the order of a class list."""
        coverage = desk(make_school(*self.ROSTER)).coverage(grouping=grouping)
        assert [line.group.label for line in coverage.groups] == labels

    def test_chosen_groups_alone(self) -> None:
        """A run of chosen groups looks at their candidatures and leaves all others alone."""
        service = make_school(*self.ROSTER)
        report = desk(service).generate(Generation(groups=["3B"]))
        assert report.roster_size == 2
        assert {o.candidate_id for o in report.created} == {ine(1), ine(4)}
        assert desk(service).coverage().with_account == 2

    def test_unknown_group(self) -> None:
        """A group that does not exist is refused, and the error lists those that do."""
        with pytest.raises(UnknownGroupError) as caught:
            desk(make_school(*self.ROSTER)).generate(Generation(groups=["3Z"]))
        assert caught.value == UnknownGroupError("3Z", ("3A", "3B", "10C"))

    def test_outcomes_are_sorted(self) -> None:
        """Outcomes, and so slips, come by group and then by name."""
        report = desk(make_school(candidature(1, "ÉVRARD", division="3B"), *self.ROSTER[1:3])).generate()
        assert [(o.group.label, o.name) for o in report.outcomes] == [
            ("3A", "MARTIN Léa"),
            ("3B", "ÉVRARD Léa"),
            ("10C", "MARTIN Léa"),
        ]
        assert all(a.group.order <= b.group.order for a, b in pairwise(report.outcomes))
        assert group_of(self.ROSTER[2], Grouping.DIVISION).label == "10C"


class TestM5:
    """Each line of the list shows how many of its candidates have an account."""

    def test_counts(self) -> None:
        """Each group shows its candidates and those with an account, before and after a run."""
        service = make_school(candidature(1), candidature(2, email=None), candidature(3, division="3B"))
        desk(service).generate(Generation(groups=["3A"]))
        coverage = desk(service).coverage()
        assert [(g.group.label, g.with_account, g.candidates) for g in coverage.groups] == [("3A", 1, 2), ("3B", 0, 1)]
        assert (coverage.with_account, coverage.candidates) == (1, 3)

    def test_a_report_counts_by_group(self) -> None:
        """A report counts every outcome of every group."""
        report = desk(make_school(candidature(1), candidature(2, email=None))).generate()
        ((group, counts),) = report.by_group().items()
        assert group.label == "3A"
        assert counts == {
            OutcomeKind.CREATED: 1,
            OutcomeKind.RENEWED: 0,
            OutcomeKind.PROLONGED: 0,
            OutcomeKind.KEPT: 0,
            OutcomeKind.REFUSED: 1,
        }


class TestM6:
    """A run creates an account only for those who have none; a later run is the supplementary run."""

    def test_supplementary_run(self) -> None:
        """A later run creates the accounts of the newcomers and leaves every other account and password alone."""
        service = make_school(candidature(1))
        first = all_passwords(service, desk(service).generate())
        registry(service).register_roster(UAI, SESSION, [candidature(1), candidature(2)])
        report = desk(service).generate()
        assert [o.candidate_id for o in report.kept] == [ine(1)]
        assert [o.login for o in report.created] == ["lea.martin2"]
        assert list(all_passwords(service, report)) == ["lea.martin2"]
        assert opens(service, "lea.martin", first["lea.martin"])

    def test_running_again_changes_nothing(self) -> None:
        """A second run keeps everybody, makes no slip and no document."""
        service = make_school(candidature(1), candidature(2))
        desk(service).generate()
        report = desk(service).generate()
        assert len(report.kept) == report.roster_size == 2
        assert report.documents == ()
        assert desk(service).documents.page().total == 2

    def test_retry_with_the_same_run_id(self) -> None:
        """A retry with a known run id returns the report and kills no slip, even for a forced run."""
        service = make_school(candidature(1))
        first = desk(service).generate(Generation(renew=Renew.ALL), run_id="monday")
        again = desk(service).generate(Generation(renew=Renew.ALL), run_id="monday")
        assert again == first
        assert opens(service, *next(iter(all_passwords(service, first).items())))

    def test_closed_account_makes_no_second_one(self) -> None:
        """Who had an account that was closed gets no second one: refused, with the login that is reserved."""
        service = make_school(candidature(1))
        desk(service).generate()
        desk(service).accounts.close(ine(1))
        report = desk(service).generate(Generation(renew=Renew.ALL))
        (outcome,) = report.refused
        assert outcome.refusal
        assert outcome.refusal.reason is RefusalReason.ACCOUNT_CLOSED
        assert outcome.refusal.fact("login") == "lea.martin"


class TestM7:
    """« Forcer la création d'un nouveau mot de passe » renews prenom.nom accounts of a present or former school."""

    def test_off_by_default(self) -> None:
        """Without the option nobody is renewed."""
        service = make_school(candidature())
        desk(service).generate()
        assert desk(service).generate().renewed == ()

    def test_renewal(self) -> None:
        """With it the login stays, the new password opens the account and the old one no longer does."""
        service = make_school(candidature())
        old = all_passwords(service, desk(service).generate())
        report = desk(service).generate(Generation(renew=Renew.ALL))
        new = all_passwords(service, report)
        assert list(new) == list(old) == ["lea.martin"]
        assert opens(service, "lea.martin", new["lea.martin"])
        assert not opens(service, "lea.martin", old["lea.martin"])
        assert [o.credential_version for o in report.renewed] == [2]

    def test_a_forced_run_also_creates(self) -> None:
        """A forced run creates the missing accounts too."""
        service = make_school(candidature(1))
        desk(service).generate()
        registry(service).register_roster(UAI, SESSION, [candidature(2)])
        report = desk(service).generate(Generation(renew=Renew.ALL))
        assert [o.candidate_id for o in report.renewed] == [ine(1)]
        assert [o.candidate_id for o in report.created] == [ine(2)]

    def test_former_school_known_to_the_store(self) -> None:
        """An account from the school of last year is renewed, where every fact is known and agrees."""
        born, later = date(2010, 3, 9), ExamSession.of("DNB", 2026, date(2026, 7, 10))
        service = make_school(candidature(1, birth_date=born))
        desk(service).generate()
        there = candidature(1, uai=OTHER_UAI, session_id=later.id, birth_date=born)
        registry(service).register_roster(OTHER_UAI, later, [there])
        report = desk(service, OTHER_UAI, later).generate(Generation(renew=Renew.ALL))
        assert [o.login for o in report.renewed] == ["lea.martin"]

    def test_former_school_after_a_move(self) -> None:
        """An account follows the pupil who moves; the new school renews it."""
        service = make_school(candidature(1), candidature(2))
        desk(service).generate()
        registry(service).move(UAI, SESSION, ine(1), to=OTHER_UAI, division="3D")
        report = desk(service, OTHER_UAI).generate(Generation(renew=Renew.ALL))
        assert [(o.login, o.group.label) for o in report.renewed] == [("lea.martin", "3D")]
        assert desk(service).coverage().candidates == 1

    def test_other_school(self) -> None:
        """The pupil who moved is served; one of whom the school only has a line, without a birth date, is not."""
        born, service = date(2010, 3, 9), make_school()
        theirs = [candidature(1, uai=OTHER_UAI), candidature(2, "ROUX", uai=OTHER_UAI, birth_date=born)]
        registry(service).register_roster(OTHER_UAI, SESSION, theirs)
        desk(service, OTHER_UAI).generate()
        with service.store.writing() as unit:  # as if they had left the old school
            registry_of(unit).remove(candidatures_at(unit, OTHER_UAI))
        registry(service).register_roster(UAI, SESSION, [candidature(1), candidature(2, "ROUX", birth_date=born)])
        report = desk(service).generate(Generation(renew=Renew.ALL))
        if not service.store.keeps_people:  # the host's own row is authority enough
            assert [o.candidate_id for o in report.renewed] == [ine(1), ine(2)]
            return
        assert reasons(report) == {ine(1): RefusalReason.OTHER_SCHOOL}
        assert dict(report.refused[0].refusal.facts)["uai"] == OTHER_UAI  # type: ignore[union-attr]  # a refused outcome has its refusal
        assert [o.candidate_id for o in report.renewed] == [ine(2)]


class TestM8:
    """A login of type e-mail is never renewed: not by a forced run, not by a regeneration."""

    def test_never_renewed(self) -> None:
        """A forced run and a regeneration refuse it; its login and its password stay as they were."""
        service = make_school(candidature())
        service.candidates.register_email_account(ine(1), " Lea@Example.ORG ", password="une phrase de passe")
        forced = desk(service).generate(Generation(renew=Renew.ALL))
        single = desk(service).regenerate(Criteria(candidates=[ine(1)]))
        assert reasons(forced) == reasons(single) == {ine(1): RefusalReason.EMAIL_LOGIN}
        assert forced.documents == single.documents == ()
        assert opens(service, "lea@example.org", "une phrase de passe")

    def test_a_slip_of_its_own(self) -> None:
        """Where the host asks, the candidate gets a slip that shows the address and no password; nothing is renewed."""
        service = make_school(candidature())
        service.candidates.register_email_account(ine(1), "lea@example.org", password="une phrase de passe")
        report = desk(service).generate(Generation(renew=Renew.ALL, email_papillons=True))
        assert reasons(report) == {ine(1): RefusalReason.EMAIL_LOGIN}
        assert passwords_of(service, report.documents) == {"lea@example.org": ""}
        assert opens(service, "lea@example.org", "une phrase de passe")

    def test_kept_by_an_ordinary_run(self) -> None:
        """An ordinary run keeps it and makes no second account."""
        service = make_school(candidature())
        service.candidates.register_email_account(ine(1), "lea@example.org")
        (outcome,) = desk(service).generate().kept
        assert outcome.login == "lea@example.org"
        with service.store.reading() as unit:
            account = unit.accounts.standing([outcome.candidate_id])[outcome.candidate_id]
        assert account.kind is LoginKind.EMAIL


class TestM9:
    """A run makes two documents: one slip per page, and two per page. One slip is one account."""

    def test_two_documents(self) -> None:
        """Three accounts make a document of three pages and one of two, each slip once in each."""
        service = make_school(*(candidature(n) for n in (1, 2, 3)), renderer=ReportlabRenderer())
        report = desk(service).generate()
        pages = [PdfReader(io.BytesIO(desk(service).documents.open(key).content)).pages for key in report.documents]
        assert [len(found) for found in pages] == [3, 2]
        for found in pages:
            text = "\n".join(page.extract_text() for page in found)
            assert text.count("Votre identifiant de connexion :") == len(report.created) == 3

    def test_no_slip_no_document(self) -> None:
        """A run without slips makes no document."""
        assert desk(make_school(candidature(email=None))).generate().documents == ()

    def test_available_for_ever(self) -> None:
        """The documents give the same bytes after renewals, closing and years."""
        service = make_school(candidature())
        report = desk(service).generate()
        before = [desk(service).documents.open(key).content for key in report.documents]
        desk(service, now=LATER).generate(Generation(renew=Renew.ALL))
        desk(service, now=LATER + timedelta(days=3_000)).accounts.close(ine(1))
        assert [desk(service).documents.open(key).content for key in report.documents] == before


class TestM10:
    """A slip carries the memo's three sentences, the login « prénom.nom » and the provisional password."""

    def test_wording_login_and_password(self) -> None:
        """The page holds the memo's words, the candidate, the login, and the password that opens the account."""
        service = make_school(candidature(1, "BŒUF", "Łukasz Marie"), renderer=ReportlabRenderer())
        report = desk(service).generate()
        text = PdfReader(io.BytesIO(desk(service).documents.open(report.documents[0]).content)).pages[0].extract_text()
        for words in (
            "Identifiez-vous avec le compte qui vous a été attribué :",
            "Votre identifiant de connexion :",
            "Votre mot de passe (*) :",
            "BŒUF",
            "Łukasz",
            "3A",
            "lukasz.boeuf",
        ):
            assert words in text
        (slip,) = slips_of(service, report.run.id)
        assert slip.password.reveal() in text
        assert opens(service, slip.login, slip.password.reveal())

    def test_shape_of_the_password(self) -> None:
        """The default policy accepts the memo's own example and issues passwords of its shape."""
        assert MEMO_2024.violations(Password("5ds<JsXkby")) == ()
        service = make_school(*(candidature(n) for n in range(1, 30)))
        issued = all_passwords(service, desk(service).generate()).values()
        assert [MEMO_2024.violations(Password(password)) for password in issued] == [()] * 29
        assert len(set(issued)) == 29

    def test_homonyms_share_no_login(self) -> None:
        """Two pupils of one name get two logins, one slip each."""
        report = desk(make_school(candidature(1), candidature(2))).generate()
        assert [o.login for o in report.created] == ["lea.martin", "lea.martin2"]

    def test_name_without_latin_letters(self) -> None:
        """A name that cannot become a login is refused with the letters that stand in the way."""
        report = desk(make_school(candidature(1, "Иван"))).generate()
        (outcome,) = report.refused
        assert outcome.refusal
        assert outcome.refusal.reason is RefusalReason.UNFOLDABLE_NAME
        assert outcome.refusal.fact("characters") == "Иван"


class TestM11:
    """The candidate is advised to change the password at the first login."""

    def test_must_change(self) -> None:
        """A login with the issued password says that it must be changed; after the change it no longer does."""
        service = make_school(candidature())
        ((login, password),) = all_passwords(service, desk(service).generate()).items()
        assert service.candidates.check_login(login, password).must_change
        change = service.candidates.change_password(login, password, "une phrase de passe")
        assert change.verdict is LoginVerdict.ACCEPTED
        assert change.report
        assert not service.candidates.check_login(login, "une phrase de passe").must_change
        assert not opens(service, login, password)

    def test_the_slip_advises_it(self) -> None:
        """The slip says to change the password, and until when it is valid."""
        service = make_school(candidature(), renderer=ReportlabRenderer())
        report = desk(service).generate()
        text = PdfReader(io.BytesIO(desk(service).documents.open(report.documents[0]).content)).pages[0].extract_text()
        assert "changer" in text
        assert "31/12/2025" in text

    def test_valid_until_the_session_ends(self) -> None:
        """The provisional password opens the account on the last day of the session, and expires after it."""
        service = make_school(candidature())
        ((login, password),) = all_passwords(service, desk(service).generate()).items()
        last = NOW.replace(year=2025, month=12, day=31)
        assert service.candidates.check_login(login, password, now=last).verdict is LoginVerdict.ACCEPTED
        expired = service.candidates.check_login(login, password, now=last + timedelta(days=2))
        assert expired.verdict is LoginVerdict.EXPIRED


class TestM12:
    """Coming back to the activity, the school reads whether every account exists."""

    def test_complete(self) -> None:
        """When all who should have an account have one, the message says so; the resigned are named apart."""
        service = make_school(candidature(1), candidature(2, status=CandidatureStatus.DEMISSIONNAIRE))
        desk(service).generate()
        coverage = desk(service).coverage()
        assert coverage.is_complete
        assert desk(service).coverage_message(coverage) == (
            "Tous les comptes sont créés : 1 compte. Candidature sans compte à créer : 1 ni inscrits ni pré-inscrits."
        )

    def test_incomplete(self) -> None:
        """When accounts are missing, the message counts those a run would create and those to correct, with reasons."""
        service = make_school(candidature(1), candidature(2, email=None), candidature(3, category="INDIVIDUEL"))
        coverage = desk(service).coverage()
        assert not coverage.is_complete
        assert desk(service).coverage_message(coverage) == (
            "Il manque 2 comptes sur 2. 1 candidature est prête : lancez la génération. "
            "Candidature à corriger : 1 sans adresse mail. "
            "Candidature sans compte à créer : 1 hors candidats scolaires."
        )
        assert [m.candidate_id for m in coverage.missing] == [ine(1), ine(2), ine(3)]

    def test_what_is_not_told_is_missing(self) -> None:
        """A candidature without category or with a state that nobody knows is awaited, and the message counts it."""
        service = make_school(
            candidature(1, category=""), candidature(2, status="Foo"), candidature(3, status="Bar"), candidature(4)
        )
        desk(service).generate()
        coverage = desk(service).coverage()
        assert not coverage.is_complete
        assert desk(service).coverage_message(coverage) == (
            "Il manque 3 comptes sur 4. Candidatures à corriger : 2 à l'état inconnu, 1 à la catégorie non renseignée."
        )

    def test_unfoldable_name_is_to_be_corrected(self) -> None:
        """A name that cannot become a login is not announced as one that a run would create."""
        service = make_school(candidature(1, "Иван"))
        assert "Candidature à corriger : 1 au nom impossible à transcrire" in desk(service).coverage_message(
            desk(service).coverage()
        )

    def test_closed_account_of_the_resigned_is_not_missing(self) -> None:
        """Nobody waits for the account of a pupil who resigned."""
        service = make_school(candidature(1))
        desk(service).generate()
        registry(service).register_roster(UAI, SESSION, [candidature(1, status=CandidatureStatus.DEMISSIONNAIRE)])
        desk(service).accounts.close(ine(1))
        coverage = desk(service).coverage()
        assert [one.is_expected for one in coverage.missing] == [False]
        assert desk(service).coverage_message(coverage) == (
            "Aucun compte à créer. Candidature sans compte à créer : 1 au compte fermé."
        )

    def test_expired_passwords(self) -> None:
        """An account kept from an earlier session, whose slip opens nothing any more, is pointed out."""
        service = make_school(candidature(1))
        desk(service).generate()
        next_year = ExamSession.of("DNB", 2026, date(2026, 12, 31))
        registry(service).register_roster(UAI, next_year, [candidature(1, session_id=next_year)])
        coverage = desk(service, UAI, next_year, now=SESSION.ends_at).coverage()
        assert [one.candidate_id for one in coverage.short] == [ine(1)]
        assert not coverage.is_complete
        assert desk(service, UAI, next_year).coverage_message(coverage) == (
            "1 compte créé. 1 compte ne s’ouvre plus (mot de passe expiré ou désactivé) : régénérez le mot de passe."
        )
        before = desk(service, UAI, next_year).coverage()
        assert desk(service, UAI, next_year).coverage_message(before) == (
            "1 compte créé. "
            "1 mot de passe expire avant la fin de la session (31/12/2026) : prolongez-le ou régénérez-le."
        )

    def test_nobody(self) -> None:
        """Where no roster was registered nothing is complete."""
        service = make_school()
        coverage = desk(service).coverage()
        assert not coverage.is_complete
        assert desk(service).coverage_message(coverage) == (
            "Aucune candidature n’est enregistrée pour cette session : enregistrez d’abord la liste des candidatures."
        )

    def test_closed_account_is_missing(self) -> None:
        """A closed account does not count as one."""
        service = make_school(candidature())
        desk(service).generate()
        desk(service).accounts.close(ine(1))
        assert not desk(service).coverage().is_complete
        desk(service).accounts.reopen(ine(1))
        assert desk(service).coverage().is_complete


class TestM13:
    """The « Liste détaillée » as CSV holds the login, or « Pas de compte candidat Cyclades »."""

    def test_list(self) -> None:
        """The column « Identifiant de connexion » holds the login or the memo's words, and no cell a password."""
        service = make_school(candidature(1), candidature(2, "ZOLA", email=None))
        issued = all_passwords(service, desk(service).generate())
        lines = desk(service).roster_list()
        content = write_liste_detaillee(lines, school=SCHOOL, session=SESSION, edited_at=NOW)
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        header = next(n for n, row in enumerate(rows) if "Identifiant de connexion" in row)
        column = rows[header].index("Identifiant de connexion")
        assert [row[column] for row in rows[header + 1 :]] == ["lea.martin", "Pas de compte candidat Cyclades"]
        assert not any(password in content.decode() for password in issued.values())

    def test_reads_back(self) -> None:
        """The exported list is read back to the same candidatures."""
        roster = (candidature(1, birth_date=date(2010, 8, 10)), candidature(2, "D'HERVÉ", division="3B"))
        service = make_school(*roster)
        content = write_liste_detaillee(desk(service).roster_list(), school=SCHOOL, session=SESSION, edited_at=NOW)
        found = read_roster(content, uai=UAI, session_id=SESSION.id)
        assert found.problems == ()
        assert registry(service).register_roster(UAI, SESSION, found.candidatures).unchanged == (ine(1), ine(2))


class TestM14:
    """Regeneration: one candidate by default; with the limit lifted, all who match the criteria."""

    def test_one_candidate(self) -> None:
        """The one who is meant gets a new password; nobody else is touched; one document, one slip per page."""
        service = make_school(candidature(1), candidature(2))
        first = all_passwords(service, desk(service).generate())
        report = desk(service).regenerate(Criteria(candidates=[ine(1)]))
        new = all_passwords(service, report)
        assert report.roster_size == len(report.documents) == 1
        assert opens(service, "lea.martin", new["lea.martin"])
        assert opens(service, "lea.martin2", first["lea.martin2"])
        assert desk(service).documents.page().items[0].layout == "one-per-page"

    def test_limit(self) -> None:
        """Several without the limit lifted is refused and nothing is done; lifted, all are served."""
        service = make_school(candidature(1), candidature(2), candidature(3, division="3B", serie="Professionnelle"))
        desk(service).generate()
        with pytest.raises(LimitedToOneError, match="2 candidatures"):
            desk(service).regenerate(Criteria(divisions=["3A"]))
        assert desk(service).documents.page().total == 2
        report = desk(service).regenerate(Criteria(divisions=["3A"]), lift_limit=True)
        assert [o.candidate_id for o in report.renewed] == [ine(1), ine(2)]

    @pytest.mark.parametrize(
        ("criteria", "matched"),
        [
            (Criteria(), {1, 2, 3}),
            (Criteria(series=["Professionnelle"]), {3}),
            (Criteria(qualifications=["Aéronautique"]), {2}),
            (Criteria(divisions=["3A"], candidates=[ine(1), ine(3)]), {1}),
        ],
    )
    def test_criteria(self, criteria: Criteria, matched: set[int]) -> None:
        """Division, série, qualification and a set of candidates select; all that are given must hold."""
        service = make_school(
            candidature(1),
            candidature(2, qualification="Aéronautique"),
            candidature(3, division="3B", serie="Professionnelle"),
        )
        report = desk(service).regenerate(criteria, lift_limit=True)
        assert {o.candidate_id for o in report.outcomes} == {ine(n) for n in matched}

    def test_nobody_matches(self) -> None:
        """Criteria that match nobody, and a candidate who is not of the school, are refused."""
        service = make_school(candidature(1))
        with pytest.raises(NothingSelectedError) as nothing:
            desk(service).regenerate(Criteria(divisions=["3Z"]))
        assert nothing.value.criteria == "divisions ['3Z']"
        with pytest.raises(UnknownCandidateError) as nobody:
            desk(service).regenerate(Criteria(candidates=[ine(9)]))
        assert nobody.value.candidate_id == ine(9)

    def test_title(self) -> None:
        """« Titre édition » names the document in the list."""
        service = make_school(candidature(1))
        desk(service).regenerate(Criteria(candidates=[ine(1)]), title="Papillon perdu le 14 janvier")
        assert desk(service).documents.page().items[0].title == "Papillon perdu le 14 janvier"


class TestM15:
    """Regenerating for a candidate without an account creates the account, under M2 and M3."""

    def test_creates(self) -> None:
        """The missing account is created, and its slip opens it."""
        service = make_school(candidature(1))
        report = desk(service).regenerate(Criteria(candidates=[ine(1)]))
        assert [o.login for o in report.created] == ["lea.martin"]
        assert opens(service, *next(iter(all_passwords(service, report).items())))

    def test_under_m2_and_m3(self) -> None:
        """Who may not receive an account is refused here too."""
        service = make_school(candidature(1, email=None), candidature(2, status=CandidatureStatus.ANNULE))
        report = desk(service).regenerate(Criteria(), lift_limit=True)
        assert reasons(report) == {ine(1): RefusalReason.NO_EMAIL, ine(2): RefusalReason.NOT_REGISTERED}


class TestM16:
    """« Afficher le compte rendu » gives the slips again, always: a paged list with Document, Taille, Type."""

    def test_list(self) -> None:
        """Each document shows its title, size in bytes, type, date and run, newest first."""
        service = make_school(candidature(1))
        first = desk(service).generate(run_id="first")
        desk(service, now=LATER).regenerate(Criteria(candidates=[ine(1)]), run_id="lost")
        page = desk(service).documents.page()
        assert [(d.title, d.type, d.run_id) for d in page.items] == [
            ("Papillon de connexion", "PDF", run) for run in ("lost", "first", "first")
        ]
        assert page.items[0].created_at == LATER
        assert [d.size for d in page.items[1:]] == [
            len(desk(service).documents.open(key).content) for key in first.documents
        ]
        assert desk(service).documents.page_message(page) == "Affichage de l'élément 1 à 3 sur 3 élément(s)"

    def test_pages(self) -> None:
        """The list comes in pages; a page past the end is empty; a page below 1 is refused."""
        service = make_school(candidature(1))
        desk(service).generate()
        second = desk(service).documents.page(page=2, size=1)
        assert (len(second.items), second.first, second.total) == (1, 2, 2)
        empty = desk(service).documents.page(page=3, size=1)
        assert desk(service).documents.page_message(empty) == "Affichage de l'élément 0 à 0 sur 2 élément(s)"
        with pytest.raises(InvalidValueError, match="page"):
            desk(service).documents.page(page=0)

    def test_slips_apart(self) -> None:
        """The data of each slip is kept apart from the PDF, with account and credential version."""
        service = make_school(candidature(1, birth_date=date(2010, 5, 1)), candidature(2, division=""))
        report = desk(service).generate()
        slips = slips_of(service, report.run.id)
        assert [(s.account_id, s.credential_version, s.login) for s in slips] == [
            (o.account_id, o.credential_version, o.login) for o in report.created
        ]
        assert {s.login: s.password.reveal() for s in slips} == all_passwords(service, report)


class TestM17:
    """With the account the candidate fetches the registration documents and reads the marks."""

    def test_the_account_names_the_person(self) -> None:
        """A login gives the host the person, case and surrounding spaces ignored, so that it shows their file."""
        service = make_school(candidature(1))
        ((login, password),) = all_passwords(service, desk(service).generate()).items()
        check = service.candidates.check_login(f"  {login.upper()} ", password)
        assert (check.verdict, check.candidate_id) == (LoginVerdict.ACCEPTED, ine(1))

    def test_it_follows_the_person(self) -> None:
        """The account of one session serves in the next, at another school, under a corrected name."""
        born = date(2010, 5, 1)  # without it, another name is another person
        service = make_school(candidature(1, birth_date=born))
        ((login, password),) = all_passwords(service, desk(service).generate()).items()
        registry(service).rename(UAI, ine(1), family_name="MARTIN-DURAND")
        moved = candidature(1, "MARTIN-DURAND", uai=OTHER_UAI, birth_date=born)
        registry(service).register_roster(OTHER_UAI, SESSION, [moved])
        (outcome,) = desk(service, OTHER_UAI).generate().kept
        assert outcome.login == login
        assert opens(service, login, password)
        assert desk(service).coverage_message(desk(service, OTHER_UAI).coverage()).startswith("Tous les comptes")
        assert OTHER_SCHOOL.uai == OTHER_UAI
