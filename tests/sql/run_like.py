"""A unit that does all that a run of a school does, and a count of the statements it costs."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from cyclades_accounts.identifiers import Login
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing.contract._samples import (
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
        unit.logins.impose({one: Login(f"imposed.{one}") for one in ids})
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


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Yield the list of the statements that the engine sends during the block."""
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
