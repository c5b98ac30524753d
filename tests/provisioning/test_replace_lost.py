"""The pile was lost (pile perdue): no slip of it opens an account any more, and everybody has a new one (M7, M8)."""

from datetime import date, timedelta

import pytest
from attrs import evolve

from cyclades_accounts import CandidatureStatus, Criteria, ExamSession, Generation, LoginVerdict, Provisioning
from cyclades_accounts.errors import (
    PurgedDocumentError,
    RunIdReusedError,
    ServiceNotGrantedError,
    UnknownDocumentError,
)
from cyclades_accounts.identifiers import DocumentId
from cyclades_accounts.model import Activity, OutcomeKind, PapillonState, RefusalReason
from cyclades_accounts.papillons import CARDS_4_BY_9, TWO_PER_PAGE
from cyclades_accounts.retention import OlderThan
from tests.support import (
    NOW,
    OTHER_UAI,
    SCHOOL,
    SESSION,
    UAI,
    candidature,
    desk,
    ine,
    make_school,
    read_slips,
    registry,
    slips_of,
)

DNB_2027 = ExamSession.of("DNB", 2027, date(2027, 7, 9))
LATER = NOW + timedelta(days=1)
ROSTER = [candidature(1), candidature(2, "PETIT"), candidature(3, "ZOLA"), candidature(4, "AUTRE", email=None)]


@pytest.fixture
def service() -> Provisioning:
    """Return a school with three accounts, whose slips stand two on a page."""
    made = make_school(*ROSTER)
    desk(made).generate(Generation(layouts=[TWO_PER_PAGE]), run_id="first")
    return made


def pile(service: Provisioning) -> DocumentId:
    """Return the document of the first run."""
    return min(desk(service).documents.page(size=99).items, key=lambda document: document.created_at).id


def verdicts(service: Provisioning, passwords: dict[str, str]) -> dict[str, LoginVerdict]:
    """Return what becomes of each of these logins with its password."""
    check = service.candidates.check_login
    return {login: check(login, password).verdict for login, password in passwords.items()}


def test_everybody_gets_a_new_slip(service: Provisioning) -> None:
    """In one act: the old passwords open nothing, the new ones do, in the same layout; others are not touched."""
    old = {str(slip.login): slip.password.reveal() for slip in slips_of(service, "first")}
    registry(service).register_roster(UAI, SESSION, [*ROSTER, candidature(5, "NEUF")])
    report = desk(service, now=LATER).replace_lost(pile(service), title="Pile perdue", run_id="lost")
    assert report.run.activity is Activity.REPLACE_LOST
    assert [one.kind for one in report.outcomes] == [OutcomeKind.RENEWED] * 3
    assert report.revoked == ()
    [document] = [desk(service).documents.open(one) for one in report.documents]
    assert (document.document.title, document.document.layout) == ("Pile perdue", "two-per-page")
    new = read_slips(document.content)
    assert new.keys() == old.keys()
    assert set(verdicts(service, old).values()) == {LoginVerdict.REFUSED}
    assert set(verdicts(service, new).values()) == {LoginVerdict.ACCEPTED}
    states = desk(service).documents.standings(pile(service)).values()
    assert {one.state for one in states} == {PapillonState.SUPERSEDED}


def test_who_no_longer_needs_one_keeps_the_password(service: Provisioning) -> None:
    """Who changed the password, got another slip, or whose password was revoked or expired: nobody is touched."""
    slip = slips_of(service, "first")[0]
    service.candidates.change_password(slip.login, slip.password.reveal(), "une phrase de passe")
    again = desk(service, now=LATER).regenerate(Criteria(candidates=[ine(2)]), run_id="again")
    desk(service).accounts.revoke(ine(3))
    report = desk(service, now=LATER).replace_lost(pile(service))
    assert (report.outcomes, report.documents, report.revoked) == ((), (), ())
    assert service.candidates.check_login(slip.login, "une phrase de passe").verdict is LoginVerdict.ACCEPTED
    shown = read_slips(desk(service).documents.open(again.documents[0]).content)
    assert set(verdicts(service, shown).values()) == {LoginVerdict.ACCEPTED}


def test_who_cannot_be_renewed_is_revoked(service: Provisioning) -> None:
    """Who has no candidature any more, or one that gets no password (M2), is left with no open slip."""
    rows = [candidature(1), candidature(2, "PETIT", status=CandidatureStatus.NON_INSCRIT)]
    with service.store.writing() as unit:
        unit.registry.remove([candidature(3, "ZOLA")])  # type: ignore[attr-defined]  # a registry
        unit.registry.put(rows)  # type: ignore[attr-defined]  # a registry
    old = {str(slip.login): slip.password.reveal() for slip in slips_of(service, "first")}
    report = desk(service, now=LATER).replace_lost(pile(service))
    assert {one.name: one.refusal and one.refusal.reason for one in report.outcomes} == {
        "MARTIN Léa": None,
        "PETIT Léa": RefusalReason.NOT_REGISTERED,
    }
    assert len(report.revoked) == 2
    assert set(verdicts(service, old).values()) == {LoginVerdict.REFUSED}
    states = [one.state for one in desk(service).documents.standings(pile(service)).values()]
    assert sorted(one.name for one in states) == ["REVOKED", "REVOKED", "SUPERSEDED"]


def test_where_nobody_is_left(service: Provisioning) -> None:
    """A school without a roster revokes them all the same."""
    with service.store.writing() as unit:
        unit.registry.remove(ROSTER)  # type: ignore[attr-defined]  # a registry
    report = desk(service, now=LATER).replace_lost(pile(service))
    assert (len(report.revoked), report.outcomes, report.documents) == (3, (), ())


def test_whom_another_school_holds_now(service: Provisioning) -> None:
    """A school does not change what another's pupils can open: it sees that the other holds the account."""
    registry(service).move(UAI, SESSION, ine(3), to=OTHER_UAI)
    report = desk(service, now=LATER).replace_lost(pile(service))
    assert (len(report.renewed), report.revoked) == (2, ())
    states = [one.state for one in desk(service).documents.standings(pile(service)).values()]
    assert states.count(PapillonState.MOVED) == 1
    assert PapillonState.HOLDS not in states


@pytest.mark.parametrize("line", [None, SESSION, DNB_2027], ids=["no line yet", "same session", "later session"])
def test_nobody_is_taken_back(line: ExamSession | None) -> None:
    """Every fact of the former school's own line agrees: whom the host handed over stays, and is not asked for."""
    pupil = candidature(1, birth_date=date(2010, 3, 9))
    service = make_school(pupil)
    desk(service).generate(run_id="first")
    (slip,) = slips_of(service, "first")
    service.upkeep(actor="Rectorat").transfer(ine(1), to=OTHER_UAI)
    if line:
        registry(service).register_roster(OTHER_UAI, line, [evolve(pupil, uai=OTHER_UAI, session_id=line.id)])
    report = desk(service, now=LATER).replace_lost(pile(service))
    assert [one.refusal and one.refusal.reason for one in report.outcomes] == [RefusalReason.OTHER_SCHOOL]
    assert report.revoked == ()
    assert verdicts(service, {"lea.martin": slip.password.reveal()}) == {"lea.martin": LoginVerdict.ACCEPTED}
    with service.store.reading() as unit:
        assert {(one.uai, one.asked_by) for one in unit.holders.of_school(OTHER_UAI)} == {(OTHER_UAI, None)}


def test_e_mail_accounts_are_not_touched() -> None:
    """Their slips show no password (M8)."""
    service = make_school(candidature(1), candidature(2, "PETIT"))
    service.candidates.register_email_account(ine(2), "lea@example.org")
    desk(service).generate(Generation(email_papillons=True, layouts=[CARDS_4_BY_9]))
    report = desk(service, now=LATER).replace_lost(pile(service))
    assert [one.login for one in report.renewed] == ["lea.martin"]
    assert report.revoked == ()
    assert desk(service).documents.page().items[0].layout == "cards-4-by-9"


def test_a_layout_of_the_host() -> None:
    """One that the library does not know gives one slip per page."""
    service = make_school(candidature(1))
    desk(service).generate(Generation(layouts=[evolve(TWO_PER_PAGE, name="ours")]))
    report = desk(service, now=LATER).replace_lost(pile(service))
    assert [desk(service).documents.open(one).document.layout for one in report.documents] == ["one-per-page"]


def test_a_retry_is_harmless(service: Provisioning) -> None:
    """A known run id returns its report, though no slip of the pile holds any more; it is good for one pile."""
    report = desk(service, now=LATER).replace_lost(pile(service), run_id="lost")
    assert desk(service, now=LATER).replace_lost(pile(service), run_id="lost") == report
    with pytest.raises(RunIdReusedError):
        desk(service).replace_lost(report.documents[0], run_id="lost")


def test_refusals(service: Provisioning) -> None:
    """Another school's document, a purged one, a school without the service (M1): nothing is done."""
    document = pile(service)
    with pytest.raises(UnknownDocumentError):
        desk(service, OTHER_UAI).replace_lost(document)
    registry(service).register_school(evolve(SCHOOL, manages_candidates=False))
    with pytest.raises(ServiceNotGrantedError):
        desk(service).replace_lost(document)
    registry(service).register_school(SCHOOL)
    desk(service, now=LATER).documents.purge(OlderThan(0))
    with pytest.raises(PurgedDocumentError):
        desk(service).replace_lost(document)
