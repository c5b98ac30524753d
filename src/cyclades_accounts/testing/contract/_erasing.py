"""The contract of erasing a person: what goes, what is left in its place, and what stays (RGPD, article 17)."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

import pytest
from attrs import evolve

from cyclades_accounts.identifiers import AccountId, CandidateId, Login, SessionId
from cyclades_accounts.model import Account, IssuedLogin
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.contract._base import Contract
from cyclades_accounts.testing.contract._candidatures import MANY, UNSORTED_KEYS
from cyclades_accounts.testing.contract._capabilities import needs
from cyclades_accounts.testing.samples import (
    SESSION,
    account,
    candidate,
    candidate_id,
    candidature,
    given,
    imposed,
    issued,
    login,
    people,
    replaced,
    report,
    school,
    uai,
)

STEM = "zoe.nom"


def digest(number: int, key: str = "key") -> str:
    """Return what stands in the place of the login of that number."""
    return f"{key}:{number:08x}"


class ErasingContract(Contract):
    """What erasing removes from candidatures, accounts and the ledger."""

    @needs(Capability.ERASING)
    def test_erased_person_is_gone(self, store: Store) -> None:
        """Erasing removes the person, their candidatures and merged keys, and returns every key; others stay."""
        mine = [candidature(1, at=1), candidature(1, at=2), candidature(1, session=SessionId("DNB-2026"))]
        given(store, school(1), school(2), *mine, candidature(2), *people(3, 4, 5, 6))
        for lost, kept in [(3, 4), (4, 1), (5, 2)]:
            with store.writing() as unit:
                unit.candidatures.merge(candidate_id(lost), candidate_id(kept))
        with store.writing() as unit:
            removed = unit.candidatures.erase(candidate_id(1))
        ids = [candidate_id(number) for number in range(1, 7)]
        assert removed == {candidate_id(number) for number in (1, 3, 4)}
        with store.reading() as unit:
            assert unit.candidatures.of_candidates(ids) == (candidature(2),)
            assert unit.candidatures.of_school(uai(1), SESSION) == (candidature(2),)
            assert unit.candidatures.of_school(uai(2), SESSION) == ()
            assert set(unit.candidatures.candidates(ids)) == {candidate_id(2), candidate_id(6)}
            assert dict(unit.candidatures.merged(ids)) == {candidate_id(5): candidate_id(2)}

    @needs(Capability.ERASING)
    def test_erased_key_is_told_to_the_character(self, store: Store) -> None:
        """Nobody is erased whose key differs by case, accent or composition; an erased key can be put again."""
        some = [evolve(candidature(1), candidate=evolve(candidate(1), id=CandidateId(key))) for key in UNSORTED_KEYS]
        given(store, school(), *some)
        with store.writing() as unit:
            assert unit.candidatures.erase(some[0].candidate.id) == {some[0].candidate.id}
        with store.reading() as unit:
            assert set(unit.candidatures.of_school(uai(), SESSION)) == set(some[1:])
        given(store, some[0])
        with store.reading() as unit:
            assert unit.candidatures.of_candidates([some[0].candidate.id]) == (some[0],)

    @needs(Capability.ERASING, Capability.IMPOSING)
    def test_person_goes_before_the_account_and_the_imposed_login(self, store: Store) -> None:
        """Account and imposed login need only be gone when the unit ends."""
        given(store, *people(1, 2), account(1), imposed(1, "mine"), imposed(2, "theirs"))
        with store.writing() as unit:
            unit.candidatures.erase(candidate_id(1))
            unit.accounts.erase([account(1).id])
            unit.logins.impose({candidate_id(1): None})
        with store.reading() as unit:
            assert not unit.accounts.all_of(candidate_id(1))
            assert not unit.logins.imposed([candidate_id(1)])
            assert unit.logins.taken([Login("mine"), Login("theirs")]) == {"theirs"}

    def test_all_accounts_of_a_person(self, store: Store) -> None:
        """``all_of`` returns every account of a person, replaced ones too, sorted by id by code point."""
        kept = evolve(account(1), id=AccountId("kept"))
        old = [
            evolve(replaced(account(number, of=1), kept), id=AccountId(key), login=login(number))
            for number, key in enumerate(UNSORTED_KEYS, 10)
        ]
        given(store, *people(1, 2), kept, account(2), *old)
        with store.reading() as unit:
            assert unit.accounts.all_of(candidate_id(1)) == tuple(sorted([kept, *old], key=lambda one: one.id))
            assert unit.accounts.all_of(candidate_id(2)) == (account(2),)
            assert unit.accounts.all_of(candidate_id(9)) == ()
            assert unit.accounts.all_of(CandidateId(candidate_id(1).lower())) == ()

    @needs(Capability.ERASING)
    def test_erased_accounts_are_gone(self, store: Store) -> None:
        """Erased accounts are found in no way, the ids compared to the character; others stay."""
        shouted = evolve(account(3), id=AccountId(account(1).id.upper()))
        given(store, *people(1, 2, 3), account(1), account(2), shouted, replaced(account(4, of=1), account(1)))
        with store.writing() as unit:
            unit.accounts.erase([account(1).id, account(4).id, AccountId("nobody")])
            assert unit.accounts.by_login(account(1).login) is None
        with store.reading() as unit:
            ids = [account(number).id for number in (1, 2, 4)]
            assert dict(unit.accounts.by_ids([*ids, shouted.id])) == {account(2).id: account(2), shouted.id: shouted}
            assert unit.accounts.by_login(account(4).login) is None
            assert dict(unit.accounts.of_candidates([candidate_id(1)])) == {}
            assert unit.accounts.all_of(candidate_id(1)) == ()
            assert unit.accounts.by_login(account(2).login) == account(2)

    @needs(Capability.ERASING)
    def test_accounts_go_before_their_lines(self, store: Store) -> None:
        """The lines of an account need only be gone when the unit ends."""
        given(store, report(), *people(1), account(1), issued(1))
        with store.writing() as unit:
            unit.accounts.erase([account(1).id])
            unit.logins.erase({login(1): digest(1)})
        with store.reading() as unit:
            assert dict(unit.accounts.by_ids([account(1).id])) == {}

    @needs(Capability.IMPOSING)
    def test_lines_of_accounts(self, store: Store) -> None:
        """``of_accounts`` returns every line of these accounts, sorted by login by code point, and of no other."""
        logins = {key.lower() for key in UNSORTED_KEYS}
        lines = [evolve(issued(1, stem=key, rank=1), login=Login(key)) for key in sorted(logins, reverse=True)]
        shouted = evolve(account(4), id=AccountId(account(1).id.upper()))
        theirs = evolve(issued(4), account_id=shouted.id)
        accounts = [account(1), account(2), account(3), shouted]
        given(store, report(), *people(1, 2, 3, 4, 5), *accounts, *lines, issued(2), issued(3), theirs)
        given(store, imposed(5, "imposed"))
        asked = [account(2).id, account(1).id, AccountId("nobody"), account(1).id]
        with store.reading() as unit:
            found = unit.logins.of_accounts(asked)
        assert found == tuple(sorted([*lines, issued(2)], key=lambda line: line.login))

    @needs(Capability.ERASING, Capability.IMPOSING)
    def test_erased_line_leaves_a_digest(self, store: Store) -> None:
        """A digest stands in the place of each erased line, the login is not kept; who has no line is passed over."""
        given(store, report(), *people(1, 2, 3), account(1), account(2), issued(1), issued(2), imposed(3, "imposed"))
        digests = {login(1): digest(1), login(9): digest(9), Login("imposed"): digest(3)}
        with store.writing() as unit:
            unit.logins.erase({**digests, Login(login(2).upper()): digest(2)})
        with store.reading() as unit:
            logins = [login(1), login(2), Login("imposed")]
            assert unit.logins.taken(logins) == {login(2), "imposed"}
            assert dict(unit.logins.lines(logins)) == {login(2): issued(2)}
            assert unit.logins.of_accounts([account(1).id, account(2).id]) == (issued(2),)
            assert dict(unit.logins.imposed([candidate_id(3)])) == {candidate_id(3): "imposed"}
            asked = [digest(1), digest(2), digest(3), digest(9), digest(1).upper(), digest(1)]
            assert unit.logins.erased(asked) == {digest(1)}

    @needs(Capability.ERASING)
    def test_stem_that_no_line_bears_is_forgotten(self, store: Store) -> None:
        """A stem that no line bears any more loses its number; one that a line still bears keeps the highest."""
        lines = [
            issued(1, stem=STEM, rank=1),
            issued(2, stem=STEM, rank=7),
            issued(3, stem=STEM.upper(), rank=3),
            issued(4),
            issued(5, stem="other", rank=2),
        ]
        given(store, report(), *people(*range(1, 6)), *(account(number) for number in range(1, 6)), *lines)
        stems = [STEM, STEM.upper(), "other"]
        with store.writing() as unit:
            unit.logins.erase({login(number): digest(number) for number in (2, 3, 4)})
        with store.reading() as unit:
            assert dict(unit.logins.numbers(stems)) == {STEM: 7, STEM.upper(): 0, "other": 2}
        with store.writing() as unit:
            unit.logins.erase({login(1): digest(1)})
        with store.reading() as unit:
            assert dict(unit.logins.numbers(stems)) == {STEM: 0, STEM.upper(): 0, "other": 2}
            assert unit.logins.erased([digest(number) for number in range(9)]) == {
                digest(number) for number in (1, 2, 3, 4)
            }

    @needs(Capability.ERASING)
    def test_erasure_keys_end_at_the_last_colon(self, store: Store) -> None:
        """``erasure_keys`` tells each key once, colons and all, and none where nothing was erased."""
        with store.reading() as unit:
            assert unit.logins.erasure_keys() == frozenset()
        keys = ["key", "key", "kms:eu:7", "KEY", "clé", ""]
        numbers = range(1, len(keys) + 1)
        given(store, report(), *people(*numbers), *map(account, numbers), *map(issued, numbers))
        with store.writing() as unit:
            unit.logins.erase({login(number): digest(number, key) for number, key in zip(numbers, keys, strict=True)})
            unit.logins.erase({login(99): "unused:00"})
        with store.reading() as unit:
            assert unit.logins.erasure_keys() == set(keys)

    @needs(Capability.ERASING)
    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_erasures(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school; what is not in it stays."""
        numbers = range(1, size + 1)
        accounts: list[Account] = [account(number) for number in numbers]
        lines: list[IssuedLogin] = [issued(number, stem=f"stem{number}", rank=number) for number in numbers]
        given(store, report(), candidate(0), account(0), issued(0, stem="stem0", rank=1))
        with store.writing() as unit:
            for number in numbers:
                unit.candidatures.put_candidate(candidate(number))
            unit.accounts.add(accounts)
            unit.logins.add(lines)
        ids = [one.id for one in accounts]
        digests = {line.login: digest(number) for number, line in enumerate(lines, 1)}
        with store.writing() as unit:
            assert unit.logins.of_accounts(ids) == tuple(sorted(lines, key=lambda line: line.login))
            unit.logins.erase(digests)
            unit.accounts.erase(ids)
        with store.reading() as unit:
            assert unit.logins.erased(digests.values()) == set(digests.values())
            assert unit.logins.of_accounts([*ids, account(0).id]) == (issued(0, stem="stem0", rank=1),)
            assert dict(unit.accounts.by_ids([*ids, account(0).id])) == {account(0).id: account(0)}
            assert set(unit.logins.numbers([f"stem{number}" for number in numbers]).values()) <= {0}
