"""Purging people whom no session concerns any more (RGPD, article 5, 1 e): who is due."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.model import Candidature, names_in
from cyclades_accounts.provisioning._accounts.known import reports_naming
from cyclades_accounts.provisioning._shared.people import Person, candidatures_of
from cyclades_accounts.repositories import UnitOfWork
from cyclades_accounts.retention import SessionOver

_AT_ONCE: Final = 200
"""How many people are looked at together."""


def find_due(unit: UnitOfWork, rule: SessionOver, now: datetime, limit: int) -> list[CandidateId]:
    """Return the keys of people who are due, at most so many. Those whom the same reports name stand together.

    So each report is read and written seldom: those who are erased at once are of the same schools.
    """
    found: dict[CandidateId, Person] = {}
    after = ""
    while len(found) < limit and (keys := unit.journal.named(after, _AT_ONCE)):
        after = keys[-1]
        for key in due(unit, keys, rule, now):
            if key not in found and len(found) < limit:
                named = (name for report in reports_naming(unit, [key]) for name in names_in(report).items())
                others = {CandidateId(name) for name, is_key in named if is_key}
                found |= due(unit, {key, *others}, rule, now)
    return list(found)[:limit]


def due(unit: UnitOfWork, keys: Collection[CandidateId], rule: SessionOver, now: datetime) -> dict[CandidateId, Person]:
    """Return those of these people who are due, by the key that stays.

    Due is who has no candidature but for sessions that are kept and ended long enough ago; who has no candidature at
    all, when the present password was issued or expired that long ago.
    """
    merged = unit.holders.merged(keys)
    rows: dict[CandidateId, list[Candidature]] = {merged.get(key, key): [] for key in keys}
    for row in candidatures_of(unit, {*keys, *rows}):
        rows[merged.get(row.candidate_id, row.candidate_id)].append(row)
    ends = {one.id: one.ends_at for one in unit.sessions.all()}
    holders, accounts = unit.holders.of(rows), unit.accounts.standing(rows)
    before = now - timedelta(days=rule.days)

    def is_due(key: CandidateId) -> bool:
        if rows[key]:
            return all(row.session_id in ends and ends[row.session_id] <= before for row in rows[key])
        account = accounts.get(key)
        if account is None:
            return True
        password = account.credential
        return ((password.expires_at or password.issued_at) if password else account.created_at) <= before

    return {
        key: Person(key, tuple(rows[key]), holders.get(key), accounts.get(key)) for key in sorted(rows) if is_due(key)
    }
