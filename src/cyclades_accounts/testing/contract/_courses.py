"""The contract of a store in use: any course of activities leaves what plain dicts say."""

from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from cyclades_accounts.repositories import RegistryRepository, Store
from cyclades_accounts.testing.contract._base import Contract, laws
from cyclades_accounts.testing.machine import ProvisioningMachine


class CourseContract(Contract):
    """The activities over the store, in any order."""

    courses: ClassVar[int] = 20
    """How many courses, where Hypothesis' profile asks for 100 examples (its default); else in proportion, at least 1.
    A course of 12 steps takes a database 0.2 s."""
    steps: ClassVar[int] = 12
    """Longest course, in activities and units."""

    @pytest.fixture
    def tables(self) -> RegistryRepository | None:
        """Return what writes the tables from which ``store`` reads the people; ``None`` where the store keeps them.

        A host that has people of its own overrides it.
        """
        return None

    def test_any_course_agrees_with_plain_dicts(self, store: Store, tables: RegistryRepository | None) -> None:
        """Whatever is done, and in whatever order, all that can be read is what plain dicts say, after each step."""

        class Course(ProvisioningMachine):
            def __init__(self) -> None:
                super().__init__(store, tables)

        profile = settings()
        run_state_machine_as_test(
            Course,
            settings=settings(
                laws,
                max_examples=max(1, self.courses * profile.max_examples // 100),
                stateful_step_count=self.steps,
                # The course is short enough to read as it is; to shrink it takes minutes on a database.
                phases=[Phase.explicit, Phase.reuse, Phase.generate],
                report_multiple_bugs=False,
                print_blob=False,
            ),
        )
