"""Documents, slips and the journal in SQL."""

from collections.abc import Collection, Mapping, Sequence
from itertools import starmap

from sqlalchemy import bindparam, delete, func, select, true, update

from cyclades_accounts.errors import RunIdReusedError
from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, RunId, SessionId, Uai
from cyclades_accounts.model import Document, Report, SealedPapillon
from cyclades_accounts.sql._codec import (
    DOCUMENT,
    PAPILLON,
    Values,
    names_to_rows,
    report_from_text,
    report_to_row,
)
from cyclades_accounts.sql._people import hold
from cyclades_accounts.sql._tables import documents as table
from cyclades_accounts.sql._tables import journal, papillons
from cyclades_accounts.sql._tables import reported_names as by_name
from cyclades_accounts.sql._work import Repository

_this_slip = (
    papillons.c.run_id == bindparam("its_run"),
    papillons.c.account_id == bindparam("its_account"),
    papillons.c.credential_version == bindparam("its_version"),
)


def _slip_key(slip: SealedPapillon) -> Values:
    return {"its_run": slip.run_id, "its_account": slip.account_id, "its_version": slip.credential_version}


def _in_order(slips: Sequence[SealedPapillon]) -> list[SealedPapillon]:
    """Return the slips in the order in which every unit locks them."""
    return sorted(slips, key=lambda slip: (slip.run_id, slip.account_id, slip.credential_version))


def _with(document: Document, sealed: bytes | None) -> Values:
    return {**DOCUMENT.write(document), "sealed": sealed}


_without_content = select(*(column for column in table.c if column.name != "sealed"))


class Documents(Repository):
    """:class:`~cyclades_accounts.repositories.DocumentRepository`."""

    def find(self, *, ids: Collection[DocumentId] = (), runs: Collection[RunId] = ()) -> tuple[Document, ...]:
        """Return the documents that have one of these ids or are of one of these runs."""
        asked = self._work.any_among((table.c.id, ids), (table.c.run_id, runs))
        found = self._work.rows(_without_content.where(asked).order_by(table.c.id))
        return tuple(map(DOCUMENT.read, found))

    def content(self, document_id: DocumentId) -> bytes | None:
        """Return the sealed content, or ``None``."""
        row = self._work.one(select(table.c.sealed).where(table.c.id == document_id))
        return None if row is None or row.sealed is None else bytes(row.sealed)

    def of_school(self, uai: Uai, session: SessionId, *, skip: int, limit: int) -> tuple[Sequence[Document], int]:
        """Return a slice of the documents of a school for a session, newest first, and the number of all."""
        theirs = (table.c.school == uai, table.c.session == session)
        total = self._work.rows(select(func.count()).select_from(table).where(*theirs))[0][0]
        newest = _without_content.where(*theirs).order_by(table.c.created_at.desc(), table.c.rank)
        return tuple(map(DOCUMENT.read, self._work.rows(newest.offset(skip).limit(limit)))), total

    def schools(self) -> tuple[tuple[Uai, SessionId], ...]:
        """Return the schools and sessions that have documents, sorted."""
        pairs = select(table.c.school, table.c.session).distinct().order_by(table.c.school, table.c.session)
        return tuple((row.school, row.session) for row in self._work.rows(pairs))

    def add(self, documents: Sequence[tuple[Document, bytes]], slips: Sequence[SealedPapillon]) -> None:
        """Add documents, each with its sealed content, and sealed slips."""
        self._work.run(self._work.insert(table), list(starmap(_with, documents)))
        self._work.run(self._work.insert(papillons), list(map(PAPILLON.write, slips)))

    def slips(
        self, *, runs: Collection[RunId] = (), accounts: Collection[AccountId] = ()
    ) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips that are of one of these runs or of one of these accounts."""
        asked = self._work.any_among((papillons.c.run_id, runs), (papillons.c.account_id, accounts))
        found = self._work.rows(select(papillons).where(asked).order_by(papillons.c.run_id, papillons.c.rank))
        return tuple(map(PAPILLON.read, found))

    def drop(self, documents: Sequence[Document], slips: Sequence[SealedPapillon]) -> None:
        """Replace each document by the given one without content, and remove these slips, if they exist."""
        self._work.erases = True
        self._update([_with(document, None) for document in documents])
        self._work.run(delete(papillons).where(*_this_slip), [_slip_key(slip) for slip in _in_order(slips)])

    def redraw(self, documents: Sequence[tuple[Document, bytes]]) -> None:
        """Replace documents, each with its sealed content."""
        self._work.erases = True
        self._update(list(starmap(_with, documents)))

    def reseal(self, contents: Mapping[DocumentId, bytes], slips: Sequence[SealedPapillon]) -> None:
        """Replace sealed contents and slips."""
        self._update([{"id": document_id, "sealed": sealed} for document_id, sealed in contents.items()])
        statement = update(papillons).where(*_this_slip)
        self._work.run(statement, [{**_slip_key(slip), "sealed": slip.sealed} for slip in _in_order(slips)])

    def _update(self, rows: Sequence[Values]) -> None:
        keyed = [{"its_id": row.pop("id"), **row} for row in sorted(rows, key=lambda row: row["id"])]
        self._work.run(update(table).where(table.c.id == bindparam("its_id")), keyed)


class Journal(Repository):
    """:class:`~cyclades_accounts.repositories.Journal`; each report is stored as JSON text."""

    def add(self, report: Report) -> None:
        """Add the report of a run."""
        row = report_to_row(report)
        self._work.write_unless(
            lambda: self._refuse(report.run.id), lambda _: self._work.run(self._work.insert(journal), [row])
        )
        self._work.run(self._work.insert(by_name), names_to_rows(report))

    def get(self, run_id: RunId) -> Report | None:
        """Return the report of the run, or ``None``."""
        row = self._work.one(select(journal.c.report).where(journal.c.run_id == run_id))
        return None if row is None else report_from_text(row.report)

    def of_school(self, uai: Uai | None, *, skip: int, limit: int) -> tuple[Sequence[Report], int]:
        """Return a slice of the reports whose run names the school, last added first, and the number of all."""
        theirs = journal.c.school == uai if uai else true()
        total = self._work.rows(select(func.count()).select_from(journal).where(theirs))[0][0]
        last = journal.c.rank.desc()
        found = select(journal.c.rank).where(theirs).order_by(last).offset(skip).limit(limit)  # in the index alone
        rows = self._work.rows(select(journal.c.report).where(journal.c.rank.in_(found)).order_by(last))
        return tuple(report_from_text(row.report) for row in rows), total

    def after(self, number: int, limit: int) -> Sequence[tuple[int, Report]]:
        """Return the first reports of a higher number, each with its number; give numbers to those that have none.

        PostgreSQL gives a rank before the row is committed, so a lower one may become visible after a higher one. A
        number is given to what is visible, by one unit at a time.
        """
        hold(self._work, ["journal"])
        last = select(func.coalesce(func.max(journal.c.number), 0)).scalar_subquery()
        in_order = func.row_number().over(order_by=journal.c.rank)
        new = select(journal.c.rank, (last + in_order).label("number")).where(journal.c.number.is_(None)).subquery()
        self._work.run(update(journal).where(journal.c.rank == new.c.rank).values(number=new.c.number))
        later = select(journal.c.number, journal.c.report).where(journal.c.number > number)
        rows = self._work.rows(later.order_by(journal.c.number).limit(limit))
        return tuple((row.number, report_from_text(row.report)) for row in rows)

    def naming(self, names: Collection[str]) -> tuple[RunId, ...]:
        """Return the runs whose report tells one of these names, sorted."""
        told = select(by_name.c.run_id).where(self._work.among(by_name.c.name, names)).distinct()
        return tuple(row.run_id for row in self._work.rows(told.order_by(by_name.c.run_id)))

    def named(self, after: str, limit: int) -> tuple[CandidateId, ...]:
        """Return the first keys of people greater than ``after`` that reports name, sorted."""
        keys = select(by_name.c.name).where(by_name.c.name > after, by_name.c.is_key).distinct()
        return tuple(row.name for row in self._work.rows(keys.order_by(by_name.c.name).limit(limit)))

    def redact(self, reports: Sequence[Report]) -> None:
        """Replace the report of each run by the given one, without an erased person."""
        rows = sorted(map(report_to_row, reports), key=lambda row: row["run_id"])
        runs = [row["run_id"] for row in rows]
        emptied = {"report": "", "redactions": journal.c.redactions + 1}  # a guard lets the names of such a report go
        self._work.run(update(journal).where(self._work.among(journal.c.run_id, runs)).values(emptied))
        self._work.run(delete(by_name).where(self._work.among(by_name.c.run_id, runs)))
        keyed = [{"its_id": row["run_id"], "report": row["report"]} for row in rows]
        self._work.run(update(journal).where(journal.c.run_id == bindparam("its_id")), keyed)
        self._work.run(self._work.insert(by_name), [row for report in reports for row in names_to_rows(report)])

    def _refuse(self, run_id: RunId) -> None:
        if self.get(run_id) is not None:
            raise RunIdReusedError(run_id)
