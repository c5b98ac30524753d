"""What rows written before version 5 get: holders, what schools told in candidatures, and the names in reports.

Until version 4 the store kept each person once, beside the accounts and the candidatures. The holder of an account is
the person as the store knew them, and the holding school is the one that issued the account. A key that is an INE is
the person's.
"""

from typing import Any, Final

from sqlalchemy import Connection, Row, String, and_, column, select, table

from cyclades_accounts.identifiers import Ine, is_ine
from cyclades_accounts.model import Candidate, Holder
from cyclades_accounts.sql._codec import Values, holder_to_row, names_to_rows, report_from_text
from cyclades_accounts.sql._tables import accounts, candidatures, holders, journal, reported_names
from cyclades_accounts.sql._types import Day
from cyclades_accounts.sql._work import Work

_NAMES: Final = ("family_name", "given_names", "usage_name")
_people = table(
    "cyclades_before_candidates",
    column("id", String),
    column("birth_date", Day),
    *(column(name, String) for name in _NAMES),
)
_PERSON: Final = {"birth_date", "ine", *_NAMES}
_FILE: Final = tuple(one.name for one in candidatures.c if one.name not in _PERSON)
_files = table("cyclades_before_candidatures", *(column(name, String) for name in _FILE))
_mine: Final = and_(accounts.c.candidate_id == _people.c.id, accounts.c.replaced_by.is_(None))
_HELD: Final = select(_people, accounts.c.issued_by).join_from(_people, accounts, _mine)
_TOLD: Final = select(_people, *(_files.c[name] for name in _FILE)).join_from(
    _people, _files, _files.c.candidate_id == _people.c.id
)


def put_back_people(connection: Connection) -> None:
    """Write the holder of each account that no other has replaced, and each candidature with its person."""
    work = Work(connection, writes=True)
    for people in work.chunks(select(_people.c.id), _people.c.id):
        mine = _people.c.id.between(people[0].id, people[-1].id)
        held = [Holder(_person(row), row.issued_by) for row in work.rows(_HELD.where(mine))]
        work.run(work.insert(holders), list(map(holder_to_row, held)))
        work.run(work.insert(candidatures), [_told(row) for row in work.rows(_TOLD.where(mine))])


def _ine(key: str) -> Ine | None:
    return Ine(key) if is_ine(key) else None


def put_back_names(connection: Connection) -> None:
    """Write by what each report is found."""
    work = Work(connection, writes=True)
    for rows in work.chunks(select(journal.c.rank, journal.c.report), journal.c.rank):
        names = [name for row in rows for name in names_to_rows(report_from_text(row.report))]
        work.run(work.insert(reported_names), names)


def _person(row: Row[Any]) -> Candidate:
    return Candidate(row.id, row.family_name, row.given_names, row.birth_date, row.usage_name, ine=_ine(row.id))


def _told(row: Row[Any]) -> Values:
    names = (*_NAMES, "birth_date", *_FILE)
    return {name: getattr(row, name) for name in names} | {"ine": _ine(row.id)}
