"""The ports that protect stored data: the sealer of documents, and the pseudonymizer for erased people."""

from typing import Protocol


class Pseudonymizer(Protocol):
    """Makes keyed digests of the logins of erased people: a login can be recognised, but not read from its digest."""

    @property
    def key_ids(self) -> frozenset[str]:
        """Ids of the keys that it has."""
        ...

    def digest(self, text: str) -> str:
        """Return the digest under the current key: the id of the key, a colon, and the digest in hexadecimal."""
        ...

    def digests(self, text: str) -> tuple[str, ...]:
        """Return the digests under all keys that it has."""
        ...


class Sealer(Protocol):
    """Encrypts stored documents, and detects every change of the encrypted bytes."""

    def seal(self, plain: bytes, context: str) -> bytes:
        """Return ``plain`` encrypted and bound to ``context``: it can be opened only with the same ``context``.

        A context is a text of some hundred characters. It may hold line breaks.
        """
        ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the bytes that were sealed.

        Raises:
            WrongKeyError: the sealer does not have the key that sealed them.
            AlteredDocumentError: the bytes were altered, the context is another one, or another key has the same id.
        """
        ...

    def is_current(self, sealed: bytes) -> bool:
        """Whether the current key sealed these bytes; if not, they should be sealed again."""
        ...
