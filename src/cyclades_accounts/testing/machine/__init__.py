"""A state machine that runs the activities over any store, beside plain dicts that say what the store must answer.

The contract of a store that keeps people runs it (:class:`~cyclades_accounts.testing.RegistryContract`), and so does
:class:`~cyclades_accounts.testing.CourseContract` over a host's own people. By itself it is for whoever wants more of
it::

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
from cyclades_accounts.testing.machine._people import OwnPeople  # noqa: E402  # see above

__all__ = ["OwnPeople", "ProvisioningMachine"]
