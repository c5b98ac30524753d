"""SQLite stores whose tables somebody made in a hurry: what must be unique is not, or compares as people read it.

Our SQL store looks before it writes, and the database judges again: here neither does.
"""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from cyclades_accounts.errors import AccountExistsError, LoginTakenError
from cyclades_accounts.sql import SqlStore
from tests.testing.wrapped import Instead, Wrapped


def _open(folder: Path, change: Callable[[str], str]) -> SqlStore:
    """Return a store on a file whose table and index definitions went through ``change``; an empty one is dropped."""
    path = folder / "accounts.sqlite"
    SqlStore.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'index'"
        for kind, name, definition in connection.execute(query).fetchall():
            changed = change(definition)
            if changed != definition:
                indexes = connection.execute(
                    "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", [name]
                )
                again = [changed, *(sql for (sql,) in indexes if sql)]
                connection.execute(f"DROP {kind} {name}")
                for statement in filter(None, again):
                    connection.execute(statement)
    return SqlStore.open(path)


class Trusting(Wrapped):
    """A store that leaves one kind of refusal to the database."""

    def __init__(self, real: SqlStore, repository: str, error: type[Exception]) -> None:
        super().__init__(self._trusting, real)
        self._repository, self._error = repository, error
        self.close = real.close

    def _trusting(self, unit: Any) -> Any:
        repository = getattr(unit, self._repository)
        repository._refuse = self._unless(repository._refuse)  # noqa: SLF001  # a fault reaches behind the port
        return unit

    def _unless(self, refuse: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def look(new: Any) -> Any:
            with suppress(self._error):
                return refuse(new)
            return {}

        return look


def sound(folder: Path) -> SqlStore:
    """Return a store with the tables as they are."""
    return _open(folder, lambda definition: definition)


def no_unique_login(folder: Path) -> Trusting:
    """Return a store whose accounts may share a login."""
    real = _open(folder, lambda definition: re.sub(r",\s*CONSTRAINT \w+ UNIQUE \(login\)", "", definition))
    return Trusting(real, "accounts", LoginTakenError)


def no_unique_issue(folder: Path) -> Trusting:
    """Return a store whose ledger may hold one login twice."""
    key = r"\s*CONSTRAINT pk_cyclades_issued_logins PRIMARY KEY \(login\),"
    return Trusting(_open(folder, lambda definition: re.sub(key, "", definition)), "logins", LoginTakenError)


def two_accounts_a_person(folder: Path) -> Trusting:
    """Return a store that lets a person have two accounts."""
    real = _open(folder, lambda definition: "" if "accounts_standing" in definition else definition)
    return Trusting(real, "accounts", AccountExistsError)


def folding_case(folder: Path) -> SqlStore:
    """Return a store that takes logins which differ by case for one."""
    return _open(folder, lambda definition: definition.replace("login TEXT", "login TEXT COLLATE NOCASE"))


class KeyByKey(Wrapped):
    """A store that looks for accounts one by one."""

    def __init__(self, real: SqlStore) -> None:
        super().__init__(self._key_by_key, real)
        self.close = real.close
        self._engine = real._engine  # noqa: SLF001  # where statements are counted

    @staticmethod
    def _key_by_key(unit: Any) -> Any:
        find = unit.accounts.find

        def each(**asked: Any) -> Any:
            found = {one.id: one for name, keys in asked.items() for key in keys for one in find(**{name: [key]})}
            return tuple(found[key] for key in sorted(found))

        return Instead(unit, accounts=Instead(unit.accounts, find=each))


def reading_key_by_key(folder: Path) -> KeyByKey:
    """Return a store that sends a statement for each key of a batch."""
    return KeyByKey(sound(folder))
