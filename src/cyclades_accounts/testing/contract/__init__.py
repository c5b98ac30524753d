"""The contracts to inherit: of a store (:mod:`cyclades_accounts.repositories`), of a login policy, and of a renderer.

Every sentence of the protocols has a test here.
"""

import pkgutil

import pytest

# Before they are imported: their asserts then explain themselves in a host's tests as they do in ours.
pytest.register_assert_rewrite(*(f"{__name__}.{part.name}" for part in pkgutil.iter_modules(__path__)))

from cyclades_accounts.testing._capability import Capability  # noqa: E402  # see above
from cyclades_accounts.testing.contract._accounts import AccountContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._candidatures import CandidatureContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._courses import CourseContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._documents import DocumentContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._erasing import ErasingContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._imposed import ImposedLoginContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._journal import JournalContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._login_policy import LoginPolicyContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._logins import IssuedLoginContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._pdf_reading import PdfReading  # noqa: E402  # see above
from cyclades_accounts.testing.contract._purging import PurgingContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._renderer import PapillonRendererContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._schools import SchoolContract  # noqa: E402  # see above
from cyclades_accounts.testing.contract._units import UnitContract  # noqa: E402  # see above

__all__ = ["Capability", "LoginPolicyContract", "PapillonRendererContract", "PdfReading", "StoreContract"]


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
    CourseContract,
):
    """What every store must do. Inherit it in a test module, under a name that starts with ``Test``.

    ::

        class TestMyStore(StoreContract):
            @pytest.fixture
            def store(self):
                return MyStore(an_empty_database())

    The fixture ``store`` gives an empty store for each test. Override ``reopen`` too where the data outlive the object:
    it returns a function that opens the same data again, as another process would.

    Declare ``without = {Capability.ERASING, …}`` where the store lacks what not every host needs: the tests of the
    rest run, those that need it are deselected, and the summary of the test run names each capability left out. Its
    methods raise :class:`NotImplementedError`.
    """
