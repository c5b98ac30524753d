"""The contracts of the ports that protect stored data (:mod:`cyclades_accounts.repositories`)."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

import hashlib
import re
from typing import Final

import pytest

from cyclades_accounts.errors import AlteredDocumentError, WrongKeyError
from cyclades_accounts.repositories import Pseudonymizer, Sealer
from cyclades_accounts.testing.contract._base import must_override

PLAIN: Final = b"zoe.roux\tun mot de passe"
CONTEXT: Final = "document/1"
TEXTS: Final = ("zoe.roux", "Zoe.roux", "zoé.roux", "zoe\u0301.roux", "zoe.roux ", "")
"""Logins that are different to the character."""


class SealerContract:
    """What a sealer must do. Inherit it in a test module, under a name that starts with ``Test``."""

    @pytest.fixture
    def sealer(self) -> Sealer:
        """Return the sealer to prove."""
        raise must_override(self, "sealer", "one that gives a sealer")

    @pytest.fixture
    def successor(self) -> Sealer:
        """Return a sealer that has the keys of ``sealer``, and seals with a new one."""
        raise must_override(self, "successor", "one that gives a sealer with one more key")

    @pytest.fixture
    def impostor(self) -> Sealer:
        """Return a sealer with another key, of the same name as that of ``sealer`` where keys have names."""
        raise must_override(self, "impostor", "one that gives a sealer with another key of the same name")

    @pytest.mark.parametrize("plain", [b"", PLAIN, bytes(range(256)) * 4_000], ids=len)
    @pytest.mark.parametrize("context", ["", CONTEXT, "dossier/é\U0001f393/\n" * 20], ids=len)
    def test_what_was_sealed_comes_back(self, sealer: Sealer, plain: bytes, context: str) -> None:
        """``open``: the bytes that were sealed, under any context."""
        assert sealer.open(sealer.seal(plain, context), context) == plain

    def test_content_is_not_readable(self, sealer: Sealer) -> None:
        """``seal``: ``plain`` encrypted: no part of it can be read from the sealed bytes."""
        sealed = sealer.seal(PLAIN * 50, CONTEXT)
        assert not any(PLAIN[start : start + 6] in sealed for start in range(len(PLAIN) - 5))

    def test_other_context_does_not_open(self, sealer: Sealer) -> None:
        """``seal``: bound to ``context``: it can be opened only with the same one, to the character."""
        sealed = sealer.seal(PLAIN, "document/é")
        for other in ("", CONTEXT, "document/e\u0301", "DOCUMENT/é", "document/é ", "document/é\n"):
            with pytest.raises(AlteredDocumentError):
                sealer.open(sealed, other)

    def test_every_change_is_detected(self, sealer: Sealer) -> None:
        """``open``: every altered, cut or added byte is detected; where it is in the key's name, no key has it."""
        sealed = sealer.seal(PLAIN, CONTEXT)
        altered = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
        cut = [sealed[:end] for end in range(len(sealed))]
        for wrong in [*altered, *cut, sealed + b"\0", b"\0" + sealed, PLAIN]:
            with pytest.raises((AlteredDocumentError, WrongKeyError)):
                sealer.open(wrong, CONTEXT)

    def test_other_key_of_the_same_name_does_not_open(self, sealer: Sealer, impostor: Sealer) -> None:
        """``AlteredDocumentError``: another key has the same id."""
        with pytest.raises(AlteredDocumentError):
            impostor.open(sealer.seal(PLAIN, CONTEXT), CONTEXT)

    def test_former_key_still_opens(self, sealer: Sealer, successor: Sealer) -> None:
        """``is_current``: whether the current key sealed these bytes; a former key still opens them."""
        old, new = sealer.seal(PLAIN, CONTEXT), successor.seal(PLAIN, CONTEXT)
        assert [sealer.is_current(old), successor.is_current(new), successor.is_current(old)] == [True, True, False]
        assert successor.open(old, CONTEXT) == successor.open(new, CONTEXT) == PLAIN

    def test_unknown_key_is_told(self, sealer: Sealer, successor: Sealer) -> None:
        """``WrongKeyError``: the sealer does not have the key that sealed them."""
        with pytest.raises(WrongKeyError):
            sealer.open(successor.seal(PLAIN, CONTEXT), CONTEXT)


class PseudonymizerContract:
    """What a pseudonymizer must do. Inherit it in a test module, under a name that starts with ``Test``."""

    @pytest.fixture
    def pseudonymizer(self) -> Pseudonymizer:
        """Return the pseudonymizer to prove."""
        raise must_override(self, "pseudonymizer", "one that gives a pseudonymizer")

    @pytest.fixture
    def successor(self) -> Pseudonymizer:
        """Return one that has the keys of ``pseudonymizer``, and makes digests with a new one."""
        raise must_override(self, "successor", "one that gives a pseudonymizer with one more key")

    def test_digest_names_its_key(self, pseudonymizer: Pseudonymizer) -> None:
        """``digest``: the id of the key, a colon, and the digest in hexadecimal."""
        for text in TEXTS:
            key_id, _, found = pseudonymizer.digest(text).rpartition(":")
            assert key_id in pseudonymizer.key_ids
            assert re.fullmatch("[0-9a-f]{32,}", found)

    def test_login_is_recognised_to_the_character(self, pseudonymizer: Pseudonymizer) -> None:
        """A login can be recognised: one text gives one digest, another text another one."""
        found = [pseudonymizer.digest(text) for text in TEXTS]
        assert found == [pseudonymizer.digest(text) for text in TEXTS]
        assert len(set(found)) == len(TEXTS)

    def test_login_is_not_read_from_its_digest(self, pseudonymizer: Pseudonymizer) -> None:
        """Keyed digests: a login is not read from its digest, nor found by hashing names."""
        text = TEXTS[0]
        found = pseudonymizer.digest(text).rpartition(":")[2]
        assert text.encode().hex() not in found
        plain = [
            hashlib.new(name, text.encode()) for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b")
        ]
        assert not any(found in one.hexdigest() for one in plain)

    def test_digests_are_those_of_every_key(self, pseudonymizer: Pseudonymizer, successor: Pseudonymizer) -> None:
        """``digests``: the digests under all keys that it has: what a former key made is still recognised."""
        text = TEXTS[0]
        for one in (pseudonymizer, successor):
            digests = one.digests(text)
            assert one.digest(text) in digests
            assert {digest.rpartition(":")[0] for digest in digests} == one.key_ids
            assert len(digests) == len(one.key_ids)
        assert successor.key_ids > pseudonymizer.key_ids
        assert set(pseudonymizer.digests(text)) < set(successor.digests(text))
        assert successor.digest(text) not in pseudonymizer.digests(text)
