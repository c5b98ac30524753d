"""Who may receive an account, whose password may be renewed, who gets an e-mail slip: M2, M3, M6, M7, M8, M12, M15.

Who gets an account is a policy of the host, :class:`Eligibility`; :data:`MEMO_RULES` are the memo's. The order of the
questions is ours, whatever the policy: :func:`decide`.
"""

from cyclades_accounts.eligibility._decisions import Decision as Decision
from cyclades_accounts.eligibility._decisions import decide as decide
from cyclades_accounts.eligibility._decisions import has_email_slip as has_email_slip
from cyclades_accounts.eligibility._decisions import kind_refusal as kind_refusal
from cyclades_accounts.eligibility._decisions import renewal_refusal as renewal_refusal
from cyclades_accounts.eligibility._policy import MEMO_RULES as MEMO_RULES
from cyclades_accounts.eligibility._policy import Eligibility as Eligibility
from cyclades_accounts.eligibility._policy import Rules as Rules
