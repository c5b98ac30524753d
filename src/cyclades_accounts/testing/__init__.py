"""What a host needs to prove its own adapters: the contract of a store, and strategies for all public values.

Needs the extra ``testing`` (pytest and Hypothesis).
"""

import pytest

# Before the contract is imported: its asserts then explain themselves in a host's tests as they do in ours.
pytest.register_assert_rewrite(f"{__name__}.contract")

from cyclades_accounts.testing import strategies  # noqa: E402  # see above
from cyclades_accounts.testing.contract import StoreContract  # noqa: E402  # see above

__all__ = ["StoreContract", "strategies"]
