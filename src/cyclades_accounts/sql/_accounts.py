"""Accounts and the ledger of issued logins in SQL."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import bindparam, case, delete, literal, select, union_all, update

from cyclades_accounts.errors import AccountExistsError, LoginTakenError
from cyclades_accounts.identifiers import AccountId, CandidateId, Login
from cyclades_accounts.model import Account, IssuedLogin
from cyclades_accounts.repositories import UsedLogins
from cyclades_accounts.sql._codec import ISSUED, account_from_row, account_to_row
from cyclades_accounts.sql._tables import accounts as table
from cyclades_accounts.sql._tables import counters, erased_logins, issued_logins
from cyclades_accounts.sql._work import Repository

_stands = table.c.replaced_by.is_(None)
_in_order = select(table).order_by(table.c.id)


class Accounts(Repository):
    """:class:`~cyclades_accounts.repositories.AccountRepository`; a writing unit locks the accounts it reads."""

    def standing(self, candidates: Collection[CandidateId]) -> Mapping[CandidateId, Account]:
        """Return, for each of these people, the account that no other has replaced."""
        mine = self._work.among(table.c.candidate_id, candidates)
        return {row.candidate_id: account_from_row(row) for row in self._work.locked(_in_order.where(mine, _stands))}

    def find(
        self,
        *,
        ids: Collection[AccountId] = (),
        logins: Collection[Login] = (),
        candidates: Collection[CandidateId] = (),
    ) -> tuple[Account, ...]:
        """Return the accounts that have one of these ids or one of these logins, or are of one of these people."""
        columns = (table.c.id, ids), (table.c.login, logins), (table.c.candidate_id, candidates)
        return tuple(map(account_from_row, self._work.locked(_in_order.where(self._work.any_among(*columns)))))

    def put(self, accounts: Sequence[Account]) -> None:
        """Insert the accounts with new ids, and replace those known."""
        self._work.write_unless(lambda: self._refuse(accounts), lambda held: self._put(held, accounts))

    def erase(self, ids: Collection[AccountId]) -> None:
        """Remove the accounts with these ids."""
        self._work.run(delete(table).where(self._work.among(table.c.id, ids)))

    def _put(self, held: Mapping[AccountId, Account], accounts: Sequence[Account]) -> None:
        # The database checks uniqueness row by row; the port asks for it after the whole batch. So the known accounts
        # that are replaced leave their places first, and new accounts come last.
        ordered = sorted(accounts, key=lambda account: (account.replaced_by is None, account.login))
        rows = list(map(account_to_row, ordered))
        new = [row for row in rows if row["id"] not in held]
        changed = [{"its_id": row.pop("id"), **row} for row in rows if row["id"] in held]
        self._work.run(update(table).where(table.c.id == bindparam("its_id")), changed)
        self._work.run(self._work.insert(table), new)

    def _refuse(self, accounts: Sequence[Account]) -> Mapping[AccountId, Account]:
        """Raise if the store cannot hold these accounts beside the others; return those that it holds, by id."""
        new = {account.id: account for account in accounts}
        logins = [account.login for account in accounts]
        places = [place for place in map(_place, accounts) if place]
        held = self.find(ids=new, logins=logins, candidates=places)
        by_login = {other.login: other for other in held if other.id not in new}
        by_place = {_place(other): other for other in held if other.id not in new}
        for account in new.values():
            if by_login.setdefault(account.login, account) is not account:
                raise LoginTakenError(account.login)
            place = _place(account)
            if place and by_place.setdefault(place, account) is not account:
                raise AccountExistsError(account.candidate_id, by_place[place].login)
        return {account.id: account for account in held}


def _place(account: Account) -> CandidateId | None:
    """Return the person of an account that no other has replaced; ``None`` if it was replaced."""
    return account.candidate_id if account.replaced_by is None else None


class IssuedLogins(Repository):
    """:class:`~cyclades_accounts.repositories.IssuedLoginRepository`, with one counter row for each stem.

    A writing unit locks the counters that it reads, in sorted order. It first creates the missing ones, at 0.
    """

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

    def used(self, logins: Collection[Login], digests: Collection[str]) -> UsedLogins:
        """Return which of these logins and digests are used, and which keys made the digests of the ledger."""
        line, erased, among = issued_logins.c, erased_logins.c, self._work.among
        rows = self._work.rows(
            union_all(
                select(literal("login").label("kind"), line.login.label("text")).where(among(line.login, logins)),
                select(literal("digest"), erased.digest).where(among(erased.digest, digests)),
                select(literal("key"), erased.key_id).distinct(),
            )
        )
        found: dict[str, set[str]] = {"login": set(), "digest": set(), "key": set()}
        for row in rows:
            found[row.kind].add(row.text)
        return UsedLogins(frozenset(map(Login, found["login"])), frozenset(found["digest"]), frozenset(found["key"]))

    def lines(self, *, logins: Collection[Login] = (), accounts: Collection[AccountId] = ()) -> tuple[IssuedLogin, ...]:
        """Return the lines of these logins and of these accounts."""
        asked = self._work.any_among((issued_logins.c.login, logins), (issued_logins.c.account_id, accounts))
        found = self._work.rows(select(issued_logins).where(asked).order_by(issued_logins.c.login))
        # Asked for in SQL, "imposed on nobody" would make SQLite go through all lines by the index of imposed_on.
        return tuple(ISSUED.read(row) for row in found if row.imposed_on is None)

    def add(self, issued: Sequence[IssuedLogin]) -> None:
        """Add lines and raise the counters of their stems."""
        insert = self._work.insert(issued_logins)
        rows = sorted(map(ISSUED.write, issued), key=lambda row: str(row["login"]))
        self._work.write_unless(
            lambda: self._refuse([line.login for line in issued]), lambda _: self._work.run(insert, rows)
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

    def erase(self, digests: Mapping[Login, str]) -> None:
        """Replace the line of each login by a digest, and remove the stems that no line has any more."""
        self._work.erases = True
        theirs = self._work.among(issued_logins.c.login, digests) & issued_logins.c.account_id.is_not(None)
        found = self._work.rows(select(issued_logins.c.login, issued_logins.c.stem).where(theirs))
        new = {digests[Login(row.login)]: row.login for row in found}
        stems = {row.stem for row in found if row.stem is not None}
        rows = [{"digest": one, "key_id": one.rpartition(":")[0], "login": new[one]} for one in sorted(new)]
        self._work.run(self._work.insert(erased_logins).on_conflict_do_nothing(), rows)
        self._work.run(delete(issued_logins).where(theirs))
        self._work.run(update(erased_logins).where(self._work.among(erased_logins.c.digest, new)).values(login=None))
        # Wait for a unit that issues a login of the same stem: the deletion below must see the line that it adds.
        counted = select(counters.c.stem).where(self._work.among(counters.c.stem, stems))
        self._work.locked(counted.order_by(counters.c.stem))
        borne = select(issued_logins.c.stem).where(self._work.among(issued_logins.c.stem, stems))
        alone = self._work.among(counters.c.stem, stems) & counters.c.stem.not_in(borne)
        self._work.run(delete(counters).where(alone))

    def impose(self, logins: Mapping[CandidateId, Login | None]) -> None:
        """Impose a login on each person, in place of the one imposed before; ``None`` only removes that one."""
        new = sorted((login, candidate_id) for candidate_id, login in logins.items() if login is not None)
        rows = [{"login": login, "imposed_on": candidate_id} for login, candidate_id in new]
        insert = self._work.insert(issued_logins)
        self._work.run(delete(issued_logins).where(self._work.among(issued_logins.c.imposed_on, logins)))
        self._work.write_unless(
            lambda: self._refuse([login for login, _ in new]), lambda _: self._work.run(insert, rows)
        )

    def _raise(self, highest: Mapping[str, int]) -> None:
        statement = self._work.insert(counters)
        new = statement.excluded.last
        higher = case((new > counters.c.last, new), else_=counters.c.last)
        self._work.run(
            statement.on_conflict_do_update(index_elements=["stem"], set_={"last": higher}),
            [{"stem": stem, "last": highest[stem]} for stem in sorted(highest)],
        )

    def _refuse(self, logins: Sequence[Login]) -> None:
        seen = set(self.used(logins, ()).logins)
        for login in logins:
            if login in seen:
                raise LoginTakenError(login)
            seen.add(login)
