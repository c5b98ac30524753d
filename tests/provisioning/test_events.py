"""Events that are not lost: the journal is the outbox, and a host asks for what came after the last it handled."""

import inspect
import typing
from collections.abc import Iterator
from typing import Any, Final

import attrs
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts import Criteria, Generation, Provisioning, Renew
from cyclades_accounts.errors import InvalidValueError, RunIdReusedError
from cyclades_accounts.identifiers import AccountId, RunId
from cyclades_accounts.model import Activity, Event, Report
from cyclades_accounts.model._report import ACCOUNT_FIELDS
from cyclades_accounts.sealing import HmacPseudonymizer, KeyRing
from cyclades_accounts.testing import strategies
from tests.support import OTHER_UAI, SESSION, candidature, desk, ine, make_school, passwords_of, registry

CHOSEN: Final = "Un autre mot de passe 22"


@pytest.fixture
def service() -> Provisioning:
    """Return a school of three, and another of one."""
    people = (candidature(1), candidature(2, "DURAND"), candidature(3, "ZOLA", email=None))
    made = make_school(*people, pseudonymizer=HmacPseudonymizer(KeyRing.generate("k")))
    registry(made).register_roster(OTHER_UAI, SESSION, [candidature(9, "AUTRE", uai=OTHER_UAI)])
    return made


def events(service: Provisioning, **asked: int) -> tuple[Event, ...]:
    """Return events as the host asks for them."""
    return service.upkeep(actor="Relais").events(**asked)


def account_of(service: Provisioning, number: int) -> AccountId:
    """Return the account of a pupil."""
    with service.store.reading() as unit:
        return unit.accounts.standing([candidature(number).candidate_id])[candidature(number).candidate_id].id


def test_a_host_hears_everything_once(service: Provisioning) -> None:
    """A host that keeps the last number hears each act of each school once, in order, however few it takes at once."""
    desk(service).generate(run_id="here")
    desk(service, OTHER_UAI).generate(run_id="there")
    heard, last = list[str](), 0
    while found := events(service, after=last, limit=2):
        heard += [one.report.run.id for one in found]
        last = found[-1].number
    assert heard[-2:] == ["here", "there"]
    assert [one.run.activity for one in (e.report for e in events(service))][:4] == [
        Activity.REGISTER_SCHOOL,
        Activity.REGISTER_SCHOOL,
        Activity.REGISTER_ROSTER,
        Activity.REGISTER_ROSTER,
    ]
    assert events(service, after=last) == ()
    desk(service).accounts.close(ine(1), run_id="close")
    (new,) = events(service, after=last)
    assert (new.number, new.report.run.id) == (last + 1, "close")
    assert len(heard) == len(set(heard)) == last


def test_an_event_tells_the_accounts(service: Provisioning) -> None:
    """An event has the accounts that were made, changed, shown or removed, so that a host mails and ends sessions."""
    made = desk(service).generate(run_id="made")
    one, two = (account_of(service, number) for number in (1, 2))
    desk(service).generate(run_id="kept")
    desk(service).regenerate(Criteria(candidates=[ine(1)]), run_id="renewed")
    desk(service).documents.open(made.documents[0], run_id="opened")
    desk(service).documents.reprint(made.documents[0], run_id="printed")
    (password,) = (text for login, text in passwords_of(service, made.documents).items() if login == "lea.durand")
    service.candidates.change_password("lea.durand", password, CHOSEN, run_id="changed")
    desk(service).accounts.revoke(ine(1), run_id="revoked")
    desk(service).accounts.close(ine(2), run_id="closed")
    desk(service).documents.purge(_Everything(), run_id="purged")
    desk(service).accounts.erase(ine(2), run_id="erased")
    found = {event.report.run.id: event.accounts for event in events(service)}
    assert {name: found[name] for name in found if len(name) < 8} == {
        "made": tuple(sorted([one, two])),
        "kept": (),
        "renewed": (one,),
        "opened": tuple(sorted([one, two])),
        "printed": (two,),
        "changed": (two,),
        "revoked": (one,),
        "closed": (two,),
        "purged": (),
        "erased": (two,),
    }


class _Everything:
    """A rule that lets every document go."""

    spec = "EVERYTHING"

    def is_over(self, kept: object, now: object) -> bool:
        """Let it go."""
        return True


def test_a_failed_act_is_no_event(service: Provisioning) -> None:
    """What was refused or failed leaves no event, and its number is no gap that a host would wait for."""
    desk(service).generate(run_id="made")
    before = events(service)
    with pytest.raises(RunIdReusedError):
        desk(service).generate(Generation(renew=Renew.ALL), run_id="made")
    with pytest.raises(ZeroDivisionError), service.store.writing() as unit:  # noqa: PT012  # the unit is what fails
        unit.journal.add(evolve(before[0].report, run=evolve(before[0].report.run, id=RunId("lost"))))
        raise ZeroDivisionError
    desk(service).accounts.close(ine(1), run_id="closed")
    assert [one.number for one in events(service)] == list(range(1, len(before) + 2))


def test_an_erased_person_is_in_no_event(service: Provisioning) -> None:
    """Events read again after an erasure keep their numbers, and tell nothing of whom was erased."""
    desk(service).generate()
    before = events(service)
    desk(service).accounts.erase(ine(2))
    after = events(service)
    assert [one.number for one in after[: len(before)]] == [one.number for one in before]
    told = [attrs.asdict(one) for one in after]  # a repr leaves keys out
    assert ine(2) in str([attrs.asdict(one) for one in before])
    assert ine(2) not in str(told)
    assert "DURAND" not in str(told)


def test_wrong_numbers_are_refused(service: Provisioning) -> None:
    """A number that is none, or out of bounds, is one clear error before anything is read."""
    wrong: list[dict[str, Any]] = [{"after": -1}, {"after": "3"}, {"after": True}, {"after": 2**63}]
    wrong += [{"limit": 0}, {"limit": 10_001}, {"limit": 1.0}, {"limit": None}]
    for asked in wrong:
        with pytest.raises(InvalidValueError) as caught:
            events(service, **asked)
        assert caught.value.field == next(iter(asked))


def _account_fields(kind: Any, seen: set[Any]) -> Iterator[str]:
    """Yield the names of fields, at whatever depth, that hold keys of accounts."""
    for field in attrs.fields(kind):
        parts = {field.type, *typing.get_args(field.type)}
        if AccountId in parts:
            yield field.name
        for part in parts:
            if inspect.isclass(part) and attrs.has(part) and part not in seen:
                seen.add(part)
                yield from _account_fields(part, seen)


def test_every_report_tells_its_accounts() -> None:
    """Whoever adds a report with accounts in it adds their field to those that an event tells."""
    named = {name for kind in typing.get_args(Report) for name in _account_fields(kind, set())}
    assert named <= ACCOUNT_FIELDS


@given(strategies.reports(), st.integers(1))
def test_accounts_come_once_and_sorted(report: Report, number: int) -> None:
    """Accounts of any report come sorted, each once, and are keys of accounts that it names."""
    accounts = Event(number, report).accounts
    assert list(accounts) == sorted(set(accounts))
    assert set(accounts) <= set(_texts(attrs.asdict(report)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | tuple | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
