"""Documents, slips and the journal in SQL."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import bindparam, delete, func, select, update

from cyclades_accounts.errors import RunIdReusedError
from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, RunId, SessionId, Uai
from cyclades_accounts.model import Document, Report, SealedPapillon
from cyclades_accounts.sql._codec import (
    Values,
    document_from_row,
    document_to_row,
    papillon_from_row,
    papillon_to_row,
    report_from_text,
    report_to_row,
)
from cyclades_accounts.sql._tables import documents, journal
from cyclades_accounts.sql._tables import papillons as table
from cyclades_accounts.sql._work import Work

_this_slip = (
    table.c.run_id == bindparam("its_run"),
    table.c.account_id == bindparam("its_account"),
    table.c.credential_version == bindparam("its_version"),
)


def _slip_key(slip: SealedPapillon) -> Values:
    return {"its_run": slip.run_id, "its_account": slip.account_id, "its_version": slip.credential_version}


def _in_order(papillons: Sequence[SealedPapillon]) -> list[SealedPapillon]:
    """Return the slips in the order in which every unit locks them."""
    return sorted(papillons, key=lambda slip: (slip.run_id, slip.account_id, slip.credential_version))


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
        return None if row is None or row.sealed is None else bytes(row.sealed)

    def of_school(self, uai: Uai, session: SessionId, *, skip: int, limit: int) -> tuple[Sequence[Document], int]:
        """Return a slice of the documents of a school for a session, newest first, and the number of all."""
        theirs = (documents.c.school == uai, documents.c.session == session)
        total = self._work.rows(select(func.count()).select_from(documents).where(*theirs))[0][0]
        newest = _without_content.where(*theirs).order_by(documents.c.created_at.desc(), documents.c.rank)
        return tuple(map(document_from_row, self._work.rows(newest.offset(skip).limit(limit)))), total

    def add_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        """Add the sealed slips of a run, in order."""
        self._work.run(self._work.insert(table), [papillon_to_row(slip) for slip in papillons])

    def papillons(self, run_id: RunId) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips of a run, in the order in which they were added."""
        return tuple(
            map(
                papillon_from_row, self._work.rows(select(table).where(table.c.run_id == run_id).order_by(table.c.rank))
            )
        )

    def papillons_of(self, account_ids: Collection[AccountId]) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips of these accounts."""
        mine = self._work.among(table.c.account_id, account_ids)
        found = select(table).where(mine).order_by(table.c.run_id, table.c.account_id, table.c.credential_version)
        return tuple(map(papillon_from_row, self._work.rows(found)))

    def remove_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        """Remove these slips, if they exist."""
        self._work.run(delete(table).where(*_this_slip), [_slip_key(slip) for slip in _in_order(papillons)])

    def of_runs(self, run_ids: Collection[RunId]) -> tuple[Document, ...]:
        """Return the documents of these runs."""
        theirs = self._work.among(documents.c.run_id, run_ids)
        found = self._work.rows(_without_content.where(theirs).order_by(documents.c.id))
        return tuple(map(document_from_row, found))

    def purge(self, documents: Sequence[Document]) -> None:
        """Replace each document by the given one, and delete its content."""
        self._update([document_to_row(document, None) for document in documents])

    def reseal(self, contents: Mapping[DocumentId, bytes], papillons: Sequence[SealedPapillon]) -> None:
        """Replace sealed contents and slips."""
        self._update([{"id": document_id, "sealed": sealed} for document_id, sealed in contents.items()])
        statement = update(table).where(*_this_slip)
        self._work.run(statement, [{**_slip_key(slip), "sealed": slip.sealed} for slip in _in_order(papillons)])

    def _update(self, rows: Sequence[Values]) -> None:
        keyed = [{"its_id": row.pop("id"), **row} for row in sorted(rows, key=lambda row: row["id"])]
        self._work.run(update(documents).where(documents.c.id == bindparam("its_id")), keyed)


class Journal:
    """:class:`~cyclades_accounts.repositories.Journal`; each report is stored as JSON text."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, report: Report) -> None:
        """Add the report of a run."""
        row = report_to_row(report)
        self._work.write_unless(lambda: self._refuse(report), lambda: self._work.run(self._work.insert(journal), [row]))

    def get(self, run_id: RunId) -> Report | None:
        """Return the report of the run, or ``None``."""
        row = self._work.one(select(journal.c.report).where(journal.c.run_id == run_id))
        return None if row is None else report_from_text(row.report)

    def of_school(self, uai: Uai, *, skip: int, limit: int) -> tuple[Sequence[Report], int]:
        """Return a slice of the reports whose run names the school, newest first, and the number of all."""
        theirs = journal.c.school == uai
        total = self._work.rows(select(func.count()).select_from(journal).where(theirs))[0][0]
        newest = select(journal.c.report).where(theirs).order_by(journal.c.at.desc(), journal.c.rank)
        rows = self._work.rows(newest.offset(skip).limit(limit))
        return tuple(report_from_text(row.report) for row in rows), total

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Report, ...]:
        """Return the reports that concern only one of these people."""
        theirs = self._work.among(journal.c.candidate_id, candidate_ids)
        rows = self._work.rows(select(journal.c.report).where(theirs).order_by(journal.c.run_id))
        return tuple(report_from_text(row.report) for row in rows)

    def redact(self, reports: Sequence[Report]) -> None:
        """Replace the report of each run by the given one, without an erased person."""
        rows = sorted(map(report_to_row, reports), key=lambda row: row["run_id"])
        keyed = [{"its_id": row.pop("run_id"), **row} for row in rows]
        self._work.run(update(journal).where(journal.c.run_id == bindparam("its_id")), keyed)

    def _refuse(self, report: Report) -> None:
        stored = self.get(report.run.id)
        if stored is not None:
            raise RunIdReusedError(report.run.id, stored.run.about, report.run.about)
