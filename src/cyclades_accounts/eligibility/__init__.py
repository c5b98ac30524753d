"""Who may receive an account, whose password may be renewed, who gets an e-mail slip: M2, M3, M6, M7, M8, M12, M15.

Who gets an account is a policy of the host, :class:`Eligibility`; :data:`MEMO_RULES` are the memo's. The order of the
questions is ours, whatever the policy: :func:`decide`.
"""

from cyclades_accounts.eligibility._decisions import Decision, decide, has_email_slip, kind_refusal, renewal_refusal
from cyclades_accounts.eligibility._policy import MEMO_RULES, Eligibility, Rules

__all__ = [
    "MEMO_RULES",
    "Decision",
    "Eligibility",
    "Rules",
    "decide",
    "has_email_slip",
    "kind_refusal",
    "renewal_refusal",
]
