"""The contract of exam sessions."""

# ruff: noqa: S101  # a contract speaks through assert

from collections.abc import Callable
from datetime import timedelta

from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.identifiers import SessionId
from cyclades_accounts.model import ExamSession
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.contract._base import Contract, laws
from cyclades_accounts.testing.contract._capabilities import needs
from cyclades_accounts.testing.contract._threads import at_once
from cyclades_accounts.testing.samples import session


class SessionContract(Contract):
    """Exam sessions, by id: kept by whoever comes first."""

    def test_no_session_is_known_at_first(self, store: Store) -> None:
        """An empty store has no sessions."""
        with store.reading() as unit:
            assert unit.sessions.all() == ()

    def test_first_one_is_kept(self, store: Store) -> None:
        """``keep`` inserts a session whose id is new, and returns the one that is kept from then on."""
        mine = session()
        for given in (mine, evolve(mine, label="Autre"), evolve(mine, last_day=mine.last_day + timedelta(days=1))):
            with store.writing() as unit:
                assert unit.sessions.keep(given) == mine
                assert unit.sessions.all() == (mine,)
        with store.reading() as unit:
            assert unit.sessions.all() == (mine,)

    def test_put_replaces_one_alone(self, store: Store) -> None:
        """``put`` inserts a session or replaces the one with its id, and no other; the id is told to the character."""
        mine, shouted = session(), session(SessionId(session().id.lower()))
        changed = evolve(mine, label="DNB, session de juin", last_day=mine.last_day - timedelta(days=9))
        with store.writing() as unit:
            unit.sessions.put(mine)
            unit.sessions.put(shouted)
            unit.sessions.put(changed)
            assert unit.sessions.keep(mine) == changed
        with store.reading() as unit:
            assert unit.sessions.all() == (changed, shouted)

    def test_sessions_are_sorted_by_id(self, store: Store) -> None:
        """``all`` gives the sessions by id, sorted by code point."""
        ids = [SessionId(text) for text in ("DNB-2025-septembre", "dnb-2025", "DNB-2025", "CFG-2025", "DNB-2025-1")]
        with store.writing() as unit:
            for one in ids:
                unit.sessions.keep(session(one))
        with store.reading() as unit:
            assert [one.id for one in unit.sessions.all()] == sorted(ids)

    @laws
    @each(some=st.lists(strategies.exam_sessions(), min_size=1, max_size=4))
    def test_session_comes_back_equal(self, store: Store, reopen: Callable[[], Store], some: list[ExamSession]) -> None:
        """A session comes back equal, to the character."""
        with store.writing() as unit:
            for one in some:
                unit.sessions.put(one)
        with reopen().reading() as unit:
            kept = {one.id: one for one in unit.sessions.all()}
        last = {one.id: one for one in some}
        assert {key: kept[key] for key in last} == last

    @needs(Capability.THREADS)
    def test_two_threads_keep_one_session(self, store: Store) -> None:
        """Of two threads that keep one id at once, both are told the session that one of them kept."""

        def keep(label: str) -> str:
            with store.writing() as unit:
                return unit.sessions.keep(evolve(session(), label=label)).label

        answers = at_once(lambda: keep("un"), lambda: keep("deux"))
        with store.reading() as unit:
            [kept] = unit.sessions.all()
        assert list(answers) == [kept.label, kept.label]
