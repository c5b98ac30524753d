"""A roster line is no authority over another school's pupil: attacks on another school, and the pupil who moved."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from attrs import evolve

from cyclades_accounts import (
    Candidature,
    CandidatureStatus,
    Criteria,
    ExamSession,
    Generation,
    LoginVerdict,
    Provisioning,
    Renew,
)
from cyclades_accounts.errors import (
    AccountExistsError,
    InvalidValueError,
    NoTransferError,
    OtherPersonError,
    OtherSchoolError,
    ServiceNotGrantedError,
    StalePlanError,
    UnknownAccountError,
    UnknownCandidateError,
    UnknownSchoolError,
)
from cyclades_accounts.identifiers import parse_uai
from cyclades_accounts.messages import FRENCH_MESSAGES
from cyclades_accounts.model import (
    AccountReport,
    AccountsReport,
    Activity,
    Holder,
    NoticeReason,
    OutcomeKind,
    Refusal,
    RefusalReason,
    Report,
    RosterReport,
)
from cyclades_accounts.provisioning._people import registry as registry_room
from cyclades_accounts.sealing import HmacPseudonymizer
from tests.provisioning.worlds import World, in_memory
from tests.support import (
    KEYS,
    NOW,
    OTHER_SCHOOL,
    OTHER_UAI,
    SCHOOL,
    SESSION,
    UAI,
    candidature,
    desk,
    ine,
    line_of,
    make_school,
    passwords_of,
    registry,
)

BORN = date(2010, 3, 9)
NEXT = ExamSession.of("DNB", 2026, date(2026, 7, 10))


def known(number: int = 1, *names: str, **changes: Any) -> Candidature:
    """Return the candidature of a pupil of whom every fact is known."""
    return candidature(number, *names, **{"birth_date": BORN} | changes)


def there(number: int = 1, *names: str, **changes: Any) -> Candidature:
    """Return the same pupil as the other school's file for the next session has them."""
    return known(number, *names, **{"uai": OTHER_UAI, "session_id": NEXT.id} | changes)


@pytest.fixture
def service() -> Provisioning:
    """Return a service with a pupil of one school who has an account."""
    service = make_school(known(), pseudonymizer=HmacPseudonymizer(KEYS))
    desk(service).generate()
    return service


def password(service: Provisioning) -> str:
    """Return the password of the first slip of the pupil's school."""
    return passwords_of(service, [desk(service).documents.page(size=50).items[-1].id])["lea.martin"]


def opens(service: Provisioning) -> bool:
    """Whether the slip of the pupil's school opens the account."""
    return service.candidates.check_login("lea.martin", password(service)).verdict is LoginVerdict.ACCEPTED


def told(service: Provisioning, uai: str = UAI) -> list[tuple[Activity, str | None]]:
    """Return what other schools did, as a school's journal says it, newest first."""
    lines: tuple[Report, ...] = desk(service, uai).documents.journal(size=50).items
    return [(one.run.activity, one.by) for one in lines if isinstance(one, AccountReport) and one.by]


ATTACKS: dict[str, Callable[[Provisioning], object]] = {
    "close": lambda service: desk(service, OTHER_UAI, NEXT).accounts.close(ine(1)),
    "reopen": lambda service: desk(service, OTHER_UAI, NEXT).accounts.reopen(ine(1)),
    "revoke": lambda service: desk(service, OTHER_UAI, NEXT).accounts.revoke(ine(1)),
    "erase": lambda service: desk(service, OTHER_UAI, NEXT).accounts.erase(ine(1)),
    "rekey": lambda service: desk(service, OTHER_UAI, NEXT).accounts.rekey(ine(1), ine(2)),
    "rekey another into it": lambda service: desk(service, OTHER_UAI, NEXT).accounts.rekey(ine(2), ine(1)),
    "confirm_same": lambda service: desk(service, OTHER_UAI, NEXT).accounts.confirm_same(ine(1)),
    "answer_transfer": lambda service: desk(service, OTHER_UAI, NEXT).accounts.answer_transfer(
        ine(1), asked_by=OTHER_UAI, grant=True
    ),
    "rename": lambda service: registry(service).rename(OTHER_UAI, ine(1), family_name="DURAND"),
    "move": lambda service: registry(service).move(OTHER_UAI, NEXT, ine(1), to=UAI),
}


def refusing(attack: Callable[[], object]) -> str:
    """Return the school by whose name an attack is refused: by an error, or in the report."""
    try:
        report = attack()
    except OtherSchoolError as error:
        return error.uai
    assert isinstance(report, AccountsReport)
    refusal = line_of(report).refusal
    assert refusal is not None
    assert refusal.reason is RefusalReason.OTHER_SCHOOL
    return refusal.fact("uai")


class TestLineInARoster:
    """A school registers a line with the INE and the name of a pupil of another school."""

    @pytest.fixture(autouse=True)
    def line(self, service: Provisioning) -> None:
        """Have the other school register the pupil, without a birth date, and a pupil of its own."""
        lines = [there(birth_date=None), there(2, "ROUX", "Ali", birth_date=None)]
        registry(service).register_roster(OTHER_UAI, NEXT, lines)

    @pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
    def test_it_may_not_act(self, service: Provisioning, attack: Callable[[Provisioning], object]) -> None:
        """Whatever it tries is refused by the name of the holding school, and the slip still opens the account."""
        assert refusing(lambda: attack(service)) == UAI
        assert opens(service)

    def test_a_forced_run_waits(self, service: Provisioning) -> None:
        """Its forced run creates what is new, refuses the pupil, and asks the holding school, which is told once."""
        for _ in range(2):
            report = desk(service, OTHER_UAI, NEXT).generate(Generation(renew=Renew.ALL))
            refusals = {one.candidate_id: one.refusal for one in report.refused if one.refusal}
            assert {key: refusal.reason for key, refusal in refusals.items()} == {ine(1): RefusalReason.OTHER_SCHOOL}
            assert FRENCH_MESSAGES.refusal(refusals[report.refused[0].candidate_id]) == (
                f"compte suivi par un autre établissement, {SCHOOL.name} ({UAI})"
            )
        assert opens(service)
        assert told(service) == [(Activity.ASK_TRANSFER, OTHER_UAI)]
        (mine,) = desk(service).accounts.transfers()
        (theirs,) = desk(service, OTHER_UAI, NEXT).accounts.transfers()
        assert (mine.candidate_id, mine.name, mine.held_by, mine.asked_by) == (ine(1), "MARTIN Léa", UAI, OTHER_UAI)
        assert theirs == evolve(mine, name="")

    def test_a_regeneration_waits(self, service: Provisioning) -> None:
        """A regeneration is refused too, and makes no document."""
        report = desk(service, OTHER_UAI, NEXT).regenerate(Criteria(candidates=[ine(1)]), title="Perdu")
        assert report.documents == ()
        assert opens(service)
        assert told(service) == [(Activity.ASK_TRANSFER, OTHER_UAI)]

    def test_it_may_list(self, service: Provisioning) -> None:
        """It reads the login in its list, as M13 asks, and an ordinary run keeps the account."""
        report = desk(service, OTHER_UAI, NEXT).generate()
        assert [one.candidate_id for one in report.kept] == [ine(1)]
        assert [one.login for one in desk(service, OTHER_UAI, NEXT).roster_list()] == ["lea.martin", "ali.roux"]
        assert told(service) == []

    @pytest.mark.parametrize("renew", [Renew.NONE, Renew.ALL])
    @pytest.mark.parametrize("act", ["revoke", "close"])
    def test_it_reads_the_login_alone(self, service: Provisioning, act: str, renew: Renew) -> None:
        """Of an account revoked or closed it learns the login, the school, and that the slip opens nothing."""
        getattr(desk(service).accounts, act)(ine(1))
        attacker = desk(service, OTHER_UAI, NEXT)
        (seen,) = (one for one in attacker.plan(Generation(renew=renew)).outcomes if one.candidate_id == ine(1))
        assert (seen.login, seen.account_id, seen.shortfall is not None) == ("lea.martin", None, act == "revoke")
        facts = {"school": SCHOOL.name, "uai": UAI}
        kept = act == "revoke" and renew is Renew.NONE
        assert kept if seen.refusal is None else dict(seen.refusal.facts) == facts
        coverage = attacker.coverage()
        assert len(coverage.short) == (act == "revoke")
        assert [dict(one.refusal.facts) for one in coverage.missing if one.refusal] == [facts] * (act == "close")
        (own,) = desk(service).plan().outcomes
        assert own.account_id is not None
        assert own.shortfall or own.refusal == Refusal(
            RefusalReason.ACCOUNT_CLOSED, {"login": "lea.martin", "closed_on": NOW.date().isoformat()}
        )

    def test_an_imposed_login_is_refused(self, service: Provisioning) -> None:
        """It imposes no login on the pupil."""
        report = desk(service, OTHER_UAI, NEXT).accounts.impose_logins({ine(1): "l.martin", ine(2): "a.roux"})
        assert [(one.candidate_id, one.refusal and one.refusal.reason) for one in report.logins] == [
            (ine(1), RefusalReason.OTHER_SCHOOL),
            (ine(2), None),
        ]

    def test_its_file_changes_no_name(self, service: Provisioning) -> None:
        """What its file tells of the pupil stands in its own list alone."""
        line = there(family_name="MARTIN", given_names="Léa Rose", birth_date=date(2009, 1, 1))
        report = registry(service).register_roster(OTHER_UAI, NEXT, [line])
        assert report.updated == (ine(1),)
        (mine,), (theirs, _) = desk(service).roster_list(), desk(service, OTHER_UAI, NEXT).roster_list()
        assert (mine.candidature.name, mine.candidature.candidate.birth_date) == ("MARTIN Léa", BORN)
        assert theirs.candidature.name == "MARTIN Léa Rose"

    def test_the_holding_school_grants(self, service: Provisioning) -> None:
        """Once the holding school has granted the transfer the other school acts, and the former one does not."""
        asked = desk(service, OTHER_UAI, NEXT).accounts.ask_transfer(ine(1))
        assert (asked.account_id, asked.login) == (None, None)
        granted = desk(service).accounts.answer_transfer(ine(1), asked_by=OTHER_UAI, grant=True)
        assert granted.login == "lea.martin"
        assert told(service, OTHER_UAI) == [(Activity.TRANSFER, UAI)]
        assert desk(service).accounts.transfers() == ()
        assert desk(service, OTHER_UAI, NEXT).generate(Generation(renew=Renew.ALL)).renewed
        assert refusing(lambda: desk(service).accounts.close(ine(1))) == OTHER_UAI

    def test_the_holding_school_refuses(self, service: Provisioning) -> None:
        """A refusal is told, ends the waiting, and leaves the pupil where they are."""
        desk(service, OTHER_UAI, NEXT).accounts.ask_transfer(ine(1))
        desk(service).accounts.answer_transfer(ine(1), asked_by=OTHER_UAI, grant=False)
        assert told(service, OTHER_UAI) == [(Activity.REFUSE_TRANSFER, UAI)]
        assert desk(service, OTHER_UAI, NEXT).accounts.transfers() == ()
        with pytest.raises(NoTransferError):
            desk(service).accounts.answer_transfer(ine(1), asked_by=OTHER_UAI, grant=False)

    def test_the_host_decides(self, service: Provisioning) -> None:
        """The host's word needs no asking; both schools are told, and nothing is told to whom it is not about."""
        report = service.upkeep(actor="Rectorat").transfer(ine(1), to=OTHER_UAI, run_id="word")
        assert report == service.upkeep(actor="Rectorat").transfer(ine(1), to=OTHER_UAI, run_id="word")
        assert line_of(desk(service, OTHER_UAI, NEXT).accounts.close(ine(1))).login == "lea.martin"
        for uai in (UAI, OTHER_UAI):
            (line,) = [
                one
                for one in desk(service, uai).documents.journal(size=50).items
                if one.run.activity is Activity.TRANSFER
            ]
            assert line.run.actor == "Rectorat"
        with pytest.raises(UnknownSchoolError):
            service.upkeep(actor="Rectorat").transfer(ine(1), to="0442286W")
        with pytest.raises(UnknownAccountError):
            service.upkeep(actor="Rectorat").transfer(ine(2), to=OTHER_UAI)


class TestPupilWhoMoved:
    """INE, given name, family name and birth date are known and agree: the pupil is served without asking anybody."""

    def test_is_served_at_once(self, service: Provisioning) -> None:
        """The new school's forced run renews, is told so before, and the former school is told."""
        before = password(service)
        registry(service).register_roster(OTHER_UAI, NEXT, [there()])
        there_ = desk(service, OTHER_UAI, NEXT)
        plan = there_.plan(Generation(renew=Renew.ALL))
        assert [one.reason for one in plan.notices] == [NoticeReason.TRANSFERRED, NoticeReason.SLIPS_OF_TODAY]
        assert FRENCH_MESSAGES.notice(plan.notices[0]).startswith(
            f"MARTIN Léa vient d’un autre établissement, {SCHOOL.name} ({UAI}), qui en est informé."
        )
        report = there_.execute(plan)
        assert [one.login for one in report.renewed] == ["lea.martin"]
        assert told(service) == [(Activity.TRANSFER, OTHER_UAI)]
        assert service.candidates.check_login("lea.martin", before).verdict is LoginVerdict.REFUSED
        assert refusing(lambda: desk(service).accounts.revoke(ine(1))) == OTHER_UAI
        again = there_.generate(Generation(renew=Renew.ALL)).notices
        assert [one.reason for one in again] == [NoticeReason.SLIPS_OF_TODAY]

    @pytest.mark.parametrize("why", ["closed", "not registered"])
    def test_tells_no_more_where_the_run_refuses(self, service: Provisioning, why: str) -> None:
        """Who would be followed at once is not: the new school reads the login and no key, and whether it opens."""
        (desk(service).accounts.close if why == "closed" else desk(service).accounts.revoke)(ine(1))
        state = CandidatureStatus.INSCRIT if why == "closed" else CandidatureStatus.RADIE
        registry(service).register_roster(OTHER_UAI, NEXT, [there(status=state)])
        (seen,) = desk(service, OTHER_UAI, NEXT).plan(Generation(renew=Renew.ALL)).outcomes
        assert (seen.login, seen.account_id, seen.shortfall is not None) == ("lea.martin", None, why != "closed")
        assert seen.refusal
        assert seen.refusal.reason is (RefusalReason.OTHER_SCHOOL if why == "closed" else RefusalReason.NOT_REGISTERED)

    def test_can_be_asked_for(self, service: Provisioning) -> None:
        """Without a run the school asks by itself, and holds the pupil from then on; asking again changes nothing."""
        registry(service).register_roster(OTHER_UAI, NEXT, [there()])
        for _ in range(2):
            assert desk(service, OTHER_UAI, NEXT).accounts.ask_transfer(ine(1)).login == "lea.martin"
        assert told(service) == [(Activity.TRANSFER, OTHER_UAI)]
        assert opens(service)

    @pytest.mark.parametrize(
        "line",
        [
            there(birth_date=None),
            there(birth_date=date(2010, 3, 10)),
            there(given_names="Léo", family_name="MARTIN"),
            there(family_name="MARTINEAU"),
            there(id="E7"),
        ],
        ids=["no birth date", "another birth date", "another given name", "another family name", "another key"],
    )
    def test_waits_where_a_fact_lacks(self, service: Provisioning, line: Candidature) -> None:
        """Where one fact is unknown or differs nothing is renewed, and the slip still opens the account."""
        registry(service).register_roster(OTHER_UAI, NEXT, [line, there(3, "ROUX", "Ali")])
        report = desk(service, OTHER_UAI, NEXT).generate(Generation(renew=Renew.ALL))
        assert report.renewed == ()
        assert "lea.martin" not in [one.login for one in report.created]
        assert opens(service)

    def test_waits_without_ine(self) -> None:
        """A key that is no INE, without one beside it, is not known well enough."""
        service = make_school(known(id="E7"))
        desk(service).generate()
        registry(service).register_roster(OTHER_UAI, NEXT, [there(id="E7")])
        assert desk(service, OTHER_UAI, NEXT).accounts.ask_transfer("E7").login is None

    def test_waits_where_the_holder_still_has_them(self, service: Provisioning) -> None:
        """A candidature at the holding school in the same session: the pupil stands in two schools."""
        registry(service).register_roster(OTHER_UAI, SESSION, [there(session_id=SESSION.id)])
        assert desk(service, OTHER_UAI).accounts.ask_transfer(ine(1)).login is None
        assert desk(service, OTHER_UAI).generate(Generation(renew=Renew.ALL)).renewed == ()

    def test_waits_where_the_host_wants(self, service: Provisioning) -> None:
        """A host may make every transfer wait."""
        registry(service).register_roster(OTHER_UAI, NEXT, [there()])
        careful = evolve(service, transfers_wait=True)
        assert desk(careful, OTHER_UAI, NEXT).generate(Generation(renew=Renew.ALL)).renewed == ()
        assert desk(careful).accounts.answer_transfer(ine(1), asked_by=OTHER_UAI, grant=True).login == "lea.martin"

    def test_needs_the_service(self, service: Provisioning) -> None:
        """Who may not give may not take over (M1), nor may a school without a candidature for the session."""
        registry(service).register_roster(OTHER_UAI, NEXT, [there()])
        with pytest.raises(UnknownCandidateError):
            desk(service, OTHER_UAI).accounts.ask_transfer(ine(1))
        registry(service).register_school(evolve(OTHER_SCHOOL, manages_candidates=False))
        with pytest.raises(ServiceNotGrantedError):
            desk(service, OTHER_UAI, NEXT).accounts.ask_transfer(ine(1))

    def test_the_school_itself_moves_them(self, service: Provisioning) -> None:
        """Moving is the holding school's own transfer; it needs no service, and the new school is told."""
        registry(service).register_school(evolve(SCHOOL, manages_candidates=False))
        registry(service).move(UAI, SESSION, ine(1), to=OTHER_UAI)
        assert told(service, OTHER_UAI) == [(Activity.MOVE, UAI)]
        assert line_of(desk(service, OTHER_UAI).accounts.close(ine(1))).login == "lea.martin"


class TestWithoutAccount:
    """Nobody holds a person who has no account."""

    def test_the_only_school_acts(self) -> None:
        """The one school that has candidatures of the person corrects and erases them."""
        service = make_school(known(email=None), pseudonymizer=HmacPseudonymizer(KEYS))
        registry(service).rename(UAI, ine(1), family_name="DURAND")
        assert desk(service).accounts.erase(ine(1)).accounts == 0

    def test_of_two_schools_none_acts(self) -> None:
        """Where two schools have candidatures, neither changes or removes what the other told."""
        service = make_school(known(email=None), pseudonymizer=HmacPseudonymizer(KEYS))
        registry(service).register_roster(OTHER_UAI, NEXT, [there()])
        for uai, session in ((UAI, SESSION), (OTHER_UAI, NEXT)):
            with pytest.raises(OtherSchoolError):
                desk(service, uai, session).accounts.erase(ine(1))
            with pytest.raises(OtherSchoolError):
                registry(service).rename(uai, ine(1), family_name="DURAND")

    def test_an_account_from_an_address(self) -> None:
        """The one school of the pupil holds an account that the pupil made; of two schools none does, and both ask."""
        service = make_school(known())
        service.candidates.register_email_account(ine(1), "lea@example.org")
        assert line_of(desk(service).accounts.close(ine(1))).login == "lea@example.org"
        other = make_school(known())
        registry(other).register_roster(OTHER_UAI, NEXT, [there(birth_date=None)])
        other.candidates.register_email_account(ine(1), "lea@example.org")
        assert refusing(lambda: desk(other, OTHER_UAI, NEXT).accounts.close(ine(1))) == "—"
        assert desk(other, OTHER_UAI, NEXT).accounts.ask_transfer(ine(1)).login is None
        assert other.upkeep(actor="Rectorat").transfer(ine(1), to=UAI).login == "lea@example.org"


class TestWhatAnAttackFound:
    """Ways around the holding school: each was walked once."""

    def test_a_session_of_ones_choice(self, service: Provisioning) -> None:
        """A session that ends no later than one that the pupil has at the holding school proves no move."""
        earlier = ExamSession.of("CFG", 2025, date(2025, 6, 30))
        registry(service).register_roster(OTHER_UAI, earlier, [there(session_id=earlier.id)])
        assert desk(service, OTHER_UAI, earlier).accounts.ask_transfer(ine(1)).login is None
        assert desk(service, OTHER_UAI, earlier).generate(Generation(renew=Renew.ALL)).renewed == ()
        assert opens(service)

    def test_a_pupil_without_account(self) -> None:
        """A line gives no right to make one person of a pupil whom another school has too."""
        service = make_school(known(email=None))
        lines = [there(email=None), there(2, "ROUX", "Ali"), there(3, "GALLO", "Maë", email=None)]
        registry(service).register_roster(OTHER_UAI, NEXT, lines)
        desk(service, OTHER_UAI, NEXT).generate()
        accounts = desk(service, OTHER_UAI, NEXT).accounts
        for old, new in ((ine(1), ine(2)), (ine(2), ine(1)), (ine(1), "fresh")):
            with pytest.raises(OtherSchoolError):
                accounts.rekey(old, new)
        assert accounts.rekey(ine(3), ine(2)).login == "ali.roux"
        assert desk(service).roster_list()[0].candidature.name == "MARTIN Léa"

    def test_a_merge_is_told(self, service: Provisioning) -> None:
        """Another school that has candidatures of one of the two reads of it in its journal."""
        registry(service).register_roster(UAI, SESSION, [known(), known(2, "ROUX", "Ali")])
        desk(service).generate()
        registry(service).register_roster(OTHER_UAI, NEXT, [there(birth_date=None)])
        desk(service).accounts.rekey(ine(2), ine(1))
        assert told(service, OTHER_UAI) == [(Activity.REKEY, UAI)]

    @pytest.mark.parametrize("by_host", [True, False], ids=["by the host", "by the school itself"])
    @pytest.mark.parametrize("has_line", [True, False], ids=["an earlier line", "no line"])
    def test_a_run_undoes_no_transfer(self, service: Provisioning, *, by_host: bool, has_line: bool) -> None:
        """The former school's line agrees in all facts: its runs and requests wait for the school that holds now."""
        if has_line or not by_host:
            early = ExamSession.of("CFG", 2026, SESSION.last_day - timedelta(days=20))
            line = there(session_id=early.id, birth_date=BORN if by_host else None)
            registry(service).register_roster(OTHER_UAI, early, [line])
            desk(service, OTHER_UAI, early).accounts.ask_transfer(ine(1))
        if by_host:
            service.upkeep(actor="Rectorat").transfer(ine(1), to=OTHER_UAI)
        else:
            desk(service).accounts.answer_transfer(ine(1), asked_by=OTHER_UAI, grant=True)
        everybody = Generation(renew=Renew.ALL)
        assert desk(service).generate(everybody).renewed == ()
        assert desk(service).regenerate(Criteria(candidates=[ine(1)])).renewed == ()
        assert desk(service).accounts.ask_transfer(ine(1)).login is None
        assert opens(service)
        assert refusing(lambda: desk(service).accounts.revoke(ine(1))) == OTHER_UAI

    def test_what_the_host_does_is_told(self, service: Provisioning) -> None:
        """A merge, a confirmation and an erasure by the host stand in the journals of all schools that know somebody.

        Of an erasure they learn that somebody is gone, and not who.
        """
        registry(service).register_roster(OTHER_UAI, NEXT, [there(2, "ROUX", "Ali"), there()])
        desk(service, OTHER_UAI, NEXT).generate()
        upkeep = service.upkeep(actor="Rectorat")
        upkeep.confirm_same(ine(1))
        upkeep.rekey(ine(2), ine(1))
        upkeep.erase(ine(1), ine(2))
        for uai in (UAI, OTHER_UAI):
            lines = [one for one in desk(service, uai).documents.journal().items if isinstance(one, AccountReport)]
            assert [one.run.activity for one in lines] == [Activity.ERASE, Activity.REKEY, Activity.CONFIRM_SAME]
            assert {(one.run.actor, one.by) for one in lines} == {("Rectorat", None)}
            assert all(one.candidate_id.startswith("erased-") for one in lines)

    def test_a_confirmation_is_of_one_school(self, service: Provisioning) -> None:
        """What one school confirms holds nobody, and lifts nothing at the other; a merge keeps the holder."""
        registry(service).register_roster(UAI, NEXT, [known(id="E7", ine=ine(1), session_id=NEXT.id)])
        registry(service).register_roster(OTHER_UAI, NEXT, [there(id="E7", ine=ine(1))])
        desk(service, OTHER_UAI, NEXT).accounts.confirm_other("E7")
        assert desk(service, UAI, NEXT).generate().created == ()
        service.upkeep(actor="Rectorat").rekey(ine(1), "E7")
        assert refusing(lambda: desk(service, OTHER_UAI, NEXT).accounts.close("E7")) == UAI
        assert line_of(desk(service, UAI, NEXT).accounts.close("E7")).login == "lea.martin"

    def test_an_account_that_nobody_holds(self) -> None:
        """Knowing every fact is not enough where no school holds the account: the host answers."""
        service = make_school(known())
        registry(service).register_roster(OTHER_UAI, NEXT, [there()])
        service.candidates.register_email_account(ine(1), "lea@example.org")
        assert desk(service, OTHER_UAI, NEXT).accounts.ask_transfer(ine(1)).login is None
        assert [one.held_by for one in desk(service, OTHER_UAI, NEXT).accounts.transfers()] == [None]

    def test_names_of_the_holder_are_not_told(self, service: Provisioning) -> None:
        """Neither an explanation nor a typing slip tells the names that the holding school knows."""
        registry(service).register_roster(UAI, SESSION, [known(5, "ROUX", "Mathilde Rose")])
        desk(service).generate()
        registry(service).register_roster(OTHER_UAI, NEXT, [there(5, "ROUX", "Mathlide")])
        with pytest.raises(OtherSchoolError):
            desk(service, OTHER_UAI, NEXT).accounts.explain_login(ine(5))
        assert desk(service, OTHER_UAI, NEXT).plan().notices == ()

    @pytest.mark.parametrize("names", [("MARTIN", "Léa"), ("FAUX", "Nom")], ids=["the names", "invented names"])
    @pytest.mark.parametrize("email", [None, "lea@famille.example"], ids=["login of ours", "e-mail login"])
    def test_an_ine_tells_no_login(self, names: tuple[str, str], email: str | None) -> None:
        """A line with the INE of another school's pupil, whatever its names, draws the login out of no activity."""
        service = make_school(known())
        if email:
            service.candidates.register_email_account(ine(1), email, password="a long sentence of hers 7!")
        desk(service).generate()
        registry(service).register_roster(OTHER_UAI, NEXT, [there(1, *names, birth_date=None)])
        accounts = desk(service, OTHER_UAI, NEXT).accounts
        refusals = [line_of(act(ine(1))).refusal for act in (accounts.close, accounts.revoke, accounts.reopen)]
        refusals += [one.refusal for one in accounts.impose_logins({ine(1): "aa.bb"}).logins]
        answers = [dict(one.facts) if one else {} for one in refusals]
        for attempt in (accounts.confirm_other, accounts.confirm_same, accounts.explain_login, accounts.export):
            with pytest.raises((OtherPersonError, OtherSchoolError)) as refused:
                attempt(ine(1))
            answers.append(attrs.asdict(refused.value))
        told = {value for answer in answers for name, value in answer.items() if name != "school"}
        assert told <= {UAI, "", ine(1)}

    def test_the_holding_school_learns_the_login(self, service: Provisioning) -> None:
        """The school that holds the pupil is told that there is an account, and its login."""
        with pytest.raises(AccountExistsError) as refused:
            desk(service).accounts.confirm_other(ine(1))
        assert refused.value.login == "lea.martin"

    def test_a_login_imposed_by_a_line(self) -> None:
        """A pupil without account of two schools gets no imposed login from either; the first one stays."""
        service = make_school(known(email=None))
        desk(service).accounts.impose_logins({ine(1): "l.martin"})
        registry(service).register_roster(OTHER_UAI, NEXT, [there()])
        (line,) = desk(service, OTHER_UAI, NEXT).accounts.impose_logins({ine(1): "gros.nul"}).logins
        assert line.refusal
        assert line.refusal.reason is RefusalReason.OTHER_SCHOOL
        with service.store.reading() as unit:
            assert list(unit.logins.imposed([line.candidate_id]).values()) == ["l.martin"]

    def test_a_key_that_is_squatted(self) -> None:
        """What another school told first of a key without account keeps nobody out of their own roster."""
        service = make_school()
        registry(service).register_roster(OTHER_UAI, NEXT, [there(1, "FAUX", "Nom")])
        report = registry(service).register_roster(UAI, SESSION, [known()])
        assert (report.added, report.conflicting) == ((ine(1),), ())

    def test_another_asks_meanwhile(self, service: Provisioning) -> None:
        """A transfer goes to the school that was read; another request does not take its place, and is told once."""
        registry(service).register_roster(OTHER_UAI, NEXT, [there(birth_date=None)])
        for _ in range(3):
            desk(service, OTHER_UAI, NEXT).accounts.ask_transfer(ine(1))
        assert told(service) == [(Activity.ASK_TRANSFER, OTHER_UAI)]
        with pytest.raises(NoTransferError):
            desk(service).accounts.answer_transfer(ine(1), asked_by="0442286W", grant=True)
        with pytest.raises(InvalidValueError):
            desk(service).accounts.answer_transfer(ine(1), asked_by=OTHER_UAI, grant="non")  # type: ignore[arg-type]  # what a form sends

    def test_a_roster_is_bounded(self, service: Provisioning, monkeypatch: pytest.MonkeyPatch) -> None:
        """A roster has a bound, as a file has."""
        monkeypatch.setattr(registry_room, "ROSTER_MAX_LENGTH", 1)
        with pytest.raises(InvalidValueError, match="at most 1 candidatures"):
            registry(service).register_roster(UAI, SESSION, [known(), known(2)])

    def test_a_homonym_is_erased(self, service: Provisioning) -> None:
        """Erasing a homonym without account takes nothing from the reports of another school."""
        registry(service).register_roster(UAI, NEXT, [known(id="E7", ine=ine(1), session_id=NEXT.id)])
        desk(service, UAI, NEXT).generate(run_id="held back")
        registry(service).register_roster(OTHER_UAI, NEXT, [there(9, birth_date=None)])
        desk(service, OTHER_UAI, NEXT).accounts.erase(ine(9))
        again = desk(service, UAI, NEXT).generate(run_id="held back")
        assert again.refused[0].refusal
        assert again.refused[0].refusal.fact("login") == "lea.martin"

    def test_a_holder_that_changes_meanwhile(self, service: Provisioning) -> None:
        """A plan does not hold once the holder is another one: no run writes back what was confirmed since."""
        plan = desk(service).plan(Generation(renew=Renew.ALL))
        registry(service).rename(UAI, ine(1), family_name="MARTINEZ")
        with pytest.raises(StalePlanError):
            desk(service).execute(plan)


TOM: dict[str, Any] = {"family_name": "DURAND", "given_names": "Tom", "birth_date": date(2010, 5, 5)}


OF_THE_HOLDER: dict[str, Callable[[Provisioning], object]] = {
    "rename": lambda service: registry(service).rename(UAI, ine(1), usage_name="ROUX"),
    "rename as before": lambda service: registry(service).rename(UAI, ine(1), family_name="MARTIN"),
    "rekey to a new key": lambda service: desk(service).accounts.rekey(ine(1), ine(9)),
    "rekey into another": lambda service: desk(service).accounts.rekey(ine(1), ine(2)),
    "rekey another into it": lambda service: desk(service).accounts.rekey(ine(2), ine(1)),
    "confirm_same": lambda service: desk(service, UAI, NEXT).accounts.confirm_same(ine(1)),
    "move": lambda service: registry(service).move(UAI, SESSION, ine(1), to="0442286W"),
}


class TestTwoSchoolsOfAHost:
    """Over a host's own people two schools have the same pupil, and both may act."""

    def test_each_learns_what_the_other_does(self) -> None:
        """An imposed login and a reprint are told once, and neither what was refused nor what changed nothing."""
        world = World(in_memory, own_people=True)
        service = world.service()
        for uai in (UAI, OTHER_UAI):
            world.register(service, SESSION, known(), known(2, "ROUX", "Ali"), uai=uai)
        world.register(service, SESSION, known(3, "ZOLA", "Eva"))
        report = desk(service).generate()
        desk(service).accounts.revoke(ine(2))
        assert told(service, OTHER_UAI) == [(Activity.REVOKE, UAI)]
        for _ in range(2):
            desk(service).accounts.impose_logins({ine(1): "lea.m", ine(2): "zola@", ine(3): "eva"})
        assert told(service, OTHER_UAI)[:-1] == [(Activity.IMPOSE_LOGINS, UAI)]
        desk(service).documents.reprint(report.documents[0])
        assert told(service, OTHER_UAI)[:-2] == [(Activity.REPRINT, UAI)]
        lines = desk(service, OTHER_UAI).documents.journal(size=2).items
        assert {one.run.subject.candidate_id for one in lines} == {ine(1)}
        assert told(service) == []


class TestAnotherUnderTheKey:
    """Another school mistyped an INE: under the key of a pupil stands a line of somebody else, who is not the pupil."""

    @pytest.fixture(autouse=True)
    def line(self, service: Provisioning) -> None:
        """Have the other school register Tom under the INE of Léa."""
        registry(service).register_roster(OTHER_UAI, SESSION, [known(uai=OTHER_UAI, **TOM)])

    @pytest.mark.parametrize("act", OF_THE_HOLDER.values(), ids=OF_THE_HOLDER)
    def test_stays_who_he_is(self, service: Provisioning, act: Callable[[Provisioning], object]) -> None:
        """Whatever the holding school does with Léa, Tom keeps his name, and is given nothing of hers."""
        registry(service).register_roster(UAI, SESSION, [known(), known(2)])
        registry(service).register_school(evolve(OTHER_SCHOOL, uai="0442286W"))
        desk(service).accounts.confirm_other(ine(2))
        desk(service).generate()
        act(service)
        [outcome] = desk(service, OTHER_UAI).plan().outcomes
        assert (outcome.name, outcome.login) == ("DURAND Tom", None)
        assert outcome.refusal
        assert outcome.refusal.reason is RefusalReason.OTHER_PERSON_ELSEWHERE
        [listed] = desk(service, OTHER_UAI).roster_list()
        assert (listed.candidature.name, listed.login) == ("DURAND Tom", None)

    def test_a_line_of_his_own_school_stays_too(self, service: Provisioning) -> None:
        """Where both keys have a line at the other school, that of the key that stays stays, as it was."""
        registry(service).register_roster(UAI, SESSION, [known(), known(2)])
        desk(service).accounts.confirm_other(ine(2))
        desk(service).generate()
        lines = [known(uai=OTHER_UAI, **TOM), known(2, uai=OTHER_UAI)]
        registry(service).register_roster(OTHER_UAI, SESSION, lines)
        desk(service).accounts.rekey(ine(1), ine(2))
        assert [one.candidature.name for one in desk(service, OTHER_UAI).roster_list()] == ["MARTIN Léa"]

    def test_is_not_erased_with_her(self, service: Provisioning) -> None:
        """Léa is erased, and Tom stays in the list; alone under the key, he gets an account of his own."""
        assert [one.name for one in desk(service).accounts.export(ine(1)).candidatures] == ["MARTIN Léa"]
        desk(service).accounts.erase(ine(1))
        assert [one.name for one in desk(service, OTHER_UAI).plan().outcomes] == ["DURAND Tom"]
        assert [one.login for one in desk(service, OTHER_UAI).generate().created] == ["tom.durand"]
        service.upkeep(actor="Rectorat").erase(ine(1))
        assert desk(service, OTHER_UAI).roster_list() == ()

    def test_keeps_his_name_in_reports(self, service: Provisioning) -> None:
        """What reports of others say of a person of his name is not hers to erase."""
        lines = [known(uai=OTHER_UAI, **TOM), *(known(key, uai=OTHER_UAI, **TOM) for key in (7, 8))]
        registry(service).register_roster(OTHER_UAI, SESSION, lines)
        desk(service, OTHER_UAI).generate(run_id="held back")
        desk(service).accounts.erase(ine(1))
        again = {one.candidate_id: one for one in desk(service, OTHER_UAI).generate(run_id="held back").refused}
        refusal = again[known(8).candidate_id].refusal
        assert refusal
        assert refusal.fact("other") == "DURAND Tom"


class TestFactsOfAnotherSchool:
    """What another school's line tells of a pupil never becomes what the library holds of them."""

    def test_by_a_confirmation(self, service: Provisioning) -> None:
        """The holding school withdrew its line and confirms: the pupil stays as last printed, and moves to nobody."""
        registry(service).register_roster(OTHER_UAI, NEXT, [there(birth_date=BORN + timedelta(days=1))])
        registry(service).withdraw(UAI, SESSION, ine(1))
        desk(service).accounts.confirm_same(ine(1))
        [outcome] = desk(service, OTHER_UAI, NEXT).plan(Generation(renew=Renew.ALL)).outcomes
        assert outcome.kind is OutcomeKind.REFUSED

    @pytest.mark.parametrize("act", ["rename", "rekey", "rekey into it"])
    def test_by_what_the_holding_school_corrects(self, service: Provisioning, act: str) -> None:
        """What the holding school writes into a line that lacked or missed a fact makes nobody move at once."""
        wrong: dict[str, Any] = {"family_name": "X"} if act == "rename" else {"birth_date": None}
        registry(service).register_roster(UAI, SESSION, [known(), known(2)])
        desk(service).accounts.confirm_other(ine(2))
        desk(service).generate()
        lost, kept = (2, 1) if act == "rekey into it" else (1, 2)
        registry(service).register_roster(OTHER_UAI, NEXT, [there(lost, **wrong)])
        if act == "rename":
            registry(service).rename(UAI, ine(1), family_name="MARTIN")
        else:
            desk(service).accounts.rekey(ine(lost), ine(kept))
        [outcome] = desk(service, OTHER_UAI, NEXT).plan(Generation(renew=Renew.ALL)).outcomes
        assert outcome.refusal
        assert outcome.refusal.reason is RefusalReason.OTHER_SCHOOL

    def test_by_the_word_of_the_host(self) -> None:
        """The host confirms that the holder still is the person: as the holding school has them, if it does."""
        service = make_school()
        registry(service).register_roster(OTHER_UAI, SESSION, [known(uai=OTHER_UAI)])
        desk(service, OTHER_UAI).generate()
        registry(service).register_roster(UAI, NEXT, [known(birth_date=date(2010, 1, 1), session_id=NEXT.id)])
        service.upkeep(actor="Rectorat").confirm_same(ine(1))
        assert desk(service, UAI, NEXT).plan(Generation(renew=Renew.ALL)).created == ()
        assert desk(service, OTHER_UAI).accounts.export(ine(1)).holder == Holder(
            known().candidate, parse_uai(OTHER_UAI)
        )

    def test_by_an_address(self) -> None:
        """Two schools show two people under a key: an account from an address is made for neither."""
        service = make_school(known(email=None, **TOM))
        registry(service).register_roster(OTHER_UAI, SESSION, [known(uai=OTHER_UAI)])
        with pytest.raises(OtherPersonError):
            service.candidates.register_email_account(ine(1), "lea@example.org")
        registry(service).withdraw(UAI, SESSION, ine(1))
        service.candidates.register_email_account(ine(1), "lea@example.org")
        assert [one.login for one in desk(service, OTHER_UAI).roster_list()] == ["lea@example.org"]


class TestMergedKey:
    """A school merged a key into a pupil of its own, and the key is that of a pupil whom nobody had registered yet."""

    @pytest.fixture
    def service(self) -> Provisioning:
        """Return a service with a pupil of another school, whose INE was mistyped and then corrected."""
        service = make_school()
        lines = [known(5, uai=OTHER_UAI, **TOM), known(1, uai=OTHER_UAI, **TOM)]
        registry(service).register_roster(OTHER_UAI, SESSION, lines)
        desk(service, OTHER_UAI).generate()
        desk(service, OTHER_UAI).accounts.rekey(ine(1), ine(5))
        return service

    def test_is_not_told(self, service: Provisioning) -> None:
        """The line is reported, under the key that it bears; nothing is guessed by one after the other."""
        days = [TOM["birth_date"] + timedelta(days=days) for days in (1, 0)]
        guesses = [known(1, **TOM | {"birth_date": day, "family_name": "DURANT"}) for day in days]
        for line in (known(1), *guesses, known(1, **TOM)):
            report = registry(service).register_roster(UAI, SESSION, [line, known(2, "ROUX", "Ali")])
            assert (report.conflicting, {*report.added, *report.unchanged}) == ((ine(1),), {ine(2)})
        assert [one.login for one in desk(service).generate().created] == ["ali.roux"]

    def test_is_not_told_before_there_is_an_account(self) -> None:
        """Nor does the key follow where nobody has an account yet; the school that merged it brings it as before."""
        service = make_school()
        lines = [known(key, uai=OTHER_UAI, **TOM) for key in (5, 1)]
        registry(service).register_roster(OTHER_UAI, SESSION, lines)
        desk(service, OTHER_UAI).accounts.rekey(ine(1), ine(5))
        report = registry(service).register_roster(UAI, SESSION, [known(1, **TOM)])
        assert (report.added, report.conflicting) == ((), (ine(1),))
        assert registry(service).register_roster(OTHER_UAI, SESSION, lines[1:]).updated == (ine(5),)
        registry(service).withdraw(OTHER_UAI, SESSION, ine(5))
        assert registry(service).register_roster(OTHER_UAI, SESSION, lines[1:]).added == (ine(5),)

    def test_follows_a_pupil_who_moved(self, service: Provisioning) -> None:
        """A line in which every fact agrees is of that pupil."""
        report = registry(service).register_roster(UAI, NEXT, [known(1, session_id=NEXT.id, **TOM)])
        assert (report.added, report.conflicting) == ((ine(5),), ())
        again = registry(service).register_roster(
            UAI, NEXT, [known(1, session_id=NEXT.id, **TOM | {"birth_date": None})]
        )
        assert again.updated == (ine(5),)


class TestConfirmOther:
    """A school says of a key that it is nobody else's: of a line of its own, and not over what another school said."""

    def test_is_not_taken_away(self) -> None:
        """What the first school confirmed stands while it has a candidature; each of the two is told of the other."""
        service = make_school(known(), known(2))
        registry(service).register_roster(OTHER_UAI, SESSION, [known(2, uai=OTHER_UAI)])
        desk(service).accounts.confirm_other(ine(2))
        assert told(service, OTHER_UAI) == [(Activity.CONFIRM_OTHER, UAI)]
        said = desk(service).plan().outcomes
        assert [one.kind for one in said if one.candidate_id == ine(2)] == [OutcomeKind.CREATED]
        with pytest.raises(OtherSchoolError) as refused:
            desk(service, OTHER_UAI).accounts.confirm_other(ine(2))
        assert refused.value.uai == UAI
        assert desk(service).plan().outcomes == said
        registry(service).withdraw(UAI, SESSION, ine(2))
        desk(service, OTHER_UAI).accounts.confirm_other(ine(2))
        assert told(service) == [(Activity.CONFIRM_OTHER, OTHER_UAI)]


class TestAGuess:
    """A school that knows INE and given name tries birth dates: the second one is compared with nothing."""

    def guess(self, service: Provisioning, session: ExamSession = NEXT, **changes: Any) -> RosterReport:
        """Have the other school register what it guesses of the pupil."""
        line = there(session_id=session.id, **changes)
        return registry(service).register_roster(OTHER_UAI, session, [line])

    def plan(self, service: Provisioning, session: ExamSession = NEXT) -> list[tuple[OutcomeKind, str]]:
        """Return what the other school's plan of a renewal says of the pupil."""
        plan = desk(service, OTHER_UAI, session).plan(Generation(renew=Renew.ALL))
        return [(one.kind, one.refusal.reason.name if one.refusal else "") for one in plan.outcomes]

    @pytest.fixture
    def service(self) -> Provisioning:
        """Return a service with a pupil of one school who has an account, and another school that registered it."""
        service = make_school(known())
        desk(service).generate()
        registry(service).register_school(OTHER_SCHOOL)
        return service

    def test_of_a_birth_date(self, service: Provisioning) -> None:
        """With another family name only the birth date decides: no further one is registered, right or wrong."""
        wrong, right = BORN + timedelta(days=1), BORN
        self.guess(service, family_name="X", birth_date=wrong)
        said = self.plan(service)
        for birth_date in (wrong + timedelta(days=1), right):
            assert self.guess(service, family_name="X", birth_date=birth_date).conflicting == (ine(1),)
            assert self.plan(service) == said

    def test_in_another_session(self, service: Provisioning) -> None:
        """What the school told for one session counts for every other."""
        self.guess(service, family_name="X", birth_date=BORN + timedelta(days=1))
        again = ExamSession.of("CFG", 2026, NEXT.last_day)
        assert self.guess(service, again, family_name="X").conflicting == (ine(1),)

    def test_the_holding_school_knows(self, service: Provisioning) -> None:
        """The second line asks it for the pupil, once; it may refuse, and the guessing begins at the same line."""
        for days in range(1, 4):
            self.guess(service, birth_date=BORN + timedelta(days=days))
        assert told(service) == [(Activity.ASK_TRANSFER, OTHER_UAI)]
        [asked] = desk(service).accounts.transfers()
        assert asked.asked_by == OTHER_UAI

    def test_gives_no_pupil(self, service: Provisioning) -> None:
        """Name and INE are right, and the birth date at the second try: the pupil is not handed over at once."""
        self.guess(service, birth_date=BORN + timedelta(days=1))
        assert self.plan(service) == [(OutcomeKind.REFUSED, "OTHER_SCHOOL")]
        self.guess(service)
        assert self.plan(service) == [(OutcomeKind.REFUSED, "OTHER_SCHOOL")]
        desk(service).accounts.answer_transfer(ine(1), asked_by=OTHER_UAI, grant=True)
        assert self.plan(service) == [(OutcomeKind.RENEWED, "")]

    def test_after_a_refusal(self, service: Provisioning) -> None:
        """A refused school is given the pupil by no further guess, however often it was refused; each is asked for."""
        self.guess(service, birth_date=BORN + timedelta(days=1))
        for days in (2, 3, 0):
            self.guess(service, birth_date=BORN + timedelta(days=days))
            desk(service).accounts.answer_transfer(ine(1), asked_by=OTHER_UAI, grant=False)
            assert self.plan(service) == [(OutcomeKind.REFUSED, "OTHER_SCHOOL")]
        assert told(service) == [(Activity.ASK_TRANSFER, OTHER_UAI)] * 3
        assert desk(service, OTHER_UAI, NEXT).accounts.ask_transfer(ine(1)).login is None

    def test_after_a_refused_request(self, service: Provisioning) -> None:
        """Who was refused without a guess is refused still, once every fact is told."""
        self.guess(service, birth_date=None)
        desk(service, OTHER_UAI, NEXT).accounts.ask_transfer(ine(1))
        desk(service).accounts.answer_transfer(ine(1), asked_by=OTHER_UAI, grant=False)
        self.guess(service)
        assert self.plan(service) == [(OutcomeKind.REFUSED, "OTHER_SCHOOL")]

    def test_while_another_school_asks(self, service: Provisioning) -> None:
        """Each line is told while the request of a third school waits, and is still a guess once that is withdrawn."""
        third = evolve(OTHER_SCHOOL, uai="0442286W")
        registry(service).register_school(third)
        registry(service).register_roster(third.uai, NEXT, [there(uai=third.uai, birth_date=None)])
        desk(service, third.uai, NEXT).accounts.ask_transfer(ine(1))
        for days in (1, 2, 3, 0):
            self.guess(service, birth_date=BORN + timedelta(days=days))
        assert told(service) == [(Activity.ASK_TRANSFER, OTHER_UAI)] * 4 + [(Activity.ASK_TRANSFER, third.uai)]
        registry(service).withdraw(third.uai, NEXT, ine(1))
        assert desk(service).accounts.transfers() == ()
        assert self.plan(service) == [(OutcomeKind.REFUSED, "OTHER_SCHOOL")]

    def test_after_a_withdrawal(self, service: Provisioning) -> None:
        """A wrong line that was withdrawn counts as the first guess; one that told nothing wrong does not."""
        self.guess(service, birth_date=None)
        registry(service).withdraw(OTHER_UAI, NEXT, ine(1))
        self.guess(service)
        assert (self.plan(service), told(service)) == ([(OutcomeKind.RENEWED, "")], [])
        self.guess(service, birth_date=BORN + timedelta(days=1))
        registry(service).withdraw(OTHER_UAI, NEXT, ine(1))
        self.guess(service)
        assert self.plan(service) == [(OutcomeKind.REFUSED, "OTHER_SCHOOL")]
        assert told(service) == [(Activity.ASK_TRANSFER, OTHER_UAI)]

    @pytest.mark.parametrize("label", ["CFG", "ZFG"])
    def test_beside_a_line_that_tells_nothing(self, service: Provisioning, label: str) -> None:
        """What the school tells for one session hides no guess that it makes for another, before or after it."""
        self.guess(service, birth_date=None)
        other = ExamSession.of(label, 2026, NEXT.last_day)
        for days in (1, 2, 0):
            self.guess(service, other, birth_date=BORN + timedelta(days=days))
        assert self.plan(service, other) == [(OutcomeKind.REFUSED, "OTHER_SCHOOL")]
        assert told(service) == [(Activity.ASK_TRANSFER, OTHER_UAI)]

    def test_under_a_key_that_is_merged(self, service: Provisioning) -> None:
        """A merge by the holding school forgets no guess."""
        registry(service).register_roster(UAI, SESSION, [known(), known(2)])
        desk(service).accounts.confirm_other(ine(2))
        desk(service).generate()
        for days in (1, 2):
            self.guess(service, birth_date=BORN + timedelta(days=days))
        desk(service).accounts.answer_transfer(ine(1), asked_by=OTHER_UAI, grant=False)
        desk(service).accounts.rekey(ine(1), ine(2))
        assert self.plan(service) == [(OutcomeKind.REFUSED, "OTHER_SCHOOL")]

    def test_is_forgotten_once_the_pupil_moves(self, service: Provisioning) -> None:
        """The holding school hands the pupil over to a third one: of that one too the pupil may be followed at once."""
        third = evolve(OTHER_SCHOOL, uai="0442286W")
        registry(service).register_school(third)
        for days in (1, 2):
            self.guess(service, birth_date=BORN + timedelta(days=days))
        registry(service).move(UAI, SESSION, ine(1), to=third.uai)
        last = ExamSession.of("DNB", 2027, date(2027, 7, 10))
        registry(service).register_roster(UAI, last, [known(session_id=last.id)])
        assert desk(service, UAI, last).accounts.ask_transfer(ine(1)).login == "lea.martin"

    @pytest.mark.parametrize("line", [{}, {"birth_date": None}], ids=["the same", "less"])
    def test_a_file_that_tells_more(self, service: Provisioning, line: dict[str, Any]) -> None:
        """A first file told nothing wrong: what a second one adds or lacks asks for nothing."""
        self.guess(service, **line)
        assert self.guess(service).conflicting == ()
        assert self.plan(service) == [(OutcomeKind.RENEWED, "")]
        assert told(service) == []
