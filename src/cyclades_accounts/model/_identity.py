"""Who may be one person: the one place where people are compared, in the store, in files and in notices.

Names are compared as lists sort them: case and accents do not count, and ``œ`` is ``oe``. Two facts of three decide.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from functools import lru_cache
from typing import Final, TypeVar

from cyclades_accounts.identifiers import CandidateId, Ine
from cyclades_accounts.model._candidature import Candidate, Candidature, NoCandidature, Row, sort_key
from cyclades_accounts.model._outcome import Notice, NoticeReason

K = TypeVar("K", bound=Hashable)

Identity = tuple[str, str, date | None]
"""Family name, given names and birth date as they are compared; a name that is not known is empty."""


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


def identity_of(family_name: str, given_names: str, birth_date: date | None) -> Identity:
    """Return what is compared of a line of a file: of the given names the first, since SIECLE often has no other."""
    return _folded(family_name), _first(given_names), birth_date


def agree(one: Identity, other: Identity) -> bool:
    """Whether two sets of facts under one key can be of one person: two of the three are equal, or are not known."""
    return sum(not a or not b or a == b for a, b in zip(one, other, strict=True)) > 1


def contradicts(held: Candidate, given: Candidate) -> bool:
    """Whether two candidates under one key are two people. Our choice, since the memo is silent.

    They are one where the first given name agrees, and the family name or the birth date too. A given name agrees by
    whole words: « Jean » with « Jean Pierre », not with « Jeanne ». From six letters on it may have one typing slip
    (:func:`is_typing_slip`). What is not known agrees with nothing: twins share two facts of three.
    """
    if (held.full_name, held.birth_date) == (given.full_name, given.birth_date):
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


def compared(candidate: Candidate) -> tuple[Ine | None, Identity]:
    """Return all that is compared of a candidate."""
    return candidate.ine, identity_of(candidate.family_name, candidate.given_names, candidate.birth_date)


def is_typing_slip(held: Candidate, given: Candidate) -> bool:
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
    if one.ine is not None and one.ine == other.ine:
        return True
    return _given_names_agree(one, other) and all(_facts_agree(one, other))


def agrees_in_all(held: Candidate, given: Candidate) -> bool:
    """Whether INE, first given name, family name and birth date are all known and agree: enough to follow a pupil."""
    return None is not held.ine == given.ine and _given_names_agree(held, given) and all(_facts_agree(held, given))


_SLIP_FROM: Final = 6
"""Letters of a given name from which one typing slip is taken for one."""


def _facts_agree(one: Candidate, other: Candidate) -> tuple[bool, bool]:
    """Return whether the family names agree, and the birth dates."""
    family = _folded(one.family_name)
    return bool(family) and family == _folded(other.family_name), None is not one.birth_date == other.birth_date


def _given_names_agree(one: Candidate, other: Candidate) -> bool:
    """Return whether the first given name of one begins the given names of the other, by whole words."""
    all_of_one, all_of_other = _folded(one.given_names).split(), _folded(other.given_names).split()
    first, first_of_other = _first(one.given_names).split(), _first(other.given_names).split()
    if not first or not first_of_other:
        return False
    return first == all_of_other[: len(first)] or first_of_other == all_of_one[: len(first_of_other)]


def _one_slip(one: str, other: str) -> bool:
    same = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(one), len(other)) if same is None else same
    left, right = one[same:], other[same:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def doubles(
    candidatures: Iterable[Candidature], names_of: Callable[[Candidate], tuple[str, str]]
) -> tuple[Notice, ...]:
    """Return the candidatures that may be of one person: same name and birth date, or same e-mail address.

    Args:
        candidatures: the lines of a roster, or of a run.
        names_of: the family name and the given name as they are compared, such as
            :func:`cyclades_accounts.logins.folded_names`.
    """
    found = tuple(candidatures)

    def person(candidature: Candidature) -> tuple[str, str, date] | None:
        birth_date = candidature.candidate.birth_date
        return None if birth_date is None else (*names_of(candidature.candidate), birth_date)

    people = (
        Notice(
            NoticeReason.SAME_NAME_AND_BIRTH_DATE,
            _keys(group),
            {"name": group[0].candidate.full_name, "birth_date": birth_date.isoformat()},
        )
        for (_, _, birth_date), group in _alike(found, person)
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
