"""The invented people and schools of one course; no two courses share a key or a name, so one store serves all."""

import itertools
from collections.abc import Collection, Sequence
from typing import Final

from attrs import evolve, frozen

from cyclades_accounts.identifiers import CandidateId, SessionId, Uai, parse_candidate_id, uai_key_letter
from cyclades_accounts.model import Candidate, Candidature, CandidatureStatus, School

KEYS: Final = ("9", "10", "Z", "a", "\u00e9", "e\u0301")
"""Ends of keys that sort otherwise by number, by dictionary, or once accents are composed."""

NAMES: Final = (
    ("Zoé", "ROUX", "zoe.roux"),
    ("Zoe\u0301 Anne Bérengère Joséphine Marie-Françoise Élisabeth", "Roux", "zoe.roux"),
    ("Ali", "E\u0301VRARD", "ali.evrard"),
    ("Ali", "Évrard", "ali.evrard"),
    ("Zoé", "D'Hervé", "zoe.dherve"),
    ("Ali", "D’HERVÉ", "ali.dherve"),
)
"""Given names, family name and the stem of the login they give: homonyms, decomposed accents, more than 50 characters.

A course puts letters of its own behind the family name and the stem.
"""

DIVISIONS: Final = ("", "3A", "3 PREPA-METIERS")

STATUSES: Final = (CandidatureStatus.INSCRIT, CandidatureStatus.PRE_INSCRIT, CandidatureStatus.DEMISSIONNAIRE)

_courses: Final = itertools.count(1)


@frozen
class Cast:
    """The people and schools of a course."""

    number: int
    session: SessionId

    @classmethod
    def new(cls, session: SessionId) -> "Cast":
        """Return a cast that no course had before."""
        return cls(next(_courses), session)

    @property
    def schools(self) -> tuple[School, School]:
        """Both schools, as they are first registered."""
        return self._school(0), self._school(1)

    @property
    def people(self) -> tuple[Candidate, ...]:
        """Everybody, as rosters first bring them."""
        return tuple(map(self._person, range(len(KEYS))))

    def named(self, person: Candidate, name: int) -> Candidate:
        """Return the person under another name of :data:`NAMES`."""
        given_names, family_name, _ = NAMES[name]
        return evolve(person, given_names=given_names, family_name=f"{family_name}{self._mark}")

    def stem(self, person: Candidate) -> str:
        """Return what a login of the person begins with, by the table above."""
        mark = len(self._mark)
        wanted = (person.given_names, person.family_name[:-mark])
        return next(f"{stem}{self._mark}" for given, family, stem in NAMES if (given, family) == wanted)

    def candidature(self, person: Candidate, school: Uai, *, email: bool, status: int, division: int) -> Candidature:
        """Return a file of the person at a school."""
        return Candidature(
            person,
            school,
            self.session,
            STATUSES[status],
            f"{self._mark}@example.org" if email else None,
            serie="Générale",
            division=DIVISIONS[division],
        )

    @property
    def _mark(self) -> str:
        """Letters that no other course has, to be written behind a name."""
        digits = "abcdefghij"
        return "x" + "".join(digits[int(digit)] for digit in str(self.number)) + "y"

    def _school(self, number: int) -> School:
        digits = f"{9_000_000 + 2 * self.number + number:07d}"
        name = f"Collège {NAMES[number][1]}{self._mark}  "
        return School(Uai(digits + uai_key_letter(digits)), name, manages_candidates=True)

    def _person(self, number: int) -> Candidate:
        key = parse_candidate_id(f"course {self.number} {KEYS[number]}")
        return self.named(Candidate(key, "-", "-"), number)


class OwnPeople:
    """People of a host in plain dicts: read as :class:`~cyclades_accounts.people.People`, and written by the host."""

    def __init__(self) -> None:
        self._schools: dict[Uai, School] = {}
        self._rows: dict[tuple[CandidateId, Uai, SessionId], Candidature] = {}

    def school(self, uai: Uai) -> School | None:
        """Return the school."""
        return self._schools.get(uai)

    def of_school(self, uai: Uai, session: SessionId) -> Sequence[Candidature]:
        """Return the rows of a school for a session."""
        return [row for row in self._rows.values() if (row.uai, row.session_id) == (uai, session)]

    def of_candidates(self, ids: Collection[CandidateId]) -> Sequence[Candidature]:
        """Return the rows of people."""
        return [row for row in self._rows.values() if row.candidate_id in ids]

    def put_school(self, school: School) -> None:
        """Write a school."""
        self._schools[school.uai] = school

    def put(self, candidatures: Sequence[Candidature]) -> None:
        """Write rows, and their people wherever they stand."""
        people = {row.candidate_id: row.candidate for row in candidatures}
        self._rows |= {row.key: row for row in candidatures}
        for key, row in self._rows.items():
            self._rows[key] = evolve(row, candidate=people.get(row.candidate_id, row.candidate))

    def remove(self, candidatures: Sequence[Candidature]) -> None:
        """Remove rows."""
        for row in candidatures:
            self._rows.pop(row.key, None)
