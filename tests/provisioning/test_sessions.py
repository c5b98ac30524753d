"""A session is kept once: whoever uses it gives it as it is kept, or by its id, and a host changes it for all."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve

from cyclades_accounts import Criteria, Desk, ExamSession, Generation, LoginVerdict, Provisioning
from cyclades_accounts.errors import (
    InvalidValueError,
    RunIdReusedError,
    SessionDiffersError,
    UnknownSessionError,
)
from cyclades_accounts.model import Activity, Subject
from cyclades_accounts.papillons import Layout, PapillonBatch
from cyclades_accounts.provisioning import Upkeep
from cyclades_accounts.retention import SessionOver
from cyclades_accounts.testing.samples import registry_of
from tests.support import (
    NOW,
    OTHER_UAI,
    SESSION,
    UAI,
    TextRenderer,
    candidature,
    desk,
    ine,
    make_school,
    make_service,
    passwords_of,
    registry,
)
from tests.testing.wrapped import Instead, Wrapped

EARLIER = evolve(SESSION, last_day=date(2025, 7, 15))
JUNE = evolve(SESSION, label="DNB, session de juin 2025")
SEPTEMBER = ExamSession.of("DNB", 2025, SESSION.last_day, turn="septembre")


class Noting(TextRenderer):
    """A renderer that notes what the slips call the session."""

    def __init__(self) -> None:
        self.labels: list[str] = []

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Note the session, and draw."""
        self.labels.append(batch.session)
        return super().render(batch, layouts)


class NoSessions:
    """Sessions as an upgrade leaves them: none is kept."""

    def keep(self, session: ExamSession) -> ExamSession:
        """Forget it."""
        return session

    def all(self) -> tuple[ExamSession, ...]:
        """Return none."""
        return ()


def upkeep(service: Provisioning) -> Upkeep:
    """Return the host's own acts."""
    return service.upkeep(actor="exploitation")


READING: dict[str, Callable[[Desk], object]] = {
    "plan": lambda desk: desk.plan(),
    "coverage": lambda desk: desk.coverage(),
    "roster_list": lambda desk: desk.roster_list(),
    "purgeable": lambda desk: desk.documents.purgeable(SessionOver()),
}

WRITING: dict[str, Callable[[Desk], object]] = {
    "generate": lambda desk: desk.generate(),
    "regenerate": lambda desk: desk.regenerate(Criteria(), lift_limit=True),
    "reprint": lambda desk: desk.documents.reprint(desk.documents.page().items[0].id),
    "purge": lambda desk: desk.documents.purge(SessionOver()),
    "reseal": lambda desk: desk.documents.reseal(),
}


def unkept(*roster: Any, **changes: Any) -> Provisioning:
    """Return a service with people whose session nobody has kept yet, as after an upgrade."""
    service = make_school(**changes)
    with service.store.writing() as unit:
        registry_of(unit).put(roster or [candidature(1)])
    return service


@pytest.mark.parametrize("activity", READING.values(), ids=READING)
def test_reading_keeps_nothing(activity: Callable[[Desk], object]) -> None:
    """An activity that reads uses a session that the store does not know, and writes nothing."""
    service = unkept()
    activity(desk(service))
    assert upkeep(service).sessions() == ()


@pytest.mark.parametrize("name", WRITING)
def test_the_first_that_writes_keeps_it(name: str) -> None:
    """An activity that writes keeps a session that the store does not know."""
    service = unkept()
    if name == "reprint":  # of a document that another session made: the desk's own is kept all the same
        with service.store.writing() as unit:
            registry_of(unit).put([candidature(2, session_id=SEPTEMBER.id)])
        document = desk(service, UAI, SEPTEMBER).generate().documents[0]
        desk(service).documents.reprint(document)
        assert upkeep(service).sessions() == (SESSION, SEPTEMBER)
    else:
        WRITING[name](desk(service))
        assert upkeep(service).sessions() == (SESSION,)


def test_registering_keeps_it() -> None:
    """A roster keeps its session, and so does a candidature that moves."""
    service = make_school(candidature(1))
    assert upkeep(service).sessions() == (SESSION,)
    moved = unkept()
    registry(moved).move(UAI, SESSION, ine(1), to=OTHER_UAI)
    assert upkeep(moved).sessions() == (SESSION,)


@pytest.mark.parametrize("other", [EARLIER, JUNE], ids=["last day", "label"])
@pytest.mark.parametrize("name", READING | WRITING)
def test_two_callers_do_not_disagree(name: str, other: ExamSession) -> None:
    """Whoever gives another last day or another label is refused, is told both, and nothing is done."""
    service = make_school(candidature(1))
    desk(service).generate()
    before = desk(service).documents.journal().total
    with pytest.raises(SessionDiffersError) as refused:
        (READING | WRITING)[name](desk(service, UAI, other))
    expected = SessionDiffersError("DNB-2025", SESSION.label, SESSION.last_day, other.label, other.last_day)
    assert refused.value == expected
    assert desk(service).documents.journal().total == before
    assert upkeep(service).sessions() == (SESSION,)


def test_a_registry_does_not_disagree() -> None:
    """Whoever registers or moves gives the session as it is kept."""
    service = make_school(candidature(1))
    with pytest.raises(SessionDiffersError):
        registry(service).register_roster(UAI, EARLIER, [candidature(1), candidature(2)])
    with pytest.raises(SessionDiffersError):
        registry(service).move(UAI, EARLIER, ine(1), to=OTHER_UAI)
    assert desk(service).coverage().candidates == 1


def test_a_session_changed_between_plan_and_writing_is_refused() -> None:
    """What another unit has set since the plan was read is compared once more where the run writes."""
    changed: list[Provisioning] = []

    class Meanwhile(TextRenderer):
        """A renderer during which the host changes the session."""

        def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
            """Change it, and draw."""
            upkeep(changed[0]).set_session(EARLIER)
            return super().render(batch, layouts)

    service = make_school(candidature(1), renderer=Meanwhile())
    changed.append(service)
    with pytest.raises(SessionDiffersError):
        desk(service).generate()
    assert desk(service, UAI, EARLIER).coverage().with_account == 0


def test_the_id_alone_is_enough() -> None:
    """A desk made with the id has the session as it is kept."""
    service = make_school(candidature(1))
    upkeep(service).set_session(evolve(SESSION, id="CFG-2025"))  # another one, which stands before it
    here = service.desk(UAI, "DNB-2025", actor="Mme Roux")
    assert here.session == SESSION
    assert here.generate().created


@pytest.mark.parametrize("session_id", ["CFG-2025", "dnb-2025", "DNB-2025-septembre"])
def test_an_unknown_id_is_refused(session_id: str) -> None:
    """An id that the store does not keep makes no desk, even where candidatures have it."""
    service = unkept(candidature(1, session_id=SEPTEMBER.id))
    with pytest.raises(UnknownSessionError) as caught:
        service.desk(UAI, session_id, actor="Mme Roux")
    assert caught.value == UnknownSessionError(session_id)


@pytest.mark.parametrize("session", ["", "DNB 2025", "DNB-2025\n", "x" * 61, 2025, None])
def test_what_is_no_session_makes_no_desk(session: Any) -> None:
    """Neither a session nor an id of one: refused when the desk is made."""
    with pytest.raises(InvalidValueError, match="session"):
        make_service().desk(UAI, session, actor="Mme Roux")


def test_turns_of_one_year_stand_apart() -> None:
    """Two turns of one exam in one year are two sessions, each with its candidatures and documents."""
    service = make_school(candidature(1))
    registry(service).register_roster(UAI, SEPTEMBER, [candidature(2, session_id=SEPTEMBER.id)])
    assert len(desk(service).generate().created) == 1
    assert len(desk(service, UAI, SEPTEMBER).generate().created) == 1
    assert [desk(service, UAI, one).documents.page().total for one in (SESSION, SEPTEMBER)] == [2, 2]


def test_the_label_stands_on_slips_and_their_reprints() -> None:
    """A slip calls the session by its label, and so does a reprint, at a desk of another session too."""
    renderer = Noting()
    service = make_school(renderer=renderer)
    registry(service).register_roster(UAI, JUNE, [candidature(1)])
    document = desk(service, UAI, JUNE).generate().documents[0]
    desk(service, UAI, JUNE).documents.reprint(document)
    desk(service, UAI, SEPTEMBER).documents.reprint(document)
    assert renderer.labels == [JUNE.label] * 3


def test_documents_of_before_sessions_were_kept() -> None:
    """A document whose session is not kept calls it by the desk's own label, else by exam and year, as its key says."""
    renderer = Noting()
    store = Wrapped(lambda unit: Instead(unit, sessions=NoSessions()))
    service = make_school(candidature(1), renderer=renderer, store=store)
    document = desk(service).generate().documents[0]
    desk(service, UAI, SEPTEMBER).documents.reprint(document)
    desk(service, UAI, JUNE).documents.reprint(document)
    assert renderer.labels == ["DNB 2025", "DNB 2025", JUNE.label]


class TestSetSession:
    """The host changes a session, in no school's name."""

    def test_it_changes_the_session_for_all(self) -> None:
        """From then on the session is the new one, and who gives the old one is refused."""
        service = make_school(candidature(1))
        report = upkeep(service).set_session(EARLIER, run_id="juin")
        assert (report.kept, report.former) == (EARLIER, SESSION)
        assert upkeep(service).sessions() == (EARLIER,)
        assert service.desk(UAI, "DNB-2025", actor="Mme Roux").session == EARLIER
        with pytest.raises(SessionDiffersError):
            desk(service).coverage()

    def test_it_is_in_the_journal(self) -> None:
        """The journal keeps who set what and when, in no school's name; a retry returns the report."""
        service = make_service()
        report = upkeep(service).set_session(SESSION, run_id="juin")
        assert report.former is None
        assert (report.run.activity, report.run.actor, report.run.at) == (Activity.SET_SESSION, "exploitation", NOW)
        assert report.run.subject == Subject(session_id=SESSION.id, request=report.run.subject.request)
        with service.store.reading() as unit:
            assert unit.journal.get(report.run.id) == report
        upkeep(service).set_session(EARLIER)
        assert upkeep(service).set_session(SESSION, run_id="juin") == report
        assert upkeep(service).sessions() == (EARLIER,)

    @pytest.mark.parametrize("other", [EARLIER, JUNE, SEPTEMBER])
    def test_another_change_under_a_run_id_is_refused(self, other: ExamSession) -> None:
        """A run id belongs to one session, one label and one last day."""
        service = make_service()
        upkeep(service).set_session(SESSION, run_id="juin")
        with pytest.raises(RunIdReusedError):
            upkeep(service).set_session(other, run_id="juin")

    def test_what_is_no_session_is_refused(self) -> None:
        """The id alone sets nothing."""
        with pytest.raises(InvalidValueError, match="session"):
            upkeep(make_service()).set_session("DNB-2025")  # type: ignore[arg-type]  # the mistake

    def test_passwords_already_issued_keep_their_end(self) -> None:
        """A slip says until when its password serves: it does, whatever the session's last day becomes."""
        service = make_school(candidature(1), candidature(2, "DURAND"))
        first = desk(service).generate(Generation(groups=["3A"]))
        printed = passwords_of(service, first.documents[:1])
        upkeep(service).set_session(EARLIER)
        until = SESSION.ends_at - timedelta(seconds=1)
        check = service.candidates.check_login("lea.martin", printed["lea.martin"], now=until)
        assert check.verdict is LoginVerdict.ACCEPTED
        renewal = desk(service, UAI, EARLIER).regenerate(Criteria(candidates=[ine(2)]))
        with service.store.reading() as unit:
            ends = {
                account.login: account.credential and account.credential.expires_at
                for account in unit.accounts.standing([one.candidate_id for one in first.outcomes]).values()
            }
        assert ends == {"lea.martin": SESSION.ends_at, str(renewal.outcomes[0].login): EARLIER.ends_at}

    def test_a_retry_finds_its_run_after_the_change(self) -> None:
        """A run that was asked for before the session changed returns its report afterwards, and does nothing."""
        service = make_school(candidature(1))
        report = desk(service).generate(run_id="janvier")
        upkeep(service).set_session(EARLIER)
        for again in (desk(service), service.desk(UAI, "DNB-2025", actor="Mme Roux")):
            assert again.generate(run_id="janvier") == report
