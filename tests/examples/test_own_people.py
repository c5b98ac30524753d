"""The example of a host's own people: proved by the contract, and one year of its school from end to end."""

import ast
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from attrs import evolve
from own_people import people as own_people
from own_people import people_on_psycopg
from own_people.people import RULES, MyPeople
from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from cyclades_accounts import FRENCH_MESSAGES, Candidature, Criteria, Generation, Provisioning, Renew, School
from cyclades_accounts.identifiers import RunId
from cyclades_accounts.people import People
from cyclades_accounts.repositories import Store
from cyclades_accounts.sealing import HmacPseudonymizer, KeyRing
from cyclades_accounts.sql import SqlStore
from cyclades_accounts.testing import Capability, PeopleContract
from tests.sql.databases import empty
from tests.sql.postgresql import server
from tests.support import desk, make_service

FOLDER = Path(own_people.__file__).parent
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "own-people.md"
LINES = 60
"""Logical lines that a host writes to have its people read, at most."""


class MyHost:
    """The application, as the contract needs it: its own SQL on one connection."""

    def __init__(self, connection: Connection, *, commits: bool = True) -> None:
        self.connection = connection
        self.commits = commits
        self.asked: list[str] = []
        event.listen(connection, "before_cursor_execute", lambda *given: self.asked.append(given[2]))

    def plant(self, school: School) -> None:
        """Insert a school."""
        self._run(
            "insert into etablissement values ((select count(*) from etablissement), :rne, :nom, :flag)",
            rne=school.uai,
            nom=school.name,
            flag=int(school.manages_candidates),
        )

    def enter(self, candidature: Candidature) -> None:
        """Insert a pupil who is new, and the row of the exam."""
        self._enter(candidature, candidature.candidate.given_names)

    def _enter(self, candidature: Candidature, prenoms: str | None) -> None:
        person = candidature.candidate
        self._run(
            "insert into eleve values (:id, :nom, :prenoms, :usage, :ne_le) on conflict do nothing",
            id=int(person.id),
            nom=person.family_name,
            prenoms=prenoms,
            usage=person.usage_name,
            ne_le=person.birth_date and person.birth_date.isoformat(),
        )
        examen, annee = candidature.session_id.split("-")
        self._run(
            "insert into inscription values (:id, (select id from etablissement where rne = :rne), :examen, :annee, "
            ":etat, :courriel, :serie, :classe, :categorie)",
            id=int(person.id),
            rne=candidature.uai,
            examen=examen,
            annee=int(annee),
            etat=candidature.status,
            courriel=candidature.email,
            serie=candidature.serie,
            classe=candidature.division,
            categorie=candidature.category,
        )

    def spoil(self, candidature: Candidature) -> None:
        """Insert a pupil without given name."""
        self._enter(candidature, None)

    def dump(self) -> object:
        """Return all rows."""
        tables = ("etablissement", "eleve", "inscription")
        return [sorted(map(str, self._run(f"select * from {table}"))) for table in tables]  # noqa: S608  # our own names

    def people(self) -> People:
        """Return the people to prove."""
        return MyPeople(self.connection)

    def _run(self, statement: str, **values: Any) -> list[Any]:
        done = self.connection.execute(text(statement), values)
        rows = list(done) if done.returns_rows else []
        if self.commits:
            self.connection.commit()
        return rows


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.system)])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return the engine of the application."""
    if request.param == "postgresql":
        with server() as url:
            made = create_engine(url)
            yield made
            made.dispose()
    else:
        made = create_engine(URL.create("sqlite", database=str(tmp_path_factory.mktemp("own") / "host.sqlite")))
        yield made
        made.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """Return a connection of the application, whose tables and ours are there and empty."""
    empty(engine)
    with engine.begin() as connection:
        execute(connection, "tables.sql")
    SqlStore(engine, people=MyPeople).create_schema()
    with engine.connect() as connection:
        yield connection


def execute(connection: Connection, script: str) -> None:
    """Execute a file of the example, statement by statement."""
    for statement in (FOLDER / script).read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)


def begin(connection: Connection) -> None:
    """Begin a transaction as the store asks for it; on PostgreSQL the first statement does."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


# ------------------------------------------------------------------------------------------------- the contract


class TestMyPeople(PeopleContract):
    """The people of the application; the store has a connection of its own."""

    without: ClassVar[Collection[Capability]] = ()
    lacks: ClassVar = {"ine", "qualification", "number"}
    states: ClassVar = ("inscrit", "pré-inscrit", "a démissionné")
    eligibility: ClassVar = RULES

    @pytest.fixture
    def host(self, connection: Connection) -> MyHost:
        """The application, with empty tables."""
        return MyHost(connection)

    @pytest.fixture
    def store(self, engine: Engine) -> Store:
        """The store that the application uses."""
        return SqlStore(engine, people=MyPeople)

    @pytest.fixture
    def statements(self, host: MyHost) -> Callable[[], int]:
        """Count the statements of the connection."""
        return lambda: len(host.asked)

    @pytest.fixture
    def read_only(self, host: MyHost) -> Callable[[], People]:
        """Forbid the connection to write."""

        def people() -> People:
            on_sqlite = host.connection.dialect.name == "sqlite"
            host.connection.exec_driver_sql("PRAGMA query_only = ON" if on_sqlite else "SET TRANSACTION READ ONLY")
            return host.people()

        return people


# --------------------------------------------------------------------------------------------- end of the contract


class TestInOurTransaction(TestMyPeople):
    """People, rows of the host and the library's, all in one transaction that the application began."""

    @pytest.fixture
    def host(self, connection: Connection) -> MyHost:
        """The application, which commits nothing."""
        begin(connection)
        return MyHost(connection, commits=False)

    @pytest.fixture
    def store(self, host: MyHost, engine: Engine) -> Store:
        """The store in that transaction."""
        return SqlStore(engine, people=MyPeople).on_connection(host.connection)


def on_psycopg(connection: Connection) -> People:
    """Return the people over the driver's own connection."""
    driver: Any = connection.connection.driver_connection
    return people_on_psycopg.MyPeople(driver)


class PsycopgHost(MyHost):
    """The application, which reads with psycopg alone."""

    def people(self) -> People:
        """Return the people to prove."""
        return on_psycopg(self.connection)


@pytest.mark.system
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
class TestOnPsycopg(TestMyPeople):
    """The same people, read with psycopg."""

    without: ClassVar[Collection[Capability]] = {Capability.STATEMENTS}

    @pytest.fixture
    def host(self, connection: Connection) -> MyHost:
        """The application, with empty tables."""
        return PsycopgHost(connection)

    @pytest.fixture
    def store(self, engine: Engine) -> Store:
        """The store that the application uses."""
        return SqlStore(engine, people=on_psycopg)


# ------------------------------------------------------------------------------------------------- a year


@pytest.fixture
def service(engine: Engine, connection: Connection) -> Provisioning:
    """Return activities over the seven rows of the example."""
    execute(connection, "rows.sql")
    connection.commit()
    return make_service(store=SqlStore(engine, people=MyPeople), eligibility=RULES)


def test_seven_rows(service: Provisioning) -> None:
    """Of seven rows three get an account, and four are refused, each with the sentence that the secretary reads."""
    report = desk(service).generate()
    assert {one.login for one in report.created} == {"lukasz.boeuf", "zoe.dherve", "zoe.dherve2"}
    assert {one.candidate_id: FRENCH_MESSAGES.refusal(one.refusal) for one in report.refused if one.refusal} == {
        "4": "pas d'adresse mail",
        "5": "candidature à l'état « a démissionné »",
        "6": "candidature incomplète dans l’application d’origine : prénom non renseigné",
        "7": "état « liste d'attente » inconnu",
    }


def test_retry_and_forced_run(service: Provisioning) -> None:
    """A retry returns the same report; a later run keeps the accounts; a forced one renews them (M6, M7)."""
    report = desk(service).generate(run_id="first")
    assert desk(service).generate(run_id="first") == report
    assert [len(found) for found in (desk(service).generate().kept, desk(service).generate().created)] == [3, 0]
    forced = desk(service).generate(Generation(renew=Renew.ALL))
    assert (len(forced.renewed), len(forced.refused)) == (3, 4)


def test_rollback_of_the_host_leaves_nothing(engine: Engine, connection: Connection) -> None:
    """What the library wrote in the host's transaction goes with it, and stays where the host commits."""
    found = []
    for end in (connection.rollback, connection.commit):
        begin(connection)
        execute(connection, "rows.sql")
        store = SqlStore(engine, people=MyPeople).on_connection(connection)
        assert len(desk(make_service(store=store, eligibility=RULES)).generate(run_id="first").created) == 3
        end()
        with SqlStore(engine, people=MyPeople).reading() as unit:
            found.append(unit.journal.get(RunId("first")) is not None)
    assert found == [False, True]


def test_rekey_in_one_transaction(engine: Engine, connection: Connection, service: Provisioning) -> None:
    """A host changes a key and tells the library in the same transaction: the account follows the key."""
    desk(service).generate()
    begin(connection)
    connection.exec_driver_sql("insert into eleve select 8, nom, prenoms, nom_usage, ne_le from eleve where id = 1")
    connection.exec_driver_sql("update inscription set eleve_id = 8 where eleve_id = 1")
    connection.exec_driver_sql("delete from eleve where id = 1")
    inside = make_service(store=SqlStore(engine, people=MyPeople).on_connection(connection), eligibility=RULES)
    assert desk(inside).accounts.rekey("1", "8").login == "lukasz.boeuf"
    connection.commit()
    assert {one.candidate_id for one in desk(service).generate().kept} == {"8", "2", "3"}


# ------------------------------------------------------------------------------------------------- the page


def logical_lines(path: Path) -> int:
    """Return the statements of a module, docstrings left out."""
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return sum(isinstance(node, ast.stmt) and not _is_docstring(node) for node in tree)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@pytest.mark.parametrize("name", ["people.py", "people_on_psycopg.py"])
def test_a_host_writes_few_lines(name: str) -> None:
    """The people of the application are sixty logical lines at most, imports included."""
    assert logical_lines(FOLDER / name) <= LINES


class Counting:
    """People that note which method was asked."""

    def __init__(self, real: People, asked: list[str]) -> None:
        self._real = real
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        self._asked.append(name)
        return getattr(self._real, name)


def test_page_tells_what_is_asked(engine: Engine, service: Provisioning) -> None:
    """The page says how often each activity asks each method of the people, whatever the size of the school."""
    asked: list[str] = []
    counted = make_service(
        store=SqlStore(engine, people=lambda connection: Counting(MyPeople(connection), asked)), eligibility=RULES
    )
    sealer = HmacPseudonymizer(KeyRing.generate("2025"))
    one = desk(evolve(counted, pseudonymizer=sealer))
    activities: dict[str, Callable[[], object]] = {
        "`desk.plan`": one.plan,
        "`desk.generate`": one.generate,
        "`desk.generate`, forced": lambda: one.generate(Generation(renew=Renew.ALL)),
        "`desk.regenerate`": lambda: one.regenerate(Criteria(candidates={"1"})),
        "`desk.coverage`": one.coverage,
        "`desk.roster_list`": one.roster_list,
        "`desk.accounts.close`": lambda: one.accounts.close("1"),
        "`desk.accounts.erase`": lambda: one.accounts.erase("2"),
    }
    told = {}
    for activity, work in activities.items():
        asked.clear()
        work()
        told[activity] = [str(asked.count(name)) for name in ("school", "of_school", "of_candidates")]
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert {row[0]: row[1:] for row in rows if row[0] in told} == told
