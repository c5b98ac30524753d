"""Purging by rule, and sealing anew with another key."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from cyclades_accounts import Criteria, Generation, LoginVerdict, Provisioning, Renew
from cyclades_accounts.errors import (
    PurgedDocumentError,
    RetentionRuleFailedError,
    SealerFailedError,
    UnknownSchoolError,
    WrongKeyError,
)
from cyclades_accounts.identifiers import RunId
from cyclades_accounts.model import Activity, told_in
from cyclades_accounts.retention import EveryPapillonDone, OlderThan, SessionOver
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from tests.support import (
    NOW,
    OTHER_UAI,
    SESSION,
    UAI,
    candidature,
    desk,
    ine,
    make_school,
    passwords_of,
    registry,
    slips_of,
)

LATER = NOW + timedelta(days=7)


def two_runs(**changes: Any) -> Provisioning:
    """Return a school with a run of today and a regeneration a week later."""
    service = make_school(candidature(1), candidature(2, "DURAND"), **changes)
    desk(service).generate(run_id="first")
    desk(service, now=LATER).regenerate(Criteria(candidates=[ine(2)]), title="Perdu", run_id="second")
    return service


class TestPurge:
    """Documents that have served."""

    def test_what_is_over_goes_and_its_line_stays(self) -> None:
        """This test ensures that the content of old documents is gone for good, and that the list still says so."""
        service = two_runs()
        rule = OlderThan(30)
        at = NOW + timedelta(days=30)
        (recent,) = (one for one in desk(service).documents.page().items if one.run_id == "second")
        due = desk(service, now=at).documents.purgeable(rule)
        assert len(due) == 2
        assert all(one.run_id == "first" for one in due)
        report = desk(service, actor="Mme Roux", now=at).documents.purge(rule, run_id="purge")
        assert (report.documents, report.papillons, report.rule) == (tuple(d.id for d in due), 2, rule.spec)
        assert (report.run.activity, report.run.uai, report.run.actor) == (Activity.PURGE, UAI, "Mme Roux")
        page = desk(service).documents.page()
        assert page.total == 3
        assert [one.purged_at for one in page.items] == [None, at, at]
        for one in due:
            with pytest.raises(PurgedDocumentError) as caught:
                desk(service).documents.open(one.id)
            assert caught.value == PurgedDocumentError(one.id, told_in(at, service.time_zone).isoformat())
        with service.store.reading() as unit:
            assert unit.documents.slips(runs=[due[0].run_id]) == ()
            assert unit.documents.content(due[0].id) is None
        assert desk(service).documents.open(recent.id).content

    def test_nobody_loses_an_account(self) -> None:
        """This test ensures that a purge leaves accounts and passwords as they are."""
        service = two_runs()
        password = slips_of(service, "first")[1].password.reveal()
        desk(service, now=LATER).documents.purge(OlderThan(0))
        assert service.candidates.check_login("lea.martin", password).verdict is LoginVerdict.ACCEPTED

    def test_a_second_purge_finds_nothing(self) -> None:
        """This test ensures that what is purged is purged once, and a retry of the first returns its report."""
        service = two_runs()
        first = desk(service, now=LATER).documents.purge(OlderThan(0), run_id="purge")
        assert desk(service, now=LATER).documents.purgeable(OlderThan(0)) == ()
        second = desk(service, now=LATER).documents.purge(OlderThan(0))
        assert (second.documents, second.papillons) == ((), 0)
        assert desk(service, now=LATER).documents.purge(OlderThan(0), run_id="purge") == first

    def test_first_logins_free_a_document(self) -> None:
        """This test ensures that a document goes once each pupil in it has logged in, or has another password."""
        service = two_runs()
        rule = EveryPapillonDone()
        passwords = {slip.login: slip.password.reveal() for slip in slips_of(service, "first")}
        assert desk(service).documents.purgeable(rule) == ()
        for login, password in passwords.items():
            service.candidates.check_login(login, password, now=LATER)
        assert {one.run_id for one in desk(service).documents.purgeable(rule)} == {"first"}
        (renewed,) = slips_of(service, "second")
        service.candidates.check_login(renewed.login, renewed.password.reveal(), now=LATER)
        assert {one.run_id for one in desk(service).documents.purgeable(rule)} == {"first", "second"}

    def test_the_session_frees_all(self) -> None:
        """This test ensures that a rule knows the session that it is asked for."""
        service = two_runs()
        assert desk(service, now=SESSION.ends_at - timedelta(seconds=1)).documents.purgeable(SessionOver()) == ()
        assert len(desk(service, now=SESSION.ends_at).documents.purgeable(SessionOver())) == 3

    def test_slips_stay_while_a_document_of_their_run_does(self) -> None:
        """This test ensures that one of two documents can go, and the other can still say what holds."""

        class OnePerPage:
            """Lets the first layout go."""

            spec = "OnePerPage"

            def is_over(self, kept: Any, now: Any) -> bool:
                return bool(kept.document.layout == "one-per-page")

        service = make_school(candidature(1))
        first, second = desk(service).generate().documents
        report = desk(service).documents.purge(OnePerPage())
        assert (report.documents, report.papillons) == ((first,), 0)
        assert len(desk(service).documents.open(second).holding) == 1

    def test_many_documents(self) -> None:
        """This test ensures that a list longer than a page is gone through to its end."""
        service = make_school(candidature(1))
        for _ in range(60):
            desk(service).generate(Generation(renew=Renew.ALL))
        report = desk(service).documents.purge(OlderThan(0))
        assert len(set(report.documents)) == 120

    def test_a_rule_that_fails_purges_nothing(self) -> None:
        """This test ensures that a broken rule of the host is named as such, and leaves everything."""

        class Broken:
            """Fails."""

            spec = "Broken"

            def is_over(self, kept: Any, now: Any) -> bool:
                raise ZeroDivisionError

        service = two_runs()
        with pytest.raises(RetentionRuleFailedError, match="ZeroDivisionError"):
            desk(service).documents.purge(Broken(), run_id="purge")
        assert desk(service).documents.report("purge") is None
        assert all(one.purged_at is None for one in desk(service).documents.page().items)

    def test_an_unknown_school_is_refused(self) -> None:
        """This test ensures that a wrong UAI is not an empty list."""
        with pytest.raises(UnknownSchoolError):
            desk(two_runs(), "0350003N").documents.purge(OlderThan(0))


class TestReseal:
    """Another key."""

    OLD, NEW = KeyRing.generate("2025"), KeyRing.generate("2026")

    def rings(self) -> tuple[Provisioning, Provisioning, Provisioning]:
        """Return a service with the old key, with both, and with the new one alone, over one store."""
        service = two_runs(sealer=AesGcmSealer(self.OLD))
        both = KeyRing("2026", {**self.OLD.keys, **self.NEW.keys})
        return service, evolve(service, sealer=AesGcmSealer(both)), evolve(service, sealer=AesGcmSealer(self.NEW))

    def test_the_old_key_can_be_destroyed(self) -> None:
        """This test ensures that after sealing anew the new key alone opens every document and slip."""
        old, both, new = self.rings()
        documents = [one.id for one in desk(old).documents.page().items]
        before = [(desk(old).documents.open(one).content, desk(old).documents.open(one).papillons) for one in documents]
        report = desk(both, actor="RSSI").documents.reseal(run_id="reseal")
        assert (report.documents, report.papillons, report.run.uai) == (3, 3, UAI)
        assert [
            (desk(new).documents.open(one).content, desk(new).documents.open(one).papillons) for one in documents
        ] == before
        with pytest.raises(WrongKeyError):
            desk(old).documents.open(documents[0])

    def test_where_the_old_key_is_still_needed(self) -> None:
        """This test ensures that the host is told where an old key is needed, until all is sealed anew or purged."""
        old, both, new = self.rings()
        upkeep = both.upkeep(actor="RSSI")
        assert upkeep.schools() == ((UAI, SESSION.id),)
        registry(both).register_roster(OTHER_UAI, SESSION, [evolve(candidature(9), uai=OTHER_UAI)])
        desk(both, OTHER_UAI).generate()
        assert upkeep.schools() == ((UAI, SESSION.id), (OTHER_UAI, SESSION.id))
        assert list(upkeep.to_reseal()) == [(UAI, SESSION.id)]
        assert list(old.upkeep(actor="RSSI").to_reseal()) == [(OTHER_UAI, SESSION.id)]
        with both.store.writing() as unit:  # slips anew, contents not
            slips = unit.documents.slips(runs=[RunId("first"), RunId("second")])
            unit.documents.reseal({}, [evolve(one, sealed=both.sealer.seal(b"", "")) for one in slips])
        assert list(upkeep.to_reseal()) == [(UAI, SESSION.id)]
        desk(both, now=LATER).documents.purge(OlderThan(0))
        assert list(upkeep.to_reseal()) == []
        assert list(new.upkeep(actor="RSSI").to_reseal()) == []

    def test_sealer_that_fails_is_named(self) -> None:
        """This test ensures that a sealer that cannot tell whether a key is the present one is named."""

        class Broken(AesGcmSealer):
            """A sealer that fails."""

            def is_current(self, sealed: bytes) -> bool:
                """Fail."""
                raise OSError

        old, *_ = self.rings()
        with pytest.raises(SealerFailedError):
            list(evolve(old, sealer=Broken(self.OLD)).upkeep(actor="RSSI").to_reseal())

    def test_sealing_anew_again_finds_nothing(self) -> None:
        """This test ensures that what the present key sealed is left alone, and that both keys may be at work."""
        _, both, _ = self.rings()
        desk(both).documents.reseal()
        desk(both).generate(Generation(renew=Renew.ALL))
        again = desk(both).documents.reseal()
        assert (again.documents, again.papillons) == (0, 0)

    def test_what_was_purged_is_passed_over(self) -> None:
        """This test ensures that a document without content stands in nobody's way."""
        _, both, _ = self.rings()
        desk(both, now=LATER).documents.purge(OlderThan(7))
        report = desk(both).documents.reseal()
        assert (report.documents, report.papillons) == (1, 1)

    def test_a_missing_key_leaves_everything(self) -> None:
        """This test ensures that what the sealer cannot open stays as it is, and that the report names all of it."""
        old, _, new = self.rings()
        report = desk(new).documents.reseal(run_id="reseal")
        assert (report.documents, report.papillons, len(report.damaged)) == (0, 0, 6)
        assert desk(new).documents.report("reseal") == report
        assert passwords_of(old, [one.id for one in desk(old).documents.page().items[1:]])

    @pytest.mark.parametrize("position", [0, 5, 7, -1])
    def test_what_is_damaged_does_not_stop_the_rotation(self, position: int) -> None:
        """This test ensures that a byte flipped in one document and one slip is reported, and all else sealed anew."""
        _, both, new = self.rings()
        document = desk(both).documents.page().items[0]

        def flipped(sealed: bytes) -> bytes:
            altered = bytearray(sealed)
            altered[position] ^= 1
            return bytes(altered)

        with both.store.writing() as unit:
            slip = unit.documents.slips(runs=[document.run_id])[0]
            content = unit.documents.content(document.id) or b""
            unit.documents.reseal({document.id: flipped(content)}, [evolve(slip, sealed=flipped(slip.sealed))])
        report = desk(both).documents.reseal(run_id="reseal")
        assert (report.documents, report.papillons) == (2, 2)
        assert set(report.damaged) == {document.reference, slip.reference}
        assert desk(both).documents.report("reseal") == report
        assert passwords_of(new, [one.id for one in desk(both).documents.page().items[1:]])
        assert desk(both).documents.reseal().damaged == report.damaged

    def test_a_failing_sealer_is_named(self) -> None:
        """This test ensures that a sealer which cannot say which key it used is a typed error."""

        class Broken(AesGcmSealer):
            def is_current(self, sealed: bytes) -> bool:
                raise ZeroDivisionError

        service = two_runs()
        with pytest.raises(SealerFailedError):
            desk(evolve(service, sealer=Broken(self.OLD))).documents.reseal()

    def test_an_unknown_school_is_refused(self) -> None:
        """This test ensures that a wrong UAI is not an empty list."""
        with pytest.raises(UnknownSchoolError):
            desk(two_runs(), "0350003N").documents.reseal()
