"""The contract of erasing a person: nothing of them can be read back, and nobody else notices."""

# ruff: noqa: S101  # a failing unit is a block with its store; a contract speaks through assert

from collections.abc import Callable

import pytest
from attrs import evolve

from cyclades_accounts.errors import LoginTakenError
from cyclades_accounts.identifiers import AccountId, Login
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing.contract._base import Contract
from cyclades_accounts.testing.contract._candidatures import MANY
from cyclades_accounts.testing.contract._samples import (
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


def digest(number: int, key: str = "k") -> str:
    """Return what a pseudonymizer might make of the login of that number."""
    return f"{key}:{number:064x}"


class ErasingContract(Contract):
    """Erasing: people, accounts, lines of the ledger."""

    def test_a_person_goes_with_candidatures_and_merged_keys(self, store: Store, reopen: Callable[[], Store]) -> None:
        """``candidatures.erase`` removes the person, every candidature and every merged key, and returns all keys."""
        given(store, school(1), school(2), candidature(1), candidature(1, at=2), candidature(2), *people(3, 4, 5))
        with store.writing() as unit:
            unit.candidatures.merge(candidate_id(3), candidate_id(1))
            unit.candidatures.merge(candidate_id(4), candidate_id(2))
        with store.writing() as unit:
            assert unit.candidatures.erase(candidate_id(1)) == {candidate_id(1), candidate_id(3)}
            assert unit.candidatures.erase(candidate_id(5)) == {candidate_id(5)}
        ids = [candidate_id(number) for number in range(1, 6)]
        with reopen().reading() as unit:
            assert unit.candidatures.of_candidates(ids) == (candidature(2),)
            assert unit.candidatures.of_school(uai(1), SESSION) == (candidature(2),)
            assert unit.candidatures.of_school(uai(2), SESSION) == ()
            assert dict(unit.candidatures.candidates(ids)) == {candidate_id(2): candidate(2)}
            assert dict(unit.candidatures.merged(ids)) == {candidate_id(4): candidate_id(2)}

    def test_an_erased_person_may_come_back_as_somebody_new(self, store: Store) -> None:
        """A key that was erased, or had been merged into one that was, is free for a person whom a roster brings."""
        given(store, school(1), candidature(1), candidate(2))
        with store.writing() as unit:
            unit.candidatures.merge(candidate_id(2), candidate_id(1))
        with store.writing() as unit:
            unit.candidatures.erase(candidate_id(1))
        given(store, candidature(1), candidature(2))
        with store.reading() as unit:
            assert unit.candidatures.of_school(uai(1), SESSION) == (candidature(1), candidature(2))

    def test_all_accounts_of_a_person(self, store: Store) -> None:
        """``all_of`` returns the account that stands and those it replaced, sorted by id, and nobody else's."""
        first, second = account(2), replaced(account(1, of=2), account(2))
        given(store, *people(2, 3), first, account(3))
        given(store, second)
        with store.reading() as unit:
            assert unit.accounts.all_of(candidate_id(2)) == (second, first)
            assert unit.accounts.all_of(candidate_id(3)) == (account(3),)
            assert unit.accounts.all_of(candidate_id(9)) == ()

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_accounts_go(self, store: Store, reopen: Callable[[], Store], size: int) -> None:
        """``accounts.erase`` removes the accounts with these ids, few or many, and no other; the login is free here."""
        numbers = range(1, size + 1)
        given(store, *people(*numbers, 9_999), *(account(number) for number in (*numbers, 9_999)))
        ids = [account(number).id for number in numbers]
        with store.writing() as unit:
            unit.accounts.erase(ids)
            assert dict(unit.accounts.by_ids(ids)) == {}
        with reopen().reading() as unit:
            assert dict(unit.accounts.by_ids([*ids, account(9_999).id])) == {account(9_999).id: account(9_999)}
            assert unit.accounts.by_login(login(1)) is None
            assert dict(unit.accounts.of_candidates([candidate_id(number) for number in numbers])) == {}
            assert unit.accounts.all_of(candidate_id(1)) == ()

    def test_lines_of_accounts(self, store: Store) -> None:
        """``of_accounts`` returns every line of these accounts, sorted by login, former ones too, and no other."""
        former = evolve(issued(1, stem=STEM, rank=1), login=Login("aaa"))
        lines = [issued(1), former, issued(2), issued(3)]
        given(store, report(), *people(1, 2, 3), account(1), account(2), account(3), *lines)
        ids = [account(2).id, account(1).id, account(1).id, AccountId("ACCOUNT-3")]
        with store.reading() as unit:
            assert unit.logins.of_accounts(ids) == (former, issued(1), issued(2))
            assert unit.logins.of_accounts([]) == ()

    def test_a_digest_stands_in_the_place_of_a_line(self, store: Store, reopen: Callable[[], Store]) -> None:
        """After ``logins.erase`` no method gives the login, and ``erased`` recognises its digest, to the character."""
        given(store, report(), *people(1, 2), account(1), account(2), issued(1, stem=STEM, rank=1), issued(2))
        with store.writing() as unit:
            unit.logins.erase({login(1): digest(1), login(9): digest(9)})
            assert unit.logins.erased([digest(1)]) == {digest(1)}
        asked = [digest(1), digest(2), digest(9), digest(1).upper(), digest(1)]
        with reopen().reading() as unit:
            assert unit.logins.taken([login(1), login(2)]) == {login(2)}
            assert dict(unit.logins.lines([login(1), login(2)])) == {login(2): issued(2)}
            assert unit.logins.of_accounts([account(1).id]) == ()
            assert unit.logins.erased(asked) == {digest(1)}
            assert unit.logins.erased([]) == frozenset()

    def test_an_imposed_login_is_no_line(self, store: Store) -> None:
        """``logins.erase`` passes over a login that is imposed and was not issued."""
        given(store, candidate(1), imposed(1, "mine"))
        with store.writing() as unit:
            unit.logins.erase({Login("mine"): digest(1)})
        with store.reading() as unit:
            assert dict(unit.logins.imposed([candidate_id(1)])) == {candidate_id(1): "mine"}
            assert unit.logins.erased([digest(1)]) == frozenset()

    def test_a_stem_goes_with_its_last_line(self, store: Store) -> None:
        """A stem that no line bears any more is forgotten with its number; one that another bears keeps its number."""
        lines = [
            issued(1, stem=STEM, rank=1),
            issued(2, stem=STEM, rank=2),
            issued(3, stem="other", rank=5),
            issued(4),
        ]
        given(store, report(), *people(1, 2, 3, 4), *(account(number) for number in range(1, 5)), *lines)
        with store.writing() as unit:
            unit.logins.erase({login(2): digest(2), login(3): digest(3), login(4): digest(4)})
            assert dict(unit.logins.numbers([STEM, "other"])) == {STEM: 2, "other": 0}
        with store.writing() as unit:
            unit.logins.erase({login(1): digest(1)})
        with store.reading() as unit:
            assert dict(unit.logins.numbers([STEM, "other"])) == {STEM: 0, "other": 0}

    def test_two_homonyms_at_once(self, store: Store) -> None:
        """A stem whose lines are all erased in one batch is forgotten."""
        given(store, report(), *people(1, 2), account(1), account(2))
        given(store, issued(1, stem=STEM, rank=1), issued(2, stem=STEM, rank=2))
        with store.writing() as unit:
            unit.logins.erase({login(1): digest(1), login(2): digest(2)})
            assert dict(unit.logins.numbers([STEM])) == {STEM: 0}
            assert unit.logins.erased([digest(1), digest(2)]) == {digest(1), digest(2)}

    def test_keys_of_digests(self, store: Store) -> None:
        """``erasure_keys`` returns what precedes the last colon of each digest, once each."""
        given(store, report(), *people(1, 2, 3), *(account(number) for number in (1, 2, 3)), issued(1), issued(2))
        given(store, issued(3))
        with store.reading() as unit:
            assert unit.logins.erasure_keys() == frozenset()
        with store.writing() as unit:
            unit.logins.erase({login(1): digest(1, "a"), login(2): digest(2, "b:c"), login(3): digest(3, "a")})
            assert unit.logins.erasure_keys() == {"a", "b:c"}

    def test_what_is_erased_can_be_issued_by_the_store(self, store: Store) -> None:
        """The store itself no longer knows an erased login: recognising it is the caller's, who has the key."""
        given(store, report(), *people(1, 2), account(1), account(2), issued(1))
        with pytest.raises(LoginTakenError), store.writing() as unit:
            unit.logins.add([evolve(issued(2), login=login(1))])
        with store.writing() as unit:
            unit.logins.erase({login(1): digest(1)})
        with store.writing() as unit:
            unit.logins.add([evolve(issued(2), login=login(1))])
        with store.reading() as unit:
            assert unit.logins.erased([digest(1)]) == {digest(1)}

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_to_be_erased(self, store: Store, size: int) -> None:
        """A batch to be erased may be empty, of one, or larger than any school."""
        numbers = range(1, size + 1)
        with store.writing() as unit:
            unit.journal.add(report())
            for number in numbers:
                unit.candidatures.put_candidate(candidate(number))
            unit.accounts.add([account(number) for number in numbers])
            unit.logins.add([issued(number, stem=f"stem{number}", rank=1) for number in numbers])
        digests = {login(number): digest(number) for number in numbers}
        with store.writing() as unit:
            unit.logins.erase(digests)
        with store.reading() as unit:
            assert unit.logins.erased(list(digests.values())) == frozenset(digests.values())
            assert unit.logins.taken(list(digests)) == frozenset()
