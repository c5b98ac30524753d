"""Documents: private names, sealed at rest, and run ids that race."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from attrs import evolve

from cyclades_accounts.errors import AlteredDocumentError, UnknownDocumentError, WrongKeyError
from cyclades_accounts.identifiers import DocumentId
from cyclades_accounts.model import RunReport
from cyclades_accounts.papillons import Layout, PapillonBatch
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from tests.support import (
    SCHOOL,
    UAI,
    TextRenderer,
    candidature,
    desk,
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
