"""The years of two schools, whose sessions overlap and move: who is said to be served, and who can log in."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cyclades_accounts import (
    Candidature,
    CandidatureStatus,
    Criteria,
    Desk,
    ExamSession,
    Generation,
    LoginVerdict,
    Renew,
)
from cyclades_accounts.errors import CycladesAccountsError, ErrorKind
from cyclades_accounts.model import OutcomeList, RunReport
from tests.provisioning.worlds import World, in_memory
from tests.support import NOW, OTHER_UAI, UAI, candidature, desk, ine, read_slips

CFG: Final = ExamSession.of("CFG", 2025, date(2025, 6, 30))
DNB: Final = ExamSession.of("DNB", 2025, date(2025, 7, 15))
NEXT: Final = ExamSession.of("DNB", 2026, date(2026, 7, 15))
BORN: Final = date(2010, 3, 9)

PEOPLE: Final = {
    1: candidature(1, "MARTIN", "Léa", birth_date=BORN),
    2: candidature(2, "ROUX", "Ali", birth_date=BORN),
    3: candidature(3, "ZOLA", "Zoé", birth_date=BORN),
    4: candidature(4, "MARTIN", "Léa", birth_date=BORN, division="3B"),
}
"""The last one may be the first one under another key, until a desk confirms that it is not."""

STATES: Final[dict[str, dict[str, Any]]] = {
    "served": {},
    "without address": {"email": None},
    "without category": {"category": ""},
    "resigned": {"status": CandidatureStatus.DEMISSIONNAIRE},
}

_SCHOOLS = st.sampled_from([UAI, OTHER_UAI])
_SESSIONS = st.sampled_from([CFG.id, DNB.id, NEXT.id])
_NUMBERS = st.sampled_from(sorted(PEOPLE))


class SchoolYears(RuleBasedStateMachine):
    """Rosters, runs of each kind, prolongations, passwords revoked and chosen, days that pass, sessions that move.

    The machine knows the last password that each candidate was handed or chose, and tries it on the session's last day.
    """

    def __init__(self) -> None:
        """Start with two schools in January."""
        super().__init__()
        self.world = self.new_world()
        self.service = self.world.service()
        self.now = NOW
        self.sessions: dict[str, ExamSession] = {one.id: one for one in (CFG, DNB, NEXT)}
        self.rows: dict[tuple[str, str], dict[str, Candidature]] = {}
        self.last: dict[str, str] = {}
        """The last password of each login: what the last slip shows, or what the candidate chose."""

    def new_world(self) -> World:
        """Return an empty world."""
        return World(in_memory, own_people=False)

    # --- what happens -----------------------------------------------------------------------------------------------

    @initialize(renew=st.booleans())
    def a_class(self, renew: bool) -> None:  # noqa: FBT001  # Hypothesis passes it by name
        """Begin with slips of the CFG, and the same pupils in the DNB."""
        self.register(UAI, CFG.id, {1, 2}, "served")
        self.generate(UAI, CFG.id, Renew(renew))
        self.register(UAI, DNB.id, {1, 2, 3}, "served")

    @rule(uai=_SCHOOLS, session=_SESSIONS, numbers=st.sets(_NUMBERS, min_size=1), state=st.sampled_from(sorted(STATES)))
    def register(self, uai: str, session: str, numbers: set[int], state: str) -> None:
        """A school has candidatures, or others than before."""
        files = [
            evolve(PEOPLE[number], uai=uai, session_id=self.sessions[session].id, **STATES[state])
            for number in sorted(numbers)
        ]
        if self.by(lambda: self.world.register(self.service, self.sessions[session], *files, uai=uai, now=self.now)):
            self.rows.setdefault((uai, session), {}).update({one.candidate_id: one for one in files})

    @rule(uai=_SCHOOLS, session=_SESSIONS, renew=st.sampled_from(Renew))
    def generate(self, uai: str, session: str, renew: Renew) -> None:
        """A school generates."""
        self.run(uai, session, lambda one: one.generate(Generation(renew=renew)))

    @rule(uai=_SCHOOLS, session=_SESSIONS, number=_NUMBERS)
    def regenerate(self, uai: str, session: str, number: int) -> None:
        """A school gives one pupil another password."""
        self.run(uai, session, lambda one: one.regenerate(Criteria(candidates=[ine(number)])))

    @rule(uai=_SCHOOLS, session=_SESSIONS, number=st.none() | _NUMBERS)
    def prolong(self, uai: str, session: str, number: int | None) -> None:
        """A school prolongs passwords: all, or one."""
        criteria = Criteria() if number is None else Criteria(candidates=[ine(number)])
        self.run(uai, session, lambda one: one.prolong(criteria))

    @rule(
        uai=_SCHOOLS,
        session=_SESSIONS,
        number=_NUMBERS,
        act=st.sampled_from(["revoke", "close", "reopen", "confirm_other", "ask_transfer"]),
    )
    def act(self, uai: str, session: str, number: int, act: str) -> None:
        """A school does something to an account."""
        self.by(lambda: getattr(self.desk(uai, session).accounts, act)(ine(number)))

    @rule(number=_NUMBERS)
    def choose(self, number: int) -> None:
        """A candidate chooses a password, where the last one opens the account."""
        login = sorted(self.last)[number % len(self.last)] if self.last else ""
        chosen = f"une phrase de passe {self.now:%Y%m%d}"
        if login and self.last[login] != chosen:
            change = self.service.candidates.change_password(login, self.last[login], chosen, now=self.now)
            if change.verdict is LoginVerdict.ACCEPTED:
                self.last[login] = chosen

    @rule(number=_NUMBERS)
    def log_in_by_email(self, number: int) -> None:
        """A candidate makes an account with an e-mail address (M8)."""
        work = self.service.candidates.register_email_account
        self.by(lambda: work(ine(number), f"famille{number}@example.org", now=self.now))

    @rule(days=st.sampled_from([1, 30, 100]))
    def wait(self, days: int) -> None:
        """Days pass."""
        self.now += timedelta(days=days)

    @rule(session=_SESSIONS, days=st.integers(-60, 60))
    def move_the_end(self, session: str, days: int) -> None:
        """The last day of a session moves, earlier or later."""
        kept = self.sessions[session]
        moved = evolve(kept, last_day=kept.last_day + timedelta(days=days))
        self.service.upkeep(actor="DSI", now=self.now).set_session(moved)
        self.sessions[session] = moved

    # --- how it is done ---------------------------------------------------------------------------------------------

    def desk(self, uai: str, session: str) -> Desk:
        """Return a desk of a school."""
        return desk(self.service, uai, self.sessions[session], now=self.now)

    def by(self, work: Callable[[], Any]) -> bool:
        """Do what somebody does, a moment later, and return whether it was done: an ordinary refusal is not."""
        self.now += timedelta(minutes=1)
        try:
            work()
        except CycladesAccountsError as error:
            assert error.kind is not ErrorKind.OURS  # noqa: PT017  # any of the others
            return False
        return True

    def run(self, uai: str, session: str, work: Callable[[Desk], RunReport]) -> None:
        """Carry out a run, read its slips, and compare its report with what candidates can open."""
        reports: list[RunReport] = []
        if self.by(lambda: reports.append(work(self.desk(uai, session)))):
            (report,) = reports
            if report.documents:
                opened = self.desk(uai, session).documents.open(report.documents[0])
                self.last |= {login: password for login, password in read_slips(opened.content).items() if password}
            self.check(session, report)

    def serves(self, login: str, session: str) -> bool:
        """Whether the last password opens the account until the session's last day; by e-mail nobody here knows."""
        last_moment = self.sessions[session].ends_at - timedelta(microseconds=1)
        if "@" in login:
            return True
        check = self.service.candidates.check_login
        return check(login, self.last[login], now=max(self.now, last_moment)).verdict is LoginVerdict.ACCEPTED

    def check(self, session: str, found: OutcomeList) -> None:
        """Compare what a plan or a report says of accounts that are there: who is not named can log in."""
        for one in found.outcomes:
            told = one.shortfall is not None or one.refusal is not None
            if one.account_id and one.login and not told and self.last.get(one.login):
                assert self.serves(one.login, session), "a run counts somebody as served whose slip dies"

    # --- what is said -----------------------------------------------------------------------------------------------

    @invariant()
    def who_is_counted_as_served_can_log_in(self) -> None:
        """Whoever the message counts can log in with the last slip until the session's last day, or is named."""
        for (uai, session), rows in self.rows.items():
            one = self.desk(uai, session)
            found = one.coverage()
            logins = {line.candidature.candidate_id: line.login for line in one.roster_list() if line.login}
            dead = {key for key, login in logins.items() if not self.serves(login, session)}
            assert {one.candidate_id for one in found.short} == dead, "who falls short is not named, or who does not"
            awaited = {
                key for key, row in rows.items() if key not in logins and row.status != CandidatureStatus.DEMISSIONNAIRE
            }
            self.reads_well(one.coverage_message(found), len(awaited), len(logins), len(dead))
            if self.now < one.session.ends_at:
                self.check(session, one.plan())

    def reads_well(self, message: str, awaited: int, accounts: int, dead: int) -> None:
        """Read the numbers in the sentences."""

        def number(pattern: str) -> int:
            read = re.search(pattern, message)
            return int(read[1]) if read else 0

        assert number(r"Il manque (\d+) ") == awaited, message
        assert number(r"Il manque \d+ comptes? sur (\d+)") == (accounts + awaited if awaited else 0), message
        named = number(r"(\d+) comptes? ne s’ouvre") + number(r"(\d+) mots? de passe expire")
        assert named == dead, message
        complete = accounts if accounts and not awaited and not dead else 0
        assert number(r"Tous les comptes sont créés : (\d+)") == complete, message
        assert ("Tous les comptes" in message) == bool(complete), message


class SchoolYearsOfAHost(SchoolYears):
    """The same over people that the host keeps."""

    def new_world(self) -> World:
        """Return an empty world."""
        return World(in_memory, own_people=True)
