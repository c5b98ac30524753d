"""What is wrong with a run: M4, M6, M14."""

from datetime import date
from typing import ClassVar

from attrs import frozen

from cyclades_accounts.errors._root import CycladesAccountsError


@frozen(eq=False, str=False)
class UnknownGroupError(CycladesAccountsError, LookupError):
    """A run names a group that its grouping does not have (M4)."""

    code: ClassVar[str] = "UNKNOWN_GROUP"
    label: str
    known: tuple[str, ...]
    """Labels of the groups there are, in order."""

    @property
    def problem(self) -> str:
        """Name the group."""
        return f"No group {self.label!r}."

    @property
    def cure(self) -> str:
        """List the groups there are."""
        return f"The groups are: {', '.join(self.known)}." if self.known else "There are no groups: register a roster."


@frozen(eq=False, str=False)
class NothingSelectedError(CycladesAccountsError, LookupError):
    """The criteria of a regeneration match no candidature (M14)."""

    code: ClassVar[str] = "NOTHING_SELECTED"
    criteria: str

    @property
    def problem(self) -> str:
        """Repeat the criteria."""
        return f"No candidature matches {self.criteria}."

    @property
    def cure(self) -> str:
        """Say what to check."""
        return "Check the criteria against the registered roster. Nothing was done."


@frozen(eq=False, str=False)
class LimitedToOneError(CycladesAccountsError, ValueError):
    """A regeneration limited to one candidate matches several (M14)."""

    code: ClassVar[str] = "LIMITED_TO_ONE"
    matched: int
    """How many candidatures match; at least 2."""

    @property
    def problem(self) -> str:
        """Give the count."""
        return f"The criteria match {self.matched} candidatures, and the regeneration is limited to one."

    @property
    def cure(self) -> str:
        """Point to the option that lifts the limit."""
        return "Narrow the criteria, or pass lift_limit=True (« Supprimer limitation à un élève »). Nothing was done."


@frozen(eq=False, str=False)
class SessionOverError(CycladesAccountsError, ValueError):
    """The exam session is over: a password issued now would have expired before it is printed."""

    code: ClassVar[str] = "SESSION_OVER"
    session: str
    last_day: date
    """Last day on which the session's accounts serve."""

    @property
    def problem(self) -> str:
        """Name the session and its last day."""
        return f"The accounts of session {self.session} serve until {self.last_day.isoformat()}, which is over."

    @property
    def cure(self) -> str:
        """Say what to check."""
        return "Use the present session, or one with a later last_day. Nothing was done."


@frozen(eq=False, str=False)
class StalePlanError(CycladesAccountsError, RuntimeError):
    """The world has changed between a plan and its execution."""

    code: ClassVar[str] = "STALE_PLAN"
    uai: str
    planned: str
    """SHA-256 (hexadecimal) of what the plan saw."""
    found: str
    """SHA-256 (hexadecimal) of what the store holds now, or the code of its refusal if another run was faster."""

    @property
    def problem(self) -> str:
        """Name the school and the first digits of both digests."""
        return (
            f"The plan for school {self.uai} no longer holds: it saw {self.planned[:12]}, "
            f"the store now is at {self.found[:12]}."
        )

    @property
    def cure(self) -> str:
        """Plan again."""
        return "Plan again and execute the new plan. Nothing was done."


@frozen(eq=False, str=False)
class RunIdReusedError(CycladesAccountsError, ValueError):
    """A run id that belongs to one piece of work was given to another."""

    code: ClassVar[str] = "RUN_ID_REUSED"
    run_id: str
    stored: str
    """What the journal holds under the id: activity and subject."""
    asked: str
    """What was asked under the same id."""

    @property
    def problem(self) -> str:
        """Name the id, what it did and what was asked."""
        return f"Run id {self.run_id} already belongs to «{self.stored}», not to «{self.asked}»."

    @property
    def cure(self) -> str:
        """One id for each piece of work."""
        return "Give every piece of work an id of its own and keep it for retries. Nothing was done."
