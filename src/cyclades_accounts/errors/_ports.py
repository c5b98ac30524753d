"""A port of the host has failed: nothing of the activity is visible."""

from typing import ClassVar

from attrs import frozen

from cyclades_accounts.errors._root import CycladesAccountsError


@frozen(eq=False, str=False)
class PortFailedError(CycladesAccountsError, RuntimeError):
    """A port the host supplied has failed; the activity was abandoned and nothing of it is visible.

    The original exception is described, not chained (the store's apart): its message and its frames belong to foreign
    code that handles passwords.
    """

    code: ClassVar[str] = "PORT_FAILED"
    port: ClassVar[str] = "port"
    """Which port, as a word for the sentence."""
    cause: str
    """Qualified class name of the original exception."""
    where: str
    """``file:line`` where it was raised."""

    @property
    def problem(self) -> str:
        """Name the port, the cause and its place."""
        return f"The {self.port} failed with {self.cause} at {self.where}."

    @property
    def cure(self) -> str:
        """Say that a retry is safe."""
        return f"Mend the {self.port} and run again with the same run_id: no account and no password was changed."


class LoginPolicyFailedError(PortFailedError):
    """The login policy failed: no account appeared."""

    code: ClassVar[str] = "LOGIN_POLICY_FAILED"
    port: ClassVar[str] = "login policy"


class RendererFailedError(PortFailedError):
    """The renderer failed to draw the slips: no account appeared."""

    code: ClassVar[str] = "RENDERER_FAILED"
    port: ClassVar[str] = "renderer"


class RandomnessFailedError(PortFailedError):
    """The random source failed: no account appeared."""

    code: ClassVar[str] = "RANDOMNESS_FAILED"
    port: ClassVar[str] = "random source"


class HasherFailedError(PortFailedError):
    """The password hasher failed: no account appeared."""

    code: ClassVar[str] = "HASHER_FAILED"
    port: ClassVar[str] = "password hasher"


class SealerFailedError(PortFailedError):
    """The sealer failed: no account appeared, or the document could not be opened."""

    code: ClassVar[str] = "SEALER_FAILED"
    port: ClassVar[str] = "sealer"


class RetentionRuleFailedError(PortFailedError):
    """A retention rule of the host failed: nothing was purged."""

    code: ClassVar[str] = "RETENTION_RULE_FAILED"
    port: ClassVar[str] = "retention rule"


class PseudonymizerFailedError(PortFailedError):
    """The pseudonymizer failed: nobody was erased, and no login was issued."""

    code: ClassVar[str] = "PSEUDONYMIZER_FAILED"
    port: ClassVar[str] = "pseudonymizer"


class StoreFailedError(PortFailedError):
    """The store failed: the activity was done as a whole or not at all.

    Not at all, unless the connection was lost while the store committed: a retry with the same run id then finds out.
    """

    code: ClassVar[str] = "STORE_FAILED"
    port: ClassVar[str] = "store"

    @property
    def cure(self) -> str:
        """Say that a retry with the same run id finds out."""
        return "Mend the store and run again with the same run_id: what was done is found, and nothing is done twice."


class StoreConflictError(StoreFailedError):
    """The store made the activity give way to others that were on the same rows: nothing of it is visible.

    That is no fault: a serialization failure, or a deadlock that the store broke. An activity begins again by itself,
    many times over, before this comes out.
    """

    code: ClassVar[str] = "STORE_CONFLICT"

    @property
    def cure(self) -> str:
        """Say that nothing needs mending."""
        return (
            "Run again with the same run_id, in a new transaction where the transaction is yours: "
            "others were on the same rows, and nothing was done."
        )


class ClockFailedError(PortFailedError):
    """The clock failed: nothing was begun."""

    code: ClassVar[str] = "CLOCK_FAILED"
    port: ClassVar[str] = "clock"
