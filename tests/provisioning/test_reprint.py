"""An honest reprint: the slips that still hold, and no other, drawn as a new document."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from cyclades_accounts import Candidature, Criteria, LoginVerdict, Provisioning, School
from cyclades_accounts.errors import (
    InvalidValueError,
    PurgedDocumentError,
    RendererFailedError,
    RunIdReusedError,
    ServiceNotGrantedError,
    StalePlanError,
    UnknownDocumentError,
)
from cyclades_accounts.identifiers import CandidateId, DocumentId, SessionId, Uai
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import PapillonState, ReprintReport, RunReport, Standing, told_in
from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE
from cyclades_accounts.retention import OlderThan
from tests.support import (
    NOW,
    OTHER_SCHOOL,
    OTHER_UAI,
    SCHOOL,
    SESSION,
    UAI,
    TextRenderer,
    candidature,
    desk,
    ine,
    make_school,
    make_service,
    passwords_of,
    read_slips,
    registry,
)

LATER = NOW + timedelta(days=7)


def renewed_school() -> tuple[Provisioning, DocumentId]:
    """Return a school of three, one of whom has a new password since the document."""
    service = make_school(candidature(1), candidature(2, "DURAND"), candidature(3, "ZOLA", division="3B"))
    report = desk(service).generate(run_id="first")
    desk(service, now=LATER).regenerate(Criteria(candidates=[ine(2)]), run_id="renewal")
    return service, report.documents[0]


def test_only_what_holds_is_drawn() -> None:
    """This test ensures that the new document shows the slips that still hold, with the same passwords, in order."""
    service, old = renewed_school()
    before = read_slips(desk(service).documents.open(old).content)
    report = desk(service, now=LATER + timedelta(days=1)).documents.reprint(old, run_id="again")
    (new,) = report.documents
    opened = desk(service).documents.open(new)
    assert read_slips(opened.content) == {login: before[login] for login in ("lea.martin", "lea.zola")}
    assert [one.papillon.login for one in opened.papillons] == ["lea.martin", "lea.zola"]
    assert [one.standing.state for one in opened.papillons] == [PapillonState.HOLDS] * 2
    assert report.printed == tuple(one.papillon.account_id for one in opened.papillons)
    (left,) = report.left_out
    assert (left.credential_version, left.standing.state) == (1, PapillonState.SUPERSEDED)
    assert left.standing.run_id == "renewal"
    assert report.source == "first"
    for login, password in read_slips(opened.content).items():
        assert service.candidates.check_login(login, password).verdict is LoginVerdict.ACCEPTED


def test_it_joins_the_list() -> None:
    """This test ensures that a reprint is a document like the others: listed first, under its title, in each layout."""
    service, old = renewed_school()
    at = LATER + timedelta(days=1)
    report = desk(service, actor="Mme Roux", now=at).documents.reprint(
        old, layouts=(TWO_PER_PAGE, ONE_PER_PAGE), title="Encore"
    )
    page = desk(service).documents.page()
    assert [document.id for document in page.items[:2]] == list(report.documents)
    assert [(one.title, one.layout, one.papillons) for one in page.items[:2]] == [
        ("Encore", "two-per-page", 2),
        ("Encore", "one-per-page", 2),
    ]
    assert desk(service).documents.report(report.run.id) == report
    assert passwords_of(service, report.documents).keys() == {"lea.martin", "lea.zola"}


def test_a_reprint_can_be_drawn_again() -> None:
    """This test ensures that a reprint of a reprint leaves out what stopped holding in between."""
    service, old = renewed_school()
    first = desk(service).documents.reprint(old)
    desk(service).accounts.revoke(ine(3))
    second = desk(service).documents.reprint(first.documents[0])
    assert read_slips(desk(service).documents.open(second.documents[0]).content).keys() == {"lea.martin"}
    assert second.source == first.run.id


def test_slips_show_the_same_last_day() -> None:
    """This test ensures that a renderer is told the school, the session and the day that the first slip showed."""
    batches: list[Any] = []

    class Noting(TextRenderer):
        def render(self, batch: Any, layouts: Any) -> list[bytes]:
            batches.append(batch)
            return [b"x" for _ in layouts]

    service = make_school(candidature(1), renderer=Noting())
    report = desk(service).generate()
    desk(service, now=LATER).documents.reprint(report.documents[0])
    first, again = batches
    assert (again.last_day, again.session, again.school_name, again.uai) == (
        SESSION.last_day,
        first.session,
        SCHOOL.name,
        UAI,
    )
    assert (first.made_on, again.made_on) == (NOW.date(), LATER.date())
    assert again.papillons == first.papillons


def test_nothing_holds() -> None:
    """This test ensures that where no slip holds no document is made, and the report says why."""
    service, old = renewed_school()
    report = desk(service, now=SESSION.ends_at).documents.reprint(old)
    assert (report.documents, report.printed) == ((), ())
    assert [left.standing.state for left in report.left_out] == [
        PapillonState.SUPERSEDED,
        PapillonState.EXPIRED,
        PapillonState.EXPIRED,
    ]


def test_a_retry_is_harmless() -> None:
    """This test ensures that a known run id returns its report and draws nothing, and is good for one request."""
    service, old = renewed_school()
    report = desk(service).documents.reprint(old, run_id="again")
    assert desk(service).documents.reprint(old, run_id="again") == report
    assert desk(service).documents.page().total == 4
    with pytest.raises(RunIdReusedError):
        desk(service).documents.reprint(old, run_id="again", title="Autre")
    with pytest.raises(RunIdReusedError):
        desk(service).documents.reprint(old, run_id="again", layouts=(TWO_PER_PAGE,))


def test_a_layout_is_no_name() -> None:
    """This test ensures that the name of a layout, which documents have, is refused with what to write instead."""
    service, old = renewed_school()
    with pytest.raises(InvalidValueError, match="TWO_PER_PAGE"):
        desk(service).documents.reprint(old, layouts=["two-per-page"])  # type: ignore[list-item]  # the mistake under test


def test_refusals() -> None:
    """This test ensures that an unknown document, purged slips and a school without the service are refused."""
    service, old = renewed_school()
    with pytest.raises(UnknownDocumentError):
        desk(service).documents.reprint(DocumentId("nowhere"))
    registry(service).register_school(evolve(SCHOOL, manages_candidates=False))
    with pytest.raises(ServiceNotGrantedError):
        desk(service).documents.reprint(old)
    registry(service).register_school(SCHOOL)
    desk(service, now=LATER).documents.purge(OlderThan(0))
    with pytest.raises(PurgedDocumentError) as caught:
        desk(service).documents.reprint(old)
    assert caught.value == PurgedDocumentError(old, told_in(LATER, service.time_zone).isoformat())


def test_a_failing_renderer_leaves_nothing() -> None:
    """This test ensures that a reprint is whole or not at all."""

    class Broken(TextRenderer):
        def render(self, batch: Any, layouts: Any) -> list[bytes]:
            raise ZeroDivisionError

    service, old = renewed_school()
    with pytest.raises(RendererFailedError):
        desk(evolve(service, renderer=Broken())).documents.reprint(old, run_id="again")
    assert desk(service).documents.report("again") is None
    assert desk(service).documents.page().total == 3


class Meddling:
    """A store in which something happens between the reading and the writing of a reprint."""

    keeps_people = True

    def __init__(self, inner: Any, meddle: Any) -> None:
        self.inner, self.meddle = inner, meddle

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Read."""
        with self.inner.reading() as unit:
            yield unit

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
        """Do the other thing, then write."""
        self.meddle()
        with self.inner.writing(waits=waits) as unit:
            yield unit


def test_what_changes_meanwhile_is_looked_at_again() -> None:
    """This test ensures that a slip whose password is renewed while the reprint is drawn is not in it."""
    service, old = renewed_school()
    done: list[RunReport] = []

    def once() -> None:
        if not done:
            done.append(desk(service).regenerate(Criteria(candidates=[ine(1)])))

    report = desk(evolve(service, store=Meddling(service.store, once))).documents.reprint(old)
    assert read_slips(desk(service).documents.open(report.documents[0]).content).keys() == {"lea.zola"}


def test_it_gives_up_where_it_never_ends() -> None:
    """This test ensures that a reprint does not try for ever, and leaves nothing."""
    service, old = renewed_school()

    toggles = iter(range(100))

    def toggle() -> None:
        accounts = desk(service).accounts
        (accounts.close if next(toggles) % 2 == 0 else accounts.reopen)(ine(1))

    with pytest.raises(StalePlanError):
        desk(evolve(service, store=Meddling(service.store, toggle))).documents.reprint(old, run_id="again")
    assert desk(service).documents.report("again") is None


def test_two_at_once_under_one_run_id() -> None:
    """This test ensures that of two reprints under one id the second returns the report of the first."""
    service, old = renewed_school()
    reports: list[ReprintReport] = []

    def first() -> None:
        if not reports:
            reports.append(desk(service).documents.reprint(old, run_id="again"))

    second = desk(evolve(service, store=Meddling(service.store, first))).documents.reprint(old, run_id="again")
    assert [second] == reports
    assert desk(service).documents.page().total == 4


class OwnPeople:
    """A host's own people: one list of rows."""

    def __init__(self, *rows: Candidature) -> None:
        self.rows = list(rows)

    def school(self, uai: Uai) -> School | None:
        """Return a school."""
        return {one.uai: one for one in (SCHOOL, OTHER_SCHOOL)}.get(uai)

    def of_school(self, uai: Uai, session: SessionId) -> list[Candidature]:
        """Return the rows of a school for a session."""
        return [row for row in self.rows if (row.uai, row.session_id) == (uai, session)]

    def of_candidates(self, ids: Collection[CandidateId]) -> list[Candidature]:
        """Return the rows of people."""
        return [row for row in self.rows if row.candidate_id in ids]


class TestWhomAnotherSchoolHoldsNow:
    """A slip of a pupil who moved still opens the account, and is the new school's to draw again."""

    def check(self, service: Provisioning, made: DocumentId) -> None:
        """See that the slip is told to be of another school's pupil, and is left out."""
        moved = Standing(PapillonState.MOVED)
        assert list(desk(service).documents.standings(made).values()) == [moved, Standing(PapillonState.HOLDS)]
        assert len(desk(service).documents.open(made).holding) == 1
        report = desk(service).documents.reprint(made)
        assert [left.standing for left in report.left_out] == [moved]
        [slip] = desk(service).documents.open(report.documents[0]).papillons
        assert slip.papillon.login == "lea.martin2"

    def test_kept_by_the_library(self) -> None:
        """The school moved the pupil, and the account followed."""
        service = make_school(candidature(1), candidature(2))
        made = desk(service).generate().documents[0]
        registry(service).move(UAI, SESSION, ine(1), to=OTHER_UAI)
        self.check(service, made)

    def test_own_people(self) -> None:
        """The host's row names another school now."""
        people = OwnPeople(candidature(1), candidature(2))
        service = make_service(store=InMemoryStore(people=people))
        made = desk(service).generate().documents[0]
        people.rows[0] = candidature(1, uai=OTHER_UAI)
        self.check(service, made)
