"""Does everybody have an account? M5, M12 and the list of M13."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from attrs import field, frozen

from cyclades_accounts.errors import EligibilityFailedError
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.logins import LoginPolicy
from cyclades_accounts.messages import Messages
from cyclades_accounts.model import (
    Candidature,
    Group,
    Grouping,
    NoCandidature,
    OutcomeKind,
    Refusal,
    RosterLine,
    Row,
    group_of,
    in_order,
)
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
    refusal: Refusal | None
    """Why a run would not create the account; ``None`` if it would."""
    is_expected: bool
    """Whether the candidate should have an account, as the host's eligibility policy says: by the memo a candidat
    scolaire who is registered (M2), or one whose category or state is not told. The coverage is complete without the
    others."""


@frozen
class GroupCoverage:
    """One line of the list (M5)."""

    group: Group
    candidates: int
    """Candidatures of the group."""
    with_account: int
    """How many of these candidatures have an open account."""
    missing: tuple[Missing, ...]
    """The candidatures without an open account, by family name, given names and key."""
    expired: tuple[CandidateId, ...] = field(repr=False)
    """Those of them with an open account whose password has expired or was revoked: a run keeps the account, and only
    a renewal gives it a password that opens it."""


@frozen
class Coverage:
    """Which accounts exist, by group and in all (M5, M12)."""

    uai: Uai
    session_id: SessionId
    grouping: Grouping
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
    def expired(self) -> tuple[CandidateId, ...]:
        """Accounts whose password has expired or was revoked, by group."""
        return tuple(key for group in self.groups for key in group.expired)

    @property
    def is_complete(self) -> bool:
        """Whether there is anybody, and everybody who should have an account has one (M12)."""
        return self.candidates > 0 and not any(missing.is_expected for missing in self.missing)


def coverage(
    unit: UnitOfWork, host: Host, uai: Uai, session: SessionId, *, grouping: Grouping, now: datetime
) -> Coverage:
    """Read which accounts exist.

    Raises:
        UnknownSchoolError: the store does not know the school.
        EligibilityFailedError: the host's policy failed.
    """
    known_school(unit, uai)
    rows = rows_of(unit, host, uai, session)
    decided = decide_rows(unit, host, uai, rows)
    refusals = _refusals(host.login_policy, rows.rows, decided)
    sizes: Counter[Group] = Counter()
    missing: dict[Group, list[Missing]] = {}
    expired: dict[Group, list[CandidateId]] = {}
    for row in in_order(rows.rows, grouping):
        group, key = group_of(row, grouping), row.candidate_id
        sizes[group] += 1
        lacking, account = missing.setdefault(group, []), decided.accounts.get(key)
        if key in refusals:
            lacking.append(Missing(key, row.name, refusals[key], _is_awaited(host, row, refusals[key])))
        elif account and account.credential and account.credential.is_lost(now):
            expired.setdefault(group, []).append(key)
    return Coverage(
        uai=uai,
        session_id=session,
        grouping=grouping,
        groups=tuple(
            GroupCoverage(group, size, size - len(missing[group]), tuple(missing[group]), tuple(expired.get(group, ())))
            for group, size in sizes.items()
        ),
    )


def _refusals(policy: LoginPolicy, rows: Iterable[Row], decided: Decisions) -> dict[CandidateId, Refusal | None]:
    """Return why those without an open account get none, or ``None`` for those whom a run would give one."""
    lacking = {key: decision for key, decision in decided.by_key.items() if decision is not OutcomeKind.KEPT}
    creatable = [row for row in rows if isinstance(row, Candidature) and lacking.get(row.candidate_id) in _CREATED]
    answers = lacking | stems_of(policy, creatable)
    return {key: answer if isinstance(answer, Refusal) else None for key, answer in answers.items()}


_CREATED: Final = {OutcomeKind.CREATED}


def _is_awaited(host: Host, row: Row, refusal: Refusal | None) -> bool:
    """Whether the pupil counts as missing (M12): who would get an account always does, though held back until then."""
    if isinstance(row, NoCandidature):
        return row.is_awaited
    waits, policy = refusal is None or refusal.reason in HELD_BACK, host.eligibility
    return call(EligibilityFailedError, lambda: (waits and policy.refuse(row) is None) or bool(policy.is_awaited(row)))


def coverage_message(found: Coverage, messages: Messages) -> str:
    """Return the French message that a host shows (M12)."""
    if not found.candidates:
        return messages.nobody
    creatable = [m for m in found.missing if m.refusal is None]
    blocked = [m for m in found.missing if m.refusal and m.is_expected]
    outside = [m for m in found.missing if not m.is_expected]
    facts = {
        "missing": len(creatable) + len(blocked),
        "with_account": found.with_account,
        "candidates": found.candidates,
    }
    parts = [(messages.complete if found.is_complete else messages.incomplete).format(**facts)]
    if creatable:
        parts.append(messages.to_create.format(count=len(creatable)))
    if blocked:
        parts.append(messages.blocked.format(count=len(blocked), reasons=_reasons(blocked, messages)))
    if outside:
        parts.append(messages.out_of_scope.format(count=len(outside), reasons=_reasons(outside, messages)))
    if found.expired:
        parts.append(messages.expired.format(count=len(found.expired)))
    return " ".join(parts)


def _reasons(missing: Iterable[Missing], messages: Messages) -> str:
    counts = Counter(messages.short(m.refusal) for m in missing if m.refusal)
    return ", ".join(f"{count} {short}" for short, count in counts.most_common())


def roster_list(
    unit: UnitOfWork, host: Host, uai: Uai, session: SessionId, grouping: Grouping
) -> tuple[RosterLine, ...]:
    """Return the « Liste détaillée de mes élèves » with the logins (M13).

    A row that is no candidature does not stand in it.

    Raises:
        UnknownSchoolError: the store does not know the school.
    """
    known_school(unit, uai)
    rows = rows_of(unit, host, uai, session)
    decided = decide_rows(unit, host, uai, rows)
    kept = {key for key, decision in decided.by_key.items() if decision is OutcomeKind.KEPT}
    candidatures = in_order((row for row in rows.rows if isinstance(row, Candidature)), grouping)
    return tuple(
        RosterLine(one, decided.accounts[one.candidate_id].login if one.candidate_id in kept else None)
        for one in candidatures
    )
