"""Taking back again, with every store on a real database, in both modes."""

from typing import Any

import pytest
from sqlalchemy import Engine

import tests.provisioning.test_taking_back as ours
from cyclades_accounts.repositories import Store
from cyclades_accounts.sql import SqlStore, add_guards
from tests import support
from tests.sql.databases import empty


@pytest.fixture(autouse=True)
def on_sql(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every service of the test an empty database, with its guards."""

    def new_store(people: Any = None) -> Store:
        empty(engine)
        store = SqlStore(engine, people=None if people is None else lambda _: people)
        store.create_schema()
        with engine.begin() as connection:
            add_guards(connection)
        return store

    monkeypatch.setattr(support, "new_store", new_store)
    monkeypatch.setitem(ours.STORES, "over people", new_store)


service, people, hosts = ours.service, ours.people, ours.hosts

NOT_AGAIN = {"test_the_share_is_exact", "test_one_act_does_what_many_do"}
"""Laws that open many stores, and say nothing of a database."""

globals().update(
    {
        name: type(name, (value,), dict.fromkeys(NOT_AGAIN & vars(value).keys()))
        for name, value in vars(ours).items()
        if name.startswith("Test")
    }
)
