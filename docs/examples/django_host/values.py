"""Rows and values: one function each way. Nested values (credentials, reports) are JSON, written by cattrs."""

from typing import Any, Final

from cattrs.preconf.json import make_converter
from cattrs.strategies import configure_tagged_union

from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId, SessionId, Uai
from cyclades_accounts.model import (
    Account,
    AccountReport,
    Candidate,
    Candidature,
    CandidatureStatus,
    Credential,
    Document,
    IssuedLogin,
    LoginKind,
    PastCredential,
    Report,
    School,
    SealedPapillon,
)
from django_host import models

_json: Final = make_converter()
configure_tagged_union(Report, _json)  # the key ``_type`` tells which kind of report it is


def school_row(school: School) -> models.School:
    """Write a school."""
    return models.School(school.uai, school.name, school.manages_candidates)


def school_value(row: models.School) -> School:
    """Read a school."""
    return School(row.uai, row.name, row.manages_candidates)


def candidate_row(candidate: Candidate) -> models.Candidate:
    """Write a person."""
    return models.Candidate(
        id=candidate.id,
        family_name=candidate.family_name,
        given_names=candidate.given_names,
        birth_date=candidate.birth_date,
        usage_name=candidate.usage_name,
        former_schools=sorted(candidate.former_schools),
    )


def candidate_value(row: models.Candidate) -> Candidate:
    """Read a person."""
    return Candidate(
        row.id, row.family_name, row.given_names, row.birth_date, row.usage_name, former_schools=row.former_schools
    )


def candidature_row(candidature: Candidature) -> models.Candidature:
    """Write a candidature without its candidate."""
    return models.Candidature(
        candidate_id=candidature.candidate.id,
        school_id=candidature.uai,
        session=candidature.session_id,
        status=candidature.status.value,
        email=candidature.email,
        serie=candidature.serie,
        division=candidature.division,
        qualification=candidature.qualification,
        category=candidature.category,
        number=candidature.number,
    )


def candidature_value(row: models.Candidature) -> Candidature:
    """Read a candidature with its candidate."""
    return Candidature(
        candidate=candidate_value(row.candidate),
        uai=row.school_id,
        session_id=SessionId(row.session),
        status=CandidatureStatus(row.status),
        email=row.email,
        serie=row.serie,
        division=row.division,
        qualification=row.qualification,
        category=row.category,
        number=row.number,
    )


def account_row(account: Account) -> models.Account:
    """Write an account with its credential."""
    return models.Account(
        id=account.id,
        candidate_id=account.candidate_id,
        login=account.login,
        kind=account.kind.value,
        issued_by=account.issued_by,
        created_at=account.created_at,
        closed_at=account.closed_at,
        replaced_by_id=account.replaced_by,
        credential=account.credential and _json.unstructure(account.credential),
        past=_json.unstructure(account.past),
    )


def account_value(row: models.Account) -> Account:
    """Read an account with its credential."""
    return Account(
        id=AccountId(row.id),
        candidate_id=CandidateId(row.candidate_id),
        login=Login(row.login),
        kind=LoginKind(row.kind),
        issued_by=None if row.issued_by is None else Uai(row.issued_by),
        created_at=row.created_at,
        credential=row.credential and _json.structure(row.credential, Credential),
        closed_at=row.closed_at,
        replaced_by=None if row.replaced_by_id is None else AccountId(row.replaced_by_id),
        past=_json.structure(row.past, tuple[PastCredential, ...]),
    )


def issued_row(issued: IssuedLogin) -> models.IssuedLogin:
    """Write a line of the ledger."""
    return models.IssuedLogin(
        login=issued.login,
        account_id=issued.account_id,
        issued_at=issued.issued_at,
        run_id=issued.run_id,
        stem=issued.stem,
        number=issued.number,
    )


def issued_value(row: models.IssuedLogin) -> IssuedLogin:
    """Read a line of the ledger."""
    at: Any = row.issued_at  # a line that was issued has all three: the constraint says so
    return IssuedLogin(
        Login(row.login), AccountId(str(row.account_id)), at, RunId(str(row.run_id)), row.stem, row.number
    )


def document_row(document: Document, sealed: bytes | None) -> models.Document:
    """Write a document with its sealed content."""
    return models.Document(
        key=document.id,
        run_id=document.run_id,
        school_id=document.uai,
        session=document.session_id,
        title=document.title,
        name=document.name,
        layout=document.layout,
        size=document.size,
        papillons=document.papillons,
        created_at=document.created_at,
        type=document.type,
        purged_at=document.purged_at,
        sealed=sealed,
    )


def document_value(row: models.Document) -> Document:
    """Read a document without its content."""
    return Document(
        id=DocumentId(row.key),
        run_id=RunId(row.run_id),
        uai=Uai(row.school_id),
        session_id=SessionId(row.session),
        title=row.title,
        name=row.name,
        layout=row.layout,
        size=row.size,
        papillons=row.papillons,
        created_at=row.created_at,
        type=row.type,
        purged_at=row.purged_at,
    )


def slip_row(slip: SealedPapillon) -> models.Slip:
    """Write a sealed slip."""
    return models.Slip(
        run_id=slip.run_id,
        account_id=slip.account_id,
        credential_version=slip.credential_version,
        sealed=slip.sealed,
    )


def slip_value(row: models.Slip) -> SealedPapillon:
    """Read a sealed slip."""
    return SealedPapillon(RunId(row.run_id), AccountId(row.account_id), row.credential_version, bytes(row.sealed))


def report_row(report: Report) -> models.Report:
    """Write a report, with what it is looked up by."""
    return models.Report(
        run_id=report.run.id,
        school=report.run.uai,
        candidate_id=report.candidate_id if isinstance(report, AccountReport) else None,
        at=report.run.at,
        report=_json.unstructure(report, unstructure_as=Report),
    )


def report_value(row: models.Report) -> Report:
    """Read a report, equal to the one written."""
    report: Report = _json.structure(row.report, Report)  # type: ignore[arg-type]  # a union is a type to cattrs, not to mypy
    return report
