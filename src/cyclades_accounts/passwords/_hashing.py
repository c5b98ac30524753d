"""Hashing: a port, and argon2id by ``argon2-cffi`` with parameters named after their source."""

import functools
import os
from typing import Final, Protocol

from argon2 import PasswordHasher as _Argon2
from argon2.exceptions import InvalidHashError, VerificationError
from attrs import field, frozen
from attrs.validators import ge

from cyclades_accounts.errors import HasherFailedError, InvalidValueError
from cyclades_accounts.model import Password, PasswordHash
from cyclades_accounts.passwords._owner import normalize_password
from cyclades_accounts.settings import Setting


class PasswordHasher(Protocol):
    """Makes and checks password hashes. Safe to share between threads.

    A stand-in that protects nothing says so by an attribute ``is_weak`` that is true: ``Provisioning`` then takes it
    only with ``weak_hasher_for_tests=True``.
    """

    def hash(self, password: Password) -> PasswordHash:
        """Return a new salted hash of the password."""
        ...

    def verify(self, password_hash: PasswordHash, password: Password) -> bool:
        """Whether the password is the one that was hashed. A hash that cannot be read matches nothing."""
        ...

    def needs_rehash(self, password_hash: PasswordHash) -> bool:
        """Whether the hash was made with other parameters, so that the next right password should be hashed anew.

        A hash that cannot be read needs none: no password matches it, so there is nothing to hash.
        """
        ...

    @property
    def decoy(self) -> PasswordHash:
        """A hash that no password matches, as slow to check as a real one: for logins that do not exist."""
        ...


def checked_hash(hasher: PasswordHasher, made: PasswordHash, password: Password) -> PasswordHash:
    """Return a hash that the hasher has made of the password, once it has shown that it is one.

    Raises:
        HasherFailedError: it is the password itself, or does not match it, or matches another one too.
    """
    if made == password.reveal():
        raise HasherFailedError("a hash that is none", "hash()")
    if not hasher.verify(made, password) or hasher.verify(made, Password(f"not {password.reveal()}")):
        raise HasherFailedError("a wrong answer", "verify()")
    return made


_KIB_A_LANE: Final = 8


@frozen
class Argon2Parameters(Setting):
    """Cost of argon2id."""

    name: str
    """Named after the source of the figures."""
    memory_kib: int = field(validator=ge(8))
    """Memory, in KiB; at least 8 a lane (RFC 9106, 3.1)."""
    passes: int = field(validator=ge(1))
    """Passes over the memory (RFC 9106: t); at least 1."""
    lanes: int = field(validator=ge(1))
    """Degree of parallelism (RFC 9106: p); at least 1."""

    def __attrs_post_init__(self) -> None:
        """Refuse less than 8 KiB a lane."""
        if self.memory_kib < _KIB_A_LANE * self.lanes:
            raise InvalidValueError("memory_kib", str(self.memory_kib), f"at least {_KIB_A_LANE} for each lane")


_LEAST_KIB: Final = 7 * 1024 * 5
"""KiB of memory times passes: the cheapest of the five settings of the OWASP Password Storage Cheat Sheet."""

OWASP_ARGON2ID: Final = Argon2Parameters("OWASP_ARGON2ID", memory_kib=19_456, passes=2, lanes=1)
"""OWASP Password Storage Cheat Sheet: m = 19 MiB, t = 2, p = 1; about 20 ms a hash."""

RFC_9106_LOW_MEMORY: Final = Argon2Parameters("RFC_9106_LOW_MEMORY", memory_kib=65_536, passes=3, lanes=4)
"""RFC 9106, section 4, second recommended option."""

RFC_9106_HIGH_MEMORY: Final = Argon2Parameters("RFC_9106_HIGH_MEMORY", memory_kib=2_097_152, passes=1, lanes=4)
"""RFC 9106, section 4, first recommended option: 2 GiB a hash and a thread of :func:`hash_passwords`."""

TESTS_ONLY: Final = Argon2Parameters("TESTS_ONLY", memory_kib=8, passes=1, lanes=1)
"""For fast tests. It protects nothing."""


@frozen
class Argon2idHasher:
    """argon2id (RFC 9106) with a salt of 128 bits and a tag of 256, in the PHC string format."""

    parameters: Argon2Parameters = OWASP_ARGON2ID

    @property
    def is_weak(self) -> bool:
        """Whether a hash costs less than the least that OWASP recommends: then it is for tests alone."""
        return self.parameters.memory_kib * self.parameters.passes < _LEAST_KIB

    @functools.cached_property
    def _argon2(self) -> _Argon2:
        return _Argon2(self.parameters.passes, self.parameters.memory_kib, self.parameters.lanes)

    def hash(self, password: Password) -> PasswordHash:
        """Return a new salted hash of the password, brought to NFKC (NIST SP 800-63B-4, 3.1.1.2).

        Raises:
            InvalidValueError: see :func:`normalize_password`.
        """
        return PasswordHash(self._argon2.hash(_bytes(password)))

    def verify(self, password_hash: PasswordHash, password: Password) -> bool:
        """Whether the password is the one that was hashed, with whatever parameters. One too long is not, as slowly."""
        try:
            self._argon2.verify(password_hash, _bytes(Password("") if password.is_too_long else password))
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return False
        return not password.is_too_long

    def needs_rehash(self, password_hash: PasswordHash) -> bool:
        """Whether variant, version, cost, salt or tag length differ from this hasher's; not for an unreadable hash."""
        try:
            return self._argon2.check_needs_rehash(password_hash)
        except ValueError:  # InvalidHashError is one
            return False

    @property
    def decoy(self) -> PasswordHash:
        """A hash of random bytes with these parameters, made once for all equal hashers."""
        return _decoy(self)


@functools.cache
def _decoy(hasher: Argon2idHasher) -> PasswordHash:
    return hasher.hash(Password(os.urandom(32).hex()))


def _bytes(password: Password) -> bytes:
    return normalize_password(password.reveal()).encode(errors="surrogatepass")
