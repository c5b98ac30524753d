"""Files that schools have: how they are read, what was read, and what is wrong with it."""

from typing import Any

import attrs
from hypothesis import strategies as st

from cyclades_accounts.identifiers import SessionId, Uai
from cyclades_accounts.lists import ListTable
from cyclades_accounts.rosters import (
    DELIMITERS,
    ENCODINGS,
    Diagnosis,
    ReaderOptions,
    RosterColumns,
    RosterFile,
    RosterFormat,
)
from cyclades_accounts.testing.strategies._eligibility import states
from cyclades_accounts.testing.strategies._keys import logins, session_ids, uais
from cyclades_accounts.testing.strategies._people import candidatures
from cyclades_accounts.testing.strategies._values import values
from cyclades_accounts.testing.strategies._words import texts

_ATTRIBUTES = tuple(field.name for field in attrs.fields(RosterColumns))


def roster_columns() -> st.SearchStrategy[RosterColumns]:
    """Columns of a file: some of those there are, each with a name of its own, in any case and with spaces."""

    def of(names: list[str], chosen: set[str]) -> RosterColumns:
        given: dict[str, Any] = dict(zip(sorted(chosen), names, strict=False))
        return RosterColumns(**given)

    name = st.from_regex("[A-Za-zÉé ]{0,8}[a-z]{2,8}", fullmatch=True)
    names = st.lists(
        name, min_size=len(_ATTRIBUTES), max_size=len(_ATTRIBUTES), unique_by=lambda text: text.split()[-1].casefold()
    ).map(lambda found: [f"{text} {number}" for number, text in enumerate(found)])
    return st.builds(of, names, st.sets(st.sampled_from(_ATTRIBUTES)))


def roster_formats() -> st.SearchStrategy[RosterFormat]:
    """A kind of file, known by no title or by a few."""
    titles = st.lists(st.from_regex("[a-z]{1,8}", fullmatch=True), max_size=3).map("; ".join)
    return st.builds(RosterFormat, texts(max_size=20), texts(max_size=20), titles)


def reader_options() -> st.SearchStrategy[ReaderOptions]:
    """Options of a reader: told or found out by itself, strict or not."""
    return st.builds(
        ReaderOptions,
        encoding=st.none() | st.sampled_from(ENCODINGS),
        delimiter=st.none() | st.sampled_from(DELIMITERS),
        status=st.none() | states(),
        on=st.none() | st.dates(),
        strict=st.booleans(),
    )


def roster_files() -> st.SearchStrategy[RosterFile]:
    """A file that was read: as many lines and logins as candidatures, and what is wrong with others."""

    def of(count: int) -> st.SearchStrategy[RosterFile]:
        some: dict[str, Any] = {"min_size": count, "max_size": count}
        return values(
            RosterFile,
            candidatures=st.lists(candidatures(), unique_by=lambda one: one.candidate.id, **some).map(tuple),
            lines=st.just(tuple(range(2, 2 + count))),
            logins=st.lists(st.none() | logins(), **some).map(tuple),
        )

    return st.integers(0, 3).flatmap(of)


def diagnoses() -> st.SearchStrategy[Diagnosis]:
    """What is wrong with a file: candidatures of the school and session it was read for, and problems."""

    def of(uai: Uai, session_id: SessionId) -> st.SearchStrategy[Diagnosis]:
        some = st.lists(candidatures(uai=st.just(uai), session_id=st.just(session_id)), max_size=3).map(tuple)
        return some.flatmap(
            lambda found: values(
                Diagnosis,
                uai=st.just(uai),
                session_id=st.just(session_id),
                candidatures=st.just(found),
                lines=st.just(tuple(range(2, 2 + len(found)))),
            )
        )

    return st.tuples(uais(), session_ids()).flatmap(lambda pair: of(*pair))


def list_tables() -> st.SearchStrategy[ListTable]:
    """A list as data: as many cells in each row as there are columns."""

    def of(columns: list[str]) -> st.SearchStrategy[ListTable]:
        row = st.tuples(*[texts(max_size=20)] * len(columns))
        return st.builds(
            ListTable, texts(max_size=20), st.lists(texts(), max_size=2), st.just(columns), st.lists(row, max_size=4)
        )

    return st.lists(texts(max_size=20), min_size=1, max_size=4).flatmap(of)
