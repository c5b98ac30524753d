"""Exam sessions in SQL."""

from sqlalchemy import select

from cyclades_accounts.model import ExamSession
from cyclades_accounts.sql._codec import SESSION
from cyclades_accounts.sql._tables import sessions
from cyclades_accounts.sql._work import Repository


class Sessions(Repository):
    """:class:`~cyclades_accounts.repositories.SessionRepository`."""

    def keep(self, session: ExamSession) -> ExamSession:
        """Insert the session if its id is new, and return the one that is kept under its id."""
        query = select(sessions).where(sessions.c.id == session.id)
        found = self._work.rows(query)
        if not found:
            self._work.run(self._work.insert(sessions).on_conflict_do_nothing(), [SESSION.write(session)])
            found = self._work.rows(query)
        return SESSION.read(found[0])

    def put(self, session: ExamSession) -> None:
        """Insert the session, or replace the one with the same id."""
        self._work.upsert(sessions, [SESSION.write(session)])

    def all(self) -> tuple[ExamSession, ...]:
        """Return every session, sorted by id."""
        return tuple(map(SESSION.read, self._work.rows(select(sessions).order_by(sessions.c.id))))
