"""The repositories of one unit of work."""

from sqlalchemy import Connection

from cyclades_accounts.sql._accounts import Accounts, IssuedLogins
from cyclades_accounts.sql._documents import Documents, Journal
from cyclades_accounts.sql._schools import Candidatures, Schools
from cyclades_accounts.sql._work import Work


class Unit:
    """The repositories that share one connection."""

    def __init__(self, connection: Connection, *, writes: bool) -> None:
        work = Work(connection, writes=writes)
        self.schools = Schools(work)
        self.candidatures = Candidatures(work)
        self.accounts = Accounts(work)
        self.logins = IssuedLogins(work)
        self.documents = Documents(work)
        self.journal = Journal(work)
