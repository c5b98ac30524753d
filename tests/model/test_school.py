"""The school and the session."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.model import ExamSession, School
from tests.support import UAI


class TestSchool:
    """A school is known by its code."""

    def test_its_code_is_checked(self) -> None:
        """This test ensures that a wrong code does not make a school."""
        assert School(f" {UAI.lower()} ", "Collège").uai == UAI
        with pytest.raises(InvalidValueError, match="check letter"):
            School("0442286A", "Collège")

    def test_the_service_is_off_until_granted(self) -> None:
        """This test ensures that a school which nobody granted the service does not have it (M1)."""
        assert not School(UAI, "Collège").manages_candidates


class TestExamSession:
    """The session fixes how long its accounts serve."""

    def test_its_key_is_exam_and_year(self) -> None:
        """This test ensures that two sessions have two keys."""
        assert ExamSession(2025, date(2025, 12, 31)).id == "DNB-2025"
        assert ExamSession(2026, date(2026, 12, 31), exam="CFG").id == "CFG-2026"

    @pytest.mark.parametrize("year", [1999, 3000, 25])
    def test_a_year_is_a_year(self, year: int) -> None:
        """This test ensures that a year of two digits is noticed."""
        with pytest.raises(ValueError, match="year"):
            ExamSession(year, date(2025, 12, 31))

    @pytest.mark.parametrize("year", [2000, 2999])
    def test_the_bounds_belong_to_the_years(self, year: int) -> None:
        """This test ensures that both bounds are inclusive."""
        assert ExamSession(year, date(year, 12, 31)).year == year

    def test_types_are_checked(self) -> None:
        """This test ensures that texts of a file are not taken for a year or a day."""
        text: Any = "2025"
        with pytest.raises(TypeError, match="year"):
            ExamSession(text, date(2025, 12, 31))
        with pytest.raises(TypeError, match="last_day"):
            ExamSession(2025, text)

    def test_the_last_day_is_not_a_moment(self) -> None:
        """This test ensures that a datetime, which Python calls a date, is refused: it compares with no day."""
        with pytest.raises((TypeError, ValueError)):
            ExamSession(2025, datetime(2025, 12, 31, tzinfo=UTC))

    def test_it_ends_when_the_day_is_over_everywhere(self) -> None:
        """This test ensures that 31 December ends on 1 January at noon UTC, when it is midnight in UTC-12."""
        assert ExamSession(2025, date(2025, 12, 31)).ends_at == datetime(2026, 1, 1, 12, tzinfo=UTC)

    @given(st.dates(date(2000, 1, 1), date(2999, 12, 30)), st.integers(-12 * 4, 14 * 4))
    def test_the_last_day_is_inclusive_in_every_time_zone(self, last_day: date, quarters: int) -> None:
        """This test ensures that wherever the pupil lives the last day is over at the end, in UTC-12 just so."""
        zone = timezone(timedelta(minutes=15 * quarters))
        ends_at = ExamSession(2025, last_day).ends_at
        assert ends_at.astimezone(zone).date() > last_day
        just_before = (ends_at - timedelta(microseconds=1)).astimezone(timezone(-timedelta(hours=12)))
        assert just_before.date() == last_day
