"""A throttle in the memory of one process: after three failures, a delay that doubles with each further try."""

from datetime import datetime, timedelta
from threading import Lock

FREE = 3
"""Tries without a delay."""
FIRST = timedelta(seconds=2)
LONGEST = timedelta(minutes=15)
MOST = 100_000
"""Logins that are remembered: an attacker may invent any number of them."""


class GrowingDelay:
    """A :class:`cyclades_accounts.provisioning.Throttle`. Several processes would each count for themselves."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tries: dict[str, tuple[int, datetime]] = {}

    def wait(self, login: str, now: datetime) -> timedelta:
        """Return how long the login must wait; if it need not, count the try."""
        with self._lock:
            tries, again_at = self._tries.get(login, (0, now))
            if now < again_at:
                return again_at - now
            if len(self._tries) >= MOST:
                self._tries = {key: kept for key, kept in self._tries.items() if now < kept[1] + LONGEST}
            delay = min(LONGEST, FIRST * 2 ** min(tries + 1 - FREE, 20)) if tries + 1 >= FREE else timedelta()
            self._tries[login] = tries + 1, now + delay
            return timedelta()

    def tell(self, login: str, now: datetime, *, accepted: bool) -> None:
        """Forget the tries of a login once its password was right."""
        del now
        if accepted:
            with self._lock:
                self._tries.pop(login, None)
