"""What a desk does with documents and with the journal of its school."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, TypeVar

from attrs import frozen

from cyclades_accounts import errors, model
from cyclades_accounts.identifiers import AccountId, RunId, TimeZone, Uai, checked_line, parse_document_id, parse_run_id
from cyclades_accounts.papillons import ONE_PER_PAGE, Layout
from cyclades_accounts.provisioning._documents.opening import OpenedDocument, open_document
from cyclades_accounts.provisioning._documents.reprint import reprint
from cyclades_accounts.provisioning._documents.retention import documents_of, due, purge, reseal
from cyclades_accounts.provisioning._host import (
    Caller,
    Host,
    all_pages,
    changed,
    in_one_unit,
    known_school,
    reading,
    spec_of,
    zone_of,
)
from cyclades_accounts.provisioning._shared.people import is_called
from cyclades_accounts.provisioning._shared.sessions import check_session, keep_session
from cyclades_accounts.provisioning._shared.slips import checked_layouts, find_papillons
from cyclades_accounts.repositories import UnitOfWork
from cyclades_accounts.retention import RetentionRule

T = TypeVar("T")

PAGE_MAX_SIZE: Final = 1_000
"""Most lines of a page: our choice, so that no request reads a whole journal at once."""

_LAST_PAGE: Final = 1_000_000_000
"""Highest number of a page: no list is so long, and every database can count so far."""

Slices = Callable[[UnitOfWork, dict[str, int]], tuple[Sequence[T], int]]
"""Returns the items of a list from a rank ``skip``, ``limit`` of them at most, and how many there are in all."""


def page_of(host: Host, uai: Uai | None, page: int, size: int, slices: Slices[T]) -> model.Page[T]:
    """Return a page of a list that a store gives in slices, in the name of a school, or of the host; days are theirs.

    Raises:
        InvalidValueError: ``page`` or ``size`` is no whole number, or is out of bounds.
        UnknownSchoolError: nobody knows the school.
    """
    model.counted(_LAST_PAGE)(None, "page", page)
    model.counted(PAGE_MAX_SIZE)(None, "size", size)
    skip = (page - 1) * size
    with reading(host.store) as unit:
        zone = zone_of(host, known_school(unit, uai) if uai else None)
        items, total = slices(unit, {"skip": skip, "limit": size})
    return model.Page(tuple(model.told_in(one, zone) for one in items), skip + 1 if items else 0, total)


@frozen
class DeskDocuments:
    """The documents of a desk's school, and what was done in its name: ``desk.documents``.

    Another school's documents and reports are unknown here. Lists and retention are about the desk's session; documents
    of the school's other sessions can be opened. Every activity that writes takes a ``run_id``, which names this
    one act: under a known one it does nothing and returns the report that the act left; :meth:`open` refuses it.

    :meth:`reprint`, :meth:`purgeable`, :meth:`purge` and :meth:`reseal` raise
    :class:`~cyclades_accounts.errors.SessionDiffersError` where the store keeps the session with another label or last
    day.
    """

    _caller: Caller

    # --- lists ------------------------------------------------------------------------------------------------------

    def page(
        self,
        *,
        page: int = 1,
        size: int = 20,
        run_id: str | None = None,
        made_on: date | None = None,
        title: str | None = None,
        actor: str | None = None,
    ) -> model.Page[model.Document]:
        """Return a page of the documents of the school for the session, newest first (M9, M16).

        They stay for ever, unless :meth:`purge` or :meth:`DeskAccounts.erase` dropped their content: those have a
        ``purged_at``. All that is asked of them must hold; ``None`` asks nothing.

        Args:
            page: which page, counted from 1; one past the end is empty.
            size: how many lines it has at most; 1 to 1,000 (our choice).
            run_id: the run that made them.
            made_on: the day on which they were made, in the time zone of the desk's moment.
            title: each word begins a word of the title, whatever the order; case and accents do not count.
            actor: who had them made, exactly as the desk was told.

        Raises:
            UnknownSchoolError: the store does not know the school.
            InvalidValueError: one of the arguments is something else, or out of bounds.
        """
        caller = self._caller
        run = None if run_id is None else parse_run_id(run_id)
        if made_on is not None:
            model.day(None, "made_on", made_on)
        for name, text in (("title", title), ("actor", actor)):
            if text is not None:
                checked_line(name, text)

        def found(unit: UnitOfWork, at: dict[str, int]) -> tuple[Sequence[model.Document], int]:
            if {run, made_on, title, actor} == {None}:
                return unit.documents.of_school(caller.uai, caller.session.id, **at)
            runs = None if actor is None else _runs_of(unit, caller.uai, actor)
            zone = self._zone(unit)
            all_of_them = [
                one
                for one in documents_of(unit, caller.uai, caller.session.id)
                if run in {None, one.run_id}
                and made_on in {None, model.told_in(one.created_at, zone).date()}
                and (title is None or is_called(one.title, title))
                and (runs is None or one.run_id in runs)
            ]
            return all_of_them[at["skip"] :][:size], len(all_of_them)

        return page_of(caller.host, caller.uai, page, size, found)

    def page_message(self, page: model.Page[model.Document]) -> str:
        """Return « Affichage de l'élément 1 à 1 sur 1 élément(s) » (M16).

        Args:
            page: a page of :meth:`page`.

        Raises:
            InvalidValueError: ``page`` is something else.
        """
        model.exactly(model.Page)(None, "page", page)
        last = page.first + len(page.items) - 1 if page.items else 0
        return self._caller.host.messages.page.format(first=page.first, last=last, total=page.total)

    def journal(self, *, page: int = 1, size: int = 20) -> model.Page[model.Report]:
        """Return a page of what was done in the name of the school, by whom and when, newest first.

        Generated, regenerated, opened, reprinted, purged, erased: each report's ``run`` has the activity, the actor and
        the moment, and none holds a password. The order is that in which they were written, whatever the clocks showed.
        What candidates do themselves is not in it.

        Args:
            page: which page, counted from 1; one past the end is empty.
            size: how many reports it has at most; 1 to 1,000 (our choice).

        Raises:
            UnknownSchoolError: the store does not know the school.
            InvalidValueError: ``page`` or ``size`` is no whole number, or is out of bounds.
        """
        uai, host = self._caller.uai, self._caller.host
        return page_of(host, uai, page, size, lambda unit, at: unit.journal.of_school(uai, **at))

    def report(self, run_id: str) -> model.Report | None:
        """Return the report that a run left in the journal of the school (compte rendu), or ``None``.

        Args:
            run_id: the run; one of another school, or of a candidate, is unknown here.

        Raises:
            InvalidValueError: ``run_id`` cannot be one.
        """
        key = parse_run_id(run_id)
        with reading(self._caller.host.store) as unit:
            report, zone = unit.journal.get(key), self._zone(unit)
        return model.told_in(report, zone) if report is not None and report.run.uai == self._caller.uai else None

    # --- opening and drawing again ----------------------------------------------------------------------------------

    def open(self, document_id: str, *, run_id: str | None = None) -> OpenedDocument:
        """Return a document as it was made, byte for byte, and say of each slip whether it still holds (M16).

        It shows passwords: each call writes its own line in the journal, who opened it and when, before it opens
        anything. Whether the actor may is for the host to know.

        Args:
            document_id: a document of the school, of whatever session.
            run_id: names this act; drawn if there is none. No showing is repeated under a known one: every call
                needs another.

        Raises:
            InvalidValueError: ``document_id`` cannot be one.
            UnknownDocumentError: no document of the school has this id.
            PurgedDocumentError: its content was purged.
            WrongKeyError: the sealer lacks the key.
            AlteredDocumentError: the stored bytes are not the ones that were sealed.
            SealerFailedError: the sealer failed.
            RunIdReusedError: ``run_id`` is known.
        """
        caller, key = self._caller, parse_document_id(document_id)
        run = caller.run(model.Activity.OPEN_DOCUMENT, run_id, model.Subject(uai=caller.uai, document_id=key))
        return open_document(caller.host, run, caller.uai, key)

    def standings(self, document_id: str) -> Mapping[AccountId, model.Standing]:
        """Say of each slip of a document whether it still holds, without opening any: no password is read.

        The keys are those of the accounts, as slips have them (``papillon.account_id``), in the document's order; a
        document whose slips were purged has none.

        Args:
            document_id: a document of the school, of whatever session.

        Raises:
            InvalidValueError: ``document_id`` cannot be one.
            UnknownDocumentError: no document of the school has this id.
        """
        key, now = parse_document_id(document_id), self._caller.moment()
        with reading(self._caller.host.store) as unit:
            return find_papillons(unit, self._caller.host, self._caller.uai, key, now).standings

    def reprint(
        self,
        document_id: str,
        *,
        layouts: Iterable[Layout] = (ONE_PER_PAGE,),
        title: str = model.PAPILLON_DE_CONNEXION,
        as_of_today: bool = False,
        run_id: str | None = None,
    ) -> model.ReprintReport:
        """Draw the slips of a document that still hold as a new document, and leave out those that open nothing.

        No password changes. The new document joins the list of the school, and names the session by its present label.
        Slips of candidates who log in by e-mail, if there are any in it, are drawn again too (M8).

        Args:
            document_id: a document of the school, of whatever session.
            layouts: how slips stand on the pages; one new document is made for each layout.
            title: names the new document in the list of M16.
            as_of_today: whether the slips show the names and classes that the school has today for the session of the
                document, and stand in their order. Off by default: a slip that was lost comes again as it was. Who has
                no candidature there any more stays as printed; where it shows another person than the account's holder,
                the slip is left out with the reason.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            InvalidValueError: ``document_id`` cannot be one; ``as_of_today`` is neither true nor false.
            UnknownDocumentError: no document of the school has this id.
            PurgedDocumentError: its slips were purged.
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            InvalidValueError: there is no layout, or something else among them; a blank title.
            StalePlanError: passwords of these slips changed during each of several attempts; nothing was done.
            UnprintableTextError: a name that the renderer cannot draw; nothing was done.
            PortFailedError: the renderer or the sealer failed; nothing was done.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        caller, key, chosen = self._caller, parse_document_id(document_id), checked_layouts(layouts)
        checked_line("title", title)
        model.exactly(bool)(None, "as_of_today", as_of_today)
        asked: dict[str, object] = {
            "title": changed(title, model.PAPILLON_DE_CONNEXION),
            "as_of_today": as_of_today or None,
        }
        asked["layouts"] = changed(chosen, (ONE_PER_PAGE,))
        run = caller.run(model.Activity.REPRINT, run_id, model.Subject(uai=caller.uai, document_id=key), **asked)
        return reprint(caller, run, key, title=title, layouts=chosen, as_of_today=as_of_today)

    # --- keeping ----------------------------------------------------------------------------------------------------

    def purgeable(self, rule: RetentionRule) -> tuple[model.Document, ...]:
        """Return the documents that :meth:`purge` would purge with the same rule, newest first.

        Args:
            rule: says which documents of the session may go.

        Raises:
            InvalidValueError: ``rule`` is no rule.
            UnknownSchoolError: the store does not know the school.
            RetentionRuleFailedError: the rule failed.
        """
        model.fits(RetentionRule)(None, "rule", rule)
        caller, now = self._caller, self._caller.moment()
        with reading(caller.host.store) as unit:
            check_session(unit, caller.session)
            over, zone = due(unit, caller.uai, caller.session, rule, now), self._zone(unit)
        return tuple(model.told_in(document, zone) for document in over if document.purged_at is None)

    def purge(self, rule: RetentionRule, *, run_id: str | None = None) -> model.PurgeReport:
        """Drop for good the content of the documents of the session that a rule lets go, and their slips.

        The lines of the list stay, with the moment; accounts and passwords are untouched.

        Args:
            rule: says which documents of the session may go.
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            InvalidValueError: ``rule`` is no rule.
            UnknownSchoolError: the store does not know the school.
            RetentionRuleFailedError: the rule failed; nothing was purged.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        model.fits(RetentionRule)(None, "rule", rule)
        caller = self._caller
        subject = model.Subject(uai=caller.uai, session_id=caller.session.id)
        run = caller.run(model.Activity.PURGE, run_id, subject, rule=spec_of(errors.RetentionRuleFailedError, rule))

        def work(unit: UnitOfWork) -> model.PurgeReport:
            keep_session(unit, caller.session)
            return purge(unit, run, caller.uai, caller.session, rule)

        return in_one_unit(caller.host.store, run, model.PurgeReport, work)

    def reseal(self, *, run_id: str | None = None) -> model.ResealReport:
        """Seal anew with the present key what another key sealed, so that the old one can be destroyed.

        It serves the school and the session. All is done or nothing; doing it again finds nothing to do. Documents and
        slips that do not open stay as they are, and the report names them: destroy the old key when it names none.

        Args:
            run_id: names this act, so that a retry is harmless; drawn if there is none.

        Raises:
            UnknownSchoolError: the store does not know the school.
            SealerFailedError: the sealer failed.
            RunIdReusedError: ``run_id`` belongs to something else.
        """
        caller = self._caller
        run = caller.run(model.Activity.RESEAL, run_id, model.Subject(uai=caller.uai, session_id=caller.session.id))

        def work(unit: UnitOfWork) -> model.ResealReport:
            keep_session(unit, caller.session)
            return reseal(caller.host, unit, run, caller.uai, caller.session.id)

        return in_one_unit(caller.host.store, run, model.ResealReport, work)

    def _zone(self, unit: UnitOfWork) -> TimeZone:
        return zone_of(self._caller.host, unit.people.school(self._caller.uai))


def _runs_of(unit: UnitOfWork, uai: Uai, actor: str) -> frozenset[RunId]:
    """Return what somebody did in the name of a school; the journal is read in slices, not run by run."""
    reports = all_pages(lambda skip, limit: unit.journal.of_school(uai, skip=skip, limit=limit))
    return frozenset(one.run.id for one in reports if one.run.actor == actor)
