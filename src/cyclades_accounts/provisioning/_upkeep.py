"""What a host does for itself, in no school's name: exam sessions, keys that change, and confirmations."""

from datetime import datetime

from attrs import field, frozen
from attrs.validators import optional

from cyclades_accounts.identifiers import digest, parse_candidate_id, parse_uai
from cyclades_accounts.model import (
    AccountReport,
    Activity,
    ExamSession,
    Run,
    SessionReport,
    Subject,
    aware,
    exactly,
    one_line,
)
from cyclades_accounts.provisioning._accounts.identity import confirm_same, rekey, rekey_run
from cyclades_accounts.provisioning._accounts.transfer import transfer
from cyclades_accounts.provisioning._host import Host, in_one_unit, new_run, reading
from cyclades_accounts.provisioning._shared.people import find_person
from cyclades_accounts.repositories import UnitOfWork


@frozen(kw_only=True)
class Upkeep:
    """What a host does for itself, in no school's name: ``provisioning.upkeep(actor=…)``.

    An activity that writes takes a ``run_id``, which names this one act: under a known one it does nothing and returns
    the report that the act left.
    """

    _host: Host = field(repr=False)
    _actor: str = field(validator=one_line)
    _now: datetime | None = field(default=None, validator=optional(aware))

    def sessions(self) -> tuple[ExamSession, ...]:
        """Return every exam session that the store keeps, sorted by id."""
        with reading(self._host.store) as unit:
            return unit.sessions.all()

    def set_session(self, session: ExamSession, *, run_id: str | None = None) -> SessionReport:
        """Change the label or the last day of a session for all, or have the store know it before its first use.

        From then on who gives the session otherwise is refused. Passwords and slips already issued stay as they are:
        they end on the day that the slip shows. Only passwords issued later end by the new last day.

        Args:
            session: the session as it is from now on.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            InvalidValueError: ``session`` is no session.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        exactly(ExamSession)(self, "session", session)
        subject = Subject(session_id=session.id, request=digest(session)[:12])
        run = self._run(Activity.SET_SESSION, run_id, subject)

        def work(unit: UnitOfWork) -> SessionReport:
            former = {kept.id: kept for kept in unit.sessions.all()}.get(session.id)
            unit.sessions.put(session)
            return SessionReport(run, session, former)

        return in_one_unit(self._host.store, run, SessionReport, work)

    def rekey(self, old: str, new: str, *, run_id: str | None = None) -> AccountReport:
        """Follow a key that changed, or make one person of two keys, whichever schools hold them.

        It does what :meth:`DeskAccounts.rekey` does. A host that has its own people changes its rows first, in the same
        transaction.

        Args:
            old: the key that goes.
            new: the key that stays.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownCandidateError: the registry knows nobody under ``old``.
            InvalidValueError: the two already are one person, or the host still has that person under ``old``.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        pair, run = rekey_run(old, new, None, lambda activity, subject: self._run(activity, run_id, subject))
        return in_one_unit(
            self._host.store, run, AccountReport, lambda unit: rekey(self._host.store, unit, run, *pair, uai=None)
        )

    def confirm_same(self, candidate_id: str, *, run_id: str | None = None) -> AccountReport:
        """Confirm that the person under a key still is the account's holder, whichever school holds them.

        Args:
            candidate_id: the key.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownCandidateError: nobody knows the key.
            UnknownAccountError: the person has no account.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        key = parse_candidate_id(candidate_id)
        run = self._run(Activity.CONFIRM_SAME, run_id, Subject(candidate_id=key))

        def work(unit: UnitOfWork) -> AccountReport:
            person = find_person(unit, key)
            return confirm_same(unit, run, person, person.shown)

        return in_one_unit(self._host.store, run, AccountReport, work)

    def transfer(self, candidate_id: str, *, to: str, run_id: str | None = None) -> AccountReport:
        """Have a school hold a person, whoever holds them now and whether a transfer waits or not (M7).

        Both schools' journals have a line of it.

        Args:
            candidate_id: the person.
            to: UAI of the school that holds the person from now on.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownSchoolError: nobody knows the school.
            UnknownCandidateError: nobody knows the key.
            UnknownAccountError: the person has no account.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        key, school, host = parse_candidate_id(candidate_id), parse_uai(to), self._host
        run = self._run(Activity.TRANSFER, run_id, Subject(candidate_id=key, request=digest(school)[:12]))
        return in_one_unit(host.store, run, AccountReport, lambda unit: transfer(host, unit, run, key, school))

    def _run(self, activity: Activity, run_id: str | None, subject: Subject) -> Run:
        return new_run(self._host, activity, subject, run_id=run_id, actor=self._actor, now=self._now)
