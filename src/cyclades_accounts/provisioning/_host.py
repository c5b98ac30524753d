"""The host: its ports and policies, how its ports are called, units of work of its store, and who asks for what."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from traceback import clear_frames
from typing import Final, TypeVar

from attrs import evolve, field, frozen
from attrs.validators import optional

from cyclades_accounts import errors, identifiers, model
from cyclades_accounts.eligibility import MEMO_RULES, Eligibility
from cyclades_accounts.logins import DNB_2024, LoginPolicy
from cyclades_accounts.messages import FRENCH_MESSAGES, Messages
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
from cyclades_accounts.provisioning._throttle import Throttle
from cyclades_accounts.repositories import Pseudonymizer, Sealer, Store, UnitOfWork
from cyclades_accounts.retention import RetentionRule

T = TypeVar("T")

_ID_BYTES = 16

_DIGEST_LENGTH: Final = 32
"""Hexadecimal digits that are kept of the digest of a request: 128 bits."""


def call(failure: type[errors.PortFailedError], function: Callable[[], T]) -> T:
    """Return what ``function`` returns.

    The port is called inside a function of its own, so that no password stands in a frame of ours. Whatever it raises
    comes out without the frames of the port and without cause and context, because the frames of a renderer, sealer or
    hasher hold passwords. That holds for an interrupt too, which may come at any line.

    Raises:
        CycladesAccountsError: as ``function`` raised it. A :class:`StoreFailedError` keeps its cause, because the host
            needs the database's own error; its frames lose their variables.
        PortFailedError: of the class ``failure``, for any other exception.
        BaseException: what is no ``Exception``, such as ``KeyboardInterrupt``, as it is.
    """
    try:
        return function()
    except errors.StoreFailedError as error:
        _forget(error)
        raise
    except BaseException as error:  # noqa: BLE001  # whatever a host's port raises
        is_port_failure = isinstance(error, Exception) and not isinstance(error, errors.CycladesAccountsError)
        failed = failure.of(error) if is_port_failure else error
    if isinstance(failed, BaseExceptionGroup):
        _forget(failed)
    failed.__cause__ = failed.__context__ = None
    failed.__dict__.pop("__notes__", None)  # a port wrote them
    raise failed.with_traceback(None)  # outside the handler, so that Python attaches no context


def _forget(error: BaseException) -> None:
    """Take the variables from the frames of an error and of all that it tells of, and the notes."""
    waiting, known = [error], {id(error)}
    for one in waiting:  # it grows during the loop
        clear_frames(one.__traceback__)
        one.__dict__.pop("__notes__", None)
        inner = one.exceptions if isinstance(one, BaseExceptionGroup) else ()
        new = [each for each in (one.__cause__, one.__context__, *inner) if each is not None and id(each) not in known]
        waiting += new
        known.update(map(id, new))


def spec_of(failure: type[errors.PortFailedError], policy: Eligibility | LoginPolicy | RetentionRule) -> str:
    """Return the line in which a policy or a rule of the host says what it is.

    Raises:
        PortFailedError: of the class ``failure``, where it failed.
        InvalidValueError: what it returned is no text that every store can keep, of at most 10,000 characters.
    """
    return call(failure, lambda: identifiers.checked_text("spec", policy.spec, longest=10_000))


def system_clock() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


@frozen(kw_only=True)
class Host:
    """The ports and policies of one host. Frozen, and safe to share between threads if its ports are."""

    store: Store = field(validator=model.fits(Store))
    """Keeps everything, such as :class:`cyclades_accounts.sql.SqlStore`."""
    renderer: PapillonRenderer = field(validator=model.fits(PapillonRenderer))
    """Draws the slips, such as :class:`cyclades_accounts.pdf.ReportlabRenderer`."""
    sealer: Sealer = field(repr=False, validator=model.fits(Sealer))
    """Encrypts the documents, such as :class:`cyclades_accounts.sealing.AesGcmSealer`."""
    hasher: PasswordHasher = field(factory=Argon2idHasher, validator=model.fits(PasswordHasher))
    """Hashes and verifies passwords; argon2id with OWASP's parameters unless another one is given."""
    weak_hasher_for_tests: bool = field(default=False, validator=model.exactly(bool))
    """Whether a hasher is taken that says of itself that it protects nothing; in tests alone."""
    throttle: Throttle | None = field(default=None, repr=False, validator=optional(model.fits(Throttle)))
    """Limits how often a password is tried. ``None`` where the host limits it before it calls: the passwords that runs
    issue demand it (CNIL 2022-100, case 2)."""
    eligibility: Eligibility = field(default=MEMO_RULES, validator=model.fits(Eligibility))
    """Who gets an account, and who counts as missing without one (M2, M3, M12)."""
    login_policy: LoginPolicy = field(default=DNB_2024, validator=model.fits(LoginPolicy))
    """Makes a login of a name (M10)."""
    password_policy: IssuedPasswordPolicy = field(default=MEMO_2024, validator=model.fits(IssuedPasswordPolicy))
    """Which passwords a run issues (M10)."""
    chosen_policy: ChosenPasswordPolicy = field(
        factory=ChosenPasswordPolicy, validator=model.fits(ChosenPasswordPolicy)
    )
    """Which passwords a candidate may choose (M11)."""
    password_validity: PasswordValidity = field(default=UNTIL_THE_SESSION_ENDS, validator=model.fits(PasswordValidity))
    """How long the passwords that a run issues are accepted."""
    pseudonymizer: Pseudonymizer | None = field(default=None, repr=False, validator=optional(model.fits(Pseudonymizer)))
    """Makes the keyed digests of erased logins, such as :class:`cyclades_accounts.sealing.HmacPseudonymizer`. Erasing a
    person needs it, and so does every later run over the same store."""
    messages: Messages = field(default=FRENCH_MESSAGES, validator=model.fits(Messages))
    """The French sentences of :meth:`Desk.coverage_message` and the like."""
    time_zone: identifiers.TimeZone = field(
        default=identifiers.TimeZone("Europe/Paris"), converter=identifiers.parse_time_zone
    )
    """Time zone in which days are counted, by its name in the IANA database; a school may have another
    (:attr:`School.time_zone <cyclades_accounts.model.School.time_zone>`)."""
    clock: Callable[[], datetime] = field(default=system_clock, validator=model.fits(Callable))
    """Gives the moment of an activity that is told none; with a time zone."""
    random_for_tests: RandomSource = field(default=SYSTEM_RANDOM, repr=False, validator=model.fits(Callable))
    """Gives passwords and ids; the system's source, unless a test replaces it."""
    transfers_wait: bool = field(default=False, validator=model.exactly(bool))
    """Whether every transfer of a pupil waits for the holding school or the host; if not, it is granted at once where
    all facts agree (M7)."""
    hash_workers: int | None = field(default=None, validator=optional(model.exactly(int)))
    """Threads that hash a batch, one at least; by default one for each processor."""

    def __attrs_post_init__(self) -> None:
        """Refuse a hasher that is weak, unless it is asked for."""
        if getattr(self.hasher, "is_weak", False) and not self.weak_hasher_for_tests:
            given = type(self.hasher).__name__
            raise errors.InvalidValueError(
                "hasher", given, "one that is not weak; in tests, add weak_hasher_for_tests=True"
            )


def new_id(host: Host) -> str:
    """Return a new opaque key: 128 random bits in hexadecimal.

    Raises:
        RandomnessFailedError: the random source failed.
    """
    return call(errors.RandomnessFailedError, lambda: host.random_for_tests(_ID_BYTES).hex())


def moment(host: Host, now: datetime | None) -> datetime:
    """Return the moment of an activity, the one given, else the clock's, as the clocks of the service show it.

    Raises:
        InvalidValueError: what is given is no moment, or has no time zone.
        ClockFailedError: none was given, and the clock failed, or gave such a value.
    """
    if now is None:
        now = call(errors.ClockFailedError, lambda: _read(host.clock))
    model.aware(None, "now", now)
    return model.told_in(now, host.time_zone)


def zone_of(host: Host, school: model.School | None) -> identifiers.TimeZone:
    """Return the time zone of a school's days: its own, else that of the service."""
    return (school and school.time_zone) or host.time_zone


def _read(clock: Callable[[], object]) -> datetime:
    found = clock()
    if not isinstance(found, datetime) or found.utcoffset() is None:
        raise errors.ClockFailedError("no moment with a time zone", "what it returned")
    return found


def changed(value: T, default: T) -> T | None:
    """Return an argument as :func:`new_run` takes it: ``None`` where it is the default."""
    return None if value == default else value


def new_run(
    host: Host,
    activity: model.Activity,
    subject: model.Subject,
    *,
    run_id: str | None,
    actor: str,
    now: datetime | None,
    **asked: object,
) -> model.Run:
    """Return the head of a report: what the host gave, and defaults for what it did not.

    Args:
        host: gives an id and a moment where there is none.
        activity: what is done.
        subject: what it is about.
        run_id: names the act. An id that ends in a slash and a UAI is that school's.
        actor: who asks; an empty text stands for the candidate.
        now: the moment.
        asked: every other argument of the activity. What has its default is ``None`` and does not count, so that an
            option added later changes no digest. Never a password, not even for a digest.

    Raises:
        InvalidValueError: a run id, an actor or a moment that is none, or an id of another school; see
            :func:`parse_run_id`, :func:`checked_line` and :func:`aware`.
        RandomnessFailedError: there is no run id, and the random source failed.
        ClockFailedError: there is no moment, and the clock failed.
    """
    key = identifiers.RunId(new_id(host)) if run_id is None else identifiers.parse_run_id(run_id)
    owner = key.rpartition("/")[2]
    if identifiers.is_uai(owner) and owner != subject.uai:
        raise errors.InvalidValueError("run_id", key, "an id that does not end in the UAI of another school")
    if given := {name: value for name, value in asked.items() if value is not None}:
        subject = evolve(subject, request=identifiers.digest(given)[:_DIGEST_LENGTH])
    return model.Run(
        key, activity, subject, actor if actor == "" else identifiers.checked_line("actor", actor), moment(host, now)
    )


@frozen(kw_only=True)
class Acting:
    """What activities have in common: the host, who asks, and when."""

    host: Host = field(repr=False)
    actor: str = field(repr=False, validator=model.one_line)
    """Who asks, in the host's own words: one line of at most 254 characters, not blank."""
    now: datetime | None = field(default=None, validator=optional(model.aware))
    """The moment of every activity; ``None`` to read the clock once in each."""

    def moment(self) -> datetime:
        """Return the moment of an activity that leaves no report."""
        return moment(self.host, self.now)

    def run(self, activity: model.Activity, run_id: str | None, subject: model.Subject, **asked: object) -> model.Run:
        """Return the head of the report that an activity leaves; see :func:`new_run`."""
        return new_run(self.host, activity, subject, run_id=run_id, actor=self.actor, now=self.now, **asked)


@frozen(kw_only=True)
class Caller(Acting):
    """What the activities of one desk have in common."""

    uai: identifiers.Uai
    """The school in whose name everything is done."""
    session: model.ExamSession = field(validator=model.exactly(model.ExamSession))


R = TypeVar("R", bound=model.Report)

STALE_PLANS: Final = 5
"""How often work is tried whose plan other runs overtook, before it gives up."""

CONFLICTS: Final = 50
"""How often work is tried that the store made give way to others, before it gives up. Each time another unit was
committed, so that many writers at once all come through."""


_SLICE: Final = 100
"""How many lines of a long list are read at once."""


@contextmanager
def reading(store: Store) -> Iterator[UnitOfWork]:
    """Open a reading unit; a failure that is not the library's own becomes :class:`StoreFailedError`."""
    with store_failures(), store.reading() as unit:
        yield unit


@contextmanager
def writing(store: Store, *, waits: bool = True) -> Iterator[UnitOfWork]:
    """Open a writing unit; a failure that is not the library's own becomes :class:`StoreFailedError`."""
    with store_failures(), store.writing(waits=waits) as unit:
        yield unit


@contextmanager
def store_failures() -> Iterator[None]:
    """Tell of whatever a store raises, and that is not the library's own, as a :class:`StoreFailedError`."""
    try:
        yield
    except errors.CycladesAccountsError:
        raise
    except Exception as error:
        # Chained: the host needs the database's own error, and a store never sees a password.
        raise errors.StoreFailedError.of(error) from error


def retry(attempt: Callable[[int], T], *, stale_plans: int = STALE_PLANS) -> T:
    """Return what ``attempt`` returns, trying again while others are faster.

    Args:
        attempt: the work; it is given how often it was tried before.
        stale_plans: how many attempts may end in :class:`StalePlanError`.

    Raises:
        StalePlanError: the last of these attempts ended so.
        StoreConflictError: the store made it give way :data:`CONFLICTS` times.
    """
    left = {errors.StalePlanError: stale_plans, errors.StoreConflictError: CONFLICTS}
    turn = 0
    while True:
        try:
            return attempt(turn)
        except (errors.StalePlanError, errors.StoreConflictError) as error:
            kind = errors.StalePlanError if isinstance(error, errors.StalePlanError) else errors.StoreConflictError
            left[kind] -= 1
            if not left[kind]:
                raise
        turn += 1


def in_one_unit(
    store: Store, run: model.Run, kind: type[R], work: Callable[[UnitOfWork], R], *, recalls: bool = True
) -> R:
    """Do ``work`` in one writing unit and keep its report in the journal; a known run id returns the report it left.

    ``work`` begins again, in another unit, where the store made it give way. With ``recalls=False`` a known run id is
    always refused: its report is not the whole answer, where a password counts too.

    Raises:
        RunIdReusedError: see :func:`find_report`.
        StoreFailedError: the store failed; nothing of the work remains.
    """

    def attempt(_: int) -> R:
        with writing(store) as unit:
            known = find_report(unit, run, kind) if recalls else None
            if known is not None:
                return known
            report = work(unit)
            unit.journal.add(report)
            return report

    try:
        return retry(attempt)
    except errors.RunIdReusedError:  # of the same request, perhaps, which was faster: then its report answers now
        return retry(attempt)


def find_report(
    unit: UnitOfWork, run: model.Run, kind: type[R], *, earlier: Collection[model.Subject] = ()
) -> R | None:
    """Return the report that the journal holds under the run id, or ``None`` if the run is new.

    Args:
        unit: where to look.
        run: the head of the run asked for.
        kind: the class of its report.
        earlier: the subject as former versions of the library wrote it, where that differs. They could do without an
            actor.

    Raises:
        RunIdReusedError: the id belongs to another activity, to the same one on another subject, or to another actor.
    """
    report: model.Report | None = unit.journal.get(run.id)
    if report is None:
        return None
    stored = report.run
    is_same = (stored.subject, stored.actor) == (run.subject, run.actor)
    was_same = stored.subject in earlier and stored.actor in {"", run.actor}
    if stored.activity is run.activity and (is_same or was_same) and isinstance(report, kind):
        return report
    raise errors.RunIdReusedError(run.id)


def granted_school(unit: UnitOfWork, uai: identifiers.Uai) -> model.School:
    """Return the school in whose name an activity writes (M1), and hold it: the runs of a school queue here.

    Raises:
        UnknownSchoolError: nobody knows it.
        ServiceNotGrantedError: it lacks the service « gestion des candidats en établissement ».
    """
    school = known_school(unit, uai)
    if not school.manages_candidates:
        raise errors.ServiceNotGrantedError(uai)
    return school


def known_school(unit: UnitOfWork, uai: identifiers.Uai) -> model.School:
    """Return the school, and hold it where the unit writes.

    Raises:
        UnknownSchoolError: nobody knows it.
        PeopleFailedError: the host's people failed.
    """
    unit.hold([uai])
    school = unit.people.school(uai)
    if school is None:
        raise errors.UnknownSchoolError(uai)
    return school


def all_pages(slice_of: Callable[[int, int], tuple[Sequence[T], int]]) -> Iterator[T]:
    """Go through a list that a store gives in slices.

    Args:
        slice_of: returns the items from a rank, counted from 0, so many at most, and how many there are in all.
    """
    skip, total = 0, 1
    while skip < total:
        items, total = slice_of(skip, _SLICE)
        yield from items
        skip += _SLICE
