"""The contract of a store, to inherit: every sentence of :mod:`cyclades_accounts.repositories` has a test here."""

from cyclades_accounts.testing.contract._accounts import AccountContract
from cyclades_accounts.testing.contract._candidatures import CandidatureContract
from cyclades_accounts.testing.contract._documents import DocumentContract, JournalContract
from cyclades_accounts.testing.contract._logins import IssuedLoginContract
from cyclades_accounts.testing.contract._schools import SchoolContract
from cyclades_accounts.testing.contract._units import UnitContract

__all__ = ["StoreContract"]


class StoreContract(
    SchoolContract,
    CandidatureContract,
    AccountContract,
    IssuedLoginContract,
    DocumentContract,
    JournalContract,
    UnitContract,
):
    """What every store must do. Inherit it in a test module, under a name that starts with ``Test``.

    ::

        class TestMyStore(StoreContract):
            @pytest.fixture
            def store(self):
                return MyStore(an_empty_database())

    The fixture ``store`` gives an empty store for each test. Override ``reopen`` too where the data outlive the object:
    it returns a function that opens the same data again, as another process would.
    """
