"""The documents a run makes, kept sealed until a rule of the host purges them: M9, M14, M16."""

from datetime import datetime
from typing import Final, Generic, TypeVar

from attrs import evolve, field, frozen
from attrs.validators import optional

from cyclades_accounts.identifiers import AccountId, DocumentId, RunId, SessionId, Uai
from cyclades_accounts.model._time import aware

T = TypeVar("T")

PAPILLON_DE_CONNEXION: Final = "Papillon de connexion"
"""Title the memo's list shows for a document of slips (M16)."""


@frozen
class Document:
    """A document as the list of M16 shows it: everything but its content."""

    id: DocumentId
    run_id: RunId
    school: Uai
    session: SessionId
    title: str
    """« Document »: the « Titre édition » of a regeneration (M14), else « Papillon de connexion »."""
    name: str
    """File name to offer, without anybody's name."""
    layout: str
    """Which layout, by name: ``one-per-page``, ``two-per-page``."""
    size: int
    """« Taille »: bytes of the PDF itself, not of the sealed form."""
    papillons: int
    """How many slips it holds; at least 1."""
    created_at: datetime = field(validator=aware)
    type: str = "PDF"
    """« Type », as the list shows it."""
    purged_at: datetime | None = field(default=None, validator=optional(aware))
    """When its content was purged; ``None`` while it can be opened. The line stays in the list, so that nobody looks
    for a document that is no more."""

    def purged(self, at: datetime, *, title: str | None = None) -> "Document":
        """Return it as it stands once its content is gone, under another title if one is given.

        The first moment stays.
        """
        return evolve(self, purged_at=self.purged_at or at, title=self.title if title is None else title)

    @property
    def context(self) -> str:
        """Name under which the content is sealed; ties the sealed bytes to this document."""
        return f"document/{self.id}"


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
    def context(self) -> str:
        """Name under which the data is sealed."""
        return papillon_context(self.run_id, self.account_id, self.credential_version)


def papillon_context(run_id: RunId, account_id: AccountId, credential_version: int) -> str:
    """Return the name under which the data of a slip is sealed."""
    return f"slip/{run_id}/{account_id}/{credential_version}"


@frozen
class Page(Generic[T]):
    """A page of a list, with what a host needs to show « Affichage de l'élément 1 à 1 sur 1 élément(s) » (M16)."""

    items: tuple[T, ...]
    first: int
    """Rank of the first item in the whole list, counted from 1; 0 when the page is empty."""
    total: int
    """Items in the whole list."""
