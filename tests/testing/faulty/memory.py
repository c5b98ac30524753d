"""Stores in memory with one fault each, in what a method does or in what a unit is."""

# ruff: noqa: SLF001  # a fault reaches behind the port

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from typing import Any

from attrs import evolve

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

    def used(unit: Any, logins: Any, digests: Any) -> Any:
        found = unit.logins.used(logins, digests)
        imposed = found.logins - {line.login for line in unit.logins.lines(logins=logins)}
        return evolve(found, logins=imposed | {account.login for account in unit.accounts.find(logins=logins)})

    def add(unit: Any, issued: Any) -> None:
        for line in issued:
            if all(account.id == line.account_id for account in unit.accounts.find(logins=[line.login])):
                unit.logins._issued.put(line.login, None)
        unit.logins.add(issued)

    return _with("logins", used=used, add=add)


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

    def put(unit: Any, accounts: Any) -> None:
        for account in accounts:
            with suppress(CycladesAccountsError):
                unit.accounts.put([account])

    return _with("accounts", put=put)


def keeping_the_last_session() -> Wrapped:
    """Return a store whose sessions are kept by whoever comes last."""

    def keep(unit: Any, session: Any) -> Any:
        unit.sessions.put(session)
        return session

    return _with("sessions", keep=keep)


def numbering_by_moment() -> Wrapped:
    """Return a store that numbers reports by their moments: one that a slow clock stamped takes a number given out."""

    def after(unit: Any, number: int, limit: int) -> Any:
        found = sorted(unit.journal.after(0, 1_000_000), key=lambda one: one[1].run.at)
        return tuple(enumerate((report for _, report in found), 1))[number : number + limit]

    return _with("journal", after=after)


def matching_patterns() -> Wrapped:
    """Return a store that looks for logins with ``LIKE``."""

    def find(unit: Any, *, logins: Any = (), **others: Any) -> Any:
        rows = unit.accounts._accounts.rows.values()
        asked = {login.lower() for login in logins}
        alike = [row.login for row in rows if "%" in asked or row.login.lower() in asked]
        return unit.accounts.find(logins=alike, **others)

    return _with("accounts", find=find)


def reordering_slips() -> Wrapped:
    """Return a store that gives slips in the order of their accounts."""
    return _with(
        "documents",
        slips=lambda unit, **asked: tuple(
            sorted(unit.documents.slips(**asked), key=lambda slip: (slip.run_id, slip.account_id))
        ),
    )


def sorting_by_dictionary() -> Wrapped:
    """Return a store that sorts accounts without regard to case."""
    return _with(
        "accounts",
        find=lambda unit, **asked: tuple(
            sorted(unit.accounts.find(**asked), key=lambda one: (one.id.casefold(), one.id))
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
        "accounts",
        find=lambda unit, **asked: unit.accounts.find(**{name: list(keys)[:999] for name, keys in asked.items()}),
    )


def overwriting_reports() -> Wrapped:
    """Return a store that puts a second report in the place of the first."""
    return _with("journal", add=lambda unit, report: unit.journal.redact([report]))


def forgetting_followers() -> Wrapped:
    """Return a store in which what was merged into a key does not follow when that key is merged."""

    def rekey(unit: Any, lost: Any, kept: Any) -> None:
        followers = unit.holders._merged.find(lost)
        unit.holders.rekey(lost, kept)
        for key, _ in followers:
            unit.holders._merged.put(key, (key, lost))

    return _with("holders", rekey=rekey)


def leaving_holders() -> Wrapped:
    """Return a store in which the holder does not follow a key that is merged."""

    def rekey(unit: Any, lost: Any, kept: Any) -> None:
        before = unit.holders._holders.rows.get(lost)
        unit.holders.rekey(lost, kept)
        unit.holders._holders.put(lost, before)

    return _with("holders", rekey=rekey)


def copying_people() -> Wrapped:
    """Return a store that writes what one school tells of a person into the candidatures of all."""

    def put(unit: Any, candidatures: Any) -> None:
        for candidature in candidatures:
            theirs = unit.registry.of_candidates([candidature.candidate_id])
            for row in [*(evolve(one, candidate=candidature.candidate) for one in theirs), candidature]:
                unit.registry._candidatures.put(row.key, row)

    return _with("registry", put=put)


def erasing_without_trace() -> Wrapped:
    """Return a store that removes the line of an erased login, and puts nothing in its place."""

    def erase(unit: Any, digests: Any) -> None:
        unit.logins.erase(digests)
        for digest in digests.values():
            unit.logins._erased.put(digest, None)

    return _with("logins", erase=erase)


def keeping_purged_content() -> Wrapped:
    """Return a store that notes that a document was purged, and keeps its content."""

    def drop(unit: Any, documents: Any, slips: Any) -> None:
        for document in documents:
            unit.documents._documents.put(document.id, (document, unit.documents.content(document.id)))
        unit.documents.drop([], slips)

    return _with("documents", drop=drop)


# ------------------------------------------------------------------------------------------------- what a unit is


class Swallowing(InMemoryStore):
    """A store that undoes a failed unit and keeps the reason to itself."""

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
        """Open a unit."""
        with suppress(CycladesAccountsError), super().writing(waits=waits) as unit:
            yield unit


class Autocommitting(InMemoryStore):
    """A store that makes every statement last by itself."""

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
        """Open a unit."""
        with super().writing(waits=waits) as unit:
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

    keeps_people = True

    def __init__(self, elsewhere: str) -> None:
        self._elsewhere = elsewhere
        self._first, self._second = InMemoryStore(), InMemoryStore()

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a unit in both."""
        with self._first.reading() as first, self._second.reading() as second:
            yield Instead(first, **{self._elsewhere: getattr(second, self._elsewhere)})

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
        """Open a unit in both."""
        failures: list[BaseException] = []
        with self._second.writing(waits=waits) as second:
            try:
                with self._first.writing(waits=waits) as first:
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
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
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
        self._known: dict[Any, Any] = {}

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a unit that looks into the cache first."""
        with super().reading() as unit:

            def find(*, logins: Any = (), **others: Any) -> Any:
                if others or not logins:
                    return unit.accounts.find(logins=logins, **others)
                known = self._known.get(tuple(logins)) or unit.accounts.find(logins=logins)
                self._known[tuple(logins)] = known
                return known

            yield Instead(unit, accounts=Instead(unit.accounts, find=find))


class Sharing(InMemoryStore):
    """A store that answers the same question with the same mapping until somebody writes, and lets it be changed."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: dict[frozenset[Any], Any] = {}

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a unit that gives the mapping of the last time."""
        with super().reading() as unit:

            def of(candidate_ids: Any) -> Any:
                question = frozenset(candidate_ids)
                if question not in self._answers:
                    self._answers[question] = unit.holders.of(candidate_ids)
                return self._answers[question]

            yield Instead(unit, holders=Instead(unit.holders, of=of))

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
        """Open a unit after which answers are new."""
        with super().writing(waits=waits) as unit:
            yield unit
        self._answers.clear()


class HoldingTheCallersList(InMemoryStore):
    """A store that keeps the list of slips it was given, and reads it when the unit ends."""

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
        """Open a unit that writes slips last."""
        with super().writing(waits=waits) as unit:
            batches: list[Any] = []

            def flush() -> None:
                while batches:
                    unit.documents.add(*batches.pop(0))

            flushed = _Flushed(unit.documents, flush, batches.append)
            yield Instead(unit, documents=flushed)
            flush()


class _Flushed:
    """Documents whose slips are written before the next question is answered."""

    def __init__(self, real: Any, flush: Callable[[], None], later: Callable[[Any], None]) -> None:
        self._real = real
        self._flush = flush
        self.add = lambda documents, slips: later((documents, slips))

    def __getattr__(self, name: str) -> Any:
        self._flush()
        return getattr(self._real, name)
