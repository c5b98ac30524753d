"""Plain values made from a number, and a way to write them into a store: for tests of a host's own store.

``school(1)``, ``candidate(1)``, ``account(1)`` and ``issued(1)`` belong together, and so do all values of one number.
The contract of stores is written with them.
"""

from datetime import UTC, date, datetime
from typing import Final, cast

from attrs import evolve

from cyclades_accounts.identifiers import (
    AccountId,
    CandidateId,
    DocumentId,
    Login,
    RunId,
    SessionId,
    Uai,
    uai_key_letter,
)
from cyclades_accounts.model import (
    Account,
    Activity,
    Candidate,
    Candidature,
    CandidatureStatus,
    Credential,
    CredentialState,
    Document,
    ExamSession,
    Holder,
    ImposedLogin,
    IssuedLogin,
    LoginKind,
    PasswordHash,
    Report,
    Run,
    School,
    SchoolReport,
    SealedPapillon,
    Subject,
)
from cyclades_accounts.repositories import RegistryRepository, RegistryUnit, Store, UnitOfWork

__all__ = [
    "MOMENT",
    "SESSION",
    "Value",
    "account",
    "candidate",
    "candidate_id",
    "candidature",
    "credential",
    "document",
    "given",
    "holder",
    "imposed",
    "issued",
    "login",
    "registry_of",
    "renewed",
    "replaced",
    "report",
    "run_id",
    "school",
    "session",
    "slip",
    "uai",
    "write",
]

SESSION: Final = SessionId("DNB-2025")
"""The session of every candidature and document, unless a test asks for another."""
MOMENT: Final = datetime(2025, 1, 13, 9, 30, tzinfo=UTC)
"""When everything happened."""

Value = School | Candidature | Holder | Account | IssuedLogin | ImposedLogin | Document | SealedPapillon | Report
"""What :func:`write` knows to write."""


def uai(number: int = 1) -> Uai:
    """Return the UAI whose seven digits are this number."""
    digits = f"{number:07d}"
    return Uai(digits + uai_key_letter(digits))


def school(number: int = 1) -> School:
    """Return the school of that number, with the service of M1."""
    return School(uai(number), f"Collège {number}", manages_candidates=True)


def session(key: SessionId = SESSION) -> ExamSession:
    """Return the session with that id."""
    return ExamSession(key, key.replace("-", " "), date(2025, 12, 31))


def candidate_id(number: int) -> CandidateId:
    """Return a key of the shape of an INE; keys sort as their numbers do."""
    return CandidateId(f"{number:09d}AA")


def candidate(number: int) -> Candidate:
    """Return the person of that number."""
    return Candidate(candidate_id(number), family_name=f"NOM{number}", given_names="Zoé")


def candidature(number: int, at: int = 1, session: SessionId = SESSION) -> Candidature:
    """Return the candidature of a person at the school ``at``."""
    return Candidature(candidate(number), uai(at), session, CandidatureStatus.INSCRIT, email=f"{number}@example.org")


def holder(number: int) -> Holder:
    """Return the person of that number as holder of an account that the first school issued."""
    return Holder(candidate(number), uai())


def account(number: int, of: int | None = None) -> Account:
    """Return an open account of the person ``of`` (default: the person of the same number)."""
    return Account(
        id=AccountId(f"account-{number}"),
        candidate_id=candidate_id(number if of is None else of),
        login=login(number),
        kind=LoginKind.PRENOM_NOM,
        issued_by=uai(),
        created_at=MOMENT,
        credential=credential(1),
    )


def credential(version: int) -> Credential:
    """Return the provisional password of that version."""
    return Credential(version, CredentialState.PROVISIONAL, PasswordHash(f"hash-{version}"), MOMENT, run_id())


def renewed(before: Account) -> Account:
    """Return the account, as :func:`account` makes them, with the password of the next version."""
    version = before.credential.version if before.credential else 0
    return before.with_credential(credential(version + 1))


def replaced(before: Account, by: Account) -> Account:
    """Return the account closed and replaced by another, as a merge leaves it."""
    return evolve(before, closed_at=MOMENT, replaced_by=by.id)


def login(number: int) -> Login:
    """Return the login of the account of that number."""
    return Login(f"zoe.nom{number}")


def issued(number: int, *, stem: str | None = None, rank: int | None = None, run: int = 1) -> IssuedLogin:
    """Return the line of the ledger for the account of that number."""
    return IssuedLogin(login(number), AccountId(f"account-{number}"), MOMENT, run_id(run), stem, rank)


def imposed(number: int, text: str) -> ImposedLogin:
    """Return a login as it is imposed on the person of that number."""
    return ImposedLogin(candidate_id(number), text)


def run_id(number: int = 1) -> RunId:
    """Return the id of the run of that number."""
    return RunId(f"run-{number}")


def report(number: int = 1, request: str = "something", by: Uai | None = None) -> SchoolReport:
    """Return the report of the run of that number, with as little in it as a report can have.

    Args:
        number: of the run.
        request: what was asked, as its subject tells.
        by: the school that the run names; none by default.
    """
    run = Run(run_id(number), Activity.REGISTER_SCHOOL, Subject(uai=by, request=request), "", MOMENT)
    return SchoolReport(run, uai(), manages_candidates=True)


def document(number: int = 1, *, at: int = 1, session: SessionId = SESSION, created_at: datetime = MOMENT) -> Document:
    """Return the document of that number, made by the run 1."""
    return Document(
        id=DocumentId(f"document-{number}"),
        run_id=run_id(),
        uai=uai(at),
        session_id=session,
        title="Papillon de connexion",
        name="papillons.pdf",
        layout="one-per-page",
        size=13_361,
        papillons=1,
        created_at=created_at,
    )


def slip(number: int, *, run: int = 1, version: int = 1) -> SealedPapillon:
    """Return the sealed slip of the account of that number."""
    return SealedPapillon(run_id(run), AccountId(f"account-{number}"), version, b"sealed %d" % number)


def registry_of(unit: UnitOfWork) -> RegistryRepository:
    """Return the registry of a unit, whose store keeps the people."""
    return cast("RegistryUnit", unit).registry


def write(unit: UnitOfWork, *values: Value) -> None:
    """Write each value with the method it belongs to, one call each."""
    for value in values:
        match value:
            case School():
                registry_of(unit).put_school(value)
            case Candidature():
                registry_of(unit).put([value])
            case Holder():
                unit.holders.put([value])
            case Account():
                unit.accounts.put([value])
            case IssuedLogin():
                unit.logins.add([value])
            case ImposedLogin():
                unit.logins.impose({value.candidate_id: Login(value.login)})
            case Document():
                unit.documents.add([(value, b"sealed")], [])
            case SealedPapillon():
                unit.documents.add([], [value])
            case _:
                unit.journal.add(value)


def given(store: Store, *values: Value) -> None:
    """Write the values in a unit of their own."""
    with store.writing() as unit:
        write(unit, *values)
