"""What a host does for itself, in no school's name: exam sessions, keys that change, confirmations, whom it keeps."""

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from cyclades_accounts import model
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import SessionId, Uai, parse_candidate_id, parse_uai
from cyclades_accounts.provisioning._accounts.erase import erase, keyed_digest
from cyclades_accounts.provisioning._accounts.identity import confirm_same, rekey
from cyclades_accounts.provisioning._accounts.known import export
from cyclades_accounts.provisioning._accounts.purge import due, find_due
from cyclades_accounts.provisioning._accounts.transfer import transfer
from cyclades_accounts.provisioning._documents.documents import page_of
from cyclades_accounts.provisioning._documents.retention import is_to_reseal
from cyclades_accounts.provisioning._host import Acting, changed, in_one_unit, reading, retry, writing
from cyclades_accounts.provisioning._people.moving import close_school
from cyclades_accounts.provisioning._shared.holding import tell, tell_erased
from cyclades_accounts.provisioning._shared.people import find_known, find_person
from cyclades_accounts.repositories import UnitOfWork
from cyclades_accounts.retention import KEPT_FOR_A_YEAR, SessionOver

_LIMIT: Final = 500
_MOST: Final = 10_000
_LAST: Final = 2**63 - 1
"""Highest number of a line: what a database can count."""


@frozen
class Upkeep:
    """What a host does for itself, in no school's name: ``provisioning.upkeep(actor=…)``.

    An activity that writes takes a ``run_id``, which names this one act: under a known one it does nothing and returns
    the report that the act left.
    """

    _acting: Acting

    def sessions(self) -> tuple[model.ExamSession, ...]:
        """Return every exam session that the store keeps, sorted by id."""
        with reading(self._acting.host.store) as unit:
            return unit.sessions.all()

    def journal(self, *, page: int = 1, size: int = 20) -> model.Page[model.Report]:
        """Return a page of all that was done, by whom and when, newest first: schools, candidates and the host itself.

        A desk reads what was done in the name of its school (:meth:`DeskDocuments.journal`).

        Args:
            page: which page, counted from 1; one past the end is empty.
            size: how many reports it has at most; 1 to 1,000 (our choice).

        Raises:
            InvalidValueError: ``page`` or ``size`` is no whole number, or is out of bounds.
        """
        return page_of(self._acting.host, None, page, size, lambda unit, at: unit.journal.of_school(None, **at))

    def schools(self) -> tuple[tuple[Uai, SessionId], ...]:
        """Return the schools and sessions for which documents were made, purged ones too, sorted."""
        with reading(self._acting.host.store) as unit:
            return unit.documents.schools()

    def to_reseal(self) -> Iterator[tuple[Uai, SessionId]]:
        """Go through those of :meth:`schools` that still need an old sealing key: :meth:`DeskDocuments.reseal` helps.

        Where nothing comes, no document and no slip needs any key but the present one, and the others can go. Every
        slip and document is read until one is found, a school at a time, each in a unit of its own.

        Raises:
            SealerFailedError: the sealer failed.
        """
        for uai, session_id in self.schools():
            with reading(self._acting.host.store) as unit:
                found = is_to_reseal(self._acting.host, unit, uai, session_id)
            if found:
                yield uai, session_id

    def set_session(self, session: model.ExamSession, *, run_id: str | None = None) -> model.SessionReport:
        """Change the label or the last day of a session for all, or have the store know it before its first use.

        From then on who gives the session otherwise is refused. Passwords and slips already issued stay as they are:
        they end on the day that the slip shows. Only passwords issued later end by the new last day. Where it
        is a later one, every school is told whose password falls short of it (:attr:`Coverage.short`).

        Args:
            session: the session as it is from now on.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            InvalidValueError: ``session`` is no session.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        model.exactly(model.ExamSession)(self, "session", session)
        run = self._acting.run(
            model.Activity.SET_SESSION, run_id, model.Subject(session_id=session.id), session=session
        )

        def work(unit: UnitOfWork) -> model.SessionReport:
            former = {kept.id: kept for kept in unit.sessions.all()}.get(session.id)
            unit.sessions.put(session)
            return model.SessionReport(run, session, former)

        return in_one_unit(self._acting.host.store, run, model.SessionReport, work)

    def rekey(self, old: str, new: str, *, run_id: str | None = None) -> model.AccountReport:
        """Follow a key that changed, or make one person of two keys, whichever schools hold them.

        It does what :meth:`DeskAccounts.rekey` does, and the schools that know one of the two are told. A host that has
        its own people changes its rows first, in the same transaction.

        Args:
            old: the key that goes.
            new: the key that stays.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownCandidateError: the registry knows nobody under ``old``.
            InvalidValueError: the two already are one person, or the host still has that person under ``old``.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        pair, host = (parse_candidate_id(old), parse_candidate_id(new)), self._acting.host
        run = self._acting.run(model.Activity.REKEY, run_id, model.Subject(candidate_id=pair[0]), new=pair[1])

        def work(unit: UnitOfWork) -> model.AccountReport:
            schools = find_person(unit, pair[0]).schools | find_person(unit, pair[1]).schools
            report = rekey(host.store, unit, run, *pair, holding=None)
            tell(unit, host, run, [(report.candidate_id, uai, run.activity) for uai in schools])
            return report

        return in_one_unit(host.store, run, model.AccountReport, work)

    def confirm_same(self, candidate_id: str, *, run_id: str | None = None) -> model.AccountReport:
        """Confirm that the person under a key still is the account's holder, whichever school holds them.

        The schools that know the person are told.

        Args:
            candidate_id: the key.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownCandidateError: nobody knows the key.
            UnknownAccountError: the person has no account.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        key = parse_candidate_id(candidate_id)
        run = self._acting.run(model.Activity.CONFIRM_SAME, run_id, model.Subject(candidate_id=key))

        def work(unit: UnitOfWork) -> model.AccountReport:
            person = find_person(unit, key)
            tell(unit, self._acting.host, run, [(person.key, uai, run.activity) for uai in person.schools])
            return confirm_same(unit, run, person, person.shown)

        return in_one_unit(self._acting.host.store, run, model.AccountReport, work)

    def erase(self, *candidate_ids: str, run_id: str | None = None) -> model.ErasureReport:
        """Erase people, whichever schools hold them, as :meth:`DeskAccounts.erase` does; many in one pass.

        The schools that know one of them are told that somebody is gone, and not who.

        Args:
            candidate_ids: who is erased; also people who have no candidature any more.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownCandidateError: nothing is kept about one of them; nobody was erased.
            ErasureKeyError: there is no pseudonymizer, or it lacks a key that was used before.
            PortFailedError: the pseudonymizer, renderer or sealer failed; nobody was erased.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        host, keys = self._acting.host, sorted({parse_candidate_id(one) for one in candidate_ids})
        run = self._acting.run(model.Activity.ERASE, run_id, model.Subject(request=keyed_digest(host, "\n".join(keys))))

        def work(unit: UnitOfWork) -> model.ErasureReport:
            people = {person.key: person for key in keys for person in [find_known(unit, key)]}.values()
            for person in people:
                tell_erased(unit, host, run, person)
            return erase(host, unit, run, None, people)

        return in_one_unit(host.store, run, model.ErasureReport, work)

    def purge_people(
        self, rule: SessionOver = KEPT_FOR_A_YEAR, *, limit: int = _LIMIT, run_id: str | None = None
    ) -> model.ErasureReport:
        """Erase people whom no session concerns any more: accounts, slips, their names in reports (RGPD, article 5).

        Due is who has no candidature but for sessions that the store keeps and that ended long enough ago. Who has no
        candidature at all is due when the password of the account expired, or was chosen, that long ago; who has no
        account either, at once. They are found by the names in reports, school after school.

        One call is one transaction, and erases so many at most: call it again until ``people`` of the report is 0.

        Args:
            rule: how long people are kept after the end of their last session.
            limit: how many people are erased at most, 1 to 10,000 (our choice).
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            InvalidValueError: a rule or a limit that is none.
            ErasureKeyError: and the others of :meth:`erase`.
        """
        model.exactly(SessionOver)(None, "rule", rule)
        model.counted(_MOST)(None, "limit", limit)
        host = self._acting.host
        asked = {"rule": changed(rule.spec, KEPT_FOR_A_YEAR.spec), "limit": changed(limit, _LIMIT)}
        run = self._acting.run(model.Activity.PURGE_PEOPLE, run_id, model.Subject(), **asked)
        with reading(host.store) as unit:  # a writing unit would lock everybody whom it looks at
            keys = find_due(unit, rule, run.at, limit)

        def work(unit: UnitOfWork) -> model.ErasureReport:
            return erase(host, unit, run, None, due(unit, keys, rule, run.at).values(), rule=rule.spec)

        return in_one_unit(host.store, run, model.ErasureReport, work)

    def export(self, candidate_id: str) -> model.PersonalData:
        """Return all that is kept about a person, whichever schools hold them; each call stands in the journal.

        Args:
            candidate_id: who asks for their data.

        Raises:
            UnknownCandidateError: nothing is kept about the person.
        """
        key = parse_candidate_id(candidate_id)
        run = self._acting.run(model.Activity.EXPORT, None, model.Subject(candidate_id=key))
        return export(self._acting.host, run, lambda unit: find_known(unit, key))

    def transfer(self, candidate_id: str, *, to: str, run_id: str | None = None) -> model.AccountReport:
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
        key, school, host = parse_candidate_id(candidate_id), parse_uai(to), self._acting.host
        run = self._acting.run(model.Activity.TRANSFER, run_id, model.Subject(candidate_id=key), to=school)
        return in_one_unit(host.store, run, model.AccountReport, lambda unit: transfer(host, unit, run, key, school))

    def close_school(self, uai: str, *, to: str | None = None, run_id: str | None = None) -> model.SchoolReport:
        """Close a school as a whole: it was merged with another one, has a new UAI, or is no more.

        The school that takes over has the candidatures of every session from now on, in the same classes, and holds the
        pupils; transfers that wait are its own. Where none does, the candidatures are withdrawn, and a transfer to
        whichever school a pupil goes to is granted at once where all facts agree (M7). Accounts and passwords stay as
        they are. The documents stay with the school that closed: its desk still opens them. In a registry it loses the
        service (M1). A host that has its own people changes its rows itself, in the same transaction.

        It needs no service. Both schools' journals have a line of it.

        Args:
            uai: the school that closes.
            to: UAI of the school that takes over; ``None`` where none does.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            InvalidValueError: ``to`` is the school itself.
            UnknownSchoolError: nobody knows ``to``, or nothing is known of the school that closes.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        host, school, new = self._acting.host, parse_uai(uai), None if to is None else parse_uai(to)
        if new == school:
            raise InvalidValueError("to", to, "another school than the one that closes")
        run = self._acting.run(model.Activity.CLOSE_SCHOOL, run_id, model.Subject(uai=school), to=new)
        return in_one_unit(host.store, run, model.SchoolReport, lambda unit: close_school(host, unit, run, school, new))

    def events(self, *, after: int = 0, limit: int = _LIMIT) -> tuple[model.Event, ...]:
        """Return what happened after the last line that the host handled, over all schools, in order.

        The journal is the outbox: a host keeps the number of the last event that it handled, in one transaction with
        what it did about it, and asks for those after it. So it mails and ends web sessions even after a crash, and
        hears some twice at worst. No event is passed over, however the units that write them overlap. Reports of people
        who were erased since tell nothing of them.

        Args:
            after: the number of the last event handled; 0 for all.
            limit: how many are returned at most, 1 to 10,000 (our choice).

        Raises:
            InvalidValueError: a number that is none.
        """
        model.counted(_LAST, least=0)(None, "after", after)
        model.counted(_MOST)(None, "limit", limit)
        host = self._acting.host

        def attempt(_: int) -> tuple[model.Event, ...]:
            with writing(host.store) as unit:  # it numbers the lines that were not read before
                found = unit.journal.after(after, limit)
            return tuple(model.Event(number, model.told_in(report, host.time_zone)) for number, report in found)

        return retry(attempt)
