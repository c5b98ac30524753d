"""Plans: what a run would do, bound to what it saw (M4, M6, M7, M8, M14, M15). Nothing here writes."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import cast

import attrs
from attrs import evolve, field, frozen
from attrs.validators import instance_of

from cyclades_accounts.eligibility import decide, has_email_slip
from cyclades_accounts.errors import (
    EmptyRosterError,
    InvalidValueError,
    LimitedToOneError,
    NothingSelectedError,
    UnknownCandidateError,
    UnknownGroupError,
)
from cyclades_accounts.identifiers import CandidateId, Uai, parse_candidate_id
from cyclades_accounts.model import (
    Account,
    Activity,
    Candidature,
    ExamSession,
    Grouping,
    Notice,
    Outcome,
    OutcomeKind,
    OutcomeList,
    Refusal,
    School,
    group_of,
    in_order,
)
from cyclades_accounts.papillons import Layout
from cyclades_accounts.provisioning._drawing import checked_layouts
from cyclades_accounts.provisioning._login_policy import GuardedLoginPolicy
from cyclades_accounts.provisioning._new_logins import NewLogin, new_logins
from cyclades_accounts.provisioning._notices import notices_of_run
from cyclades_accounts.provisioning._once import granted_school
from cyclades_accounts.provisioning._tools import Tools
from cyclades_accounts.repositories import UnitOfWork


def _texts(values: Iterable[str] | None) -> frozenset[str] | None:
    if isinstance(values, str):
        raise InvalidValueError("criteria", values, "several values, such as a set, not one text")
    return None if values is None else frozenset(values)


def _groups(values: Iterable[str] | None) -> tuple[str, ...] | None:
    if isinstance(values, str):
        raise InvalidValueError("groups", values, "several values, such as a set, not one text")
    return None if values is None else tuple(sorted(set(values)))


def _ids(values: Iterable[str] | None) -> frozenset[CandidateId] | None:
    return None if values is None else frozenset(parse_candidate_id(value) for value in _texts(values) or ())


@frozen(kw_only=True)
class Criteria:
    """Selection criteria of a regeneration (critères de sélection, M14): all that are given must hold.

    Raises:
        InvalidValueError: one text where several values are asked for.
    """

    candidates: frozenset[CandidateId] | None = field(default=None, converter=_ids)
    divisions: frozenset[str] | None = field(default=None, converter=_texts)
    series: frozenset[str] | None = field(default=None, converter=_texts)
    qualifications: frozenset[str] | None = field(default=None, converter=_texts)

    def match(self, candidature: Candidature) -> bool:
        """Whether the candidature satisfies every criterion given."""
        return all(
            wanted is None or value in wanted
            for wanted, value in (
                (self.candidates, candidature.candidate.id),
                (self.divisions, candidature.division),
                (self.series, candidature.serie),
                (self.qualifications, candidature.qualification),
            )
        )


@frozen(kw_only=True)
class Request:
    """What is asked of a run."""

    activity: Activity
    """:attr:`Activity.GENERATE` or :attr:`Activity.REGENERATE`."""
    school: Uai
    session: ExamSession = field(validator=instance_of(ExamSession))
    grouping: Grouping = field(validator=instance_of(Grouping))
    groups: tuple[str, ...] | None = field(default=None, converter=_groups)
    """Labels of the chosen groups (M4), as :attr:`~cyclades_accounts.model.Group.label` gives them;
    ``None`` for all."""
    layouts: tuple[Layout, ...] = field(converter=checked_layouts)
    """Layouts of the documents, one each (M9, M14)."""
    email_papillons: bool = False
    """Whether candidates who log in by e-mail get a slip too, which shows no password (M8)."""
    renew: bool = False
    """Whether those who have an account get a new password (M7, M14)."""
    criteria: Criteria = field(factory=Criteria, validator=instance_of(Criteria))
    lift_limit: bool = True
    """Whether more than one candidature may match (M14); a generation knows no limit."""
    new_login: bool = False
    """Whether an account that is renewed also gets a new login, where the present one no longer comes from the name."""

    @property
    def subject(self) -> str:
        """The school, the session, and the first digits of the digest of all that is asked.

        A run id is good for one request: asking something else under it is refused, not answered with another report.
        """
        return f"{self.school} {self.session.id} {digest(self)[:12]}"

    @property
    def selection(self) -> str:
        """Which candidatures are meant, for an error."""
        given = attrs.asdict(self.criteria, recurse=False) | {"groups": self.groups}
        return "; ".join(f"{name} {sorted(values)}" for name, values in given.items() if values is not None)


@frozen(kw_only=True)
class Plan(OutcomeList):
    """What a run would do. Executing it does exactly that, or is refused because the world has changed."""

    request: Request
    outcomes: tuple[Outcome, ...]
    """One for each candidature the run would look at, sorted by group, family name, given names and key. The logins
    shown are the ones the run would issue; none is reserved."""
    digest: str
    """SHA-256 (hexadecimal) of what the plan saw, as canonical JSON: school, candidatures, accounts, policies and the
    state of the ledger for the stems involved."""
    notices: tuple[Notice, ...] = ()
    """What to look at, about accounts that the run would create or give a new login; it stops nothing."""


@frozen(kw_only=True)
class World:
    """What a plan saw, kept while it is executed."""

    school: School
    candidatures: Mapping[CandidateId, Candidature]
    accounts: Mapping[CandidateId, Account]
    new_logins: Mapping[CandidateId, NewLogin]
    """The future login of each candidate to be created, or to be given a new one."""
    plan: Plan


def look(unit: UnitOfWork, request: Request, tools: Tools) -> World:
    """Read what the run is about and work out its plan.

    Raises:
        UnknownSchoolError: see M1.
        ServiceNotGrantedError: see M1.
        EmptyRosterError: no candidature of the school for the session.
        UnknownGroupError: a chosen group does not exist (M4).
        UnknownCandidateError: a candidate of the criteria has no candidature here.
        NothingSelectedError: no candidature matches the criteria (M14).
        LimitedToOneError: several do, and the limit was not lifted (M14).
    """
    school = granted_school(unit, request.school)
    candidatures = in_order(_select(unit, request), request.grouping)
    ids = [candidature.candidate.id for candidature in candidatures]
    accounts = unit.accounts.of_candidates(ids)
    schools = _schools(unit, candidatures, accounts) if request.renew else {}
    policy = GuardedLoginPolicy(tools.login_policy)
    decisions: dict[CandidateId, OutcomeKind | Refusal] = {
        candidature.candidate.id: decide(
            candidature,
            accounts.get(candidature.candidate.id),
            schools.get(candidature.candidate.id, ()),
            renew=request.renew,
        )
        for candidature in candidatures
    }
    served = {OutcomeKind.CREATED, OutcomeKind.RENEWED} if request.new_login else {OutcomeKind.CREATED}
    wanting = [candidature for candidature in candidatures if decisions[candidature.candidate.id] in served]
    found = new_logins(unit, policy, wanting, accounts, tools.pseudonymizer)
    decisions |= found.refusals
    outcomes = tuple(
        _outcome(candidature, accounts.get(key), decisions[key], found.logins.get(key), request)
        for key, candidature in zip(ids, candidatures, strict=True)
    )
    saw = {
        "accounts": [_account_facts(account) for _, account in sorted(accounts.items())],
        "candidatures": candidatures,
        "ledger": sorted(found.numbers.items()),
        "login_policy": policy.spec,
        "outcomes": outcomes,
        "password_policy": tools.password_policy.spec,
        "password_validity": tools.password_validity.spec,
        "request": request,
        "school": school,
    }
    return World(
        school=school,
        candidatures=dict(zip(ids, candidatures, strict=True)),
        accounts=accounts,
        new_logins=found.logins,
        plan=Plan(
            request=request, outcomes=outcomes, digest=digest(saw), notices=notices_of_run(candidatures, outcomes)
        ),
    )


def _select(unit: UnitOfWork, request: Request) -> list[Candidature]:
    everyone = unit.candidatures.of_school(request.school, request.session.id)
    if not everyone:
        raise EmptyRosterError(request.school, request.session.id)
    chosen = everyone
    if request.groups is not None:
        groups = {group_of(candidature, request.grouping) for candidature in everyone}
        known = tuple(group.label for group in sorted(groups, key=lambda group: group.order))
        for label in request.groups:
            if label not in known:
                raise UnknownGroupError(label, known)
        chosen = tuple(c for c in everyone if group_of(c, request.grouping).label in request.groups)
    criteria = request.criteria
    if criteria.candidates is not None:
        merged = unit.candidatures.merged(criteria.candidates)
        criteria = evolve(criteria, candidates={merged.get(key, key) for key in criteria.candidates})
        for missing in sorted((criteria.candidates or frozenset()) - {c.candidate.id for c in everyone}):
            raise UnknownCandidateError(missing)
    matching = [candidature for candidature in chosen if criteria.match(candidature)]
    if not matching:
        raise NothingSelectedError(request.selection)
    if len(matching) > 1 and not request.lift_limit:
        raise LimitedToOneError(len(matching))
    return matching


def _schools(
    unit: UnitOfWork, candidatures: Iterable[Candidature], accounts: Mapping[CandidateId, Account]
) -> dict[CandidateId, set[Uai]]:
    """Present and former schools of those who have an account (M7)."""
    schools = {
        c.candidate.id: {c.school, *c.candidate.former_schools} for c in candidatures if c.candidate.id in accounts
    }
    for held in unit.candidatures.of_candidates(schools):
        schools[held.candidate.id].add(held.school)
    return schools


def _outcome(
    candidature: Candidature,
    account: Account | None,
    decision: OutcomeKind | Refusal,
    new: NewLogin | None,
    request: Request,
) -> Outcome:
    kind = OutcomeKind.REFUSED if isinstance(decision, Refusal) else decision
    version = account.next_version if account else 1
    return Outcome(
        candidate_id=candidature.candidate.id,
        name=candidature.candidate.full_name,
        group=group_of(candidature, request.grouping),
        kind=kind,
        login=new.login if new else account.login if account else None,
        former_login=account.login if account and new else None,
        account_id=account.id if account else None,
        credential_version=version if kind in {OutcomeKind.CREATED, OutcomeKind.RENEWED} else None,
        refusal=decision if isinstance(decision, Refusal) else None,
        has_email_papillon=request.email_papillons and has_email_slip(candidature, account),
    )


def _account_facts(account: Account) -> dict[str, object]:
    """All of an account but its hash."""
    version = account.credential.version if account.credential else 0
    return {"version": version, **attrs.asdict(evolve(account, credential=None), recurse=False)}


def digest(value: object) -> str:
    """Return the SHA-256 (hexadecimal) of ``value`` as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """Bring a value that JSON does not know to one it does."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # and datetime
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(cast("frozenset[str]", value))
    return attrs.asdict(cast("attrs.AttrsInstance", value), recurse=False)
