"""What rows written before version 3 get: the school and moment of a report, the run and the former passwords.

Versions 1 and 2 stored of a report only its text, and of an account only the present password. Version 3 also stores
the former passwords, to say which run superseded a slip. They are computed from the slips and the reports of that time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, column, insert, select, table

from cyclades_accounts.identifiers import RunId
from cyclades_accounts.model import AccountReport, Activity, CredentialState, PastCredential
from cyclades_accounts.sql._codec import Values, past_to_text, report_from_text, report_to_row
from cyclades_accounts.sql._errors import guarded
from cyclades_accounts.sql._tables import accounts, issued_logins, journal, merged_candidates, papillons, reported_names
from cyclades_accounts.sql._work import Work

_CHUNK: Final = 500
"""Number of rows that are read and written at once."""

UNKNOWN_RUN: Final = RunId("unknown")
"""The run of a password whose account has no line in the ledger. Every activity writes such a line, but accounts that a
host imported may lack it."""

_CHOOSING: Final = {Activity.CHANGE_PASSWORD, Activity.REGISTER_EMAIL_ACCOUNT}
_NEW: Final = {"password_first_used_at", "password_revoked_at", "password_run", "past"}
_old_accounts = table(
    "cyclades_before_accounts", *(column(one.name, one.type) for one in accounts.c if one.name not in _NEW)
)
_old_journal = table("cyclades_before_journal", *(column(name, journal.c[name].type) for name in ("run_id", "report")))

_Issued = tuple[datetime, RunId]
"""When a password was issued or chosen, and by which run."""


def put_back_journal(connection: Connection) -> None:
    """Write the reports in the order of their moments, each with the school in whose name the run was done."""
    work = Work(connection, writes=True)
    with guarded(lambda: connection.execute(select(_old_journal).execution_options(yield_per=_CHUNK))) as found:
        moments = sorted((report_from_text(row.report).run.at, row.run_id) for row in found)
    for start in range(0, len(moments), _CHUNK):
        ids = [run_id for _, run_id in moments[start : start + _CHUNK]]
        rows = work.rows(select(_old_journal).where(work.among(_old_journal.c.run_id, ids)))
        reports = sorted(
            (report_from_text(row.report) for row in rows), key=lambda report: (report.run.at, report.run.id)
        )
        work.run(insert(journal), [report_to_row(report) for report in reports])


def put_back_accounts(connection: Connection) -> None:
    """Write the accounts, each with the run that issued its password, and with the former passwords.

    The slips, the ledger, the reports and their names must be in their tables already.
    """
    work = Work(connection, writes=True)
    for rows in work.chunks(select(_old_accounts), _old_accounts.c.id):
        printed, chosen = _printed(work, rows), _chosen(work, rows)
        first = _first(work, rows)
        passwords = [_passwords(row.credential_version, printed[row.id], chosen[row.id], first[row.id]) for row in rows]
        work.run(insert(accounts), [{**row._asdict(), **more} for row, more in zip(rows, passwords, strict=True)])


def _printed(work: Work, rows: Sequence[Row[Any]]) -> Mapping[str, dict[int, _Issued]]:
    """Return, by account and version, when a password was printed on a slip, and by which run."""
    slips = select(papillons.c.account_id, papillons.c.credential_version, journal.c.at, journal.c.run_id)
    slips = slips.join(journal, journal.c.run_id == papillons.c.run_id)
    found: dict[str, dict[int, _Issued]] = defaultdict(dict)
    for row in work.rows(slips.where(work.among(papillons.c.account_id, [row.id for row in rows]))):
        found[row.account_id][row.credential_version] = (row.at, row.run_id)
    return found


def _chosen(work: Work, rows: Sequence[Row[Any]]) -> Mapping[str, list[_Issued]]:
    """Return, by account, when the candidate chose a password, oldest first. Merged keys are looked up too."""
    people = {row.candidate_id for row in rows}
    lost = work.rows(select(merged_candidates.c.lost).where(work.among(merged_candidates.c.kept, people)))
    keys = people | {row.lost for row in lost}
    runs = select(reported_names.c.run_id).where(work.among(reported_names.c.name, keys))
    about = select(journal.c.report).where(journal.c.run_id.in_(runs)).order_by(journal.c.rank)
    found: dict[str, list[_Issued]] = defaultdict(list)
    for report in (report_from_text(row.report) for row in work.rows(about)):
        if isinstance(report, AccountReport) and report.account_id and report.run.activity in _CHOOSING:
            found[report.account_id].append((report.run.at, report.run.id))
    return found


def _first(work: Work, rows: Sequence[Row[Any]]) -> Mapping[str, _Issued]:
    """Return, by account, when its login was issued and by which run. It stands for passwords without a report."""
    lines = work.rows(select(issued_logins).where(work.among(issued_logins.c.login, [row.login for row in rows])))
    told = {row.account_id: (row.issued_at, row.run_id) for row in lines}
    return {row.id: (row.created_at, UNKNOWN_RUN) for row in rows} | told


def _passwords(
    version: int | None, printed: Mapping[int, _Issued], chosen: Iterable[_Issued], first: _Issued
) -> Values:
    """Return the run of the present password, and the former ones. One that is on no slip was chosen."""
    left, known = iter(chosen), list[PastCredential]()
    for number in range(1, (version or 0) + 1):
        state = CredentialState.PROVISIONAL if number in printed else CredentialState.CHOSEN
        at, run_id = printed[number] if number in printed else next(left, first)
        known.append(PastCredential(number, state, at, run_id))
    return {"password_run": known[-1].run_id if known else None, "past": past_to_text(known[:-1])}
