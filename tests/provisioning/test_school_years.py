"""Whoever a message counts as served can log in until the session's last day, or is named: random years, both modes."""

from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from cyclades_accounts.model import Account, Activity, Credential, OutcomeKind
from cyclades_accounts.provisioning import Coverage, Request
from cyclades_accounts.provisioning._people import coverage
from cyclades_accounts.provisioning._runs import plan, run
from tests.provisioning.school_years import SchoolYears, SchoolYearsOfAHost
from tests.provisioning.worlds import MODES, World, world_on
from tests.sql.conftest import engine, postgresql_url  # noqa: F401  # fixtures

YEARS = settings(
    max_examples=max(60, settings.default.max_examples // 2 if settings.default else 0),
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("machine", [SchoolYears, SchoolYearsOfAHost])
def test_it_holds(machine: type[SchoolYears]) -> None:
    """It holds whether the library keeps the people or the host does."""
    run_state_machine_as_test(machine, settings=YEARS)


@pytest.mark.parametrize("mode", MODES)
def test_it_holds_on_databases(engine: Engine, mode: str) -> None:  # noqa: F811  # the fixture
    """It holds on SQLite and on PostgreSQL."""

    class OnDatabase(SchoolYears):
        def new_world(self) -> World:
            return world_on(engine, mode)

    run_state_machine_as_test(OnDatabase, settings=settings(YEARS, max_examples=6))


_FALLS_SHORT = Credential.falls_short
_TREATMENT = Request.treatment
_OUTCOME: Any = plan._outcome  # noqa: SLF001  # the fault wraps it


def _without_the_end(self: Credential, end: Any, now: Any) -> Any:
    del end
    return _FALLS_SHORT(self, now, now)


def _without_revoking(self: Credential, end: Any, now: Any) -> Any:
    return _FALLS_SHORT(evolve(self, revoked_at=None), end, now)


def _in_silence(*given: Any, **named: Any) -> Any:
    return evolve(_OUTCOME(*given, **named), shortfall=None)


def _prolonged(self: Request, account: Account, end: Any, now: Any) -> OutcomeKind:
    found = _TREATMENT(self, account, end, now)
    return OutcomeKind.PROLONGED if self.activity is Activity.PROLONG and account.credential else found


FAULTS: dict[str, tuple[Any, str, Any]] = {
    "what ends early is not seen": (Credential, "falls_short", _without_the_end),
    "what was revoked is not seen": (Credential, "falls_short", _without_revoking),
    "nothing falls short": (Account, "falls_short", lambda *_: None),
    "a run is silent": (plan, "_outcome", _in_silence),
    "a prolongation is said and not done": (run, "_prolonged", lambda *_: ()),
    "who is held back is not awaited": (coverage, "is_awaited", lambda _, __, refusal: refusal is None),
    "what was revoked is prolonged": (Request, "treatment", _prolonged),
    "complete without an account": (
        Coverage,
        "is_complete",
        property(lambda found: not any(one.is_expected for one in found.missing)),
    ),
}
"""What is done wrong, and where it is planted."""


@pytest.mark.parametrize("fault", FAULTS)
def test_finds_a_planted_fault(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fault of this kind breaks a law within the budget."""
    place, name, wrong = FAULTS[fault]
    monkeypatch.setattr(place, name, wrong)
    once = settings(YEARS, max_examples=2_000, phases=[Phase.generate], report_multiple_bugs=False, database=None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(SchoolYears, settings=once)
