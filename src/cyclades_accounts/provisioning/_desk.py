"""The desk (poste du secrétariat): what one person may do for one school in one session."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from attrs import evolve, frozen

from cyclades_accounts import model
from cyclades_accounts.errors import InvalidValueError, UnknownCandidateError
from cyclades_accounts.identifiers import Uai, checked_line, parse_candidate_id, parse_document_id
from cyclades_accounts.papillons import LAYOUT_BY_NAME, ONE_PER_PAGE
from cyclades_accounts.provisioning._accounts.accounts import DeskAccounts
from cyclades_accounts.provisioning._documents.documents import DeskDocuments
from cyclades_accounts.provisioning._host import Caller, reading
from cyclades_accounts.provisioning._people import coverage as people
from cyclades_accounts.provisioning._people import situations
from cyclades_accounts.provisioning._people.coverage import Coverage
from cyclades_accounts.provisioning._people.situations import Situation
from cyclades_accounts.provisioning._runs.plan import Plan, read_plan
from cyclades_accounts.provisioning._runs.request import EVERY_PUPIL, EVERYBODY, Criteria, Generation, Request
from cyclades_accounts.provisioning._runs.run import RunProgress, carry_out
from cyclades_accounts.provisioning._shared.people import is_called
from cyclades_accounts.provisioning._shared.sessions import check_session
from cyclades_accounts.provisioning._shared.slips import find_document
from cyclades_accounts.repositories import UnitOfWork

T = TypeVar("T")


@frozen
class Desk:
    """What one person may do for one school in one session: ``provisioning.desk(uai, session, actor=…)``.

    A desk is a value: making one reads nothing, and a host makes one for each request. It knows the accounts, documents
    and reports of its own school only.

    Every activity that writes takes a ``run_id``, which names this one act. The very same request by the same actor
    under a known one does nothing and returns the report that the act left, so that a retry never kills slips just
    printed; anything else under it is refused.

    Every activity may raise :class:`~cyclades_accounts.errors.StoreFailedError`; nothing of it remains then.
    Those of the desk itself raise :class:`~cyclades_accounts.errors.SessionDiffersError` and do nothing where the store
    keeps the session with another label or last day.
    """

    _caller: Caller

    @property
    def uai(self) -> Uai:
        """The school in whose name everything is done."""
        return self._caller.uai

    @property
    def session(self) -> model.ExamSession:
        """The exam session."""
        return self._caller.session

    @property
    def actor(self) -> str:
        """Who asks, in the host's own words."""
        return self._caller.actor

    @property
    def accounts(self) -> DeskAccounts:
        """Single accounts: close, reopen, revoke, merge, erase; logins imposed and explained."""
        return DeskAccounts(self._caller)

    @property
    def documents(self) -> DeskDocuments:
        """Documents: listed, opened, drawn again, purged, sealed anew; the journal of the school."""
        return DeskDocuments(self._caller)

    # --- runs -------------------------------------------------------------------------------------------------------

    def plan(self, generation: Generation = EVERYBODY) -> Plan:
        """Show what :meth:`generate` would do with the same argument, without doing it: no login is consumed.

        Args:
            generation: whom the run would serve and what it would make; by default all classes, and nobody is renewed.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            EmptyRosterError: no candidature of the school for the session.
            UnknownGroupError: a chosen group does not exist (M4).
            SessionOverError: a password issued now would have expired already.
            UnprintableTextError: the renderer cannot draw the name of the school or the session.
            RendererFailedError: the renderer failed to say what it can draw.
        """
        request, host = self._asked(model.Activity.GENERATE, generation), self._caller.host
        return self._read(lambda unit, now: read_plan(unit, request, host, now).plan)

    def execute(
        self,
        plan: Plan,
        *,
        title: str = model.PAPILLON_DE_CONNEXION,
        run_id: str | None = None,
        progress: RunProgress | None = None,
    ) -> model.RunReport:
        """Do exactly what a plan of this desk shows.

        Args:
            plan: what :meth:`plan` returned.
            title: names the documents in the list of M16.
            run_id: names this act, so that a retry is harmless; drawn if there is none.
            progress: called in this thread at each phase, at the end with how it ended, and after each password
                hashed, with how many are done and how many there are. What it raises stops the run, but at the end.

        Raises:
            InvalidValueError: the plan is of another school or session; a blank title.
            StalePlanError: the world has changed since the plan was made; nothing was done.
            SlipsOfTodayError: it would kill slips made the same day, which the plan spares; nothing was done.
            SessionOverError: a password issued now would have expired already; nothing was done.
            UnprintableTextError: the renderer cannot draw the name of the school or the session; nothing was done.
            PortFailedError: the renderer, random source, hasher or sealer failed; nothing was done.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        model.exactly(Plan)(None, "plan", plan)
        request = plan.request
        if (request.uai, request.session) != (self.uai, self.session):
            raise InvalidValueError(
                "plan", f"{request.uai} {request.session.id}", f"a plan of this desk: {self.uai} {self.session.id}"
            )
        return carry_out(self._caller, request, title=title, run_id=run_id, progress=progress, plan=plan)

    def generate(
        self,
        generation: Generation = EVERYBODY,
        *,
        title: str = model.PAPILLON_DE_CONNEXION,
        run_id: str | None = None,
        progress: RunProgress | None = None,
    ) -> model.RunReport:
        """Create the accounts of those who have none, and their slips (M6, M9). Running it again changes nothing.

        Args:
            generation: whom the run serves and what it makes; by default all classes, and nobody is renewed.
            title: names the documents in the list of M16: one line of at most 254 characters (our choice), not blank.
            run_id: names this act, so that a retry is harmless; drawn if there is none.
            progress: called in this thread at each phase, at the end with how it ended, and after each password
                hashed, with how many are done and how many there are. What it raises stops the run, but at the end.

        Raises:
            InvalidValueError: a blank title.
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            EmptyRosterError: no candidature of the school for the session.
            UnknownGroupError: a chosen group does not exist (M4).
            StalePlanError: other runs were faster, several times over; nothing was done.
            SlipsOfTodayError: it would kill slips made the same day, which the generation spares; nothing was done.
            SessionOverError: a password issued now would have expired already; nothing was done.
            UnprintableTextError: the renderer cannot draw the name of the school or the session; nothing was done.
            PortFailedError: the renderer, random source, hasher or sealer failed; nothing was done.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        request = self._asked(model.Activity.GENERATE, generation)
        return carry_out(self._caller, request, title=title, run_id=run_id, progress=progress)

    def regenerate(
        self,
        criteria: Criteria,
        generation: Generation = EVERYBODY,
        *,
        lift_limit: bool = False,
        new_login: bool = False,
        title: str = model.PAPILLON_DE_CONNEXION,
        run_id: str | None = None,
        progress: RunProgress | None = None,
    ) -> model.RunReport:
        """Give a new password to the candidate whom the criteria match, or create the missing account (M14, M15).

        A login stays, whatever became of the name, unless ``new_login`` asks for a new one: an account whose login no
        longer comes from the name, or for which another one is imposed, then gets that with the new password, and the
        slip shows both. The former login opens nothing any more and stays reserved.

        Args:
            criteria: who is meant.
            generation: how slips are sorted and which documents are made, by default one with one slip per page (M14);
                its groups, where it names some, must hold besides the criteria.
            lift_limit: « Supprimer limitation à un élève »: serve all whom the criteria match.
            new_login: also replace logins that do not come from the present name.
            title: « Titre édition », which names the document in the list of M16.
            run_id: names this act, so that a retry is harmless; drawn if there is none.
            progress: called in this thread at each phase, at the end with how it ended, and after each password
                hashed, with how many are done and how many there are. What it raises stops the run, but at the end.

        Raises:
            NothingSelectedError: no candidature matches.
            LimitedToOneError: several match and the limit was not lifted.
            UnknownCandidateError: a candidate of the criteria has no candidature here.
            UnknownSchoolError: and the others of :meth:`generate`.
        """
        asked = self._asked(model.Activity.REGENERATE, generation)
        request = evolve(asked, criteria=criteria, lift_limit=lift_limit, new_login=new_login)
        return carry_out(self._caller, request, title=title, run_id=run_id, progress=progress)

    def replace_lost(
        self, document_id: str, *, title: str = model.PAPILLON_DE_CONNEXION, run_id: str | None = None
    ) -> model.RunReport:
        """Replace the slips of a document that was lost (pile perdue): no slip of it opens an account any more.

        Whoever has a slip in it that still holds gets a new password and a new slip, by the rules of a regeneration
        (M7, M8, M14). A password that cannot be renewed, because the candidature is no more or gets none, is revoked in
        the same act: ``revoked`` of the report. Who has changed the password, or got another slip since, keeps it. So
        does whom another school holds now, who is neither taken over nor asked for: :meth:`DeskDocuments.standings`
        tells whose slip still holds. The new slips stand on the pages as in the lost document where the library knows
        its layout, else one per page.

        Args:
            document_id: the document, of whatever session of the school; other documents with the same slips count.
            title: names the new document in the list of M16.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            InvalidValueError: ``document_id`` cannot be one; see :meth:`generate` for the others.
            UnknownDocumentError: no document of the school has this id.
            PurgedDocumentError: its slips were purged: nobody knows whose they were.
            ServiceNotGrantedError: the school lacks the service (M1); :meth:`DeskAccounts.revoke` needs none.
        """
        key = parse_document_id(document_id)
        with reading(self._caller.host.store) as unit:
            layout = find_document(unit, self.uai, key).layout
        generation = Generation(layouts=[LAYOUT_BY_NAME.get(layout, ONE_PER_PAGE)])
        request = evolve(self._asked(model.Activity.REPLACE_LOST, generation), lost=key)
        return carry_out(self._caller, request, title=title, run_id=run_id, progress=None)

    def prolong(self, criteria: Criteria = EVERY_PUPIL, *, run_id: str | None = None) -> model.RunReport:
        """Let provisional passwords that end before the session serve as long as one that is issued now.

        No slip is made: those that were handed out go on to open the accounts, longer than they say. What is lost,
        revoked or expired, is kept as it is, and the report tells it (``short``): only another password helps. Who is
        held by another school is refused (M7).

        Args:
            criteria: whose passwords; by default everybody's of the session.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Returns:
            The report, with one outcome for each of them who has an account.

        Raises:
            UnknownAccountError: a candidate whom the criteria name has no account.
            UnknownCandidateError: a candidate of the criteria has no candidature here.
            NothingSelectedError: no candidature matches.
            UnknownSchoolError: and the others of :meth:`generate`.
        """
        request = evolve(self._asked(model.Activity.PROLONG, EVERYBODY), criteria=criteria)
        return carry_out(self._caller, request, title=model.PAPILLON_DE_CONNEXION, run_id=run_id, progress=None)

    # --- looking ----------------------------------------------------------------------------------------------------

    def coverage(self, grouping: model.Grouping = model.Grouping.DIVISION) -> Coverage:
        """Read which accounts exist, who is missing and why, and whose password falls short of the session (M5, M12).

        Args:
            grouping: how the candidatures are listed (M4).

        Raises:
            UnknownSchoolError: the store does not know the school.
            InvalidValueError: ``grouping`` is something else.
        """
        host, chosen = self._caller.host, Generation(grouping=grouping).grouping
        return self._read(
            lambda unit, now: people.coverage(unit, host, self.uai, self.session, grouping=chosen, now=now)
        )

    def coverage_message(self, coverage: Coverage) -> str:
        """Return the French sentences that a host shows above the list (M12).

        Args:
            coverage: what :meth:`coverage` returned.

        Raises:
            InvalidValueError: ``coverage`` is something else.
        """
        model.exactly(Coverage)(None, "coverage", coverage)
        return people.coverage_message(coverage, self._caller.host.messages, self.session)

    def run_message(self, found: Plan | model.RunReport) -> str:
        """Return the French sentences that a host shows above a plan or a report: how many, and who falls short.

        Args:
            found: what :meth:`plan`, :meth:`generate` or another run returned.

        Raises:
            InvalidValueError: ``found`` is something else.
        """
        if type(found) is not Plan:
            model.exactly(model.RunReport)(None, "found", found)
        return people.run_message(found, self._caller.host.messages, self.session)

    def roster_list(self, grouping: model.Grouping = model.Grouping.DIVISION) -> tuple[model.RosterLine, ...]:
        """Return the « Liste détaillée de mes élèves » with the logins of open accounts (M13).

        Args:
            grouping: in whose order the candidatures stand (M4).

        Raises:
            UnknownSchoolError: the store does not know the school.
            InvalidValueError: ``grouping`` is something else.
        """
        host, chosen = self._caller.host, Generation(grouping=grouping).grouping
        return self._read(lambda unit, _: people.roster_list(unit, host, self.uai, self.session.id, chosen))

    def situations(self, grouping: model.Grouping = model.Grouping.DIVISION) -> tuple[Situation, ...]:
        """Return where each pupil of the session stands: account, state of the password, last slip; never a password.

        The number of statements does not grow with the pupils, but by one for each other school that holds some.

        Args:
            grouping: in whose order the pupils stand (M4).

        Raises:
            UnknownSchoolError: the store does not know the school.
            InvalidValueError: ``grouping`` is something else.
        """
        return self._situations(grouping)

    def situation(self, candidate_id: str) -> Situation:
        """Return where one pupil stands, of the session or held by the school.

        Args:
            candidate_id: the pupil, under whichever key that was merged into theirs.

        Raises:
            UnknownSchoolError: the store does not know the school.
            UnknownCandidateError: no row of the session is the pupil's, and the school holds no account of theirs.
        """
        asked = parse_candidate_id(candidate_id)

        def question(unit: UnitOfWork, now: datetime) -> Situation:
            keys = asked, unit.holders.merged([asked]).get(asked)  # a merged key may have somebody else's row
            found = situations.find(unit, self._caller, now, wanted=lambda row: row.candidate_id in keys)
            for one in sorted(found, key=lambda one: keys.index(one.candidate_id)):
                return one
            raise UnknownCandidateError(asked)

        return self._read(question)

    def search(self, name: str, grouping: model.Grouping = model.Grouping.DIVISION) -> tuple[Situation, ...]:
        """Return where those stand who are called so, of the session or held by the school with an account.

        Each word must begin a word of the name, whatever the order: « mar em » finds « MARTIN-DUPRÉ Émilie ». Names
        are compared as lists sort them, without case and accents; usage names count.

        Args:
            name: one line of at most 254 characters, not blank.
            grouping: in whose order the pupils stand (M4).

        Raises:
            UnknownSchoolError: the store does not know the school.
            InvalidValueError: ``name`` or ``grouping`` is something else.
        """
        asked = checked_line("name", name)
        return self._situations(grouping, lambda row: is_called(_names(row), asked))

    def left_open(self, grouping: model.Grouping = model.Grouping.DIVISION) -> tuple[Situation, ...]:
        """Return the accounts still open of those who left: whom the school holds, and awaits no more for the session.

        They have no row of the session, or one that gives no right to an account and that the host's policy awaits
        nobody for, such as « Démissionnaire » by the memo's rules (M2).

        Args:
            grouping: in whose order the pupils stand (M4).

        Raises:
            UnknownSchoolError: the store does not know the school.
            InvalidValueError: ``grouping`` is something else.
        """
        host = self._caller.host
        found = self._situations(grouping, lambda row: not people.is_awaited(host, row, None))
        return tuple(one for one in found if one.is_open)

    def _situations(
        self, grouping: model.Grouping, wanted: Callable[[model.Row], bool] | None = None
    ) -> tuple[Situation, ...]:
        chosen = Generation(grouping=grouping).grouping
        return self._read(lambda unit, now: situations.find(unit, self._caller, now, chosen, wanted=wanted))

    def _read(self, question: Callable[[UnitOfWork, datetime], T]) -> T:
        now = self._caller.moment()
        with reading(self._caller.host.store) as unit:
            check_session(unit, self.session)
            return question(unit, now)

    def _asked(self, activity: model.Activity, generation: Generation) -> Request:
        return Request(activity=activity, uai=self.uai, session=self.session, generation=generation)


def _names(row: model.Row) -> str:
    usage_name = row.candidate.usage_name if isinstance(row, model.Candidature) else None
    return f"{row.name} {usage_name or ''}"
