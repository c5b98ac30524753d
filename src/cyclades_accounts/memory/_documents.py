"""Documents and slips in memory."""

from collections.abc import Callable, Collection, Mapping, Sequence

from cyclades_accounts.identifiers import AccountId, DocumentId, RunId, SessionId, Uai
from cyclades_accounts.memory._table import Table
from cyclades_accounts.model import (
    Document,
    SealedPapillon,
)


class Documents:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._documents: Table[DocumentId, tuple[Document, bytes | None]] = Table(
            undo, lambda row: (row[0].uai, row[0].session_id), lambda row: row[0].run_id
        )
        self._slips: Table[str, SealedPapillon] = Table(undo, lambda slip: slip.run_id, lambda slip: slip.account_id)

    def add(self, document: Document, sealed: bytes) -> None:
        self._documents.add(document.id, (document, sealed))

    def get(self, document_id: DocumentId) -> Document | None:
        row = self._documents.rows.get(document_id)
        return row and row[0]

    def content(self, document_id: DocumentId) -> bytes | None:
        row = self._documents.rows.get(document_id)
        return row and row[1]

    def of_school(self, uai: Uai, session: SessionId, *, skip: int, limit: int) -> tuple[Sequence[Document], int]:
        found = [document for document, _ in self._documents.find((uai, session))]
        found.sort(key=lambda document: document.created_at, reverse=True)  # stable: equal moments keep their order
        return found[skip : skip + limit], len(found)

    def add_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        for slip in papillons:
            self._slips.add(slip.context, slip)

    def papillons(self, run_id: RunId) -> tuple[SealedPapillon, ...]:
        return tuple(self._slips.find(run_id))

    def papillons_of(self, account_ids: Collection[AccountId]) -> tuple[SealedPapillon, ...]:
        found = [slip for account_id in set(account_ids) for slip in self._slips.find(account_id, index=1)]
        return tuple(sorted(found, key=lambda slip: (slip.run_id, slip.account_id, slip.credential_version)))

    def remove_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        for slip in papillons:
            self._slips.put(slip.context, None)

    def of_runs(self, run_ids: Collection[RunId]) -> tuple[Document, ...]:
        found = [document for run_id in set(run_ids) for document, _ in self._documents.find(run_id, index=1)]
        return tuple(sorted(found, key=lambda document: document.id))

    def purge(self, documents: Sequence[Document]) -> None:
        for document in documents:
            self._documents.put(document.id, (document, None))

    def reseal(self, contents: Mapping[DocumentId, bytes], papillons: Sequence[SealedPapillon]) -> None:
        for document_id, sealed in contents.items():
            self._documents.put(document_id, (self._documents.rows[document_id][0], sealed))
        for slip in papillons:
            self._slips.put(slip.context, slip)
