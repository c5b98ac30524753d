"""The contracts to inherit: of a store (:mod:`cyclades_accounts.repositories`), of a login policy, and of a renderer.

Every sentence of the protocols has a test here.
"""

from cyclades_accounts.testing.contract._accounts import AccountContract
from cyclades_accounts.testing.contract._candidatures import CandidatureContract
from cyclades_accounts.testing.contract._documents import DocumentContract
from cyclades_accounts.testing.contract._erasing import ErasingContract
from cyclades_accounts.testing.contract._imposed import ImposedLoginContract
from cyclades_accounts.testing.contract._journal import JournalContract
from cyclades_accounts.testing.contract._login_policy import LoginPolicyContract
from cyclades_accounts.testing.contract._logins import IssuedLoginContract
from cyclades_accounts.testing.contract._pdf_reading import PdfReading
from cyclades_accounts.testing.contract._purging import PurgingContract
from cyclades_accounts.testing.contract._renderer import PapillonRendererContract
from cyclades_accounts.testing.contract._schools import SchoolContract
from cyclades_accounts.testing.contract._units import UnitContract

__all__ = ["LoginPolicyContract", "PapillonRendererContract", "PdfReading", "StoreContract"]


class StoreContract(
    SchoolContract,
    CandidatureContract,
    AccountContract,
    IssuedLoginContract,
    ImposedLoginContract,
    DocumentContract,
    PurgingContract,
    JournalContract,
    ErasingContract,
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
