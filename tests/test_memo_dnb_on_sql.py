"""The memo again, rule by rule, with every store a real SQLite file."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import tests.test_memo_dnb
from cyclades_accounts.repositories import Store
from cyclades_accounts.sql import SqlStore
from tests import support


@pytest.fixture(autouse=True)
def sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give every service of the test a SQLite file of its own."""
    with ExitStack() as stores:
        count = iter(range(1_000))

        def new_store() -> Store:
            return stores.enter_context(SqlStore.open(tmp_path / f"{next(count)}.sqlite"))

        monkeypatch.setattr(support, "new_store", new_store)
        yield


globals().update({name: value for name, value in vars(tests.test_memo_dnb).items() if name.startswith("Test")})
