"""The service. Every endpoint is a plain function: FastAPI runs it in a thread, and hashing uses every core."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated

from attrs import evolve, frozen
from fastapi import Body, Depends, FastAPI, Header, HTTPException, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cyclades_accounts import ExamSession, Provisioning, RefusalReason, School
from cyclades_accounts.identifiers import DocumentId, parse_uai
from cyclades_accounts.rosters import FRENCH_ROSTER_TEXTS, read_roster
from cyclades_accounts.sql import SqlStore
from fastapi_host import problems
from fastapi_host.database import Delivery, transaction


@frozen
class Host:
    """What the endpoints work with."""

    engine: Engine
    store: SqlStore
    service: Provisioning
    """Its store opens transactions of its own: right for reading, and for what stands alone."""
    sessions: Mapping[int, ExamSession]

    def within(self, session: Session) -> Provisioning:
        """Return the activities inside the host's transaction."""
        return evolve(self.service, store=self.store.on_connection(session.connection()))


def create_app(engine: Engine, service: Provisioning, sessions: Mapping[int, ExamSession]) -> FastAPI:
    """Return the application."""
    app = FastAPI(title="Comptes des candidats", dependencies=[Depends(find_actor)])
    app.state.host = Host(engine, SqlStore(engine), service, sessions)
    problems.install(app)
    app.put("/schools/{uai}", status_code=204)(put_school)
    app.post("/schools/{uai}/sessions/{year}/candidatures")(import_candidatures)
    app.post("/schools/{uai}/sessions/{year}/runs", status_code=201)(generate)
    app.get("/schools/{uai}/sessions/{year}/coverage")(coverage)
    app.get("/schools/{uai}/sessions/{year}/documents")(documents)
    app.get("/documents/{document_id}", response_class=Response)(download)
    return app


# ---------------------------------------------------------------------------------------------- what requests bring


def find_host(request: Request) -> Host:
    """Return what the endpoints work with."""
    host: Host = request.app.state.host
    return host


def find_actor(x_actor: Annotated[str | None, Header()] = None) -> str:
    """Return who asks. A real host authenticates, and asks whether the actor may act for the school."""
    if not x_actor:
        raise HTTPException(401)
    return x_actor


def find_exam(year: int, host: Annotated[Host, Depends(find_host)]) -> ExamSession:
    """Return the exam session of the year."""
    if year not in host.sessions:
        raise HTTPException(404)
    return host.sessions[year]


def open_session(host: Annotated[Host, Depends(find_host)]) -> Iterator[Session]:
    """Yield the session of the request."""
    yield from transaction(host.engine)


HostDep = Annotated[Host, Depends(find_host)]
ActorDep = Annotated[str, Depends(find_actor)]
ExamDep = Annotated[ExamSession, Depends(find_exam)]
# «function»: commit before the answer leaves. By default FastAPI commits afterwards, and may have promised too much.
SessionDep = Annotated[Session, Depends(open_session, scope="function")]
RetryKey = Annotated[str | None, Header(alias="Idempotency-Key")]


# -------------------------------------------------------------------------------------------------- what they get


class SchoolIn(BaseModel):
    """A school as the exam manager describes it (M1)."""

    name: str
    manages_candidates: bool


class Imported(BaseModel):
    """What an import did."""

    registered: int
    missing: list[str]
    problems: list[str]


class RunOut(BaseModel):
    """What a run did."""

    run_id: str
    created: int
    kept: int
    refused: dict[str, RefusalReason]
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


# ------------------------------------------------------------------------------------------------------ endpoints


def put_school(*, uai: str, school: SchoolIn, host: HostDep, session: SessionDep, actor: ActorDep) -> None:
    """Register a school, and whether it may make accounts."""
    value = School(uai, school.name, manages_candidates=school.manages_candidates)
    host.within(session).register_school(value, actor=actor)


def import_candidatures(
    *,
    uai: str,
    exam: ExamDep,
    content: Annotated[bytes, Body(media_type="text/csv")],
    host: HostDep,
    session: SessionDep,
    actor: ActorDep,
) -> Imported:
    """Read the file of a school and register its candidatures. A real host bounds the size of the file."""
    roster = read_roster(content, school=parse_uai(uai), session=exam.id)
    report = host.within(session).register_roster(uai, exam, roster.candidatures, actor=actor)
    return Imported(
        registered=report.registered,
        missing=list(report.missing),
        problems=[FRENCH_ROSTER_TEXTS.sentence(one) for one in roster.problems],
    )


def generate(
    *, uai: str, exam: ExamDep, host: HostDep, session: SessionDep, actor: ActorDep, idempotency_key: RetryKey = None
) -> RunOut:
    """Create the missing accounts, and note in the same transaction that their slips must be delivered."""
    report = host.within(session).generate(uai, exam, run_id=idempotency_key, actor=actor)
    if report.created:  # merge and not add: a retry gets the report of the first try
        delivery = Delivery(run_id=report.run.id, school=uai, asked_by=actor, slips=len(report.created))
        session.merge(delivery)
    return RunOut(
        run_id=report.run.id,
        created=len(report.created),
        kept=len(report.kept),
        refused={one.candidate_id: one.refusal.reason for one in report.refused if one.refusal},
        documents=list(report.documents),
    )


def coverage(*, uai: str, exam: ExamDep, host: HostDep) -> CoverageOut:
    """Read who has an account, and why the others have none."""
    found = host.service.coverage(uai, exam)
    return CoverageOut(
        candidates=found.candidates,
        with_account=found.with_account,
        missing={one.candidate_id: one.refusal.reason if one.refusal else None for one in found.missing},
        message=host.service.coverage_message(found),
    )


def documents(
    *,
    uai: str,
    exam: ExamDep,
    host: HostDep,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1)] = 20,
) -> DocumentPage:
    """List the documents, newest first."""
    found = host.service.documents(uai, exam, page=page, size=size)
    return DocumentPage(
        items=[DocumentOut.model_validate(one, from_attributes=True) for one in found.items],
        total=found.total,
        message=host.service.documents_message(found),
    )


def download(*, document_id: str, host: HostDep, session: SessionDep, actor: ActorDep) -> Response:
    """Return a document. It shows passwords: the journal keeps who asked, and nothing on the way keeps the bytes."""
    opened = host.within(session).open_document(DocumentId(document_id), actor=actor)
    headers = {"Content-Disposition": f'attachment; filename="{opened.document.name}"', "Cache-Control": "no-store"}
    return Response(opened.content, media_type="application/pdf", headers=headers)
