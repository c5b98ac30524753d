"""The candidate's side: logging in, changing the password, an account made from an e-mail address."""

import pytest
from attrs import evolve

from cyclades_accounts import Generation, LoginVerdict, Provisioning, Renew
from cyclades_accounts.errors import (
    AccountExistsError,
    InvalidValueError,
    LoginTakenError,
    RunIdReusedError,
    UnknownCandidateError,
)
from cyclades_accounts.model import Password, PasswordHash
from cyclades_accounts.passwords import TESTS_ONLY, Argon2idHasher, ChosenPasswordPolicy, NoOwnerNames, PasswordRule
from tests.support import SESSION, UAI, candidature, desk, ine, make_school, passwords_of, registry, slips_of

PHRASE = "une phrase de passe"


@pytest.fixture
def service() -> Provisioning:
    """A school of one pupil with an account and of one without."""
    service = make_school(candidature(1), candidature(2, "ZOLA", email=None))
    desk(service).generate()
    return service


@pytest.fixture
def password(service: Provisioning) -> str:
    """The password on the slip."""
    return passwords_of(service, desk(service).generate(Generation(renew=Renew.ALL)).documents)["lea.martin"]


class TestCheckLogin:
    """A login and a password are checked without saying which of them is wrong."""

    def test_accepted(self, service: Provisioning, password: str) -> None:
        """The slip's login and password are accepted, the login in any case and with spaces around it."""
        check = service.candidates.check_login(" Lea.MARTIN\t", password)
        assert (check.verdict, check.candidate_id, check.must_change) == (LoginVerdict.ACCEPTED, ine(1), True)

    @pytest.mark.parametrize("login", ["lea.martin", "nobody", "", "léa.martin", "x" * 300])
    def test_refused(self, service: Provisioning, login: str) -> None:
        """A wrong password, an unknown login and a malformed one are refused alike, with no account named."""
        check = service.candidates.check_login(login, "5ds<JsXkby")
        assert (check.verdict, check.account_id, check.candidate_id, check.must_change) == (
            LoginVerdict.REFUSED,
            None,
            None,
            False,
        )

    def test_case_of_the_password_counts(self, service: Provisioning, password: str) -> None:
        """A password typed in another case is refused."""
        assert service.candidates.check_login("lea.martin", password.swapcase()).verdict is LoginVerdict.REFUSED

    @pytest.mark.parametrize("login", ["lea.martin", "nobody", "", "zola@example.org"])
    def test_one_hash_whatever_the_login(self, service: Provisioning, login: str) -> None:
        """Exactly one hash is checked for a known, unknown, malformed or password-less login: time tells nothing."""
        service.candidates.register_email_account(ine(2), "zola@example.org")
        checked: list[PasswordHash] = []

        class Counting(Argon2idHasher):
            """The real hasher, which notes what it checks."""

            def verify(self, password_hash: PasswordHash, password: Password) -> bool:
                """Note and check."""
                checked.append(password_hash)
                return super().verify(password_hash, password)

        counting = evolve(service, hasher=Counting(TESTS_ONLY))
        assert counting.candidates.check_login(login, "wrong").verdict is LoginVerdict.REFUSED
        (one,) = checked
        assert one.startswith("$argon2id$")


class TestChangePassword:
    """The candidate replaces the password; what is wrong comes back as data."""

    def test_changed(self, service: Provisioning, password: str) -> None:
        """The new password opens the account and does not expire, the old one is refused at once."""
        change = service.candidates.change_password("LEA.martin", password, PHRASE, actor="candidate")
        assert change.report
        assert (change.report.login, change.report.run.actor) == ("lea.martin", "candidate")
        assert service.candidates.check_login("lea.martin", password).verdict is LoginVerdict.REFUSED
        check = service.candidates.check_login("lea.martin", PHRASE, now=SESSION.ends_at)
        assert (check.verdict, check.must_change) == (LoginVerdict.ACCEPTED, False)

    def test_wrong_present_password(self, service: Provisioning) -> None:
        """A wrong present password changes nothing and says nothing about the new one."""
        change = service.candidates.change_password("lea.martin", "wrong", "x")
        assert (change.verdict, change.violations, change.report) == (LoginVerdict.REFUSED, (), None)

    def test_unknown_login(self, service: Provisioning) -> None:
        """An unknown login is refused in the same way."""
        assert service.candidates.change_password("nobody", "wrong", PHRASE).verdict is LoginVerdict.REFUSED

    def test_expired(self, service: Provisioning, password: str) -> None:
        """An expired provisional password no longer changes itself: the school renews it."""
        change = service.candidates.change_password("lea.martin", password, PHRASE, now=SESSION.ends_at)
        assert (change.verdict, change.report) == (LoginVerdict.EXPIRED, None)

    @pytest.mark.parametrize(
        ("chosen", "rules"),
        [
            ("short", [PasswordRule.LENGTH]),
            ("x" * 129, [PasswordRule.LENGTH]),
            ("my login is LEA.MARTIN", [PasswordRule.CONTAINS_LOGIN]),
        ],
    )
    def test_refused_by_the_policy(
        self, service: Provisioning, password: str, chosen: str, rules: list[PasswordRule]
    ) -> None:
        """A password against the policy is refused with the rules it breaks, and the old one still holds."""
        change = service.candidates.change_password("lea.martin", password, chosen)
        assert [violation.rule for violation in change.violations] == rules
        assert change.report is None
        assert service.candidates.check_login("lea.martin", password).verdict is LoginVerdict.ACCEPTED

    def test_names(self, service: Provisioning, password: str) -> None:
        """A policy with a rule about names is told those of the candidate."""
        strict = evolve(service, chosen_policy=ChosenPasswordPolicy(names=NoOwnerNames()))
        change = strict.candidates.change_password("lea.martin", password, "toujours-Martin-encore")
        assert [violation.rule for violation in change.violations] == [PasswordRule.OWNER_NAME]
        assert strict.candidates.change_password("lea.martin", password, PHRASE).report is not None

    def test_unchanged(self, service: Provisioning, password: str) -> None:
        """The present password is not a new one: a printed password never becomes the long-term one (ASVS 6.4.1)."""
        change = service.candidates.change_password("lea.martin", password, password)
        assert PasswordRule.UNCHANGED in {violation.rule for violation in change.violations}

    def test_unchanged_in_another_spelling(self, service: Provisioning, password: str) -> None:
        """Full-width letters are the same password: they are hashed alike (NIST SP 800-63B-4, 3.1.1.2)."""
        wide = "".join(chr(ord(letter) + 0xFEE0) for letter in password)
        assert service.candidates.check_login("lea.martin", wide).verdict is LoginVerdict.ACCEPTED
        change = service.candidates.change_password("lea.martin", password, wide)
        assert PasswordRule.UNCHANGED in {violation.rule for violation in change.violations}

    def test_retry(self, service: Provisioning, password: str) -> None:
        """A retry returns the report, although the present password has become another one meanwhile."""
        change = service.candidates.change_password("lea.martin", password, PHRASE, run_id="p1")
        assert service.candidates.change_password("lea.martin", password, PHRASE, run_id="p1") == change

    def test_run_id_of_another_login(self, service: Provisioning, password: str) -> None:
        """The run id of another activity or of another login's change is refused."""
        desk(service).accounts.close(ine(1), run_id="p1")
        desk(service).accounts.reopen(ine(1))
        with pytest.raises(RunIdReusedError):
            service.candidates.change_password("lea.martin", password, PHRASE, run_id="p1")

    def test_outpaced_by_a_renewal(self, service: Provisioning, password: str) -> None:
        """A renewal that happens between the check and the write wins: the change is refused, the new slip holds."""

        class Slow(Argon2idHasher):
            """The real hasher, during whose work the school renews the password."""

            def hash(self, password: Password) -> PasswordHash:
                """Let the renewal pass first."""
                if password.reveal() == PHRASE:
                    desk(service).generate(Generation(renew=Renew.ALL), run_id="renewal")
                return super().hash(password)

        change = evolve(service, hasher=Slow(TESTS_ONLY)).candidates.change_password("lea.martin", password, PHRASE)
        assert (change.verdict, change.report) == (LoginVerdict.REFUSED, None)
        (slip,) = slips_of(service, desk(service).generate(Generation(renew=Renew.ALL), run_id="renewal").run.id)
        assert service.candidates.check_login("lea.martin", slip.password.reveal()).verdict is LoginVerdict.ACCEPTED


class TestEmailAccount:
    """An account made in the espace candidat from an e-mail address."""

    def test_registered(self, service: Provisioning) -> None:
        """It logs in by its address with the chosen password, and nothing asks for another one."""
        report = service.candidates.register_email_account(ine(2), "Zola@Example.org", password=PHRASE)
        assert report.login == "zola@example.org"
        check = service.candidates.check_login("ZOLA@example.org", PHRASE)
        assert (check.verdict, check.candidate_id, check.must_change) == (LoginVerdict.ACCEPTED, ine(2), False)

    def test_without_password(self, service: Provisioning) -> None:
        """Without a password of its own it is refused here, whatever is typed."""
        service.candidates.register_email_account(ine(2), "zola@example.org")
        assert service.candidates.check_login("zola@example.org", "").verdict is LoginVerdict.REFUSED

    @pytest.mark.parametrize("email", ["zola", "@example.org", "zola@", "zo la@example.org", "zolá@example.org"])
    def test_not_an_address(self, service: Provisioning, email: str) -> None:
        """What cannot be an address is refused."""
        with pytest.raises(InvalidValueError):
            service.candidates.register_email_account(ine(2), email)

    def test_second_account(self, service: Provisioning) -> None:
        """Who has an account gets no second one."""
        with pytest.raises(AccountExistsError) as caught:
            service.candidates.register_email_account(ine(1), "lea@example.org")
        assert caught.value.login == "lea.martin"

    def test_address_taken(self, service: Provisioning) -> None:
        """An address that is somebody's login is not given to another person."""
        service.candidates.register_email_account(ine(2), "zola@example.org")
        registry(service).register_roster(UAI, SESSION, [candidature(3)])
        with pytest.raises(LoginTakenError):
            service.candidates.register_email_account(ine(3), "ZOLA@example.org")

    def test_unknown_person(self, service: Provisioning) -> None:
        """A person the store does not know is refused."""
        with pytest.raises(UnknownCandidateError):
            service.candidates.register_email_account(ine(9), "x@example.org")

    def test_retry(self, service: Provisioning) -> None:
        """A retry returns the report."""
        report = service.candidates.register_email_account(ine(2), "zola@example.org", run_id="e1")
        assert service.candidates.register_email_account(ine(2), "zola@example.org", run_id="e1") == report
