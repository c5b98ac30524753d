"""Opening a document again (M9, M16): the journal keeps who opened it, and each slip is told to hold or not."""

from attrs import field, frozen

from cyclades_accounts.errors import SealerFailedError
from cyclades_accounts.identifiers import DocumentId, Uai
from cyclades_accounts.model import Document, OpeningReport, Run, Secret, Standing
from cyclades_accounts.papillons import EmailPapillon, Papillon
from cyclades_accounts.provisioning._host import Host, call, in_one_unit, reading
from cyclades_accounts.provisioning._shared.slips import find_papillons, open_papillons, purged, unseal


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


def _hidden(content: bytes | Secret[bytes]) -> Secret[bytes]:
    return content if isinstance(content, Secret) else Secret(content)


@frozen
class OpenedDocument:
    """A document as it was made, and what became of each of its slips since."""

    document: Document
    _content: Secret[bytes] = field(alias="content", converter=_hidden, repr=False, hash=False)
    papillons: tuple[OpenedPapillon, ...]
    """Its slips with a password, in its order."""
    report: OpeningReport
    """What the journal keeps of this opening."""
    email_papillons: tuple[OpenedEmailPapillon, ...] = ()
    """Its slips without, in its order."""

    @property
    def content(self) -> bytes:
        """The document itself, byte for byte; it shows passwords."""
        return self._content.reveal()

    @property
    def holding(self) -> tuple[OpenedPapillon, ...]:
        """The slips that still open their account."""
        return tuple(one for one in self.papillons if one.standing.holds)


def open_document(host: Host, run: Run, uai: Uai, document_id: DocumentId) -> OpenedDocument:
    """Open a document. The report of the opening is in the journal before anything is unsealed.

    Where it cannot be unsealed, the journal has a line of a showing that did not happen. The opposite never happens.

    Raises:
        RunIdReusedError: the journal knows the run id.
        UnknownDocumentError: no document of the school has this id.
        PurgedDocumentError: its content was purged.
        WrongKeyError: the sealer lacks the key.
        AlteredDocumentError: the stored bytes are not the ones that were sealed.
    """
    with reading(host.store) as unit:
        kept = find_papillons(unit, host, uai, document_id, run.at)
        sealed = unit.documents.content(document_id)
    document = kept.document
    if sealed is None:
        raise purged(document)
    report = OpeningReport(run, document.uai, document.session_id, document.run_id, document.id, tuple(kept.standings))
    in_one_unit(host.store, run, OpeningReport, lambda _: report, recalls=False)
    slips = [(slip, kept.standings[slip.account_id]) for slip in open_papillons(host, document, kept.papillons)]
    return OpenedDocument(
        document=document,
        papillons=tuple(OpenedPapillon(slip, found) for slip, found in slips if isinstance(slip, Papillon)),
        report=report,
        email_papillons=tuple(OpenedEmailPapillon(slip, now) for slip, now in slips if isinstance(slip, EmailPapillon)),
        # Wrapped at once, so that no error passes while the bytes stand in a frame.
        content=call(SealerFailedError, lambda: Secret(unseal(host, sealed, document.context, document.reference))),
    )
