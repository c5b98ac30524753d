"""Accounts in memory."""

from collections.abc import Callable, Collection, Mapping, Sequence

from cyclades_accounts.errors import AccountExistsError, LoginTakenError
from cyclades_accounts.identifiers import AccountId, CandidateId, Login
from cyclades_accounts.memory._table import Table
from cyclades_accounts.model import Account

_STANDING = 3
"""Number of the index by person among the accounts that no other has replaced."""


class Accounts:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._accounts: Table[AccountId, Account] = Table(
            undo,
            lambda account: account.id,
            lambda account: account.login,
            lambda account: account.candidate_id,
            lambda account: account.candidate_id if account.replaced_by is None else None,
        )

    def standing(self, candidates: Collection[CandidateId]) -> Mapping[CandidateId, Account]:
        return {one: account for one in candidates for account in self._accounts.find(one, _STANDING)}

    def find(
        self,
        *,
        ids: Collection[AccountId] = (),
        logins: Collection[Login] = (),
        candidates: Collection[CandidateId] = (),
    ) -> tuple[Account, ...]:
        return tuple(sorted(self._accounts.matching(ids, logins, candidates), key=lambda account: account.id))

    def put(self, accounts: Sequence[Account]) -> None:
        new = {account.id: account for account in accounts}
        logins: dict[Login, AccountId] = {}
        standing: dict[CandidateId, AccountId] = {}
        for account in new.values():
            others = [other for other in self._accounts.find(account.login, index=1) if other.id not in new]
            if others or logins.setdefault(account.login, account.id) != account.id:
                raise LoginTakenError(account.login)
            if account.replaced_by is None:
                others = [
                    other for other in self._accounts.find(account.candidate_id, _STANDING) if other.id not in new
                ]
                first = standing.setdefault(account.candidate_id, account.id)
                if others or first != account.id:
                    raise AccountExistsError(account.candidate_id, others[0].login if others else new[first].login)
        for account in new.values():
            self._accounts.put(account.id, account)

    def erase(self, ids: Collection[AccountId]) -> None:
        for account_id in ids:
            self._accounts.put(account_id, None)
