"""What the ledger says of a login, those of erased people included: none is ever issued again."""

from collections.abc import Collection

from cyclades_accounts.errors import ErasureKeyError, PseudonymizerFailedError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.provisioning._guard import call
from cyclades_accounts.repositories import IssuedLoginRepository, Pseudonymizer


def taken(
    ledger: IssuedLoginRepository, pseudonymizer: Pseudonymizer | None, logins: Collection[Login]
) -> frozenset[Login]:
    """Return those of these logins that were ever issued, are imposed on somebody, or were an erased person's.

    Raises:
        ErasureKeyError: the store holds erased logins that the pseudonymizer cannot recognise.
    """
    check_keys(ledger, pseudonymizer)
    found = ledger.taken(logins)
    if pseudonymizer is None:
        return found
    by_digest = call(
        PseudonymizerFailedError,
        lambda: {digest: login for login in logins for digest in pseudonymizer.digests(login)},
    )
    return found | {by_digest[digest] for digest in ledger.erased(by_digest)}


def check_keys(ledger: IssuedLoginRepository, pseudonymizer: Pseudonymizer | None) -> None:
    """Make sure that every erased login can be recognised.

    Raises:
        ErasureKeyError: it cannot.
    """
    known = pseudonymizer.key_ids if pseudonymizer else frozenset[str]()
    missing = ledger.erasure_keys() - known
    if missing:
        raise ErasureKeyError(tuple(sorted(missing)))
