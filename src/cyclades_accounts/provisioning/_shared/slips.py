"""Slips and documents on their way to the store: rendered by the host's renderer, sealed at once, opened again.

A slip is kept twice: drawn, in the document, and as data, so that some slips of a document can be drawn again (M8, M9,
M14, M16).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from attrs import evolve, field, frozen

from cyclades_accounts import errors, model
from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId, SessionId, TimeZone, Uai
from cyclades_accounts.papillons import AnyPapillon, DocumentFormat, EmailPapillon, Layout, Papillon, PapillonBatch
from cyclades_accounts.provisioning._host import Host, call, new_id, zone_of
from cyclades_accounts.provisioning._shared.holding import find_acting
from cyclades_accounts.repositories import UnitOfWork

_FORMER: Final = {name: getattr(model.Grouping, name).value for name in ("SERIE", "DIVISION", "DIVISION_QUALIFICATION")}
"""The label of each grouping by the name under which slips had it until version 4 of the tables."""

_NO_PASSWORD: Final = 1
"""Version under which a slip without password is kept; whether it still holds never depends on it."""


@frozen(kw_only=True)
class Sealed:
    """What a run or a reprint makes of its slips, ready to be written."""

    documents: tuple[tuple[model.Document, bytes], ...] = field(default=(), repr=False)
    """Each with its sealed content."""
    papillons: tuple[model.SealedPapillon, ...] = ()


@frozen
class KeptPapillons:
    """A document of the list and the slips in it, still sealed."""

    document: model.Document
    papillons: tuple[model.SealedPapillon, ...]
    accounts: Mapping[AccountId, model.Account]
    standings: Mapping[AccountId, model.Standing]
    """What became of each slip, in order; an account has one slip in a document."""
    acting: Mapping[CandidateId, frozenset[Uai]] = field(repr=False)
    """The other schools that may act, for each person on whom the document's school still may."""
    zone: TimeZone
    """Time zone of the school's days, in which its moments are told."""


def find_document(unit: UnitOfWork, uai: Uai, document_id: DocumentId) -> model.Document:
    """Return a document of a school.

    Raises:
        UnknownDocumentError: no document of the school has this id.
    """
    for document in unit.documents.find(ids=[document_id]):
        if document.uai == uai:
            return document
    raise errors.UnknownDocumentError(document_id)


def find_papillons(unit: UnitOfWork, host: Host, uai: Uai, document_id: DocumentId, now: datetime) -> KeptPapillons:
    """Return the slips of a document of a school, in order, and what became of them until ``now``.

    Raises:
        UnknownDocumentError: no document of the school has this id.
    """
    document = find_document(unit, uai, document_id)
    papillons = unit.documents.slips(runs=[document.run_id])
    accounts = {one.id: one for one in unit.accounts.find(ids=[papillon.account_id for papillon in papillons])}
    acting = find_acting(unit, host, uai, {account.candidate_id for account in accounts.values()}, now)
    zone = zone_of(host, unit.people.school(uai))

    def became(account: model.Account, version: int) -> model.Standing:
        found = model.standing(account, version, now)
        has_moved = found.holds and account.candidate_id not in acting
        return model.Standing(model.PapillonState.MOVED) if has_moved else model.told_in(found, zone)

    standings = {one.account_id: became(accounts[one.account_id], one.credential_version) for one in papillons}
    return KeptPapillons(model.told_in(document, zone), papillons, accounts, standings, acting, zone)


def holding(unit: UnitOfWork, host: Host, uai: Uai, document_id: DocumentId, now: datetime) -> list[model.Account]:
    """Return the accounts whose password a document of a school shows, and which it still opens.

    Raises:
        UnknownDocumentError: no document of the school has this id.
        PurgedDocumentError: its slips were purged.
    """
    kept = find_papillons(unit, host, uai, document_id, now)
    if not kept.papillons:
        raise purged(kept.document)
    opens = {model.PapillonState.HOLDS, model.PapillonState.MOVED}
    found = [kept.accounts[account_id] for account_id, one in kept.standings.items() if one.state in opens]
    return [account for account in found if account.kind is not model.LoginKind.EMAIL]


def runs_of(
    accounts: Iterable[model.Account], papillons: Iterable[model.SealedPapillon]
) -> dict[AccountId, set[RunId]]:
    """Return, by account, the runs that made its passwords, or drew a slip of it among these."""
    runs = {
        account.id: {past.run_id for past in account.past}
        | ({account.credential.run_id} if account.credential else set())
        for account in accounts
    }
    for papillon in papillons:
        runs[papillon.account_id].add(papillon.run_id)
    return runs


def purged(document: model.Document) -> errors.PurgedDocumentError:
    """Return the error for a document without content."""
    return errors.PurgedDocumentError(document.id, document.purged_at.isoformat() if document.purged_at else "")


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
        raise errors.InvalidValueError(
            "layouts", f"a {type(layouts).__name__}", "a sequence of layouts, such as [papillons.TWO_PER_PAGE]"
        )
    return given


def format_of(host: Host) -> DocumentFormat:
    """Return what the renderer makes.

    Raises:
        RendererFailedError: the renderer failed.
        InvalidValueError: its format is none.
    """
    made = call(errors.RendererFailedError, lambda: host.renderer.format)
    model.exactly(DocumentFormat)(None, "format", made)
    return made


def render_documents(
    host: Host, run: model.Run, session_id: SessionId, *, title: str, batch: PapillonBatch, layouts: Sequence[Layout]
) -> Sealed:
    """Render a batch of slips in each layout, and seal the documents and the slips.

    Raises:
        UnprintableTextError: a name that no font can draw.
        RendererFailedError: the renderer failed, or did not return one document for each layout.
        InvalidValueError: its format is none.
        SealerFailedError: the sealer failed.
    """
    made = format_of(host)
    ids = [DocumentId(new_id(host)) for _ in layouts]
    stem = f"papillons-{batch.uai}-{session_id}-{batch.made_on:%Y%m%d}"
    documents = [
        model.Document(
            id=document_id,
            run_id=run.id,
            uai=batch.uai,
            session_id=session_id,
            title=title,
            name=f"{stem}-{layout.name}-{document_id[:8]}.{made.extension}",
            layout=layout.name,
            size=0,  # until it is drawn
            papillons=len(batch.papillons),
            created_at=run.at,
            type=made.name,
        )
        for document_id, layout in zip(ids, layouts, strict=True)
    ]
    drawn = redraw(host, documents, batch=batch, layouts=layouts)
    slips = (_sealed(host, run, papillon, batch.uai, session_id) for papillon in batch.papillons)
    return Sealed(documents=tuple(drawn), papillons=call(errors.SealerFailedError, lambda: tuple(slips)))


def redraw(
    host: Host, documents: Sequence[model.Document], *, batch: PapillonBatch, layouts: Sequence[Layout]
) -> list[tuple[model.Document, bytes]]:
    """Draw documents of one run, each in its layout, with these slips, whatever was in them; return them sealed.

    Raises:
        UnprintableTextError: see :func:`render_documents`, and the others.
    """
    # On their way to the sealer, the passwords of the drawings stay out of tracebacks that show locals.
    drawings = call(errors.RendererFailedError, lambda: _one_each(host.renderer.render(batch, layouts), layouts))
    count = len(batch.papillons)
    new = [evolve(one, size=len(by.reveal()), papillons=count) for one, by in zip(documents, drawings, strict=True)]
    pairs = list(zip(new, drawings, strict=True))
    return call(
        errors.SealerFailedError, lambda: [(one, host.sealer.seal(by.reveal(), one.context)) for one, by in pairs]
    )


def _one_each(contents: Sequence[object], layouts: Sequence[Layout]) -> list[model.Secret[bytes]]:
    drawings = [model.Secret(content) for content in contents if isinstance(content, bytes) and content]
    if not len(drawings) == len(contents) == len(layouts):
        what = f"{len(contents)} documents, {len(drawings)} of them bytes and not empty, for {len(layouts)} layouts"
        raise errors.RendererFailedError(what, "what it returned")
    return drawings


def _sealed(host: Host, run: model.Run, papillon: AnyPapillon, uai: Uai, session_id: SessionId) -> model.SealedPapillon:
    """Return the slip, sealed."""
    version = papillon.credential_version if isinstance(papillon, Papillon) else _NO_PASSWORD
    slip = model.SealedPapillon(run.id, papillon.account_id, version, b"")
    return evolve(slip, sealed=host.sealer.seal(dump_papillon(papillon), slip.context(uai, session_id)))


def unseal(host: Host, sealed: bytes, context: str, reference: str) -> bytes:
    """Return what was sealed under a context.

    Until version 4 of the tables the reference was the context. What was sealed since does not open under it.

    Raises:
        WrongKeyError: the sealer lacks the key.
        AlteredDocumentError: the stored bytes are not the ones that were sealed; it names the reference.
    """
    try:
        return host.sealer.open(sealed, context)
    except errors.AlteredDocumentError:
        return host.sealer.open(sealed, reference)


def open_papillons(
    host: Host, document: model.Document, slips: Iterable[model.SealedPapillon]
) -> tuple[AnyPapillon, ...]:
    """Return the slips of a document that were sealed.

    Raises:
        WrongKeyError: the sealer lacks the key.
        AlteredDocumentError: the stored bytes are not the ones that were sealed.
        SealerFailedError: the sealer failed.
    """
    return call(
        errors.SealerFailedError,
        lambda: tuple(
            load_papillon(unseal(host, slip.sealed, slip.context(document.uai, document.session_id), slip.reference))
            for slip in slips
        ),
    )


def batch_again(  # the slips of a document, and what is printed beside them
    host: Host,
    document: model.Document,
    sealed: Sequence[model.SealedPapillon],
    *,
    school: model.School | None,
    sessions: Iterable[model.ExamSession],
    made_on: date,
    accounts: Mapping[AccountId, model.Account] | None = None,
) -> PapillonBatch:
    """Return slips of a document as they are drawn again.

    Args:
        host: whose sealer opens the slips.
        document: where they stand.
        sealed: the slips, at least one.
        school: the school as it is now; ``None`` where nobody knows it any more, and its UAI stands for the name.
        sessions: those that are kept.
        made_on: the day that is printed.
        accounts: where the passwords of these slips are looked up, which may have been prolonged; without them the
            slips say what they said.

    Raises:
        WrongKeyError: see :func:`open_papillons`, and the others.
    """
    labels = {one.id: one.label for one in sessions}
    ends = {key: one.credential.expires_at for key, one in (accounts or {}).items() if one.credential}
    papillons = tuple(
        evolve(slip, expires_at=ends.get(slip.account_id) or slip.expires_at) if isinstance(slip, Papillon) else slip
        for slip in open_papillons(host, document, sealed)
    )
    days = [
        one.last_day if isinstance(one, EmailPapillon) else model.last_full_day(one.expires_at) for one in papillons
    ]
    return PapillonBatch(
        uai=document.uai,
        school_name=school.name if school else document.uai,
        # A session of before they were kept: its key was exam and year.
        session=labels.get(document.session_id, document.session_id.replace("-", " ")),
        last_day=min(days),  # the slips of a run end together, until some of them are prolonged: none promises more
        made_on=made_on,
        papillons=papillons,
    )


def printed(row: model.Candidature, group: model.Group) -> dict[str, Any]:
    """Return what a slip shows of a candidature, by the fields of slips."""
    person = row.candidate
    names = {"family_name": person.family_name, "given_names": person.given_names, "birth_date": person.birth_date}
    return {**names, "group": group, "division": row.division}


def dump_papillon(papillon: AnyPapillon) -> bytes:
    """Return the data of a slip as JSON, password included: to be sealed at once."""
    data: dict[str, object] = {
        "account_id": papillon.account_id,
        "birth_date": papillon.birth_date.isoformat() if papillon.birth_date else None,
        "division": papillon.division,
        "family_name": papillon.family_name,
        "given_names": papillon.given_names,
        "group": [papillon.group.grouping, *papillon.group.labels],
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
        "group": model.Group(model.Grouping(_FORMER.get(grouping, grouping)), tuple(labels)),
        "division": read["division"],
        "login": Login(read["login"]),
    }
    if "password" not in read:
        return EmailPapillon(**shared, last_day=date.fromisoformat(read["last_day"]))
    return Papillon(
        **shared,
        credential_version=read["credential_version"],
        password=model.ProvisionalPassword(read["password"]),
        expires_at=datetime.fromisoformat(read["expires_at"]),
    )
