"""The port of issued logins: the ledger, imposed logins, and what is left of erased ones."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from cyclades_accounts.identifiers import AccountId, CandidateId, Login
from cyclades_accounts.model import IssuedLogin


class IssuedLoginRepository(Protocol):
    """The ledger of issued logins: lines are added, never changed, never removed; erasing leaves a digest.

    Beside it the logins that a host imposes on people whose account does not bear them yet: a login is issued, or
    imposed on one person, or free. What is imposed can be changed and forgotten, for nobody has it on a slip.

    Keys: of a line, its login; of an imposed login, the person; a login is unique over both. Of a stem, itself: its
    number never goes down, not even where the accounts are closed.
    """

    def numbers(self, stems: Collection[str]) -> Mapping[str, int]:
        """Return, for every stem asked, the highest number ever issued for it, 0 if none. It never goes down.

        A writing unit holds the stems, those without a number too, in sorted order: so no two units give out one
        number, and two batches cannot lock each other out. A unit that is given up leaves no gap.
        """
        ...

    def taken(self, logins: Collection[Login]) -> frozenset[Login]:
        """Return those of these logins that were ever issued, or are imposed on somebody."""
        ...

    def lines(self, logins: Collection[Login]) -> Mapping[Login, IssuedLogin]:
        """Return the lines of those of these logins that were ever issued."""
        ...

    def of_accounts(self, account_ids: Collection[AccountId]) -> tuple[IssuedLogin, ...]:
        """Return every line of these accounts, sorted by login: an account has several where its login changed."""
        ...

    def add(self, issued: Sequence[IssuedLogin]) -> None:
        """Add lines, and raise the number of each stem among them to the highest of its lines.

        Where another unit issued the same meanwhile, that is found out here too, not at the end of the unit.

        Raises:
            LoginTakenError: one of the logins was issued before, or is imposed on somebody, or is there twice.
        """
        ...

    def imposed(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Login]:
        """Return the logins that are imposed on these people."""
        ...

    def impose(self, logins: Mapping[CandidateId, Login | None]) -> None:
        """Impose a login on each person, in place of the one imposed before; ``None`` forgets that one.

        The people are known, and held until the unit ends. What is taken is judged for the batch as a whole: two people
        may swap logins.

        Raises:
            LoginTakenError: one of the logins was issued, or is imposed on somebody else, or is there twice.
        """
        ...

    def erase(self, digests: Mapping[Login, str]) -> None:
        """Put a digest in the place of each line, as :class:`Pseudonymizer` makes it; the login is not kept.

        A stem that no line bears any more is forgotten too, its number included. Logins that have no line are passed
        over.
        """
        ...

    def erased(self, digests: Collection[str]) -> frozenset[str]:
        """Return those of these digests that stand in the place of a line."""
        ...

    def erasure_keys(self) -> frozenset[str]:
        """Return the ids of the keys under which lines were erased: what precedes the last colon of each digest."""
        ...
