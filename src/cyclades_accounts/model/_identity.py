"""Who may be one person: the one place where people are compared, in the store, in files and in notices.

Names are compared as lists sort them: case and accents do not count, a hyphen parts two words, and ``œ`` is ``oe``.
Twins share family name and birth date, so the first given name always decides, and what is not known agrees with
nothing. Twins named Lucas and Lukas stay undecidable: nothing tells them from one pupil whose spelling was corrected.
Up to five letters we take such names for two people, from six on for one, and say so.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from functools import lru_cache
from typing import Final, Protocol, TypeVar

from cyclades_accounts.identifiers import CandidateId, Ine
from cyclades_accounts.model._candidature import Candidate, Candidature, NoCandidature, Row, sort_key
from cyclades_accounts.model._outcome import Notice, NoticeReason

K = TypeVar("K", bound=Hashable)


class Described(Protocol):
    """What is compared of a person: a candidate, or a line of a file, which may lack any of the three."""

    @property
    def family_name(self) -> str:
        """Family name; empty where it is not known."""
        ...

    @property
    def given_names(self) -> str:
        """Given names; empty where they are not known."""
        ...

    @property
    def birth_date(self) -> date | None:
        """Birth date; ``None`` where it is not known."""
        ...


def comparable(text: str) -> str:
    """Return a name without what does not count when names are compared."""
    return _folded(text)


@lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    return " ".join(sort_key(text)[0].split())


@lru_cache(maxsize=16384)
def _first(given_names: str) -> str:
    """Return the first given name as it is compared: the first one with a letter or a digit, or an empty text."""
    names = given_names.replace(",", " ").split()
    return _folded(next((name for name in names if any(map(str.isalnum, name))), ""))


def contradicts(held: Described, given: Described) -> bool:
    """Whether two candidates under one key are two people. Our choice, since the memo is silent.

    They are one where the first given name agrees, and the family name or the birth date too. A given name agrees by
    whole words: « Jean » with « Jean Pierre », not with « Jeanne ». From six letters on it may have one typing slip
    (:func:`is_typing_slip`). What is not known agrees with nothing: twins share two facts of three.
    """
    if _written(held) == _written(given):
        return False  # names without any letter too
    if _given_names_agree(held, given):
        return not any(_facts_agree(held, given))
    return not is_typing_slip(held, given)


def shows_another(held: Candidate, row: Row) -> bool:
    """Whether a row of the host shows another person than the one who held its key.

    A row that is no candidature has one text for its name. It shows another person where that text lacks the first
    given name, and has words that the other's name lacks: a name of which a part is missing contradicts nothing.
    """
    if not isinstance(row, NoCandidature):
        return contradicts(held, row.candidate)
    words = set(_folded(row.name).split())
    return not words.issuperset(_first(held.given_names).split()) and not words.issubset(
        _folded(held.full_name).split()
    )


def compared(candidate: Candidate) -> tuple[Ine | None, str, str, date | None]:
    """Return all that is compared of a candidate; of the given names the first, since SIECLE often has no other."""
    return candidate.ine, _folded(candidate.family_name), _first(candidate.given_names), candidate.birth_date


def is_typing_slip(held: Described, given: Described) -> bool:
    """Whether two candidates differ by one letter of the first given name, and in nothing else.

    Both given names have six letters at least; family name and birth date are known and equal. One letter is missing,
    too much or another one, or two neighbours have changed places.
    """
    one, other = _first(held.given_names), _first(given.given_names)
    long_enough = min(len(one), len(other)) >= _SLIP_FROM
    return long_enough and one != other and all(_facts_agree(held, given)) and _one_slip(one, other)


def same_person(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates under two keys are to be taken for one person, until somebody confirms that they are two.

    They have the same INE, or first given name, family name and birth date are all known and agree. A name alone holds
    nobody back. Our choice, since the memo is silent.
    """
    return (one.ine is not None and one.ine == other.ine) or agree_in_full(one, other)


def agree_in_full(one: Described, other: Described) -> bool:
    """Whether first given name, family name and birth date are all known and agree: the same person, but for a key."""
    return _given_names_agree(one, other) and all(_facts_agree(one, other))


def disagrees(one: Candidate, other: Candidate) -> bool:
    """Whether the INE, first given name, family name or birth date is known of both candidates, and differs."""
    return any(a and b and a != b for a, b in zip(compared(one), compared(other), strict=True))


def agrees_in_all(held: Candidate, given: Candidate) -> bool:
    """Whether INE, first given name, family name and birth date are all known and agree: enough to follow a pupil."""
    return None is not held.ine == given.ine and agree_in_full(held, given)


def face_and_word(person: Described) -> tuple[date | None, str, str]:
    """Return what is equal for all who agree in full, and finds them: birth date, family name, word of the given name.

    A part that is not known is empty, or ``None``.
    """
    birth_date, family, words = _in_words(person)
    return birth_date, family, words[0] if words else ""


_SLIP_FROM: Final = 6
"""Letters of a given name from which one typing slip is taken for one."""


def _written(person: Described) -> tuple[str, str, date | None]:
    return person.family_name, person.given_names, person.birth_date


def _facts_agree(one: Described, other: Described) -> tuple[bool, bool]:
    """Return whether the family names agree, and the birth dates."""
    family = _folded(one.family_name)
    return bool(family) and family == _folded(other.family_name), None is not one.birth_date == other.birth_date


def _in_words(person: Described) -> tuple[date | None, str, tuple[str, ...]]:
    return person.birth_date, _folded(person.family_name), tuple(_first(person.given_names).split())


def _given_names_agree(one: Described, other: Described) -> bool:
    """Whether the first given name of one begins with that of the other, by whole words."""
    words, others = _first(one.given_names).split(), _first(other.given_names).split()
    shared = min(len(words), len(others))
    return shared > 0 and words[:shared] == others[:shared]


def _one_slip(one: str, other: str) -> bool:
    same = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(one), len(other)) if same is None else same
    left, right = one[same:], other[same:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def doubles(candidatures: Iterable[Candidature]) -> tuple[Notice, ...]:
    """Return the candidatures that may be of one person: the three facts agree, or they have the same e-mail address.

    Of « Jean », « Jean-Pierre » and « Jean-Paul » all three are told together: the first may be either.
    """
    found = tuple(candidatures)
    known = {_in_words(one.candidate) for one in found}

    def person(candidature: Candidature) -> tuple[date, str, tuple[str, ...]] | None:
        birth_date, family, words = _in_words(candidature.candidate)
        if birth_date is None or not family or not words:
            return None
        begun = (words[:count] for count in range(1, len(words) + 1))
        return birth_date, family, next(start for start in begun if (birth_date, family, start) in known)

    people = (
        Notice(
            NoticeReason.SAME_NAME_AND_BIRTH_DATE,
            _keys(group),
            {"name": group[0].candidate.full_name, "birth_date": birth_date.isoformat()},
        )
        for (birth_date, *_), group in _alike(found, person)
    )
    addresses = (
        Notice(NoticeReason.SAME_EMAIL, _keys(group), {"email": email}) for email, group in _alike(found, _address)
    )
    return (*people, *addresses)


def _address(candidature: Candidature) -> str | None:
    return candidature.email and candidature.email.casefold()


def _alike(
    candidatures: Iterable[Candidature], key: Callable[[Candidature], K | None]
) -> list[tuple[K, list[Candidature]]]:
    groups: dict[K, list[Candidature]] = {}
    for candidature in candidatures:
        value = key(candidature)
        if value is not None:
            groups.setdefault(value, []).append(candidature)
    return [(value, group) for value, group in groups.items() if len(group) > 1]


def _keys(group: Iterable[Candidature]) -> tuple[CandidateId, ...]:
    return tuple(candidature.candidate.id for candidature in group)
