"""The ports of what keeps secrets at rest: the sealer of documents, the digests of erased people."""

from typing import Protocol


class Pseudonymizer(Protocol):
    """Makes keyed digests of what must be recognised again and must not be read: the logins of erased people."""

    @property
    def key_ids(self) -> frozenset[str]:
        """Ids of the keys at hand."""
        ...

    def digest(self, text: str) -> str:
        """Return the digest under the present key: the id of the key, a colon, and the digest in hexadecimal."""
        ...

    def digests(self, text: str) -> tuple[str, ...]:
        """Return the digests under every key at hand."""
        ...


class Sealer(Protocol):
    """Encrypts documents at rest, and proves that they are the ones that were sealed."""

    def seal(self, plain: bytes, context: str) -> bytes:
        """Return ``plain`` encrypted and bound to ``context``, the name under which alone it can be opened."""
        ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return what was sealed.

        Raises:
            WrongKeyError: the key that sealed it is not at hand.
            AlteredDocumentError: altered bytes, another context, or a key that is not the one it claims to be.
        """
        ...

    def is_current(self, sealed: bytes) -> bool:
        """Whether the key that sealed it is the one that seals now; if not, it is to be sealed anew."""
        ...
