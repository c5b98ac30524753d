"""What a host does with single accounts: a method for each activity of :class:`Provisioning`."""

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from cyclades_accounts.identifiers import Uai, parse_candidate_id, parse_uai
from cyclades_accounts.model import (
    AccountReport,
    Activity,
    ErasureReport,
    ExamSession,
    ImposedLoginsReport,
    LoginExplanation,
    ProvisionalPassword,
    Run,
)
from cyclades_accounts.provisioning import _candidate_side, _erase, _explanation, _impose, _life
from cyclades_accounts.provisioning._candidate_side import LoginCheck, PasswordChange
from cyclades_accounts.provisioning._guard import reading
from cyclades_accounts.provisioning._once import once
from cyclades_accounts.provisioning._plan import digest
from cyclades_accounts.provisioning._tools import Given, Tools
from cyclades_accounts.repositories import UnitOfWork


@frozen(kw_only=True)
class AccountActivities(Tools):
    """The activities on single accounts; use them through :class:`Provisioning`."""

    # --- logins -----------------------------------------------------------------------------------------------------

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
        run = self.head(Activity.IMPOSE_LOGINS, subject, run_id, actor, now, school=school)
        return once(
            self.store,
            run,
            ImposedLoginsReport,
            lambda unit: _impose.impose_logins(unit, run, school, asked, self.pseudonymizer),
        )

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

    def revoke(
        self,
        uai: str,
        candidate_id: str,
        *,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> AccountReport:
        """Refuse the present password from this moment on: a lost slip, a password seen by others.

        The account stays open; :meth:`regenerate` gives another password whenever the pupil comes for it.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            UnknownCandidateError: the person has no candidature at this school.
            UnknownAccountError: the person has no account.
            NotRenewableError: no renewal by this school could give another password (M7, M8), or the account is closed.
        """
        school, run = self._head_of_pupil(Activity.REVOKE, uai, candidate_id, run_id, actor, now)

        def work(unit: UnitOfWork) -> AccountReport:
            return _life.revoke(unit, run, _life.find_pupil(unit, school, parse_candidate_id(candidate_id)))

        return once(self.store, run, AccountReport, work)

    def erase(
        self,
        uai: str,
        candidate_id: str,
        *,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> ErasureReport:
        """Erase a person on request (RGPD, article 17): account, candidatures, slips, and what reports say of them.

        Documents that show the person are purged; the slips of the others in them can be drawn again (:meth:`reprint`).
        Of the logins issued a keyed hash is left, so that none is ever issued to another person. The person's line must
        leave the school's rosters too, or the next one brings them back. It cannot be undone. What the host wrote
        itself (``actor``, backups, files it exported) is the host's to look after.

        It needs no service « gestion des candidats »: the right to be erased does not depend on it.

        Raises:
            UnknownSchoolError: the store does not know the school.
            UnknownCandidateError: the person has no candidature at this school.
            ErasureKeyError: there is no pseudonymizer, or it lacks a key that was used before.
            PseudonymizerFailedError: the pseudonymizer failed; nobody was erased.
        """
        school, key = parse_uai(uai), parse_candidate_id(candidate_id)
        subject = f"{school} {_erase.digest_of(_erase.pseudonymizer_of(self), key)}"
        run = self.head(Activity.ERASE, subject, run_id, actor, now, school=school)
        return once(self.store, run, ErasureReport, lambda unit: _erase.erase(self, unit, run, school, key))

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

    def _head_of_pupil(self, activity: Activity, uai: str, candidate_id: str, *given: *Given) -> tuple[Uai, Run]:
        school = parse_uai(uai)
        subject = f"{school} {parse_candidate_id(candidate_id)}"
        return school, self.head(activity, subject, *given, school=school)
