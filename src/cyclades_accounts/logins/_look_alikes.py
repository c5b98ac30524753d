"""Logins that look alike on paper: the skeletons of Unicode Technical Standard #39."""

from collections.abc import Iterable, Mapping
from typing import Final

from cyclades_accounts.identifiers import Login

_PROTOTYPES: Final[Mapping[str, str]] = {"0": "o", "1": "l", "|": "l", "m": "rn", '"': "''", "`": "'"}
"""What UTS #39 (confusables.txt) says of the characters a login can hold; the tests compare it with a published copy of
that file. 0 like o is ours: the standard likens 0 to the capital, and a login has none. ``%`` is left out: it is like
signs that no login holds."""

_TABLE: Final = str.maketrans(dict(_PROTOTYPES))


def skeleton(login: str) -> str:
    """Return what a login looks like: two logins look alike if and only if their skeletons are equal (UTS #39, 4)."""
    return login.translate(_TABLE)


def look_alikes(logins: Iterable[Login]) -> tuple[tuple[Login, ...], ...]:
    """Return the groups of different logins that look alike, such as ``("a.martin1", "a.martinl")``.

    Groups and what is in them stand in the order given.
    """
    groups: dict[str, list[Login]] = {}
    for login in dict.fromkeys(logins):
        groups.setdefault(skeleton(login), []).append(login)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
