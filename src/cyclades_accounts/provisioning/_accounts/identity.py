"""Whose an account is, when keys change: the key that a host gave anew, one person under two keys, two under one.

A desk says that two people are two. That they are one, the school says that holds both, else the host.
"""

from collections.abc import Sequence
from typing import cast

from attrs import evolve

from cyclades_accounts.errors import AccountExistsError, InvalidValueError, OtherSchoolError, UnknownCandidateError
from cyclades_accounts.identifiers import CandidateId, Uai
from cyclades_accounts.model import Account, AccountReport, Candidate, Holder, Run, contradicts
from cyclades_accounts.provisioning._shared.holding import Holding, check_right
from cyclades_accounts.provisioning._shared.people import Person, account_report, candidatures_of, find_person
from cyclades_accounts.repositories import RegistryUnit, Store, UnitOfWork


def rekey(  # both keys, and who asks
    store: Store, unit: UnitOfWork, run: Run, old: CandidateId, new: CandidateId, *, holding: Holding | None
) -> AccountReport:
    """Make one person of two keys: one account stays and the other is closed; what was imposed follows.

    The older account stays. Where it is closed and the other is open, the open one stays: the person can then log in.
    A key that was merged before can be the one that stays again. Of a host's key that nobody knows nothing is noted.

    Args:
        store: tells whether the people are the host's.
        unit: a writing unit.
        run: the head of the report.
        old: the key that goes.
        new: the key that stays.
        holding: of the school that asks, which must hold both; ``None`` for the host.

    Raises:
        UnknownCandidateError: the registry knows nobody under ``old``, or the school does not know one of the two.
        OtherSchoolError: the school does not hold one of the two.
        InvalidValueError: the two already are one person, or the host still has the person under ``old``.
    """
    unit.hold([old, new])
    lost, kept = find_person(unit, old), find_person(unit, new)
    if lost.key == kept.key:
        if new in {lost.key, old} or old != lost.key:
            raise InvalidValueError("old", old, "a key of another person than the one that stays")
        kept = Person(new, candidatures_of(unit, [new]))  # the host takes a change back
    if holding is not None:
        for person in (lost, kept):
            if person.candidatures or person.holder:  # a new key that nobody has yet is held by nobody
                check_right(holding, person)
    imposed = unit.logins.imposed([lost.key, kept.key])
    if not store.keeps_people and _is_still_there(lost):
        raise InvalidValueError("old", old, "a key under which the host has that person no more: change its rows first")
    if not lost.candidatures and lost.holder is None and lost.key not in imposed:
        if store.keeps_people:
            raise UnknownCandidateError(old)
        return account_report(run, kept.key, unit.accounts.standing([kept.key]).get(kept.key))
    accounts = unit.accounts.find(candidates=[lost.key, kept.key])
    in_age = sorted(
        (account for account in accounts if account.replaced_by is None),
        key=lambda account: (not account.is_open, account.created_at, account.candidate_id != kept.key),
    )
    stays = [evolve(account, candidate_id=kept.key) for account in in_age[:1]]
    closed = [_replaced(account, stays[0], kept.key, run) for account in in_age[1:]]
    earlier = [one for one in accounts if one.replaced_by and one.candidate_id == lost.key]  # by a rekeying before
    _follow(store, unit, lost, kept)  # first: a store may let an account change hands only after this
    unit.accounts.put([*closed, *stays, *(evolve(one, candidate_id=kept.key) for one in earlier)])
    if lost.key in imposed:
        unit.logins.impose({lost.key: None, kept.key: imposed.get(kept.key, imposed[lost.key])})
    unit.holders.put(_holder_who_stays(lost, kept, in_age))
    report = account_report(run, kept.key, stays[0] if stays else None)
    return evolve(report, closed_account_id=closed[0].id if closed else None)


def _follow(store: Store, unit: UnitOfWork, lost: Person, kept: Person) -> None:
    """Record that a key is another one's; in a registry those whom another school shows under it stay who they are."""
    others = [evolve(one, candidate=evolve(one.candidate, id=kept.key)) for one in lost.others]
    if store.keeps_people:
        cast("RegistryUnit", unit).registry.remove([*lost.others, *kept.others])
    unit.holders.rekey(lost.key, kept.key)
    if store.keeps_people:
        cast("RegistryUnit", unit).registry.put([*others, *kept.candidatures])


def _holder_who_stays(lost: Person, kept: Person, in_age: Sequence[Account]) -> list[Holder]:
    """Return the holder of the account that stays, under the key that stays; who is contested under one key still is.

    A holder without account holds nobody.
    """
    stays = next((one.holder for one in (lost, kept) if in_age and in_age[0].candidate_id == one.key), None)
    if stays is None:
        return []
    shown = kept.held.candidate if kept.account else lost.held.candidate
    return [evolve(stays, candidate=evolve(shown, id=kept.key), contested=lost.contested or kept.contested)]


def _is_still_there(lost: Person) -> bool:
    """Whether the host still has the account's holder under the key, and not somebody else."""
    seen = lost.candidatures
    return bool(seen) and (lost.holder is None or not contradicts(lost.holder.candidate, seen[0].candidate))


def _replaced(account: Account, by: Account, kept: CandidateId, run: Run) -> Account:
    return evolve(account, candidate_id=kept, closed_at=account.closed_at or run.at, replaced_by=by.id)


def confirm_same(unit: UnitOfWork, run: Run, person: Person, shown: Candidate) -> AccountReport:
    """Note that the person, as people show them now, is the account's holder.

    Raises:
        UnknownAccountError: the person has no account.
    """
    account = person.standing
    unit.holders.put([evolve(person.held, candidate=shown)])
    return account_report(run, person.key, account)


def confirm_other(unit: UnitOfWork, run: Run, person: Person, shown: Candidate, uai: Uai) -> AccountReport:
    """Note that a person without account, as people show them now, is nobody else who is known.

    Raises:
        AccountExistsError: the person has an account.
        OtherSchoolError: another school has confirmed it, and still has a candidature.
    """
    unit.hold([person.key])
    if person.account is not None:
        raise AccountExistsError(person.key, person.account.login)
    if person.holder and person.holder.uai in {one.uai for one in person.candidatures} - {uai}:
        raise OtherSchoolError(person.key, person.holder.uai)
    unit.holders.put([Holder(shown, uai)])
    return account_report(run, person.key, None)
