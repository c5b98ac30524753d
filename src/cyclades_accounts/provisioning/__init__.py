"""The activities of the memo: register, plan, generate, regenerate, verify, reprint, purge, the account's life."""

from cyclades_accounts.model import ERASED
from cyclades_accounts.provisioning._accounts.accounts import DeskAccounts
from cyclades_accounts.provisioning._accounts.transfer import Transfer
from cyclades_accounts.provisioning._candidates import CandidateActivities, LoginCheck, LoginVerdict, PasswordChange
from cyclades_accounts.provisioning._desk import Desk
from cyclades_accounts.provisioning._documents.documents import DeskDocuments
from cyclades_accounts.provisioning._documents.opening import OpenedDocument, OpenedEmailPapillon, OpenedPapillon
from cyclades_accounts.provisioning._host import Host
from cyclades_accounts.provisioning._people.coverage import Coverage, FallsShort, GroupCoverage, Missing
from cyclades_accounts.provisioning._people.registry import Registry
from cyclades_accounts.provisioning._people.situations import PasswordState, Situation
from cyclades_accounts.provisioning._runs.plan import Plan
from cyclades_accounts.provisioning._runs.request import EVERYBODY, Criteria, Generation, Renew, Request
from cyclades_accounts.provisioning._runs.run import RunProgress
from cyclades_accounts.provisioning._service import Provisioning
from cyclades_accounts.provisioning._throttle import Throttle
from cyclades_accounts.provisioning._upkeep import Upkeep

__all__ = [
    "ERASED",
    "EVERYBODY",
    "CandidateActivities",
    "Coverage",
    "Criteria",
    "Desk",
    "DeskAccounts",
    "DeskDocuments",
    "FallsShort",
    "Generation",
    "GroupCoverage",
    "Host",
    "LoginCheck",
    "LoginVerdict",
    "Missing",
    "OpenedDocument",
    "OpenedEmailPapillon",
    "OpenedPapillon",
    "PasswordChange",
    "PasswordState",
    "Plan",
    "Provisioning",
    "Registry",
    "Renew",
    "Request",
    "RunProgress",
    "Situation",
    "Throttle",
    "Transfer",
    "Upkeep",
]
