"""The port of accounts (M6 to M8)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from cyclades_accounts.identifiers import AccountId, CandidateId, Login
from cyclades_accounts.model import Account


class AccountRepository(Protocol):
    """Accounts. Key: the id. Also unique: the login; the candidate, among the accounts that no other has replaced.

    A writing unit holds every account that it reads or writes, by any method, so that no renewal is lost. Each method
    locks its accounts in the order of their ids, so that two units cannot deadlock.
    """

    def standing(self, candidates: Collection[CandidateId]) -> Mapping[CandidateId, Account]:
        """Return, for each of these people, the account that no other has replaced, open or closed."""
        ...

    def find(
        self,
        *,
        ids: Collection[AccountId] = (),
        logins: Collection[Login] = (),
        candidates: Collection[CandidateId] = (),
    ) -> tuple[Account, ...]:
        """Return the accounts that have one of these ids or one of these logins, or are of one of these people.

        They may be open, closed or replaced. Each is returned once. They are sorted by id.
        """
        ...

    def put(self, accounts: Sequence[Account]) -> None:
        """Insert the accounts with new ids, and replace those known.

        The ids are distinct. The login of a known account is the one it had, or one that no account has. Its person is
        the one it had, or the one into whose key that of the person was merged. Uniqueness is checked after the whole
        batch: an account may be replaced by another one of the same person, new or known. If another unit has written a
        conflicting account in the meantime, this method must detect it, not the end of the unit.

        Raises:
            AccountExistsError: a person would have two accounts that no other has replaced. The error names the person
                and the login of the first of the two.
            LoginTakenError: two accounts would have the login.
        """
        ...

    def erase(self, ids: Collection[AccountId]) -> None:
        """Remove the accounts with these ids. When the unit ends, none of them has a line of the ledger or a slip."""
        ...
