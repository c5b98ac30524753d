"""What tells homonyms apart: the end that the second, third … of a stem gets. The first gets the bare stem. Our choice.

Each strategy is a frozen value whose ``suffix`` is another one for each number, at most ``room`` characters long up to
:data:`MAX_HOMONYMS`.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from attrs import asdict, field, frozen
from attrs.validators import and_, ge, in_, instance_of, le

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.logins._options import build

MAX_HOMONYMS: Final = 999_999
"""Most homonyms of one stem that a login has room for: more than a national session has candidates."""

_A_TO_Z: Final = "abcdefghijklmnopqrstuvwxyz"
_MIN_ALPHABET: Final = 10

CONSONANTS: Final = "bcdfghjkmnpqrstvwxz"
"""What :class:`RandomLetters` draws from: no vowel, so that chance writes no word; no ``l``, which reads as 1."""


def _mark() -> Any:  # noqa: ANN401  # attrs types what field() returns by where it stands
    return field(default="", validator=in_(("", ".", "-", "_")))


@frozen
class Numbers:
    """``lea.martin``, ``lea.martin2``, ``lea.martin3``: the default. It starts at 2, because 1 reads as ``l``."""

    kind: ClassVar[str] = "numbers"
    mark: str = _mark()
    """Between stem and number: none, ``.``, ``-`` or ``_``."""

    @property
    def room(self) -> int:
        """Longest suffix, in characters."""
        return len(self.mark) + len(str(MAX_HOMONYMS))

    def suffix(self, stem: str, number: int) -> str:
        """Return the mark and the number."""
        del stem
        return f"{self.mark}{number}"


@frozen
class Letters:
    """``lea.martin``, ``lea.martin-b``, ``lea.martin-c`` … ``-z``, ``-aa``: no digit, where a host's logins have none.

    Without a mark the letter reads as part of the name.
    """

    kind: ClassVar[str] = "letters"
    mark: str = field(default="-", validator=in_(("", ".", "-", "_")))
    """Between stem and letters: none, ``.``, ``-`` or ``_``."""

    @property
    def room(self) -> int:
        """Longest suffix, in characters."""
        return len(self.suffix("", MAX_HOMONYMS))

    def suffix(self, stem: str, number: int) -> str:
        """Return the mark and the number in letters: 2 is ``b``, 26 ``z``, 27 ``aa``."""
        del stem
        letters = ""
        while number:
            number, digit = divmod(number - 1, len(_A_TO_Z))
            letters = _A_TO_Z[digit] + letters
        return f"{self.mark}{letters}"


def _alphabet(instance: object, attribute: object, value: str) -> None:
    del instance, attribute
    if len(set(value)) != len(value) or len(value) < _MIN_ALPHABET or not set(value) <= set(_A_TO_Z):
        expected = f"at least {_MIN_ALPHABET} different letters from a to z"
        raise InvalidValueError("alphabet", value, expected)


@frozen
class RandomLetters:
    """``antoine.aubin``, ``antoine.aubinkdz``, ``antoine.aubinbfr``: letters that do not tell how many there are.

    The example of the memo, ``antoine.aubincde`` (M10), may be one. The letters come from the salt, the stem and the
    number by SHAKE-256, so that a plan and its execution agree; they are no secret. All logins of one length are used
    before the letters become one more.
    """

    kind: ClassVar[str] = "random letters"
    salt: str = field(default="", validator=instance_of(str))
    """Another salt, other letters: each host has its own."""
    length: int = field(default=3, validator=and_(instance_of(int), ge(2), le(6)))
    """How many letters."""
    alphabet: str = field(default=CONSONANTS, validator=_alphabet)
    """Letters to draw from: at least 10 different ones, a to z."""
    mark: str = _mark()
    """Between stem and letters: none, ``.``, ``-`` or ``_``."""

    @property
    def room(self) -> int:
        """Longest suffix, in characters."""
        return len(self.suffix("", MAX_HOMONYMS))

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

_KINDS: Final[Mapping[str, type[Numbers | Letters | RandomLetters]]] = {
    each.kind: each for each in (Numbers, Letters, RandomLetters)
}


def homonyms_as_data(homonyms: Homonyms) -> dict[str, Any]:
    """Return a strategy as values that JSON knows: its ``kind`` and its options."""
    return {"kind": homonyms.kind, **asdict(homonyms)}


def homonyms_from_data(data: object) -> Homonyms:
    """Return the strategy that :func:`homonyms_as_data` wrote; what is left out has its default.

    Raises:
        InvalidValueError: a kind or an option that does not exist, or a value that it does not take.
    """
    found = data.get("kind") if isinstance(data, Mapping) else None
    kind = _KINDS.get(found) if isinstance(found, str) else None
    if kind is None or not isinstance(data, Mapping):
        raise InvalidValueError("homonyms", str(data), f"a mapping whose kind is one of: {', '.join(_KINDS)}")
    return build(kind, {name: value for name, value in data.items() if name != "kind"})
