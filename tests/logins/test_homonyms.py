"""What tells homonyms apart: numbers, letters, random letters."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.logins import (
    CONSONANTS,
    DNB_2024,
    MAX_HOMONYMS,
    Homonyms,
    Letters,
    Numbers,
    PrenomNom,
    RandomLetters,
    allocate,
)
from tests.logins.policies import homonyms

TEN = "bcdfghjkmn"
"""The smallest alphabet."""

RANDOM = ["pqv", "bmz", "ngd"]
"""Of « antoine.aubin », the name of the memo (M10)."""

RANKS = st.integers(2, 40) | st.integers(2, MAX_HOMONYMS)


class TestKnownValues:
    """Written out."""

    @pytest.mark.parametrize(("number", "suffix"), [(2, "2"), (3, "3"), (10, "10"), (MAX_HOMONYMS, "999999")])
    def test_numbers(self, number: int, suffix: str) -> None:
        """This test ensures that the default puts the number itself at the end."""
        assert Numbers().suffix("lea.martin", number) == suffix
        assert Numbers(".").suffix("lea.martin", number) == f".{suffix}"

    @pytest.mark.parametrize(
        ("number", "suffix"),
        [
            (2, "-b"),
            (26, "-z"),
            (27, "-aa"),
            (52, "-az"),
            (53, "-ba"),
            (702, "-zz"),
            (703, "-aaa"),
            (MAX_HOMONYMS, "-bdwgm"),
        ],
    )
    def test_letters(self, number: int, suffix: str) -> None:
        """This test ensures that letters count as the columns of a spreadsheet do, the second homonym being b."""
        assert Letters().suffix("lea.martin", number) == suffix
        assert Letters("").suffix("lea.martin", number) == suffix[1:]

    def test_random_letters(self) -> None:
        """This test ensures that the letters of a stem never change from a version to the next: plans depend on it."""
        assert [RandomLetters().suffix("antoine.aubin", number) for number in (2, 3, 4)] == RANDOM
        assert RandomLetters(mark="-").suffix("antoine.aubin", 2) == f"-{RANDOM[0]}"

    @pytest.mark.parametrize(
        ("strategy", "room"),
        [
            (Numbers(), 6),
            (Numbers("-"), 7),
            (Letters(), 6),
            (Letters(""), 5),
            (RandomLetters(), 5),
            (RandomLetters(length=6), 6),
            (RandomLetters(alphabet=TEN, mark="."), 7),
        ],
    )
    def test_room(self, strategy: Homonyms, room: int) -> None:
        """This test ensures that the suffix of the last homonym, mark included, is as long as the room it gets."""
        assert len(strategy.suffix("lea.martin", MAX_HOMONYMS)) == room

    def test_nineteen_consonants(self) -> None:
        """This test ensures that random letters write no word, and none that reads as a digit."""
        assert len(CONSONANTS) == 19
        assert not set("aeiouyl") & set(CONSONANTS)

    @pytest.mark.parametrize(
        ("strategy", "logins"),
        [
            (Numbers("-"), ["lea.martin", "lea.martin-2", "lea.martin-3"]),
            (Letters(), ["lea.martin", "lea.martin-b", "lea.martin-c"]),
            (Letters(""), ["lea.martin", "lea.martinb", "lea.martinc"]),
        ],
    )
    def test_a_batch_of_homonyms(self, strategy: Homonyms, logins: list[str]) -> None:
        """This test ensures that the first has the bare stem whatever the strategy, and the others its suffixes."""
        stem = DNB_2024.stem("Léa", "Martin")
        assert list(allocate(PrenomNom(homonyms=strategy), [stem] * 3, {}, lambda _: ()).logins) == logins


class TestLaws:
    """What holds for every strategy."""

    @given(homonyms(), st.text(max_size=8), RANKS, RANKS)
    def test_each_number_has_its_suffix(self, strategy: Homonyms, stem: str, one: int, other: int) -> None:
        """This test ensures that two homonyms never share a suffix, and that none is longer than the last one's."""
        suffix = strategy.suffix(stem, one)
        assert (suffix == strategy.suffix(stem, other)) == (one == other)
        assert suffix == strategy.suffix(stem, one)
        assert len(suffix) <= len(strategy.suffix(stem, MAX_HOMONYMS))

    @given(homonyms(), st.text(max_size=8), RANKS)
    def test_only_the_allowed_characters(self, strategy: Homonyms, stem: str, number: int) -> None:
        """This test ensures that a suffix is its mark and then digits, or letters of the alphabet."""
        suffix = strategy.suffix(stem, number)
        assert suffix.startswith(strategy.mark)
        rest = suffix.removeprefix(strategy.mark)
        match strategy:
            case Numbers():
                assert rest == str(number)
            case Letters():
                assert re.fullmatch("[a-z]+", rest)
            case RandomLetters():
                assert set(rest) <= set(strategy.alphabet)
                assert strategy.length <= len(rest) <= strategy.length + 4

    @pytest.mark.parametrize("strategy", [Numbers(), Letters(), RandomLetters(), RandomLetters(length=2, alphabet=TEN)])
    def test_thousands_in_a_row(self, strategy: Homonyms) -> None:
        """This test ensures that nobody of a whole region shares a suffix."""
        assert len({strategy.suffix("lea.martin", number) for number in range(2, 20_002)}) == 20_000


class TestRandomLetters:
    """An order of all that so many letters can write."""

    @given(st.text(max_size=5), st.text(max_size=8), st.permutations(TEN).map("".join))
    def test_every_place_is_met_once(self, salt: str, stem: str, alphabet: str) -> None:
        """This test ensures that all 100 pairs of ten letters come before the first of three, each of them once."""
        strategy = RandomLetters(salt=salt, length=2, alphabet=alphabet)
        block = [strategy.suffix(stem, number) for number in range(2, 102)]
        assert set(block) == {a + b for a in alphabet for b in alphabet}
        assert len(strategy.suffix(stem, 102)) == 3

    def test_the_next_length_is_a_block_too(self) -> None:
        """This test ensures the same of the 1,000 that follow, and that the next one has four letters."""
        strategy = RandomLetters(length=2, alphabet=TEN)
        block = {strategy.suffix("lea.martin", number) for number in range(102, 1_102)}
        assert len(block) == 1_000
        assert {len(suffix) for suffix in block} == {3}
        assert len(strategy.suffix("lea.martin", 1_102)) == 4

    def test_salt_and_stem_change_the_letters(self) -> None:
        """This test ensures that neither another host nor another stem has the same order of letters."""

        def first(strategy: RandomLetters, stem: str = "lea.martin") -> tuple[str, ...]:
            return tuple(strategy.suffix(stem, number) for number in range(2, 12))

        orders = [
            first(RandomLetters()),
            first(RandomLetters(salt="sel")),
            first(RandomLetters(salt="sel2")),
            first(RandomLetters(), "lea.martins"),
            first(RandomLetters(salt="sel"), "lea.martins"),
        ]
        assert len(set(orders)) == len(orders)

    def test_they_do_not_count(self) -> None:
        """This test ensures that neighbours do not look it: no order of the alphabet, both ways, in a hundred."""
        suffixes = [RandomLetters().suffix("lea.martin", number) for number in range(2, 102)]
        assert suffixes not in (sorted(suffixes), sorted(suffixes, reverse=True))
        assert len({suffix[0] for suffix in suffixes}) > 10


class TestRefusals:
    """Options that make no good login."""

    @pytest.mark.parametrize("kind", [Numbers, Letters, RandomLetters])
    @pytest.mark.parametrize("mark", ["+", "..", " ", "a", None])
    def test_other_marks(self, kind: Any, mark: Any) -> None:
        """This test ensures that only what a login may hold stands before the suffix."""
        with pytest.raises(ValueError, match="mark"):
            kind(mark=mark)

    @pytest.mark.parametrize("alphabet", ["", "bcdfghjkm", "bbcdfghjkmn", "Bcdfghjkmnp", "bcdfghjkmé", "bcdfghjkm1"])
    def test_other_alphabets(self, alphabet: str) -> None:
        """This test ensures that the letters are ten at least, different, and a to z."""
        with pytest.raises(InvalidValueError, match="at least 10 different letters from a to z") as caught:
            RandomLetters(alphabet=alphabet)
        assert (caught.value.field, caught.value.value) == ("alphabet", alphabet)

    @pytest.mark.parametrize(
        ("length", "error"), [(1, ValueError), (7, ValueError), (2.5, TypeError), ("3", TypeError)]
    )
    def test_other_lengths(self, length: Any, error: type[Exception]) -> None:
        """This test ensures that two letters are the fewest, and six the most."""
        with pytest.raises(error, match="length"):
            RandomLetters(length=length)

    def test_another_salt(self) -> None:
        """This test ensures that a salt is text."""
        with pytest.raises(TypeError, match="salt"):
            RandomLetters(salt=1)  # type: ignore[arg-type]  # what a settings file may hold
