"""The contract of candidates and candidatures (M2 to M4)."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

from collections.abc import Callable

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.identifiers import CandidateId, SessionId
from cyclades_accounts.model import Candidature
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing.contract._base import Contract, laws
from cyclades_accounts.testing.samples import (
    SESSION,
    candidate,
    candidate_id,
    candidature,
    given,
    school,
    uai,
)

MANY = 2_000
"""More than the variables that a statement of an old SQLite takes, and than any school has."""

OTHER_SESSION = SessionId("DNB-2026")

UNSORTED_KEYS = ["é", "Zoé", "e\u0301", "zoé", "10", "9", "Œ", "Zoe", "z", "\U0001f393", "\uffee", "a-b", "a b", "A"]
"""Keys that a locale, a case-folding or a normalising database would sort otherwise, or take for one."""


class CandidatureContract(Contract):
    """Candidates, by key; candidatures, by candidate, school and session."""

    def test_of_school_gives_that_school_and_session(self, store: Store) -> None:
        """``of_school`` returns the candidatures of that school for that session, and no other."""
        there = [candidature(1), candidature(2)]
        elsewhere = [candidature(3, at=2), candidature(4, session=OTHER_SESSION), candidature(1, at=2)]
        given(store, school(1), school(2), *there, *elsewhere)
        with store.reading() as unit:
            assert unit.candidatures.of_school(uai(1), SESSION) == tuple(there)
            assert unit.candidatures.of_school(uai(3), SESSION) == ()

    def test_keys_sort_by_code_point(self, store: Store) -> None:
        """Keys that differ by case, accent or composition are different, and sort as Python sorts them."""
        some = [evolve(candidature(1), candidate=evolve(candidate(1), id=CandidateId(key))) for key in UNSORTED_KEYS]
        given(store, school(), *some)
        expected = tuple(sorted(some, key=lambda one: one.key))
        with store.reading() as unit:
            assert unit.candidatures.of_school(uai(), SESSION) == expected
            assert unit.candidatures.of_candidates([one.candidate.id for one in some]) == expected

    def test_of_candidates_gives_every_candidature(self, store: Store) -> None:
        """``of_candidates`` returns every candidature of these people, of any school and session, sorted by key."""
        theirs = [
            candidature(1, at=1, session=SESSION),
            candidature(1, at=1, session=OTHER_SESSION),
            candidature(1, at=2, session=SESSION),
            candidature(3, at=2, session=OTHER_SESSION),
        ]
        given(store, school(1), school(2), *reversed(theirs), candidature(2))
        with store.reading() as unit:
            found = unit.candidatures.of_candidates(
                [candidate_id(3), candidate_id(1), candidate_id(9), candidate_id(1)]
            )
        assert found == tuple(theirs)

    def test_candidates_gives_those_known(self, store: Store) -> None:
        """``candidates`` returns the people the store knows, also those without a candidature, and no other."""
        given(store, school(), candidature(1), candidate(2), candidate(3))
        with store.reading() as unit:
            found = unit.candidatures.candidates([candidate_id(1), candidate_id(2), candidate_id(9), candidate_id(2)])
        assert dict(found) == {candidate_id(1): candidate(1), candidate_id(2): candidate(2)}

    def test_put_replaces(self, store: Store) -> None:
        """Putting a candidature replaces the one with the same key, and no other."""
        changed = evolve(candidature(1), email=None, division="3B")
        given(store, school(), candidature(1), candidature(1, session=OTHER_SESSION), candidature(2))
        with store.writing() as unit:
            unit.candidatures.put([changed, candidature(3)])
        with store.reading() as unit:
            assert unit.candidatures.of_school(uai(), SESSION) == (changed, candidature(2), candidature(3))
            assert unit.candidatures.of_school(uai(), OTHER_SESSION) == (candidature(1, session=OTHER_SESSION),)

    @pytest.mark.parametrize("with_candidature", [True, False])
    def test_candidate_is_shown_as_last_put(self, store: Store, with_candidature: bool) -> None:  # noqa: FBT001  # pytest passes it by name
        """Every candidature of a person shows the candidate as last put, with a candidature or alone."""
        given(store, school(1), school(2), candidature(1, at=1), candidature(1, at=2), candidature(2))
        corrected = evolve(candidate(1), family_name="LE GOFF--QUÉMÉNER", former_schools=frozenset({uai(7)}))
        with store.writing() as unit:
            if with_candidature:
                unit.candidatures.put([evolve(candidature(1, at=2), candidate=corrected)])
            else:
                unit.candidatures.put_candidate(corrected)
        with store.reading() as unit:
            found = unit.candidatures.of_candidates([candidate_id(1), candidate_id(2)])
            assert [one.candidate for one in found] == [corrected, corrected, candidate(2)]
            assert unit.candidatures.candidates([candidate_id(1)])[candidate_id(1)] == corrected

    def test_remove_keeps_the_candidate(self, store: Store) -> None:
        """``remove`` removes the candidatures with these keys, where they are; the candidates stay."""
        given(store, school(1), school(2), candidature(1, at=1), candidature(1, at=2), candidature(2))
        with store.writing() as unit:
            unit.candidatures.remove([evolve(candidature(1, at=1), email=None), candidature(2), candidature(9)])
        with store.reading() as unit:
            assert unit.candidatures.of_candidates([candidate_id(1), candidate_id(2)]) == (candidature(1, at=2),)
            assert set(unit.candidatures.candidates([candidate_id(1), candidate_id(2)])) == {
                candidate_id(1),
                candidate_id(2),
            }

    def test_merge_leaves_the_key_that_stays(self, store: Store) -> None:
        """A merged key points to the one that stays, what was merged into it follows, and its candidate is gone."""
        given(store, *(candidate(number) for number in range(1, 6)))
        for lost, kept in [(1, 2), (3, 2), (2, 4)]:
            with store.writing() as unit:
                unit.candidatures.merge(candidate_id(lost), candidate_id(kept))
        ids = [candidate_id(number) for number in range(1, 7)]
        with store.reading() as unit:
            assert dict(unit.candidatures.merged(ids)) == dict.fromkeys(ids[:3], candidate_id(4))
            assert set(unit.candidatures.candidates(ids)) == {candidate_id(4), candidate_id(5)}

    @pytest.mark.parametrize("size", [0, 1, MANY])
    def test_batches_of_any_size(self, store: Store, size: int) -> None:
        """A batch may be empty, of one, or larger than any school."""
        some = [candidature(number) for number in range(1, size + 1)]
        ids = [one.candidate.id for one in some]
        given(store, school())
        with store.writing() as unit:
            unit.candidatures.put(some)
        with store.reading() as unit:
            assert unit.candidatures.of_school(uai(), SESSION) == tuple(some)
            assert unit.candidatures.of_candidates(ids) == tuple(some)
            assert len(unit.candidatures.candidates(ids)) == size
            assert dict(unit.candidatures.merged(ids)) == {}
        with store.writing() as unit:
            unit.candidatures.remove(some)
        with store.reading() as unit:
            assert unit.candidatures.of_school(uai(), SESSION) == ()

    @laws
    @each(some=st.lists(strategies.candidatures(), min_size=1, max_size=4, unique_by=lambda one: one.candidate.id))
    def test_candidature_comes_back_equal(
        self, store: Store, reopen: Callable[[], Store], some: list[Candidature]
    ) -> None:
        """A candidature and its candidate come back equal, to the character."""
        given(store, *(evolve(school(), uai=one.uai) for one in some))
        with store.writing() as unit:
            unit.candidatures.put(some)
        ids = [one.candidate.id for one in some]
        with reopen().reading() as unit:
            assert dict(unit.candidatures.candidates(ids)) == {one.candidate.id: one.candidate for one in some}
            found = {one.key: one for one in unit.candidatures.of_candidates(ids)}
            assert [found[one.key] for one in some] == some
