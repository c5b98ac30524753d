"""The whole test of a store: here of the SQL store on a file."""

import pytest

from cyclades_accounts.sql import SqlStore
from cyclades_accounts.testing import RegistryContract, StoreContract


class TestMyStore(RegistryContract, StoreContract):
    @pytest.fixture
    def store(self, tmp_path):
        with SqlStore.open(tmp_path / "accounts.sqlite") as store:
            yield store
