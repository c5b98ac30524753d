"""An honest reprint: the slips that still hold, and no other, drawn as a new document (M9, M16)."""

from collections.abc import Sequence

from cyclades_accounts.errors import StalePlanError
from cyclades_accounts.identifiers import DocumentId, digest
from cyclades_accounts.model import (
    LeftOut,
    ReprintReport,
    Run,
)
from cyclades_accounts.papillons import Layout
from cyclades_accounts.provisioning._host import Caller, find_report, granted_school, reading, retry, writing
from cyclades_accounts.provisioning._shared.sessions import keep_session
from cyclades_accounts.provisioning._shared.slips import (
    KeptPapillons,
    Sealed,
    batch_again,
    find_papillons,
    purged,
    render_documents,
)


def reprint(
    caller: Caller, run: Run, document_id: DocumentId, *, title: str, layouts: Sequence[Layout]
) -> ReprintReport:
    """Draw again the slips of a document that still hold.

    The document is rendered before the writing unit, and written if each slip is then still what it was; otherwise it
    is rendered again.

    Raises:
        UnknownDocumentError: no document of the school has this id.
        PurgedDocumentError: its slips were purged.
        UnknownSchoolError: see M1.
        ServiceNotGrantedError: see M1.
        SessionDiffersError: the store keeps the desk's session with another label or last day.
        StalePlanError: what the slips open changed meanwhile, several times over.
        UnprintableTextError: a name that the renderer cannot draw.
        PortFailedError: the renderer or the sealer failed.
    """
    host, uai = caller.host, caller.uai

    def attempt(_: int) -> ReprintReport:
        with reading(host.store) as unit:
            known = find_report(unit, run, ReprintReport)
            if known is not None:
                return known
            kept = find_papillons(unit, host, uai, document_id, run.at)
            sessions = (*unit.sessions.all(), caller.session)
            school = granted_school(unit, uai)
        if not kept.papillons:
            raise purged(kept.document)
        sealed = Sealed()
        standings = kept.standings
        holding = [one for one in kept.papillons if standings[one.account_id].holds]
        if holding:
            batch = batch_again(host, kept.document, holding, school=school, sessions=sessions, made_on=run.at.date())
            sealed = render_documents(host, run, kept.document.session_id, title=title, batch=batch, layouts=layouts)
        with writing(host.store) as unit:
            granted_school(unit, uai)  # first, because a store locks what it reads
            known = find_report(unit, run, ReprintReport)
            if known is not None:
                return known
            keep_session(unit, caller.session)
            now = find_papillons(unit, host, uai, document_id, run.at).standings
            if now != standings:
                raise StalePlanError(uai, digest(standings), digest(now))
            unit.documents.add(sealed.documents, sealed.papillons)
            report = _report(run, kept, sealed)
            unit.journal.add(report)
            return report

    return retry(attempt)


def _report(run: Run, kept: KeptPapillons, sealed: Sealed) -> ReprintReport:
    return ReprintReport(
        run=run,
        uai=kept.document.uai,
        session_id=kept.document.session_id,
        source=kept.document.run_id,
        printed=tuple(papillon.account_id for papillon in sealed.papillons),
        left_out=tuple(
            LeftOut(papillon.account_id, papillon.credential_version, kept.standings[papillon.account_id])
            for papillon in kept.papillons
            if not kept.standings[papillon.account_id].holds
        ),
        documents=tuple(document.id for document, _ in sealed.documents),
    )
