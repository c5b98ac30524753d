"""The contract of a password hasher: every sentence of :class:`~cyclades_accounts.passwords.PasswordHasher`."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

import time
from typing import Final

import pytest

from cyclades_accounts.model import Password, PasswordHash
from cyclades_accounts.passwords import PasswordHasher
from cyclades_accounts.testing.contract._base import must_override
from cyclades_accounts.testing.contract._threads import at_once

PASSWORDS: Final = tuple(
    map(
        Password, ("5ds<JsXkby", "5ds<JsXkbY", "5ds<JsXkby ", "mésange bleue sur le toit", "\U0001f393" * 32, "x" * 128)
    )
)
"""Different passwords: by case, by a space, beyond ASCII, and as long as one may be."""

UNREADABLE: Final = ("", "x", "$argon2id$v=19$m=8,t=1,p=1$", "$2b$12$", "\U0001f393", "$" * 200)


class PasswordHasherContract:
    """What a password hasher must do. Inherit it in a test module, under a name that starts with ``Test``."""

    @pytest.fixture
    def hasher(self) -> PasswordHasher:
        """Return the hasher to prove."""
        raise must_override(self, "hasher", "one that gives a password hasher")

    @pytest.fixture
    def successor(self) -> PasswordHasher:
        """Return the hasher that comes after it, with other parameters."""
        raise must_override(self, "successor", "one that gives a password hasher with other parameters")

    def test_only_its_own_password_is_verified(self, hasher: PasswordHasher) -> None:
        """``verify``: whether the password is the one that was hashed."""
        for hashed in PASSWORDS:
            made = hasher.hash(hashed)
            assert [hasher.verify(made, one) for one in PASSWORDS] == [one is hashed for one in PASSWORDS]

    def test_hash_is_new_and_salted(self, hasher: PasswordHasher) -> None:
        """``hash``: a new salted hash; the password cannot be read from it."""
        made = {hasher.hash(PASSWORDS[0]) for _ in range(10)}
        assert len(made) == 10  # noqa: PLR2004  # one each time
        assert not any(PASSWORDS[0].reveal() in one for one in made)

    @pytest.mark.parametrize("text", UNREADABLE)
    def test_unreadable_hash_matches_nothing(self, hasher: PasswordHasher, text: str) -> None:
        """``verify``, ``needs_rehash``: a hash that cannot be read matches nothing, and needs no other."""
        assert not hasher.verify(PasswordHash(text), PASSWORDS[0])
        assert not hasher.needs_rehash(PasswordHash(text))

    def test_other_parameters_need_a_new_hash(self, hasher: PasswordHasher, successor: PasswordHasher) -> None:
        """``needs_rehash``: whether the hash was made with other parameters; it is verified all the same."""
        old = hasher.hash(PASSWORDS[0])
        assert not hasher.needs_rehash(old)
        assert successor.needs_rehash(old)
        assert successor.verify(old, PASSWORDS[0])
        assert not successor.needs_rehash(successor.hash(PASSWORDS[0]))

    def test_decoy_matches_nothing_as_slowly(self, hasher: PasswordHasher) -> None:
        """``decoy``: a hash that no password matches, as slow to check as a real one."""
        real = hasher.hash(PASSWORDS[0])
        seconds: dict[PasswordHash, list[float]] = {real: [], hasher.decoy: []}
        for _ in range(7):
            for made, taken in seconds.items():
                begun = time.perf_counter()
                assert not hasher.verify(made, PASSWORDS[1])
                taken.append(time.perf_counter() - begun)
        assert not any(hasher.verify(hasher.decoy, one) for one in PASSWORDS)
        assert min(seconds[hasher.decoy]) > min(seconds[real]) / 4

    def test_threads_share_it(self, hasher: PasswordHasher) -> None:
        """Safe to share between threads."""

        def work() -> bool:
            return all(hasher.verify(hasher.hash(one), one) for one in PASSWORDS)

        assert at_once(work, work, work) == [True] * 3
