"""Opening a document: the bytes of the day, what became of each slip, and who looked (M9, M16)."""

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from attrs import evolve, frozen

from cyclades_accounts import Criteria
from cyclades_accounts.errors import (
    RunIdReusedError,
    StoreFailedError,
    UnknownDocumentError,
    UnknownSchoolError,
    WrongKeyError,
)
from cyclades_accounts.identifiers import AccountId, DocumentId, RunId
from cyclades_accounts.model import Activity, OpeningReport, PapillonState, RunReport, Standing
from cyclades_accounts.provisioning import OpenedDocument
from cyclades_accounts.repositories import Store, UnitOfWork
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from tests.support import NOW, OTHER_UAI, SESSION, UAI, candidature, desk, ine, make_school, read_slips

LATER = NOW + timedelta(days=7)


@frozen
class ReadOnly:
    """The real store, in which nobody can write."""

    inner: Store
    keeps_people: bool = True

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """Open a real unit."""
        return self.inner.reading()

    def writing(self, *, waits: bool = True) -> AbstractContextManager[UnitOfWork]:
        """Open none."""
        del waits
        raise OSError("the disk is read-only")


def states(opened: OpenedDocument) -> list[PapillonState]:
    """Return the state of each slip."""
    return [one.standing.state for one in opened.papillons]


def test_every_state_there_is() -> None:
    """This test ensures that an old document says of each slip whether it holds, and what happened to the others."""
    service = make_school(*(candidature(number, f"NOM{number}") for number in range(1, 7)))
    report = desk(service).generate(run_id="first")
    (document, _) = report.documents
    first = {str(one.papillon.login): one.papillon for one in desk(service).documents.open(document).papillons}
    assert states(desk(service).documents.open(document)) == [PapillonState.HOLDS] * 6

    desk(service, now=LATER).regenerate(Criteria(candidates=[ine(2)]), run_id="renewal")
    changed = service.candidates.change_password(
        "lea.nom3", first["lea.nom3"].password.reveal(), "une phrase de passe", now=LATER + timedelta(hours=1)
    )
    assert changed.report
    desk(service, now=LATER + timedelta(hours=2)).accounts.revoke(ine(4))
    desk(service, now=LATER + timedelta(hours=3)).accounts.close(ine(5))
    opened = desk(service, now=LATER + timedelta(days=1)).documents.open(document)
    assert [one.standing for one in opened.papillons] == [
        Standing(PapillonState.HOLDS),
        Standing(PapillonState.SUPERSEDED, LATER, RunId("renewal")),
        Standing(PapillonState.CHANGED, LATER + timedelta(hours=1)),
        Standing(PapillonState.REVOKED, LATER + timedelta(hours=2)),
        Standing(PapillonState.CLOSED, LATER + timedelta(hours=3)),
        Standing(PapillonState.HOLDS),
    ]
    assert [one.papillon.login for one in opened.holding] == ["lea.nom1", "lea.nom6"]
    assert opened.content == desk(service).documents.open(document).content
    assert read_slips(opened.content) == {login: slip.password.reveal() for login, slip in first.items()}

    over = desk(service, now=SESSION.ends_at).documents.open(document)
    assert states(over).count(PapillonState.EXPIRED) == 2


def test_standings_open_nothing() -> None:
    """This test ensures that a host can show what still holds without a password being read, or the key at hand."""
    service = make_school(candidature(1), candidature(2, "DURAND"))
    report = desk(service).generate()
    desk(service).regenerate(Criteria(candidates=[ine(2)]))
    before = desk(service).documents.journal()
    keyless = evolve(service, sealer=AesGcmSealer(KeyRing.generate("another")))
    found = desk(keyless).documents.standings(report.documents[0])
    ids = {str(outcome.login): outcome.account_id for outcome in report.created}
    assert {key: one.state for key, one in found.items()} == {
        ids["lea.durand"]: PapillonState.SUPERSEDED,
        ids["lea.martin"]: PapillonState.HOLDS,
    }
    assert list(found) == [ids["lea.durand"], ids["lea.martin"]]
    at_the_end = list(desk(keyless, now=SESSION.ends_at).documents.standings(report.documents[0]).values())
    assert [one.state for one in at_the_end] == [PapillonState.SUPERSEDED, PapillonState.EXPIRED]
    assert desk(service).documents.journal() == before
    with pytest.raises(UnknownDocumentError):
        desk(service).documents.standings(DocumentId("nowhere"))


def test_whoever_looks_is_noted() -> None:
    """This test ensures that the journal keeps who opened which document and when."""
    service = make_school(candidature(1))
    report = desk(service, actor="Mme Roux").generate(run_id="first")
    opened = desk(service, actor="M. Petit", now=LATER).documents.open(report.documents[1], run_id="look")
    assert opened.report == desk(service).documents.report("look")
    assert isinstance(opened.report, OpeningReport)
    assert (opened.report.run.actor, opened.report.run.at, opened.report.run.activity, opened.report.run.uai) == (
        "M. Petit",
        LATER,
        Activity.OPEN_DOCUMENT,
        UAI,
    )
    assert (opened.report.source, opened.report.document_id) == (report.run.id, report.documents[1])


def test_each_showing_has_its_line() -> None:
    """This test ensures that nobody sees a password again under a run id that the journal knows, the same or another.

    The attack: one line in the journal, and the slips shown a hundred times.
    """
    service = make_school(candidature(1))
    report = desk(service).generate(run_id="first")
    desk(service, actor="M. Petit").documents.open(report.documents[1], run_id="look")
    before = desk(service).documents.journal().total
    for actor, document, known in (
        ("M. Petit", 1, "look"),
        ("M. Petit", 0, "look"),
        ("Mme Roux", 1, "look"),
        ("Mme Roux", 1, "first"),
    ):
        with pytest.raises(RunIdReusedError):
            desk(service, actor=actor).documents.open(report.documents[document], run_id=known)
    assert desk(service).documents.journal().total == before
    for _ in range(3):
        desk(service).documents.open(report.documents[0])
    assert desk(service).documents.journal().total == before + 3


def test_the_line_comes_before_the_password() -> None:
    """This test ensures that nothing is unsealed unless the journal holds the line, which stays if unsealing fails."""
    service = make_school(candidature(1))
    report = desk(service).generate()
    before = desk(service).documents.journal().total
    keyless = evolve(service, sealer=AesGcmSealer(KeyRing.generate("another")))
    with pytest.raises(WrongKeyError):
        desk(keyless).documents.open(report.documents[0])
    assert desk(service).documents.journal().total == before + 1
    deaf = evolve(keyless, store=ReadOnly(service.store))
    with pytest.raises(StoreFailedError):  # and not WrongKeyError: the sealer was not asked
        desk(deaf).documents.open(report.documents[0])


def test_the_repr_shows_no_password() -> None:
    """This test ensures that an opened document in a log shows neither its bytes nor a password."""
    service = make_school(candidature(1))
    report = desk(service).generate()
    opened = desk(service).documents.open(report.documents[0])
    password = opened.papillons[0].papillon.password.reveal()
    assert password.encode() in opened.content
    assert password not in repr(opened)
    assert password not in str(opened)


class TestJournal:
    """What was done in the name of a school."""

    def test_it_is_listed_newest_first(self) -> None:
        """This test ensures that a school's journal pages through activities, newest first, and no other school's."""
        service = make_school(candidature(1))
        desk(service, now=LATER).generate(run_id="run")
        desk(service, now=LATER + timedelta(hours=1)).accounts.close(ine(1), run_id="close")
        page = desk(service).documents.journal(page=1, size=3)
        assert [report.run.activity for report in page.items] == [
            Activity.CLOSE,
            Activity.GENERATE,
            Activity.REGISTER_ROSTER,
        ]
        assert (page.first, page.total) == (1, 4)
        rest = desk(service).documents.journal(page=2, size=3)
        assert [report.run.activity for report in rest.items] == [Activity.REGISTER_SCHOOL]
        assert (rest.first, rest.total) == (4, 4)
        assert (desk(service).documents.journal(page=9).items, desk(service).documents.journal(page=9).first) == ((), 0)
        assert [report.run.activity for report in desk(service, OTHER_UAI).documents.journal().items] == [
            Activity.REGISTER_SCHOOL
        ]

    @pytest.mark.parametrize("asked", [{"page": 0}, {"size": 0}])
    def test_pages_count_from_one(self, asked: dict[str, int]) -> None:
        """This test ensures that a page that cannot be is refused."""
        with pytest.raises(ValueError, match="a whole number from 1"):
            desk(make_school()).documents.journal(**asked)

    def test_an_unknown_school_is_refused(self) -> None:
        """This test ensures that a wrong UAI is not an empty journal."""
        with pytest.raises(UnknownSchoolError):
            desk(make_school(), "0350003N").documents.journal()

    def test_candidates_are_not_in_it(self) -> None:
        """This test ensures that what a candidate does is no school's business."""
        service = make_school(candidature(1))
        report = desk(service).generate()
        password = desk(service).documents.open(report.documents[0]).papillons[0].papillon.password.reveal()
        before = desk(service).documents.journal().total
        change = service.candidates.change_password("lea.martin", password, "une phrase de passe", run_id="change")
        with service.store.reading() as unit:
            assert unit.journal.get(RunId("change")) == change.report
        assert desk(service).documents.report("change") is None
        assert isinstance(report, RunReport)
        assert desk(service).documents.journal().total == before


def test_accounts_of_a_document_are_keys() -> None:
    """This test ensures that standings are found by the account's key, the one the report of the run has."""
    service = make_school(candidature(1))
    report = desk(service).generate()
    assert set(desk(service).documents.standings(report.documents[0])) == {AccountId(str(report.created[0].account_id))}
