"""What a host needs to prove its own adapters: contracts, strategies for all public values, hard names.

The contracts are those of a store and of a login policy. Needs the extra ``testing`` (pytest and Hypothesis).
"""

import pytest

# Before the contract is imported: its asserts then explain themselves in a host's tests as they do in ours.
pytest.register_assert_rewrite(f"{__name__}.contract")

from cyclades_accounts.testing import strategies  # noqa: E402  # see above
from cyclades_accounts.testing._hard_names import HARD_NAMES  # noqa: E402  # see above
from cyclades_accounts.testing.contract import LoginPolicyContract, StoreContract  # noqa: E402  # see above

__all__ = ["HARD_NAMES", "LoginPolicyContract", "StoreContract", "strategies"]
