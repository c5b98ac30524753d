"""Who may be one person: the one place where people are compared, in the store, in files and in notices.

Names are compared as lists sort them: case and accents do not count, and ``œ`` is ``oe``. Two facts of three decide.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from functools import lru_cache
from typing import TypeVar

from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.model._candidature import Candidate, Candidature, sort_key
from cyclades_accounts.model._outcome import Notice, NoticeReason

K = TypeVar("K", bound=Hashable)

Identity = tuple[str, str, date | None]
"""Family name, given names and birth date as they are compared; a name that is not known is empty."""


def comparable(text: str) -> str:
    """Return a name without what does not count when names are compared."""
    return _folded(text)


@lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    return sort_key(text)[0]


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


def may_be_one(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates under one key can be one person.

    Of family name, given names (all of them) and birth date at least two must agree; a birth date that is not known
    agrees. A corrected name passes, another pupil's line does not. Our choice.
    """
    first, second = ((_folded(each.family_name), _folded(each.given_names), each.birth_date) for each in (one, other))
    return agree(first, second)


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
