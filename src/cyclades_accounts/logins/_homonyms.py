"""Telling homonyms apart: the suffixes there are, and which login each of a batch gets.

The first of a stem gets the bare stem, the second, third … a suffix, which is our choice. Each way to make suffixes is
a frozen value; its suffix differs for each number, and is the longest for :data:`MAX_HOMONYMS`. :func:`allocate` gives
the numbers. It is pure: what is taken is asked through an argument.
"""

import hashlib
import json
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, overload

from attrs import field, frozen
from attrs.validators import and_, ge, in_, instance_of, le

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins._policy import LoginPolicy
from cyclades_accounts.settings import Setting

MAX_HOMONYMS: Final = 999_999
"""Most homonyms of one stem that a login has room for: more than a national session has candidates."""

_A_TO_Z: Final = "abcdefghijklmnopqrstuvwxyz"
_MIN_ALPHABET: Final = 10

CONSONANTS: Final = "bcdfghjkmnpqrstvwxz"
"""What :class:`RandomLetters` draws from: no vowel, so that chance writes no word; no ``l``, which reads as 1."""


def _mark(default: str = "") -> Any:  # noqa: ANN401  # attrs types what field() returns by where it stands
    return field(default=default, validator=in_(("", ".", "-", "_")))


@frozen
class Numbers(Setting):
    """``lea.martin``, ``lea.martin2``, ``lea.martin3``: the default. It starts at 2, because 1 reads as ``l``."""

    mark: str = _mark()
    """Between stem and number: none, ``.``, ``-`` or ``_``."""

    def suffix(self, stem: str, number: int) -> str:
        """Return the mark and the number."""
        del stem
        return f"{self.mark}{number}"


@frozen
class Letters(Setting):
    """``lea.martin``, ``lea.martin-b``, ``lea.martin-c`` … ``-z``, ``-aa``: no digit, where a host's logins have none.

    Without a mark the letter reads as part of the name.
    """

    mark: str = _mark("-")
    """Between stem and letters: none, ``.``, ``-`` or ``_``."""

    def suffix(self, stem: str, number: int) -> str:
        """Return the mark and the number in letters: 2 is ``b``, 26 ``z``, 27 ``aa``."""
        del stem
        letters = ""
        while number:
            number, digit = divmod(number - 1, len(_A_TO_Z))
            letters = _A_TO_Z[digit] + letters
        return f"{self.mark}{letters}"


def _alphabet(_instance: object, _attribute: object, value: str) -> None:
    if len(set(value)) != len(value) or len(value) < _MIN_ALPHABET or not set(value) <= set(_A_TO_Z):
        expected = f"at least {_MIN_ALPHABET} different letters from a to z"
        raise InvalidValueError("alphabet", value, expected)


@frozen
class RandomLetters(Setting):
    """``antoine.aubin``, ``antoine.aubinkdz``, ``antoine.aubinbfr``: letters that do not count the homonyms.

    The example of the memo, ``antoine.aubincde`` (M10), may be one. The letters come from the salt, the stem and the
    number by SHAKE-256, so that a plan and its execution agree; they are no secret. All logins of one length are used
    before the letters become one more.
    """

    salt: str = field(default="", validator=instance_of(str))
    """Changes the letters: a host chooses its own."""
    length: int = field(default=3, validator=and_(instance_of(int), ge(2), le(6)))
    """How many letters."""
    alphabet: str = field(default=CONSONANTS, validator=_alphabet)
    """Letters to draw from: at least 10 different ones, a to z."""
    mark: str = _mark()
    """Between stem and letters: none, ``.``, ``-`` or ``_``."""

    def suffix(self, stem: str, number: int) -> str:
        """Return the mark and the letters of the number."""
        rank, length = number - 2, self.length
        while rank >= len(self.alphabet) ** length:
            rank -= len(self.alphabet) ** length
            length += 1
        return self.mark + self._letters(self._shuffled(rank, stem, length), length)

    def _shuffled(self, rank: int, stem: str, length: int) -> int:
        """Return the place of a rank in an order of all that ``length`` letters can write: one each."""
        places: int = len(self.alphabet) ** length  # a power of two int may be a float to mypy
        seed = hashlib.shake_256(json.dumps([self.salt, stem, length]).encode()).digest(32)
        step = int.from_bytes(seed[:16], "big") % places
        while math.gcd(step, places) > 1:  # only then do the multiples of the step meet every place
            step += 1
        return (int.from_bytes(seed[16:], "big") + rank * step) % places

    def _letters(self, place: int, length: int) -> str:
        letters = ""
        for _ in range(length):
            place, digit = divmod(place, len(self.alphabet))
            letters += self.alphabet[digit]
        return letters


Homonyms = Numbers | Letters | RandomLetters
"""The strategies we ship; a host with another one writes a policy."""


@frozen
class Allocation:
    """The login that one of a batch gets."""

    stem: str = field(repr=False)
    number: int
    """Rank among the homonyms of the stem, from 1."""
    login: Login = field(repr=False)


@frozen
class Allocations(Sequence[Allocation]):
    """The logins of a batch, one for each stem, in order."""

    # Three columns: 850,000 small objects would cost more than all the rest, most of it in the garbage collector.
    stems: Sequence[str] = field(repr=False)
    numbers: Sequence[int]
    logins: Sequence[Login] = field(repr=False)

    def __len__(self) -> int:
        return len(self.stems)

    @overload
    def __getitem__(self, index: int) -> Allocation: ...

    @overload
    def __getitem__(self, index: slice) -> "Allocations": ...

    def __getitem__(self, index: int | slice) -> "Allocation | Allocations":
        if isinstance(index, slice):
            return Allocations(self.stems[index], self.numbers[index], self.logins[index])
        return Allocation(self.stems[index], self.numbers[index], self.logins[index])


def allocate(
    policy: LoginPolicy,
    stems: Sequence[str],
    numbers: Mapping[str, int],
    taken: Callable[[Collection[Login]], Collection[Login]],
) -> Allocations:
    """Give each stem of a batch a login that nobody has or had, and that is not reserved.

    The batch is served in its order, each with the lowest free number of its stem. Time grows with the batch, not with
    what was issued.

    Args:
        policy: how a stem and a number make a login.
        stems: one for each candidate of the batch, in order.
        numbers: for each stem, the highest number ever issued.
        taken: tells which of some logins were ever issued; asked once, and once more for each round in which a
            proposal was taken (a real name that ends in a digit, an imposed login). Rounds look ahead, each twice as
            far: a thousand taken numbers of a stem cost some ten questions.

    Raises:
        InvalidValueError: the policy gives one login for several numbers of a stem, again and again.

    Returns:
        One allocation for each stem, in the same order; all logins differ.
    """
    blocked = set[str](policy.reserved)
    asked = set[str]()
    ahead = 0
    while True:
        found = _propose(policy, stems, numbers, blocked)
        question: Collection[Login] = found.logins
        if ahead:
            new = [each for each in found if each.login not in asked]
            question = dict.fromkeys(_looking_ahead(policy, new, ahead, asked))
        refused = taken(question) if question else ()
        if not refused:
            return found
        blocked.update(refused)
        asked.update(question)
        ahead = 2 * ahead or 1


def _propose(
    policy: LoginPolicy, stems: Sequence[str], numbers: Mapping[str, int], blocked: Collection[str]
) -> Allocations:
    """Give each stem its lowest number whose login is neither blocked nor given to one before it."""
    login_of = policy.login
    used = set(blocked)
    last: dict[str, int] = {}
    ranks: list[int] = []
    logins: list[Login] = []
    for stem in stems:
        number = first = (last.get(stem) or numbers.get(stem, 0)) + 1
        login = login_of(stem, number)
        while login in used:
            if number - first >= len(used):  # more numbers in a row than logins in use: one login for several numbers
                raise InvalidValueError("login policy", policy.spec, "another login for each number of a stem")
            number += 1
            login = login_of(stem, number)
        last[stem] = number
        ranks.append(number)
        logins.append(login)
        used.add(login)
    return Allocations(stems, ranks, logins)


def _looking_ahead(
    policy: LoginPolicy, new: Iterable[Allocation], ahead: int, asked: Collection[str]
) -> Iterator[Login]:
    """Yield the proposals and, after each, the next logins of its stem that were not asked yet."""
    for each in new:
        yield each.login
        for number in range(each.number + 1, each.number + 1 + ahead):
            login = policy.login(each.stem, number)
            if login not in asked:
                yield login
