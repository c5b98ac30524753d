"""What is decided of each row of a school: whose account it is (identity), and whether it gets one (M2, M3, M6-M8).

A login is for ever, and a wait is not. So a key that is another person's now, and a person who may be known under
another key, are held back until somebody confirms: they are refused, and awaited.
"""

from bisect import bisect_right, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate, takewhile
from typing import Final

from attrs import evolve, field, frozen

from cyclades_accounts.eligibility import Decision, decide, has_email_slip
from cyclades_accounts.errors import EligibilityFailedError
from cyclades_accounts.identifiers import CandidateId, Ine, Uai
from cyclades_accounts.model import (
    Account,
    Candidate,
    Candidature,
    Grouping,
    Holder,
    Notice,
    NoticeReason,
    OutcomeKind,
    Refusal,
    RefusalReason,
    Row,
    compared,
    contradicts,
    face_of,
    is_typing_slip,
    same_person,
    shows_another,
    told_in,
)
from cyclades_accounts.provisioning._host import Host, call, zone_of
from cyclades_accounts.provisioning._shared.drawable import undrawable
from cyclades_accounts.provisioning._shared.holding import Holding, Right
from cyclades_accounts.provisioning._shared.people import Rows, files_of, named_schools
from cyclades_accounts.repositories import UnitOfWork

HELD_BACK: Final = frozenset(
    {
        RefusalReason.OTHER_PERSON,
        RefusalReason.OTHER_PERSON_ELSEWHERE,
        RefusalReason.PERHAPS_KNOWN,
        RefusalReason.PERHAPS_KNOWN_ELSEWHERE,
        RefusalReason.TWO_CANDIDATURES,
    }
)
"""Refusals of people who are awaited until somebody confirms or corrects."""


WITH_SLIP: Final = frozenset({OutcomeKind.CREATED, OutcomeKind.RENEWED})
"""What a run does with those to whom it issues a password."""


@frozen(kw_only=True)
class Decisions:
    """What is decided of each row, and what it was decided from."""

    accounts: Mapping[CandidateId, Account] = field(repr=False)
    holders: Mapping[CandidateId, Holder] = field(repr=False)
    by_key: Mapping[CandidateId, Decision] = field(repr=False)
    notices: tuple[Notice, ...]
    others: Mapping[CandidateId, frozenset[Uai]] = field(repr=False)
    """Other schools that may act on those whose password the run renews or prolongs, and are told."""
    transferred: frozenset[CandidateId] = field(repr=False)
    """Whom the school takes over from another."""
    elsewhere: Mapping[CandidateId, Refusal] = field(repr=False)
    """Which school holds those on whom this one may not act; it is told the login that stands in its list, no more."""
    email_slips: frozenset[CandidateId] = field(repr=False)
    """Who may get the slip of those who log in by e-mail (M8), where it is asked for."""


def decide_rows(
    unit: UnitOfWork,
    host: Host,
    uai: Uai,
    rows: Rows,
    *,
    treat: Callable[[Account], OutcomeKind] = lambda _: OutcomeKind.KEPT,
    at: datetime | None = None,
    takes_over: bool = False,
    covers: Grouping | None = None,
    email_slips: bool = False,
) -> Decisions:
    """Decide what a run does with each row. A name that cannot become a login is not looked at here.

    Args:
        unit: where accounts and holders are read.
        host: whose eligibility policy decides who gets an account.
        uai: the school that asks; of people whom another one holds, it is told that school and no more.
        rows: the rows to decide.
        treat: what becomes of an account that is there: kept (M6), renewed (M7, M14) or prolonged.
        at: the moment of the question; ``None`` where nothing but logins is told.
        takes_over: whether a renewal takes over whom a transfer is granted for at once.
        covers: the grouping whose labels stand on covers of groups; ``None`` where nothing is drawn but slips.
        email_slips: whether those who log in by e-mail are to get a slip too.

    Raises:
        EligibilityFailedError: the host's policy failed.
        RendererFailedError: the renderer failed to say what it can draw.
    """
    ids = [row.candidate_id for row in rows.rows]
    candidatures = [row for row in rows.rows if isinstance(row, Candidature)]
    zone = zone_of(host, unit.people.school(uai))  # what is decided tells days: closed, revoked, issued
    accounts = {key: told_in(one, zone) for key, one in unit.accounts.standing(ids).items()}
    holders = unit.holders.of(ids)
    wanted = {key: kind for key, one in accounts.items() if (kind := treat(one)) is not OutcomeKind.KEPT}
    held = HeldByOthers()
    if at is not None:
        moving = {key for key in wanted if takes_over and accounts[key].is_open}
        asking = [row for row in rows.rows if row.candidate_id in accounts]
        held = held_by_others(unit, Holding.read(unit, host, uai, at), asking, holders, moving)

    def by_rule(row: Candidature) -> Decision:
        key = row.candidate_id
        elsewhere = None if key in held.transferred else held.elsewhere.get(key)
        found = decide(row, accounts.get(key), elsewhere, host.eligibility, renew=key in wanted)
        return wanted[key] if found is OutcomeKind.RENEWED else found

    def owes(row: Candidature) -> bool:
        return has_email_slip(row, accounts.get(row.candidate_id), host.eligibility)

    decisions = call(EligibilityFailedError, lambda: {row.candidate_id: by_rule(row) for row in candidatures})
    by_key: dict[CandidateId, Decision] = {}
    for row in rows.rows:
        key, account, holder = row.candidate_id, accounts.get(row.candidate_id), holders.get(row.candidate_id)
        if account and holder and shows_another(holder.candidate, row):
            by_key[key] = other_person(holder, account, uai)
        elif key in rows.refusals and (account is None or key in wanted or key in rows.of_two):
            by_key[key] = rows.refusals[key]
        elif isinstance(row, Candidature):
            by_key[key] = decisions[key]
        elif account is not None and account.is_open and key not in wanted:
            by_key[key] = OutcomeKind.KEPT
        else:
            by_key[key] = Refusal(RefusalReason.NO_CANDIDATURE, {"why": row.reason})
    new = [row for row in candidatures if by_key[row.candidate_id] is OutcomeKind.CREATED]
    by_key |= perhaps_known(unit, uai, new, holders, rows.everyone)
    slips = tuple(
        Notice(NoticeReason.TYPING_SLIP, (row.candidate_id,), {"name": row.name, "former": held.full_name})
        for row in candidatures
        if row.candidate_id in accounts and row.candidate_id in holders and holders[row.candidate_id].uai == uai
        for held in [holders[row.candidate_id].candidate]
        if is_typing_slip(held, row.candidate)
    )
    counts = {key for key, decision in by_key.items() if decision != rows.refusals.get(key)}
    told = (notice for notice in rows.notices if counts.issuperset(notice.candidates))
    owed = call(EligibilityFailedError, lambda: {row.candidate_id for row in candidatures if email_slips and owes(row)})
    drawn = [row for row in candidatures if by_key[row.candidate_id] in WITH_SLIP or row.candidate_id in owed]
    undrawn = undrawable(host, drawn, covers)
    by_key |= undrawn
    acted = {key for key, decision in by_key.items() if decision in {OutcomeKind.RENEWED, OutcomeKind.PROLONGED}}
    return Decisions(
        accounts=accounts,
        holders=holders,
        by_key=by_key,
        notices=(*told, *slips),
        others={key: uais for key, uais in held.others.items() if key in acted},
        transferred=held.transferred & acted,
        elsewhere={key: why for key, why in held.elsewhere.items() if key not in acted},
        email_slips=frozenset(owed - undrawn.keys()),
    )


@frozen
class HeldByOthers:
    """Which other schools hold those who have an account."""

    elsewhere: Mapping[CandidateId, Refusal] = field(default={}, repr=False)
    """Why the school may not act on the account, as long as it takes it not over."""
    others: Mapping[CandidateId, frozenset[Uai]] = field(default={}, repr=False)
    transferred: frozenset[CandidateId] = field(default=frozenset(), repr=False)


def held_by_others(
    unit: UnitOfWork,
    holding: Holding,
    rows: Iterable[Row],
    holders: Mapping[CandidateId, Holder],
    moving: Collection[CandidateId],
) -> HeldByOthers:
    """Find out on which of these people the school may act (M7).

    Args:
        unit: where their candidatures are read.
        holding: what the school may do.
        rows: those of the school.
        holders: of those who have an account.
        moving: whom the school takes over where a transfer is granted at once.
    """
    asking = {row.candidate_id: row for row in rows}
    files = files_of(unit, asking.keys())
    others = {key: holding.others(holders.get(key), files[key]) for key in asking}
    rights = {
        key: holding.right(
            holders.get(key), files[key], row if key in moving and isinstance(row, Candidature) else None
        )
        for key, row in asking.items()
    }
    facts = named_schools(unit, others)
    return HeldByOthers(
        {key: Refusal(RefusalReason.OTHER_SCHOOL, facts[key]) for key in rights if rights[key] is not Right.HELD},
        {key: uais for key, uais in others.items() if uais},
        frozenset(key for key in rights if rights[key] is Right.TRANSFER),
    )


def other_person(holder: Holder, account: Account | None, uai: Uai) -> Refusal:
    """Return why nothing is done under a key that is another person's now; the holding school alone is told whose."""
    if holder.uai == uai:
        facts = {"other": holder.candidate.full_name, "login": account.login if account else "—"}
        return Refusal(RefusalReason.OTHER_PERSON, facts)
    return Refusal(RefusalReason.OTHER_PERSON_ELSEWHERE, {"uai": holder.uai or "—"})


def perhaps_known(
    unit: UnitOfWork,
    uai: Uai,
    new: Sequence[Candidature],
    holders: Mapping[CandidateId, Holder],
    rows: Iterable[Row] = (),
) -> dict[CandidateId, Refusal]:
    """Hold back those who may be somebody known, or the same as one before them.

    Who is known counts as last printed, and as the rows of the school show them now: a fact may have been corrected. A
    key that the school confirmed to be another person has a holder of its own. It counts until a fact changes.
    """

    def is_confirmed(candidate: Candidate) -> bool:
        holder = holders.get(candidate.id)
        return holder is not None and holder.uai == uai and compared(holder.candidate) == compared(candidate)

    asked = [row.candidate for row in new if not is_confirmed(row.candidate)]
    ines = {candidate.ine for candidate in asked if candidate.ine is not None}
    faces = {face: None for candidate in asked if (face := face_of(candidate)) is not None}
    known = unit.holders.alike(ines, faces) if asked else ()
    keys, asking = {row.candidate_id for row in new}, Known()
    for candidate in asked:
        asking.note(Holder(candidate, uai))
    alike_here = {
        row.candidate_id: row.candidate
        for row in rows
        if isinstance(row, Candidature) and row.candidate_id not in keys and any(asking.alike(row.candidate))
    }
    known_here = unit.holders.of(alike_here) if alike_here else {}
    found: dict[CandidateId, Holder] = {}
    seen = Known()
    for holder in known:
        seen.note(holder)
    for key, holder in known_here.items():
        if not contradicts(holder.candidate, alike_here[key]):
            seen.note(evolve(holder, candidate=alike_here[key]))
    for candidate in asked:
        alike = (h for h in seen.alike(candidate) if h.candidate_id != candidate.id)
        other = next((h for h in alike if same_person(h.candidate, candidate)), None)
        if other is None:
            seen.note(Holder(candidate, uai))
        else:
            found[candidate.id] = other
    logins = _logins(unit, {holder.candidate_id for holder in found.values() if holder.uai == uai})
    return {key: _refusal(holder, uai, logins.get(holder.candidate_id, _TO_CREATE)) for key, holder in found.items()}


@frozen
class Known:
    """People, found by whoever may be the same person; each is kept under one name, however many words it has.

    The same person has the same INE, or the same face and a given name whose words begin those of the other.
    """

    _by_ine: dict[Ine | None, list[Holder]] = field(init=False, factory=dict, repr=False)
    _by_name: dict[str, list[Holder]] = field(init=False, factory=dict, repr=False)
    _names: dict[str | None, list[str]] = field(init=False, factory=dict, repr=False)
    """Names of each face, sorted: those that begin alike stand together."""

    def note(self, holder: Holder) -> None:
        """Keep a person."""
        candidate, (*_, name) = holder.candidate, _begun(holder.candidate)
        if candidate.ine is not None:
            self._by_ine.setdefault(candidate.ine, []).append(holder)
        if name and name not in self._by_name:
            insort(self._names.setdefault(face_of(candidate), []), name)
        if name:
            self._by_name.setdefault(name, []).append(holder)

    def alike(self, candidate: Candidate) -> Iterator[Holder]:
        """Go through those who may be the same person."""
        yield from self._by_ine.get(candidate.ine, ())
        begun = _begun(candidate)
        for name in begun:
            yield from self._by_name.get(name, ())
        names = self._names.get(face_of(candidate), []) if begun[-1] else []
        later = (names[at] for at in range(bisect_right(names, begun[-1]), len(names)))
        for name in takewhile(lambda one: one.startswith(begun[-1]), later):
            yield from self._by_name[name]


def _begun(candidate: Candidate) -> list[str]:
    """Return the face with the first word of the given name, with the first two, and so on; each ends with a blank.

    One empty text stands for who has no face, or no word.
    """
    face, words = face_of(candidate), compared(candidate)[2].split()
    begun = accumulate((f"{word} " for word in words), initial=f"{face} ")
    return [*begun][1:] if face and words else [""]


_TO_CREATE: Final = "à créer"
"""In place of the login of somebody whose account the same run creates: a fact of a French sentence."""


def _logins(unit: UnitOfWork, keys: Collection[CandidateId]) -> dict[CandidateId, str]:
    return {key: account.login for key, account in unit.accounts.standing(keys).items()} if keys else {}


def _refusal(holder: Holder, uai: Uai, login: str) -> Refusal:
    if holder.uai == uai:
        return Refusal(RefusalReason.PERHAPS_KNOWN, {"other": holder.candidate.full_name, "login": login})
    return Refusal(RefusalReason.PERHAPS_KNOWN_ELSEWHERE, {"uai": holder.uai or "—"})
