"""The port of accounts (M6 to M8)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from cyclades_accounts.identifiers import AccountId, CandidateId, Login
from cyclades_accounts.model import Account


class AccountRepository(Protocol):
    """Accounts. Key: the id. Unique besides: the login; the candidate among the accounts that no other has replaced.

    A writing unit holds every account that it reads or writes, by whatever method, so that no renewal is lost. Accounts
    are held in one order in every unit, such as that of their ids, lest two units lock each other out.
    """

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Account]:
        """Return the account that stands for each of these people, open or closed, never a replaced one."""
        ...

    def by_login(self, login: Login) -> Account | None:
        """Return the account with exactly this login, open, closed or replaced, or ``None``."""
        ...

    def by_ids(self, account_ids: Collection[AccountId]) -> Mapping[AccountId, Account]:
        """Return the accounts with these ids, open, closed or replaced."""
        ...

    def all_of(self, candidate_id: CandidateId) -> tuple[Account, ...]:
        """Return every account of a person, replaced ones too, sorted by id."""
        ...

    def add(self, accounts: Sequence[Account]) -> None:
        """Insert new accounts; their ids are new, and a second account under an id is refused with any exception.

        Where another unit added the same meanwhile, that is found out here too, not at the end of the unit.

        Raises:
            AccountExistsError: a candidate among them already has an account that no other has replaced; it names the
                candidate and that account's login.
            LoginTakenError: another account has the login.
        """
        ...

    def replace(self, accounts: Sequence[Account]) -> None:
        """Replace each account by the one given with the same id; its login is the same, or one no account has.

        The ids are distinct. What is unique is judged once all are replaced: a batch may hand the place of one account
        to another.

        Raises:
            UnknownAccountError: the store has no account with the id; it names the candidate, and nothing is replaced.
            AccountExistsError: the candidate would have two accounts that no other has replaced.
            LoginTakenError: another account has the login.
        """
        ...

    def erase(self, account_ids: Collection[AccountId]) -> None:
        """Remove the accounts with these ids; none of them has a line of the ledger or a slip when the unit ends."""
        ...
