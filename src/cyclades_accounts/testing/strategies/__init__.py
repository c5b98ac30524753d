"""Hypothesis strategies for the public values: what real files hold, and what they might.

Every value is legal for the model and for a store (neither NUL nor a lone surrogate: see
:mod:`cyclades_accounts.repositories`), and people are invented. Each function takes strategies for the fields that a
test wants to fix, and returns a strategy.
"""

from cyclades_accounts.testing.strategies._accounts import (
    accounts,
    credentials,
    documents,
    issued_logins,
    password_hashes,
    passwords,
    past_credentials,
    sealed_papillons,
)
from cyclades_accounts.testing.strategies._keys import (
    account_ids,
    candidate_ids,
    document_ids,
    exam_sessions,
    ines,
    login_stems,
    logins,
    run_ids,
    session_ids,
    uais,
)
from cyclades_accounts.testing.strategies._login_policies import login_policies
from cyclades_accounts.testing.strategies._papillons import papillon_batches, papillons
from cyclades_accounts.testing.strategies._people import candidates, candidatures, schools
from cyclades_accounts.testing.strategies._reports import (
    document_reports,
    groups,
    imposed_logins_reports,
    notices,
    outcomes,
    refusals,
    reports,
    run_reports,
    runs,
    standings,
)
from cyclades_accounts.testing.strategies._words import (
    FAMILY_NAMES,
    GIVEN_NAMES,
    emails,
    family_names,
    given_names,
    labels,
    moments,
    texts,
)

__all__ = [
    "FAMILY_NAMES",
    "GIVEN_NAMES",
    "account_ids",
    "accounts",
    "candidate_ids",
    "candidates",
    "candidatures",
    "credentials",
    "document_ids",
    "document_reports",
    "documents",
    "emails",
    "exam_sessions",
    "family_names",
    "given_names",
    "groups",
    "imposed_logins_reports",
    "ines",
    "issued_logins",
    "labels",
    "login_policies",
    "login_stems",
    "logins",
    "moments",
    "notices",
    "outcomes",
    "papillon_batches",
    "papillons",
    "password_hashes",
    "passwords",
    "past_credentials",
    "refusals",
    "reports",
    "run_ids",
    "run_reports",
    "runs",
    "schools",
    "sealed_papillons",
    "session_ids",
    "standings",
    "texts",
    "uais",
]
