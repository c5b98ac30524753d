"""Slips and documents on their way to the store: rendered by the host's renderer, sealed at once, opened again.

A slip is kept twice: drawn, in the document, and as data, so that some slips of a document can be drawn again (M8, M9,
M14, M16).
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from attrs import field, frozen

from cyclades_accounts.errors import InvalidValueError, RendererFailedError, SealerFailedError
from cyclades_accounts.identifiers import AccountId, DocumentId, Login, SessionId
from cyclades_accounts.model import (
    Document,
    Group,
    Grouping,
    ProvisionalPassword,
    Run,
    SealedPapillon,
    papillon_context,
)
from cyclades_accounts.papillons import AnyPapillon, EmailPapillon, Layout, Papillon, PapillonBatch
from cyclades_accounts.provisioning._host import Host, call, new_id

_NO_PASSWORD: Final = 1
"""Version under which a slip without password is kept; whether it still holds never depends on it."""


@frozen(kw_only=True)
class Sealed:
    """What a run or a reprint makes of its slips, ready to be written."""

    documents: tuple[tuple[Document, bytes], ...] = field(default=(), repr=False)
    """Each with its sealed content."""
    papillons: tuple[SealedPapillon, ...] = ()


def checked_layouts(layouts: Iterable[Layout]) -> tuple[Layout, ...]:
    """Return the layouts that a host asks for, at least one: an account is never without its slip.

    Raises:
        InvalidValueError: there is none, or something in it is no layout.
    """
    try:
        given = tuple(layouts)
    except TypeError:  # one layout, perhaps
        given = ()
    if not given or not all(type(layout) is Layout for layout in given):
        raise InvalidValueError(
            "layouts", f"a {type(layouts).__name__}", "a sequence of layouts, such as [papillons.TWO_PER_PAGE]"
        )
    return given


def render_documents(
    host: Host, run: Run, session_id: SessionId, *, title: str, batch: PapillonBatch, layouts: Sequence[Layout]
) -> Sealed:
    """Render a batch of slips in each layout, and seal the documents and the slips.

    Raises:
        UnprintableTextError: a name that no font can draw.
        RendererFailedError: the renderer failed, or did not return one document for each layout.
        SealerFailedError: the sealer failed.
    """
    drawings = call(RendererFailedError, lambda: _one_each(host.renderer.render(batch, layouts), layouts))
    documents: list[Document] = []
    for layout, drawing in zip(layouts, drawings, strict=True):
        document_id = DocumentId(new_id(host))
        document = Document(
            id=document_id,
            run_id=run.id,
            uai=batch.uai,
            session_id=session_id,
            title=title,
            name=f"papillons-{batch.uai}-{session_id}-{batch.made_on:%Y%m%d}-{layout.name}-{document_id[:8]}.pdf",
            layout=layout.name,
            size=len(drawing.content),
            papillons=len(batch.papillons),
            created_at=run.at,
        )
        documents.append(document)

    def seal() -> Sealed:
        contents = [host.sealer.seal(one.content, of.context) for one, of in zip(drawings, documents, strict=True)]
        papillons = (_sealed(host, run, papillon) for papillon in batch.papillons)
        return Sealed(documents=tuple(zip(documents, contents, strict=True)), papillons=tuple(papillons))

    return call(SealerFailedError, seal)


@frozen
class _Drawing:
    """A document on its way to the sealer; its passwords stay out of tracebacks that show locals."""

    content: bytes = field(repr=False)


def _one_each(contents: Sequence[object], layouts: Sequence[Layout]) -> list[_Drawing]:
    drawings = [_Drawing(content) for content in contents if isinstance(content, bytes) and content]
    if not len(drawings) == len(contents) == len(layouts):
        what = f"{len(contents)} documents, {len(drawings)} of them bytes and not empty, for {len(layouts)} layouts"
        raise RendererFailedError(what, "what it returned")
    return drawings


def _sealed(host: Host, run: Run, papillon: AnyPapillon) -> SealedPapillon:
    """Return the slip sealed under its run, account and version."""
    version = papillon.credential_version if isinstance(papillon, Papillon) else _NO_PASSWORD
    context = papillon_context(run.id, papillon.account_id, version)
    return SealedPapillon(run.id, papillon.account_id, version, host.sealer.seal(dump_papillon(papillon), context))


def open_papillons(host: Host, sealed: Iterable[SealedPapillon]) -> tuple[AnyPapillon, ...]:
    """Return the slips that were sealed.

    Raises:
        WrongKeyError: the sealer lacks the key.
        AlteredDocumentError: the stored bytes are not the ones that were sealed.
        SealerFailedError: the sealer failed.
    """
    return call(
        SealerFailedError,
        lambda: tuple(load_papillon(host.sealer.open(papillon.sealed, papillon.context)) for papillon in sealed),
    )


def dump_papillon(papillon: AnyPapillon) -> bytes:
    """Return the data of a slip as JSON, password included: to be sealed at once."""
    data: dict[str, object] = {
        "account_id": papillon.account_id,
        "birth_date": papillon.birth_date.isoformat() if papillon.birth_date else None,
        "division": papillon.division,
        "family_name": papillon.family_name,
        "given_names": papillon.given_names,
        "group": [papillon.group.grouping.name, *papillon.group.labels],
        "login": papillon.login,
    }
    if isinstance(papillon, Papillon):
        data["credential_version"] = papillon.credential_version
        data["expires_at"] = papillon.expires_at.isoformat()
        data["password"] = papillon.password.reveal()
    else:
        data["last_day"] = papillon.last_day.isoformat()
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()


def load_papillon(data: bytes) -> AnyPapillon:
    """Return the slip that :func:`dump_papillon` wrote."""
    read = json.loads(data)
    grouping, *labels = read["group"]
    shared = {
        "account_id": AccountId(read["account_id"]),
        "family_name": read["family_name"],
        "given_names": read["given_names"],
        "birth_date": date.fromisoformat(read["birth_date"]) if read["birth_date"] else None,
        "group": Group(Grouping[grouping], tuple(labels)),
        "division": read["division"],
        "login": Login(read["login"]),
    }
    if "password" not in read:
        return EmailPapillon(**shared, last_day=date.fromisoformat(read["last_day"]))
    return Papillon(
        **shared,
        credential_version=read["credential_version"],
        password=ProvisionalPassword(read["password"]),
        expires_at=datetime.fromisoformat(read["expires_at"]),
    )
