"""Who is meant by a key, and what account the person has."""

from cyclades_accounts.errors import UnknownAccountError, UnknownCandidateError
from cyclades_accounts.identifiers import CandidateId, Uai
from cyclades_accounts.model import Account, AccountReport, Candidate, Run
from cyclades_accounts.provisioning._host import granted_school, known_school
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
    if all(candidature.uai != uai for candidature in unit.candidatures.of_candidates([candidate.id])):
        raise UnknownCandidateError(candidate_id)
    return candidate


def account_report(run: Run, candidate_id: CandidateId, account: Account | None) -> AccountReport:
    """Return the report of an activity on one person, with the account that stands afterwards."""
    return AccountReport(run, candidate_id, account.id if account else None, account.login if account else None)


def find_account(unit: UnitOfWork, candidate_id: CandidateId) -> Account:
    """Return the account that stands for a person.

    Raises:
        UnknownAccountError: there is none.
    """
    account = unit.accounts.of_candidates([candidate_id]).get(candidate_id)
    if account is None:
        raise UnknownAccountError(candidate_id)
    return account
