"""A store in memory: for tests, dry runs and a first look. It forgets everything when the process ends.

Units of work follow each other under one lock, so each sees one consistent state. Changes are made in place and noted
in an undo log: a failed unit is undone in a time that grows with what it touched, not with what the store holds.
"""

import threading
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import ClassVar, Generic, TypeVar

from attrs import evolve, frozen

from cyclades_accounts.errors import (
    AccountExistsError,
    CycladesAccountsError,
    LoginTakenError,
    RunIdReusedError,
    UnknownAccountError,
)
from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId, SessionId, Uai
from cyclades_accounts.model import (
    Account,
    AccountReport,
    Candidate,
    Candidature,
    Document,
    IssuedLogin,
    Report,
    School,
    SealedPapillon,
)
from cyclades_accounts.repositories import UnitOfWork

__all__ = ["DuplicateKeyError", "InMemoryStore", "NestedUnitError"]

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


@frozen(eq=False, str=False)
class NestedUnitError(CycladesAccountsError, RuntimeError):
    """A thread opened a unit of work inside another one, and would wait for itself for ever."""

    code: ClassVar[str] = "NESTED_UNIT"

    @property
    def problem(self) -> str:
        """Say what was done."""
        return "A unit of work was opened inside another one of the same thread."

    @property
    def cure(self) -> str:
        """Say what to do."""
        return "Close the first one before you open the next, or pass it on."


@frozen(eq=False, str=False)
class DuplicateKeyError(CycladesAccountsError, ValueError):
    """Something that is written once was written twice: a document, or the slip of a password."""

    code: ClassVar[str] = "DUPLICATE_KEY"
    key: str

    @property
    def problem(self) -> str:
        """Name the key."""
        return f"The store already holds {self.key}."

    @property
    def cure(self) -> str:
        """Say what a key must be."""
        return "Give each document an id of its own, and seal a slip once."


class _Table(Generic[_K, _V]):
    """Rows by key, and what their indexes say; every change notes its inverse in ``undo``.

    An index is a function of a row; what it finds comes in the order of insertion, also after a removal was undone.
    """

    def __init__(self, undo: list[Callable[[], None]], *indexes: Callable[[_V], Hashable]) -> None:
        self.rows: dict[_K, _V] = {}
        self._undo = undo
        self._ranks: dict[_K, int] = {}
        self._puts = 0
        self._indexes: list[tuple[Callable[[_V], Hashable], dict[Hashable, dict[_K, None]]]]
        self._indexes = [(index, {}) for index in indexes]

    def put(self, key: _K, new: _V | None) -> None:
        """Insert, replace or (``None``) remove the row."""
        old = self.rows.get(key)
        rank = self._ranks[key] if old is not None else self._puts
        self._puts += 1
        self._swap(key, old, new, rank)
        self._undo.append(lambda: self._swap(key, new, old, rank))

    def add(self, key: _K, new: _V) -> None:
        """Insert a row that must be new."""
        if key in self.rows:
            raise DuplicateKeyError(str(key))
        self.put(key, new)

    def find(self, value: Hashable, index: int = 0) -> list[_V]:
        """Return the rows whose ``index`` is ``value``."""
        return [self.rows[key] for key in sorted(self._indexes[index][1].get(value, ()), key=self._ranks.__getitem__)]

    def among(self, keys: Collection[_K]) -> dict[_K, _V]:
        """Return the rows with these keys, where they are."""
        return {key: self.rows[key] for key in keys if key in self.rows}

    def _swap(self, key: _K, old: _V | None, new: _V | None, rank: int) -> None:
        for index, entries in self._indexes:
            if old is not None and new is not None and index(old) == index(new):
                continue  # a row that is replaced keeps its place
            if old is not None:
                keys = entries[index(old)]
                del keys[key]
                if not keys:
                    del entries[index(old)]
            if new is not None:
                entries.setdefault(index(new), {})[key] = None
        if new is None:
            self.rows.pop(key, None)
            self._ranks.pop(key, None)
        else:
            self.rows[key] = new
            self._ranks[key] = rank


class _Schools:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._schools: _Table[Uai, School] = _Table(undo)

    def get(self, uai: Uai) -> School | None:
        return self._schools.rows.get(uai)

    def put(self, school: School) -> None:
        self._schools.put(school.uai, school)


class _Candidatures:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._candidates: _Table[CandidateId, Candidate] = _Table(undo)
        self._merged: _Table[CandidateId, tuple[CandidateId, CandidateId]] = _Table(undo, lambda row: row[1])
        self._candidatures: _Table[tuple[CandidateId, Uai, SessionId], Candidature] = _Table(
            undo, lambda row: (row.school, row.session), lambda row: row.candidate.id
        )

    def of_school(self, uai: Uai, session: SessionId) -> tuple[Candidature, ...]:
        return tuple(sorted(self._candidatures.find((uai, session)), key=lambda row: row.key))

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Candidature, ...]:
        return tuple(
            row for one in sorted(set(candidate_ids)) for row in sorted(self._of(one), key=lambda row: row.key)
        )

    def candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Candidate]:
        return self._candidates.among(candidate_ids)

    def put(self, candidatures: Sequence[Candidature]) -> None:
        for candidature in candidatures:
            self._candidatures.put(candidature.key, candidature)
            self.put_candidate(candidature.candidate)

    def put_candidate(self, candidate: Candidate) -> None:
        self._candidates.put(candidate.id, candidate)
        for row in self._of(candidate.id):
            if row.candidate != candidate:
                self._candidatures.put(row.key, evolve(row, candidate=candidate))

    def remove(self, candidatures: Sequence[Candidature]) -> None:
        for candidature in candidatures:
            self._candidatures.put(candidature.key, None)

    def merge(self, lost: CandidateId, kept: CandidateId) -> None:
        self._candidates.put(lost, None)
        for key in [lost, *(follower for follower, _ in self._merged.find(lost))]:
            self._merged.put(key, (key, kept))

    def merged(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, CandidateId]:
        return dict(self._merged.among(candidate_ids).values())

    def erase(self, candidate_id: CandidateId) -> frozenset[CandidateId]:
        self.remove(self._of(candidate_id))
        merged = [key for key, _ in self._merged.find(candidate_id)]
        for key in merged:
            self._merged.put(key, None)
        self._candidates.put(candidate_id, None)
        return frozenset([candidate_id, *merged])

    def _of(self, candidate_id: CandidateId) -> list[Candidature]:
        return self._candidatures.find(candidate_id, index=1)


def _standing(account: Account) -> CandidateId | None:
    return account.candidate_id if account.replaced_by is None else None


class _Accounts:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._accounts: _Table[AccountId, Account] = _Table(
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


class _IssuedLogins:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._issued: _Table[Login, IssuedLogin] = _Table(undo, lambda line: line.account_id, lambda line: line.stem)
        self._erased: _Table[str, str] = _Table(undo)
        self._imposed: _Table[CandidateId, tuple[CandidateId, Login]] = _Table(undo, lambda row: row[1])
        self._numbers: _Table[str, int] = _Table(undo)

    def numbers(self, stems: Collection[str]) -> Mapping[str, int]:
        return {stem: self._numbers.rows.get(stem, 0) for stem in stems}

    def taken(self, logins: Collection[Login]) -> frozenset[Login]:
        return frozenset(login for login in logins if self._is_taken(login))

    def lines(self, logins: Collection[Login]) -> Mapping[Login, IssuedLogin]:
        return self._issued.among(logins)

    def of_accounts(self, account_ids: Collection[AccountId]) -> tuple[IssuedLogin, ...]:
        found = [line for account_id in set(account_ids) for line in self._issued.find(account_id)]
        return tuple(sorted(found, key=lambda line: line.login))

    def erase(self, digests: Mapping[Login, str]) -> None:
        for login, line in self._issued.among(digests).items():
            self._issued.put(login, None)
            self._erased.put(digests[login], digests[login])
            if line.stem is not None and not self._issued.find(line.stem, index=1):
                self._numbers.put(line.stem, None)

    def erased(self, digests: Collection[str]) -> frozenset[str]:
        return frozenset(self._erased.among(digests))

    def erasure_keys(self) -> frozenset[str]:
        return frozenset(digest.rpartition(":")[0] for digest in self._erased.rows)

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


class _Documents:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._documents: _Table[DocumentId, tuple[Document, bytes | None]] = _Table(
            undo, lambda row: (row[0].school, row[0].session), lambda row: row[0].run_id
        )
        self._slips: _Table[str, SealedPapillon] = _Table(undo, lambda slip: slip.run_id, lambda slip: slip.account_id)

    def add(self, document: Document, sealed: bytes) -> None:
        self._documents.add(document.id, (document, sealed))

    def get(self, document_id: DocumentId) -> Document | None:
        row = self._documents.rows.get(document_id)
        return row and row[0]

    def content(self, document_id: DocumentId) -> bytes | None:
        row = self._documents.rows.get(document_id)
        return row and row[1]

    def of_school(self, uai: Uai, session: SessionId, *, skip: int, limit: int) -> tuple[Sequence[Document], int]:
        found = [document for document, _ in self._documents.find((uai, session))]
        found.sort(key=lambda document: document.created_at, reverse=True)  # stable: equals keep their order
        return found[skip : skip + limit], len(found)

    def add_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        for slip in papillons:
            self._slips.add(slip.context, slip)

    def papillons(self, run_id: RunId) -> tuple[SealedPapillon, ...]:
        return tuple(self._slips.find(run_id))

    def papillons_of(self, account_ids: Collection[AccountId]) -> tuple[SealedPapillon, ...]:
        found = [slip for account_id in set(account_ids) for slip in self._slips.find(account_id, index=1)]
        return tuple(sorted(found, key=lambda slip: (slip.run_id, slip.account_id, slip.credential_version)))

    def remove_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        for slip in papillons:
            self._slips.put(slip.context, None)

    def of_runs(self, run_ids: Collection[RunId]) -> tuple[Document, ...]:
        found = [document for run_id in set(run_ids) for document, _ in self._documents.find(run_id, index=1)]
        return tuple(sorted(found, key=lambda document: document.id))

    def purge(self, documents: Sequence[Document]) -> None:
        for document in documents:
            self._documents.put(document.id, (document, None))

    def reseal(self, contents: Mapping[DocumentId, bytes], papillons: Sequence[SealedPapillon]) -> None:
        for document_id, sealed in contents.items():
            self._documents.put(document_id, (self._documents.rows[document_id][0], sealed))
        for slip in papillons:
            self._slips.put(slip.context, slip)


def _about(report: Report) -> CandidateId | None:
    return report.candidate_id if isinstance(report, AccountReport) else None


class _Journal:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._reports: _Table[RunId, Report] = _Table(undo, lambda report: report.run.school, _about)

    def add(self, report: Report) -> None:
        run = report.run
        stored = self._reports.rows.get(run.id)
        if stored is not None:
            raise RunIdReusedError(
                run.id,
                f"{stored.run.activity.value} {stored.run.subject}",
                f"{run.activity.value} {run.subject}",
            )
        self._reports.put(run.id, report)

    def get(self, run_id: RunId) -> Report | None:
        return self._reports.rows.get(run_id)

    def of_school(self, uai: Uai, *, skip: int, limit: int) -> tuple[Sequence[Report], int]:
        found = self._reports.find(uai)
        found.sort(key=lambda report: report.run.at, reverse=True)  # stable: equals keep their order
        return found[skip : skip + limit], len(found)

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Report, ...]:
        found = [report for one in set(candidate_ids) for report in self._reports.find(one, index=1)]
        return tuple(sorted(found, key=lambda report: report.run.id))

    def redact(self, reports: Sequence[Report]) -> None:
        for report in reports:
            self._reports.put(report.run.id, report)


class _Unit:
    """The repositories; all note what they change in one undo log."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], None]] = []
        self.schools = _Schools(self._undo)
        self.candidatures = _Candidatures(self._undo)
        self.accounts = _Accounts(self._undo)
        self.logins = _IssuedLogins(self._undo)
        self.documents = _Documents(self._undo)
        self.journal = _Journal(self._undo)

    def keep(self) -> None:
        """Make what was done last."""
        self._undo.clear()

    def discard(self) -> None:
        """Undo what was done, the last first."""
        while self._undo:
            self._undo.pop()()


class InMemoryStore:
    """A :class:`~cyclades_accounts.repositories.Store` in memory, empty when built.

    Safe to share between threads. Units, reading ones too, follow each other; a thread that opens a unit inside
    another one gets a :class:`NestedUnitError`. What a reading unit writes is undone.
    """

    def __init__(self) -> None:
        self._unit = _Unit()
        self._lock = threading.Lock()
        self._owner: int | None = None

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Open a unit that only reads."""
        with self._alone():
            yield self._unit

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """Open a unit that reads and writes; it lasts when the block ends normally."""
        with self._alone():
            yield self._unit
            self._unit.keep()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock; whatever was not kept is undone before it is released."""
        if self._owner == threading.get_ident():
            raise NestedUnitError
        with self._lock:
            self._owner = threading.get_ident()
            try:
                yield
            finally:
                self._unit.discard()
                self._owner = None
