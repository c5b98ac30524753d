"""The policy of the how-to page keeps the contract."""

import pytest
from initial_nom import InitialNom

from cyclades_accounts.testing import LoginPolicyContract


class TestInitialNom(LoginPolicyContract):
    """Initial and family name."""

    @pytest.fixture
    def policy(self) -> InitialNom:
        """The policy to prove."""
        return InitialNom()
