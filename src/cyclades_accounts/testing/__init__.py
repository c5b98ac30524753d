"""What a host needs to prove its own adapters: contracts, strategies for all public values, hard names.

The contracts are those of a store, of a login policy and of a renderer of slips. Needs the extra ``testing`` (pytest
and Hypothesis).
"""

import pytest

# Before the contract is imported: its asserts then explain themselves in a host's tests as they do in ours.
pytest.register_assert_rewrite(f"{__name__}.contract")

from cyclades_accounts.testing import strategies  # noqa: E402  # see above
from cyclades_accounts.testing._hard_names import HARD_NAMES  # noqa: E402  # see above
from cyclades_accounts.testing.contract import (  # noqa: E402  # see above
    LoginPolicyContract,
    PapillonRendererContract,
    PdfReading,
    StoreContract,
)

__all__ = ["HARD_NAMES", "LoginPolicyContract", "PapillonRendererContract", "PdfReading", "StoreContract", "strategies"]
