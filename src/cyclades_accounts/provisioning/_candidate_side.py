"""What the candidate does through the host's site: log in, change the password, use an e-mail address (M8, M11, M17).

Nothing here counts tries: limiting them (delay, captcha, lock) is the host's, and the passwords we issue demand it
(CNIL 2022-100, case 2).
"""

import contextlib
import enum
from datetime import datetime

from attrs import evolve, frozen

from cyclades_accounts.errors import (
    AccountExistsError,
    CycladesAccountsError,
    HasherFailedError,
    InvalidValueError,
    LoginTakenError,
    StoreFailedError,
)
from cyclades_accounts.identifiers import AccountId, CandidateId, Login, is_login, parse_login
from cyclades_accounts.model import (
    Account,
    AccountReport,
    Credential,
    CredentialState,
    IssuedLogin,
    LoginKind,
    ProvisionalPassword,
    Run,
)
from cyclades_accounts.passwords import PasswordRule, PasswordViolation, normalize_password
from cyclades_accounts.provisioning._guard import call, reading, writing
from cyclades_accounts.provisioning._ledger import taken
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
    """Check a login and a password; one hash is checked whatever the login, so that time tells nothing.

    What an accepted login brings to the store (its first use, a new hash where the hasher's parameters have changed) is
    done if store and hasher let us, and else left to the next login: nobody is kept out for it.
    """
    account = _find(tools, login)
    check = _check(tools, account, password, now)
    if account and account.credential and check.verdict is LoginVerdict.ACCEPTED:
        with contextlib.suppress(StoreFailedError, HasherFailedError):
            _note_use(tools, account, account.credential, password, now)
    return check


def _note_use(
    tools: Tools, account: Account, credential: Credential, password: ProvisionalPassword, now: datetime
) -> None:
    """Note the first use of a credential, and hash the password anew where that is due."""
    new_hash = None
    if call(HasherFailedError, lambda: tools.hasher.needs_rehash(credential.password_hash)):
        new_hash = call(HasherFailedError, lambda: tools.hasher.hash(password))
    if credential.first_used_at and new_hash is None:
        return
    with writing(tools.store) as unit:
        found = unit.accounts.by_login(account.login)
        if found and found.credential and _still_holds(found, account):
            used = evolve(found.credential.used(now), password_hash=new_hash or found.credential.password_hash)
            unit.accounts.replace([evolve(found, credential=used)])


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
    if not matches or account is None or credential is None or not account.is_open or credential.revoked_at:
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
    names = _names(tools, account) if tools.chosen_policy.names else ()
    violations = tools.chosen_policy.violations(chosen.reveal(), login=account.login, names=names)
    if _as_hashed(chosen) == _as_hashed(present):
        violations += (PasswordViolation(PasswordRule.UNCHANGED),)
    if violations:
        return PasswordChange(check.verdict, violations)
    password_hash = call(HasherFailedError, lambda: tools.hasher.hash(chosen))

    def work(unit: UnitOfWork) -> AccountReport:
        found = unit.accounts.by_login(account.login)
        if found is None or not _still_holds(found, account):
            raise _OutpacedError
        credential = Credential(found.next_version, CredentialState.CHOSEN, password_hash, run.at, run.id)
        unit.accounts.replace([found.with_credential(credential)])
        return account_report(unit, run, account.candidate_id)

    try:
        return PasswordChange(check.verdict, (), once(tools.store, run, AccountReport, work))
    except _OutpacedError:
        return PasswordChange(LoginVerdict.REFUSED)


def _names(tools: Tools, account: Account) -> tuple[str, ...]:
    with reading(tools.store) as unit:
        people = unit.candidatures.candidates([account.candidate_id]).values()
    return tuple(name for p in people for name in (p.given_names, p.family_name, p.usage_name or ""))


class _OutpacedError(CycladesAccountsError):
    """The account was renewed, closed or changed since its password was checked: that password no longer counts."""


def _still_holds(found: Account, seen: Account) -> bool:
    """Whether the password that opened ``seen`` still opens the account: first uses and rehashes change nothing."""
    revoked = found.credential is not None and found.credential.revoked_at is not None
    return found.is_open and not revoked and (found.id, found.next_version) == (seen.id, seen.next_version)


def _as_hashed(password: ProvisionalPassword) -> ProvisionalPassword:
    return ProvisionalPassword(normalize_password(password.reveal()))


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
        credential = Credential(1, CredentialState.CHOSEN, password_hash, run.at, run.id)

    def work(unit: UnitOfWork) -> AccountReport:
        candidate = find_candidate(unit, candidate_id)
        present = unit.accounts.of_candidates([candidate.id]).get(candidate.id)
        if present is not None:
            raise AccountExistsError(candidate.id, present.login)
        if taken(unit.logins, tools.pseudonymizer, [login]):
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
