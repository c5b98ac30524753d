"""What the activities need beside a store, so plain that the machine can read every byte of it."""

import hashlib
import itertools
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar, Final

from cyclades_accounts.papillons import DocumentFormat, Layout, PapillonBatch
from cyclades_accounts.passwords import TESTS_ONLY, Argon2idHasher
from cyclades_accounts.provisioning import Provisioning
from cyclades_accounts.repositories import Store

HASHER: Final = Argon2idHasher(TESTS_ONLY)

_LINE_END: Final = "\r\n"
"""Of two bytes: a store that rewrites the ends of lines is found out."""


class LineRenderer:
    """Draws a slip as a line: login, tab, password."""

    format: ClassVar = DocumentFormat("Texte", "text/plain", "txt")

    def undrawable(self, _text: str) -> str:
        """Draw every character."""
        return ""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Return a text for each layout."""
        slips = "".join(f"{slip.login}\t{slip.password.reveal()}{_LINE_END}" for slip in batch.with_password)
        return [f"{layout.name}{_LINE_END}{slips}".encode() for layout in layouts]


def read_slips(content: bytes) -> dict[str, str]:
    """Return the passwords of a document of :class:`LineRenderer` by login, in its order."""
    _, *slips = content.decode().split(_LINE_END)[:-1]
    pairs = [slip.split("\t") for slip in slips]
    return {pair[0]: pair[1] for pair in pairs}


class PlainSealer:
    """Puts the context before the content, and hides nothing. For tests alone."""

    def seal(self, plain: bytes, context: str) -> bytes:
        """Return the context, a null byte, and the content."""
        return context.encode() + b"\0" + plain

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the content; what was sealed under another name is a broken test."""
        found, _, plain = sealed.partition(b"\0")
        assert found == context.encode(), "the store gave the bytes of something else"  # noqa: S101  # a test speaks so
        return plain

    def is_current(self, sealed: bytes) -> bool:
        """There is no key, so none is old."""
        return bool(sealed)


def service_over(store: Store, seed: str, clock: Callable[[], datetime]) -> Provisioning:
    """Return the activities over a store, with cheap hashes; ids and passwords are drawn from the seed."""
    draws = itertools.count()

    def random(size: int) -> bytes:
        return hashlib.shake_256(f"{seed}/{next(draws)}".encode()).digest(size)

    return Provisioning(
        store=store,
        renderer=LineRenderer(),
        sealer=PlainSealer(),
        hasher=HASHER,
        weak_hasher_for_tests=True,
        clock=clock,
        random_for_tests=random,
        hash_workers=1,
    )
