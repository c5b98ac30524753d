"""Purging documents by a rule of the host, and sealing them anew with another key."""

from collections.abc import Iterator
from datetime import datetime

from cyclades_accounts.errors import RetentionRuleFailedError, SealerFailedError
from cyclades_accounts.identifiers import RunId, SessionId, Uai
from cyclades_accounts.model import Account, Document, ExamSession, PurgeReport, ResealReport, Run, SealedPapillon
from cyclades_accounts.provisioning._host import Host, all_pages, call, known_school
from cyclades_accounts.repositories import UnitOfWork
from cyclades_accounts.retention import KeptDocument, RetentionRule


def due(unit: UnitOfWork, uai: Uai, session: ExamSession, rule: RetentionRule, now: datetime) -> tuple[Document, ...]:
    """Return the documents that the rule lets go, newest first; those without content too, whose slips may be there.

    Raises:
        UnknownSchoolError: the store does not know the school.
        RetentionRuleFailedError: the rule failed.
    """
    known_school(unit, uai)
    documents = list(documents_of(unit, uai, session.id))
    slips = unit.documents.slips(runs={document.run_id for document in documents})
    accounts = {account.id: account for account in unit.accounts.find(ids={slip.account_id for slip in slips})}
    pairs: dict[RunId, list[tuple[Account, int]]] = {document.run_id: [] for document in documents}
    for slip in slips:
        pairs[slip.run_id].append((accounts[slip.account_id], slip.credential_version))
    kept = [KeptDocument(document, session, tuple(pairs[document.run_id])) for document in documents]
    return tuple(one.document for one in kept if _is_over(rule, one, now))


def _is_over(rule: RetentionRule, kept: KeptDocument, now: datetime) -> bool:
    return call(RetentionRuleFailedError, lambda: rule.is_over(kept, now))


def purge(unit: UnitOfWork, run: Run, uai: Uai, session: ExamSession, rule: RetentionRule) -> PurgeReport:
    """Drop the content of the documents that the rule lets go, and the slips of the runs that have none left.

    Raises:
        UnknownSchoolError: the store does not know the school.
        RetentionRuleFailedError: the rule failed; nothing was purged.
    """
    over = due(unit, uai, session, rule, run.at)
    documents = [document for document in over if document.purged_at is None]
    runs = {document.run_id for document in over}
    runs -= {one.run_id for one in unit.documents.find(runs=runs) if one.purged_at is None and one not in documents}
    papillons = unit.documents.slips(runs=runs)
    unit.documents.drop([document.purged(run.at) for document in documents], papillons)
    return PurgeReport(
        run=run,
        uai=uai,
        session_id=session.id,
        rule=rule.spec,
        documents=tuple(document.id for document in documents),
        papillons=len(papillons),
    )


def reseal(host: Host, unit: UnitOfWork, run: Run, uai: Uai, session: SessionId) -> ResealReport:
    """Seal anew with the present key whatever of a school and session another key sealed.

    Raises:
        UnknownSchoolError: the store does not know the school.
        WrongKeyError: the sealer lacks the key of a document; nothing was sealed anew.
        AlteredDocumentError: stored bytes are not the ones that were sealed; nothing was sealed anew.
    """
    known_school(unit, uai)
    documents = list(documents_of(unit, uai, session))
    contents = {document: unit.documents.content(document.id) for document in documents}
    old = {document: sealed for document, sealed in contents.items() if sealed and not _is_current(host, sealed)}
    slips = unit.documents.slips(runs={document.run_id for document in documents})
    papillons = [slip for slip in slips if not _is_current(host, slip.sealed)]
    unit.documents.reseal(
        {document.id: _anew(host, sealed, document.context) for document, sealed in old.items()},
        [
            SealedPapillon(one.run_id, one.account_id, one.credential_version, _anew(host, one.sealed, one.context))
            for one in papillons
        ],
    )
    return ResealReport(run, uai, session, len(old), len(papillons))


def _is_current(host: Host, sealed: bytes) -> bool:
    return call(SealerFailedError, lambda: host.sealer.is_current(sealed))


def _anew(host: Host, sealed: bytes, context: str) -> bytes:
    return call(SealerFailedError, lambda: host.sealer.seal(host.sealer.open(sealed, context), context))


def documents_of(unit: UnitOfWork, uai: Uai, session: SessionId) -> Iterator[Document]:
    """Go through the documents of a school for a session, newest first."""
    return all_pages(lambda skip, limit: unit.documents.of_school(uai, session, skip=skip, limit=limit))
