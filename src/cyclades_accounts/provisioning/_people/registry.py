"""People kept by the library, for a host that has no people of its own: schools, rosters, corrected names, new schools.

Candidatures live there, and none is ever deleted (M1, M3).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import evolve, field, frozen

from cyclades_accounts.errors import (
    ConflictingCandidateError,
    DuplicateCandidatureError,
    EmptyRosterError,
    ForeignCandidatureError,
    InvalidValueError,
    UnknownCandidateError,
)
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai, parse_candidate_id, parse_uai
from cyclades_accounts.logins import folded_names
from cyclades_accounts.model import (
    AccountReport,
    Activity,
    Candidate,
    Candidature,
    ExamSession,
    RosterReport,
    Run,
    School,
    SchoolReport,
    Subject,
    doubles,
    may_be_one,
)
from cyclades_accounts.provisioning._host import Host, granted_school, in_one_unit, known_school, new_run
from cyclades_accounts.provisioning._shared.people import account_report, find_pupil
from cyclades_accounts.repositories import UnitOfWork


@frozen(kw_only=True)
class Registry:
    """The people that the library keeps: ``provisioning.registry(actor=…)``.

    Every activity takes a ``run_id``, which names this one act: under a known one of the same activity on the same
    school or person it does nothing and returns the report that the act left. Other names, another division or other
    lines of a roster do not make it another act.
    """

    _host: Host = field(repr=False)
    _actor: str
    _now: datetime | None = None

    def register_school(self, school: School, *, run_id: str | None = None) -> SchoolReport:
        """Insert the school or replace what is known of it, the service flag included (M1).

        Args:
            school: what is known of it from now on.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        run = self._run(Activity.REGISTER_SCHOOL, run_id, Subject(uai=school.uai))

        def work(unit: UnitOfWork) -> SchoolReport:
            unit.schools.put(school)
            return SchoolReport(run, school.uai, school.manages_candidates)

        return in_one_unit(self._host.store, run, SchoolReport, work)

    def register_roster(
        self, uai: str, session: ExamSession, roster: Sequence[Candidature], *, run_id: str | None = None
    ) -> RosterReport:
        """Bring the candidatures of a school for a session up to date with a roster.

        Those that are missing from the roster are reported and stay. Nothing is registered if anything is wrong.

        Args:
            uai: the school.
            session: the exam session.
            roster: every candidature of the school for the session, one at least.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            EmptyRosterError: no candidature in the roster.
            ForeignCandidatureError: one is of another school or session.
            DuplicateCandidatureError: one stands in it twice.
            ConflictingCandidateError: two people stand in it under one key.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        school = parse_uai(uai)
        run = self._run(Activity.REGISTER_ROSTER, run_id, Subject(uai=school, session_id=session.id))
        candidatures = tuple(roster)  # what is no sequence is met here, before a store is opened
        return in_one_unit(
            self._host.store,
            run,
            RosterReport,
            lambda unit: _register_roster(unit, run, school, session.id, candidatures),
        )

    def rename(
        self,
        uai: str,
        candidate_id: str,
        *,
        family_name: str | None = None,
        given_names: str | None = None,
        usage_name: str | None = None,
        run_id: str | None = None,
    ) -> AccountReport:
        """Correct a candidate's name in the name of a school; the login stays.

        Args:
            uai: the school, at which the person has a candidature.
            candidate_id: the person.
            family_name: « Nom de famille »; ``None`` leaves it as it is, and so for the other two.
            given_names: « Prénom(s) », all of them.
            usage_name: « Nom d'usage »; an empty text removes it.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            UnknownCandidateError: the person has no candidature at this school.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        school, key = parse_uai(uai), parse_candidate_id(candidate_id)
        run = self._run(Activity.RENAME, run_id, Subject(uai=school, candidate_id=key))

        def work(unit: UnitOfWork) -> AccountReport:
            candidate = find_pupil(unit, school, key)
            corrected = evolve(
                candidate,
                family_name=candidate.family_name if family_name is None else family_name,
                given_names=candidate.given_names if given_names is None else given_names,
                usage_name=candidate.usage_name if usage_name is None else usage_name,
            )
            unit.candidatures.put_candidate(corrected)
            return _account_report(unit, run, candidate)

        return in_one_unit(self._host.store, run, AccountReport, work)

    def move(
        self,
        uai: str,
        candidate_id: str,
        session: ExamSession,
        *,
        to: str,
        division: str = "",
        run_id: str | None = None,
    ) -> AccountReport:
        """Take a candidature to another school; the account follows, and ``uai`` becomes a former school (M7).

        Args:
            uai: the present school, in whose name it is done.
            candidate_id: the person.
            session: the session of the candidature.
            to: the new school.
            division: class at the new school; empty until it is known.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownSchoolError: the store does not know one of the schools.
            ServiceNotGrantedError: the present school lacks the service (M1).
            UnknownCandidateError: no candidature of the person at the present school for the session.
            InvalidValueError: ``to`` is the present school.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        school, key, new_school = parse_uai(uai), parse_candidate_id(candidate_id), parse_uai(to)
        run = self._run(Activity.MOVE, run_id, Subject(uai=school, candidate_id=key))

        def work(unit: UnitOfWork) -> AccountReport:
            for one in sorted({school, new_school}):
                unit.schools.get(one)  # a store locks what it reads: in one order, or opposite moves block each other
            candidate = find_pupil(unit, school, key)
            known_school(unit, new_school)
            if new_school == school:
                raise InvalidValueError("to", to, "another school than the present one")
            held = {c.key: c for c in unit.candidatures.of_candidates([candidate.id])}
            left = held.get((candidate.id, school, session.id))
            if left is None:
                raise UnknownCandidateError(candidate.id)
            marked = evolve(candidate, former_schools=candidate.former_schools | {school})
            unit.candidatures.put_candidate(marked)
            if (candidate.id, new_school, session.id) not in held:  # the new school's roster may have brought it
                unit.candidatures.put([evolve(left, candidate=marked, uai=new_school, division=division)])
            unit.candidatures.remove([left])
            return _account_report(unit, run, candidate)

        return in_one_unit(self._host.store, run, AccountReport, work)

    def _run(self, activity: Activity, run_id: str | None, subject: Subject) -> Run:
        return new_run(self._host, activity, subject, run_id=run_id, actor=self._actor, now=self._now)


def _account_report(unit: UnitOfWork, run: Run, candidate: Candidate) -> AccountReport:
    return account_report(run, candidate.id, unit.accounts.of_candidates([candidate.id]).get(candidate.id))


def _register_roster(
    unit: UnitOfWork, run: Run, uai: Uai, session_id: SessionId, roster: Sequence[Candidature]
) -> RosterReport:
    granted_school(unit, uai)
    _check_roster(uai, session_id, roster)
    merged = unit.candidatures.merged([candidature.candidate.id for candidature in roster])
    incoming, dropped = _canonical(roster, merged)
    known = unit.candidatures.candidates(list(incoming))
    conflicting = [key for key, c in incoming.items() if key in known and not may_be_one(c.candidate, known[key])]
    brought = {
        key: _with_history(candidature, known.get(key))
        for key, candidature in incoming.items()
        if key not in conflicting
    }
    stored = {candidature.candidate.id: candidature for candidature in unit.candidatures.of_school(uai, session_id)}
    added = [key for key in brought if key not in stored]
    updated = [key for key, candidature in brought.items() if key in stored and stored[key] != candidature]
    unit.candidatures.put([brought[key] for key in (*added, *updated)])
    changed = {*added, *updated}
    return RosterReport(
        run=run,
        uai=uai,
        session_id=session_id,
        added=tuple(added),
        updated=tuple(updated),
        unchanged=tuple(key for key in brought if key not in changed),
        missing=tuple(sorted(stored.keys() - incoming.keys())),
        conflicting=tuple(conflicting),
        merged=tuple(dropped),
        notices=doubles(brought.values(), folded_names),
    )


def _check_roster(uai: Uai, session_id: SessionId, roster: Sequence[Candidature]) -> None:
    """Check that a roster can be registered as a whole.

    Raises:
        EmptyRosterError: it has no candidature.
        ForeignCandidatureError: one is of another school or session.
        DuplicateCandidatureError: one stands in it twice.
        ConflictingCandidateError: two people stand in it under one key.
    """
    if not roster:
        raise EmptyRosterError(uai, session_id)
    seen: dict[CandidateId, tuple[int, Candidate]] = {}
    for position, candidature in enumerate(roster, 1):
        if candidature.uai != uai:
            raise ForeignCandidatureError(position, "school", uai, candidature.uai)
        if candidature.session_id != session_id:
            raise ForeignCandidatureError(position, "session", session_id, candidature.session_id)
        first, other = seen.setdefault(candidature.candidate.id, (position, candidature.candidate))
        if first != position:
            _refuse_second(candidature.candidate, other, (first, position))


def _refuse_second(candidate: Candidate, other: Candidate, positions: tuple[int, int]) -> None:
    differing = tuple(
        name
        for name in ("family_name", "given_names", "birth_date", "usage_name")
        if getattr(candidate, name) != getattr(other, name)
    )
    if differing:
        raise ConflictingCandidateError(candidate.id, positions, differing)
    raise DuplicateCandidatureError(candidate.id, positions)


def _canonical(
    roster: Sequence[Candidature], merged: Mapping[CandidateId, CandidateId]
) -> tuple[dict[CandidateId, Candidature], list[CandidateId]]:
    """Bring merged keys to the one that stays; the line that bears it wins over one that does not."""
    incoming = {c.candidate.id: c for c in roster if c.candidate.id not in merged}
    dropped: list[CandidateId] = []
    for candidature in roster:
        lost = candidature.candidate.id
        if lost not in merged:
            continue
        kept = merged[lost]
        if kept in incoming:
            dropped.append(lost)
        else:
            incoming[kept] = evolve(candidature, candidate=evolve(candidature.candidate, id=kept))
    return incoming, dropped


def _with_history(candidature: Candidature, known: Candidate | None) -> Candidature:
    """Keep the former schools that the store knows: a file does not carry them (M7)."""
    if known is None:
        return candidature
    candidate = candidature.candidate
    return evolve(
        candidature, candidate=evolve(candidate, former_schools=candidate.former_schools | known.former_schools)
    )
