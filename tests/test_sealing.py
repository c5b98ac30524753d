"""Documents at rest: what was sealed comes back whole, or not at all."""

import copy
import hmac
import itertools
import pickle
from collections.abc import Callable
from functools import partial

import attrs
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.errors import AlteredDocumentError, InvalidValueError, WrongKeyError
from cyclades_accounts.sealing import AesGcmSealer, HmacPseudonymizer, KeyRing

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
SEALER = AesGcmSealer(KeyRing("2025", {"2025": KEY}))
PLAIN = b"antoine.aubincde 5ds<JsXkby"
CONTEXT = "document/1"
SEALED = SEALER.seal(PLAIN, CONTEXT)
ID_BYTES = range(6, 10)
"""Where the key id « 2025 » stands, after the five bytes of the format and the length."""


class TestSealing:
    """What opens."""

    @given(st.binary(max_size=300), st.text(max_size=40))
    def test_what_was_sealed_comes_back(self, plain: bytes, context: str) -> None:
        """This test ensures that opening under the same name gives the same bytes, the empty document included."""
        assert SEALER.open(SEALER.seal(plain, context), context) == plain

    @pytest.mark.parametrize("key_id", ["k", "k" * 64, "clé".replace("é", "e") + " 2025/1"])
    def test_ids_of_every_length_serve(self, key_id: str) -> None:
        """This test ensures that ids of 1 to 64 printable characters can be written into a document."""
        sealer = AesGcmSealer(KeyRing.generate(key_id))
        assert sealer.open(sealer.seal(PLAIN, CONTEXT), CONTEXT) == PLAIN

    def test_the_content_is_not_readable(self) -> None:
        """This test ensures that neither the content nor the name it is sealed under stands in the sealed bytes."""
        assert PLAIN not in SEALED
        assert b"antoine" not in SEALED
        assert CONTEXT.encode() not in SEALED

    def test_every_sealing_is_fresh(self) -> None:
        """This test ensures that no nonce comes twice: the same document sealed 500 times gives 500 texts."""
        sealed = [SEALER.seal(PLAIN, CONTEXT) for _ in range(500)]
        nonces = {document[ID_BYTES.stop : ID_BYTES.stop + 12] for document in sealed}
        assert len(nonces) == len(set(sealed)) == 500

    def test_the_format_says_what_it_is(self) -> None:
        """This test ensures that sealed bytes begin with their format, its version and the id of the key."""
        assert SEALED.startswith(b"CYCA\x02\x042025")
        assert len(SEALED) == ID_BYTES.stop + 12 + len(PLAIN) + 16


class TestTampering:
    """What does not open."""

    @pytest.mark.parametrize("bit", [0x01, 0x80])
    def test_every_changed_byte_is_noticed(self, bit: int) -> None:
        """This test ensures that a bit changed anywhere is refused; in the key id it may look like an unknown key."""
        for position in range(len(SEALED)):
            altered = bytearray(SEALED)
            altered[position] ^= bit
            expected = (AlteredDocumentError, WrongKeyError) if position in ID_BYTES else AlteredDocumentError
            if position == ID_BYTES.start - 1:  # the length: the id ends elsewhere, so it is another id
                expected = (AlteredDocumentError, WrongKeyError)
            with pytest.raises(expected):
                SEALER.open(bytes(altered), CONTEXT)

    @pytest.mark.parametrize("length", range(len(SEALED)))
    def test_every_cut_document_is_refused_as_altered(self, length: int) -> None:
        """This test ensures that a cut file is called altered, wherever it was cut, and never blamed on a key."""
        with pytest.raises(AlteredDocumentError) as caught:
            SEALER.open(SEALED[:length], CONTEXT)
        assert caught.value == AlteredDocumentError(CONTEXT)

    def test_added_bytes_are_refused(self) -> None:
        """This test ensures that nothing can be put before or behind a document."""
        for altered in (SEALED + b"\0", b"\0" + SEALED, SEALED + SEALED):
            with pytest.raises(AlteredDocumentError):
                SEALER.open(altered, CONTEXT)

    @pytest.mark.parametrize("context", ["document/2", "document/1 ", "", "Document/1"])
    def test_a_document_does_not_open_under_another_name(self, context: str) -> None:
        """This test ensures that two documents cannot be exchanged unnoticed."""
        with pytest.raises(AlteredDocumentError) as caught:
            SEALER.open(SEALED, context)
        assert caught.value.context == context

    def test_another_key_under_the_same_id_is_noticed(self) -> None:
        """This test ensures that a key that is not the one it claims to be opens nothing, and shows nothing."""
        with pytest.raises(AlteredDocumentError) as caught:
            AesGcmSealer(KeyRing("2025", {"2025": OTHER_KEY})).open(SEALED, CONTEXT)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__

    def test_the_key_id_is_part_of_what_is_proved(self) -> None:
        """This test ensures that relabelling a document is noticed even where both ids hold the same key."""
        sealer = AesGcmSealer(KeyRing("2025", {"2025": KEY, "2026": KEY}))
        with pytest.raises(AlteredDocumentError):
            sealer.open(SEALED.replace(b"2025", b"2026", 1), CONTEXT)

    @given(st.binary(max_size=100))
    def test_junk_is_refused(self, junk: bytes) -> None:
        """This test ensures that any bytes at all give one of the two promised errors."""
        for sealed in (junk, SEALED[:6] + junk, SEALED[:10] + junk):
            with pytest.raises((AlteredDocumentError, WrongKeyError)):
                SEALER.open(sealed, CONTEXT)


class TestKeyRing:
    """Keys: which ones are taken, and how they change."""

    def test_an_unknown_key_is_named_and_none_is_shown(self) -> None:
        """This test ensures that whoever lacks a key reads which one, and which ids are at hand."""
        with pytest.raises(WrongKeyError) as caught:
            AesGcmSealer(KeyRing("b", {"b": OTHER_KEY, "a": KEY})).open(SEALED, CONTEXT)
        assert caught.value == WrongKeyError("2025", ("a", "b"))

    def test_rotation_leaves_nothing_unreadable(self) -> None:
        """This test ensures that after a new key became current, old documents open and new ones carry the new id."""
        rings = [
            KeyRing("1", {"1": KEY}),
            KeyRing("2", {"1": KEY, "2": OTHER_KEY}),
            KeyRing("3", {"1": KEY, "2": OTHER_KEY, "3": bytes(32)}),
        ]
        sealers = [AesGcmSealer(ring) for ring in rings]
        documents = [(sealer.seal(PLAIN, CONTEXT), age) for age, sealer in enumerate(sealers)]
        for (sealed, age), (number, sealer) in itertools.product(documents, enumerate(sealers)):
            if number >= age:
                assert sealer.open(sealed, CONTEXT) == PLAIN
            else:
                with pytest.raises(WrongKeyError):
                    sealer.open(sealed, CONTEXT)

    def test_a_new_ring_has_a_key_of_its_own(self) -> None:
        """This test ensures that generated keys are 256 bits long and never the same."""
        keys = {KeyRing.generate("k").keys["k"] for _ in range(50)}
        assert len(keys) == 50
        assert {len(key) for key in keys} == {32}

    @pytest.mark.parametrize(
        ("current", "keys", "message"),
        [
            ("a", {}, r"one of the ids \(none\)"),
            ("a", {"c": KEY, "b": KEY}, "one of the ids b, c"),
            ("", {"": KEY}, "1 to 64 printable ASCII"),
            ("k" * 65, {"k" * 65: KEY}, "1 to 64 printable ASCII"),
            ("clé", {"clé": KEY}, "1 to 64 printable ASCII"),
            ("a", {"a": KEY, "b\n": KEY}, "1 to 64 printable ASCII"),
            ("a", {"a": KEY[:16]}, r"key a cannot be .* Expected .*32"),
            ("a", {"a": KEY, "b": KEY + b"!"}, r"key b cannot be "),
            ("a", {"a": b""}, r"key a cannot be "),
        ],
    )
    def test_a_ring_that_could_not_serve_is_refused(self, current: str, keys: dict[str, bytes], message: str) -> None:
        """This test ensures that a bad ring fails when it is built, and that no message holds a key."""
        with pytest.raises(InvalidValueError, match=message) as caught:
            KeyRing(current, keys)
        shown = repr(caught.value) + str(caught.value)
        assert not any(key and (repr(key)[2:-1] in shown or key.hex() in shown) for key in keys.values())

    def test_a_key_that_is_text_is_refused(self) -> None:
        """This test ensures that 32 characters are not taken for 32 bytes, and are not shown."""
        with pytest.raises(InvalidValueError) as caught:
            KeyRing("a", {"a": "sixteen-bytes-written-in-hex-abc"})  # type: ignore[dict-item]  # the mistake under test
        assert "sixteen" not in str(caught.value)

    def test_a_ring_does_not_show_its_keys(self) -> None:
        """This test ensures that ring and sealer can be printed."""
        assert repr(SEALER) == "AesGcmSealer(ring=KeyRing(current='2025'))"

    def test_rings_with_other_keys_are_not_equal(self) -> None:
        """This test ensures that two rings that cannot open each other's documents are not called the same."""
        assert KeyRing("a", {"a": KEY}) == KeyRing("a", {"a": KEY})
        assert KeyRing("a", {"a": KEY}) != KeyRing("a", {"a": OTHER_KEY})

    @pytest.mark.parametrize(
        "leak",
        [
            pickle.dumps,
            partial(pickle.dumps, protocol=0),
            copy.copy,
            copy.deepcopy,
            lambda one: one.__reduce__() if isinstance(one, KeyRing) else pickle.dumps(one),
            lambda one: one.__getstate__() if isinstance(one, KeyRing) else copy.deepcopy({"job": one}),
        ],
    )
    @pytest.mark.parametrize("of", [lambda ring: ring, AesGcmSealer, HmacPseudonymizer, lambda ring: [ring]])
    def test_a_ring_does_not_leave_the_process(
        self, leak: Callable[[object], object], of: Callable[[KeyRing], object]
    ) -> None:
        """This test ensures that neither a ring nor what holds it can be pickled or copied, in any of the ways."""
        one = of(KeyRing("2025", {"2025": KEY}))
        if leak is copy.copy and not isinstance(one, KeyRing):
            return  # a copy that shares the ring
        with pytest.raises(TypeError, match="neither pickled nor copied") as caught:
            leak(one)
        assert KEY.hex() not in repr(caught.value)

    @pytest.mark.parametrize(
        "wrong",
        [
            lambda: KeyRing(KEY.hex(), {"2025": KEY}),
            lambda: KeyRing(KEY, {"2025": KEY}),  # type: ignore[arg-type]  # the mistake under test
            lambda: KeyRing("2025", {KEY: b"2025"}),  # type: ignore[dict-item]  # the mistake under test
            lambda: KeyRing("2025", {KEY.hex() + "!": b"2025"}),
            lambda: KeyRing("2025", {"2025": KEY.hex()}),  # type: ignore[dict-item]  # the mistake under test
        ],
    )
    def test_a_key_in_a_wrong_place_is_not_shown(self, wrong: Callable[[], KeyRing]) -> None:
        """This test ensures that whoever gives a key for an id, or takes one for the other, reads no key of it."""
        with pytest.raises(InvalidValueError) as caught:
            wrong()
        shown = repr(caught.value) + str(caught.value)
        assert KEY.hex() not in shown
        assert repr(KEY)[2:-1] not in shown

    def test_a_ring_keeps_its_own_copy(self) -> None:
        """This test ensures that what a host does to its dictionary afterwards does not change the ring."""
        given_keys = {"a": KEY}
        ring = KeyRing("a", given_keys)
        given_keys.clear()
        assert ring.keys == {"a": KEY}
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(ring, "current", "b")  # noqa: B010  # what a type checker would refuse


class TestIsCurrent:
    """Which sealed bytes are to be sealed anew."""

    RING = KeyRing.generate("2026")

    def test_the_present_key_is_recognised(self) -> None:
        """This test ensures that what the current key sealed is current, and what another sealed is not."""
        sealer = AesGcmSealer(self.RING)
        assert sealer.is_current(sealer.seal(b"x", "c"))
        for key_id in ("2025", "20266", "202"):
            assert not sealer.is_current(AesGcmSealer(KeyRing.generate(key_id)).seal(b"x", "c"))

    def test_the_earlier_format_opens_and_is_not_current(self) -> None:
        """This test ensures that what version 1 of the format sealed opens, and is to be sealed anew."""
        header = b"CYCA\x01\x042026"
        sealed = header + bytes(12) + AESGCM(self.RING.keys["2026"]).encrypt(bytes(12), PLAIN, header + b"document/1")
        sealer = AesGcmSealer(self.RING)
        assert sealer.open(sealed, "document/1") == PLAIN
        assert not sealer.is_current(sealed)
        with pytest.raises(AlteredDocumentError):
            sealer.open(sealed.replace(b"\x01", b"\x02", 1), "document/1")

    @pytest.mark.parametrize("sealed", [b"", b"CYCA", b"CYCA\x02", b"CYCA\x02\x04", b"%PDF-1.7"])
    def test_foreign_bytes_are_not(self, sealed: bytes) -> None:
        """This test ensures that bytes which nobody sealed are not taken for current."""
        assert not AesGcmSealer(self.RING).is_current(sealed)


class TestHmacPseudonymizer:
    """Keyed digests of erased logins."""

    def test_a_known_answer(self) -> None:
        """This test ensures that a digest is HMAC-SHA-256 as anybody computes it (RFC 2104), under the key's id."""
        pseudonyms = HmacPseudonymizer(KeyRing("k", {"k": b"k" * 32}))
        expected = hmac.new(b"k" * 32, b"lea.martin", "sha256").hexdigest()
        assert pseudonyms.digest("lea.martin") == f"k:{expected}"

    def test_every_key_is_tried(self) -> None:
        """This test ensures that a digest made under an old key is among those of the ring, and its key is known."""
        old = HmacPseudonymizer(KeyRing("old", {"old": b"o" * 32}))
        ring = HmacPseudonymizer(KeyRing("new", {"old": b"o" * 32, "new": b"n" * 32}))
        assert ring.digests("lea.martin") == (ring.digest("lea.martin"), old.digest("lea.martin"))
        assert ring.key_ids == {"old", "new"}

    def test_another_key_is_another_digest(self) -> None:
        """This test ensures that without the key nobody can tell which login a digest stands for."""
        digests = {HmacPseudonymizer(KeyRing.generate("k")).digest("lea.martin") for _ in range(10)}
        assert len(digests) == 10

    def test_its_repr_shows_no_key(self) -> None:
        """This test ensures that a log shows which keys there are and not what they are."""
        assert "kkkk" not in repr(HmacPseudonymizer(KeyRing("k", {"k": b"k" * 32})))
