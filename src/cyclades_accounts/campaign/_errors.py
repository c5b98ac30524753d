"""What goes wrong where a job runs, without a message of foreign code."""

import traceback
from pathlib import PurePath
from typing import ClassVar

from cyclades_accounts.errors import PortFailedError


class FactoryFailedError(PortFailedError):
    """A job could not open the host's activities, or what the host put together failed outside the ports.

    The original exception is described, not chained: a database's message may hold its URL, and a URL a password.
    """

    code: ClassVar[str] = "FACTORY_FAILED"
    port: ClassVar[str] = "factory"

    @property
    def cure(self) -> str:
        """Say that a retry is safe."""
        return "Mend the factory and run the school again: what was done is found, and nothing is done twice."


def describe(error: BaseException) -> tuple[str, str]:
    """Return the qualified class name of an exception, and ``file:line`` where it was raised."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return class_name(error), f"{PurePath(last.filename).name}:{last.lineno}"


def class_name(error: BaseException) -> str:
    """Return the qualified class name of an exception."""
    return f"{type(error).__module__}.{type(error).__qualname__}"
