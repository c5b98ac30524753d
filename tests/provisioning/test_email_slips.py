"""Slips of candidates who log in by e-mail: drawn when the host asks, and nothing else happens to them (M8)."""

import json

import pytest

from cyclades_accounts import CandidatureStatus, Criteria, Generation, Provisioning, Renew
from cyclades_accounts.eligibility import MEMO_RULES, has_email_slip
from cyclades_accounts.errors import RunIdReusedError
from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId
from cyclades_accounts.model import Account, OutcomeKind, PapillonState, RefusalReason
from cyclades_accounts.papillons import EmailPapillon
from cyclades_accounts.retention import EveryPapillonDone
from cyclades_accounts.sealing import AesGcmSealer, HmacPseudonymizer, KeyRing
from tests.support import KEYS, SESSION, UAI, candidature, desk, ine, make_school, read_slips

ADDRESS = "zoe@example.org"


@pytest.fixture
def service() -> Provisioning:
    """A school of four: the second, in the order of names, logs in by e-mail; the fourth does too, and left."""
    service = make_school(
        candidature(1, "AUBIN"),
        candidature(2, "BERNARD", "Zoé"),
        candidature(3, "COSTA"),
        candidature(4, "DURAND", status=CandidatureStatus.NON_INSCRIT),
        pseudonymizer=HmacPseudonymizer(KeyRing.generate("erasures")),
    )
    service.candidates.register_email_account(ine(2), ADDRESS, password="une phrase de passe")
    service.candidates.register_email_account(ine(4), "durand@example.org")
    return service


def logins(service: Provisioning, document: DocumentId) -> list[str]:
    """Return the logins of a document, in order."""
    return list(read_slips(desk(service).documents.open(document).content))


def account(service: Provisioning, number: int) -> Account:
    """Return the account of a person, as it stands in the store."""
    with service.store.reading() as unit:
        (found,) = unit.accounts.standing([CandidateId(ine(number))]).values()
        return found


def test_off_unless_asked_for(service: Provisioning) -> None:
    """This test ensures that a run makes no such slip by itself: one slip is one account that it served (M9)."""
    report = desk(service).generate()
    assert report.email_papillons == ()
    assert logins(service, report.documents[0]) == ["lea.aubin", "lea.costa"]
    assert desk(service).documents.open(report.documents[0]).email_papillons == ()


def test_in_its_place_in_the_pile(service: Provisioning) -> None:
    """This test ensures that the slip stands among the others, without a password, in each document of the run."""
    report = desk(service).generate(Generation(email_papillons=True))
    for document in report.documents:
        opened = desk(service).documents.open(document)
        assert read_slips(opened.content)[ADDRESS] == ""
        assert list(read_slips(opened.content)) == ["lea.aubin", ADDRESS, "lea.costa"]
        assert opened.document.papillons == 3
        assert [one.papillon.login for one in opened.papillons] == ["lea.aubin", "lea.costa"]
        (shown,) = opened.email_papillons
        assert (shown.papillon.full_name, shown.papillon.login) == ("BERNARD Zoé", ADDRESS)
        assert shown.standing.holds


def test_nothing_else_happens(service: Provisioning) -> None:
    """This test ensures that no account, login or password changes, and that the outcome stays what it was (M6, M8)."""
    before = account(service, 2)
    planned = desk(service).plan(Generation(email_papillons=True))
    report = desk(service).execute(planned)
    (outcome,) = report.email_papillons
    assert planned.email_papillons == (outcome,)
    assert (outcome.kind, outcome.has_papillon, outcome.credential_version) == (OutcomeKind.KEPT, False, None)
    assert account(service, 2) == before
    assert len(report.created) == 2


def test_a_forced_run_refuses_and_explains(service: Provisioning) -> None:
    """This test ensures that renewal is refused as ever, and that the candidate still gets the slip (M7, M8)."""
    report = desk(service).generate(Generation(renew=Renew.ALL, email_papillons=True))
    (outcome,) = report.email_papillons
    assert outcome.refusal
    assert outcome.refusal.reason is RefusalReason.EMAIL_LOGIN


def test_a_run_that_makes_nothing_else(service: Provisioning) -> None:
    """This test ensures that once all have accounts, a run can still make these slips, alone, again and again."""
    desk(service).generate()
    for _ in range(2):
        report = desk(service).generate(Generation(email_papillons=True))
        assert not report.created
        assert [logins(service, document) for document in report.documents] == [[ADDRESS], [ADDRESS]]
    (document,) = desk(service).documents.reprint(report.documents[0]).documents
    assert logins(service, document) == [ADDRESS]


def test_regenerating_for_one(service: Provisioning) -> None:
    """This test ensures that whoever asks for a new password for such a candidate prints what to do instead (M14)."""
    report = desk(service).regenerate(Criteria(candidates=[ine(2)]), Generation(email_papillons=True))
    assert [outcome.refusal is not None for outcome in report.outcomes] == [True]
    assert logins(service, report.documents[0]) == [ADDRESS]


def test_a_reprint_gives_it_again(service: Provisioning) -> None:
    """This test ensures that a reprint draws it too, after a change of password, until the account is closed (M16)."""
    (document, _) = desk(service).generate(Generation(email_papillons=True)).documents
    service.candidates.change_password(ADDRESS, "une phrase de passe", "une autre phrase de passe")
    report = desk(service).documents.reprint(document)
    assert logins(service, report.documents[0]) == ["lea.aubin", ADDRESS, "lea.costa"]
    assert len(report.printed) == 3
    desk(service).accounts.close(ine(2))
    again = desk(service).documents.reprint(report.documents[0])
    assert logins(service, again.documents[0]) == ["lea.aubin", "lea.costa"]
    assert [left.standing.state for left in again.left_out] == [PapillonState.CLOSED]


def test_sealed_like_the_others(service: Provisioning) -> None:
    """This test ensures that it is kept sealed under its own name, opens, and has no password."""
    report = desk(service).generate(Generation(email_papillons=True), run_id="r1")
    with service.store.reading() as unit:
        kept = unit.documents.slips(runs=[report.run.id])
    (sealed,) = (one for one in kept if one.account_id == account(service, 2).id)
    assert ADDRESS.encode() not in sealed.sealed
    data = json.loads(AesGcmSealer(KEYS).open(sealed.sealed, sealed.context(UAI, SESSION.id)))
    assert data["login"] == ADDRESS
    assert not [name for name in data if "password" in name or "credential" in name]


def test_erased_with_the_person(service: Provisioning) -> None:
    """This test ensures that erasing the person removes the slip, and draws anew the documents that show it."""
    report = desk(service).generate(Generation(email_papillons=True))
    erased = desk(service).accounts.erase(ine(2))
    assert erased.papillons == 1
    assert set(erased.redrawn) == set(report.documents)


def test_it_keeps_no_document_alive(service: Provisioning) -> None:
    """This test ensures that a slip without password waits for nobody's first login."""
    desk(service).generate()
    report = desk(service).generate(Generation(email_papillons=True))
    purgeable = [document.id for document in desk(service).documents.purgeable(EveryPapillonDone())]
    assert set(purgeable) == set(report.documents)


def test_a_run_id_is_good_for_one_request(service: Provisioning) -> None:
    """This test ensures that asking for these slips under the id of a run that made none is refused."""
    desk(service).generate(run_id="r1")
    with pytest.raises(RunIdReusedError):
        desk(service).generate(Generation(email_papillons=True), run_id="r1")


def test_who_gets_one(service: Provisioning) -> None:
    """This test ensures that it is for open e-mail accounts of registered candidats scolaires alone (M2, M8)."""
    zoe, other = account(service, 2), candidature(2)
    desk(service).generate()
    assert has_email_slip(other, zoe, MEMO_RULES)
    assert not has_email_slip(other, None, MEMO_RULES)
    assert not has_email_slip(other, account(service, 1), MEMO_RULES)
    assert not has_email_slip(candidature(2, category="INDIVIDUEL"), zoe, MEMO_RULES)
    assert not has_email_slip(candidature(2, status=CandidatureStatus.NON_INSCRIT), zoe, MEMO_RULES)
    desk(service).accounts.close(ine(2))
    assert not has_email_slip(other, account(service, 2), MEMO_RULES)


def test_a_slip_without_password_has_a_name(service: Provisioning) -> None:
    """This test ensures that the value shows family name then given names, as the others do."""
    report = desk(service).generate(Generation(email_papillons=True))
    slip = desk(service).documents.open(report.documents[0]).email_papillons[0].papillon
    assert isinstance(slip, EmailPapillon)
    assert slip.account_id == AccountId(account(service, 2).id)
    assert slip.last_day == SESSION.last_day
