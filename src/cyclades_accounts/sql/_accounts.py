"""Accounts and the ledger of issued logins in SQL."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import bindparam, case, delete, or_, select, update

from cyclades_accounts.errors import AccountExistsError, LoginTakenError, UnknownAccountError
from cyclades_accounts.identifiers import AccountId, CandidateId, Login
from cyclades_accounts.model import Account, IssuedLogin
from cyclades_accounts.sql._codec import account_from_row, account_to_row, issued_from_row, issued_to_row
from cyclades_accounts.sql._tables import accounts as table
from cyclades_accounts.sql._tables import candidates as people
from cyclades_accounts.sql._tables import counters, erased_logins, issued_logins
from cyclades_accounts.sql._work import Work

_stands = table.c.replaced_by.is_(None)
_in_order = select(table).order_by(table.c.id)


class Accounts:
    """:class:`~cyclades_accounts.repositories.AccountRepository`; a writing unit locks the accounts it reads."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Account]:
        """Return, for each of these people, the account that no other has replaced."""
        mine = self._work.among(table.c.candidate_id, candidate_ids)
        return {row.candidate_id: account_from_row(row) for row in self._work.locked(_in_order.where(mine, _stands))}

    def by_login(self, login: Login) -> Account | None:
        """Return the account with exactly this login, or ``None``."""
        return next(map(account_from_row, self._work.locked(_in_order.where(table.c.login == login))), None)

    def by_ids(self, account_ids: Collection[AccountId]) -> Mapping[AccountId, Account]:
        """Return the accounts with these ids."""
        found = self._work.locked(_in_order.where(self._work.among(table.c.id, account_ids)))
        return {row.id: account_from_row(row) for row in found}

    def all_of(self, candidate_id: CandidateId) -> tuple[Account, ...]:
        """Return every account of a person, replaced ones too."""
        found = self._work.locked(_in_order.where(table.c.candidate_id == candidate_id))
        return tuple(map(account_from_row, found))

    def erase(self, account_ids: Collection[AccountId]) -> None:
        """Remove the accounts with these ids."""
        self._work.run(delete(table).where(self._work.among(table.c.id, account_ids)))

    def add(self, accounts: Sequence[Account]) -> None:
        """Insert new accounts."""
        insert = self._work.insert(table)
        rows = [account_to_row(account) for account in sorted(accounts, key=lambda account: account.login)]
        self._work.write_unless(lambda: self._refuse(accounts), lambda: self._work.run(insert, rows))

    def replace(self, accounts: Sequence[Account]) -> None:
        """Replace each account by the one given with the same id."""
        before = self.by_ids([account.id for account in accounts])
        for account in accounts:
            if account.id not in before:
                raise UnknownAccountError(account.candidate_id)
        self._work.write_unless(lambda: self._refuse(accounts), lambda: self._replace(before, accounts))

    def _replace(self, before: Mapping[AccountId, Account], accounts: Sequence[Account]) -> None:
        # The database checks uniqueness row by row; the port asks for it after the whole batch. So if an account takes
        # the place of another one, all accounts of the batch first get a temporary candidate key. It starts with a
        # space, which no real key does.
        if any(_place(account) not in {None, _place(before[account.id])} for account in accounts):
            ids = self._work.among(table.c.id, before)
            self._work.run(update(table).where(ids).values(candidate_id=" " + table.c.id))
        rows = [account_to_row(account) for account in sorted(accounts, key=lambda account: account.id)]
        keyed = [{"its_id": row.pop("id"), **row} for row in rows]
        self._work.run(update(table).where(table.c.id == bindparam("its_id")), keyed)

    def _refuse(self, accounts: Sequence[Account]) -> None:
        """Raise if the store cannot hold these accounts beside the others."""
        new = {account.id: account for account in accounts}
        logins = [account.login for account in accounts]
        places = [place for place in map(_place, accounts) if place]
        same_login = self._work.among(table.c.login, logins)
        same_place = self._work.among(table.c.candidate_id, places) & _stands
        held = list(map(account_from_row, self._work.rows(select(table).where(or_(same_login, same_place)))))
        by_login = {other.login: other for other in held if other.id not in new}
        by_place = {_place(other): other for other in held if other.id not in new}
        for account in new.values():
            if by_login.setdefault(account.login, account) is not account:
                raise LoginTakenError(account.login)
            place = _place(account)
            if place and by_place.setdefault(place, account) is not account:
                raise AccountExistsError(account.candidate_id, by_place[place].login)


def _place(account: Account) -> CandidateId | None:
    """Return the person of an account that no other has replaced; ``None`` if it was replaced."""
    return account.candidate_id if account.replaced_by is None else None


class IssuedLogins:
    """:class:`~cyclades_accounts.repositories.IssuedLoginRepository`, with one counter row for each stem.

    A writing unit locks the counters that it reads, in sorted order. It first creates the missing ones, at 0.
    """

    def __init__(self, work: Work) -> None:
        self._work = work

    def numbers(self, stems: Collection[str]) -> Mapping[str, int]:
        """Return, for every given stem, the highest number ever issued for it, or 0."""
        if self._work.writes:
            fresh = [{"stem": stem, "last": 0} for stem in sorted(set(stems))]
            self._work.run(self._work.insert(counters).on_conflict_do_nothing(), fresh)
        asked = select(counters).where(self._work.among(counters.c.stem, stems)).order_by(counters.c.stem)
        found = {row.stem: row.last for row in self._work.locked(asked)}
        if self._work.writes and not found.keys() >= set(stems):
            return self.numbers(stems)  # another unit removed a stem while this one waited: create and lock it
        return dict.fromkeys(stems, 0) | found

    def taken(self, logins: Collection[Login]) -> frozenset[Login]:
        """Return the logins among these that were ever issued, or are imposed on somebody."""
        found = select(issued_logins.c.login).where(self._work.among(issued_logins.c.login, logins))
        return frozenset(row.login for row in self._work.rows(found))

    def lines(self, logins: Collection[Login]) -> Mapping[Login, IssuedLogin]:
        """Return the lines of the logins among these that were ever issued."""
        asked = self._work.among(issued_logins.c.login, logins)
        found = self._work.rows(select(issued_logins).where(asked, issued_logins.c.imposed_on.is_(None)))
        return {row.login: issued_from_row(row) for row in found}

    def add(self, issued: Sequence[IssuedLogin]) -> None:
        """Add lines and raise the counters of their stems."""
        insert = self._work.insert(issued_logins)
        rows = sorted(map(issued_to_row, issued), key=lambda row: str(row["login"]))
        self._work.write_unless(
            lambda: self._refuse([line.login for line in issued]), lambda: self._work.run(insert, rows)
        )
        highest: dict[str, int] = {}
        for line in issued:
            if line.stem is not None and line.number is not None:
                highest[line.stem] = max(line.number, highest.get(line.stem, 0))
        self._raise(highest)

    def imposed(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Login]:
        """Return the logins that are imposed on these people."""
        asked = self._work.among(issued_logins.c.imposed_on, candidate_ids)
        found = self._work.rows(select(issued_logins).where(asked))
        return {row.imposed_on: row.login for row in found}

    def of_accounts(self, account_ids: Collection[AccountId]) -> tuple[IssuedLogin, ...]:
        """Return every line of these accounts."""
        mine = self._work.among(issued_logins.c.account_id, account_ids)
        found = self._work.rows(select(issued_logins).where(mine).order_by(issued_logins.c.login))
        return tuple(map(issued_from_row, found))

    def erase(self, digests: Mapping[Login, str]) -> None:
        """Replace the line of each login by a digest, and remove the stems that no line has any more."""
        theirs = self._work.among(issued_logins.c.login, digests) & issued_logins.c.account_id.is_not(None)
        found = self._work.rows(select(issued_logins.c.login, issued_logins.c.stem).where(theirs))
        new = sorted(digests[Login(row.login)] for row in found)
        stems = {row.stem for row in found if row.stem is not None}
        rows = [{"digest": digest, "key_id": digest.rpartition(":")[0]} for digest in new]
        self._work.run(self._work.insert(erased_logins).on_conflict_do_nothing(), rows)
        self._work.run(delete(issued_logins).where(theirs))
        # Wait for a unit that issues a login of the same stem: the deletion below must see the line that it adds.
        counted = select(counters.c.stem).where(self._work.among(counters.c.stem, stems))
        self._work.locked(counted.order_by(counters.c.stem))
        borne = select(issued_logins.c.stem).where(self._work.among(issued_logins.c.stem, stems))
        alone = self._work.among(counters.c.stem, stems) & counters.c.stem.not_in(borne)
        self._work.run(delete(counters).where(alone))

    def erased(self, digests: Collection[str]) -> frozenset[str]:
        """Return the digests among these that have replaced a line."""
        found = select(erased_logins.c.digest).where(self._work.among(erased_logins.c.digest, digests))
        return frozenset(row.digest for row in self._work.rows(found))

    def erasure_keys(self) -> frozenset[str]:
        """Return the ids of the keys that made the digests."""
        return frozenset(row.key_id for row in self._work.rows(select(erased_logins.c.key_id).distinct()))

    def impose(self, logins: Mapping[CandidateId, Login | None]) -> None:
        """Impose a login on each person, in place of the one imposed before; ``None`` only removes that one."""
        new = sorted((login, candidate_id) for candidate_id, login in logins.items() if login is not None)
        rows = [{"login": login, "imposed_on": candidate_id} for login, candidate_id in new]
        insert = self._work.insert(issued_logins)
        # Units that impose a login on the same person must wait for each other: the second replaces the first login.
        self._work.locked(select(people.c.id).where(self._work.among(people.c.id, logins)).order_by(people.c.id))
        self._work.run(delete(issued_logins).where(self._work.among(issued_logins.c.imposed_on, logins)))
        self._work.write_unless(lambda: self._refuse([login for login, _ in new]), lambda: self._work.run(insert, rows))

    def _raise(self, highest: Mapping[str, int]) -> None:
        statement = self._work.insert(counters)
        new = statement.excluded.last
        higher = case((new > counters.c.last, new), else_=counters.c.last)
        self._work.run(
            statement.on_conflict_do_update(index_elements=["stem"], set_={"last": higher}),
            [{"stem": stem, "last": highest[stem]} for stem in sorted(highest)],
        )

    def _refuse(self, logins: Sequence[Login]) -> None:
        seen = set(self.taken(logins))
        for login in logins:
            if login in seen:
                raise LoginTakenError(login)
            seen.add(login)
