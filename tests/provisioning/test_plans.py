"""Plans: bound to what they saw, executed exactly or refused."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import pytest
from attrs import evolve

from cyclades_accounts import Criteria, Generation, Provisioning, Renew, School
from cyclades_accounts.errors import (
    EmptyRosterError,
    InvalidValueError,
    LoginTakenError,
    NothingSelectedError,
    RunIdReusedError,
    SessionOverError,
    StalePlanError,
)
from cyclades_accounts.identifiers import AccountId, Login, RunId
from cyclades_accounts.logins import PrenomNom
from cyclades_accounts.model import Account, IssuedLogin, LoginKind, OutcomeKind, Password
from cyclades_accounts.papillons import Layout, PapillonBatch
from cyclades_accounts.passwords import LOWER, NOBODY, NoOwnerNames, Owner, PasswordPolicy, PasswordViolation
from cyclades_accounts.repositories import UnitOfWork
from tests.support import (
    NOW,
    OTHER_UAI,
    SESSION,
    UAI,
    TextRenderer,
    candidature,
    desk,
    hashing_in,
    ine,
    make_school,
    passwords_of,
    random_from,
    registry,
)

HOMONYMS = (candidature(1), candidature(2), candidature(3, email=None))


def issue_elsewhere(service: Provisioning) -> None:
    """Let another school issue the next homonym of the stem."""
    registry(service).register_roster(OTHER_UAI, SESSION, [candidature(9, uai=OTHER_UAI)])
    desk(service, OTHER_UAI).generate()


def take_login(service: Provisioning) -> None:
    """Let the ledger hold a login that the plan wants to issue, as a host that migrates would."""
    owner = candidature(9, "ZOLA", uai=OTHER_UAI)
    registry(service).register_roster(OTHER_UAI, SESSION, [owner], run_id="migration")
    login = Login("lea.martin")
    account = Account(
        id=AccountId("migrated"),
        candidate_id=owner.candidate.id,
        login=login,
        kind=LoginKind.EMAIL,
        issued_by=None,
        created_at=NOW,
        credential=None,
    )
    with service.store.writing() as unit:
        unit.accounts.put([account])
        unit.logins.add([IssuedLogin(login, account.id, NOW, RunId("migration"))])


CHANGES: dict[str, Callable[[Provisioning], object]] = {
    "candidature": lambda s: registry(s).register_roster(UAI, SESSION, [candidature(3)]),
    "name": lambda s: registry(s).rename(UAI, ine(3), family_name="DURAND"),
    "e-mail address": lambda s: registry(s).register_roster(UAI, SESSION, [candidature(1, email="other@example.org")]),
    "account": lambda s: desk(s).generate(Generation(groups=["3A"])),
    "service flag": lambda s: registry(s).register_school(School(UAI, "Collège Anita-Conti", manages_candidates=True)),
    "counter of the stem": issue_elsewhere,
    "login taken": take_login,
    "login imposed": lambda s: desk(s).accounts.impose_logins({ine(2): "imposed"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_stale_plan_is_refused(change: str) -> None:
    """Whatever a plan saw has changed: executing it is refused, with both digests, and nothing is done."""
    service = make_school(*HOMONYMS)
    plan = desk(service).plan()
    CHANGES[change](service)
    before = desk(service).roster_list()
    with pytest.raises(StalePlanError, match="Plan again") as refusal:
        desk(service).execute(plan)
    assert refusal.value.planned == plan.digest != refusal.value.found
    assert desk(service).roster_list() == before


@pytest.mark.parametrize("renew", [True, False])
def test_stale_after_a_change_of_password(renew: bool) -> None:  # noqa: FBT001  # pytest passes it by name
    """A plan is refused once a candidate has chosen a password: a forced one would take it away unseen."""
    service = make_school(candidature(1))
    ((login, password),) = passwords_of(service, desk(service).generate().documents).items()
    plan = desk(service).plan(Generation(renew=Renew(renew)))
    service.candidates.change_password(login, password, "une phrase de passe")
    with pytest.raises(StalePlanError):
        desk(service).execute(plan)


@pytest.mark.parametrize(
    "changes",
    [
        {"login_policy": PrenomNom(joiner="-")},
        {"password_policy": PasswordPolicy("other", "tests", 12, [LOWER], throttled=True)},
    ],
)
def test_plan_is_bound_to_the_policies(changes: dict[str, Any]) -> None:
    """A plan made under one policy is not executed under another."""
    service = make_school(*HOMONYMS)
    other = evolve(service, **changes)
    with pytest.raises(StalePlanError):
        desk(other).execute(desk(service).plan())


def test_plan_is_not_bound_to_other_schools() -> None:
    """What another school does with other stems leaves a plan valid."""
    service = make_school(*HOMONYMS)
    plan = desk(service).plan()
    registry(service).register_roster(OTHER_UAI, SESSION, [candidature(9, "ZOLA", uai=OTHER_UAI)])
    desk(service, OTHER_UAI).generate()
    assert len(desk(service).execute(plan).created) == 2


def test_execution_does_what_the_plan_showed() -> None:
    """The report has the plan's outcomes, with the ids of the new accounts added."""
    service = make_school(*HOMONYMS)
    plan = desk(service).plan()
    report = desk(service, actor="secrétariat").execute(plan, title="Rentrée")
    assert [evolve(o, account_id=None) for o in report.outcomes] == list(plan.outcomes)
    assert report.run.actor == "secrétariat"
    assert report.run.at == NOW
    assert desk(service).documents.page().items[0].title == "Rentrée"
    assert plan.by_group() == report.by_group()


def test_planning_reserves_nothing() -> None:
    """A hundred plans later the first login is still the bare stem."""
    service = make_school(*HOMONYMS)
    for _ in range(100):
        desk(service).plan()
    assert desk(service).generate().created[0].login == "lea.martin"


def test_executing_twice_with_one_run_id() -> None:
    """The second execution under the same run id returns the report, although the plan no longer holds."""
    service = make_school(*HOMONYMS)
    plan = desk(service).plan()
    first = desk(service).execute(plan, run_id="r1")
    assert desk(service).execute(plan, run_id="r1") == first
    with pytest.raises(StalePlanError):
        desk(service).execute(plan, run_id="r2")


def test_plan_carries_its_whole_request() -> None:
    """A plan holds groups and options, so that another service over the same store can execute it."""
    service = make_school(*HOMONYMS)
    plan = desk(service).plan(Generation(groups=["3A"], renew=Renew.ALL))
    other = evolve(service)
    assert desk(other).execute(plan).roster_size == 3


def test_run_id_of_another_activity_or_subject() -> None:
    """A run id that did something else is refused."""
    service = make_school(*HOMONYMS)
    desk(service).generate(run_id="r1")
    with pytest.raises(RunIdReusedError):
        desk(service).regenerate(Criteria(candidates=[ine(1)]), run_id="r1")
    with pytest.raises(RunIdReusedError):
        registry(service).register_roster(UAI, SESSION, HOMONYMS, run_id="r1")
    with pytest.raises(RunIdReusedError):
        desk(service, OTHER_UAI).generate(run_id="r1")


def test_run_id_of_another_request() -> None:
    """A run id is good for one request: other criteria, groups or options under it are refused, not answered."""
    service = make_school(*HOMONYMS)
    desk(service).regenerate(Criteria(candidates=[ine(1)]), run_id="r1")
    with pytest.raises(RunIdReusedError):
        desk(service).regenerate(Criteria(candidates=[ine(2)]), run_id="r1")
    desk(service).generate(Generation(groups=["3A"]), run_id="r2")
    with pytest.raises(RunIdReusedError):
        desk(service).generate(Generation(groups=["3A"], renew=Renew.ALL), run_id="r2")


def test_groups_are_several() -> None:
    """Groups given as one text are refused; no group at all selects nobody, and the error says so."""
    service = make_school(*HOMONYMS)
    with pytest.raises(InvalidValueError, match="several values"):
        desk(service).plan(Generation(groups="3A"))
    with pytest.raises(NothingSelectedError) as caught:
        desk(service).plan(Generation(groups=[]))
    assert caught.value.criteria == "groups []"


def test_session_that_is_over() -> None:
    """After the last day of the session a run is refused, and its plan: slips would open nothing. A retry answers."""
    service = make_school(*HOMONYMS)
    for after in (desk(service, now=SESSION.ends_at).generate, desk(service, now=SESSION.ends_at).plan):
        with pytest.raises(SessionOverError, match="2025-12-31"):
            after()
    report = desk(service).generate(run_id="r1")
    assert desk(service, now=SESSION.ends_at).generate().created == ()
    assert {one.kind for one in desk(service, now=SESSION.ends_at).plan().outcomes} <= {
        OutcomeKind.KEPT,
        OutcomeKind.REFUSED,
    }
    with pytest.raises(SessionOverError, match="2025-12-31"):
        desk(service, now=SESSION.ends_at).execute(desk(service).plan(Generation(renew=Renew.ALL)))
    assert desk(service, now=SESSION.ends_at).generate(run_id="r1") == report


@pytest.mark.parametrize("run_id", ["", " r1", "r\n1", "r" * 101])
def test_malformed_run_id(run_id: str) -> None:
    """A run id must be a short text on one line."""
    with pytest.raises(InvalidValueError, match="run_id"):
        desk(make_school(*HOMONYMS)).generate(run_id=run_id)


def test_naive_moment() -> None:
    """A moment without time zone is refused."""
    with pytest.raises(InvalidValueError, match="time zone"):
        desk(make_school(*HOMONYMS), now=NOW.replace(tzinfo=None)).generate()


def test_empty_roster() -> None:
    """A school without candidatures for the session is refused by name."""
    with pytest.raises(EmptyRosterError, match=f"{UAI} for session DNB-2025"):
        desk(make_school()).generate()


def test_one_text_is_not_several() -> None:
    """Criteria given as one text instead of several are refused rather than taken letter by letter."""
    with pytest.raises(InvalidValueError, match="several values"):
        Criteria(divisions="3A")
    with pytest.raises(InvalidValueError, match="several values"):
        Criteria(candidates=ine(1))


def test_login_of_the_ledger_is_skipped() -> None:
    """A login that is somebody's already is skipped, and the next number is given."""
    service = make_school(*HOMONYMS)
    take_login(service)
    assert [o.login for o in desk(service).generate().created] == ["lea.martin2", "lea.martin3"]


def test_same_inputs_same_run() -> None:
    """With the same randomness and clock two runs give the same report and the same documents."""

    def run() -> tuple[object, list[bytes]]:
        service = make_school(*HOMONYMS, random_for_tests=random_from("seed"))
        report = desk(service).generate(run_id="r1")
        return report, [desk(service).documents.open(key).content for key in report.documents]

    assert run() == run()


class Overtaken(TextRenderer):
    """The text renderer, during whose first drawing the world changes."""

    def __init__(self, change: Callable[[], object]) -> None:
        """Note what will happen meanwhile."""
        self.changes = [change]

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Let it happen, then draw."""
        while self.changes:
            self.changes.pop()()
        return super().render(batch, layouts)


def test_change_between_drawing_and_writing() -> None:
    """The plan is checked again inside the transaction: what changed while slips were drawn makes it stale."""
    service = make_school(*HOMONYMS)
    plan = desk(service).plan()
    renderer = Overtaken(lambda: issue_elsewhere(service))
    with pytest.raises(StalePlanError):
        desk(evolve(service, renderer=renderer)).execute(plan)
    assert desk(service).coverage().with_account == 0


def test_run_that_is_overtaken_plans_again() -> None:
    """A run that another school overtakes while its slips are drawn gives the next logins, and loses nobody."""
    service = make_school(*HOMONYMS)
    renderer = Overtaken(lambda: issue_elsewhere(service))
    report = desk(evolve(service, renderer=renderer)).generate()
    assert [o.login for o in report.created] == ["lea.martin2", "lea.martin3"]
    assert passwords_of(service, report.documents).keys() == {"lea.martin2", "lea.martin3"}


def test_store_that_refuses_a_login_at_the_last_moment() -> None:
    """A run that another one outpaces at the store's constraint plans again and hashes nothing twice."""
    service = make_school(*HOMONYMS)
    hashed: list[tuple[int, int]] = []

    class Outpaced:
        """The real store, in which another run takes the login between the check and the write."""

        keeps_people = True
        attempts = 0

        def reading(self) -> AbstractContextManager[UnitOfWork]:
            """Open a unit of the real store."""
            return service.store.reading()

        def writing(self, *, waits: bool = True) -> AbstractContextManager[UnitOfWork]:
            """Open a unit of the real store, or find the login taken."""
            self.attempts += 1
            if self.attempts == 1:
                raise LoginTakenError("lea.martin")
            return service.store.writing(waits=waits)

    outpaced = Outpaced()
    report = desk(evolve(service, store=outpaced)).generate(progress=hashing_in(hashed))
    assert [o.login for o in report.created] == ["lea.martin", "lea.martin2"]
    assert outpaced.attempts == 2
    assert hashed == [(1, 2), (2, 2)]


def test_always_outpaced() -> None:
    """A run that is outpaced every time gives up: its plan is stale, and the error holds the store's refusal."""
    service = make_school(*HOMONYMS)

    class Outpaced:
        """The real store, whose every writing unit finds the login taken."""

        keeps_people = True

        def reading(self) -> AbstractContextManager[UnitOfWork]:
            """Open a unit of the real store."""
            return service.store.reading()

        def writing(self, *, waits: bool = True) -> AbstractContextManager[UnitOfWork]:
            """Open a unit of the real store, or find the login taken."""
            raise LoginTakenError("lea.martin")

    with pytest.raises(StalePlanError, match="LOGIN_TAKEN"):
        desk(evolve(service, store=Outpaced())).generate()
    assert desk(service).coverage().with_account == 0


def test_a_policy_about_the_owner_is_told_the_names() -> None:
    """A run tells the policy whose password it draws: new and renewed, by names and login."""
    asked: list[Owner] = []

    class Asking(PasswordPolicy):
        """Remembers whom it was asked about."""

        def violations(self, password: Password, *, owner: Owner = NOBODY) -> tuple[PasswordViolation, ...]:
            asked.append(owner)
            return super().violations(password, owner=owner)

    policy = Asking("o", "tests", 14, [LOWER], throttled=True, rules=[NoOwnerNames()])
    service = make_school(candidature(1), password_policy=policy)
    desk(service).generate()
    desk(service).generate(Generation(renew=Renew.ALL))
    assert len(set(asked)) == 1
    assert (asked[0].names[1].lower(), asked[0].login) == ("martin", "lea.martin")
