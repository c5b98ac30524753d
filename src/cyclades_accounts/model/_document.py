"""The documents a run makes, kept sealed until a rule of the host purges them; does a slip still hold? M9, M14, M16."""

import enum
from datetime import datetime
from typing import Final, Generic, TypeVar

from attrs import evolve, field, frozen
from attrs.validators import optional

from cyclades_accounts.identifiers import AccountId, DocumentId, RunId, SessionId, Uai
from cyclades_accounts.model._account import Account, CredentialState, LoginKind
from cyclades_accounts.model._session import aware

T = TypeVar("T")

PAPILLON_DE_CONNEXION: Final = "Papillon de connexion"
"""Title the memo's list shows for a document of slips (M16)."""


@frozen
class Document:
    """A document as the list of M16 shows it: everything but its content."""

    id: DocumentId
    run_id: RunId
    uai: Uai
    session_id: SessionId
    title: str = field(repr=False)
    """« Document »: the « Titre édition » of a regeneration (M14), else « Papillon de connexion »."""
    name: str = field(repr=False)
    """File name to offer, without anybody's name."""
    layout: str
    """Which layout, by name: ``one-per-page``, ``two-per-page``."""
    size: int
    """« Taille »: bytes of the document itself, not of the sealed form."""
    papillons: int
    """How many slips it holds; at least 1."""
    created_at: datetime = field(validator=aware)
    type: str = "PDF"
    """« Type », as the list shows it: what the renderer makes."""
    purged_at: datetime | None = field(default=None, validator=optional(aware))
    """When its content was purged; ``None`` while it can be opened. The line stays in the list, so that nobody looks
    for a document that is no more."""

    def purged(self, at: datetime, *, title: str | None = None) -> "Document":
        """Return it as it stands once its content is gone, under another title if one is given.

        The first moment stays.
        """
        return evolve(self, purged_at=self.purged_at or at, title=self.title if title is None else title)

    @property
    def reference(self) -> str:
        """What errors and reports call it."""
        return f"document/{self.id}"

    @property
    def context(self) -> str:
        """What the content is sealed under: it opens with this id, run, school, session, layout and size alone.

        The parts stand on lines of their own. None of them holds a line break, so no other parts give the same text.
        """
        return "\n".join(["document", self.id, self.run_id, self.uai, self.session_id, self.layout, str(self.size)])


@frozen
class SealedPapillon:
    """The data of one slip, sealed apart from the PDF so that a later reprint of some slips can be drawn."""

    run_id: RunId
    account_id: AccountId
    credential_version: int
    """Version of the password that the slip shows; the slip holds while the account still has this version. 1 where it
    shows none, because the candidate logs in by e-mail (M8)."""
    sealed: bytes = field(repr=False)

    @property
    def reference(self) -> str:
        """What errors and reports call it."""
        return f"slip/{self.run_id}/{self.account_id}/{self.credential_version}"

    def context(self, uai: Uai, session_id: SessionId) -> str:
        """Return what the data is sealed under: it opens with this run, account, version, school and session alone.

        Args:
            uai: the school of the run's documents.
            session_id: their session.
        """
        parts = self.run_id, self.account_id, str(self.credential_version), uai, session_id
        return "\n".join(["slip", *parts])


@frozen
class Page(Generic[T]):
    """A page of a list, with what a host needs to show « Affichage de l'élément 1 à 1 sur 1 élément(s) » (M16)."""

    items: tuple[T, ...]
    first: int
    """Rank of the first item in the whole list, counted from 1; 0 when the page is empty."""
    total: int
    """Items in the whole list."""


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
    MOVED = "MOVED"
    """It opens the account, which another school holds now (M7)."""


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
