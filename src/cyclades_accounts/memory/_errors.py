"""What only a store in memory refuses."""

from typing import ClassVar

from attrs import frozen

from cyclades_accounts.errors import (
    CycladesAccountsError,
)


@frozen(eq=False, str=False)
class NestedUnitError(CycladesAccountsError, RuntimeError):
    """A thread opened a unit of work inside another one, and would wait for itself for ever."""

    code: ClassVar[str] = "NESTED_UNIT"

    @property
    def problem(self) -> str:
        """Say what was done."""
        return "A unit of work was opened inside another one of the same thread."

    @property
    def cure(self) -> str:
        """Say what to do."""
        return "Close the first one before you open the next, or pass it on."


@frozen(eq=False, str=False)
class DuplicateKeyError(CycladesAccountsError, ValueError):
    """Something that is written once was written twice: a document, or the slip of a password."""

    code: ClassVar[str] = "DUPLICATE_KEY"
    key: str

    @property
    def problem(self) -> str:
        """Name the key."""
        return f"The store already holds {self.key}."

    @property
    def cure(self) -> str:
        """Say what a key must be."""
        return "Give each document an id of its own, and seal a slip once."
