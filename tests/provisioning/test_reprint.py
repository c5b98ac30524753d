"""An honest reprint: the slips that still hold, and no other, drawn as a new document."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from cyclades_accounts import Criteria, LoginVerdict, Provisioning
from cyclades_accounts.errors import (
    InvalidValueError,
    PurgedDocumentError,
    RendererFailedError,
    RunIdReusedError,
    ServiceNotGrantedError,
    StalePlanError,
    UnknownDocumentError,
)
from cyclades_accounts.identifiers import DocumentId
from cyclades_accounts.model import PapillonState, ReprintReport, RunReport
from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE
from cyclades_accounts.retention import OlderThan
from tests.support import NOW, SCHOOL, SESSION, UAI, candidature, ine, make_school, passwords_of, read_slips

LATER = NOW + timedelta(days=7)


def renewed_school() -> tuple[Provisioning, DocumentId]:
    """Return a school of three, one of whom has a new password since the document."""
    service = make_school(candidature(1), candidature(2, "DURAND"), candidature(3, "ZOLA", division="3B"))
    report = service.generate(UAI, SESSION, run_id="first")
    service.regenerate(UAI, SESSION, Criteria(candidates=[ine(2)]), run_id="renewal", now=LATER)
    return service, report.documents[0]


def test_only_what_holds_is_drawn() -> None:
    """This test ensures that the new document shows the slips that still hold, with the same passwords, in order."""
    service, old = renewed_school()
    before = read_slips(service.open_document(old).content)
    report = service.reprint(old, run_id="again", now=LATER + timedelta(days=1))
    (new,) = report.documents
    opened = service.open_document(new)
    assert read_slips(opened.content) == {login: before[login] for login in ("lea.martin", "lea.zola")}
    assert [one.papillon.login for one in opened.papillons] == ["lea.martin", "lea.zola"]
    assert [one.standing.state for one in opened.papillons] == [PapillonState.HOLDS] * 2
    assert report.printed == tuple(one.papillon.account_id for one in opened.papillons)
    (left,) = report.left_out
    assert (left.credential_version, left.standing.state) == (1, PapillonState.SUPERSEDED)
    assert left.standing.run_id == "renewal"
    assert report.source == "first"
    for login, password in read_slips(opened.content).items():
        assert service.check_login(login, password).verdict is LoginVerdict.ACCEPTED


def test_it_joins_the_list() -> None:
    """This test ensures that a reprint is a document like the others: listed first, under its title, in each layout."""
    service, old = renewed_school()
    at = LATER + timedelta(days=1)
    report = service.reprint(old, layouts=(TWO_PER_PAGE, ONE_PER_PAGE), title="Encore", actor="Mme Roux", now=at)
    page = service.documents(UAI, SESSION)
    assert [document.id for document in page.items[:2]] == list(report.documents)
    assert [(one.title, one.layout, one.papillons) for one in page.items[:2]] == [
        ("Encore", "two-per-page", 2),
        ("Encore", "one-per-page", 2),
    ]
    assert service.report(report.run.id) == report
    assert passwords_of(service, report.documents).keys() == {"lea.martin", "lea.zola"}


def test_a_reprint_can_be_drawn_again() -> None:
    """This test ensures that a reprint of a reprint leaves out what stopped holding in between."""
    service, old = renewed_school()
    first = service.reprint(old)
    service.revoke(UAI, ine(3))
    second = service.reprint(first.documents[0])
    assert read_slips(service.open_document(second.documents[0]).content).keys() == {"lea.martin"}
    assert second.source == first.run.id


def test_slips_show_the_same_last_day() -> None:
    """This test ensures that a renderer is told the school, the session and the day that the first slip showed."""
    batches: list[Any] = []

    class Noting:
        def render(self, batch: Any, layouts: Any) -> list[bytes]:
            batches.append(batch)
            return [b"x" for _ in layouts]

    service = make_school(candidature(1), renderer=Noting())
    report = service.generate(UAI, SESSION)
    service.reprint(report.documents[0], now=LATER)
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
    report = service.reprint(old, now=SESSION.ends_at)
    assert (report.documents, report.printed) == ((), ())
    assert [left.standing.state for left in report.left_out] == [
        PapillonState.SUPERSEDED,
        PapillonState.EXPIRED,
        PapillonState.EXPIRED,
    ]


def test_a_retry_is_harmless() -> None:
    """This test ensures that a known run id returns its report and draws nothing, and is good for one request."""
    service, old = renewed_school()
    report = service.reprint(old, run_id="again")
    assert service.reprint(old, run_id="again") == report
    assert service.documents(UAI, SESSION).total == 4
    with pytest.raises(RunIdReusedError):
        service.reprint(old, run_id="again", title="Autre")
    with pytest.raises(RunIdReusedError):
        service.reprint(old, run_id="again", layouts=(TWO_PER_PAGE,))


def test_a_layout_is_no_name() -> None:
    """This test ensures that the name of a layout, which documents have, is refused with what to write instead."""
    service, old = renewed_school()
    with pytest.raises(InvalidValueError, match="TWO_PER_PAGE"):
        service.reprint(old, layouts=["two-per-page"])  # type: ignore[list-item]  # the mistake under test


def test_refusals() -> None:
    """This test ensures that an unknown document, purged slips and a school without the service are refused."""
    service, old = renewed_school()
    with pytest.raises(UnknownDocumentError):
        service.reprint(DocumentId("nowhere"))
    service.register_school(evolve(SCHOOL, manages_candidates=False))
    with pytest.raises(ServiceNotGrantedError):
        service.reprint(old)
    service.register_school(SCHOOL)
    service.purge(UAI, SESSION, OlderThan(0), now=LATER)
    with pytest.raises(PurgedDocumentError) as caught:
        service.reprint(old)
    assert caught.value == PurgedDocumentError(old, LATER.isoformat())


def test_a_failing_renderer_leaves_nothing() -> None:
    """This test ensures that a reprint is whole or not at all."""

    class Broken:
        def render(self, batch: Any, layouts: Any) -> list[bytes]:
            raise ZeroDivisionError

    service, old = renewed_school()
    with pytest.raises(RendererFailedError):
        evolve(service, renderer=Broken()).reprint(old, run_id="again")
    assert service.report("again") is None
    assert service.documents(UAI, SESSION).total == 3


class Meddling:
    """A store in which something happens between the reading and the writing of a reprint."""

    def __init__(self, inner: Any, meddle: Any) -> None:
        self.inner, self.meddle = inner, meddle

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Read."""
        with self.inner.reading() as unit:
            yield unit

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Do the other thing, then write."""
        self.meddle()
        with self.inner.writing() as unit:
            yield unit


def test_what_changes_meanwhile_is_looked_at_again() -> None:
    """This test ensures that a slip whose password is renewed while the reprint is drawn is not in it."""
    service, old = renewed_school()
    done: list[RunReport] = []

    def once() -> None:
        if not done:
            done.append(service.regenerate(UAI, SESSION, Criteria(candidates=[ine(1)])))

    report = evolve(service, store=Meddling(service.store, once)).reprint(old)
    assert read_slips(service.open_document(report.documents[0]).content).keys() == {"lea.zola"}


def test_it_gives_up_where_it_never_ends() -> None:
    """This test ensures that a reprint does not try for ever, and leaves nothing."""
    service, old = renewed_school()

    toggles = iter(range(100))

    def toggle() -> None:
        (service.close if next(toggles) % 2 == 0 else service.reopen)(UAI, ine(1))

    with pytest.raises(StalePlanError):
        evolve(service, store=Meddling(service.store, toggle)).reprint(old, run_id="again")
    assert service.report("again") is None


def test_two_at_once_under_one_run_id() -> None:
    """This test ensures that of two reprints under one id the second returns the report of the first."""
    service, old = renewed_school()
    reports: list[ReprintReport] = []

    def first() -> None:
        if not reports:
            reports.append(service.reprint(old, run_id="again"))

    second = evolve(service, store=Meddling(service.store, first)).reprint(old, run_id="again")
    assert [second] == reports
    assert service.documents(UAI, SESSION).total == 4
