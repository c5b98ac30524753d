"""The port of documents and slips (M9, M16)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from cyclades_accounts.identifiers import AccountId, DocumentId, RunId, SessionId, Uai
from cyclades_accounts.model import Document, SealedPapillon


class DocumentRepository(Protocol):
    """Documents and slips, sealed: the store never sees a password (M16).

    Keys: of a document, its id; of a slip, run, account and credential version. Both keep the order in which they were
    added.
    """

    def add(self, document: Document, sealed: bytes) -> None:
        """Add a document with its sealed content. The id is new: a second document under it is refused."""
        ...

    def get(self, document_id: DocumentId) -> Document | None:
        """Return the document, or ``None``."""
        ...

    def content(self, document_id: DocumentId) -> bytes | None:
        """Return the sealed content, byte for byte as added, or ``None``: no such document, or a purged one."""
        ...

    def of_school(self, uai: Uai, session: SessionId, *, skip: int, limit: int) -> tuple[Sequence[Document], int]:
        """Return a slice of the documents of a school for a session, and how many there are in all.

        Order: newest first by ``created_at``; documents of one moment in the order they were added. ``skip`` counts
        from 0, ``limit`` from 1; a slice past the end is empty. Contents are not read.
        """
        ...

    def of_runs(self, run_ids: Collection[RunId]) -> tuple[Document, ...]:
        """Return the documents of these runs, sorted by id."""
        ...

    def purge(self, documents: Sequence[Document]) -> None:
        """Replace each document by the one given with the same id, and drop its content for good.

        The ids are known; afterwards :meth:`content` is ``None``.
        """
        ...

    def add_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        """Add the sealed slips of a run, in the order of the document.

        Unique: run, account and credential version; a second slip of the three is refused.
        """
        ...

    def papillons(self, run_id: RunId) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips of a run in the order they were added."""
        ...

    def papillons_of(self, account_ids: Collection[AccountId]) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips of these accounts, sorted by run, account and credential version."""
        ...

    def remove_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        """Remove the slips of the same run, account and credential version, where they are."""
        ...

    def reseal(self, contents: Mapping[DocumentId, bytes], papillons: Sequence[SealedPapillon]) -> None:
        """Replace the sealed content of each document, and each slip by the one of the same run, account and version.

        All are known, and no document among them was purged. Slips keep their order.
        """
        ...
