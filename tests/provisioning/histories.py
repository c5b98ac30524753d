"""A host that does with its people whatever it likes between the library's activities, and who everybody really is.

Each row of the host bears the number of the person whom it really shows as its class. Slips and lists print the class,
so that the machine reads from them whose they are, whatever keys and names became of it.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from tempfile import TemporaryDirectory
from typing import Any, Final

from attrs import asdict, define, evolve
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Enum,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    insert,
    select,
)

from cyclades_accounts import (
    Candidate,
    Candidature,
    CandidatureStatus,
    Criteria,
    Desk,
    ExamSession,
    Generation,
    LoginVerdict,
    Provisioning,
    Renew,
    School,
)
from cyclades_accounts.errors import (
    AccountExistsError,
    EmptyRosterError,
    InvalidValueError,
    OtherPersonError,
    OtherSchoolError,
    PerhapsKnownError,
    UnknownAccountError,
    UnknownCandidateError,
)
from cyclades_accounts.identifiers import AccountId, CandidateId, SessionId, Uai
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import OutcomeKind, OutcomeList, Password, PasswordHash, RefusalReason, Row, RunReport
from cyclades_accounts.people import NoCandidature
from cyclades_accounts.provisioning import Coverage
from cyclades_accounts.repositories import Store
from cyclades_accounts.sealing import HmacPseudonymizer
from cyclades_accounts.sql import SqlStore
from tests.support import KEYS, OTHER_SCHOOL, OTHER_UAI, SCHOOL, SESSION, UAI, ine, make_service

NEXT_SESSION: Final = ExamSession.of("DNB", 2026, date(2026, 12, 31))
SCHOOLS: Final = {UAI: SCHOOL, OTHER_UAI: OTHER_SCHOOL}
DESKS: Final = [(uai, session) for session in (SESSION, NEXT_SESSION) for uai in SCHOOLS]
BORN: Final = date(2010, 3, 14)
ANOTHER_DAY: Final = date(2010, 5, 2)
BIRTHS: Final = (BORN, ANOTHER_DAY, None)
FAMILIES: Final = ("ROUX", "Martin", "DUPONT")
GIVEN: Final = (("Ali",), ("Maë",), ("Léa", "LEA Anne", "Lea"), ("Léa",), ("Camille",), ("Jean", "JEAN Pierre"))
"""How the given name of each person may be written. The first two are twins, and so many namesakes are the next two."""
REFUSED: Final = (
    AccountExistsError,
    EmptyRosterError,
    InvalidValueError,
    OtherPersonError,
    OtherSchoolError,
    PerhapsKnownError,
    UnknownAccountError,
    UnknownCandidateError,
)
"""What an activity may say instead of doing anything."""
KEY: Final = [str(number) for number in range(1, 8)]


@define(eq=False)
class Line:
    """A row of the host, which it changes at will."""

    key: str
    who: int
    """The person whom the row really shows."""
    uai: Uai
    session: SessionId
    given_names: str
    family_name: str
    born: date | None
    ine: str | None
    status: CandidatureStatus = CandidatureStatus.INSCRIT
    spoilt: bool = False

    @property
    def is_awaited(self) -> bool:
        """Whether the pupil should have an account."""
        return self.spoilt or self.status is CandidatureStatus.INSCRIT

    @property
    def facts(self) -> tuple[str, date | None, str | None]:
        """What the host says of the person, besides the given name, which always agrees."""
        return self.family_name.upper(), self.born, self.ine

    def read(self) -> Row:
        """Return the row as the library reads it."""
        if self.spoilt:
            name = f"{self.family_name} {self.given_names}"
            return NoCandidature(self.key, "catégorie inconnue", name=name, division=str(self.who))
        person = Candidate(self.key, self.family_name, self.given_names, self.born, ine=self.ine)
        email = f"{self.key}@example.org"
        return Candidature(person, self.uai, self.session, self.status, email, division=str(self.who))


class HostPeople:
    """The people of the host, kept in a list."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def school(self, uai: Uai) -> School | None:
        """Return the school."""
        return SCHOOLS.get(uai)

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        """Return the rows of a school for a session."""
        return [line.read() for line in self.lines if (line.uai, line.session) == (uai, session)]

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        """Return the candidatures of these people."""
        rows = [line.read() for line in self.lines if line.key in ids]
        return [row for row in rows if isinstance(row, Candidature)]


class PlainHasher:
    """Keeps passwords readable, for speed."""

    decoy = PasswordHash("decoy")

    def hash(self, password: Password) -> PasswordHash:
        """Return the password with a word before it."""
        return PasswordHash(f"plain {password.reveal()}")

    def verify(self, stored: PasswordHash, password: Password) -> bool:
        """Compare."""
        return stored == f"plain {password.reveal()}"

    def needs_rehash(self, stored: PasswordHash) -> bool:
        """Return false."""
        del stored
        return False


def may_be_one(one: tuple[str, date | None, str | None], other: tuple[str, date | None, str | None]) -> bool:
    """Whether the facts of two rows of one person show that it is one: the INE, or family name and birth date."""
    by_ine = one[2] is not None and one[2] == other[2]
    return by_ine or (one[0] == other[0] and one[1] is not None and one[1] == other[1])


@define
class Known:
    """An account, as the machine knows it."""

    who: int
    key: str
    login: str
    facts: tuple[str, date | None, str | None]
    """As last printed or confirmed."""
    is_open: bool = True


which = st.integers(0, 15)


class Histories(RuleBasedStateMachine):
    """What is true of every history."""

    def __init__(self) -> None:
        super().__init__()
        self.host = HostPeople()
        self.service: Provisioning = make_service(
            store=self.store(), hasher=PlainHasher(), pseudonymizer=HmacPseudonymizer(KEYS)
        )
        self.accounts: dict[AccountId, Known] = {}
        self.logins: dict[str, int] = {}
        """Whose each login is or was."""
        self.keys: dict[str, set[int]] = {}
        """Everybody who was ever shown under a key."""
        self.passwords: list[tuple[str, str, AccountId]] = []
        self.told: dict[str, str] = {}
        """Keys that the library was told to be those of others, and noted: it notes nothing of a key without holder."""
        self.confirmed: dict[str, int] = {}
        """Who was confirmed to be another person than those alike, by key."""

    def store(self) -> Store:
        """Return the store, over the people of the host."""
        return InMemoryStore(people=self.host)

    def written(self) -> None:
        """Do what makes the host's rows visible: nothing, where they are kept in a list."""

    # --- what the host does -----------------------------------------------------------------------------------------

    @initialize(some=st.lists(st.tuples(st.integers(0, 5), which, which), min_size=3, max_size=6))
    def begin(self, some: list[tuple[int, int, int]]) -> None:
        """Enter some pupils."""
        for number, (who, place, key) in enumerate(some):
            self.enter(who, place % 2, number if key % 3 else key)
            self.generate(place % 2)

    @rule(who=st.integers(0, 5), place=which, key=which)
    def enter(self, who: int, place: int, key: int) -> None:
        """Enter a pupil somewhere, under any key that no pupil of the same given name had."""
        uai, session = DESKS[place % len(DESKS)]
        known = next((line for line in reversed(self.host.lines) if line.who == who), None)
        if known is None:
            born = (BIRTHS[0], BIRTHS[0], BIRTHS[1], BIRTHS[1], BIRTHS[1], None)[who]
            family = ("ROUX", "ROUX", "Martin", "Martin", "DUPONT", "DUPONT")[who]
            known = Line("", who, uai, session.id, GIVEN[who][0], family, born, None if who % 2 else ine(who * 2))
        self._give(evolve(known, key="", uai=uai, session=session.id), KEY[key % len(KEY)])

    def _give(self, line: Line, key: str) -> bool:
        """Give a row a key, unless people of one given name would have it one after the other: no fact tells them."""
        others = self.keys.setdefault(key, set()) - {line.who}
        if any(GIVEN[other][0] == GIVEN[line.who][0] for other in others):
            return False
        self.keys[key].add(line.who)
        line.key = key
        if line not in self.host.lines:
            self.host.lines.append(line)
        self.written()
        return True

    @rule(line=which, family=st.sampled_from(FAMILIES), given=which)
    def rename(self, line: int, family: str, given: int) -> None:
        """Correct a name."""
        for one in self._lines(line):
            one.family_name, names = family, GIVEN[one.who]
            one.given_names = names[given % len(names)]
        self.written()

    @rule(line=which, born=st.sampled_from(BIRTHS))
    def correct_birth_date(self, line: int, born: date | None) -> None:
        """Correct a birth date."""
        for one in self._lines(line):
            one.born = born
        self.written()

    @rule(line=which, variant=st.integers(0, 2))
    def correct_ine(self, line: int, variant: int) -> None:
        """Correct an INE."""
        for one in self._lines(line):
            one.ine = None if variant == 2 else ine(one.who * 2 + variant)  # none
        self.written()

    @rule(line=which, key=which, tell=st.booleans())
    def rekey(self, line: int, key: int, tell: bool) -> None:  # noqa: FBT001  # Hypothesis names it
        """Give a person another key, or make one of two; tell the library of it, or not."""
        for one in self._lines(line, times=1):
            old, new = one.key, KEY[key % len(KEY)]
            mine = [other for other in self.host.lines if (other.key, other.who) == (old, one.who)]
            if old != new and all(self._give(other, new) for other in mine) and tell:
                self._tell(old, new, one.who)

    def _tell(self, old: str, new: str, who: int) -> None:
        lost, stays = self.told.get(old, old), self.told.get(new, new)
        before = {known.who for known in self.accounts.values() if known.key in {old, new, lost, stays}}
        before |= {self.confirmed[key] for key in {old, new, lost, stays} & self.confirmed.keys()}
        if before - {who}:
            return  # somebody would say wrongly that two people are one
        for uai in SCHOOLS:
            try:
                report = self.service.desk(uai, SESSION, actor="Mme Roux").accounts.rekey(old, new)
            except REFUSED:
                continue
            kept = str(report.candidate_id)
            assert kept == (new if lost == stays else stays)
            moved = [known for known in self.accounts.values() if known.key == lost]
            for account_id, known in self.accounts.items():
                if known in moved:
                    assert report.account_id in self.accounts
                if account_id == report.closed_account_id:
                    known.is_open = False
            for known in moved:
                known.key = kept
            if moved or lost in self.confirmed:
                self.confirmed.pop(lost, None)
                self.told = {key: kept if to == lost else to for key, to in self.told.items() if key != kept}
                self.told[lost] = kept
            return

    @rule(line=which, who=st.integers(0, 5))
    def give_key_to_another(self, line: int, who: int) -> None:
        """Make another pupil of a row, under the same key."""
        for one in self._lines(line, times=1):
            names = ("ROUX", "ROUX", "Martin", "Martin", "DUPONT", "DUPONT")
            new = evolve(one, key="", who=who, given_names=GIVEN[who][0], family_name=names[who], ine=None)
            if self._give(new, one.key):
                self.host.lines.remove(one)
                self.written()

    @rule(line=which, key=st.none() | which)
    def enter_twice(self, line: int, key: int | None) -> None:
        """Enter a pupil a second time, under the same key or another one."""
        for one in self._lines(line, times=1):
            twice = evolve(one, key="", given_names=GIVEN[one.who][-1])
            self._give(twice, one.key if key is None else KEY[key % len(KEY)])

    @rule(line=which)
    def withdraw(self, line: int) -> None:
        """Take a row away."""
        for one in self._lines(line, times=1):
            self.host.lines.remove(one)
        self.written()

    @rule(line=which, status=st.sampled_from([CandidatureStatus.INSCRIT, CandidatureStatus.DEMISSIONNAIRE]))
    def change_state(self, line: int, status: CandidatureStatus) -> None:
        """Have a pupil leave, or come back."""
        for one in self._lines(line, times=1):
            one.status = status
        self.written()

    @rule(line=which, place=which)
    def move(self, line: int, place: int) -> None:
        """Send a pupil to another school."""
        for one in self._lines(line, times=1):
            one.uai = list(SCHOOLS)[place % 2]
        self.written()

    @rule(line=which)
    def spoil(self, line: int) -> None:
        """Break a row, or mend it."""
        for one in self._lines(line, times=1):
            one.spoilt = not one.spoilt
        self.written()

    def _lines(self, number: int, times: int = 9) -> list[Line]:
        """Return a row, and the others of the same person under its key."""
        if not self.host.lines:
            return []
        one = self.host.lines[number % len(self.host.lines)]
        same = [other for other in self.host.lines if (other.key, other.who) == (one.key, one.who) and other is not one]
        return [one, *same][:times]

    # --- what the library does --------------------------------------------------------------------------------------

    @rule(place=which, renew=st.booleans())
    def run(self, place: int, renew: bool) -> None:  # noqa: FBT001  # Hypothesis names it
        """Generate, perhaps with new passwords for everybody."""
        self.generate(place, Generation(renew=Renew(renew)))

    def generate(self, place: int, generation: Generation = Generation()) -> None:  # noqa: B008  # it is frozen
        """Generate at a desk, and look at all that comes of it."""
        desk = self._desk(place)
        try:
            plan, report = desk.plan(generation), desk.generate(generation)
        except EmptyRosterError:
            assert not self._rows(desk)
            return
        assert [one.kind for one in plan.outcomes] == [one.kind for one in report.outcomes]
        self._check_run(desk, report)
        self.look(place)

    @rule(line=which, place=which, criteria=st.booleans())
    def regenerate(self, line: int, place: int, criteria: bool) -> None:  # noqa: FBT001  # Hypothesis names it
        """Regenerate one, or all."""
        desk = self._desk(place)
        for one in self._lines(line, times=1):
            asked = Criteria(candidates=[one.key]) if criteria else Criteria()
            try:
                report = desk.regenerate(asked, lift_limit=True)
            except REFUSED:
                return
            self._check_run(desk, report, everybody=not criteria)

    @rule(place=which)
    def look(self, place: int) -> None:
        """Look at coverage and list: nobody else's login, parts that add up, « complete » only where it is so."""
        desk = self._desk(place)
        found, rows = desk.coverage(), self._rows(desk)
        assert found.candidates == found.with_account + len(found.missing)
        for group in found.groups:
            assert group.candidates == group.with_account + len(group.missing)
        have = {known.who for known in self.accounts.values() if known.is_open}
        if found.is_complete:
            assert not {line.who for line in rows if line.is_awaited} - have
        assert bool(found.candidates) == bool(rows)
        for line in desk.roster_list():
            if line.login is not None:
                assert str(self.logins[line.login]) == line.candidature.division
        self._look_at_situations(desk, found)
        for login, password, account_id in self.passwords[-5:]:
            check = self.service.candidates.check_login(login, password)
            assert check.account_id in {None, account_id}

    def _look_at_situations(self, desk: Desk, coverage: Coverage) -> None:
        """Everybody once; a login only of whom the row shows, where an open account stands; who left has one."""
        found = desk.situations()
        assert len({one.candidate_id for one in found}) == len(found) == coverage.candidates
        missing = {one.candidate_id for one in coverage.missing}
        for one in found:
            if one.login is not None:
                assert one.group.label in {str(self.logins[one.login]), "—"}
            assert not (one.is_open and one.candidate_id in missing)
            elsewhere = one.refusal is not None and one.refusal.reason is RefusalReason.OTHER_SCHOOL
            assert one.is_open or elsewhere or one.candidate_id in missing
            assert desk.situation(one.candidate_id).login == one.login
        open_logins = {known.login for known in self.accounts.values() if known.is_open}
        assert {one.login for one in desk.left_open()} <= open_logins

    @rule(line=which, email=st.booleans())
    def make_email_account(self, line: int, email: bool) -> None:  # noqa: FBT001  # Hypothesis names it
        """Have a pupil without account make one from an address."""
        for one in self._lines(line, times=1):
            rows = [other for other in self.host.lines if other.key == one.key]
            if not email or any(known.who == one.who for known in self.accounts.values()) or len(rows) > 1:
                return
            login = f"pupil{one.who}.{len(self.logins)}@example.org"
            try:
                report = self.service.candidates.register_email_account(one.key, login)
            except REFUSED:
                return
            assert report.account_id is not None
            self._note(report.account_id, Known(one.who, str(report.candidate_id), login, one.facts))

    @rule(line=which, place=which, kind=st.sampled_from(["close", "reopen", "revoke", "erase"]))
    def act(self, line: int, place: int, kind: str) -> None:
        """Close, reopen, revoke or erase: only the account of whom the school sees under the key."""
        desk = self._desk(place)
        for one in self._lines(line, times=1):
            mine = [other for other in self.host.lines if (other.key, other.uai) == (one.key, desk.uai)]
            seen = {other.who for other in mine if not other.spoilt}
            try:
                report = getattr(desk.accounts, kind)(one.key)
            except REFUSED:
                return
            if kind != "erase" and report.refused:
                return
            key = self.told.get(one.key, one.key)
            theirs = {account_id: known for account_id, known in self.accounts.items() if known.key == key}
            for account_id, known in theirs.items():
                assert not seen or known.who in seen
                if kind == "erase":
                    del self.accounts[account_id]
            if kind == "erase":
                self.told = {lost: kept for lost, kept in self.told.items() if kept != key}
                self.confirmed.pop(key, None)
            elif kind != "revoke":
                standing = [known for known in theirs.values() if known.login in self._standing(desk, kind, one.key)]
                for known in standing:
                    known.is_open = kind == "reopen"

    def _standing(self, desk: Desk, kind: str, key: str) -> set[str]:
        """Return the login of the account that stands under a key."""
        report = getattr(desk.accounts, kind)(key)  # a second time: it changes nothing
        return {line.login for line in report.done}

    @rule(line=which, place=which)
    def confirm(self, line: int, place: int) -> None:
        """Confirm of a pupil what is true, where the run holds them back."""
        desk, rows = self._desk(place), self._rows(self._desk(place))
        for one in self._lines(line, times=1):
            if one not in rows or len([row for row in rows if row.key == one.key]) > 1 or one.spoilt:
                return
            key = self.told.get(one.key, one.key)
            theirs = [known for known in self.accounts.values() if known.key == key]
            try:
                if theirs and all(known.who == one.who for known in theirs):
                    desk.accounts.confirm_same(one.key)
                    for known in theirs:
                        known.facts = one.facts
                elif not theirs and not any(known.who == one.who for known in self.accounts.values()):
                    self.confirmed[str(desk.accounts.confirm_other(one.key).candidate_id)] = one.who
            except REFUSED:
                return

    @rule(which=which)
    def change_password(self, which: int) -> None:
        """Have a pupil choose a password."""
        if self.passwords:
            login, password, account_id = self.passwords[which % len(self.passwords)]
            chosen = f"Chosen-{len(self.passwords)}-of {which} mine"
            change = self.service.candidates.change_password(login, password, chosen)
            if change.report is not None:
                assert change.report.account_id == account_id
                self.passwords.append((login, chosen, account_id))

    # --- what is true afterwards ------------------------------------------------------------------------------------

    def _desk(self, place: int) -> Desk:
        uai, session = DESKS[place % len(DESKS)]
        return self.service.desk(uai, session, actor="Mme Roux")

    def _rows(self, desk: Desk) -> list[Line]:
        return [line for line in self.host.lines if (line.uai, line.session) == (desk.uai, desk.session.id)]

    def _note(self, account_id: AccountId, known: Known) -> None:
        assert self.logins.setdefault(known.login, known.who) == known.who
        self.accounts[account_id] = known

    def _check_run(self, desk: Desk, report: RunReport, *, everybody: bool = True) -> None:
        self._check_parts(desk, report, everybody=everybody)
        created = {one.account_id for one in report.created}
        for opened in self._slips(desk, report):
            slip = opened.papillon
            who, login = int(slip.division), slip.login
            [key] = [one.candidate_id for one in report.outcomes if one.account_id == slip.account_id]
            eligible = [one for one in self._rows(desk) if one.status is CandidatureStatus.INSCRIT and not one.spoilt]
            rows = [one for one in eligible if one.key == key or (self.told.get(one.key), one.who) == (key, who)]
            assert [one.who for one in rows] == [who]
            [row] = rows
            if slip.account_id in created:
                known_before = [known for known in self.accounts.values() if known.who == who]
                assert not any(may_be_one(known.facts, row.facts) for known in known_before)
                assert key not in {known.key for known in self.accounts.values()}
            else:
                assert self.accounts[slip.account_id].who == who
            self._note(slip.account_id, Known(who, key, login, row.facts))
            password = slip.password.reveal()
            check = self.service.candidates.check_login(login, password)
            assert (check.verdict, check.account_id) == (LoginVerdict.ACCEPTED, slip.account_id)
            self.passwords.append((login, password, slip.account_id))

    def _slips(self, desk: Desk, report: RunReport) -> Sequence[Any]:
        return desk.documents.open(report.documents[0]).papillons if report.documents else ()

    def _check_parts(self, desk: Desk, report: RunReport, *, everybody: bool) -> None:
        parts = (report.created, report.renewed, report.kept, report.refused)
        assert sum(map(len, parts)) == len(report.outcomes) == report.roster_size
        keys = [one.candidate_id for one in report.outcomes]
        assert len(keys) == len(set(keys))
        if everybody:
            for line in self._rows(desk):
                assert {line.key, self.told.get(line.key)} & set(keys)
        self._check_logins(report)

    def _check_logins(self, report: OutcomeList) -> None:
        for one in report.outcomes:
            if one.login is not None and one.kind is not OutcomeKind.CREATED:
                assert str(self.logins[one.login]) == one.group.label
            if one.refusal and one.refusal.reason in ELSEWHERE:
                assert [name for name, _ in one.refusal.facts] == ["uai"]


ELSEWHERE: Final = {RefusalReason.OTHER_PERSON_ELSEWHERE, RefusalReason.PERHAPS_KNOWN_ELSEWHERE}


class TablePeople(HostPeople):
    """The people of the host, read from a table of its own beside the library's."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def lines(self) -> list[Line]:  # type: ignore[override]  # read anew each time
        """The rows of the table."""
        found = self._connection.execute(select(PUPILS).order_by(PUPILS.c.number))
        rows = [dict(row) for row in found.mappings()]
        return [Line(**{name: row[name] for name in row if name != "number"}) for row in rows]


PUPILS: Final = Table(
    "pupil",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("key", String),
    Column("who", Integer),
    *(Column(name, String) for name in ("uai", "session", "given_names", "family_name")),
    Column("born", Date),
    Column("ine", String),
    Column("status", Enum(CandidatureStatus)),
    Column("spoilt", Boolean),
)


class HistoriesOnSqlite(Histories):
    """The same over SQLite, with the people in a table of the host."""

    def store(self) -> Store:
        """Open a database in a folder of its own."""
        self._folder = TemporaryDirectory()
        engine = create_engine(f"sqlite:///{self._folder.name}/host.db")
        PUPILS.metadata.create_all(engine)
        self._engine = engine
        store = SqlStore(engine, people=TablePeople)
        store.create_schema()
        return store

    def written(self) -> None:
        """Write the rows of the host."""
        with self._engine.begin() as connection:
            connection.execute(delete(PUPILS))
            for line in self.host.lines:
                connection.execute(insert(PUPILS), asdict(line))

    def teardown(self) -> None:
        """Throw the database away."""
        self._engine.dispose()
        self._folder.cleanup()
