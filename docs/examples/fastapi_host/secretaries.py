"""The endpoints of a secretary. Each is given a desk, and behind the router nobody comes without a right to it."""

from datetime import datetime
from mimetypes import guess_type
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query, Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from cyclades_accounts import Criteria, Desk, RefusalReason
from cyclades_accounts.model import RunReport
from cyclades_accounts.rosters import FRENCH_ROSTER_TEXTS, read_roster
from fastapi_host.desks import ReadingDesk, RunIdDep, SessionDep, WritingDesk, find_desk
from fastapi_host.people import entry_of
from fastapi_host.tables import Delivery

router = APIRouter(prefix="/schools/{uai}/sessions/{year}", dependencies=[Depends(find_desk)])


class Imported(BaseModel):
    """What an import did."""

    entered: int
    problems: list[str]


class RegenerationIn(BaseModel):
    """Whom a regeneration is for (M14). An unknown field is refused: a misspelt criterion must not widen the choice."""

    model_config = ConfigDict(extra="forbid", strict=True)

    candidates: list[str] | None = None
    divisions: list[str] | None = None
    lift_limit: bool = False
    """« Supprimer limitation à un élève »."""


class RunOut(BaseModel):
    """What a run did."""

    run_id: str
    created: int
    renewed: int
    kept: int
    refused: dict[str, RefusalReason]
    documents: list[str]


class ReprintOut(BaseModel):
    """What a reprint did."""

    run_id: str
    printed: int
    left_out: int
    """Slips that open nothing any more."""
    documents: list[str]


class DocumentOut(BaseModel):
    """A line of the list of documents (M16)."""

    id: str
    title: str
    layout: str
    size: int
    papillons: int
    created_at: datetime


class DocumentPage(BaseModel):
    """A page of the list."""

    items: list[DocumentOut]
    total: int
    message: str


class CoverageOut(BaseModel):
    """Whether every account exists (M12)."""

    candidates: int
    with_account: int
    missing: dict[str, RefusalReason | None]
    message: str


# ------------------------------------------------------------------------------------------------------------- runs


@router.post("/candidatures")
def import_candidatures(
    *, desk: ReadingDesk, session: SessionDep, content: Annotated[bytes, Body(media_type="text/csv")]
) -> Imported:
    """Read the file of a school and enter its pupils in the host's table. A real host bounds the size of the file."""
    roster = read_roster(content, uai=desk.uai, session_id=desk.session.id)
    for one in roster.candidatures:
        session.merge(entry_of(one))
    problems = [FRENCH_ROSTER_TEXTS.sentence(one) for one in roster.problems]
    return Imported(entered=len(roster.candidatures), problems=problems)


@router.post("/runs", status_code=201)
def generate(*, desk: WritingDesk, session: SessionDep, run_id: RunIdDep) -> RunOut:
    """Create the missing accounts, and note in the same transaction that their slips must be delivered."""
    return deliver(desk, session, desk.generate(run_id=run_id))


@router.post("/regenerations", status_code=201)
def regenerate(*, asked: RegenerationIn, desk: WritingDesk, session: SessionDep, run_id: RunIdDep) -> RunOut:
    """Give a new password to one candidate, or to several where the limit is lifted."""
    criteria = Criteria(candidates=asked.candidates, divisions=asked.divisions)
    return deliver(desk, session, desk.regenerate(criteria, lift_limit=asked.lift_limit, run_id=run_id))


def deliver(desk: Desk, session: Session, report: RunReport) -> RunOut:
    """Note the slips of a run for delivery, and return what the run did."""
    slips = len(report.created) + len(report.renewed)
    if slips:  # merge and not add: a retry gets the report of the first try
        session.merge(Delivery(run_id=report.run.id, school=desk.uai, asked_by=desk.actor, slips=slips))
    return RunOut(
        run_id=report.run.id,
        created=len(report.created),
        renewed=len(report.renewed),
        kept=len(report.kept),
        refused={one.candidate_id: one.refusal.reason for one in report.refused if one.refusal},
        documents=list(report.documents),
    )


@router.get("/coverage")
def coverage(*, desk: ReadingDesk) -> CoverageOut:
    """Read who has an account, and why the others have none."""
    found = desk.coverage()
    return CoverageOut(
        candidates=found.candidates,
        with_account=found.with_account,
        missing={one.candidate_id: one.refusal.reason if one.refusal else None for one in found.missing},
        message=desk.coverage_message(found),
    )


# -------------------------------------------------------------------------------------------------------- documents


@router.get("/documents")
def documents(
    *, desk: ReadingDesk, page: Annotated[int, Query(ge=1)] = 1, size: Annotated[int, Query(ge=1)] = 20
) -> DocumentPage:
    """List the documents, newest first."""
    found = desk.documents.page(page=page, size=size)
    return DocumentPage(
        items=[DocumentOut.model_validate(one, from_attributes=True) for one in found.items],
        total=found.total,
        message=desk.documents.page_message(found),
    )


@router.get("/documents/{document_id}", response_class=Response)
def download(*, document_id: str, desk: WritingDesk) -> Response:
    """Return a document. It shows passwords: the journal keeps who asked, and nothing on the way keeps the bytes."""
    opened = desk.documents.open(document_id)
    headers = {"Content-Disposition": f'attachment; filename="{opened.document.name}"', "Cache-Control": "no-store"}
    return Response(opened.content, media_type=guess_type(opened.document.name)[0], headers=headers)


@router.post("/documents/{document_id}/reprints", status_code=201)
def reprint(*, document_id: str, desk: WritingDesk, run_id: RunIdDep) -> ReprintOut:
    """Draw the slips that still hold as a new document; no password changes."""
    report = desk.documents.reprint(document_id, run_id=run_id)
    return ReprintOut(
        run_id=report.run.id,
        printed=len(report.printed),
        left_out=len(report.left_out),
        documents=list(report.documents),
    )
