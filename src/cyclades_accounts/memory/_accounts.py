"""Accounts in memory."""

from collections.abc import Callable, Collection, Mapping, Sequence

from cyclades_accounts.errors import (
    AccountExistsError,
    LoginTakenError,
    UnknownAccountError,
)
from cyclades_accounts.identifiers import AccountId, CandidateId, Login
from cyclades_accounts.memory._errors import DuplicateKeyError
from cyclades_accounts.memory._table import Table
from cyclades_accounts.model import (
    Account,
)


def _standing(account: Account) -> CandidateId | None:
    return account.candidate_id if account.replaced_by is None else None


class Accounts:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._accounts: Table[AccountId, Account] = Table(
            undo, _standing, lambda account: account.login, lambda account: account.candidate_id
        )

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Account]:
        return {one: account for one in candidate_ids for account in self._accounts.find(one)}

    def by_login(self, login: Login) -> Account | None:
        return next(iter(self._accounts.find(login, index=1)), None)

    def by_ids(self, account_ids: Collection[AccountId]) -> Mapping[AccountId, Account]:
        return self._accounts.among(account_ids)

    def all_of(self, candidate_id: CandidateId) -> tuple[Account, ...]:
        return tuple(sorted(self._accounts.find(candidate_id, index=2), key=lambda account: account.id))

    def erase(self, account_ids: Collection[AccountId]) -> None:
        for account_id in account_ids:
            self._accounts.put(account_id, None)

    def add(self, accounts: Sequence[Account]) -> None:
        seen: set[AccountId] = set()
        for account in accounts:
            if account.id in self._accounts.rows or account.id in seen:
                raise DuplicateKeyError(account.id)
            seen.add(account.id)
        self._put(accounts)

    def replace(self, accounts: Sequence[Account]) -> None:
        for account in accounts:
            if account.id not in self._accounts.rows:
                raise UnknownAccountError(account.candidate_id)
        self._put(accounts)

    def _put(self, accounts: Sequence[Account]) -> None:
        """Insert or replace all, or raise before anything changed."""
        new = {account.id: account for account in accounts}
        logins: dict[Login, AccountId] = {}
        standing: dict[CandidateId, AccountId] = {}
        for account in new.values():
            others = [other for other in self._accounts.find(account.login, index=1) if other.id not in new]
            if others or logins.setdefault(account.login, account.id) != account.id:
                raise LoginTakenError(account.login)
            if account.replaced_by is None:
                others = [other for other in self._accounts.find(account.candidate_id) if other.id not in new]
                first = standing.setdefault(account.candidate_id, account.id)
                if others or first != account.id:
                    raise AccountExistsError(account.candidate_id, others[0].login if others else new[first].login)
        for account in new.values():
            self._accounts.put(account.id, account)
