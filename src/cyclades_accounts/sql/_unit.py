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

    def __init__(self, connection: Connection, people: PeopleOf | None, *, writes: bool) -> None:
        self._work = Work(connection, writes=writes)
        self.registry = Registry(self._work)
        self.people: People = self.registry if people is None else CheckedPeople(people(connection), guarded)
        self.holders = Holders(self._work, self.registry if people is None else None)
        self.sessions = Sessions(self._work)
        self.accounts = Accounts(self._work)
        self.logins = IssuedLogins(self._work)
        self.documents = Documents(self._work)
        self.journal = Journal(self._work)

    def hold(self, keys: Collection[str]) -> None:
        """Hold schools and people until the unit ends."""
        hold(self._work, keys)
