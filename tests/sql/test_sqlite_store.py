"""The SQL store keeps the contract on a SQLite file."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cyclades_accounts.repositories import Store
from cyclades_accounts.sql import SqlStore
from cyclades_accounts.sql._people import PeopleOf
from cyclades_accounts.testing import CourseContract, OwnPeople, RegistryContract, StoreContract
from tests.sql.run_like import counter_of
from tests.support import Nobody


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty database, to be copied for each test: the tables take longer to make than most tests."""
    return _made(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="module")
def empty_over_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same, without the tables of a registry."""
    return _made(tmp_path_factory.mktemp("sqlite"), lambda _: Nobody())


def _made(folder: Path, people: PeopleOf | None = None) -> Path:
    path = folder / "empty.sqlite"
    SqlStore.open(path, people=people).close()
    return path


class TestSqliteStore(RegistryContract, StoreContract):
    """The contract, on a file of its own for each test."""

    courses = 10  # the store in memory runs ten times as many
    without = ()

    @pytest.fixture
    def store(self, tmp_path: Path, empty: Path) -> Iterator[SqlStore]:
        """Return an empty store."""
        with SqlStore.open(shutil.copy(empty, tmp_path / "accounts.sqlite")) as store:
            yield store

    @pytest.fixture
    def statements(self, store: SqlStore) -> Callable[[], int]:
        """Count what the engine sends."""
        return counter_of(store._engine)  # noqa: SLF001  # whatever engine it opened

    @pytest.fixture
    def reopen(self, store: Store, tmp_path: Path) -> Iterator[Callable[[], SqlStore]]:
        """Open the file again, with an engine of its own."""
        with SqlStore.open(tmp_path / "accounts.sqlite") as again:
            yield lambda: again


class TestSqliteCoursesOverPeople(CourseContract):
    """Courses over people that the host keeps elsewhere."""

    courses = 10  # the store in memory runs ten times as many

    @pytest.fixture
    def tables(self) -> OwnPeople:
        """Return the host's people."""
        return OwnPeople()

    @pytest.fixture
    def store(self, tmp_path: Path, empty_over_people: Path, tables: OwnPeople) -> Iterator[SqlStore]:
        """Return an empty store."""
        path = shutil.copy(empty_over_people, tmp_path / "accounts.sqlite")
        with SqlStore.open(path, people=lambda _: tables) as store:
            yield store


@pytest.mark.system  # but for holders and people the SQL is the same, and it takes as long again
class TestSqliteStoreOverPeople(StoreContract):
    """The contract, over the people of a host: the tables of the registry do not exist."""

    @pytest.fixture
    def store(self, tmp_path: Path, empty_over_people: Path) -> Iterator[SqlStore]:
        """Return an empty store."""
        path = shutil.copy(empty_over_people, tmp_path / "accounts.sqlite")
        with SqlStore.open(path, people=lambda _: Nobody()) as store:
            yield store
