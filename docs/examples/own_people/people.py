"""The people of the application, read with SQLAlchemy: three methods."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from attrs import evolve
from sqlalchemy import Connection, Date, bindparam, text

from cyclades_accounts import Candidate, Candidature, School
from cyclades_accounts.eligibility import MEMO_RULES
from cyclades_accounts.people import Row, integer_keys, row

RULES: Final = evolve(MEMO_RULES, source="le mémo, et nos états", other_states=["a démissionné", "annulé"])
"""Who gets an account, by the labels of the application: « inscrit » and « pré-inscrit », as the memo has it."""

ROWS: Final = """
    select e.id, e.nom, e.prenoms, e.nom_usage, e.ne_le, t.rne, i.etat, i.courriel, i.serie, i.classe, i.categorie,
        i.examen || '-' || i.annee as session
    from inscription i join eleve e on e.id = i.eleve_id join etablissement t on t.id = i.etablissement_id
    where """

OF_SCHOOL: Final = text(ROWS + "t.rne = :rne and i.examen || '-' || i.annee = :session").columns(ne_le=Date)
OF_PEOPLE: Final = text(ROWS + "e.id in :ids").bindparams(bindparam("ids", expanding=True)).columns(ne_le=Date)


class MyPeople:
    """The people, over the connection that the store works on."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def school(self, uai: str) -> School | None:
        """Return the school; its code UAI is called RNE here."""
        found = self._db.execute(text("select * from etablissement where rne = :rne"), {"rne": uai}).one_or_none()
        return School(found.rne, found.nom, manages_candidates=bool(found.gestion_candidats)) if found else None

    def of_school(self, uai: str, session: str) -> Iterable[Row]:
        """Return every row of a school for a session."""
        return map(read, self._db.execute(OF_SCHOOL, {"rne": uai, "session": session}))

    def of_candidates(self, ids: Collection[str]) -> Iterable[Candidature]:
        """Return every candidature of these people, in one statement."""
        found = map(read, self._db.execute(OF_PEOPLE, {"ids": integer_keys(ids)}))
        return [one for one in found if isinstance(one, Candidature)]


def read(found: Any) -> Row:  # noqa: ANN401  # a row, as whichever driver gives it
    """Return the candidature of a row, or why it is none."""
    name = f"{found.nom} {found.prenoms or ''}"
    return row(found.id, name, lambda: candidature(found), serie=found.serie, division=found.classe)


def candidature(found: Any) -> Candidature:  # noqa: ANN401  # a row, as whichever driver gives it
    """Return the candidature of a row that is one."""
    person = Candidate(str(found.id), found.nom, found.prenoms, found.ne_le, found.nom_usage)
    labels = {"serie": found.serie, "division": found.classe, "category": found.categorie}
    return Candidature(person, found.rne, found.session, found.etat, found.courriel, **labels)
