"""Does everybody have an account? M5, M12 and the list of M13."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import frozen

from cyclades_accounts.eligibility import decide
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.logins import LoginPolicy
from cyclades_accounts.messages import Messages
from cyclades_accounts.model import (
    Account,
    Candidature,
    Group,
    Grouping,
    Refusal,
    RosterLine,
    group_of,
    in_order,
)
from cyclades_accounts.provisioning._host import known_school
from cyclades_accounts.provisioning._shared.new_logins import stems_of
from cyclades_accounts.repositories import UnitOfWork


@frozen
class Missing:
    """A candidature without an open account."""

    candidate_id: CandidateId
    name: str
    """Family name and given names."""
    refusal: Refusal | None
    """Why a run would not create the account; ``None`` if it would."""
    is_expected: bool
    """Whether the candidate should have an account: a candidat scolaire who is registered (M2). The
    coverage is complete without the others."""


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
    expired: tuple[CandidateId, ...]
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
    unit: UnitOfWork,
    uai: Uai,
    session: SessionId,
    *,
    grouping: Grouping,
    login_policy: LoginPolicy,
    now: datetime,
) -> Coverage:
    """Read which accounts exist.

    Raises:
        UnknownSchoolError: the store does not know the school.
    """
    known_school(unit, uai)
    candidatures = in_order(unit.candidatures.of_school(uai, session), grouping)
    accounts = unit.accounts.of_candidates([candidature.candidate.id for candidature in candidatures])
    refusals = _refusals(login_policy, candidatures, accounts)
    sizes: Counter[Group] = Counter()
    missing: dict[Group, list[Missing]] = {}
    expired: dict[Group, list[CandidateId]] = {}
    for candidature in candidatures:
        group, candidate = group_of(candidature, grouping), candidature.candidate
        sizes[group] += 1
        lacking, account = missing.setdefault(group, []), accounts.get(candidate.id)
        if candidate.id in refusals:
            is_expected = candidature.is_scolaire and candidature.status.is_registered
            lacking.append(Missing(candidate.id, candidate.full_name, refusals[candidate.id], is_expected))
        elif account and account.credential and account.credential.is_lost(now):
            expired.setdefault(group, []).append(candidate.id)
    return Coverage(
        uai=uai,
        session_id=session,
        grouping=grouping,
        groups=tuple(
            GroupCoverage(group, size, size - len(missing[group]), tuple(missing[group]), tuple(expired.get(group, ())))
            for group, size in sizes.items()
        ),
    )


def _refusals(
    policy: LoginPolicy, candidatures: Iterable[Candidature], accounts: Mapping[CandidateId, Account]
) -> dict[CandidateId, Refusal | None]:
    """Return why those without an open account get none, or ``None`` for those whom a run would give one."""
    decisions = {
        c.candidate.id: (c, decide(c, accounts.get(c.candidate.id), (), renew=False))
        for c in candidatures
        if c.candidate.id not in accounts or not accounts[c.candidate.id].is_open
    }
    stems = stems_of(policy, [c for c, decision in decisions.values() if not isinstance(decision, Refusal)])
    answers = {key: stems.get(key, decision) for key, (_, decision) in decisions.items()}
    return {key: answer if isinstance(answer, Refusal) else None for key, answer in answers.items()}


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
    counts = Counter(m.refusal.reason for m in missing if m.refusal)
    return ", ".join(f"{count} {messages.refusals[reason].short}" for reason, count in counts.most_common())


def roster_list(unit: UnitOfWork, uai: Uai, session: SessionId, grouping: Grouping) -> tuple[RosterLine, ...]:
    """Return the « Liste détaillée de mes élèves » with the logins (M13).

    Raises:
        UnknownSchoolError: the store does not know the school.
    """
    known_school(unit, uai)
    candidatures = in_order(unit.candidatures.of_school(uai, session), grouping)
    accounts = unit.accounts.of_candidates([candidature.candidate.id for candidature in candidatures])
    logins = {key: account.login for key, account in accounts.items() if account.is_open}
    return tuple(RosterLine(candidature, logins.get(candidature.candidate.id)) for candidature in candidatures)
