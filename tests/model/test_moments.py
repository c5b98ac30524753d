"""Moments carry a time zone: swept over every value of the model that holds one."""

import inspect
import typing
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts import model
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import AccountId, DocumentId, Login, RunId, TimeZone
from cyclades_accounts.model import (
    Account,
    Activity,
    Credential,
    CredentialState,
    Document,
    IssuedLogin,
    LoginExplanation,
    LoginKind,
    LoginOrigin,
    PapillonState,
    PasswordHash,
    PastCredential,
    Run,
    School,
    Shortfall,
    ShortfallReason,
    Standing,
    Subject,
    told_in,
)
from cyclades_accounts.testing import strategies
from tests.support import NOW, SESSION, UAI, ine, make_service

CREDENTIAL = Credential(
    1, CredentialState.PROVISIONAL, PasswordHash("$hash$"), NOW, RunId("r"), NOW + timedelta(days=1)
)
TAHITI = TimeZone("Pacific/Tahiti")
EXAMPLES: dict[type, Any] = {
    Credential: CREDENTIAL,
    PastCredential: CREDENTIAL.ended(),
    Shortfall: Shortfall(ShortfallReason.EXPIRED, NOW),
    Standing: Standing(PapillonState.EXPIRED, NOW),
    Account: Account(
        AccountId("a"), model.Candidate(ine(1), "A", "B").id, Login("a.b"), LoginKind.PRENOM_NOM, UAI, NOW, CREDENTIAL
    ),
    IssuedLogin: IssuedLogin(Login("a.b"), AccountId("a"), NOW, RunId("r")),
    LoginExplanation: LoginExplanation(
        model.Candidate(ine(1), "A", "B").id, Login("a.b"), LoginOrigin.IMPOSED, NOW, RunId("r")
    ),
    Document: Document(DocumentId("d"), RunId("r"), UAI, SESSION.id, "t", "n.pdf", "one-per-page", 1, 1, NOW),
    Run: Run(RunId("r"), Activity.GENERATE, Subject(), "", NOW),
}
"""One good value of each class that holds a moment."""


def _moments() -> set[tuple[type, str]]:
    classes = [value for value in vars(model).values() if inspect.isclass(value) and attrs.has(value)]
    return {
        (cls, field.name)
        for cls in classes
        for field in attrs.fields(cls)
        if field.type is datetime or datetime in typing.get_args(field.type)
    }


MOMENTS = sorted(_moments(), key=lambda item: (item[0].__name__, item[1]))


class _Nowhere(tzinfo):
    """A time zone that does not say how far from UTC it is: Python calls such a moment naive."""

    def utcoffset(self, dt: datetime | None, /) -> timedelta | None:
        return None

    dst = utcoffset

    def tzname(self, dt: datetime | None, /) -> None:
        return None


def test_the_sweep_sees_every_class_with_a_moment() -> None:
    """This test ensures that a new value with a moment needs an example here."""
    assert {cls for cls, _ in MOMENTS} == set(EXAMPLES)


@pytest.mark.parametrize(("cls", "name"), MOMENTS)
def test_a_moment_without_time_zone_is_refused(cls: type, name: str) -> None:
    """This test ensures that no value holds a moment that means another instant elsewhere."""
    naive = datetime(2025, 1, 14, 9, 30)  # noqa: DTZ001  # the mistake under test
    with pytest.raises(InvalidValueError, match="a datetime with a time zone") as caught:
        attrs.evolve(EXAMPLES[cls], **{name: naive})
    assert caught.value.field == name
    assert caught.value.value.startswith("2025-01-14")


@pytest.mark.parametrize(("cls", "name"), MOMENTS)
def test_a_moment_with_time_zone_is_taken_as_it_is(cls: type, name: str) -> None:
    """This test ensures that a moment is kept, not converted."""
    moment = datetime(2025, 1, 14, 9, 30, tzinfo=UTC)
    assert getattr(attrs.evolve(EXAMPLES[cls], **{name: moment}), name) == moment


def test_a_time_zone_that_says_nothing_is_refused() -> None:
    """This test ensures that a moment counts as aware by Python's definition: it knows its distance from UTC."""
    with pytest.raises(InvalidValueError):
        attrs.evolve(CREDENTIAL, issued_at=datetime(2025, 1, 14, tzinfo=_Nowhere()))


def test_a_date_is_no_moment() -> None:
    """This test ensures that a day without time is refused as a moment, with the same error."""
    day: Any = date(2025, 1, 14)
    with pytest.raises(InvalidValueError):
        attrs.evolve(CREDENTIAL, issued_at=day)


@given(
    st.datetimes(datetime(2000, 1, 2), datetime(2999, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001  # the zone is drawn apart
    strategies.time_zones() | st.just(TimeZone("Pacific/Marquesas")),
)
def test_a_moment_is_told_by_the_clocks_of_a_zone(moment: datetime, zone: TimeZone) -> None:
    """This test ensures that a moment keeps its instant, shows what the clocks show, and is told the same twice."""
    told = told_in(moment, zone)
    assert told == moment
    assert told.replace(tzinfo=None, fold=0) == moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    assert (told_in(told, zone), told_in(told, zone).isoformat()) == (told, told.isoformat())


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    """This test ensures that the night in which clocks go back keeps its order: Python compares clocks in one zone."""
    paris = ZoneInfo("Europe/Paris")
    first, second = (datetime(2025, 10, 26, 2, 30, fold=fold, tzinfo=paris) for fold in (0, 1))
    assert first == second  # Python's, which is why a moment has a fixed distance here
    told = [told_in(one, TimeZone(paris.key)) for one in (first, second)]
    assert told[1] - told[0] == timedelta(hours=1)
    assert told[0] == first.astimezone(UTC)
    assert [one.isoformat() for one in told] == ["2025-10-26T02:30:00+02:00", "2025-10-26T02:30:00+01:00"]


def test_a_value_is_told_with_its_own_moments() -> None:
    """This test ensures that a document, a report and an account are told by the clocks of a zone, and stay equal."""
    report = model.SchoolReport(EXAMPLES[Run], UAI, manages_candidates=True)
    for one in (*EXAMPLES.values(), report):
        told = told_in(one, TAHITI)
        assert told == one
    assert told_in(EXAMPLES[Document], TAHITI).created_at.hour == NOW.hour + 14
    assert told_in(report, TAHITI).run.at.day == NOW.day - 1


WRONG_ZONES: list[Any] = ["", "  ", "Europe", "Paris", "europe-paris", "../zoneinfo", "/etc/passwd", "x" * 300, "a\nb"]


@pytest.mark.parametrize("wrong", [*WRONG_ZONES, 5, UTC, ZoneInfo("Europe/Paris")])
def test_an_unknown_time_zone_is_refused(wrong: Any) -> None:
    """This test ensures that a time zone nobody knows is one clear error, for a school and for the service."""
    for make in (lambda: School(UAI, "Collège", time_zone=wrong), lambda: make_service(time_zone=wrong)):
        with pytest.raises(InvalidValueError) as caught:
            make()
        assert caught.value.field == "time_zone"
    with pytest.raises(InvalidValueError, match="such as Europe/Paris"):
        School(UAI, "Collège", time_zone="Paris")


def test_the_service_has_a_time_zone() -> None:
    """This test ensures that a school may leave its time zone to the service, and the service must have one."""
    assert School(UAI, "Collège").time_zone is None
    assert make_service().time_zone == "Europe/Paris"
    with pytest.raises(InvalidValueError, match="time_zone"):
        make_service(time_zone=None)
