"""The account and what opens it."""

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from cyclades_accounts.identifiers import AccountId, CandidateId, Login, RunId
from cyclades_accounts.model import (
    Account,
    Credential,
    CredentialState,
    IssuedLogin,
    LoginKind,
    PasswordHash,
    PastCredential,
    Shortfall,
    ShortfallReason,
)
from tests.support import NOW, UAI

HASH = PasswordHash("$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA")
CREDENTIAL = Credential(3, CredentialState.PROVISIONAL, HASH, NOW, RunId("r"), expires_at=NOW + timedelta(days=1))
ACCOUNT = Account(AccountId("a1"), CandidateId("p1"), Login("lea.martin"), LoginKind.PRENOM_NOM, UAI, NOW, CREDENTIAL)


class TestCredential:
    """What opens an account."""

    def test_its_repr_hides_the_hash(self) -> None:
        """This test ensures that a log shows neither the password nor its hash, alone or inside an account."""
        assert HASH not in repr(CREDENTIAL)
        assert "argon2" not in repr(ACCOUNT) + str(ACCOUNT) + f"{ACCOUNT}"

    @pytest.mark.parametrize("version", [0, -1])
    def test_versions_count_from_one(self, version: int) -> None:
        """This test ensures that the first password of an account is version 1."""
        assert attrs.evolve(CREDENTIAL, version=1).version == 1
        with pytest.raises(ValueError, match="version"):
            attrs.evolve(CREDENTIAL, version=version)

    def test_a_provisional_password_must_be_changed(self) -> None:
        """This test ensures that the advice of M11 concerns the printed password, not the one the candidate chose."""
        assert CREDENTIAL.must_change
        assert not attrs.evolve(CREDENTIAL, state=CredentialState.CHOSEN).must_change

    def test_it_expires_at_its_moment(self) -> None:
        """This test ensures that the password serves until just before the moment, and is refused from then on."""
        end = NOW + timedelta(days=1)
        assert not CREDENTIAL.has_expired(end - timedelta(microseconds=1))
        assert CREDENTIAL.has_expired(end)
        assert CREDENTIAL.has_expired(end + timedelta(days=1))

    def test_the_moment_is_the_same_in_every_time_zone(self) -> None:
        """This test ensures that the host's clock may run in any zone."""
        from_elsewhere = datetime(2025, 1, 15, 9, 30, tzinfo=UTC).astimezone()
        assert CREDENTIAL.has_expired(from_elsewhere)

    @pytest.mark.parametrize(
        ("end", "now", "reason"),
        [
            (1, 0, None),
            (2, 0, ShortfallReason.ENDS_EARLY),
            (0, 0, None),
            (2, 1, ShortfallReason.EXPIRED),
            (1, 1, ShortfallReason.EXPIRED),
        ],
        ids=["serves to the last moment", "ends early", "serves longer", "expired", "expired with the session"],
    )
    def test_it_falls_short_of_a_session(self, end: int, now: int, reason: ShortfallReason | None) -> None:
        """This test ensures that a password falls short that ends before the session does, and one that is over."""
        expires_at = NOW + timedelta(days=1)
        expected = reason and Shortfall(reason, expires_at)
        assert CREDENTIAL.falls_short(NOW + timedelta(days=end), NOW + timedelta(days=now)) == expected
        assert ACCOUNT.falls_short(NOW + timedelta(days=end), NOW + timedelta(days=now)) == expected

    def test_what_was_revoked_falls_short(self) -> None:
        """This test ensures that a revoked password falls short whatever its end, told as revoked."""
        revoked = attrs.evolve(CREDENTIAL.revoked(NOW), state=CredentialState.CHOSEN, expires_at=None)
        for one in (CREDENTIAL.revoked(NOW), revoked):
            assert one.falls_short(NOW, NOW + timedelta(days=9)) == Shortfall(ShortfallReason.REVOKED, NOW)

    def test_what_nobody_knows_to_end_does_not_fall_short(self) -> None:
        """This test ensures that a chosen password, and one that the espace candidat keeps, serve until the end."""
        chosen = attrs.evolve(CREDENTIAL, state=CredentialState.CHOSEN, expires_at=None)
        later = NOW + timedelta(days=999)
        assert chosen.falls_short(later, later) is None
        assert attrs.evolve(ACCOUNT, credential=None).falls_short(later, later) is None

    def test_the_first_use_counts(self) -> None:
        """This test ensures that a second login does not move the first."""
        used = CREDENTIAL.used(NOW)
        assert used.first_used_at == NOW
        assert used.used(NOW + timedelta(days=1)) == used

    def test_it_is_revoked_once(self) -> None:
        """This test ensures that revoking again does not move the moment."""
        revoked = CREDENTIAL.revoked(NOW)
        assert revoked.revoked_at == NOW
        assert revoked.revoked(NOW + timedelta(days=1)) == revoked

    def test_a_chosen_password_does_not_expire(self) -> None:
        """This test ensures that without an end there is none."""
        assert not attrs.evolve(CREDENTIAL, expires_at=None).has_expired(datetime.max.replace(tzinfo=UTC))


class TestAccount:
    """The account of a person."""

    def test_it_is_open_until_it_is_closed(self) -> None:
        """This test ensures that an account opens something exactly while it has no closing moment."""
        assert ACCOUNT.is_open
        assert not attrs.evolve(ACCOUNT, closed_at=NOW).is_open

    def test_the_next_password_has_the_next_version(self) -> None:
        """This test ensures that versions rise by one, and start at one where there is no password yet."""
        assert ACCOUNT.next_version == 4
        assert attrs.evolve(ACCOUNT, credential=None).next_version == 1

    def test_a_new_password_makes_a_new_value(self) -> None:
        """This test ensures that a renewal changes the credential, keeps what the old one was, and nothing else."""
        renewed = ACCOUNT.with_credential(attrs.evolve(CREDENTIAL, version=4))
        assert (ACCOUNT.next_version, renewed.next_version) == (4, 5)
        assert renewed.past == (PastCredential(3, CredentialState.PROVISIONAL, NOW, RunId("r")),)
        assert attrs.evolve(renewed, credential=CREDENTIAL, past=()) == ACCOUNT
        again = renewed.with_credential(attrs.evolve(CREDENTIAL, version=5))
        assert [past.version for past in again.past] == [3, 4]

    def test_the_first_password_has_no_past(self) -> None:
        """This test ensures that an account without password gets one without a past."""
        assert attrs.evolve(ACCOUNT, credential=None).with_credential(CREDENTIAL).past == ()

    def test_it_is_frozen(self) -> None:
        """This test ensures that nobody closes an account by assigning to it."""
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(ACCOUNT, "closed_at", NOW)  # noqa: B010  # what a type checker would refuse


def test_a_line_of_the_ledger_of_an_email_login_has_no_stem() -> None:
    """This test ensures that stem and number are left out where no policy made the login."""
    line = IssuedLogin(Login("a@example.org"), AccountId("a"), NOW, RunId("r"))
    assert (line.stem, line.number) == (None, None)
