"""What a course of activities knows, does and notes, whatever its rules are."""

# ruff: noqa: S101  # a machine speaks through assert

import itertools
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, TypeVar

from attrs import evolve
from hypothesis.stateful import RuleBasedStateMachine

from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId, Uai
from cyclades_accounts.model import (
    Account,
    AccountReport,
    Candidate,
    Candidature,
    Credential,
    CredentialState,
    ExamSession,
    Holder,
    IssuedLogin,
    LoginKind,
    Outcome,
    OutcomeKind,
    Password,
    PasswordHash,
    RefusalReason,
    Report,
    RunReport,
    contradicts,
)
from cyclades_accounts.provisioning import Desk, Provisioning, Registry
from cyclades_accounts.repositories import RegistryRepository, Store
from cyclades_accounts.testing.machine._dicts import PlainDicts
from cyclades_accounts.testing.machine._people import KEYS, Cast
from cyclades_accounts.testing.machine._tools import HASHER, read_slips, service_over

R = TypeVar("R", bound=Report)
T = TypeVar("T")

SESSION: Final = ExamSession.of("DNB", 2025, datetime(2025, 12, 31, tzinfo=UTC).date(), turn="machine")

_START: Final = datetime(2025, 1, 14, 23, 59, 59, 999_990, tzinfo=timezone(timedelta(hours=11)))
_ZONES: Final = tuple(timezone(timedelta(hours=hours)) for hours in (11, 0, -10))


def pick(some: Sequence[T], which: int) -> T:
    """Return one of several, counted round and round."""
    return some[which % len(some)]


class Course(RuleBasedStateMachine):
    """A store, the activities over it, and the plain dicts beside.

    Args:
        store: the store to prove.
        tables: writes the tables that the people of ``store`` are read from, where they are a host's own; each write is
            committed at once. ``None`` where the store keeps the people: a registry then writes them.
    """

    def __init__(self, store: Store, tables: RegistryRepository | None = None) -> None:
        super().__init__()
        self._store = store
        self._tables = tables
        self._cast = Cast.new(SESSION.id)
        self._held = PlainDicts(SESSION.id, f"nobody.{self._cast.number}")
        self._now = _START
        self._service: Provisioning = service_over(store, f"course {self._cast.number}", lambda: self._now)
        self._registry = None if tables else Registry(self._service, actor=" moi  ")
        self._runs = 0
        self._passwords: dict[AccountId, str] = {}
        """The password that opens each account now."""
        self._former: dict[AccountId, str] = {}
        """One that opened it before."""
        self._retries: list[tuple[Callable[[], object], object]] = []
        """What to do again, and what it returned the first time."""

    # --- doing, and noting what was done ----------------------------------------------------------------------------

    def _tick(self) -> None:
        """Let time pass, and the clock stand in another zone."""
        self._runs += 1
        self._now = (self._now + timedelta(minutes=7, microseconds=1)).astimezone(_ZONES[self._runs % len(_ZONES)])

    def _report(self, kind: type[R], work: Callable[[RunId], object], *, retried: bool = True) -> R:
        """Do an activity under a new run id; its report is what the journal has from now on."""
        self._tick()
        run = RunId(f"course {self._cast.number} run {self._runs}")
        report = work(run)
        assert isinstance(report, kind)
        assert report.run.id == run
        assert report.run.at == self._now
        self._held.reports[run] = report
        if retried:
            self._retries.append((lambda: work(run), report))
        return report

    def _run(self, work: Callable[[RunId], object]) -> None:
        """Do a run, and note what its report and its slips say."""
        report = self._report(RunReport, work)
        self._learn_transfers(report)
        for key in report.documents:
            self._learn_document(key, report)
        slips = read_slips(self._plain(report.documents[0])) if report.documents else {}
        issued = [one for one in report.outcomes if one.has_papillon]
        assert set(slips) == {one.login for one in issued}
        for outcome in issued:
            self._issue(report, outcome, slips[str(outcome.login)])
        self._learn_slips(report, list(slips))

    def _learn_transfers(self, report: RunReport) -> None:
        """Note for whom the run asks another school, and which schools are told of those whom it renews."""
        told: set[tuple[Uai, CandidateId]] = set()
        for outcome in report.outcomes:
            key, holder = outcome.candidate_id, self._held.holders.get(outcome.candidate_id)
            if outcome.kind is OutcomeKind.RENEWED:
                told |= self._others(report.uai, key)
            elif outcome.refusal and outcome.refusal.reason is RefusalReason.OTHER_SCHOOL and holder:
                assert not self._acts(report.uai, key), "a school may not act on a pupil of its own"
                if holder.asked_by != report.uai:
                    self._held.holders[key] = holder.asked(report.uai)
                    told |= {(holder.uai, key)} if holder.uai else set()
        self._learn_told(report.uai, told)

    def _learn_told(self, uai: Uai, told: set[tuple[Uai, CandidateId]]) -> None:
        """Read once what the other schools are told of the last activity: of these people, and of nobody else."""
        with self._store.reading() as unit:
            lines = [
                one
                for other in self._held.schools
                for one in unit.journal.of_school(other, skip=0, limit=1_000)[0]
                if one.run.id not in self._held.reports
            ]
        found = [one for one in lines if isinstance(one, AccountReport) and one.by == uai and one.run.at == self._now]
        assert len(found) == len(lines)
        assert {(one.run.uai, one.candidate_id) for one in found} == told
        self._held.reports |= {one.run.id: one for one in reversed(found)}  # each school's as they were written

    def _issue(self, report: RunReport, outcome: Outcome, password: str) -> None:
        """Note an account that a run created, or renewed."""
        key, login = outcome.account_id, outcome.login
        assert key
        assert login
        if outcome.kind is OutcomeKind.CREATED:
            assert not self._held.standing(outcome.candidate_id), "a second account was made for one person"
            self._held.accounts[key] = Account(
                key, outcome.candidate_id, login, LoginKind.PRENOM_NOM, report.uai, self._now, None
            )
        before = self._held.accounts[key]
        holder = None if outcome.kind is OutcomeKind.CREATED else self._held.holders[outcome.candidate_id]
        person = self._held.files[outcome.candidate_id, report.uai, SESSION.id].candidate
        self._held.holders[person.id] = evolve(holder, candidate=person) if holder else Holder(person, report.uai)
        if outcome.kind is OutcomeKind.CREATED or outcome.former_login:
            assert login not in self._held.lines, "a login was issued twice"
            stem = self._cast.stem(person)
            number = int(login.removeprefix(stem) or 1)
            self._held.lines[login] = IssuedLogin(login, key, self._now, report.run.id, stem, number)
            numbers = sorted(line.number or 0 for line in self._held.lines.values() if line.stem == stem)
            assert numbers[-1] <= len(numbers), "a number was left out"
        assert outcome.former_login in {None, before.login}
        self._held.accounts[key] = evolve(before, login=login)
        self._renew(key, report.run.id, password, CredentialState.PROVISIONAL)

    def _renew(self, key: AccountId, run: RunId, password: str, state: CredentialState) -> None:
        """Note a new password; its hash and its end are read once, and must stay as they are from then on."""
        with self._store.reading() as unit:
            found = unit.accounts.find(ids=[key])
        assert len(found) == 1
        stored = found[0]
        assert stored.credential
        assert HASHER.verify(stored.credential.password_hash, Password(password))
        assert (stored.credential.expires_at is None) == (state is CredentialState.CHOSEN)
        before = self._held.accounts[key]
        self._held.accounts[key] = before.with_credential(
            Credential(
                before.next_version,
                state,
                PasswordHash(stored.credential.password_hash),
                self._now,
                run,
                stored.credential.expires_at,
            )
        )
        if key in self._passwords:
            self._former[key] = self._passwords[key]
        self._passwords[key] = password

    def _learn_document(self, key: DocumentId, report: RunReport) -> None:
        """Read a new document once; from then on it must stay as it is."""
        with self._store.reading() as unit:
            found, content = unit.documents.find(ids=[key]), unit.documents.content(key)
        assert len(found) == 1
        assert content
        document = found[0]
        assert (document.run_id, document.uai, document.session_id) == (report.run.id, report.uai, SESSION.id)
        assert document.created_at == self._now
        self._held.documents[key] = document
        self._held.contents[key] = content
        assert document.size == len(self._plain(key))

    def _learn_slips(self, report: RunReport, logins: Sequence[str]) -> None:
        """Read the slips of a new run once: those of the document, in its order."""
        with self._store.reading() as unit:
            slips = unit.documents.slips(runs=[report.run.id])
        accounts = {one.login: one for one in self._held.accounts.values()}
        printed = [accounts[Login(login)] for login in logins]
        expected = [(one.id, one.credential and one.credential.version) for one in printed]
        assert [(slip.account_id, slip.credential_version) for slip in slips] == expected
        self._held.slips += slips

    def _plain(self, key: DocumentId) -> bytes:
        content = self._held.contents[key]
        assert content
        return self._service.sealer.open(content, self._held.documents[key].context)

    # --- choosing ---------------------------------------------------------------------------------------------------

    def _desk(self, uai: Uai) -> Desk:
        return self._service.desk(uai, SESSION, actor="machine")

    def _acts(self, uai: Uai, key: CandidateId) -> bool:
        """Whether a school may act on a person."""
        schools, holder = self._held.schools_of(key), self._held.holders.get(key)
        if self._registry is None:
            return uai in schools
        return schools == {uai} if holder is None else holder.uai == uai

    def _others(self, uai: Uai, key: CandidateId) -> set[tuple[Uai, CandidateId]]:
        """Return the other schools that may act on a person: there are some over a host's own people alone."""
        return {(other, key) for other in self._held.schools_of(key) - {uai}} if self._registry is None else set()

    def _again(self, uai: Uai, roster: Sequence[Candidature]) -> list[Holder]:
        """Return the holders, at other schools, of those whom a school brings after somebody asked for them."""
        new = [self._held.holders.get(one.candidate.id) for one in roster if one.key not in self._held.files]
        return [one for one in new if one and one.contested and uai not in {one.uai, one.asked_by}]

    def _uai(self, which: int) -> Uai:
        return list(self._held.schools)[which % 2]

    def _known(self, number: int) -> Candidate:
        """Return a person as the store knows them, under the key that stays; or as rosters first bring them."""
        person = self._cast.people[number % len(KEYS)]
        key = self._held.merged.get(person.id, person.id)
        return self._held.people.get(key, person)

    def _files(self) -> list[Candidature]:
        return list(self._held.files.values())

    def _holders(self) -> list[tuple[Candidature, Account]]:
        """Return the files of people who have an account, with that account."""
        pairs = [(file, self._held.standing(file.candidate.id)) for file in self._files()]
        return [(file, account) for file, account in pairs if account]

    def _held_together(self) -> list[tuple[Uai, Candidate, Candidate]]:
        """Return every two people of whom one school holds both, that school first.

        Left out are those whose account would then be of another name than its person: the school must confirm it.
        """
        pairs = itertools.permutations(self._held.people.values(), 2)
        return [
            (uai, one, other)
            for one, other in pairs
            for uai in self._held.schools
            if self._held.holds(uai, one.id) and self._held.holds(uai, other.id)
            if not self._is_other_person(one, other)
        ]

    def _is_other_person(self, lost: Candidate, kept: Candidate) -> bool:
        holder = self._held.holders.get(kept.id) or self._held.holders.get(lost.id)
        return holder is not None and contradicts(holder.candidate, self._shown_once_one(lost, kept))

    def _shown_once_one(self, lost: Candidate, kept: Candidate) -> Candidate:
        """Return whom the files show once two are one: the one whose key stays, unless the other alone has files."""
        return lost if self._held.schools_of(lost.id) and not self._held.schools_of(kept.id) else kept

    def _without_account(self) -> list[Candidate]:
        people = {file.candidate.id: file.candidate for file in self._files()}
        return [person for person in people.values() if not self._held.standing(person.id)]

    def _open(self) -> list[Account]:
        """Return the open accounts whose password is known here."""
        return [account for account in map(self._held.accounts.__getitem__, self._passwords) if account.is_open]
