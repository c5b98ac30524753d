"""Bringing a school and its roster into the store (M1, M3): candidatures live there, and none is ever deleted."""

from collections.abc import Mapping, Sequence

import attrs
from attrs import evolve

from cyclades_accounts.errors import (
    ConflictingCandidateError,
    DuplicateCandidatureError,
    EmptyRosterError,
    ForeignCandidatureError,
)
from cyclades_accounts.identifiers import CandidateId, Uai
from cyclades_accounts.model import Candidate, Candidature, ExamSession, RosterReport, Run, School, SchoolReport
from cyclades_accounts.provisioning._notices import doubles
from cyclades_accounts.provisioning._once import granted_school
from cyclades_accounts.repositories import UnitOfWork


def register_school(unit: UnitOfWork, run: Run, school: School) -> SchoolReport:
    """Insert or replace the school."""
    unit.schools.put(school)
    return SchoolReport(run, school.uai, school.manages_candidates)


def check_roster(uai: Uai, session: ExamSession, roster: Sequence[Candidature]) -> None:
    """Check that a roster can be registered as a whole.

    Raises:
        EmptyRosterError: it has no candidature.
        ForeignCandidatureError: one is of another school or session.
        DuplicateCandidatureError: one stands in it twice.
        ConflictingCandidateError: two people stand in it under one key.
    """
    if not roster:
        raise EmptyRosterError(uai, session.id)
    seen: dict[CandidateId, tuple[int, Candidate]] = {}
    for position, candidature in enumerate(roster, 1):
        if candidature.school != uai:
            raise ForeignCandidatureError(position, "school", uai, candidature.school)
        if candidature.session != session.id:
            raise ForeignCandidatureError(position, "session", session.id, candidature.session)
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


def register_roster(
    unit: UnitOfWork, run: Run, uai: Uai, session: ExamSession, roster: Sequence[Candidature]
) -> RosterReport:
    """Insert the candidatures of a roster, or replace those that differ.

    Raises:
        UnknownSchoolError: see M1.
        ServiceNotGrantedError: see M1.
        EmptyRosterError: and the others of :func:`check_roster`.
    """
    granted_school(unit, uai)
    check_roster(uai, session, roster)
    merged = unit.candidatures.merged([candidature.candidate.id for candidature in roster])
    incoming, dropped = _canonical(roster, merged)
    known = unit.candidatures.candidates(list(incoming))
    conflicting = [key for key, c in incoming.items() if key in known and not c.candidate.may_be(known[key])]
    brought = {
        key: _with_history(candidature, known.get(key))
        for key, candidature in incoming.items()
        if key not in conflicting
    }
    stored = {candidature.candidate.id: candidature for candidature in unit.candidatures.of_school(uai, session.id)}
    added = [key for key in brought if key not in stored]
    updated = [key for key, candidature in brought.items() if key in stored and stored[key] != candidature]
    unit.candidatures.put([brought[key] for key in (*added, *updated)])
    changed = {*added, *updated}
    return RosterReport(
        run=run,
        school=uai,
        session=session.id,
        added=tuple(added),
        updated=tuple(updated),
        unchanged=tuple(key for key in brought if key not in changed),
        missing=tuple(sorted(stored.keys() - incoming.keys())),
        conflicting=tuple(conflicting),
        merged=tuple(dropped),
        notices=doubles(brought.values()),
    )


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
    return attrs.evolve(
        candidature, candidate=evolve(candidate, former_schools=candidate.former_schools | known.former_schools)
    )
