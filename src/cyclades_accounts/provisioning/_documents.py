"""The documents, given again for ever: M9, M16."""

from cyclades_accounts.errors import InvalidValueError, SealerFailedError, UnknownDocumentError
from cyclades_accounts.identifiers import DocumentId, RunId, SessionId, Uai
from cyclades_accounts.messages import Messages
from cyclades_accounts.model import Document, Page
from cyclades_accounts.papillons import Papillon
from cyclades_accounts.provisioning._guard import call, reading
from cyclades_accounts.provisioning._once import known_school
from cyclades_accounts.provisioning._prepare import load_papillon
from cyclades_accounts.provisioning._tools import Tools


def documents(tools: Tools, uai: Uai, session: SessionId, *, page: int, size: int) -> Page[Document]:
    """Return a page of the documents of a school for a session, newest first.

    Raises:
        UnknownSchoolError: the store does not know the school.
        InvalidValueError: ``page`` or ``size`` is below 1.
    """
    for name, value in (("page", page), ("size", size)):
        if value < 1:
            raise InvalidValueError(name, str(value), "a whole number from 1")
    skip = (page - 1) * size
    with reading(tools.store) as unit:
        known_school(unit, uai)
        items, total = unit.documents.of_school(uai, session, skip=skip, limit=size)
    return Page(tuple(items), skip + 1 if items else 0, total)


def page_message(page: Page[Document], messages: Messages) -> str:
    """Return « Affichage de l'élément 1 à 1 sur 1 élément(s) » for a page (M16)."""
    last = page.first + len(page.items) - 1 if page.items else 0
    return messages.page.format(first=page.first, last=last, total=page.total)


def document_content(tools: Tools, document_id: DocumentId) -> bytes:
    """Return the PDF as it was made, byte for byte.

    Raises:
        UnknownDocumentError: no document has this id.
        WrongKeyError: the sealer lacks the key.
        AlteredDocumentError: the stored bytes are not the ones that were sealed.
    """
    with reading(tools.store) as unit:
        document = unit.documents.get(document_id)
        sealed = unit.documents.content(document_id)
    if document is None or sealed is None:
        raise UnknownDocumentError(document_id)
    return _opened(tools, sealed, document.context)


def papillons(tools: Tools, run_id: RunId) -> tuple[Papillon, ...]:
    """Return the slips of a run as they were made, in the order of its documents; empty if the run made none.

    Raises:
        WrongKeyError: the sealer lacks the key.
        AlteredDocumentError: the stored bytes are not the ones that were sealed.
    """
    with reading(tools.store) as unit:
        sealed = unit.documents.papillons(run_id)
    return tuple(load_papillon(_opened(tools, slip.sealed, slip.context)) for slip in sealed)


def _opened(tools: Tools, sealed: bytes, context: str) -> bytes:
    return call(SealerFailedError, lambda: tools.sealer.open(sealed, context))
