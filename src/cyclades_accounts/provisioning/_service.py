"""The one object a host calls: an activity of the memo is a method."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from attrs import frozen

from cyclades_accounts.identifiers import DocumentId, RunId, Uai, parse_candidate_id, parse_run_id, parse_uai
from cyclades_accounts.model import (
    PAPILLON_DE_CONNEXION,
    AccountReport,
    Activity,
    Candidature,
    Document,
    ExamSession,
    Grouping,
    ImposedLoginsReport,
    LoginExplanation,
    Page,
    ProvisionalPassword,
    Report,
    RosterLine,
    RosterReport,
    Run,
    RunReport,
    School,
    SchoolReport,
)
from cyclades_accounts.papillons import Papillon
from cyclades_accounts.passwords import Progress
from cyclades_accounts.provisioning import (
    _candidate_side,
    _coverage,
    _documents,
    _explanation,
    _impose,
    _life,
    _register,
)
from cyclades_accounts.provisioning._candidate_side import LoginCheck, PasswordChange
from cyclades_accounts.provisioning._coverage import Coverage
from cyclades_accounts.provisioning._guard import reading
from cyclades_accounts.provisioning._once import once
from cyclades_accounts.provisioning._plan import Criteria, Plan, Request, digest, look
from cyclades_accounts.provisioning._run import Job, execute, plan_and_execute
from cyclades_accounts.provisioning._tools import Tools
from cyclades_accounts.repositories import UnitOfWork

_Given = tuple[str | None, str, datetime | None]
"""What a host may say of a run: its id, the actor, the moment."""


@frozen(kw_only=True)
class Provisioning(Tools):
    """The activities of the memo for one host: give it a store, a renderer and a sealer.

    Every writing activity takes ``run_id``, ``actor`` and ``now``. A known ``run_id`` returns the report it left and
    does nothing, so that a retry never kills slips just printed; without one a new id is drawn. ``actor`` says who
    asked, in the host's words. ``now`` is the moment of the activity, with a time zone; by default the clock's, in UTC.
    Slips and file names show its day in that zone: pass local time where that matters around midnight.

    Every activity may raise :class:`~cyclades_accounts.errors.StoreFailedError`; nothing of it remains then. Every
    writing activity may raise :class:`~cyclades_accounts.errors.RunIdReusedError`, and
    :class:`~cyclades_accounts.errors.InvalidValueError` for a UAI, key or moment of the wrong form.
    """

    # --- before the first run ---------------------------------------------------------------------------------------

    def register_school(
        self, school: School, *, run_id: str | None = None, actor: str = "", now: datetime | None = None
    ) -> SchoolReport:
        """Insert the school or replace what is known of it, the service flag included (M1)."""
        run = self.head(Activity.REGISTER_SCHOOL, school.uai, run_id, actor, now)
        return once(self.store, run, SchoolReport, lambda unit: _register.register_school(unit, run, school))

    def register_roster(
        self,
        uai: str,
        session: ExamSession,
        roster: Sequence[Candidature],
        *,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> RosterReport:
        """Bring the candidatures of a school for a session up to date with a roster.

        Those that are missing from the roster are reported and stay. Nothing is registered if anything is wrong.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            EmptyRosterError: no candidature in the roster.
            ForeignCandidatureError: one is of another school or session.
            DuplicateCandidatureError: one stands in it twice.
            ConflictingCandidateError: two people stand in it under one key.
        """
        school = parse_uai(uai)
        run = self._head_of_school(Activity.REGISTER_ROSTER, school, session, run_id, actor, now)
        candidatures = tuple(roster)  # what is no sequence is met here, before a store is opened
        return once(
            self.store,
            run,
            RosterReport,
            lambda unit: _register.register_roster(unit, run, school, session, candidatures),
        )

    def impose_logins(
        self,
        uai: str,
        logins: Mapping[str, str],
        *,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> ImposedLoginsReport:
        """Impose logins on pupils of a school, for a host that migrates: accounts to be created will bear them.

        An account that exists keeps its login until :meth:`regenerate` is asked for a new one. What is imposed can be
        imposed again otherwise until an account bears it. Those that cannot be imposed are reported, and the others
        are.

        Args:
            uai: the school.
            logins: a login for each key; case and surrounding spaces do not count. An e-mail address is none: such an
                account is noted by :meth:`register_email_account`.
            run_id: see the class.
            actor: see the class.
            now: see the class.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            LoginTakenError: another run has just issued one of the logins; nothing was done, try again.
        """
        school, asked = parse_uai(uai), _impose.read_logins(logins)
        subject = f"{school} {digest(asked)[:12]}"
        run = self.head(Activity.IMPOSE_LOGINS, subject, run_id, actor, now)
        return once(self.store, run, ImposedLoginsReport, lambda unit: _impose.impose_logins(unit, run, school, asked))

    # --- generating and regenerating --------------------------------------------------------------------------------

    def plan(
        self,
        uai: str,
        session: ExamSession,
        *,
        grouping: Grouping = Grouping.DIVISION,
        groups: Iterable[str] | None = None,
        renew_existing: bool = False,
    ) -> Plan:
        """Show what :meth:`generate` would do with the same arguments, without doing it: no login is consumed.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            EmptyRosterError: no candidature of the school for the session.
            UnknownGroupError: a chosen group does not exist (M4).
        """
        request = self._generation(uai, session, grouping, groups, renew_existing=renew_existing)
        with reading(self.store) as unit:
            return look(unit, request, self).plan

    def execute(
        self,
        plan: Plan,
        *,
        title: str = PAPILLON_DE_CONNEXION,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> RunReport:
        """Do exactly what a plan shows.

        ``progress`` is called after each password hashed, with how many are done and how many there are.

        Raises:
            StalePlanError: the world has changed since the plan was made; nothing was done.
            SessionOverError: a password issued now would have expired already; nothing was done.
            UnprintableTextError: a name that the renderer cannot draw; nothing was done.
            PortFailedError: the renderer, random source, hasher or sealer failed; nothing was done.
        """
        request = plan.request
        run = self._head_of_request(request, run_id, actor, now)
        return execute(Job(self, run, title, progress, {}), plan)

    def generate(
        self,
        uai: str,
        session: ExamSession,
        *,
        grouping: Grouping = Grouping.DIVISION,
        groups: Iterable[str] | None = None,
        renew_existing: bool = False,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> RunReport:
        """Create the accounts of those who have none, and their slips (M6, M9). Running it again changes nothing.

        Args:
            uai: the school.
            session: the exam session.
            grouping: how candidatures are listed, and slips sorted (M4).
            groups: labels of the groups to serve, as :attr:`~cyclades_accounts.model.Group.label` gives them; all by
                default.
            renew_existing: « Forcer la création d'un nouveau mot de passe » (M7): also renew those who have an account.
            run_id: see the class.
            actor: see the class.
            now: see the class.
            progress: called after each password hashed, with how many are done and how many there are.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            EmptyRosterError: no candidature of the school for the session.
            UnknownGroupError: a chosen group does not exist (M4).
            StalePlanError: other runs were faster, several times over; nothing was done.
            SessionOverError: a password issued now would have expired already; nothing was done.
            UnprintableTextError: a name that the renderer cannot draw; nothing was done.
            PortFailedError: the renderer, random source, hasher or sealer failed; nothing was done.
        """
        request = self._generation(uai, session, grouping, groups, renew_existing=renew_existing)
        run = self._head_of_request(request, run_id, actor, now)
        return plan_and_execute(Job(self, run, PAPILLON_DE_CONNEXION, progress, {}), request)

    def regenerate(
        self,
        uai: str,
        session: ExamSession,
        criteria: Criteria,
        *,
        lift_limit: bool = False,
        new_login: bool = False,
        title: str = PAPILLON_DE_CONNEXION,
        grouping: Grouping = Grouping.DIVISION,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> RunReport:
        """Give a new password to the candidate whom the criteria match, or create the missing account (M14, M15).

        A login stays, whatever became of the name, unless ``new_login`` asks for a new one: an account whose login no
        longer comes from the name, or for which another one is imposed, then gets that with the new password, and the
        slip shows both. The former login opens nothing any more and stays reserved.

        Args:
            uai: the school.
            session: the exam session.
            criteria: who is meant.
            lift_limit: « Supprimer limitation à un élève »: serve all whom the criteria match.
            new_login: also replace logins that do not come from the present name; off by default.
            title: « Titre édition », which names the document in the list of M16.
            grouping: how slips are sorted.
            run_id: see the class.
            actor: see the class.
            now: see the class.
            progress: see :meth:`generate`.

        Raises:
            NothingSelectedError: no candidature matches.
            LimitedToOneError: several match and the limit was not lifted.
            UnknownCandidateError: a candidate of the criteria has no candidature here.
            UnknownSchoolError: and the others of :meth:`generate`.
        """
        request = Request(
            activity=Activity.REGENERATE,
            school=parse_uai(uai),
            session=session,
            grouping=grouping,
            renew=True,
            criteria=criteria,
            lift_limit=lift_limit,
            new_login=new_login,
        )
        run = self._head_of_request(request, run_id, actor, now)
        return plan_and_execute(Job(self, run, title, progress, {}), request)

    # --- looking ----------------------------------------------------------------------------------------------------

    def coverage(
        self,
        uai: str,
        session: ExamSession,
        *,
        grouping: Grouping = Grouping.DIVISION,
        now: datetime | None = None,
    ) -> Coverage:
        """Read which accounts exist, who is missing and why, and whose password has expired (M5, M12).

        Raises:
            UnknownSchoolError: the store does not know the school.
        """
        school, key, moment = parse_uai(uai), session.id, self.moment(now)
        with reading(self.store) as unit:
            return _coverage.coverage(unit, school, key, grouping=grouping, login_policy=self.login_policy, now=moment)

    def coverage_message(self, coverage: Coverage) -> str:
        """Return the French sentences that a host shows above the list (M12)."""
        return _coverage.coverage_message(coverage, self.messages)

    def roster_list(
        self, uai: str, session: ExamSession, *, grouping: Grouping = Grouping.DIVISION
    ) -> tuple[RosterLine, ...]:
        """Return the « Liste détaillée de mes élèves » with the logins of open accounts (M13), in the grouping's order.

        Raises:
            UnknownSchoolError: the store does not know the school.
        """
        school, key = parse_uai(uai), session.id
        with reading(self.store) as unit:
            return _coverage.roster_list(unit, school, key, grouping)

    def explain_login(self, candidate_id: str) -> LoginExplanation:
        """Return where the login of a person's account comes from, step by step.

        Raises:
            UnknownCandidateError: the store does not know the person.
            UnknownAccountError: the person has no account.
            LoginPolicyFailedError: a host's login policy failed.
        """
        key = parse_candidate_id(candidate_id)
        with reading(self.store) as unit:
            return _explanation.explain_login(unit, key, self.login_policy)

    def documents(self, uai: str, session: ExamSession, *, page: int = 1, size: int = 20) -> Page[Document]:
        """Return a page of the documents of a school for a session, newest first; they stay for ever (M9, M16).

        Raises:
            UnknownSchoolError: the store does not know the school.
            InvalidValueError: ``page`` or ``size`` is below 1.
        """
        return _documents.documents(self, parse_uai(uai), session.id, page=page, size=size)

    def documents_message(self, page: Page[Document]) -> str:
        """Return « Affichage de l'élément 1 à 1 sur 1 élément(s) » (M16)."""
        return _documents.page_message(page, self.messages)

    def document_content(self, document_id: DocumentId) -> bytes:
        """Return a document as it was made, byte for byte (M16).

        Raises:
            UnknownDocumentError: no document has this id.
            WrongKeyError: the sealer lacks the key.
            AlteredDocumentError: the stored bytes are not the ones that were sealed.
        """
        return _documents.document_content(self, document_id)

    def report(self, run_id: str) -> Report | None:
        """Return the report that a run left in the journal (compte rendu), or ``None`` if no run has this id."""
        key = parse_run_id(run_id)
        with reading(self.store) as unit:
            return unit.journal.get(key)

    def papillons(self, run_id: RunId) -> tuple[Papillon, ...]:
        """Return the slips of a run as they were made, passwords included, in the order of its documents.

        A slip still holds while the account's credential has the version it shows.

        Raises:
            WrongKeyError: the sealer lacks the key.
            AlteredDocumentError: the stored bytes are not the ones that were sealed.
        """
        return _documents.papillons(self, run_id)

    # --- the account's life -----------------------------------------------------------------------------------------

    def rename(
        self,
        uai: str,
        candidate_id: str,
        *,
        family_name: str | None = None,
        given_names: str | None = None,
        usage_name: str | None = None,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> AccountReport:
        """Correct a candidate's name in the name of a school; the login stays. ``None`` leaves a name as it is.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            UnknownCandidateError: the person has no candidature at this school.
        """
        school, run = self._head_of_pupil(Activity.RENAME, uai, candidate_id, run_id, actor, now)

        def work(unit: UnitOfWork) -> AccountReport:
            candidate = _life.find_pupil(unit, school, parse_candidate_id(candidate_id))
            return _life.rename(
                unit, run, candidate, family_name=family_name, given_names=given_names, usage_name=usage_name
            )

        return once(self.store, run, AccountReport, work)

    def move(
        self,
        uai: str,
        candidate_id: str,
        session: ExamSession,
        *,
        to: str,
        division: str = "",
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> AccountReport:
        """Take a candidature to another school; the account follows, and ``uai`` becomes a former school (M7).

        Args:
            uai: the present school, in whose name it is done.
            candidate_id: the person.
            session: the session of the candidature.
            to: the new school.
            division: class at the new school; empty until it is known.
            run_id: see the class.
            actor: see the class.
            now: see the class.

        Raises:
            UnknownSchoolError: the store does not know one of the schools.
            ServiceNotGrantedError: the present school lacks the service (M1).
            UnknownCandidateError: no candidature of the person at the present school for the session.
            InvalidValueError: ``to`` is the present school.
        """
        school, run = self._head_of_pupil(Activity.MOVE, uai, candidate_id, run_id, actor, now)
        new_school = parse_uai(to)

        def work(unit: UnitOfWork) -> AccountReport:
            for key in sorted({school, new_school}):
                unit.schools.get(key)  # a store locks what it reads: in one order, or opposite moves block each other
            candidate = _life.find_pupil(unit, school, parse_candidate_id(candidate_id))
            return _life.move(unit, run, candidate, session=session.id, uai=school, to=new_school, division=division)

        return once(self.store, run, AccountReport, work)

    def merge(
        self,
        uai: str,
        lost: str,
        *,
        kept: str,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> AccountReport:
        """Make one person of two keys: the older account stays, the other is closed for ever, its login stays reserved.

        An open account goes before a closed one, whatever their age. Rosters, criteria and activities that bear the key
        ``lost`` find the person from now on.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            UnknownCandidateError: ``lost`` has no candidature at this school, or the store does not know ``kept``.
            InvalidValueError: the two already are one person.
        """
        school, run = self._head_of_pupil(Activity.MERGE, uai, lost, run_id, actor, now)

        def work(unit: UnitOfWork) -> AccountReport:
            person = _life.find_pupil(unit, school, parse_candidate_id(lost))
            return _life.merge(unit, run, person, _life.find_candidate(unit, parse_candidate_id(kept)))

        return once(self.store, run, AccountReport, work)

    def close(
        self,
        uai: str,
        candidate_id: str,
        *,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> AccountReport:
        """Close an account: it opens nothing, no run touches it, and its login stays reserved.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            UnknownCandidateError: the person has no candidature at this school.
            UnknownAccountError: the person has no account.
        """
        school, run = self._head_of_pupil(Activity.CLOSE, uai, candidate_id, run_id, actor, now)

        def work(unit: UnitOfWork) -> AccountReport:
            return _life.close(unit, run, _life.find_pupil(unit, school, parse_candidate_id(candidate_id)))

        return once(self.store, run, AccountReport, work)

    def reopen(
        self,
        uai: str,
        candidate_id: str,
        *,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> AccountReport:
        """Open a closed account again, with the password it had; regenerate if the slip is lost.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            UnknownCandidateError: the person has no candidature at this school.
            UnknownAccountError: the person has no account.
        """
        school, run = self._head_of_pupil(Activity.REOPEN, uai, candidate_id, run_id, actor, now)

        def work(unit: UnitOfWork) -> AccountReport:
            return _life.reopen(unit, run, _life.find_pupil(unit, school, parse_candidate_id(candidate_id)))

        return once(self.store, run, AccountReport, work)

    # --- the candidate's side ---------------------------------------------------------------------------------------

    def check_login(self, login: str, password: str, *, now: datetime | None = None) -> LoginCheck:
        """Check what a candidate typed; case and surrounding spaces of the login do not count.

        Takes the time of one hash, whether the login exists or not. Limiting tries is the host's: the passwords that
        runs issue demand it (CNIL 2022-100, case 2).

        Raises:
            HasherFailedError: the hasher failed.
        """
        secret = ProvisionalPassword(password)
        del password  # so that no traceback shows it
        return _candidate_side.check_login(self, login, secret, self.moment(now))

    def change_password(
        self,
        login: str,
        present: str,
        chosen: str,
        *,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> PasswordChange:
        """Replace the password by one the candidate chose (M11); what is wrong with either comes back as data.

        Raises:
            HasherFailedError: the hasher failed; the password is unchanged.
        """
        secrets = ProvisionalPassword(present), ProvisionalPassword(chosen)
        del present, chosen  # so that no traceback shows them
        run = self.head(Activity.CHANGE_PASSWORD, login.strip().lower(), run_id, actor, now)
        return _candidate_side.change_password(self, run, login, *secrets)

    def register_email_account(
        self,
        candidate_id: str,
        email: str,
        *,
        password: str | None = None,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> AccountReport:
        """Note an account that a candidate made in the espace candidat from an e-mail address (M8).

        ``password`` is the one the candidate chose; leave it out if the espace candidat keeps it elsewhere, and then
        :meth:`check_login` refuses the account.

        Raises:
            UnknownCandidateError: the store does not know the person.
            AccountExistsError: the person already has an account.
            LoginTakenError: the address already is somebody's login.
            HasherFailedError: the hasher failed; nothing was done.
        """
        secret = None if password is None else ProvisionalPassword(password)
        del password  # so that no traceback shows it
        run = self.head(Activity.REGISTER_EMAIL_ACCOUNT, parse_candidate_id(candidate_id), run_id, actor, now)
        return _candidate_side.register_email_account(self, run, parse_candidate_id(candidate_id), email, secret)

    # --- heads ------------------------------------------------------------------------------------------------------

    def _generation(
        self,
        uai: str,
        session: ExamSession,
        grouping: Grouping,
        groups: Iterable[str] | None,
        *,
        renew_existing: bool,
    ) -> Request:
        return Request(
            activity=Activity.GENERATE,
            school=parse_uai(uai),
            session=session,
            grouping=grouping,
            groups=groups,
            renew=renew_existing,
        )

    def _head_of_school(self, activity: Activity, uai: Uai, session: ExamSession, *given: *_Given) -> Run:
        return self.head(activity, f"{uai} {session.id}", *given)

    def _head_of_request(self, request: Request, *given: *_Given) -> Run:
        return self.head(request.activity, request.subject, *given)

    def _head_of_pupil(self, activity: Activity, uai: str, candidate_id: str, *given: *_Given) -> tuple[Uai, Run]:
        school = parse_uai(uai)
        return school, self.head(activity, f"{school} {parse_candidate_id(candidate_id)}", *given)
