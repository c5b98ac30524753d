"""The school and the session."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import SessionId, parse_session_id
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


LAST_DAY = date(2025, 12, 31)

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=4).map("a{}".format)
"""Names of exams and turns, of which a key can be made."""


class TestExamSession:
    """The session fixes how long its accounts serve, and what slips call it."""

    @pytest.mark.parametrize(
        ("exam", "turn", "key", "label"),
        [
            ("DNB", "", "DNB-2025", "DNB 2025"),
            ("DNB", "septembre", "DNB-2025-septembre", "DNB 2025, septembre"),
            ("DNB", "2e Tour", "DNB-2025-2e-tour", "DNB 2025, 2e Tour"),
            ("CFG", "", "CFG-2025", "CFG 2025"),
            ("Bac", "", "Bac-2025", "Bac 2025"),  # as the key was made before sessions had labels
            ("BAC PRO", "", "BAC-PRO-2025", "BAC PRO 2025"),
            ("Baccalauréat général", "", "BACCALAUREAT-GENERAL-2025", "Baccalauréat général 2025"),
            ("CAP « Œnologie »", "", "CAP-OENOLOGIE-2025", "CAP « Œnologie » 2025"),
            ("CAP\u00a0Œnologie", "", "CAP-OENOLOGIE-2025", "CAP\u00a0Œnologie 2025"),
        ],
    )
    def test_its_key_is_exam_year_and_turn(self, exam: str, turn: str, key: str, label: str) -> None:
        """Any exam's name makes a key without accents, and a label as it stands."""
        assert ExamSession.of(exam, 2025, LAST_DAY, turn=turn) == ExamSession(SessionId(key), label, LAST_DAY)

    def test_a_label_of_the_hosts_own(self) -> None:
        """A label that is given stands instead of exam and year, and the key stays."""
        session = ExamSession.of("DNB", 2025, LAST_DAY, label="DNB, session de juin 2025")
        assert (session.id, session.label) == ("DNB-2025", "DNB, session de juin 2025")

    @given(NAMES, st.integers(2000, 2999), NAMES, st.dates(date(2000, 1, 1), date(2999, 12, 31)))
    def test_the_key_is_that_of_exam_year_and_turn_alone(self, exam: str, year: int, turn: str, last_day: date) -> None:
        """The key has its form, says the same whatever the label and the last day, and tells a turn from none."""
        session = ExamSession.of(exam, year, last_day, turn=turn)
        assert parse_session_id(session.id) == session.id
        assert ExamSession.of(exam, year, LAST_DAY, turn=turn, label="x").id == session.id
        assert ExamSession.of(exam, year, last_day).id != session.id

    @given(st.integers(1, 9_999), st.integers(1, 9_999))
    def test_two_turns_are_two_sessions(self, one: int, other: int) -> None:
        """Turns of one year have one key where they are the same turn, and only there."""
        keys = {ExamSession.of("DNB", 2025, LAST_DAY, turn=f"tour {turn}").id for turn in (one, other)}
        assert len(keys) == len({one, other})

    @pytest.mark.parametrize("year", [2000, 2999])
    def test_the_bounds_belong_to_the_years(self, year: int) -> None:
        """Both bounds are inclusive, of the year and of the last day."""
        assert ExamSession.of("DNB", year, date(year, 12, 31)).id == f"DNB-{year}"

    @pytest.mark.parametrize("label", ["é" * 80, "DNB\u00a0: session de juin", "DNB\u202f! 2025", "x"])
    def test_labels_are_french(self, label: str) -> None:
        """No-break spaces may stand in a label, up to its bound, which counts characters."""
        assert ExamSession(SessionId("x" * 60), label, LAST_DAY).label == label

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"id": ""}, "session"),
            ({"id": "x" * 61}, "session"),
            ({"id": "DNB 2025"}, "session"),
            ({"id": "DNB-2025-"}, "session"),
            ({"id": "DNB--2025"}, "session"),
            ({"id": "DNB_2025"}, "session"),
            ({"id": "BACCALAURÉAT"}, "session"),
            ({"id": "DNB-2025\n"}, "session"),
            ({"id": "DNB-٢٠٢٥"}, "session"),
            ({"id": 2025}, "session"),
            ({"label": ""}, "label"),
            ({"label": " "}, "label"),
            ({"label": " DNB"}, "label"),
            ({"label": "\u00a0"}, "label"),
            ({"label": "DNB\n2025"}, "label"),
            ({"label": "DNB\x002025"}, "label"),
            ({"label": "x" * 81}, "label"),
            ({"label": None}, "label"),
            ({"last_day": "2025-12-31"}, "last_day"),
            ({"last_day": None}, "last_day"),
            ({"last_day": datetime(2025, 12, 31, tzinfo=UTC)}, "last_day"),
            ({"last_day": date(1999, 12, 31)}, "last_day"),
            ({"last_day": date(3000, 1, 1)}, "last_day"),
        ],
    )
    def test_what_is_none_is_refused_by_name(self, change: dict[str, Any], field: str) -> None:
        """Each field has its form and its bound; the error names the field, and what it takes."""
        values: dict[str, Any] = {"id": "DNB-2025", "label": "DNB 2025", "last_day": LAST_DAY}
        with pytest.raises(InvalidValueError) as refused:
            ExamSession(**(values | change))
        assert refused.value.field == field

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"exam": ""}, "exam"),
            ({"exam": "  "}, "exam"),
            ({"exam": "..."}, "exam"),
            ({"exam": "中考"}, "exam"),
            ({"exam": "x" * 81}, "exam"),
            ({"exam": 2025}, "exam"),
            ({"exam": "x" * 60}, "session"),
            ({"turn": " "}, "turn"),
            ({"turn": "!"}, "turn"),
            ({"turn": "a\nb"}, "turn"),
            ({"label": " "}, "label"),
            ({"year": 1999}, "year"),
            ({"year": 3000}, "year"),
            ({"year": 25}, "year"),
            ({"year": True}, "year"),
            ({"year": "2025"}, "year"),
            ({"last_day": "2025-12-31"}, "last_day"),
        ],
    )
    def test_what_makes_no_key_is_refused_by_name(self, change: dict[str, Any], field: str) -> None:
        """What an exam, a year and a turn may be is checked before a key is made of them."""
        values: dict[str, Any] = {"exam": "DNB", "year": 2025, "last_day": LAST_DAY}
        with pytest.raises(InvalidValueError) as refused:
            ExamSession.of(**(values | change))
        assert refused.value.field == field

    def test_it_ends_when_the_day_is_over_everywhere(self) -> None:
        """This test ensures that 31 December ends on 1 January at noon UTC, when it is midnight in UTC-12."""
        assert ExamSession.of("DNB", 2025, LAST_DAY).ends_at == datetime(2026, 1, 1, 12, tzinfo=UTC)

    @given(st.dates(date(2000, 1, 1), date(2999, 12, 30)), st.integers(-12 * 4, 14 * 4))
    def test_the_last_day_is_inclusive_in_every_time_zone(self, last_day: date, quarters: int) -> None:
        """This test ensures that wherever the pupil lives the last day is over at the end, in UTC-12 just so."""
        zone = timezone(timedelta(minutes=15 * quarters))
        ends_at = ExamSession.of("DNB", 2025, last_day).ends_at
        assert ends_at.astimezone(zone).date() > last_day
        just_before = (ends_at - timedelta(microseconds=1)).astimezone(timezone(-timedelta(hours=12)))
        assert just_before.date() == last_day
