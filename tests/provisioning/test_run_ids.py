"""A run id answers for exactly what was asked, by whom, and for which school: each test is the attack."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from cyclades_accounts import Criteria, ExamSession, Generation, Grouping, Provisioning, Renew
from cyclades_accounts.campaign import Campaign, SchoolDone, SchoolFailed
from cyclades_accounts.errors import InvalidValueError, RunIdReusedError
from cyclades_accounts.identifiers import CandidateId, DocumentId, RunId, digest
from cyclades_accounts.model import ERASED, Password, PasswordHash, Run, RunReport, Subject
from cyclades_accounts.papillons import LABELS_3_BY_8, ONE_PER_PAGE, TWO_PER_PAGE
from cyclades_accounts.passwords import TESTS_ONLY, Argon2idHasher
from cyclades_accounts.provisioning import EVERYBODY, LoginVerdict, PasswordChange
from cyclades_accounts.retention import WHEN_THE_SESSION_IS_OVER, OlderThan
from cyclades_accounts.sealing import HmacPseudonymizer, KeyRing
from tests.support import OTHER_UAI, SCHOOL, SESSION, UAI, candidature, desk, ine, make_school, registry, slips_of

PUPILS = (candidature(1), candidature(2, "ZOLA"), candidature(3, "DURAND"), candidature(4, "PETIT"))
LEA, ZOLA, DURAND, ROUX, SAND, CONTI = (ine(number) for number in (1, 2, 3, 5, 6, 9))
NEWCOMER, LATE = candidature(5, "ROUX"), candidature(6, "SAND")
LATER_SESSION = ExamSession.of("DNB", 2026, date(2026, 12, 31))
LOGINS, RULE = {ROUX: "george.roux"}, OlderThan(3)
PHRASE, OTHER_PHRASE = "une phrase de passe", "toute autre phrase"
PSEUDONYMIZER = HmacPseudonymizer(KeyRing.generate("erasures"))

Ask = Callable[..., Any]
"""Does one activity: it takes the service, the actor and the run id; what is asked beyond that has a default."""


def document(service: Provisioning, number: int) -> DocumentId:
    """Return a document of the first run."""
    with service.store.reading() as unit:
        return unit.documents.find(runs=[RunId("first")])[number].id


TWIN_LAYOUT = evolve(LABELS_3_BY_8, cut_and_stack=not LABELS_3_BY_8.cut_and_stack)
"""Another layout of the same name."""

ACTS: dict[str, tuple[Ask, list[dict[str, Any]]]] = {
    "generate": (
        lambda s, a, i, what=EVERYBODY, title="Papillons", uai=UAI, session=SESSION: desk(
            s, uai, session, actor=a
        ).generate(what, title=title, run_id=i),
        [
            {"what": Generation(renew=Renew.ALL)},
            {"what": Generation(groups=["3A"])},
            {"what": Generation(grouping=Grouping.SERIE)},
            {"what": Generation(layouts=[ONE_PER_PAGE])},
            {"what": Generation(email_papillons=True)},
            {"title": "Autres papillons"},
            {"uai": OTHER_UAI},
            {"session": LATER_SESSION},
        ],
    ),
    "regenerate": (
        lambda s, a, i, who=LEA, what=EVERYBODY, uai=UAI, session=SESSION, **more: desk(
            s, uai, session, actor=a
        ).regenerate(Criteria(candidates=[who]), what, run_id=i, **more),
        [
            {"who": ZOLA},
            {"what": Generation(layouts=[TWO_PER_PAGE])},
            {"lift_limit": True},
            {"new_login": True},
            {"title": "Papillon perdu"},
            {"uai": OTHER_UAI},
            {"session": LATER_SESSION},
        ],
    ),
    "close": (
        lambda s, a, i, who=(LEA,), uai=UAI: desk(s, uai, actor=a).accounts.close(*who, run_id=i),
        [{"who": (ZOLA,)}, {"who": (LEA, ZOLA)}, {"who": ()}, {"uai": OTHER_UAI}],
    ),
    "reopen": (
        lambda s, a, i, who=(LEA,), uai=UAI: desk(s, uai, actor=a).accounts.reopen(*who, run_id=i),
        [{"who": (ZOLA,)}, {"who": (LEA, ZOLA)}, {"who": ()}, {"uai": OTHER_UAI}],
    ),
    "revoke": (
        lambda s, a, i, who=(LEA,), uai=UAI: desk(s, uai, actor=a).accounts.revoke(*who, run_id=i),
        [{"who": (ZOLA,)}, {"who": (LEA, ZOLA)}, {"who": ()}, {"uai": OTHER_UAI}],
    ),
    "rekey": (
        lambda s, a, i, old=LEA, new="new-key", uai=UAI: desk(s, uai, actor=a).accounts.rekey(old, new, run_id=i),
        [{"old": ZOLA}, {"new": "newer-key"}, {"uai": OTHER_UAI}],
    ),
    "confirm_same": (
        lambda s, a, i, who=LEA, uai=UAI, session=SESSION: desk(s, uai, session, actor=a).accounts.confirm_same(
            who, run_id=i
        ),
        [{"who": ZOLA}, {"uai": OTHER_UAI}, {"session": LATER_SESSION}],
    ),
    "confirm_other": (
        lambda s, a, i, who=ROUX, uai=UAI, session=SESSION: desk(s, uai, session, actor=a).accounts.confirm_other(
            who, run_id=i
        ),
        [{"who": SAND}, {"uai": OTHER_UAI}, {"session": LATER_SESSION}],
    ),
    "ask_transfer": (
        lambda s, a, i, who=CONTI, uai=UAI, session=SESSION: desk(s, uai, session, actor=a).accounts.ask_transfer(
            who, run_id=i
        ),
        [{"who": LEA}, {"uai": OTHER_UAI}, {"session": LATER_SESSION}],
    ),
    "answer_transfer": (
        lambda s, a, i, who=DURAND, uai=UAI, by=OTHER_UAI, grant=True: desk(s, uai, actor=a).accounts.answer_transfer(
            who, asked_by=by, grant=grant, run_id=i
        ),
        [{"who": LEA}, {"uai": OTHER_UAI}, {"by": UAI}, {"grant": False}],
    ),
    "transfer for the host": (
        lambda s, a, i, who=LEA, to=OTHER_UAI: s.upkeep(actor=a).transfer(who, to=to, run_id=i),
        [{"who": ZOLA}, {"to": UAI}],
    ),
    "erase": (
        lambda s, a, i, who=LEA, uai=UAI: desk(s, uai, actor=a).accounts.erase(who, run_id=i),
        [{"who": ZOLA}, {"uai": OTHER_UAI}],
    ),
    "impose_logins": (
        lambda s, a, i, logins=LOGINS, uai=UAI: desk(s, uai, actor=a).accounts.impose_logins(logins, run_id=i),
        [{"logins": {ROUX: "g.roux"}}, {"logins": {SAND: "george.roux"}}, {"logins": {}}, {"uai": OTHER_UAI}],
    ),
    "reprint": (
        lambda s, a, i, number=0, layouts=(LABELS_3_BY_8,), title="Encore", uai=UAI, now=False: desk(
            s, uai, actor=a
        ).documents.reprint(document(s, number), layouts=layouts, title=title, as_of_today=now, run_id=i),
        [
            {"now": True},
            {"number": 1},
            {"layouts": (ONE_PER_PAGE,)},
            {"layouts": (TWIN_LAYOUT,)},
            {"title": "Toujours"},
            {"uai": OTHER_UAI},
        ],
    ),
    "purge": (
        lambda s, a, i, rule=RULE, uai=UAI, session=SESSION: desk(s, uai, session, actor=a).documents.purge(
            rule, run_id=i
        ),
        [
            {"rule": OlderThan(0)},
            {"rule": WHEN_THE_SESSION_IS_OVER},
            {"uai": OTHER_UAI},
            {"session": LATER_SESSION},
        ],
    ),
    "reseal": (
        lambda s, a, i, uai=UAI, session=SESSION: desk(s, uai, session, actor=a).documents.reseal(run_id=i),
        [{"uai": OTHER_UAI}, {"session": LATER_SESSION}],
    ),
    "register_school": (
        lambda s, a, i, **more: registry(s, actor=a).register_school(evolve(SCHOOL, **more), run_id=i),
        [{"name": "Collège Sarah Bernhardt"}, {"manages_candidates": False}, {"uai": OTHER_UAI}],
    ),
    "register_roster": (
        lambda s, a, i, roster=(NEWCOMER,), uai=UAI, session=SESSION, up_to=None: registry(s, actor=a).register_roster(
            uai, session, roster, withdraw_up_to=up_to, run_id=i
        ),
        [
            {"roster": (NEWCOMER, LATE)},
            {"roster": (LATE,)},
            {"roster": (evolve(NEWCOMER, division="3B"),)},
            {"roster": (evolve(NEWCOMER, email="autre@example.org"),)},
            {"roster": (evolve(NEWCOMER, candidate=evolve(NEWCOMER.candidate, birth_date=date(2010, 5, 1))),)},
            {"roster": ()},
            {"up_to": 50},
            {"up_to": 100},
            {"uai": OTHER_UAI},
            {"session": LATER_SESSION},
        ],
    ),
    "rename": (
        lambda s, a, i, who=LEA, uai=UAI, **names: registry(s, actor=a).rename(uai, who, **names, run_id=i),
        [
            {"family_name": "MARTINE"},
            {"given_names": "Léa Marie"},
            {"usage_name": "DUBOIS"},
            {"usage_name": ""},
            {"who": ZOLA},
            {"uai": OTHER_UAI},
        ],
    ),
    "move": (
        lambda s, a, i, who=(LEA,), uai=UAI, session=SESSION, to=OTHER_UAI, division="3C": registry(s, actor=a).move(
            uai, session, *who, to=to, division=division, run_id=i
        ),
        [
            {"who": (ZOLA,)},
            {"who": (LEA, ZOLA)},
            {"division": "3D"},
            {"division": ""},
            {"to": "0350003N"},
            {"session": LATER_SESSION},
            {"uai": OTHER_UAI, "to": UAI},
        ],
    ),
    "withdraw": (
        lambda s, a, i, who=(LEA,), uai=UAI, session=SESSION: registry(s, actor=a).withdraw(
            uai, session, *who, run_id=i
        ),
        [{"who": (ZOLA,)}, {"who": (LEA, ZOLA)}, {"session": LATER_SESSION}, {"uai": OTHER_UAI}],
    ),
    "set_session": (
        lambda s, a, i, **more: s.upkeep(actor=a).set_session(evolve(SESSION, **more), run_id=i),
        [{"label": "DNB, session de juin"}, {"last_day": date(2026, 1, 31)}, {"id": "DNB-2026"}],
    ),
    "close_school": (
        lambda s, a, i, uai=UAI, to=OTHER_UAI: s.upkeep(actor=a).close_school(uai, to=to, run_id=i),
        [{"to": None}, {"uai": OTHER_UAI, "to": UAI}, {"to": "0350003N"}],
    ),
    "rekey for the host": (
        lambda s, a, i, old=LEA, new="new-key": s.upkeep(actor=a).rekey(old, new, run_id=i),
        [{"old": ZOLA}, {"new": "newer-key"}],
    ),
    "confirm_same for the host": (
        lambda s, a, i, who=LEA: s.upkeep(actor=a).confirm_same(who, run_id=i),
        [{"who": ZOLA}],
    ),
    "register_email_account": (
        lambda s, a, i, who=ROUX, email="roux@example.org", password=PHRASE: s.candidates.register_email_account(
            who, email, password=password, actor=a, run_id=i
        ),
        [{"who": SAND}, {"email": "sand@example.org"}, {"password": OTHER_PHRASE}, {"password": None}],
    ),
}
"""Every activity that is recalled, and for each of its arguments another value, one at a time."""

CHANGED = [(name, changes) for name, (_, changed) in ACTS.items() for changes in changed]


@pytest.fixture
def service() -> Provisioning:
    """Return a service with two schools; four pupils have an account, and two have none yet."""
    service = make_school(*PUPILS, pseudonymizer=PSEUDONYMIZER)
    registry(service).register_roster(OTHER_UAI, SESSION, [candidature(9, "CONTI", uai=OTHER_UAI)])
    desk(service).generate(run_id="first")
    registry(service).register_roster(UAI, SESSION, [NEWCOMER, LATE, candidature(9, "CONTI")])
    desk(service, OTHER_UAI).generate()
    registry(service).register_roster(OTHER_UAI, SESSION, [candidature(3, "DURAND", uai=OTHER_UAI)])
    desk(service, OTHER_UAI).accounts.ask_transfer(DURAND)
    return service


def journals(service: Provisioning) -> tuple[int, ...]:
    """Return how many reports there are, of each school."""
    return tuple(desk(service, uai).documents.journal().total for uai in (UAI, OTHER_UAI))


@pytest.mark.parametrize("name", ACTS)
def test_a_retry_is_harmless(service: Provisioning, name: str) -> None:
    """The very same request under its id returns the report of the first try, and nothing is done."""
    ask, _ = ACTS[name]
    report = ask(service, "Mme Roux", "once")
    before = journals(service)
    assert ask(service, "Mme Roux", "once") == report
    assert journals(service) == before


@pytest.mark.parametrize(
    ("name", "changes"), CHANGED, ids=[f"{name}-{number}" for number, (name, _) in enumerate(CHANGED)]
)
def test_another_argument_is_another_request(service: Provisioning, name: str, changes: Mapping[str, Any]) -> None:
    """One argument more, less or other under a known id is refused: no report answers for it, and nothing is done."""
    ask, _ = ACTS[name]
    ask(service, "Mme Roux", "once")
    before = journals(service)
    with pytest.raises(RunIdReusedError) as refused:
        ask(service, "Mme Roux", "once", **changes)
    assert refused.value == RunIdReusedError("once")  # and nothing of what stands under the id
    assert journals(service) == before


@pytest.mark.parametrize("name", ACTS)
def test_another_actor_is_another_request(service: Provisioning, name: str) -> None:
    """Nobody gets the report of what somebody else asked for."""
    ask, _ = ACTS[name]
    ask(service, "Mme Roux", "once")
    with pytest.raises(RunIdReusedError):
        ask(service, "M. Petit", "once")


@pytest.mark.parametrize("name", ACTS)
def test_another_activity_is_another_request(service: Provisioning, name: str) -> None:
    """The id of a run is refused to every other activity, at the same school and at another one."""
    ask, _ = ACTS[name]
    registry(service).register_school(evolve(SCHOOL, name="Collège Aliénor"), run_id="theirs")
    with pytest.raises(RunIdReusedError):
        ask(service, "Mme Roux", "theirs")


def test_a_plan_is_what_was_asked(service: Provisioning) -> None:
    """Under the id of a plan that was carried out, another plan is refused, and so is a run without a plan."""
    plan = desk(service).plan()
    report = desk(service).execute(plan, run_id="once")
    assert desk(service).execute(plan, run_id="once") == report
    with pytest.raises(RunIdReusedError):
        desk(service).execute(desk(service).plan(), run_id="once")
    with pytest.raises(RunIdReusedError):
        desk(service).generate(run_id="once")
    with pytest.raises(RunIdReusedError):
        desk(service).execute(plan, title="Autres papillons", run_id="once")


def test_a_campaign_answers_for_its_own_choices(service: Provisioning, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the id of a campaign, neither another generation nor another actor gets its reports."""
    monkeypatch.setattr("tests.provisioning.test_run_ids.SERVICES", [service])
    campaign = Campaign(id="c", session=SESSION, factory="tests.provisioning.test_run_ids:opened", actor="Mme Roux")
    done = campaign.job(UAI).run()
    assert isinstance(done, SchoolDone)
    assert campaign.job(UAI).run() == done
    for other in (evolve(campaign, actor="M. Petit"), evolve(campaign, generation=Generation(renew=Renew.ALL))):
        failed = other.job(UAI).run()
        assert isinstance(failed, SchoolFailed)
        assert failed.code == "RUN_ID_REUSED"


SERVICES: list[Provisioning] = []
"""What a campaign opens."""


def opened() -> Any:
    """Open the service of the test."""
    return SERVICES[0]


@pytest.mark.parametrize("name", ACTS)
def test_the_id_of_another_school_is_not_taken(service: Provisioning, name: str) -> None:
    """An id that ends in a slash and a UAI is that school's: no other school, and no candidate, can use it up.

    The attack: ids of a campaign are known beforehand, and whoever uses one first makes that school fail.
    """
    ask, _ = ACTS[name]
    with pytest.raises(InvalidValueError, match="run_id"):
        ask(service, "M. Petit", "dnb-2025/0350003N")


def test_a_report_of_before_has_no_actor(service: Provisioning) -> None:
    """A run of a version that could do without an actor is recalled; one that had another actor is not."""
    with service.store.reading() as unit:
        first = unit.journal.get(RunId("first"))
    assert isinstance(first, RunReport)
    before = Subject(uai=UAI, session_id=SESSION.id, request="4ffdd6c37984")
    with service.store.writing() as unit:
        for run_id, actor in (("nobody", ""), ("her", "Mme Roux"), ("him", "M. Petit")):
            head = evolve(first.run, id=RunId(run_id), actor=actor, subject=before)
            unit.journal.add(evolve(first, run=head, documents=()))
    assert [desk(service).generate(run_id=known).run.actor for known in ("nobody", "her")] == ["", "Mme Roux"]
    with pytest.raises(RunIdReusedError):
        desk(service).generate(run_id="him")
    with pytest.raises(RunIdReusedError):
        desk(service).generate(Generation(renew=Renew.ALL), run_id="nobody")


class TestChangeOfPassword:
    """A change of password is judged by the passwords given, whatever the run id."""

    @pytest.fixture
    def printed(self, service: Provisioning) -> str:
        """Return the printed password of the first pupil."""
        return next(one.password.reveal() for one in slips_of(service, "first") if one.login == "lea.martin")

    @staticmethod
    def change(service: Provisioning, present: str, chosen: str, run_id: str = "mine", **more: Any) -> PasswordChange:
        """Ask for a change."""
        return service.candidates.change_password("lea.martin", present, chosen, run_id=run_id, **more)

    def test_a_retry_is_harmless(self, service: Provisioning, printed: str) -> None:
        """The same change again is accepted, although the present password is the former one by now."""
        done = self.change(service, printed, PHRASE)
        assert done.report is not None
        assert self.change(service, printed, PHRASE) == done

    def test_a_wrong_password_is_refused(self, service: Provisioning, printed: str) -> None:
        """Whoever knows the run id and no password is refused, and told nothing of the run."""
        self.change(service, printed, PHRASE)
        refused = PasswordChange(LoginVerdict.REFUSED)
        assert self.change(service, "wrong", OTHER_PHRASE) == refused
        assert self.change(service, printed, OTHER_PHRASE) == refused
        assert self.change(service, "wrong", OTHER_PHRASE, "first") == refused
        assert self.change(service, "wrong", OTHER_PHRASE, actor="M. Petit") == refused

    def test_a_second_change_needs_another_id(self, service: Provisioning, printed: str) -> None:
        """The right password and another choice under a known id: the first report does not answer for it."""
        self.change(service, printed, PHRASE)
        with pytest.raises(RunIdReusedError):
            self.change(service, PHRASE, OTHER_PHRASE)
        with pytest.raises(RunIdReusedError):
            self.change(service, PHRASE, OTHER_PHRASE, "first")
        assert service.candidates.check_login("lea.martin", PHRASE).verdict is LoginVerdict.ACCEPTED

    def test_another_actor(self, service: Provisioning, printed: str) -> None:
        """What the candidate did is not what somebody else did."""
        self.change(service, printed, PHRASE)
        with pytest.raises(RunIdReusedError):
            self.change(service, printed, PHRASE, actor="M. Petit")

    def test_a_password_that_no_longer_holds(self, service: Provisioning, printed: str) -> None:
        """A retry is accepted only while the password is the one that this run made."""
        self.change(service, printed, PHRASE)
        self.change(service, PHRASE, OTHER_PHRASE, "second")
        assert self.change(service, printed, PHRASE).verdict is LoginVerdict.REFUSED
        self.change(service, OTHER_PHRASE, PHRASE, "third")
        assert self.change(service, printed, PHRASE).verdict is LoginVerdict.REFUSED  # made by the third
        desk(service).accounts.close(LEA)
        assert self.change(service, OTHER_PHRASE, PHRASE, "third").verdict is LoginVerdict.REFUSED

    @pytest.mark.parametrize(
        ("faster", "verdict"), [(PHRASE, LoginVerdict.ACCEPTED), (OTHER_PHRASE, LoginVerdict.REFUSED)]
    )
    def test_both_at_once(self, service: Provisioning, printed: str, faster: str, verdict: LoginVerdict) -> None:
        """Of two changes under one id at once, the second is answered by the first only where they are the same."""
        first = meanwhile(lambda: self.change(service, printed, faster))
        change = self.change(evolve(service, hasher=first), printed, PHRASE)
        assert (change.verdict, change.report is not None) == (verdict, verdict is LoginVerdict.ACCEPTED)
        assert service.candidates.check_login("lea.martin", faster).verdict is LoginVerdict.ACCEPTED

    def test_no_digest_of_a_password_is_kept(self, service: Provisioning, printed: str) -> None:
        """Nobody tries passwords against the journal: two changes leave the same subject."""
        subjects = [
            change.report.run.subject
            for change in (self.change(service, printed, PHRASE, "1"), self.change(service, PHRASE, OTHER_PHRASE, "2"))
            if change.report
        ]
        assert subjects == [Subject(login="lea.martin")] * 2
        email = [
            evolve(service, store=make_school(*PUPILS).store).candidates.register_email_account(
                LEA, "lea@example.org", password=password
            )
            for password in (PHRASE, OTHER_PHRASE)
        ]
        assert email[0].run.subject == email[1].run.subject


def meanwhile(happens: Callable[[], object]) -> Argon2idHasher:
    """Return the real hasher; while it works for the first time, something else happens."""
    left = [happens]

    class Meanwhile(Argon2idHasher):
        def hash(self, password: Password) -> PasswordHash:
            while left:
                left.pop()()
            return super().hash(password)

    return Meanwhile(TESTS_ONLY)


def test_two_accounts_under_one_id_at_once(service: Provisioning) -> None:
    """Of two registrations at once with two passwords, the second is not told that its password is the account's."""

    def register(password: str, on: Provisioning = service) -> object:
        return on.candidates.register_email_account(ROUX, "roux@example.org", password=password, run_id="once")

    with pytest.raises(RunIdReusedError):
        register(PHRASE, evolve(service, hasher=meanwhile(lambda: register(OTHER_PHRASE))))
    assert service.candidates.check_login("roux@example.org", OTHER_PHRASE).verdict is LoginVerdict.ACCEPTED


def test_erasing_leaves_no_digest_to_try(service: Provisioning) -> None:
    """After an erasure, nobody recognises the person by trying keys, names, logins and titles against the journal."""
    service.candidates.register_email_account(ROUX, "roux@example.org", run_id="another's")
    reprinted = desk(service).documents.reprint(document(service, 0), title="Encore ZOLA", run_id="reprint")
    desk(service).documents.reprint(reprinted.documents[0], title="Toujours ZOLA", run_id="reprint again")
    desk(service).regenerate(Criteria(candidates=[ZOLA]), title="Pour Léa ZOLA", run_id="regenerate")
    registry(service).rename(UAI, ZOLA, given_names="Emilia", run_id="rename")
    registry(service).register_roster(UAI, SESSION, [candidature(2, "ZOLA", "Emilia")], run_id="roster")
    desk(service).accounts.impose_logins({ZOLA: "emilia.z", SAND: "g.sand"}, run_id="impose")
    desk(service).generate(Generation(groups=["3A"]), run_id="run")
    desk(service).generate(run_id="default")
    desk(service).documents.purge(OlderThan(90), run_id="purge")
    before = requests(service)
    assert all(before[run] for run in ("regenerate", "reprint", "reprint again", "rename", "roster", "impose", "run"))

    report = desk(service).accounts.erase(ZOLA, run_id="erase")
    after = requests(service)
    kept = {run for run, request in after.items() if request not in {"", ERASED}}
    assert kept - {"erase"} == {run for run in before if run == "purge" or registers_no_pupil(service, run)}
    assert after["default"] == ""
    with service.store.reading() as unit:
        another = unit.journal.get(RunId("another's"))
    assert another is not None
    assert another.run.subject.request == digest({"email": "roux@example.org"})[:32]

    assert desk(service).accounts.erase(ZOLA, run_id="erase") == report
    assert desk(service).generate(run_id="default").run.id == "default"
    with pytest.raises(RunIdReusedError, match="about a person who was erased since") as refused:
        desk(service).generate(Generation(groups=["3A"]), run_id="run")  # nobody is told again what the request gave
    assert refused.value == RunIdReusedError("run")


def requests(service: Provisioning) -> dict[str, str]:
    """Return the digest that each report of the school has."""
    return {one.run.id: one.run.subject.request for one in desk(service).documents.journal(size=100).items}


def registers_no_pupil(service: Provisioning, run_id: str) -> bool:
    """Whether the run registered a school."""
    report = desk(service).documents.report(run_id)
    return report is not None and report.run.activity.value == "register_school"


def test_a_run_is_a_plain_head(service: Provisioning) -> None:
    """The report keeps the id that the host gave, as it was given."""
    head = desk(service).generate(run_id=f"janvier/{UAI}").run
    assert isinstance(head, Run)
    assert head.id == f"janvier/{UAI}"


class Late:
    """A real store, or a unit or a journal of it; the journal does not know yet what another unit is committing."""

    def __init__(self, inner: Any, looks: list[str]) -> None:
        self.inner, self.looks, self.keeps_people = inner, looks, True

    def __getattr__(self, name: str) -> Any:
        """Hand on, with the journal late."""
        return Late(self.inner.journal, self.looks) if name == "journal" else getattr(self.inner, name)

    def get(self, run_id: RunId) -> Any:
        """Find nothing at the first look."""
        self.looks.append(run_id)
        return None if len(self.looks) == 1 else self.inner.get(run_id)

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Open a real unit."""
        with self.inner.reading() as unit:
            yield unit

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
        """Open a late unit."""
        with self.inner.writing(waits=waits) as unit:
            yield Late(unit, self.looks)


def test_the_same_request_twice_at_once(service: Provisioning) -> None:
    """Of two equal requests at once, the one that commits second gets the report of the first; another is refused."""
    report = desk(service).accounts.close(ZOLA, run_id="once")
    assert desk(evolve(service, store=Late(service.store, []))).accounts.close(ZOLA, run_id="once") == report
    with pytest.raises(RunIdReusedError):
        desk(evolve(service, store=Late(service.store, []))).accounts.close(LEA, run_id="once")
    with service.store.reading() as unit:
        assert all(account.is_open for account in unit.accounts.find(candidates=[CandidateId(LEA)]))
