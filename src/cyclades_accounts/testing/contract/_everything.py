"""One of everything that a unit may write, every kind of write, and everything that can be read."""

from collections.abc import Callable, MutableMapping, MutableSequence, MutableSet
from typing import Final

import pytest
from attrs import evolve

from cyclades_accounts.identifiers import Login, SessionId
from cyclades_accounts.repositories import Store, UnitOfWork
from cyclades_accounts.testing.samples import (
    MOMENT,
    SESSION,
    Value,
    account,
    candidate,
    candidate_id,
    document,
    holder,
    imposed,
    issued,
    login,
    renewed,
    report,
    run_id,
    session,
    slip,
    uai,
)

STEM = "zoe.nom"

DIGEST: Final = "key:00"

OTHER_SESSION: Final = SessionId("DNB-2026")

IMPOSED: Final = Login("imposed.now")

WORLD: Final[tuple[Value, ...]] = (
    report(1),
    *(holder(number) for number in (1, 4, 6)),
    account(1),
    account(5),
    issued(1, stem=STEM, rank=1),
    imposed(2, "imposed.before"),
    document(1),
    slip(1),
)
"""One of everything, written before a test looks at what changes."""

Write = Callable[[UnitOfWork], object]
"""A kind of write."""

WRITES: Final[dict[str, Write]] = {
    "sessions.keep": lambda unit: unit.sessions.keep(session(OTHER_SESSION)),
    "sessions.put": lambda unit: unit.sessions.put(session()),
    "holders.put": lambda unit: unit.holders.put([evolve(holder(1), uai=None), holder(3)]),
    "holders.rekey": lambda unit: unit.holders.rekey(candidate_id(4), candidate_id(1)),
    "holders.forget": lambda unit: unit.holders.forget(candidate_id(6)),
    "accounts.put new": lambda unit: unit.accounts.put([account(2)]),
    "accounts.put": lambda unit: unit.accounts.put([renewed(account(1))]),
    "accounts.put login": lambda unit: unit.accounts.put([evolve(renewed(account(1)), login=login(3))]),
    "logins.numbers": lambda unit: unit.logins.numbers([STEM, "other"]),
    "logins.add": lambda unit: unit.logins.add([evolve(issued(1, stem=STEM, rank=2), login=login(2))]),
    "logins.impose": lambda unit: unit.logins.impose({candidate_id(1): IMPOSED, candidate_id(2): None}),
    "documents.add": lambda unit: unit.documents.add([(document(2), b"other")], []),
    "documents.add slips": lambda unit: unit.documents.add([], [slip(1, version=2)]),
    "journal.add": lambda unit: unit.journal.add(report(2)),
    "journal.redact": lambda unit: unit.journal.redact([report(1, "(effacé)")]),
    "documents.reseal": lambda unit: unit.documents.reseal({document(1).id: b"anew"}, [evolve(slip(1), sealed=b"x")]),
    "documents.drop": lambda unit: unit.documents.drop([document(1).purged(MOMENT)], []),
    "documents.drop slips": lambda unit: unit.documents.drop([], [slip(1)]),
    "logins.erase": lambda unit: unit.logins.erase({login(1): DIGEST}),
    "accounts.erase": lambda unit: unit.accounts.erase([account(5).id]),
}
"""Every kind of write, to be done upon :data:`WORLD`."""

KINDS: Final = [pytest.param(write, id=kind) for kind, write in WRITES.items()]


def do_all(unit: UnitOfWork) -> None:
    """Do every kind of write."""
    for write in WRITES.values():
        write(unit)


def everything(unit: UnitOfWork) -> tuple[object, ...]:
    """Return all that the tests below write, as the unit sees it."""
    ids = [candidate_id(number) for number in range(1, 7)]
    logins = [login(1), login(2), login(3), Login("imposed.before"), IMPOSED]
    documents, total = unit.documents.of_school(uai(1), SESSION, skip=0, limit=9)
    return (
        unit.sessions.all(),
        dict(unit.holders.of(ids)),
        dict(unit.holders.merged(ids)),
        unit.holders.alike([one for one in (candidate(number).ine for number in range(1, 7)) if one], []),
        unit.accounts.find(ids=[account(number).id for number in (1, 2, 5)]),
        dict(unit.accounts.standing(ids)),
        [unit.accounts.find(candidates=[one]) for one in ids],
        dict(unit.logins.numbers([STEM, "other"])),
        [unit.accounts.find(logins=[one]) for one in logins],
        unit.logins.used(logins, [DIGEST]),
        unit.logins.lines(logins=logins),
        unit.logins.lines(accounts=[account(1).id]),
        dict(unit.logins.imposed(ids)),
        list(documents),
        total,
        [unit.documents.content(document(number).id) for number in (1, 2)],
        unit.documents.find(ids=[document(number).id for number in (1, 2)]),
        unit.documents.find(runs=[run_id(1)]),
        unit.documents.slips(runs=[run_id(1)]),
        unit.documents.slips(accounts=[account(1).id]),
        [unit.journal.get(run_id(number)) for number in (1, 2)],
    )


def spoil(unit: UnitOfWork) -> None:
    """Empty whatever the unit answers with, where it lets itself be emptied."""
    ids, logins = [candidate_id(number) for number in range(1, 7)], [login(1), login(2)]
    answers = [
        unit.sessions.all(),
        unit.holders.of(ids),
        unit.holders.merged(ids),
        unit.people.of_school(uai(1), SESSION),
        unit.people.of_candidates(ids),
        unit.accounts.standing(ids),
        unit.accounts.find(ids=[account(1).id, account(2).id], logins=logins, candidates=ids),
        unit.logins.numbers([STEM]),
        unit.logins.lines(logins=logins, accounts=[account(1).id, account(2).id]),
        unit.logins.imposed(ids),
        unit.documents.of_school(uai(1), SESSION, skip=0, limit=9)[0],
        unit.documents.slips(runs=[run_id(1)], accounts=[account(1).id, account(2).id]),
        unit.documents.find(runs=[run_id(1)]),
        unit.journal.of_school(uai(1), skip=0, limit=9)[0],
        unit.journal.naming(ids),
        unit.journal.named("", 9),
    ]
    for answer in answers:
        if isinstance(answer, MutableMapping | MutableSequence | MutableSet):
            answer.clear()


def seen(store: Store) -> tuple[object, ...]:
    """Return all that the tests below write, as a new reading unit sees it."""
    with store.reading() as unit:
        return everything(unit)
