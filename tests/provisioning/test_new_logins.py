"""A login stays when a name is corrected, unless a regeneration is asked for a new one."""

import pytest

from cyclades_accounts import Criteria, LoginVerdict, Provisioning
from cyclades_accounts.errors import LimitedToOneError, RunIdReusedError
from cyclades_accounts.model import RefusalReason, RunReport
from tests.support import SESSION, UAI, candidature, desk, ine, make_school, passwords_of, registry, slips_of

ONE = Criteria(candidates=[ine(1)])


@pytest.fixture
def service() -> Provisioning:
    """A school of two homonyms with their accounts, the first renamed since."""
    service = make_school(candidature(1), candidature(2))
    desk(service).generate(run_id="first")
    registry(service).rename(UAI, ine(1), family_name="DURAND")
    return service


def renew(service: Provisioning, criteria: Criteria = ONE) -> RunReport:
    """Regenerate with new logins."""
    return desk(service).regenerate(criteria, lift_limit=criteria is not ONE, new_login=True)


def test_not_unless_asked(service: Provisioning) -> None:
    """A regeneration keeps the login, whatever the name."""
    (outcome,) = desk(service).regenerate(ONE).renewed
    assert (outcome.login, outcome.former_login) == ("lea.martin", None)


def test_slip_shows_login_and_password(service: Provisioning) -> None:
    """The new login comes with a new password on one slip, on the same account; the former login opens nothing."""
    (before,) = (slip for slip in slips_of(service, "first") if slip.login == "lea.martin")
    report = renew(service)
    (outcome,) = report.renewed
    assert (outcome.login, outcome.former_login) == ("lea.durand", "lea.martin")
    assert (outcome.account_id, outcome.credential_version) == (before.account_id, 2)
    ((login, password),) = passwords_of(service, report.documents).items()
    assert service.candidates.check_login(login, password).verdict is LoginVerdict.ACCEPTED
    for secret in (password, before.password.reveal()):
        assert service.candidates.check_login("lea.martin", secret).verdict is LoginVerdict.REFUSED


def test_former_login_stays_reserved(service: Provisioning) -> None:
    """Nobody ever gets the login that was given up, not even its former owner."""
    renew(service)
    registry(service).register_roster(UAI, SESSION, [candidature(3)])
    assert [o.login for o in desk(service).generate().created] == ["lea.martin3"]
    registry(service).rename(UAI, ine(1), family_name="MARTIN")
    assert [o.login for o in renew(service).renewed] == ["lea.martin4"]


def test_login_that_comes_from_the_name_stays(service: Provisioning) -> None:
    """Of a whole class only those whose login no longer comes from the name get another; all get a password."""
    report = renew(service, Criteria())
    assert [(o.login, o.former_login) for o in report.renewed] == [
        ("lea.durand", "lea.martin"),
        ("lea.martin2", None),
    ]
    assert [o.login for o in renew(service, Criteria()).renewed] == ["lea.durand", "lea.martin2"]


def test_limit_holds(service: Provisioning) -> None:
    """Several new logins at once need the limit lifted, as several passwords do (M14)."""
    with pytest.raises(LimitedToOneError):
        desk(service).regenerate(Criteria(), new_login=True)


def test_imposed_login_is_replaced_by_one_from_the_name() -> None:
    """A login that was imposed does not come from the name; asked for a new one, the account gets that."""
    service = make_school(candidature(1))
    desk(service).accounts.impose_logins({ine(1): "x123"})
    desk(service).generate()
    assert [(o.login, o.former_login) for o in renew(service).renewed] == [("lea.martin", "x123")]


def test_name_that_makes_no_login(service: Provisioning) -> None:
    """Where the corrected name cannot become a login the wish is refused with the reason, and nothing changes."""
    registry(service).rename(UAI, ine(1), family_name="Дюран")
    (outcome,) = renew(service).refused
    assert outcome.refusal
    assert outcome.refusal.reason is RefusalReason.UNFOLDABLE_NAME
    assert outcome.login == "lea.martin"
    (kept,) = desk(service).regenerate(ONE).renewed
    assert kept.credential_version == 2


def test_missing_account_is_created(service: Provisioning) -> None:
    """Who has no account gets one, as in any regeneration (M15)."""
    registry(service).register_roster(UAI, SESSION, [candidature(3, "ZOLA")])
    (outcome,) = desk(service).regenerate(Criteria(candidates=[ine(3)]), new_login=True).created
    assert (outcome.login, outcome.former_login) == ("lea.zola", None)


def test_email_login_stays(service: Provisioning) -> None:
    """An e-mail login is never replaced (M8)."""
    registry(service).register_roster(UAI, SESSION, [candidature(3, "ZOLA")])
    service.candidates.register_email_account(ine(3), "lea@example.org")
    (outcome,) = desk(service).regenerate(Criteria(candidates=[ine(3)]), new_login=True).refused
    assert outcome.login == "lea@example.org"


def test_retry(service: Provisioning) -> None:
    """A retry changes no login again; the same run id without the wish is refused."""
    report = desk(service).regenerate(ONE, new_login=True, run_id="n")
    assert desk(service).regenerate(ONE, new_login=True, run_id="n") == report
    with pytest.raises(RunIdReusedError):
        desk(service).regenerate(ONE, run_id="n")
