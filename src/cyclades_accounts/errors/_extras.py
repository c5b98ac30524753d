"""A package that only some hosts need, and that is not there."""

from typing import ClassVar

from attrs import frozen

from cyclades_accounts.errors._root import CycladesAccountsError


@frozen(eq=False, str=False)
class MissingExtraError(CycladesAccountsError, ImportError):
    """A package that only some hosts need is not installed."""

    code: ClassVar[str] = "MISSING_EXTRA"
    extra: str
    """The extra that brings it."""
    package: str

    @property
    def problem(self) -> str:
        """Name the package."""
        return f"The package {self.package} is not installed."

    @property
    def cure(self) -> str:
        """Name the extra."""
        return f"Install cyclades_accounts[{self.extra}]."
