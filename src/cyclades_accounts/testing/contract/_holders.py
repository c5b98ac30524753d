"""The contract of holders: whose an account is, and which keys are of one person."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

import itertools
from collections.abc import Callable
from datetime import date
from typing import Final

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.identifiers import CandidateId, Ine
from cyclades_accounts.model import Candidate, Holder, face_of
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing.contract._base import MANY, UNSORTED_KEYS, Contract, laws
from cyclades_accounts.testing.samples import account, candidate_id, given, holder, imposed, uai

_fresh = itertools.count(30_000)

BORN: Final = date(2010, 3, 9)

ROUX: Final = "Roux"

FACE: Final = str(face_of(evolve(holder(1).candidate, family_name=ROUX, birth_date=BORN)))


def named(number: int, ine: str | None = None, born: date | None = None, name: str = ROUX) -> Holder:
    """Return the holder of that number with an INE, a birth date and a family name."""
    one = holder(number)
    person = evolve(one.candidate, ine=None if ine is None else Ine(ine), birth_date=born, family_name=name)
    return evolve(one, candidate=person)


def under(one: Holder, number: int) -> Holder:
    """Return the holder under the key of that number."""
    return evolve(one, candidate=evolve(one.candidate, id=candidate_id(number)))


def rekey(store: Store, lost: int, kept: int) -> None:
    """Follow a key in a unit of its own."""
    with store.writing() as unit:
        unit.holders.rekey(candidate_id(lost), candidate_id(kept))


class HolderContract(Contract):
    """Holders by key, and keys that were merged."""

    def test_of_gives_these_holders(self, store: Store) -> None:
        """``of``: the holders under these keys, to the character, and no other."""
        given(store, holder(1), holder(2), holder(3))
        asked = [
            candidate_id(2),
            candidate_id(1),
            candidate_id(9),
            candidate_id(2),
            CandidateId(candidate_id(3).lower()),
        ]
        with store.reading() as unit:
            assert dict(unit.holders.of(asked)) == {candidate_id(1): holder(1), candidate_id(2): holder(2)}

    def test_put_replaces_the_holder(self, store: Store) -> None:
        """``put``: insert each holder, or replace the one with the same key, and no other."""
        given(store, named(1, "111111111AA", BORN), holder(2))
        changed = evolve(named(1, name="Le Goff"), uai=uai(2), contested=True)
        with store.writing() as unit:
            unit.holders.put([changed, evolve(holder(3), uai=None)])
            assert dict(unit.holders.of([candidate_id(1)])) == {candidate_id(1): changed}
        with store.reading() as unit:
            found = unit.holders.of([candidate_id(number) for number in (1, 2, 3)])
            assert list(map(found.get, sorted(found))) == [changed, holder(2), evolve(holder(3), uai=None)]
            assert unit.holders.alike([Ine("111111111AA")], [FACE]) == ()

    def test_of_school_finds_who_is_held_or_asked_for(self, store: Store) -> None:
        """``of_school``: the holders that the school holds, or whose transfer it asked for, by key; nobody else."""
        mine, theirs = evolve(holder(2), asked_by=uai(2)), evolve(holder(1), uai=uai(2), asked_by=uai(1))
        nobodys = evolve(holder(4), uai=None, asked_by=uai(3))
        given(store, mine, theirs, holder(3), nobodys)
        with store.reading() as unit:
            assert unit.holders.of_school(uai(1)) == (theirs, mine, holder(3))
            assert unit.holders.of_school(uai(2)) == (theirs, mine)
            assert unit.holders.of_school(uai(3)) == (nobodys,)
            assert unit.holders.of_school(uai=uai(9)) == ()
        given(store, holder(1), holder(2))
        with store.reading() as unit:
            assert unit.holders.of_school(uai(2)) == ()

    def test_alike_finds_by_ine_or_face(self, store: Store) -> None:
        """``alike``: the holders with one of these INE or faces, each once, sorted by key."""
        some = [
            named(5, "111111111AA", BORN),
            named(4, "222222222BB"),
            named(3, None, BORN),
            named(2, None, BORN, "Évrard"),
            named(1),
        ]
        given(store, *some)
        with store.reading() as unit:
            assert unit.holders.alike([Ine("111111111AA"), Ine("999999999ZZ")], []) == (some[0],)
            assert unit.holders.alike([], [FACE, "2010-03-09 nobody"]) == (some[2], some[0])
            both = unit.holders.alike([Ine("222222222BB"), Ine("111111111AA")], [FACE, FACE])
            assert both == (some[2], some[1], some[0])
            assert unit.holders.alike([], []) == unit.holders.alike([Ine("111111111aa")], [FACE.swapcase()]) == ()

    def test_alike_sorts_by_code_point(self, store: Store) -> None:
        """``alike``: by key, as Python sorts keys."""
        some = [Holder(evolve(named(1, born=BORN).candidate, id=CandidateId(key)), uai()) for key in UNSORTED_KEYS]
        given(store, *some)
        with store.reading() as unit:
            found = unit.holders.alike([], [FACE])
        assert found == tuple(sorted(some, key=lambda one: one.candidate_id))

    # --- keys of one person -------------------------------------------------------------------------------------------

    def test_merged_gives_the_key_that_stays(self, store: Store) -> None:
        """``merged``: for each of these keys that was merged, the key that stays, to the character."""
        rekey(store, 1, 2)
        asked = [candidate_id(number) for number in (1, 2, 3, 1)]
        with store.reading() as unit:
            assert dict(unit.holders.merged(asked)) == {candidate_id(1): candidate_id(2)}
            assert dict(unit.holders.merged([CandidateId(candidate_id(1).lower())])) == {}

    def test_followers_come_along(self, store: Store) -> None:
        """``rekey``: so do the keys merged into ``lost`` before. ``merged``: that key was never merged itself."""
        for lost, kept in [(1, 2), (3, 2), (5, 6), (2, 4)]:
            rekey(store, lost, kept)
        ids = [candidate_id(number) for number in range(1, 8)]
        with store.reading() as unit:
            found = dict(unit.holders.merged(ids))
        assert found == dict.fromkeys(ids[:3], candidate_id(4)) | {candidate_id(5): candidate_id(6)}

    def test_key_comes_back(self, store: Store) -> None:
        """``rekey``: if ``kept`` was merged into ``lost`` before, it is a key of its own again."""
        given(store, holder(1))
        for lost, kept in [(1, 2), (3, 2), (2, 1)]:
            rekey(store, lost, kept)
        ids = [candidate_id(number) for number in range(1, 4)]
        with store.reading() as unit:
            assert dict(unit.holders.merged(ids)) == {
                candidate_id(2): candidate_id(1),
                candidate_id(3): candidate_id(1),
            }
            assert dict(unit.holders.of(ids)) == {candidate_id(1): holder(1)}

    def test_holder_follows_the_key(self, store: Store) -> None:
        """``rekey``: the holder ``lost`` is removed; if ``kept`` has none, it becomes that of ``kept``."""
        mine = evolve(named(1, "111111111AA", BORN), uai=uai(2))
        given(store, mine, holder(3))
        rekey(store, 1, 2)
        with store.reading() as unit:
            ids = [candidate_id(number) for number in (1, 2, 3)]
            assert dict(unit.holders.of(ids)) == {candidate_id(2): under(mine, 2), candidate_id(3): holder(3)}
            assert unit.holders.alike([Ine("111111111AA")], [str(face_of(mine.candidate))]) == (under(mine, 2),)

    def test_holder_of_the_key_that_stays_is_kept(self, store: Store) -> None:
        """``rekey``: where both keys have a holder, that of ``kept`` stays as it was."""
        mine, theirs = named(1, "111111111AA", BORN), named(2, "222222222BB", name="Le Goff")
        given(store, mine, theirs)
        rekey(store, 1, 2)
        with store.reading() as unit:
            assert dict(unit.holders.of([candidate_id(1), candidate_id(2)])) == {candidate_id(2): theirs}
            assert unit.holders.alike([Ine("111111111AA")], [str(face_of(mine.candidate))]) == ()

    def test_account_and_imposed_login_may_go_after_their_key(self, store: Store) -> None:
        """``rekey``: when the unit ends, ``lost`` has no account and no imposed login; until then it may."""
        given(store, holder(1), account(1))
        with store.writing() as unit:
            unit.holders.rekey(candidate_id(1), candidate_id(2))
            unit.accounts.put([account(1, of=2)])
        with store.reading() as unit:
            assert unit.accounts.find(ids=[account(1).id]) == (account(1, of=2),)

    # --- forget -------------------------------------------------------------------------------------------------------

    def test_forgotten_holder_is_gone(self, store: Store) -> None:
        """``forget``: remove the holder and the keys that were merged into theirs, return every key; others stay."""
        given(store, named(1, "111111111AA", BORN), holder(2), holder(5), holder(6))
        for lost, kept in [(3, 4), (4, 1), (5, 2)]:
            rekey(store, lost, kept)
        with store.writing() as unit:
            assert unit.holders.forget(candidate_id(1)) == {candidate_id(number) for number in (1, 3, 4)}
        ids = [candidate_id(number) for number in range(1, 7)]
        with store.reading() as unit:
            assert dict(unit.holders.of(ids)) == {candidate_id(2): holder(2), candidate_id(6): holder(6)}
            assert dict(unit.holders.merged(ids)) == {candidate_id(5): candidate_id(2)}
            assert unit.holders.alike([Ine("111111111AA")], [FACE]) == ()
        given(store, holder(1), holder(3))
        with store.reading() as unit:
            assert set(unit.holders.of(ids[:3])) == set(ids[:3])

    def test_forgotten_key_of_nobody(self, store: Store) -> None:
        """``forget``: if nobody has the key, only the key itself; keys are told apart to the character."""
        given(store, holder(1))
        with store.writing() as unit:
            for key in (candidate_id(9), CandidateId(candidate_id(1).lower())):
                assert unit.holders.forget(key) == {key}
        with store.reading() as unit:
            assert set(unit.holders.of([candidate_id(1)])) == {candidate_id(1)}

    def test_holder_goes_before_the_account_and_the_imposed_login(self, store: Store) -> None:
        """``forget``: when the unit ends, the person has no account and no imposed login; until then they may."""
        given(store, holder(1), account(1), imposed(1, "mine"), imposed(2, "theirs"))
        with store.writing() as unit:
            unit.holders.forget(candidate_id(1))
            unit.accounts.erase([account(1).id])
            unit.logins.impose({candidate_id(1): None})
        with store.reading() as unit:
            assert not unit.accounts.find(candidates=[candidate_id(1)])
            assert set(unit.logins.imposed([candidate_id(1), candidate_id(2)])) == {candidate_id(2)}

    # --- any size, any value ------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size_of_holders(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        some = [named(number, f"{number:09d}BB", BORN, f"Nom{number}") for number in range(1, size + 1)]
        ids = [one.candidate_id for one in some]
        with store.writing() as unit:
            unit.holders.put(some)
        with store.reading() as unit:
            assert list(dict(sorted(unit.holders.of(ids).items())).values()) == some
            ines = [one.candidate.ine for one in some if one.candidate.ine]
            faces = [str(face_of(one.candidate)) for one in some]
            assert unit.holders.alike(ines, faces) == tuple(some)
            assert dict(unit.holders.merged(ids)) == {}

    @laws
    @each(some=st.lists(strategies.candidates(), min_size=1, max_size=3))
    def test_holder_comes_back_equal(self, store: Store, reopen: Callable[[], Store], some: list[Candidate]) -> None:
        """A holder comes back equal, to the character; without former schools."""
        holders = [under(Holder(one, uai()), next(_fresh)) for one in some]
        with store.writing() as unit:
            unit.holders.put(holders)
        with reopen().reading() as unit:
            found = unit.holders.of([one.candidate_id for one in holders])
        assert [found[one.candidate_id] for one in holders] == holders
