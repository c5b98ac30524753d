"""The domain's values: frozen, comparable, free of any file, database or clock."""

from cyclades_accounts.model._account import Account, IssuedLogin, LoginKind
from cyclades_accounts.model._candidature import Candidate, Candidature, CandidatureStatus, sort_key
from cyclades_accounts.model._credential import (
    Credential,
    CredentialState,
    PasswordHash,
    PastCredential,
    ProvisionalPassword,
)
from cyclades_accounts.model._document import PAPILLON_DE_CONNEXION, Document, Page, SealedPapillon, papillon_context
from cyclades_accounts.model._document_report import (
    ErasureReport,
    LeftOut,
    OpeningReport,
    PurgeReport,
    ReprintReport,
    ResealReport,
)
from cyclades_accounts.model._grouping import Group, Grouping, group_of, in_order
from cyclades_accounts.model._login_step import LoginExplanation, LoginOrigin, LoginStep, LoginStepKind
from cyclades_accounts.model._notice import Notice, NoticeReason
from cyclades_accounts.model._outcome import Facts, Outcome, OutcomeKind, OutcomeList, Refusal, RefusalReason
from cyclades_accounts.model._redaction import ERASED, Erasure
from cyclades_accounts.model._report import (
    AccountReport,
    ImposedLogin,
    ImposedLoginsReport,
    Report,
    RosterReport,
    RunReport,
    SchoolReport,
)
from cyclades_accounts.model._roster_line import RosterLine
from cyclades_accounts.model._run import Activity, Run
from cyclades_accounts.model._school import ExamSession, School
from cyclades_accounts.model._standing import PapillonState, Standing, standing
from cyclades_accounts.model._time import aware, day, end_of_day, last_full_day

__all__ = [
    "ERASED",
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
    "Erasure",
    "ErasureReport",
    "ExamSession",
    "Facts",
    "Group",
    "Grouping",
    "ImposedLogin",
    "ImposedLoginsReport",
    "IssuedLogin",
    "LeftOut",
    "LoginExplanation",
    "LoginKind",
    "LoginOrigin",
    "LoginStep",
    "LoginStepKind",
    "Notice",
    "NoticeReason",
    "OpeningReport",
    "Outcome",
    "OutcomeKind",
    "OutcomeList",
    "Page",
    "PapillonState",
    "PasswordHash",
    "PastCredential",
    "ProvisionalPassword",
    "PurgeReport",
    "Refusal",
    "RefusalReason",
    "Report",
    "ReprintReport",
    "ResealReport",
    "RosterLine",
    "RosterReport",
    "Run",
    "RunReport",
    "School",
    "SchoolReport",
    "SealedPapillon",
    "Standing",
    "aware",
    "day",
    "end_of_day",
    "group_of",
    "in_order",
    "last_full_day",
    "papillon_context",
    "sort_key",
    "standing",
]
