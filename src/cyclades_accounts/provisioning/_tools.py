"""What the activities work with: the host's ports, and policies with their defaults."""

from collections.abc import Callable
from datetime import UTC, datetime

from attrs import field, frozen

from cyclades_accounts.errors import ClockFailedError, InvalidValueError, RandomnessFailedError
from cyclades_accounts.identifiers import RunId, Uai, parse_run_id
from cyclades_accounts.logins import DNB_2024, LoginPolicy
from cyclades_accounts.messages import FRENCH_MESSAGES, Messages
from cyclades_accounts.model import Activity, Run
from cyclades_accounts.papillons import PapillonRenderer
from cyclades_accounts.passwords import (
    MEMO_2024,
    SYSTEM_RANDOM,
    UNTIL_THE_SESSION_ENDS,
    Argon2idHasher,
    ChosenPasswordPolicy,
    IssuedPasswordPolicy,
    PasswordHasher,
    PasswordValidity,
    RandomSource,
)
from cyclades_accounts.provisioning._guard import call
from cyclades_accounts.repositories import Pseudonymizer, Sealer, Store

_ID_BYTES = 16

Given = tuple[str | None, str, datetime | None]
"""What a host may say of a run: its id, the actor, the moment."""


def system_clock() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


@frozen(kw_only=True)
class Tools:
    """The ports and policies of one host. Frozen, and safe to share between threads if its ports are."""

    store: Store
    renderer: PapillonRenderer
    """Draws the slips, such as :class:`cyclades_accounts.pdf.ReportlabRenderer`."""
    sealer: Sealer = field(repr=False)
    """Encrypts the documents, such as :class:`cyclades_accounts.sealing.AesGcmSealer`."""
    hasher: PasswordHasher = field(factory=Argon2idHasher)
    login_policy: LoginPolicy = DNB_2024
    password_policy: IssuedPasswordPolicy = MEMO_2024
    """What a run issues."""
    chosen_policy: ChosenPasswordPolicy = field(factory=ChosenPasswordPolicy)
    """What a candidate may choose."""
    password_validity: PasswordValidity = UNTIL_THE_SESSION_ENDS
    """How long what a run issues is accepted."""
    pseudonymizer: Pseudonymizer | None = field(default=None, repr=False)
    """Makes the keyed digests of erased logins, such as :class:`cyclades_accounts.sealing.HmacPseudonymizer`. Erasing a
    person needs it, and so does every later run over the same store."""
    messages: Messages = FRENCH_MESSAGES
    clock: Callable[[], datetime] = system_clock
    """Gives the moment of an activity that is not told one; with a time zone."""
    random_for_tests: RandomSource = field(default=SYSTEM_RANDOM, repr=False)
    """Gives passwords and ids; the system's source, unless a test replaces it."""
    hash_workers: int | None = None
    """Threads that hash a batch; by default one for each processor."""

    def new_id(self) -> str:
        """Return a new opaque key: 128 random bits in hexadecimal.

        Raises:
            RandomnessFailedError: the random source failed.
        """
        return call(RandomnessFailedError, lambda: self.random_for_tests(_ID_BYTES).hex())

    def moment(self, now: datetime | None) -> datetime:
        """Return the moment of an activity: the one given, else the clock's.

        Raises:
            InvalidValueError: it has no time zone.
            ClockFailedError: none was given, and the clock failed.
        """
        moment = call(ClockFailedError, self.clock) if now is None else now
        if moment.tzinfo is None:
            raise InvalidValueError("now", moment.isoformat(), "a datetime with a time zone, such as UTC")
        return moment

    def head(
        self,
        activity: Activity,
        subject: str,
        run_id: str | None,
        actor: str,
        now: datetime | None,
        *,
        school: Uai | None = None,
    ) -> Run:
        """Return the head of a report: what the host gave, defaults for what it did not.

        Raises:
            InvalidValueError: an empty or overlong run id, or a moment without time zone.
            RandomnessFailedError: there is no run id, and the random source failed.
            ClockFailedError: there is no moment, and the clock failed.
        """
        key = RunId(self.new_id()) if run_id is None else parse_run_id(run_id)
        return Run(key, activity, subject, actor, self.moment(now), school)
