"""The same people read with psycopg alone: the three methods again, over what ``people.py`` makes of a row."""

from collections.abc import Collection, Iterable
from typing import Any

from psycopg import Connection, Cursor
from psycopg.rows import namedtuple_row

from cyclades_accounts import Candidature, School
from cyclades_accounts.people import Row, integer_keys
from own_people.people import ROWS, read


class MyPeople:
    """The people, over a connection of psycopg."""

    def __init__(self, connection: Connection) -> None:
        self._db: Cursor[Any] = connection.cursor(row_factory=namedtuple_row)

    def school(self, uai: str) -> School | None:
        """Return the school."""
        found = self._db.execute("select * from etablissement where rne = %s", [uai]).fetchone()
        return School(found.rne, found.nom, manages_candidates=bool(found.gestion_candidats)) if found else None

    def of_school(self, uai: str, session: str) -> Iterable[Row]:
        """Return every row of a school for a session."""
        mine = "t.rne = %s and i.examen || '-' || i.annee = %s"
        return map(read, self._db.execute(ROWS + mine, [uai, session]).fetchall())

    def of_candidates(self, ids: Collection[str]) -> Iterable[Candidature]:
        """Return every candidature of these people, in one statement."""
        found = map(read, self._db.execute(ROWS + "e.id = any(%s)", [integer_keys(ids)]).fetchall())
        return [one for one in found if isinstance(one, Candidature)]
