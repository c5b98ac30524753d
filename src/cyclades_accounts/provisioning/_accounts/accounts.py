"""What a desk does with accounts: revoked, closed, reopened, rekeyed, erased; logins imposed and explained.

Nothing here changes a login or makes a second account: an account belongs to a person (M7). A login changes only in a
regeneration that asks for it, so that a slip shows it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from attrs import evolve, frozen

from cyclades_accounts import model
from cyclades_accounts.eligibility import kind_refusal
from cyclades_accounts.errors import InvalidValueError, LoginPolicyFailedError, UnfoldableNameError
from cyclades_accounts.identifiers import LOGIN_MAX_LENGTH, CandidateId, checked_text, parse_candidate_id, parse_uai
from cyclades_accounts.logins import explain
from cyclades_accounts.provisioning._accounts.erase import erase, keyed_digest
from cyclades_accounts.provisioning._accounts.identity import confirm_other, confirm_same, rekey
from cyclades_accounts.provisioning._accounts.impose import impose_logins
from cyclades_accounts.provisioning._accounts.known import export, sights
from cyclades_accounts.provisioning._accounts.transfer import Transfer, answer_transfer, ask_transfer, waiting
from cyclades_accounts.provisioning._host import (
    Caller,
    call,
    granted_school,
    in_one_unit,
    known_school,
    reading,
    zone_of,
)
from cyclades_accounts.provisioning._shared.holding import (
    Held,
    Holding,
    Told,
    check_right,
    find_held,
    held_by,
    tell,
    tell_erased,
)
from cyclades_accounts.provisioning._shared.people import Person, as_shown, find_at_school, find_person
from cyclades_accounts.provisioning._shared.several import on_each, parse_keys
from cyclades_accounts.repositories import UnitOfWork


@frozen
class DeskAccounts:
    """The accounts of the pupils of a desk's school, whatever their session: ``desk.accounts``.

    A pupil is named by the stable key (``candidate_id``), or by a key that was merged into it. Every activity that
    writes takes a ``run_id``, which names this one act: under a known one it does nothing and returns the report that
    the act left.
    """

    _caller: Caller

    def close(self, *candidate_ids: str, run_id: str | None = None) -> model.AccountsReport:
        """Close accounts: they open nothing, no run touches them, and their logins stay reserved.

        Closing a closed account changes nothing. It needs no service: M1 is for giving accounts, not for taking away.

        Args:
            candidate_ids: whose accounts; all in one transaction.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Returns:
            One line for each person. Refused are ``NOT_A_PUPIL``, ``OTHER_PERSON`` and ``OTHER_PERSON_ELSEWHERE``,
            ``OTHER_SCHOOL`` (ask for a transfer: :meth:`ask_transfer`) and ``NO_ACCOUNT``; the others are served.

        Raises:
            UnknownSchoolError: the store does not know the school.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        return self._on_accounts(
            model.Activity.CLOSE, candidate_ids, run_id, lambda one, at: evolve(one, closed_at=one.closed_at or at)
        )

    def reopen(self, *candidate_ids: str, run_id: str | None = None) -> model.AccountsReport:
        """Open closed accounts again, with the password they had; regenerate it if the slip is lost.

        Reopening an open account changes nothing.

        Args:
            candidate_ids: whose accounts; all in one transaction.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Returns:
            One line for each person, refused as by :meth:`close`.

        Raises:
            ServiceNotGrantedError: the school lacks the service (M1).
            UnknownSchoolError: and the other of :meth:`close`.
        """
        return self._on_accounts(
            model.Activity.REOPEN, candidate_ids, run_id, lambda one, _: evolve(one, closed_at=None), gives=True
        )

    def revoke(self, *candidate_ids: str, run_id: str | None = None) -> model.AccountsReport:
        """Refuse present passwords from this moment on: a lost slip, a password seen by others.

        The account stays open; :meth:`Desk.regenerate` gives another password whenever the pupil comes for it. Revoking
        it again changes nothing.

        Args:
            candidate_ids: whose passwords; all in one transaction.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Returns:
            One line for each person, refused as by :meth:`close`, or for ``EMAIL_LOGIN``: the candidate made the
            account (M8), close it instead; or for ``ACCOUNT_CLOSED``: it opens nothing.

        Raises:
            UnknownSchoolError: and the other of :meth:`close`.
        """

        def revoked(one: model.Account, at: datetime) -> model.Account | model.Refusal:
            return kind_refusal(one) or evolve(one, credential=one.credential and one.credential.revoked(at))

        return self._on_accounts(model.Activity.REVOKE, candidate_ids, run_id, revoked)

    def rekey(self, old: str, new: str, *, run_id: str | None = None) -> model.AccountReport:
        """Follow a key that changed, or make one person of two keys: account and login go to the key ``new``.

        Where both have an account, the older one stays, an open one before a closed one; the other is closed for ever,
        and its login stays reserved. Rosters, criteria and activities that bear the key ``old`` find the person from
        now on. In a registry the candidatures follow; where both keys have one at one school for one session, that of
        ``new`` stays. A host that has its own people changes its rows first, in the same transaction.

        Args:
            old: the key that goes.
            new: the key that stays.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownSchoolError: nobody knows the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            UnknownCandidateError: the registry knows nobody under ``old``.
            OtherSchoolError: the school does not hold one of the two; the host can do it (:meth:`Upkeep.rekey`).
            InvalidValueError: the two already are one person, or the host still has that person under ``old``.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        caller = self._caller
        pair = parse_candidate_id(old), parse_candidate_id(new)
        run = caller.run(model.Activity.REKEY, run_id, model.Subject(uai=caller.uai, candidate_id=pair[0]), new=pair[1])

        def work(unit: UnitOfWork) -> model.AccountReport:
            granted_school(unit, caller.uai)
            schools = find_person(unit, pair[0]).schools | find_person(unit, pair[1]).schools
            holding = Holding.read(unit, caller.host, caller.uai, run.at)
            report = rekey(caller.host.store, unit, run, *pair, holding=holding)
            tell(unit, caller.host, run, [(report.candidate_id, uai, run.activity) for uai in schools - {caller.uai}])
            return report

        return in_one_unit(caller.host.store, run, model.AccountReport, work)

    def confirm_same(self, candidate_id: str, *, run_id: str | None = None) -> model.AccountReport:
        """Confirm that the person under a key still is the account's holder, under a corrected name or birth date.

        It lifts ``OTHER_PERSON``. The account keeps its login and its password. Other schools with a candidature of the
        person are told.

        Args:
            candidate_id: the key.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            UnknownCandidateError: the school does not know the person.
            OtherPersonError: the school sees two people under the key.
            OtherSchoolError: another school holds the person; that one confirms, or the host.
            UnknownAccountError: the person has no account.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        key, caller = parse_candidate_id(candidate_id), self._caller
        subject = model.Subject(uai=caller.uai, session_id=caller.session.id, candidate_id=key)
        run = caller.run(model.Activity.CONFIRM_SAME, run_id, subject)

        def work(unit: UnitOfWork) -> model.AccountReport:
            granted_school(unit, caller.uai)
            person = find_at_school(unit, caller.uai, key)
            check_right(Holding.read(unit, caller.host, caller.uai, run.at), person)
            tell(unit, caller.host, run, [(person.key, uai, run.activity) for uai in person.schools - {caller.uai}])
            return confirm_same(unit, run, person, as_shown(unit, caller.host, caller.uai, caller.session.id, person))

        return in_one_unit(caller.host.store, run, model.AccountReport, work)

    def confirm_other(self, candidate_id: str, *, run_id: str | None = None) -> model.AccountReport:
        """Confirm that a pupil is another person than those who look like them: a homonym born on the same day.

        It lifts ``PERHAPS_KNOWN``; the next run creates the account. If it is one person, :meth:`rekey` makes one. The
        other schools with a candidature under the key are told, and what one of them confirmed before stands.

        Args:
            candidate_id: the pupil, who has no account yet.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            AccountExistsError: the person has an account.
            UnknownSchoolError: and the others of :meth:`confirm_same`.
        """
        key, caller = parse_candidate_id(candidate_id), self._caller
        subject = model.Subject(uai=caller.uai, session_id=caller.session.id, candidate_id=key)
        run = caller.run(model.Activity.CONFIRM_OTHER, run_id, subject)

        def work(unit: UnitOfWork) -> model.AccountReport:
            granted_school(unit, caller.uai)
            person = find_at_school(unit, caller.uai, key)
            if person.account:  # the error that follows tells its login
                held_by(Holding.read(unit, caller.host, caller.uai, run.at), person)
            shown = as_shown(unit, caller.host, caller.uai, caller.session.id, person)
            tell(unit, caller.host, run, [(person.key, uai, run.activity) for uai in person.schools - {caller.uai}])
            return confirm_other(unit, run, person, shown, caller.uai)

        return in_one_unit(caller.host.store, run, model.AccountReport, work)

    def ask_transfer(self, candidate_id: str, *, run_id: str | None = None) -> model.AccountReport:
        """Ask for the account of a pupil who came from another school (M7); a run that renews asks by itself.

        It is granted at once, and told to both schools, where INE, given name, family name and birth date are all known
        and agree, and the holding school has no candidature of the person in the session, nor in one that ends no
        earlier. Otherwise it waits for that school (:meth:`answer_transfer`) or for the host (:meth:`Upkeep.transfer`).
        One request waits at a time.

        Args:
            candidate_id: the pupil, who has a candidature at this school for the session.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Returns:
            The report, with the account where this school now holds it, without it where the transfer waits.

        Raises:
            UnknownAccountError: the person has no account.
            UnknownSchoolError: and the others of :meth:`confirm_same`.
        """
        key, caller = parse_candidate_id(candidate_id), self._caller
        subject = model.Subject(uai=caller.uai, session_id=caller.session.id, candidate_id=key)
        run = caller.run(model.Activity.ASK_TRANSFER, run_id, subject)
        return in_one_unit(
            caller.host.store, run, model.AccountReport, lambda unit: ask_transfer(caller, unit, run, key)
        )

    def answer_transfer(
        self, candidate_id: str, *, asked_by: str, grant: bool, run_id: str | None = None
    ) -> model.AccountReport:
        """Grant or refuse the transfer that another school asked for; both schools' journals have a line of it.

        Args:
            candidate_id: the pupil, whom this school holds.
            asked_by: UAI of the school that asks, as :meth:`transfers` tells it.
            grant: whether the other school holds the pupil from now on.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            NoTransferError: that school does not ask for this pupil.
            UnknownSchoolError: and the others of :meth:`confirm_same`.
        """
        key, caller = parse_candidate_id(candidate_id), self._caller
        school = parse_uai(asked_by)
        model.exactly(bool)(None, "grant", grant)
        activity = model.Activity.TRANSFER if grant else model.Activity.REFUSE_TRANSFER
        run = caller.run(activity, run_id, model.Subject(uai=caller.uai, candidate_id=key), asked_by=school)
        return in_one_unit(
            caller.host.store, run, model.AccountReport, lambda unit: answer_transfer(caller, unit, run, key, school)
        )

    def transfers(self) -> tuple[Transfer, ...]:
        """Return the transfers that wait, asked for by this school or of it, sorted by key."""
        with reading(self._caller.host.store) as unit:
            return waiting(unit, self._caller.uai)

    def erase(self, candidate_id: str, *, run_id: str | None = None) -> model.ErasureReport:
        """Erase a person on request (RGPD, article 17): account, candidatures, slips, and what reports say of them.

        Documents that show the person are drawn anew without that slip, under the same id; one that has no other slip
        is purged. A title that names the person goes. A document in a layout of the host's own is purged too: its other
        slips can be drawn again (:meth:`DeskDocuments.reprint`). A keyed hash of each issued login is kept, so that no
        login is ever issued to another person. The person's line must leave the school's rosters too, or the next one
        brings them back. It cannot be undone. What the host wrote itself (``actor``, backups, files it exported) is the
        host's to look after.

        It needs no service « gestion des candidats »: the right to be erased does not depend on it.

        Args:
            candidate_id: who is erased.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownSchoolError: the store does not know the school.
            UnknownCandidateError: the school does not know the person.
            OtherSchoolError: another school holds the person; the host erases whomever (:meth:`Upkeep.erase`).
            ErasureKeyError: there is no pseudonymizer, or it lacks a key that was used before.
            PortFailedError: the pseudonymizer, renderer or sealer failed; nobody was erased.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        key, caller = parse_candidate_id(candidate_id), self._caller
        # The subject stands in the journal for ever: it holds a keyed digest of the person's key, and not the key.
        subject = model.Subject(uai=caller.uai, request=keyed_digest(caller.host, key))
        run = caller.run(model.Activity.ERASE, run_id, subject)

        def work(unit: UnitOfWork) -> model.ErasureReport:
            person = find_held(unit, caller.host, caller.uai, key, run.at).person
            tell_erased(unit, caller.host, run, person)
            return erase(caller.host, unit, run, caller.uai, [person])

        return in_one_unit(caller.host.store, run, model.ErasureReport, work)

    def export(self, candidate_id: str) -> model.PersonalData:
        """Return all that is kept about a person, for the person (RGPD, article 15); each call stands in the journal.

        Args:
            candidate_id: who asks for their data.

        Raises:
            OtherSchoolError: another school holds the person: that one answers, or the host (:meth:`Upkeep.export`).
            UnknownSchoolError: and the others of :meth:`confirm_same`.
        """
        key, caller = parse_candidate_id(candidate_id), self._caller
        run = caller.run(model.Activity.EXPORT, None, model.Subject(uai=caller.uai, candidate_id=key))
        return export(caller.host, run, lambda unit: find_held(unit, caller.host, caller.uai, key, run.at).person)

    def sights(self, candidate_id: str) -> tuple[model.Sight, ...]:
        """Return who saw passwords of a pupil, when, in which documents: made, opened, drawn again.

        The school that holds the pupil reads of all documents, another one, such as a former school, of its own.

        Args:
            candidate_id: whose passwords.

        Raises:
            UnknownSchoolError: the store does not know the school.
            UnknownCandidateError: the school does not know the person, and no document of it shows them.
            OtherPersonError: the key is another person's than the account's.
        """
        key, caller = parse_candidate_id(candidate_id), self._caller
        with reading(caller.host.store) as unit:
            return sights(unit, caller.host, caller.uai, key, caller.moment())

    def impose_logins(self, logins: Mapping[str, str], *, run_id: str | None = None) -> model.ImposedLoginsReport:
        """Impose logins on pupils of the school, for a host that migrates: accounts to be created will bear them.

        An account that exists keeps its login until :meth:`Desk.regenerate` is asked for a new one. Until an account
        bears it, an imposed login can be replaced by another one. A login that cannot be imposed is reported with its
        reason, and the other logins are imposed.

        Args:
            logins: a login for each key; case and surrounding spaces do not count. It has the form of one that is
                issued: at most 64 characters, words of a to z and 0 to 9 with one ``.``, ``-`` or ``_`` between two
                (``lea.martin``, ``lmartin08``); and the login policy does not reserve it. An e-mail address is refused:
                such an account is noted by :meth:`CandidateActivities.register_email_account`.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            InvalidValueError: no mapping of texts to texts, or one key in two spellings.
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            LoginTakenError: another run has just issued one of the logins; nothing was done, try again.
            LoginPolicyFailedError: a host's login policy failed.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        if not isinstance(logins, Mapping):
            raise InvalidValueError("logins", logins, "a login for each key, as a mapping")
        asked: dict[CandidateId, str] = {}
        for row, (name, login) in enumerate(logins.items(), 1):
            key = parse_candidate_id(name)
            if key in asked:
                first = [*asked].index(key) + 1
                raise InvalidValueError("logins", name, f"one login for each key; items {first} and {row} have one key")
            asked[key] = checked_text("logins", login, longest=2 * LOGIN_MAX_LENGTH)
        caller = self._caller
        run = caller.run(model.Activity.IMPOSE_LOGINS, run_id, model.Subject(uai=caller.uai), logins=asked)

        def work(unit: UnitOfWork) -> model.ImposedLoginsReport:
            return impose_logins(caller.host, unit, run, caller.uai, asked)

        return in_one_unit(caller.host.store, run, model.ImposedLoginsReport, work)

    def explain_login(self, candidate_id: str) -> model.LoginExplanation:
        """Return where the login of a pupil's account comes from, step by step.

        Args:
            candidate_id: whose login.

        Raises:
            UnknownSchoolError: the store does not know the school.
            UnknownCandidateError: the school does not know the person.
            OtherSchoolError: another school holds the person.
            UnknownAccountError: the person has no account.
            LoginPolicyFailedError: a host's login policy failed.
        """
        key = parse_candidate_id(candidate_id)
        with reading(self._caller.host.store) as unit:
            person = find_held(unit, self._caller.host, self._caller.uai, key, self._caller.moment()).person
            candidate, account = person.candidate, person.standing
            (line,) = unit.logins.lines(logins=[account.login])
            zone = zone_of(self._caller.host, unit.people.school(self._caller.uai))
        steps = self._steps(candidate, line.number) if line.number is not None else ()
        if account.kind is model.LoginKind.EMAIL:
            origin = model.LoginOrigin.EMAIL
        elif line.number is None:
            origin = model.LoginOrigin.IMPOSED
        else:
            leads_here = bool(steps) and steps[-1].after == account.login
            origin = model.LoginOrigin.NAME if leads_here else model.LoginOrigin.EARLIER_NAME
        return model.LoginExplanation(
            candidate_id=candidate.id,
            login=account.login,
            origin=origin,
            issued_at=model.told_in(line.issued_at, zone),
            run_id=line.run_id,
            steps=steps if origin is model.LoginOrigin.NAME else (),
        )

    def _steps(self, candidate: model.Candidate, number: int) -> tuple[model.LoginStep, ...]:
        policy = self._caller.host.login_policy
        try:
            return call(LoginPolicyFailedError, lambda: explain(policy, candidate, number=number))
        except UnfoldableNameError:
            return ()

    def _on_accounts(
        self,
        activity: model.Activity,
        candidate_ids: Iterable[str],
        run_id: str | None,
        change: Callable[[model.Account, datetime], model.Account | model.Refusal],
        *,
        gives: bool = False,
    ) -> model.AccountsReport:
        """Change the accounts of pupils on whom the school may act, in one unit; giving needs the service (M1)."""
        keys, caller = parse_keys(candidate_ids), self._caller
        run = caller.run(activity, run_id, model.Subject(uai=caller.uai), keys=sorted(keys))

        def work(unit: UnitOfWork) -> model.AccountsReport:
            (granted_school if gives else known_school)(unit, caller.uai)
            changed, told = list[model.Account](), list[Told]()

            def act(person: Person, held: Held | model.Refusal) -> model.Account | model.Refusal:
                if isinstance(held, model.Refusal):
                    return held
                if person.account is None:
                    return model.Refusal(model.RefusalReason.NO_ACCOUNT)
                new = change(person.account, run.at)
                if isinstance(new, model.Account) and new != person.account:
                    changed.append(new)
                    told.extend(held.told(activity))
                return new

            report = on_each(unit, run, Holding.read(unit, caller.host, caller.uai, run.at), keys, act)
            unit.accounts.put(changed)
            tell(unit, caller.host, run, told)
            return report

        return in_one_unit(caller.host.store, run, model.AccountsReport, work)
