"""The life of a credential: issued, used, revoked, hashed anew; the old one opens nothing (M10, M11, M14)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from cyclades_accounts import Criteria, LoginVerdict, Provisioning
from cyclades_accounts.errors import (
    StalePlanError,
)
from cyclades_accounts.identifiers import Login, RunId
from cyclades_accounts.model import (
    Account,
    Activity,
    Credential,
    CredentialState,
    PapillonState,
    PasswordHash,
    Refusal,
    RefusalReason,
    Shortfall,
    ShortfallReason,
)
from cyclades_accounts.passwords import TESTS_ONLY, Argon2idHasher, Argon2Parameters, PasswordValidity
from tests.support import (
    NOW,
    OTHER_UAI,
    SCHOOL,
    SESSION,
    UAI,
    TextRenderer,
    candidature,
    desk,
    ine,
    line_of,
    make_school,
    refused,
    registry,
    slips_of,
)

LATER = NOW + timedelta(days=7)
DEARER = Argon2Parameters("DEARER", memory_kib=16, passes=2, lanes=1)


def one_pupil(**changes: Any) -> tuple[Provisioning, str]:
    """Return a school of one pupil whose account was generated, and the password of the slip."""
    service = make_school(candidature(1), **changes)
    desk(service).generate(run_id="first")
    return service, slips_of(service, "first")[0].password.reveal()


def account(service: Provisioning) -> Account:
    """Return the pupil's account."""
    with service.store.reading() as unit:
        (found,) = unit.accounts.find(logins=[Login("lea.martin")])
    return found


def credential(service: Provisioning) -> Credential:
    """Return the pupil's credential."""
    found = account(service).credential
    assert found
    return found


class TestIssued:
    """What a run issues."""

    def test_it_is_provisional_and_names_its_run(self) -> None:
        """This test ensures that what is issued must be changed, ends with the session, and names its run."""
        service, password = one_pupil()
        issued = credential(service)
        assert (issued.state, issued.run_id, issued.issued_at, issued.expires_at) == (
            CredentialState.PROVISIONAL,
            "first",
            NOW,
            SESSION.ends_at,
        )
        assert service.candidates.check_login("lea.martin", password).must_change

    def test_a_host_may_shorten_its_life(self) -> None:
        """This test ensures that a shorter validity ends the password sooner, and that the slip says so."""
        batches: list[Any] = []

        class Noting(TextRenderer):
            def render(self, batch: Any, layouts: Any) -> list[bytes]:
                batches.append(batch)
                return [b"x" for _ in layouts]

        month = PasswordValidity("MONTH", "a host", 30)
        service, password = one_pupil(password_validity=month, renderer=Noting())
        assert batches[0].last_day == date(2025, 2, 13)
        end = datetime(2025, 2, 14, 12, tzinfo=UTC)
        assert service.candidates.check_login("lea.martin", password, now=end - timedelta(seconds=1)).verdict is (
            LoginVerdict.ACCEPTED
        )
        assert service.candidates.check_login("lea.martin", password, now=end).verdict is LoginVerdict.EXPIRED

    def test_a_plan_is_bound_to_it(self) -> None:
        """This test ensures that a plan made under one validity is not executed under another."""
        service = make_school(candidature(1))
        plan = desk(service).plan()
        with pytest.raises(StalePlanError):
            desk(evolve(service, password_validity=PasswordValidity("MONTH", "a host", 30))).execute(plan)

    def test_after_a_renewal_the_old_one_is_refused_at_once(self) -> None:
        """This test ensures that two passwords never open one account, not for a moment."""
        service, password = one_pupil()
        desk(service, now=LATER).regenerate(Criteria(candidates=[ine(1)]), run_id="second")
        assert service.candidates.check_login("lea.martin", password, now=LATER).verdict is LoginVerdict.REFUSED
        past = account(service).past
        assert [(one.version, one.run_id, one.issued_at) for one in past] == [(1, "first", NOW)]

    def test_a_changed_password_names_its_change(self) -> None:
        """This test ensures that the account remembers that its candidate chose a password, and when."""
        service, password = one_pupil()
        service.candidates.change_password("lea.martin", password, "une phrase de passe", run_id="change", now=LATER)
        chosen = credential(service)
        assert (chosen.state, chosen.run_id, chosen.issued_at, chosen.version) == (
            CredentialState.CHOSEN,
            "change",
            LATER,
            2,
        )
        assert not service.candidates.check_login("lea.martin", "une phrase de passe").must_change


class TestRevoked:
    """A password refused from a moment on."""

    def test_it_opens_nothing_and_a_renewal_helps(self) -> None:
        """This test ensures that a revoked password is refused like a wrong one until the pupil gets another."""
        service, password = one_pupil()
        report = desk(service, actor="Mme Roux", now=LATER).accounts.revoke(ine(1), run_id="revoke")
        assert (line_of(report).login, report.run.activity, report.run.uai) == ("lea.martin", Activity.REVOKE, UAI)
        check = service.candidates.check_login("lea.martin", password, now=LATER)
        assert (check.verdict, check.account_id) == (LoginVerdict.REFUSED, None)
        change = service.candidates.change_password("lea.martin", password, "une phrase de passe", now=LATER)
        assert change.verdict is LoginVerdict.REFUSED
        desk(service, now=LATER).regenerate(Criteria(candidates=[ine(1)]), run_id="second")
        renewed = slips_of(service, "second")[0].password.reveal()
        assert service.candidates.check_login("lea.martin", renewed, now=LATER).verdict is LoginVerdict.ACCEPTED

    def test_a_generation_keeps_the_account_and_coverage_tells(self) -> None:
        """This test ensures that an account that nobody can open is counted, as an expired one is (M12)."""
        service, _ = one_pupil()
        desk(service).accounts.revoke(ine(1))
        assert len(desk(service).generate().kept) == 1
        coverage = desk(service).coverage()
        assert [(one.candidate_id, one.shortfall) for one in coverage.short] == [
            (ine(1), Shortfall(ShortfallReason.REVOKED, NOW))
        ]
        assert not coverage.is_complete
        assert desk(service).coverage_message(coverage) == (
            "1 compte créé. 1 compte ne s’ouvre plus (mot de passe expiré ou désactivé) : régénérez le mot de passe."
        )

    def test_revoking_again_changes_nothing(self) -> None:
        """This test ensures that the moment of the first time stays."""
        service, _ = one_pupil()
        desk(service, now=NOW).accounts.revoke(ine(1))
        before = account(service)
        desk(service, now=LATER).accounts.revoke(ine(1))
        assert account(service) == before

    def test_a_chosen_password_can_be_revoked(self) -> None:
        """This test ensures that a password that others have seen is refused, whoever chose it."""
        service, password = one_pupil()
        service.candidates.change_password("lea.martin", password, "une phrase de passe")
        desk(service).accounts.revoke(ine(1))
        assert service.candidates.check_login("lea.martin", "une phrase de passe").verdict is LoginVerdict.REFUSED

    def test_a_school_revokes_what_it_could_renew(self) -> None:
        """This test ensures that no school locks a pupil out whom it could not let in again (M8), or does not hold."""
        service = make_school(candidature(1), candidature(2), candidature(3))
        service.candidates.register_email_account(ine(1), "zoe@example.org", password="une phrase de passe")
        desk(service).generate()
        desk(service).accounts.close(ine(3))
        elsewhere = [candidature(2, uai=OTHER_UAI)]
        registry(service).register_roster(OTHER_UAI, SESSION, elsewhere)
        for key, reason in ((ine(1), RefusalReason.EMAIL_LOGIN), (ine(3), RefusalReason.ACCOUNT_CLOSED)):
            assert refused(desk(service).accounts.revoke(key)) is reason
        refusal = line_of(desk(service, OTHER_UAI).accounts.revoke(ine(2))).refusal
        assert refusal == Refusal(RefusalReason.OTHER_SCHOOL, {"school": SCHOOL.name, "uai": UAI})

    def test_refusals_of_the_school(self) -> None:
        """This test ensures that it is done in the name of a school that has the pupil; it needs no service (M1)."""
        service = make_school(candidature(1))
        assert refused(desk(service).accounts.revoke(ine(1))) is RefusalReason.NO_ACCOUNT
        assert refused(desk(service, OTHER_UAI).accounts.revoke(ine(1))) is RefusalReason.NOT_A_PUPIL
        registry(service).register_school(evolve(SCHOOL, manages_candidates=False))
        assert refused(desk(service).accounts.revoke(ine(1))) is RefusalReason.NO_ACCOUNT


class TestUsed:
    """What an accepted login brings to the store."""

    def test_the_first_use_is_noted(self) -> None:
        """This test ensures that the first accepted login counts, not a refused one, and not the second."""
        service, password = one_pupil()
        service.candidates.check_login("lea.martin", "wrong", now=NOW)
        assert credential(service).first_used_at is None
        service.candidates.check_login("lea.martin", password, now=LATER)
        service.candidates.check_login("lea.martin", password, now=LATER + timedelta(days=1))
        assert credential(service).first_used_at == LATER

    def test_an_expired_password_is_not_used(self) -> None:
        """This test ensures that a login that comes too late leaves the account as it was."""
        service, password = one_pupil()
        before = account(service)
        assert (
            service.candidates.check_login("lea.martin", password, now=SESSION.ends_at).verdict is LoginVerdict.EXPIRED
        )
        assert account(service) == before

    def test_a_hash_of_other_parameters_is_made_anew(self) -> None:
        """This test ensures that dearer parameters reach each account at its next login, with the same password."""
        service, password = one_pupil()
        service.candidates.check_login("lea.martin", password, now=NOW)
        before = credential(service)
        dearer = evolve(service, hasher=Argon2idHasher(DEARER))
        assert dearer.candidates.check_login("lea.martin", "wrong").verdict is LoginVerdict.REFUSED
        assert credential(service) == before
        assert dearer.candidates.check_login("lea.martin", password).verdict is LoginVerdict.ACCEPTED
        after = credential(service)
        assert "m=16,t=2,p=1" in after.password_hash
        assert evolve(after, password_hash=before.password_hash) == before
        assert account(service).past == ()
        dearer.candidates.check_login("lea.martin", password)
        assert credential(service) == after

    def test_a_change_survives_a_rehash_in_between(self) -> None:
        """This test ensures that noting a use does not outpace a change of password that was just checked."""
        service, password = one_pupil()

        class Twice(Argon2idHasher):
            """Logs in once more while the new password is hashed."""

            def hash(self, chosen: Any) -> PasswordHash:
                service.candidates.check_login("lea.martin", password)
                return super().hash(chosen)

        racing = evolve(service, hasher=Twice(TESTS_ONLY))
        assert racing.candidates.change_password("lea.martin", password, "une phrase de passe").report is not None
        assert service.candidates.check_login("lea.martin", "une phrase de passe").verdict is LoginVerdict.ACCEPTED

    def test_a_password_revoked_in_between_is_not_changed(self) -> None:
        """This test ensures that whoever holds a revoked password cannot trade it for another at the last moment."""
        service, password = one_pupil()

        class Revoking(Argon2idHasher):
            """Lets the school revoke the password while the new one is hashed."""

            def hash(self, chosen: Any) -> PasswordHash:
                desk(service).accounts.revoke(ine(1))
                return super().hash(chosen)

        racing = evolve(service, hasher=Revoking(TESTS_ONLY))
        change = racing.candidates.change_password("lea.martin", password, "une phrase de passe")
        assert (change.verdict, change.report) == (LoginVerdict.REFUSED, None)
        assert service.candidates.check_login("lea.martin", "une phrase de passe").verdict is LoginVerdict.REFUSED

    def test_later_logins_write_nothing(self) -> None:
        """This test ensures that on the day of the results a login reads, and writes only the first time."""
        service, password = one_pupil()
        written: list[str] = []

        class Counting:
            """A store that counts its writing units."""

            keeps_people = True

            def reading(self) -> Any:
                """Read."""
                return service.store.reading()

            def writing(self, *, waits: bool = True) -> Any:
                """Count, and write."""
                written.append("once")
                return service.store.writing(waits=waits)

        counting = evolve(service, store=Counting())
        for _ in range(3):
            assert counting.candidates.check_login("lea.martin", password).verdict is LoginVerdict.ACCEPTED
        counting.candidates.check_login("lea.martin", "wrong")
        assert written == ["once"]

    def test_nobody_is_kept_out_by_a_store_that_cannot_write(self) -> None:
        """This test ensures that a store which only reads, or a hasher which only verifies, still lets people in."""

        class ReadOnly:
            """A store whose writing units fail."""

            keeps_people = True

            def __init__(self, inner: Any) -> None:
                self.inner = inner

            @contextmanager
            def reading(self) -> Iterator[Any]:
                """Read."""
                with self.inner.reading() as unit:
                    yield unit

            def writing(self, *, waits: bool = True) -> Any:
                """Fail."""
                raise OSError

        service, password = one_pupil()
        reading_only = evolve(service, store=ReadOnly(service.store))
        assert reading_only.candidates.check_login("lea.martin", password).verdict is LoginVerdict.ACCEPTED
        assert credential(service).first_used_at is None

        class Lame(Argon2idHasher):
            """Has a decoy, needs a rehash, and cannot make one."""

            @property
            def decoy(self) -> PasswordHash:
                return Argon2idHasher(TESTS_ONLY).decoy

            def hash(self, password: Any) -> PasswordHash:
                raise OSError

        class Lamer(Lame):
            """Cannot even say whether it needs one."""

            def needs_rehash(self, password_hash: Any) -> bool:
                raise OSError

        assert evolve(service, hasher=Lamer(DEARER)).candidates.check_login("lea.martin", password).verdict is (
            LoginVerdict.ACCEPTED
        )
        assert (
            evolve(service, hasher=Lame(DEARER)).candidates.check_login("lea.martin", password).verdict
            is LoginVerdict.ACCEPTED
        )

    def test_a_renewal_in_between_is_not_undone(self) -> None:
        """This test ensures that noting a use never brings back a password that was renewed meanwhile."""
        service, password = one_pupil()

        class Renewing(Argon2idHasher):
            """Renews the password while it is hashed anew."""

            def hash(self, given: Any) -> PasswordHash:
                desk(service).regenerate(Criteria(candidates=[ine(1)]), run_id="second")
                return super().hash(given)

            @property
            def decoy(self) -> PasswordHash:
                return Argon2idHasher(TESTS_ONLY).decoy

        assert evolve(service, hasher=Renewing(DEARER)).candidates.check_login("lea.martin", password).verdict is (
            LoginVerdict.ACCEPTED
        )
        assert credential(service).run_id == "second"
        assert service.candidates.check_login("lea.martin", password).verdict is LoginVerdict.REFUSED

    def test_slips_of_used_passwords_still_hold(self) -> None:
        """This test ensures that a first login changes nothing of what an old slip says."""
        service, password = one_pupil()
        service.candidates.check_login("lea.martin", password)
        with service.store.reading() as unit:
            (document, _) = unit.documents.find(runs=[RunId("first")])
        (one,) = desk(service).documents.open(document.id).papillons
        assert one.standing.state is PapillonState.HOLDS
