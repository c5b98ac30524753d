"""Units that do all that a run of a school does and what ends it, and a count of the statements it costs."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from cyclades_accounts.identifiers import Login, RunId
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing.samples import (
    MOMENT,
    SESSION,
    account,
    candidature,
    document,
    issued,
    renewed,
    report,
    school,
    slip,
    uai,
)


def run(store: Store, size: int) -> None:
    """Register a school with ``size`` candidatures, impose logins, create and renew accounts, and read it all."""
    numbers = range(1, size + 1)
    with store.writing() as unit:
        unit.schools.put(school())
        unit.candidatures.put([candidature(number) for number in numbers])
    with store.writing() as unit:
        assert unit.schools.get(uai()) == school()
        found = unit.candidatures.of_school(uai(), SESSION)
        ids = [one.candidate.id for one in found]
        assert len(unit.candidatures.of_candidates(ids)) == len(unit.candidatures.candidates(ids)) == size
        assert not unit.candidatures.merged(ids)
        assert not unit.accounts.of_candidates(ids)
        unit.logins.impose({one: Login(f"imposed.{one}".lower()) for one in ids})
        assert len(unit.logins.imposed(ids)) == size
        unit.logins.impose(dict.fromkeys(ids))
        stems = [f"stem{number}" for number in numbers]
        assert set(unit.logins.numbers(stems).values()) == {0}
        lines = [issued(number, stem=stem, rank=1) for number, stem in zip(numbers, stems, strict=True)]
        assert not unit.logins.taken([line.login for line in lines])
        unit.accounts.add([account(number) for number in numbers])
        unit.accounts.replace([renewed(account(number)) for number in numbers])
        unit.logins.add(lines)
        assert len(unit.logins.lines([line.login for line in lines])) == size
        unit.documents.add(document(), b"sealed")
        unit.documents.add_papillons([slip(number) for number in numbers])
        unit.journal.add(report())
    with store.reading() as unit:
        assert len(unit.accounts.by_ids([account(number).id for number in numbers])) == size
        assert len(unit.documents.papillons(report().run.id)) == size


def end(store: Store, size: int) -> None:
    """Seal anew, purge and erase, redact, and read it all, after :func:`run`."""
    accounts = [account(number).id for number in range(1, size + 1)]
    people = [candidature(number).candidate.id for number in range(1, size + 1)]
    with store.writing() as unit:
        slips = unit.documents.papillons_of(accounts)
        documents = unit.documents.of_runs([report().run.id, *map(RunId, accounts)])
        assert (len(slips), len(documents)) == (size, 1)
        unit.documents.reseal({one.id: b"anew" for one in documents}, slips)
        unit.documents.purge([one.purged(MOMENT) for one in documents])
        unit.documents.remove_papillons(slips)
        lines = unit.logins.of_accounts(accounts)
        assert len(lines) == size
        digests = {line.login: f"key:{line.login}" for line in lines}
        unit.logins.erase(digests)
        assert len(unit.logins.erased(digests.values())) == size
        assert unit.logins.erasure_keys() == {"key"}
        unit.accounts.erase(accounts)
        assert not unit.journal.of_candidates(people)
        unit.journal.redact([report()])
        assert not unit.accounts.all_of(people[0])
        assert unit.candidatures.erase(people[0]) == {people[0]}


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Yield the list of the statements that the engine sends during the block."""
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
