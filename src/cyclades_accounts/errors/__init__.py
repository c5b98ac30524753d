"""Every exception of the library: one root, frozen leaves that carry facts, a stable code and a cure.

An ordinary refusal (a candidate without e-mail, say) is *not* an exception: it is a
:class:`~cyclades_accounts.model.Refusal` inside a report. Exceptions are for misuse, bad input and broken ports.
None of them ever holds a password, and the ones that stand for a failing renderer, hasher, random source, sealer or
login policy do not chain the original exception, because the frames and the message of foreign code may hold one.
"""

from cyclades_accounts.errors._accounts import (
    AccountExistsError,
    ImpossiblePolicyError,
    LoginTakenError,
    NotRenewableError,
    UnfoldableNameError,
    UnknownAccountError,
    UnknownCandidateError,
)
from cyclades_accounts.errors._documents import (
    AlteredDocumentError,
    ErasureKeyError,
    PurgedDocumentError,
    UnknownDocumentError,
    UnprintableTextError,
    WrongKeyError,
)
from cyclades_accounts.errors._extras import MissingExtraError
from cyclades_accounts.errors._ports import (
    ClockFailedError,
    HasherFailedError,
    LoginPolicyFailedError,
    PortFailedError,
    PseudonymizerFailedError,
    RandomnessFailedError,
    RendererFailedError,
    RetentionRuleFailedError,
    SealerFailedError,
    StoreConflictError,
    StoreFailedError,
)
from cyclades_accounts.errors._root import CycladesAccountsError, InvalidValueError
from cyclades_accounts.errors._rosters import (
    ConflictingCandidateError,
    DuplicateCandidatureError,
    EmptyRosterError,
    ForeignCandidatureError,
    ServiceNotGrantedError,
    UnknownSchoolError,
)
from cyclades_accounts.errors._runs import (
    LimitedToOneError,
    NothingSelectedError,
    RunIdReusedError,
    SessionOverError,
    StalePlanError,
    UnknownGroupError,
)

__all__ = [
    "AccountExistsError",
    "AlteredDocumentError",
    "ClockFailedError",
    "ConflictingCandidateError",
    "CycladesAccountsError",
    "DuplicateCandidatureError",
    "EmptyRosterError",
    "ErasureKeyError",
    "ForeignCandidatureError",
    "HasherFailedError",
    "ImpossiblePolicyError",
    "InvalidValueError",
    "LimitedToOneError",
    "LoginPolicyFailedError",
    "LoginTakenError",
    "MissingExtraError",
    "NotRenewableError",
    "NothingSelectedError",
    "PortFailedError",
    "PseudonymizerFailedError",
    "PurgedDocumentError",
    "RandomnessFailedError",
    "RendererFailedError",
    "RetentionRuleFailedError",
    "RunIdReusedError",
    "SealerFailedError",
    "ServiceNotGrantedError",
    "SessionOverError",
    "StalePlanError",
    "StoreConflictError",
    "StoreFailedError",
    "UnfoldableNameError",
    "UnknownAccountError",
    "UnknownCandidateError",
    "UnknownDocumentError",
    "UnknownGroupError",
    "UnknownSchoolError",
    "UnprintableTextError",
    "WrongKeyError",
]

for _name in __all__:
    globals()[_name].__module__ = __name__  # the public place, in tracebacks and pickles
