"""What a host needs to prove its own adapters: contracts, a state machine, strategies, samples, hard names.

The contracts are those of a store, of a registry, of a host's own people, of a login policy, of a renderer of slips, of
a sealer, a pseudonymizer, a password hasher and a list writer. The strategies draw any public value; the samples are
fixed values for tests that draw nothing. Needs the extra ``testing`` (pytest and Hypothesis).
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

from cyclades_accounts.testing._hard_names import HARD_NAMES

if TYPE_CHECKING:
    from cyclades_accounts.testing import samples, strategies
    from cyclades_accounts.testing.contract import (
        Capability,
        CourseContract,
        ListWriterContract,
        LoginPolicyContract,
        PapillonRendererContract,
        PasswordHasherContract,
        PdfReading,
        PeopleContract,
        PeopleHost,
        PseudonymizerContract,
        RegistryContract,
        SealerContract,
        StoreContract,
    )
    from cyclades_accounts.testing.machine import OwnPeople, ProvisioningMachine

__all__ = [
    "HARD_NAMES",
    "Capability",
    "CourseContract",
    "ListWriterContract",
    "LoginPolicyContract",
    "OwnPeople",
    "PapillonRendererContract",
    "PasswordHasherContract",
    "PdfReading",
    "PeopleContract",
    "PeopleHost",
    "ProvisioningMachine",
    "PseudonymizerContract",
    "RegistryContract",
    "SealerContract",
    "StoreContract",
    "samples",
    "strategies",
]

# Imported when they are asked for. Hypothesis imports this package whenever it is imported itself, to learn which
# strategy belongs to which type; that must cost little, and work where pytest is not installed.
_HOMES: Final = dict.fromkeys(__all__, f"{__name__}.contract") | {
    "OwnPeople": f"{__name__}.machine",
    "ProvisioningMachine": f"{__name__}.machine",
}
_MODULES: Final = ("samples", "strategies")


def __dir__() -> list[str]:
    return sorted(__all__)


if not TYPE_CHECKING:  # pragma: no branch  # to a type checker the names above are all there are

    def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever has the name
        if name in _MODULES:
            return importlib.import_module(f"{__name__}.{name}")
        if name not in _HOMES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(importlib.import_module(_HOMES[name]), name)
