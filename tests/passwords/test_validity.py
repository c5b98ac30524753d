"""How long a provisional password serves."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.model import last_full_day
from cyclades_accounts.passwords import UNTIL_THE_SESSION_ENDS, PasswordValidity
from tests.support import SESSION

MONTH = PasswordValidity("MONTH", "a host", 30)


def test_the_default_serves_until_the_session_ends() -> None:
    """This test ensures that a slip printed in January opens the results in July."""
    assert UNTIL_THE_SESSION_ENDS.last_day(date(2025, 1, 14), SESSION) == SESSION.last_day
    assert UNTIL_THE_SESSION_ENDS.ends_at(date(2025, 1, 14), SESSION) == SESSION.ends_at


def test_a_host_may_shorten_it() -> None:
    """This test ensures that days count from the day of the run, and that the last one is served whole everywhere."""
    assert MONTH.last_day(date(2025, 1, 14), SESSION) == date(2025, 2, 13)
    assert MONTH.ends_at(date(2025, 1, 14), SESSION) == datetime(2025, 2, 14, 12, tzinfo=UTC)


def test_it_never_exceeds_the_session() -> None:
    """This test ensures that a shortened password ends with the session at the latest."""
    assert MONTH.last_day(date(2025, 12, 20), SESSION) == SESSION.last_day


@pytest.mark.parametrize("days", [0, -1])
def test_a_password_serves_a_day_at_least(days: int) -> None:
    """This test ensures that no password has ended before it can be handed out."""
    with pytest.raises(ValueError, match="days"):
        PasswordValidity("x", "y", days)


def test_it_says_itself_in_one_line() -> None:
    """This test ensures that a plan can be bound to it."""
    assert MONTH.spec == '{"days": 30, "kind": "password validity", "name": "MONTH", "source": "a host"}'
    assert '"days": null' in UNTIL_THE_SESSION_ENDS.spec


@given(st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.none() | st.integers(1, 400))
def test_the_day_on_the_slip_comes_back_from_the_end(made_on: date, days: int | None) -> None:
    """This test ensures that a reprint shows the day that the first slip showed."""
    validity = PasswordValidity("x", "y", days)
    assert last_full_day(validity.ends_at(made_on, SESSION)) == validity.last_day(made_on, SESSION)
