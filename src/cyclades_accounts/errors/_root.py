"""The root of the library's exceptions, and bad values."""

from typing import Any, ClassVar

from attrs import frozen


class CycladesAccountsError(Exception):
    """Root of the library's exceptions.

    Two errors are equal when they are of the same class and carry the same facts. ``str(error)`` is the problem
    followed by the cure, in English, for the host's developer and its logs.
    """

    code: ClassVar[str] = "CYCLADES_ACCOUNTS"
    """Stable, upper-case name of the kind of error: the only text a host should test for."""

    @property
    def problem(self) -> str:
        """What is wrong, in one sentence with the facts."""
        return "Something went wrong."

    @property
    def cure(self) -> str:
        """What to do about it, in one sentence."""
        return "Read the error's fields."

    def __str__(self) -> str:
        return f"{self.problem} {self.cure}"

    def __reduce__(self) -> str | tuple[Any, ...]:
        # What an exception does anyway, but under a name of our own: tblib, which Dask installs into pickle, sets the
        # attributes of any exception that has not its own way, and ours are frozen.
        return super().__reduce__()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.args == other.args

    def __hash__(self) -> int:
        return hash((type(self), self.args))


@frozen(eq=False, str=False)
class InvalidValueError(CycladesAccountsError, ValueError):
    """A value does not have the form its field demands."""

    code: ClassVar[str] = "INVALID_VALUE"
    field: str
    """Name of the field or argument."""
    value: str
    """The value as given (never a secret)."""
    expected: str
    """What the field takes, as the end of the sentence "expected …"."""

    @property
    def problem(self) -> str:
        """Name the field and the value."""
        return f"{self.field} cannot be {self.value!r}."

    @property
    def cure(self) -> str:
        """Say what the field takes."""
        return f"Expected {self.expected}."
