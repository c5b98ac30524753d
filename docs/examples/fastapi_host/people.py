"""The people of the host, as the library reads them on the connection of its unit of work: three methods."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import Connection, select

from cyclades_accounts import Candidate, Candidature, School
from cyclades_accounts.people import Row, row
from fastapi_host.tables import Entry, Establishment

SCHOOLS: Final = Establishment.__table__
ENTRIES: Final = Entry.__table__


class OwnPeople:
    """The people, over the connection that the store works on."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def school(self, uai: str) -> School | None:
        """Return the school, or ``None``."""
        found = self._db.execute(select(SCHOOLS).where(SCHOOLS.c.uai == uai)).one_or_none()
        return School(found.uai, found.name, manages_candidates=found.manages_candidates) if found else None

    def of_school(self, uai: str, session: str) -> Iterable[Row]:
        """Return every entry of a school for a session."""
        mine = (ENTRIES.c.school == uai) & (ENTRIES.c.session == session)
        return map(read, self._db.execute(select(ENTRIES).where(mine)))

    def of_candidates(self, ids: Collection[str]) -> Iterable[Candidature]:
        """Return every entry of these pupils that is a candidature, in one statement."""
        found = map(read, self._db.execute(select(ENTRIES).where(ENTRIES.c.pupil.in_(ids))))
        return [one for one in found if isinstance(one, Candidature)]


def read(found: Any) -> Row:  # noqa: ANN401  # a row of the table
    """Return the candidature of an entry, or why it is none."""
    labels = {"serie": found.serie, "division": found.division, "qualification": found.qualification}

    def build() -> Candidature:
        person = Candidate(found.pupil, found.family_name, found.given_names, found.birth_date, found.usage_name)
        return Candidature(
            person, found.school, found.session, found.state, found.email, category=found.category, **labels
        )

    return row(found.pupil, f"{found.family_name} {found.given_names}", build, **labels)


def entry_of(one: Candidature) -> Entry:
    """Return the entry of a candidature, for the host to write."""
    person = one.candidate
    return Entry(
        pupil=person.id,
        school=one.uai,
        session=one.session_id,
        family_name=person.family_name,
        given_names=person.given_names,
        usage_name=person.usage_name,
        birth_date=person.birth_date,
        state=one.status,
        email=one.email,
        serie=one.serie,
        division=one.division,
        qualification=one.qualification,
        category=one.category,
    )
