"""Whose an account is, when the host's keys and names change: what runs hold back, and what lifts it."""

import functools
import tracemalloc
from collections.abc import Callable, Collection, Iterable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts import (
    Candidate,
    Candidature,
    CandidatureStatus,
    Criteria,
    Generation,
    LoginVerdict,
    Provisioning,
    Renew,
    School,
)
from cyclades_accounts.errors import (
    AccountExistsError,
    InvalidValueError,
    OtherPersonError,
    OtherSchoolError,
    UnknownCandidateError,
)
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai, parse_candidate_id
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.messages import FRENCH_MESSAGES
from cyclades_accounts.model import (
    AccountLine,
    AccountReport,
    Activity,
    Holder,
    NoticeReason,
    Outcome,
    OutcomeKind,
    RefusalReason,
    Row,
    RunReport,
    same_person,
)
from cyclades_accounts.people import NoCandidature
from cyclades_accounts.provisioning import ERASED
from cyclades_accounts.provisioning._shared import decisions
from cyclades_accounts.sealing import HmacPseudonymizer
from tests.provisioning.histories import ANOTHER_DAY, BORN, NEXT_SESSION, SCHOOLS
from tests.support import (
    KEYS,
    OTHER_UAI,
    SESSION,
    UAI,
    candidature,
    desk,
    ine,
    line_of,
    make_school,
    make_service,
    passwords_of,
    registry,
)

NEXT = NEXT_SESSION


class Host:
    """The people of a host, which tests change as hosts do."""

    def __init__(self, *rows: Candidature) -> None:
        self.rows: list[tuple[Uai, SessionId, Row]] = []
        self.set(*rows)

    def set(self, *rows: Candidature) -> None:
        """Have these candidatures and no others."""
        self.rows = [(row.uai, row.session_id, row) for row in rows]

    def add(self, *rows: Candidature) -> None:
        """Have these candidatures besides."""
        self.rows += [(row.uai, row.session_id, row) for row in rows]

    def school(self, uai: Uai) -> School | None:
        """Return the school."""
        return SCHOOLS.get(uai)

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        """Return the rows of the school for the session."""
        return [row for at, when, row in self.rows if (at, when) == (uai, session)]

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        """Return the candidatures of these people."""
        return [row for _, _, row in self.rows if isinstance(row, Candidature) and row.candidate_id in ids]


@pytest.fixture
def host() -> Host:
    """Return a host with one pupil, Ali."""
    return Host(ali())


@pytest.fixture
def service(host: Host) -> Provisioning:
    """Return a service over the host's people, which has given Ali an account."""
    made = make_service(store=InMemoryStore(people=host), pseudonymizer=HmacPseudonymizer(KEYS))
    desk(made).generate(run_id="first")
    return made


def ali(key: str = "1", **changes: Any) -> Candidature:
    """Return Ali, born on the same day as his twin Maë."""
    return pupil(key, **({"given_names": "Ali"} | changes))


def mae(key: str = "1", **changes: Any) -> Candidature:
    """Return Maë, Ali's twin."""
    return pupil(key, **({"given_names": "Maë"} | changes))


def pupil(key: str, number: str | None = None, **changes: Any) -> Candidature:
    """Return a pupil of the family ROUX; ``number`` is the INE."""
    given: dict[str, Any] = {"family_name": "ROUX", "birth_date": BORN, "id": key, "email": f"{key}@example.org"}
    made = candidature(**(given | changes))
    return evolve(made, candidate=evolve(made.candidate, ine=number)) if number else made


def only(report: Any) -> Outcome:
    """Return the one outcome."""
    [outcome] = report.outcomes
    assert isinstance(outcome, Outcome)
    return outcome


def refused(outcome: Outcome | AccountLine) -> RefusalReason:
    """Return why the outcome is a refusal."""
    assert outcome.refusal is not None
    assert outcome.account_id is None
    assert outcome.login is None
    return outcome.refusal.reason


def says(outcome: Outcome) -> str:
    """Return the sentence of a refusal."""
    assert outcome.refusal is not None
    return FRENCH_MESSAGES.refusals[outcome.refusal.reason].sentence.format(**dict(outcome.refusal.facts))


class TestKeyOfAnother:
    """The host gives the key of one pupil to another."""

    @pytest.mark.parametrize("renew", [False, True])
    def test_no_slip_is_made(self, host: Host, service: Provisioning, renew: bool) -> None:  # noqa: FBT001  # parametrized
        """She is refused and awaited; the school that holds him reads whose the account is; his slip still opens."""
        printed = [document.id for document in desk(service).documents.page().items]
        password = passwords_of(service, printed)["ali.roux"]
        host.set(mae())
        report = desk(service).generate(Generation(renew=Renew(renew)))
        assert refused(only(report)) is RefusalReason.OTHER_PERSON
        assert says(only(report)) == "numéro déjà porté par un autre élève : ROUX Ali, compte ali.roux"
        assert report.documents == ()
        assert service.candidates.check_login("ali.roux", password).verdict is LoginVerdict.ACCEPTED
        found = desk(service).coverage()
        assert (found.with_account, len(found.missing), found.is_complete) == (0, 1, False)
        assert [line.login for line in desk(service).roster_list()] == [None]

    def test_at_another_school(self, host: Host, service: Provisioning) -> None:
        """There, nothing is said but which school holds him."""
        host.set(mae(uai=OTHER_UAI))
        outcome = only(desk(service, OTHER_UAI).regenerate(Criteria(candidates=["1"])))
        assert refused(outcome) is RefusalReason.OTHER_PERSON_ELSEWHERE
        assert outcome.refusal
        assert outcome.refusal.facts == (("uai", UAI),)
        assert "ali" not in says(outcome).lower()

    @pytest.mark.parametrize("act", ["close", "reopen", "revoke", "erase", "explain_login"])
    @pytest.mark.parametrize("uai", [UAI, OTHER_UAI])
    def test_no_school_acts_on_him_by_her(self, host: Host, service: Provisioning, act: str, uai: Uai) -> None:
        """Whoever sees her under the key can neither touch nor see his account, wherever his own old row is."""
        host.set(mae(uai=uai), ali(uai=UAI if uai == OTHER_UAI else OTHER_UAI, session_id=NEXT.id))
        reason = RefusalReason.OTHER_PERSON if uai == UAI else RefusalReason.OTHER_PERSON_ELSEWHERE
        if act in {"close", "reopen", "revoke"}:
            assert refused(line_of(getattr(desk(service, uai).accounts, act)("1"))) is reason
            return
        with pytest.raises(OtherPersonError):
            getattr(desk(service, uai).accounts, act)("1")

    def test_the_holding_school_acts_where_only_others_have_the_key(self, host: Host, service: Provisioning) -> None:
        """His school, which has no row of him any more, can still close or erase."""
        host.set(mae(uai=OTHER_UAI))
        assert line_of(desk(service).accounts.close("1")).login == "ali.roux"
        assert desk(service).accounts.erase("1").accounts == 1
        assert only(desk(service, OTHER_UAI).generate()).login == "mae.roux"

    def test_a_broken_row_of_hers(self, host: Host, service: Provisioning) -> None:
        """A row that is no candidature is hers too, if its name says so: nobody says « complete »."""
        host.rows = [(UAI, SESSION.id, NoCandidature("1", "état inconnu", name="ROUX Maë"))]
        assert refused(only(desk(service).generate())) is RefusalReason.OTHER_PERSON
        assert not desk(service).coverage().is_complete

    def test_she_has_left(self, host: Host, service: Provisioning) -> None:
        """A pupil who is not registered is not awaited, whoever had the key."""
        host.set(mae(status=CandidatureStatus.DEMISSIONNAIRE), ali("2", birth_date=None))
        desk(service).generate()
        found = desk(service).coverage()
        assert [one.is_expected for one in found.missing] == [False]
        assert found.is_complete

    def test_her_imposed_login_is_not_printed(self, host: Host, service: Provisioning) -> None:
        """Not even a regeneration with a new login gives her his account."""
        host.set(mae())
        desk(service).accounts.impose_logins({"1": "mae.imposee"})
        report = desk(service).regenerate(Criteria(candidates=["1"]), new_login=True)
        assert refused(only(report)) is RefusalReason.OTHER_PERSON


class TestSamePersonCorrected:
    """The host corrects what it knows of a pupil."""

    @pytest.mark.parametrize(
        "changes", [{"family_name": "DUPONT"}, {"birth_date": ANOTHER_DAY}, {"given_names": "ALI Jean"}]
    )
    def test_one_fact(self, host: Host, service: Provisioning, changes: dict[str, Any]) -> None:
        """One of the facts changes: the account stays, and a renewal prints them as they are now."""
        host.set(ali(**changes))
        assert only(desk(service).generate()).kind is OutcomeKind.KEPT
        outcome = only(desk(service).generate(Generation(renew=Renew.ALL)))
        assert (outcome.kind, outcome.login) == (OutcomeKind.RENEWED, "ali.roux")
        with service.store.reading() as unit:
            assert unit.holders.of([parse_candidate_id("1")])["1"].candidate == host.rows[0][2].candidate  # type: ignore[union-attr,index]  # a candidature, by its key

    def test_two_facts_at_once_wait_for_the_school(self, host: Host, service: Provisioning) -> None:
        """« The same », says the school that holds him; login and password stay."""
        host.set(ali(family_name="DUPONT", birth_date=ANOTHER_DAY))
        assert refused(only(desk(service).generate())) is RefusalReason.OTHER_PERSON
        report = desk(service).accounts.confirm_same("1")
        assert report.login == "ali.roux"
        assert only(desk(service).generate()).kind is OutcomeKind.KEPT
        assert desk(service).coverage().is_complete

    def test_only_the_holding_school_says_so(self, host: Host, service: Provisioning) -> None:
        """Another school, where he is now, is told which one holds him."""
        host.set(ali(family_name="DUPONT", birth_date=ANOTHER_DAY, uai=OTHER_UAI))
        with pytest.raises(OtherSchoolError) as refusal:
            desk(service, OTHER_UAI).accounts.confirm_same("1")
        assert refusal.value.uai == UAI

    def test_of_several_rows_the_desk_confirms_its_own(self, host: Host, service: Provisioning) -> None:
        """The row of the desk's session counts, and not an older one with the former name."""
        host.add(ali(family_name="DUPONT", birth_date=ANOTHER_DAY, session_id=NEXT.id))
        assert refused(only(desk(service, session=NEXT).generate())) is RefusalReason.OTHER_PERSON
        desk(service, session=NEXT).accounts.confirm_same("1")
        assert only(desk(service, session=NEXT).generate()).kind is OutcomeKind.KEPT

    def test_a_typing_slip_is_told(self, host: Host, service: Provisioning) -> None:
        """One letter of a long given name: kept, with a notice."""
        host.add(pupil("2", given_names="Camille", family_name="GALLO"))
        desk(service).generate()
        host.set(pupil("2", given_names="Camilla", family_name="GALLO"))
        report = desk(service).generate()
        assert only(report).kind is OutcomeKind.KEPT
        assert [(one.reason, one.candidates) for one in report.notices] == [(NoticeReason.TYPING_SLIP, ("2",))]

    def test_confirming_needs_an_account_or_none(self, host: Host, service: Provisioning) -> None:
        """« The same » is of an account, « another » of somebody without one."""
        with pytest.raises(AccountExistsError):
            desk(service).accounts.confirm_other("1")
        with pytest.raises(UnknownCandidateError):
            desk(service).accounts.confirm_other("2")


_NAMES = st.lists(st.sampled_from(["Jean", "Ali", "J", "Jean."]), max_size=4).map("-".join)
_PEOPLE = st.builds(
    pupil,
    st.just("1"),
    number=st.sampled_from([None, ine(1), ine(2)]),
    family_name=st.sampled_from(["ROUX", "GALLO"]),
    given_names=_NAMES.filter(bool),
    birth_date=st.sampled_from([None, BORN]),
)


@each(_PEOPLE, _PEOPLE)
def test_only_who_is_the_same_person_is_compared(one: Candidature, other: Candidature) -> None:
    """Whoever is found by a trait is the same person, so a thousand « Jean-… » of one face cost no more than others."""
    known = decisions.Known()
    known.note(Holder(one.candidate, UAI))
    assert any(known.alike(other.candidate)) == same_person(one.candidate, other.candidate)


def test_longer_given_names_are_found_and_no_other() -> None:
    """Of one face, « Jean » finds « Jean-Paul » and « Jean-Pierre », and not « Kim », who stands behind them."""
    known = decisions.Known()
    names = ("Kim", "Jean-Paul", "Ali", "Jean-Pierre")
    people = [pupil(str(number), given_names=name).candidate for number, name in enumerate(names)]
    for one in people:
        known.note(Holder(evolve(one, ine=None), UAI))
    alike = known.alike(evolve(people[0], given_names="Jean", ine=None))
    assert [one.candidate.given_names for one in alike] == ["Jean-Paul", "Jean-Pierre"]


def test_names_of_many_words_take_little_memory() -> None:
    """A hundred words of a given name are kept once, not with each beginning: 100,000 rows took gigabytes."""
    spelled = ("-".join(f"{number:07b}" + 90 * "x") for number in range(100))
    people = [Holder(pupil("1", given_names=names).candidate, UAI) for names in spelled]
    known = decisions.Known()
    tracemalloc.start()
    try:
        for one in people:
            assert not any(known.alike(one.candidate))
            known.note(one)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 4_000 * len(people)


class TestUnderAnotherKey:
    """A person who is known comes back under another key."""

    @pytest.mark.parametrize("number", [None, ine(8)])
    def test_nothing_is_created(self, host: Host, service: Provisioning, number: str | None) -> None:
        """Next year, under a new key and perhaps a corrected INE: held back, with the login of the account."""
        host.set(ali("2", number=number, session_id=NEXT.id))
        outcome = only(desk(service, session=NEXT).generate())
        assert refused(outcome) is RefusalReason.PERHAPS_KNOWN
        assert outcome.refusal
        assert dict(outcome.refusal.facts) == {"other": "ROUX Ali", "login": "ali.roux"}
        found = desk(service, session=NEXT).coverage()
        assert (found.is_complete, [one.is_expected for one in found.missing]) == (False, [True])
        assert [line.login for line in desk(service, session=NEXT).roster_list()] == [None]

    def test_at_another_school(self, host: Host, service: Provisioning) -> None:
        """The message names the school, and neither the person nor the login."""
        host.set(ali("2", uai=OTHER_UAI, session_id=NEXT.id))
        outcome = only(desk(service, OTHER_UAI, NEXT).generate())
        assert refused(outcome) is RefusalReason.PERHAPS_KNOWN_ELSEWHERE
        assert outcome.refusal
        assert outcome.refusal.facts == (("uai", UAI),)
        assert says(outcome) == f"peut-être un élève que suit déjà l’établissement {UAI}, sous un autre INE"

    @pytest.mark.parametrize("renew", Renew)
    def test_after_the_roster_corrected_a_fact(self, host: Host, service: Provisioning, renew: Renew) -> None:
        """Who is known counts as the school's rows show them now, whether the run looks at that row or not."""
        host.set(ali(birth_date=ANOTHER_DAY), ali("2", birth_date=ANOTHER_DAY))
        for report in (
            desk(service).generate(Generation(renew=renew)),
            desk(service).regenerate(Criteria(candidates=["2"])),
        ):
            assert report.outcomes[-1].refusal
            assert dict(report.outcomes[-1].refusal.facts) == {"other": "ROUX Ali", "login": "ali.roux"}
        assert not desk(service).coverage().is_complete
        desk(service).accounts.confirm_other("2")
        assert len(desk(service).generate().created) == 1

    def test_after_the_host_gave_the_key_to_a_namesake(self, host: Host, service: Provisioning) -> None:
        """A row that is not the account's holder any more shows nobody who is known."""
        host.set(
            ali(family_name="DUPONT", birth_date=ANOTHER_DAY), ali("2", family_name="DUPONT", birth_date=ANOTHER_DAY)
        )
        kept, created = desk(service).generate().outcomes
        assert (refused(kept), created.kind) == (RefusalReason.OTHER_PERSON, OutcomeKind.CREATED)

    def test_by_the_ine_alone(self, host: Host, service: Provisioning) -> None:
        """The same INE is the same person, whatever the names say."""
        host.set(pupil("2", number=ine(1)))
        desk(service).generate()
        host.set(pupil("3", number=ine(1), family_name="DUPONT", given_names="Ambre", birth_date=None))
        assert refused(only(desk(service).generate())) is RefusalReason.PERHAPS_KNOWN

    def test_a_regeneration_too(self, host: Host, service: Provisioning) -> None:
        """It creates missing accounts (M15), and holds the same people back."""
        host.set(ali("2"))
        assert refused(only(desk(service).regenerate(Criteria()))) is RefusalReason.PERHAPS_KNOWN

    def test_who_has_an_account_from_an_address(self, host: Host, service: Provisioning) -> None:
        """Accounts that candidates made have holders too; of a pupil of two schools none holds them."""
        host.set(mae("5"), mae("5", uai=OTHER_UAI))
        report = service.candidates.register_email_account("5", "mae@example.org")
        assert report.login == "mae@example.org"
        host.set(mae("6"))
        outcome = only(desk(service).generate())
        assert refused(outcome) is RefusalReason.PERHAPS_KNOWN_ELSEWHERE
        assert "mae@" not in says(outcome)
        host.set(ali("5"))
        assert refused(only(desk(service).generate())) is RefusalReason.OTHER_PERSON_ELSEWHERE
        host.set(mae("5", family_name="GALLO", birth_date=ANOTHER_DAY), mae("5", uai=OTHER_UAI))
        with pytest.raises(OtherSchoolError):
            desk(service).accounts.confirm_same("5")
        service.upkeep(actor="exploitation").confirm_same("5")
        assert only(desk(service).generate()).kind is OutcomeKind.KEPT

    def test_told_it_follows(self, host: Host, service: Provisioning) -> None:
        """The host tells of the new key: account, login and holder are those of that key."""
        host.set(ali("2"))
        report = desk(service).accounts.rekey("1", "2")
        assert (report.candidate_id, report.login, report.closed_account_id) == ("2", "ali.roux", None)
        assert only(desk(service).generate()).kind is OutcomeKind.KEPT
        assert [line.login for line in desk(service).roster_list()] == ["ali.roux"]
        assert line_of(desk(service).accounts.close("1")).candidate_id == "2"


class TestHomonyms:
    """Two people of one name, born on the same day."""

    def test_the_desk_confirms_that_they_are_two(self, host: Host, service: Provisioning) -> None:
        """The next run gives the second one an account of their own."""
        host.add(ali("2"))
        assert [one.kind for one in desk(service).generate().outcomes] == [OutcomeKind.KEPT, OutcomeKind.REFUSED]
        assert desk(service).accounts.confirm_other("2").login is None
        assert [one.login for one in desk(service).generate().created] == ["ali.roux2"]
        assert desk(service).coverage().is_complete

    def test_a_desk_that_does_not_hold_the_first_may_confirm(self, host: Host, service: Provisioning) -> None:
        """Two are two, wherever the first one is."""
        host.add(ali("2", uai=OTHER_UAI))
        desk(service, OTHER_UAI).accounts.confirm_other("2")
        assert [one.login for one in desk(service, OTHER_UAI).generate().created] == ["ali.roux2"]

    def test_a_third_one_waits_again(self, host: Host, service: Provisioning) -> None:
        """What was confirmed of one key says nothing of another."""
        host.add(ali("2"), ali("3"))
        desk(service).accounts.confirm_other("2")
        kinds = {one.candidate_id: one.kind for one in desk(service).generate().outcomes}
        assert kinds == {"1": OutcomeKind.KEPT, "2": OutcomeKind.CREATED, "3": OutcomeKind.REFUSED}

    def test_a_confirmation_is_of_what_was_seen(self, host: Host, service: Provisioning) -> None:
        """Once the host corrects the confirmed row into yet another known person, it is asked again."""
        host.add(pupil("4", given_names="Ali", family_name="GALLO"), ali("2"))
        desk(service).accounts.confirm_other("2")
        desk(service).generate(Generation(groups=["3A"]))
        host.rows = host.rows[:2]
        host.add(pupil("5", given_names="Ali", birth_date=ANOTHER_DAY))
        desk(service).accounts.confirm_other("5")
        host.rows = host.rows[:2]
        host.add(pupil("5", given_names="Ali", family_name="GALLO"))
        outcomes = {str(one.candidate_id): one for one in desk(service).generate().outcomes}
        assert refused(outcomes["5"]) is RefusalReason.PERHAPS_KNOWN


class TestInsideOneRun:
    """One person stands in one list under two keys."""

    def test_the_first_key_is_served(self, host: Host, service: Provisioning) -> None:
        """The other waits, whatever order the host gives its rows in; the plan says the same."""
        twice = [mae("8"), mae("7"), pupil("9", given_names="Zoé")]
        host.set(*twice)
        plan = desk(service).plan()
        host.set(*reversed(twice))
        assert desk(service).plan().digest == plan.digest
        report = desk(service).execute(plan)
        found = {one.candidate_id: one.kind for one in report.outcomes}
        assert found == {"7": OutcomeKind.CREATED, "8": OutcomeKind.REFUSED, "9": OutcomeKind.CREATED}
        assert [one.kind for one in plan.outcomes] == [one.kind for one in report.outcomes]

    def test_class_by_class(self, host: Host, service: Provisioning) -> None:
        """Whoever was served with one class is known to the run of the next one."""
        host.set(mae("8", division="3A"), mae("7", division="3B"))
        assert len(desk(service).generate(Generation(groups=["3A"])).created) == 1
        assert refused(only(desk(service).generate(Generation(groups=["3B"])))) is RefusalReason.PERHAPS_KNOWN

    def test_a_namesake_of_another_day_and_a_twin_are_served(self, host: Host, service: Provisioning) -> None:
        """A name alone holds nobody back, nor do family name and birth date."""
        host.set(mae("7"), mae("8", birth_date=ANOTHER_DAY), mae("9", birth_date=None), pupil("10", given_names="Zoé"))
        assert len(desk(service).generate().created) == 4  # all of them


class TestManyOfOneFace:
    """Looking for people who may be known costs no comparison of each with each."""

    def test_only_those_who_share_a_word_are_compared(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of 300 people of one family name, born on one day, who have 300 given names, no two are compared.

        A store finds them by birth date and family name, so all 300 are candidates for each. Only who has the same
        first word of the given name, or the same INE, is looked at.
        """
        compared: list[str] = []

        def counting(one: Candidate, other: Candidate) -> bool:
            compared.append(f"{one.given_names} {other.given_names}")
            return same_person(one, other)

        monkeypatch.setattr(decisions, "same_person", counting)
        names = [f"Lia{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(300)]
        people = [pupil(str(number), given_names=name) for number, name in enumerate(names)]
        made = make_school(*people[:150])
        assert len(desk(made).generate().created) == 150
        registry(made).register_roster(UAI, SESSION, [*people[150:], pupil("again", given_names=names[7])])
        report = desk(made).generate()
        assert [refused(one) for one in report.refused] == [RefusalReason.PERHAPS_KNOWN]
        assert len(report.created) == 150
        assert set(compared) == {f"{names[7]} {names[7]}"}


class TestRekey:
    """A key changes, or two keys are one person."""

    def test_a_chain_and_the_way_back(self, host: Host, service: Provisioning) -> None:
        """From 1 to 2, to 3, and back to 1: always the same account, and every former key finds it."""
        for old, new in (("1", "2"), ("2", "3"), ("3", "1")):
            host.set(ali(new))
            assert desk(service).accounts.rekey(old, new).login == "ali.roux"
            assert only(desk(service).generate()).kind is OutcomeKind.KEPT
        host.set(mae("3"), ali("1"))
        found = {one.candidate_id: one.kind for one in desk(service).generate().outcomes}
        assert found == {"1": OutcomeKind.KEPT, "3": OutcomeKind.REFUSED}

    def test_there_and_back(self, host: Host, service: Provisioning) -> None:
        """The host takes a change back, and gives the key to somebody else."""
        host.set(ali("2"))
        desk(service).accounts.rekey("1", "2")
        host.set(ali("1"), mae("2"))
        desk(service).accounts.rekey("2", "1")
        logins = {line.candidature.candidate_id: line.login for line in desk(service).roster_list()}
        assert logins == {"1": "ali.roux", "2": None}

    @pytest.mark.parametrize("pair", [("1", "1"), ("1", "2"), ("2", "2")])
    def test_one_person_already(self, host: Host, service: Provisioning, pair: tuple[str, str]) -> None:
        """Keys that already are of one person are refused."""
        host.set(ali("2"))
        desk(service).accounts.rekey("1", "2")
        with pytest.raises(InvalidValueError):
            desk(service).accounts.rekey(*pair)

    def test_while_the_host_has_the_person_under_the_old_key(self, host: Host, service: Provisioning) -> None:
        """The rows come first; once they are gone, or somebody else's, it is done."""
        host.add(ali("2"))
        with pytest.raises(InvalidValueError, match="change its rows first"):
            desk(service).accounts.rekey("1", "2")
        host.set(mae("1"), ali("2"))
        assert desk(service).accounts.rekey("1", "2").login == "ali.roux"

    def test_a_key_that_nobody_knows(self, host: Host, service: Provisioning) -> None:
        """Over a host's people nothing is noted of it: no school takes the keys of pupils to come for its own."""
        report = desk(service).accounts.rekey("99", "1")
        assert (report.candidate_id, report.login) == ("1", "ali.roux")
        host.add(mae("99", uai=OTHER_UAI))
        assert only(desk(service, OTHER_UAI).generate()).login == "mae.roux"

    def test_a_key_that_the_registry_does_not_know(self) -> None:
        """A registry says so."""
        service = make_school(candidature(1))
        with pytest.raises(UnknownCandidateError):
            desk(service).accounts.rekey(ine(9), ine(1))

    def test_to_a_key_that_nobody_has_yet(self, host: Host, service: Provisioning) -> None:
        """A host may tell before its rows are there."""
        host.set()
        assert desk(service).accounts.rekey("1", "77").candidate_id == "77"
        host.set(ali("77"))
        assert only(desk(service).generate()).kind is OutcomeKind.KEPT

    @pytest.mark.parametrize("school", [UAI, OTHER_UAI])
    def test_a_school_that_holds_only_one(self, host: Host, service: Provisioning, school: Uai) -> None:
        """Neither of the two schools makes one of two; the host does."""
        host.add(mae("2", uai=OTHER_UAI))
        desk(service, OTHER_UAI).generate()
        host.set(ali("1"))
        with pytest.raises(OtherSchoolError):
            desk(service, school).accounts.rekey("2", "1")
        report = service.upkeep(actor="exploitation").rekey("2", "1", run_id="told")
        assert (report.login, report.closed_account_id is None) == ("ali.roux", False)
        assert service.upkeep(actor="exploitation").rekey("2", "1", run_id="told") == report

    def test_a_pupil_of_another_school_without_account(self, host: Host, service: Provisioning) -> None:
        """Their key is nobody's here."""
        host.add(mae("2", uai=OTHER_UAI))
        with pytest.raises(UnknownCandidateError):
            desk(service).accounts.rekey("1", "2")

    def test_what_was_imposed_follows(self, host: Host, service: Provisioning) -> None:
        """A login imposed on a pupil without account is that of the new key; one imposed on both keys stays."""
        host.set(mae("2"), pupil("4", given_names="Zoé"))
        desk(service).accounts.impose_logins({"2": "mae.imposee", "4": "zoe.imposee"})
        host.set(mae("3"))
        desk(service).accounts.rekey("2", "3")
        assert only(desk(service).generate()).login == "mae.imposee"

    def test_a_merged_key_given_to_another(self, host: Host, service: Provisioning) -> None:
        """Whoever gets a key that was merged waits, beside the person or alone."""
        host.set(ali("2"))
        desk(service).accounts.rekey("1", "2")
        for rows in ([ali("2"), mae("1")], [mae("1")]):
            host.set(*rows)
            outcomes = desk(service).generate(Generation(renew=Renew.ALL)).outcomes
            assert [refused(one) for one in outcomes if "Maë" in one.name] == [RefusalReason.OTHER_PERSON]
            assert not desk(service).coverage().is_complete

    def test_a_merged_key_in_a_roster(self) -> None:
        """A registry does not take the line of another pupil under a merged key for a second line of the person."""
        service = make_school(candidature(1, "ROUX", "Ali"), candidature(2, "ROUX", "Ali"))
        desk(service).accounts.rekey(ine(1), ine(2))
        again = [candidature(2, "ROUX", "Ali"), candidature(1, "ROUX", "Maë")]
        report = registry(service).register_roster(UAI, SESSION, again)
        assert (report.conflicting, report.merged) == ((ine(1),), ())

    def test_rows_under_both_keys(self, host: Host, service: Provisioning) -> None:
        """Rows under a merged key are rows of the one that stays: the eligible one counts."""
        host.set(ali("2"))
        desk(service).accounts.rekey("1", "2")
        host.set(ali("1"), ali("2", status=CandidatureStatus.RADIE))
        report = desk(service).generate(Generation(renew=Renew.ALL))
        assert (only(report).kind, only(report).candidate_id) == (OutcomeKind.RENEWED, "2")
        assert [one.reason for one in report.notices] == [NoticeReason.TWO_ROWS, NoticeReason.SLIPS_OF_TODAY]

    def test_a_broken_row_under_a_merged_key(self, host: Host, service: Provisioning) -> None:
        """It is the person's too."""
        host.set(ali("2"))
        desk(service).accounts.rekey("1", "2")
        host.rows = [(UAI, SESSION.id, NoCandidature("1", "état inconnu", name="ROUX Ali"))]
        assert (only(desk(service).generate()).kind, only(desk(service).plan()).candidate_id) == (OutcomeKind.KEPT, "2")

    @pytest.mark.parametrize("act", ["close", "revoke", "erase"])
    def test_a_merged_key_that_the_host_gave_to_another_pupil(
        self, host: Host, service: Provisioning, act: str
    ) -> None:
        """Who asks under it means the pupil whom the school sees: the first one's account is not touched."""
        host.set(ali("1"))
        desk(service).generate()
        host.set(ali("2"))
        desk(service).accounts.rekey("1", "2")
        host.set(mae("1"))
        if act != "erase":
            assert refused(line_of(getattr(desk(service).accounts, act)("1"))) is RefusalReason.OTHER_PERSON
            return
        with pytest.raises(OtherPersonError):
            desk(service).accounts.erase("1")


class TestTwoRows:
    """Several rows of one key at one school for one session."""

    def test_one_eligible(self, host: Host, service: Provisioning) -> None:
        """It counts, and the others are told once, to the run of their class alone."""
        host.set(mae("5", division="3B"), mae("5", status=CandidatureStatus.ANNULE), pupil("6", given_names="Zoé"))
        report = desk(service).generate(Generation(groups=["3A"]))
        assert report.notices == ()
        report = desk(service).generate()
        assert len(report.created) == 1
        assert [(one.reason, one.candidates) for one in report.notices] == [(NoticeReason.TWO_ROWS, ("5",))]
        assert dict(report.notices[0].facts)["names"].count("ROUX Maë") == 2  # both
        assert desk(service).coverage().is_complete

    def test_two_eligible(self, host: Host, service: Provisioning) -> None:
        """Both are named and none is served; the others are."""
        host.set(mae("5"), mae("5", division="3B"), pupil("6", given_names="Zoé"))
        report = desk(service).generate()
        assert (len(report.created), report.roster_size, report.notices) == (1, 2, ())
        [outcome] = report.refused
        assert refused(outcome) is RefusalReason.TWO_CANDIDATURES
        assert "ROUX Maë (3A)" in says(outcome)
        assert "ROUX Maë (3B)" in says(outcome)
        assert not desk(service).coverage().is_complete

    def test_two_eligible_of_somebody_who_has_an_account(self, host: Host, service: Provisioning) -> None:
        """The account stays, with a notice; a new password waits until one of the two is left."""
        host.add(ali(division="3B"))
        report = desk(service).generate()
        assert (only(report).kind, [one.reason for one in report.notices]) == (
            OutcomeKind.KEPT,
            [NoticeReason.TWO_ROWS],
        )
        assert refused(only(desk(service).generate(Generation(renew=Renew.ALL)))) is RefusalReason.TWO_CANDIDATURES

    @pytest.mark.parametrize("status", [CandidatureStatus.INSCRIT, CandidatureStatus.RADIE])
    def test_two_people(self, host: Host, service: Provisioning, status: CandidatureStatus) -> None:
        """Two people under one key wait, even where one of them has the account: which row is whose, the host says."""
        host.add(mae(status=status))
        assert refused(only(desk(service).generate())) in {RefusalReason.TWO_CANDIDATURES, RefusalReason.OTHER_PERSON}
        assert [line.login for line in desk(service).roster_list()] == [None]
        assert not desk(service).coverage().is_complete
        with pytest.raises(OtherPersonError):
            desk(service).accounts.confirm_same("1")

    def test_broken_ones(self, host: Host, service: Provisioning) -> None:
        """Of two broken rows one stands in the report; beside a candidature they are told."""
        broken = NoCandidature("5", "état inconnu", name="ROUX Maë")
        host.rows = [(UAI, SESSION.id, broken), (UAI, SESSION.id, broken)]
        assert refused(only(desk(service).generate())) is RefusalReason.NO_CANDIDATURE
        host.add(mae("5"))
        assert only(desk(service).generate()).kind is OutcomeKind.CREATED

    @pytest.mark.parametrize("name", ["ROUX Maë", "ROUX Zoé"])
    def test_one_awaited(self, host: Host, service: Provisioning, name: str) -> None:
        """Beside one that gives no right, a broken one counts, of the same person or of another: it is awaited."""
        host.add(mae("5", status=CandidatureStatus.ANNULE))
        assert desk(service).coverage().is_complete
        host.rows.append((UAI, SESSION.id, NoCandidature("5", "état inconnu", name=name)))
        assert not desk(service).coverage().is_complete

    def test_broken_ones_of_two_people(self, host: Host, service: Provisioning) -> None:
        """Two broken rows may be two people too: each name has a word that the other lacks. A longer one has not."""
        for name, kind in (("Roux Ali Jean", OutcomeKind.KEPT), ("ROUX Maë", OutcomeKind.REFUSED)):
            names = ["ROUX Ali", name]
            host.rows = [(UAI, SESSION.id, NoCandidature("1", "état inconnu", name=one)) for one in names]
            assert only(desk(service).generate()).kind is kind
            assert desk(service).coverage().is_complete == (kind is OutcomeKind.KEPT)


class TestBrokenRow:
    """A row that is no candidature."""

    def test_of_somebody_with_an_open_account(self, host: Host, service: Provisioning) -> None:
        """It is kept; a renewal is refused with the host's sentence."""
        host.rows = [(UAI, SESSION.id, NoCandidature("1", "série inconnue", name="ROUX Ali"))]
        assert only(desk(service).generate()).kind is OutcomeKind.KEPT
        assert desk(service).coverage().is_complete
        assert desk(service).roster_list() == ()
        outcome = only(desk(service).generate(Generation(renew=Renew.ALL)))
        assert outcome.refusal
        assert outcome.refusal.reason is RefusalReason.NO_CANDIDATURE
        assert says(outcome) == "candidature incomplète dans l’application d’origine : série inconnue"

    def test_of_somebody_without_account(self, host: Host, service: Provisioning) -> None:
        """It is refused in its class and awaited; the others are served."""
        host.set(pupil("2", given_names="Zoé"))
        host.rows.append((UAI, SESSION.id, NoCandidature("3", "prénom non renseigné", name="ROUX", division="3B")))
        report = desk(service).generate()
        assert [(one.group.label, one.kind) for one in report.outcomes] == [
            ("3A", OutcomeKind.CREATED),
            ("3B", OutcomeKind.REFUSED),
        ]
        assert not desk(service).coverage().is_complete

    def test_that_gives_no_right(self, host: Host, service: Provisioning) -> None:
        """A host that knows so says it, and nobody waits for it."""
        host.rows.append((UAI, SESSION.id, NoCandidature("3", "liste d’attente", name="ROUX", is_awaited=False)))
        assert desk(service).coverage().is_complete

    def test_of_somebody_whose_account_is_closed(self, host: Host, service: Provisioning) -> None:
        """It is refused: nothing opens."""
        desk(service).accounts.close("1")
        host.rows = [(UAI, SESSION.id, NoCandidature("1", "série inconnue", name="ROUX Ali"))]
        assert only(desk(service).generate()).kind is OutcomeKind.REFUSED


class TestErase:
    """Erasing, with holders."""

    def test_whom_the_host_erased_first(self, host: Host, service: Provisioning) -> None:
        """By the key alone, at the school that holds the account."""
        host.set()
        assert desk(service).accounts.explain_login("1").login == "ali.roux"
        with pytest.raises(UnknownCandidateError):
            desk(service, OTHER_UAI).accounts.erase("1")
        report = desk(service).accounts.erase("1")
        assert (report.accounts, report.logins, report.papillons) == (1, 1, 1)
        with service.store.reading() as unit:
            assert unit.holders.of([parse_candidate_id("1")]) == {}
        host.set(ali("2"))
        assert only(desk(service).generate()).login == "ali.roux2"

    def test_nothing_of_the_person_stays_in_what_is_said_of_others(self, host: Host, service: Provisioning) -> None:
        """Who looked like them, or got their key, or stood beside them is told without name and login."""
        host.add(ali("2"), mae("8"), mae("7"))
        desk(service).generate()
        host.set(mae("1"), mae("7"))
        desk(service).generate()
        host.set(ali("1"), mae("7"))
        for key in ("1", "7"):
            desk(service).accounts.erase(key)
        left = [one for one in desk(service).documents.journal().items if isinstance(one, RunReport)]
        facts = [fact for report in left for one in report.refused for fact in (one.refusal or _none()).facts]
        assert {value for _, value in facts} == {ERASED}

    def test_a_person_merged_before(self, host: Host, service: Provisioning) -> None:
        """All keys of the person go, and any of them may be named."""
        host.set(ali("2"))
        desk(service).accounts.rekey("1", "2")
        desk(service).accounts.erase("1")
        host.set(mae("1"))
        assert only(desk(service).generate()).login == "mae.roux"


def _none() -> Any:
    raise AssertionError


class TestRegistry:
    """The same in people that the library keeps."""

    def test_a_corrected_ine_next_year(self) -> None:
        """The roster of the next session brings a pupil under another INE: the account waits for the school."""
        service = make_school(candidature(1, birth_date=BORN))
        desk(service).generate()
        registry(service).register_roster(UAI, NEXT, [candidature(2, birth_date=BORN, session_id=NEXT.id)])
        assert refused(only(desk(service, session=NEXT).generate())) is RefusalReason.PERHAPS_KNOWN
        desk(service).accounts.rekey(ine(1), ine(2))
        assert only(desk(service, session=NEXT).generate()).login == "lea.martin"

    def test_a_file_without_ine_forgets_none(self) -> None:
        """What an earlier file knew tells the person who comes back under another key and name."""
        known = pupil("1", number=ine(5))
        service = make_school(known)
        registry(service).register_roster(UAI, SESSION, [pupil("1")])
        desk(service).generate()
        registry(service).register_roster(UAI, SESSION, [pupil("2", number=ine(5), birth_date=None)])
        kinds = {one.candidate_id: one.kind for one in desk(service).generate().outcomes}
        assert kinds == {"1": OutcomeKind.KEPT, "2": OutcomeKind.REFUSED}

    def test_a_school_that_does_not_hold_renames_no_holder(self) -> None:
        """Only the holding school corrects the name; every candidature shows it, and the other school is told."""
        service = make_school(candidature(1, "ROUX", "Ali"))
        desk(service).generate()
        there = candidature(1, "ROUX", "Ali", uai=OTHER_UAI, session_id=NEXT.id)
        registry(service).register_roster(OTHER_UAI, NEXT, [there])
        with pytest.raises(OtherSchoolError):
            registry(service).rename(OTHER_UAI, ine(1), given_names="Maë")
        registry(service).rename(UAI, ine(1), given_names="Maël")
        assert only(desk(service, OTHER_UAI, NEXT).generate()).name == "ROUX Maël"
        (told,) = [one for one in desk(service, OTHER_UAI).documents.journal().items if isinstance(one, AccountReport)]
        assert (told.run.activity, told.by, told.login) == (Activity.RENAME, UAI, None)

    def test_over_the_people_of_a_host_there_is_none(self, service: Provisioning) -> None:
        """A host writes its own people."""
        with pytest.raises(InvalidValueError, match="a store that keeps the people"):
            registry(service)

    def test_nobody_makes_an_account_for_nobody(self, service: Provisioning) -> None:
        """A key that neither people nor holders know has no account from an address."""
        with pytest.raises(UnknownCandidateError):
            service.candidates.register_email_account("99", "x@example.org")

    def test_a_person_without_candidature_is_rekeyed(self) -> None:
        """Somebody who has an account and stands in no roster any more gets the new key too."""
        service = make_school(candidature(1), candidature(2, "ROUX"))
        desk(service).generate()
        registry(service).move(UAI, SESSION, ine(1), to=OTHER_UAI)
        with service.store.writing() as unit:
            unit.registry.remove(unit.people.of_candidates([parse_candidate_id(ine(1))]))  # type: ignore[attr-defined]  # a registry unit
        assert desk(service, OTHER_UAI).accounts.rekey(ine(1), ine(3)).login == "lea.martin"

    def test_the_schools_of_present_candidatures_act(self, host: Host, service: Provisioning) -> None:
        """Over a host's people the school of a candidature may act, and the holding school where there is none (M7)."""
        host.set(ali(uai=OTHER_UAI))
        assert refused(line_of(desk(service).accounts.revoke("1"))) is RefusalReason.OTHER_SCHOOL
        assert line_of(desk(service, OTHER_UAI).accounts.revoke("1")).login == "ali.roux"
        host.set()
        assert line_of(desk(service).accounts.revoke("1")).login == "ali.roux"

    def test_a_school_of_no_candidature_merges_nobody(self, host: Host, service: Provisioning) -> None:
        """The pupil moved in the host's rows: the school that issued the account neither merges nor confirms it."""
        host.add(pupil("2", given_names="Zoé"))
        desk(service).generate()
        host.set(pupil("2", given_names="Zoé", uai=OTHER_UAI))
        there = desk(service, OTHER_UAI)
        assert only(there.generate(Generation(renew=Renew.ALL))).kind is OutcomeKind.RENEWED
        password = passwords_of(service, [there.documents.page().items[0].id])["zoe.roux"]
        mine = desk(service).accounts
        attacks: list[Callable[[], object]] = [
            *(functools.partial(mine.rekey, *pair) for pair in (("1", "2"), ("2", "1"), ("2", "3"))),
            functools.partial(mine.confirm_same, "2"),
        ]
        for attack in attacks:
            with pytest.raises(OtherSchoolError) as error:
                attack()
            assert error.value.uai == OTHER_UAI
        assert service.candidates.check_login("zoe.roux", password).verdict is LoginVerdict.ACCEPTED
        assert there.accounts.confirm_same("2").login == "zoe.roux"

    def test_a_confirmation_is_told(self, host: Host, service: Provisioning) -> None:
        """Of two schools that have the pupil, each reads what the other confirmed."""
        host.add(ali(uai=OTHER_UAI, session_id=NEXT.id))
        desk(service).accounts.confirm_same("1")
        [told] = [one for one in desk(service, OTHER_UAI).documents.journal().items if isinstance(one, AccountReport)]
        assert (told.run.activity, told.by) == (Activity.CONFIRM_SAME, UAI)
