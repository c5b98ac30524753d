"""Moments carry a time zone: swept over every value of the model that holds one."""

import inspect
import typing
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

import attrs
import pytest

from cyclades_accounts import model
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import AccountId, DocumentId, Login, RunId
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
    Shortfall,
    ShortfallReason,
    Standing,
    Subject,
)
from tests.support import NOW, SESSION, UAI, ine

CREDENTIAL = Credential(
    1, CredentialState.PROVISIONAL, PasswordHash("$hash$"), NOW, RunId("r"), NOW + timedelta(days=1)
)
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
