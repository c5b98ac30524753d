"""What the candidate does through the host's site: log in, change the password, use an e-mail address (M8, M11, M17).

Nothing here counts tries: limiting them (delay, captcha, lock) is the host's, and the passwords we issue demand it
(CNIL 2022-100, case 2).
"""

import enum
from datetime import datetime

from attrs import frozen

from cyclades_accounts.errors import (
    AccountExistsError,
    CycladesAccountsError,
    HasherFailedError,
    InvalidValueError,
    LoginTakenError,
)
from cyclades_accounts.identifiers import AccountId, CandidateId, Login, is_login, parse_login
from cyclades_accounts.model import (
    Account,
    AccountReport,
    Credential,
    CredentialState,
    IssuedLogin,
    LoginKind,
    PasswordHash,
    ProvisionalPassword,
    Run,
)
from cyclades_accounts.passwords import PasswordRule, PasswordViolation
from cyclades_accounts.provisioning._guard import call, reading
from cyclades_accounts.provisioning._life import account_report, find_candidate
from cyclades_accounts.provisioning._once import once
from cyclades_accounts.provisioning._tools import Tools
from cyclades_accounts.repositories import UnitOfWork


class LoginVerdict(enum.Enum):
    """What a check of login and password found."""

    ACCEPTED = "accepted"
    EXPIRED = "expired"
    """The right provisional password, too late: the school renews it (M14)."""
    REFUSED = "refused"
    """Anything else. Which of login, password and account was wrong is nobody's business (ANSSI PG-078 v2)."""


@frozen
class LoginCheck:
    """Result of checking a login and a password."""

    verdict: LoginVerdict
    account_id: AccountId | None = None
    """The account; ``None`` when refused."""
    candidate_id: CandidateId | None = None
    """The person; ``None`` when refused."""
    must_change: bool = False
    """Whether the host should now ask for another password (M11)."""


@frozen
class PasswordChange:
    """Result of a change of password."""

    verdict: LoginVerdict
    """Of the present password; the change happens only if it was accepted."""
    violations: tuple[PasswordViolation, ...] = ()
    """Rules that the new password breaks; the change happens only if there are none."""
    report: AccountReport | None = None
    """The report, if the password was changed."""


_REFUSED = LoginCheck(LoginVerdict.REFUSED)


def check_login(tools: Tools, login: str, password: ProvisionalPassword, now: datetime) -> LoginCheck:
    """Check a login and a password; one hash is checked whatever the login, so that time tells nothing."""
    return _check(tools, _find(tools, login), password, now)


def _find(tools: Tools, login: str) -> Account | None:
    try:
        key = parse_login(login)
    except InvalidValueError:
        return None
    with reading(tools.store) as unit:
        return unit.accounts.by_login(key)


def _check(tools: Tools, account: Account | None, password: ProvisionalPassword, now: datetime) -> LoginCheck:
    credential = account.credential if account else None
    decoy = call(HasherFailedError, lambda: tools.hasher.decoy)  # always asked for: making it takes time the first time
    stored = credential.password_hash if credential else decoy
    matches = call(HasherFailedError, lambda: tools.hasher.verify(stored, password))
    if not matches or account is None or credential is None or not account.is_open:
        return _REFUSED
    verdict = LoginVerdict.EXPIRED if credential.has_expired(now) else LoginVerdict.ACCEPTED
    return LoginCheck(verdict, account.id, account.candidate_id, credential.must_change)


def change_password(
    tools: Tools, run: Run, login: str, present: ProvisionalPassword, chosen: ProvisionalPassword
) -> PasswordChange:
    """Replace the password by one that the candidate chose, if the present one is right and the new one good enough."""
    with reading(tools.store) as unit:
        known = unit.journal.get(run.id)
    if isinstance(known, AccountReport) and (known.run.activity, known.run.subject) == (run.activity, run.subject):
        return PasswordChange(LoginVerdict.ACCEPTED, (), known)
    account = _find(tools, login)
    check = _check(tools, account, present, run.at)
    if account is None or check.verdict is not LoginVerdict.ACCEPTED:
        return PasswordChange(check.verdict)
    violations = tools.chosen_policy.violations(chosen.reveal(), login=account.login)
    if chosen == present:
        violations += (PasswordViolation(PasswordRule.UNCHANGED, "another password than the present one"),)
    if violations:
        return PasswordChange(check.verdict, violations)
    credential = _chosen(account, call(HasherFailedError, lambda: tools.hasher.hash(chosen)), run.at)

    def work(unit: UnitOfWork) -> AccountReport:
        if unit.accounts.by_login(account.login) != account:
            raise _OutpacedError
        unit.accounts.replace([account.with_credential(credential)])
        return account_report(unit, run, account.candidate_id)

    try:
        return PasswordChange(check.verdict, (), once(tools.store, run, AccountReport, work))
    except _OutpacedError:
        return PasswordChange(LoginVerdict.REFUSED)


class _OutpacedError(CycladesAccountsError):
    """The account was renewed, closed or changed since its password was checked: that password no longer counts."""


def _chosen(account: Account, password_hash: PasswordHash, now: datetime) -> Credential:
    return Credential(account.next_version, CredentialState.CHOSEN, password_hash, now)


def register_email_account(
    tools: Tools, run: Run, candidate_id: CandidateId, email: str, password: ProvisionalPassword | None
) -> AccountReport:
    """Note an account that the candidate made in the espace candidat from an e-mail address (M8).

    Raises:
        InvalidValueError: not an e-mail address of visible ASCII characters.
        UnknownCandidateError: the store does not know the person.
        AccountExistsError: the person already has an account.
        LoginTakenError: the address already is somebody's login.
    """
    login = _parse_email_login(email)
    account_id = AccountId(tools.new_id())
    credential = None
    if password is not None:
        password_hash = call(HasherFailedError, lambda: tools.hasher.hash(password))
        credential = Credential(1, CredentialState.CHOSEN, password_hash, run.at)

    def work(unit: UnitOfWork) -> AccountReport:
        candidate = find_candidate(unit, candidate_id)
        present = unit.accounts.of_candidates([candidate.id]).get(candidate.id)
        if present is not None:
            raise AccountExistsError(candidate.id, present.login)
        if unit.logins.taken([login]):
            raise LoginTakenError(login)
        account = Account(
            id=account_id,
            candidate_id=candidate.id,
            login=login,
            kind=LoginKind.EMAIL,
            issued_by=None,
            created_at=run.at,
            credential=credential,
        )
        unit.accounts.add([account])
        unit.logins.add([IssuedLogin(login, account.id, run.at, run.id)])
        return account_report(unit, run, candidate.id)

    return once(tools.store, run, AccountReport, work)


def _parse_email_login(email: str) -> Login:
    if not is_login(email.strip().lower()):
        raise InvalidValueError("email", email, "an e-mail address of visible ASCII characters")
    login = parse_login(email)
    local, at, domain = login.rpartition("@")
    if not (local and at and domain):
        raise InvalidValueError("email", email, "an e-mail address, such as lea.martin@example.org")
    return login
