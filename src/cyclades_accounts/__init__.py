"""Accounts for the candidates of French school exams: who gets one, the login, the password, the slip.

``provisioning`` holds the activities of the memo; a host calls :class:`Provisioning` and needs little else.
Below it stand the rules (``eligibility``, ``logins``, ``passwords``, ``papillons``, ``messages``), the ports
(``repositories``) and the values (``model``). Beside each other, and each to be imported where it is used: the stores
``memory`` and ``sql``, the renderer ``pdf``, the files ``rosters``, and ``sealing``. ``testing`` is for hosts that
write their own store.
"""

import importlib
from typing import TYPE_CHECKING, Any

from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.messages import FRENCH_MESSAGES
from cyclades_accounts.model import (
    Candidate,
    Candidature,
    CandidatureStatus,
    ExamSession,
    Grouping,
    OutcomeKind,
    RefusalReason,
    School,
)

if TYPE_CHECKING:
    from cyclades_accounts.provisioning import Criteria, Desk, Generation, LoginVerdict, Provisioning, Registry, Renew

__all__ = [
    "FRENCH_MESSAGES",
    "Candidate",
    "Candidature",
    "CandidatureStatus",
    "Criteria",
    "CycladesAccountsError",
    "Desk",
    "ExamSession",
    "Generation",
    "Grouping",
    "LoginVerdict",
    "OutcomeKind",
    "Provisioning",
    "RefusalReason",
    "Registry",
    "Renew",
    "School",
]


def __dir__() -> list[str]:
    return __all__


if not TYPE_CHECKING:  # pragma: no branch  # to a type checker the names above are all there are

    def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever has the name
        # Imported when it is asked for: Hypothesis imports this package, and must not load argon2 nor break with it.
        if name not in __all__:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(importlib.import_module(f"{__name__}.provisioning"), name)
