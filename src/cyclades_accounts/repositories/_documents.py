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

    def find(self, *, ids: Collection[DocumentId] = (), runs: Collection[RunId] = ()) -> tuple[Document, ...]:
        """Return the documents that have one of these ids or are of one of these runs, each once, sorted by id."""
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

    def schools(self) -> tuple[tuple[Uai, SessionId], ...]:
        """Return the schools and sessions that have documents, purged ones too, each pair once, sorted."""
        ...

    def add(self, documents: Sequence[tuple[Document, bytes]], slips: Sequence[SealedPapillon]) -> None:
        """Add documents, each with its sealed content, and sealed slips, both in the given order.

        A second document under the same id is refused. So is a second slip with the same run, account and credential
        version.
        """
        ...

    def slips(
        self, *, runs: Collection[RunId] = (), accounts: Collection[AccountId] = ()
    ) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips that are of one of these runs or of one of these accounts, each once.

        They are sorted by run. The slips of a run keep the order in which they were added.
        """
        ...

    def drop(self, documents: Sequence[Document], slips: Sequence[SealedPapillon]) -> None:
        """Drop contents for good, and remove slips.

        Each document replaces the one with the same id, which is known. Afterwards :meth:`content` returns ``None``.
        The slips with the same run, account and credential version are removed, if they exist.
        """
        ...

    def redraw(self, documents: Sequence[tuple[Document, bytes]]) -> None:
        """Replace documents, each with its sealed content, by those with the same id.

        All are known, and none was purged.
        """
        ...

    def reseal(self, contents: Mapping[DocumentId, bytes], slips: Sequence[SealedPapillon]) -> None:
        """Replace the sealed contents of documents, and slips by those with the same run, account and version.

        All documents and slips are known, and no document was purged. Slips keep their order.
        """
        ...
