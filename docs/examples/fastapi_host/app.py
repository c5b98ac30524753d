"""The service. Every endpoint is a plain function: FastAPI runs it in a thread, and hashing uses every core."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Annotated

from attrs import evolve, frozen
from fastapi import Body, Depends, FastAPI, Header, HTTPException, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from cyclades_accounts import Desk, ExamSession, Provisioning, RefusalReason, School
from cyclades_accounts.identifiers import DocumentId, parse_uai
from cyclades_accounts.provisioning import Registry
from cyclades_accounts.rosters import FRENCH_ROSTER_TEXTS, read_roster
from cyclades_accounts.sql import SqlStore
from fastapi_host import problems
from fastapi_host.database import Delivery, Secretary, transaction


@frozen
class Host:
    """What the dependencies make desks of; no endpoint sees it."""

    engine: Engine
    store: SqlStore
    provisioning: Provisioning
    """Its store opens transactions of its own: right for reading, and for what stands alone."""
    sessions: Mapping[int, ExamSession]
    managers: Collection[str]
    """The exam managers, who register schools and name their secretaries."""

    def within(self, session: Session) -> Provisioning:
        """Return the same inside the host's transaction."""
        return evolve(self.provisioning, store=self.store.on_connection(session.connection()))


def create_app(
    engine: Engine, provisioning: Provisioning, sessions: Mapping[int, ExamSession], managers: Collection[str]
) -> FastAPI:
    """Return the application."""
    app = FastAPI(title="Comptes des candidats", dependencies=[Depends(find_actor)])
    app.state.host = Host(engine, SqlStore(engine), provisioning, sessions, managers)
    problems.install(app)
    app.put("/schools/{uai}", status_code=204)(put_school)
    app.post("/schools/{uai}/sessions/{year}/candidatures")(import_candidatures)
    app.post("/schools/{uai}/sessions/{year}/runs", status_code=201)(generate)
    app.get("/schools/{uai}/sessions/{year}/coverage")(coverage)
    app.get("/schools/{uai}/sessions/{year}/documents")(documents)
    app.get("/schools/{uai}/sessions/{year}/documents/{document_id}", response_class=Response)(download)
    return app


# ---------------------------------------------------------------------------------------------- what requests bring


def find_host(request: Request) -> Host:
    """Return what desks are made of."""
    host: Host = request.app.state.host
    return host


def find_actor(x_actor: Annotated[str | None, Header()] = None) -> str:
    """Return who asks. A real host authenticates."""
    if not x_actor:
        raise HTTPException(401)
    return x_actor


HostDep = Annotated[Host, Depends(find_host)]
ActorDep = Annotated[str, Depends(find_actor)]


def open_session(host: HostDep) -> Iterator[Session]:
    """Yield the session of the request."""
    yield from transaction(host.engine)


# «function»: commit before the answer leaves. By default FastAPI commits afterwards, and may have promised too much.
SessionDep = Annotated[Session, Depends(open_session, scope="function")]


def find_desk(uai: str, year: int, host: HostDep, actor: ActorDep) -> Desk:
    """Return the desk of whoever asks, if they may act for the school. It is checked here, and nowhere else."""
    with Session(host.engine) as session:
        if session.get(Secretary, (parse_uai(uai), actor)) is None:
            raise HTTPException(403)
    if year not in host.sessions:
        raise HTTPException(404)
    return host.provisioning.desk(uai, host.sessions[year], actor=actor)


ReadingDesk = Annotated[Desk, Depends(find_desk)]


def open_desk(desk: ReadingDesk, host: HostDep, session: SessionDep) -> Desk:
    """Return the same desk inside the host's transaction."""
    return host.within(session).desk(desk.uai, desk.session, actor=desk.actor)


def open_registry(desk: ReadingDesk, host: HostDep, session: SessionDep) -> Registry:
    """Return the people of the library, for whoever has a desk."""
    return host.within(session).registry(actor=desk.actor)


def open_managers_registry(host: HostDep, session: SessionDep, actor: ActorDep) -> Registry:
    """Return the people of the library, for an exam manager."""
    if actor not in host.managers:
        raise HTTPException(403)
    return host.within(session).registry(actor=actor)


WritingDesk = Annotated[Desk, Depends(open_desk)]
SecretarysRegistry = Annotated[Registry, Depends(open_registry)]
ManagersRegistry = Annotated[Registry, Depends(open_managers_registry)]
RetryKey = Annotated[str | None, Header(alias="Idempotency-Key")]


# -------------------------------------------------------------------------------------------------- what they get


class SchoolIn(BaseModel):
    """A school as the exam manager describes it (M1)."""

    name: str
    manages_candidates: bool
    secretaries: list[str]
    """Who may act for the school."""


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


def put_school(*, uai: str, school: SchoolIn, registry: ManagersRegistry, session: SessionDep) -> None:
    """Register a school, whether it may make accounts, and who works there: all of it or nothing."""
    value = School(uai, school.name, manages_candidates=school.manages_candidates)
    registry.register_school(value)
    session.execute(delete(Secretary).where(Secretary.school == value.uai))
    session.add_all(Secretary(school=value.uai, name=name) for name in set(school.secretaries))


def import_candidatures(
    *, desk: ReadingDesk, registry: SecretarysRegistry, content: Annotated[bytes, Body(media_type="text/csv")]
) -> Imported:
    """Read the file of a school and register its candidatures. A real host bounds the size of the file."""
    roster = read_roster(content, uai=desk.uai, session_id=desk.session.id)
    report = registry.register_roster(desk.uai, desk.session, roster.candidatures)
    return Imported(
        registered=report.registered,
        missing=list(report.missing),
        problems=[FRENCH_ROSTER_TEXTS.sentence(one) for one in roster.problems],
    )


def generate(*, desk: WritingDesk, session: SessionDep, idempotency_key: RetryKey = None) -> RunOut:
    """Create the missing accounts, and note in the same transaction that their slips must be delivered."""
    report = desk.generate(run_id=idempotency_key)
    if report.created:  # merge and not add: a retry gets the report of the first try
        delivery = Delivery(run_id=report.run.id, school=desk.uai, asked_by=desk.actor, slips=len(report.created))
        session.merge(delivery)
    return RunOut(
        run_id=report.run.id,
        created=len(report.created),
        kept=len(report.kept),
        refused={one.candidate_id: one.refusal.reason for one in report.refused if one.refusal},
        documents=list(report.documents),
    )


def coverage(*, desk: ReadingDesk) -> CoverageOut:
    """Read who has an account, and why the others have none."""
    found = desk.coverage()
    return CoverageOut(
        candidates=found.candidates,
        with_account=found.with_account,
        missing={one.candidate_id: one.refusal.reason if one.refusal else None for one in found.missing},
        message=desk.coverage_message(found),
    )


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


def download(*, document_id: str, desk: WritingDesk) -> Response:
    """Return a document. It shows passwords: the journal keeps who asked, and nothing on the way keeps the bytes."""
    opened = desk.documents.open(DocumentId(document_id))
    headers = {"Content-Disposition": f'attachment; filename="{opened.document.name}"', "Cache-Control": "no-store"}
    return Response(opened.content, media_type="application/pdf", headers=headers)
