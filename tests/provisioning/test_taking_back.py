"""Taking back: candidatures withdrawn, several pupils at once, whole schools, and slips as of today (issue J, point 3).

:mod:`tests.sql.test_taking_back_on_sql` does all of it again on both databases.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts import Candidature, Criteria, ExamSession, Generation, LoginVerdict, Provisioning, Renew
from cyclades_accounts.errors import (
    InvalidValueError,
    ServiceNotGrantedError,
    SessionDiffersError,
    StalePlanError,
    StoreFailedError,
    UnknownCandidateError,
    UnknownSchoolError,
    WithdrawalTooLargeError,
)
from cyclades_accounts.identifiers import CandidateId, RunId, SessionId, Uai
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.messages import FRENCH_MESSAGES
from cyclades_accounts.model import (
    AccountLine,
    AccountReport,
    AccountsReport,
    Activity,
    Document,
    LeftOut,
    NoCandidature,
    PapillonState,
    Refusal,
    RefusalReason,
    Report,
    Row,
    School,
    SchoolReport,
    Standing,
)
from cyclades_accounts.papillons import LABELS_3_BY_8, ONE_PER_PAGE
from cyclades_accounts.sealing import HmacPseudonymizer
from tests import support
from tests.support import (
    KEYS,
    NOW,
    OTHER_SCHOOL,
    OTHER_UAI,
    SCHOOL,
    SESSION,
    UAI,
    UNDRAWABLE,
    candidature,
    desk,
    ine,
    line_of,
    make_school,
    make_service,
    opened,
    passwords_of,
    read_slips,
    refused,
    registry,
)

NEXT = ExamSession.of("DNB", 2026, date(2026, 7, 10))
BORN = date(2010, 3, 9)
LATER = NOW + timedelta(days=30)
NAMES = ("MARTIN", "ZOLA", "DURAND", "PETIT")
LOGINS = ("lea.martin", "lea.zola", "lea.durand", "lea.petit")


class Rows:
    """The people of a host, in a list, which it changes at will."""

    def __init__(self, *rows: Row) -> None:
        self.rows = list(rows)
        self.schools = {one.uai: one for one in (SCHOOL, OTHER_SCHOOL)}

    def school(self, uai: Uai) -> School | None:
        """Return a school."""
        return self.schools.get(uai)

    def of_school(self, uai: Uai, session: SessionId) -> list[Row]:
        """Return the rows of a school for a session."""
        mine = (UAI, SESSION.id)  # of a row that is no candidature
        places = ((row.uai, row.session_id) if isinstance(row, Candidature) else mine for row in self.rows)
        return [row for row, place in zip(self.rows, places, strict=True) if place == (uai, session)]

    def of_candidates(self, ids: Collection[CandidateId]) -> list[Candidature]:
        """Return the candidatures of people."""
        return [row for row in self.rows if isinstance(row, Candidature) and row.candidate_id in ids]


def new_store_over(people: Rows) -> Any:
    """Return a store over people of the host; a test over SQL puts another one in its place."""
    return InMemoryStore(people=people)


STORES: dict[str, Callable[[Rows], Any]] = {"over people": new_store_over}
"""Replaced by the tests over SQL."""


def four(**changes: Any) -> list[Candidature]:
    """Return the candidatures of four pupils of whom all is known."""
    return [candidature(number, name, birth_date=BORN, **changes) for number, name in enumerate(NAMES, 1)]


@pytest.fixture
def service() -> Provisioning:
    """Return a service that keeps the people: four pupils of one school have an account, and a fifth has none."""
    service = make_school(*four(), pseudonymizer=HmacPseudonymizer(KEYS))
    desk(service).generate(run_id="first")
    registry(service).register_roster(UAI, SESSION, [candidature(5, "ROUX", email=None)])
    return service


@pytest.fixture
def people() -> Rows:
    """Return the rows of four pupils of one school."""
    return Rows(*four())


@pytest.fixture
def hosts(people: Rows) -> Provisioning:
    """Return a service over these people, who all have an account."""
    service = make_service(store=STORES["over people"](people), pseudonymizer=HmacPseudonymizer(KEYS))
    desk(service).generate(run_id="first")
    return service


def opening(service: Provisioning, passwords: dict[str, str]) -> set[str]:
    """Return the logins whose password opens the account."""
    check = service.candidates.check_login
    return {one for one, password in passwords.items() if check(one, password).verdict is LoginVerdict.ACCEPTED}


def first_slips(service: Provisioning) -> dict[str, str]:
    """Return the passwords of the first run by login."""
    return passwords_of(service, [first_document(service).id])


def first_document(service: Provisioning) -> Document:
    """Return a document of the first run."""
    with service.store.reading() as unit:
        return unit.documents.find(runs=[RunId("first")])[0]


def listed(service: Provisioning, uai: str = UAI) -> list[str]:
    """Return the names in the list of a school."""
    return [line.candidature.candidate.family_name for line in desk(service, uai).roster_list()]


def journal(service: Provisioning, uai: str = UAI) -> Sequence[Report]:
    """Return the journal of a school, newest first."""
    return desk(service, uai).documents.journal(size=100).items


def told(service: Provisioning, uai: str) -> list[tuple[Activity, str]]:
    """Return what other schools did, as a school's journal says it, newest first."""
    lines = [one for one in journal(service, uai) if isinstance(one, AccountReport) and one.by]
    return [(one.run.activity, one.candidate_id) for one in lines]


def reasons(report: AccountsReport) -> dict[str, RefusalReason | None]:
    """Return why nothing was done for each person, ``None`` where it was."""
    return {one.candidate_id: one.refusal.reason if one.refusal else None for one in report.lines}


class TestWithdraw:
    """A candidature goes, in the name of its school; the account stays."""

    def test_it_counts_no_more_and_the_account_stays(self, service: Provisioning) -> None:
        """Coverage, plan and list lack the pupil; the slip still opens the account, which the report names."""
        slips = first_slips(service)
        report = registry(service).withdraw(UAI, SESSION, ine(2), ine(5))
        assert [(one.candidate_id, one.login, one.refusal) for one in report.lines] == [
            (ine(2), "lea.zola", None),
            (ine(5), None, None),
        ]
        assert listed(service) == ["DURAND", "MARTIN", "PETIT"]
        assert [one.candidate_id for one in desk(service).plan().outcomes] == [ine(3), ine(1), ine(4)]
        found = desk(service).coverage()
        assert (found.candidates, found.with_account, found.is_complete) == (3, 3, True)
        assert opening(service, slips) == set(LOGINS)

    def test_the_school_decides_what_becomes_of_the_accounts(self, service: Provisioning) -> None:
        """The very same keys close the accounts, although the school has no candidature of the pupils any more."""
        gone = registry(service).withdraw(UAI, SESSION, ine(2), ine(5))
        closed = desk(service).accounts.close(*(one.candidate_id for one in gone.done))
        assert reasons(closed) == {ine(2): None, ine(5): RefusalReason.NOT_A_PUPIL}
        assert opening(service, first_slips(service)) == set(LOGINS) - {"lea.zola"}

    def test_registering_again_takes_it_back(self, service: Provisioning) -> None:
        """The pupil keeps account, login and password, and gets no slip."""
        slips = first_slips(service)
        registry(service).withdraw(UAI, SESSION, ine(2))
        assert registry(service).register_roster(UAI, SESSION, four()).added == (ine(2),)
        report = desk(service).generate()
        assert (report.created, report.documents) == ((), ())
        assert ine(2) in {one.candidate_id for one in report.kept}
        assert opening(service, slips) == set(LOGINS)

    def test_each_person_comes_out_once(self, service: Provisioning) -> None:
        """A key twice, a merged key beside the one that stays, a foreign one and one of nobody."""
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(7, "SAND", uai=OTHER_UAI)])
        desk(service).accounts.rekey(ine(3), ine(4))
        keys = [ine(2), ine(3), ine(2), ine(4), ine(7), "nobody"]
        report = registry(service).withdraw(UAI, SESSION, *keys)
        assert reasons(report) == {
            ine(2): None,
            ine(4): None,
            ine(7): RefusalReason.NOT_A_PUPIL,
            "nobody": RefusalReason.NOT_A_PUPIL,
        }
        assert listed(service) == ["MARTIN", "ROUX"]
        assert listed(service, OTHER_UAI) == ["SAND"]
        assert [line.refusal is None for line in report.lines] == [line in report.done for line in report.lines]

    def test_of_another_session(self, service: Provisioning) -> None:
        """The candidature of one session stays where that of another goes."""
        registry(service).register_roster(UAI, NEXT, [candidature(1, session_id=NEXT.id)])
        assert refused(registry(service).withdraw(UAI, NEXT, ine(2))) is RefusalReason.NOT_A_PUPIL
        assert refused(registry(service).withdraw(UAI, NEXT, ine(1))) is None
        assert listed(service) == ["DURAND", "MARTIN", "PETIT", "ROUX", "ZOLA"]

    def test_it_needs_no_service(self, service: Provisioning) -> None:
        """Taking away is free of M1; school and session must be known as they are."""
        registry(service).register_school(evolve(SCHOOL, manages_candidates=False))
        assert refused(registry(service).withdraw(UAI, SESSION, ine(1))) is None
        with pytest.raises(UnknownSchoolError):
            registry(service).withdraw("0442286W", SESSION, ine(1))
        with pytest.raises(SessionDiffersError):
            registry(service).withdraw(UAI, evolve(SESSION, label="Autre"), ine(1))
        with pytest.raises(ServiceNotGrantedError):
            registry(service).register_roster(UAI, SESSION, four(), withdraw_up_to=100)

    def test_a_former_school(self, service: Provisioning) -> None:
        """After a granted transfer the former school withdraws: its forced run asks for the pupil no more."""
        line = candidature(1, uai=OTHER_UAI, birth_date=BORN)
        registry(service).register_roster(OTHER_UAI, SESSION, [line])
        desk(service, OTHER_UAI).accounts.ask_transfer(ine(1))
        desk(service).accounts.answer_transfer(ine(1), asked_by=OTHER_UAI, grant=True)
        report = registry(service).withdraw(UAI, SESSION, ine(1))
        assert report.lines == (AccountLine(CandidateId(ine(1))),)  # the login is the other school's to know
        desk(service).generate(Generation(renew=Renew.ALL))
        assert desk(service, OTHER_UAI).accounts.transfers() == ()
        assert Activity.ASK_TRANSFER not in [activity for activity, _ in told(service, OTHER_UAI)]

    def test_a_line_of_another_schools_pupil(self, service: Provisioning) -> None:
        """A mistyped INE is withdrawn by the school that typed it, which learns nothing of the account."""
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(1, "SAND", "George", uai=OTHER_UAI)])
        report = registry(service).withdraw(OTHER_UAI, SESSION, ine(1))
        assert report.lines == (AccountLine(CandidateId(ine(1))),)
        found = desk(service, OTHER_UAI).coverage()
        assert (found.candidates, found.with_account, [one.is_expected for one in found.missing]) == (1, 0, [False])
        assert "MARTIN" in listed(service)
        assert opening(service, first_slips(service)) == set(LOGINS)

    def test_a_transfer_is_taken_back(self, service: Provisioning) -> None:
        """Who asked for a pupil and withdraws the candidature asks no more; the holding school is told."""
        lines = [candidature(1, uai=OTHER_UAI), candidature(1, uai=OTHER_UAI, session_id=NEXT.id)]
        for line, session in zip(lines, (SESSION, NEXT), strict=True):
            registry(service).register_roster(OTHER_UAI, session, [line])
        desk(service, OTHER_UAI).accounts.ask_transfer(ine(1))
        registry(service).withdraw(OTHER_UAI, SESSION, ine(1))
        assert len(desk(service).accounts.transfers()) == 1  # one candidature is left to ask for
        registry(service, now=LATER).withdraw(OTHER_UAI, NEXT, ine(1))
        assert desk(service).accounts.transfers() == ()
        assert told(service, UAI)[:2] == [(Activity.WITHDRAW, ine(1)), (Activity.ASK_TRANSFER, ine(1))]

    def test_of_an_account_that_nobody_holds(self) -> None:
        """A transfer of an account from an address, which no school holds, is taken back and told to nobody."""
        service = make_school(candidature(1))
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(1, uai=OTHER_UAI)])
        service.candidates.register_email_account(ine(1), "lea@example.org")
        desk(service).accounts.ask_transfer(ine(1))
        registry(service).withdraw(UAI, SESSION, ine(1))
        assert desk(service, OTHER_UAI).accounts.transfers() == ()
        assert told(service, OTHER_UAI) == []

    @pytest.mark.parametrize("by_list", [False, True])
    def test_withdrawing_is_no_way_to_guess(self, service: Provisioning, by_list: bool) -> None:  # noqa: FBT001  # pytest names it
        """A birth date cannot be tried again and again: after a withdrawal the transfer waits for the holder."""
        registry(service).register_roster(OTHER_UAI, NEXT, [candidature(9, "SAND", uai=OTHER_UAI, session_id=NEXT.id)])
        others = [candidature(9, "SAND", uai=OTHER_UAI, session_id=NEXT.id)]
        for day in (7, 8, 9):
            line = candidature(1, uai=OTHER_UAI, session_id=NEXT.id, birth_date=date(2010, 3, day))
            registry(service).register_roster(OTHER_UAI, NEXT, [*others, line])
            run = desk(service, OTHER_UAI, NEXT).generate(Generation(renew=Renew.ALL))
            assert "lea.martin" not in {one.login for one in run.renewed}
            if by_list:
                registry(service).register_roster(OTHER_UAI, NEXT, others, withdraw_up_to=100)
            else:
                registry(service).withdraw(OTHER_UAI, NEXT, ine(1))
        assert opening(service, first_slips(service)) == set(LOGINS)

    def test_withdrawing_is_no_way_to_try_names(self, service: Provisioning) -> None:
        """A line that showed another person stays, withdrawn or not: a second name is compared with nothing."""
        for names in (("SAND", "George"), ("MARTIN", "Léa"), ("MARTIN", "Zoé")):
            line = candidature(1, *names, uai=OTHER_UAI)
            report = registry(service).register_roster(OTHER_UAI, SESSION, [line])
            assert report.conflicting == (() if names == ("SAND", "George") else (ine(1),))
            for _ in range(2):
                registry(service).withdraw(OTHER_UAI, SESSION, ine(1))
            assert listed(service, OTHER_UAI) == ["SAND"]

    def test_who_is_of_no_session_is_purged(self, service: Provisioning) -> None:
        """Who was withdrawn and has no account is due at once, who has one when the password is over."""
        registry(service).withdraw(UAI, SESSION, ine(2), ine(5))
        assert service.upkeep(actor="Rectorat").purge_people().people == 1
        assert reasons(desk(service).accounts.close(ine(2))) == {ine(2): None}

    def test_erasing_leaves_no_key_in_the_reports(self, service: Provisioning) -> None:
        """Neither what was withdrawn one by one nor by a list names an erased person."""
        registry(service).withdraw(UAI, SESSION, ine(2))
        registry(service).register_roster(UAI, SESSION, four()[2:], withdraw_up_to=100)
        for key in (ine(1), ine(2)):
            desk(service).accounts.erase(key)
        assert not {ine(1), ine(2), "lea.zola"} & set(repr_all(service).split("'"))

    def test_the_journal_says_it(self, service: Provisioning) -> None:
        """One entry says who withdrew, with its French words."""
        report = registry(service, actor="Mme Petit", now=LATER).withdraw(UAI, SESSION, ine(1), ine(2), run_id="taken")
        assert journal(service)[0] == report == desk(service).documents.report("taken")
        assert FRENCH_MESSAGES.activities[report.run.activity] == "Candidature retirée"
        assert report.run.actor == "Mme Petit"


def repr_all(service: Provisioning) -> str:
    """Return the journal of the school with every field, also those that no ``repr`` shows."""
    return support.whole(*journal(service))


class TestWhatAListLacks:
    """A new list withdraws what it lacks, where the host allows it, up to a share."""

    def test_it_withdraws(self, service: Provisioning) -> None:
        """What the list lacks goes, the rest is registered, and the report names both."""
        report = registry(service).register_roster(UAI, SESSION, four(division="3B")[:3], withdraw_up_to=40)
        assert (report.updated, report.missing) == ((ine(1), ine(2), ine(3)), ())
        assert report.withdrawn == (ine(4), ine(5))
        assert listed(service) == ["DURAND", "MARTIN", "ZOLA"]
        assert reasons(desk(service).accounts.close(*report.withdrawn))[ine(4)] is None

    def test_without_it_nobody_goes(self, service: Provisioning) -> None:
        """By default what is missing is told, and stays."""
        report = registry(service).register_roster(UAI, SESSION, four()[:1])
        assert (report.missing, report.withdrawn) == ((ine(2), ine(3), ine(4), ine(5)), ())
        assert len(listed(service)) == 5

    def test_a_whole_list_by_mistake_is_refused(self, service: Provisioning) -> None:
        """Above the share nothing is done at all: nobody goes, nobody comes."""
        with pytest.raises(WithdrawalTooLargeError) as caught:
            registry(service).register_roster(UAI, SESSION, [four()[0], candidature(6, "SAND")], withdraw_up_to=79)
        assert caught.value == WithdrawalTooLargeError(4, 5)
        assert listed(service) == ["DURAND", "MARTIN", "PETIT", "ROUX", "ZOLA"]

    def test_a_whole_list_by_mistake_is_survived(self, service: Provisioning) -> None:
        """The list of one class was taken for the school's; registering the right list takes all of it back."""
        slips = first_slips(service)
        registry(service).register_roster(UAI, SESSION, [candidature(6, "SAND")], withdraw_up_to=100)
        assert (listed(service), desk(service).coverage().candidates) == (["SAND"], 1)
        assert opening(service, slips) == set(LOGINS)
        right = [*four(), candidature(5, "ROUX", email=None)]
        report = registry(service).register_roster(UAI, SESSION, right, withdraw_up_to=100)
        assert (len(report.added), report.withdrawn) == (5, (ine(6),))
        again = desk(service).generate()
        assert (again.created, again.documents, len(again.kept)) == ((), (), 4)
        assert opening(service, slips) == set(LOGINS)

    def test_a_transfer_is_taken_back(self, service: Provisioning) -> None:
        """A list withdraws as the school does by hand, and the holding school is told so."""
        lines = [candidature(1, uai=OTHER_UAI), candidature(9, "SAND", uai=OTHER_UAI)]
        registry(service).register_roster(OTHER_UAI, SESSION, lines)
        desk(service, OTHER_UAI).accounts.ask_transfer(ine(1))
        registry(service, now=LATER).register_roster(OTHER_UAI, SESSION, lines[1:], withdraw_up_to=50)
        assert desk(service).accounts.transfers() == ()
        assert told(service, UAI)[0] == (Activity.WITHDRAW, ine(1))

    @given(stored=st.integers(1, 40), missing=st.integers(0, 40), percent=st.integers(1, 100))
    def test_the_share_is_exact(self, stored: int, missing: int, percent: int) -> None:
        """Exactly so many percent of what was there may go: no rounding refuses or allows one more."""
        missing = min(missing, stored)
        before = [candidature(number, "ROUX", f"Léa{number}") for number in range(stored)]
        service = make_school(*before)
        new = [*before[missing:], candidature(50, "SAND")]
        if missing * 100 > percent * stored:
            with pytest.raises(WithdrawalTooLargeError) as caught:
                registry(service).register_roster(UAI, SESSION, new, withdraw_up_to=percent)
            assert caught.value == WithdrawalTooLargeError(missing, stored)
            assert len(listed(service)) == stored
        else:
            report = registry(service).register_roster(UAI, SESSION, new, withdraw_up_to=percent)
            assert (len(report.withdrawn), len(listed(service))) == (missing, stored - missing + 1)

    @pytest.mark.parametrize("wrong", [0, 101, 0.5, True, "10"])
    def test_what_is_no_share(self, service: Provisioning, wrong: Any) -> None:
        """A share is a whole number of percent."""
        with pytest.raises(InvalidValueError, match="withdraw_up_to"):
            registry(service).register_roster(UAI, SESSION, four(), withdraw_up_to=wrong)


class TestRowsThatVanish:
    """Over a host's own people nothing is withdrawn here: its rows go, and the accounts are told, never deleted."""

    def test_they_count_no_more(self, hosts: Provisioning, people: Rows) -> None:
        """Coverage and plan lack them, the accounts open, and the holding school can still close them."""
        slips = first_slips(hosts)
        del people.rows[1]
        found = desk(hosts).coverage()
        assert (found.candidates, found.with_account, found.is_complete) == (3, 3, True)
        assert ine(2) not in {one.candidate_id for one in desk(hosts).plan(Generation(renew=Renew.ALL)).outcomes}
        assert opening(hosts, slips) == set(LOGINS)
        assert line_of(desk(hosts).accounts.close(ine(2))).login == "lea.zola"
        assert opening(hosts, slips) == set(LOGINS) - {"lea.zola"}

    def test_they_come_back(self, hosts: Provisioning, people: Rows) -> None:
        """All rows were lost by mistake: once they are back every account is kept."""
        slips, rows = first_slips(hosts), list(people.rows)
        people.rows.clear()
        assert desk(hosts).coverage().candidates == 0
        people.rows.extend(rows)
        assert len(desk(hosts).generate().kept) == 4
        assert opening(hosts, slips) == set(LOGINS)


class TestSeveral:
    """Accounts closed, reopened and revoked by one act: one transaction, one report, a line for each person."""

    KEYS: tuple[str, ...] = (ine(1), ine(2), ine(7), "nobody", ine(5))

    @pytest.mark.parametrize("mode", ["kept", "own"])
    def test_each_comes_out(self, mode: str, request: pytest.FixtureRequest) -> None:
        """The school's own are served; who is the other school's, is unknown or has no account is told why."""
        service: Provisioning = request.getfixturevalue("service" if mode == "kept" else "hosts")
        extra = [candidature(7, "SAND", uai=OTHER_UAI), candidature(5, "ROUX", email=None)]
        if mode == "kept":
            registry(service).register_roster(OTHER_UAI, SESSION, extra[:1])
        else:
            request.getfixturevalue("people").rows.extend(extra)
        desk(service, OTHER_UAI).generate()
        slips = first_slips(service)
        before = len(journal(service))
        accounts = desk(service).accounts
        for act, left in ((accounts.revoke, 2), (accounts.close, 2), (accounts.reopen, 2)):
            report = act(*self.KEYS)
            assert reasons(report) == {
                ine(1): None,
                ine(2): None,
                ine(7): RefusalReason.NOT_A_PUPIL,
                "nobody": RefusalReason.NOT_A_PUPIL,
                ine(5): RefusalReason.NO_ACCOUNT,
            }
            assert [one.login for one in report.done] == ["lea.martin", "lea.zola"]
            assert len(report.refused) == 3
            assert len(opening(service, slips)) == left
        assert len(journal(service)) == before + 3

    def test_of_another_schools_pupil(self, service: Provisioning) -> None:
        """A candidature is no authority: the line names the school that holds the pupil, and no login."""
        lines = [candidature(1, uai=OTHER_UAI), candidature(9, "SAND", uai=OTHER_UAI)]
        registry(service).register_roster(OTHER_UAI, SESSION, lines)
        desk(service, OTHER_UAI).generate()
        report = desk(service, OTHER_UAI).accounts.close(ine(1), ine(9))
        refusal = Refusal(RefusalReason.OTHER_SCHOOL, {"school": SCHOOL.name, "uai": UAI})
        assert report.lines[0] == AccountLine(CandidateId(ine(1)), refusal=refusal)
        assert report.lines[1].login == "lea.sand"
        assert opening(service, first_slips(service)) == set(LOGINS)

    def test_a_key_that_was_merged(self, service: Provisioning) -> None:
        """Who stands under two keys comes out once, under the one that stays, which no other school learns."""
        desk(service).accounts.rekey(ine(1), ine(2))
        report = desk(service).accounts.close(ine(1), ine(2), ine(1))
        assert [(one.candidate_id, one.login) for one in report.lines] == [(ine(2), "lea.zola")]
        assert reasons(desk(service, OTHER_UAI).accounts.close(ine(1))) == {ine(1): RefusalReason.NOT_A_PUPIL}

    def test_a_merged_key_and_a_refusal(self, service: Provisioning) -> None:
        """Under two keys of a person on whom the school may not act, each is refused as it was asked."""
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(2, "ZOLA", uai=OTHER_UAI)])
        desk(service).accounts.rekey(ine(1), ine(2))
        report = desk(service, OTHER_UAI).accounts.close(ine(1), ine(2))
        assert reasons(report) == {ine(1): RefusalReason.OTHER_SCHOOL, ine(2): RefusalReason.OTHER_SCHOOL}

    def test_other_schools_are_told(self, hosts: Provisioning, people: Rows) -> None:
        """Over a host's own people both schools act, and each is told what the other changed, once."""
        people.rows.append(four(uai=OTHER_UAI)[0])
        for _ in range(2):
            desk(hosts).accounts.close(ine(1), ine(2))
        assert told(hosts, OTHER_UAI) == [(Activity.CLOSE, ine(1))]

    def test_all_or_nothing(self, service: Provisioning, monkeypatch: pytest.MonkeyPatch) -> None:
        """A store that fails in the middle leaves no account closed."""
        slips = first_slips(service)

        def failing(*_: object) -> None:
            raise OSError

        monkeypatch.setattr("cyclades_accounts.provisioning._accounts.accounts.tell", failing)
        with pytest.raises(StoreFailedError):
            desk(service).accounts.close(ine(1), ine(2))
        assert opening(service, slips) == set(LOGINS)

    def test_of_nobody(self, service: Provisioning) -> None:
        """An empty list is no mistake."""
        assert desk(service).accounts.revoke().lines == ()

    @given(keys=st.lists(st.integers(1, 6), max_size=8), act=st.sampled_from(["close", "revoke", "reopen"]))
    def test_one_act_does_what_many_do(self, keys: list[int], act: str) -> None:
        """Several at once leave the accounts as one act each would, and tell of each person the same."""
        together, apart = (make_school(*four(), candidature(5, "ROUX", email=None)) for _ in range(2))
        for service in (together, apart):
            desk(service).generate()
            desk(service).accounts.close(ine(4))
        report = getattr(desk(together).accounts, act)(*map(ine, keys))
        alone = [line_of(getattr(desk(apart).accounts, act)(ine(key))) for key in dict.fromkeys(keys)]
        assert [(one.candidate_id, one.login, one.refusal) for one in report.lines] == [
            (one.candidate_id, one.login, one.refusal) for one in alone
        ]
        assert states(together) == states(apart)


def states(service: Provisioning) -> list[tuple[str, bool, bool]]:
    """Return of each account of four whether it is open and whether its password was revoked."""
    with service.store.reading() as unit:
        found = unit.accounts.standing([CandidateId(ine(number)) for number in range(1, 5)]).values()
    return sorted((one.login, one.is_open, bool(one.credential and one.credential.revoked_at)) for one in found)


class TestMoveSeveral:
    """Candidatures of several pupils go to another school by one act."""

    def test_they_move(self, service: Provisioning) -> None:
        """The new school holds them and is told of each; who cannot move is told why, and the others go."""
        keys = [ine(1), ine(2), ine(9), ine(1), ine(5)]
        report = registry(service).move(UAI, SESSION, *keys, to=OTHER_UAI, division="3C")
        assert reasons(report) == {ine(1): None, ine(2): None, ine(9): RefusalReason.NOT_A_PUPIL, ine(5): None}
        assert listed(service, OTHER_UAI) == ["MARTIN", "ROUX", "ZOLA"]
        assert told(service, OTHER_UAI) == [(Activity.MOVE, ine(number)) for number in (5, 2, 1)]
        assert opening(service, first_slips(service)) == set(LOGINS)
        closed = desk(service, OTHER_UAI).accounts.close(ine(1), ine(2))
        assert len(closed.done) == 2

    def test_another_person_stands_there(self, service: Provisioning) -> None:
        """Where the new school has somebody else under the key nobody is lost: the candidature stays."""
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(1, "SAND", "George", uai=OTHER_UAI)])
        report = registry(service).move(UAI, SESSION, ine(1), ine(2), to=OTHER_UAI)
        assert report.lines[0].refusal == Refusal(RefusalReason.OTHER_PERSON_ELSEWHERE, {"uai": OTHER_UAI})
        assert (listed(service)[1], listed(service, OTHER_UAI)) == ("MARTIN", ["ZOLA", "SAND"])


class TestCloseSchool:
    """A school is merged with another one, has a new UAI, or is no more: by the word of the host."""

    def test_all_goes_to_the_new_school(self, service: Provisioning) -> None:
        """Candidatures of every session, accounts of present and former pupils: the new school acts on all of them."""
        registry(service).register_roster(UAI, NEXT, [candidature(1, session_id=NEXT.id, birth_date=BORN)])
        registry(service).withdraw(UAI, SESSION, ine(4))
        slips = first_slips(service)
        report = service.upkeep(actor="Rectorat").close_school(UAI, to=OTHER_UAI, run_id="merged")
        assert (report.uai, report.to, report.manages_candidates) == (UAI, OTHER_UAI, False)
        assert (report.candidatures, report.accounts, report.conflicting) == (5, 4, ())
        assert report.candidates == tuple(ine(number) for number in range(1, 6))
        assert (listed(service), listed(service, OTHER_UAI)) == ([], ["DURAND", "MARTIN", "ROUX", "ZOLA"])
        assert desk(service, OTHER_UAI, NEXT).coverage().with_account == 1
        assert {line.candidature.division for line in desk(service, OTHER_UAI).roster_list()} == {"3A"}
        assert opening(service, slips) == set(LOGINS)
        assert len(desk(service, OTHER_UAI).accounts.close(ine(1), ine(4)).done) == 2
        with pytest.raises(UnknownCandidateError):
            desk(service).accounts.export(ine(1))
        with pytest.raises(ServiceNotGrantedError):
            desk(service).generate()

    def test_a_session_that_was_never_kept(self, service: Provisioning) -> None:
        """Candidatures of before sessions were kept go too, where the school holds the pupil."""
        earlier = candidature(1, session_id=SessionId("DNB-2024"), birth_date=BORN)
        with service.store.writing() as unit:
            unit.registry.put([earlier])  # type: ignore[attr-defined]  # a registry unit
        service.upkeep(actor="Rectorat").close_school(UAI, to=OTHER_UAI)
        with service.store.reading() as unit:
            assert list(unit.people.of_school(OTHER_UAI, earlier.session_id)) == [evolve(earlier, uai=OTHER_UAI)]

    def test_both_journals(self, service: Provisioning) -> None:
        """Each school reads who closed what; a retry writes nothing."""
        for _ in range(2):
            service.upkeep(actor="Rectorat").close_school(UAI, to=OTHER_UAI, run_id="merged")
        for uai in (UAI, OTHER_UAI):
            (line,) = [one for one in journal(service, uai) if one.run.activity is Activity.CLOSE_SCHOOL]
            assert isinstance(line, SchoolReport)
            assert (line.uai, line.to, line.run.actor, len(line.candidates)) == (UAI, OTHER_UAI, "Rectorat", 5)
        assert FRENCH_MESSAGES.activities[Activity.CLOSE_SCHOOL] == "Établissement fermé"

    def test_the_documents_stay(self, service: Provisioning) -> None:
        """The desk of the school that closed still opens them, and says that another school holds the accounts."""
        service.upkeep(actor="Rectorat").close_school(UAI, to=OTHER_UAI)
        found = desk(service).documents.open(first_document(service).id)
        assert set(read_slips(found.content)) == set(LOGINS)
        assert {one.standing for one in found.papillons} == {Standing(PapillonState.MOVED)}

    def test_transfers_that_wait(self, service: Provisioning) -> None:
        """What the school asked for, the new one asks for; what it was asked for, the new one answers."""
        third = evolve(OTHER_SCHOOL, uai="0350003N", name="Collège Simone Veil")
        registry(service).register_school(third)
        registry(service).register_roster(
            third.uai, SESSION, [candidature(1, uai=third.uai), candidature(7, "SAND", uai=third.uai)]
        )
        registry(service).register_roster(
            OTHER_UAI, SESSION, [candidature(8, "GALLO", uai=OTHER_UAI), candidature(2, "ZOLA", uai=OTHER_UAI)]
        )
        for uai in (OTHER_UAI, third.uai):
            desk(service, uai).generate()
        registry(service).register_roster(UAI, SESSION, [candidature(7, "SAND"), candidature(8, "GALLO")])
        for uai, key in ((third.uai, ine(1)), (OTHER_UAI, ine(2)), (UAI, ine(7)), (UAI, ine(8))):
            assert desk(service, uai).accounts.ask_transfer(key).login is None
        service.upkeep(actor="Rectorat").close_school(UAI, to=OTHER_UAI)
        waits = {(one.candidate_id, one.held_by, one.asked_by) for one in desk(service, OTHER_UAI).accounts.transfers()}
        assert waits == {(ine(1), OTHER_UAI, third.uai), (ine(7), third.uai, OTHER_UAI)}
        assert desk(service).accounts.transfers() == ()
        granted = desk(service, OTHER_UAI).accounts.answer_transfer(ine(1), asked_by=third.uai, grant=True)
        assert granted.login == "lea.martin"

    def test_somebody_else_stands_there(self, service: Provisioning) -> None:
        """Where both schools have one key for two people nobody is lost: that candidature stays, and is told."""
        there = [candidature(1, "SAND", "George", uai=OTHER_UAI), candidature(2, "ZOLA", uai=OTHER_UAI, division="3Z")]
        registry(service).register_roster(OTHER_UAI, SESSION, there)
        report = service.upkeep(actor="Rectorat").close_school(UAI, to=OTHER_UAI)
        assert (report.conflicting, report.candidatures) == ((ine(1),), 4)
        assert listed(service) == ["MARTIN"]
        divisions = {
            one.candidature.candidate.id: one.candidature.division for one in desk(service, OTHER_UAI).roster_list()
        }
        assert divisions[CandidateId(ine(2))] == "3Z"  # its roster was faster

    def test_no_school_takes_over(self, service: Provisioning) -> None:
        """The candidatures go, the accounts stay, and a pupil is followed at once by the school that has every fact."""
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(7, "SAND", uai=OTHER_UAI)])
        desk(service, OTHER_UAI).generate()
        registry(service).register_roster(UAI, SESSION, [candidature(7, "SAND")])
        desk(service).accounts.ask_transfer(ine(7))
        slips = first_slips(service)
        report = service.upkeep(actor="Rectorat").close_school(UAI)
        assert (report.to, report.candidatures, report.accounts) == (None, 6, 4)
        assert (listed(service), desk(service, OTHER_UAI).accounts.transfers()) == ([], ())
        assert opening(service, slips) == set(LOGINS)
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(1, uai=OTHER_UAI, birth_date=BORN)])
        renewed = desk(service, OTHER_UAI).regenerate(Criteria(candidates=[ine(1)])).renewed
        assert [one.login for one in renewed] == ["lea.martin"]

    def test_over_a_hosts_own_people(self, hosts: Provisioning, people: Rows) -> None:
        """The host changes its rows; accounts of present and former pupils are the new school's."""
        slips = first_slips(hosts)
        people.rows[:] = four(uai=OTHER_UAI)[:3]
        del people.schools[UAI]
        report = hosts.upkeep(actor="Rectorat").close_school(UAI, to=OTHER_UAI)
        assert (report.candidatures, report.accounts, report.manages_candidates) == (0, 4, False)
        assert len(desk(hosts, OTHER_UAI).accounts.close(*map(ine, (1, 2, 3, 4))).done) == 4
        assert opening(hosts, slips) == set()
        people.schools[UAI] = SCHOOL
        assert reasons(desk(hosts).accounts.reopen(ine(4))) == {ine(4): RefusalReason.NOT_A_PUPIL}

    def test_over_people_that_say_so(self, hosts: Provisioning) -> None:
        """What the host says of its school is the host's: the report repeats it."""
        assert hosts.upkeep(actor="Rectorat").close_school(UAI, to=OTHER_UAI).manages_candidates

    def test_refusals(self, service: Provisioning) -> None:
        """A school cannot take over from itself, nor one that nobody knows; a mistyped UAI closes nothing."""
        upkeep = service.upkeep(actor="Rectorat")
        with pytest.raises(InvalidValueError, match="another school"):
            upkeep.close_school(UAI, to=UAI)
        for uai, to in ((UAI, "0442286W"), ("0442286W", OTHER_UAI), ("0442286W", None)):
            with pytest.raises(UnknownSchoolError) as caught:
                upkeep.close_school(uai, to=to)
            assert caught.value.uai == "0442286W"
        assert len(listed(service)) == 5

    def test_erasing_leaves_no_key(self, service: Provisioning) -> None:
        """The reports of a school that closed name no erased person."""
        service.upkeep(actor="Rectorat").close_school(UAI, to=OTHER_UAI)
        desk(service, OTHER_UAI).accounts.erase(ine(1))
        assert ine(1) not in repr_all(service) + support.whole(*journal(service, OTHER_UAI))


class TestAsOfToday:
    """A reprint that shows today's names and classes; login, password and version stay."""

    def reprinted(self, service: Provisioning, **more: Any) -> tuple[list[tuple[str, str, str]], Sequence[LeftOut]]:
        """Return login, name and class of each slip of a reprint of the first document, and what was left out."""
        report = desk(service, now=LATER).documents.reprint(first_document(service).id, as_of_today=True, **more)
        slips = [one.papillon for one in opened(service, report.documents[0]).papillons] if report.documents else []
        assert report.printed == tuple(one.account_id for one in slips)
        assert {one.login: one.password.reveal() for one in slips}.items() <= first_slips(service).items()
        assert {one.credential_version for one in slips} <= {1}
        return [(one.login, one.full_name, one.division) for one in slips], report.left_out

    @pytest.mark.parametrize("mode", ["kept", "own"])
    def test_names_and_classes_of_today(self, mode: str, request: pytest.FixtureRequest) -> None:
        """The pile stands in the order of today's classes and names; who left comes last, as printed."""
        service: Provisioning = request.getfixturevalue("service" if mode == "kept" else "hosts")
        new = four()
        new[0] = candidature(1, "MARTINE", division="3C", birth_date=BORN)
        new[2] = candidature(3, "DURAND", division="3B", birth_date=BORN)
        if mode == "kept":
            registry(service).rename(UAI, ine(1), family_name="MARTINE")
            registry(service).register_roster(UAI, SESSION, new[:3], withdraw_up_to=100)
        else:
            request.getfixturevalue("people").rows[:] = new[:3]
        slips, left = self.reprinted(service)
        assert slips == [
            ("lea.zola", "ZOLA Léa", "3A"),
            ("lea.durand", "DURAND Léa", "3B"),
            ("lea.martin", "MARTINE Léa", "3C"),
            ("lea.petit", "PETIT Léa", "3A"),
        ]
        assert left == ()
        as_it_was = desk(service).documents.reprint(first_document(service).id)
        assert [one.papillon.full_name for one in opened(service, as_it_was.documents[0]).papillons] == [
            "DURAND Léa",
            "MARTIN Léa",
            "PETIT Léa",
            "ZOLA Léa",
        ]

    def test_the_holder_is_as_last_printed(self, hosts: Provisioning, people: Rows) -> None:
        """The name of a slip that was drawn anew is the one that later names are compared with."""
        people.rows[0] = candidature(1, "MARTIN", "Léa Rose", birth_date=BORN)
        self.reprinted(hosts)
        with hosts.store.reading() as unit:
            holders = unit.holders.of([CandidateId(ine(1)), CandidateId(ine(2))])
        assert {one.candidate.given_names for one in holders.values()} == {"Léa Rose", "Léa"}
        assert {one.uai for one in holders.values()} == {UAI}

    @pytest.mark.parametrize(
        ("rows", "reason"),
        [
            ([candidature(1, "SAND", "George", birth_date=date(2010, 5, 1))], RefusalReason.OTHER_PERSON),
            (
                [candidature(1, birth_date=BORN), candidature(1, birth_date=BORN, division="3C")],
                RefusalReason.TWO_CANDIDATURES,
            ),
        ],
        ids=["another person", "two people"],
    )
    def test_another_person_gets_nobodys_slip(
        self, hosts: Provisioning, people: Rows, rows: list[Candidature], reason: RefusalReason
    ) -> None:
        """The host gave the key to another pupil: the slip is left out, and the report says why."""
        people.rows[:1] = rows
        slips, (left,) = self.reprinted(hosts)
        assert [login for login, *_ in slips] == ["lea.durand", "lea.petit", "lea.zola"]
        assert left.standing.holds
        assert left.refusal
        assert left.refusal.reason is reason

    def test_a_row_that_is_no_candidature(self, hosts: Provisioning, people: Rows) -> None:
        """What cannot be read of a row changes nothing: the slip comes as it was."""
        people.rows[0] = NoCandidature(CandidateId(ine(1)), "état inconnu", name="MARTIN Léa", division="3Z")
        slips, left = self.reprinted(hosts)
        assert ("lea.martin", "MARTIN Léa", "3A") in slips
        assert left == ()

    def test_what_opens_nothing_is_left_out_as_ever(self, service: Provisioning) -> None:
        """A revoked password is left out by its state, and nothing is drawn where nothing holds."""
        desk(service).accounts.revoke(*map(ine, (1, 2, 3, 4)))
        slips, left = self.reprinted(service)
        assert slips == []
        assert {(one.standing.state, one.refusal) for one in left} == {(PapillonState.REVOKED, None)}

    def test_a_name_that_cannot_be_drawn(self, hosts: Provisioning, people: Rows) -> None:
        """Such a slip is left out with the character, and the others are drawn."""
        people.rows[0] = candidature(1, "MARTIN", f"Léa {UNDRAWABLE}", birth_date=BORN)
        slips, (left,) = self.reprinted(hosts)
        assert len(slips) == 3
        assert left.refusal
        assert (left.refusal.reason, left.refusal.fact("field")) == (RefusalReason.UNPRINTABLE, "given_names")
        with hosts.store.reading() as unit:
            holder = unit.holders.of([CandidateId(ine(1))])[CandidateId(ine(1))]
        assert holder.candidate.given_names == "Léa"

    def test_a_class_that_changes_meanwhile(self, hosts: Provisioning, people: Rows) -> None:
        """A row that changes while the slips are drawn has them drawn again; one that always does is told."""
        changes: Iterator[str] = iter(["3B", "3C"])
        drawing = hosts.renderer

        class Busy(support.TextRenderer):
            """A renderer that works while the host changes a class."""

            def render(self, batch: Any, layouts: Any) -> Sequence[bytes]:
                people.rows[0] = candidature(1, birth_date=BORN, division=next(changes, "3D"))
                return drawing.render(batch, layouts)

        slips, _ = self.reprinted(evolve(hosts, renderer=Busy()))
        assert ("lea.martin", "MARTIN Léa", "3D") in slips

        changes = map(str, range(100))
        with pytest.raises(StalePlanError):
            self.reprinted(evolve(hosts, renderer=Busy()))

    def test_what_is_no_choice(self, service: Provisioning) -> None:
        """It is asked for with true or false."""
        document = first_document(service).id
        with pytest.raises(InvalidValueError, match="as_of_today"):
            desk(service).documents.reprint(document, as_of_today=1)  # type: ignore[arg-type]  # the mistake

    def test_a_reprint_of_it_keeps_what_it_shows(self, service: Provisioning) -> None:
        """The new document keeps today's names as its own, in whatever layout."""
        registry(service).register_roster(UAI, SESSION, [candidature(1, division="3C", birth_date=BORN)])
        report = desk(service).documents.reprint(first_document(service).id, as_of_today=True, layouts=[LABELS_3_BY_8])
        again = desk(service).documents.reprint(report.documents[0], layouts=[ONE_PER_PAGE])
        slips = [one.papillon for one in opened(service, again.documents[0]).papillons]
        assert [(one.login, one.division) for one in slips][-1] == ("lea.martin", "3C")
