"""Accounts, the ledger of issued logins, documents and slips."""

import string
from datetime import datetime

from hypothesis import strategies as st

from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId, SessionId, Uai
from cyclades_accounts.model import (
    PAPILLON_DE_CONNEXION,
    Account,
    Credential,
    CredentialState,
    Document,
    IssuedLogin,
    LoginKind,
    PasswordHash,
    PastCredential,
    ProvisionalPassword,
    SealedPapillon,
)
from cyclades_accounts.testing.strategies._keys import (
    account_ids,
    candidate_ids,
    document_ids,
    login_stems,
    logins,
    run_ids,
    session_ids,
    uais,
)
from cyclades_accounts.testing.strategies._words import given, moments, texts


def passwords() -> st.SearchStrategy[ProvisionalPassword]:
    """A password of visible ASCII, such as ``5ds<JsXkby``; it meets no particular policy."""
    return st.text(string.printable[:94], min_size=10, max_size=64).map(ProvisionalPassword)


def password_hashes() -> st.SearchStrategy[PasswordHash]:
    """A text of the shape that hashers make. It is the hash of nothing, so that no test waits for a hasher."""
    salt = st.text(string.ascii_letters + string.digits + "+/", min_size=22, max_size=22)
    return salt.map(lambda text: PasswordHash(f"$argon2id$v=19$m=19456,t=2,p=1${text}${text}"))


def past_credentials() -> st.SearchStrategy[PastCredential]:
    """A password that an account had before."""
    return st.builds(
        PastCredential,
        version=st.integers(1, 1_000),
        state=st.sampled_from(CredentialState),
        issued_at=moments(),
        run_id=run_ids(),
    )


def credentials() -> st.SearchStrategy[Credential]:
    """A provisional password that may expire, or a chosen one; used or not, revoked or not."""

    def of(state: CredentialState, expires_at: st.SearchStrategy[datetime | None]) -> st.SearchStrategy[Credential]:
        return st.builds(
            Credential,
            version=st.integers(1, 1_000),
            state=st.just(state),
            password_hash=password_hashes(),
            issued_at=moments(),
            run_id=run_ids(),
            expires_at=expires_at,
            first_used_at=st.none() | moments(),
            revoked_at=st.none() | moments(),
        )

    return of(CredentialState.PROVISIONAL, st.none() | moments()) | of(CredentialState.CHOSEN, st.none())


def accounts(
    *,
    id: st.SearchStrategy[AccountId] | None = None,  # noqa: A002  # the field's name
    candidate_id: st.SearchStrategy[CandidateId] | None = None,
    login: st.SearchStrategy[Login] | None = None,
) -> st.SearchStrategy[Account]:
    """An account of either kind, open or closed, that no other has replaced."""

    def of(
        kind: LoginKind, issued_by: st.SearchStrategy[Uai | None], credential: st.SearchStrategy[Credential | None]
    ) -> st.SearchStrategy[Account]:
        return st.builds(
            Account,
            id=given(id, account_ids()),
            candidate_id=given(candidate_id, candidate_ids()),
            login=given(login, logins()),
            kind=st.just(kind),
            issued_by=issued_by,
            created_at=moments(),
            credential=credential,
            closed_at=st.none() | moments(),
            past=st.lists(past_credentials(), max_size=2).map(tuple),
        )

    generated = of(LoginKind.PRENOM_NOM, uais(), credentials())
    return generated | of(LoginKind.EMAIL, st.none(), st.none() | credentials())


def issued_logins(
    *,
    login: st.SearchStrategy[Login] | None = None,
    account_id: st.SearchStrategy[AccountId] | None = None,
    run_id: st.SearchStrategy[RunId] | None = None,
) -> st.SearchStrategy[IssuedLogin]:
    """A line of the ledger, of a stem or of an e-mail account."""

    def of(
        stem: st.SearchStrategy[str | None], number: st.SearchStrategy[int | None]
    ) -> st.SearchStrategy[IssuedLogin]:
        return st.builds(
            IssuedLogin,
            login=given(login, logins()),
            account_id=given(account_id, account_ids()),
            issued_at=moments(),
            run_id=given(run_id, run_ids()),
            stem=stem,
            number=number,
        )

    return of(login_stems(), st.integers(1, 5_000)) | of(st.none(), st.none())


def documents(
    *,
    id: st.SearchStrategy[DocumentId] | None = None,  # noqa: A002  # the field's name
    run_id: st.SearchStrategy[RunId] | None = None,
    school: st.SearchStrategy[Uai] | None = None,
    session: st.SearchStrategy[SessionId] | None = None,
) -> st.SearchStrategy[Document]:
    """A document as the list of M16 shows it."""
    return st.builds(
        Document,
        id=given(id, document_ids()),
        run_id=given(run_id, run_ids()),
        school=given(school, uais()),
        session=given(session, session_ids()),
        title=st.just(PAPILLON_DE_CONNEXION) | texts(),
        name=st.sampled_from(["papillons-1.pdf", "papillons-2.pdf"]),
        layout=st.sampled_from(["one-per-page", "two-per-page"]),
        size=st.integers(0, 2**40),
        papillons=st.integers(1, 1_000),
        created_at=moments(),
        type=st.just("PDF"),
    )


def sealed_papillons(
    *, run_id: st.SearchStrategy[RunId] | None = None, account_id: st.SearchStrategy[AccountId] | None = None
) -> st.SearchStrategy[SealedPapillon]:
    """A sealed slip; its bytes are sealed by nobody."""
    return st.builds(
        SealedPapillon,
        run_id=given(run_id, run_ids()),
        account_id=given(account_id, account_ids()),
        credential_version=st.integers(1, 1_000),
        sealed=st.binary(max_size=200),
    )
