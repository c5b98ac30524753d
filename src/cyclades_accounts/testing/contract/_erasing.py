"""The contract of erasing a person: what goes, what is left in its place, and what stays (RGPD, article 17)."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

import pytest
from attrs import evolve

from cyclades_accounts.identifiers import AccountId, Login
from cyclades_accounts.model import Account, IssuedLogin
from cyclades_accounts.repositories import Store, UsedLogins
from cyclades_accounts.testing.contract._base import MANY, Contract
from cyclades_accounts.testing.samples import (
    account,
    candidate_id,
    given,
    imposed,
    issued,
    login,
    replaced,
    report,
)

STEM = "zoe.nom"


def digest(number: int, key: str = "key") -> str:
    """Return what stands in the place of the login of that number."""
    return f"{key}:{number:08x}"


class ErasingContract(Contract):
    """What erasing removes from accounts and the ledger."""

    def test_erased_accounts_are_gone(self, store: Store) -> None:
        """Erased accounts are found in no way, the ids compared to the character; others stay."""
        shouted = evolve(account(3), id=AccountId(account(1).id.upper()))
        given(store, account(1), account(2), shouted, replaced(account(4, of=1), account(1)))
        with store.writing() as unit:
            unit.accounts.erase([account(1).id, account(4).id, AccountId("nobody")])
            assert unit.accounts.find(logins=[account(1).login]) == ()
        with store.reading() as unit:
            some = [account(number) for number in (1, 2, 4)]
            assert unit.accounts.find(ids=[*(one.id for one in some), shouted.id]) == (shouted, account(2))
            assert unit.accounts.find(logins=[one.login for one in some]) == (account(2),)
            assert dict(unit.accounts.standing([candidate_id(1)])) == {}
            assert unit.accounts.find(candidates=[candidate_id(1)]) == ()

    def test_accounts_go_before_their_lines(self, store: Store) -> None:
        """The lines of an account need only be gone when the unit ends."""
        given(store, report(), account(1), issued(1))
        with store.writing() as unit:
            unit.accounts.erase([account(1).id])
            unit.logins.erase({login(1): digest(1)})
        with store.reading() as unit:
            assert unit.accounts.find(ids=[account(1).id]) == ()

    def test_erased_line_leaves_a_digest(self, store: Store) -> None:
        """A digest stands in the place of each erased line, the login is not kept; who has no line is passed over."""
        given(store, report(), account(1), account(2), issued(1), issued(2), imposed(3, "imposed"))
        digests = {login(1): digest(1), login(9): digest(9), Login("imposed"): digest(3)}
        with store.writing() as unit:
            unit.logins.erase({**digests, Login(login(2).upper()): digest(2)})
        with store.reading() as unit:
            logins = [login(1), login(2), Login("imposed")]
            assert unit.logins.lines(logins=logins) == (issued(2),)
            assert unit.logins.lines(accounts=[account(1).id, account(2).id]) == (issued(2),)
            assert dict(unit.logins.imposed([candidate_id(3)])) == {candidate_id(3): "imposed"}
            asked = [digest(1), digest(2), digest(3), digest(9), digest(1).upper(), digest(1)]
            expected = UsedLogins(frozenset(logins[1:]), frozenset([digest(1)]), frozenset(["key"]))
            assert unit.logins.used(logins, asked) == expected

    def test_stem_that_no_line_bears_is_forgotten(self, store: Store) -> None:
        """A stem that no line bears any more loses its number; one that a line still bears keeps the highest."""
        lines = [
            issued(1, stem=STEM, rank=1),
            issued(2, stem=STEM, rank=7),
            issued(3, stem=STEM.upper(), rank=3),
            issued(4),
            issued(5, stem="other", rank=2),
        ]
        given(store, report(), *(account(number) for number in range(1, 6)), *lines)
        stems = [STEM, STEM.upper(), "other"]
        with store.writing() as unit:
            unit.logins.erase({login(number): digest(number) for number in (2, 3, 4)})
        with store.reading() as unit:
            assert dict(unit.logins.numbers(stems)) == {STEM: 7, STEM.upper(): 0, "other": 2}
        with store.writing() as unit:
            unit.logins.erase({login(1): digest(1)})
        with store.reading() as unit:
            assert dict(unit.logins.numbers(stems)) == {STEM: 0, STEM.upper(): 0, "other": 2}
            found = unit.logins.used([], [digest(number) for number in range(9)])
        assert found.digests == {digest(number) for number in (1, 2, 3, 4)}

    def test_keys_of_digests_end_at_the_last_colon(self, store: Store) -> None:
        """``used``: the ids of the keys that made the digests, asked for or not: what stands before the last colon."""
        with store.reading() as unit:
            assert unit.logins.used([], []).key_ids == frozenset()
        keys = ["key", "key", "kms:eu:7", "KEY", "clé", ""]
        numbers = range(1, len(keys) + 1)
        given(store, report(), *map(account, numbers), *map(issued, numbers))
        with store.writing() as unit:
            unit.logins.erase({login(number): digest(number, key) for number, key in zip(numbers, keys, strict=True)})
            unit.logins.erase({login(99): "unused:00"})
        with store.reading() as unit:
            assert unit.logins.used([], []).key_ids == set(keys)
            assert unit.logins.used([login(1)], [digest(2)]).key_ids == set(keys)

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_erasures(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school; what is not in it stays."""
        numbers = range(1, size + 1)
        accounts: list[Account] = [account(number) for number in numbers]
        lines: list[IssuedLogin] = [issued(number, stem=f"stem{number}", rank=number) for number in numbers]
        given(store, report(), account(0), issued(0, stem="stem0", rank=1))
        with store.writing() as unit:
            unit.accounts.put(accounts)
            unit.logins.add(lines)
        ids = [one.id for one in accounts]
        digests = {line.login: digest(number) for number, line in enumerate(lines, 1)}
        with store.writing() as unit:
            assert unit.logins.lines(accounts=ids) == tuple(sorted(lines, key=lambda line: line.login))
            unit.logins.erase(digests)
            unit.accounts.erase(ids)
        with store.reading() as unit:
            assert unit.logins.used([], digests.values()).digests == set(digests.values())
            assert unit.logins.lines(accounts=[*ids, account(0).id]) == (issued(0, stem="stem0", rank=1),)
            assert unit.accounts.find(ids=[*ids, account(0).id]) == (account(0),)
            assert set(unit.logins.numbers([f"stem{number}" for number in numbers]).values()) <= {0}
