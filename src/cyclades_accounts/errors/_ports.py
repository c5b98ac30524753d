"""A port of the host has failed: nothing of the activity is visible."""

import traceback
from pathlib import PurePath
from typing import ClassVar, Self

from attrs import field, frozen

from cyclades_accounts.errors._root import CycladesAccountsError, ErrorKind


def class_name(error: BaseException | None) -> str:
    """Return the qualified name of an exception's class: what may be told of foreign code, whose messages may not."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


@frozen
class PortFailedError(CycladesAccountsError, RuntimeError):
    """A port the host supplied has failed; the activity was abandoned and nothing of it is visible.

    The original exception is described, not chained (the store's apart): its message and its frames belong to foreign
    code that handles passwords.
    """

    port: ClassVar[str] = "port"
    """Which port, as a word for the sentence."""
    cause: str
    """Qualified class name of the original exception."""
    where: str
    """``file:line`` where it was raised."""
    _problem = "The {port} failed with {cause} at {where}."
    _cure = "Mend the {port} and run again with the same run_id: no account and no password was changed."

    @classmethod
    def of(cls, error: BaseException) -> Self:
        """Return an error that describes ``error``, which was raised and caught: its class and the place, no more."""
        *_, (frame, line) = traceback.walk_tb(error.__traceback__)
        return cls(class_name(error), f"{PurePath(frame.f_code.co_filename).name}:{line}")


class LoginPolicyFailedError(PortFailedError):
    """The login policy failed: no account appeared."""

    port = "login policy"


class EligibilityFailedError(PortFailedError):
    """The eligibility policy failed, or answered what is no answer: no account appeared."""

    port = "eligibility policy"


class RendererFailedError(PortFailedError):
    """The renderer failed to draw the slips: no account appeared."""

    port = "renderer"


class RandomnessFailedError(PortFailedError):
    """The random source failed: no account appeared."""

    port = "random source"


class HasherFailedError(PortFailedError):
    """The password hasher failed: no account appeared."""

    port = "password hasher"


class ThrottleFailedError(PortFailedError):
    """The throttle failed: the password was not accepted, whether it is right or not."""

    port = "throttle"
    _cure = "Mend the throttle: until then nobody logs in."


class SealerFailedError(PortFailedError):
    """The sealer failed: no account appeared, or the document could not be opened."""

    port = "sealer"


class RetentionRuleFailedError(PortFailedError):
    """A retention rule of the host failed: nothing was purged."""

    port = "retention rule"


class PseudonymizerFailedError(PortFailedError):
    """The pseudonymizer failed: nobody was erased, and no login was issued."""

    port = "pseudonymizer"


class ClockFailedError(PortFailedError):
    """The clock failed: nothing was begun."""

    port = "clock"


@frozen
class PeopleFailedError(CycladesAccountsError, RuntimeError):
    """The people of the host could not be read, or what was read cannot be: nothing of the activity is visible.

    It is never about what the caller of the activity gave.
    """

    method: str
    """Which method of :class:`~cyclades_accounts.people.People`, or ``row``."""
    key: str = field(repr=False)
    """What it was asked for, or the key of the row."""
    fault: str
    """What is wrong: the class of an exception and the place, or what the answer holds."""
    _problem = "The people of the host failed: {method}: {fault}."
    _cure = "Mend the host's reading of its tables and run again with the same run_id: nothing was done."

    @classmethod
    def of(cls, method: str, key: str, error: BaseException) -> Self:
        """Return an error that describes ``error``, which was raised and caught.

        One of the library's own tells its problem: the place where the library raised it helps nobody.
        """
        if isinstance(error, CycladesAccountsError):
            return cls(method, key, error.problem.removesuffix("."))
        failed = PortFailedError.of(error)
        return cls(method, key, f"{failed.cause} at {failed.where}")


class StoreFailedError(PortFailedError):
    """The store failed: the activity was done as a whole or not at all.

    Not at all, unless the connection was lost while the store committed: a retry with the same run id then finds out.
    """

    port = "store"
    _cure = "Mend the store and run again with the same run_id: what was done is found, and nothing is done twice."


class StoreConflictError(StoreFailedError):
    """The store made the activity give way to others that were on the same rows: nothing of it is visible.

    That is no fault: a serialization failure, or a deadlock that the store broke. An activity begins again by itself,
    many times over, before this comes out.
    """

    kind = ErrorKind.CONFLICT
    _cure = (
        "Run again with the same run_id, in a new transaction where the transaction is yours: "
        "others were on the same rows, and nothing was done."
    )
