"""The account's life: renamed, moved, merged, closed, reopened, with one login and one account throughout."""

from datetime import date, timedelta

import pytest

from cyclades_accounts import Criteria, ExamSession, LoginVerdict, Provisioning
from cyclades_accounts.errors import (
    InvalidValueError,
    RunIdReusedError,
    UnknownCandidateError,
    UnknownSchoolError,
)
from cyclades_accounts.identifiers import Login, parse_candidate_id
from cyclades_accounts.model import Account, RefusalReason
from tests.support import (
    NOW,
    OTHER_UAI,
    SESSION,
    UAI,
    candidature,
    desk,
    ine,
    line_of,
    make_school,
    refused,
    registry,
    slips_of,
)

LATER = NOW + timedelta(days=10)


@pytest.fixture
def service() -> Provisioning:
    """A school of two homonyms with their accounts."""
    service = make_school(candidature(1), candidature(2))
    desk(service).generate(run_id="first")
    return service


def account(service: Provisioning, login: str) -> Account:
    """Return the account that holds a login."""
    with service.store.reading() as unit:
        (found,) = unit.accounts.find(logins=[Login(login)])
    return found


def opens(service: Provisioning, login: str) -> bool:
    """Whether the password on the first slip opens the login."""
    (slip,) = (slip for slip in slips_of(service, "first") if slip.login == login)
    return service.candidates.check_login(login, slip.password.reveal()).verdict is LoginVerdict.ACCEPTED


class TestRename:
    """A corrected name never changes the login."""

    def test_login_stays(self, service: Provisioning) -> None:
        """The new name shows everywhere, the account and its login are the same."""
        before = account(service, "lea.martin")
        report = registry(service).rename(
            UAI, ine(1), family_name="  DE  LA TOUR ", usage_name="TOUR", given_names="Léa-Rose"
        )
        assert (report.candidate_id, report.login, report.account_id) == (ine(1), "lea.martin", before.id)
        (line, _) = desk(service).roster_list()
        assert line.candidature.candidate.full_name == "DE LA TOUR Léa-Rose"
        assert line.candidature.candidate.usage_name == "TOUR"
        assert account(service, "lea.martin") == before

    def test_what_is_not_given_stays(self, service: Provisioning) -> None:
        """A name that is not given stays as it is."""
        registry(service).rename(UAI, ine(1), given_names="Lou")
        assert desk(service).roster_list()[1].candidature.candidate.full_name == "MARTIN Lou"

    def test_blank_name(self, service: Provisioning) -> None:
        """A blank name is refused."""
        with pytest.raises(InvalidValueError, match="not blank"):
            registry(service).rename(UAI, ine(1), family_name=" ")

    def test_another_schools_pupil(self, service: Provisioning) -> None:
        """A school cannot act on a person of whom it holds no candidature, nor on one nobody knows."""
        with pytest.raises(UnknownCandidateError) as theirs:
            registry(service).rename(OTHER_UAI, ine(1), family_name="DURAND")
        with pytest.raises(UnknownCandidateError) as nobodys:
            registry(service).rename(UAI, ine(9), family_name="DURAND")
        assert [theirs.value.candidate_id, nobodys.value.candidate_id] == [ine(1), ine(9)]


class TestMove:
    """A new school never changes the login, and never makes a second account."""

    def test_account_follows(self, service: Provisioning) -> None:
        """The candidature leaves the old school's list for the new one's, with its account."""
        report = registry(service).move(UAI, SESSION, ine(2), to=OTHER_UAI, division="3D")
        assert line_of(report).login == "lea.martin2"
        (line,) = desk(service, OTHER_UAI).roster_list()
        assert (line.login, line.candidature.division) == ("lea.martin2", "3D")
        assert [x.candidature.candidate.id for x in desk(service).roster_list()] == [ine(1)]
        assert opens(service, "lea.martin2")

    def test_new_school_was_faster(self, service: Provisioning) -> None:
        """Where the new school's roster has brought the candidature already, that one stays."""
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(2, uai=OTHER_UAI, division="3E")])
        registry(service).move(UAI, SESSION, ine(2), to=OTHER_UAI, division="3D")
        (line,) = desk(service, OTHER_UAI).roster_list()
        assert line.candidature.division == "3E"

    def test_refusals(self, service: Provisioning) -> None:
        """An unknown new school, the present school, and a candidature that is not there are refused."""
        with pytest.raises(UnknownSchoolError):
            registry(service).move(UAI, SESSION, ine(1), to="0442286W")
        with pytest.raises(InvalidValueError, match="another school"):
            registry(service).move(UAI, SESSION, ine(1), to=UAI)
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(1, uai=OTHER_UAI)])
        registry(service).move(UAI, SESSION, ine(1), to=OTHER_UAI)
        moved = registry(service).move(UAI, SESSION, ine(1), to=OTHER_UAI)
        assert refused(moved) is RefusalReason.NOT_A_PUPIL

    def test_other_session(self, service: Provisioning) -> None:
        """A candidature of another session is not moved in the place of the one that is missing."""
        another = ExamSession.of("DNB", 2026, date(2026, 12, 31))
        assert refused(registry(service).move(UAI, another, ine(1), to=OTHER_UAI)) is RefusalReason.NOT_A_PUPIL


class TestMerge:
    """Two keys of one person: the older account stays, the other is closed, both logins stay reserved."""

    @pytest.mark.parametrize(("lost", "kept"), [(1, 2), (2, 1)])
    def test_older_account_stays(self, lost: int, kept: int) -> None:
        """Whichever key is kept, the older account stays with its login and password, and the other opens nothing."""
        service = make_school(candidature(1))
        desk(service).generate(run_id="first")
        registry(service).register_roster(UAI, SESSION, [candidature(1), candidature(2)])
        young = desk(service, now=LATER).generate()
        slip = slips_of(service, young.run.id)[0]
        report = desk(service, now=LATER).accounts.rekey(ine(lost), ine(kept))
        assert (report.candidate_id, report.login) == (ine(kept), "lea.martin")
        assert report.closed_account_id == slip.account_id
        closed = account(service, "lea.martin2")
        assert (closed.closed_at, closed.replaced_by) == (LATER, report.account_id)
        assert service.candidates.check_login(slip.login, slip.password.reveal()).verdict is LoginVerdict.REFUSED
        assert opens(service, "lea.martin")
        (line,) = desk(service).roster_list()
        assert (line.candidature.candidate.id, line.login) == (ine(kept), "lea.martin")

    def test_login_of_the_closed_account_is_never_issued_again(self, service: Provisioning) -> None:
        """The next homonym gets the next number."""
        desk(service).accounts.rekey(ine(2), ine(1))
        registry(service).register_roster(UAI, SESSION, [candidature(3)])
        assert [o.login for o in desk(service).generate().created] == ["lea.martin3"]

    def test_one_account_between_them(self) -> None:
        """Where only one of the two had an account, the person has it; where none had, none is made."""
        service = make_school(candidature(1), candidature(2, email=None), candidature(3, email=None))
        desk(service).generate()
        assert desk(service).accounts.rekey(ine(1), ine(2)).login == "lea.martin"
        with service.store.reading() as unit:
            assert list(unit.accounts.standing([candidature(2).candidate.id, candidature(1).candidate.id])) == [ine(2)]

    def test_no_account_at_all(self) -> None:
        """Two keys without account make one person without account."""
        service = make_school(candidature(1), candidature(2))
        report = desk(service).accounts.rekey(ine(1), ine(2))
        assert (report.account_id, report.login, report.closed_account_id) == (None, None, None)

    def test_candidatures_come_together(self, service: Provisioning) -> None:
        """Candidatures at other schools follow."""
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(2, uai=OTHER_UAI)])
        desk(service).accounts.rekey(ine(2), ine(1))
        (line,) = desk(service, OTHER_UAI).roster_list()
        assert line.candidature.candidate.id == ine(1)

    def test_chain_of_merges(self) -> None:
        """A key merged into one that is merged in turn finds the person at the end."""
        service = make_school(candidature(1), candidature(2), candidature(3))
        desk(service).accounts.rekey(ine(1), ine(2))
        desk(service).accounts.rekey(ine(2), ine(3))
        desk(service).generate()
        assert line_of(desk(service).accounts.close(ine(1))).candidate_id == ine(3)

    def test_replaced_accounts_follow_a_chain_of_merges(self) -> None:
        """Accounts that earlier merges closed belong to the person at the end: erasing that person finds them all."""
        service = make_school(candidature(1), candidature(2), candidature(3))
        desk(service).generate()
        desk(service).accounts.rekey(ine(1), ine(2))
        desk(service).accounts.rekey(ine(2), ine(3))
        with service.store.reading() as unit:
            accounts = unit.accounts.find(candidates=[parse_candidate_id(ine(3))])
            assert unit.accounts.find(candidates=[parse_candidate_id(ine(number)) for number in (1, 2)]) == ()
        assert sorted(one.login for one in accounts) == ["lea.martin", "lea.martin2", "lea.martin3"]
        assert [one.login for one in accounts if one.replaced_by is None] == ["lea.martin3"]

    def test_open_account_before_a_closed_one(self, service: Provisioning) -> None:
        """Where the older account is closed and the other open, the open one stays: the person can still log in."""
        desk(service).accounts.close(ine(1))
        report = desk(service).accounts.rekey(ine(2), ine(1))
        assert report.login == "lea.martin2"
        assert opens(service, "lea.martin2")

    def test_regenerating_under_the_lost_key(self, service: Provisioning) -> None:
        """Criteria that bear a merged key find the person."""
        desk(service).accounts.rekey(ine(2), ine(1))
        (outcome,) = desk(service).regenerate(Criteria(candidates=[ine(2)])).renewed
        assert outcome.candidate_id == ine(1)

    def test_already_one_person(self, service: Provisioning) -> None:
        """A key merged with itself, or a second time, is refused."""
        with pytest.raises(InvalidValueError, match="another person"):
            desk(service).accounts.rekey(ine(1), ine(1))
        desk(service).accounts.rekey(ine(1), ine(2))
        with pytest.raises(InvalidValueError, match="another person"):
            desk(service).accounts.rekey(ine(1), ine(2))


class TestCloseAndReopen:
    """Closing keeps the login reserved; reopening gives the account back with its password."""

    def test_closed_opens_nothing(self, service: Provisioning) -> None:
        """The right password is refused while the account is closed, and accepted once it is reopened."""
        assert line_of(desk(service, now=LATER).accounts.close(ine(1))).login == "lea.martin"
        assert account(service, "lea.martin").closed_at == LATER
        assert not opens(service, "lea.martin")
        desk(service).accounts.reopen(ine(1))
        assert opens(service, "lea.martin")

    def test_twice(self, service: Provisioning) -> None:
        """Closing a closed account keeps its first date; reopening an open one changes nothing."""
        desk(service, now=NOW).accounts.close(ine(1))
        desk(service, now=LATER).accounts.close(ine(1))
        assert account(service, "lea.martin").closed_at == NOW
        desk(service).accounts.reopen(ine(1))
        desk(service).accounts.reopen(ine(1))
        assert account(service, "lea.martin").is_open

    def test_login_stays_reserved(self, service: Provisioning) -> None:
        """A newcomer of the same name does not get the login of a closed account."""
        desk(service).accounts.close(ine(1))
        registry(service).register_roster(UAI, SESSION, [candidature(3)])
        assert [o.login for o in desk(service).generate().created] == ["lea.martin3"]

    def test_no_account(self) -> None:
        """Who has no account can neither be closed nor reopened."""
        service = make_school(candidature(1))
        for activity in (desk(service).accounts.close, desk(service).accounts.reopen):
            assert refused(activity(ine(1))) is RefusalReason.NO_ACCOUNT

    def test_retry(self, service: Provisioning) -> None:
        """A retry returns the report; the run id of another person or activity is refused."""
        report = desk(service).accounts.close(ine(1), run_id="c1")
        desk(service).accounts.reopen(ine(1))
        assert desk(service).accounts.close(ine(1), run_id="c1") == report
        assert account(service, "lea.martin").is_open
        with pytest.raises(RunIdReusedError):
            desk(service).accounts.close(ine(2), run_id="c1")
        with pytest.raises(RunIdReusedError):
            desk(service).accounts.reopen(ine(1), run_id="c1")
