"""An honest reprint: the slips that still hold, and no other, drawn as a new document (M9, M16)."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from cyclades_accounts.errors import StalePlanError
from cyclades_accounts.identifiers import AccountId, DocumentId
from cyclades_accounts.model import (
    Document,
    LeftOut,
    ReprintReport,
    Run,
    School,
    SealedPapillon,
    Standing,
    last_full_day,
)
from cyclades_accounts.papillons import EmailPapillon, Layout, PapillonBatch
from cyclades_accounts.provisioning._documents import KeptPapillons, find_papillons, purged
from cyclades_accounts.provisioning._drawing import SealedDocument, draw_documents
from cyclades_accounts.provisioning._guard import reading, writing
from cyclades_accounts.provisioning._once import granted_school, recall
from cyclades_accounts.provisioning._papillon_data import open_papillon, seal_papillon
from cyclades_accounts.provisioning._plan import digest
from cyclades_accounts.provisioning._run import insist
from cyclades_accounts.provisioning._tools import Tools


def reprint(tools: Tools, run: Run, document_id: DocumentId, *, title: str, layouts: Sequence[Layout]) -> ReprintReport:
    """Draw again the slips of a document that still hold.

    Raises:
        UnknownDocumentError: no document has this id.
        PurgedDocumentError: its slips were purged.
        UnknownSchoolError: see M1.
        ServiceNotGrantedError: see M1.
        StalePlanError: what the slips open changed meanwhile, several times over.
        UnprintableTextError: a name that the renderer cannot draw.
        PortFailedError: the renderer or the sealer failed.
    """
    return insist(lambda _: _attempt(tools, run, document_id, title, layouts))


def _attempt(tools: Tools, run: Run, document_id: DocumentId, title: str, layouts: Sequence[Layout]) -> ReprintReport:
    with reading(tools.store) as unit:
        known = recall(unit, run, ReprintReport)
        if known is not None:
            return known
        kept = find_papillons(unit, document_id)
        school = granted_school(unit, kept.document.school)
        standings = kept.standings(run.at)
    if not kept.papillons:
        raise purged(kept.document)
    holding = [one for one in kept.papillons if standings[one.account_id].holds]
    drawn = _Drawn()
    if holding:
        batch = _batch(tools, run, kept.document, school, holding)
        drawn = _Drawn(
            draw_documents(tools, run, kept.document.session, title=title, batch=batch, layouts=layouts),
            tuple(seal_papillon(tools, run, papillon) for papillon in batch.papillons),
        )
    with writing(tools.store) as unit:
        granted_school(unit, school.uai)  # first, because a store locks what it reads
        known = recall(unit, run, ReprintReport)
        if known is not None:
            return known
        now = find_papillons(unit, document_id).standings(run.at)
        if now != standings:
            raise StalePlanError(school.uai, digest(standings), digest(now))
        for document, sealed in drawn.documents:
            unit.documents.add(document, sealed)
        unit.documents.add_papillons(drawn.papillons)
        report = _report(run, kept, standings, drawn)
        unit.journal.add(report)
        return report


@frozen
class _Drawn:
    documents: tuple[SealedDocument, ...] = ()
    papillons: tuple[SealedPapillon, ...] = ()


def _batch(
    tools: Tools, run: Run, document: Document, school: School, holding: Sequence[SealedPapillon]
) -> PapillonBatch:
    papillons = tuple(open_papillon(tools, papillon) for papillon in holding)
    first = papillons[0]  # the slips of a run end together
    last_day = first.last_day if isinstance(first, EmailPapillon) else last_full_day(first.expires_at)
    return PapillonBatch(
        uai=document.school,
        school_name=school.name,
        session=document.session.replace("-", " "),
        last_day=last_day,
        made_on=run.at.date(),
        papillons=papillons,
    )


def _report(run: Run, kept: KeptPapillons, standings: Mapping[AccountId, Standing], drawn: _Drawn) -> ReprintReport:
    return ReprintReport(
        run=run,
        school=kept.document.school,
        session=kept.document.session,
        source=kept.document.run_id,
        printed=tuple(papillon.account_id for papillon in drawn.papillons),
        left_out=tuple(
            LeftOut(papillon.account_id, papillon.credential_version, standings[papillon.account_id])
            for papillon in kept.papillons
            if not standings[papillon.account_id].holds
        ),
        documents=tuple(document.id for document, _ in drawn.documents),
    )
