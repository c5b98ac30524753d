"""Conversion between rows and values: one function for each direction.

It is apart from the migrations. A migration copies rows in SQL and knows the tables of its version; this module knows
only the present ones. Stored reports are the exception: they outlive a release, so a new field of a report needs a
default, with which the reports of earlier releases stay readable.
"""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, get_args

from cattrs.preconf.json import make_converter
from cattrs.strategies import configure_tagged_union
from sqlalchemy import Row

from cyclades_accounts.model import (
    Account,
    AccountReport,
    Activity,
    Candidate,
    Candidature,
    CandidatureStatus,
    Credential,
    CredentialState,
    Document,
    IssuedLogin,
    LoginKind,
    PastCredential,
    Report,
    Run,
    School,
    SealedPapillon,
)

Values = dict[str, Any]
"""The columns of a row to be written, by name."""

_converter: Final = make_converter()

_PARTS: Final = {
    Activity.REGISTER_SCHOOL: ("uai",),
    Activity.REGISTER_ROSTER: ("uai", "session_id"),
    Activity.GENERATE: ("uai", "session_id", "request"),
    Activity.REGENERATE: ("uai", "session_id", "request"),
    Activity.CHANGE_PASSWORD: ("login",),
    Activity.REGISTER_EMAIL_ACCOUNT: ("candidate_id",),
    Activity.IMPOSE_LOGINS: ("uai", "request"),
    Activity.OPEN_DOCUMENT: ("uai", "document_id"),
    Activity.REPRINT: ("uai", "document_id", "request"),
    Activity.PURGE: ("uai", "session_id", "request"),
    Activity.RESEAL: ("uai", "session_id"),
    Activity.ERASE: ("uai", "request"),
}
"""Parts of a subject in the order in which the library wrote them as one text, parted by spaces, until its tables were
at version 4; those of all other activities are the school and the person, whose key may hold spaces."""

_run_of_today: Final = _converter.get_structure_hook(Run)


def _read_run(data: dict[str, Any], kind: type[Run]) -> Run:
    """Read the head of a report, with a subject as it is written today or as it was until version 4."""
    subject = data["subject"]
    if isinstance(subject, str):
        parts = _PARTS.get(Activity(data["activity"]), ("uai", "candidate_id"))
        data = {**data, "subject": dict(zip(parts, subject.split(" ", len(parts) - 1), strict=False))}
    run: Run = _run_of_today(data, kind)
    return run


_RENAMED: Final = {"school": "uai", "session": "session_id"}
"""Fields of a report that had another name until version 4."""


def _read_report(of_today: Callable[[Any, Any], Any], data: dict[str, Any], kind: type) -> Any:  # noqa: ANN401  # cattrs' own
    """Read a report whose fields have the names of today, or those of version 4."""
    return of_today({_RENAMED.get(name, name): value for name, value in data.items()}, kind)


_converter.register_structure_hook(Run, _read_run)
for _kind in get_args(Report):
    _converter.register_structure_hook(_kind, partial(_read_report, _converter.get_structure_hook(_kind)))
configure_tagged_union(Report, _converter)  # last: it takes the hooks that are there


def report_to_text(report: Report) -> str:
    """Write a report as JSON in ASCII. The key ``_type`` gives its class."""
    return json.dumps(_converter.unstructure(report, unstructure_as=Report))


def report_from_text(text: str) -> Report:
    """Read a report, equal to the one written."""
    report: Report = _converter.structure(json.loads(text), Report)  # type: ignore[arg-type]  # a union is a type to cattrs, not to mypy
    return report


def report_to_row(report: Report) -> Values:
    """Write a report, with the columns by which it is found."""
    return {
        "run_id": report.run.id,
        "school": report.run.uai,
        "candidate_id": report.candidate_id if isinstance(report, AccountReport) else None,
        "at": report.run.at,
        "report": report_to_text(report),
    }


def past_to_text(past: Sequence[PastCredential]) -> str:
    """Write the former credentials of an account as JSON in ASCII."""
    return json.dumps(_converter.unstructure(past)) if past else "[]"


def _past_from_text(text: str) -> tuple[PastCredential, ...]:
    return () if text == "[]" else _converter.structure(json.loads(text), tuple[PastCredential, ...])


def school_to_row(school: School) -> Values:
    """Write a school."""
    return {"uai": school.uai, "name": school.name, "manages_candidates": school.manages_candidates}


def school_from_row(row: Row[Any]) -> School:
    """Read a school."""
    return School(row.uai, row.name, row.manages_candidates)


def candidate_to_row(candidate: Candidate) -> Values:
    """Write a candidate."""
    return {
        "id": candidate.id,
        "family_name": candidate.family_name,
        "given_names": candidate.given_names,
        "birth_date": candidate.birth_date,
        "usage_name": candidate.usage_name,
        "former_schools": candidate.former_schools,
    }


def candidate_from_row(row: Row[Any]) -> Candidate:
    """Read a candidate."""
    return Candidate(
        row.id, row.family_name, row.given_names, row.birth_date, row.usage_name, former_schools=row.former_schools
    )


def candidature_key(candidature: Candidature) -> Values:
    """Write the key of a candidature."""
    candidate_id, school, session = candidature.key
    return {"candidate_id": candidate_id, "school": school, "session": session}


def candidature_to_row(candidature: Candidature) -> Values:
    """Write a candidature without its candidate."""
    return candidature_key(candidature) | {
        "status": candidature.status.value,
        "email": candidature.email,
        "serie": candidature.serie,
        "division": candidature.division,
        "qualification": candidature.qualification,
        "category": candidature.category,
        "number": candidature.number,
    }


def candidature_from_row(row: Row[Any]) -> Candidature:
    """Read a candidature from a row that holds its candidate too."""
    return Candidature(
        candidate=candidate_from_row(row),
        uai=row.school,
        session_id=row.session,
        status=CandidatureStatus(row.status),
        email=row.email,
        serie=row.serie,
        division=row.division,
        qualification=row.qualification,
        category=row.category,
        number=row.number,
    )


def account_to_row(account: Account) -> Values:
    """Write an account with its credential."""
    credential = account.credential
    return {
        "id": account.id,
        "candidate_id": account.candidate_id,
        "login": account.login,
        "kind": account.kind.value,
        "issued_by": account.issued_by,
        "created_at": account.created_at,
        "closed_at": account.closed_at,
        "replaced_by": account.replaced_by,
        "credential_version": credential and credential.version,
        "credential_state": credential and credential.state.value,
        "password_hash": credential and credential.password_hash,
        "password_issued_at": credential and credential.issued_at,
        "password_expires_at": credential and credential.expires_at,
        "password_first_used_at": credential and credential.first_used_at,
        "password_revoked_at": credential and credential.revoked_at,
        "password_run": credential and credential.run_id,
        "past": past_to_text(account.past),
    }


def account_from_row(row: Row[Any]) -> Account:
    """Read an account with its credential."""
    credential = None
    if row.credential_version is not None:
        credential = Credential(
            version=row.credential_version,
            state=CredentialState(row.credential_state),
            password_hash=row.password_hash,
            issued_at=row.password_issued_at,
            run_id=row.password_run,
            expires_at=row.password_expires_at,
            first_used_at=row.password_first_used_at,
            revoked_at=row.password_revoked_at,
        )
    return Account(
        id=row.id,
        candidate_id=row.candidate_id,
        login=row.login,
        kind=LoginKind(row.kind),
        issued_by=row.issued_by,
        created_at=row.created_at,
        credential=credential,
        closed_at=row.closed_at,
        replaced_by=row.replaced_by,
        past=_past_from_text(row.past),
    )


def issued_to_row(issued: IssuedLogin) -> Values:
    """Write a line of the ledger."""
    return {
        "login": issued.login,
        "account_id": issued.account_id,
        "issued_at": issued.issued_at,
        "run_id": issued.run_id,
        "stem": issued.stem,
        "number": issued.number,
    }


def issued_from_row(row: Row[Any]) -> IssuedLogin:
    """Read a line of the ledger."""
    return IssuedLogin(row.login, row.account_id, row.issued_at, row.run_id, row.stem, row.number)


def document_to_row(document: Document, sealed: bytes | None) -> Values:
    """Write a document with its sealed content."""
    return {
        "id": document.id,
        "run_id": document.run_id,
        "school": document.uai,
        "session": document.session_id,
        "title": document.title,
        "name": document.name,
        "layout": document.layout,
        "size": document.size,
        "papillons": document.papillons,
        "created_at": document.created_at,
        "type": document.type,
        "purged_at": document.purged_at,
        "sealed": sealed,
    }


def document_from_row(row: Row[Any]) -> Document:
    """Read a document without its content."""
    return Document(
        id=row.id,
        run_id=row.run_id,
        uai=row.school,
        session_id=row.session,
        title=row.title,
        name=row.name,
        layout=row.layout,
        size=row.size,
        papillons=row.papillons,
        created_at=row.created_at,
        type=row.type,
        purged_at=row.purged_at,
    )


def papillon_to_row(slip: SealedPapillon) -> Values:
    """Write a sealed slip."""
    return {
        "run_id": slip.run_id,
        "account_id": slip.account_id,
        "credential_version": slip.credential_version,
        "sealed": slip.sealed,
    }


def papillon_from_row(row: Row[Any]) -> SealedPapillon:
    """Read a sealed slip."""
    return SealedPapillon(row.run_id, row.account_id, row.credential_version, bytes(row.sealed))
