"""All that is slow, before the transaction: passwords, hashes, slips, seals (M8, M9, M10). Nothing here writes."""

from datetime import date

from attrs import evolve, field, frozen

from cyclades_accounts.errors import HasherFailedError, RandomnessFailedError
from cyclades_accounts.identifiers import AccountId, CandidateId
from cyclades_accounts.model import (
    Account,
    Credential,
    CredentialState,
    Document,
    IssuedLogin,
    LoginKind,
    Outcome,
    OutcomeKind,
    PasswordHash,
    ProvisionalPassword,
    Run,
    SealedPapillon,
)
from cyclades_accounts.papillons import AnyPapillon, EmailPapillon, Papillon, PapillonBatch
from cyclades_accounts.passwords import Owner, Progress, generate_passwords, hash_passwords
from cyclades_accounts.provisioning._drawing import draw_documents
from cyclades_accounts.provisioning._guard import call
from cyclades_accounts.provisioning._papillon_data import seal_papillon
from cyclades_accounts.provisioning._plan import World
from cyclades_accounts.provisioning._tools import Tools

Secrets = dict[CandidateId, tuple[ProvisionalPassword, PasswordHash]]
"""Passwords drawn and hashed for a run, kept while it has to plan again."""


@frozen(kw_only=True)
class Prepared:
    """What the transaction of a run will write, and nothing else."""

    outcomes: tuple[Outcome, ...]
    created: tuple[Account, ...] = ()
    renewed: tuple[Account, ...] = ()
    issued: tuple[IssuedLogin, ...] = ()
    no_longer_imposed: tuple[CandidateId, ...] = ()
    """People whose imposed login is issued."""
    documents: tuple[tuple[Document, bytes], ...] = field(default=(), repr=False)
    """Each with its sealed content."""
    papillons: tuple[SealedPapillon, ...] = ()


def draw(tools: Tools, world: World, secrets: Secrets, progress: Progress | None) -> None:
    """Draw and hash a password for each slip of the plan that has none in ``secrets`` yet.

    Raises:
        RandomnessFailedError: the random source failed.
        HasherFailedError: the hasher failed.
    """
    wanting = [o.candidate_id for o in world.plan.outcomes if o.has_papillon and o.candidate_id not in secrets]
    passwords = call(
        RandomnessFailedError,
        lambda: generate_passwords(
            tools.password_policy,
            len(wanting),
            owners=[_owner(world, key) for key in wanting] if tools.password_policy.about_owner else None,
            random_for_tests=tools.random_for_tests,
        ),
    )
    try:
        hashes = call(
            HasherFailedError,
            lambda: hash_passwords(tools.hasher, passwords, workers=tools.hash_workers, progress=_host_s(progress)),
        )
    except _HostStopped as stopped:
        raise stopped.error from None
    secrets.update(zip(wanting, zip(passwords, hashes, strict=True), strict=True))


def _owner(world: World, key: CandidateId) -> Owner:
    candidate, account, new = world.candidatures[key].candidate, world.accounts.get(key), world.new_logins.get(key)
    names = (candidate.given_names, candidate.family_name, candidate.usage_name or "")
    return Owner(names, new.login if new else account.login if account else "")


class _HostStopped(BaseException):
    """Carries what a host's progress display raised past the guard of the hasher, which is not to blame."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def _host_s(progress: Progress | None) -> Progress | None:
    if progress is None:
        return None

    def told(done: int, total: int) -> None:
        try:
            progress(done, total)
        except Exception as error:  # noqa: BLE001  # whatever the host raises goes to the host
            raise _HostStopped(error) from None

    return told


def prepare(tools: Tools, world: World, run: Run, title: str, secrets: Secrets) -> Prepared:
    """Make the accounts, the slips and the sealed documents of a plan.

    Raises:
        UnprintableTextError: a name that no font can draw.
        RendererFailedError: the renderer failed, or did not return one document for each layout.
        SealerFailedError: the sealer failed.
    """
    request, outcomes = world.plan.request, world.plan.outcomes
    last_day = tools.password_validity.last_day(run.at.date(), request.session)
    issues = [_issue(tools, world, run, outcome, secrets) for outcome in outcomes if outcome.has_papillon]
    slips: dict[CandidateId, AnyPapillon] = {issue.account.candidate_id: issue.papillon for issue in issues}
    slips |= {o.candidate_id: _email_papillon(world, o, last_day) for o in outcomes if o.has_email_papillon}
    if not slips:
        return Prepared(outcomes=outcomes)
    ids = {issue.account.candidate_id: issue.account.id for issue in issues}
    batch = PapillonBatch(
        uai=world.school.uai,
        school_name=world.school.name,
        session=f"{request.session.exam} {request.session.year}",
        last_day=last_day,
        made_on=run.at.date(),
        papillons=tuple(slips[outcome.candidate_id] for outcome in outcomes if outcome.candidate_id in slips),
    )
    return Prepared(
        outcomes=tuple(evolve(o, account_id=ids.get(o.candidate_id, o.account_id)) for o in outcomes),
        created=tuple(issue.account for issue in issues if issue.kind is OutcomeKind.CREATED),
        renewed=tuple(issue.account for issue in issues if issue.kind is OutcomeKind.RENEWED),
        issued=tuple(
            IssuedLogin(new.login, issue.account.id, run.at, run.id, new.stem, new.number)
            for issue in issues
            for new in [world.new_logins.get(issue.account.candidate_id)]
            if new is not None
        ),
        no_longer_imposed=tuple(key for key, new in world.new_logins.items() if new.stem is None),
        documents=draw_documents(tools, run, request.session.id, title=title, batch=batch, layouts=request.layouts),
        papillons=tuple(seal_papillon(tools, run, papillon) for papillon in batch.papillons),
    )


@frozen
class _Issue:
    """A password on its way to a candidate: the account that will hold its hash, the slip that shows it."""

    kind: OutcomeKind
    account: Account
    papillon: Papillon


def _issue(tools: Tools, world: World, run: Run, outcome: Outcome, secrets: Secrets) -> _Issue:
    password, password_hash = secrets[outcome.candidate_id]
    candidature = world.candidatures[outcome.candidate_id]
    present = world.accounts.get(outcome.candidate_id)
    expires_at = tools.password_validity.ends_at(run.at.date(), world.plan.request.session)
    credential = Credential(
        version=present.next_version if present else 1,
        state=CredentialState.PROVISIONAL,
        password_hash=password_hash,
        issued_at=run.at,
        run_id=run.id,
        expires_at=expires_at,
    )
    new = world.new_logins.get(outcome.candidate_id)
    account = (
        evolve(present.with_credential(credential), login=new.login if new else present.login)
        if present
        else Account(
            id=AccountId(tools.new_id()),
            candidate_id=outcome.candidate_id,
            login=world.new_logins[outcome.candidate_id].login,
            kind=LoginKind.PRENOM_NOM,
            issued_by=world.school.uai,
            created_at=run.at,
            credential=credential,
        )
    )
    papillon = Papillon(
        account_id=account.id,
        credential_version=credential.version,
        family_name=candidature.candidate.family_name,
        given_names=candidature.candidate.given_names,
        birth_date=candidature.candidate.birth_date,
        group=outcome.group,
        division=candidature.division,
        login=account.login,
        password=password,
        expires_at=expires_at,
    )
    return _Issue(outcome.kind, account, papillon)


def _email_papillon(world: World, outcome: Outcome, last_day: date) -> EmailPapillon:
    candidature, account = world.candidatures[outcome.candidate_id], world.accounts[outcome.candidate_id]
    return EmailPapillon(
        account_id=account.id,
        family_name=candidature.candidate.family_name,
        given_names=candidature.candidate.given_names,
        birth_date=candidature.candidate.birth_date,
        group=outcome.group,
        division=candidature.division,
        login=account.login,
        last_day=last_day,
    )
