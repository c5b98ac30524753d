"""Documents and slips in memory."""

from collections.abc import Callable, Collection, Mapping, Sequence

from cyclades_accounts.identifiers import AccountId, DocumentId, RunId, SessionId, Uai
from cyclades_accounts.memory._table import Table
from cyclades_accounts.model import Document, SealedPapillon


class Documents:
    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._documents: Table[DocumentId, tuple[Document, bytes | None]] = Table(
            undo, lambda row: row[0].id, lambda row: row[0].run_id, lambda row: (row[0].uai, row[0].session_id)
        )
        self._slips: Table[str, SealedPapillon] = Table(undo, lambda slip: slip.run_id, lambda slip: slip.account_id)

    def find(self, *, ids: Collection[DocumentId] = (), runs: Collection[RunId] = ()) -> tuple[Document, ...]:
        found = (document for document, _ in self._documents.matching(ids, runs))
        return tuple(sorted(found, key=lambda document: document.id))

    def content(self, document_id: DocumentId) -> bytes | None:
        row = self._documents.rows.get(document_id)
        return row and row[1]

    def of_school(self, uai: Uai, session: SessionId, *, skip: int, limit: int) -> tuple[Sequence[Document], int]:
        found = [document for document, _ in self._documents.find((uai, session), index=2)]
        found.sort(key=lambda document: document.created_at, reverse=True)  # stable: equal moments keep their order
        return found[skip : skip + limit], len(found)

    def schools(self) -> tuple[tuple[Uai, SessionId], ...]:
        return tuple(sorted({(document.uai, document.session_id) for document, _ in self._documents.rows.values()}))

    def add(self, documents: Sequence[tuple[Document, bytes]], slips: Sequence[SealedPapillon]) -> None:
        for document, sealed in documents:
            self._documents.add(document.id, (document, sealed))
        for slip in slips:
            self._slips.add(slip.reference, slip)

    def slips(
        self, *, runs: Collection[RunId] = (), accounts: Collection[AccountId] = ()
    ) -> tuple[SealedPapillon, ...]:
        return tuple(sorted(self._slips.matching(runs, accounts), key=lambda slip: slip.run_id))  # stable

    def drop(self, documents: Sequence[Document], slips: Sequence[SealedPapillon]) -> None:
        for document in documents:
            self._documents.put(document.id, (document, None))
        for slip in slips:
            self._slips.put(slip.reference, None)

    def redraw(self, documents: Sequence[tuple[Document, bytes]]) -> None:
        for document, sealed in documents:
            self._documents.put(document.id, (document, sealed))

    def reseal(self, contents: Mapping[DocumentId, bytes], slips: Sequence[SealedPapillon]) -> None:
        for document_id, sealed in contents.items():
            self._documents.put(document_id, (self._documents.rows[document_id][0], sealed))
        for slip in slips:
            self._slips.put(slip.reference, slip)
