"""What the contract of a host's own people needs of the host: its tables, and what they can hold."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, ClassVar, Final, Protocol, cast

import pytest
from attrs import evolve

from cyclades_accounts.eligibility import MEMO_RULES, Eligibility
from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import (
    Candidate,
    Candidature,
    ExamSession,
    Row,
    School,
)
from cyclades_accounts.people import People
from cyclades_accounts.provisioning import Provisioning
from cyclades_accounts.repositories import Store
from cyclades_accounts.sealing import HmacPseudonymizer, KeyRing
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing._hard_names import HARD_NAMES
from cyclades_accounts.testing.contract._base import Contract
from cyclades_accounts.testing.machine._tools import service_over
from cyclades_accounts.testing.samples import MOMENT, school, uai

BIRTH_DATES: Final = (date(2009, 12, 3), date(2008, 2, 29), date(2010, 1, 31))
"""Days whose month and day cannot be confused unseen, a leap day, and an end of month."""

PERSON: Final = ("id", "family_name", "given_names", "birth_date", "usage_name", "ine")
"""The fields of a candidate; all others are those of the candidature."""


class PeopleHost(Protocol):
    """What the contract needs of a host: its own tables, empty at first, and its own way to write them.

    Each method that writes commits.
    """

    def plant(self, school: School) -> None:
        """Write a school."""
        ...

    def enter(self, candidature: Candidature) -> None:
        """Write a candidature, and its person where the person is new. The school was planted."""
        ...

    def spoil(self, candidature: Candidature) -> None:
        """Write the row of a candidature, broken so that it is none: without given name, for example."""
        ...

    def dump(self) -> object:
        """Return every row of every table of the host, so that two states can be compared."""
        ...

    def people(self) -> People:
        """Return the people to prove."""
        ...


class PeopleFixtures(Contract):
    """The fixtures of :class:`PeopleContract`, and what a host declares."""

    without: ClassVar[Collection[Capability]] = frozenset({Capability.STATEMENTS, Capability.READ_ONLY})
    lacks: ClassVar[Collection[str]] = ()
    """Optional fields of a candidate or candidature that the host has no column for: they stay at their defaults."""
    states: ClassVar[Sequence[str]] = ("Inscrit", "Pré-inscrit", "Démissionnaire")
    """Labels of states that the host's rows can have. The first one gets an account (M2), under :attr:`eligibility`."""
    eligibility: ClassVar[Eligibility] = MEMO_RULES
    """Who gets an account at this host."""
    sessions: ClassVar[tuple[ExamSession, ExamSession]] = (
        ExamSession.of("DNB", 2025, date(2025, 12, 31)),
        ExamSession.of("DNB", 2026, date(2026, 12, 31)),
    )
    """Two sessions that the host can have."""
    names: ClassVar[Sequence[tuple[str, str]]] = HARD_NAMES
    """Given names and family names that the host can keep: fewer where its columns are short."""

    @pytest.fixture
    def host(self) -> PeopleHost:
        """Return the host, with empty tables. A host overrides this fixture."""
        message = f"{type(self).__name__} must override the fixture «host» with one that gives a host without rows"
        raise NotImplementedError(message)

    @pytest.fixture
    def store(self, host: PeopleHost) -> Store:
        """Return an empty store that reads these people. Override it to prove the store that the host uses."""
        return InMemoryStore(people=host.people())

    @pytest.fixture
    def statements(self, host: PeopleHost) -> Callable[[], int]:
        """Return a function that tells how many statements the people of ``host`` have executed so far."""
        raise NotImplementedError(type(host).__name__)

    @pytest.fixture
    def read_only(self, host: PeopleHost) -> Callable[[], People]:
        """Return a function that gives the people over a connection that cannot write."""
        raise NotImplementedError(type(host).__name__)

    def key(self, number: int) -> str:
        """Return a key as the host makes them, the key of person ``number``; override it where it is no integer."""
        return str(number)

    def row(self, number: int, /, at: int = 1, session: int = 0, **changes: Any) -> Candidature:  # noqa: ANN401  # fields
        """Return the candidature of a person at the school ``at``, with every field that the host has."""
        given: dict[str, Any] = {
            "id": self.key(number),
            "family_name": f"NOM{number}",
            "given_names": "Zoé",
            "birth_date": BIRTH_DATES[0],
            "usage_name": "LE GOFF",
            "ine": f"{number:010d}K",
            "uai": uai(at),
            "session_id": self.sessions[session],
            "status": self.states[0],
            "email": f"{number}@example.org",
            "serie": "Générale",
            "division": "3A",
            "qualification": "Cuisine",
            "category": "SCOLAIRE (CLASSE DE 3EME)",
            "number": f"00{number}",
        }
        kept = {name: value for name, value in (given | changes).items() if name not in self.lacks}
        person = {name: kept.pop(name) for name in PERSON if name in kept}
        return Candidature(Candidate(**person), **kept)

    # --- for the tests ---------------------------------------------------------------------------------------------

    def write(self, host: PeopleHost, *rows: Candidature) -> None:
        """Write the schools of these rows that are not there, and the rows."""
        people = host.people()
        for one in sorted({row.uai for row in rows}):
            if people.school(one) is None:
                host.plant(school(int(one[:7])))
        for row in rows:
            host.enter(row)

    def service(self, store: Store) -> Provisioning:
        pseudonymizer = HmacPseudonymizer(KeyRing.generate("contract"))
        plain = service_over(store, "people", lambda: MOMENT)
        return evolve(plain, pseudonymizer=pseudonymizer, eligibility=self.eligibility)

    def of_school(self, people: People) -> list[Row]:
        return list(people.of_school(uai(1), self.sessions[0].id))

    def candidatures(self, people: People) -> list[Candidature]:
        return [row for row in self.of_school(people) if isinstance(row, Candidature)]

    def of_candidates(self, host: PeopleHost, keys: Collection[str]) -> list[Candidature]:
        return list(host.people().of_candidates(cast("Collection[CandidateId]", keys)))
