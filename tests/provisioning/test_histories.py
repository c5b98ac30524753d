"""Whatever the host does to its people: no slip opens another person's account, and nobody silently gets two.

The machine over the host's rows is in :mod:`tests.provisioning.histories`. What no fact tells it does not do: give the
key of one pupil to a namesake. Desks confirm what is true.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from cyclades_accounts.model import AccountReport, _identity
from cyclades_accounts.provisioning._accounts import accounts
from cyclades_accounts.provisioning._people import coverage
from cyclades_accounts.provisioning._runs import plan
from cyclades_accounts.provisioning._shared import decisions, people
from tests.provisioning.histories import Histories, HistoriesOnSqlite

IN_MEMORY = settings(
    max_examples=max(300, settings.default.max_examples if settings.default else 0),
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
ON_SQLITE = settings(IN_MEMORY, max_examples=IN_MEMORY.max_examples // 15)


def test_over_a_host_in_memory() -> None:
    """It holds in 300 random histories over rows in a list."""
    run_state_machine_as_test(Histories, settings=IN_MEMORY)


def test_over_tables_of_the_host_on_sqlite() -> None:
    """It holds over rows in a table of the host, beside the library's own."""
    run_state_machine_as_test(HistoriesOnSqlite, settings=ON_SQLITE)


def _never(*_: object, **__: object) -> bool:
    return False


def _always(*_: object, **__: object) -> bool:
    return True


def _rekey_dropped(_: Any, unit: Any, run: Any, __: Any, new: Any, **___: Any) -> AccountReport:
    return people.account_report(run, new, unit.accounts.standing([new]).get(new))


def _last_row_wins(unit: Any, _: Any, uai: Any, session: Any) -> people.Rows:
    found = {row.candidate_id: row for row in unit.people.of_school(uai, session)}
    merged = unit.holders.merged(found)
    rows = {merged.get(key, key): people._under(row, merged.get(key, key)) for key, row in found.items()}  # noqa: SLF001  # the fault replaces its caller
    return people.Rows(tuple(rows.values()), {}, (), frozenset())


Plant = tuple[Any, str, Any]

FAULTS: dict[str, list[Plant]] = {
    "the holder is not checked": [(decisions, "shows_another", _never)],
    "a rekeying is dropped": [(accounts, "rekey", _rekey_dropped)],
    "names are ignored": [(_identity, "_given_names_agree", _always)],
    "nobody alike is asked for": [(decisions, "perhaps_known", lambda *_: {})],
    "the INE alone tells who is known": [(decisions, "face_of", lambda _: None)],
    "the last of two rows wins": [(place, "rows_of", _last_row_wins) for place in (plan, coverage, people)],
    "two rows of one key may be two people": [(people, "_show_two", _never)],
    "whoever the school sees is the account's": [(people.Person, "check_same", _never)],
}
"""What is done wrong, and where it is planted."""


@pytest.mark.parametrize("fault", FAULTS)
def test_finds_a_planted_fault(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fault of identity breaks a law within the budget."""
    for place, name, wrong in FAULTS[fault]:
        monkeypatch.setattr(place, name, wrong)
    # It ends at the first fault found, so a large budget costs nothing but where none is.
    once = settings(IN_MEMORY, max_examples=3_000, phases=[Phase.generate], report_multiple_bugs=False, database=None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Histories, settings=once)
