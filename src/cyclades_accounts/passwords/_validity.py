"""How long a provisional password serves: the end of its session, or sooner (M10; ASVS 5.0 6.4.1)."""

from datetime import date, datetime, timedelta
from typing import Final

from attrs import field, frozen
from attrs.validators import ge, instance_of, optional

from cyclades_accounts.model import ExamSession, end_of_day


@frozen
class PasswordValidity:
    """A policy of the host: how long a provisional password that nobody has changed is accepted."""

    name: str
    source: str
    """Where it comes from: a text that demands it, or « our choice »."""
    days: int | None = field(default=None, validator=optional([instance_of(int), ge(1)]))
    """Whole days after the day of the run; at least 1. ``None``: until the session ends, which no number exceeds."""

    @property
    def spec(self) -> str:
        """The policy in one line; part of what a plan is bound to."""
        return f"{self.name}(days={self.days})"

    def last_day(self, made_on: date, session: ExamSession) -> date:
        """Return the last day, inclusive, on which a password issued on ``made_on`` serves; slips print it."""
        if self.days is None:
            return session.last_day
        return min(session.last_day, made_on + timedelta(days=self.days))

    def ends_at(self, made_on: date, session: ExamSession) -> datetime:
        """Return the first moment at which it is refused: after that day, wherever the pupil lives."""
        return end_of_day(self.last_day(made_on, session))


UNTIL_THE_SESSION_ENDS: Final = PasswordValidity(
    name="UNTIL_THE_SESSION_ENDS",
    source="our choice: a slip printed in January must open the results in July. ASVS 5.0 6.4.1 asks for a short time, "
    "so shorten it where pupils log in at once",
)
"""The default."""
