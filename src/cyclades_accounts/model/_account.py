"""The account (compte candidat Cyclades), and the passwords in the states of their life: M6, M7, M8, M10, M11, M17."""

import enum
import hmac
from datetime import datetime
from typing import ClassVar, NewType

from attrs import evolve, field, frozen
from attrs.validators import ge, optional

from cyclades_accounts.identifiers import PASSWORD_MAX_LENGTH, AccountId, CandidateId, Login, RunId, Uai
from cyclades_accounts.model._secret import Secret
from cyclades_accounts.model._session import aware

PasswordHash = NewType("PasswordHash", str)
"""An encoded, salted hash as a :class:`~cyclades_accounts.passwords.PasswordHasher` makes it."""


class Password(Secret[str]):
    """A password, issued or chosen, that shows its text only through :meth:`reveal`.

    Comparison takes a time that does not depend on the content.
    """

    __slots__ = ()
    __hash__: ClassVar[None]  # a hash value would depend on the secret
    _not_copied = "a password is neither pickled nor copied: pass what was made from it (its hash, the sealed slip)"

    @property
    def is_too_long(self) -> bool:
        """Whether it has more code points than any password may have: then nothing is done with it."""
        return len(self.reveal()) > PASSWORD_MAX_LENGTH

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Password):
            return NotImplemented
        return hmac.compare_digest(*(one.reveal().encode(errors="surrogatepass") for one in (self, other)))


class ProvisionalPassword(Password):
    """A password (mot de passe provisoire) that a run issues (M10), for the candidate to change (M11).

    A slip takes no other kind: a password that a candidate chose is never printed.
    """

    __slots__ = ()


class CredentialState(enum.Enum):
    """Who made the password that holds now."""

    PROVISIONAL = "provisional"
    """Issued by a run and printed on a slip; must be changed."""
    CHOSEN = "chosen"
    """Chosen by the candidate."""


class ShortfallReason(enum.Enum):
    """How a password falls short, the gravest first. The French is in :mod:`cyclades_accounts.messages`."""

    REVOKED = "REVOKED"
    """A school revoked it: it opens nothing."""
    EXPIRED = "EXPIRED"
    """Its time is over: it opens nothing."""
    ENDS_EARLY = "ENDS_EARLY"
    """It opens the account today, and its time is over before the session is."""


@frozen
class Shortfall:
    """That a password does not serve until the end of a session: its slip stands before a closed door one day."""

    reason: ShortfallReason
    at: datetime = field(validator=aware)
    """First moment at which it opens nothing, past or to come."""


@frozen
class PastCredential:
    """A password that an account had before: who issued it and when, without its hash."""

    version: int
    state: CredentialState
    issued_at: datetime = field(validator=aware)
    run_id: RunId


@frozen
class Credential:
    """What opens an account: the hash of the present password, never the password.

    Its life: issued by a run (provisional) or chosen by the candidate; used for the first time; expired, or revoked; at
    the end superseded by the credential of a later run, or by one that the candidate chose. That one has a version
    higher by 1, and the password of an earlier version opens nothing from that moment on.
    """

    version: int = field(validator=ge(1))
    """1 for the first password of the account, then 1 more each time it is replaced. A slip carries the version it was
    printed for, so that it can say whether it still holds."""
    state: CredentialState
    password_hash: PasswordHash = field(repr=False)
    issued_at: datetime = field(validator=aware)
    run_id: RunId
    """The run that issued it, or the change by which the candidate chose it."""
    expires_at: datetime | None = field(default=None, validator=optional(aware))
    """First moment at which a provisional password is refused; ``None`` for a chosen one, which does not expire."""
    first_used_at: datetime | None = field(default=None, validator=optional(aware))
    """When a login with it was first accepted; ``None`` before. A slip that was used has done its work."""
    revoked_at: datetime | None = field(default=None, validator=optional(aware))
    """Since when it opens nothing because a school revoked it; ``None`` otherwise."""

    @property
    def must_change(self) -> bool:
        """Whether the candidate is asked to change the password at the next login (M11; ASVS 5.0 6.4.1)."""
        return self.state is CredentialState.PROVISIONAL

    def has_expired(self, now: datetime) -> bool:
        """Whether the password is refused at ``now`` because its time is over."""
        return self.expires_at is not None and now >= self.expires_at

    def falls_short(self, end: datetime, now: datetime) -> Shortfall | None:
        """Return how it falls short of a session, or ``None`` if it serves until the session ends.

        A password that the candidate chose has no end: it falls short where it was revoked, and nowhere else.

        Args:
            end: the end of the session: :attr:`ExamSession.ends_at`.
            now: the moment of the question.
        """
        if self.revoked_at is not None:
            return Shortfall(ShortfallReason.REVOKED, self.revoked_at)
        if self.expires_at is not None and self.has_expired(now):
            return Shortfall(ShortfallReason.EXPIRED, self.expires_at)
        if self.expires_at is not None and self.expires_at < end:
            return Shortfall(ShortfallReason.ENDS_EARLY, self.expires_at)
        return None

    def used(self, at: datetime) -> "Credential":
        """Return it with its first use noted; a later use changes nothing."""
        return self if self.first_used_at else evolve(self, first_used_at=at)

    def revoked(self, at: datetime) -> "Credential":
        """Return it revoked; revoking it again changes nothing."""
        return self if self.revoked_at else evolve(self, revoked_at=at)

    def ended(self) -> PastCredential:
        """Return what is kept of it once another one stands in its place."""
        return PastCredential(self.version, self.state, self.issued_at, self.run_id)


class LoginKind(enum.Enum):
    """How the login came to be (M7, M8)."""

    PRENOM_NOM = "prenom.nom"
    """Generated by a school, « prénom.nom »; its password can be renewed (M7)."""
    EMAIL = "email"
    """Made by the candidate in the espace candidat from an e-mail address; never renewed (M8)."""


@frozen
class Account:
    """An account. It belongs to a person, not to a year or a school, and a person has one at most.

    With it the candidate fetches the documents of the registration and reads the marks on the publication site (M17).
    """

    id: AccountId
    candidate_id: CandidateId = field(repr=False)
    login: Login = field(repr=False)
    kind: LoginKind
    issued_by: Uai | None
    """School whose run generated the account; ``None`` for an e-mail account. Decides who may renew (M7)."""
    created_at: datetime = field(validator=aware)
    credential: Credential | None
    """What opens it; ``None`` only for an e-mail account whose password the espace candidat keeps elsewhere."""
    closed_at: datetime | None = field(default=None, validator=optional(aware))
    """Since when it opens nothing; ``None`` while open. A closed account keeps its login reserved."""
    replaced_by: AccountId | None = None
    """The older account of the same person, where two keys were merged; such an account stays closed for ever."""
    past: tuple[PastCredential, ...] = ()
    """The passwords it had before, oldest first, so that an old slip can say what became of it."""

    @property
    def is_open(self) -> bool:
        """Whether the candidate can log in with it."""
        return self.closed_at is None

    def falls_short(self, end: datetime, now: datetime) -> Shortfall | None:
        """Return how its password falls short of a session that ends at ``end``: see :meth:`Credential.falls_short`.

        ``None`` too where the espace candidat keeps the password elsewhere: nobody here knows its end (M8).
        """
        return self.credential.falls_short(end, now) if self.credential else None

    @property
    def next_version(self) -> int:
        """Version of the credential that replaces the present one."""
        return self.credential.version + 1 if self.credential else 1

    def with_credential(self, credential: Credential) -> "Account":
        """Return the account with a new password; the present one joins those of the past."""
        ended = (self.credential.ended(),) if self.credential else ()
        return evolve(self, credential=credential, past=self.past + ended)


@frozen
class IssuedLogin:
    """A line of the ledger of issued logins: it is written once and never removed, so no login is issued twice."""

    login: Login = field(repr=False)
    account_id: AccountId
    issued_at: datetime = field(validator=aware)
    run_id: RunId
    stem: str | None = field(default=None, repr=False)
    """What the login policy made of the name, before telling homonyms apart; ``None`` for an e-mail login and for one
    that was imposed."""
    number: int | None = None
    """Rank among the homonyms of the stem, from 1; ``None`` without a stem."""
