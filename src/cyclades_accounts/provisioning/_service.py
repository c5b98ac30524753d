"""The one object a host calls: an activity of the memo is a method."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import frozen

from cyclades_accounts.identifiers import Uai, parse_uai
from cyclades_accounts.model import (
    PAPILLON_DE_CONNEXION,
    Activity,
    Candidature,
    ExamSession,
    Grouping,
    RosterLine,
    RosterReport,
    Run,
    RunReport,
    School,
    SchoolReport,
)
from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE, Layout
from cyclades_accounts.passwords import Progress
from cyclades_accounts.provisioning import _coverage, _register
from cyclades_accounts.provisioning._coverage import Coverage
from cyclades_accounts.provisioning._guard import reading
from cyclades_accounts.provisioning._once import once
from cyclades_accounts.provisioning._plan import Criteria, Plan, Request, look
from cyclades_accounts.provisioning._run import Job, execute, plan_and_execute
from cyclades_accounts.provisioning._service_documents import DocumentActivities
from cyclades_accounts.provisioning._tools import Given


@frozen(kw_only=True)
class Provisioning(DocumentActivities):
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
        run = self.head(Activity.REGISTER_SCHOOL, school.uai, run_id, actor, now, school=school.uai)
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

    # --- generating and regenerating --------------------------------------------------------------------------------

    def plan(
        self,
        uai: str,
        session: ExamSession,
        *,
        grouping: Grouping = Grouping.DIVISION,
        groups: Iterable[str] | None = None,
        renew_existing: bool = False,
        layouts: Iterable[Layout] = (ONE_PER_PAGE, TWO_PER_PAGE),
        email_papillons: bool = False,
    ) -> Plan:
        """Show what :meth:`generate` would do with the same arguments, without doing it: no login is consumed.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            EmptyRosterError: no candidature of the school for the session.
            UnknownGroupError: a chosen group does not exist (M4).
        """
        request = self._generation(
            uai, session, grouping, groups, layouts, renew=renew_existing, email_papillons=email_papillons
        )
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
        layouts: Iterable[Layout] = (ONE_PER_PAGE, TWO_PER_PAGE),
        email_papillons: bool = False,
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
            layouts: one document for each; one and two slips per page by default (M9).
            email_papillons: also draw a slip, without password, for each candidate who logs in by e-mail (M8), in its
                place among the others. Their accounts stay as they are; every run that asks for it makes their slips.
            run_id: see the class.
            actor: see the class.
            now: see the class.
            progress: called after each password hashed, with how many are done and how many there are.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            EmptyRosterError: no candidature of the school for the session.
            UnknownGroupError: a chosen group does not exist (M4).
            InvalidValueError: there is no layout, or something else among them.
            StalePlanError: other runs were faster, several times over; nothing was done.
            SessionOverError: a password issued now would have expired already; nothing was done.
            UnprintableTextError: a name that the renderer cannot draw; nothing was done.
            PortFailedError: the renderer, random source, hasher or sealer failed; nothing was done.
        """
        request = self._generation(
            uai, session, grouping, groups, layouts, renew=renew_existing, email_papillons=email_papillons
        )
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
        layouts: Iterable[Layout] = (ONE_PER_PAGE,),
        email_papillons: bool = False,
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
            layouts: one document for each; one slip per page by default (M14).
            email_papillons: see :meth:`generate`.
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
            layouts=layouts,
            email_papillons=email_papillons,
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

    # --- heads ------------------------------------------------------------------------------------------------------

    def _generation(
        self,
        uai: str,
        session: ExamSession,
        grouping: Grouping,
        groups: Iterable[str] | None,
        layouts: Iterable[Layout],
        *,
        renew: bool,
        email_papillons: bool,
    ) -> Request:
        return Request(
            activity=Activity.GENERATE,
            school=parse_uai(uai),
            session=session,
            grouping=grouping,
            groups=groups,
            layouts=layouts,
            email_papillons=email_papillons,
            renew=renew,
        )

    def _head_of_school(self, activity: Activity, uai: Uai, session: ExamSession, *given: *Given) -> Run:
        return self.head(activity, f"{uai} {session.id}", *given, school=uai)

    def _head_of_request(self, request: Request, *given: *Given) -> Run:
        return self.head(request.activity, request.subject, *given, school=request.school)
