"""Generated passwords: valid, different, and uniform over exactly the set that the policy allows."""

import itertools
import math
import os
import random
from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.model import Password, ProvisionalPassword
from cyclades_accounts.passwords import (
    MEMO_2024,
    SYSTEM_RANDOM,
    CharacterClass,
    PasswordPolicy,
    generate_passwords,
)
from tests.passwords.tiny import TinyPolicy, every_password
from tests.support import random_from

SAMPLE = 20_000
OVERLAPPING = TinyPolicy("tiny", "test", 2, [CharacterClass("one", "ab"), CharacterClass("two", "bc")])


def _texts(passwords: list[ProvisionalPassword]) -> list[str]:
    return [password.reveal() for password in passwords]


class TestValidity:
    """Each password obeys its policy."""

    @given(st.integers(0, 40), st.binary(min_size=1, max_size=8))
    def test_a_generated_password_has_no_violation(self, count: int, seed: bytes) -> None:
        """This test ensures that whatever the randomness, as many come out as were asked and none breaks a rule."""
        passwords = _texts(generate_passwords(MEMO_2024, count, random_for_tests=random_from(seed.hex())))
        assert len(passwords) == count
        assert [violation for text in passwords for violation in MEMO_2024.violations(Password(text))] == []

    @pytest.mark.parametrize("length", [10, 11, 17, 64, 128])
    def test_every_length_serves(self, length: int) -> None:
        """This test ensures that the policy's length is the passwords' length."""
        policy = PasswordPolicy("t", "t", length, MEMO_2024.classes, throttled=True)
        assert all(policy.violations(Password(text)) == () for text in _texts(generate_passwords(policy, 50)))

    def test_everybody_gets_another_one(self) -> None:
        """This test ensures that a batch is not one password many times (GAM, Hedy)."""
        texts = _texts(generate_passwords(MEMO_2024, 5_000))
        assert len(set(texts)) == 5_000

    def test_two_batches_share_nothing(self) -> None:
        """This test ensures that the system's randomness is the default, and fresh for each batch."""
        assert SYSTEM_RANDOM is os.urandom
        assert not set(_texts(generate_passwords(MEMO_2024, 500))) & set(_texts(generate_passwords(MEMO_2024, 500)))

    def test_the_same_randomness_gives_the_same_passwords(self) -> None:
        """This test ensures that a whole run can be replayed in a test."""
        one, two, other = (
            _texts(generate_passwords(MEMO_2024, 20, random_for_tests=random_from(s))) for s in ("a", "a", "b")
        )
        assert one == two != other

    def test_nothing_asked_draws_nothing(self) -> None:
        """This test ensures that an empty batch does not touch the random source."""

        def forbidden(size: int) -> bytes:
            raise AssertionError(size)

        assert generate_passwords(MEMO_2024, 0, random_for_tests=forbidden) == []

    def test_randomness_is_asked_for_in_bulk(self) -> None:
        """This test ensures that a school costs a handful of questions, not one a character."""
        sizes: list[int] = []
        draw = random_from("bulk")

        def counted(size: int) -> bytes:
            sizes.append(size)
            return draw(size)

        generate_passwords(MEMO_2024, 1_000, random_for_tests=counted)
        assert len(sizes) < 20
        assert sum(sizes) < 60 * 1_000

    def test_a_demanding_policy_is_served_too(self) -> None:
        """This test ensures that a policy that most draws miss (one in 19,000 meets it) is no stuck source."""
        visible = "".join(map(chr, range(33, 93)))
        classes = [CharacterClass(visible[start], visible[start : start + 5]) for start in range(0, 60, 5)]
        policy = PasswordPolicy("demanding", "test", 12, classes, throttled=True)
        texts = _texts(generate_passwords(policy, 3, random_for_tests=random_from("demanding")))
        assert [policy.violations(Password(text)) for text in texts] == [()] * 3

    @pytest.mark.parametrize("answer", [lambda size: b"", bytes, lambda size: b"\xff" * size])
    def test_a_stuck_source_is_an_error_and_not_an_endless_loop(self, answer: Callable[[int], bytes]) -> None:
        """This test ensures that a source which gives nothing, or always the same byte, is found out."""
        calls = itertools.count()

        def stuck(size: int) -> bytes:
            assert next(calls) < 1_000, "asked 1,000 times and would ask for ever"
            return answer(size)

        with pytest.raises((RuntimeError, ValueError)):
            generate_passwords(MEMO_2024, 1, random_for_tests=stuck)


class _Stream:
    """A random source that gives out prepared bytes, and fails when they are used up."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __call__(self, size: int) -> bytes:
        assert self.content, "asked for more than there was"
        given, self.content = self.content[:size], self.content[size:]
        return given.ljust(size, b"\xff")


@pytest.mark.parametrize(
    "policy",
    [
        OVERLAPPING,
        TinyPolicy("three", "test", 2, [CharacterClass("one", "ab"), CharacterClass("two", "c")]),
        TinyPolicy("five", "test", 2, [CharacterClass("one", "abcd"), CharacterClass("two", "de")]),
        TinyPolicy("free", "test", 2, [CharacterClass("one", "abcde")]),
    ],
)
class TestExactness:
    """Uniformity proved on alphabets of 3 and 5 characters, both of which divide 255, with every pair of bytes."""

    PAIRS = bytes(itertools.chain.from_iterable(itertools.product(range(255), repeat=2)))

    def test_every_password_comes_from_as_many_byte_strings(self, policy: PasswordPolicy) -> None:
        """This test ensures exact uniformity: of all pairs of fair bytes, each password takes the same number."""
        passwords = every_password(policy)
        each = (255 // len(policy.alphabet)) ** 2
        drawn = generate_passwords(policy, each * len(passwords), random_for_tests=_Stream(self.PAIRS))
        assert Counter(_texts(drawn)) == dict.fromkeys(passwords, each)

    def test_the_byte_that_would_favour_a_character_is_skipped(self, policy: PasswordPolicy) -> None:
        """This test ensures that 255, the one byte too many, leaves no trace."""
        pairs = self.PAIRS[:2_000]
        with_255 = b"".join(pairs[start : start + 2] + b"\xff\xff" for start in range(0, len(pairs), 2))
        one, other = (
            generate_passwords(policy, 100, random_for_tests=_Stream(content)) for content in (pairs, with_255)
        )
        assert _texts(one) == _texts(other)


def _chi_square_is_plausible(observed: Mapping[object, int], expected: Mapping[object, Fraction]) -> bool:
    """Say whether counts fit their exact expectations: Pearson's chi-square, cells under 10 pooled, five sigmas.

    The quantile is Wilson and Hilferty's; at five sigmas a fair generator fails once in three million times.
    """
    assert set(observed) <= set(expected)
    assert sum(observed.values()) == sum(expected.values())
    rare = [cell for cell, count in expected.items() if count < 10]
    cells = [(observed.get(cell, 0), float(count)) for cell, count in expected.items() if count >= 10]
    if rare:
        cells.append((sum(observed.get(c, 0) for c in rare), float(sum(expected[c] for c in rare))))
    statistic = sum((seen - count) ** 2 / count for seen, count in cells if count)
    freedom = len(cells) - 1
    limit = freedom * (1 - 2 / (9 * freedom) + 5 * math.sqrt(2 / (9 * freedom))) ** 3
    return statistic < limit


def _composition(text: str) -> tuple[int, ...]:
    return tuple(sum(character in c.characters for character in text) for c in MEMO_2024.classes)


def _compositions_expected(sample: int) -> dict[object, Fraction]:
    """Give the exact expectation of each joint class composition: how many passwords have it, out of all."""
    sizes = [len(c.characters) for c in MEMO_2024.classes]
    ways = {
        counts: math.factorial(10) // math.prod(map(math.factorial, counts)) * math.prod(map(pow, sizes, counts))
        for counts in itertools.product(range(1, 8), repeat=4)
        if sum(counts) == 10
    }
    return {counts: Fraction(sample * way, MEMO_2024.count) for counts, way in ways.items()}


def _characters_expected(sample: int) -> dict[object, Fraction]:
    """Give the exact expectation of each character at any one position, given that all classes are present.

    A password with a given character somewhere is one whose nine others hold the three other classes.
    """
    rest = {
        c: TinyPolicy("rest", "test", 9, [other for other in MEMO_2024.classes if other is not c])
        for c in MEMO_2024.classes
    }
    total = len(MEMO_2024.alphabet)

    def ways(own: CharacterClass) -> int:
        others = [len(other.characters) for other in rest[own].classes]
        return sum(
            (-1) ** missing * (total - sum(subset)) ** 9
            for missing in range(4)
            for subset in itertools.combinations(others, missing)
        )

    return {
        character: Fraction(sample * ways(c), MEMO_2024.count) for c in MEMO_2024.classes for character in c.characters
    }


def _fits_compositions(texts: list[str]) -> bool:
    return _chi_square_is_plausible(Counter(map(_composition, texts)), _compositions_expected(len(texts)))


def _fits_positions(texts: list[str]) -> bool:
    expected = _characters_expected(len(texts))
    return all(
        _chi_square_is_plausible(Counter(text[position] for text in texts), expected)
        for position in range(MEMO_2024.length)
    )


def _ours(seed: int) -> list[str]:
    return _texts(generate_passwords(MEMO_2024, SAMPLE, random_for_tests=random.Random(seed).randbytes))


def _one_of_each_then_shuffle(seed: int) -> list[str]:
    """Draw as KeePassXC and Bitwarden do."""
    chance = random.Random(seed)
    pools = [sorted(c.characters) for c in MEMO_2024.classes]
    texts = []
    for _ in range(SAMPLE):
        drawn = [chance.choice(pool) for pool in pools]
        drawn += chance.choices(MEMO_2024.alphabet, k=MEMO_2024.length - len(pools))
        chance.shuffle(drawn)
        texts.append("".join(drawn))
    return texts


def _modulo(seed: int) -> list[str]:
    """Draw uniformly but for the bytes, of which the first characters of the alphabet get more."""
    alphabet = MEMO_2024.alphabet
    table = bytes(ord(alphabet[value % len(alphabet)]) for value in range(256))
    text = random.Random(seed).randbytes(4 * SAMPLE * MEMO_2024.length).translate(table).decode()
    drawn = (text[start : start + MEMO_2024.length] for start in range(0, len(text), MEMO_2024.length))
    return list(itertools.islice((one for one in drawn if 0 not in _composition(one)), SAMPLE))


def _capital_first(seed: int) -> list[str]:
    """Take uniform passwords and bring a capital to the front, as "memorable" generators do."""
    return [
        next(c for c in text if c.isupper()) + text.replace(next(c for c in text if c.isupper()), "", 1)
        for text in _ours(seed)
    ]


class TestUniformity:
    """Uniformity of the default policy against exact conditional expectations; seeded, so it never wavers."""

    @pytest.mark.parametrize("seed", range(3))
    def test_ours_fits(self, seed: int) -> None:
        """This test ensures that class compositions and the characters of each position come as often as they must."""
        texts = _ours(seed)
        assert _fits_compositions(texts)
        assert _fits_positions(texts)

    def test_the_expectations_add_up(self) -> None:
        """This test ensures that the oracle is a distribution, in which a digit is commoner than one in 68."""
        assert sum(_compositions_expected(SAMPLE).values()) == SAMPLE
        expected = _characters_expected(SAMPLE)
        assert sum(expected.values()) == SAMPLE
        assert expected["5"] > Fraction(SAMPLE, 68)

    @pytest.mark.parametrize("seed", range(3))
    def test_one_of_each_then_shuffle_is_found_out(self, seed: int) -> None:
        """This test ensures that the test has teeth: the usual wrong generator obeys the policy and is rejected."""
        texts = _one_of_each_then_shuffle(seed)
        assert all(MEMO_2024.violations(Password(text)) == () for text in texts[:500])
        assert not _fits_compositions(texts)

    @pytest.mark.parametrize("wrong", [_modulo, _capital_first])
    def test_other_biases_are_found_out(self, wrong: Callable[[int], list[str]]) -> None:
        """This test ensures that a modulo over bytes and a favoured position are rejected too."""
        texts = wrong(1)
        assert all(MEMO_2024.violations(Password(text)) == () for text in texts[:500])
        assert not _fits_positions(texts)

    def test_neighbours_are_independent(self) -> None:
        """This test ensures that a password says nothing about the next one: classes of two starts meet by chance."""
        texts = _ours(7)
        firsts = [next(i for i, c in enumerate(MEMO_2024.classes) if text[0] in c.characters) for text in texts]
        one = Counter(firsts)
        pairs: Counter[object] = Counter(zip(firsts[0::2], firsts[1::2], strict=True))
        expected: dict[object, Fraction] = {
            (a, b): Fraction(one[a] * one[b] * (SAMPLE // 2), SAMPLE**2) for a in one for b in one
        }
        assert _chi_square_is_plausible(pairs, expected)
