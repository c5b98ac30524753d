"""The one object that a host builds: its ports and policies, and the doors to all activities."""

from datetime import datetime

from attrs import frozen

from cyclades_accounts.identifiers import parse_uai
from cyclades_accounts.model import ExamSession
from cyclades_accounts.provisioning._candidates import CandidateActivities
from cyclades_accounts.provisioning._desk import Desk
from cyclades_accounts.provisioning._host import Caller, Host
from cyclades_accounts.provisioning._people.registry import Registry


@frozen(kw_only=True)
class Provisioning(Host):
    """The activities of the memo for one host: give it a store, a renderer and a sealer, and build it once.

    A secretary's screens work at a :meth:`desk`; the login page gets :attr:`candidates` alone; who keeps people in the
    library's tables writes them through a :meth:`registry`.

    Its fields are those of :class:`Host`; its methods give the groups of activities.
    """

    def desk(self, uai: str, session: ExamSession, *, actor: str, now: datetime | None = None) -> Desk:
        """Return what one person may do for one school in one session. Nothing is read.

        Args:
            uai: the school in whose name everything is done.
            session: the exam session.
            actor: who asks, in the host's own words; the journal keeps it.
            now: the moment of every activity of this desk, with a time zone. ``None`` lets each activity read the
                host's clock once; a value is for tests and for a request that must have one moment. Slips and file
                names show its day in that zone.

        Raises:
            InvalidValueError: a wrong UAI.
        """
        return Desk(Caller(host=self, uai=parse_uai(uai), session=session, actor=actor, now=now))

    def registry(self, *, actor: str, now: datetime | None = None) -> Registry:
        """Return the people that the library keeps, for a host that has none of its own.

        Args:
            actor: who brings or corrects them, in the host's own words; the journal keeps it.
            now: the moment of every activity, with a time zone; ``None`` to read the host's clock once in each.
        """
        return Registry(host=self, actor=actor, now=now)

    @property
    def candidates(self) -> CandidateActivities:
        """All that a login page needs, and no more: what candidates do themselves."""
        return CandidateActivities(self)
