"""Telling homonyms apart: which login each of a batch gets. Pure; what is taken is asked through an argument."""

from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping, Sequence

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


def allocate(
    policy: LoginPolicy,
    stems: Sequence[str],
    numbers: Mapping[str, int],
    taken: Callable[[Collection[Login]], Collection[Login]],
) -> list[Allocation]:
    """Give each stem of a batch a login that nobody has or had.

    The first of a stem in the batch gets its lowest free number. Time grows with the batch, not with what was issued.

    Args:
        policy: how a stem and a number make a login.
        stems: one for each candidate of the batch, in order.
        numbers: for each stem, the highest number ever issued.
        taken: tells which of some logins were ever issued; asked once, and once more for each round in which a
            proposal was taken (a real name that ends in a digit, an imposed login).

    Raises:
        InvalidValueError: the policy gives one login for several numbers of a stem, again and again.

    Returns:
        One allocation for each stem, in the same order; all logins differ.
    """
    last = {stem: numbers.get(stem, 0) for stem in stems}
    waiting = Counter(stems)
    free: dict[str, deque[Allocation]] = {stem: deque() for stem in waiting}
    proposed: set[Login] = set()
    while waiting:
        round_ = list(_propose(policy, waiting, last, proposed))
        refused = frozenset(taken([proposal.login for proposal in round_]))
        for proposal in round_:
            if proposal.login not in refused:
                free[proposal.stem].append(proposal)
                waiting[proposal.stem] -= 1
        waiting = +waiting
    return [free[stem].popleft() for stem in stems]


def _propose(
    policy: LoginPolicy, waiting: Mapping[str, int], last: dict[str, int], proposed: set[Login]
) -> list[Allocation]:
    proposals: list[Allocation] = []
    for stem, count in waiting.items():
        wanted = len(proposals) + count
        repeated = 0
        while len(proposals) < wanted:
            last[stem] += 1
            login = policy.login(stem, last[stem])
            if login not in proposed:
                proposed.add(login)
                proposals.append(Allocation(stem, last[stem], login))
            elif (repeated := repeated + 1) > len(proposed):  # more repetitions than logins there are to repeat
                raise InvalidValueError("login policy", policy.spec, f"another login for each number of {stem}")
    return proposals
