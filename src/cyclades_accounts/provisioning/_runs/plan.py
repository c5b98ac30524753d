"""What is asked of a run, and its plan: what it would do, bound to what it saw (M4, M6-M9, M14, M15)."""

from collections.abc import Iterable, Mapping
from typing import Final

import attrs
from attrs import evolve, field, frozen

from cyclades_accounts.eligibility import decide, has_email_slip
from cyclades_accounts.errors import (
    EmptyRosterError,
    LimitedToOneError,
    NothingSelectedError,
    StalePlanError,
    UnknownCandidateError,
    UnknownGroupError,
)
from cyclades_accounts.identifiers import CandidateId, Uai, digest, parse_candidate_id, several_texts
from cyclades_accounts.logins import folded_names, look_alikes
from cyclades_accounts.model import (
    Account,
    Activity,
    Candidature,
    ExamSession,
    Grouping,
    Notice,
    NoticeReason,
    Outcome,
    OutcomeKind,
    OutcomeList,
    Refusal,
    School,
    Subject,
    doubles,
    exactly,
    group_of,
    in_order,
)
from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE, Layout
from cyclades_accounts.provisioning._host import Host, granted_school
from cyclades_accounts.provisioning._shared.new_logins import NewLogin, new_logins
from cyclades_accounts.provisioning._shared.slips import checked_layouts
from cyclades_accounts.repositories import UnitOfWork


def _groups(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(sorted(set(several_texts("groups", values, "values"))))


def _plain_texts(instance: object, attribute: object, values: tuple[str, ...] | None) -> None:
    """Take no subclass of ``str``: a campaign sends the labels to workers, and nothing may ride along in them."""
    for value in values or ():
        exactly(str)(instance, attribute, value)


def _criterion(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(sorted(set(several_texts("criteria", values, "values"))))


def _keys(values: Iterable[str] | None) -> tuple[CandidateId, ...] | None:
    found = _criterion(values)
    return None if found is None else tuple(sorted({parse_candidate_id(value) for value in found}))


def _layouts(values: Iterable[Layout] | None) -> tuple[Layout, ...] | None:
    return None if values is None else checked_layouts(values)


@frozen(kw_only=True)
class Generation:
    """Whom a run serves and what it makes: the choices that plan, generation, regeneration and campaign share.

    The default is that of the ministry's memo: every class, accounts for those who have none (M6), and the documents of
    M9 or M14.

    Raises:
        InvalidValueError: one text where several are asked for, or layouts that are none.
    """

    grouping: Grouping = field(default=Grouping.DIVISION, validator=exactly(Grouping))
    """How candidatures are listed, and slips sorted (M4)."""
    groups: tuple[str, ...] | None = field(default=None, converter=_groups, validator=_plain_texts)
    """Labels of the groups to serve, as :attr:`~cyclades_accounts.model.Group.label` gives them; ``None`` for all."""
    renew: bool = field(default=False, validator=exactly(bool))
    """« Forcer la création d'un nouveau mot de passe » (M7): also renew those who have an account. A regeneration
    always does (M14)."""
    layouts: tuple[Layout, ...] | None = field(default=None, converter=_layouts)
    """How slips stand on the pages; one document is made for each layout. ``None`` for the memo's: one and two slips
    per page for a generation (M9), one per page for a regeneration (M14)."""
    email_papillons: bool = field(default=False, validator=exactly(bool))
    """Whether candidates who log in by e-mail get a slip too, without password, in its place among the others (M8).
    Their accounts stay as they are; every run that asks for it makes their slips."""


EVERYBODY: Final = Generation()
"""The memo's generation: all classes, and nobody is renewed."""

_LAYOUTS: Final = {Activity.GENERATE: (ONE_PER_PAGE, TWO_PER_PAGE), Activity.REGENERATE: (ONE_PER_PAGE,)}


@frozen(kw_only=True)
class Criteria:
    """Selection criteria of a regeneration (critères de sélection, M14): all that are given must hold.

    Raises:
        InvalidValueError: one text where several values are asked for.
    """

    candidates: tuple[CandidateId, ...] | None = field(default=None, converter=_keys)
    """Stable keys of the candidates."""
    divisions: tuple[str, ...] | None = field(default=None, converter=_criterion)
    """« Division de classe »."""
    series: tuple[str, ...] | None = field(default=None, converter=_criterion)
    """« Série (libellé) »."""
    qualifications: tuple[str, ...] | None = field(default=None, converter=_criterion)
    """« Qualification présentée »."""

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
    """All that is asked of a run."""

    activity: Activity
    """:attr:`Activity.GENERATE` or :attr:`Activity.REGENERATE`."""
    uai: Uai
    session: ExamSession = field(validator=exactly(ExamSession))
    generation: Generation = field(default=EVERYBODY, validator=exactly(Generation))
    criteria: Criteria = field(factory=Criteria, validator=exactly(Criteria))
    lift_limit: bool = field(default=True, validator=exactly(bool))
    """Whether more than one candidature may match (M14). A generation has no limit; :meth:`Desk.regenerate` sets it to
    false by default."""
    new_login: bool = field(default=False, validator=exactly(bool))
    """Whether an account that is renewed also gets a new login, where the present one no longer comes from the name."""

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """Layouts of the documents, one each (M9, M14)."""
        return self.generation.layouts or _LAYOUTS[self.activity]

    @property
    def renews(self) -> bool:
        """Whether those who have an account get a new password (M7, M14)."""
        return self.generation.renew or self.activity is Activity.REGENERATE

    @property
    def subject(self) -> Subject:
        """The school, the session, and the digest of all that is asked.

        A run id is good for one request: other choices under it are refused, not answered with another report. The
        title does not count. The digest is made of what differs from the defaults: an option added later changes none.
        """
        layouts = None if self.layouts == _LAYOUTS[self.activity] else self.layouts
        asked = evolve(self, generation=evolve(self.generation, layouts=layouts, renew=self.renews))
        return Subject(uai=self.uai, session_id=self.session.id, request=digest(asked)[:12])

    @property
    def selection(self) -> str:
        """Which candidatures are meant, for an error."""
        given = attrs.asdict(self.criteria, recurse=False) | {"groups": self.generation.groups}
        return "; ".join(f"{name} {list(values)}" for name, values in given.items() if values is not None)


def subject_of_version_4(request: Request) -> Subject:
    """Return the subject as the library wrote it while its tables were at version 4: its digest had every field.

    A retry finds the report of such a run with it.
    """
    facts = {
        "activity": request.activity,
        "criteria": attrs.asdict(request.criteria),
        "email_papillons": request.generation.email_papillons,
        "grouping": request.generation.grouping,
        "groups": request.generation.groups,
        "layouts": [attrs.asdict(layout) for layout in request.layouts],
        "lift_limit": request.lift_limit,
        "new_login": request.new_login,
        "renew": request.renews,
        "school": request.uai,
        "session": attrs.asdict(request.session),
    }
    return Subject(uai=request.uai, session_id=request.session.id, request=digest(facts)[:12])


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
class Planned:
    """A plan, and what it was made from: kept while it is carried out."""

    school: School
    candidatures: Mapping[CandidateId, Candidature]
    accounts: Mapping[CandidateId, Account]
    new_logins: Mapping[CandidateId, NewLogin]
    """The future login of each candidate to be created, or to be given a new one."""
    plan: Plan


def read_plan(unit: UnitOfWork, request: Request, host: Host) -> Planned:
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
    school = granted_school(unit, request.uai)
    candidatures = in_order(_select(unit, request), request.generation.grouping)
    ids = [candidature.candidate.id for candidature in candidatures]
    accounts = unit.accounts.of_candidates(ids)
    schools = _schools(unit, candidatures, accounts) if request.renews else {}
    decisions: dict[CandidateId, OutcomeKind | Refusal] = {
        candidature.candidate.id: decide(
            candidature,
            accounts.get(candidature.candidate.id),
            schools.get(candidature.candidate.id, ()),
            renew=request.renews,
        )
        for candidature in candidatures
    }
    served = {OutcomeKind.CREATED, OutcomeKind.RENEWED} if request.new_login else {OutcomeKind.CREATED}
    wanting = [candidature for candidature in candidatures if decisions[candidature.candidate.id] in served]
    found = new_logins(unit, host.login_policy, wanting, accounts, host.pseudonymizer)
    decisions |= found.refusals
    outcomes = tuple(
        _outcome(candidature, accounts.get(key), decisions[key], found.logins.get(key), request)
        for key, candidature in zip(ids, candidatures, strict=True)
    )
    saw = {
        "accounts": [_account_facts(account) for _, account in sorted(accounts.items())],
        "candidatures": candidatures,
        "ledger": sorted(found.numbers.items()),
        "login_policy": found.policy,
        "outcomes": outcomes,
        "password_policy": host.password_policy.spec,
        "password_validity": host.password_validity.spec,
        "request": request,
        "school": school,
    }
    return Planned(
        school=school,
        candidatures=dict(zip(ids, candidatures, strict=True)),
        accounts=accounts,
        new_logins=found.logins,
        plan=Plan(request=request, outcomes=outcomes, digest=digest(saw), notices=_notices(candidatures, outcomes)),
    )


def _select(unit: UnitOfWork, request: Request) -> list[Candidature]:
    everyone = unit.candidatures.of_school(request.uai, request.session.id)
    if not everyone:
        raise EmptyRosterError(request.uai, request.session.id)
    chosen, wanted = everyone, request.generation.groups
    if wanted is not None:
        labels = {c.key: group_of(c, request.generation.grouping) for c in everyone}
        known = tuple(group.label for group in sorted(set(labels.values()), key=lambda group: group.order))
        for label in wanted:
            if label not in known:
                raise UnknownGroupError(label, known)
        chosen = tuple(c for c in everyone if labels[c.key].label in wanted)
    criteria = request.criteria
    if criteria.candidates is not None:
        merged = unit.candidatures.merged(criteria.candidates)
        keys = {merged.get(key, key) for key in criteria.candidates}
        for missing in sorted(keys - {c.candidate.id for c in everyone}):
            raise UnknownCandidateError(missing)
        criteria = evolve(criteria, candidates=keys)
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
    schools = {c.candidate.id: {c.uai, *c.candidate.former_schools} for c in candidatures if c.candidate.id in accounts}
    for held in unit.candidatures.of_candidates(schools):
        schools[held.candidate.id].add(held.uai)
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
        group=group_of(candidature, request.generation.grouping),
        kind=kind,
        login=new.login if new else account.login if account else None,
        former_login=account.login if account and new else None,
        account_id=account.id if account else None,
        credential_version=version if kind in {OutcomeKind.CREATED, OutcomeKind.RENEWED} else None,
        refusal=decision if isinstance(decision, Refusal) else None,
        has_email_papillon=request.generation.email_papillons and has_email_slip(candidature, account),
    )


def _notices(candidatures: Iterable[Candidature], outcomes: Iterable[Outcome]) -> tuple[Notice, ...]:
    """Return what to look at about the accounts that a run creates or gives a new login."""
    owners = {outcome.login: outcome.candidate_id for outcome in outcomes if outcome.login is not None}
    alike = (
        Notice(NoticeReason.LOOK_ALIKE_LOGINS, tuple(owners[login] for login in group), {"logins": ", ".join(group)})
        for group in look_alikes(owners)
    )
    new = {o.candidate_id for o in outcomes if o.kind is OutcomeKind.CREATED or o.former_login is not None}
    return tuple(
        notice for notice in (*alike, *doubles(candidatures, folded_names)) if not new.isdisjoint(notice.candidates)
    )


def _account_facts(account: Account) -> dict[str, object]:
    """All of an account but its hash."""
    version = account.credential.version if account.credential else 0
    return {"version": version, **attrs.asdict(evolve(account, credential=None), recurse=False)}


def check_same(planned: Plan, found: Plan) -> None:
    """Make sure that a plan still holds.

    Raises:
        StalePlanError: the world has changed since it was made.
    """
    if planned.digest != found.digest:
        raise StalePlanError(planned.request.uai, planned.digest, found.digest)
