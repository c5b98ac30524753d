"""The endpoint of exam managers. It writes the host's own rows: the library reads them."""

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import delete

from cyclades_accounts import School
from fastapi_host.desks import SessionDep, find_manager
from fastapi_host.tables import Establishment, Secretary

router = APIRouter(dependencies=[Depends(find_manager)])


class SchoolIn(BaseModel):
    """A school as the exam manager describes it (M1)."""

    name: str
    manages_candidates: bool
    secretaries: list[str]
    """Who may act for the school."""


@router.put("/schools/{uai}", status_code=204)
def put_school(*, uai: str, school: SchoolIn, session: SessionDep) -> None:
    """Enter a school, whether it may make accounts, and who works there: all of it or nothing."""
    value = School(
        uai, school.name, manages_candidates=school.manages_candidates
    )  # refuses what the library cannot read
    session.merge(Establishment(uai=value.uai, name=value.name, manages_candidates=value.manages_candidates))
    session.execute(delete(Secretary).where(Secretary.school == value.uai))
    session.add_all(Secretary(school=value.uai, name=name) for name in set(school.secretaries))
