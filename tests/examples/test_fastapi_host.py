"""The FastAPI example: it owns the transaction, and answers for every error without a secret."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from fastapi.testclient import TestClient
from fastapi_host.app import create_app
from fastapi_host.database import Base, Delivery, open_database
from fastapi_host.main import from_environment
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from cyclades_accounts import Provisioning
from cyclades_accounts.model import Activity
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from cyclades_accounts.sql import SqlStore, metadata
from docs.examples import invented_school
from tests.sql.postgresql import server
from tests.support import NOW, SESSION, desk, make_service, read_slips

UAI = invented_school.SCHOOL_UAI
SCHOOL = f"/schools/{UAI}"
YEAR = f"{SCHOOL}/sessions/2025"
ROSTER = b"".join(invented_school.LISTE_DETAILLEE.read_bytes().splitlines(keepends=True)[:15])
GRANTED = {"name": invented_school.SCHOOL_NAME, "manages_candidates": True, "secretaries": ["bureau 12"]}
MANAGER = {"X-Actor": "rectorat"}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.system)])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return the engine of the example."""
    if request.param == "sqlite":
        made = open_database(f"sqlite:///{tmp_path_factory.mktemp('fastapi')}/host.sqlite")
        yield made
        made.dispose()
    else:
        with server() as url:
            made = open_database(url)
            yield made
            made.dispose()


@pytest.fixture
def service(engine: Engine) -> Provisioning:
    """Return activities over fresh tables: the database refuses to forget a report."""
    for tables in (Base.metadata, metadata):
        tables.drop_all(engine)
    Base.metadata.create_all(engine)
    store = SqlStore(engine)
    store.create_schema()
    return make_service(store=store)


def connect(engine: Engine, service: Provisioning) -> TestClient:
    """Return a client who says who it is."""
    app = create_app(engine, service, {2025: SESSION}, managers=["rectorat"])
    return TestClient(app, headers={"X-Actor": "bureau 12"})


@pytest.fixture
def client(engine: Engine, service: Provisioning) -> TestClient:
    """Return a client of a service whose school has registered its candidatures."""
    client = connect(engine, service)
    assert client.put(SCHOOL, json=GRANTED, headers=MANAGER).status_code == 204
    imported = client.post(f"{YEAR}/candidatures", content=ROSTER, headers={"Content-Type": "text/csv"})
    assert imported.json() == {"registered": 6, "missing": [], "problems": []}
    return client


def generate(client: TestClient, key: str = "january") -> Any:
    """Ask for a run."""
    return client.post(f"{YEAR}/runs", headers={"Idempotency-Key": key})


def deliveries(engine: Engine) -> list[tuple[str, str, int]]:
    """Return the rows of the host's own table."""
    with Session(engine) as session:
        return [(one.run_id, one.asked_by, one.slips) for one in session.scalars(select(Delivery))]


class TestActivities:
    """From the school's file to a slip that opens an account."""

    def test_from_the_file_to_the_slip(self, client: TestClient, engine: Engine, service: Provisioning) -> None:
        """A run creates the accounts, its documents are listed and downloaded, and their passwords open."""
        run = generate(client)
        assert run.status_code == 201
        listed = client.get(f"{YEAR}/documents", params={"size": 1}).json()
        assert (len(listed["items"]), listed["total"], len(run.json()["documents"])) == (1, 2, 2)
        got = client.get(f"{YEAR}/documents/{run.json()['documents'][0]}")
        assert got.headers["Cache-Control"] == "no-store"
        slips = read_slips(got.content)
        assert len(slips) == run.json()["created"]
        assert all(
            service.candidates.check_login(login, password, now=NOW).account_id for login, password in slips.items()
        )
        assert Activity.OPEN_DOCUMENT in {one.run.activity for one in desk(service, UAI).documents.journal().items}
        assert deliveries(engine) == [("january", "bureau 12", len(slips))]

    def test_coverage_says_who_is_missing(self, client: TestClient) -> None:
        """Before the run everybody is missing; afterwards those who were refused, each with the reason."""
        before = client.get(f"{YEAR}/coverage").json()
        run = generate(client).json()
        after = client.get(f"{YEAR}/coverage").json()
        assert (before["with_account"], after["with_account"]) == (0, run["created"])
        assert after["missing"] == run["refused"] == {"990000031BA": "NO_EMAIL"}

    def test_retry_changes_nothing(self, client: TestClient, engine: Engine) -> None:
        """The same key gets the same answer, and the host's row is there once."""
        assert generate(client).json() == generate(client).json()
        assert len(deliveries(engine)) == 1

    def test_two_at_once_do_it_once(self, client: TestClient, engine: Engine, service: Provisioning) -> None:
        """Two requests with one key at the same moment get one run."""
        clients = [client, connect(engine, service)]
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(generate, clients)
        assert first.json() == second.json()
        assert len(deliveries(engine)) == 1


def test_starts_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ASGI server gets a working service from a URL and a key."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'accounts.sqlite3'}")
    monkeypatch.setenv("CYCLADES_SEALING_KEY", "00" * 32)
    app = from_environment()
    with TestClient(app, headers={"X-Actor": "bureau 12"}) as client:
        assert client.get(f"{SCHOOL}/sessions/2026/coverage").json()["title"] == "FORBIDDEN"
        manager = {"X-Actor": "gestionnaire"}
        assert client.put(SCHOOL, json=GRANTED, headers=manager).status_code == 204
        assert client.get(f"{SCHOOL}/sessions/2026/coverage").json()["candidates"] == 0
        assert "/schools/{uai}/sessions/{year}/documents/{document_id}" in client.get("/openapi.json").json()["paths"]
    app.state.host.engine.dispose()


class TestTransaction:
    """The host's rows and the library's become visible together or not at all."""

    def test_failed_commit_leaves_nothing(self, client: TestClient, engine: Engine) -> None:
        """If the commit fails, nobody is told that it was done, nothing remains, and a retry does it."""

        def fail(connection: object) -> None:
            raise OperationalError("COMMIT", {}, Exception("a row"))

        event.listen(engine, "commit", fail)
        try:
            answer = generate(client)
        finally:
            event.remove(engine, "commit", fail)
        assert (answer.status_code, answer.json()["title"]) == (503, "DATABASE_FAILED")
        assert "a row" not in answer.text
        with engine.connect() as connection:
            accounts = select(func.count()).select_from(metadata.tables["cyclades_accounts"])
            assert connection.scalar(accounts) == 0
        assert deliveries(engine) == []
        assert generate(client).status_code == 201
        assert len(deliveries(engine)) == 1

    def test_refused_run_leaves_nothing(self, client: TestClient, engine: Engine) -> None:
        """A run that is refused leaves no row of the host either."""
        client.put(SCHOOL, json=GRANTED | {"manages_candidates": False}, headers=MANAGER)
        assert generate(client).status_code == 403
        assert deliveries(engine) == []


class TestProblems:
    """Every error has a status, a code and a sentence."""

    @pytest.mark.parametrize(
        ("method", "path", "status", "code"),
        [
            ("POST", "/schools/0350001L/sessions/2025/runs", 403, "FORBIDDEN"),
            ("PUT", SCHOOL, 403, "FORBIDDEN"),
            ("POST", "/schools/0350001/sessions/2025/runs", 422, "INVALID_VALUE"),
            ("POST", f"{YEAR}/candidatures", 422, "EMPTY_FILE"),
            ("GET", f"{YEAR}/documents/unknown", 404, "UNKNOWN_DOCUMENT"),
            ("GET", f"{YEAR}/documents?page=0", 422, "INVALID_REQUEST"),
        ],
    )
    def test_error_is_a_problem(self, client: TestClient, method: str, path: str, status: int, code: str) -> None:
        """An error of the library or of the request is answered as RFC 9457 says."""
        answer = client.request(method, path, content=b" ", headers={"Content-Type": "text/csv"})
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["title"] == code
        assert answer.json()["detail"]

    def test_key_of_another_run_is_a_conflict(self, client: TestClient) -> None:
        """A key that belongs to another piece of work is refused."""
        other = "/schools/0299871X"
        client.put(other, json=GRANTED, headers=MANAGER)
        generate(client)
        answer = client.post(f"{other}/sessions/2025/runs", headers={"Idempotency-Key": "january"})
        assert (answer.status_code, answer.json()["title"]) == (409, "RUN_ID_REUSED")

    def test_another_schools_document_is_unknown(self, client: TestClient) -> None:
        """Whoever may act for one school gets no document of another, even with its id."""
        document = generate(client).json()["documents"][0]
        other = "/schools/0299871X"
        client.put(other, json=GRANTED | {"secretaries": ["bureau 29"]}, headers=MANAGER)
        answer = client.get(f"{other}/sessions/2025/documents/{document}", headers={"X-Actor": "bureau 29"})
        assert (answer.status_code, answer.json()["title"]) == (404, "UNKNOWN_DOCUMENT")

    def test_what_fails_in_the_house_stays_there(
        self, client: TestClient, engine: Engine, service: Provisioning, caplog: pytest.LogCaptureFixture
    ) -> None:
        """A key that is not at hand is the host's fault: the log says which, the answer does not."""
        document = generate(client).json()["documents"][0]
        moved = evolve(service, sealer=AesGcmSealer(KeyRing.generate("another")))
        answer = connect(engine, moved).get(f"{YEAR}/documents/{document}")
        assert (answer.status_code, answer.json()["title"]) == (503, "WRONG_KEY")
        assert "tests" in caplog.text
        assert "tests" not in answer.text

    @pytest.mark.parametrize(
        ("path", "actor", "status"), [("2025", "", 401), ("2025", "bureau 13", 403), ("2031", "bureau 12", 404)]
    )
    def test_strangers_and_other_years(self, client: TestClient, path: str, actor: str, status: int) -> None:
        """Nobody is answered without a name, about a school not theirs, or a session that the host does not have."""
        answer = client.get(f"{SCHOOL}/sessions/{path}/coverage", headers={"X-Actor": actor})
        assert answer.status_code == answer.json()["status"] == status
