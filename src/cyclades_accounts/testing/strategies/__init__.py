"""Hypothesis strategies for the public values: what real files hold, and what they might.

Every value is legal for the model and for a store (neither NUL nor a lone surrogate: see
:mod:`cyclades_accounts.repositories`), and people are invented. A function has the values whose fields have bounds or
depend on each other; it takes strategies for the fields that a test wants to fix. Of any other attrs class
:func:`values` makes a strategy: ``values(School, uai=uais())``.
"""

from cyclades_accounts.testing._type_strategies import register_all
from cyclades_accounts.testing.strategies._accounts import (
    accounts,
    credentials,
    documents,
    issued_logins,
    password_hashes,
    passwords,
    sealed_papillons,
)
from cyclades_accounts.testing.strategies._campaigns import campaigns
from cyclades_accounts.testing.strategies._eligibility import (
    eligibility_rules,
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
    time_zones,
    uais,
)
from cyclades_accounts.testing.strategies._layouts import (
    font_files,
    layouts,
    letterheads,
    list_styles,
    papillon_styles,
    papillon_texts,
)
from cyclades_accounts.testing.strategies._login_policies import (
    homonyms,
    letters,
    login_policies,
    numbers,
    random_letters,
)
from cyclades_accounts.testing.strategies._papillons import (
    email_papillons,
    papillon_batches,
    papillons,
)
from cyclades_accounts.testing.strategies._passwords import (
    argon2_parameters,
    blocklists,
    character_classes,
    character_groups,
    chosen_password_policies,
    forbidden_characters,
    forbidden_starts,
    hashers,
    owner_name_rules,
    passphrase_policies,
    password_policies,
    password_rules,
    password_validities,
)
from cyclades_accounts.testing.strategies._people import (
    candidates,
    candidatures,
    schools,
)
from cyclades_accounts.testing.strategies._plans import (
    coverages,
    login_explanations,
    requests,
)
from cyclades_accounts.testing.strategies._reports import (
    accounts_reports,
    groupings,
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
from cyclades_accounts.testing.strategies._retention import (
    retention_rules,
)
from cyclades_accounts.testing.strategies._rosters import (
    diagnoses,
    list_tables,
    reader_options,
    roster_columns,
    roster_files,
)
from cyclades_accounts.testing.strategies._services import (
    key_rings,
    services,
)
from cyclades_accounts.testing.strategies._values import values
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
    "accounts_reports",
    "argon2_parameters",
    "blocklists",
    "campaigns",
    "candidate_ids",
    "candidates",
    "candidatures",
    "character_classes",
    "character_groups",
    "chosen_password_policies",
    "coverages",
    "credentials",
    "diagnoses",
    "document_ids",
    "documents",
    "eligibility_rules",
    "email_papillons",
    "emails",
    "exam_sessions",
    "family_names",
    "font_files",
    "forbidden_characters",
    "forbidden_starts",
    "given_names",
    "groupings",
    "groups",
    "hashers",
    "homonyms",
    "imposed_logins_reports",
    "ines",
    "issued_logins",
    "key_rings",
    "labels",
    "layouts",
    "letterheads",
    "letters",
    "list_styles",
    "list_tables",
    "login_explanations",
    "login_policies",
    "login_stems",
    "logins",
    "moments",
    "notices",
    "numbers",
    "outcomes",
    "owner_name_rules",
    "papillon_batches",
    "papillon_styles",
    "papillon_texts",
    "papillons",
    "passphrase_policies",
    "password_hashes",
    "password_policies",
    "password_rules",
    "password_validities",
    "passwords",
    "random_letters",
    "reader_options",
    "refusals",
    "reports",
    "requests",
    "retention_rules",
    "roster_columns",
    "roster_files",
    "run_ids",
    "run_reports",
    "runs",
    "schools",
    "sealed_papillons",
    "services",
    "session_ids",
    "standings",
    "texts",
    "time_zones",
    "uais",
    "values",
]

register_all()
