"""A run: generation (M6, M7, M9), regeneration (M14, M15), and prolongation, which issues no password.

Theory of operation. A run reads, computes and writes. What it computes is slow: one argon2id hash takes some 20 ms, and
a school has 150 of them. A transaction that waits for hashes makes every other run of the school wait. So a run

1. reads its plan in a reading unit, which holds nothing: who is served, under which login, and a digest of all it saw;
2. issues passwords, renders the slips and seals them, outside any unit;
3. opens a writing unit, reads the plan again under the store's locks, and writes only if the two digests are equal.
   Accounts, ledger, documents, slips and report become visible together, or not at all;
4. leaves its report in the journal, in the same unit, so that a retry under the same run id finds it.

Where another run was faster (the digests differ, or it took a login), the run begins again with the passwords it has
hashed. From its third attempt on it renders the slips inside the writing unit, of the plan that it reads there. Nobody
can overtake it then: a run full of frequent names comes through, however many others there are. Passwords are never
hashed inside the unit.

A plan that a host holds in its hands (:meth:`Desk.execute`) is carried out as it is, or refused: it is never made anew.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Final

from attrs import evolve, field, frozen

from cyclades_accounts import errors, model
from cyclades_accounts.identifiers import AccountId, CandidateId, checked_line
from cyclades_accounts.papillons import AnyPapillon, EmailPapillon, Papillon, PapillonBatch
from cyclades_accounts.passwords import Owner, Progress, checked_hash, generate_passwords, hash_passwords
from cyclades_accounts.provisioning._host import (
    STALE_PLANS,
    Caller,
    Host,
    call,
    changed,
    find_report,
    granted_school,
    new_id,
    reading,
    retry,
    writing,
    zone_of,
)
from cyclades_accounts.provisioning._runs.plan import Plan, Planned, check_same, check_slips_of_today, read_plan
from cyclades_accounts.provisioning._runs.request import Request, earlier_subjects
from cyclades_accounts.provisioning._shared.holding import Holding, Right, Told, tell
from cyclades_accounts.provisioning._shared.people import find_person
from cyclades_accounts.provisioning._shared.sessions import check_session, keep_session
from cyclades_accounts.provisioning._shared.slips import Sealed, holding, printed, render_documents
from cyclades_accounts.repositories import UnitOfWork

_ATTEMPTS_OUTSIDE: Final = 2
"""How many attempts render their slips before they open the writing unit."""

RunProgress = Callable[[model.Phase, int, int], None]
"""Called with the phase of a run, how many passwords are hashed and how many there are; both are 0 in other phases."""


def carry_out(
    caller: Caller,
    request: Request,
    *,
    title: str,
    run_id: str | None,
    progress: RunProgress | None,
    plan: Plan | None = None,
) -> model.RunReport:
    """Carry out a request in four steps, and return the report it left in the journal.

    Raises:
        StalePlanError: ``plan`` no longer holds, or other runs were faster :data:`STALE_PLANS` times; nothing was done.
        CycladesAccountsError: see :meth:`Desk.generate` for the others.
    """
    checked_line("title", title)
    if progress is not None:
        model.fits(Callable)(None, "progress", progress)
    host, secrets = caller.host, Secrets()
    subject, earlier = model.Subject(uai=request.uai, session_id=request.session.id), earlier_subjects(request)
    more = {"title": changed(title, model.PAPILLON_DE_CONNEXION), "plan": plan.digest if plan is not None else None}
    run = caller.run(request.activity, run_id, subject, **request.asked, **more)

    def attempt(turn: int) -> model.RunReport:
        # 1. Read the plan.
        tell_phase(model.Phase.READING)
        with reading(host.store) as unit:
            if (known := find_report(unit, run, model.RunReport, earlier=earlier)) is not None:
                return known
            check_session(unit, request.session)
            planned = read_plan(unit, request, host, run.at)
        if plan is not None:
            check_same(plan, planned.plan)
        check_slips_of_today(planned)
        # 2. Issue passwords and slips.
        issue_passwords(host, planned, secrets, progress)
        tell_phase(model.Phase.DRAWING)
        inside = plan is None and (turn >= _ATTEMPTS_OUTSIDE or request.activity is model.Activity.PROLONG)
        prepared = None if inside else prepare(host, planned, run, title, secrets)
        # 3. Write.
        tell_phase(model.Phase.WRITING)
        with _overtaken(planned.plan), writing(host.store) as unit:
            granted_school(unit, request.uai)  # first, because a store locks what it reads: a school's runs queue here
            if (known := find_report(unit, run, model.RunReport, earlier=earlier)) is not None:
                return known
            keep_session(unit, request.session)
            found = read_plan(unit, request, host, run.at)
            if prepared is None:
                found = read_plan(
                    unit, request, host, run.at
                )  # again: while it waited for a stem, others were committed
                _check_hashed(planned.plan, found.plan, secrets)
                check_slips_of_today(found)
            else:
                check_same(planned.plan, found.plan)
            writes = prepared or prepare(host, found, run, title, secrets)
            _write(unit, writes)
            tell(unit, host, run, writes.told)
            revoked = _revoke_lost(unit, host, request, run)
            # 4. Report.
            report = evolve(_report(found, run, writes), revoked=revoked)
            unit.journal.add(report)
            return report

    with _phases(progress) as tell_phase:
        return retry(attempt, stale_plans=STALE_PLANS if plan is None else 1)


@contextmanager
def _phases(progress: RunProgress | None) -> Iterator[Callable[[model.Phase], None]]:
    """Yield what tells a display the phase of a run; at the end the display hears how the run ended."""

    def tell_phase(phase: model.Phase) -> None:
        if progress is not None:
            progress(phase, 0, 0)

    over = model.Phase.FAILED
    try:
        yield tell_phase
        over = model.Phase.DONE
    finally:
        with suppress(Exception):  # a display that fails changes nothing any more
            tell_phase(over)


# --- step 2: passwords, slips, documents ------------------------------------------------------------------------------

Secrets = dict[CandidateId, tuple[model.ProvisionalPassword, model.PasswordHash]]
"""Passwords drawn and hashed for a run, kept while it has to plan again."""


@frozen(kw_only=True)
class Prepared:
    """What the transaction of a run will write, and nothing else."""

    outcomes: tuple[model.Outcome, ...]
    accounts: tuple[model.Account, ...] = ()
    """Created, renewed or prolonged."""
    issued: tuple[model.IssuedLogin, ...] = ()
    holders: tuple[model.Holder, ...] = ()
    """Whose the accounts are, as the slips show them, and for whom a transfer is asked."""
    told: tuple[Told, ...] = field(default=(), repr=False)
    """Which other schools are told of whom."""
    no_longer_imposed: tuple[CandidateId, ...] = field(default=(), repr=False)
    """People whose imposed login is issued."""
    sealed: Sealed = field(factory=Sealed)


def issue_passwords(host: Host, planned: Planned, secrets: Secrets, progress: RunProgress | None) -> None:
    """Make and hash a password for each slip of the plan that has none in ``secrets`` yet.

    Raises:
        RandomnessFailedError: the random source failed.
        HasherFailedError: the hasher failed.
    """
    served = (outcome.candidate_id for outcome in planned.plan.outcomes if outcome.has_papillon)
    wanting = [key for key in served if key not in secrets]
    passwords = call(
        errors.RandomnessFailedError,
        lambda: generate_passwords(
            host.password_policy,
            len(wanting),
            owners=[_owner(planned, key) for key in wanting] if host.password_policy.about_owner else None,
            random_for_tests=host.random_for_tests,
        ),
    )
    if len({password.reveal() for password in passwords}) < len(passwords):
        # Among 2 to the power of 50, two of 10,000 passwords are equal once in twenty million runs.
        raise errors.RandomnessFailedError("two equal passwords", "what a run drew")
    try:
        hashes = call(
            errors.HasherFailedError,
            lambda: hash_passwords(host.hasher, passwords, workers=host.hash_workers, progress=_passing_on(progress)),
        )
        if passwords:
            call(errors.HasherFailedError, lambda: checked_hash(host.hasher, hashes[0], passwords[0]))
    except _HostStopped as stopped:
        raise stopped.error from None
    secrets.update(zip(wanting, zip(passwords, hashes, strict=True), strict=True))


def _owner(planned: Planned, key: CandidateId) -> Owner:
    candidate, account = planned.candidatures[key].candidate, planned.decided.accounts.get(key)
    new = planned.new_logins.get(key)
    names = (candidate.given_names, candidate.family_name, candidate.usage_name or "")
    return Owner(names, new.login if new else account.login if account else "")


class _HostStopped(BaseException):
    """Carries what a host's progress display raised past the guard of the hasher, which is not to blame."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def _passing_on(progress: RunProgress | None) -> Progress | None:
    if progress is None:
        return None

    def told(done: int, total: int) -> None:
        try:
            progress(model.Phase.HASHING, done, total)
        except Exception as error:  # noqa: BLE001  # whatever the host raises goes to the host
            raise _HostStopped(error) from None

    return told


def prepare(host: Host, planned: Planned, run: model.Run, title: str, secrets: Secrets) -> Prepared:
    """Make the accounts, the slips and the sealed documents of a plan.

    Raises:
        UnprintableTextError: a text that the renderer cannot draw, and did not tell the plan.
        RendererFailedError: the renderer failed, or did not return one document for each layout.
        SealerFailedError: the sealer failed.
    """
    request, outcomes = planned.plan.request, planned.plan.outcomes
    run = model.told_in(run, zone_of(host, planned.school))
    last_day = host.password_validity.last_day(run.at.date(), request.session)
    issued = {one.candidate_id: _issue(host, planned, run, one, secrets) for one in outcomes if one.has_papillon}
    accounts = {key: account for key, (account, _) in issued.items()}
    slips: dict[CandidateId, AnyPapillon] = {key: papillon for key, (_, papillon) in issued.items()}
    slips |= {o.candidate_id: _email_papillon(planned, o, last_day) for o in outcomes if o.has_email_papillon}
    asked = _asked_for(planned)
    told = *_told(planned), *((one.candidate_id, one.uai, model.Activity.ASK_TRANSFER) for one in asked if one.uai)
    if not slips:
        return Prepared(outcomes=outcomes, accounts=_prolonged(host, planned, run), holders=asked, told=told)
    batch = PapillonBatch(
        uai=planned.school.uai,
        school_name=planned.school.name,
        session=request.session.label,
        last_day=last_day,
        made_on=run.at.date(),
        papillons=tuple(slips[outcome.candidate_id] for outcome in outcomes if outcome.candidate_id in slips),
    )
    return Prepared(
        outcomes=tuple(
            evolve(one, account_id=accounts[one.candidate_id].id) if one.candidate_id in accounts else one
            for one in outcomes
        ),
        accounts=tuple(accounts.values()),
        issued=tuple(
            model.IssuedLogin(new.login, accounts[key].id, run.at, run.id, new.stem, new.number)
            for key, new in planned.new_logins.items()
        ),
        holders=(*(_holder(planned, key) for key in accounts), *asked),
        told=told,
        no_longer_imposed=tuple(key for key, new in planned.new_logins.items() if new.stem is None),
        sealed=render_documents(host, run, request.session.id, title=title, batch=batch, layouts=request.layouts),
    )


def _issue(
    host: Host, planned: Planned, run: model.Run, outcome: model.Outcome, secrets: Secrets
) -> tuple[model.Account, Papillon]:
    """Return the account that will hold the hash of a password, and the slip that shows it."""
    key, candidature = outcome.candidate_id, planned.candidatures[outcome.candidate_id]
    password, password_hash = secrets[key]
    expires_at = host.password_validity.ends_at(run.at.date(), planned.plan.request.session)
    new = planned.new_logins.get(key)
    present = planned.decided.accounts.get(key) or model.Account(
        id=AccountId(new_id(host)),
        candidate_id=key,
        login=planned.new_logins[key].login,
        kind=model.LoginKind.PRENOM_NOM,
        issued_by=planned.school.uai,
        created_at=run.at,
        credential=None,  # until it is renewed like any other
    )
    credential = model.Credential(
        version=present.next_version,
        state=model.CredentialState.PROVISIONAL,
        password_hash=password_hash,
        issued_at=run.at,
        run_id=run.id,
        expires_at=expires_at,
    )
    account = evolve(present.with_credential(credential), login=new.login if new else present.login)
    papillon = Papillon(
        account_id=account.id,
        credential_version=credential.version,
        login=account.login,
        password=password,
        expires_at=expires_at,
        **printed(candidature, outcome.group),
    )
    return account, papillon


def _prolonged(host: Host, planned: Planned, run: model.Run) -> tuple[model.Account, ...]:
    """Return the accounts whose password is to serve as long as one that is issued now."""
    end = host.password_validity.ends_at(run.at.date(), planned.plan.request.session)
    found = [planned.decided.accounts[one.candidate_id] for one in planned.plan.prolonged]
    return tuple(evolve(one, credential=one.credential and evolve(one.credential, expires_at=end)) for one in found)


def _holder(planned: Planned, key: CandidateId) -> model.Holder:
    """Return whose an account is now; a renewal does not change the holding school, but by a transfer (M7)."""
    candidate, held = planned.candidatures[key].candidate, planned.decided.holders.get(key)
    if held is None or key not in planned.decided.accounts or key in planned.decided.transferred:
        return model.Holder(candidate, planned.school.uai)
    return evolve(held, candidate=candidate)


def _asked_for(planned: Planned) -> tuple[model.Holder, ...]:
    """Return those whom another school holds, with the transfer that is asked for, where it is not yet."""
    if not planned.plan.request.takes_over:
        return ()
    refused = (
        one for one in planned.plan.outcomes if one.refusal and one.refusal.reason is model.RefusalReason.OTHER_SCHOOL
    )
    holders = planned.decided.holders
    held = (holders[one.candidate_id] for one in refused if one.candidate_id in holders)
    uai = planned.school.uai
    return tuple(holder.asked(uai) for holder in held if holder.asked_by != uai)


def _told(planned: Planned) -> Iterator[Told]:
    """Go through the other schools that are told of those whose password the run renews or prolongs."""
    for key, uais in planned.decided.others.items():
        activity = model.Activity.TRANSFER if key in planned.decided.transferred else planned.plan.request.activity
        yield from ((key, uai, activity) for uai in uais)


def _email_papillon(planned: Planned, outcome: model.Outcome, last_day: date) -> EmailPapillon:
    candidature = planned.candidatures[outcome.candidate_id]
    account = planned.decided.accounts[outcome.candidate_id]
    shown = printed(candidature, outcome.group)
    return EmailPapillon(account_id=account.id, login=account.login, last_day=last_day, **shown)


# --- steps 3 and 4: what is written, and the report -------------------------------------------------------------------


@contextmanager
def _overtaken(plan: Plan) -> Iterator[None]:
    """Tell of a login or a person that another run was faster with as of a plan that no longer holds."""
    try:
        yield
    except (errors.LoginTakenError, errors.AccountExistsError) as refusal:
        raise errors.StalePlanError(plan.request.uai, plan.digest, refusal.code) from refusal


def _check_hashed(planned: Plan, found: Plan, secrets: Secrets) -> None:
    """Make sure that the plan found in the writing unit needs no password that is not hashed yet."""
    if any(outcome.has_papillon and outcome.candidate_id not in secrets for outcome in found.outcomes):
        raise errors.StalePlanError(planned.request.uai, planned.digest, found.digest)


def _write(unit: UnitOfWork, writes: Prepared) -> None:
    unit.accounts.put(writes.accounts)
    unit.holders.put(writes.holders)
    unit.logins.impose(dict.fromkeys(writes.no_longer_imposed))
    unit.logins.add(writes.issued)
    unit.documents.add(writes.sealed.documents, writes.sealed.papillons)


def _revoke_lost(unit: UnitOfWork, host: Host, request: Request, run: model.Run) -> tuple[AccountId, ...]:
    """Revoke the passwords of lost slips that the run has not replaced, of people on whom the school may act."""
    if request.lost is None:
        return ()
    rights = Holding.read(unit, host, request.uai, run.at)
    left = [find_person(unit, one.candidate_id) for one in holding(unit, host, request.uai, request.lost, run.at)]
    mine = [one for one in left if rights.right(one.holder, one.candidatures) is Right.HELD]
    accounts = [one.standing for one in mine]
    unit.accounts.put([evolve(one, credential=one.credential and one.credential.revoked(run.at)) for one in accounts])
    others = [(one.key, rights.others(one.holder, one.candidatures)) for one in mine]
    tell(unit, host, run, [(key, uai, model.Activity.REVOKE) for key, schools in others for uai in schools])
    return tuple(account.id for account in accounts)


def _report(found: Planned, run: model.Run, writes: Prepared) -> model.RunReport:
    request = found.plan.request
    return model.RunReport(
        run=run,
        uai=request.uai,
        session_id=request.session.id,
        grouping=request.generation.grouping,
        roster_size=len(writes.outcomes),
        outcomes=writes.outcomes,
        documents=tuple(document.id for document, _ in writes.sealed.documents),
        notices=found.plan.notices,
    )
