"""Where does each pupil stand? Account, state of the password, last slip: of a school for a session, and of one pupil.

A situation never holds a password. Of a pupil whom another school holds it tells that school, and no more (M7).
"""

import enum
from collections.abc import Callable, Collection
from datetime import datetime

from attrs import evolve, field, frozen
from attrs.validators import optional

from cyclades_accounts import model
from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId, Uai
from cyclades_accounts.provisioning._host import Caller, known_school, zone_of
from cyclades_accounts.provisioning._people.coverage import refusals
from cyclades_accounts.provisioning._shared.decisions import HELD_BACK, decide_rows
from cyclades_accounts.provisioning._shared.people import Rows, rows_of
from cyclades_accounts.provisioning._shared.slips import runs_of
from cyclades_accounts.repositories import UnitOfWork


class PasswordState(enum.Enum):
    """What the password of an account is worth, the gravest first. The French is in the texts of lists."""

    NONE = "NONE"
    """There is no account, or none that the school may see: :attr:`Situation.refusal` says why."""
    CLOSED = "CLOSED"
    """The account is closed."""
    REVOKED = "REVOKED"
    """A school revoked it: it opens nothing."""
    EXPIRED = "EXPIRED"
    """Its time is over: it opens nothing."""
    ENDS_EARLY = "ENDS_EARLY"
    """It opens the account today, and its time is over before the session is."""
    NEVER_USED = "NEVER_USED"
    """The one on the slip; nobody has logged in with it."""
    USED = "USED"
    """The one on the slip; the candidate has logged in with it, and not changed it (M11)."""
    CHANGED = "CHANGED"
    """The candidate chose it (M11)."""
    ELSEWHERE = "ELSEWHERE"
    """The espace candidat keeps it, and nobody here knows it (M8)."""


@frozen(kw_only=True)
class Situation:
    """Where one pupil stands. It never holds a password."""

    candidate_id: CandidateId = field(repr=False)
    name: str = field(repr=False)
    """Family name and given names."""
    group: model.Group
    """Where the pupil stands in lists (M4); its labels are empty for who has no candidature here any more."""
    state: PasswordState = PasswordState.NONE
    since: datetime | None = field(default=None, validator=optional(model.aware))
    """Since when the state is so: when the password was issued, used, chosen or revoked, when it expired, when the
    account was closed. ``None`` for :attr:`PasswordState.NONE`."""
    refusal: model.Refusal | None = None
    """Why no account is shown: there can be none, or another school holds it. ``None`` where there is one, and where a
    run would create it."""
    login: Login | None = field(default=None, repr=False)
    kind: model.LoginKind | None = None
    expires_at: datetime | None = field(default=None, validator=optional(model.aware))
    """First moment at which a provisional password is refused; ``None`` for every other."""
    first_used_at: datetime | None = field(default=None, validator=optional(model.aware))
    """When a login with the present password was first accepted; ``None`` before."""
    last_slip: datetime | None = field(default=None, validator=optional(model.aware))
    """When the last slip of the account was drawn, at whatever school; ``None`` where there was none."""
    documents: tuple[DocumentId, ...] = ()
    """The documents that show that slip, as far as they are of the school; a purged one too."""

    @property
    def is_open(self) -> bool:
        """Whether there is an account that is not closed, and that the school may see."""
        return self.state not in {PasswordState.NONE, PasswordState.CLOSED}

    @property
    def is_unused(self) -> bool:
        """Whether the slip opens the account, and nobody has logged in with it: was it handed out?"""
        never = self.state is PasswordState.ENDS_EARLY and self.first_used_at is None
        return never or self.state is PasswordState.NEVER_USED


def find(
    unit: UnitOfWork,
    caller: Caller,
    now: datetime,
    grouping: model.Grouping = model.Grouping.DIVISION,
    *,
    wanted: Callable[[model.Row], bool] | None = None,
) -> tuple[Situation, ...]:
    """Return where the pupils of the session stand, in the order of lists.

    The number of statements does not grow with them.

    Args:
        unit: where all is read.
        caller: the desk.
        now: the moment of the question.
        grouping: the groups, and their order.
        wanted: who is meant, of these and of those who left (:func:`_left`); ``None`` for these.

    Raises:
        UnknownSchoolError: nobody knows the school.
    """
    host, uai = caller.host, caller.uai
    zone = zone_of(host, known_school(unit, uai))
    rows = rows_of(unit, host, uai, caller.session.id)
    if wanted is not None:
        rows = evolve(rows, rows=tuple(filter(wanted, (*rows.rows, *_left(unit, uai, rows)))))
    decided = decide_rows(unit, host, uai, rows, at=now)
    why = refusals(host.login_policy, rows.rows, decided)
    hidden = {key for key, refusal in why.items() if refusal and refusal.reason in HELD_BACK}  # perhaps of another
    mine = [row for row in rows.rows if row.candidate_id in decided.accounts and row.candidate_id not in hidden]
    keys, elsewhere = [row.candidate_id for row in mine], decided.elsewhere
    accounts = {key: decided.accounts[key] for key in keys if key not in elsewhere}
    drawn = _last_slips(unit, accounts.values())

    def situation(row: model.Row) -> Situation:
        key = row.candidate_id
        here = Situation(candidate_id=key, name=row.name, group=model.group_of(row, grouping))
        account = accounts.get(key)
        if account is None:
            return evolve(here, refusal=why.get(key) if key in hidden else elsewhere.get(key, why.get(key)))
        state, since = _state(account, caller.session.ends_at, now)
        credential, documents = account.credential, drawn[account.id]
        return evolve(
            here,
            state=state,
            since=since,
            login=account.login,
            kind=account.kind,
            expires_at=credential.expires_at if credential else None,
            first_used_at=credential.first_used_at if credential else None,
            last_slip=model.told_in(documents[0].created_at, zone) if documents else None,
            documents=tuple(one.id for one in documents if one.uai == uai),
        )

    return tuple(map(situation, model.in_order(rows.rows, grouping)))


def _left(unit: UnitOfWork, uai: Uai, rows: Rows) -> list[model.NoCandidature]:
    """Return those whom the school holds with an account, and who have no row for the session, as rows."""
    here = {row.candidate_id for row in rows.rows}
    held = {one.candidate_id: one for one in unit.holders.of_school(uai) if one.uai == uai}
    accounts = unit.accounts.standing(held.keys() - here)
    return [model.NoCandidature(key, "—", held[key].candidate.full_name, is_awaited=False) for key in accounts]


def _state(account: model.Account, end: datetime, now: datetime) -> tuple[PasswordState, datetime]:
    """Return the state of a password in a session that ends at ``end``, and since when it is so."""
    credential = account.credential
    if account.closed_at:
        return PasswordState.CLOSED, account.closed_at
    if credential is None:
        return PasswordState.ELSEWHERE, account.created_at
    if short := credential.falls_short(end, now):
        state = PasswordState(short.reason.value)
        return state, credential.issued_at if state is PasswordState.ENDS_EARLY else short.at
    if credential.state is model.CredentialState.CHOSEN:
        return PasswordState.CHANGED, credential.issued_at
    if credential.first_used_at:
        return PasswordState.USED, credential.first_used_at
    return PasswordState.NEVER_USED, credential.issued_at


def _last_slips(unit: UnitOfWork, accounts: Collection[model.Account]) -> dict[AccountId, list[model.Document]]:
    """Return the documents of the run that drew the last slip of each account."""
    papillons = unit.documents.slips(accounts=[account.id for account in accounts])
    runs = runs_of(accounts, papillons)
    by_run: dict[RunId, list[model.Document]] = {}
    for document in unit.documents.find(runs=set[RunId]().union(*runs.values())):
        by_run.setdefault(document.run_id, []).append(document)
    drawn = {key: [by_run[run] for run in mine & by_run.keys()] for key, mine in runs.items()}
    return {key: max(found, key=lambda one: one[0].created_at, default=[]) for key, found in drawn.items()}
