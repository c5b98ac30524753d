"""Stores in memory with one fault each, in what a method does or in what a unit is."""

# ruff: noqa: SLF001  # a fault reaches behind the port

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from typing import Any

from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.memory import InMemoryStore
from tests.testing.wrapped import Instead, Wrapped

# ---------------------------------------------------------------------------------------------- what a method does


def _with(port: str, **others: Callable[..., Any]) -> Wrapped:
    """Return a store one of whose ports does something else: each function takes the unit first."""

    def change(unit: Any) -> Any:
        bound = {
            name: (lambda *given, other=other, **named: other(unit, *given, **named)) for name, other in others.items()
        }
        return Instead(unit, **{port: Instead(getattr(unit, port), **bound)})

    return Wrapped(change)


def reissuing() -> Wrapped:
    """Return a store that asks the accounts which logins are taken: one that an account gave up is free again."""

    def taken(unit: Any, logins: Any) -> Any:
        imposed = unit.logins.taken(logins) - unit.logins.lines(logins).keys()
        return imposed | {login for login in logins if unit.accounts.by_login(login)}

    def add(unit: Any, issued: Any) -> None:
        for line in issued:
            account = unit.accounts.by_login(line.login)
            if account is None or account.id == line.account_id:
                unit.logins._issued.put(line.login, None)
        unit.logins.add(issued)

    return _with("logins", taken=taken, add=add)


def counting_down() -> Wrapped:
    """Return a store whose counter shows the last number, not the highest."""

    def add(unit: Any, issued: Any) -> None:
        unit.logins.add(issued)
        for line in issued:
            if line.stem is not None:
                unit.logins._numbers.put(line.stem, line.number)

    return _with("logins", add=add)


def ignoring_conflicts() -> Wrapped:
    """Return a store that inserts accounts with ``ON CONFLICT DO NOTHING``."""

    def add(unit: Any, accounts: Any) -> None:
        for account in accounts:
            with suppress(CycladesAccountsError):
                unit.accounts.add([account])

    return _with("accounts", add=add)


def matching_patterns() -> Wrapped:
    """Return a store that looks for logins with ``LIKE``."""

    def by_login(unit: Any, login: str) -> Any:
        rows = unit.accounts._accounts.rows.values()
        return next((row for row in rows if login == "%" or row.login.lower() == login.lower()), None)

    return _with("accounts", by_login=by_login)


def reordering_slips() -> Wrapped:
    """Return a store that gives slips in the order of their accounts."""
    return _with(
        "documents",
        papillons=lambda unit, run_id: tuple(
            sorted(unit.documents.papillons(run_id), key=lambda slip: slip.account_id)
        ),
    )


def sorting_by_dictionary() -> Wrapped:
    """Return a store that sorts candidatures without regard to case."""
    return _with(
        "candidatures",
        of_school=lambda unit, uai, session: tuple(
            sorted(unit.candidatures.of_school(uai, session), key=lambda one: (one.candidate.id.casefold(), one.key))
        ),
    )


def counting_pages() -> Wrapped:
    """Return a store that takes ``skip`` for the number of a page."""
    return _with(
        "documents",
        of_school=lambda unit, uai, session, *, skip, limit: unit.documents.of_school(
            uai, session, skip=skip * limit, limit=limit
        ),
    )


def cutting_batches() -> Wrapped:
    """Return a store that looks for the first 999 keys of a batch: what one statement of an old SQLite takes."""
    return _with(
        "candidatures",
        of_candidates=lambda unit, candidate_ids: unit.candidatures.of_candidates(list(candidate_ids)[:999]),
    )


def overwriting_reports() -> Wrapped:
    """Return a store that puts a second report in the place of the first."""
    return _with("journal", add=lambda unit, report: unit.journal.redact([report]))


def forgetting_followers() -> Wrapped:
    """Return a store in which what was merged into a key does not follow when that key is merged."""

    def merge(unit: Any, lost: Any, kept: Any) -> None:
        unit.candidatures._candidates.put(lost, None)
        unit.candidatures._merged.put(lost, (lost, kept))

    return _with("candidatures", merge=merge)


def copying_people() -> Wrapped:
    """Return a store that keeps a copy of the person in each candidature, and corrects one of them."""

    def put_candidate(unit: Any, candidate: Any) -> None:
        unit.candidatures._candidates.put(candidate.id, candidate)

    return _with("candidatures", put_candidate=put_candidate)


def erasing_without_trace() -> Wrapped:
    """Return a store that removes the line of an erased login, and puts nothing in its place."""

    def erase(unit: Any, digests: Any) -> None:
        unit.logins.erase(digests)
        for digest in digests.values():
            unit.logins._erased.put(digest, None)

    return _with("logins", erase=erase)


def keeping_purged_content() -> Wrapped:
    """Return a store that notes that a document was purged, and keeps its content."""

    def purge(unit: Any, documents: Any) -> None:
        for document in documents:
            unit.documents._documents.put(document.id, (document, unit.documents.content(document.id)))

    return _with("documents", purge=purge)


# ------------------------------------------------------------------------------------------------- what a unit is


class Swallowing(InMemoryStore):
    """A store that undoes a failed unit and keeps the reason to itself."""

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Open a unit."""
        with suppress(CycladesAccountsError), super().writing() as unit:
            yield unit


class Autocommitting(InMemoryStore):
    """A store that makes every statement last by itself."""

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Open a unit."""
        with super().writing() as unit:
            yield _Autocommitted(unit, self._unit.keep)


class _Autocommitted:
    def __init__(self, real: Any, keep: Callable[[], None]) -> None:
        self._real = real
        self._keep = keep

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if not callable(found):
            return _Autocommitted(found, self._keep)

        def call(*given: Any, **named: Any) -> Any:
            answer = found(*given, **named)
            self._keep()
            return answer

        return call


class InTwoPlaces:
    """A store that keeps one of its repositories in another database: a failed unit is undone in the first alone."""

    def __init__(self, elsewhere: str) -> None:
        self._elsewhere = elsewhere
        self._first, self._second = InMemoryStore(), InMemoryStore()

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a unit in both."""
        with self._first.reading() as first, self._second.reading() as second:
            yield Instead(first, **{self._elsewhere: getattr(second, self._elsewhere)})

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Open a unit in both."""
        failures: list[BaseException] = []
        with self._second.writing() as second:
            try:
                with self._first.writing() as first:
                    yield Instead(first, **{self._elsewhere: getattr(second, self._elsewhere)})
            except BaseException as failure:  # noqa: BLE001  # raised below, when the second place was written
                failures.append(failure)
        if failures:
            raise failures[0]


class LastWriterWins(InMemoryStore):
    """A store whose units each work on a copy of everything, and put it in the place of whatever is there then."""

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a unit on a copy."""
        yield deepcopy(self._unit)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Open a unit on a copy."""
        copy = deepcopy(self._unit)
        yield copy
        time.sleep(0.001)  # long enough for another unit to end
        copy.keep()
        self._unit = copy


class ReadingUnfinished(InMemoryStore):
    """A store whose reading units see what others have not finished."""

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a unit without waiting."""
        yield self._unit


class ReadingAnew(InMemoryStore):
    """A store whose reading units read each thing as it is then: what others write shows halfway through."""

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a unit that asks anew each time."""
        yield _Anew(super().reading)


class _Anew:
    def __init__(self, reading: Callable[[], Any], *path: str) -> None:
        self._reading = reading
        self._path = path

    def __getattr__(self, name: str) -> Any:
        if not self._path:
            return _Anew(self._reading, name)

        def call(*given: Any, **named: Any) -> Any:
            with self._reading() as unit:
                return getattr(getattr(unit, self._path[0]), name)(*given, **named)

        return call


class Caching(InMemoryStore):
    """A store that remembers the account of each login, whatever becomes of it."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Any] = {}

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a unit that looks into the cache first."""
        with super().reading() as unit:

            def by_login(login: str) -> Any:
                account = self._known.get(login) or unit.accounts.by_login(login)  # type: ignore[arg-type]  # a login
                self._known[login] = account
                return account

            yield Instead(unit, accounts=Instead(unit.accounts, by_login=by_login))


class Sharing(InMemoryStore):
    """A store that answers the same question with the same mapping until somebody writes, and lets it be changed."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: dict[frozenset[Any], Any] = {}

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a unit that gives the mapping of the last time."""
        with super().reading() as unit:

            def candidates(candidate_ids: Any) -> Any:
                question = frozenset(candidate_ids)
                if question not in self._answers:
                    self._answers[question] = unit.candidatures.candidates(candidate_ids)
                return self._answers[question]

            yield Instead(unit, candidatures=Instead(unit.candidatures, candidates=candidates))

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Open a unit after which answers are new."""
        with super().writing() as unit:
            yield unit
        self._answers.clear()


class HoldingTheCallersList(InMemoryStore):
    """A store that keeps the list of slips it was given, and reads it when the unit ends."""

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Open a unit that writes slips last."""
        with super().writing() as unit:
            batches: list[Any] = []

            def flush() -> None:
                while batches:
                    unit.documents.add_papillons(batches.pop(0))

            flushed = _Flushed(unit.documents, flush, batches.append)
            yield Instead(unit, documents=flushed)
            flush()


class _Flushed:
    """Documents whose slips are written before the next question is answered."""

    def __init__(self, real: Any, flush: Callable[[], None], later: Callable[[Any], None]) -> None:
        self._real = real
        self._flush = flush
        self.add_papillons = later

    def __getattr__(self, name: str) -> Any:
        self._flush()
        return getattr(self._real, name)
