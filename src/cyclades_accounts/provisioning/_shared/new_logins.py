"""The logins that a run issues: the host's policy, what the ledger is asked, and how often (M10)."""

from collections.abc import Collection, Mapping, Sequence

from attrs import field, frozen

from cyclades_accounts import errors
from cyclades_accounts.identifiers import CandidateId, Login, is_login
from cyclades_accounts.logins import LoginPolicy, allocate
from cyclades_accounts.model import Account, Candidate, Candidature, Refusal, RefusalReason
from cyclades_accounts.provisioning._host import call, store_failures
from cyclades_accounts.repositories import IssuedLoginRepository, Pseudonymizer, UnitOfWork


@frozen
class NewLogin:
    """A login that a run issues, for an account to be created or in place of the one an account has."""

    login: Login = field(repr=False)
    stem: str | None = field(default=None, repr=False)
    """What the policy made of the name; ``None`` for a login that was imposed."""
    number: int | None = None
    """Rank among the homonyms of the stem, from 1; ``None`` for a login that was imposed."""


@frozen
class NewLogins:
    """The logins a run issues, and why it issues none to some who should get one."""

    logins: Mapping[CandidateId, NewLogin] = field(repr=False)
    refusals: Mapping[CandidateId, Refusal] = field(repr=False)
    numbers: Mapping[str, int] = field(repr=False)
    """For each stem of the run, the highest number that the ledger has issued."""
    policy: str
    """The policy that made them, as its ``spec`` gives it."""


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
    lines = unit.logins.lines(logins=[accounts[key].login for key in ids if key in accounts])
    present = {line.login: line for line in lines}
    found = stems_of(policy, [candidature for candidature in wanting if candidature.candidate.id not in imposed])
    refusals = {key: stem for key, stem in found.items() if isinstance(stem, Refusal)}
    stems = {
        key: stem
        for key, stem in found.items()
        if isinstance(stem, str) and (key not in accounts or present[accounts[key].login].stem != stem)
    }
    numbers = unit.logins.numbers(sorted(set(stems.values())))

    def issued(logins: Collection[Login]) -> frozenset[Login]:
        for login in logins:
            if not is_login(login):
                raise errors.InvalidValueError(
                    "login policy", login, "a login as parse_login() makes it: lower-case visible ASCII"
                )
        with store_failures():  # so that the policy is not blamed for the store, which is asked from within
            return taken(unit.logins, pseudonymizer, logins)

    allocations, spec = call(
        errors.LoginPolicyFailedError, lambda: (allocate(policy, list(stems.values()), numbers, issued), policy.spec)
    )
    made = {key: NewLogin(a.login, a.stem, a.number) for key, a in zip(stems, allocations, strict=True)}
    return NewLogins({key: NewLogin(login) for key, login in imposed.items()} | made, refusals, numbers, spec)


def stems_of(policy: LoginPolicy, candidatures: Sequence[Candidature]) -> dict[CandidateId, str | Refusal]:
    """Return the stem of each candidate, or the refusal where the name cannot become a login.

    Raises:
        LoginPolicyFailedError: a host's policy failed.
    """

    def stem_of(candidate: Candidate) -> str | Refusal:
        try:
            stem: object = policy.stem_of(candidate)
        except errors.UnfoldableNameError as error:
            return Refusal(RefusalReason.UNFOLDABLE_NAME, {"name": error.name, "characters": error.characters})
        if not isinstance(stem, str):
            raise TypeError(stem)  # a policy that fails so gets the error of any other failure
        return stem

    people = [candidature.candidate for candidature in candidatures]
    return call(errors.LoginPolicyFailedError, lambda: {candidate.id: stem_of(candidate) for candidate in people})


def taken(
    ledger: IssuedLoginRepository, pseudonymizer: Pseudonymizer | None, logins: Collection[Login]
) -> frozenset[Login]:
    """Return those of these logins that were ever issued, are imposed on somebody, or were an erased person's.

    Raises:
        ErasureKeyError: the store holds erased logins that the pseudonymizer cannot recognise, asked for or not.
        PseudonymizerFailedError: the pseudonymizer failed.
    """
    known: frozenset[str] = frozenset()
    by_digest: dict[str, Login] = {}
    if pseudonymizer is not None:
        known, by_digest = call(
            errors.PseudonymizerFailedError,
            lambda: (
                pseudonymizer.key_ids,
                {digest: login for login in logins for digest in pseudonymizer.digests(login)},
            ),
        )
    used = ledger.used(logins, by_digest)
    missing = used.key_ids - known
    if missing:
        raise errors.ErasureKeyError(tuple(sorted(missing)))
    return used.logins | {by_digest[digest] for digest in used.digests}
