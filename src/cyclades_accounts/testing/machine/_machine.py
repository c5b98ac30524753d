"""The state machine: the activities in any order, each followed by a comparison with plain dicts."""

# ruff: noqa: S101  # a machine speaks through assert

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from cyclades_accounts.identifiers import Login, RunId, Uai
from cyclades_accounts.model import (
    Account,
    AccountLine,
    AccountReport,
    AccountsReport,
    Candidate,
    Candidature,
    CredentialState,
    Holder,
    IssuedLogin,
    LoginKind,
    OpeningReport,
    PurgeReport,
    RefusalReason,
    ResealReport,
    RosterReport,
    RunReport,
    School,
    SchoolReport,
    SessionReport,
)
from cyclades_accounts.provisioning import Criteria, Generation, LoginVerdict, Renew
from cyclades_accounts.retention import OlderThan
from cyclades_accounts.testing.machine._course import SESSION, pick
from cyclades_accounts.testing.machine._people import DIVISIONS, NAMES, STATUSES
from cyclades_accounts.testing.machine._raw import RawUnits
from cyclades_accounts.testing.machine._raw import which as _which


class ProvisioningMachine(RawUnits):
    """Runs the activities over a store in any order, and raw units that fail; compares all that can be read each time.

    Rosters put and changed, candidatures withdrawn, generations (first, supplementary, forced), regenerations, retries
    under the same run id, names corrected, pupils moved, accounts closed, reopened and merged, first logins, passwords
    chosen, e-mail accounts, documents opened and purged; units that raise halfway; writes that must be refused.

    People are written through a registry, or, over a host's own people, into the host's tables: the host then renames,
    moves and joins its rows, and a desk confirms and rekeys.

    What the machine expects comes from the reports, the slips and plain dicts, never from another store. It works on
    one thread and needs no empty store: each course has people and schools of its own.
    """

    # --- activities -------------------------------------------------------------------------------------------------

    @initialize(who=st.sets(_which, min_size=3), school=_which, generated=st.booleans())
    def two_schools(self, who: set[int], school: int, generated: bool) -> None:  # noqa: FBT001  # Hypothesis passes it by name
        """Begin with two schools, a roster at one of them, and its accounts or none yet."""
        upkeep = self._service.upkeep(actor="machine")
        self._report(SessionReport, lambda run: upkeep.set_session(SESSION, run_id=run))
        for one in self._cast.schools:
            self._held.schools[one.uai] = one
            self._put_school(one)
        self.register_roster(school, who, email=True, status=0, division=0)
        if generated:
            self.generate(school, force=False)

    @rule(school=_which, who=st.sets(_which, min_size=1), email=st.booleans(), status=_which, division=_which)
    def register_roster(self, school: int, who: set[int], email: bool, status: int, division: int) -> None:  # noqa: FBT001  # Hypothesis passes it by name
        """Put candidatures, and change those that are there."""
        uai = self._uai(school)
        people = [self._known(number) for number in sorted(who)]
        roster = [
            self._cast.candidature(
                person,
                uai,
                email=email or bool(number % 2),
                status=(status + number) % len(STATUSES) if not email else 0,
                division=(division + number) % len(DIVISIONS),
            )
            for number, person in enumerate({person.id: person for person in people}.values())
        ]
        again = self._again(uai, roster)
        self._put_roster(uai, roster)
        if self._registry is not None:
            self._learn_told(uai, {(holder.uai, holder.candidate_id) for holder in again if holder.uai})
        for holder in again:
            self._held.holders[holder.candidate_id] = holder.asked(uai)
        for one in roster:
            self._held.put(one)

    @rule(school=_which, force=st.booleans())
    def generate(self, school: int, force: bool) -> None:  # noqa: FBT001  # Hypothesis passes it by name
        """Generate: the first time, for newcomers, or by force."""
        uai = self._uai(school)
        if self._held.of_school(uai):
            self._run(lambda run: self._desk(uai).generate(Generation(renew=Renew(force)), run_id=run))

    @rule(which=_which, name=st.none() | _which)
    def regenerate(self, which: int, name: int | None) -> None:
        """Regenerate for one person; for another login, where the name was corrected before."""
        if name is not None:
            self.rename(which, name)
        file = pick(self._files(), which)
        wanted = Criteria(candidates=[file.candidate.id])
        new_login = name is not None
        self._run(lambda run: self._desk(file.uai).regenerate(wanted, new_login=new_login, run_id=run))

    @precondition(lambda self: self._retries)
    @rule(which=_which)
    def try_again(self, which: int) -> None:
        """Repeat an activity under its run id: the same report, and nothing done."""
        again, first = pick(self._retries[::-1], which)
        assert again() == first

    @rule(which=_which, name=_which)
    def rename(self, which: int, name: int) -> None:
        """Correct a name, at the school that holds the person; every candidature shows it, and the login stays."""
        file = pick(self._files(), which)
        may = self._held.holds if self._registry is None else self._acts
        if not may(file.uai, file.candidate.id):
            return
        holder = self._held.holders.get(file.candidate.id)
        person = self._cast.named(file.candidate, name % len(NAMES))
        others = self._held.schools_of(person.id) - {file.uai}
        contested = self._held.contested(person.id) if self._registry else False
        self._put_name(file.uai, person, has_account=holder is not None)
        self._learn_told(file.uai, {(uai, person.id) for uai in others} if self._registry or holder else set())
        self._held.put_person(person)
        if holder is not None:
            self._held.holders[person.id] = evolve(holder, candidate=person, contested=contested)

    @rule(which=_which)
    def move(self, which: int) -> None:
        """Take a candidature to the other school."""
        file = pick(self._files(), which)
        left, person = file.uai, file.candidate
        if not self._acts(left, person.id):
            return
        [to] = [uai for uai in self._held.schools if uai != left]
        del self._held.files[file.key]
        self._held.add_file(evolve(file, uai=to, division="9"))
        if self._registry is None:
            self._rewrite(file)
            return
        registry = self._registry
        self._report(
            AccountsReport, lambda run: registry.move(left, SESSION, person.id, to=to, division="9", run_id=run)
        )
        self._learn_told(left, {(to, person.id)})
        holder = self._held.holders.get(person.id)
        if holder is not None:
            self._held.holders[person.id] = Holder(holder.candidate, to)

    @precondition(lambda self: len(self._files()) > 1)
    @rule(which=_which)
    def withdraw(self, which: int) -> None:
        """Withdraw a candidature: the account stays, and a transfer that was asked for is taken back."""
        file = pick(self._files(), which)
        uai, person = file.uai, file.candidate
        account = self._held.standing(person.id) if self._acts(uai, person.id) else None
        del self._held.files[file.key]
        if self._registry is None:
            self._rewrite(file)
            return
        registry = self._registry
        report = self._report(AccountsReport, lambda run: registry.withdraw(uai, SESSION, person.id, run_id=run))
        assert report.lines == (
            AccountLine(person.id, account.id, account.login) if account else AccountLine(person.id),
        )
        holder = self._held.holders.get(person.id)
        asked = holder if holder and holder.asked_by == uai else None
        self._learn_told(uai, {(asked.uai, person.id)} if asked and asked.uai else set())
        if asked:
            self._held.holders[person.id] = evolve(asked, asked_by=None)

    @precondition(lambda self: self._held_together())
    @rule(which=_which)
    def merge(self, which: int) -> None:
        """Make one person of two keys, at the school that holds both."""
        uai, lost, kept = pick(self._held_together(), which)
        theirs = self._held.at_schools(lost.id)
        before = self._held.contested(lost.id, kept.id)
        self._join(lost, kept)
        self._rewrite(*theirs)
        contested = before if self._registry else self._held.contested(lost.id, kept.id)
        self._report(AccountReport, lambda run: self._desk(uai).accounts.rekey(lost.id, kept.id, run_id=run))
        self._learn_told(uai, {(other, kept.id) for other in self._held.schools_of(kept.id) - {uai}})
        self._join_accounts(lost, kept, contested=contested)

    def _join_accounts(self, lost: Candidate, kept: Candidate, *, contested: bool) -> None:
        accounts = [one for one in map(self._held.standing, (kept.id, lost.id)) if one]
        accounts.sort(key=lambda one: (not one.is_open, one.created_at))
        for one in accounts[:1]:
            self._held.accounts[one.id] = evolve(one, candidate_id=kept.id)
        for one in accounts[1:]:
            closed_at = one.closed_at or self._now
            self._held.accounts[one.id] = evolve(one, closed_at=closed_at, replaced_by=accounts[0].id)
        for one in list(self._held.accounts.values()):
            if one.candidate_id == lost.id:
                self._held.accounts[one.id] = evolve(one, candidate_id=kept.id)
        noted = self._store.keeps_people or lost.id in self._held.holders
        self._held.merge(lost.id, kept.id, noted=noted)
        if accounts:
            self._held.holders[kept.id] = evolve(self._held.holders[kept.id], contested=contested)

    def _join(self, lost: Candidate, kept: Candidate) -> None:
        shown = self._held.people[kept.id] = evolve(self._shown_once_one(lost, kept), id=kept.id)
        for file in self._held.at_schools(lost.id):
            del self._held.files[file.key]
            self._held.add_file(evolve(file, candidate=shown))

    # --- writing people: through the registry, or into the host's tables --------------------------------------------

    def _put_school(self, school: School) -> None:
        if self._tables is not None:
            self._tables.put_school(school)
            return
        registry = self._registry
        assert registry is not None
        self._report(SchoolReport, lambda run: registry.register_school(school, run_id=run))

    def _put_roster(self, uai: Uai, roster: list[Candidature]) -> None:
        if self._tables is not None:
            self._tables.put(roster)
            return
        registry, held = self._registry, self._held.files
        assert registry is not None
        report = self._report(RosterReport, lambda run: registry.register_roster(uai, SESSION, roster, run_id=run))
        assert set(report.added) == {one.candidate.id for one in roster if one.key not in held}
        assert set(report.updated) == {one.candidate.id for one in roster if one.key in held and held[one.key] != one}

    def _put_name(self, uai: Uai, person: Candidate, *, has_account: bool) -> None:
        """Correct a name; over a host's own people the holding school then confirms that it is the same person."""
        names = {"family_name": person.family_name, "given_names": person.given_names}
        if self._tables is None:
            registry = self._registry
            assert registry is not None
            self._report(AccountReport, lambda run: registry.rename(uai, person.id, **names, run_id=run))
            return
        self._tables.put([evolve(one, candidate=person) for one in self._held.at_schools(person.id)])
        if has_account:
            self._report(AccountReport, lambda run: self._desk(uai).accounts.confirm_same(person.id, run_id=run))

    def _rewrite(self, *gone: Candidature) -> None:
        """Write into the host's tables what plain dicts hold by now of the people of these files."""
        if self._tables is not None:
            self._tables.remove(gone)
            self._tables.put(list(self._held.files.values()))

    @precondition(lambda self: self._tables is not None and self._holders())
    @rule(which=_which)
    def key_of_another(self, which: int) -> None:
        """Have the host give a key to a pupil of the same family for a while: no slip opens the first one's account."""
        file, _ = pick(self._holders(), which)
        other = evolve(file.candidate, given_names="Éléonore")
        assert self._tables is not None
        self._tables.put([evolve(file, candidate=other)])
        wanted = Criteria(candidates=[other.id])
        report = self._report(RunReport, lambda run: self._desk(file.uai).regenerate(wanted, run_id=run), retried=False)
        (outcome,) = report.outcomes
        assert outcome.refusal is not None, "another pupil was given somebody's account"
        assert outcome.refusal.reason in {RefusalReason.OTHER_PERSON, RefusalReason.OTHER_PERSON_ELSEWHERE}
        self._tables.put([file])

    @precondition(lambda self: self._holders())
    @rule(which=_which, reopen=st.booleans())
    def close(self, which: int, reopen: bool) -> None:  # noqa: FBT001  # Hypothesis passes it by name
        """Close an account, or open it again."""
        file, account = pick(self._holders(), which)
        if not self._acts(file.uai, file.candidate.id):
            return
        desk = self._desk(file.uai)
        work = desk.accounts.reopen if reopen else desk.accounts.close
        self._report(AccountsReport, lambda run: work(file.candidate.id, run_id=run))
        closed_at = None if reopen else account.closed_at or self._now
        told = self._others(file.uai, file.candidate.id) if closed_at != account.closed_at else set()
        self._learn_told(file.uai, told)
        self._held.accounts[account.id] = evolve(account, closed_at=closed_at)

    @precondition(lambda self: self._without_account())
    @rule(which=_which)
    def register_email_account(self, which: int) -> None:
        """Note an account that a candidate made from an e-mail address."""
        person = pick(self._without_account(), which)
        login = Login(f"{len(self._held.lines)}@{self._cast.number}.example.org")
        report = self._report(
            AccountReport, lambda run: self._service.candidates.register_email_account(person.id, login, run_id=run)
        )
        assert report.account_id
        schools = self._held.schools_of(person.id)
        self._held.holders[person.id] = Holder(person, schools.pop() if len(schools) == 1 else None)
        self._held.lines[login] = IssuedLogin(login, report.account_id, self._now, report.run.id)
        self._held.accounts[report.account_id] = Account(
            report.account_id, person.id, login, LoginKind.EMAIL, None, self._now, None
        )

    # --- the candidate's side ---------------------------------------------------------------------------------------

    @precondition(lambda self: self._passwords)
    @rule(which=_which)
    def log_in(self, which: int) -> None:
        """Log in with the password of the slip, and with one that is over."""
        account = pick([self._held.accounts[key] for key in self._passwords], which)
        self._tick()
        check = self._service.candidates.check_login(account.login, self._passwords[account.id])
        assert (check.verdict is LoginVerdict.ACCEPTED) == account.is_open
        if account.is_open and account.credential:
            self._held.accounts[account.id] = evolve(account, credential=account.credential.used(self._now))
        if account.id in self._former:
            refused = self._service.candidates.check_login(account.login, self._former[account.id])
            assert refused.verdict is LoginVerdict.REFUSED

    @precondition(lambda self: self._open())
    @rule(which=_which)
    def choose_password(self, which: int) -> None:
        """Change a password to one of the candidate's own, and try the same again while it holds."""
        account = pick(self._open(), which)
        present, chosen = self._passwords[account.id], f"mésange bleue {self._runs} sur le toit"

        def work(run: RunId) -> AccountReport | None:
            return self._service.candidates.change_password(account.login, present, chosen, run_id=run).report

        report = self._report(AccountReport, work, retried=False)
        assert work(report.run.id) == report
        self._renew(account.id, report.run.id, chosen, CredentialState.CHOSEN)

    # --- documents --------------------------------------------------------------------------------------------------

    @precondition(lambda self: any(self._held.contents.values()))
    @rule(which=_which)
    def open_document(self, which: int) -> None:
        """Open a document: byte for byte what the renderer drew, and a line in the journal."""
        key = pick([key for key, content in self._held.contents.items() if content is not None], which)
        documents = self._desk(self._held.documents[key].uai).documents
        report = self._report(OpeningReport, lambda run: documents.open(key, run_id=run).report, retried=False)
        assert (report.document_id, report.source) == (key, self._held.documents[key].run_id)

    @precondition(lambda self: any(self._held.contents.values()))
    @rule(school=_which)
    def purge(self, school: int) -> None:
        """Drop what all documents of a school hold, and their slips."""
        uai = self._uai(school)
        report = self._report(PurgeReport, lambda run: self._desk(uai).documents.purge(OlderThan(days=0), run_id=run))
        over = {key: one for key, one in self._held.documents.items() if one.uai == uai}
        assert set(report.documents) == {key for key, one in over.items() if one.purged_at is None}
        runs = {one.run_id for one in over.values()}
        for key, one in over.items():
            self._held.documents[key] = one.purged(self._now)
            self._held.contents[key] = None
        self._held.slips = [slip for slip in self._held.slips if slip.run_id not in runs]

    @rule(school=_which)
    def reseal(self, school: int) -> None:
        """Look for what another key sealed: there is none, and nothing is done."""
        uai = self._uai(school)
        report = self._report(ResealReport, lambda run: self._desk(uai).documents.reseal(run_id=run))
        assert (report.documents, report.papillons) == (0, 0)

    # --- comparing --------------------------------------------------------------------------------------------------

    @invariant()
    def agrees_with_plain_dicts(self) -> None:
        """Compare all that can be read."""
        with self._store.reading() as unit:
            self._held.compare(unit)
            assert SESSION in unit.sessions.all()

    @rule()
    def look_again(self) -> None:
        """Do nothing: what a caller did to the last answers spoils none of the next."""
