"""Documents: private names, sealed at rest, and run ids that race."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from cyclades_accounts import Criteria, Provisioning
from cyclades_accounts.errors import AlteredDocumentError, InvalidValueError, UnknownDocumentError, WrongKeyError
from cyclades_accounts.identifiers import DocumentId
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import RunReport
from cyclades_accounts.papillons import Layout, PapillonBatch
from cyclades_accounts.repositories import Store
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from cyclades_accounts.sql import SqlStore
from tests.support import (
    NOW,
    OTHER_UAI,
    SCHOOL,
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


def test_unknown_document() -> None:
    """An id that no document has is refused."""
    with pytest.raises(UnknownDocumentError) as caught:
        desk(make_service()).documents.open(DocumentId("nowhere"))
    assert caught.value == UnknownDocumentError("nowhere")


def test_file_name_names_nobody() -> None:
    """The file name holds school, session, day, layout and the start of the document's id, and is used once."""
    service = make_school(candidature(1))
    desk(service).generate()
    for document in desk(service).documents.page().items:
        assert document.name == f"papillons-{UAI}-DNB-2025-20250114-{document.layout}-{document.id[:8]}.pdf"


def test_the_store_holds_no_password() -> None:
    """What the store keeps of a document or a slip does not hold the password; the wrong key does not open it."""
    service = make_school(candidature(1))
    report = desk(service).generate()
    (password,) = passwords_of(service, report.documents).values()
    with service.store.reading() as unit:
        sealed = [unit.documents.content(key) or b"" for key in report.documents]
        sealed += [slip.sealed for slip in unit.documents.slips(runs=[report.run.id])]
    assert len(sealed) == 3
    assert not any(password.encode() in content for content in sealed)
    for ring, refusal in (
        (KeyRing.generate("tests"), AlteredDocumentError),
        (KeyRing.generate("other"), WrongKeyError),
    ):
        with pytest.raises(refusal):
            desk(evolve(service, sealer=AesGcmSealer(ring))).documents.open(report.documents[0])


def test_one_run_id_twice_at_once() -> None:
    """Of two runs under one id that overlap, the second finds the report of the first and kills no slip."""
    service = make_school(candidature(1))
    reports: list[RunReport] = []

    class Overtaken(TextRenderer):
        """The text renderer, while whose drawing the same run is carried out elsewhere."""

        def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
            """Let the other one pass, then draw."""
            reports.append(desk(service).generate(run_id="r1"))
            return super().render(batch, layouts)

    reports.append(desk(evolve(service, renderer=Overtaken())).generate(run_id="r1"))
    assert reports[0] == reports[1]
    assert desk(service).documents.page().total == 2


def test_default_clock() -> None:
    """Without a moment of its own an activity takes the present one, in UTC."""
    service = evolve(make_school(candidature(1)), clock=make_service().clock)
    assert desk(service).generate().run.at == make_service().clock()
    from_system = type(service)(store=service.store, renderer=service.renderer, sealer=service.sealer)
    before = datetime.now(UTC)
    assert before <= registry(from_system).register_school(SCHOOL).run.at <= datetime.now(UTC)


def test_report_of_a_run() -> None:
    """The report of a run can be read again at any time; an unknown run has none."""
    service = make_school(candidature(1))
    report = desk(service).generate(run_id="r1")
    assert desk(service).documents.report("r1") == report
    assert desk(service).documents.report("r2") is None


PARIS = timezone(timedelta(hours=1))


class TestFilters:
    """The list of documents by run, day, title and actor: all that is asked must hold."""

    @pytest.fixture(params=["memory", "sqlite"])
    def service(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Provisioning]:
        """Return a service with five documents: two of a generation, then three regenerations."""
        with ExitStack() as opened:
            store: Store = InMemoryStore()
            if request.param == "sqlite":
                store = opened.enter_context(SqlStore.open(tmp_path / "documents.sqlite"))
            service = make_school(candidature(1), candidature(2, "ROUX", "Ali"), store=store)
            desk(service).generate(run_id="all")
            for run_id, hour, title, actor in (
                ("lost", 1, "Papillon perdu, Léa", "M. Le Goff"),
                ("torn", 14, "Papillon déchiré", "M. Le Goff"),
                ("late", 38, "Papillon perdu", "Mme Roux"),
            ):
                at = desk(service, actor=actor, now=NOW + timedelta(hours=hour))
                at.regenerate(Criteria(candidates=[ine(1)]), run_id=run_id, title=title)
            yield service

    def found(self, service: Provisioning, **asked: Any) -> list[str]:
        """Return the runs of the documents found, newest first."""
        at = desk(service, now=NOW.astimezone(PARIS))
        return [one.run_id for one in at.documents.page(**asked).items]

    @pytest.mark.parametrize(
        ("asked", "runs"),
        [
            ({}, ["late", "torn", "lost", "all", "all"]),
            ({"run_id": "all"}, ["all", "all"]),
            ({"run_id": "nothing"}, []),
            ({"title": "PERDU papillon"}, ["late", "lost"]),
            ({"title": "dechi"}, ["torn"]),
            ({"title": "erdu"}, []),
            ({"actor": "M. Le Goff"}, ["torn", "lost"]),
            ({"actor": "m. le goff"}, []),
            ({"actor": "Mme Roux"}, ["late", "all", "all"]),
            ({"made_on": date(2025, 1, 14)}, ["lost", "all", "all"]),
            ({"made_on": date(2025, 1, 15)}, ["torn"]),
            ({"made_on": date(2025, 1, 16)}, ["late"]),
            ({"made_on": date(2025, 1, 17)}, []),
            ({"made_on": date(2025, 1, 14), "actor": "Mme Roux"}, ["all", "all"]),
            ({"title": "perdu", "actor": "M. Le Goff"}, ["lost"]),
            ({"title": "perdu", "actor": "M. Le Goff", "run_id": "late"}, []),
        ],
        ids=str,
    )
    def test_all_that_is_asked_holds(self, service: Provisioning, asked: dict[str, Any], runs: list[str]) -> None:
        """A document is listed where every filter holds; a day is one of the desk's time zone, in every store."""
        assert self.found(service, **asked) == runs

    def test_pages_are_of_what_was_found(self, service: Provisioning) -> None:
        """Pages and the total count what was found, and the sentence of the memo follows (M16)."""
        at = desk(service)
        page = at.documents.page(page=2, size=2, title="papillon")
        assert ([one.run_id for one in page.items], page.first, page.total) == (["lost", "all"], 3, 5)
        assert at.documents.page_message(page) == "Affichage de l'élément 3 à 4 sur 5 élément(s)"
        assert desk(service, OTHER_UAI).documents.page(title="papillon").total == 0

    @pytest.mark.parametrize(
        "asked",
        [
            {"run_id": ""},
            {"made_on": NOW},
            {"made_on": "2025-01-14"},
            {"title": " "},
            {"title": 7},
            {"actor": ""},
            {"actor": "a\nb"},
        ],
        ids=str,
    )
    def test_what_cannot_be_asked(self, service: Provisioning, asked: dict[str, Any]) -> None:
        """What cannot be a run, a day, a title or an actor is refused by name."""
        with pytest.raises(InvalidValueError) as refused:
            desk(service).documents.page(**asked)
        assert [refused.value.field] == list(asked)
