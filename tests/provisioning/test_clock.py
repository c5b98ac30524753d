"""A clock that goes back between acts, and the night in which an hour comes twice: nothing breaks, nothing is lost.

What happened is ordered by the journal, in which each line comes after those that were written before it. Versions of
passwords, and not moments, say which slip holds. So a clock that is set back changes what is read as the time of an
act, and nothing else.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from cyclades_accounts import Criteria, Generation, LoginVerdict, Provisioning, Renew
from cyclades_accounts.model import Activity, PapillonState, RunReport
from cyclades_accounts.passwords import PasswordValidity
from cyclades_accounts.retention import OlderThan
from cyclades_accounts.sealing import HmacPseudonymizer, KeyRing
from tests.support import NOW, candidature, desk, ine, make_school, read_slips

ACTS = ("create", "renew", "revoke", "again", "close")


def set_back(service: Provisioning, turn: int) -> Provisioning:
    """Return the service with a clock that is two hours and a bit slower at each turn."""
    return evolve(service, clock=lambda: NOW - turn * timedelta(hours=2, microseconds=1))


@pytest.fixture
def lived() -> Provisioning:
    """Return a school whose clock went back before each act."""
    service = make_school(
        candidature(1), candidature(2, "DURAND"), pseudonymizer=HmacPseudonymizer(KeyRing.generate("k"))
    )
    desk(set_back(service, 0)).generate(run_id="create")
    desk(set_back(service, 1)).generate(Generation(renew=Renew.ALL), run_id="renew")
    desk(set_back(service, 2)).accounts.revoke(ine(1), run_id="revoke")
    desk(set_back(service, 3)).regenerate(Criteria(candidates=[ine(1)]), run_id="again")
    desk(set_back(service, 4)).accounts.close(ine(2), run_id="close")
    return set_back(service, 5)


def test_the_journal_keeps_the_order_of_the_acts(lived: Provisioning) -> None:
    """Entries stand in the order in which they were written, for the school and in the feed of events."""
    entries = [one.run.id for one in desk(lived).documents.journal().items]
    assert [one for one in entries if one in ACTS] == list(reversed(ACTS))
    events = [one.report.run.id for one in lived.upkeep(actor="Relais").events()]
    assert [one for one in events if one in ACTS] == list(ACTS)


def test_slips_say_what_became_of_them(lived: Provisioning) -> None:
    """Which slip holds goes by the version of the password, whatever the clocks showed."""
    states = {}
    for act in ("create", "renew", "again"):
        report = desk(lived).documents.report(act)
        assert isinstance(report, RunReport)
        opened = desk(lived).documents.open(report.documents[0])
        states[act] = [(str(one.papillon.login), one.standing.state) for one in opened.papillons]
        if act == "again":
            (login, password), *_ = read_slips(opened.content).items()
            assert lived.candidates.check_login(login, password).verdict is LoginVerdict.ACCEPTED
    assert states == {
        "create": [("lea.durand", PapillonState.SUPERSEDED), ("lea.martin", PapillonState.SUPERSEDED)],
        "renew": [("lea.durand", PapillonState.CLOSED), ("lea.martin", PapillonState.SUPERSEDED)],
        "again": [("lea.martin", PapillonState.HOLDS)],
    }


def test_what_follows_goes_on(lived: Provisioning) -> None:
    """Retries, purges, reprints and erasures work on what a later clock wrote: that is young, and no more."""
    assert desk(lived).generate(run_id="create").run.at == NOW
    assert desk(lived).documents.purgeable(OlderThan(0)) == ()
    document = desk(lived).documents.page().items[0]
    assert desk(lived).documents.reprint(document.id).run.at < document.created_at
    assert desk(lived).accounts.erase(ine(1)).accounts == 1
    assert desk(lived).coverage().candidates == 1
    assert desk(lived).documents.journal().items[0].run.activity is Activity.ERASE


def test_a_password_that_a_fast_clock_ended_opens_again() -> None:
    """A validity is asked of the present moment alone: nothing remembers that a clock once said « too late »."""
    service = make_school(candidature(1), password_validity=PasswordValidity("WEEK", "a host", 7))
    report = desk(service).generate()
    ((login, password),) = read_slips(desk(service).documents.open(report.documents[0]).content).items()
    for days, verdict in ((9, LoginVerdict.EXPIRED), (1, LoginVerdict.ACCEPTED), (-300, LoginVerdict.ACCEPTED)):
        now = NOW + timedelta(days=days)
        assert service.candidates.check_login(login, password, now=now).verdict is verdict


def test_the_hour_that_comes_twice() -> None:
    """In the night in which clocks go back, a clock of the wall gives two hours, and each act keeps its own."""
    paris = ZoneInfo("Europe/Paris")
    service = make_school(candidature(1), candidature(2, "DURAND"))
    for fold, act in enumerate(["create", "renew"]):
        night = datetime(2025, 10, 26, 2, 30, fold=fold, tzinfo=paris)
        made = desk(service, now=night).generate(Generation(renew=Renew.ALL), run_id=act)
        assert desk(service, now=night).generate(Generation(renew=Renew.ALL), run_id=act) == made
    first, second = (desk(service).documents.report(act) for act in ("create", "renew"))
    assert first
    assert second
    assert second.run.at - first.run.at == timedelta(hours=1)
    assert [one.run_id for one in desk(service).documents.page().items] == ["renew", "renew", "create", "create"]
