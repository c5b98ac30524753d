"""What a host does with documents and the journal: a method for each activity of :class:`Provisioning`."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import frozen

from cyclades_accounts.identifiers import AccountId, DocumentId, parse_run_id, parse_uai
from cyclades_accounts.model import (
    PAPILLON_DE_CONNEXION,
    Activity,
    Document,
    ExamSession,
    Page,
    PurgeReport,
    Report,
    ReprintReport,
    ResealReport,
    Run,
    Standing,
)
from cyclades_accounts.papillons import ONE_PER_PAGE, Layout
from cyclades_accounts.provisioning import _documents, _reprint, _retention
from cyclades_accounts.provisioning._documents import OpenedDocument
from cyclades_accounts.provisioning._drawing import checked_layouts
from cyclades_accounts.provisioning._guard import reading
from cyclades_accounts.provisioning._once import once
from cyclades_accounts.provisioning._plan import digest
from cyclades_accounts.provisioning._service_accounts import AccountActivities
from cyclades_accounts.provisioning._tools import Given
from cyclades_accounts.retention import RetentionRule


@frozen(kw_only=True)
class DocumentActivities(AccountActivities):
    """The activities on documents, and the journal; use them through :class:`Provisioning`."""

    # --- lists ------------------------------------------------------------------------------------------------------

    def documents(self, uai: str, session: ExamSession, *, page: int = 1, size: int = 20) -> Page[Document]:
        """Return a page of the documents of a school for a session, newest first (M9, M16).

        They stay for ever, unless :meth:`purge` or :meth:`erase` dropped their content: those have a ``purged_at``.

        Raises:
            UnknownSchoolError: the store does not know the school.
            InvalidValueError: ``page`` or ``size`` is below 1.
        """
        return _documents.documents(self, parse_uai(uai), session.id, page=page, size=size)

    def documents_message(self, page: Page[Document]) -> str:
        """Return « Affichage de l'élément 1 à 1 sur 1 élément(s) » (M16)."""
        return _documents.page_message(page, self.messages)

    def report(self, run_id: str) -> Report | None:
        """Return the report that a run left in the journal (compte rendu), or ``None`` if no run has this id."""
        key = parse_run_id(run_id)
        with reading(self.store) as unit:
            return unit.journal.get(key)

    def journal(self, uai: str, *, page: int = 1, size: int = 20) -> Page[Report]:
        """Return a page of what was done in the name of a school, by whom and when, newest first.

        Generated, regenerated, opened, reprinted, purged, erased: each report's ``run`` has the activity, the actor and
        the moment, and none holds a password. What candidates do themselves is not in it.

        Raises:
            UnknownSchoolError: the store does not know the school.
            InvalidValueError: ``page`` or ``size`` is below 1.
        """
        return _documents.journal(self, parse_uai(uai), page=page, size=size)

    # --- opening and drawing again ----------------------------------------------------------------------------------

    def open_document(
        self, document_id: DocumentId, *, run_id: str | None = None, actor: str = "", now: datetime | None = None
    ) -> OpenedDocument:
        """Return a document as it was made, byte for byte, and say of each slip whether it still holds (M16).

        It shows passwords: the journal keeps who opened it. Whether the actor may is for the host to know.

        Raises:
            UnknownDocumentError: no document has this id.
            PurgedDocumentError: its content was purged.
            WrongKeyError: the sealer lacks the key.
            AlteredDocumentError: the stored bytes are not the ones that were sealed.
            SealerFailedError: the sealer failed.
        """
        run = self._head_of_document(Activity.OPEN_DOCUMENT, document_id, (), run_id, actor, now)
        return _documents.open_document(self, run, document_id)

    def standings(self, document_id: DocumentId, *, now: datetime | None = None) -> Mapping[AccountId, Standing]:
        """Say of each slip of a document whether it still holds, without opening any: no password is read.

        The keys are those of the accounts, as slips have them (``papillon.account_id``), in the document's order; a
        document whose slips were purged has none.

        Raises:
            UnknownDocumentError: no document has this id.
        """
        moment = self.moment(now)
        with reading(self.store) as unit:
            return _documents.find_papillons(unit, document_id).standings(moment)

    def reprint(
        self,
        document_id: DocumentId,
        *,
        layouts: Iterable[Layout] = (ONE_PER_PAGE,),
        title: str = PAPILLON_DE_CONNEXION,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> ReprintReport:
        """Draw the slips of a document that still hold as a new document, and leave out those that open nothing.

        No password changes. The new document joins the list of the school, in each of ``layouts``. Slips of candidates
        who log in by e-mail, if there are any in it, are drawn again too (M8).

        Raises:
            UnknownDocumentError: no document has this id.
            PurgedDocumentError: its slips were purged.
            UnknownSchoolError: the store does not know the school.
            ServiceNotGrantedError: the school lacks the service (M1).
            InvalidValueError: there is no layout, or something else among them.
            StalePlanError: what the slips open changed meanwhile, several times over; nothing was done.
            UnprintableTextError: a name that the renderer cannot draw; nothing was done.
            PortFailedError: the renderer or the sealer failed; nothing was done.
        """
        chosen = checked_layouts(layouts)
        asked = digest([title, *(layout.name for layout in chosen)])[:12]
        run = self._head_of_document(Activity.REPRINT, document_id, (asked,), run_id, actor, now)
        return _reprint.reprint(self, run, document_id, title=title, layouts=chosen)

    # --- keeping ----------------------------------------------------------------------------------------------------

    def purgeable(
        self, uai: str, session: ExamSession, rule: RetentionRule, *, now: datetime | None = None
    ) -> tuple[Document, ...]:
        """Return the documents that :meth:`purge` would purge with the same arguments, newest first.

        Raises:
            UnknownSchoolError: the store does not know the school.
            RetentionRuleFailedError: the rule failed.
        """
        school, moment = parse_uai(uai), self.moment(now)
        with reading(self.store) as unit:
            over = _retention.due(unit, school, session, rule, moment)
        return tuple(document for document in over if document.purged_at is None)

    def purge(
        self,
        uai: str,
        session: ExamSession,
        rule: RetentionRule,
        *,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> PurgeReport:
        """Drop for good the content of the documents of a session that a rule lets go, and their slips.

        The lines of the list stay, with the moment; accounts and passwords are untouched.

        Raises:
            UnknownSchoolError: the store does not know the school.
            RetentionRuleFailedError: the rule failed; nothing was purged.
        """
        school = parse_uai(uai)
        subject = f"{school} {session.id} {digest(rule.spec)[:12]}"
        run = self.head(Activity.PURGE, subject, run_id, actor, now, school=school)
        return once(self.store, run, PurgeReport, lambda unit: _retention.purge(unit, run, school, session, rule))

    def reseal(
        self,
        uai: str,
        session: ExamSession,
        *,
        run_id: str | None = None,
        actor: str = "",
        now: datetime | None = None,
    ) -> ResealReport:
        """Seal anew with the present key what another key sealed, so that the old one can be destroyed.

        It serves one school and session. All is done or nothing; doing it again finds nothing to do.

        Raises:
            UnknownSchoolError: the store does not know the school.
            WrongKeyError: the sealer lacks the key of a document.
            AlteredDocumentError: stored bytes are not the ones that were sealed.
            SealerFailedError: the sealer failed.
        """
        school = parse_uai(uai)
        run = self.head(Activity.RESEAL, f"{school} {session.id}", run_id, actor, now, school=school)
        return once(self.store, run, ResealReport, lambda unit: _retention.reseal(self, unit, run, school, session.id))

    def _head_of_document(
        self, activity: Activity, document_id: DocumentId, asked: tuple[str, ...], *given: *Given
    ) -> Run:
        with reading(self.store) as unit:
            document = _documents.find_document(unit, document_id)
        subject = " ".join((document.school, document.id, *asked))
        return self.head(activity, subject, *given, school=document.school)
