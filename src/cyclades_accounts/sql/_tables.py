"""The tables, and every invariant of the ports that a database can enforce.

References are checked when the transaction ends, so that a unit may write in any order. Rules about changes (a version
that goes down, a report that is removed) are triggers, in ``_triggers``.
"""

import enum
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)

from cyclades_accounts.identifiers import KEY_MAX_LENGTH, SESSION_ID_MAX_LENGTH, UAI_KEY_LETTERS
from cyclades_accounts.model import LABEL_MAX_LENGTH, CredentialState, LoginKind
from cyclades_accounts.sql._triggers import add_triggers
from cyclades_accounts.sql._types import Day, ExactText, Moment

SCHEMA_VERSION: Final = 5
"""Version of the tables below. Increase it with every change of them, and say in ``_migrate`` what older rows get."""

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""The tables as SQLAlchemy describes them, for a host that creates or migrates them itself."""


def _text(name: str, *refers: ForeignKey, optional: bool = False, key: bool = False, **more: bool) -> Column[str]:
    return Column(name, ExactText(), *refers, nullable=optional, primary_key=key, **more)  # type: ignore[arg-type]  # unique or index


def _refers(column: str) -> ForeignKey:
    return ForeignKey(column, deferrable=True, initially="DEFERRED")


def _one_of(column: str, values: type[enum.Enum]) -> CheckConstraint:
    texts = ", ".join(f"'{member.value}'" for member in values)
    return CheckConstraint(f"{column} IN ({texts})", name=column)


def _key(column: str, longest: int = KEY_MAX_LENGTH) -> CheckConstraint:
    return CheckConstraint(f"length({column}) BETWEEN 1 AND {longest}", name=f"{column}_length")


def _login() -> CheckConstraint:
    """Return the form of a login: lower case, so that two unique logins cannot differ by case alone."""
    return CheckConstraint("login <> '' AND login = lower(login)", name="login")


def _uai_forms() -> tuple[CheckConstraint, CheckConstraint]:
    """Return the form of a UAI, 7 digits and their check letter, in the SQL of each database."""
    digit = "CAST(substr(uai, 1, 7) AS INTEGER)"
    on_sqlite = f"uai GLOB '{7 * '[0-9]'}[A-Z]' AND substr('{UAI_KEY_LETTERS}', {digit} % 23 + 1, 1) = substr(uai, 8)"
    on_postgresql = (
        "CASE WHEN uai ~ '^[0-9]{7}[A-Z]$'"
        f" THEN substr('{UAI_KEY_LETTERS}', mod({digit}, 23) + 1, 1) = substr(uai, 8) ELSE FALSE END"
    )
    return (
        CheckConstraint(on_sqlite, name="uai").ddl_if(dialect="sqlite"),
        CheckConstraint(on_postgresql, name="uai").ddl_if(dialect="postgresql"),
    )


def _person() -> tuple[Column[Any], ...]:
    """Return the columns of what is known of a person, the key apart."""
    return (
        _text("family_name"),
        _text("given_names"),
        Column("birth_date", Day),
        _text("usage_name", optional=True),
        _text("ine", optional=True),
    )


def _rank() -> Column[Any]:
    """Return a key that increases with every row. It gives the order of insertion."""
    return Column("rank", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True)


schema_version: Final = Table(
    "cyclades_schema", metadata, Column("version", Integer, primary_key=True, autoincrement=False)
)

sessions: Final = Table(
    "cyclades_sessions",
    metadata,
    _text("id", key=True),
    _text("label"),
    Column("last_day", Day, nullable=False),
    _key("id", SESSION_ID_MAX_LENGTH),
    _key("label", LABEL_MAX_LENGTH),
)

merged_candidates: Final = Table(
    "cyclades_merged_candidates",
    metadata,
    _text("lost", key=True),
    _text("kept", index=True),
    CheckConstraint("lost <> kept", name="two_keys"),
)

holds: Final = Table("cyclades_holds", metadata, _text("name", key=True))

holders: Final = Table(
    "cyclades_holders",
    metadata,
    _text("candidate_id", key=True),
    *_person(),
    _text("face", optional=True, index=True),
    _text("uai", optional=True, index=True),
    _text("asked_by", optional=True),
    Column("contested", Boolean(create_constraint=True, name="contested"), nullable=False),
    _key("candidate_id"),
)
Index(None, holders.c.ine)
_asked = holders.c.asked_by.is_not(None)
Index(None, holders.c.asked_by, sqlite_where=_asked, postgresql_where=_asked)

accounts: Final = Table(
    "cyclades_accounts",
    metadata,
    _text("id", key=True),
    _text("candidate_id", index=True),
    _text("login", unique=True),
    _text("kind"),
    _text("issued_by", optional=True),
    Column("created_at", Moment, nullable=False),
    Column("closed_at", Moment),
    _text("replaced_by", _refers("cyclades_accounts.id"), optional=True),
    Column("credential_version", Integer),
    _text("credential_state", optional=True),
    _text("password_hash", optional=True),
    Column("password_issued_at", Moment),
    Column("password_expires_at", Moment),
    Column("password_first_used_at", Moment),
    Column("password_revoked_at", Moment),
    _text("password_run", optional=True),
    _text("past"),
    _login(),
    _one_of("kind", LoginKind),
    _one_of("credential_state", CredentialState),
    CheckConstraint("credential_state <> 'chosen' OR password_expires_at IS NULL", name="chosen"),
    CheckConstraint("credential_version >= 1", name="credential_version"),
    CheckConstraint(
        "(credential_version IS NULL) = (credential_state IS NULL)"
        " AND (credential_version IS NULL) = (password_hash IS NULL)"
        " AND (credential_version IS NULL) = (password_issued_at IS NULL)"
        " AND (credential_version IS NULL) = (password_run IS NULL)"
        " AND (credential_version IS NOT NULL OR password_expires_at IS NULL)"
        " AND (credential_version IS NOT NULL OR password_first_used_at IS NULL)"
        " AND (credential_version IS NOT NULL OR password_revoked_at IS NULL)",
        name="credential_whole",
    ),
    CheckConstraint("kind = 'email' OR (issued_by IS NOT NULL AND credential_version IS NOT NULL)", name="generated"),
    CheckConstraint("replaced_by IS NULL OR (closed_at IS NOT NULL AND replaced_by <> id)", name="replaced"),
)
_stands = accounts.c.replaced_by.is_(None)
# Used when an account is removed, and by SQLite when an account is inserted after a row that refers to it.
_replaced = accounts.c.replaced_by.is_not(None)
Index(None, accounts.c.replaced_by, sqlite_where=_replaced, postgresql_where=_replaced)
# A person has at most one account that no other has replaced.
Index(
    "uq_cyclades_accounts_standing",
    accounts.c.candidate_id,
    unique=True,
    sqlite_where=_stands,
    postgresql_where=_stands,
)

issued_logins: Final = Table(
    "cyclades_issued_logins",
    metadata,
    _text("login", key=True),
    _text("imposed_on", optional=True, unique=True),
    _text("account_id", _refers("cyclades_accounts.id"), optional=True, index=True),
    Column("issued_at", Moment),
    # SQLite uses this index when the report of a run is inserted after its lines.
    _text("run_id", _refers("cyclades_journal.run_id"), optional=True, index=True),
    _text("stem", optional=True, index=True),
    Column("number", Integer),
    _login(),
    # A login is issued to an account or imposed on a person. Both are in one table, so a login is never two people's.
    CheckConstraint(
        "(imposed_on IS NULL) = (account_id IS NOT NULL)"
        " AND (account_id IS NULL) = (issued_at IS NULL)"
        " AND (account_id IS NULL) = (run_id IS NULL)"
        " AND (imposed_on IS NULL OR stem IS NULL)",
        name="issued_or_imposed",
    ),
    CheckConstraint("(stem IS NULL) = (number IS NULL) AND (number IS NULL OR number >= 1)", name="number"),
)


erased_logins: Final = Table(
    "cyclades_erased_logins",
    metadata,
    _text("digest", key=True),
    _text("key_id", index=True),
    _text("login", optional=True, index=True),  # while its line goes; a guard lets no other line go
    CheckConstraint("substr(digest, 1, length(key_id) + 1) = key_id || ':'", name="digest"),
)

counters: Final = Table(
    "cyclades_counters",
    metadata,
    _text("stem", key=True),
    Column("last", Integer, nullable=False),
    CheckConstraint("last >= 0", name="last"),
)

documents: Final = Table(
    "cyclades_documents",
    metadata,
    _rank(),
    _text("id", unique=True),
    _text("run_id", _refers("cyclades_journal.run_id"), index=True),
    _text("school"),
    _text("session"),
    _text("title"),
    _text("name"),
    _text("layout"),
    Column("size", BigInteger, nullable=False),
    Column("papillons", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    _text("type"),
    Column("purged_at", Moment),
    Column("sealed", LargeBinary),  # the last column, so that SQLite can read the others without it
    CheckConstraint("size >= 0 AND papillons >= 1", name="counts"),
    CheckConstraint("(purged_at IS NULL) = (sealed IS NOT NULL)", name="purged"),
)
Index(None, documents.c.school, documents.c.session, documents.c.created_at)

papillons: Final = Table(
    "cyclades_papillons",
    metadata,
    _rank(),
    _text("run_id", _refers("cyclades_journal.run_id")),
    _text("account_id", _refers("cyclades_accounts.id"), index=True),
    Column("credential_version", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    UniqueConstraint("run_id", "account_id", "credential_version"),
    CheckConstraint("credential_version >= 1", name="credential_version"),
)

journal: Final = Table(
    "cyclades_journal",
    metadata,
    _rank(),
    _text("run_id", unique=True),
    _text("school", optional=True),
    Column("at", Moment, nullable=False),
    _text("report"),
    Column("redactions", Integer, nullable=False, server_default="0"),
    Column("number", BigInteger, unique=True),  # given when the lines are first read in order
    _key("run_id"),
    CheckConstraint("number >= 1", name="number"),
)
Index(None, journal.c.school, journal.c.rank)

reported_names: Final = Table(
    "cyclades_reported_names",
    metadata,
    _text("name", key=True),
    _text("run_id", _refers("cyclades_journal.run_id"), key=True, index=True),
    Column("is_key", Boolean(create_constraint=True, name="is_key"), nullable=False),
)


# People kept by the library, for a host that has none of its own. Over a host's people these tables do not exist.

schools: Final = Table(
    "cyclades_schools",
    metadata,
    _text("uai", key=True),
    _text("name"),
    Column("manages_candidates", Boolean(create_constraint=True, name="manages_candidates"), nullable=False),
    _text("time_zone", optional=True),
    *_uai_forms(),
)

candidatures: Final = Table(
    "cyclades_candidatures",
    metadata,
    _text("candidate_id", key=True),
    _text("school", _refers("cyclades_schools.uai"), key=True),
    _text("session", key=True),
    *_person(),
    _text("status"),
    _text("email", optional=True),
    _text("serie"),
    _text("division"),
    _text("qualification"),
    _text("category"),
    _text("number", optional=True),
    _key("candidate_id"),
    CheckConstraint("family_name <> '' AND given_names <> ''", name="not_blank"),
    CheckConstraint("session <> ''", name="session"),
)
Index(None, candidatures.c.school, candidatures.c.session)

REGISTRY: Final = (schools, candidatures)
"""The tables of the registry, which a database over a host's own people does not have."""


def _moment_form(column: Column[Any]) -> CheckConstraint:
    """Return the form of a moment on SQLite, which has no type for it: in UTC, to the microsecond."""
    day, time = "-".join(["[0-9]" * 4, "[0-9]" * 2, "[0-9]" * 2]), ":".join(["[0-9]" * 2] * 3)
    form = f"{column.name} GLOB '{day} {time}.{'[0-9]' * 6}' AND datetime({column.name}) IS NOT NULL"
    rule = form if not column.nullable else f"{column.name} IS NULL OR ({form})"
    return CheckConstraint(rule, name=column.name).ddl_if(dialect="sqlite")


for _table in metadata.sorted_tables:
    for _column in _table.c:
        if isinstance(_column.type, Moment):
            _table.append_constraint(_moment_form(_column))

add_triggers(metadata)
