"""Passwords and the states of their life: M10, M11 and the rule that only the slip shows the password."""

import enum
import hmac
from datetime import datetime
from typing import ClassVar, Final, NewType, NoReturn

from attrs import evolve, field, frozen
from attrs.validators import ge, optional

from cyclades_accounts.identifiers import RunId
from cyclades_accounts.model._time import aware

PasswordHash = NewType("PasswordHash", str)
"""An encoded, salted hash as a :class:`~cyclades_accounts.passwords.PasswordHasher` makes it."""

_HIDDEN: Final = "ProvisionalPassword(hidden)"
_NOT_COPIED: Final = "a password is neither pickled nor copied: pass what was made from it (its hash, the sealed slip)"


class ProvisionalPassword:
    """A password (mot de passe provisoire) that shows itself only through :meth:`reveal`.

    ``repr``, ``str`` and ``format`` give a fixed text; pickling, copying and ``vars`` are refused or empty. Comparison
    takes a time that does not depend on the content; there is no ordering and no hash.
    """

    __slots__ = ("__text",)
    __hash__: ClassVar[None]  # type: ignore[assignment]  # a hash value would depend on the secret

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """Return the password. For the slip and the hasher alone."""
        return self.__text

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ProvisionalPassword):
            return NotImplemented
        return hmac.compare_digest(*(text.encode(errors="surrogatepass") for text in (self.__text, other.reveal())))

    def __repr__(self) -> str:
        return _HIDDEN

    def __format__(self, format_spec: str) -> str:
        return _HIDDEN

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(_NOT_COPIED)

    def __getstate__(self) -> NoReturn:
        raise TypeError(_NOT_COPIED)


class CredentialState(enum.Enum):
    """Who made the password that holds now."""

    PROVISIONAL = "provisional"
    """Issued by a run and printed on a slip; must be changed."""
    CHOSEN = "chosen"
    """Chosen by the candidate."""


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

    def is_lost(self, now: datetime) -> bool:
        """Whether it opens nothing any more: revoked, or its time is over. A renewal alone helps."""
        return self.revoked_at is not None or self.has_expired(now)

    def used(self, at: datetime) -> "Credential":
        """Return it with its first use noted; a later use changes nothing."""
        return self if self.first_used_at else evolve(self, first_used_at=at)

    def revoked(self, at: datetime) -> "Credential":
        """Return it revoked; revoking it again changes nothing."""
        return self if self.revoked_at else evolve(self, revoked_at=at)

    def ended(self) -> PastCredential:
        """Return what is kept of it once another one stands in its place."""
        return PastCredential(self.version, self.state, self.issued_at, self.run_id)
