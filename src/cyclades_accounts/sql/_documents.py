"""Documents, slips and the journal in SQL."""

from collections.abc import Sequence

from sqlalchemy import func, select

from cyclades_accounts.errors import RunIdReusedError
from cyclades_accounts.identifiers import DocumentId, RunId, SessionId, Uai
from cyclades_accounts.model import Document, Report, SealedPapillon
from cyclades_accounts.sql._codec import (
    document_from_row,
    document_to_row,
    papillon_from_row,
    papillon_to_row,
    report_from_text,
    report_to_text,
)
from cyclades_accounts.sql._tables import documents, journal
from cyclades_accounts.sql._tables import papillons as table
from cyclades_accounts.sql._work import Work

_without_content = select(*(column for column in documents.c if column.name != "sealed"))


class Documents:
    """:class:`~cyclades_accounts.repositories.DocumentRepository`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, document: Document, sealed: bytes) -> None:
        """Add a document with its sealed content."""
        self._work.run(self._work.insert(documents), [document_to_row(document, sealed)])

    def get(self, document_id: DocumentId) -> Document | None:
        """Return the document, or ``None``."""
        row = self._work.one(_without_content.where(documents.c.id == document_id))
        return None if row is None else document_from_row(row)

    def content(self, document_id: DocumentId) -> bytes | None:
        """Return the sealed content, or ``None``."""
        row = self._work.one(select(documents.c.sealed).where(documents.c.id == document_id))
        return None if row is None else bytes(row.sealed)

    def of_school(self, uai: Uai, session: SessionId, *, skip: int, limit: int) -> tuple[Sequence[Document], int]:
        """Return a slice of the documents of a school for a session, newest first, and how many there are."""
        theirs = (documents.c.school == uai, documents.c.session == session)
        total = self._work.rows(select(func.count()).select_from(documents).where(*theirs))[0][0]
        newest = _without_content.where(*theirs).order_by(documents.c.created_at.desc(), documents.c.rank)
        return tuple(map(document_from_row, self._work.rows(newest.offset(skip).limit(limit)))), total

    def add_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        """Add the sealed slips of a run, in order."""
        self._work.run(self._work.insert(table), [papillon_to_row(slip) for slip in papillons])

    def papillons(self, run_id: RunId) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips of a run in the order they were added."""
        return tuple(
            map(
                papillon_from_row, self._work.rows(select(table).where(table.c.run_id == run_id).order_by(table.c.rank))
            )
        )


class Journal:
    """:class:`~cyclades_accounts.repositories.Journal`: each report as JSON text."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, report: Report) -> None:
        """Add the report of a run."""
        row = {"run_id": report.run.id, "report": report_to_text(report)}
        self._work.write_unless(lambda: self._refuse(report), lambda: self._work.run(self._work.insert(journal), [row]))

    def get(self, run_id: RunId) -> Report | None:
        """Return the report of the run, or ``None``."""
        row = self._work.one(select(journal.c.report).where(journal.c.run_id == run_id))
        return None if row is None else report_from_text(row.report)

    def _refuse(self, report: Report) -> None:
        stored = self.get(report.run.id)
        if stored is not None:
            texts = [f"{one.run.activity.value} {one.run.subject}" for one in (stored, report)]
            raise RunIdReusedError(report.run.id, *texts)
