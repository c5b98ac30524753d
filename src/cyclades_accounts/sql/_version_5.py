"""What rows written before version 5 get: the INE of people whose key is one, and a holder for each account.

Until version 4 the store kept the people beside their accounts. The holder of an account is the person as the store
knows them, and the holding school is the one that issued the account.
"""

from typing import Any, Final

from attrs import evolve
from sqlalchemy import Connection, Row, bindparam, select, update

from cyclades_accounts.identifiers import Ine, is_ine
from cyclades_accounts.model import Candidate, Holder
from cyclades_accounts.sql._codec import candidate_from_row, holder_to_row
from cyclades_accounts.sql._tables import accounts, candidates, holders
from cyclades_accounts.sql._work import Work

_CHUNK: Final = 500
"""Number of people who are read and written at once."""

_mine: Final = (accounts.c.candidate_id == candidates.c.id) & accounts.c.replaced_by.is_(None)
_PEOPLE: Final = (
    select(candidates, accounts.c.login, accounts.c.issued_by)
    .join_from(candidates, accounts, _mine, isouter=True)
    .order_by(candidates.c.id)
    .limit(_CHUNK)
)


def put_back_holders(connection: Connection) -> None:
    """Write the INE of each person whose key is one, and the holder of each account that no other has replaced."""
    work = Work(connection, writes=True)
    with_ine = update(candidates).where(candidates.c.id == bindparam("its_id")).values(ine=bindparam("its_id"))
    rows = work.rows(_PEOPLE)
    while rows:
        work.run(with_ine, [{"its_id": row.id} for row in rows if is_ine(row.id)])
        held = [Holder(_person(row), row.issued_by) for row in rows if row.login is not None]
        work.run(work.insert(holders), list(map(holder_to_row, held)))
        rows = work.rows(_PEOPLE.where(candidates.c.id > rows[-1].id))


def _person(row: Row[Any]) -> Candidate:
    person = evolve(candidate_from_row(row), former_schools=frozenset())
    return evolve(person, ine=Ine(person.id)) if is_ine(person.id) else person
