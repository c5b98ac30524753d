"""Opening a document: the bytes of the day, what became of each slip, and who looked (M9, M16)."""

from datetime import timedelta

import pytest
from attrs import evolve

from cyclades_accounts import Criteria
from cyclades_accounts.errors import RunIdReusedError, UnknownDocumentError, UnknownSchoolError, WrongKeyError
from cyclades_accounts.identifiers import AccountId, DocumentId, RunId
from cyclades_accounts.model import Activity, OpeningReport, PapillonState, RunReport, Standing
from cyclades_accounts.provisioning import OpenedDocument
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from tests.support import NOW, OTHER_UAI, SESSION, UAI, candidature, ine, make_school, read_slips

LATER = NOW + timedelta(days=7)


def states(opened: OpenedDocument) -> list[PapillonState]:
    """Return the state of each slip."""
    return [one.standing.state for one in opened.papillons]


def test_every_state_there_is() -> None:
    """This test ensures that an old document says of each slip whether it holds, and what happened to the others."""
    service = make_school(*(candidature(number, f"NOM{number}") for number in range(1, 7)))
    report = service.generate(UAI, SESSION, run_id="first")
    (document, _) = report.documents
    first = {str(one.papillon.login): one.papillon for one in service.open_document(document).papillons}
    assert states(service.open_document(document)) == [PapillonState.HOLDS] * 6

    service.regenerate(UAI, SESSION, Criteria(candidates=[ine(2)]), run_id="renewal", now=LATER)
    changed = service.change_password(
        "lea.nom3", first["lea.nom3"].password.reveal(), "une phrase de passe", now=LATER + timedelta(hours=1)
    )
    assert changed.report
    service.revoke(UAI, ine(4), now=LATER + timedelta(hours=2))
    service.close(UAI, ine(5), now=LATER + timedelta(hours=3))
    opened = service.open_document(document, now=LATER + timedelta(days=1))
    assert [one.standing for one in opened.papillons] == [
        Standing(PapillonState.HOLDS),
        Standing(PapillonState.SUPERSEDED, LATER, RunId("renewal")),
        Standing(PapillonState.CHANGED, LATER + timedelta(hours=1)),
        Standing(PapillonState.REVOKED, LATER + timedelta(hours=2)),
        Standing(PapillonState.CLOSED, LATER + timedelta(hours=3)),
        Standing(PapillonState.HOLDS),
    ]
    assert [one.papillon.login for one in opened.holding] == ["lea.nom1", "lea.nom6"]
    assert opened.content == service.open_document(document).content
    assert read_slips(opened.content) == {login: slip.password.reveal() for login, slip in first.items()}

    over = service.open_document(document, now=SESSION.ends_at)
    assert states(over).count(PapillonState.EXPIRED) == 2


def test_standings_open_nothing() -> None:
    """This test ensures that a host can show what still holds without a password being read, or the key at hand."""
    service = make_school(candidature(1), candidature(2, "DURAND"))
    report = service.generate(UAI, SESSION)
    service.regenerate(UAI, SESSION, Criteria(candidates=[ine(2)]))
    before = service.journal(UAI)
    keyless = evolve(service, sealer=AesGcmSealer(KeyRing.generate("another")))
    found = keyless.standings(report.documents[0])
    ids = {str(outcome.login): outcome.account_id for outcome in report.created}
    assert {key: one.state for key, one in found.items()} == {
        ids["lea.durand"]: PapillonState.SUPERSEDED,
        ids["lea.martin"]: PapillonState.HOLDS,
    }
    assert list(found) == [ids["lea.durand"], ids["lea.martin"]]
    at_the_end = list(keyless.standings(report.documents[0], now=SESSION.ends_at).values())
    assert [one.state for one in at_the_end] == [PapillonState.SUPERSEDED, PapillonState.EXPIRED]
    assert service.journal(UAI) == before
    with pytest.raises(UnknownDocumentError):
        service.standings(DocumentId("nowhere"))


def test_whoever_looks_is_noted() -> None:
    """This test ensures that the journal keeps who opened which document and when, and a retry notes it once."""
    service = make_school(candidature(1))
    report = service.generate(UAI, SESSION, run_id="first", actor="Mme Roux")
    opened = service.open_document(report.documents[1], run_id="look", actor="M. Petit", now=LATER)
    again = service.open_document(report.documents[1], run_id="look", actor="M. Petit", now=LATER)
    assert again == opened
    assert opened.report == service.report("look")
    assert isinstance(opened.report, OpeningReport)
    assert (opened.report.run.actor, opened.report.run.at, opened.report.run.activity, opened.report.run.school) == (
        "M. Petit",
        LATER,
        Activity.OPEN_DOCUMENT,
        UAI,
    )
    assert (opened.report.source, opened.report.document_id) == (report.run.id, report.documents[1])
    with pytest.raises(RunIdReusedError):
        service.open_document(report.documents[0], run_id="look")


def test_what_cannot_be_opened_is_not_noted() -> None:
    """This test ensures that the journal holds what was seen: an opening that failed shows nothing."""
    service = make_school(candidature(1))
    report = service.generate(UAI, SESSION)
    before = service.journal(UAI).total
    with pytest.raises(WrongKeyError):
        evolve(service, sealer=AesGcmSealer(KeyRing.generate("another"))).open_document(report.documents[0])
    assert service.journal(UAI).total == before


def test_the_repr_shows_no_password() -> None:
    """This test ensures that an opened document in a log shows neither its bytes nor a password."""
    service = make_school(candidature(1))
    report = service.generate(UAI, SESSION)
    opened = service.open_document(report.documents[0])
    password = opened.papillons[0].papillon.password.reveal()
    assert password.encode() in opened.content
    assert password not in repr(opened)
    assert password not in str(opened)


class TestJournal:
    """What was done in the name of a school."""

    def test_it_is_listed_newest_first(self) -> None:
        """This test ensures that a school's journal pages through activities, newest first, and no other school's."""
        service = make_school(candidature(1))
        service.generate(UAI, SESSION, run_id="run", now=LATER)
        service.close(UAI, ine(1), run_id="close", now=LATER + timedelta(hours=1))
        page = service.journal(UAI, page=1, size=3)
        assert [report.run.activity for report in page.items] == [
            Activity.CLOSE,
            Activity.GENERATE,
            Activity.REGISTER_SCHOOL,
        ]
        assert (page.first, page.total) == (1, 4)
        rest = service.journal(UAI, page=2, size=3)
        assert [report.run.activity for report in rest.items] == [Activity.REGISTER_ROSTER]
        assert (rest.first, rest.total) == (4, 4)
        assert (service.journal(UAI, page=9).items, service.journal(UAI, page=9).first) == ((), 0)
        assert [report.run.activity for report in service.journal(OTHER_UAI).items] == [Activity.REGISTER_SCHOOL]

    @pytest.mark.parametrize("asked", [{"page": 0}, {"size": 0}])
    def test_pages_count_from_one(self, asked: dict[str, int]) -> None:
        """This test ensures that a page that cannot be is refused."""
        with pytest.raises(ValueError, match="a whole number from 1"):
            make_school().journal(UAI, **asked)

    def test_an_unknown_school_is_refused(self) -> None:
        """This test ensures that a wrong UAI is not an empty journal."""
        with pytest.raises(UnknownSchoolError):
            make_school().journal("0350003N")

    def test_candidates_are_not_in_it(self) -> None:
        """This test ensures that what a candidate does is no school's business."""
        service = make_school(candidature(1))
        report = service.generate(UAI, SESSION)
        password = service.open_document(report.documents[0]).papillons[0].papillon.password.reveal()
        before = service.journal(UAI).total
        change = service.change_password("lea.martin", password, "une phrase de passe", run_id="change")
        assert change.report == service.report("change")
        assert isinstance(report, RunReport)
        assert service.journal(UAI).total == before


def test_accounts_of_a_document_are_keys() -> None:
    """This test ensures that standings are found by the account's key, the one the report of the run has."""
    service = make_school(candidature(1))
    report = service.generate(UAI, SESSION)
    assert set(service.standings(report.documents[0])) == {AccountId(str(report.created[0].account_id))}
