"""Laws that hold for every roster and every history, found by Hypothesis."""

import io
import threading
from collections import Counter
from datetime import date, timedelta
from typing import Any

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from pypdf import PdfReader

from cyclades_accounts import (
    Candidature,
    CandidatureStatus,
    Criteria,
    ExamSession,
    Generation,
    LoginVerdict,
    Provisioning,
    Renew,
)
from cyclades_accounts.errors import (
    LimitedToOneError,
    OtherPersonError,
    OtherSchoolError,
    PurgedDocumentError,
    UnknownAccountError,
    UnknownCandidateError,
)
from cyclades_accounts.identifiers import AccountId, Login
from cyclades_accounts.model import OutcomeKind, Password, RunReport
from cyclades_accounts.pdf import ReportlabRenderer
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
    opened,
    passwords_of,
    registry,
)

NAMES = st.sampled_from(["MARTIN", "Martin", "MÀRTIN", "D'HERVÉ", "ŁUK", "BŒUF", "MARTIN2", "Иван"])
GIVEN = st.sampled_from(["Léa", "LEA", "Lea Marie", "Jean-Luc", "Zoé,Anne"])


@st.composite
def candidatures(draw: st.DrawFn, number: int, school: str = UAI, session: ExamSession = SESSION) -> Candidature:
    """Draw the candidature of a person, of whom only the key is fixed."""
    return candidature(
        number,
        draw(NAMES),
        draw(GIVEN),
        uai=school,
        session_id=session,
        status=draw(st.sampled_from(CandidatureStatus)),
        email=draw(st.sampled_from([None, "", "x@example.org"])),
        division=draw(st.sampled_from(["3A", "3B", ""])),
        category=draw(st.sampled_from(["SCOLAIRE", "SCOLAIRE (CLASSE DE 3EME)", "INDIVIDUEL"])),
    )


@st.composite
def rosters(draw: st.DrawFn) -> list[Candidature]:
    """Draw a roster of distinct people, many of whom share a name."""
    return [draw(candidatures(number)) for number in range(1, draw(st.integers(1, 12)) + 1)]


def check_report(report: RunReport, roster: list[Candidature]) -> None:
    """Check that the report accounts for every candidature exactly once, with a reason for every refusal."""
    assert Counter(o.candidate_id for o in report.outcomes) == Counter(c.candidate.id for c in roster)
    parts = (report.created, report.renewed, report.kept, report.refused)
    assert sum(len(part) for part in parts) == report.roster_size == len(roster)
    for outcome in report.outcomes:
        assert (outcome.refusal is not None) == (outcome.kind is OutcomeKind.REFUSED)
        assert (outcome.credential_version is not None) == outcome.has_papillon


@given(roster=rosters(), renew=st.booleans())
def test_one_outcome_for_each_candidature(roster: list[Candidature], renew: bool) -> None:  # noqa: FBT001  # Hypothesis passes it by name
    """Every candidature comes out of a run exactly once, and the parts add up to the roster."""
    service = make_school(*roster)
    check_report(desk(service).generate(Generation(renew=Renew(renew))), roster)
    check_report(desk(service).generate(Generation(renew=Renew(renew))), roster)


@given(roster=rosters())
def test_generating_twice_changes_nothing(roster: list[Candidature]) -> None:
    """A second run creates nothing, makes no document, and leaves the list as it was."""
    service = make_school(*roster)
    desk(service).generate()
    before = desk(service).roster_list()
    again = desk(service).generate()
    assert (again.created, again.renewed, again.documents) == ((), (), ())
    assert desk(service).roster_list() == before


@given(roster=rosters())
def test_order_of_the_roster_does_not_matter(roster: list[Candidature]) -> None:
    """The same people get the same logins in whatever order the file lists them."""
    forward, backward = make_school(*roster), make_school(*reversed(roster))
    logins = [{o.candidate_id: o.login for o in desk(service).plan().created} for service in (forward, backward)]
    assert logins[0] == logins[1]


@given(roster=rosters(), email=st.sampled_from([1, 2, 3]))
def test_an_email_login_comes_out_as_it_went_in(roster: list[Candidature], email: int) -> None:
    """Neither a forced run nor a regeneration changes anything of an e-mail account."""
    service = make_school(*roster)
    key = roster[email % len(roster)].candidate.id
    service.candidates.register_email_account(key, "zoe@example.org", password="une phrase de passe")
    with service.store.reading() as unit:
        before = unit.accounts.standing([key])
    desk(service).generate(Generation(renew=Renew.ALL))
    desk(service).regenerate(Criteria(), lift_limit=True)
    with service.store.reading() as unit:
        assert unit.accounts.standing([key]) == before


def printed(content: bytes) -> dict[str, str]:
    """Read the passwords of a PDF of one slip per page, by login: the lines under their labels."""
    found: dict[str, str] = {}
    for page in PdfReader(io.BytesIO(content)).pages:
        lines = [line.strip() for line in page.extract_text().splitlines()]
        login, password = (
            lines[lines.index(label) + 1] for label in ("Votre identifiant de connexion :", "Votre mot de passe (*) :")
        )
        found[login] = password
    return found


@settings(max_examples=25)
@given(roster=rosters(), renew=st.booleans())
def test_an_account_always_has_a_slip_with_its_password(roster: list[Candidature], renew: bool) -> None:  # noqa: FBT001  # Hypothesis passes it by name
    """Every account of a run has a page whose password, read back from the PDF, matches the hash the store keeps."""
    service = make_school(*roster, renderer=ReportlabRenderer())
    first = desk(service).generate()
    report = desk(service).generate(Generation(renew=Renew.ALL)) if renew else first
    pages = {
        login: password
        for done in (first, report)
        for key in done.documents[:1]
        for login, password in printed(opened(service, key).content).items()
    }
    with service.store.reading() as unit:
        accounts = unit.accounts.standing([candidature.candidate.id for candidature in roster]).values()
    assert {account.login for account in accounts} == pages.keys()
    for account in accounts:
        assert account.credential
        assert service.hasher.verify(account.credential.password_hash, Password(pages[account.login]))


NEXT_SESSION = ExamSession.of("DNB", 2026, date(2026, 12, 31))
"""The session in which some come back."""

SCHOOLS = st.sampled_from([UAI, OTHER_UAI])
SESSIONS = st.sampled_from([SESSION, NEXT_SESSION])


class Histories(RuleBasedStateMachine):
    """Random histories of two schools over two sessions.

    Rosters, runs, renewals, new and imposed logins, moves, merges, closing, corrected names, people who come back. The
    model is kept apart from the library: who was ever issued which login, and which password each slip showed last.
    """

    def __init__(self) -> None:
        """Start with two empty schools."""
        super().__init__()
        self.service: Provisioning = make_school(pseudonymizer=HmacPseudonymizer(KEYS))
        self.holders: dict[str, str] = {}
        self.passwords: dict[str, str] = {}
        self.revoked: set[str] = set()
        self.erased: set[str] = set()
        self.now = NOW

    def run(self, report: RunReport) -> None:
        """Note what the slips of a run show, and check it against the outcomes."""
        shown = passwords_of(self.service, report.documents)
        assert shown.keys() == {o.login for o in report.outcomes if o.has_papillon}
        for outcome in report.outcomes:
            if outcome.kind is OutcomeKind.CREATED or outcome.former_login is not None:
                assert outcome.login
                assert outcome.login not in self.holders
                assert outcome.account_id
                self.holders[outcome.login] = outcome.account_id
        self.passwords |= shown
        self.revoked -= shown.keys()

    def later(self) -> Any:
        """Return a moment after every earlier one."""
        self.now += timedelta(minutes=1)
        return self.now

    @rule(data=st.data(), numbers=st.sets(st.integers(1, 6), min_size=1), school=SCHOOLS, session=SESSIONS)
    def register(self, data: st.DataObject, numbers: set[int], school: str, session: ExamSession) -> None:
        """A school brings a roster."""
        roster = [data.draw(candidatures(number, school, session)) for number in sorted(numbers)]
        registry(self.service).register_roster(school, session, roster)

    @rule(school=SCHOOLS, session=SESSIONS, renew=st.booleans())
    def generate(self, school: str, session: ExamSession, renew: bool) -> None:  # noqa: FBT001  # Hypothesis passes it by name
        """A school generates."""
        if desk(self.service, school, session).coverage().candidates:
            self.run(desk(self.service, school, session, now=self.later()).generate(Generation(renew=Renew(renew))))

    @rule(
        logins=st.dictionaries(st.integers(1, 6), st.sampled_from(["lea.martin", "lea.martin2", "lea.luk", "x", "é"]))
    )
    def impose(self, logins: dict[int, str]) -> None:
        """A school imposes logins, some of them its own pupils' or a policy's."""
        asked = {ine(number): login for number, login in logins.items()}
        report = desk(self.service).accounts.impose_logins(asked)
        assert len(report.logins) == len(asked)

    @rule(school=SCHOOLS, lifted=st.booleans())
    def new_logins(self, school: str, lifted: bool) -> None:  # noqa: FBT001  # Hypothesis passes it by name
        """A school asks for new logins where they no longer fit."""
        lines = desk(self.service, school).roster_list()
        if lines:
            criteria = Criteria() if lifted else Criteria(candidates=[lines[0].candidature.candidate.id])
            self.run(
                desk(self.service, school, now=self.later()).regenerate(criteria, lift_limit=lifted, new_login=True)
            )

    @rule(school=SCHOOLS, number=st.integers(1, 6))
    def regenerate(self, school: str, number: int) -> None:
        """A school regenerates for one."""
        keys = [line.candidature.candidate.id for line in desk(self.service, school).roster_list()]
        if keys:
            criteria = Criteria(candidates=[keys[number % len(keys)]])
            try:
                self.run(desk(self.service, school, now=self.later()).regenerate(criteria))
            except LimitedToOneError as error:
                raise AssertionError from error

    @rule(
        activity=st.sampled_from(["close", "reopen", "rename", "move", "merge"]),
        number=st.integers(1, 6),
        other=st.integers(1, 6),
    )
    def live(self, activity: str, number: int, other: int) -> None:
        """Something happens to an account."""
        service, key = self.service, ine(number)
        try:
            if activity == "rename":
                registry(service).rename(UAI, key, family_name="DURAND")
            elif activity == "move":
                registry(service).move(UAI, SESSION, key, to=OTHER_UAI)
            elif activity == "merge":
                if number != other and not self.are_one(number, other):
                    desk(service, now=self.later()).accounts.rekey(key, ine(other))
            else:
                getattr(desk(service, now=self.later()).accounts, activity)(key)
        except (UnknownCandidateError, UnknownAccountError, OtherSchoolError, OtherPersonError):
            pass  # ordinary: this person is not there, has no account, is the other school's, or the key is another's

    @rule(number=st.integers(1, 6))
    def revoke(self, number: int) -> None:
        """A school revokes a password."""
        report = desk(self.service, now=self.later()).accounts.revoke(ine(number))
        self.revoked |= {line.login for line in report.done if line.login}

    @rule(number=st.integers(1, 6), school=SCHOOLS)
    def erase(self, number: int, school: str) -> None:
        """A person asks to be erased."""
        with self.service.store.reading() as unit:
            key = unit.holders.merged([candidature(number).candidate.id]).get(
                candidature(number).candidate.id, candidature(number).candidate.id
            )
            lines = unit.logins.lines(accounts=[account.id for account in unit.accounts.find(candidates=[key])])
        try:
            report = desk(self.service, school, now=self.later()).accounts.erase(ine(number))
        except (UnknownCandidateError, OtherSchoolError, OtherPersonError):
            return
        assert report.logins == len(lines)
        self.erased |= {line.login for line in lines}

    @rule(data=st.data(), school=SCHOOLS)
    def reprint(self, data: st.DataObject, school: str) -> None:
        """A school draws again what holds of a document."""
        page = desk(self.service, school).documents.page(size=50)
        if page.items:
            document = data.draw(st.sampled_from(page.items))
            try:
                report = desk(self.service, school, now=self.later()).documents.reprint(document.id)
            except PurgedDocumentError:
                return
            for login, password in passwords_of(self.service, report.documents).items():
                assert self.passwords[login] == password
                assert (
                    self.service.candidates.check_login(login, password, now=self.now).verdict is LoginVerdict.ACCEPTED
                )
            assert len(report.printed) + len(report.left_out) == document.papillons or document.purged_at

    def are_one(self, number: int, other: int) -> bool:
        """Whether two keys were merged into one person."""
        keys = [candidature(n).candidate.id for n in (number, other)]
        with self.service.store.reading() as unit:
            merged = unit.holders.merged(keys)
        return len({merged.get(key, key) for key in keys}) == 1

    @invariant()
    def every_slip_opens_its_account_and_no_other(self) -> None:
        """The last password shown for a login opens the account that got the login, unless that account is closed."""
        for login, password in self.passwords.items():
            check = self.service.candidates.check_login(login, password, now=self.now)
            with self.service.store.reading() as unit:
                account = next(iter(unit.accounts.find(logins=[Login(login)])), None)
            assert account is None or account.id == self.holders[login]
            assert login not in self.erased or account is None
            opens = account and account.is_open and login not in self.revoked
            assert check.verdict is (LoginVerdict.ACCEPTED if opens else LoginVerdict.REFUSED)

    @invariant()
    def ledger_forgets_nothing(self) -> None:
        """The ledger holds every login ever issued, less the erased, and every account has one of them."""
        with self.service.store.reading() as unit:
            lines = unit.logins.lines(logins=list(map(Login, self.holders)))
            accounts = unit.accounts.find(ids=list(map(AccountId, self.holders.values())))
        kept = {login: holder for login, holder in self.holders.items() if login not in self.erased}
        assert {line.login: line.account_id for line in lines} == kept
        assert {account.login for account in accounts} <= self.holders.keys()

    @invariant()
    def nobody_has_two_accounts(self) -> None:
        """One person has one account that stands, and nobody else's."""
        keys = [candidature(number).candidate.id for number in range(1, 7)]
        with self.service.store.reading() as unit:
            accounts = unit.accounts.standing(keys)
        assert all(account.candidate_id == key for key, account in accounts.items())
        assert len({account.login for account in accounts.values()}) == len(accounts)


TestHistories = Histories.TestCase


def test_two_runs_at_once_lose_nobody() -> None:
    """Two schools that generate homonyms at the same time give every candidate a login of their own."""
    service = make_school()
    schools = [UAI, OTHER_UAI]
    for school in schools:
        numbers = range(1, 31) if school == UAI else range(31, 61)
        registry(service).register_roster(school, SESSION, [candidature(n, uai=school) for n in numbers])
    reports: list[RunReport] = []
    threads = [
        threading.Thread(target=lambda uai=school: reports.append(desk(evolve(service), uai).generate()))
        for school in schools
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    logins = [outcome.login for report in reports for outcome in report.created]
    assert len(logins) == len(set(logins)) == 60
