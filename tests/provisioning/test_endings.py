"""No password dies in silence, and « complete » means complete: a school's year, on both databases, in both modes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from cyclades_accounts import Criteria, Desk, ExamSession, Generation, LoginVerdict, OutcomeKind, Provisioning, Renew
from cyclades_accounts.campaign import SchoolDone, Tally
from cyclades_accounts.errors import (
    NothingSelectedError,
    RunIdReusedError,
    SessionDiffersError,
    SessionOverError,
    SlipsOfTodayError,
    StalePlanError,
    UnknownAccountError,
    UnknownCandidateError,
)
from cyclades_accounts.model import (
    AccountReport,
    Activity,
    CandidatureStatus,
    NoCandidature,
    NoticeReason,
    OutcomeList,
    RefusalReason,
    RunReport,
    Shortfall,
    ShortfallReason,
    end_of_day,
)
from cyclades_accounts.papillons import ONE_PER_PAGE
from cyclades_accounts.passwords import PasswordValidity
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.rosters import (
    coverage_list,
    hand_out_list,
    preflight,
    preflight_list,
    preflight_text,
    run_list,
    short_list,
)
from tests.pdf.reading import read_slips
from tests.provisioning.worlds import MODES, World, world_on
from tests.sql.conftest import engine, postgresql_url  # noqa: F401  # fixtures
from tests.support import NOW, OTHER_SCHOOL, OTHER_UAI, SCHOOL, UAI, candidature, desk, ine

CFG = ExamSession.of("CFG", 2025, date(2025, 6, 30))
DNB = ExamSession.of("DNB", 2025, date(2025, 7, 15))
LAST_YEAR = ExamSession.of("DNB", 2024, date(2024, 12, 31))
JULY = datetime(2025, 7, 10, 9, tzinfo=UTC)
MAY = datetime(2025, 5, 5, 9, tzinfo=UTC)
SHORT = "1 mot de passe expire avant la fin de la session (15/07/2025) : prolongez-le ou régénérez-le."
DEAD = "1 compte ne s’ouvre plus (mot de passe expiré ou désactivé) : régénérez le mot de passe."
ENDING = Generation(renew=Renew.ENDING)


@pytest.fixture(params=MODES)
def world(engine: Engine, request: pytest.FixtureRequest) -> World:  # noqa: F811  # the fixture
    """Return an empty database of each kind, with each kind of people."""
    return world_on(engine, request.param)


@pytest.fixture
def service(world: World) -> Provisioning:
    """Return a service that draws real slips."""
    return world.service(renderer=ReportlabRenderer())


def printed(service: Provisioning, session: ExamSession, report: RunReport) -> dict[str, str]:
    """Return the passwords of a run by login, read back from its PDF."""
    opened = desk(service, report.uai, session, now=report.run.at).documents.open(report.documents[0])
    return {slip.login: slip.password for slip in read_slips(opened.content, ONE_PER_PAGE)}


def opens(service: Provisioning, login: str, password: str, day: datetime) -> bool:
    """Whether a slip opens its account on a day."""
    return service.candidates.check_login(login, password, now=day).verdict is LoginVerdict.ACCEPTED


def dnb(service: Provisioning, now: datetime = MAY) -> Desk:
    """Return the desk of the DNB."""
    return desk(service, session=DNB, now=now)


def message(service: Provisioning, session: ExamSession = DNB, now: datetime = MAY) -> str:
    """Return what the school reads when it comes back (M12)."""
    one = desk(service, session=session, now=now)
    return one.coverage_message(one.coverage())


def short(found: OutcomeList) -> list[tuple[str, ShortfallReason]]:
    """Return who falls short in a plan or a report."""
    return [(one.candidate_id, one.shortfall.reason) for one in found.short if one.shortfall]


def kinds(found: OutcomeList) -> dict[str, OutcomeKind]:
    """Return what became of each candidature."""
    return {one.candidate_id: one.kind for one in found.outcomes}


class TestTwoSessionsOfOneYear:
    """A CFG run, whose passwords serve until 30/06, then a DNB run that keeps the accounts; the marks come in July."""

    @pytest.fixture(autouse=True)
    def slips(self, world: World, service: Provisioning) -> dict[str, str]:
        """Print the slip of the CFG in January, and register two pupils for the DNB, one of them new."""
        world.register(service, CFG, candidature(1))
        report = desk(service, session=CFG, now=NOW).generate()
        world.register(service, DNB, candidature(1), candidature(2, "ROUX", "Ali"))
        return printed(service, CFG, report)

    def test_everybody_is_told_and_nobody_is_touched(self, service: Provisioning, slips: dict[str, str]) -> None:
        """Plan, preflight, report, message and lists name who falls short; the slip stays as it is (M6)."""
        expected = [(ine(1), ShortfallReason.ENDS_EARLY)]
        before = preflight(dnb(service), SCHOOL)
        assert short(before.plan) == expected
        assert not before.is_ready
        assert "Rien à corriger" not in preflight_text(before)
        assert "PAPILLONS À REMPLACER (1)" in preflight_text(before)
        assert dnb(service).run_message(before.plan) == f"1 compte à créer, 1 compte déjà créé. {SHORT}"
        report = dnb(service).generate()
        assert short(report) == expected
        assert kinds(report) == {ine(1): OutcomeKind.KEPT, ine(2): OutcomeKind.CREATED}
        assert dnb(service).run_message(report) == f"1 compte créé, 1 compte déjà créé. 2 documents. {SHORT}"
        assert dnb(service).documents.report(report.run.id) == report
        assert Tally().plus(SchoolDone.of(report)).short == 1
        assert message(service) == f"2 comptes créés. {SHORT}"
        coverage = dnb(service).coverage()
        assert not coverage.is_complete
        assert [(one.candidate_id, one.name, one.shortfall) for one in coverage.short] == [
            (ine(1), "MARTIN Léa", Shortfall(ShortfallReason.ENDS_EARLY, end_of_day(CFG.last_day)))
        ]
        assert coverage_list(coverage, SCHOOL, DNB).rows[-1][-2:] == ("0", "1")
        said = (
            "compte déjà créé, mais son mot de passe expire le 30/06/2025, avant la fin de la session (15/07/2025)",
            "Avant cette date, prolongez le mot de passe, ou régénérez-le : un nouveau papillon sera édité.",
        )
        assert short_list(coverage, SCHOOL, DNB).rows == (("3A", "MARTIN Léa", *said),)
        assert run_list(report, SCHOOL, DNB).rows[0][-2:] == said
        assert preflight_list(before).rows[0][-2:] == said
        assert hand_out_list(report, SCHOOL, DNB, everybody=True).rows[0][2] == said[0]
        ((login, password),) = slips.items()
        assert opens(service, login, password, MAY)
        assert not opens(service, login, password, JULY)

    def test_once_expired_it_is_told_so(self, service: Provisioning) -> None:
        """In July the password opens nothing any more, and the message says it."""
        dnb(service).generate()
        assert message(service, now=JULY) == f"2 comptes créés. {DEAD}"
        assert message(service, CFG, MAY) == "Tous les comptes sont créés : 1 compte."

    def test_a_run_renews_just_those(self, service: Provisioning, slips: dict[str, str]) -> None:
        """The slip that the run prints opens in July; the other pupil's is not touched; a second run does nothing."""
        others = printed(service, DNB, dnb(service).generate(run_id="first"))
        plan = dnb(service).plan(ENDING)
        assert plan.short == ()
        report = dnb(service).execute(plan)
        assert kinds(report) == {ine(1): OutcomeKind.RENEWED, ine(2): OutcomeKind.KEPT}
        assert dnb(service).run_message(report) == "1 mot de passe régénéré, 1 compte déjà créé. 2 documents."
        new = printed(service, DNB, report)
        assert new.keys() == slips.keys()
        for login, password in (*new.items(), *others.items()):
            assert opens(service, login, password, JULY)
        assert not any(opens(service, login, password, MAY) for login, password in slips.items())
        assert message(service) == "Tous les comptes sont créés : 2 comptes."
        assert dnb(service).generate(ENDING).documents == ()

    def test_prolonged_it_opens_in_july(self, service: Provisioning, slips: dict[str, str]) -> None:
        """The slip of January opens in July without another one, and the message is complete."""
        dnb(service).generate()
        report = dnb(service).prolong(run_id="p")
        assert kinds(report) == {ine(1): OutcomeKind.PROLONGED, ine(2): OutcomeKind.KEPT}
        assert (report.documents, report.notices, report.short) == ((), (), ())
        assert [one.candidate_id for one in report.prolonged] == [ine(1)]
        assert dnb(service).run_message(report) == (
            "1 mot de passe prolongé, 1 compte déjà créé. Aucun papillon à éditer."
        )
        assert all(opens(service, login, password, JULY) for login, password in slips.items())
        assert message(service) == "Tous les comptes sont créés : 2 comptes."
        line = dnb(service).documents.report("p")
        assert (line, report.run.activity) == (report, Activity.PROLONG)
        assert service.messages.activities[report.run.activity] == "Mots de passe prolongés"

    def test_a_prolonged_slip_is_printed_again_with_its_new_day(self, service: Provisioning) -> None:
        """A reprint says until when the password serves now, and the document of January stays as it was."""
        dnb(service).generate()
        documents = desk(service, session=CFG, now=MAY).documents
        dnb(service).prolong()
        old = documents.page().items[-1].id
        assert [one.papillon.expires_at for one in documents.open(old).holding] == [CFG.ends_at]
        again = documents.reprint(old)
        assert [one.papillon.expires_at for one in documents.open(again.documents[0]).holding] == [DNB.ends_at]

    def test_a_prolongation_is_done_once(self, service: Provisioning) -> None:
        """A retry gives the same report; other criteria under the run id are refused."""
        dnb(service).generate()
        report = dnb(service).prolong(Criteria(divisions=["3A"]), run_id="p")
        assert dnb(service).prolong(Criteria(divisions=["3A"]), run_id="p") == report
        for other in (Criteria(), Criteria(candidates=[ine(1)])):
            with pytest.raises(RunIdReusedError):
                dnb(service).prolong(other, run_id="p")
        with pytest.raises(RunIdReusedError):
            dnb(service).generate(ENDING, run_id="p")

    def test_whom_the_keys_name(self, service: Provisioning, slips: dict[str, str]) -> None:
        """Keys choose whose password is prolonged; who has none, or no account, stops the whole act."""
        with pytest.raises(UnknownAccountError):
            dnb(service).prolong(Criteria(candidates=[ine(1), ine(2)]))
        with pytest.raises(UnknownCandidateError):
            dnb(service).prolong(Criteria(candidates=[ine(9)]))
        with pytest.raises(NothingSelectedError):
            dnb(service).prolong(Criteria(divisions=["3Z"]))
        assert not any(opens(service, login, password, JULY) for login, password in slips.items())
        report = dnb(service).prolong(Criteria(candidates=[ine(1)]))
        assert kinds(report) == {ine(1): OutcomeKind.PROLONGED}

    def test_nobody_to_prolong(self, world: World, service: Provisioning) -> None:
        """Where nobody has an account the report is empty, and says so in no number."""
        bac = ExamSession.of("BAC", 2025, date(2025, 7, 20))
        world.register(service, bac, candidature(7))
        report = desk(service, session=bac, now=MAY).prolong()
        assert report.outcomes == ()
        assert dnb(service).run_message(report) == "Aucun papillon à éditer."

    def test_what_is_lost_is_not_prolonged(self, service: Provisioning) -> None:
        """A revoked password stays as it is, and the report names it: only another password helps."""
        dnb(service).generate()
        dnb(service).accounts.revoke(ine(1))
        report = dnb(service).prolong()
        assert (kinds(report)[ine(1)], short(report)) == (OutcomeKind.KEPT, [(ine(1), ShortfallReason.REVOKED)])
        assert DEAD in dnb(service).run_message(report)
        assert short(dnb(service, JULY).prolong()) == [(ine(1), ShortfallReason.REVOKED)]
        assert kinds(dnb(service).generate(ENDING))[ine(1)] is OutcomeKind.RENEWED
        assert message(service) == "Tous les comptes sont créés : 2 comptes."

    def test_the_resigned_get_no_other_password(self, world: World, service: Provisioning) -> None:
        """A state that forbids a renewal forbids it to those who fall short, who are told all the same (M2)."""
        world.register(service, DNB, candidature(1, status=CandidatureStatus.DEMISSIONNAIRE))
        for report in (dnb(service).generate(ENDING), dnb(service).prolong()):
            (one,) = (outcome for outcome in report.outcomes if outcome.candidate_id == ine(1))
            assert one.refusal
            assert one.refusal.reason is RefusalReason.NOT_REGISTERED
            assert one.shortfall


class TestSomebodyOfLastYear:
    """A redoublant, whose slip is of the session before."""

    def test_is_told_before_and_after(self, world: World, service: Provisioning) -> None:
        """The preflight is not empty, the report names it, the message is not complete; a renewal serves the pupil."""
        world.register(service, LAST_YEAR, candidature(1))
        then = datetime(2024, 1, 10, 9, tzinfo=UTC)
        slips = printed(service, LAST_YEAR, desk(service, session=LAST_YEAR, now=then).generate())
        world.register(service, DNB, candidature(1))
        before = preflight(dnb(service), SCHOOL)
        text = preflight_text(before)
        assert "Rien à corriger" not in text
        assert "mot de passe valable jusqu’au 31/12/2024" in " ".join(text.split())
        report = dnb(service).generate()
        assert short(report) == [(ine(1), ShortfallReason.EXPIRED)]
        assert dnb(service).run_message(report) == f"1 compte déjà créé. Aucun papillon à éditer. {DEAD}"
        assert message(service) == f"1 compte créé. {DEAD}"
        assert kinds(dnb(service).prolong()) == {ine(1): OutcomeKind.KEPT}
        new = printed(service, DNB, dnb(service).generate(ENDING))
        assert new.keys() == slips.keys()
        assert all(opens(service, login, password, JULY) for login, password in new.items())


class TestPasswordsOfTheirOwn:
    """Candidates who chose a password, and those who log in by e-mail (M8)."""

    @pytest.fixture(autouse=True)
    def accounts(self, world: World, service: Provisioning) -> None:
        """Have one pupil choose a password, and another one an account by e-mail."""
        world.register(service, CFG, candidature(1))
        ((login, password),) = printed(service, CFG, desk(service, session=CFG, now=NOW).generate()).items()
        service.candidates.change_password(login, password, "une phrase de passe", now=NOW)
        world.register(service, DNB, candidature(1), candidature(2, "ROUX", "Ali"))
        service.candidates.register_email_account(ine(2), "ali@example.org", now=NOW)

    def test_they_do_not_fall_short(self, service: Provisioning) -> None:
        """Their passwords have no end: they are kept, never renewed nor prolonged, and the message is complete."""
        for report in (dnb(service).generate(ENDING), dnb(service).prolong()):
            assert set(kinds(report).values()) == {OutcomeKind.KEPT}
            assert report.short == ()
        assert message(service) == "Tous les comptes sont créés : 2 comptes."
        assert opens(service, "lea.martin", "une phrase de passe", JULY)

    def test_a_chosen_one_that_was_revoked_is_renewed(self, service: Provisioning) -> None:
        """It opens nothing, so that another one takes nothing away."""
        dnb(service).accounts.revoke(ine(1))
        assert message(service) == f"2 comptes créés. {DEAD}"
        report = dnb(service).generate(ENDING)
        assert kinds(report) == {ine(1): OutcomeKind.RENEWED, ine(2): OutcomeKind.KEPT}
        assert all(opens(service, *slip, JULY) for slip in printed(service, DNB, report).items())


class TestASessionThatMoves:
    """The last day moves after slips were printed."""

    @pytest.fixture(autouse=True)
    def slips(self, world: World, service: Provisioning) -> dict[str, str]:
        """Print the slip of the DNB in January."""
        world.register(service, DNB, candidature(1))
        return printed(service, DNB, desk(service, session=DNB, now=NOW).generate())

    @pytest.mark.parametrize("way", ["renew", "prolong"])
    def test_later(self, service: Provisioning, slips: dict[str, str], way: str) -> None:
        """Whose slip ends on the former day is told; one act makes it serve until the new one."""
        later = ExamSession(DNB.id, DNB.label, date(2025, 9, 20))
        september = datetime(2025, 9, 18, 9, tzinfo=UTC)
        service.upkeep(actor="DSI").set_session(later)
        with pytest.raises(SessionDiffersError):
            dnb(service).coverage()
        one = desk(service, session=later, now=MAY)
        assert one.coverage_message(one.coverage()) == f"1 compte créé. {SHORT.replace('15/07', '20/09')}"
        assert short(one.plan()) == [(ine(1), ShortfallReason.ENDS_EARLY)]
        report = one.prolong() if way == "prolong" else one.generate(ENDING)
        serving = slips if way == "prolong" else printed(service, later, report)
        assert all(opens(service, login, password, september) for login, password in serving.items())
        assert one.coverage_message(one.coverage()) == "Tous les comptes sont créés : 1 compte."

    def test_earlier(self, service: Provisioning, slips: dict[str, str]) -> None:
        """Nobody falls short: slips go on to open until the day that they name, and nothing is to be done."""
        earlier = ExamSession(DNB.id, DNB.label, date(2025, 6, 20))
        service.upkeep(actor="DSI").set_session(earlier)
        one = desk(service, session=earlier, now=MAY)
        assert one.coverage_message(one.coverage()) == "Tous les comptes sont créés : 1 compte."
        assert set(kinds(one.prolong()).values()) == set(kinds(one.plan(ENDING)).values()) == {OutcomeKind.KEPT}
        assert all(opens(service, login, password, JULY) for login, password in slips.items())

    def test_over(self, service: Provisioning) -> None:
        """Once the session is over nothing is prolonged, and another password is refused."""
        one = desk(service, session=DNB, now=DNB.ends_at)
        assert one.coverage_message(one.coverage()) == f"1 compte créé. {DEAD}"
        assert short(one.prolong()) == [(ine(1), ShortfallReason.EXPIRED)]
        with pytest.raises(SessionOverError):
            one.generate(ENDING)


def test_a_host_that_shortens_passwords(world: World) -> None:
    """They fall short, and it is told; a renewal or a prolongation on the same day would gain nothing."""
    month = PasswordValidity(name="MONTH", source="ours", days=30)
    service = world.service(password_validity=month)
    world.register(service, DNB, candidature(1))
    dnb(service, NOW).generate()
    assert message(service, now=NOW) == f"1 compte créé. {SHORT}"
    assert kinds(dnb(service, NOW).generate(ENDING)) == {ine(1): OutcomeKind.KEPT}
    assert kinds(dnb(service, NOW).prolong()) == {ine(1): OutcomeKind.KEPT}
    tomorrow = dnb(service, NOW + timedelta(days=1))
    assert kinds(tomorrow.prolong()) == {ine(1): OutcomeKind.PROLONGED}
    assert [one.shortfall.at for one in tomorrow.coverage().short] == [end_of_day(date(2025, 2, 14))]


class TestTwoSchools:
    """A pupil whom another school holds, or has too."""

    @pytest.fixture(autouse=True)
    def held(self, world: World, service: Provisioning) -> None:
        """Have the other school issue the account for the CFG; both have a candidature for the DNB."""
        world.register(service, CFG, candidature(1), uai=OTHER_UAI)
        desk(service, OTHER_UAI, CFG, now=NOW).generate()
        world.register(service, DNB, candidature(1), uai=OTHER_UAI)
        world.register(service, DNB, candidature(1))

    def test_the_holding_school_alone_prolongs(self, world: World, service: Provisioning) -> None:
        """Who does not hold the pupil is refused and asks for no transfer; over a host's people both may, and tell."""
        report = dnb(service).prolong()
        (one,) = report.outcomes
        journal = desk(service, OTHER_UAI, DNB, now=MAY).documents.journal().items[0]
        if world.people:
            assert one.kind is OutcomeKind.PROLONGED
            assert isinstance(journal, AccountReport)
            assert (journal.run.activity, journal.by) == (Activity.PROLONG, UAI)
            return
        assert one.refusal
        assert (one.refusal.reason, one.shortfall is not None) == (RefusalReason.OTHER_SCHOOL, True)
        assert dnb(service).accounts.transfers() == ()
        assert message(service) == f"1 compte créé. {SHORT}"
        assert kinds(desk(service, OTHER_UAI, DNB, now=MAY).prolong()) == {ine(1): OutcomeKind.PROLONGED}

    def test_both_are_told_before(self, world: World, service: Provisioning) -> None:
        """The plans of both schools, and their preflights, name the other one, whoever comes first."""
        world.register(service, DNB, candidature(2, "ROUX", "Ali"))
        world.register(service, DNB, candidature(2, "ROUX", "Ali"), candidature(3, "ZOLA", "Zoé"), uai=OTHER_UAI)
        for uai, other in ((UAI, OTHER_SCHOOL), (OTHER_UAI, SCHOOL)):
            one = desk(service, uai, DNB, now=MAY)
            found = preflight(one, SCHOOL)
            told = [(notice.reason, notice.candidates[0], dict(notice.facts)) for notice in found.plan.notices]
            assert told == [
                (NoticeReason.IN_TWO_SCHOOLS, key, {"person": name, "school": other.name, "uai": other.uai})
                for key, name in ((ine(1), "MARTIN Léa"), (ine(2), "ROUX Ali"))
            ]
            assert not found.is_ready
            assert one.generate().notices[:2] == found.plan.notices

    def test_another_person_under_the_key_is_not_told(self, world: World, service: Provisioning) -> None:
        """A key under which the other school has somebody else tells nothing of that pupil."""
        if world.people is None:
            return  # a registry has one person under a key
        world.register(service, DNB, candidature(5, "ROUX", "Ali"))
        world.register(service, DNB, candidature(5, "DUPONT", "Jeanne"), uai=OTHER_UAI)
        assert {notice.candidates for notice in dnb(service).plan().notices} == {(ine(1),)}


class TestWhoIsAwaited:
    """Zero accounts are not « all the accounts »."""

    def test_only_people_who_resigned(self, world: World, service: Provisioning) -> None:
        """Nobody is awaited: there is nothing to create, and the message says who hides behind it."""
        world.register(service, DNB, *(candidature(n, status=CandidatureStatus.DEMISSIONNAIRE) for n in (1, 2)))
        assert message(service) == (
            "Aucun compte à créer. Candidatures sans compte à créer : 2 ni inscrits ni pré-inscrits."
        )
        text = preflight_text(preflight(dnb(service), SCHOOL))
        assert "La génération ne créerait aucun compte : voyez ci-dessous pourquoi." in text
        assert "Rien à corriger" not in text

    def test_only_blank_categories(self, world: World, service: Provisioning) -> None:
        """Everybody is awaited, and the message says what to correct."""
        world.register(service, DNB, candidature(1, category=""), candidature(2, "ROUX", "Ali", category=""))
        assert message(service) == (
            "Il manque 2 comptes sur 2. Candidatures à corriger : 2 à la catégorie non renseignée."
        )
        assert not dnb(service).coverage().is_complete

    @pytest.mark.parametrize(
        ("is_awaited", "words"),
        [
            (True, "Il manque 1 compte sur 1. Candidature à corriger : 1 incomplètes."),
            (False, "Aucun compte à créer. Candidature sans compte à créer : 1 incomplètes."),
        ],
    )
    def test_only_rows_that_are_no_candidature(
        self,
        world: World,
        service: Provisioning,
        is_awaited: bool,  # noqa: FBT001  # pytest passes it by name
        words: str,
    ) -> None:
        """The host says whether such a row is awaited; in no case are all the accounts there."""
        if world.people is None:
            return  # a registry has candidatures alone
        row = NoCandidature(ine(1), "prénom non renseigné", name="MARTIN", division="3A", is_awaited=is_awaited)
        world.people.broken.append((UAI, DNB.id, row))
        assert message(service) == words

    def test_who_is_held_back_is_awaited(self, world: World, service: Provisioning) -> None:
        """Who may be somebody known is missing until somebody confirms, and the message says so."""
        born = date(2010, 3, 9)
        world.register(service, DNB, candidature(1, birth_date=born), candidature(2, birth_date=born, division="3B"))
        assert [one.refusal and one.refusal.reason for one in dnb(service).plan().refused] == [
            RefusalReason.PERHAPS_KNOWN
        ]
        dnb(service).generate()
        assert message(service) == (
            "Il manque 1 compte sur 2. Candidature en attente : 1 à confirmer. "
            "Confirmez ou corrigez-la, puis relancez la génération."
        )
        dnb(service).accounts.confirm_other(ine(2))
        assert message(service) == "Il manque 1 compte sur 2. 1 candidature est prête : lancez la génération."


class TestASecondClick:
    """A run that would kill slips printed the same day."""

    @pytest.fixture(autouse=True)
    def slips(self, world: World, service: Provisioning) -> dict[str, str]:
        """Print two slips in the morning."""
        world.register(service, DNB, candidature(1), candidature(2, "ROUX", "Ali"))
        return printed(service, DNB, dnb(service).generate())

    def test_it_carries_a_notice(self, service: Provisioning) -> None:
        """Plan and report say how many slips of today open nothing any more; the next day nothing is to be said."""
        forced = Generation(renew=Renew.ALL)
        (notice,) = dnb(service).plan(forced).notices
        assert (notice.reason, notice.candidates) == (NoticeReason.SLIPS_OF_TODAY, (ine(1), ine(2)))
        assert service.messages.notice(notice) == (
            "Papillons édités aujourd’hui qui ne serviront plus : 2. Si vous venez de lancer cette opération, ne la "
            "relancez pas : remettez les papillons déjà édités."
        )
        assert dnb(service, MAY + timedelta(days=1)).plan(forced).notices == ()
        assert dnb(service).generate(forced).notices == (notice,)

    def test_it_can_be_told_to_refuse(self, service: Provisioning, slips: dict[str, str]) -> None:
        """Two clicks on « forcer » make one run: the second one is refused, and the slips of the first one hold."""
        spared = Generation(renew=Renew.ALL, spare_slips_of_today=True)
        clicks: list[Callable[[], object]] = [
            lambda: dnb(service).generate(spared),
            lambda: dnb(service).execute(dnb(service).plan(spared)),
            lambda: dnb(service).regenerate(Criteria(divisions=["3A"]), spared, lift_limit=True),
        ]
        for work in clicks:
            with pytest.raises(SlipsOfTodayError) as refused:
                work()
            assert (refused.value.uai, refused.value.count) == (UAI, 2)
        assert all(opens(service, login, password, MAY) for login, password in slips.items())
        tomorrow = dnb(service, MAY + timedelta(days=1))
        assert len(tomorrow.generate(spared).renewed) == 2
        with pytest.raises(SlipsOfTodayError):
            tomorrow.generate(spared)

    def test_lost_slips_and_chosen_passwords_do_not_count(self, service: Provisioning, slips: dict[str, str]) -> None:
        """What was revoked or changed since is no slip that a run could kill; nor is a pile that was lost."""
        dnb(service).accounts.revoke(ine(1))
        service.candidates.change_password("ali.roux", slips["ali.roux"], "une phrase de passe", now=MAY)
        report = dnb(service).generate(Generation(renew=Renew.ALL, spare_slips_of_today=True))
        assert (len(report.renewed), report.notices) == (2, ())
        assert len(dnb(service).replace_lost(report.documents[0]).renewed) == 2

    def test_a_plan_that_another_click_overtook(self, service: Provisioning) -> None:
        """The plan on the screen is stale, and the new one carries the notice."""
        plan = dnb(service, MAY + timedelta(days=1)).plan(Generation(renew=Renew.ALL))
        dnb(service, MAY + timedelta(days=1)).execute(plan)
        with pytest.raises(StalePlanError):
            dnb(service, MAY + timedelta(days=1)).execute(plan)
