"""Does everybody have an account? M5, M12 and the list of M13."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from attrs import field, frozen

from cyclades_accounts import model
from cyclades_accounts.errors import EligibilityFailedError
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.logins import LoginPolicy
from cyclades_accounts.messages import Messages
from cyclades_accounts.provisioning._host import Host, call, known_school
from cyclades_accounts.provisioning._shared.decisions import HELD_BACK, Decisions, decide_rows
from cyclades_accounts.provisioning._shared.new_logins import stems_of
from cyclades_accounts.provisioning._shared.people import rows_of
from cyclades_accounts.repositories import UnitOfWork


@frozen
class Missing:
    """A candidature without an open account."""

    candidate_id: CandidateId = field(repr=False)
    name: str = field(repr=False)
    """Family name and given names."""
    refusal: model.Refusal | None
    """Why a run would not create the account; ``None`` if it would."""
    is_expected: bool
    """Whether the candidate should have an account, as the host's eligibility policy says: by the memo a candidat
    scolaire who is registered (M2), or one whose category or state is not told. The coverage is complete without the
    others."""


@frozen
class FallsShort:
    """A candidature with an open account whose slip does not open it until the session ends; a run keeps it (M6).

    Of an account that another school holds it is told too: nobody may be taken for served who is not.
    """

    candidate_id: CandidateId = field(repr=False)
    name: str = field(repr=False)
    """Family name and given names."""
    shortfall: model.Shortfall


@frozen
class GroupCoverage:
    """One line of the list (M5)."""

    group: model.Group
    candidates: int
    """Candidatures of the group."""
    with_account: int
    """How many of these candidatures have an open account."""
    missing: tuple[Missing, ...]
    """The candidatures without an open account, by family name, given names and key."""
    short: tuple[FallsShort, ...]
    """The candidatures with an open account whose password falls short of the session, in the same order."""


@frozen
class Coverage:
    """Which accounts exist, by group and in all (M5, M12)."""

    uai: Uai
    session_id: SessionId
    grouping: model.Grouping
    groups: tuple[GroupCoverage, ...]
    """In order; together they hold every candidature of the school for the session once."""

    @property
    def candidates(self) -> int:
        """Candidatures in all."""
        return sum(group.candidates for group in self.groups)

    @property
    def with_account(self) -> int:
        """How many of them have an open account."""
        return sum(group.with_account for group in self.groups)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The others, by group, family name, given names and key."""
        return tuple(missing for group in self.groups for missing in group.missing)

    @property
    def short(self) -> tuple[FallsShort, ...]:
        """Those with an account whose password falls short of the session, in the same order."""
        return tuple(short for group in self.groups for short in group.short)

    @property
    def is_complete(self) -> bool:
        """Whether there is an account, everybody who should have one has it, and each serves until the end (M12)."""
        return self.with_account > 0 and not self.short and not any(missing.is_expected for missing in self.missing)


def coverage(
    unit: UnitOfWork, host: Host, uai: Uai, session: model.ExamSession, *, grouping: model.Grouping, now: datetime
) -> Coverage:
    """Read which accounts exist.

    Raises:
        UnknownSchoolError: the store does not know the school.
        EligibilityFailedError: the host's policy failed.
    """
    known_school(unit, uai)
    rows = rows_of(unit, host, uai, session.id)
    decided = decide_rows(unit, host, uai, rows, at=now)
    why = refusals(host.login_policy, rows.rows, decided)
    sizes: Counter[model.Group] = Counter()
    missing: dict[model.Group, list[Missing]] = {}
    short: dict[model.Group, list[FallsShort]] = {}
    for row in model.in_order(rows.rows, grouping):
        group, key = model.group_of(row, grouping), row.candidate_id
        sizes[group] += 1
        lacking, account = missing.setdefault(group, []), decided.accounts.get(key)
        if key in why:
            lacking.append(Missing(key, row.name, why[key], is_awaited(host, row, why[key])))
        elif account and (shortfall := account.falls_short(session.ends_at, now)):
            short.setdefault(group, []).append(FallsShort(key, row.name, shortfall))
    return Coverage(
        uai=uai,
        session_id=session.id,
        grouping=grouping,
        groups=tuple(
            GroupCoverage(group, size, size - len(missing[group]), tuple(missing[group]), tuple(short.get(group, ())))
            for group, size in sizes.items()
        ),
    )


def refusals(
    policy: LoginPolicy, rows: Iterable[model.Row], decided: Decisions
) -> dict[CandidateId, model.Refusal | None]:
    """Return why those without an open account get none, or ``None`` for those whom a run would give one."""
    lacking = {key: decision for key, decision in decided.by_key.items() if decision is not model.OutcomeKind.KEPT}
    creatable = [
        row
        for row in rows
        if isinstance(row, model.Candidature) and lacking.get(row.candidate_id) is model.OutcomeKind.CREATED
    ]
    answers = lacking | stems_of(policy, creatable)
    return {key: answer if isinstance(answer, model.Refusal) else None for key, answer in answers.items()}


def is_awaited(host: Host, row: model.Row, refusal: model.Refusal | None) -> bool:
    """Whether the pupil counts as missing (M12): who would get an account always does, though held back until then."""
    if isinstance(row, model.NoCandidature):
        return row.is_awaited
    waits, policy = refusal is None or refusal.reason in HELD_BACK, host.eligibility
    return call(EligibilityFailedError, lambda: (waits and policy.refuse(row) is None) or bool(policy.is_awaited(row)))


def coverage_message(found: Coverage, messages: Messages, session: model.ExamSession) -> str:
    """Return the French message that a host shows (M12): who is served, who is awaited, and who hides behind the rest.

    Who falls short of the session is named, and nothing says that all is done.
    """
    if not found.candidates:
        return messages.nobody
    ready = [one for one in found.missing if one.refusal is None]
    held_back = [one for one in found.missing if one.is_expected and one.refusal and one.refusal.reason in HELD_BACK]
    blocked = [one for one in found.missing if one.is_expected and one.refusal and one not in held_back]
    outside = [one for one in found.missing if not one.is_expected]
    awaited, served = len(ready) + len(held_back) + len(blocked), found.with_account
    if awaited:
        parts = [messages.incomplete.of(awaited, expected=served + awaited)]
    elif served:
        parts = [(messages.complete if found.is_complete else messages.created).of(served)]
    else:
        parts = [messages.nothing_to_create]
    if ready:
        parts.append(messages.to_create.of(len(ready)))
    for text, some in ((messages.blocked, blocked), (messages.held_back, held_back), (messages.out_of_scope, outside)):
        if some:
            parts.append(text.of(len(some), reasons=_reasons(some, messages)))
    return " ".join([*parts, *_shortfalls([one.shortfall for one in found.short], messages, session)])


def run_message(found: model.OutcomeList, messages: Messages, session: model.ExamSession) -> str:
    """Return what a plan would do, or what a run did, and how many accounts fall short of the session."""
    texts = messages.done if isinstance(found, model.RunReport) else messages.planned
    counts = ((texts[kind], len(found.of(kind))) for kind in model.OutcomeKind)
    parts = ", ".join(text.of(count) for text, count in counts if count)
    said = [f"{parts}."] if parts else []
    if isinstance(found, model.RunReport):
        documents = len(found.documents)
        said.append(messages.documents.of(documents) if documents else messages.no_document)
    short = [one.shortfall for one in found.outcomes if one.shortfall]
    return " ".join([*said, *_shortfalls(short, messages, session)])


def _shortfalls(found: Iterable[model.Shortfall], messages: Messages, session: model.ExamSession) -> list[str]:
    """Return how many accounts do not open any more, and how many will not until the session ends."""
    early = [one.reason is model.ShortfallReason.ENDS_EARLY for one in found]
    last_day = session.last_day.strftime(messages.date_format)
    counts = (messages.expired, early.count(False)), (messages.ends_early, early.count(True))
    return [text.of(count, last_day=last_day) for text, count in counts if count]


def _reasons(missing: Iterable[Missing], messages: Messages) -> str:
    counts = Counter(messages.short(one.refusal) for one in missing if one.refusal)
    return ", ".join(f"{count} {short}" for short, count in counts.most_common())


def roster_list(
    unit: UnitOfWork, host: Host, uai: Uai, session: SessionId, grouping: model.Grouping
) -> tuple[model.RosterLine, ...]:
    """Return the « Liste détaillée de mes élèves » with the logins (M13).

    A row that is no candidature does not stand in it.

    Raises:
        UnknownSchoolError: the store does not know the school.
    """
    known_school(unit, uai)
    rows = rows_of(unit, host, uai, session)
    decided = decide_rows(unit, host, uai, rows)
    kept = {key for key, decision in decided.by_key.items() if decision is model.OutcomeKind.KEPT}
    candidatures = model.in_order((row for row in rows.rows if isinstance(row, model.Candidature)), grouping)
    return tuple(
        model.RosterLine(one, decided.accounts[one.candidate_id].login if one.candidate_id in kept else None)
        for one in candidatures
    )
