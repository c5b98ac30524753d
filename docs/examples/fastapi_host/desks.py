"""What an endpoint is given: a desk for a secretary, the candidates' activities for the login page, a session."""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated

from attrs import evolve, frozen
from fastapi import Depends, Header, HTTPException, Request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cyclades_accounts import Desk, ExamSession, Provisioning
from cyclades_accounts.identifiers import parse_uai
from cyclades_accounts.provisioning import CandidateActivities
from fastapi_host.database import open_store, transaction
from fastapi_host.tables import Secretary


@frozen
class Host:
    """What the dependencies make desks of; no endpoint sees it."""

    engine: Engine
    provisioning: Provisioning
    """Its store opens transactions of its own: right for reading, and for what stands alone."""
    sessions: Mapping[int, ExamSession]
    managers: Collection[str]
    """The exam managers, who enter schools and name their secretaries."""

    def within(self, session: Session) -> Provisioning:
        """Return the same inside the host's transaction: the people are read there too."""
        return evolve(self.provisioning, store=open_store(self.engine).on_connection(session.connection()))


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


def find_run_id(desk: ReadingDesk, idempotency_key: Annotated[str | None, Header()] = None) -> str | None:
    """Return the run id: the client's key, and the school, so that nobody takes an id of another school."""
    return None if idempotency_key is None else f"{idempotency_key}/{desk.uai}"


def find_candidates(host: HostDep) -> CandidateActivities:
    """Return all that the login page gets: it can neither open a document nor make an account."""
    return host.provisioning.candidates


def find_manager(host: HostDep, actor: ActorDep) -> str:
    """Return the exam manager who asks."""
    if actor not in host.managers:
        raise HTTPException(403)
    return actor


WritingDesk = Annotated[Desk, Depends(open_desk)]
Candidates = Annotated[CandidateActivities, Depends(find_candidates)]
RunIdDep = Annotated[str | None, Depends(find_run_id)]
