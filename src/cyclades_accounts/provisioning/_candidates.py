"""What candidates do through the host's site: log in, change the password, use an e-mail address (M8, M11, M17)."""

import contextlib
import enum
from datetime import datetime, timedelta

from attrs import evolve, field, frozen

from cyclades_accounts import errors
from cyclades_accounts.identifiers import AccountId, CandidateId, Login, parse_candidate_id, parse_login
from cyclades_accounts.model import (
    Account,
    AccountReport,
    Activity,
    Candidate,
    Credential,
    CredentialState,
    Holder,
    IssuedLogin,
    LoginKind,
    Password,
    PasswordHash,
    Run,
    Subject,
    contradicts,
)
from cyclades_accounts.passwords import PasswordRule, PasswordViolation, checked_hash, normalize_password
from cyclades_accounts.provisioning._host import (
    Host,
    call,
    changed,
    find_report,
    in_one_unit,
    moment,
    new_id,
    new_run,
    reading,
    writing,
)
from cyclades_accounts.provisioning._shared.decisions import perhaps_known
from cyclades_accounts.provisioning._shared.new_logins import taken
from cyclades_accounts.provisioning._shared.people import account_report, find_person
from cyclades_accounts.repositories import UnitOfWork


class LoginVerdict(enum.Enum):
    """What a check of login and password found."""

    ACCEPTED = "accepted"
    EXPIRED = "expired"
    """The right provisional password, too late: the school renews it (M14)."""
    THROTTLED = "throttled"
    """Too many tries: nothing was checked. It says nothing about the login or the password."""
    REFUSED = "refused"
    """Anything else. Which of login, password and account was wrong is nobody's business (ANSSI PG-078 v2)."""


@frozen
class LoginCheck:
    """Result of checking a login and a password."""

    verdict: LoginVerdict
    account_id: AccountId | None = None
    """The account; ``None`` when refused."""
    candidate_id: CandidateId | None = field(default=None, repr=False)
    """The person; ``None`` when refused."""
    must_change: bool = False
    """Whether the host should now ask for another password (M11)."""
    wait: timedelta = timedelta()
    """How long to wait before the next try, for « réessayez dans … »; zero unless throttled."""


@frozen
class PasswordChange:
    """Result of a change of password."""

    verdict: LoginVerdict
    """Of the present password; the change happens only if it was accepted."""
    violations: tuple[PasswordViolation, ...] = ()
    """Rules that the new password breaks; the change happens only if there are none."""
    report: AccountReport | None = None
    """The report, if the password was changed."""
    wait: timedelta = timedelta()
    """How long to wait before the next try; zero unless throttled."""


_REFUSED = LoginCheck(LoginVerdict.REFUSED)


@frozen
class CandidateActivities:
    """What candidates do through the host's site: ``provisioning.candidates``, all that a login page needs.

    Tries are limited by the throttle of the host (:attr:`Host.throttle`), which is asked before a password is looked
    at. Without one, the host limits them before it calls: the passwords that runs issue demand it (CNIL 2022-100,
    case 2).

    ``actor`` is who asks, in the host's own words: one line of at most 254 characters; empty, the default, stands for
    the candidate.
    """

    _host: Host = field(repr=False)

    def check_login(self, login: str, password: str, *, now: datetime | None = None) -> LoginCheck:
        """Check what a candidate typed; case and surrounding spaces of the login do not count.

        Whatever cannot be a login, and a password of more than 512 code points, is refused like a wrong one. Takes the
        time of one hash, whether the login exists or not; but a hash that was made with other parameters takes their
        time, until its owner has logged in once. An account that was renewed, revoked or closed while the password was
        checked is refused. An accepted login also writes to the store: its first use, and a new hash where the
        hasher's parameters have changed. Where that fails, or another unit holds the account, the login is accepted all
        the same, without waiting, and the next login writes it.

        Args:
            login: as typed.
            password: as typed; it is in no frame, log or error afterwards.
            now: the moment, with a time zone; ``None`` to read the host's clock.

        Raises:
            InvalidValueError: the password is no text, or the moment has no time zone.
            HasherFailedError: the hasher failed.
            ThrottleFailedError: the throttle failed; nobody is let in.
        """
        secret = Password(password)
        del password  # so that no traceback shows it
        _check_is_text("password", secret)
        at = moment(self._host, now)
        account, check = _check(self._host, _as_login(login), secret, at)
        if account and account.credential and check.verdict is LoginVerdict.ACCEPTED:
            with contextlib.suppress(errors.StoreFailedError, errors.HasherFailedError):
                _note_use(self._host, account, account.credential, secret, at)
        return check

    def change_password(
        self,
        login: str,
        present: str,
        chosen: str,
        *,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> PasswordChange:
        """Replace the password by one the candidate chose (M11), if the present one is right and that one good enough.

        What is wrong with either comes back as data.

        Args:
            login: as typed.
            present: the present password, as typed.
            chosen: the password that is to replace it.
            run_id: names this act, so that a retry is harmless; drawn if there is none. The report of the first try is
                returned only where ``chosen`` is the password that it made, and still holds. No digest of a password is
                kept.
            actor: who asks, in the host's own words; the journal keeps it.
            now: the moment, with a time zone; ``None`` to read the host's clock.

        Raises:
            InvalidValueError: a password is no text; a run id, an actor or a moment is none.
            HasherFailedError: the hasher failed; the password is unchanged.
            ThrottleFailedError: the throttle failed; the password is unchanged.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        secrets = Password(present), Password(chosen)
        del present, chosen  # so that no traceback shows them
        for name, secret in zip(("present", "chosen"), secrets, strict=True):
            _check_is_text(name, secret)
        key = _as_login(login)
        subject = Subject(login=key or "")
        run = new_run(self._host, Activity.CHANGE_PASSWORD, subject, run_id=run_id, actor=actor, now=now)
        return _change_password(self._host, run, key, *secrets)

    def register_email_account(
        self,
        candidate_id: str,
        email: str,
        *,
        password: str | None = None,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> AccountReport:
        """Note an account that a candidate made in the espace candidat from an e-mail address (M8).

        The address becomes a login, so the host owes the proof that it is the candidate's: a link or a code that was
        sent to the address and came back, and a proof that the person is the one under the key. Nothing here checks
        either.

        Args:
            candidate_id: the person.
            email: the address, of visible ASCII characters; it becomes the login.
            password: the one the candidate chose, judged as in :meth:`change_password`. ``None`` if the espace candidat
                keeps it elsewhere; then :meth:`check_login` refuses the account.
            run_id: names this act, so that a retry is harmless; drawn if there is none. The report of the first try is
                returned only where ``password`` is the one that it made, and still holds.
            actor: who asks, in the host's own words; the journal keeps it.
            now: the moment, with a time zone; ``None`` to read the host's clock.

        Raises:
            InvalidValueError: not an e-mail address of visible ASCII characters; a password that is no text.
            PasswordRefusedError: the password breaks rules of the policy; nothing was done.
            UnknownCandidateError: the store does not know the person.
            AccountExistsError: the person already has an account.
            OtherPersonError: two schools show two people under the key; nothing was done.
            PerhapsKnownError: the person may be one who has an account under another key; nothing was done.
            LoginTakenError: the address already is somebody's login.
            HasherFailedError: the hasher failed; nothing was done.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        secret = None if password is None else Password(password)
        del password  # so that no traceback shows it
        if secret is not None:
            _check_is_text("password", secret)
        key, login, host = parse_candidate_id(candidate_id), _parse_email_login(email), self._host
        asked = {"email": login, "has_password": changed(secret is not None, default=False)}
        subject, activity = Subject(candidate_id=key), Activity.REGISTER_EMAIL_ACCOUNT
        run = new_run(host, activity, subject, run_id=run_id, actor=actor, now=now, **asked)
        return _register_email_account(host, run, key, login, secret)


def _note_use(host: Host, account: Account, credential: Credential, password: Password, now: datetime) -> None:
    """Note the first use of a credential, and hash the password anew where that is due. It waits for no other unit."""
    new_hash = None
    if call(errors.HasherFailedError, lambda: host.hasher.needs_rehash(credential.password_hash)):
        new_hash = _hashed(host, password)
    if credential.first_used_at and new_hash is None:
        return
    with writing(host.store, waits=False) as unit:
        found = _of_login(unit, account.login)
        if found and found.credential and _still_holds(found, account):
            used = evolve(found.credential.used(now), password_hash=new_hash or found.credential.password_hash)
            unit.accounts.put([evolve(found, credential=used)])


def _hashed(host: Host, password: Password) -> PasswordHash:
    return call(errors.HasherFailedError, lambda: checked_hash(host.hasher, host.hasher.hash(password), password))


def _check_is_text(field: str, password: Password) -> None:
    """Refuse a password that is no text; the error tells its class and not its value."""
    kind = type(password.reveal())
    if kind is not str:
        raise errors.InvalidValueError(field, f"a {kind.__name__}", "a text")


def _as_login(typed: str) -> Login | None:
    try:
        return parse_login(typed)
    except errors.InvalidValueError:
        return None


def _find(host: Host, login: Login | None) -> Account | None:
    if login is None:
        return None
    with reading(host.store) as unit:
        return _of_login(unit, login)


def _of_login(unit: UnitOfWork, login: Login) -> Account | None:
    return next(iter(unit.accounts.find(logins=[login])), None)


def _check(host: Host, login: Login | None, password: Password, now: datetime) -> tuple[Account | None, LoginCheck]:
    """Return the account of a login, and what its password opens. The throttle is asked before, and told after."""
    throttle, key = host.throttle, login or ""
    if throttle is not None:
        wait = call(
            errors.ThrottleFailedError, lambda: max(throttle.wait(key, now), timedelta())
        )  # fails for what is no time
        if wait:
            return None, LoginCheck(LoginVerdict.THROTTLED, wait=wait)
    account = _find(host, login)
    check = _verified(host, account, password, now)
    if throttle is not None:
        is_right = check.verdict is not LoginVerdict.REFUSED
        call(errors.ThrottleFailedError, lambda: throttle.tell(key, now, accepted=is_right))
    return account, check


def _verified(host: Host, account: Account | None, password: Password, now: datetime) -> LoginCheck:
    credential = account.credential if account else None
    decoy = call(
        errors.HasherFailedError, lambda: host.hasher.decoy
    )  # always asked for: making it takes time the first time
    stored = credential.password_hash if credential else decoy
    judged = Password("") if password.is_too_long else password  # so that a long text takes no more time than any other
    matches = call(errors.HasherFailedError, lambda: host.hasher.verify(stored, judged)) and not password.is_too_long
    if not matches or account is None or credential is None or not account.is_open or credential.revoked_at:
        return _REFUSED
    found = _find(host, account.login)  # again: a hash is slow, and the account may be another one by now
    if found is None or not _still_holds(found, account):
        return _REFUSED
    verdict = LoginVerdict.EXPIRED if credential.has_expired(now) else LoginVerdict.ACCEPTED
    return LoginCheck(verdict, account.id, account.candidate_id, credential.must_change)


def _change_password(host: Host, run: Run, login: Login | None, present: Password, chosen: Password) -> PasswordChange:
    account, check = _check(host, login, present, run.at)
    if account is None or check.verdict is not LoginVerdict.ACCEPTED:
        return _recalled(host, run, login, chosen, check)
    with reading(host.store) as unit:  # of the host's people nothing is read: the holder is the library's
        holder = unit.holders.of([account.candidate_id]).get(account.candidate_id)
    violations = _violations(host, chosen, account.login, holder.candidate if holder else None)
    if not chosen.is_too_long and call(errors.PortFailedError, lambda: _as_hashed(chosen) == _as_hashed(present)):
        violations += (PasswordViolation(PasswordRule.UNCHANGED),)
    if violations:
        return PasswordChange(check.verdict, violations)
    password_hash = _hashed(host, chosen)

    def work(unit: UnitOfWork) -> AccountReport:
        found = _of_login(unit, account.login)
        if found is None or not _still_holds(found, account):
            raise _OutpacedError
        credential = Credential(found.next_version, CredentialState.CHOSEN, password_hash, run.at, run.id)
        changed = found.with_credential(credential)
        unit.accounts.put([changed])
        return account_report(run, account.candidate_id, changed)

    try:
        return PasswordChange(check.verdict, (), in_one_unit(host.store, run, AccountReport, work, recalls=False))
    except _OutpacedError:
        return _recalled(host, run, login, chosen, _REFUSED)


def _recalled(host: Host, run: Run, login: Login | None, chosen: Password, check: LoginCheck) -> PasswordChange:
    """Return the change that the run made before, if it made ``chosen`` and that still holds; else the verdict alone.

    Raises:
        RunIdReusedError: the run made it in another activity, or for another actor.
    """
    if check.wait or not _made(host, run, login, chosen):
        return PasswordChange(check.verdict, wait=check.wait)
    with reading(host.store) as unit:
        return PasswordChange(LoginVerdict.ACCEPTED, (), find_report(unit, run, AccountReport))


def _made(host: Host, run: Run, login: Login | None, password: Password) -> bool:
    """Whether the password is the one that opens the account now, and the run made it."""
    account = _find(host, login)
    credential = account.credential if account else None
    if credential is None or (credential.run_id, credential.state) != (run.id, CredentialState.CHOSEN):
        return False
    return _check(host, login, password, run.at)[1].verdict is LoginVerdict.ACCEPTED  # each guess counts


def _violations(host: Host, chosen: Password, login: Login, person: Candidate | None) -> tuple[PasswordViolation, ...]:
    """Return the rules of the host's policy that a password breaks."""
    names = (person.given_names, person.family_name, person.usage_name or "") if person else ()
    known = names if host.chosen_policy.names else ()
    # A policy is no port. It is called as one, because its frames hold the password.
    return call(errors.PortFailedError, lambda: host.chosen_policy.violations(chosen, login=login, names=known))


class _OutpacedError(errors.CycladesAccountsError):
    """The account was renewed, closed or changed since its password was checked: that password no longer counts."""


def _still_holds(found: Account, seen: Account) -> bool:
    """Whether the password that opened ``seen`` still opens the account: first uses and rehashes change nothing."""
    revoked = found.credential is not None and found.credential.revoked_at is not None
    return found.is_open and not revoked and (found.id, found.next_version) == (seen.id, seen.next_version)


def _as_hashed(password: Password) -> Password:
    return Password(normalize_password(password.reveal()))


def _register_email_account(
    host: Host, run: Run, candidate_id: CandidateId, login: Login, password: Password | None
) -> AccountReport:
    account_id = AccountId(new_id(host))
    credential = None
    if password is not None:
        with reading(host.store) as unit:
            person = find_person(unit, candidate_id).candidate
        violations = _violations(host, password, login, person)
        if violations:
            raise errors.PasswordRefusedError(tuple(violation.rule.name for violation in violations))
        password_hash = _hashed(host, password)
        credential = Credential(1, CredentialState.CHOSEN, password_hash, run.at, run.id)

    def work(unit: UnitOfWork) -> AccountReport:
        person = find_person(unit, candidate_id)
        candidate = person.candidate
        if person.account is not None:
            raise errors.AccountExistsError(candidate.id, person.account.login)
        if any(contradicts(candidate, one.candidate) for one in person.candidatures):
            raise errors.OtherPersonError(candidate.id)
        holders = unit.holders.of([candidate.id])
        if any(perhaps_known(unit, one.uai, [one], holders) for one in person.candidatures):
            raise errors.PerhapsKnownError(candidate.id)
        if taken(unit.logins, host.pseudonymizer, [login]):
            raise errors.LoginTakenError(login)
        account = Account(
            id=account_id,
            candidate_id=candidate.id,
            login=login,
            kind=LoginKind.EMAIL,
            issued_by=None,
            created_at=run.at,
            credential=credential,
        )
        unit.accounts.put([account])
        schools = {one.uai for one in person.candidatures}
        unit.holders.put([Holder(candidate, schools.pop() if len(schools) == 1 else None)])
        unit.logins.add([IssuedLogin(login, account.id, run.at, run.id)])
        return account_report(run, candidate.id, account)

    report = in_one_unit(host.store, run, AccountReport, work)
    if password is not None and report.run is not run and not _made(host, run, login, password):
        raise errors.RunIdReusedError(run.id)  # the report of a first try, with another password
    return report


def _parse_email_login(email: str) -> Login:
    login = _as_login(email)
    if login is None:
        raise errors.InvalidValueError("email", email, "an e-mail address of visible ASCII characters")
    local, at, domain = login.rpartition("@")
    if not (local and at and domain):
        raise errors.InvalidValueError("email", email, "an e-mail address, such as lea.martin@example.org")
    return login
