"""The domain's values: frozen, comparable, free of any file, database or clock."""

from cyclades_accounts.model._account import Account, IssuedLogin, LoginKind
from cyclades_accounts.model._candidature import Candidate, Candidature, CandidatureStatus, sort_key
from cyclades_accounts.model._credential import Credential, CredentialState, PasswordHash, ProvisionalPassword
from cyclades_accounts.model._document import PAPILLON_DE_CONNEXION, Document, Page, SealedPapillon, papillon_context
from cyclades_accounts.model._grouping import Group, Grouping, group_of, in_order
from cyclades_accounts.model._login_step import LoginExplanation, LoginOrigin, LoginStep, LoginStepKind
from cyclades_accounts.model._notice import Notice, NoticeReason
from cyclades_accounts.model._outcome import Facts, Outcome, OutcomeKind, OutcomeList, Refusal, RefusalReason
from cyclades_accounts.model._report import (
    AccountReport,
    Activity,
    ImposedLogin,
    ImposedLoginsReport,
    Report,
    RosterReport,
    Run,
    RunReport,
    SchoolReport,
)
from cyclades_accounts.model._roster_line import RosterLine
from cyclades_accounts.model._school import ExamSession, School
from cyclades_accounts.model._time import aware, day

__all__ = [
    "PAPILLON_DE_CONNEXION",
    "Account",
    "AccountReport",
    "Activity",
    "Candidate",
    "Candidature",
    "CandidatureStatus",
    "Credential",
    "CredentialState",
    "Document",
    "ExamSession",
    "Facts",
    "Group",
    "Grouping",
    "ImposedLogin",
    "ImposedLoginsReport",
    "IssuedLogin",
    "LoginExplanation",
    "LoginKind",
    "LoginOrigin",
    "LoginStep",
    "LoginStepKind",
    "Notice",
    "NoticeReason",
    "Outcome",
    "OutcomeKind",
    "OutcomeList",
    "Page",
    "PasswordHash",
    "ProvisionalPassword",
    "Refusal",
    "RefusalReason",
    "Report",
    "RosterLine",
    "RosterReport",
    "Run",
    "RunReport",
    "School",
    "SchoolReport",
    "SealedPapillon",
    "aware",
    "day",
    "group_of",
    "in_order",
    "papillon_context",
    "sort_key",
]
