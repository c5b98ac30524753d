"""Opening a document again (M9, M16): the journal keeps who opened it, and each slip is told to hold or not."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from cyclades_accounts.errors import PurgedDocumentError, SealerFailedError, UnknownDocumentError
from cyclades_accounts.identifiers import AccountId, DocumentId, Uai
from cyclades_accounts.model import (
    Account,
    Document,
    OpeningReport,
    Run,
    SealedPapillon,
    Standing,
    standing,
)
from cyclades_accounts.papillons import EmailPapillon, Papillon
from cyclades_accounts.provisioning._host import Host, call, in_one_unit, reading
from cyclades_accounts.provisioning._shared.slips import open_papillons
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


def find_papillons(unit: UnitOfWork, uai: Uai, document_id: DocumentId) -> KeptPapillons:
    """Return the slips of a document of a school, in order, with the accounts as they stand.

    Raises:
        UnknownDocumentError: no document of the school has this id.
    """
    document = next((one for one in unit.documents.find(ids=[document_id]) if one.uai == uai), None)
    if document is None:
        raise UnknownDocumentError(document_id)
    papillons = unit.documents.slips(runs=[document.run_id])
    accounts = unit.accounts.find(ids=[papillon.account_id for papillon in papillons])
    return KeptPapillons(document, papillons, {account.id: account for account in accounts})


def open_document(host: Host, run: Run, uai: Uai, document_id: DocumentId) -> OpenedDocument:
    """Open a document. The report of the opening is in the journal before the caller has the document.

    Raises:
        UnknownDocumentError: no document of the school has this id.
        PurgedDocumentError: its content was purged.
        WrongKeyError: the sealer lacks the key.
        AlteredDocumentError: the stored bytes are not the ones that were sealed.
    """
    with reading(host.store) as unit:
        kept = find_papillons(unit, uai, document_id)
        sealed = unit.documents.content(document_id)
        standings = kept.standings(run.at)
    document = kept.document
    if sealed is None:
        raise purged(document)
    content = call(SealerFailedError, lambda: host.sealer.open(sealed, document.context))
    slips = [(slip, standings[slip.account_id]) for slip in open_papillons(host, kept.papillons)]
    report = OpeningReport(run, document.uai, document.session_id, document.run_id, document.id)
    return OpenedDocument(
        document=document,
        content=content,
        papillons=tuple(OpenedPapillon(slip, found) for slip, found in slips if isinstance(slip, Papillon)),
        report=in_one_unit(host.store, run, OpeningReport, lambda _: report),
        email_papillons=tuple(OpenedEmailPapillon(slip, now) for slip, now in slips if isinstance(slip, EmailPapillon)),
    )


def purged(document: Document) -> PurgedDocumentError:
    """Return the error for a document without content."""
    return PurgedDocumentError(document.id, document.purged_at.isoformat() if document.purged_at else "")
