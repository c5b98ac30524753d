"""The port of accounts (M6 to M8)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from cyclades_accounts.identifiers import AccountId, CandidateId, Login
from cyclades_accounts.model import Account


class AccountRepository(Protocol):
    """Accounts. Key: the id. Also unique: the login; the candidate, among the accounts that no other has replaced.

    A writing unit holds every account that it reads or writes, by any method, so that no renewal is lost. All units
    must lock accounts in the same order, for example by id, so that two units cannot deadlock.
    """

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Account]:
        """Return, for each of these people, the account that no other has replaced, open or closed."""
        ...

    def by_login(self, login: Login) -> Account | None:
        """Return the account with exactly this login (open, closed or replaced), or ``None``."""
        ...

    def by_ids(self, account_ids: Collection[AccountId]) -> Mapping[AccountId, Account]:
        """Return the accounts with these ids, open, closed or replaced."""
        ...

    def all_of(self, candidate_id: CandidateId) -> tuple[Account, ...]:
        """Return every account of a person, replaced ones too, sorted by id."""
        ...

    def add(self, accounts: Sequence[Account]) -> None:
        """Insert accounts with new ids. A second account under an id is refused, with any exception.

        If another unit has added a conflicting account in the meantime, this method must detect it, not the end of the
        unit.

        Raises:
            AccountExistsError: a candidate among them already has an account that no other has replaced. The error
                names the candidate and the login of that account.
            LoginTakenError: another account has the login.
        """
        ...

    def replace(self, accounts: Sequence[Account]) -> None:
        """Replace each account by the given one with the same id. Its login is the same, or one that no account has.

        The ids are distinct. Uniqueness is checked after all accounts are replaced: in one batch, an account may be
        replaced by another one of the same person.

        Raises:
            UnknownAccountError: the store has no account with the id. The error names the candidate; nothing was
                replaced.
            AccountExistsError: the candidate would have two accounts that no other has replaced.
            LoginTakenError: another account has the login.
        """
        ...

    def erase(self, account_ids: Collection[AccountId]) -> None:
        """Remove the accounts with these ids. When the unit ends, none of them has a line of the ledger or a slip."""
        ...
