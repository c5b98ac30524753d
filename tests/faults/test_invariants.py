"""The function that every fault test asks is tested itself: it notices each kind of breakage, planted in a database."""

# ruff: noqa: S608  # the SQL is put together of constants

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve

from cyclades_accounts import Provisioning
from cyclades_accounts.identifiers import DocumentId, RunId
from cyclades_accounts.repositories import UnitOfWork
from cyclades_accounts.testing.samples import registry_of
from tests.faults.databases import Database, sqlite
from tests.faults.invariants import invariants, see
from tests.faults.world import create, found, people, regenerate, service_over, uai
from tests.support import NOW, candidature

SCHOOLS = (1, 2)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """Return a database on SQLite."""
    return sqlite(tmp_path)


@pytest.fixture
def service(database: Database) -> Iterator[Provisioning]:
    """Return a service over two schools with their accounts; in the first every password was renewed once."""
    with database.opened() as store:
        service = service_over(store)
        found(service, SCHOOLS)
        for number in SCHOOLS:
            create(service, number, f"create-{number}")
        regenerate(service, 1, "renew-1")
        yield service


def without_constraints(table: str) -> str:
    """Return SQL that puts a copy in the place of a table, which has no constraint left."""
    return f"CREATE TABLE copy AS SELECT * FROM {table}; DROP TABLE {table}; ALTER TABLE copy RENAME TO {table};"


ONE_SLIP = "rank = (SELECT min(rank) FROM cyclades_papillons WHERE run_id = 'renew-1')"
ONE_DOCUMENT = "rank = (SELECT min(rank) FROM cyclades_documents)"
ONE_ACCOUNT = "login = 'lea.martin'"
ANOTHER_HASH = f"""
UPDATE cyclades_accounts SET password_hash = (
    SELECT password_hash FROM cyclades_accounts WHERE login = 'lea.martin2'
) WHERE {ONE_ACCOUNT}
"""

PLANTED_IN_SQL: dict[str, str] = {
    "candidate lost": "DELETE FROM cyclades_candidatures WHERE candidate_id LIKE '%102AA'",
    "login of 2 accounts": without_constraints("cyclades_accounts")
    + f"UPDATE cyclades_accounts SET {ONE_ACCOUNT} WHERE login = 'lea.martin2'",
    "login issued twice": without_constraints("cyclades_issued_logins")
    + f"UPDATE cyclades_issued_logins SET {ONE_ACCOUNT} WHERE login = 'lea.martin2'",
    "login not in the ledger": f"DELETE FROM cyclades_issued_logins WHERE {ONE_ACCOUNT}",
    "number issued 2 times": f"UPDATE cyclades_issued_logins SET number = 2 WHERE {ONE_ACCOUNT}",
    "counter below the ledger": "UPDATE cyclades_counters SET last = 1",
    "2 accounts stand for": without_constraints("cyclades_accounts")
    + f"UPDATE cyclades_accounts SET candidate_id = (SELECT candidate_id FROM cyclades_accounts WHERE {ONE_ACCOUNT})"
    " WHERE login = 'lea.martin2'",
    "account without a slip": f"DELETE FROM cyclades_papillons WHERE {ONE_SLIP}",
    "account that its slip does not open": ANOTHER_HASH,
    "slip that opens nothing": ANOTHER_HASH,
    "slip that nobody can read": f"UPDATE cyclades_papillons SET sealed = x'00' WHERE {ONE_SLIP}",
    "slip of no run": "DELETE FROM cyclades_journal WHERE run_id = 'renew-1'",
    "slip of no account": f"DELETE FROM cyclades_accounts WHERE {ONE_ACCOUNT}",
    "document of no run": "DELETE FROM cyclades_journal WHERE run_id = 'create-1'",
    "document that shows other slips": f"UPDATE cyclades_documents SET sealed = x'00' WHERE {ONE_DOCUMENT}",
    "report of a document that is not there": f"DELETE FROM cyclades_documents WHERE {ONE_DOCUMENT}",
    "report of a slip that is not there": "DELETE FROM cyclades_papillons WHERE run_id = 'create-1'",
}


def _purge(service: Provisioning, unit: UnitOfWork) -> None:
    unit.documents.drop([one.purged(NOW) for one in unit.documents.find(runs=[RunId("create-1")])], [])


def _slip_of_another_version(service: Provisioning, unit: UnitOfWork) -> None:
    slip = unit.documents.slips(runs=[RunId("create-1")])[0]
    other = evolve(slip, credential_version=9)
    document = unit.documents.find(runs=[slip.run_id])[0]
    place = document.uai, document.session_id
    sealed = service.sealer.seal(service.sealer.open(slip.sealed, slip.context(*place)), other.context(*place))
    unit.documents.add([], [evolve(other, sealed=sealed)])


def _document_beside_the_report(service: Provisioning, unit: UnitOfWork) -> None:
    document = evolve(unit.documents.find(runs=[RunId("create-1")])[0], id=DocumentId("other"))
    unit.documents.add([(document, b"sealed")], [])


PLANTED_BY_PORTS: dict[str, Callable[[Provisioning, UnitOfWork], None]] = {
    "document without content": _purge,
    "document of no run": _document_beside_the_report,
    "slip that never opened anything": _slip_of_another_version,
}


def test_nothing_is_broken_at_first(database: Database, service: Provisioning) -> None:
    """This test ensures that a store after ordinary runs is found whole, and its tables without strays."""
    assert invariants(service, SCHOOLS, done=True) == []
    assert set(database.strays(see(service, SCHOOLS)).values()) == {0}


@pytest.mark.parametrize("breakage", PLANTED_IN_SQL)
def test_breakage_in_the_tables_is_noticed(tmp_path: Path, service: Provisioning, breakage: str) -> None:
    """This test ensures that what no port would write, written behind the store's back, is noticed and named."""
    service.store.close()  # type: ignore[attr-defined]  # an SqlStore
    connection = sqlite3.connect(tmp_path / "accounts.sqlite")
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")  # those that would refuse it
    connection.executescript(PLANTED_IN_SQL[breakage])
    connection.close()
    assert any(one.startswith(breakage) for one in invariants(service, SCHOOLS))


@pytest.mark.parametrize("breakage", PLANTED_BY_PORTS)
def test_breakage_through_the_ports_is_noticed(service: Provisioning, breakage: str) -> None:
    """This test ensures that what a faulty activity could write through the ports is noticed and named."""
    with service.store.writing() as unit:
        PLANTED_BY_PORTS[breakage](service, unit)
    assert any(one.startswith(breakage) for one in invariants(service, SCHOOLS))


def test_unfinished_work_is_noticed(service: Provisioning) -> None:
    """This test ensures that somebody who waits for an account is named once the work is said to be done."""
    with service.store.writing() as unit:
        everyone = unit.people.of_candidates(people(2))
        (newcomer,) = (evolve(one, email="famille@example.org") for one in everyone if one.email is None)
        registry_of(unit).put([newcomer])
    assert invariants(service, SCHOOLS) == []
    assert invariants(service, SCHOOLS, done=True) == [f"candidate not served: {newcomer.candidate.id}"]


def test_strays_are_noticed(database: Database, service: Provisioning) -> None:
    """This test ensures that a row which no port shows for the schools is counted."""
    with service.store.writing() as unit:
        registry_of(unit).put([candidature(999_999, uai=uai(1), session_id="DNB-1999")])
    strays = database.strays(see(service, SCHOOLS))
    assert {name for name, number in strays.items() if number} == {"candidatures"}
