"""The one object that a host builds: its ports and policies, and the doors to all activities."""

from datetime import datetime

from attrs import frozen

from cyclades_accounts.identifiers import checked_line, parse_session_id, parse_uai
from cyclades_accounts.model import ExamSession
from cyclades_accounts.provisioning._candidates import CandidateActivities
from cyclades_accounts.provisioning._desk import Desk
from cyclades_accounts.provisioning._host import Acting, Caller, Host, reading
from cyclades_accounts.provisioning._shared.sessions import find_session
from cyclades_accounts.provisioning._upkeep import Upkeep


@frozen(kw_only=True)
class Provisioning(Host):
    """The activities of the memo for one host: give it a store, a renderer and a sealer, and build it once.

    A secretary's screens work at a :meth:`desk`; the login page gets :attr:`candidates` alone. A host that keeps people
    in the library's tables writes them through a :class:`Registry`.

    Its fields are those of :class:`Host`; its methods give the groups of activities.
    """

    def desk(self, uai: str, session: ExamSession | str, *, actor: str, now: datetime | None = None) -> Desk:
        """Return what one person may do for one school in one session.

        Nothing is read, unless the session is given as its id.

        Args:
            uai: the school in whose name everything is done.
            session: the exam session, or the id alone of one that the store keeps, such as ``DNB-2025``: it is read
                here, in a small unit.
            actor: who asks, in the host's own words: one line of at most 254 characters (our choice), not blank. The
                journal keeps it.
            now: the moment of every activity of this desk, with a time zone. ``None`` lets each activity read the
                host's clock once; a value is for tests and for a request that must have one moment. Whatever its
                zone, slips and file names show the school's day.

        Raises:
            InvalidValueError: a wrong UAI, what is no session and no id of one, a blank actor, a moment without time
                zone.
            UnknownSessionError: the store keeps no session with this id.
        """
        if isinstance(session, str):
            checked_line("actor", actor)
            session_id = parse_session_id(session)
            with reading(self.store) as unit:
                session = find_session(unit, session_id)
        return Desk(Caller(host=self, uai=parse_uai(uai), session=session, actor=actor, now=now))

    def upkeep(self, *, actor: str, now: datetime | None = None) -> Upkeep:
        """Return what the host does for itself, in no school's name: exam sessions, keys, confirmations.

        Args:
            actor: who acts for the host, as at a :meth:`desk`; the journal keeps it.
            now: the moment of every activity, with a time zone; ``None`` to read the host's clock once in each.

        Raises:
            InvalidValueError: a blank actor, a moment without time zone.
        """
        return Upkeep(Acting(host=self, actor=actor, now=now))

    @property
    def candidates(self) -> CandidateActivities:
        """All that a login page needs, and no more: what candidates do themselves."""
        return CandidateActivities(self)
