"""An honest reprint: the slips that still hold, and no other, drawn as a new document (M9, M16)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import evolve

from cyclades_accounts import model
from cyclades_accounts.errors import StalePlanError
from cyclades_accounts.identifiers import AccountId, DocumentId, digest
from cyclades_accounts.papillons import Layout, PapillonBatch
from cyclades_accounts.provisioning._host import Caller, Host, find_report, granted_school, reading, retry, writing
from cyclades_accounts.provisioning._shared.decisions import decide_rows
from cyclades_accounts.provisioning._shared.drawable import undrawable
from cyclades_accounts.provisioning._shared.holding import tell
from cyclades_accounts.provisioning._shared.people import rows_of
from cyclades_accounts.provisioning._shared.sessions import keep_session
from cyclades_accounts.provisioning._shared.slips import (
    KeptPapillons,
    Sealed,
    batch_again,
    find_papillons,
    printed,
    purged,
    render_documents,
)
from cyclades_accounts.repositories import UnitOfWork


def reprint(
    caller: Caller, run: model.Run, document_id: DocumentId, *, title: str, layouts: Sequence[Layout], as_of_today: bool
) -> model.ReprintReport:
    """Draw again the slips of a document that still hold.

    The document is rendered before the writing unit, and written if each slip is then still what it was; otherwise it
    is rendered again.

    Raises:
        UnknownDocumentError: no document of the school has this id.
        PurgedDocumentError: its slips were purged.
        UnknownSchoolError: see M1.
        ServiceNotGrantedError: see M1.
        SessionDiffersError: the store keeps the desk's session with another label or last day.
        StalePlanError: what the slips open changed meanwhile, several times over.
        UnprintableTextError: a name that the renderer cannot draw.
        PortFailedError: the renderer or the sealer failed.
    """
    host, uai = caller.host, caller.uai

    def attempt(_: int) -> model.ReprintReport:
        with reading(host.store) as unit:
            if (known := find_report(unit, run, model.ReprintReport)) is not None:
                return known
            kept = find_papillons(unit, host, uai, document_id, run.at)
            shown = _shown_now(unit, host, kept, run.at) if as_of_today else {}
            sessions = (*unit.sessions.all(), caller.session)
            school = granted_school(unit, uai)
        if not kept.papillons:
            raise purged(kept.document)
        sealed = Sealed()
        standings = kept.standings
        rows = {key: one for key, one in shown.items() if isinstance(one, model.Candidature)}
        holding = [one for one in kept.papillons if standings[one.account_id].holds]
        if holding := [one for one in holding if one.account_id in rows or one.account_id not in shown]:
            here = model.told_in(run, kept.zone)
            day, accounts = here.at.date(), kept.accounts
            batch = batch_again(
                host, kept.document, holding, school=school, sessions=sessions, made_on=day, accounts=accounts
            )
            batch = _as_of_today(batch, rows)
            sealed = render_documents(host, here, kept.document.session_id, title=title, batch=batch, layouts=layouts)
        with writing(host.store) as unit:
            granted_school(unit, uai)  # first, because a store locks what it reads
            if (known := find_report(unit, run, model.ReprintReport)) is not None:
                return known
            keep_session(unit, caller.session)
            found = find_papillons(unit, host, uai, document_id, run.at)
            now = found.standings, _shown_now(unit, host, found, run.at) if as_of_today else {}
            if now != (standings, shown):
                raise StalePlanError(uai, digest(standings), digest(now[0]))
            unit.documents.add(sealed.documents, sealed.papillons)
            report = _report(run, kept, shown, sealed)
            people = [rows[key].candidate for key in report.printed if key in rows]
            holders = unit.holders.of([one.id for one in people])  # of a host's import there may be none
            unit.holders.put([evolve(holders[one.id], candidate=one) for one in people if one.id in holders])
            keys = [found.accounts[one].candidate_id for one in report.printed]
            tell(unit, host, run, [(key, other, run.activity) for key in keys for other in found.acting[key]])
            unit.journal.add(report)
            return report

    return retry(attempt)


def _shown_now(
    unit: UnitOfWork, host: Host, kept: KeptPapillons, now: datetime
) -> dict[AccountId, model.Candidature | model.Refusal]:
    """Return how the school has the holder of each account now, or why no slip shows them: another person, for one.

    There is none for those of whom it has no candidature for the session any more: their slips stay as they were.
    """
    uai = kept.document.uai
    rows = rows_of(unit, host, uai, kept.document.session_id)
    decided = decide_rows(unit, host, uai, rows, at=now)
    shown: dict[AccountId, model.Candidature | model.Refusal] = {}
    for row in rows.rows:
        key, account = row.candidate_id, decided.accounts.get(row.candidate_id)
        decision = rows.refusals.get(key, decided.by_key[key])
        if account and isinstance(decision, model.Refusal):
            shown[account.id] = decision
        elif account and isinstance(row, model.Candidature):
            shown[account.id] = undrawable(host, [row], None).get(key, row)
    return shown


def _as_of_today(batch: PapillonBatch, rows: Mapping[AccountId, model.Candidature]) -> PapillonBatch:
    """Return slips with today's names and classes, in that order; the others follow as they were."""
    if not rows:
        return batch
    slips = {one.account_id: one for one in batch.papillons}
    grouping, accounts = batch.papillons[0].group.grouping, {row.candidate_id: key for key, row in rows.items()}
    anew = {
        accounts[row.candidate_id]: evolve(
            slips[accounts[row.candidate_id]], **printed(row, model.group_of(row, grouping))
        )
        for row in model.in_order((row for key, row in rows.items() if key in slips), grouping)
    }
    return evolve(batch, papillons=(*anew.values(), *(one for key, one in slips.items() if key not in anew)))


def _report(
    run: model.Run, kept: KeptPapillons, shown: Mapping[AccountId, model.Candidature | model.Refusal], sealed: Sealed
) -> model.ReprintReport:
    printed = [papillon.account_id for papillon in sealed.papillons]
    why = {key: found for key, found in shown.items() if isinstance(found, model.Refusal)}
    left_out = [
        model.LeftOut(key, one.credential_version, kept.standings[key], why.get(key))
        for one in kept.papillons
        if (key := one.account_id) not in printed
    ]
    return model.ReprintReport(
        run=run,
        uai=kept.document.uai,
        session_id=kept.document.session_id,
        source=kept.document.run_id,
        printed=tuple(printed),
        left_out=tuple(left_out),
        documents=tuple(document.id for document, _ in sealed.documents),
    )
