"""Sessions are kept once: whoever uses one is compared with what the store keeps, so that nobody disagrees about it.

An activity that writes keeps a session that nobody has used before. One that reads compares, and writes nothing.
"""

from cyclades_accounts.errors import SessionDiffersError, UnknownSessionError
from cyclades_accounts.identifiers import SessionId
from cyclades_accounts.model import ExamSession
from cyclades_accounts.repositories import UnitOfWork


def find_session(unit: UnitOfWork, session_id: SessionId) -> ExamSession:
    """Return the session that the store keeps under an id.

    Raises:
        UnknownSessionError: there is none.
    """
    for kept in unit.sessions.all():
        if kept.id == session_id:
            return kept
    raise UnknownSessionError(session_id)


def check_session(unit: UnitOfWork, session: ExamSession) -> None:
    """Make sure that a session is as the store keeps it; one that it does not know is good.

    Raises:
        SessionDiffersError: it has another label or another last day.
    """
    for kept in unit.sessions.all():
        _compare(kept, session)


def keep_session(unit: UnitOfWork, session: ExamSession) -> None:
    """Keep a session that the store does not know, and make sure that it is as kept.

    Call it early in a unit: units that keep one new session at once wait for each other.

    Raises:
        SessionDiffersError: it has another label or another last day.
    """
    _compare(unit.sessions.keep(session), session)


def _compare(kept: ExamSession, given: ExamSession) -> None:
    if kept.id == given.id and kept != given:
        raise SessionDiffersError(given.id, kept.label, kept.last_day, given.label, given.last_day)
