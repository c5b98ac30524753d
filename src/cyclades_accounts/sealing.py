"""Encryption of stored documents: AES-256-GCM with a key ring (``cryptography``); keyed digests of erased logins.

Slips stay available for ever (M9, M16), and they show passwords. Encryption makes stored slips useless without the key.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from typing import Final, NoReturn

from attrs import field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cyclades_accounts.errors import AlteredDocumentError, InvalidValueError, WrongKeyError
from cyclades_accounts.model import Secret

__all__ = ["AesGcmSealer", "HmacPseudonymizer", "KeyRing"]

_MAGIC: Final = b"CYCA\x02"
_EARLIER: Final = b"CYCA\x01"
"""The same form; but its context is one of before version 5 of the tables, so it is never current."""
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
_KEY_ID: Final = re.compile(r"[ -~]{1,64}")
_NOT_COPIED: Final = "a key ring is neither pickled nor copied: build it where it is used, from where its keys are kept"


def _hidden(value: Mapping[str, bytes] | Secret[dict[str, bytes]]) -> Secret[dict[str, bytes]]:
    return value if isinstance(value, Secret) else Secret(dict(value))


@frozen
class KeyRing:
    """The keys that open documents, by id, and the one that seals new documents.

    To change the key, add a new one and make it current. The old key must stay as long as a document is sealed with it.
    One key may seal 2^32 times (NIST SP 800-38D, 8.3: random nonces of 96 bits).
    A ring is neither pickled nor copied: no key leaves the process with a job or in a cache.

    Raises:
        InvalidValueError: the current key is missing, a key is not 32 bytes, or an id is not 1 to 64 printable ASCII
            characters.
    """

    current: str
    """Id of the key that seals."""
    _keys: Secret[dict[str, bytes]] = field(alias="keys", converter=_hidden, repr=False, hash=False)

    def __attrs_post_init__(self) -> None:
        """Check ids and lengths; the message never holds a key, nor an id that may be a key by mistake."""
        for key_id, key in self.keys.items():
            if type(key_id) is not str or not _KEY_ID.fullmatch(key_id):
                raise InvalidValueError("key id", f"a {type(key_id).__name__}", "1 to 64 printable ASCII characters")
            if type(key) is not bytes or len(key) != _KEY_BYTES:
                raise InvalidValueError(
                    f"key {key_id}", f"{type(key).__name__} of {len(key)}", f"bytes of {_KEY_BYTES}"
                )
        if self.current not in self.keys:
            expected = f"one of the ids {', '.join(sorted(self.keys)) or '(none)'}"
            raise InvalidValueError("current", f"a {type(self.current).__name__} that is none", expected)

    @property
    def keys(self) -> Mapping[str, bytes]:
        """Keys of 32 bytes by id. An id is not secret: it is written into every sealed document."""
        return self._keys.reveal()

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(_NOT_COPIED)

    def __getstate__(self) -> NoReturn:
        raise TypeError(_NOT_COPIED)

    @classmethod
    def generate(cls, key_id: str) -> "KeyRing":
        """Return a ring with one new random key."""
        return cls(key_id, {key_id: AESGCM.generate_key(8 * _KEY_BYTES)})


@frozen
class AesGcmSealer:
    """A :class:`~cyclades_accounts.repositories.Sealer` with AES-256-GCM.

    Context and key id are authenticated with the content: a sealed document that was moved to another context, or whose
    key id was changed, does not open.

    Sealed form: ``CYCA``, format version 2, length of the key id, key id, nonce (12 bytes), ciphertext and tag.
    """

    ring: KeyRing

    def seal(self, plain: bytes, context: str) -> bytes:
        """Return ``plain`` encrypted with the current key and a new nonce, bound to ``context``."""
        key_id = self.ring.current.encode("ascii")
        header = _MAGIC + bytes([len(key_id)]) + key_id
        nonce = os.urandom(_NONCE_BYTES)
        cipher = AESGCM(self.ring.keys[self.ring.current])
        return header + nonce + cipher.encrypt(nonce, plain, header + context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the content that was sealed under ``context``.

        Raises:
            WrongKeyError: the ring does not have the key that sealed it.
            AlteredDocumentError: the bytes were altered or cut, or were sealed under another context, or with another
                key of the same id.
        """
        start = len(_MAGIC) + 1
        if len(sealed) < start or not sealed.startswith((_MAGIC, _EARLIER)):
            raise AlteredDocumentError(context)
        end = start + sealed[start - 1]
        if len(sealed) < end + _NONCE_BYTES:
            raise AlteredDocumentError(context)
        header, nonce, content = sealed[:end], sealed[end : end + _NONCE_BYTES], sealed[end + _NONCE_BYTES :]
        try:
            key_id = header[start:].decode("ascii")
            key = self.ring.keys.get(key_id)
            if key is None:
                raise WrongKeyError(key_id, tuple(sorted(self.ring.keys)))
            return AESGCM(key).decrypt(nonce, content, header + context.encode())
        except (InvalidTag, ValueError):
            raise AlteredDocumentError(context) from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether the current key sealed it in the present format; false for bytes that are not of the sealed form."""
        key_id = self.ring.current.encode("ascii")
        return sealed.startswith(_MAGIC + bytes([len(key_id)]) + key_id)


@frozen
class HmacPseudonymizer:
    """A :class:`~cyclades_accounts.repositories.Pseudonymizer`: HMAC-SHA-256 (RFC 2104) under the keys of a ring.

    A login is short and made of a name: somebody who has a plain hash tries names and finds the login in seconds. With
    a keyed digest one needs the key. A key must stay in this ring as long as the store exists, because an erased login
    is recognised only with the key under which it was erased. Use another ring than the one that seals documents.
    """

    ring: KeyRing

    @property
    def key_ids(self) -> frozenset[str]:
        """Ids of the keys of the ring."""
        return frozenset(self.ring.keys)

    def digest(self, text: str) -> str:
        """Return the digest under the current key."""
        return self._digest(self.ring.current, text)

    def digests(self, text: str) -> tuple[str, ...]:
        """Return the digests under every key, in the order of their ids."""
        return tuple(self._digest(key_id, text) for key_id in sorted(self.ring.keys))

    def _digest(self, key_id: str, text: str) -> str:
        return f"{key_id}:{hmac.new(self.ring.keys[key_id], text.encode(), hashlib.sha256).hexdigest()}"
