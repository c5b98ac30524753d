"""One of everything that a unit may write, every kind of write, and everything that can be read."""

from collections.abc import Callable, Collection, MutableMapping, MutableSequence, MutableSet
from typing import Final

import pytest
from attrs import evolve, frozen

from cyclades_accounts.identifiers import Login
from cyclades_accounts.model import ImposedLogin
from cyclades_accounts.repositories import Store, UnitOfWork
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.samples import (
    MOMENT,
    SESSION,
    Value,
    account,
    candidate,
    candidate_id,
    candidature,
    document,
    imposed,
    issued,
    login,
    renewed,
    report,
    run_id,
    school,
    slip,
    uai,
)

STEM = "zoe.nom"

DIGEST: Final = "key:00"

IMPOSED: Final = Login("imposed.now")

WORLD: Final[tuple[Value, ...]] = (
    school(1),
    report(1),
    candidature(1),
    candidate(2),
    candidate(4),
    candidate(5),
    candidature(6),
    account(1),
    account(5),
    issued(1, stem=STEM, rank=1),
    imposed(2, "imposed.before"),
    document(1),
    slip(1),
)
"""One of everything, written before a test looks at what changes."""


@frozen
class Write:
    """A kind of write, and what a store must be capable of to do it."""

    work: Callable[[UnitOfWork], None]
    needs: frozenset[Capability] = frozenset()


def optional(capability: Capability, work: Callable[[UnitOfWork], None]) -> Write:
    """Return a write that not every store does."""
    return Write(work, frozenset([capability]))


WRITES: Final[dict[str, Write]] = {
    "schools.put": Write(lambda unit: unit.schools.put(evolve(school(1), name="Changed"))),
    "schools.put new": Write(lambda unit: unit.schools.put(school(2))),
    "candidatures.put": Write(lambda unit: unit.candidatures.put([evolve(candidature(1), email=None), candidature(3)])),
    "candidatures.put_candidate": Write(
        lambda unit: unit.candidatures.put_candidate(evolve(candidate(1), family_name="X"))
    ),
    "candidatures.remove": Write(lambda unit: unit.candidatures.remove([candidature(1)])),
    "candidatures.merge": Write(lambda unit: unit.candidatures.merge(candidate_id(4), candidate_id(1))),
    "accounts.add": Write(lambda unit: unit.accounts.add([account(2)])),
    "accounts.replace": Write(lambda unit: unit.accounts.replace([renewed(account(1))])),
    "accounts.replace login": Write(lambda unit: unit.accounts.replace([evolve(renewed(account(1)), login=login(3))])),
    "logins.numbers": Write(lambda unit: void(unit.logins.numbers([STEM, "other"]))),
    "logins.add": Write(lambda unit: unit.logins.add([evolve(issued(1, stem=STEM, rank=2), login=login(2))])),
    "logins.impose": optional(
        Capability.IMPOSING, lambda unit: unit.logins.impose({candidate_id(1): IMPOSED, candidate_id(2): None})
    ),
    "documents.add": Write(lambda unit: unit.documents.add(document(2), b"other")),
    "documents.add_papillons": Write(lambda unit: unit.documents.add_papillons([slip(1, version=2)])),
    "journal.add": Write(lambda unit: unit.journal.add(report(2))),
    "journal.redact": optional(Capability.ERASING, lambda unit: unit.journal.redact([report(1, "(effacé)")])),
    "documents.reseal": optional(
        Capability.RESEALING,
        lambda unit: unit.documents.reseal({document(1).id: b"anew"}, [evolve(slip(1), sealed=b"x")]),
    ),
    "documents.purge": optional(Capability.PURGING, lambda unit: unit.documents.purge([document(1).purged(MOMENT)])),
    "documents.remove_papillons": optional(Capability.PURGING, lambda unit: unit.documents.remove_papillons([slip(1)])),
    "logins.erase": optional(Capability.ERASING, lambda unit: unit.logins.erase({login(1): DIGEST})),
    "accounts.erase": optional(Capability.ERASING, lambda unit: unit.accounts.erase([account(5).id])),
    "candidatures.erase": optional(Capability.ERASING, lambda unit: void(unit.candidatures.erase(candidate_id(6)))),
}
"""Every kind of write, to be done upon :data:`WORLD`."""

KINDS: Final = [pytest.param(write, id=kind) for kind, write in WRITES.items()]


def world(without: Collection[Capability]) -> list[Value]:
    """Return :data:`WORLD` as a store holds it that is declared to be without these capabilities."""
    return [one for one in WORLD if not (isinstance(one, ImposedLogin) and Capability.IMPOSING in without)]


def do_all(unit: UnitOfWork, without: Collection[Capability]) -> None:
    """Do every kind of write but those that need one of these capabilities."""
    for kind in WRITES.values():
        if kind.needs.isdisjoint(without):
            kind.work(unit)


def void(value: object) -> None:
    """Forget a value."""
    del value


def everything(unit: UnitOfWork) -> tuple[object, ...]:
    """Return all that the tests below write, as the unit sees it."""
    ids = [candidate_id(number) for number in range(1, 7)]
    logins = [login(1), login(2), login(3), Login("imposed.before"), IMPOSED]
    documents, total = unit.documents.of_school(uai(1), SESSION, skip=0, limit=9)
    return (
        [unit.schools.get(uai(number)) for number in (1, 2)],
        unit.candidatures.of_school(uai(1), SESSION),
        dict(unit.candidatures.candidates(ids)),
        dict(unit.candidatures.merged(ids)),
        dict(unit.accounts.by_ids([account(number).id for number in (1, 2, 5)])),
        [unit.accounts.all_of(one) for one in ids],
        dict(unit.logins.numbers([STEM, "other"])),
        [unit.accounts.by_login(one) for one in logins],
        unit.logins.taken(logins),
        dict(unit.logins.lines(logins)),
        unit.logins.of_accounts([account(1).id]),
        unit.logins.erased([DIGEST]),
        unit.logins.erasure_keys(),
        dict(unit.logins.imposed(ids)),
        list(documents),
        total,
        [unit.documents.content(document(number).id) for number in (1, 2)],
        unit.documents.of_runs([run_id(1)]),
        unit.documents.papillons(run_id(1)),
        unit.documents.papillons_of([account(1).id]),
        [unit.journal.get(run_id(number)) for number in (1, 2)],
    )


def spoil(unit: UnitOfWork) -> None:
    """Empty whatever the unit answers with, where it lets itself be emptied."""
    ids, logins = [candidate_id(number) for number in range(1, 7)], [login(1), login(2)]
    answers = [
        unit.candidatures.of_school(uai(1), SESSION),
        unit.candidatures.of_candidates(ids),
        unit.candidatures.candidates(ids),
        unit.candidatures.merged(ids),
        unit.accounts.of_candidates(ids),
        unit.accounts.by_ids([account(1).id, account(2).id]),
        unit.accounts.all_of(candidate_id(1)),
        unit.logins.numbers([STEM]),
        unit.logins.taken(logins),
        unit.logins.lines(logins),
        unit.logins.of_accounts([account(1).id, account(2).id]),
        unit.logins.imposed(ids),
        unit.documents.of_school(uai(1), SESSION, skip=0, limit=9)[0],
        unit.documents.papillons(run_id(1)),
        unit.documents.papillons_of([account(1).id, account(2).id]),
        unit.documents.of_runs([run_id(1)]),
        unit.journal.of_school(uai(1), skip=0, limit=9)[0],
        unit.journal.of_candidates(ids),
    ]
    for answer in answers:
        if isinstance(answer, MutableMapping | MutableSequence | MutableSet):
            answer.clear()


def seen(store: Store) -> tuple[object, ...]:
    """Return all that the tests below write, as a new reading unit sees it."""
    with store.reading() as unit:
        return everything(unit)
