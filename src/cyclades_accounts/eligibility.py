"""Who may receive an account, whose password may be renewed, who gets an e-mail slip: M2, M3, M6, M7, M8, M15.

Pure functions; a refusal is data. The order of the questions is our reading of the memo: whoever has an account is
never refused for a missing e-mail or another category, only for what forbids a renewal.
"""

from collections.abc import Collection

from cyclades_accounts.identifiers import Uai
from cyclades_accounts.model import Account, Candidature, LoginKind, OutcomeKind, Refusal, RefusalReason

__all__ = ["Decision", "creation_refusal", "decide", "has_email_slip", "holder_refusal", "renewal_refusal"]

Decision = OutcomeKind | Refusal
"""What is to happen: create, renew or keep, or the reason for a refusal."""


def decide(candidature: Candidature, account: Account | None, schools: Collection[Uai], *, renew: bool) -> Decision:
    """Decide what a run does with one candidature.

    Args:
        candidature: the candidate's file for the session.
        account: the person's account, from whatever year and school, or ``None``.
        schools: the pupil's present and former schools (M7).
        renew: whether the run renews the password of those who have an account (M7, M14); off, they are kept (M6).

    Returns:
        :attr:`OutcomeKind.CREATED`, :attr:`OutcomeKind.RENEWED`, :attr:`OutcomeKind.KEPT`, or a :class:`Refusal`.
    """
    if account is None:
        return creation_refusal(candidature) or OutcomeKind.CREATED
    if not account.is_open:
        return _closed(account)
    if not renew:
        return OutcomeKind.KEPT
    return renewal_refusal(candidature, account, schools) or OutcomeKind.RENEWED


def creation_refusal(candidature: Candidature) -> Refusal | None:
    """Say why a candidature without account gets none, or ``None`` if it may: scolaire, registered (M2), mail (M3)."""
    if not candidature.is_scolaire:
        return Refusal(RefusalReason.NOT_SCOLAIRE, {"category": candidature.category})
    if not candidature.status.is_registered:
        return _not_registered(candidature)
    if candidature.email is None:
        return Refusal(RefusalReason.NO_EMAIL)
    return None


def renewal_refusal(candidature: Candidature, account: Account, schools: Collection[Uai]) -> Refusal | None:
    """Say why the password of an account is not renewed, or ``None`` if it may be (M7, M8, M2)."""
    refusal = holder_refusal(account, schools)
    if refusal is None and not candidature.status.is_registered:
        return _not_registered(candidature)
    return refusal


def holder_refusal(account: Account, schools: Collection[Uai]) -> Refusal | None:
    """Say why these schools may not renew the password of an account, or ``None`` if they may (M7, M8)."""
    if not account.is_open:
        return _closed(account)
    if account.kind is LoginKind.EMAIL:
        return Refusal(RefusalReason.EMAIL_LOGIN, {"login": account.login})
    if account.issued_by not in schools:
        return Refusal(RefusalReason.OTHER_SCHOOL, {"login": account.login, "issued_by": account.issued_by or ""})
    return None


def has_email_slip(candidature: Candidature, account: Account | None) -> bool:
    """Whether a candidate may get the slip of those who log in by e-mail (M8).

    The account is open, and the candidate scolaire and registered (M2) like all to whom a run gives a slip.
    """
    return (
        account is not None
        and account.is_open
        and account.kind is LoginKind.EMAIL
        and candidature.is_scolaire
        and candidature.status.is_registered
    )


def _not_registered(candidature: Candidature) -> Refusal:
    return Refusal(RefusalReason.NOT_REGISTERED, {"status": candidature.status.value})


def _closed(account: Account) -> Refusal:
    closed_on = account.closed_at.date().isoformat() if account.closed_at else ""
    return Refusal(RefusalReason.ACCOUNT_CLOSED, {"login": account.login, "closed_on": closed_on})
