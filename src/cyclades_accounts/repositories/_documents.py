"""The port of documents and slips (M9, M16)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from cyclades_accounts.identifiers import AccountId, DocumentId, RunId, SessionId, Uai
from cyclades_accounts.model import Document, SealedPapillon


class DocumentRepository(Protocol):
    """Documents and slips, sealed: the store never sees a password (M16).

    Keys: for a document, its id; for a slip, run, account and credential version. Documents and slips keep the order in
    which they were added.
    """

    def add(self, document: Document, sealed: bytes) -> None:
        """Add a document with its sealed content. A second document under the same id is refused."""
        ...

    def get(self, document_id: DocumentId) -> Document | None:
        """Return the document, or ``None``."""
        ...

    def content(self, document_id: DocumentId) -> bytes | None:
        """Return the sealed content, byte for byte; ``None`` if there is no such document or it was purged."""
        ...

    def of_school(self, uai: Uai, session: SessionId, *, skip: int, limit: int) -> tuple[Sequence[Document], int]:
        """Return a slice of the documents of a school for a session, and the number of all of them.

        Order: newest first by ``created_at``; documents of the same moment in the order in which they were added.
        ``skip`` is at least 0, ``limit`` at least 1. A slice past the end is empty. Contents are not read.
        """
        ...

    def of_runs(self, run_ids: Collection[RunId]) -> tuple[Document, ...]:
        """Return the documents of these runs, sorted by id."""
        ...

    def purge(self, documents: Sequence[Document]) -> None:
        """Replace each document by the given one with the same id, and delete its content for good.

        The ids are known. Afterwards :meth:`content` returns ``None``.
        """
        ...

    def add_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        """Add the sealed slips of a run, in the order of the document.

        Run, account and credential version are unique together: a second slip with the same three is refused.
        """
        ...

    def papillons(self, run_id: RunId) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips of a run, in the order in which they were added."""
        ...

    def papillons_of(self, account_ids: Collection[AccountId]) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips of these accounts, sorted by run, account and credential version."""
        ...

    def remove_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        """Remove the slips with the same run, account and credential version, if they exist."""
        ...

    def reseal(self, contents: Mapping[DocumentId, bytes], papillons: Sequence[SealedPapillon]) -> None:
        """Replace the sealed contents of documents, and slips by those with the same run, account and version.

        All documents and slips are known, and no document was purged. Slips keep their order.
        """
        ...
