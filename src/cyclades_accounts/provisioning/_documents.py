"""The documents, listed and opened again (M9, M16). Whoever opens one is noted, and told which slips still hold."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from cyclades_accounts.errors import InvalidValueError, PurgedDocumentError, SealerFailedError, UnknownDocumentError
from cyclades_accounts.identifiers import AccountId, DocumentId, SessionId, Uai
from cyclades_accounts.messages import Messages
from cyclades_accounts.model import (
    Account,
    Document,
    OpeningReport,
    Page,
    Report,
    Run,
    SealedPapillon,
    Standing,
    standing,
)
from cyclades_accounts.papillons import EmailPapillon, Papillon
from cyclades_accounts.provisioning._guard import call, reading
from cyclades_accounts.provisioning._once import known_school, once
from cyclades_accounts.provisioning._papillon_data import open_papillon
from cyclades_accounts.provisioning._tools import Tools
from cyclades_accounts.repositories import UnitOfWork


@frozen
class OpenedPapillon:
    """A slip as it was made, its password included, and what became of it since."""

    papillon: Papillon
    standing: Standing


@frozen
class OpenedEmailPapillon:
    """A slip without password, of a candidate who logs in by e-mail (M8), and what became of the account since."""

    papillon: EmailPapillon
    standing: Standing


@frozen
class OpenedDocument:
    """A document as it was made, and what became of each of its slips since."""

    document: Document
    content: bytes = field(repr=False)
    """The document itself, byte for byte; it shows passwords."""
    papillons: tuple[OpenedPapillon, ...]
    """Its slips with a password, in its order."""
    report: OpeningReport
    """What the journal keeps of this opening."""
    email_papillons: tuple[OpenedEmailPapillon, ...] = ()
    """Its slips without, in its order."""

    @property
    def holding(self) -> tuple[OpenedPapillon, ...]:
        """The slips that still open their account."""
        return tuple(one for one in self.papillons if one.standing.holds)


@frozen
class KeptPapillons:
    """A document of the list and the slips in it, still sealed."""

    document: Document
    papillons: tuple[SealedPapillon, ...]
    accounts: Mapping[AccountId, Account]

    def standings(self, now: datetime) -> dict[AccountId, Standing]:
        """Return what became of each slip until ``now``, in order; an account has one slip in a document."""
        return {
            papillon.account_id: standing(self.accounts[papillon.account_id], papillon.credential_version, now)
            for papillon in self.papillons
        }


def find_document(unit: UnitOfWork, document_id: DocumentId) -> Document:
    """Return a document of the list.

    Raises:
        UnknownDocumentError: no document has this id.
    """
    document = unit.documents.get(document_id)
    if document is None:
        raise UnknownDocumentError(document_id)
    return document


def find_papillons(unit: UnitOfWork, document_id: DocumentId) -> KeptPapillons:
    """Return the slips of a document, in order, with the accounts as they stand.

    Raises:
        UnknownDocumentError: no document has this id.
    """
    document = find_document(unit, document_id)
    papillons = unit.documents.papillons(document.run_id)
    accounts = unit.accounts.by_ids([papillon.account_id for papillon in papillons])
    return KeptPapillons(document, papillons, accounts)


def open_document(tools: Tools, run: Run, document_id: DocumentId) -> OpenedDocument:
    """Open a document; the journal knows of it before the caller has it.

    Raises:
        UnknownDocumentError: no document has this id.
        PurgedDocumentError: its content was purged.
        WrongKeyError: the sealer lacks the key.
        AlteredDocumentError: the stored bytes are not the ones that were sealed.
    """
    with reading(tools.store) as unit:
        kept = find_papillons(unit, document_id)
        sealed = unit.documents.content(document_id)
        standings = kept.standings(run.at)
    document = kept.document
    if sealed is None:
        raise purged(document)
    content = call(SealerFailedError, lambda: tools.sealer.open(sealed, document.context))
    slips = [(open_papillon(tools, papillon), standings[papillon.account_id]) for papillon in kept.papillons]
    report = OpeningReport(run, document.school, document.session, document.run_id, document.id)
    return OpenedDocument(
        document=document,
        content=content,
        papillons=tuple(OpenedPapillon(slip, found) for slip, found in slips if isinstance(slip, Papillon)),
        report=once(tools.store, run, OpeningReport, lambda _: report),
        email_papillons=tuple(OpenedEmailPapillon(slip, now) for slip, now in slips if isinstance(slip, EmailPapillon)),
    )


def purged(document: Document) -> PurgedDocumentError:
    """Return the error for a document without content."""
    return PurgedDocumentError(document.id, document.purged_at.isoformat() if document.purged_at else "")


def documents(tools: Tools, uai: Uai, session: SessionId, *, page: int, size: int) -> Page[Document]:
    """Return a page of the documents of a school for a session, newest first.

    Raises:
        UnknownSchoolError: the store does not know the school.
        InvalidValueError: ``page`` or ``size`` is below 1.
    """
    skip = _skip(page, size)
    with reading(tools.store) as unit:
        known_school(unit, uai)
        items, total = unit.documents.of_school(uai, session, skip=skip, limit=size)
    return Page(tuple(items), skip + 1 if items else 0, total)


def journal(tools: Tools, uai: Uai, *, page: int, size: int) -> Page[Report]:
    """Return a page of what was done in the name of a school, newest first.

    Raises:
        UnknownSchoolError: the store does not know the school.
        InvalidValueError: ``page`` or ``size`` is below 1.
    """
    skip = _skip(page, size)
    with reading(tools.store) as unit:
        known_school(unit, uai)
        items, total = unit.journal.of_school(uai, skip=skip, limit=size)
    return Page(tuple(items), skip + 1 if items else 0, total)


def _skip(page: int, size: int) -> int:
    for name, value in (("page", page), ("size", size)):
        if value < 1:
            raise InvalidValueError(name, str(value), "a whole number from 1")
    return (page - 1) * size


def page_message(page: Page[Document], messages: Messages) -> str:
    """Return « Affichage de l'élément 1 à 1 sur 1 élément(s) » for a page (M16)."""
    last = page.first + len(page.items) - 1 if page.items else 0
    return messages.page.format(first=page.first, last=last, total=page.total)
