"""Registering rosters: everything or nothing, and nobody is ever deleted."""

from datetime import date

import pytest

from cyclades_accounts import CandidatureStatus, ExamSession, Generation, Renew
from cyclades_accounts.errors import (
    ConflictingCandidateError,
    DuplicateCandidatureError,
    EmptyRosterError,
    ForeignCandidatureError,
    UnknownSchoolError,
)
from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.model import Refusal, RefusalReason
from tests.support import OTHER_UAI, SCHOOL, SESSION, UAI, candidature, desk, ine, make_school, make_service, registry


def test_added_updated_unchanged_missing() -> None:
    """The report tells newcomers, changes, the unchanged, and those that the file no longer holds, who stay."""
    service = make_school(candidature(1), candidature(2), candidature(3))
    report = registry(service).register_roster(
        UAI, SESSION, [candidature(2, division="3B"), candidature(3), candidature(4)]
    )
    assert (report.added, report.updated, report.unchanged, report.missing) == (
        (ine(4),),
        (ine(2),),
        (ine(3),),
        (ine(1),),
    )
    assert report.registered == 3
    assert desk(service).coverage().candidates == 4


def test_registering_again_changes_nothing() -> None:
    """The same roster a second time is unchanged throughout."""
    roster = [candidature(1), candidature(2, status=CandidatureStatus.ANNULE)]
    service = make_school(*roster)
    assert registry(service).register_roster(UAI, SESSION, roster).unchanged == (ine(1), ine(2))


def test_school_report() -> None:
    """Registering a school reports the service flag; a retry with the run id returns the report."""
    service = make_service()
    report = registry(service, actor="gestionnaire").register_school(SCHOOL, run_id="s1")
    assert (report.uai, report.manages_candidates, report.run.actor) == (UAI, True, "gestionnaire")
    assert registry(service, actor="gestionnaire").register_school(SCHOOL, run_id="s1") == report


def test_candidature_twice() -> None:
    """One candidature twice is refused with both positions, and nothing is registered."""
    service = make_school()
    with pytest.raises(DuplicateCandidatureError, match="items 1 and 3") as refusal:
        registry(service).register_roster(UAI, SESSION, [candidature(1), candidature(2), candidature(1, division="3B")])
    assert refusal.value.positions == (1, 3)
    assert desk(service).coverage().candidates == 0


def test_two_candidates_with_one_key() -> None:
    """Two people under one key are refused with the fields in which they differ, and nothing is registered."""
    service = make_school()
    twins = [
        candidature(1, birth_date=date(2010, 5, 1)),
        candidature(1, given_names="Zoé", birth_date=date(2010, 5, 2)),
    ]
    with pytest.raises(ConflictingCandidateError) as refusal:
        registry(service).register_roster(UAI, SESSION, twins)
    assert refusal.value.differing == ("given_names", "birth_date")
    assert desk(service).coverage().candidates == 0


def test_another_schools_uai() -> None:
    """A roster that holds another school's candidature is refused with its position and both codes."""
    service = make_school()
    with pytest.raises(ForeignCandidatureError, match=r"Item 2 .* another school") as caught:
        registry(service).register_roster(UAI, SESSION, [candidature(1), candidature(2, uai=OTHER_UAI)])
    assert caught.value == ForeignCandidatureError(2, "school", UAI, OTHER_UAI)


def test_another_session() -> None:
    """A roster of another session is refused."""
    other = ExamSession.of("DNB", 2026, date(2026, 12, 31))
    with pytest.raises(ForeignCandidatureError) as caught:
        registry(make_school()).register_roster(UAI, other, [candidature(1)])
    assert caught.value == ForeignCandidatureError(1, "session", "DNB-2026", "DNB-2025")


def test_empty_roster() -> None:
    """An empty roster is refused."""
    with pytest.raises(EmptyRosterError):
        registry(make_school()).register_roster(UAI, SESSION, [])


def test_unknown_school() -> None:
    """A roster of a school that the store does not know is refused."""
    with pytest.raises(UnknownSchoolError):
        registry(make_service()).register_roster(UAI, SESSION, [candidature(1)])


def test_an_ine_is_not_forgotten() -> None:
    """A roster that lacks the INE leaves the one that the school told before; that of another school is not its own."""
    service = make_school(candidature(1, id="E7", ine=ine(1)))
    registry(service).register_roster(OTHER_UAI, SESSION, [candidature(1, uai=OTHER_UAI, id="E7")])
    report = registry(service).register_roster(UAI, SESSION, [candidature(1, id="E7")])
    assert report.unchanged == ("E7",)
    with service.store.reading() as unit:
        assert {one.uai: one.candidate.ine for one in unit.people.of_candidates([CandidateId("E7")])} == {
            UAI: ine(1),
            OTHER_UAI: None,
        }


def test_merged_key_finds_the_person() -> None:
    """A roster that still bears a merged key brings its candidature to the person, who gets no second account."""
    service = make_school(candidature(1), candidature(2))
    desk(service).generate()
    desk(service).accounts.rekey(ine(2), ine(1))
    report = registry(service).register_roster(UAI, SESSION, [candidature(2, division="3B")])
    assert (report.updated, report.merged) == ((ine(1),), ())
    again = desk(service).generate()
    assert [(o.candidate_id, o.login) for o in again.kept] == [(ine(1), "lea.martin")]


def test_both_merged_keys_in_one_roster() -> None:
    """Where a roster bears both keys of one person, the line of the key that stays counts and the other is reported."""
    service = make_school(candidature(1), candidature(2))
    desk(service).accounts.rekey(ine(2), ine(1))
    report = registry(service).register_roster(UAI, SESSION, [candidature(2, division="3B"), candidature(1)])
    assert (report.unchanged, report.merged, report.registered) == ((ine(1),), (ine(2),), 1)


def test_mistyped_ine_of_another_schools_pupil() -> None:
    """A line whose INE belongs to a pupil of another school is refused in its group: no account changes hands."""
    theirs = candidature(1, "ABGRALL", "Adèle", birth_date=date(2010, 5, 1), uai=OTHER_UAI)
    service = make_school()
    registry(service).register_roster(OTHER_UAI, SESSION, [theirs])
    desk(service, OTHER_UAI).generate()
    mistyped = candidature(1, "TOTO", "Bob", birth_date=date(2009, 1, 1))
    report = registry(service).register_roster(UAI, SESSION, [mistyped, candidature(2)])
    assert (report.conflicting, report.added, report.missing) == ((), (ine(1), ine(2)), ())
    made = desk(service).generate(Generation(renew=Renew.ALL))
    assert [one.candidate_id for one in made.created] == [ine(2)]
    [refused] = made.refused
    assert refused.refusal == Refusal(RefusalReason.OTHER_PERSON_ELSEWHERE, {"uai": OTHER_UAI})
    assert desk(service, OTHER_UAI).roster_list()[0].candidature.candidate == theirs.candidate


def test_corrected_name_is_no_conflict() -> None:
    """A line that adds the birth date, or corrects the family name of a known one, is the same person's."""
    service = make_school(candidature(1, "MARTIN", "Léa"))
    born = date(2010, 5, 1)
    for corrected in (
        candidature(1, "MARTIN", "LEA", birth_date=born),
        candidature(1, "MARTIN-DURAND", "Léa Marie", birth_date=born),
    ):
        assert registry(service).register_roster(UAI, SESSION, [corrected]).updated == (ine(1),)
    assert registry(service).register_roster(UAI, SESSION, [candidature(1, "DURAND", "Lou")]).conflicting == (ine(1),)
