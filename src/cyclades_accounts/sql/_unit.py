"""The repositories of one unit of work."""

from collections.abc import Collection

from sqlalchemy import Connection

from cyclades_accounts.people import CheckedPeople, People
from cyclades_accounts.sql._accounts import Accounts, IssuedLogins
from cyclades_accounts.sql._documents import Documents, Journal
from cyclades_accounts.sql._errors import guarded
from cyclades_accounts.sql._people import Holders, PeopleOf, Registry, hold
from cyclades_accounts.sql._sessions import Sessions
from cyclades_accounts.sql._work import Work


class Unit:
    """The repositories that share one connection.

    The registry is written through only where the store keeps the people; its tables do not exist elsewhere.
    """

    def __init__(self, connection: Connection, people: PeopleOf | None, *, writes: bool, waits: bool = True) -> None:
        self.work = Work(connection, writes=writes, waits=waits)
        self.registry = Registry(self.work)
        self.people: People = self.registry if people is None else CheckedPeople(people(connection), guarded)
        self.holders = Holders(self.work, self.registry if people is None else None)
        self.sessions = Sessions(self.work)
        self.accounts = Accounts(self.work)
        self.logins = IssuedLogins(self.work)
        self.documents = Documents(self.work)
        self.journal = Journal(self.work)

    def hold(self, keys: Collection[str]) -> None:
        """Hold schools and people until the unit ends."""
        hold(self.work, keys)
