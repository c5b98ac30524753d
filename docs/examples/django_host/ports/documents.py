"""Documents and slips."""

from collections.abc import Collection, Mapping, Sequence

from cyclades_accounts.identifiers import AccountId, DocumentId, RunId, SessionId, Uai
from cyclades_accounts.model import Document, SealedPapillon
from django_host import models
from django_host.ports.base import Port
from django_host.values import document_row, document_value, slip_row, slip_value


class Documents(Port):
    """:class:`cyclades_accounts.repositories.DocumentRepository`; lists leave the sealed bytes where they are."""

    def add(self, document: Document, sealed: bytes) -> None:
        """Add a document with its sealed content."""
        self.rows(models.Document).bulk_create([document_row(document, sealed)])

    def get(self, document_id: DocumentId) -> Document | None:
        """Return the document, or ``None``."""
        return next(map(document_value, self.rows(models.Document).defer("sealed").filter(key=document_id)), None)

    def content(self, document_id: DocumentId) -> bytes | None:
        """Return the sealed content, or ``None``."""
        found = self.rows(models.Document).filter(key=document_id).values_list("sealed", flat=True)
        return next((bytes(sealed) for sealed in found if sealed is not None), None)

    def of_school(self, uai: Uai, session: SessionId, *, skip: int, limit: int) -> tuple[Sequence[Document], int]:
        """Return a slice of the documents of a school for a session, newest first, and how many there are."""
        theirs = self.rows(models.Document).filter(school=uai, session=session)
        newest = theirs.defer("sealed").order_by("-created_at", "rank")[skip : skip + limit]
        return tuple(map(document_value, newest)), theirs.count()

    def add_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        """Add the sealed slips of a run, in order."""
        self.rows(models.Slip).bulk_create([slip_row(slip) for slip in papillons])

    def papillons(self, run_id: RunId) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips of a run in the order they were added."""
        return tuple(map(slip_value, self.rows(models.Slip).filter(run__run_id=run_id).order_by("rank")))

    def papillons_of(self, account_ids: Collection[AccountId]) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips of these accounts, sorted by run, account and version."""
        return tuple(sorted(map(slip_value, self.rows(models.Slip).filter(account__in=account_ids)), key=_slip_key))

    def remove_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        """Remove these slips, where they are."""
        wanted = set(map(_slip_key, papillons))  # Django has no portable condition on three columns at once
        theirs = self.rows(models.Slip).filter(account__in={slip.account_id for slip in papillons})
        found = theirs.values_list("rank", "run", "account", "credential_version")
        self.rows(models.Slip).filter(pk__in=[rank for rank, *key in found if tuple(key) in wanted]).delete()

    def of_runs(self, run_ids: Collection[RunId]) -> tuple[Document, ...]:
        """Return the documents of these runs, sorted by id."""
        found = map(document_value, self.rows(models.Document).defer("sealed").filter(run__run_id__in=run_ids))
        return tuple(sorted(found, key=lambda document: document.id))

    def purge(self, documents: Sequence[Document]) -> None:
        """Replace each document by the one given, and drop its content."""
        self.rows(models.Document).bulk_create(
            [document_row(document, None) for document in sorted(documents, key=lambda document: document.id)],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["title", "name", "layout", "size", "papillons", "type", "purged_at", "sealed"],
        )

    def reseal(self, contents: Mapping[DocumentId, bytes], papillons: Sequence[SealedPapillon]) -> None:
        """Replace sealed contents and slips."""
        rows = list(self.rows(models.Document).defer("sealed").filter(key__in=contents).order_by("rank"))
        for row in rows:
            row.sealed = contents[DocumentId(row.key)]
        self.rows(models.Document).bulk_create(
            rows, update_conflicts=True, unique_fields=["rank"], update_fields=["sealed"]
        )
        self.rows(models.Slip).bulk_create(
            [slip_row(slip) for slip in sorted(papillons, key=_slip_key)],
            update_conflicts=True,
            unique_fields=["run", "account", "credential_version"],
            update_fields=["sealed"],
        )


def _slip_key(slip: SealedPapillon) -> tuple[str, str, int]:
    return (slip.run_id, slip.account_id, slip.credential_version)
