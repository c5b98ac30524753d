"""What a run does with passwords: it draws them, hashes them, and says until when they serve."""

import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from attrs import field, frozen
from attrs.validators import ge, instance_of, optional

from cyclades_accounts.errors import ImpossiblePolicyError, InvalidValueError
from cyclades_accounts.model import ExamSession, Password, PasswordHash, ProvisionalPassword, end_of_day
from cyclades_accounts.passwords._hashing import PasswordHasher
from cyclades_accounts.passwords._owner import Owner
from cyclades_accounts.passwords._policy import IssuedPasswordPolicy, RandomSource
from cyclades_accounts.settings import Setting

SYSTEM_RANDOM: Final[RandomSource] = os.urandom
"""The operating system's generator."""

Progress = Callable[[int, int], None]
"""Called with how many are done and how many there are."""

_PATIENCE: Final = 500
"""Rounds without one usable password after which the source counts as broken. A working source never gets there."""

_CHANCE: Final = 50
"""Passwords that rules about the owner may refuse beyond as many as they let through. The count of a policy leaves such
rules out, so they may cost it one bit and no more."""

_AHEAD: Final = 4
"""Passwords handed to each thread: the one being hashed, and three more so that it never waits for the caller."""


def generate_passwords(
    policy: IssuedPasswordPolicy,
    count: int,
    *,
    owners: Sequence[Owner] | None = None,
    random_for_tests: RandomSource = SYSTEM_RANDOM,
) -> list[ProvisionalPassword]:
    """Draw ``count`` passwords, each uniform over exactly the passwords that satisfy ``policy``, and independent.

    By rejection: bytes that would favour some characters are skipped, and so is every draw that breaks a rule.

    Args:
        policy: what a password looks like.
        count: how many.
        owners: one for each password, for policies with a rule about the owner: a password is then uniform over its
            owner's own set.
        random_for_tests: replaces the system's source, in tests alone.

    Raises:
        InvalidValueError: not one owner for each password.
        ImpossiblePolicyError: rules about the owner refuse so many passwords that the count of the policy is too high.
        RuntimeError: the source gave no usable password 500 times in a row.
    """
    if owners is not None and len(owners) != count:
        raise InvalidValueError("owners", str(len(owners)), f"one for each of the {count} passwords")
    per_owner = owners if policy.about_owner else None
    drawn: list[ProvisionalPassword] = []
    in_vain = refused = 0
    while len(drawn) < count:
        before = len(drawn)
        for password in map(ProvisionalPassword, policy.generate(random_for_tests, count - before)):
            if len(drawn) == count:
                break
            if per_owner is None or not policy.violations(password, owner=per_owner[len(drawn)]):
                drawn.append(password)
            else:
                refused += 1
        in_vain = in_vain + 1 if len(drawn) == before else 0
        if in_vain > _PATIENCE:
            msg = "the random source gives no usable bytes"
            raise RuntimeError(msg)
    if refused > len(drawn) + _CHANCE:
        name = getattr(policy, "name", policy.spec)
        raise ImpossiblePolicyError(name, "its rules about the owner refuse more than every second password.")
    return drawn


def hash_passwords(
    hasher: PasswordHasher,
    passwords: Sequence[Password],
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[PasswordHash]:
    """Hash a batch over threads: argon2-cffi releases the interpreter lock, so two threads hash twice as much.

    Few passwords are handed to the threads ahead of time, so that memory does not grow with the batch by more than the
    hashes, and an exception ends the batch within a hash or two.

    Args:
        hasher: the hasher, shared by the threads.
        passwords: the batch.
        workers: number of threads, one at least; by default one for each processor.
        progress: called after each hash, in the caller's thread.

    Returns:
        The hashes, in the order of the passwords.
    """
    hashes: list[PasswordHash] = []
    threads = max(workers or os.cpu_count() or 1, 1)
    ahead: deque[Future[PasswordHash]] = deque()
    rest = iter(passwords)
    with ThreadPoolExecutor(threads) as pool:
        try:
            while len(hashes) < len(passwords):
                ahead.extend(pool.submit(hasher.hash, each) for each in islice(rest, _AHEAD * threads - len(ahead)))
                hashes.append(ahead.popleft().result())
                if progress:
                    progress(len(hashes), len(passwords))
        finally:
            for future in ahead:
                future.cancel()
    return hashes


@frozen
class PasswordValidity(Setting):
    """A policy of the host: how long a provisional password that nobody has changed is accepted (M10; ASVS 5.0 6.4.1).

    It ends with the session at the latest.
    """

    name: str
    source: str
    """Where it comes from: a text that demands it, or « our choice »."""
    days: int | None = field(default=None, validator=optional([instance_of(int), ge(1)]))
    """Whole days after the day of the run; at least 1. ``None``: until the session ends, which no number exceeds."""

    def last_day(self, made_on: date, session: ExamSession) -> date:
        """Return the last day, inclusive, on which a password issued on ``made_on`` serves; slips print it."""
        if self.days is None:
            return session.last_day
        return min(session.last_day, made_on + timedelta(days=self.days))

    def ends_at(self, made_on: date, session: ExamSession) -> datetime:
        """Return the first moment at which it is refused: after that day, wherever the pupil lives."""
        return end_of_day(self.last_day(made_on, session))


UNTIL_THE_SESSION_ENDS: Final = PasswordValidity(
    name="UNTIL_THE_SESSION_ENDS",
    source="our choice: a slip printed in January must open the results in July. ASVS 5.0 6.4.1 asks for a short time, "
    "so shorten it where pupils log in at once",
)
"""The default."""
