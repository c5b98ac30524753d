"""What a run does with one candidature: the order of the questions, in which the policy answers some (M6, M7, M8, M15).

Pure functions; a refusal is data. The order is our reading of the memo: whoever has an account is never refused for a
missing e-mail or another category, only for what forbids a renewal.
"""

from cyclades_accounts.eligibility._policy import Eligibility
from cyclades_accounts.model import Account, Candidature, LoginKind, OutcomeKind, Refusal, RefusalReason

Decision = OutcomeKind | Refusal
"""What is to happen: create, renew or keep, or the reason for a refusal."""


def decide(
    candidature: Candidature, account: Account | None, elsewhere: Refusal | None, policy: Eligibility, *, renew: bool
) -> Decision:
    """Decide what a run does with one candidature.

    Args:
        candidature: the candidate's file for the session.
        account: the person's account, from whatever year and school, or ``None``.
        elsewhere: why the school may not act on the account, which another one holds (M7); ``None`` if it may.
        policy: who gets an account.
        renew: whether the run renews the password of those who have an account (M7, M14); off, they are kept (M6).

    Returns:
        :attr:`OutcomeKind.CREATED`, :attr:`OutcomeKind.RENEWED`, :attr:`OutcomeKind.KEPT`, or a :class:`Refusal`.

    Raises:
        TypeError: the policy answered something else than a refusal or ``None``.
    """
    if account is None:
        return _answer(policy.refuse(candidature)) or OutcomeKind.CREATED
    if not account.is_open:
        return elsewhere or _closed(account)  # first: another school's pupil tells no day
    if not renew:
        return OutcomeKind.KEPT
    return renewal_refusal(candidature, account, elsewhere, policy) or OutcomeKind.RENEWED


def renewal_refusal(
    candidature: Candidature, account: Account, elsewhere: Refusal | None, policy: Eligibility
) -> Refusal | None:
    """Say why the password of an account is not renewed, or ``None`` if it may be (M7, M8, M2)."""
    return kind_refusal(account) or elsewhere or _answer(policy.refuse_renewal(candidature))


def kind_refusal(account: Account) -> Refusal | None:
    """Say why nobody may renew the password of an account: it is closed, or of a candidate's own making (M8)."""
    if not account.is_open:
        return _closed(account)
    if account.kind is LoginKind.EMAIL:
        return Refusal(RefusalReason.EMAIL_LOGIN, {"login": account.login})
    return None


def has_email_slip(candidature: Candidature, account: Account | None, policy: Eligibility) -> bool:
    """Whether a candidate may get the slip of those who log in by e-mail (M8).

    The account is open, and nothing but a missing address speaks against the candidature: like all to whom a run gives
    a slip, the candidate is scolaire and registered (M2).
    """
    if account is None or not account.is_open or account.kind is not LoginKind.EMAIL:
        return False
    refusal = _answer(policy.refuse(candidature))
    return refusal is None or refusal.reason is RefusalReason.NO_EMAIL


def _answer(given: object) -> Refusal | None:
    """Return what a policy answered, if it is an answer."""
    if given is None or isinstance(given, Refusal):
        return given
    raise TypeError(given)


def _closed(account: Account) -> Refusal:
    closed_on = account.closed_at.date().isoformat() if account.closed_at else ""
    return Refusal(RefusalReason.ACCOUNT_CLOSED, {"login": account.login, "closed_on": closed_on})
