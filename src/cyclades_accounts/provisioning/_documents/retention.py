"""Purging documents by a rule of the host, and sealing them anew with another key."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from attrs import evolve

from cyclades_accounts.errors import AlteredDocumentError, RetentionRuleFailedError, SealerFailedError, WrongKeyError
from cyclades_accounts.identifiers import RunId, SessionId, Uai
from cyclades_accounts.model import Account, Document, ExamSession, PurgeReport, ResealReport, Run, SealedPapillon
from cyclades_accounts.provisioning._host import Host, all_pages, call, known_school, spec_of
from cyclades_accounts.provisioning._shared.slips import unseal
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
    return call(RetentionRuleFailedError, lambda: tuple(one.document for one in kept if rule.is_over(one, now)))


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
        rule=spec_of(RetentionRuleFailedError, rule),
        documents=tuple(document.id for document in documents),
        papillons=len(papillons),
    )


def reseal(host: Host, unit: UnitOfWork, run: Run, uai: Uai, session: SessionId) -> ResealReport:
    """Seal anew with the present key whatever of a school and session another key sealed.

    What does not open stays as it is, and the report names it: one damaged slip must not keep an old key in use.

    Raises:
        UnknownSchoolError: the store does not know the school.
    """
    known_school(unit, uai)
    documents = list(documents_of(unit, uai, session))
    slips = unit.documents.slips(runs={document.run_id for document in documents})
    damaged: list[str] = []

    def anew(one: Document | SealedPapillon, sealed: bytes | None, context: str) -> bytes | None:
        try:
            if sealed is None or _is_current(host, sealed):
                return None
            return call(
                SealerFailedError, lambda: host.sealer.seal(unseal(host, sealed, context, one.reference), context)
            )
        except (AlteredDocumentError, WrongKeyError):
            damaged.append(one.reference)
            return None

    contents = ((one, unit.documents.content(one.id)) for one in documents)
    renewed = {one.id: new for one, sealed in contents if (new := anew(one, sealed, one.context))}
    papillons = [evolve(one, sealed=new) for one in slips if (new := anew(one, one.sealed, one.context(uai, session)))]
    unit.documents.reseal(renewed, papillons)
    return ResealReport(run, uai, session, len(renewed), len(papillons), tuple(damaged))


def is_to_reseal(host: Host, unit: UnitOfWork, uai: Uai, session: SessionId) -> bool:
    """Whether another key than the present one sealed anything of a school and session.

    Raises:
        SealerFailedError: the sealer failed.
    """
    documents = list(documents_of(unit, uai, session))
    slips = (slip.sealed for slip in unit.documents.slips(runs={document.run_id for document in documents}))
    contents = (unit.documents.content(document.id) for document in documents)
    return any(sealed is not None and not _is_current(host, sealed) for sealed in chain(slips, contents))


def _is_current(host: Host, sealed: bytes) -> bool:
    return call(SealerFailedError, lambda: host.sealer.is_current(sealed))


def documents_of(unit: UnitOfWork, uai: Uai, session: SessionId) -> Iterator[Document]:
    """Go through the documents of a school for a session, newest first."""
    return all_pages(lambda skip, limit: unit.documents.of_school(uai, session, skip=skip, limit=limit))
