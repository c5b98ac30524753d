"""Units that do all that a run of a school does and what ends it, and a count of the statements it costs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from cyclades_accounts.identifiers import Login, RunId
from cyclades_accounts.repositories import Store, UsedLogins
from cyclades_accounts.testing.samples import (
    MOMENT,
    SESSION,
    account,
    candidature,
    document,
    issued,
    registry_of,
    renewed,
    report,
    school,
    slip,
    uai,
)


def counter_of(engine: Engine) -> Callable[[], int]:
    """Return a function that tells how many statements an engine has sent since."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    return lambda: len(sent)


def run(store: Store, size: int) -> None:
    """Register a school with ``size`` candidatures, impose logins, create and renew accounts, and read it all."""
    numbers = range(1, size + 1)
    with store.writing() as unit:
        registry_of(unit).put_school(school())
        registry_of(unit).put([candidature(number) for number in numbers])
    with store.writing() as unit:
        assert unit.people.school(uai()) == school()
        ids = [one.candidate_id for one in unit.people.of_school(uai(), SESSION)]
        assert len(list(unit.people.of_candidates(ids))) == size
        assert not unit.holders.merged(ids)
        assert not unit.accounts.standing(ids)
        unit.logins.impose({one: Login(f"imposed.{one}".lower()) for one in ids})
        assert len(unit.logins.imposed(ids)) == size
        unit.logins.impose(dict.fromkeys(ids))
        stems = [f"stem{number}" for number in numbers]
        assert set(unit.logins.numbers(stems).values()) == {0}
        lines = [issued(number, stem=stem, rank=1) for number, stem in zip(numbers, stems, strict=True)]
        logins = [line.login for line in lines]
        assert unit.logins.used(logins, logins) == UsedLogins(frozenset(), frozenset(), frozenset())
        accounts = [account(number) for number in numbers]
        unit.accounts.put(accounts)
        unit.accounts.put([renewed(one) for one in accounts])
        unit.logins.add(lines)
        assert len(unit.logins.lines(logins=logins)) == size
        unit.documents.add([(document(), b"sealed")], [slip(number) for number in numbers])
        unit.journal.add(report())
    with store.reading() as unit:
        assert len(unit.accounts.find(ids=[one.id for one in accounts], logins=logins, candidates=ids)) == size
        assert len(unit.documents.slips(runs=[report().run.id])) == size


def end(store: Store, size: int) -> None:
    """Seal anew, purge and erase, redact, and read it all, after :func:`run`."""
    accounts = [account(number).id for number in range(1, size + 1)]
    people = [candidature(number).candidate.id for number in range(1, size + 1)]
    with store.writing() as unit:
        slips = unit.documents.slips(accounts=accounts)
        documents = unit.documents.find(runs=[report().run.id, *map(RunId, accounts)])
        assert (len(slips), len(documents)) == (size, 1)
        unit.documents.reseal({one.id: b"anew" for one in documents}, slips)
        unit.documents.drop([one.purged(MOMENT) for one in documents], slips)
        lines = unit.logins.lines(accounts=accounts)
        assert len(lines) == size
        digests = {line.login: f"key:{line.login}" for line in lines}
        unit.logins.erase(digests)
        used = unit.logins.used([], digests.values())
        assert (len(used.digests), used.key_ids) == (size, frozenset(["key"]))
        unit.accounts.erase(accounts)
        assert not unit.journal.naming(people)
        unit.journal.redact([report()])
        assert not unit.accounts.find(candidates=people[:1])
        assert unit.holders.forget(people[0]) == {people[0]}


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Yield the list of the statements that the engine sends during the block."""
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
