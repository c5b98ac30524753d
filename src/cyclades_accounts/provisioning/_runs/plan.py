"""What is asked of a run, and its plan: what it would do, bound to what it saw (M4, M6-M9, M14, M15)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
from attrs import Attribute, evolve, field, frozen

from cyclades_accounts.eligibility import Decision
from cyclades_accounts.errors import (
    EligibilityFailedError,
    EmptyRosterError,
    LimitedToOneError,
    NothingSelectedError,
    StalePlanError,
    UnknownCandidateError,
    UnknownGroupError,
)
from cyclades_accounts.identifiers import (
    TEXT_MAX_LENGTH,
    CandidateId,
    Uai,
    checked_text,
    digest,
    parse_candidate_id,
    several_texts,
)
from cyclades_accounts.logins import folded_names, look_alikes
from cyclades_accounts.model import (
    Account,
    Activity,
    Candidature,
    ExamSession,
    Grouping,
    Holder,
    Notice,
    NoticeReason,
    Outcome,
    OutcomeKind,
    OutcomeList,
    Refusal,
    Row,
    School,
    Subject,
    doubles,
    exactly,
    group_of,
    in_order,
)
from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE, Layout
from cyclades_accounts.provisioning._host import Host, call, granted_school
from cyclades_accounts.provisioning._shared.decisions import HELD_BACK, decide_rows, owed_email_slips
from cyclades_accounts.provisioning._shared.new_logins import NewLogin, NewLogins, new_logins
from cyclades_accounts.provisioning._shared.people import Rows, rows_of
from cyclades_accounts.provisioning._shared.slips import checked_layouts
from cyclades_accounts.repositories import UnitOfWork

LABEL_MAX_LENGTH: Final = 2 * TEXT_MAX_LENGTH + len(" / ")
"""Longest label of a group, in characters: it may have two labels of a candidature in it."""


def _several(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(sorted(set(several_texts("criteria", values, "values"))))


def _groups(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(sorted(set(several_texts("groups", values, "values"))))


def _plain_texts(instance: object, attribute: "Attribute[Any]", values: tuple[str, ...] | None) -> None:
    """Take short texts, and no subclass of ``str``: a campaign sends them to workers, and nothing may ride along."""
    del instance
    for value in values or ():
        checked_text(attribute.name, value, longest=LABEL_MAX_LENGTH)


def _keys(values: Iterable[str] | None) -> tuple[CandidateId, ...] | None:
    found = _several(values)
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
    divisions: tuple[str, ...] | None = field(default=None, converter=_several, validator=_plain_texts)
    """« Division de classe »."""
    series: tuple[str, ...] | None = field(default=None, converter=_several, validator=_plain_texts)
    """« Série (libellé) »."""
    qualifications: tuple[str, ...] | None = field(default=None, converter=_several, validator=_plain_texts)
    """« Qualification présentée »."""

    def match(self, row: Row) -> bool:
        """Whether the row satisfies every criterion given."""
        return all(
            wanted is None or value in wanted
            for wanted, value in (
                (self.candidates, row.candidate_id),
                (self.divisions, row.division),
                (self.series, row.serie),
                (self.qualifications, row.qualification),
            )
        )


_ALL_OF_THEM: Final = Criteria()


@frozen(kw_only=True)
class Request:
    """All that is asked of a run."""

    activity: Activity
    """:attr:`Activity.GENERATE` or :attr:`Activity.REGENERATE`."""
    uai: Uai
    session: ExamSession = field(validator=exactly(ExamSession))
    generation: Generation = field(default=EVERYBODY, validator=exactly(Generation))
    criteria: Criteria = field(default=_ALL_OF_THEM, validator=exactly(Criteria))
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
        title does not count, nor do the label and the last day of the session. The digest is made of what differs from
        the defaults: an option added later changes none.
        """
        return Subject(uai=self.uai, session_id=self.session.id, request=digest(_asked(self))[:12])

    @property
    def selection(self) -> str:
        """Which candidatures are meant, for an error."""
        given = attrs.asdict(self.criteria, recurse=False) | {"groups": self.generation.groups}
        return "; ".join(f"{name} {list(values)}" for name, values in given.items() if values is not None)


def _asked(request: Request) -> dict[str, object]:
    """Return what is asked beyond the session, as far as it differs from the defaults."""
    layouts = None if request.layouts == _LAYOUTS[request.activity] else request.layouts
    whole = evolve(request, generation=evolve(request.generation, layouts=layouts, renew=request.renews))
    given = attrs.asdict(whole, recurse=False, filter=lambda one, value: value != one.default)
    del given["session"]
    return given


def earlier_subjects(request: Request) -> tuple[Subject, ...]:
    """Return the subjects as the library wrote them while its tables were at version 4, so that a retry finds its run.

    Sessions had an exam and a year then. Their digests had the session's fields, and at first every other field too.
    """
    exam, _, year = request.session.id.rpartition("-")
    if not year.isdecimal():
        return ()
    session = {"exam": exam, "last_day": request.session.last_day, "year": int(year)}
    every_field = {
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
        "session": session,
    }
    told = {name: value for name, value in session.items() if value != "DNB"}
    forms = (every_field, _asked(request) | {"session": told})
    return tuple(Subject(uai=request.uai, session_id=request.session.id, request=digest(one)[:12]) for one in forms)


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
    holders: Mapping[CandidateId, Holder]
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
        EligibilityFailedError: the host's policy failed.
    """
    school = granted_school(unit, request.uai)
    selected = _select(unit, request, host)
    rows = in_order(selected.rows, request.generation.grouping)
    candidatures = {row.candidate_id: row for row in rows if isinstance(row, Candidature)}
    decided = decide_rows(unit, host, request.uai, selected, renew=request.renews)
    accounts, decisions = decided.accounts, dict(decided.by_key)
    wants_email_slips = request.generation.email_papillons
    email_slips = owed_email_slips(host, candidatures.values(), accounts) if wants_email_slips else frozenset()
    served = {OutcomeKind.CREATED, OutcomeKind.RENEWED} if request.new_login else {OutcomeKind.CREATED}
    wanting = [candidature for key, candidature in candidatures.items() if decisions[key] in served]
    found = new_logins(unit, host.login_policy, wanting, accounts, host.pseudonymizer)
    decisions |= found.refusals
    outcomes = tuple(
        _outcome(
            row,
            accounts.get(row.candidate_id),
            decisions[row.candidate_id],
            found,
            request,
            has_email_papillon=row.candidate_id in email_slips,
        )
        for row in rows
    )
    saw = {
        "accounts": [_account_facts(account) for _, account in sorted(accounts.items())],
        "candidatures": rows,
        "eligibility": call(EligibilityFailedError, lambda: host.eligibility.spec),
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
        candidatures=candidatures,
        accounts=accounts,
        holders=decided.holders,
        new_logins=found.logins,
        plan=Plan(
            request=request,
            outcomes=outcomes,
            digest=digest(saw),
            notices=(*decided.notices, *_notices(candidatures.values(), outcomes)),
        ),
    )


def _select(unit: UnitOfWork, request: Request, host: Host) -> Rows:
    everyone = rows_of(unit, host, request.uai, request.session.id)
    if not everyone.rows:
        raise EmptyRosterError(request.uai, request.session.id)
    chosen, wanted = everyone.rows, request.generation.groups
    if wanted is not None:
        labels = {row.candidate_id: group_of(row, request.generation.grouping) for row in chosen}
        known = tuple(group.label for group in sorted(set(labels.values()), key=lambda group: group.order))
        for label in wanted:
            if label not in known:
                raise UnknownGroupError(label, known)
        chosen = tuple(row for row in chosen if labels[row.candidate_id].label in wanted)
    criteria = request.criteria
    if criteria.candidates is not None:
        merged = unit.holders.merged(criteria.candidates)
        keys = {merged.get(key, key) for key in criteria.candidates}
        for missing in sorted(keys - {row.candidate_id for row in everyone.rows}):
            raise UnknownCandidateError(missing)
        criteria = evolve(criteria, candidates=keys)
    matching = tuple(row for row in chosen if criteria.match(row))
    if not matching:
        raise NothingSelectedError(request.selection)
    if len(matching) > 1 and not request.lift_limit:
        raise LimitedToOneError(len(matching))
    return evolve(everyone, rows=matching)


def _outcome(
    row: Row,
    account: Account | None,
    decision: Decision,
    found: NewLogins,
    request: Request,
    *,
    has_email_papillon: bool,
) -> Outcome:
    kind = OutcomeKind.REFUSED if isinstance(decision, Refusal) else decision
    new = found.logins.get(row.candidate_id)
    if isinstance(decision, Refusal) and decision.reason in HELD_BACK:
        account = None  # of another person, whom the row must not show
    version = account.next_version if account else 1
    return Outcome(
        candidate_id=row.candidate_id,
        name=row.name,
        group=group_of(row, request.generation.grouping),
        kind=kind,
        login=new.login if new else account.login if account else None,
        former_login=account.login if account and new else None,
        account_id=account.id if account else None,
        credential_version=version if kind in {OutcomeKind.CREATED, OutcomeKind.RENEWED} else None,
        refusal=decision if isinstance(decision, Refusal) else None,
        has_email_papillon=has_email_papillon and account is not None,
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
