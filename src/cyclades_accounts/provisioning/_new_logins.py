"""The logins a run issues: what the ledger is asked, and how often (M10)."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from cyclades_accounts.identifiers import CandidateId, Login
from cyclades_accounts.logins import LoginPolicy, allocate
from cyclades_accounts.model import Account, Candidature, Refusal
from cyclades_accounts.provisioning._ledger import taken
from cyclades_accounts.provisioning._login_policy import stem_of
from cyclades_accounts.repositories import Pseudonymizer, UnitOfWork


@frozen
class NewLogin:
    """A login that a run issues, for an account to be created or in place of the one an account has."""

    login: Login
    stem: str | None = None
    """``None`` for a login that was imposed."""
    number: int | None = None
    """The same."""


@frozen
class NewLogins:
    """The logins a run issues, and why it issues none to some who should get one."""

    logins: Mapping[CandidateId, NewLogin]
    refusals: Mapping[CandidateId, Refusal]
    numbers: Mapping[str, int]
    """What the ledger said of the stems involved."""


def new_logins(
    unit: UnitOfWork,
    policy: LoginPolicy,
    wanting: Sequence[Candidature],
    accounts: Mapping[CandidateId, Account],
    pseudonymizer: Pseudonymizer | None,
) -> NewLogins:
    """Work out a login for each candidature, imposed or made of the name; one whose account has it already gets none.

    The ledger is asked for the whole batch at once: what is imposed, the lines of present logins if there are any, the
    numbers of the stems, and which of the logins proposed are taken or were an erased person's. The number of questions
    does not grow with the batch or the ledger; only the last comes again where a proposal was taken.
    """
    ids = [candidature.candidate.id for candidature in wanting]
    imposed = unit.logins.imposed(ids)
    present = unit.logins.lines([accounts[key].login for key in ids if key in accounts])
    stems: dict[CandidateId, str] = {}
    refusals: dict[CandidateId, Refusal] = {}
    for key, candidature in zip(ids, wanting, strict=True):
        if key in imposed:
            continue
        stem = stem_of(policy, candidature)
        if isinstance(stem, Refusal):
            refusals[key] = stem
        elif key not in accounts or present[accounts[key].login].stem != stem:
            stems[key] = stem
    numbers = unit.logins.numbers(sorted(set(stems.values())))
    allocations = allocate(
        policy, list(stems.values()), numbers, lambda logins: taken(unit.logins, pseudonymizer, logins)
    )
    made = {key: NewLogin(a.login, a.stem, a.number) for key, a in zip(stems, allocations, strict=True)}
    return NewLogins({key: NewLogin(login) for key, login in imposed.items()} | made, refusals, numbers)
