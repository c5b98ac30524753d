"""Two desks of two schools: no course of one school's activities changes what the other's pupils can open unsaid.

The model knows who holds whom, by the words of the domain alone: the school that created the account, then the one to
which a transfer took it. A transfer is granted at once where every fact is known and the holding school has no
candidature of the pupil for the session, nor for a later one; else the holding school grants it, or moves the pupil.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from cyclades_accounts import Candidature, Criteria, Desk, ExamSession, Generation, LoginVerdict, Renew
from cyclades_accounts.errors import CycladesAccountsError, ErrorKind
from cyclades_accounts.model import Account, AccountReport, AccountsReport, Activity, RunReport
from cyclades_accounts.provisioning._accounts import erase
from cyclades_accounts.provisioning._shared import holding
from cyclades_accounts.sealing import HmacPseudonymizer
from tests.support import (
    KEYS,
    NOW,
    OTHER_UAI,
    SESSION,
    UAI,
    candidature,
    desk,
    ine,
    make_school,
    read_slips,
    registry,
)

NEXT = ExamSession.of("DNB", 2026, date(2026, 12, 31))
BORN = date(2010, 3, 9)
NAMES = ("ROUX", "GALLO", "LE GOFF", "ÉVRARD")
NUMBERS = st.integers(1, len(NAMES))
SCHOOLS = st.sampled_from([UAI, OTHER_UAI])
SESSIONS = st.sampled_from([SESSION, NEXT])

ACTS: dict[str, Callable[[Desk, str, str], object]] = {
    "close": lambda desk, key, other: desk.accounts.close(key, other),
    "reopen": lambda desk, key, other: desk.accounts.reopen(key, other),
    "revoke": lambda desk, key, other: desk.accounts.revoke(key, other),
    "erase": lambda desk, key, _: desk.accounts.erase(key),
    "rekey": lambda desk, key, other: desk.accounts.rekey(key, other),
    "confirm the same": lambda desk, key, _: desk.accounts.confirm_same(key),
    "confirm another": lambda desk, key, _: desk.accounts.confirm_other(key),
    "impose": lambda desk, key, _: desk.accounts.impose_logins({key: "a.b"}),
}


class TwoDesks(RuleBasedStateMachine):
    """Each school does what a desk and a registry can do; what the other's pupils can open is compared each time."""

    def __init__(self) -> None:
        """Start with two empty schools."""
        super().__init__()
        self.service = make_school(pseudonymizer=HmacPseudonymizer(KEYS))
        self.now = NOW
        self.rows: dict[tuple[str, str, str], Candidature] = {}
        self.held: dict[str, str] = {}
        self.slips: dict[str, tuple[str, str, str]] = {}
        """For each login the key, the school that handed out the last slip, and its password."""
        self.merged: dict[str, str] = {}
        """The key that stays, for each that went."""

    @initialize(moved=st.sets(NUMBERS))
    def two_schools(self, moved: set[int]) -> None:
        """Begin with a class of one school; some of it go to the other, and have not asked for a slip there yet."""
        self.register(UAI, SESSION, set(range(1, len(NAMES) + 1)), known=True)
        self.run(UAI, SESSION, renew=False, number=None)
        if moved:
            self.register(OTHER_UAI, NEXT, moved, known=True)

    # --- what a school does -----------------------------------------------------------------------------------------

    @rule(
        uai=SCHOOLS,
        session=SESSIONS,
        numbers=st.sets(NUMBERS, min_size=1),
        known=st.booleans(),
        up_to=st.sampled_from([None, None, 50, 100]),
    )
    def register(
        self,
        uai: str,
        session: ExamSession,
        numbers: set[int],
        known: bool,  # noqa: FBT001  # Hypothesis passes it by name
        up_to: int | None = None,
    ) -> None:
        """A school brings a file, with birth dates or without, and withdraws what it lacks, or not."""
        lines = [self.line(number, uai, session, known=known) for number in sorted(numbers)]
        register = registry(self.service).register_roster
        report = self.by(uai, lambda: register(uai, session, lines, withdraw_up_to=up_to))
        if report is not None:
            for key in report.withdrawn:
                del self.rows[key, uai, session.id]
            self.rows |= {(one.candidate_id, uai, session.id): one for one in lines}

    @rule(uai=SCHOOLS, session=SESSIONS, renew=st.booleans(), number=st.none() | NUMBERS)
    def run(self, uai: str, session: ExamSession, renew: bool, number: int | None) -> None:  # noqa: FBT001  # Hypothesis passes it by name
        """A school generates, by force or not, or regenerates for one pupil."""

        def work() -> RunReport:
            here = self.desk(uai, session)
            if number is None:
                return here.generate(Generation(renew=Renew(renew)))
            return here.regenerate(Criteria(candidates=[self.key(number)]))

        before = dict(self.held)
        for key in [key for key, holder in before.items() if holder != uai and self.may_take(key, uai, session)]:
            if renew if number is None else key == self.key(number):
                self.held[key] = uai
        report = self.by(uai, work)
        served = [] if report is None else [one for one in report.outcomes if one.has_papillon]
        passwords = {}
        if report is not None and report.documents:
            passwords = read_slips(self.plain(report.documents[0]))
        for one in served:
            assert one.login
            self.held.setdefault(one.candidate_id, uai)
            assert self.held[one.candidate_id] == uai, "a school renewed a pupil of the other"
            self.slips[one.login] = (one.candidate_id, uai, passwords[one.login])
        for key in before.keys() - {one.candidate_id for one in served}:
            self.held[key] = before[key]

    @rule(uai=SCHOOLS, session=SESSIONS, number=NUMBERS)
    def ask(self, uai: str, session: ExamSession, number: int) -> None:
        """A school asks for a transfer."""
        key = self.key(number)
        if key in self.held and self.may_take(key, uai, session):
            self.held[key] = uai
        self.by(uai, lambda: self.desk(uai, session).accounts.ask_transfer(key))

    @rule(uai=SCHOOLS, number=NUMBERS, grant=st.booleans())
    def answer(self, uai: str, number: int, grant: bool) -> None:  # noqa: FBT001  # Hypothesis passes it by name
        """A school answers one."""
        other, key = OTHER_UAI if uai == UAI else UAI, self.key(number)
        answer = self.desk(uai, SESSION).accounts.answer_transfer
        if self.by(uai, lambda: answer(key, asked_by=other, grant=grant)) is not None and grant:
            self.held[key] = other

    @rule(uai=SCHOOLS, session=SESSIONS, number=NUMBERS)
    def move(self, uai: str, session: ExamSession, number: int) -> None:
        """A school moves a pupil to the other."""
        to = OTHER_UAI if uai == UAI else UAI
        report = self.by(uai, lambda: registry(self.service).move(uai, session, self.key(number), to=to))
        if report is not None:
            row = self.rows.pop((self.key(number), uai, session.id))
            self.rows.setdefault((self.key(number), to, session.id), evolve(row, uai=to))
            if self.key(number) in self.held:
                self.held[self.key(number)] = to

    @rule(uai=SCHOOLS, session=SESSIONS, numbers=st.sets(NUMBERS, min_size=1))
    def withdraw(self, uai: str, session: ExamSession, numbers: set[int]) -> None:
        """A school withdraws candidatures of its own."""
        keys = [self.key(number) for number in sorted(numbers)]
        report = self.by(uai, lambda: registry(self.service).withdraw(uai, session, *keys))
        for line in report.done if report else ():
            del self.rows[line.candidate_id, uai, session.id]

    @rule(uai=SCHOOLS, session=SESSIONS, number=NUMBERS, other=NUMBERS, act=st.sampled_from(sorted(ACTS)))
    def act(self, uai: str, session: ExamSession, number: int, other: int, act: str) -> None:
        """A school does something to an account."""
        report = self.by(uai, lambda: ACTS[act](self.desk(uai, session), self.key(number), self.key(other)))
        if report is not None and act == "erase":
            self.forget(self.key(number))
        if report is not None and act == "rekey":
            assert self.held.get(self.key(other), uai) == uai
            for login, (key, school, password) in self.slips.items():
                if key == self.key(number):
                    self.slips[login] = (self.key(other), school, password)
            for (key, school, session_id), row in list(self.rows.items()):
                if key == self.key(number):
                    del self.rows[key, school, session_id]
                    self.rows.setdefault((self.key(other), school, session_id), row)
            if self.held.pop(self.key(number), None):
                self.held.setdefault(self.key(other), uai)
            self.merged[self.key(number)] = self.key(other)

    # --- what the other school sees ---------------------------------------------------------------------------------

    def by(self, uai: str, work: Callable[[], Any]) -> Any:
        """Do what a school does, refusals included, and compare what the other school's pupils can open."""
        self.now += timedelta(minutes=1)
        opened, slips, lists, holders = self.opened(), self.documents(uai), self.lists(uai), dict(self.held)
        try:
            report = work()
        except CycladesAccountsError as error:
            assert error.kind in {ErrorKind.REFUSED, ErrorKind.UNKNOWN, ErrorKind.INVALID, ErrorKind.CONFLICT}  # noqa: PT017  # any of these
            report = None
        if isinstance(report, AccountsReport) and not report.done:
            report = None
        for login, opens in self.opened().items():
            key, school, _ = self.slips[login]
            if opens != opened[login] and school != uai:
                assert holders.get(key) == uai, "a school changed what a pupil of the other can open"
                assert self.is_told(school, key), "and nobody told it"
        erased = {login for login, (key, *_) in self.slips.items() if report is not None and not self.is_known(key)}
        for document, logins in self.documents(uai).items():
            assert logins == slips[document] - erased, "a document of the other school lost the slip of a neighbour"
        if not isinstance(report, AccountReport | AccountsReport) or report.run.activity is Activity.WITHDRAW:
            assert self.lists(uai) == lists or erased, "a school's file changed what the other's told"
        return report

    def opened(self) -> dict[str, bool]:
        """Return for each login whether its last slip opens the account."""
        check = self.service.candidates.check_login
        return {
            login: check(login, password, now=self.now).verdict is LoginVerdict.ACCEPTED
            for login, (_, _, password) in self.slips.items()
        }

    def documents(self, uai: str) -> dict[str, set[str]]:
        """Return the logins on each document of the other school."""
        with self.service.store.reading() as unit:
            found = unit.documents.find(runs=[one.run_id for one in self.service_documents(unit, uai)])
        return {one.id: set(read_slips(self.plain(one.id))) if one.purged_at is None else set() for one in found}

    def service_documents(self, unit: Any, uai: str) -> list[Any]:
        """Return the documents of the other school."""
        other = OTHER_UAI if uai == UAI else UAI
        return [
            one
            for session in (SESSION, NEXT)
            for one in unit.documents.of_school(other, session.id, skip=0, limit=1_000)[0]
        ]

    def plain(self, document: Any) -> bytes:
        """Return the content of a document, without opening it in anybody's name."""
        with self.service.store.reading() as unit:
            (found,), sealed = unit.documents.find(ids=[document]), unit.documents.content(document)
        assert sealed
        return self.service.sealer.open(sealed, found.context)

    def lists(self, uai: str) -> list[Any]:
        """Return the people in the lists of the other school, as it told them."""
        other = OTHER_UAI if uai == UAI else UAI
        with self.service.store.reading() as unit:
            return [sorted(unit.people.of_school(other, one.id), key=repr) for one in (SESSION, NEXT)]

    def is_told(self, uai: str, key: str) -> bool:
        """Whether a school's journal says who took a pupil over, or that it handed them over itself."""
        lines = self.desk(uai, SESSION).documents.journal(size=100).items
        taken = {Activity.TRANSFER, Activity.MOVE}
        return any(
            line.candidate_id == key or line.candidate_id.startswith("erased-")
            for one in lines
            if isinstance(one, AccountReport | AccountsReport) and one.run.activity in taken
            for line in (one.lines if isinstance(one, AccountsReport) else [one])
        )

    # --- the model --------------------------------------------------------------------------------------------------

    def may_take(self, key: str, uai: str, session: ExamSession) -> bool:
        """Whether a pupil has moved to a school, with every fact known, and is at the holding school no more."""
        row = self.rows.get((key, uai, session.id))
        later = [NEXT.id] if session == NEXT else [SESSION.id, NEXT.id]
        stayed = any((key, self.held[key], one) in self.rows for one in later)
        return row is not None and row.candidate.birth_date is not None and not stayed and self.is_free(key)

    def is_free(self, key: str) -> bool:
        """Whether the birth date of the account's holder is known, and no school asked for the pupil."""
        with self.service.store.reading() as unit:
            holder = next(iter(unit.holders.of([candidature(int(key[:9])).candidate_id]).values()), None)
        return holder is not None and holder.candidate.birth_date is not None and not holder.contested

    def is_known(self, key: str) -> bool:
        """Whether the person still has an account, open or closed."""
        return self.account(key) is not None

    def account(self, key: str) -> Account | None:
        """Return the account of a person, also under a key that was merged into another."""
        asked = candidature(int(key[:9])).candidate_id
        with self.service.store.reading() as unit:
            kept = unit.holders.merged([asked]).get(asked, asked)
            return unit.accounts.standing([kept]).get(kept)

    def forget(self, key: str) -> None:
        """Forget an erased person."""
        self.held.pop(key, None)
        self.rows = {place: row for place, row in self.rows.items() if place[0] != key}
        self.slips = {login: slip for login, slip in self.slips.items() if slip[0] != key}

    def key(self, number: int) -> str:
        """Return the key that a person has now."""
        key = ine(number)
        while key in self.merged:
            key = self.merged[key]
        return key

    def desk(self, uai: str, session: ExamSession) -> Desk:
        """Return a desk of a school."""
        return desk(self.service, uai, session, now=self.now)

    def line(self, number: int, uai: str, session: ExamSession, *, known: bool) -> Candidature:
        """Return a line of a school's file."""
        born = BORN + timedelta(days=number) if known else None
        return candidature(number, NAMES[number - 1], uai=uai, session_id=session.id, birth_date=born)


SETTINGS = settings(
    max_examples=max(150, settings.default.max_examples if settings.default else 0),
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_no_school_reaches_into_the_other() -> None:
    """It holds in random courses of both schools' activities."""
    run_state_machine_as_test(TwoDesks, settings=SETTINGS)


FAULTS: dict[str, tuple[Any, str, Any]] = {
    "the holder is not checked": (holding.Holding, "right", lambda *_: holding.Right.HELD),
    "a transfer is granted to anybody": (holding, "agrees_in_all", lambda *_: True),
    "an erasure purges the class of a neighbour": (erase, "_drawn_anew", lambda *_: []),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine finds each of three faults."""
    monkeypatch.setattr(*FAULTS[fault])
    found = settings(SETTINGS, max_examples=2_000, phases=[Phase.generate], derandomize=True, database=None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(TwoDesks, settings=found)
