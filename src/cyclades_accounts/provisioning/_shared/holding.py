"""Who may act on a person: one school holds each, and a roster line is no authority over another school's pupil (M7).

Where the library keeps the people, the holding school is the one that issued the account, then the one that a transfer
names. Over a host's own people, the schools of the person's candidatures may act whose session is not over; where there
is none, the holding school. Whom an act concerns besides is told: their journal has a line of it.
"""

import enum
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from attrs import frozen

from cyclades_accounts.errors import OtherSchoolError, UnknownCandidateError
from cyclades_accounts.identifiers import CandidateId, RunId, SessionId, Uai
from cyclades_accounts.model import (
    AccountReport,
    Activity,
    Candidature,
    ExamSession,
    Holder,
    Run,
    Subject,
    agrees_in_all,
    contradicts,
)
from cyclades_accounts.provisioning._host import Host, new_id
from cyclades_accounts.provisioning._shared.people import Person, files_of, find_at_school
from cyclades_accounts.repositories import UnitOfWork


class Right(enum.Enum):
    """What a school may do with the account of a person."""

    HELD = enum.auto()
    """Act on it."""
    TRANSFER = enum.auto()
    """Take it over at once: the pupil moved, and every fact is known and agrees."""
    WAIT = enum.auto()
    """Ask for it: the holding school answers, or the host."""


@frozen
class Holding:
    """What one school may do, as a unit sees the world."""

    host: Host
    uai: Uai
    sessions: Mapping[SessionId, ExamSession]
    """Those that the store keeps."""
    now: datetime

    @classmethod
    def read(cls, unit: UnitOfWork, host: Host, uai: Uai, now: datetime) -> "Holding":
        """Return the rights of a school."""
        return cls(host, uai, {one.id: one for one in unit.sessions.all()}, now)

    def right(self, holder: Holder | None, files: Collection[Candidature], asking: Candidature | None = None) -> Right:
        """Return what the school may do with the account of a person.

        Args:
            holder: the person's; ``None`` where there is no account.
            files: every candidature of the person.
            asking: the candidature for which the school asks for a transfer.
        """
        schools = self._acting(holder, files)
        if self.uai in schools:
            return Right.HELD
        if not holder or not asking or not schools or self.host.transfers_wait or not self.host.store.keeps_people:
            return Right.WAIT
        if holder.contested:  # who asked has told something wrong before, perhaps, and could be guessing
            return Right.WAIT
        stayed = any(one.uai in schools and not self._is_before(one.session_id, asking.session_id) for one in files)
        agrees = agrees_in_all(holder.candidate, asking.candidate)
        return Right.TRANSFER if agrees and not stayed else Right.WAIT

    def _is_before(self, session_id: SessionId, other: SessionId) -> bool:
        """Whether a session ends before another one, as far as both are kept."""
        one, after = self.sessions.get(session_id), self.sessions.get(other)
        return one is not None and after is not None and one.last_day < after.last_day

    def _is_over(self, session_id: SessionId) -> bool:
        session = self.sessions.get(session_id)
        return session is not None and self.now >= session.ends_at

    def others(self, holder: Holder | None, files: Collection[Candidature]) -> frozenset[Uai]:
        """Return the other schools that may act on the person, who are told when this one does."""
        return self._acting(holder, files) - {self.uai}

    def _acting(self, holder: Holder | None, files: Collection[Candidature]) -> frozenset[Uai]:
        held = frozenset([holder.uai]) if holder and holder.uai else frozenset()
        if self.host.store.keeps_people:
            # Nobody holds a person without account: who alone has their candidatures may act.
            schools = frozenset(one.uai for one in files)
            return held if holder else schools if len(schools) == 1 else frozenset()
        mine = (one for one in files if holder is None or not contradicts(holder.candidate, one.candidate))
        return frozenset(one.uai for one in mine if not self._is_over(one.session_id)) or held


def find_acting(
    unit: UnitOfWork, host: Host, uai: Uai, keys: Collection[CandidateId], now: datetime
) -> dict[CandidateId, frozenset[Uai]]:
    """Return the other schools that may act, for each person with an account on whom the school itself still may."""
    holding, holders, files = Holding.read(unit, host, uai, now), unit.holders.of(keys), files_of(unit, keys)
    rights = {key: holding.right(holders.get(key), files[key]) for key in keys}
    return {key: holding.others(holders.get(key), files[key]) for key in keys if rights[key] is Right.HELD}


@frozen
class Held:
    """A person on whom the school may act."""

    person: Person
    others: frozenset[Uai]
    """The other schools that may."""

    def told(self, activity: Activity) -> "list[Told]":
        """Return what the other schools are told."""
        return [(self.person.key, uai, activity) for uai in self.others]


def find_held(unit: UnitOfWork, host: Host, uai: Uai, candidate_id: CandidateId, now: datetime) -> Held:
    """Return a person on whom the school may act.

    Raises:
        UnknownSchoolError: nobody knows the school.
        UnknownCandidateError: the school does not know the person.
        OtherPersonError: the key is another person's than the account's.
        OtherSchoolError: another school holds the person.
    """
    return held_by(Holding.read(unit, host, uai, now), find_at_school(unit, uai, candidate_id))


def held_by(holding: Holding, person: Person) -> Held:
    """Return a person whom the school knows, if it may act on them.

    Raises:
        OtherPersonError: the key is another person's than the account's.
        OtherSchoolError: another school holds the person.
    """
    person.check_same(holding.uai)
    return check_right(holding, person)


def check_right(holding: Holding, person: Person) -> Held:
    """Return a person on whom the school may act, whomever it sees under the key.

    Raises:
        UnknownCandidateError: the school does not know the person, who has no account.
        OtherSchoolError: another school holds the person.
    """
    if person.account is None and holding.uai not in person.schools:
        raise UnknownCandidateError(person.key)
    holder = person.holder if person.account else None
    others = holding.others(holder, person.candidatures)
    if holding.right(holder, person.candidatures) is not Right.HELD:
        raise OtherSchoolError(person.key, min(others, default=""))
    return Held(person, others)


def ask(unit: UnitOfWork, host: Host, run: Run, uai: Uai, holders: Iterable[Holder]) -> None:
    """Have a school ask for people whom others hold: told once where it waits, each time where another one does."""
    asked = [one for one in holders if one.asked_by != uai]
    unit.holders.put([one.asked(uai) for one in asked])
    tell(unit, host, run, [(one.candidate_id, one.uai, Activity.ASK_TRANSFER) for one in asked if one.uai])


Told = tuple[CandidateId, Uai, Activity]
"""A person, a school that is told, and what its journal says."""


def tell(unit: UnitOfWork, host: Host, run: Run, told: Iterable[Told]) -> None:
    """Write into the journals of other schools what one did with the accounts of people whom they know too.

    Args:
        unit: a writing unit.
        host: gives the ids of the entries.
        run: the head of the report of what was done.
        told: who is told of whom.
    """
    for key, uai, activity in sorted(set(told), key=lambda one: one[:2]):
        head = Run(RunId(new_id(host)), activity, Subject(uai=uai, candidate_id=key), run.uai or run.actor, run.at)
        unit.journal.add(AccountReport(head, key, by=run.uai))


def tell_erased(unit: UnitOfWork, host: Host, run: Run, person: Person) -> None:
    """Write into the journals of the other schools that know a person that somebody is gone, and not who."""
    alias = CandidateId(f"erased-{new_id(host)}")
    tell(unit, host, run, [(alias, uai, run.activity) for uai in person.schools - {run.uai}])
