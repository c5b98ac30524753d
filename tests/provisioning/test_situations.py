"""Where does each pupil stand? States of passwords, slips, who left, a search by name: every store, both modes."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import URL

from cyclades_accounts import Candidature, CandidatureStatus, ExamSession, Generation, Provisioning, Renew
from cyclades_accounts.errors import (
    InvalidValueError,
    SessionDiffersError,
    UnknownCandidateError,
    UnknownSchoolError,
)
from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import Grouping, LoginKind, NoCandidature, RefusalReason, group_of
from cyclades_accounts.passwords import PasswordValidity
from cyclades_accounts.provisioning import Criteria, LoginVerdict, PasswordState, Registry, Situation
from cyclades_accounts.repositories import Store
from cyclades_accounts.retention import OlderThan
from cyclades_accounts.sql import SqlStore
from tests.sql.databases import empty, engine_on
from tests.sql.postgresql import server
from tests.support import (
    NOW,
    OTHER_SCHOOL,
    OTHER_UAI,
    SCHOOL,
    SESSION,
    UAI,
    candidature,
    desk,
    ine,
    make_service,
    passwords_of,
    slips_of,
    whole,
)
from tests.test_memo_dnb_on_own_people import OwnPeople

NEXT = ExamSession.of("DNB", 2026, date(2026, 12, 31))
LATER = NOW + timedelta(days=60)
BORN = date(2010, 3, 9)


@frozen
class World:
    """A service and whoever writes its people: the library's registry, or the host."""

    service: Provisioning
    people: Registry
    own: OwnPeople | None = None

    @classmethod
    def over(cls, store: Store, own: OwnPeople | None = None) -> "World":
        """Return a world with both schools in it."""
        service = make_service(store=store)
        people = Registry(evolve(service, store=own.tables) if own else service, actor="Mme Roux")
        for school in (SCHOOL, OTHER_SCHOOL):
            people.register_school(school)
        return cls(service, people, own)

    def enter(self, *roster: Candidature, uai: str = UAI, session: ExamSession = SESSION) -> None:
        """Register candidatures."""
        self.people.register_roster(uai, session, [evolve(one, uai=uai, session_id=session.id) for one in roster])

    def withdraw(self, one: Candidature) -> None:
        """Remove a candidature behind everybody's back."""
        store: Any = self.own.tables if self.own else self.service.store
        with store.writing() as unit:
            unit.registry.remove([one])


@pytest.fixture(scope="module")
def postgresql() -> Iterator[URL]:
    """Run a PostgreSQL of our own."""
    with server() as url:
        yield url


@pytest.fixture(
    params=[
        "memory",
        "memory, own people",
        "sqlite",
        "sqlite, own people",
        pytest.param("postgresql", marks=pytest.mark.system),
    ]
)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Return a world over each store, and in both modes of people."""
    own = OwnPeople() if "own people" in request.param else None
    if request.param.startswith("memory"):
        yield World.over(InMemoryStore(people=own), own)
        return
    where = tmp_path / "host.sqlite" if "sqlite" in request.param else _emptied(request.getfixturevalue("postgresql"))
    with SqlStore.open(where, people=(lambda _: own) if own else None) as store:
        yield World.over(store, own)


def _emptied(url: URL) -> URL:
    with engine_on(url) as engine:
        empty(engine)
    return url


def by_name(found: tuple[Situation, ...]) -> dict[str, Situation]:
    """Return situations by the family name."""
    return {one.name.split()[0]: one for one in found}


STATES = {
    "REVOQUE": PasswordState.REVOKED,
    "FERME": PasswordState.CLOSED,
    "NEUF": PasswordState.NEVER_USED,
    "VENU": PasswordState.USED,
    "CHANGE": PasswordState.CHANGED,
    "COURT": PasswordState.ENDS_EARLY,
    "PERIME": PasswordState.EXPIRED,
    "AILLEURS": PasswordState.ELSEWHERE,
    "ATTEND": PasswordState.NONE,
    "SANSMAIL": PasswordState.NONE,
}
"""What becomes of each pupil of :func:`every_state`, by family name."""


def every_state(world: World) -> dict[str, str]:
    """Have a pupil in each state; return the passwords of the slips by login."""
    people = {name: candidature(number, name, "Léa") for number, name in enumerate(STATES, 1)}
    people["SANSMAIL"] = evolve(people["SANSMAIL"], email=None)
    world.enter(*(one for name, one in people.items() if name != "ATTEND"))
    service, keys = world.service, {name: one.candidate_id for name, one in people.items()}
    service.candidates.register_email_account(keys["AILLEURS"], "ailleurs@example.org")
    for days, name in ((10, "PERIME"), (90, "COURT")):
        short = evolve(service, password_validity=PasswordValidity("short", "these tests", days=days))
        desk(short).regenerate(Criteria(candidates=[keys[name]]))
    report = desk(service).generate(run_id="all")
    passwords = passwords_of(service, report.documents)
    candidates = service.candidates
    candidates.check_login("lea.venu", passwords["lea.venu"], now=NOW + timedelta(days=1))
    candidates.change_password("lea.change", passwords["lea.change"], "trois petits chats", now=NOW + timedelta(days=2))
    desk(service, now=NOW + timedelta(days=3)).accounts.revoke(keys["REVOQUE"])
    desk(service, now=NOW + timedelta(days=4)).accounts.close(keys["FERME"])
    world.enter(*people.values())
    return passwords


class TestStates:
    """The state of every password, told by one word."""

    def test_every_state_is_told(self, world: World) -> None:
        """Each state of a password has its word and its moment; nobody is left out, in the order of lists."""
        every_state(world)
        found = desk(world.service, now=LATER).situations()
        assert [one.name for one in found] == sorted(one.name for one in found)
        assert {name: one.state for name, one in by_name(found).items()} == STATES
        days = {name: one.since and (one.since - NOW).days for name, one in by_name(found).items()}
        assert days == {
            "VENU": 1, "CHANGE": 2, "REVOQUE": 3, "FERME": 4, "PERIME": days["PERIME"],
            "NEUF": 0, "COURT": 0, "AILLEURS": 0, "ATTEND": None, "SANSMAIL": None,
        }  # fmt: skip
        expired = by_name(found)["PERIME"]
        assert expired.since == expired.expires_at is not None
        assert NOW < expired.expires_at < LATER

    def test_who_has_no_account_is_told_why(self, world: World) -> None:
        """Where there is no account stands the refusal of a run; a run would create the others."""
        every_state(world)
        found = by_name(desk(world.service).situations())
        assert {name: one.refusal.reason for name, one in found.items() if one.refusal is not None} == {
            "SANSMAIL": RefusalReason.NO_EMAIL
        }
        assert (found["ATTEND"].login, found["ATTEND"].kind) == (None, None)

    def test_accounts_tell_how_they_came_to_be(self, world: World) -> None:
        """The kind of login stands beside it; an account of a candidate's own making has no slip (M8)."""
        every_state(world)
        found = by_name(desk(world.service).situations())
        assert (found["AILLEURS"].login, found["AILLEURS"].kind) == ("ailleurs@example.org", LoginKind.EMAIL)
        assert (found["NEUF"].login, found["NEUF"].kind) == ("lea.neuf", LoginKind.PRENOM_NOM)
        assert (found["AILLEURS"].last_slip, found["AILLEURS"].documents) == (None, ())

    def test_who_has_not_used_the_slip(self, world: World) -> None:
        """Whose slip opens the account and was never used: also one that ends early; no other state."""
        passwords = every_state(world)
        found = desk(world.service, now=LATER).situations()
        assert {one.name.split()[0] for one in found if one.is_unused} == {"NEUF", "COURT"}
        assert {one.name.split()[0] for one in found if not one.is_open} == {"FERME", "ATTEND", "SANSMAIL"}
        short = slips_of(world.service, _run_of(world, "COURT"))[0]
        world.service.candidates.check_login(short.login, short.password.reveal(), now=LATER)
        used = by_name(desk(world.service, now=LATER).situations())["COURT"]
        assert (used.state, used.first_used_at, used.is_unused) == (PasswordState.ENDS_EARLY, LATER, False)
        assert passwords.keys() >= {"lea.neuf", "lea.venu"}

    def test_no_password_is_told(self, world: World) -> None:
        """Neither a password nor a hash stands in a situation, nor a name or a login in its repr."""
        passwords = every_state(world)
        found = desk(world.service, now=LATER).situations()
        text = whole(found)
        assert "$argon2" not in text
        assert [login for login, password in passwords.items() if password in text] == []
        assert not any(word in repr(found) for word in ("NEUF", "lea.", "@"))

    def test_one_pupil(self, world: World) -> None:
        """What is told of one pupil is the line of the list."""
        every_state(world)
        at = desk(world.service, now=LATER)
        found = at.situations()
        assert tuple(at.situation(one.candidate_id) for one in found) == found

    def test_order(self, world: World) -> None:
        """The grouping gives the order and the groups (M4)."""
        world.enter(candidature(1, serie="Z"), candidature(2, "ROUX", "Ali", serie="A", division="3B"))
        at = desk(world.service)
        assert [one.name for one in at.situations()] == ["MARTIN Léa", "ROUX Ali"]
        assert [one.group.label for one in at.situations(Grouping.SERIE)] == ["A", "Z"]


def _run_of(world: World, name: str) -> str:
    """Return the run of the last slip of a pupil."""
    one = by_name(desk(world.service).situations())[name]
    with world.service.store.reading() as unit:
        return unit.documents.find(ids=one.documents)[0].run_id


class TestSlips:
    """The last slip, and the documents that show it."""

    def test_last_slip(self, world: World) -> None:
        """The documents of the run that drew the last slip, a reprint too; what was purged is still named."""
        world.enter(candidature(1), candidature(2, "ROUX", "Ali"))
        service = world.service
        first = desk(service).generate()
        renewed = desk(service, now=NOW + timedelta(days=1)).regenerate(Criteria(candidates=[ine(1)]))
        lea, ali = desk(service).situations()
        assert (lea.last_slip, lea.documents) == (NOW + timedelta(days=1), renewed.documents)
        assert (ali.last_slip, sorted(ali.documents)) == (NOW, sorted(first.documents))
        again = desk(service, now=NOW + timedelta(days=2)).documents.reprint(first.documents[0])
        lea, ali = desk(service).situations()
        assert (ali.last_slip, ali.documents) == (NOW + timedelta(days=2), again.documents)
        assert lea.documents == renewed.documents
        desk(service, now=NOW + timedelta(days=9)).documents.purge(OlderThan(1))
        assert desk(service).situation(ine(1)).documents == renewed.documents
        assert sorted(desk(service).situation(ine(2)).documents) == sorted(first.documents)  # the reprint had the slip

    def test_slip_of_a_changed_password(self, world: World) -> None:
        """The slip stays told where the candidate chose another password."""
        world.enter(candidature(1))
        report = desk(world.service).generate()
        password = passwords_of(world.service, report.documents)["lea.martin"]
        world.service.candidates.change_password("lea.martin", password, "trois petits chats", now=LATER)
        (found,) = desk(world.service).situations()
        assert (found.state, found.since) == (PasswordState.CHANGED, LATER)
        assert (found.last_slip, sorted(found.documents)) == (NOW, sorted(report.documents))


class TestWhoHolds:
    """Of a pupil whom another school holds, that school is told and no more."""

    def moved(self, world: World) -> None:
        """Have the other school hold a pupil whom this one has in its roster too."""
        mine = candidature(1, birth_date=BORN)
        world.enter(mine)
        desk(world.service).generate()
        world.enter(mine, uai=OTHER_UAI, session=NEXT)
        if world.own:
            after = NEXT.ends_at - timedelta(days=1)  # the session of this school is over
            desk(world.service, OTHER_UAI, NEXT, now=after).coverage()
        else:
            desk(world.service, OTHER_UAI, NEXT).accounts.ask_transfer(ine(1))

    def test_not_held(self, world: World) -> None:
        """The school that does not hold reads the name of the one that does; no login, state, slip or moment."""
        self.moved(world)
        with world.service.store.writing() as unit:
            unit.sessions.keep(SESSION)
        now = SESSION.ends_at + timedelta(days=1) if world.own else NOW
        (found,) = desk(world.service, now=now).situations()
        assert found == Situation(
            candidate_id=CandidateId(ine(1)), name="MARTIN Léa", group=found.group, refusal=found.refusal
        )
        assert found.refusal is not None
        assert found.refusal.reason is RefusalReason.OTHER_SCHOOL
        assert dict(found.refusal.facts) == {"school": OTHER_SCHOOL.name, "uai": OTHER_UAI}
        assert desk(world.service, now=now).situation(ine(1)) == found
        assert desk(world.service, now=now).search("martin") == (found,)
        assert desk(world.service, now=now).left_open() == ()

    def test_slip_of_another_school(self, world: World) -> None:
        """Who holds reads when another school drew the last slip, and none of its documents."""
        self.moved(world)
        (found,) = desk(world.service, OTHER_UAI, NEXT).situations()
        assert (found.login, found.last_slip, found.documents) == ("lea.martin", NOW, ())
        assert found.state is PasswordState.ENDS_EARLY  # made for a session that ends before

    def test_a_line_that_waits(self, world: World) -> None:
        """A line whose facts agree takes nothing over by being looked at; the schools of a host's own rows may act."""
        mine = candidature(1, birth_date=BORN)
        world.enter(mine)
        desk(world.service).generate()
        world.enter(mine, uai=OTHER_UAI, session=NEXT)
        (found,) = desk(world.service, OTHER_UAI, NEXT).situations()
        nothing = (PasswordState.NONE, None)
        assert (found.state, found.login) == ((PasswordState.ENDS_EARLY, "lea.martin") if world.own else nothing)
        assert desk(world.service).situation(ine(1)).login == "lea.martin"

    def test_another_person(self, world: World) -> None:
        """A key that now is another pupil's shows nothing of the account."""
        world.enter(candidature(1))
        desk(world.service).generate()
        if world.own:
            world.withdraw(candidature(1))
            world.enter(candidature(1, "PETIT", "Noé"))
        else:
            with world.service.store.writing() as unit:
                (holder,) = unit.holders.of([CandidateId(ine(1))]).values()
                unit.holders.put([evolve(holder, candidate=evolve(holder.candidate, given_names="Noé"))])
        (found,) = desk(world.service).situations()
        assert found.refusal is not None
        assert found.refusal.reason is RefusalReason.OTHER_PERSON
        assert (found.login, found.state, found.since, found.last_slip) == (None, PasswordState.NONE, None, None)

    @pytest.mark.parametrize("world", ["memory, own people", "sqlite, own people"], indirect=True)
    def test_row_that_is_no_candidature(self, world: World) -> None:
        """A row of the host that is no candidature, of a pupil with an account, is told like any other."""
        world.enter(candidature(1))
        desk(world.service).generate()
        assert world.own is not None
        world.own.of_school = lambda uai, session: [  # type: ignore[method-assign]  # the row as the host has it today
            NoCandidature(CandidateId(ine(1)), "classe non renseignée", "MARTIN Léa")
        ]
        (found,) = desk(world.service).situations()
        assert (found.login, found.state, found.group.label) == ("lea.martin", PasswordState.NEVER_USED, "—")


class TestWhoLeft:
    """Accounts still open of those who left."""

    def test_who_left(self, world: World) -> None:
        """Who was withdrawn, and who resigned, each with the account; not who is closed, awaited or never had one."""
        names = ("RETIRE", "DEMISSION", "PRESENT", "FERME", "SANSCOMPTE")
        people = [candidature(number, name, "Léa") for number, name in enumerate(names, 1)]
        world.enter(*people[:4])
        at = desk(world.service)
        at.generate()
        gone = [evolve(people[1], status=CandidatureStatus.DEMISSIONNAIRE), evolve(people[2], email=None)]
        gone += [evolve(people[4], status=CandidatureStatus.DEMISSIONNAIRE)]
        world.enter(*gone, people[3])
        for one in (people[0], people[3]):
            world.withdraw(one)
        at.accounts.close(people[3].candidate_id)
        assert [(one.name, one.group.label, one.login) for one in at.left_open()] == [
            ("RETIRE Léa", "—", "lea.retire"),
            ("DEMISSION Léa", "3A", "lea.demission"),
        ]
        assert at.situation(people[0].candidate_id) == at.left_open()[0]
        assert at.situation(people[3].candidate_id).state is PasswordState.CLOSED
        assert "RETIRE Léa" not in {one.name for one in at.situations()}

    def test_next_year(self, world: World) -> None:
        """At the desk of the next session those of the last one left, but for who comes back."""
        world.enter(candidature(1), candidature(2, "ROUX", "Ali"))
        desk(world.service).generate()
        world.enter(candidature(2, "ROUX", "Ali"), session=NEXT)
        assert [one.name for one in desk(world.service, session=NEXT).left_open()] == ["MARTIN Léa"]

    def test_confirmed_key_without_account(self, world: World) -> None:
        """A key that has a holder and no account is nobody's who left."""
        world.enter(candidature(1, birth_date=BORN))
        at = desk(world.service)
        at.generate()
        twin = candidature(2, birth_date=BORN, status=CandidatureStatus.DEMISSIONNAIRE)
        world.enter(candidature(1, birth_date=BORN), twin)
        at.accounts.confirm_other(ine(2))
        world.withdraw(twin)
        assert at.left_open() == ()
        with pytest.raises(UnknownCandidateError):
            at.situation(ine(2))


class TestSearch:
    """A search by name, as lists compare names."""

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ("martin", ["MARTIN Léa", "MARTIN-DUPRÉ Émilie"]),
            ("mar em", ["MARTIN-DUPRÉ Émilie"]),
            ("EMILIE dupre", ["MARTIN-DUPRÉ Émilie"]),
            ("œuf", ["ŒUF Zoé"]),
            ("oeuf", ["ŒUF Zoé"]),
            ("le goff", ["ŒUF Zoé"]),
            ("artin", []),
            ("martin noé", []),
            ("-", []),
            ("parti", ["PARTI Max"]),
        ],
    )
    def test_search(self, world: World, asked: str, names: list[str]) -> None:
        """Every word begins a word of the name, usage names too; case, accents, order and hyphens do not count."""
        gone = candidature(4, "PARTI", "Max")
        world.enter(
            candidature(1),
            candidature(2, "MARTIN-DUPRÉ", "Émilie"),
            candidature(3, "ŒUF", "Zoé", usage_name="LE GOFF"),
            gone,
        )
        desk(world.service).generate()
        world.withdraw(gone)
        assert [one.name for one in desk(world.service).search(asked)] == names

    def test_found_is_told_as_in_the_list(self, world: World) -> None:
        """Whoever is found stands as in the list."""
        every_state(world)
        at = desk(world.service, now=LATER)
        assert at.search("léa") == at.situations()


class TestRefusals:
    """What cannot be answered."""

    def test_refused(self, world: World) -> None:
        """Unknown schools and pupils, blank names and what is no grouping are refused by name."""
        world.enter(candidature(1))
        at = desk(world.service)
        with pytest.raises(UnknownCandidateError):
            at.situation(ine(9))
        for wrong in ("", "  ", "a\nb"):
            with pytest.raises(InvalidValueError) as refused:
                at.search(wrong)
            assert refused.value.field == "name"
        wrong_one: Any = "3A"
        asks: tuple[Callable[[Any], object], ...] = (at.situations, at.left_open, partial(at.search, "x"))
        for ask in asks:
            with pytest.raises(InvalidValueError):
                ask(wrong_one)
        nowhere = desk(world.service, "0442286W")
        questions: tuple[Callable[[], object], ...] = (
            nowhere.situations,
            nowhere.left_open,
            partial(nowhere.search, "x"),
        )
        for question in questions:
            with pytest.raises(UnknownSchoolError):
                question()

    def test_session_that_differs(self, world: World) -> None:
        """A session that the store keeps otherwise is refused before anything is told."""
        world.enter(candidature(1))
        desk(world.service).generate()
        other = desk(world.service, session=evolve(SESSION, last_day=date(2025, 1, 1)))
        for question in (other.situations, other.left_open, lambda: other.situation(ine(1))):
            with pytest.raises(SessionDiffersError):
                question()

    def test_merged_key(self, world: World) -> None:
        """A pupil is found under a key that was merged."""
        world.enter(candidature(1))
        at = desk(world.service)
        at.generate()
        if world.own:
            world.withdraw(candidature(1))
            world.enter(candidature(2))
        at.accounts.rekey(ine(1), ine(2))
        assert at.situation(ine(1)) == at.situation(ine(2)) == at.situations()[0]


ACTS = st.lists(st.sampled_from(["login", "change", "revoke", "close", "reopen", "renew", "wait"]), max_size=8)


@given(ACTS)
def test_a_state_says_what_the_slip_does(acts: list[str]) -> None:
    """Law: whatever was done, the state says whether the last slip opens the account, and whether it was used."""
    world = World.over(InMemoryStore())
    world.enter(candidature(1))
    service = evolve(world.service, password_validity=PasswordValidity("short", "these tests", days=40))
    now, report = NOW, desk(service).generate()
    slip = passwords_of(service, report.documents)["lea.martin"]
    for act in acts:
        now += timedelta(days=25 if act == "wait" else 1)
        at, candidates = desk(service, now=now), service.candidates
        if act == "login":
            candidates.check_login("lea.martin", slip, now=now)
        elif act == "change":
            candidates.change_password("lea.martin", slip, "trois petits chats", now=now)
        elif act == "renew":
            renewed = at.generate(Generation(renew=Renew.ALL))
            slip = passwords_of(service, renewed.documents).get("lea.martin", slip)
        elif act != "wait":
            getattr(at.accounts, act)(ine(1))  # a closed account is not revoked
    now += timedelta(seconds=1)
    found = desk(service, now=now).situation(ine(1))
    verdict = service.candidates.check_login("lea.martin", slip, now=now).verdict
    opens = {PasswordState.NEVER_USED, PasswordState.USED, PasswordState.ENDS_EARLY}
    if found.state in opens:
        assert verdict is LoginVerdict.ACCEPTED
        assert found.is_unused == (found.first_used_at is None)
    elif found.state is PasswordState.CHANGED:
        assert service.candidates.check_login("lea.martin", "trois petits chats", now=now).verdict is (
            LoginVerdict.ACCEPTED
        )
    else:
        assert verdict is (LoginVerdict.EXPIRED if found.state is PasswordState.EXPIRED else LoginVerdict.REFUSED)
    assert found.since is not None
    assert found.since <= now


def test_moments_are_aware() -> None:
    """A situation takes no moment without a time zone."""
    found = Situation(candidate_id=CandidateId("x"), name="A B", group=group_of(candidature(1), Grouping.DIVISION))
    with pytest.raises(InvalidValueError):
        evolve(found, since=NOW.replace(tzinfo=None))
