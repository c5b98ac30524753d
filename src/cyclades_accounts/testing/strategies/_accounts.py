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
from cyclades_accounts.testing.strategies._keys import login_stems, uais
from cyclades_accounts.testing.strategies._values import values
from cyclades_accounts.testing.strategies._words import moments, texts

_VERSIONS = st.integers(1, 1_000)


def passwords() -> st.SearchStrategy[ProvisionalPassword]:
    """A password of visible ASCII, such as ``5ds<JsXkby``; it meets no particular policy."""
    return st.text(string.printable[:94], min_size=10, max_size=64).map(ProvisionalPassword)


def password_hashes() -> st.SearchStrategy[PasswordHash]:
    """A text of the shape that hashers make. It is the hash of nothing, so that no test waits for a hasher."""
    salt = st.text(string.ascii_letters + string.digits + "+/", min_size=22, max_size=22)
    return salt.map(lambda text: PasswordHash(f"$argon2id$v=19$m=19456,t=2,p=1${text}${text}"))


def credentials() -> st.SearchStrategy[Credential]:
    """A provisional password that may expire, or a chosen one; used or not, revoked or not."""

    def of(state: CredentialState, expires_at: st.SearchStrategy[datetime | None]) -> st.SearchStrategy[Credential]:
        return values(Credential, version=_VERSIONS, state=st.just(state), expires_at=expires_at)

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
        return values(
            Account,
            id=id,
            candidate_id=candidate_id,
            login=login,
            kind=st.just(kind),
            issued_by=issued_by,
            credential=credential,
            replaced_by=st.none(),
            past=st.lists(values(PastCredential, version=_VERSIONS), max_size=2).map(tuple),
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
        return values(IssuedLogin, login=login, account_id=account_id, run_id=run_id, stem=stem, number=number)

    return of(login_stems(), st.integers(1, 5_000)) | of(st.none(), st.none())


def documents(
    *,
    id: st.SearchStrategy[DocumentId] | None = None,  # noqa: A002  # the field's name
    run_id: st.SearchStrategy[RunId] | None = None,
    uai: st.SearchStrategy[Uai] | None = None,
    session_id: st.SearchStrategy[SessionId] | None = None,
) -> st.SearchStrategy[Document]:
    """A document as the list of M16 shows it, not purged."""
    return values(
        Document,
        id=id,
        run_id=run_id,
        uai=uai,
        session_id=session_id,
        title=st.just(PAPILLON_DE_CONNEXION) | texts(),
        name=st.sampled_from(["papillons-1.pdf", "papillons-2.pdf"]),
        layout=st.sampled_from(["one-per-page", "two-per-page"]),
        size=st.integers(0, 2**40),
        papillons=st.integers(1, 1_000),
        type=st.just("PDF"),
        purged_at=st.none(),
    )


def sealed_papillons(
    *, run_id: st.SearchStrategy[RunId] | None = None, account_id: st.SearchStrategy[AccountId] | None = None
) -> st.SearchStrategy[SealedPapillon]:
    """A sealed slip; its bytes are sealed by nobody."""
    return values(SealedPapillon, run_id=run_id, account_id=account_id, credential_version=_VERSIONS)
