"""The life of an account: corrected names, new schools, two keys of one person, revoking, closing and reopening.

None of these changes a login or makes a second account: an account belongs to a person (M7). A login changes only in a
regeneration that asks for it, so that a slip shows it.
"""

from attrs import evolve

from cyclades_accounts.eligibility import holder_refusal
from cyclades_accounts.errors import InvalidValueError, NotRenewableError, UnknownAccountError, UnknownCandidateError
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import Account, AccountReport, Candidate, Run
from cyclades_accounts.provisioning._once import granted_school, known_school
from cyclades_accounts.repositories import UnitOfWork


def find_candidate(unit: UnitOfWork, candidate_id: CandidateId) -> Candidate:
    """Return the person, under whichever of the merged keys they are asked for.

    Raises:
        UnknownCandidateError: the store does not know the person.
    """
    key = unit.candidatures.merged([candidate_id]).get(candidate_id, candidate_id)
    candidate = unit.candidatures.candidates([key]).get(key)
    if candidate is None:
        raise UnknownCandidateError(candidate_id)
    return candidate


def find_pupil(unit: UnitOfWork, uai: Uai, candidate_id: CandidateId) -> Candidate:
    """Return the person, if the school may act on them: it is granted (M1) and holds a candidature of theirs.

    Raises:
        UnknownSchoolError: see M1.
        ServiceNotGrantedError: see M1.
        UnknownCandidateError: the person has no candidature at this school.
    """
    granted_school(unit, uai)
    return find_at_school(unit, uai, candidate_id)


def find_at_school(unit: UnitOfWork, uai: Uai, candidate_id: CandidateId) -> Candidate:
    """Return the person, if the school holds a candidature of theirs, whether it is granted or not.

    Raises:
        UnknownSchoolError: the store does not know the school.
        UnknownCandidateError: the person has no candidature at this school.
    """
    known_school(unit, uai)
    candidate = find_candidate(unit, candidate_id)
    if all(candidature.school != uai for candidature in unit.candidatures.of_candidates([candidate.id])):
        raise UnknownCandidateError(candidate_id)
    return candidate


def account_report(unit: UnitOfWork, run: Run, candidate_id: CandidateId) -> AccountReport:
    """Return the report of an activity that left the account of a person as it stands now."""
    account = unit.accounts.of_candidates([candidate_id]).get(candidate_id)
    return AccountReport(run, candidate_id, account.id if account else None, account.login if account else None)


def rename(
    unit: UnitOfWork,
    run: Run,
    candidate: Candidate,
    *,
    family_name: str | None,
    given_names: str | None,
    usage_name: str | None,
) -> AccountReport:
    """Correct a name; the login stays."""
    corrected = evolve(
        candidate,
        family_name=candidate.family_name if family_name is None else family_name,
        given_names=candidate.given_names if given_names is None else given_names,
        usage_name=candidate.usage_name if usage_name is None else usage_name,
    )
    unit.candidatures.put_candidate(corrected)
    return account_report(unit, run, candidate.id)


def move(
    unit: UnitOfWork, run: Run, candidate: Candidate, *, session: SessionId, uai: Uai, to: Uai, division: str
) -> AccountReport:
    """Take the candidature of a session to another school; the one left becomes a former school, the account follows.

    Raises:
        UnknownSchoolError: the store does not know the new school.
        InvalidValueError: the new school is the present one.
        UnknownCandidateError: the person has no candidature for the session at the school left.
    """
    known_school(unit, to)
    if to == uai:
        raise InvalidValueError("to", to, "another school than the present one")
    held = {c.key: c for c in unit.candidatures.of_candidates([candidate.id])}
    left = held.get((candidate.id, uai, session))
    if left is None:
        raise UnknownCandidateError(candidate.id)
    marked = evolve(candidate, former_schools=candidate.former_schools | {uai})
    unit.candidatures.put_candidate(marked)
    if (candidate.id, to, session) not in held:  # the new school's roster may have brought it already
        unit.candidatures.put([evolve(left, candidate=marked, school=to, division=division)])
    unit.candidatures.remove([left])
    return account_report(unit, run, candidate.id)


def merge(unit: UnitOfWork, run: Run, lost: Candidate, kept: Candidate) -> AccountReport:
    """Make one person of two keys: one account stays and the other is closed; candidatures come together.

    The older account stays, unless it is closed and the other is open: then that one does, lest nobody can log in.

    Where both keys have a candidature at one school for one session, that of the key kept stays.

    Raises:
        InvalidValueError: the two already are one person.
    """
    if lost.id == kept.id:
        raise InvalidValueError("lost", lost.id, "a key of another person than the one kept")
    accounts = unit.accounts.of_candidates([lost.id, kept.id])
    in_age = sorted(
        accounts.values(),
        key=lambda account: (not account.is_open, account.created_at, account.candidate_id != kept.id),
    )
    stays = [evolve(account, candidate_id=kept.id) for account in in_age[:1]]
    closed = [_replaced(account, stays[0], kept.id, run) for account in in_age[1:]]
    earlier = [one for one in unit.accounts.all_of(lost.id) if one.replaced_by is not None]  # by merges before this one
    follow = [evolve(one, candidate_id=kept.id) for one in earlier]
    unit.accounts.replace([*closed, *stays, *follow])  # in this order: a person never has two accounts that stand

    imposed = unit.logins.imposed([lost.id, kept.id])
    if lost.id in imposed:
        unit.logins.impose({lost.id: None, kept.id: imposed.get(kept.id, imposed[lost.id])})

    held = {c.key: c for c in unit.candidatures.of_candidates([lost.id, kept.id])}
    theirs = [candidature for candidature in held.values() if candidature.candidate.id == lost.id]
    person = evolve(kept, former_schools=kept.former_schools | lost.former_schools)
    unit.candidatures.put_candidate(person)
    unit.candidatures.put([evolve(c, candidate=person) for c in theirs if (kept.id, c.school, c.session) not in held])
    unit.candidatures.remove(theirs)
    unit.candidatures.merge(lost.id, kept.id)
    return evolve(account_report(unit, run, kept.id), closed_account_id=closed[0].id if closed else None)


def _replaced(account: Account, by: Account, kept: CandidateId, run: Run) -> Account:
    return evolve(account, candidate_id=kept, closed_at=account.closed_at or run.at, replaced_by=by.id)


def close(unit: UnitOfWork, run: Run, candidate: Candidate) -> AccountReport:
    """Close the account: it opens nothing, and its login stays reserved. Closing a closed account changes nothing.

    Raises:
        UnknownAccountError: the person has no account.
    """
    account = find_account(unit, candidate.id)
    if account.is_open:
        unit.accounts.replace([evolve(account, closed_at=run.at)])
    return account_report(unit, run, candidate.id)


def reopen(unit: UnitOfWork, run: Run, candidate: Candidate) -> AccountReport:
    """Open a closed account again, with the password it had. Reopening an open account changes nothing.

    Raises:
        UnknownAccountError: the person has no account.
    """
    account = find_account(unit, candidate.id)
    if not account.is_open:
        unit.accounts.replace([evolve(account, closed_at=None)])
    return account_report(unit, run, candidate.id)


def revoke(unit: UnitOfWork, run: Run, candidate: Candidate) -> AccountReport:
    """Refuse the present password from now on; a renewal gives another. Revoking it again changes nothing.

    Raises:
        UnknownAccountError: the person has no account.
        NotRenewableError: no renewal could give another one (M7, M8).
    """
    account = find_account(unit, candidate.id)
    schools = {held.school for held in unit.candidatures.of_candidates([candidate.id])} | candidate.former_schools
    refusal = holder_refusal(account, schools)
    if refusal is not None:
        raise NotRenewableError(candidate.id, refusal.reason.name)
    credential = account.credential and account.credential.revoked(run.at)
    unit.accounts.replace([evolve(account, credential=credential)])
    return account_report(unit, run, candidate.id)


def find_account(unit: UnitOfWork, candidate_id: CandidateId) -> Account:
    """Return the account that stands for a person.

    Raises:
        UnknownAccountError: there is none.
    """
    account = unit.accounts.of_candidates([candidate_id]).get(candidate_id)
    if account is None:
        raise UnknownAccountError(candidate_id)
    return account
