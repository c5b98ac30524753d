"""Conversion between rows and values.

It is apart from the migrations. A migration copies rows in SQL and knows the tables of its version; this module knows
only the present ones. Reports and former credentials are documents of :mod:`cyclades_accounts.records`.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, Generic, TypeVar, cast

import attrs
from sqlalchemy import Row

from cyclades_accounts import model
from cyclades_accounts.records import UnreadableRecordError, from_document, from_json, to_document, to_json

Values = dict[str, Any]
"""The columns of a row to be written, by name."""

T = TypeVar("T")


@attrs.frozen
class Columns(Generic[T]):
    """Which column holds which field of a class of values."""

    kind: type[T]
    names: Mapping[str, str]
    """The column, by field."""

    @classmethod
    def of(cls, kind: Any, *apart: str, **others: str) -> "Columns[T]":  # noqa: ANN401  # a class of attrs
        """Return those of the same name, but for others and for fields that stand apart."""
        fields = [one.name for one in attrs.fields(kind) if one.name not in apart]
        return cls(kind, {name: others.get(name, name) for name in fields})

    def write(self, value: T) -> Values:
        """Return the row of a value."""
        return {column: getattr(value, name) for name, column in self.names.items()}

    def read(self, row: Row[Any], **apart: object) -> T:
        """Return the value of a row, with what stands apart."""
        return self.kind(**{name: getattr(row, column) for name, column in self.names.items()} | apart)


SCHOOL: Final = Columns[model.School].of(model.School)
SESSION: Final = Columns[model.ExamSession].of(model.ExamSession)
ISSUED: Final = Columns[model.IssuedLogin].of(model.IssuedLogin)
DOCUMENT: Final = Columns[model.Document].of(model.Document, uai="school", session_id="session")
PAPILLON: Final = Columns[model.SealedPapillon].of(model.SealedPapillon)
_PERSON: Final = Columns[model.Candidate].of(model.Candidate, id="candidate_id")
_HOLDER: Final = Columns[model.Holder].of(model.Holder, "candidate")
_CANDIDATURE: Final = Columns[model.Candidature].of(model.Candidature, "candidate", uai="school", session_id="session")
_ACCOUNT: Final = Columns[model.Account].of(model.Account, "kind", "credential", "past")
_CREDENTIAL: Final = Columns[model.Credential].of(
    model.Credential,
    version="credential_version",
    state="credential_state",
    issued_at="password_issued_at",
    run_id="password_run",
    expires_at="password_expires_at",
    first_used_at="password_first_used_at",
    revoked_at="password_revoked_at",
)


def report_from_text(text: str) -> model.Report:
    """Read a report, equal to the one written.

    Raises:
        UnreadableRecordError: the text is that of something else.
    """
    report = from_json(text)
    if isinstance(report, model.Credential | model.PastCredential):
        raise UnreadableRecordError("kind", "is that of a credential")
    return report


def report_to_row(report: model.Report) -> Values:
    """Write a report, with the columns by which it is found."""
    return {"run_id": report.run.id, "school": report.run.uai, "at": report.run.at, "report": to_json(report)}


def names_to_rows(report: model.Report) -> list[Values]:
    """Write by what a report is found, a row for each name."""
    return [
        {"name": name, "run_id": report.run.id, "is_key": is_key} for name, is_key in model.names_in(report).items()
    ]


def past_to_text(past: Sequence[model.PastCredential]) -> str:
    """Write the former credentials of an account as a JSON list of documents, in ASCII."""
    return json.dumps([to_document(one) for one in past])


def _past_from_text(text: str) -> tuple[model.PastCredential, ...]:
    return () if text == "[]" else tuple(map(_past, json.loads(text)))


def _past(document: dict[str, Any]) -> model.PastCredential:
    """Read a former credential; until version 4 of the tables its fields alone were written."""
    versioned = document if "kind" in document else {"version": 1, "kind": "PastCredential", "content": document}
    return cast("model.PastCredential", from_document(versioned))


def holder_to_row(holder: model.Holder) -> Values:
    """Write a holder, with the face by which it is found."""
    return _PERSON.write(holder.candidate) | _HOLDER.write(holder) | {"face": model.face_of(holder.candidate)}


def holder_from_row(row: Row[Any]) -> model.Holder:
    """Read a holder."""
    return _HOLDER.read(row, candidate=_PERSON.read(row))


def candidature_key(candidature: model.Candidature) -> Values:
    """Write the key of a candidature."""
    candidate_id, school, session = candidature.key
    return {"candidate_id": candidate_id, "school": school, "session": session}


def candidature_to_row(candidature: model.Candidature) -> Values:
    """Write a candidature."""
    return _PERSON.write(candidature.candidate) | _CANDIDATURE.write(candidature)


def candidature_from_row(row: Row[Any]) -> model.Candidature:
    """Read a candidature."""
    return _CANDIDATURE.read(row, candidate=_PERSON.read(row))


def account_to_row(account: model.Account) -> Values:
    """Write an account with its credential."""
    row = _ACCOUNT.write(account) | {"kind": account.kind.value, "past": past_to_text(account.past)}
    if account.credential is None:
        return row | dict.fromkeys(_CREDENTIAL.names.values())
    return row | _CREDENTIAL.write(account.credential) | {"credential_state": account.credential.state.value}


def account_from_row(row: Row[Any]) -> model.Account:
    """Read an account with its credential."""
    credential = None
    if row.credential_version is not None:
        credential = _CREDENTIAL.read(row, state=model.CredentialState(row.credential_state))
    return _ACCOUNT.read(row, kind=model.LoginKind(row.kind), credential=credential, past=_past_from_text(row.past))
