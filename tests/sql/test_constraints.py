"""The database itself refuses what must never be, whoever writes it: every constraint and every trigger, on both."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine, TableClause, column, delete, insert, inspect, table, update
from sqlalchemy.exc import IntegrityError

from cyclades_accounts.sql import SqlStore, metadata
from cyclades_accounts.sql._triggers import TRIGGERS
from cyclades_accounts.testing.samples import (
    SESSION,
    account,
    candidate_id,
    candidature,
    document,
    given,
    holder,
    imposed,
    issued,
    renewed,
    report,
    school,
    session,
    slip,
    uai,
)

MOMENT: Final = "2025-01-13 09:30:00.000000"
RUN: Final = report().run.id
ACCOUNT: Final = account(1).id

Values = Mapping[str, Any]

NEW: Final[Mapping[str, Values]] = {
    "schools": {"uai": uai(2), "name": "Collège 2", "manages_candidates": True},
    "sessions": {"id": "DNB-2026", "label": "DNB 2026", "last_day": "2026-12-31"},
    "holds": {"name": "new"},
    "holders": {"candidate_id": "new", "family_name": "NOM", "given_names": "Zoé", "contested": False},
    "merged_candidates": {"lost": "old", "kept": candidate_id(1)},
    "candidatures": {
        "candidate_id": candidate_id(2),
        "school": uai(),
        "session": SESSION,
        "family_name": "NOM",
        "given_names": "Zoé",
        "status": "Inscrit",
        **dict.fromkeys(["serie", "division", "qualification", "category"], ""),
    },
    "accounts": {
        "id": "account-3",
        "candidate_id": candidate_id(3),
        "login": "zoe.nouveau",
        "kind": "prenom.nom",
        "issued_by": uai(),
        "created_at": MOMENT,
        "credential_version": 1,
        "credential_state": "provisional",
        "password_hash": "hash",
        "password_issued_at": MOMENT,
        "password_run": RUN,
        "past": "[]",
    },
    "issued_logins": {
        "login": "zoe.nouveau",
        "account_id": ACCOUNT,
        "issued_at": MOMENT,
        "run_id": RUN,
        "stem": "zoe.nouveau",
        "number": 1,
    },
    "erased_logins": {"digest": "key:01", "key_id": "key"},
    "counters": {"stem": "zoe.nouveau", "last": 1},
    "documents": {
        "id": "document-2",
        "run_id": RUN,
        "school": uai(),
        "session": SESSION,
        **dict.fromkeys(["title", "name", "layout", "type"], "x"),
        "size": 1,
        "papillons": 1,
        "created_at": MOMENT,
        "sealed": b"sealed",
    },
    "papillons": {"run_id": RUN, "account_id": ACCOUNT, "credential_version": 2, "sealed": b"sealed"},
    "journal": {"run_id": "run-2", "at": MOMENT, "report": "{}"},
    "reported_names": {"name": "somebody else", "run_id": RUN, "is_key": True},
}
"""A row that each table takes, in the words of the database."""

EMPTY: Final = dict.fromkeys(["account_id", "issued_at", "run_id", "stem", "number"])
"""What the line of an imposed login leaves empty."""

NO_PASSWORD: Final = dict.fromkeys(
    ["credential_version", "credential_state", "password_hash", "password_issued_at", "password_run"]
)

REFUSED: Final[Mapping[str, tuple[Values, ...]]] = {
    "ck_cyclades_schools_uai": (
        {"uai": "0350001"},
        {"uai": "0350001l"},
        {"uai": "035000aL"},
        {"uai": "0350001A"},
        {"uai": "0350001LL"},
        {"uai": " 350001L"},
    ),
    "pk_cyclades_schools": ({"uai": uai()},),
    "ck_cyclades_sessions_id_length": ({"id": ""}, {"id": "x" * 61}),
    "ck_cyclades_sessions_label_length": ({"label": ""}, {"label": "x" * 81}),
    "pk_cyclades_sessions": ({"id": SESSION},),
    "ck_cyclades_candidatures_candidate_id_length": ({"candidate_id": ""}, {"candidate_id": "x" * 101}),
    "ck_cyclades_candidatures_not_blank": ({"family_name": ""}, {"given_names": ""}),
    "ck_cyclades_merged_candidates_two_keys": ({"lost": candidate_id(1)},),
    "pk_cyclades_holds": ({"name": uai()},),
    "ck_cyclades_holders_candidate_id_length": ({"candidate_id": ""}, {"candidate_id": "x" * 101}),
    "pk_cyclades_holders": ({"candidate_id": candidate_id(1)},),
    "ck_cyclades_candidatures_session": ({"session": ""},),
    "fk_cyclades_candidatures_school": ({"school": uai(9)},),
    "pk_cyclades_candidatures": ({"candidate_id": candidate_id(1)},),
    "ck_cyclades_accounts_login": ({"login": "Zoe.nouveau"}, {"login": "ZOE@EXAMPLE.ORG"}, {"login": ""}),
    "uq_cyclades_accounts_login": ({"login": account(1).login}, {"login": account(2).login}),
    "uq_cyclades_accounts_standing": ({"candidate_id": candidate_id(1)}, {"candidate_id": candidate_id(2)}),
    "pk_cyclades_accounts": ({"id": ACCOUNT},),
    "fk_cyclades_accounts_replaced_by": ({"replaced_by": "nobody", "closed_at": MOMENT},),
    "ck_cyclades_accounts_replaced": (
        {"replaced_by": ACCOUNT},
        {"replaced_by": "account-3", "closed_at": MOMENT},
    ),
    "ck_cyclades_accounts_kind": ({"kind": "other"},),
    "ck_cyclades_accounts_generated": ({"issued_by": None}, NO_PASSWORD),
    "ck_cyclades_accounts_credential_state": ({"credential_state": "other"},),
    "ck_cyclades_accounts_credential_version": ({"credential_version": 0},),
    "ck_cyclades_accounts_chosen": ({"credential_state": "chosen", "password_expires_at": MOMENT},),
    "ck_cyclades_accounts_credential_whole": (
        {"credential_state": None},
        {"password_hash": None},
        {"password_issued_at": None},
        {"password_run": None},
        {"kind": "email", **NO_PASSWORD, "password_expires_at": MOMENT},
        {"kind": "email", **NO_PASSWORD, "password_first_used_at": MOMENT},
        {"kind": "email", **NO_PASSWORD, "password_revoked_at": MOMENT},
    ),
    "ck_cyclades_issued_logins_login": ({"login": "Zoe.nouveau"}, {"login": ""}),
    "pk_cyclades_issued_logins": (
        {"login": issued(1).login},
        {"login": "zoe.nom9"},
        EMPTY | {"login": issued(1).login, "imposed_on": candidate_id(3)},
    ),
    "uq_cyclades_issued_logins_imposed_on": (EMPTY | {"imposed_on": candidate_id(2)},),
    "ck_cyclades_issued_logins_issued_or_imposed": (
        EMPTY,
        {"imposed_on": candidate_id(3)},
        {"account_id": None},
        {"issued_at": None},
        {"run_id": None},
        EMPTY | {"imposed_on": candidate_id(3), "stem": "x", "number": 1},
    ),
    "ck_cyclades_issued_logins_number": ({"number": None}, {"stem": None}, {"number": 0}),
    "fk_cyclades_issued_logins_account_id": ({"account_id": "nobody"},),
    "fk_cyclades_issued_logins_run_id": ({"run_id": "nobody"},),
    "ck_cyclades_erased_logins_digest": ({"digest": ""}, {"digest": "other:01"}, {"digest": "key01"}),
    "pk_cyclades_erased_logins": ({"digest": "key:00"},),
    "ck_cyclades_counters_last": ({"last": -1},),
    "pk_cyclades_counters": ({"stem": "zoe.nom"},),
    "uq_cyclades_documents_id": ({"id": document(1).id},),
    "pk_cyclades_documents": ({"rank": 1},),
    "ck_cyclades_documents_counts": ({"size": -1}, {"papillons": 0}),
    "ck_cyclades_documents_purged": ({"purged_at": MOMENT}, {"sealed": None}),
    "fk_cyclades_documents_run_id": ({"run_id": "nobody"},),
    "uq_cyclades_papillons_run_id_account_id_credential_version": ({"credential_version": 1},),
    "pk_cyclades_papillons": ({"rank": 1},),
    "ck_cyclades_papillons_credential_version": ({"credential_version": 0},),
    "fk_cyclades_papillons_account_id": ({"account_id": "nobody"},),
    "fk_cyclades_papillons_run_id": ({"run_id": "nobody"},),
    "ck_cyclades_journal_run_id_length": ({"run_id": ""}, {"run_id": "x" * 101}),
    "uq_cyclades_journal_run_id": ({"run_id": RUN},),
    "uq_cyclades_journal_number": ({"number": 1},),
    "ck_cyclades_journal_number": ({"number": 0}, {"number": -1}),
    "pk_cyclades_journal": ({"rank": 1},),
    "pk_cyclades_reported_names": ({"name": "somebody"},),
    "fk_cyclades_reported_names_run_id": ({"run_id": "nobody"},),
    "pk_cyclades_merged_candidates": ({"lost": candidate_id(4)},),
}
"""By constraint, what makes a row of :data:`NEW` one that the constraint refuses."""

SQLITE_ONLY: Final[Mapping[str, tuple[Values, ...]]] = {
    "ck_cyclades_schools_manages_candidates": ({"manages_candidates": 2},),
    "ck_cyclades_holders_contested": ({"contested": 2},),
    "ck_cyclades_reported_names_is_key": ({"is_key": 2},),
    **{
        f"ck_cyclades_{name}_{moment}": tuple(
            {moment: wrong, **more}
            for wrong in (
                "2025-01-13 09:30:00",
                "2025-01-13T09:30:00.000000",
                "2025-01-13 09:30:00.000000+01:00",
                "2025-13-13 09:30:00.000000",
                1_736_760_600,
            )
        )
        for name, moment, more in (
            ("accounts", "created_at", {}),
            ("accounts", "closed_at", {}),
            ("accounts", "password_issued_at", {}),
            ("accounts", "password_expires_at", {}),
            ("accounts", "password_first_used_at", {}),
            ("accounts", "password_revoked_at", {}),
            ("issued_logins", "issued_at", {}),
            ("documents", "created_at", {}),
            ("documents", "purged_at", {"sealed": None}),
            ("journal", "at", {}),
        )
    },
}
"""PostgreSQL has types for these: ``boolean``, and ``timestamptz``, which is an instant whatever the text."""

CHANGES: Final[Mapping[str, tuple[Values | None, ...]]] = {
    "tr_cyclades_accounts_version": ({"credential_version": 1}, NO_PASSWORD | {"kind": "email"}),
    "tr_cyclades_counters_last": ({"last": 0}, {"stem": "other"}),
    "tr_cyclades_issued_logins_line": ({"login": "other"}, {"number": 2}, {"account_id": account(2).id}),
    "tr_cyclades_erased_logins_digest": (None,),
    "tr_cyclades_journal_report": (None,),
    "tr_cyclades_documents_purged": ({"purged_at": None, "sealed": b"sealed"},),
}
"""By trigger, what it refuses to make of the rows of the world; ``None`` stands for removing them."""

TABLES: Final = sorted(NEW, key=len, reverse=True)


def name_of(constraint: str) -> str:
    """Return the table whose constraint or trigger it is."""
    return next(
        name
        for name in TABLES
        if constraint[2:].startswith(f"_cyclades_{name}_") or constraint[3:] == f"cyclades_{name}"
    )


def bare(name: str) -> TableClause:
    """Return one of our tables as somebody sees it who does not know our types."""
    return table(f"cyclades_{name}", *(column(one.name) for one in metadata.tables[f"cyclades_{name}"].c))


@pytest.fixture(scope="module")
def engine(engine: Engine) -> Engine:
    """Return an engine on a database with a row in every table; no test changes it."""
    store = SqlStore(engine)
    store.create_schema()
    given(
        store,
        school(),
        school(3),
        report(),
        candidature(1),
        candidature(2, at=3),
        holder(1),
        renewed(account(1)),
        account(2),
        issued(1, stem="zoe.nom", rank=1),
        issued(2),
        imposed(2, "zoe.nom9"),
        document(1),
        document(3),
        slip(1),
    )
    with engine.begin() as connection:
        connection.execute(insert(bare("reported_names")).values(name="somebody", run_id=RUN, is_key=True))
        connection.execute(insert(bare("holds")).values(name=uai()))  # SQLite itself holds nothing
    with store.writing() as unit:
        unit.sessions.put(session())
        unit.logins.erase({issued(2).login: "key:00"})
        unit.holders.rekey(candidate_id(4), candidate_id(3))
        unit.documents.drop([document(3).purged(datetime(2025, 9, 1, tzinfo=UTC))], [])
        assert len(unit.journal.after(0, 9)) == 1
    return engine


def refusal(engine: Engine, statement: Any) -> str:
    """Return what the database says to a statement that it refuses, at once or at the commit."""
    with pytest.raises(IntegrityError) as caught, engine.begin() as connection:
        connection.execute(statement)
    return str(caught.value.orig)


@pytest.mark.parametrize("name", NEW)
def test_sound_row_is_taken(engine: Engine, name: str) -> None:
    """The row that the tests below spoil is sound: nothing else is wrong with it."""
    with engine.connect() as connection, connection.begin() as transaction:
        connection.execute(insert(bare(name)).values(**NEW[name]))
        transaction.rollback()


@pytest.mark.parametrize(
    ("constraint", "change"), [(name, one) for name, some in REFUSED.items() for one in some], ids=str
)
def test_constraint_refuses(engine: Engine, constraint: str, change: Values) -> None:
    """A row that breaks a rule is refused by the constraint that has the rule, whoever writes it."""
    name = name_of(constraint)
    said = refusal(engine, insert(bare(name)).values(**{**NEW[name], **change}))
    if engine.dialect.name == "postgresql" or constraint.startswith("ck_"):
        assert constraint in said
    else:
        assert (
            "FOREIGN KEY" if constraint.startswith("fk_") else f"UNIQUE constraint failed: cyclades_{name}."
        ) in said


@pytest.mark.parametrize(
    ("constraint", "change"), [(name, one) for name, some in SQLITE_ONLY.items() for one in some], ids=str
)
def test_what_sqlite_has_no_type_for_is_refused(engine: Engine, constraint: str, change: Values) -> None:
    """SQLite refuses a moment in another form than ours, and PostgreSQL takes its own types alone."""
    name = name_of(constraint)
    statement = insert(bare(name)).values(**{**NEW[name], **change})
    if engine.dialect.name == "sqlite":
        assert constraint in refusal(engine, statement)
    else:
        kinds = {one["name"]: repr(one["type"]) for one in inspect(engine).get_columns(f"cyclades_{name}")}
        assert kinds[next(iter(change))] in {"BOOLEAN()", "TIMESTAMP(timezone=True)"}


@pytest.mark.parametrize(
    ("trigger", "change"), [(name, one) for name, some in CHANGES.items() for one in some], ids=str
)
def test_change_is_refused(engine: Engine, trigger: str, change: Values | None) -> None:
    """What must never change cannot be changed, and what must never go away cannot be removed, whoever tries."""
    one = bare(name_of(trigger))
    said = refusal(engine, delete(one) if change is None else update(one).values(**change))
    assert f"constraint {trigger}" in said


@pytest.mark.parametrize(
    ("name", "empty"),
    [
        (name, one.name)
        for name in NEW
        for one in metadata.tables[f"cyclades_{name}"].c
        if not one.nullable and one.name != "rank"
    ],
)
def test_what_is_needed_must_be_there(engine: Engine, name: str, empty: str) -> None:
    """A row without a value that it needs is refused."""
    said = refusal(engine, insert(bare(name)).values(**{**NEW[name], empty: None}))
    assert empty in said


def test_every_constraint_has_its_test() -> None:
    """Whoever adds a constraint or a trigger adds what it refuses."""
    ours = [one for one in metadata.sorted_tables if one.name != "cyclades_schema"]
    constraints = {str(constraint.name) for one in ours for constraint in one.constraints}
    indexes = {str(index.name) for one in ours for index in one.indexes if index.unique}
    assert constraints | indexes == REFUSED.keys() | SQLITE_ONLY.keys()
    assert TRIGGERS.keys() == CHANGES.keys()


def test_every_constraint_is_explained() -> None:
    """The page about the tables names every constraint and every trigger beside the rule it keeps."""
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "tables.md").read_text(encoding="utf-8")
    named = {name for name in [*REFUSED, *CHANGES] if not name.startswith("pk_")}
    assert {name for name in named if f"`{name.replace('cyclades_', '', 1)}`" not in page} == set()
