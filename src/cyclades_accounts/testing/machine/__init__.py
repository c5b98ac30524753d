"""A state machine that runs the activities over any store, beside plain dicts that say what the store must answer.

Every contract of a store runs it (:class:`~cyclades_accounts.testing.StoreContract`); by itself it is for whoever wants
more of it::

    class Course(ProvisioningMachine):
        def __init__(self):
            super().__init__(my_store)


    run_state_machine_as_test(Course, settings=settings(max_examples=1_000))
"""

import pkgutil

import pytest

# Before they are imported: their asserts then explain themselves in a host's tests as they do in ours.
pytest.register_assert_rewrite(*(f"{__name__}.{part.name}" for part in pkgutil.iter_modules(__path__)))

from cyclades_accounts.testing.machine._machine import ProvisioningMachine  # noqa: E402  # see above

__all__ = ["ProvisioningMachine"]
