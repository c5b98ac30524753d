"""Transfers: a pupil who moved is held by the new school from then on, and both schools are told (M7)."""

from attrs import evolve, field, frozen

from cyclades_accounts.errors import NoTransferError, UnknownCandidateError
from cyclades_accounts.identifiers import CandidateId, Uai
from cyclades_accounts.model import AccountReport, Activity, Holder, Run
from cyclades_accounts.provisioning._host import Caller, Host, granted_school, known_school
from cyclades_accounts.provisioning._shared.holding import Holding, Right, ask, find_held, tell
from cyclades_accounts.provisioning._shared.people import Person, account_report, find_at_school, find_person
from cyclades_accounts.provisioning._shared.sessions import keep_session
from cyclades_accounts.repositories import UnitOfWork


@frozen
class Transfer:
    """A transfer that waits. Of the person, the school that asks is told no more than the key, which it gave."""

    candidate_id: CandidateId = field(repr=False)
    name: str = field(repr=False)
    """Family name and given names, for the holding school; empty for the school that asks."""
    held_by: Uai | None
    """The holding school; ``None`` where none is, for an account made from an e-mail address: the host answers."""
    asked_by: Uai


def ask_transfer(caller: Caller, unit: UnitOfWork, run: Run, candidate_id: CandidateId) -> AccountReport:
    """Take a person over, or ask the holding school.

    Raises:
        UnknownSchoolError: see M1.
        ServiceNotGrantedError: see M1.
        UnknownCandidateError: no candidature of the person at the school for the session.
        OtherPersonError: the key is another person's than the account's.
        UnknownAccountError: the person has no account.
    """
    host, uai = caller.host, caller.uai
    granted_school(unit, uai)
    keep_session(unit, caller.session)
    person = find_at_school(unit, uai, candidate_id)
    person.check_same(uai)
    files = {one.key: one for one in person.candidatures}
    asking = files.get((person.key, uai, caller.session.id))
    if asking is None:
        raise UnknownCandidateError(candidate_id)
    account, holder = person.standing, person.held
    right = Holding.read(unit, host, uai, run.at).right(holder, person.candidatures, asking)
    if right is Right.HELD:
        return account_report(run, person.key, account)
    if right is Right.TRANSFER:
        return _hand_over(unit, host, run, person, uai)
    ask(unit, host, run, uai, [holder])
    return account_report(run, person.key, None)


def answer_transfer(
    caller: Caller, unit: UnitOfWork, run: Run, candidate_id: CandidateId, asked_by: Uai
) -> AccountReport:
    """Grant or refuse a transfer in the name of the holding school; the activity of the run says which.

    Raises:
        OtherSchoolError: another school holds the person.
        NoTransferError: the school does not ask for the person.
    """
    person = find_held(unit, caller.host, caller.uai, candidate_id, run.at).person
    if person.held.asked_by != asked_by:
        raise NoTransferError(person.key)
    if run.activity is Activity.TRANSFER:
        return _hand_over(unit, caller.host, run, person, asked_by)
    unit.holders.put([evolve(person.held, asked_by=None)])
    tell(unit, caller.host, run, [(person.key, asked_by, run.activity)])
    return account_report(run, person.key, person.account)


def transfer(host: Host, unit: UnitOfWork, run: Run, candidate_id: CandidateId, to: Uai) -> AccountReport:
    """Have a school hold a person by the word of the host, whoever holds them now.

    Raises:
        UnknownSchoolError: nobody knows the school.
        UnknownAccountError: the person has no account.
    """
    known_school(unit, to)
    return _hand_over(unit, host, run, find_person(unit, candidate_id), to)


def _hand_over(unit: UnitOfWork, host: Host, run: Run, person: Person, to: Uai) -> AccountReport:
    """Have a school hold the person from now on, and tell both schools, as far as the run does not stand there.

    A line that the former school still has agrees in all facts, and takes nobody back at once.
    """
    account, former, holder = person.standing, person.held.uai, Holder(person.held.candidate, to)
    if former and former != to:
        back, files = Holding.read(unit, host, former, run.at), person.candidatures
        rights = {back.right(holder, files, one) for one in files if one.uai == former}
        holder = evolve(holder, contested=Right.TRANSFER in rights)
    unit.holders.put([holder])
    told = {uai for uai in (former, to) if uai} - {run.uai}
    tell(unit, host, run, [(person.key, uai, Activity.TRANSFER) for uai in told])
    return account_report(run, person.key, account)


def waiting(unit: UnitOfWork, uai: Uai) -> tuple[Transfer, ...]:
    """Return the transfers that wait which a school asked for, or was asked for.

    Raises:
        UnknownSchoolError: nobody knows the school.
    """
    known_school(unit, uai)
    return tuple(
        Transfer(one.candidate_id, one.candidate.full_name if one.uai == uai else "", one.uai, one.asked_by)
        for one in unit.holders.of_school(uai)
        if one.asked_by is not None
    )
