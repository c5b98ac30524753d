"""Exam sessions in memory."""

from collections.abc import Callable

from cyclades_accounts.identifiers import SessionId
from cyclades_accounts.memory._table import Table
from cyclades_accounts.model import ExamSession


class Sessions:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._sessions: Table[SessionId, ExamSession] = Table(undo)

    def keep(self, session: ExamSession) -> ExamSession:
        if session.id not in self._sessions.rows:
            self.put(session)
        return self._sessions.rows[session.id]

    def put(self, session: ExamSession) -> None:
        self._sessions.put(session.id, session)

    def all(self) -> tuple[ExamSession, ...]:
        return tuple(session for _, session in sorted(self._sessions.rows.items()))
