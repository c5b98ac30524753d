"""The port of exam sessions."""

from typing import Protocol

from cyclades_accounts.model import ExamSession


class SessionRepository(Protocol):
    """Exam sessions, each kept once for all schools. Key: the id."""

    def keep(self, session: ExamSession) -> ExamSession:
        """Insert the session if its id is new, and return the one that is kept under its id.

        Of two units that keep one id at once, one inserts it, and the other returns what that one inserted.
        """
        ...

    def put(self, session: ExamSession) -> None:
        """Insert the session, or replace the one with the same id."""
        ...

    def all(self) -> tuple[ExamSession, ...]:
        """Return every session, sorted by id."""
        ...
