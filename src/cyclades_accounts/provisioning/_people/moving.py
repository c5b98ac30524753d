"""Candidatures that go to another school: some pupils (M7), or a whole school that is merged or gets another UAI."""

from typing import cast

from attrs import evolve

from cyclades_accounts.errors import UnknownSchoolError
from cyclades_accounts.identifiers import RunId, Uai
from cyclades_accounts.model import Candidature, Holder, Run, SchoolReport, Subject, contradicts
from cyclades_accounts.provisioning._host import Host, known_school, new_id
from cyclades_accounts.provisioning._shared.people import candidatures_of
from cyclades_accounts.repositories import RegistryUnit, UnitOfWork


def arrived(new: Candidature, there: Candidature | None) -> Candidature | None:
    """Return what the new school has from now on: its own, where its roster was faster.

    ``None`` where that one shows another person: a candidature would be lost.
    """
    return None if there and contradicts(there.candidate, new.candidate) else there or new


def close_school(host: Host, unit: UnitOfWork, run: Run, uai: Uai, to: Uai | None) -> SchoolReport:
    """Close a school by the word of the host, and have another one take over its pupils, if one does.

    Args:
        host: tells whether the people are the host's: their rows are for the host to change.
        unit: a writing unit.
        run: the head of the report.
        uai: the school that closes.
        to: the one that takes over; ``None`` withdraws the candidatures.

    Raises:
        UnknownSchoolError: nobody knows ``to``, or nothing of ``uai`` is known.
    """
    unit.hold([uai, to or uai])
    if to is not None:
        known_school(unit, to)
    school, held = unit.people.school(uai), unit.holders.of_school(uai)
    if school is None and not held:
        raise UnknownSchoolError(uai)
    rows: list[Candidature] = []
    if host.store.keeps_people:
        here = [one for session in unit.sessions.all() for one in unit.people.of_school(uai, session.id)]
        theirs = candidatures_of(unit, [one.candidate_id for one in held])  # also of sessions that were never kept
        found = {one.key: one for one in (*here, *theirs) if isinstance(one, Candidature) and one.uai == uai}
        rows = list(found.values())
    people = {one.candidate_id for one in rows} | {one.candidate_id for one in held}
    unit.accounts.standing(people)  # holds them: a transfer is not overtaken
    holders = unit.holders.of_school(uai)
    unit.holders.put([_taken_over(one, uai, to) for one in holders])
    gone = _move(unit, rows, to) if host.store.keeps_people else []
    if school and host.store.keeps_people:
        school = evolve(school, manages_candidates=False)
        cast("RegistryUnit", unit).registry.put_school(school)
    mine = {one.candidate_id for one in holders if one.uai == uai}
    report = SchoolReport(
        run,
        uai,
        bool(school and school.manages_candidates),
        to,
        tuple(sorted(mine | {one.candidate_id for one in gone})),
        candidatures=len(gone),
        accounts=len(unit.accounts.standing(mine)),
        conflicting=tuple(sorted({one.candidate_id for one in rows if one not in gone})),
    )
    if to is not None:
        head = evolve(run, id=RunId(new_id(host)), subject=Subject(uai=to))
        unit.journal.add(evolve(report, run=head))
    return report


def _taken_over(holder: Holder, uai: Uai, to: Uai | None) -> Holder:
    """Return a holder as the new school has it: what it held, and what it asked for of others."""
    held = to if to and holder.uai == uai else holder.uai
    asked = to if holder.asked_by == uai else holder.asked_by
    return evolve(holder, uai=held, asked_by=None if asked == held else asked)


def _move(unit: UnitOfWork, rows: list[Candidature], to: Uai | None) -> list[Candidature]:
    """Move candidatures, or withdraw them, and return those that went."""
    registry = cast("RegistryUnit", unit).registry
    if to is None:
        registry.remove(rows)
        return rows
    there = {one.key: one for one in candidatures_of(unit, {one.candidate_id for one in rows})}
    moved = [(one, arrived(new, there.get(new.key))) for one in rows for new in [evolve(one, uai=to)]]
    gone = [(one, new) for one, new in moved if new is not None]
    registry.remove([one for one, _ in gone])
    registry.put([new for _, new in gone])
    return [one for one, _ in gone]
