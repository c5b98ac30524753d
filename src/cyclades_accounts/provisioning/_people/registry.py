"""People kept by the library, for a host that has no people of its own: schools, rosters, names, moves, withdrawals.

Candidatures live there. One goes when its school withdraws it, and when the person is erased; never by itself (M1, M3).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar, cast

from attrs import evolve, field, frozen
from attrs.validators import optional

from cyclades_accounts import errors, model
from cyclades_accounts.identifiers import (
    ROSTER_MAX_LENGTH,
    CandidateId,
    SessionId,
    Uai,
    checked_text,
    parse_candidate_id,
    parse_uai,
)
from cyclades_accounts.provisioning._host import Host, changed, granted_school, in_one_unit, known_school, new_run
from cyclades_accounts.provisioning._people.moving import arrived
from cyclades_accounts.provisioning._shared.holding import Held, Holding, ask, find_held, tell
from cyclades_accounts.provisioning._shared.people import Person, account_report, candidatures_of
from cyclades_accounts.provisioning._shared.sessions import keep_session
from cyclades_accounts.provisioning._shared.several import on_each, parse_keys
from cyclades_accounts.repositories import RegistryUnit

R = TypeVar("R", bound=model.Report)

_ALL: Final = 100
"""Percent."""


@frozen
class Registry:
    """People kept by the library, for a host that has none of its own: ``Registry(provisioning, actor=…)``.

    A host whose store reads its own people cannot build one. Every activity takes a ``run_id``, which names this one
    act: under a known one it does nothing and returns the report that the act left. It must then be given the very same
    arguments, every line of a roster among them, in the same order.

    Args:
        host: the provisioning, whose store keeps the people.
        actor: who brings or corrects them, in the host's own words; the journal keeps it.
        now: the moment of every activity, with a time zone; ``None`` to read the host's clock once in each.

    Raises:
        InvalidValueError: ``host`` is something else, or its store reads the host's own people.
    """

    _host: Host = field(repr=False)
    _actor: str = field(repr=False, kw_only=True, validator=model.one_line)
    _now: datetime | None = field(default=None, kw_only=True, validator=optional(model.aware))

    def __attrs_post_init__(self) -> None:
        if not isinstance(self._host, Host):
            raise errors.InvalidValueError("host", f"a {type(self._host).__name__}", "the provisioning")
        if not self._host.store.keeps_people:
            raise errors.InvalidValueError(
                "store", type(self._host.store).__name__, "a store that keeps the people: one built without people="
            )

    def register_school(self, school: model.School, *, run_id: str | None = None) -> model.SchoolReport:
        """Insert the school or replace what is known of it, the service flag included (M1).

        Args:
            school: what is known of it from now on.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            InvalidValueError: ``school`` is something else.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        model.exactly(model.School)(None, "school", school)
        run = self._run(model.Activity.REGISTER_SCHOOL, run_id, model.Subject(uai=school.uai), school=school)

        def work(unit: RegistryUnit) -> model.SchoolReport:
            unit.hold([school.uai])
            unit.registry.put_school(school)
            return model.SchoolReport(run, school.uai, school.manages_candidates)

        return self._in_one_unit(run, model.SchoolReport, work)

    def register_roster(
        self,
        uai: str,
        session: model.ExamSession,
        roster: Sequence[model.Candidature],
        *,
        withdraw_up_to: int | None = None,
        run_id: str | None = None,
    ) -> model.RosterReport:
        """Bring the candidatures of a school for a session up to date with a roster.

        Those that are missing from the roster are reported and stay, or are withdrawn where ``withdraw_up_to`` allows
        it, as by :meth:`withdraw`. Nothing is registered if anything is wrong.

        Args:
            uai: the school.
            session: the exam session.
            roster: every candidature of the school for the session, one at least.
            withdraw_up_to: how many of the candidatures that the store has may be withdrawn because the roster lacks
                them, in percent, 1 to 100; ``None`` withdraws none. Give it only with the list of the whole school, of
                which no line was left out as unreadable.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            InvalidValueError: a wrong UAI, a session that is none, something else than candidatures.
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            SessionDiffersError: the store keeps the session with another label or last day.
            EmptyRosterError: no candidature in the roster.
            ForeignCandidatureError: one is of another school or session.
            DuplicateCandidatureError: one stands in it twice.
            ConflictingCandidateError: two people stand in it under one key.
            WithdrawalTooLargeError: more would be withdrawn than ``withdraw_up_to`` allows.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        if withdraw_up_to is not None:
            model.counted(_ALL)(None, "withdraw_up_to", withdraw_up_to)
        school = parse_uai(uai)
        model.exactly(model.ExamSession)(None, "session", session)
        try:
            candidatures = tuple(roster)
        except TypeError:
            raise errors.InvalidValueError("roster", roster, "a sequence of candidatures") from None
        if len(candidatures) > ROSTER_MAX_LENGTH:
            raise errors.InvalidValueError(
                "roster", f"{len(candidatures)}", f"at most {ROSTER_MAX_LENGTH} candidatures"
            )
        for one in candidatures:
            model.exactly(model.Candidature)(None, "roster", one)
        subject = model.Subject(uai=school, session_id=session.id)
        run = self._run(
            model.Activity.REGISTER_ROSTER, run_id, subject, roster=candidatures, withdraw_up_to=withdraw_up_to
        )

        def work(unit: RegistryUnit) -> model.RosterReport:
            report = _register_roster(unit, run, school, session, candidatures, host=self._host)
            return report if withdraw_up_to is None else _withdraw_missing(self._host, unit, report, withdraw_up_to)

        return self._in_one_unit(run, model.RosterReport, work)

    def rename(
        self,
        uai: str,
        candidate_id: str,
        *,
        family_name: str | None = None,
        given_names: str | None = None,
        usage_name: str | None = None,
        run_id: str | None = None,
    ) -> model.AccountReport:
        """Correct a candidate's name in the name of the holding school; the login stays.

        Every candidature of the person shows the corrected name, and the other schools that have one are told. A line
        of another school that shows somebody else under the key stays as it is.

        Args:
            uai: the holding school; before there is an account, the one school that has candidatures of the person.
            candidate_id: the person.
            family_name: « Nom de famille »; ``None`` leaves it as it is, and so for the other two.
            given_names: « Prénom(s) », all of them.
            usage_name: « Nom d'usage »; an empty text removes it.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            InvalidValueError: a name that :class:`~cyclades_accounts.model.Candidate` does not take.
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            UnknownCandidateError: the person has no candidature at this school.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        school, key = parse_uai(uai), parse_candidate_id(candidate_id)
        names = {"family_name": family_name, "given_names": given_names, "usage_name": usage_name}
        given: dict[str, Any] = {name: value for name, value in names.items() if value is not None}
        model.Candidate(**{"id": key, "family_name": "X", "given_names": "X"} | given)  # refuses names before all else
        run = self._run(model.Activity.RENAME, run_id, model.Subject(uai=school, candidate_id=key), **given)

        def work(unit: RegistryUnit) -> model.AccountReport:
            granted_school(unit, school)
            held = find_held(unit, self._host, school, key, run.at)
            person = held.person
            unit.registry.put([evolve(one, candidate=evolve(one.candidate, **given)) for one in person.own])
            if person.holder is not None:
                renamed = evolve(person.holder.candidate, **given)
                unit.holders.put([evolve(person.holder, candidate=renamed, contested=person.contested)])
            known = [(person.key, one.uai, run.activity) for one in person.own if one.uai != school]
            tell(unit, self._host, run, known)
            return account_report(run, person.key, person.account)

        return self._in_one_unit(run, model.AccountReport, work)

    def move(
        self,
        uai: str,
        session: model.ExamSession,
        *candidate_ids: str,
        to: str,
        division: str = "",
        run_id: str | None = None,
    ) -> model.AccountsReport:
        """Take candidatures to another school, in the name of the school that holds the people (M7).

        The accounts follow: the new school holds the people from now on, and is told. It needs no service.

        Args:
            uai: the present school, in whose name it is done.
            session: the session of the candidatures.
            candidate_ids: the people; all in one transaction.
            to: the new school.
            division: class at the new school; empty until it is known.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Returns:
            One line for each person. Refused are ``NOT_A_PUPIL`` (no candidature at the present school for the
            session), ``OTHER_PERSON`` and ``OTHER_PERSON_ELSEWHERE`` (at the new school too), and ``OTHER_SCHOOL``; the
            others are moved.

        Raises:
            UnknownSchoolError: the store does not know one of the schools.
            InvalidValueError: ``to`` is the present school; a session that is none, a class that is no text.
            SessionDiffersError: the store keeps the session with another label or last day.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        model.exactly(model.ExamSession)(None, "session", session)
        checked_text("division", division)
        school, keys, new_school = parse_uai(uai), parse_keys(candidate_ids), parse_uai(to)
        subject = model.Subject(uai=school, session_id=session.id)
        asked = {"keys": sorted(keys), "to": new_school, "division": changed(division, "")}
        run = self._run(model.Activity.MOVE, run_id, subject, **asked)

        def work(unit: RegistryUnit) -> model.AccountsReport:
            unit.hold([school, new_school])  # at once: opposite moves would block each other
            known_school(unit, school)
            known_school(unit, new_school)
            keep_session(unit, session)
            if new_school == school:
                raise errors.InvalidValueError("to", to, "another school than the present one")
            gone, came, holders = list[model.Candidature](), list[model.Candidature](), list[model.Holder]()

            def act(person: Person, held: Held | model.Refusal) -> model.Account | model.Refusal | None:
                files = {one.key: one for one in person.candidatures}
                left = files.get((person.key, school, session.id))
                if isinstance(held, model.Refusal):
                    return held
                if left is None:
                    return model.Refusal(model.RefusalReason.NOT_A_PUPIL)
                new = evolve(left, uai=new_school, division=division)
                there = arrived(new, files.get(new.key))
                if there is None:
                    return model.Refusal(model.RefusalReason.OTHER_PERSON_ELSEWHERE, {"uai": new_school})
                gone.append(left)
                came.append(there)
                if person.holder is not None:
                    holders.append(model.Holder(person.holder.candidate, new_school))
                return person.account

            report = on_each(unit, run, Holding.read(unit, self._host, school, run.at), keys, act)
            unit.registry.remove(gone)
            unit.registry.put(came)
            unit.holders.put(holders)
            tell(unit, self._host, run, [(one.candidate_id, new_school, run.activity) for one in came])
            return report

        return self._in_one_unit(run, model.AccountsReport, work)

    def withdraw(
        self, uai: str, session: model.ExamSession, *candidate_ids: str, run_id: str | None = None
    ) -> model.AccountsReport:
        """Withdraw candidatures of a school: pupils who left, or who never were its own.

        The accounts stay as they are, and open: :meth:`DeskAccounts.close` takes the same keys. A school withdraws its
        own candidatures, whoever holds the people, and needs no service for it; a transfer that it asked for is taken
        back, and the holding school is told. Registering a roster that has the candidatures again takes the withdrawal
        back, and the pupils keep their accounts. A line with the key of another school's pupil that shows somebody else
        stays, in the state « Annulé », so that nobody tries names under that key.

        Args:
            uai: the school.
            session: the session of the candidatures.
            candidate_ids: the people; all in one transaction.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Returns:
            One line for each person, with the account where the school holds them. Refused is ``NOT_A_PUPIL``: no
            candidature at the school for the session.

        Raises:
            InvalidValueError: a session that is none.
            UnknownSchoolError: the store does not know the school.
            SessionDiffersError: the store keeps the session with another label or last day.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        model.exactly(model.ExamSession)(None, "session", session)
        school, keys = parse_uai(uai), parse_keys(candidate_ids)
        run = self._run(
            model.Activity.WITHDRAW, run_id, model.Subject(uai=school, session_id=session.id), keys=sorted(keys)
        )

        def work(unit: RegistryUnit) -> model.AccountsReport:
            known_school(unit, school)
            keep_session(unit, session)
            gone: list[model.Candidature] = []

            def act(person: Person, held: Held | model.Refusal) -> model.Account | model.Refusal | None:
                mine = [one for one in person.candidatures if (one.uai, one.session_id) == (school, session.id)]
                gone.extend(mine)
                if not mine:
                    return model.Refusal(model.RefusalReason.NOT_A_PUPIL)
                return person.account if isinstance(held, Held) else None

            report = on_each(unit, run, Holding.read(unit, self._host, school, run.at), keys, act)
            _withdraw(self._host, unit, run, school, gone)
            return report

        return self._in_one_unit(run, model.AccountsReport, work)

    def _in_one_unit(self, run: model.Run, kind: type[R], work: Callable[[RegistryUnit], R]) -> R:
        # The store keeps the people, so its units write them.
        return in_one_unit(self._host.store, run, kind, lambda unit: work(cast("RegistryUnit", unit)))

    def _run(self, activity: model.Activity, run_id: str | None, subject: model.Subject, **asked: object) -> model.Run:
        return new_run(self._host, activity, subject, run_id=run_id, actor=self._actor, now=self._now, **asked)


def _withdraw(host: Host, unit: RegistryUnit, run: model.Run, uai: Uai, rows: Sequence[model.Candidature]) -> None:
    """Remove candidatures of a school, and take back the transfers for which it has none any more.

    A line that showed another person than the one whom another school holds stays, « Annulé »: see :func:`_guessed`.
    After one that was wrong in a known fact no transfer is granted at once: the next line could be a second guess.
    """
    keys = {row.candidate_id for row in rows}
    held = unit.holders.of(unit.accounts.standing(keys))
    theirs = {key: holder.candidate for key, holder in held.items() if holder.uai != uai}
    told = [row for row in rows if row.candidate_id in theirs]
    others = [row for row in told if model.contradicts(theirs[row.candidate_id], row.candidate)]
    wrong = {row.candidate_id for row in told if model.disagrees(theirs[row.candidate_id], row.candidate)}
    unit.registry.remove(rows)
    unit.registry.put([evolve(row, status=model.CandidatureStatus.ANNULE) for row in others])
    stay = {one.candidate_id for one in candidatures_of(unit, keys) if one.uai == uai}
    asked = [holder for key, holder in held.items() if holder.asked_by == uai and key not in stay]
    unit.holders.put([evolve(held[key], contested=True) for key in wrong])
    unit.holders.put([evolve(holder, asked_by=None) for holder in asked])  # asking has contested them
    tell(
        unit, host, run, [(holder.candidate_id, holder.uai, model.Activity.WITHDRAW) for holder in asked if holder.uai]
    )


def _withdraw_missing(host: Host, unit: RegistryUnit, report: model.RosterReport, up_to: int) -> model.RosterReport:
    """Withdraw what a roster lacked when it was registered.

    Raises:
        WithdrawalTooLargeError: it is more than so many percent of what was there before.
    """
    here = [one for one in unit.people.of_school(report.uai, report.session_id) if isinstance(one, model.Candidature)]
    gone, before = [one for one in here if one.candidate_id in report.missing], len(here) - len(report.added)
    if len(gone) * _ALL > before * up_to:
        raise errors.WithdrawalTooLargeError(len(gone), before)
    _withdraw(host, unit, report.run, report.uai, gone)
    return evolve(report, missing=(), withdrawn=report.missing)


def _register_roster(
    unit: RegistryUnit,
    run: model.Run,
    uai: Uai,
    session: model.ExamSession,
    roster: Sequence[model.Candidature],
    *,
    host: Host,
) -> model.RosterReport:
    granted_school(unit, uai)
    keep_session(unit, session)
    _check_roster(uai, session.id, roster)
    merged = unit.holders.merged([candidature.candidate.id for candidature in roster])
    taken = _taken(unit, uai, roster, merged)
    incoming, dropped, others = _canonical([one for one in roster if one.candidate.id not in taken], merged)
    files = [one for one in candidatures_of(unit, incoming.keys()) if one.uai == uai]
    told = {one.candidate_id: one.candidate for one in files}
    holders = unit.holders.of(unit.accounts.standing(incoming))
    # What other schools told of somebody is no authority here, and is not told either.
    known = told | {key: holder.candidate for key, holder in holders.items() if holder.uai == uai}
    guessed = _guessed(files, incoming, holders)
    conflicting = [
        key
        for key, row in incoming.items()
        if (key in known and model.contradicts(known[key], row.candidate)) or guessed.get(key)
    ]
    conflicting += [*others, *taken]
    again = {key for key, holder in holders.items() if holder.contested and holder.uai != uai and key not in told}
    ask(unit, host, run, uai, [holders[key] for key in sorted({*guessed, *again})])
    brought = {key: _with_ine(row, told.get(key)) for key, row in incoming.items() if key not in conflicting}
    here = unit.people.of_school(uai, session.id)
    stored = {one.candidate_id: one for one in here if isinstance(one, model.Candidature)}
    added = [key for key in brought if key not in stored]
    updated = [key for key, candidature in brought.items() if key in stored and stored[key] != candidature]
    unit.registry.put([brought[key] for key in (*added, *updated)])
    changed = {*added, *updated}
    return model.RosterReport(
        run=run,
        uai=uai,
        session_id=session.id,
        added=tuple(added),
        updated=tuple(updated),
        unchanged=tuple(key for key in brought if key not in changed),
        missing=tuple(sorted(stored.keys() - incoming.keys())),
        conflicting=tuple(conflicting),
        merged=tuple(dropped),
        notices=model.doubles(brought.values()),
    )


def _taken(
    unit: RegistryUnit, uai: Uai, roster: Sequence[model.Candidature], merged: Mapping[CandidateId, CandidateId]
) -> set[CandidateId]:
    """Return the keys that another school merged into a pupil of its own, and of whom this school now tells somebody.

    The key that stays is told to a school that does not know it only where every fact agrees with the holder's, and
    compared once.
    """
    holders = unit.holders.of(unit.accounts.standing(merged.values()))
    files = [(one.candidate_id, one.uai == uai) for one in candidatures_of(unit, merged.values())]
    theirs = {key for key, _ in files if key not in holders} | {key for key, one in holders.items() if one.uai != uai}
    theirs -= {key for key, mine in files if mine}
    lines = [(one.candidate, holders.get(key)) for one in roster if (key := merged.get(one.candidate.id)) in theirs]
    taken = {
        line.id: one for line, one in lines if not one or one.contested or not model.agree_in_full(one.candidate, line)
    }
    unit.holders.put([evolve(one, contested=True) for one in taken.values() if one])
    return {*taken}


def _guessed(
    told: Sequence[model.Candidature],
    incoming: Mapping[CandidateId, model.Candidature],
    holders: Mapping[CandidateId, model.Holder],
) -> dict[CandidateId, bool]:
    """Return of whom the school told something wrong in any session, and now tells something else.

    Another school holds them. It could be guessing their birth dates, so a second line is never compared with what the
    library keeps: the holding school is asked, and a line that showed another person stays as it is (``True``).
    """
    found: dict[CandidateId, bool] = {}
    for one in told:
        key, holder = one.candidate_id, holders.get(one.candidate_id)
        if holder is None or holder.uai == one.uai or not model.disagrees(holder.candidate, one.candidate):
            continue
        if model.compared(one.candidate) != model.compared(incoming[key].candidate):
            found[key] = found.get(key, False) or model.contradicts(holder.candidate, one.candidate)
    return found


def _check_roster(uai: Uai, session_id: SessionId, roster: Sequence[model.Candidature]) -> None:
    """Check that a roster can be registered as a whole.

    Raises:
        EmptyRosterError: it has no candidature.
        ForeignCandidatureError: one is of another school or session.
        DuplicateCandidatureError: one stands in it twice.
        ConflictingCandidateError: two people stand in it under one key.
    """
    if not roster:
        raise errors.EmptyRosterError(uai, session_id)
    seen: dict[CandidateId, tuple[int, model.Candidate]] = {}
    for position, candidature in enumerate(roster, 1):
        if candidature.uai != uai:
            raise errors.ForeignCandidatureError(position, "school", uai, candidature.uai)
        if candidature.session_id != session_id:
            raise errors.ForeignCandidatureError(position, "session", session_id, candidature.session_id)
        person = candidature.candidate
        first, other = seen.setdefault(person.id, (position, person))
        if first != position:
            facts = ("family_name", "given_names", "birth_date", "usage_name")
            if differing := tuple(name for name in facts if getattr(person, name) != getattr(other, name)):
                raise errors.ConflictingCandidateError(person.id, (first, position), differing)
            raise errors.DuplicateCandidatureError(person.id, (first, position))


def _canonical(
    roster: Sequence[model.Candidature], merged: Mapping[CandidateId, CandidateId]
) -> tuple[dict[CandidateId, model.Candidature], list[CandidateId], list[CandidateId]]:
    """Bring merged keys to the one that stays; the line that bears it wins over one that does not.

    Returns the lines, the merged keys that lose to another line, and those that now are of another person.
    """
    incoming = {c.candidate.id: c for c in roster if c.candidate.id not in merged}
    dropped: list[CandidateId] = []
    others: list[CandidateId] = []
    for row in roster:
        if (kept := merged.get(row.candidate_id)) is None:
            continue
        if kept in incoming:
            is_another = model.contradicts(incoming[kept].candidate, row.candidate)
            (others if is_another else dropped).append(row.candidate_id)
        else:
            incoming[kept] = evolve(row, candidate=evolve(row.candidate, id=kept))
    return incoming, dropped, others


def _with_ine(row: model.Candidature, told: model.Candidate | None) -> model.Candidature:
    """Keep the INE that an earlier file of the school told, where this one lacks it."""
    if told is None or row.candidate.ine is not None or told.ine is None:
        return row
    return evolve(row, candidate=evolve(row.candidate, ine=told.ine))
