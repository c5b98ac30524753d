"""A small host with people of its own on SQLite, right as it stands, and the same with one fault each."""

# ruff: noqa: D102, S608  # a fault is what its class says; the conditions are those written here

import json
import sqlite3
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final

from attrs import evolve

from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import Candidate, Candidature, NoCandidature, Row, School
from cyclades_accounts.people import row

TABLES: Final = """
create table school (uai text primary key, name text, granted int, asked int default 0);
create table file (pupil text, family_name text, given_names text, birth_date text, usage_name text, uai text,
    session text, state text, email text, serie text, division text, qualification text);
"""


class Readings:
    """The people of the host, read as they should be."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def school(self, uai: Uai) -> School | None:
        """Look the school up."""
        found = self.database.execute("select uai, name, granted from school where uai = ?", [uai]).fetchone()
        return found and School(found["uai"], found["name"], bool(found["granted"]))

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        """Read the rows of a school for a session."""
        return map(self.read, self.files("uai = ? and session = ?", [uai, session]))

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        """Read what there is of people, in one statement."""
        found = map(self.read, self.files("pupil in (select value from json_each(?))", [json.dumps(list(ids))]))
        return [one for one in found if isinstance(one, Candidature)]

    def files(self, condition: str, values: Sequence[str]) -> list[sqlite3.Row]:
        """Ask for rows."""
        return self.database.execute(f"select * from file where {condition}", values).fetchall()

    def read(self, found: sqlite3.Row) -> Row:
        """Make a candidature of a row, or say why it is none."""
        labels = {name: found[name] for name in ("division", "serie", "qualification")}
        names = f"{found['family_name']} {found['given_names']}"
        return row(found["pupil"], names, lambda: self.candidature(found), **labels)

    def candidature(self, found: sqlite3.Row) -> Candidature:
        """Make a candidature of a row that is one."""
        person = Candidate(
            found["pupil"],
            found["family_name"],
            found["given_names"],
            found["birth_date"] and date.fromisoformat(found["birth_date"]),
            found["usage_name"],
        )
        labels = {name: found[name] for name in ("email", "serie", "division", "qualification")}
        return Candidature(person, found["uai"], found["session"], found["state"], **labels)


class SmallHost:
    """The host: its tables, and its own way to write them."""

    def __init__(self, readings: Callable[[sqlite3.Connection], Any] = Readings) -> None:
        self.database = sqlite3.connect(":memory:", isolation_level=None)  # every statement commits
        self.database.row_factory = sqlite3.Row
        self.database.executescript(TABLES)
        self.asked: list[str] = []
        self.database.set_trace_callback(self.asked.append)
        self._readings = readings

    def plant(self, school: School) -> None:
        """Insert a school."""
        values = [school.uai, school.name, school.manages_candidates]
        self.database.execute("insert into school (uai, name, granted) values (?, ?, ?)", values)

    def enter(self, candidature: Candidature, given_names: str | None = None) -> None:
        """Insert a row."""
        person, born = candidature.candidate, candidature.candidate.birth_date
        names = person.given_names if given_names is None else given_names
        values = [person.id, person.family_name, names, born and born.isoformat(), person.usage_name]
        values += [candidature.uai, candidature.session_id, candidature.status, candidature.email]
        values += [candidature.serie, candidature.division, candidature.qualification]
        self.database.execute(f"insert into file values ({','.join('?' * len(values))})", values)

    def spoil(self, candidature: Candidature) -> None:
        """Insert a row without given name."""
        self.enter(candidature, "")

    def dump(self) -> object:
        """Return all rows."""
        tables = ("school", "file")
        return [tuple(one) for table in tables for one in self.database.execute(f"select * from {table}")]

    def people(self) -> Any:
        """Return the readings, over the one connection."""
        return self._readings(self.database)

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def statements(self) -> int:
        """Return how many statements were executed."""
        return len(self.asked)

    def read_only(self) -> Any:
        """Return the readings, over the connection made read-only."""
        self.database.execute("pragma query_only = on")
        return self.people()


# ------------------------------------------------------------------------------------------------- schools


class InventsSchools(Readings):
    """A school that nobody knows is made up."""

    def school(self, uai: Uai) -> School | None:
        return super().school(uai) or School(uai, "?")


class GrantsAll(Readings):
    """Every school has the service."""

    def school(self, uai: Uai) -> School | None:
        found = super().school(uai)
        return found and evolve(found, manages_candidates=True)


class NotesWhoAsks(Readings):
    """Reading a school counts how often it was asked for."""

    def school(self, uai: Uai) -> School | None:
        self.database.execute("update school set asked = asked + 1 where uai = ?", [uai])
        return super().school(uai)


# ------------------------------------------------------------------------------------------ rows of a school


class AnySession(Readings):
    """The session is not asked for."""

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        return map(self.read, self.files("uai = ?", [uai]))


class NeighbourSchools(Readings):
    """Pupils of a school come with their rows of other schools."""

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        theirs = "pupil in (select pupil from file where uai = ?) and session = ?"
        return map(self.read, self.files(theirs, [uai, session]))


class JoinsTwice(Readings):
    """A join over the other sessions of a person gives a row once for each."""

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        query = "select file.* from file join file other using (pupil) where file.uai = ? and file.session = ?"
        return map(self.read, self.database.execute(query, [uai, session]).fetchall())


class Cuts(Readings):
    """Names are cut where a column ends."""

    def candidature(self, found: sqlite3.Row) -> Candidature:
        one = super().candidature(found)
        return evolve(one, candidate=evolve(one.candidate, family_name=one.candidate.family_name[:50]))


class Composes(Readings):
    """Accents are composed."""

    def candidature(self, found: sqlite3.Row) -> Candidature:
        one = super().candidature(found)
        names = unicodedata.normalize("NFC", one.candidate.given_names)
        return evolve(one, candidate=evolve(one.candidate, given_names=names))


class SwapsDays(Readings):
    """The day is taken for the month wherever it can be one."""

    def candidature(self, found: sqlite3.Row) -> Candidature:
        one = super().candidature(found)
        born = one.candidate.birth_date
        swapped = born.replace(month=born.day, day=born.month) if born and born.day < 13 else born
        return evolve(one, candidate=evolve(one.candidate, birth_date=swapped))


class OneState(Readings):
    """Whoever is « Pré-inscrit » is taken for « Inscrit »."""

    def candidature(self, found: sqlite3.Row) -> Candidature:
        one = super().candidature(found)
        return evolve(one, status="Inscrit" if one.status == "Pré-inscrit" else one.status)


class NeedsEmail(Readings):
    """A row without address is left out."""

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        return map(self.read, self.files("uai = ? and session = ? and email <> ''", [uai, session]))


class LowersAddresses(Readings):
    """Addresses are brought to lower case."""

    def candidature(self, found: sqlite3.Row) -> Candidature:
        one = super().candidature(found)
        return evolve(one, email=one.email and one.email.lower())


class Caches(Readings):
    """A school's rows are kept from the first time."""

    def __init__(self, database: sqlite3.Connection) -> None:
        super().__init__(database)
        self.kept: dict[Any, list[Row]] = {}

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        return self.kept.setdefault((uai, session), []) or self._fill(uai, session)

    def _fill(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        self.kept[uai, session] += super().of_school(uai, session)
        return self.kept[uai, session]


# --------------------------------------------------------------------------------------------- people by key


class OneRowEach(Readings):
    """Of each person the last row is kept."""

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        return {one.candidate.id: one for one in super().of_candidates(ids)}.values()


class Numbers(Readings):
    """Keys are compared as numbers, as a database does with an integer column."""

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        numbers = [int(key) for key in ids if key.isdecimal() and len(key) < 19]
        return super().of_candidates([CandidateId(str(number)) for number in numbers])


class Overflows(Readings):
    """A key is given to an integer column as it is, however long."""

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        numbers = [key for key in ids if key.isascii() and key.isdigit()]
        self.database.execute(f"select {','.join('?' * (len(numbers[:1]) or 1))}", list(map(int, numbers[:1])) or [0])
        return super().of_candidates(ids)


class OneByOne(Readings):
    """A statement for each key."""

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        return [one for key in dict.fromkeys(ids) for one in super(OneByOne, self).of_candidates([key])]


class ByEach(Readings):
    """The keys are gone through as they come, each as often as it stands."""

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        by_key: dict[str, list[Candidature]] = {}
        for one in super().of_candidates(ids):
            by_key.setdefault(one.candidate.id, []).append(one)
        return [one for key in ids for one in by_key.get(key, ())]


class TooMany(Readings):
    """A statement takes 999 keys, and the rest is forgotten."""

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        return super().of_candidates(list(ids)[:999])


class ListsAlone(Readings):
    """Only a sequence is taken."""

    def of_candidates(self, ids: Any) -> Iterable[Candidature]:
        return super().of_candidates(ids[:])


class EverybodyByDefault(Readings):
    """No key means no condition."""

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        return super().of_candidates(ids) if ids else [one for one in map(self.read, self.files("1", [])) if one.name]  # type: ignore[misc]  # the fault


# --------------------------------------------------------------------------------------------- broken rows


class DropsBroken(Readings):
    """A row that is no candidature is left out of its school."""

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        return [one for one in super().of_school(uai, session) if isinstance(one, Candidature)]


class NoGroup(Readings):
    """A row that is no candidature stands nowhere."""

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        for one in super().of_school(uai, session):
            yield evolve(one, division="", serie="") if isinstance(one, NoCandidature) else one


class HandsOutBroken(Readings):
    """People by key come with the rows that are no candidature."""

    def of_candidates(self, ids: Collection[CandidateId]) -> Any:
        return list(map(self.read, self.files("pupil in (select value from json_each(?))", [json.dumps(list(ids))])))


class Mends(Readings):
    """A row that is no candidature is put right in the table, and read."""

    def read(self, found: sqlite3.Row) -> Row:
        if not found["given_names"]:
            self.database.execute("update file set given_names = '?' where given_names = ''")
        return super().read(found)


FAULTS: Final[dict[type[Readings], str]] = {
    InventsSchools: "test_unknown_school_is_none",
    GrantsAll: "test_school_comes_back",
    NotesWhoAsks: "test_nothing_of_the_host_changes",
    AnySession: "test_of_school_gives_each_row_once",
    NeighbourSchools: "test_of_school_gives_each_row_once",
    JoinsTwice: "test_of_school_gives_each_row_once",
    Cuts: "test_names_come_back_to_the_character",
    Composes: "test_names_come_back_to_the_character",
    SwapsDays: "test_birth_dates_come_back",
    OneState: "test_states_come_back",
    NeedsEmail: "test_blank_fields_come_back_blank",
    LowersAddresses: "test_labels_come_back",
    Caches: "test_committed_rows_are_seen",
    OneRowEach: "test_of_candidates_gives_every_candidature",
    Numbers: "test_unknown_keys_are_nobodys",
    Overflows: "test_unknown_keys_are_nobodys",
    OneByOne: "test_statements_do_not_grow",
    ByEach: "test_key_asked_twice",
    TooMany: "test_many_keys",
    ListsAlone: "test_any_collection_of_keys",
    EverybodyByDefault: "test_nobody_asked_for",
    DropsBroken: "test_broken_row_stands_in_its_group",
    NoGroup: "test_broken_row_stands_in_its_group",
    HandsOutBroken: "test_broken_row_is_nobodys_candidature",
    Mends: "test_nothing_of_the_host_changes",
}
"""Faulty readings, each with the test of the contract that names its fault."""
