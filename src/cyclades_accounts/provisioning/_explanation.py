"""Why is this my login? The answer for one person."""

from cyclades_accounts.errors import LoginPolicyFailedError, UnfoldableNameError
from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.logins import LoginPolicy, explain
from cyclades_accounts.model import Candidate, LoginExplanation, LoginKind, LoginOrigin, LoginStep
from cyclades_accounts.provisioning._guard import call
from cyclades_accounts.provisioning._life import find_account, find_candidate
from cyclades_accounts.repositories import UnitOfWork


def explain_login(unit: UnitOfWork, candidate_id: CandidateId, policy: LoginPolicy) -> LoginExplanation:
    """Return where the login of a person's account comes from.

    Raises:
        UnknownCandidateError: the store does not know the person.
        UnknownAccountError: the person has no account.
        LoginPolicyFailedError: a host's policy failed.
    """
    candidate = find_candidate(unit, candidate_id)
    account = find_account(unit, candidate.id)
    line = unit.logins.lines([account.login])[account.login]
    steps: tuple[LoginStep, ...] = ()
    if account.kind is LoginKind.EMAIL:
        origin = LoginOrigin.EMAIL
    elif line.number is None:
        origin = LoginOrigin.IMPOSED
    else:
        steps = _steps(policy, candidate, line.number)
        leads_here = bool(steps) and steps[-1].after == account.login
        origin = LoginOrigin.NAME if leads_here else LoginOrigin.EARLIER_NAME
    return LoginExplanation(
        candidate_id=candidate.id,
        login=account.login,
        origin=origin,
        issued_at=line.issued_at,
        run_id=line.run_id,
        steps=steps if origin is LoginOrigin.NAME else (),
    )


def _steps(policy: LoginPolicy, candidate: Candidate, number: int) -> tuple[LoginStep, ...]:
    try:
        return call(LoginPolicyFailedError, lambda: explain(policy, candidate, number=number))
    except UnfoldableNameError:
        return ()
