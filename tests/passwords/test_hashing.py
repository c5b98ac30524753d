"""Hashing: the right password opens, nothing else does, and nothing else breaks."""

import threading
from dataclasses import dataclass, field

import pytest
from argon2 import PasswordHasher as Argon2
from argon2 import Type, extract_parameters
from hypothesis import given, settings
from hypothesis import strategies as st

from cyclades_accounts.model import Password, PasswordHash
from cyclades_accounts.passwords import (
    MEMO_2024,
    OWASP_ARGON2ID,
    RFC_9106_HIGH_MEMORY,
    RFC_9106_LOW_MEMORY,
    TESTS_ONLY,
    Argon2idHasher,
    Argon2Parameters,
    generate_passwords,
    hash_passwords,
)

HASHER = Argon2idHasher(TESTS_ONLY)
SECRET = Password("5ds<JsXkby")
HASH = PasswordHash("$argon2id$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$Kd6Y4+/uwk5rgq02rPuojlE3HzfVcNufkgcsf4IsZAE")
"""A hash of the secret, written down: what a store may have held for years."""


class TestVerifying:
    """What opens."""

    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
    def test_the_password_that_was_hashed_opens(self, text: str) -> None:
        """This test ensures that any text can be a password: empty, accents, NUL, longer than usual."""
        assert HASHER.verify(HASHER.hash(Password(text)), Password(text))

    @pytest.mark.parametrize("other", ["", "5ds<JsXkb", "5ds<JsXkbyy", "5DS<JSXKBY", " 5ds<JsXkby", "5ds<JsXkby\0"])
    def test_another_password_does_not_open(self, other: str) -> None:
        """This test ensures that a prefix, another case and an added space or NUL do not open."""
        assert not HASHER.verify(HASH, Password(other))

    @pytest.mark.parametrize(
        ("chosen", "typed"), [("Ame\u0301lie aime l'été", "Amélie aime l'été"), ("ﬁn", "fin"), ("Ａ１", "A1")]
    )
    def test_the_same_characters_open_however_they_were_typed(self, chosen: str, typed: str) -> None:
        """This test ensures that a telephone and a computer give the same password (NFKC, NIST SP 800-63B-4)."""
        assert HASHER.verify(HASHER.hash(Password(chosen)), Password(typed))

    def test_a_stored_hash_opens(self) -> None:
        """This test ensures that accounts of earlier versions stay open: the stored form is a promise."""
        assert HASHER.verify(HASH, SECRET)

    def test_hashes_of_other_parameters_still_open(self) -> None:
        """This test ensures that a host may raise the cost without locking anybody out."""
        dearer = Argon2idHasher(Argon2Parameters("dearer", memory_kib=64, passes=2, lanes=2))
        assert HASHER.verify(dearer.hash(SECRET), SECRET)
        assert dearer.verify(HASH, SECRET)
        assert not dearer.verify(HASH, Password("x"))

    @pytest.mark.parametrize(
        "garbage",
        [
            "",
            "x",
            "5ds<JsXkby",
            "$argon2id$",
            "$argon2id$v=19$m=8,t=1,p=1$abc$def",
            "$argon2id$v=19$m=8,t=1,p=1$$",
            "$argon2id$v=99$m=8,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
            "$2b$12$abcdefghijklmnopqrstuv",
            HASH[:-1],
            HASH + "\n",
            HASH.replace("p=1", "p=0"),
            HASH.replace("argon2id", "argon2xx"),
            HASH.upper(),
        ],
    )
    def test_a_hash_that_cannot_be_read_matches_nothing(self, garbage: str) -> None:
        """This test ensures that a broken row of the store locks one candidate out, and crashes nobody."""
        assert HASHER.verify(PasswordHash(garbage), SECRET) is False

    @pytest.mark.parametrize("garbage", ["é", "haché", HASH.replace("$v", "＄v"), "\ud800"])
    def test_a_hash_that_is_not_ascii_matches_nothing(self, garbage: str) -> None:
        """This test ensures the same for a text that was never a hash of ours."""
        assert HASHER.verify(PasswordHash(garbage), SECRET) is False

    def test_a_text_that_no_encoding_takes_does_not_speak(self) -> None:
        """This test ensures that a lone surrogate is hashed or refused, without an error that holds the password."""
        broken = Password("\ud8005ds<JsXkby")
        try:
            assert HASHER.verify(HASHER.hash(broken), broken)
        except ValueError as refused:
            assert "5ds" not in repr(refused) + str(vars(refused)) + repr(getattr(refused, "object", ""))  # noqa: PT017  # it may raise or not


class TestHashes:
    """What is stored."""

    def test_every_hash_has_its_own_salt(self) -> None:
        """This test ensures that two candidates with one password cannot be told."""
        assert len({HASHER.hash(SECRET) for _ in range(20)}) == 20

    def test_a_hash_says_how_it_was_made(self) -> None:
        """This test ensures argon2id with a salt of 128 bits and a tag of 256 in the PHC string format."""
        made = extract_parameters(HASHER.hash(SECRET))
        assert (made.type, made.salt_len, made.hash_len) == (Type.ID, 16, 32)
        assert (made.memory_cost, made.time_cost, made.parallelism) == (8, 1, 1)

    def test_it_does_not_hold_the_password(self) -> None:
        """This test ensures that the hash can be stored, and the hasher printed."""
        assert SECRET.reveal() not in HASH
        assert repr(HASHER) == f"Argon2idHasher(parameters={TESTS_ONLY!r})"

    @pytest.mark.parametrize(
        ("parameters", "cost"), [(OWASP_ARGON2ID, (19 * 1024, 2, 1)), (RFC_9106_LOW_MEMORY, (64 * 1024, 3, 4))]
    )
    def test_parameters_are_those_of_their_source(
        self, parameters: Argon2Parameters, cost: tuple[int, int, int]
    ) -> None:
        """This test ensures that the named sets hold the published figures, and that the hasher uses them."""
        assert (parameters.memory_kib, parameters.passes, parameters.lanes) == cost
        made = extract_parameters(Argon2idHasher(parameters).hash(SECRET))
        assert (made.memory_cost, made.time_cost, made.parallelism) == cost

    def test_the_default_is_owasp(self) -> None:
        """This test ensures that whoever says nothing gets a memory-hard hash."""
        assert Argon2idHasher().parameters == OWASP_ARGON2ID

    @pytest.mark.parametrize("wrong", [{"memory_kib": 7}, {"passes": 0}, {"lanes": 0}])
    def test_costs_have_a_floor(self, wrong: dict[str, int]) -> None:
        """This test ensures that parameters that argon2 does not take are refused when they are written down."""
        with pytest.raises(ValueError, match=next(iter(wrong))):
            Argon2Parameters(**{"name": "x", "memory_kib": 8, "passes": 1, "lanes": 1, **wrong})  # type: ignore[arg-type]  # a mapping

    def test_every_lane_needs_its_memory(self) -> None:
        """This test ensures that 8 KiB a lane are asked at once (RFC 9106, 3.1), and not at the first hash of a run."""
        with pytest.raises(ValueError, match="memory_kib"):
            Argon2Parameters("x", memory_kib=8, passes=1, lanes=4)

    def test_a_hash_of_another_program_opens(self) -> None:
        """This test ensures that the format is the common one: accounts can be taken over from another system."""
        foreign = Argon2(time_cost=1, memory_cost=16, parallelism=1).hash("5ds<JsXkby")
        assert HASHER.verify(PasswordHash(foreign), SECRET)


class TestDecoy:
    """The hash for logins that do not exist."""

    def test_it_costs_what_a_real_one_costs(self) -> None:
        """This test ensures that an unknown login takes the same time: same parameters, same lengths."""
        assert extract_parameters(HASHER.decoy) == extract_parameters(HASH)

    @settings(max_examples=20)
    @given(st.text(max_size=20))
    def test_nothing_opens_it(self, text: str) -> None:
        """This test ensures that no password logs in as nobody."""
        encodable = text.encode(errors="replace").decode()
        assert not HASHER.verify(HASHER.decoy, Password(encodable))

    def test_it_is_made_once(self) -> None:
        """This test ensures that asking costs nothing after the first time, for equal hashers too."""
        assert HASHER.decoy == HASHER.decoy == Argon2idHasher(TESTS_ONLY).decoy
        assert Argon2idHasher(Argon2Parameters("other", 16, 1, 1)).decoy != HASHER.decoy


@dataclass
class _Heard:
    """What a progress display hears, and in which thread."""

    calls: list[tuple[int, int]] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    def __call__(self, done: int, total: int) -> None:
        self.calls.append((done, total))
        self.threads.add(threading.get_ident())


class TestBatches:
    """Hashing a school."""

    @pytest.mark.parametrize("workers", [None, 1, 3])
    def test_hashes_come_in_the_order_of_the_passwords(self, workers: int | None) -> None:
        """This test ensures that everybody's hash is their own, however many threads there are."""
        passwords = generate_passwords(MEMO_2024, 40)
        hashes = hash_passwords(HASHER, passwords, workers=workers)
        assert len(set(hashes)) == 40
        assert all(HASHER.verify(made, password) for made, password in zip(hashes, passwords, strict=True))
        assert not HASHER.verify(hashes[0], passwords[1])

    def test_progress_is_told_step_by_step(self) -> None:
        """This test ensures that a display hears every step, in order, in the thread that called."""
        heard = _Heard()
        hash_passwords(HASHER, generate_passwords(MEMO_2024, 12), workers=4, progress=heard)
        assert heard.calls == [(done, 12) for done in range(1, 13)]
        assert heard.threads == {threading.get_ident()}

    def test_an_empty_batch_is_silent(self) -> None:
        """This test ensures that nothing to hash gives nothing and tells nothing."""
        heard = _Heard()
        assert hash_passwords(HASHER, [], progress=heard) == []
        assert heard.calls == []

    def test_a_failure_reaches_the_caller(self) -> None:
        """This test ensures that a hasher that fails in a thread is not swallowed, and that no half batch comes out."""

        class Broken(Argon2idHasher):
            """Fails on one password."""

            def hash(self, password: Password) -> PasswordHash:
                if password == passwords[5]:
                    raise MemoryError
                return super().hash(password)

        passwords = generate_passwords(MEMO_2024, 10)
        heard = _Heard()
        with pytest.raises(MemoryError):
            hash_passwords(Broken(TESTS_ONLY), passwords, workers=2, progress=heard)
        assert heard.calls == [(done, 10) for done in range(1, 6)]

    @pytest.mark.parametrize("workers", [1, 3])
    def test_a_stop_ends_the_batch_at_once(self, workers: int) -> None:
        """This test ensures that a host that stops a large batch does not wait until all of it is hashed."""
        begun: list[str] = []

        class Counted(Argon2idHasher):
            """Notes what it begins."""

            def hash(self, password: Password) -> PasswordHash:
                begun.append(password.reveal())
                return super().hash(password)

        def stop(done: int, total: int) -> None:
            if done == 20:
                raise TimeoutError(total)

        passwords = generate_passwords(MEMO_2024, 2_000)
        with pytest.raises(TimeoutError):
            hash_passwords(Counted(TESTS_ONLY), passwords, workers=workers, progress=stop)
        assert 20 <= len(begun) <= 20 + 4 * workers
        assert set(begun) <= {password.reveal() for password in passwords[: 20 + 4 * workers]}


class TestRehash:
    """Whether a hash was made with other parameters."""

    @pytest.mark.parametrize(
        ("made_with", "needed"),
        [
            (Argon2(time_cost=1, memory_cost=8, parallelism=1), False),
            (Argon2(time_cost=2, memory_cost=8, parallelism=1), True),
            (Argon2(time_cost=1, memory_cost=16, parallelism=1), True),
            (Argon2(time_cost=1, memory_cost=16, parallelism=2), True),
            (Argon2(time_cost=1, memory_cost=8, parallelism=1, hash_len=16), True),
            (Argon2(time_cost=1, memory_cost=8, parallelism=1, salt_len=8), True),
            (Argon2(time_cost=1, memory_cost=8, parallelism=1, type=Type.I), True),
        ],
    )
    def test_any_other_parameter_asks_for_it(self, made_with: Argon2, *, needed: bool) -> None:
        """This test ensures that cost, lengths and variant are compared, and nothing else."""
        assert HASHER.needs_rehash(PasswordHash(made_with.hash("x"))) is needed

    @pytest.mark.parametrize("garbage", ["", "x", "$argon2id$", "$argon2id$v=x$m=8,t=1,p=1$abc$def", "haché", "\ud800"])
    def test_a_hash_that_cannot_be_read_needs_none(self, garbage: str) -> None:
        """This test ensures that a broken row crashes nobody: no password matches it, so there is nothing to hash."""
        assert HASHER.needs_rehash(PasswordHash(garbage)) is False

    def test_the_dearest_profile_is_the_first_of_rfc_9106(self) -> None:
        """This test ensures the published figures, without spending 2 GiB."""
        parameters = RFC_9106_HIGH_MEMORY
        assert (parameters.memory_kib, parameters.passes, parameters.lanes) == (2 * 1024 * 1024, 1, 4)
        assert Argon2idHasher(parameters).needs_rehash(HASH)
