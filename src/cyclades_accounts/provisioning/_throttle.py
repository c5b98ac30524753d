"""The port of a throttle: how often a password may be tried (CNIL 2022-100, case 2; ANSSI PG-078)."""

from datetime import datetime, timedelta
from typing import Protocol


class Throttle(Protocol):
    """Limits how often the password of a login is tried. Safe to share between threads.

    It is asked about logins that do not exist too, and must answer as for others: else it tells which logins exist.
    Whatever it raises refuses the login, as a :class:`~cyclades_accounts.errors.ThrottleFailedError`.
    """

    def wait(self, login: str, now: datetime) -> timedelta:
        """Return how long the login must wait before its next try; zero if the password may be tried now.

        It is asked before each try. A try that may be made counts at once, so that many at the same moment are not all
        the first.

        Args:
            login: in lower case; empty for whatever cannot be a login.
            now: the moment of the try, with a time zone.
        """
        ...

    def tell(self, login: str, now: datetime, *, accepted: bool) -> None:
        """Hear what a try found, once its password was checked.

        Args:
            login: as :meth:`wait` was given it.
            now: the moment of the try.
            accepted: whether the password was right; the tries before it then count no more.
        """
        ...
