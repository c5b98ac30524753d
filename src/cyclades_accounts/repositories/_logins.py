"""The port of issued logins: the ledger, imposed logins, and the digests of erased logins."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from attrs import field, frozen

from cyclades_accounts.identifiers import AccountId, CandidateId, Login
from cyclades_accounts.model import IssuedLogin


@frozen
class UsedLogins:
    """What is used of the logins and digests that the ledger was asked about."""

    logins: frozenset[Login] = field(repr=False)
    """The logins among them that were ever issued, or are imposed on somebody."""
    digests: frozenset[str]
    """The digests among them that have replaced a line."""
    key_ids: frozenset[str]
    """The ids of the keys that made the digests of the ledger, asked for or not: what stands before the last colon."""


class IssuedLoginRepository(Protocol):
    """The ledger of issued logins. Lines are added, never changed and never removed; erasing a line leaves a digest.

    This port also keeps the logins that a host imposes on people whose accounts do not have them yet. A login is
    issued, or imposed on one person, or free. An imposed login can be changed and forgotten, because it is on no slip.

    Keys: for a line, its login; for an imposed login, the person. A login is unique over both. A stem is its own key;
    its number never goes down, even if the accounts are closed.
    """

    def numbers(self, stems: Collection[str]) -> Mapping[str, int]:
        """Return, for every given stem, the highest number ever issued for it, or 0. It never goes down.

        A writing unit holds the stems, also those without a number, and locks them in sorted order. So two units never
        issue the same number, and two batches cannot deadlock. A unit that fails leaves no gap in the numbers.
        """
        ...

    def used(self, logins: Collection[Login], digests: Collection[str]) -> UsedLogins:
        """Return which of these logins and digests are used, and which keys made the digests of the ledger."""
        ...

    def lines(self, *, logins: Collection[Login] = (), accounts: Collection[AccountId] = ()) -> tuple[IssuedLogin, ...]:
        """Return the lines of these logins and of these accounts, each once, sorted by login.

        An account whose login changed has several lines. An imposed login has none.
        """
        ...

    def add(self, issued: Sequence[IssuedLogin]) -> None:
        """Add lines, and raise the number of each of their stems to the highest number of its lines.

        If another unit has issued one of the logins in the meantime, this method must detect it, not the end of the
        unit.

        Raises:
            LoginTakenError: one of the logins was issued before, is imposed on somebody, or is given twice.
        """
        ...

    def imposed(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Login]:
        """Return the logins that are imposed on these people."""
        ...

    def impose(self, logins: Mapping[CandidateId, Login | None]) -> None:
        """Impose a login on each person, in place of the one imposed before; ``None`` only removes that one.

        The caller holds the people (:meth:`UnitOfWork.hold`). Whether a login is taken is checked for the batch as a
        whole, so two people may swap logins.

        Raises:
            LoginTakenError: one of the logins was issued, is imposed on somebody else, or is given twice.
        """
        ...

    def erase(self, digests: Mapping[Login, str]) -> None:
        """Replace the line of each login by a digest that a :class:`Pseudonymizer` made. The login is not kept.

        A stem that no line has any more is removed with its number. Logins that have no line are ignored.
        """
        ...
