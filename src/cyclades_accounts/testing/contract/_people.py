"""The contract of a host's own people: every sentence of :class:`~cyclades_accounts.people.People` has a test here."""

# ruff: noqa: S101  # a contract speaks through assert, as every pytest test does

from collections.abc import Callable, Collection, Iterable
from typing import Any

from cyclades_accounts.identifiers import CandidateId, SessionId
from cyclades_accounts.model import (
    Candidature,
    Grouping,
    NoCandidature,
    RefusalReason,
    Row,
    School,
    group_of,
)
from cyclades_accounts.people import People
from cyclades_accounts.provisioning import Criteria, Generation, Renew
from cyclades_accounts.repositories import Store
from cyclades_accounts.testing._capability import Capability
from cyclades_accounts.testing.contract._base import MANY
from cyclades_accounts.testing.contract._capabilities import needs
from cyclades_accounts.testing.contract._people_host import BIRTH_DATES, PeopleFixtures, PeopleHost
from cyclades_accounts.testing.samples import school, uai


class PeopleContract(PeopleFixtures):
    """What a host's own people must do. Inherit it in a test module, under a name that starts with ``Test``.

    ::

        class TestMyPeople(PeopleContract):
            lacks = {"qualification", "number"}

            @pytest.fixture
            def host(self):
                return MyHost(an_empty_database())

    The fixture ``host`` gives a :class:`PeopleHost` with empty tables for each test. Two tests need more of the host
    and are left out by default: give the fixtures ``statements`` and ``read_only``, and set ``without = ()``.
    """

    # --- schools ----------------------------------------------------------------------------------------------------

    def test_school_comes_back(self, host: PeopleHost) -> None:
        """``school`` returns the school with its name, to the character, and with its service (M1)."""
        schools = [
            school(1),
            School(uai(2), "Collège Cœur d’Élan"),
            School(uai(3), "L'Hermine", manages_candidates=True),
        ]
        for one in schools:
            host.plant(one)
        people = host.people()
        assert [people.school(one.uai) for one in schools] == schools

    def test_unknown_school_is_none(self, host: PeopleHost) -> None:
        """``school`` returns ``None`` for a school that the host does not know."""
        host.plant(school(1))
        assert host.people().school(uai(2)) is None

    # --- rows of a school -------------------------------------------------------------------------------------------

    def test_of_school_gives_each_row_once(self, host: PeopleHost) -> None:
        """``of_school`` returns every row of that school for that session, each once, and no other."""
        there = [self.row(1), self.row(2), self.row(3)]
        self.write(host, *there, self.row(4, at=2), self.row(5, session=1), self.row(1, at=2), self.row(2, session=1))
        assert _keys(self.of_school(host.people())) == _keys(there)

    def test_of_school_invents_nothing(self, host: PeopleHost) -> None:
        """A school without rows has none, nor has a session without rows or a school that the host does not know."""
        self.write(host, self.row(1))
        host.plant(school(2))
        people = host.people()
        asked = [(uai(1), self.sessions[1].id), (uai(2), self.sessions[0].id), (uai(3), self.sessions[0].id)]
        assert [list(people.of_school(*one)) for one in [*asked, (uai(1), SessionId("ABC-2999"))]] == [[]] * 4

    def test_names_come_back_to_the_character(self, host: PeopleHost) -> None:
        """Names come back to the character: no case folding, no Unicode normalisation, no cutting."""
        rows = [
            self.row(number, given_names=given_names, family_name=family_name)
            for number, (given_names, family_name) in enumerate(self.names, start=1)
        ]
        self.write(host, *rows)
        found = {row.candidate_id: row.name for row in self.of_school(host.people())}
        assert found == {row.candidate_id: row.name for row in rows}

    def test_birth_dates_come_back(self, host: PeopleHost) -> None:
        """A birth date comes back as that day."""
        rows = [self.row(number, birth_date=birth_date) for number, birth_date in enumerate(BIRTH_DATES, start=1)]
        self.write(host, *rows)
        found = {one.candidate.id: one.candidate.birth_date for one in self.candidatures(host.people())}
        assert found == {row.candidate_id: row.candidate.birth_date for row in rows}

    def test_states_come_back(self, host: PeopleHost) -> None:
        """Each state comes back as the label it is in the host's rows (M2)."""
        rows = [self.row(number, status=state) for number, state in enumerate(self.states, start=1)]
        self.write(host, *rows)
        found = {one.candidate.id: one.status for one in self.candidatures(host.people())}
        assert found == {row.candidate_id: row.status for row in rows}

    def test_labels_come_back(self, host: PeopleHost) -> None:
        """Series, divisions and all other fields come back to the character."""
        labels: dict[str, Any] = {
            "serie": "Générale",
            "division": "3 ÈME à",
            "qualification": "Œuvres d’art",
            "category": "SCOLAIRE é",
        }
        rows = [self.row(1), self.row(2, usage_name="D’Hervé", email="Zoé.É+b@example.org", **labels)]
        self.write(host, *rows)
        assert sorted(self.candidatures(host.people()), key=lambda one: one.key) == rows

    def test_blank_fields_come_back_blank(self, host: PeopleHost) -> None:
        """A candidature without e-mail (M3), usage name and labels is a candidature, and these fields are blank."""
        bare = self.row(1, usage_name=None, email=None, serie="", division="", qualification="")
        self.write(host, bare)
        assert self.candidatures(host.people()) == [bare]

    def test_committed_rows_are_seen(self, host: PeopleHost) -> None:
        """A row is seen as soon as it is committed, also by people that were asked before."""
        self.write(host, self.row(1))
        people = host.people()
        assert _keys(self.of_school(people)) == _keys(people.of_candidates([CandidateId(self.key(1))]))
        self.write(host, self.row(2), self.row(1, session=1))
        for asked in (people, host.people()):
            assert _keys(self.of_school(asked)) == _keys([self.row(1), self.row(2)])
            theirs = asked.of_candidates([CandidateId(self.key(1))])
            assert _keys(theirs) == _keys([self.row(1), self.row(1, session=1)])

    # --- people by key ----------------------------------------------------------------------------------------------

    def test_of_candidates_gives_every_candidature(self, host: PeopleHost) -> None:
        """``of_candidates`` returns every candidature of these people, of any school and session (M7)."""
        theirs = [self.row(1), self.row(1, session=1), self.row(1, at=2), self.row(3, at=2, session=1)]
        self.write(host, *theirs, self.row(2), self.row(4))
        assert _keys(self.of_candidates(host, [self.key(1), self.key(3)])) == _keys(theirs)

    def test_unknown_keys_are_nobodys(self, host: PeopleHost) -> None:
        """A key that is nobody's finds nobody, whatever its form, and those beside it are found."""
        self.write(host, self.row(7))
        key = self.key(7)
        forms = [f"0{key}", f"+{key}", f"{key}.0", f"{key} OR 1=1", f"{key}e0", self.key(8), "9" * 100, "1" * 19]
        forms += ["9" * 19, "-1", "é", "٧", "²", "%", "'", "A1"]  # an Arabic digit, and a superscript
        assert {form: _keys(self.of_candidates(host, [form])) for form in forms} == {form: [] for form in forms}
        assert _keys(self.of_candidates(host, [*forms, key])) == _keys([self.row(7)])

    def test_any_collection_of_keys(self, host: PeopleHost) -> None:
        """``of_candidates`` takes a list, a tuple, a set and a view."""
        self.write(host, self.row(1), self.row(2), self.row(3))
        asked = [CandidateId(self.key(1)), CandidateId(self.key(3))]
        for keys in (asked, tuple(asked), set(asked), dict.fromkeys(asked).keys()):
            assert _keys(self.of_candidates(host, keys)) == _keys([self.row(1), self.row(3)]), type(keys)

    def test_nobody_asked_for(self, host: PeopleHost) -> None:
        """An empty collection asks for nobody."""
        self.write(host, self.row(1))
        empty: tuple[Collection[str], ...] = ([], (), set(), {}.keys())
        for keys in empty:
            assert self.of_candidates(host, keys) == [], type(keys)

    def test_key_asked_twice(self, host: PeopleHost) -> None:
        """A key that stands twice in the collection gives its candidatures once."""
        self.write(host, self.row(1), self.row(2))
        assert _keys(self.of_candidates(host, [self.key(1), self.key(2), self.key(1)])) == _keys(
            [self.row(1), self.row(2)]
        )

    def test_many_keys(self, host: PeopleHost) -> None:
        """``of_candidates`` takes the keys of everybody at once."""
        self.write(host, self.row(1), self.row(MANY))
        found = self.of_candidates(host, [self.key(number) for number in range(1, MANY + 1)])
        assert _keys(found) == _keys([self.row(1), self.row(MANY)])

    @needs(Capability.STATEMENTS)
    def test_statements_do_not_grow(self, host: PeopleHost, statements: Callable[[], int]) -> None:
        """The number of statements is the same for one row as for many."""
        self.write(host, self.row(1))
        people = host.people()

        def count(keys: int) -> tuple[int, int]:
            before = statements()
            self.of_school(people)
            between = statements()
            list(people.of_candidates([CandidateId(self.key(number)) for number in range(1, keys + 1)]))
            return between - before, statements() - between

        few = count(1)
        assert min(few) > 0, "the hook counts nothing"
        self.write(host, *(self.row(number) for number in range(2, 21)))
        assert count(20) == few

    # --- rows that are no candidature -------------------------------------------------------------------------------

    def test_broken_row_stands_in_its_group(self, host: PeopleHost) -> None:
        """A row that is no candidature is said to be none, with a reason, in its group; the others are served."""
        self.write(host, self.row(1), self.row(2))
        broken = self.row(3)
        host.spoil(broken)
        rows = self.of_school(host.people())
        assert _keys(row for row in rows if isinstance(row, Candidature)) == _keys([self.row(1), self.row(2)])
        (none,) = [row for row in rows if isinstance(row, NoCandidature)]
        assert none.candidate_id == broken.candidate_id
        assert broken.candidate.family_name in none.name, "the secretary finds the row by its name"
        for grouping in (Grouping.SERIE, Grouping.DIVISION_QUALIFICATION):
            assert group_of(none, grouping) == group_of(broken, grouping)

    def test_broken_row_is_nobodys_candidature(self, host: PeopleHost) -> None:
        """``of_candidates`` leaves out a row that is no candidature, and gives the others."""
        self.write(host, self.row(1), self.row(2))
        host.spoil(self.row(3))
        asked = [self.key(number) for number in (1, 2, 3)]
        assert _keys(self.of_candidates(host, asked)) == _keys([self.row(1), self.row(2)])

    # --- the library over these people ------------------------------------------------------------------------------

    def test_run_serves_all_but_the_broken_row(self, host: PeopleHost, store: Store) -> None:
        """A generation creates the accounts of the school, and refuses the broken row alone; again, it keeps them."""
        self.write(host, self.row(1), self.row(2), self.row(3, at=2))
        host.spoil(self.row(4))
        desk = self.service(store).desk(uai(1), self.sessions[0], actor="contract")
        report = desk.generate()
        assert {one.candidate_id for one in report.created} == {self.key(1), self.key(2)}
        (refused,) = report.refused
        assert (refused.candidate_id, refused.refusal and refused.refusal.reason) == (
            self.key(4),
            RefusalReason.NO_CANDIDATURE,
        )
        assert {one.candidate_id for one in desk.generate().kept} == {self.key(1), self.key(2)}

    def test_nothing_of_the_host_changes(self, host: PeopleHost, store: Store) -> None:
        """No activity of the library changes anything of the host, and asking changes nothing either."""
        self.write(host, self.row(1), self.row(2), self.row(3, at=2), self.row(1, session=1))
        host.spoil(self.row(4))
        before = host.dump()
        people = host.people()
        people.school(uai(1))
        self.of_school(people)
        list(people.of_candidates([CandidateId(self.key(1))]))
        assert host.dump() == before, "reading"
        desk = self.service(store).desk(uai(1), self.sessions[0], actor="contract")
        one, gone = self.key(1), self.key(9)
        for activity in (
            desk.plan,
            desk.generate,
            lambda: desk.generate(Generation(renew=Renew.ALL)),
            lambda: desk.regenerate(Criteria(candidates={one})),
            desk.coverage,
            desk.roster_list,
            lambda: desk.accounts.rekey(gone, one),
            lambda: desk.accounts.confirm_same(one),
            lambda: desk.accounts.close(one),
            lambda: desk.accounts.erase(one),
        ):
            activity()
            assert host.dump() == before

    @needs(Capability.READ_ONLY)
    def test_reads_where_it_cannot_write(self, host: PeopleHost, read_only: Callable[[], People]) -> None:
        """A connection that cannot write is enough."""
        self.write(host, self.row(1), self.row(2))
        people = read_only()
        assert people.school(uai(1)) == school(1)
        assert _keys(self.of_school(people)) == _keys([self.row(1), self.row(2)])
        assert _keys(people.of_candidates([CandidateId(self.key(1))])) == _keys([self.row(1)])

    # ----------------------------------------------------------------------------------------------------------------


def _keys(rows: Iterable[Row]) -> list[object]:
    """Return what makes each candidature one, sorted, since hosts are asked for no order. A broken row stays itself."""
    return sorted((row.key if isinstance(row, Candidature) else row for row in rows), key=repr)
