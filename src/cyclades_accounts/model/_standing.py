"""Does a slip still hold? What became of the password it shows: M9, M11, M16."""

import enum
from datetime import datetime

from attrs import field, frozen
from attrs.validators import optional

from cyclades_accounts.identifiers import RunId
from cyclades_accounts.model._account import Account, LoginKind
from cyclades_accounts.model._credential import CredentialState
from cyclades_accounts.model._time import aware


class PapillonState(enum.Enum):
    """What became of the password that a slip shows. The French sentences are in :mod:`cyclades_accounts.messages`."""

    HOLDS = "HOLDS"
    """It opens the account."""
    SUPERSEDED = "SUPERSEDED"
    """A later run issued another one (M7, M14)."""
    CHANGED = "CHANGED"
    """The candidate chose another one (M11)."""
    EXPIRED = "EXPIRED"
    """Its time is over."""
    REVOKED = "REVOKED"
    """A school revoked it."""
    CLOSED = "CLOSED"
    """The account is closed."""


@frozen
class Standing:
    """What became of a slip's password, and since when."""

    state: PapillonState
    since: datetime | None = field(default=None, validator=optional(aware))
    """When the state began; ``None`` where it holds."""
    run_id: RunId | None = None
    """The run that superseded it, for :attr:`PapillonState.SUPERSEDED`; ``None`` otherwise."""

    @property
    def holds(self) -> bool:
        """Whether the slip opens the account."""
        return self.state is PapillonState.HOLDS


def standing(account: Account, version: int, now: datetime) -> Standing:
    """Return what became of the password of an account that had this version.

    What can never come back is told first: a password that was replaced is superseded or changed, whatever happened to
    the account since. The slip of an e-mail login shows no password, and holds as long as the account is open.
    """
    present = account.credential
    if account.kind is LoginKind.EMAIL:
        present = None
    elif replaced := _replaced(account, version):
        return replaced
    if account.closed_at:
        return Standing(PapillonState.CLOSED, account.closed_at)
    if present and present.revoked_at:
        return Standing(PapillonState.REVOKED, present.revoked_at)
    if present and present.has_expired(now):
        return Standing(PapillonState.EXPIRED, present.expires_at)
    return Standing(PapillonState.HOLDS)


def _replaced(account: Account, version: int) -> Standing | None:
    present = account.credential
    for successor in (*account.past, *((present.ended(),) if present else ())):
        if successor.version == version + 1:
            if successor.state is CredentialState.CHOSEN:
                return Standing(PapillonState.CHANGED, successor.issued_at)
            return Standing(PapillonState.SUPERSEDED, successor.issued_at, successor.run_id)
    return None
