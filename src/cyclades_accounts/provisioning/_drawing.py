"""Documents of slips: drawn by the host's renderer, sealed at once (M9, M14, M16)."""

from collections.abc import Iterable, Sequence

from attrs import field, frozen

from cyclades_accounts.errors import InvalidValueError, RendererFailedError, SealerFailedError
from cyclades_accounts.identifiers import DocumentId, SessionId, Uai
from cyclades_accounts.model import Document, Run
from cyclades_accounts.papillons import Layout, PapillonBatch
from cyclades_accounts.provisioning._guard import call
from cyclades_accounts.provisioning._tools import Tools

SealedDocument = tuple[Document, bytes]
"""A document, and its sealed content."""


def checked_layouts(layouts: Iterable[Layout]) -> tuple[Layout, ...]:
    """Return the layouts that a host asks for, at least one: an account is never without its slip.

    Raises:
        InvalidValueError: there is none, or something in it is no layout.
    """
    try:
        given = tuple(layouts)
    except TypeError:  # one layout, perhaps
        given = ()
    if not given or not all(isinstance(layout, Layout) for layout in given):
        raise InvalidValueError("layouts", str(layouts), "a sequence of layouts, such as [papillons.TWO_PER_PAGE]")
    return given


def draw_documents(
    tools: Tools, run: Run, session: SessionId, *, title: str, batch: PapillonBatch, layouts: Sequence[Layout]
) -> tuple[SealedDocument, ...]:
    """Draw a batch in each layout, and seal what was drawn.

    Raises:
        UnprintableTextError: a name that no font can draw.
        RendererFailedError: the renderer failed, or did not return one document for each layout.
        SealerFailedError: the sealer failed.
    """
    drawings = call(RendererFailedError, lambda: _one_each(tools.renderer.render(batch, layouts), layouts))
    documents: list[tuple[Document, bytes]] = []
    for layout, drawing in zip(layouts, drawings, strict=True):
        document_id = DocumentId(tools.new_id())
        document = Document(
            id=document_id,
            run_id=run.id,
            school=batch.uai,
            session=session,
            title=title,
            name=_file_name(batch.uai, session, run, layout, document_id),
            layout=layout.name,
            size=len(drawing.content),
            papillons=len(batch.papillons),
            created_at=run.at,
        )
        documents.append((document, _sealed(tools, drawing, document.context)))
    return tuple(documents)


def _file_name(uai: Uai, session: SessionId, run: Run, layout: Layout, document_id: DocumentId) -> str:
    return f"papillons-{uai}-{session}-{run.at:%Y%m%d}-{layout.name}-{document_id[:8]}.pdf"


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


def _sealed(tools: Tools, drawing: _Drawing, context: str) -> bytes:
    return call(SealerFailedError, lambda: tools.sealer.seal(drawing.content, context))
