"""The contract of what a store costs: the number of statements of a batch method does not grow with the batch."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

from collections.abc import Callable, Sequence
from typing import Any, Final

from attrs import evolve

from cyclades_accounts.model import face_of
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.contract._base import Contract
from cyclades_accounts.testing.contract._capabilities import needs
from cyclades_accounts.testing.samples import (
    MOMENT,
    account,
    candidate_id,
    candidature,
    document,
    given,
    holder,
    issued,
    login,
    renewed,
    report,
    school,
    slip,
)

Batch = Callable[[Any, Sequence[int]], object]
"""Asks a unit for a batch, or writes it; the unit is of any kind."""

BATCHES: Final[dict[str, Batch]] = {
    "hold": lambda unit, numbers: unit.hold([candidate_id(number) for number in numbers]),
    "holders.put": lambda unit, numbers: unit.holders.put(list(map(holder, numbers))),
    "holders.of": lambda unit, numbers: unit.holders.of([candidate_id(number) for number in numbers]),
    "holders.alike": lambda unit, numbers: unit.holders.alike(
        [holder(number).candidate.ine for number in numbers],
        [str(face_of(holder(number).candidate)) for number in numbers],
    ),
    "holders.merged": lambda unit, numbers: unit.holders.merged([candidate_id(number) for number in numbers]),
    "accounts.put new": lambda unit, numbers: unit.accounts.put(list(map(account, numbers))),
    "accounts.put": lambda unit, numbers: unit.accounts.put([renewed(account(number)) for number in numbers]),
    "accounts.standing": lambda unit, numbers: unit.accounts.standing([candidate_id(number) for number in numbers]),
    "accounts.find": lambda unit, numbers: unit.accounts.find(
        ids=[account(number).id for number in numbers],
        logins=list(map(login, numbers)),
        candidates=[candidate_id(number) for number in numbers],
    ),
    "logins.numbers": lambda unit, numbers: unit.logins.numbers([f"stem{number}" for number in numbers]),
    "logins.add": lambda unit, numbers: unit.logins.add(
        [issued(number, stem=f"stem{number}", rank=1) for number in numbers]
    ),
    "logins.used": lambda unit, numbers: unit.logins.used(list(map(login, numbers)), list(map(str, numbers))),
    "logins.lines": lambda unit, numbers: unit.logins.lines(
        logins=list(map(login, numbers)), accounts=[account(number).id for number in numbers]
    ),
    "logins.impose": lambda unit, numbers: unit.logins.impose(
        {candidate_id(number): f"imposed{number}" for number in numbers}
    ),
    "logins.imposed": lambda unit, numbers: unit.logins.imposed([candidate_id(number) for number in numbers]),
    "documents.add": lambda unit, numbers: unit.documents.add(
        [(document(number), b"sealed") for number in numbers], list(map(slip, numbers))
    ),
    "documents.find": lambda unit, numbers: unit.documents.find(ids=[document(number).id for number in numbers]),
    "documents.slips": lambda unit, numbers: unit.documents.slips(accounts=[account(number).id for number in numbers]),
    "documents.reseal": lambda unit, numbers: unit.documents.reseal(
        {document(number).id: b"anew" for number in numbers},
        [evolve(slip(number), sealed=b"anew") for number in numbers],
    ),
    "documents.redraw": lambda unit, numbers: unit.documents.redraw(
        [(document(number), b"redrawn") for number in numbers]
    ),
    "documents.drop": lambda unit, numbers: unit.documents.drop(
        [document(number).purged(MOMENT) for number in numbers], list(map(slip, numbers))
    ),
    "journal.naming": lambda unit, numbers: unit.journal.naming([candidate_id(number) for number in numbers]),
    "journal.redact": lambda unit, numbers: unit.journal.redact([report(number) for number in numbers]),
    "logins.erase": lambda unit, numbers: unit.logins.erase({login(number): f"key:{number}" for number in numbers}),
    "accounts.erase": lambda unit, numbers: unit.accounts.erase([account(number).id for number in numbers]),
}
"""Every method of a batch, in an order in which each has something to do."""

PEOPLE: Final[dict[str, Batch]] = {
    "registry.put": lambda unit, numbers: unit.registry.put(list(map(candidature, numbers))),
    "people.of_candidates": lambda unit, numbers: unit.people.of_candidates(
        [candidate_id(number) for number in numbers]
    ),
    "registry.remove": lambda unit, numbers: unit.registry.remove(list(map(candidature, numbers))),
}
"""Those of a registry."""


def grown(store: Store, batches: dict[str, Batch], statements: Callable[[], int]) -> dict[str, tuple[int, int]]:
    """Return the methods that send more statements for a large batch than for a small one, and how many they send."""
    given(store, *map(report, range(1, 100)))
    counts: list[dict[str, int]] = []
    for numbers in (range(10, 12), range(20, 60)):
        counts.append({})
        with store.writing() as unit:
            for name, batch in batches.items():
                before = statements()
                batch(unit, numbers)
                counts[-1][name] = statements() - before
    few, many = counts
    assert any(few.values()), "the fixture «statements» counts nothing"
    return {name: (few[name], many[name]) for name in few if many[name] > few[name]}


class StatementContract(Contract):
    """Statements of a store."""

    @needs(Capability.STATEMENTS)
    def test_statements_do_not_grow_with_the_batch(self, store: Store, statements: Callable[[], int]) -> None:
        """The number of statements of a batch method does not grow with the batch."""
        assert grown(store, BATCHES, statements) == {}


class RegistryStatementContract(Contract):
    """Statements of a registry."""

    @needs(Capability.STATEMENTS)
    def test_statements_do_not_grow_with_the_roster(self, store: Store, statements: Callable[[], int]) -> None:
        """So it is for people that a store keeps."""
        given(store, school())
        assert grown(store, PEOPLE, statements) == {}
