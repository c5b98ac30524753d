"""The contracts to inherit: of a store, a registry, people, login policy, renderer, sealer, hasher and list writer.

Every sentence of the protocols has a test here.
"""

import pkgutil

import pytest

# Before they are imported: their asserts then explain themselves in a host's tests as they do in ours.
pytest.register_assert_rewrite(*(f"{__name__}.{part.name}" for part in pkgutil.iter_modules(__path__)))

from cyclades_accounts.testing._capability import Capability  # noqa: E402  # see above
from cyclades_accounts.testing.contract._accounts import AccountContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._courses import CourseContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._documents import DocumentContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._erasing import ErasingContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._hasher import PasswordHasherContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._holders import HolderContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._holds import HoldContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._imposed import ImposedLoginContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._journal import JournalContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._lists import ListWriterContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._login_policy import LoginPolicyContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._logins import IssuedLoginContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._pdf_reading import PdfReading  # noqa: E402  # see above
from cyclades_accounts.testing.contract._people import PeopleContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._people_host import PeopleHost  # noqa: E402  # see above
from cyclades_accounts.testing.contract._purging import PurgingContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._registry import RegistryContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._renderer import PapillonRendererContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._sealing import (  # noqa: E402  # see above
    PseudonymizerContract,
    SealerContract,
)
from cyclades_accounts.testing.contract._sessions import SessionContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._statements import StatementContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._units import UnitContract  # noqa: E402  # see above

__all__ = [
    "Capability",
    "CourseContract",
    "ListWriterContract",
    "LoginPolicyContract",
    "PapillonRendererContract",
    "PasswordHasherContract",
    "PdfReading",
    "PeopleContract",
    "PeopleHost",
    "PseudonymizerContract",
    "RegistryContract",
    "SealerContract",
    "StoreContract",
]


# pytest runs the tests of the last part first: those of one table, then those that write many, then the units.
class StoreContract(
    StatementContract,
    UnitContract,
    HoldContract,
    ErasingContract,
    PurgingContract,
    DocumentContract,
    JournalContract,
    ImposedLoginContract,
    IssuedLoginContract,
    HolderContract,
    AccountContract,
    SessionContract,
):
    """What every store must do. Inherit it in a test module, under a name that starts with ``Test``.

    ::

        class TestMyStore(StoreContract):
            @pytest.fixture
            def store(self):
                return MyStore(an_empty_database())

    The fixture ``store`` gives an empty store for each test. Override ``reopen`` too where the data outlive the object:
    it returns a function that opens the same data again, as another process would. A store that keeps the people
    inherits :class:`RegistryContract` too.

    The tests of what ``without`` names are deselected, and the summary of the test run says so.
    """
