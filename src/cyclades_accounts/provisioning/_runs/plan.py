"""The plan of a run: what it would do, bound to what it saw (M4, M6-M9, M14, M15)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import attrs
from attrs import evolve, field, frozen

from cyclades_accounts import errors, model
from cyclades_accounts.identifiers import CandidateId, digest
from cyclades_accounts.logins import look_alikes
from cyclades_accounts.provisioning._host import Host, granted_school, spec_of, zone_of
from cyclades_accounts.provisioning._runs.request import Request
from cyclades_accounts.provisioning._shared.decisions import HELD_BACK, WITH_SLIP, Decisions, decide_rows
from cyclades_accounts.provisioning._shared.drawable import check_shared
from cyclades_accounts.provisioning._shared.new_logins import NewLogin, NewLogins, new_logins
from cyclades_accounts.provisioning._shared.people import Rows, candidatures_of, named_schools, rows_of
from cyclades_accounts.provisioning._shared.slips import holding
from cyclades_accounts.repositories import UnitOfWork


@frozen(kw_only=True)
class Plan(model.OutcomeList):
    """What a run would do. Executing it does exactly that, or is refused because the world has changed."""

    request: Request
    outcomes: tuple[model.Outcome, ...]
    """One for each candidature the run would look at, sorted by group, family name, given names and key. The logins
    shown are the ones the run would issue; none is reserved."""
    digest: str
    """SHA-256 (hexadecimal) of what the plan saw, as canonical JSON: school, candidatures, accounts, policies and the
    state of the ledger for the stems involved."""
    notices: tuple[model.Notice, ...] = ()
    """What to look at; it stops nothing, unless the request spares the slips of today."""


@frozen(kw_only=True)
class Planned:
    """A plan, and what it was made from: kept while it is carried out."""

    school: model.School
    candidatures: Mapping[CandidateId, model.Candidature] = field(repr=False)
    decided: Decisions = field(repr=False)
    new_logins: Mapping[CandidateId, NewLogin] = field(repr=False)
    """The future login of each candidate to be created, or to be given a new one."""
    plan: Plan


def read_plan(unit: UnitOfWork, request: Request, host: Host, now: datetime) -> Planned:
    """Read what the run is about and work out its plan.

    Raises:
        UnknownSchoolError: see M1.
        ServiceNotGrantedError: see M1.
        EmptyRosterError: no candidature of the school for the session.
        UnknownGroupError: a chosen group does not exist (M4).
        UnknownCandidateError: a candidate of the criteria has no candidature here.
        UnknownAccountError: a candidate whose password is to be prolonged has no account.
        NothingSelectedError: no candidature matches the criteria (M14).
        LimitedToOneError: several do, and the limit was not lifted (M14).
        SessionOverError: a password issued now would have expired already.
        EligibilityFailedError: the host's policy failed.
        UnprintableTextError: the renderer cannot draw the name of the school or the label of the session.
        RendererFailedError: the renderer failed to say what it can draw.
    """
    school = granted_school(unit, request.uai)
    now = model.told_in(now, zone_of(host, school))
    selected = _select(unit, request, host, now)
    rows = model.in_order(selected.rows, request.generation.grouping)
    candidatures = {row.candidate_id: row for row in rows if isinstance(row, model.Candidature)}
    covers = request.generation.grouping if any(layout.cover_at_group for layout in request.layouts) else None
    end = host.password_validity.ends_at(now.date(), request.session)
    decided = decide_rows(
        unit,
        host,
        request.uai,
        selected,
        treat=lambda one: request.treatment(one, end, now),
        at=now,
        takes_over=request.takes_over,
        covers=covers,
        email_slips=request.generation.email_papillons,
    )
    accounts, decisions = decided.accounts, decided.by_key
    drawn = (one.name for key, one in candidatures.items() if decisions[key] in WITH_SLIP or key in decided.email_slips)
    if first := next(drawn, None):
        check_shared(host, first, school=school.name, session=request.session.label)
    served = WITH_SLIP if request.new_login else {model.OutcomeKind.CREATED}
    wanting = [candidature for key, candidature in candidatures.items() if decisions[key] in served]
    found = new_logins(unit, host.login_policy, wanting, accounts, host.pseudonymizer)
    decided = evolve(decided, by_key={**decisions, **found.refusals})
    outcomes = tuple(_outcome(row, decided, found, request, now) for row in rows)
    if now >= request.session.ends_at and any(outcome.has_papillon for outcome in outcomes):
        raise errors.SessionOverError(request.session.id, request.session.last_day)
    saw = {
        "accounts": [_account_facts(account) for _, account in sorted(accounts.items())],
        "candidatures": rows,
        "eligibility": spec_of(errors.EligibilityFailedError, host.eligibility),
        "holders": [holder for key, holder in sorted(decided.holders.items()) if key in accounts],
        "ledger": sorted(found.numbers.items()),
        "login_policy": found.policy,
        "outcomes": outcomes,
        "password_policy": host.password_policy.spec,
        "password_validity": host.password_validity.spec,
        "request": request,
        "school": school,
        "told": sorted((key, *sorted(uais), key in decided.transferred) for key, uais in decided.others.items()),
    }
    notices = (
        *decided.notices,
        *_other_schools(unit, request, decided, candidatures.values(), outcomes),
        *_notices(candidatures.values(), outcomes),
        *_slips_of_today(request, outcomes, accounts, now),
    )
    plan = Plan(request=request, outcomes=outcomes, digest=digest(saw), notices=notices)
    return Planned(school=school, candidatures=candidatures, decided=decided, new_logins=found.logins, plan=plan)


def _select(unit: UnitOfWork, request: Request, host: Host, now: datetime) -> Rows:
    everyone = rows_of(unit, host, request.uai, request.session.id)
    if request.lost is not None:
        holders = {account.candidate_id for account in holding(unit, host, request.uai, request.lost, now)}
        return evolve(everyone, rows=tuple(row for row in everyone.rows if row.candidate_id in holders))
    if not everyone.rows:
        raise errors.EmptyRosterError(request.uai, request.session.id)
    chosen, wanted = everyone.rows, request.generation.groups
    if wanted is not None:
        labels = {row.candidate_id: model.group_of(row, request.generation.grouping) for row in chosen}
        known = tuple(group.label for group in sorted(set(labels.values()), key=lambda group: group.order))
        for label in wanted:
            if label not in known:
                raise errors.UnknownGroupError(label, known)
        chosen = tuple(row for row in chosen if labels[row.candidate_id].label in wanted)
    return evolve(everyone, rows=_matching(unit, request, everyone, chosen))


def _matching(unit: UnitOfWork, request: Request, everyone: Rows, chosen: Iterable[model.Row]) -> tuple[model.Row, ...]:
    """Return those of the chosen rows that match the criteria; of a prolongation, those that have an account."""
    criteria = request.criteria
    if criteria.candidates is not None:
        merged = unit.holders.merged(criteria.candidates)
        keys = {merged.get(key, key) for key in criteria.candidates}
        for missing in sorted(keys - {row.candidate_id for row in everyone.rows}):
            raise errors.UnknownCandidateError(missing)
        criteria = evolve(criteria, candidates=keys)
    matching = tuple(row for row in chosen if criteria.match(row))
    if not matching:
        raise errors.NothingSelectedError(request.selection)
    if len(matching) > 1 and not request.lift_limit:
        raise errors.LimitedToOneError(len(matching))
    if request.activity is not model.Activity.PROLONG:
        return matching
    accounts = unit.accounts.standing([row.candidate_id for row in matching])
    for missing in sorted({*(criteria.candidates or ())} - accounts.keys()):
        raise errors.UnknownAccountError(missing)
    return tuple(row for row in matching if row.candidate_id in accounts)


def _outcome(row: model.Row, decided: Decisions, found: NewLogins, request: Request, now: datetime) -> model.Outcome:
    key = row.candidate_id
    account, decision = decided.accounts.get(key), decided.by_key[key]
    kind = model.OutcomeKind.REFUSED if isinstance(decision, model.Refusal) else decision
    new = found.logins.get(key)
    if isinstance(decision, model.Refusal) and decision.reason in HELD_BACK:
        account = None  # of another person, whom the row must not show
    version = account.next_version if account else 1
    held = None if key in decided.elsewhere else account
    stays = account is not None and account.is_open and kind in {model.OutcomeKind.KEPT, model.OutcomeKind.REFUSED}
    return model.Outcome(
        candidate_id=key,
        name=row.name,
        group=model.group_of(row, request.generation.grouping),
        kind=kind,
        login=new.login if new else account.login if account else None,
        former_login=account.login if account and new else None,
        account_id=held.id if held else None,
        credential_version=version if kind in WITH_SLIP else None,
        refusal=decision if isinstance(decision, model.Refusal) else None,
        has_email_papillon=key in decided.email_slips and account is not None,
        shortfall=account.falls_short(request.session.ends_at, now) if account and stays else None,
    )


def _notices(candidatures: Iterable[model.Candidature], outcomes: Iterable[model.Outcome]) -> tuple[model.Notice, ...]:
    """Return what to look at about the accounts that a run creates or gives a new login."""
    owners = {outcome.login: outcome.candidate_id for outcome in outcomes if outcome.login is not None}
    alike = (
        model.Notice(
            model.NoticeReason.LOOK_ALIKE_LOGINS, tuple(owners[login] for login in group), {"logins": ", ".join(group)}
        )
        for group in look_alikes(owners)
    )
    new = {o.candidate_id for o in outcomes if o.kind is model.OutcomeKind.CREATED or o.former_login is not None}
    return tuple(notice for notice in (*alike, *model.doubles(candidatures)) if not new.isdisjoint(notice.candidates))


def _other_schools(
    unit: UnitOfWork,
    request: Request,
    decided: Decisions,
    candidatures: Iterable[model.Candidature],
    outcomes: Iterable[model.Outcome],
) -> Iterator[model.Notice]:
    """Tell of those whom another school may act on too, or has a candidature of in the session."""
    here = {one.candidate_id: one for one in candidatures}
    others = {key: set(uais) for key, uais in decided.others.items()}
    for file in candidatures_of(unit, here.keys()):
        is_elsewhere = file.session_id == request.session.id and file.uai != request.uai
        if is_elsewhere and not model.contradicts(here[file.candidate_id].candidate, file.candidate):
            others.setdefault(file.candidate_id, set()).add(file.uai)
    facts = named_schools(unit, others)
    for one in outcomes:
        key = one.candidate_id
        if key in others and one.kind is not model.OutcomeKind.REFUSED:
            moves = key in decided.transferred
            reason = model.NoticeReason.TRANSFERRED if moves else model.NoticeReason.IN_TWO_SCHOOLS
            yield model.Notice(reason, (key,), {"person": one.name, **facts[key]})


def _slips_of_today(
    request: Request, outcomes: Iterable[model.Outcome], accounts: Mapping[CandidateId, model.Account], now: datetime
) -> Iterator[model.Notice]:
    """Tell of slips made the same day that a run kills, unless they are lost."""
    if request.lost is not None:
        return
    killed = tuple(
        one.candidate_id
        for one in outcomes
        if one.kind is model.OutcomeKind.RENEWED
        for present in [accounts[one.candidate_id].credential]
        if present
        and present.state is model.CredentialState.PROVISIONAL
        and present.issued_at.date() == now.date()
        and present.revoked_at is None
    )
    if killed:
        yield model.Notice(model.NoticeReason.SLIPS_OF_TODAY, killed)


def check_slips_of_today(planned: Planned) -> None:
    """Make sure that a plan kills no slip of today, where the request spares them.

    Raises:
        SlipsOfTodayError: it would.
    """
    killed = [one for one in planned.plan.notices if one.reason is model.NoticeReason.SLIPS_OF_TODAY]
    if killed and planned.plan.request.generation.spare_slips_of_today:
        raise errors.SlipsOfTodayError(planned.school.uai, len(killed[0].candidates))


def _account_facts(account: model.Account) -> dict[str, object]:
    """All of an account but its hash."""
    version = account.credential.version if account.credential else 0
    return {"version": version, **attrs.asdict(evolve(account, credential=None), recurse=False)}


def check_same(planned: Plan, found: Plan) -> None:
    """Make sure that a plan still holds.

    Raises:
        StalePlanError: the world has changed since it was made.
    """
    if planned.digest != found.digest:
        raise errors.StalePlanError(planned.request.uai, planned.digest, found.digest)
