"""The FastAPI example: it owns people and transaction, and answers for every error without a secret."""

import json
import logging
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import pytest
from attrs import evolve
from fastapi.testclient import TestClient
from fastapi_host import people as own_people
from fastapi_host.app import create_app
from fastapi_host.database import open_database, open_store
from fastapi_host.desks import Host
from fastapi_host.main import from_environment
from fastapi_host.people import OwnPeople, entry_of
from fastapi_host.tables import Base, Delivery, Entry, Establishment
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from cyclades_accounts import Candidature, Provisioning, School
from cyclades_accounts.model import Activity, Password
from cyclades_accounts.passwords import TESTS_ONLY, Argon2idHasher
from cyclades_accounts.people import People
from cyclades_accounts.repositories import Store
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from cyclades_accounts.sql import metadata
from cyclades_accounts.testing import Capability, PeopleContract
from docs.examples import invented_school
from tests.sql.postgresql import server
from tests.support import NOW, SESSION, desk, make_service, read_slips

UAI = invented_school.SCHOOL_UAI
SCHOOL = f"/schools/{UAI}"
YEAR = f"{SCHOOL}/sessions/2025"
OTHER_SCHOOL = "/schools/0299871X"
OTHER_YEAR = f"{OTHER_SCHOOL}/sessions/2025"
ROSTER = b"".join(invented_school.LISTE_DETAILLEE.read_bytes().splitlines(keepends=True)[:15])
GRANTED = {"name": invented_school.SCHOOL_NAME, "manages_candidates": True, "secretaries": ["bureau 12"]}
MANAGER = {"X-Actor": "rectorat"}
CSV = {"Content-Type": "text/csv"}
CHOSEN = "trois petits chats verts"


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
    store = open_store(engine)
    store.create_schema()
    return make_service(store=store)


def connect(engine: Engine, service: Provisioning) -> TestClient:
    """Return a client who says who it is."""
    app = create_app(Host(engine, service, {2025: SESSION}, managers=["rectorat"]))
    return TestClient(app, headers={"X-Actor": "bureau 12"})


@pytest.fixture
def client(engine: Engine, service: Provisioning) -> TestClient:
    """Return a client of a service whose school has registered its candidatures."""
    client = connect(engine, service)
    assert client.put(SCHOOL, json=GRANTED, headers=MANAGER).status_code == 204
    imported = client.post(f"{YEAR}/candidatures", content=ROSTER, headers=CSV)
    assert imported.json() == {"entered": 6, "problems": []}
    return client


def generate(client: TestClient, key: str = "january") -> Any:
    """Ask for a run."""
    return client.post(f"{YEAR}/runs", headers={"Idempotency-Key": key})


def printed(client: TestClient, run: Any) -> dict[str, str]:
    """Return the passwords of a run's slips by login."""
    return read_slips(client.get(f"{YEAR}/documents/{run.json()['documents'][0]}").content)


def log_in(client: TestClient, login: str, password: str) -> Any:
    """Log in as a candidate, who has no name that a proxy knows."""
    return client.post("/login", json={"login": login, "password": password}, headers={"X-Actor": ""})


def change(client: TestClient, login: str, password: str, chosen: str, key: str = "mine") -> Any:
    """Change the password as a candidate."""
    typed = {"login": login, "password": password, "chosen": chosen}
    return client.post("/password", json=typed, headers={"X-Actor": "", "Idempotency-Key": key})


def regenerate(client: TestClient, key: str = "lost", **asked: object) -> Any:
    """Ask for new passwords."""
    return client.post(f"{YEAR}/regenerations", json=asked, headers={"Idempotency-Key": key})


def title(answer: Any) -> tuple[int, str]:
    """Return the status and the code of a problem."""
    return answer.status_code, answer.json()["title"]


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
        assert deliveries(engine) == [(f"january/{UAI}", "bureau 12", len(slips))]

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
            ("POST", f"{YEAR}/documents/unknown/reprints", 404, "UNKNOWN_DOCUMENT"),
            ("POST", f"{YEAR}/regenerations", 422, "INVALID_REQUEST"),
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
        generate(client)
        assert title(regenerate(client, key="january", candidates=["991000000AN"])) == (409, "RUN_ID_REUSED")

    def test_a_key_is_of_its_school(self, client: TestClient) -> None:
        """A school neither uses up the keys of another one, nor learns that they are in use."""
        client.put(OTHER_SCHOOL, json=GRANTED, headers=MANAGER)
        generate(client)
        known, unknown = (
            client.post(f"{OTHER_YEAR}/runs", headers={"Idempotency-Key": key}) for key in ("january", "x")
        )
        assert title(known) == title(unknown) == (404, "EMPTY_ROSTER")

    @pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", "/reprints")])
    def test_another_schools_document_is_unknown(self, client: TestClient, method: str, path: str) -> None:
        """Whoever may act for one school gets no document of another, even with its id, and changes none."""
        document = generate(client).json()["documents"][0]
        client.put(OTHER_SCHOOL, json=GRANTED | {"secretaries": ["bureau 29"]}, headers=MANAGER)
        actor = {"X-Actor": "bureau 29"}
        answer = client.request(method, f"{OTHER_YEAR}/documents/{document}{path}", headers=actor)
        assert title(answer) == (404, "UNKNOWN_DOCUMENT")
        assert title(client.request(method, f"{YEAR}/documents/{document}{path}", headers=actor)) == (403, "FORBIDDEN")
        assert client.get(f"{YEAR}/documents").json()["total"] == 2

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

    def test_failing_people_are_ours(
        self, client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        """A mistake in the host's reading of its tables is a 500: it names the method in the log, and no pupil."""

        def read(found: Any) -> Candidature:
            raise TypeError(found.family_name)

        monkeypatch.setattr(own_people, "read", read)
        answer = generate(client)
        assert title(answer) == (500, "PEOPLE_FAILED")
        assert "of_school" in caplog.text
        assert "of_school" not in answer.text
        assert "ABGRALL" not in answer.text + caplog.text

    def test_secretaries_and_managers_alone(self, client: TestClient) -> None:
        """Without a name nobody is answered, except on the two pages of candidates."""
        paths = client.get("/openapi.json").json()["paths"]
        given = {"uai": UAI, "year": 2025, "document_id": "x"}
        nameless = {"X-Actor": ""}
        found = {
            path: client.request(method, path.format(**given), headers=nameless).status_code
            for path, methods in paths.items()
            for method in methods
        }
        assert {path for path, status in found.items() if status != 401} == {"/login", "/password"}


class TestRegeneration:
    """A lost password: one candidate, unless the limit is lifted (M14)."""

    def test_one_candidate(self, client: TestClient) -> None:
        """One candidate gets a new password on one document; the former opens nothing, a retry gets the same answer."""
        former = printed(client, generate(client))
        run = regenerate(client, candidates=["991000000AN"])
        assert (run.status_code, run.json()["renewed"], len(run.json()["documents"])) == (201, 1, 1)
        ((login, password),) = printed(client, run).items()
        assert log_in(client, login, password).json() == {"candidate": "991000000AN", "must_change": True}
        assert log_in(client, login, former[login]).status_code == 401
        assert regenerate(client, candidates=["991000000AN"]).json() == run.json()
        assert log_in(client, login, password).status_code == 200

    def test_limit_is_lifted_by_its_own_field(self, client: TestClient, engine: Engine) -> None:
        """Several candidates are refused, also where no criterion is given, until the field says so."""
        generate(client)
        assert title(regenerate(client, divisions=["3A"])) == (422, "LIMITED_TO_ONE")
        assert title(regenerate(client)) == (422, "LIMITED_TO_ONE")
        assert regenerate(client, divisions=["3A"], lift_limit=True).json()["renewed"] == 5
        assert deliveries(engine) == [(f"january/{UAI}", "bureau 12", 5), (f"lost/{UAI}", "bureau 12", 5)]

    @pytest.mark.parametrize(
        ("asked", "status", "code"),
        [
            ({"candidates": ["unknown"]}, 404, "UNKNOWN_CANDIDATE"),
            ({"divisions": ["6B"]}, 404, "NOTHING_SELECTED"),
            ({"candidate": ["991000000AN"]}, 422, "INVALID_REQUEST"),
            ({"divisions": ["3A"], "lift_limit": "yes"}, 422, "INVALID_REQUEST"),
        ],
    )
    def test_refused(self, client: TestClient, asked: dict[str, Any], status: int, code: str) -> None:
        """Nobody is served where nobody matches, and a misspelt criterion does not widen the choice."""
        generate(client)
        assert title(regenerate(client, **asked)) == (status, code)

    def test_key_of_other_choices_is_a_conflict(self, client: TestClient) -> None:
        """A key is good for one request."""
        generate(client)
        regenerate(client, candidates=["991000000AN"])
        assert title(regenerate(client, candidates=["991000137BP"])) == (409, "RUN_ID_REUSED")


class TestReprint:
    """Slips are drawn again, and no password changes."""

    def test_what_still_holds(self, client: TestClient) -> None:
        """The slips that hold are drawn, the others left out; a retry with the same key draws nothing more."""
        run = generate(client)
        slips = printed(client, run)
        login, password = min(slips.items())
        assert change(client, login, password, CHOSEN).status_code == 204
        path, key = f"{YEAR}/documents/{run.json()['documents'][0]}/reprints", {"Idempotency-Key": "again"}
        done = client.post(path, headers=key)
        assert (done.status_code, done.json()["printed"], done.json()["left_out"]) == (201, 4, 1)
        assert printed(client, done) == {one: secret for one, secret in slips.items() if one != login}
        assert client.post(path, headers=key).json() == done.json()
        assert client.get(f"{YEAR}/documents").json()["total"] == 3

    def test_each_download_is_a_line(self, client: TestClient, service: Provisioning) -> None:
        """Whoever sees the passwords again is in the journal again, whatever key the client sends."""
        path = f"{YEAR}/documents/{generate(client).json()['documents'][0]}"
        first, second = (client.get(path, headers={"Idempotency-Key": "open"}).content for _ in range(2))
        assert first == second
        found = [one.run.activity for one in desk(service, UAI).documents.journal().items]
        assert found.count(Activity.OPEN_DOCUMENT) == 2


class TestLoginPage:
    """Candidates log in and change their password (M11)."""

    def test_log_in_and_change(self, client: TestClient) -> None:
        """The printed password opens and must be changed; afterwards the chosen one opens, and the printed one not."""
        login, password = min(printed(client, generate(client)).items())
        assert log_in(client, f" {login.upper()} ", password).json()["must_change"] is True
        changed = change(client, login, password, CHOSEN)
        assert (changed.status_code, changed.content) == (204, b"")
        assert log_in(client, login, CHOSEN).json()["must_change"] is False
        assert log_in(client, login, password).status_code == 401

    def test_one_answer_for_all_causes(self, client: TestClient) -> None:
        """A wrong login, a wrong password and what can be neither are answered alike."""
        login = min(printed(client, generate(client)))
        tried = [(login, "wrong"), ("nobody", "wrong"), ("\x00", "wrong"), (login, "x" * 10_000)]
        answers = [log_in(client, *typed) for typed in tried]
        assert {answer.text for answer in answers} == {answers[0].text}
        assert title(answers[0]) == (401, "UNAUTHORIZED")
        assert title(change(client, login, "wrong", CHOSEN)) == (401, "UNAUTHORIZED")

    def test_expired(self, client: TestClient, engine: Engine, service: Provisioning) -> None:
        """After the last day the candidate is sent to the school."""
        login, password = min(printed(client, generate(client)).items())
        late = connect(engine, evolve(service, clock=lambda: NOW.replace(year=2026)))
        assert title(log_in(late, login, password)) == (403, "FORBIDDEN")

    def test_bad_choice(self, client: TestClient) -> None:
        """A password that breaks rules is refused in French, and the present one stays."""
        login, password = min(printed(client, generate(client)).items())
        answer = change(client, login, password, "court")
        assert title(answer) == (422, "PASSWORD_REFUSED")
        assert "12" in answer.json()["detail"]
        assert log_in(client, login, password).status_code == 200

    def test_key_opens_nothing(self, client: TestClient) -> None:
        """A change that is tried again with its key is checked like any other: a known key replaces no password."""
        login, password = min(printed(client, generate(client)).items())
        assert change(client, login, password, CHOSEN).status_code == 204
        assert change(client, login, password, CHOSEN).status_code == 401
        assert change(client, login, CHOSEN, CHOSEN + " 2").status_code == 204


class Leaking:
    """A hasher that tells the password in its error."""

    def __init__(self) -> None:
        self._real = Argon2idHasher(TESTS_ONLY)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def verify(self, password_hash: str, password: Password) -> bool:
        """Fail."""
        raise RuntimeError(password.reveal())


class TestSecrets:
    """A password stands in the document that was opened, and nowhere else."""

    def test_no_answer_and_no_log_shows_a_password(
        self, client: TestClient, engine: Engine, service: Provisioning, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Whatever goes well or wrong, neither printed nor typed passwords are in an answer or in the log."""
        caplog.set_level(logging.DEBUG)
        run = generate(client)
        login, password = min(printed(client, run).items())
        broken = connect(engine, evolve(service, hasher=Leaking()))
        answers = [
            run,
            client.get(f"{YEAR}/documents"),
            client.get(f"{YEAR}/coverage"),
            regenerate(client, candidates=["991000137BP"]),
            log_in(client, login, password),
            log_in(client, login, CHOSEN),
            change(client, login, CHOSEN, password),
            change(client, login, password, login + CHOSEN),
            change(client, login, password, CHOSEN),
            client.post("/login", json={"login": login, "password": [CHOSEN]}),
            client.post("/login", json={"login": login, "passwort": CHOSEN}),
            client.post("/login", content=f'{{"login": "{login}", "password": "{CHOSEN}'.encode()),
            client.post("/password", json=CHOSEN),
            client.post("/password", content=json.dumps({"login": login, "password": CHOSEN, "chosen": "\ud800"})),
            log_in(broken, login, CHOSEN),
            change(broken, login, CHOSEN, CHOSEN + " 2"),
        ]
        statuses = [answer.status_code for answer in answers]
        assert statuses == [201, 200, 200, 201, 200, 401, 401, 422, 204, 422, 422, 422, 422, 422, 503, 503]
        shown = "".join(f"{answer.headers}{answer.text}" for answer in answers) + caplog.text
        assert "HASHER_FAILED" in shown
        assert [secret for secret in (password, CHOSEN) if secret in shown] == []


class OwnHost:
    """The application, as the contract needs it: its own tables on one connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def plant(self, school: School) -> None:
        """Enter a school."""
        self._write(Establishment(uai=school.uai, name=school.name, manages_candidates=school.manages_candidates))

    def enter(self, candidature: Candidature) -> None:
        """Enter a pupil."""
        self._write(entry_of(candidature))

    def spoil(self, candidature: Candidature) -> None:
        """Enter a pupil without given names."""
        entry = entry_of(candidature)
        entry.given_names = ""
        self._write(entry)

    def dump(self) -> object:
        """Return all rows."""
        tables = (Establishment.__table__, Entry.__table__)
        return [sorted(map(str, self.connection.execute(select(table)))) for table in tables]

    def people(self) -> People:
        """Return the people to prove."""
        return OwnPeople(self.connection)

    def _write(self, row: Base) -> None:
        with Session(self.connection) as session:
            session.merge(row)
            session.commit()


class TestOwnPeople(PeopleContract):
    """The people of the host, read by the store in its transaction."""

    without: ClassVar[Collection[Capability]] = {Capability.STATEMENTS, Capability.READ_ONLY}
    lacks: ClassVar = {"ine", "number"}

    @pytest.fixture
    def host(self, engine: Engine, service: Provisioning) -> Iterator[OwnHost]:
        """The application, with empty tables."""
        del service
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.begin()
            yield OwnHost(connection)

    @pytest.fixture
    def store(self, host: OwnHost, engine: Engine) -> Store:
        """The store in the transaction of the application."""
        return open_store(engine).on_connection(host.connection)
