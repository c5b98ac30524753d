"""Files that schools have: how they are read, what was read, and what is wrong with it."""

from typing import Any

import attrs
from hypothesis import strategies as st

from cyclades_accounts.identifiers import SessionId, Uai
from cyclades_accounts.model import CandidatureStatus
from cyclades_accounts.rosters import (
    DELIMITERS,
    ENCODINGS,
    Diagnosis,
    LineReader,
    ListTable,
    Preamble,
    Preflight,
    ProblemCode,
    ReaderOptions,
    ReadLine,
    RosterColumns,
    RosterEntry,
    RosterFile,
    RosterFormat,
    RosterProblem,
    RosterStream,
)
from cyclades_accounts.testing.strategies._keys import candidate_ids, exam_sessions, logins, session_ids, uais
from cyclades_accounts.testing.strategies._people import candidatures, schools
from cyclades_accounts.testing.strategies._plans import plans
from cyclades_accounts.testing.strategies._words import emails, texts

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
    """A format with declared columns, all that it has or none of them required."""
    return st.builds(RosterFormat, texts(max_size=20), texts(max_size=20), roster_columns(), st.just(()))


def reader_options() -> st.SearchStrategy[ReaderOptions]:
    """Options of a reader: told or found out by itself, strict or not."""
    return st.builds(
        ReaderOptions,
        encoding=st.none() | st.sampled_from(ENCODINGS),
        delimiter=st.none() | st.sampled_from(DELIMITERS),
        status=st.none() | st.sampled_from(CandidatureStatus),
        on=st.none() | st.dates(),
        strict=st.booleans(),
    )


def roster_problems() -> st.SearchStrategy[RosterProblem]:
    """Something that is wrong with a file, or with a line of it."""
    return st.builds(
        RosterProblem,
        code=st.sampled_from(ProblemCode),
        line=st.none() | st.integers(1, 10_000),
        column=st.none() | texts(max_size=20),
        value=texts(),
        expected=texts(),
        file=texts(max_size=20),
    )


def preambles() -> st.SearchStrategy[Preamble]:
    """What stands above the header, told or not."""
    return st.builds(
        Preamble,
        year=st.none() | st.integers(2000, 2999),
        school=st.none() | uais(),
        edited_at=st.none() | st.just("23/01/2023 10:49"),
    )


def roster_entries() -> st.SearchStrategy[RosterEntry]:
    """What a line says, before anybody asks whether that makes a candidature."""
    values = st.dictionaries(st.sampled_from(_ATTRIBUTES), texts(max_size=20), max_size=4)
    return st.builds(
        RosterEntry,
        line=st.integers(1, 10_000),
        candidate_id=st.none() | candidate_ids(),
        values=values,
        birth_date=st.none() | st.dates(),
        status=st.none() | st.sampled_from(CandidatureStatus),
    )


def read_lines() -> st.SearchStrategy[ReadLine]:
    """A line that makes a candidature, or one with all that is wrong with it."""
    line = st.integers(1, 10_000)
    good = st.builds(ReadLine, line, roster_entries(), candidatures(), st.none() | logins(), st.just(()))
    problems = st.lists(roster_problems(), min_size=1, max_size=3).map(tuple)
    return good | st.builds(ReadLine, line, st.none() | roster_entries(), st.none(), st.none(), problems)


def line_readers() -> st.SearchStrategy[LineReader]:
    """What every line of a file is read with."""
    names = st.dictionaries(st.sampled_from(_ATTRIBUTES), texts(max_size=20), max_size=4)
    return st.builds(LineReader, uais(), session_ids(), reader_options(), names)


def roster_streams() -> st.SearchStrategy[RosterStream]:
    """A file that is open; its lines can be read once."""
    return st.builds(
        RosterStream,
        format=texts(max_size=20),
        label=texts(max_size=20),
        encoding=st.sampled_from(ENCODINGS),
        delimiter=st.sampled_from(["", *DELIMITERS]),
        preamble=preambles(),
        reader=line_readers(),
        header_line=st.integers(1, 20),
        columns=st.dictionaries(st.sampled_from(_ATTRIBUTES), texts(max_size=20), max_size=4),
        lines=st.lists(read_lines(), max_size=3).map(iter),
    )


def roster_files() -> st.SearchStrategy[RosterFile]:
    """A file that was read: as many lines and logins as candidatures, and what is wrong with others."""

    def of(count: int) -> st.SearchStrategy[RosterFile]:
        some: dict[str, Any] = {"min_size": count, "max_size": count}
        return st.builds(
            RosterFile,
            candidatures=st.lists(candidatures(), unique_by=lambda one: one.candidate.id, **some).map(tuple),
            lines=st.just(tuple(range(2, 2 + count))),
            problems=st.lists(roster_problems(), max_size=2).map(tuple),
            preamble=preambles(),
            logins=st.lists(st.none() | logins(), **some).map(tuple),
            format=texts(max_size=20),
            label=texts(max_size=20),
            encoding=st.sampled_from(ENCODINGS),
            delimiter=st.sampled_from(["", *DELIMITERS]),
            partial=st.lists(roster_entries(), max_size=2).map(tuple),
            reader=st.none() | line_readers(),
        )

    return st.integers(0, 3).flatmap(of)


def diagnoses() -> st.SearchStrategy[Diagnosis]:
    """What is wrong with a file: candidatures of the school and session it was read for, and problems."""

    def of(school: Uai, session: SessionId) -> st.SearchStrategy[Diagnosis]:
        some = st.lists(candidatures(school=st.just(school), session=st.just(session)), max_size=3).map(tuple)
        problems = st.lists(roster_problems(), max_size=3).map(tuple)
        return some.flatmap(
            lambda found: st.builds(
                Diagnosis,
                st.just(school),
                st.just(session),
                texts(max_size=20),
                st.just(found),
                st.just(tuple(range(2, 2 + len(found)))),
                problems,
            )
        )

    return st.tuples(uais(), session_ids()).flatmap(lambda pair: of(*pair))


def preflights() -> st.SearchStrategy[Preflight]:
    """What a generation would meet."""
    addresses = st.dictionaries(candidate_ids(), emails(), max_size=2)
    return st.builds(Preflight, schools(), exam_sessions(), plans(), addresses)


def list_tables() -> st.SearchStrategy[ListTable]:
    """A list as data: as many cells in each row as there are columns."""

    def of(columns: list[str]) -> st.SearchStrategy[ListTable]:
        row = st.tuples(*[texts(max_size=20)] * len(columns))
        return st.builds(
            ListTable, texts(max_size=20), st.lists(texts(), max_size=2), st.just(columns), st.lists(row, max_size=4)
        )

    return st.lists(texts(max_size=20), min_size=1, max_size=4).flatmap(of)
