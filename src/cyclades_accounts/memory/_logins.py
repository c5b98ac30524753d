"""The ledger of issued logins in memory."""

from collections.abc import Callable, Collection, Mapping, Sequence

from cyclades_accounts.errors import LoginTakenError
from cyclades_accounts.identifiers import AccountId, CandidateId, Login
from cyclades_accounts.memory._table import Table
from cyclades_accounts.model import IssuedLogin
from cyclades_accounts.repositories import UsedLogins


class IssuedLogins:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._issued: Table[Login, IssuedLogin] = Table(
            undo, lambda line: line.login, lambda line: line.account_id, lambda line: line.stem
        )
        self._erased: Table[str, str] = Table(undo)
        self._imposed: Table[CandidateId, tuple[CandidateId, Login]] = Table(undo, lambda row: row[1])
        self._numbers: Table[str, int] = Table(undo)

    def numbers(self, stems: Collection[str]) -> Mapping[str, int]:
        return {stem: self._numbers.rows.get(stem, 0) for stem in stems}

    def used(self, logins: Collection[Login], digests: Collection[str]) -> UsedLogins:
        return UsedLogins(
            logins=frozenset(filter(self._is_taken, logins)),
            digests=frozenset(self._erased.among(digests)),
            key_ids=frozenset(digest.rpartition(":")[0] for digest in self._erased.rows),
        )

    def lines(self, *, logins: Collection[Login] = (), accounts: Collection[AccountId] = ()) -> tuple[IssuedLogin, ...]:
        return tuple(sorted(self._issued.matching(logins, accounts), key=lambda line: line.login))

    def erase(self, digests: Mapping[Login, str]) -> None:
        for login, line in self._issued.among(digests).items():
            self._issued.put(login, None)
            self._erased.put(digests[login], digests[login])
            if line.stem is not None and not self._issued.find(line.stem, index=2):
                self._numbers.put(line.stem, None)

    def add(self, issued: Sequence[IssuedLogin]) -> None:
        seen: set[Login] = set()
        for line in issued:
            if line.login in seen or self._is_taken(line.login):
                raise LoginTakenError(line.login)
            seen.add(line.login)
        for line in issued:
            self._issued.put(line.login, line)
            if line.stem is not None and line.number is not None:
                self._numbers.put(line.stem, max(line.number, self._numbers.rows.get(line.stem, 0)))

    def imposed(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Login]:
        return dict(self._imposed.among(candidate_ids).values())

    def impose(self, logins: Mapping[CandidateId, Login | None]) -> None:
        seen: set[Login] = set()
        for login in logins.values():
            if login is None:
                continue
            others = {one for one, _ in self._imposed.find(login)} - logins.keys()
            if others or login in seen or login in self._issued.rows:
                raise LoginTakenError(login)
            seen.add(login)
        for candidate_id, login in logins.items():
            self._imposed.put(candidate_id, None if login is None else (candidate_id, login))

    def _is_taken(self, login: Login) -> bool:
        return login in self._issued.rows or bool(self._imposed.find(login))
