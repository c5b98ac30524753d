"""Telling homonyms apart: which login each of a batch gets. Pure; what is taken is asked through an argument."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import overload

from attrs import frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins._policy import LoginPolicy


@frozen
class Allocation:
    """The login that one of a batch gets."""

    stem: str
    number: int
    """Rank among the homonyms of the stem, from 1."""
    login: Login


@frozen
class Allocations(Sequence[Allocation]):
    """The logins of a batch, one for each stem, in order."""

    # Three columns: 850,000 small objects would cost more than all the rest, most of it in the garbage collector.
    stems: Sequence[str]
    numbers: Sequence[int]
    logins: Sequence[Login]

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
    last: dict[str, int] = {}
    ranks: list[int] = []
    logins: list[Login] = []
    for stem in stems:
        last[stem] = number = (last.get(stem) or numbers.get(stem, 0)) + 1
        ranks.append(number)
        logins.append(login_of(stem, number))
    given = set(logins)
    if len(given) == len(logins) and given.isdisjoint(blocked):
        return Allocations(stems, ranks, logins)
    return _propose_with_care(policy, stems, numbers, blocked)


def _propose_with_care(
    policy: LoginPolicy, stems: Sequence[str], numbers: Mapping[str, int], blocked: Collection[str]
) -> Allocations:
    last: dict[str, int] = {}
    ranks: list[int] = []
    given: dict[Login, None] = {}
    for stem in stems:
        first = (last.get(stem) or numbers.get(stem, 0)) + 1
        # If more numbers in a row are in use than there are logins in the way, the policy repeats itself.
        for number in range(first, first + len(given) + len(blocked) + 1):
            login = policy.login(stem, number)
            if login not in given and login not in blocked:
                break
        else:
            raise InvalidValueError("login policy", policy.spec, f"another login for each number of {stem}")
        last[stem] = number
        ranks.append(number)
        given[login] = None
    return Allocations(stems, ranks, list(given))


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
