"""Imposing logins: a host that migrates brings the logins that its pupils already use."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from attrs import field, frozen

from cyclades_accounts import model
from cyclades_accounts.errors import LoginPolicyFailedError
from cyclades_accounts.identifiers import CandidateId, Login, Uai
from cyclades_accounts.provisioning._host import Host, call, granted_school
from cyclades_accounts.provisioning._shared.holding import Held, Holding, tell
from cyclades_accounts.provisioning._shared.new_logins import taken
from cyclades_accounts.provisioning._shared.people import find_people
from cyclades_accounts.provisioning._shared.several import held_or_refused
from cyclades_accounts.repositories import UnitOfWork

Wanted = Sequence[tuple[CandidateId, Login]]
"""Who is to have which login. A text that is no login is refused in the report, and raises no error."""

_FORM: Final = re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(?:[._-][a-z0-9]+)*")
"""What a login policy of ours can issue: at most 64 characters, words of a to z and 0 to 9 with one ``.``, ``-`` or
``_`` between two. A login without such a sign is one too."""


def impose_logins(
    host: Host, unit: UnitOfWork, run: model.Run, uai: Uai, logins: Mapping[CandidateId, str]
) -> model.ImposedLoginsReport:
    """Impose logins on pupils of a school; those that cannot be are reported.

    Raises:
        UnknownSchoolError: see M1.
        ServiceNotGrantedError: see M1.
        LoginPolicyFailedError: the host's login policy failed.
    """
    granted_school(unit, uai)
    merged = unit.holders.merged(list(logins))
    # Units that impose a login on the same person wait for each other: the second replaces the first login.
    unit.hold({merged.get(key, key) for key in logins})
    wanted = [(merged.get(key, key), Login(login.strip().lower())) for key, login in logins.items()]
    seen = _read(host, unit, uai, wanted, run.at)
    refusals = [seen.refuse(key, login) for key, login in wanted]
    new = {key: login for (key, login), refusal in zip(wanted, refusals, strict=True) if refusal is None}
    wanters = {login: key for key, login in new.items()}
    staying = [login for login, holder in seen.holders.items() if holder not in new]
    while staying:  # whoever keeps a login stands in the way of another, and so on
        refused = wanters.pop(staying.pop(), None)
        if refused is not None:
            del new[refused]
            staying += [seen.imposed[refused]] if refused in seen.imposed else []
    notes = {key: None if seen.bears(key, login) else login for key, login in new.items()}
    changed = {key: note for key, note in notes.items() if note != seen.imposed.get(key)}
    unit.logins.impose(changed)
    tell(unit, host, run, [one for key in changed for one in seen.held[key].told(run.activity)])
    return model.ImposedLoginsReport(
        run=run,
        uai=uai,
        logins=tuple(
            model.ImposedLogin(key, login, refusal if refusal or key in new else _taken(login))
            for (key, login), refusal in zip(wanted, refusals, strict=True)
        ),
    )


def _taken(login: Login) -> model.Refusal:
    return model.Refusal(model.RefusalReason.LOGIN_TAKEN, {"login": login})


@frozen
class _Seen:
    """What the store says about the people and the logins; read once for the batch."""

    held: Mapping[CandidateId, Held] = field(repr=False)
    refused: Mapping[CandidateId, model.Refusal] = field(repr=False)
    """Why the school may not act on some of them (M7)."""
    accounts: Mapping[CandidateId, model.Account] = field(repr=False)
    imposed: Mapping[CandidateId, Login] = field(repr=False)
    """On the people of the batch; not on their accounts yet."""
    holders: Mapping[Login, CandidateId] = field(repr=False)
    """The person on whom each of these logins is imposed."""
    taken: frozenset[Login] = field(repr=False)
    reserved: frozenset[str] = field(repr=False)
    """Those that the host's policy gives nobody."""
    people_of: Mapping[Login, int] = field(repr=False)
    """How many people of the batch are to have it."""
    logins_of: Mapping[CandidateId, int] = field(repr=False)
    """How many logins the person is to have."""

    def refuse(self, key: CandidateId, login: Login) -> model.Refusal | None:
        """Return why a login cannot be imposed on a person; the other lines of the batch do not count."""
        account = self.accounts.get(key)
        if key in self.refused:  # first: what follows may tell of the account
            return self.refused[key]
        if not _FORM.fullmatch(login):
            return model.Refusal(model.RefusalReason.NOT_A_LOGIN, {"value": login})
        if self.people_of[login] > 1 or self.logins_of[key] > 1:
            return model.Refusal(model.RefusalReason.LOGIN_TWICE, {"login": login})
        if account is not None and account.kind is model.LoginKind.EMAIL:
            return model.Refusal(model.RefusalReason.EMAIL_LOGIN, {"login": account.login})
        return None if self.bears(key, login) else self._unavailable(login)

    def _unavailable(self, login: Login) -> model.Refusal | None:
        if login in self.reserved:
            return model.Refusal(model.RefusalReason.LOGIN_RESERVED, {"login": login})
        return _taken(login) if login in self.taken and login not in self.holders else None

    def bears(self, key: CandidateId, login: Login) -> bool:
        """Whether the person's account has the login."""
        account = self.accounts.get(key)
        return account is not None and account.login == login


def _read(host: Host, unit: UnitOfWork, uai: Uai, wanted: Wanted, now: datetime) -> _Seen:
    ids = [key for key, _ in wanted]
    imposed, accounts = unit.logins.imposed(ids), unit.accounts.standing(ids)
    holding = Holding.read(unit, host, uai, now)
    held = {key: held_or_refused(unit, holding, person) for key, person in find_people(unit, ids).items()}
    return _Seen(
        held={key: one for key, one in held.items() if isinstance(one, Held)},
        refused={key: why for key, why in held.items() if isinstance(why, model.Refusal)},
        accounts=accounts,
        imposed=imposed,
        holders={login: key for key, login in imposed.items()},
        taken=taken(unit.logins, host.pseudonymizer, [login for _, login in wanted if _FORM.fullmatch(login)]),
        reserved=call(LoginPolicyFailedError, lambda: frozenset(host.login_policy.reserved)),
        people_of=Counter(login for _, login in set(wanted)),
        logins_of=Counter(key for key, _ in set(wanted)),
    )
