"""The activities of the memo: register, plan, generate, regenerate, verify, reprint, purge, the account's life."""

from cyclades_accounts.provisioning._candidate_side import LoginCheck, LoginVerdict, PasswordChange
from cyclades_accounts.provisioning._coverage import Coverage, GroupCoverage, Missing
from cyclades_accounts.provisioning._documents import OpenedDocument, OpenedEmailPapillon, OpenedPapillon
from cyclades_accounts.provisioning._plan import Criteria, Plan, Request
from cyclades_accounts.provisioning._service import Provisioning
from cyclades_accounts.provisioning._tools import Tools

__all__ = [
    "Coverage",
    "Criteria",
    "GroupCoverage",
    "LoginCheck",
    "LoginVerdict",
    "Missing",
    "OpenedDocument",
    "OpenedEmailPapillon",
    "OpenedPapillon",
    "PasswordChange",
    "Plan",
    "Provisioning",
    "Request",
    "Tools",
]
