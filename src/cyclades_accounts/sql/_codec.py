"""Conversion between rows and values: one function for each direction.

It is apart from the migrations. A migration copies rows in SQL and knows the tables of its version; this module knows
only the present ones. Reports and former credentials are documents of :mod:`cyclades_accounts.records`.
"""

import json
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Row

from cyclades_accounts.identifiers import Uai
from cyclades_accounts.model import (
    Account,
    Candidate,
    Candidature,
    Credential,
    CredentialState,
    Document,
    ExamSession,
    Holder,
    IssuedLogin,
    LoginKind,
    PastCredential,
    Report,
    School,
    SealedPapillon,
    face_of,
    names_in,
)
from cyclades_accounts.records import UnreadableRecordError, from_document, from_json, to_document, to_json

Values = dict[str, Any]
"""The columns of a row to be written, by name."""


def report_from_text(text: str) -> Report:
    """Read a report, equal to the one written.

    Raises:
        UnreadableRecordError: the text is that of something else.
    """
    report = from_json(text)
    if isinstance(report, Credential | PastCredential):
        raise UnreadableRecordError("kind", "is that of a credential")
    return report


def report_to_row(report: Report) -> Values:
    """Write a report, with the columns by which it is found."""
    return {
        "run_id": report.run.id,
        "school": report.run.uai,
        "at": report.run.at,
        "report": to_json(report),
    }


def names_to_rows(report: Report) -> list[Values]:
    """Write by what a report is found, a row for each name."""
    return [{"name": name, "run_id": report.run.id, "is_key": is_key} for name, is_key in names_in(report).items()]


def past_to_text(past: Sequence[PastCredential]) -> str:
    """Write the former credentials of an account as a JSON list of documents, in ASCII."""
    return json.dumps([to_document(one) for one in past])


def _past_from_text(text: str) -> tuple[PastCredential, ...]:
    return () if text == "[]" else tuple(map(_past, json.loads(text)))


def _past(document: dict[str, Any]) -> PastCredential:
    """Read a former credential; until version 4 of the tables its fields alone were written."""
    versioned = document if "kind" in document else {"version": 1, "kind": "PastCredential", "content": document}
    return cast("PastCredential", from_document(versioned))


def school_to_row(school: School) -> Values:
    """Write a school."""
    return {"uai": school.uai, "name": school.name, "manages_candidates": school.manages_candidates}


def school_from_row(row: Row[Any]) -> School:
    """Read a school."""
    return School(row.uai, row.name, row.manages_candidates)


def session_to_row(session: ExamSession) -> Values:
    """Write a session."""
    return {"id": session.id, "label": session.label, "last_day": session.last_day}


def session_from_row(row: Row[Any]) -> ExamSession:
    """Read a session."""
    return ExamSession(row.id, row.label, row.last_day)


def _person_to_row(candidate: Candidate) -> Values:
    return {
        "family_name": candidate.family_name,
        "given_names": candidate.given_names,
        "birth_date": candidate.birth_date,
        "usage_name": candidate.usage_name,
        "ine": candidate.ine,
    }


def _person_from_row(row: Row[Any]) -> Candidate:
    names = (row.family_name, row.given_names, row.birth_date, row.usage_name)
    return Candidate(row.candidate_id, *names, ine=row.ine)


def holder_to_row(holder: Holder) -> Values:
    """Write a holder, with the face by which it is found."""
    person, face = _person_to_row(holder.candidate), face_of(holder.candidate)
    return {"candidate_id": holder.candidate_id, **person, "face": face, "uai": holder.uai, "asked_by": holder.asked_by}


def holder_from_row(row: Row[Any]) -> Holder:
    """Read a holder."""
    return Holder(_person_from_row(row), row.uai and Uai(row.uai), row.asked_by and Uai(row.asked_by))


def candidature_key(candidature: Candidature) -> Values:
    """Write the key of a candidature."""
    candidate_id, school, session = candidature.key
    return {"candidate_id": candidate_id, "school": school, "session": session}


def candidature_to_row(candidature: Candidature) -> Values:
    """Write a candidature."""
    return candidature_key(candidature) | {
        **_person_to_row(candidature.candidate),
        "status": candidature.status,
        "email": candidature.email,
        "serie": candidature.serie,
        "division": candidature.division,
        "qualification": candidature.qualification,
        "category": candidature.category,
        "number": candidature.number,
    }


def candidature_from_row(row: Row[Any]) -> Candidature:
    """Read a candidature."""
    return Candidature(
        candidate=_person_from_row(row),
        uai=row.school,
        session_id=row.session,
        status=row.status,
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
