"""Ports that fail: one typed error with facts and cure, nothing half done, and no password anywhere."""

import itertools
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import pytest
from attrs import evolve, field, mutable

from cyclades_accounts import Criteria, Generation, LoginVerdict, Provisioning, Renew
from cyclades_accounts.errors import (
    CycladesAccountsError,
    HasherFailedError,
    InvalidValueError,
    LoginPolicyFailedError,
    PortFailedError,
    PseudonymizerFailedError,
    RandomnessFailedError,
    RendererFailedError,
    RunIdReusedError,
    SealerFailedError,
    StalePlanError,
    StoreFailedError,
    UnknownCandidateError,
)
from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins import PrenomNom
from cyclades_accounts.model import Candidate, Password, PasswordHash, Phase
from cyclades_accounts.papillons import Layout, PapillonBatch
from cyclades_accounts.passwords import MEMO_2024, TESTS_ONLY, Argon2idHasher, generate_passwords
from cyclades_accounts.repositories import Store
from cyclades_accounts.sealing import AesGcmSealer
from tests.support import (
    KEYS,
    OTHER_UAI,
    SCHOOL,
    SESSION,
    UAI,
    TextRenderer,
    candidature,
    desk,
    ine,
    make_school,
    passwords_of,
    random_from,
    registry,
    slips_of,
)

SECRETS = [p.reveal() for p in generate_passwords(MEMO_2024, 3, random_for_tests=random_from("canary"))]


class TalkativeRenderer(TextRenderer):
    """Fails with every password in its message and in its frame."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Fail."""
        passwords = [slip.password.reveal() for slip in batch.with_password]
        raise LookupError(f"cannot draw {passwords} on {layouts}")


class LazyRenderer(TextRenderer):
    """Returns one document whatever is asked."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Return the first document alone."""
        return super().render(batch, layouts)[:1]


class EmptyRenderer(TextRenderer):
    """Returns empty documents."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Return nothing to read."""
        return [b"" for _ in layouts if batch.papillons]


class TalkativeHasher(Argon2idHasher):
    """Fails with the password in its message."""

    def hash(self, password: Password) -> PasswordHash:
        """Fail."""
        raise MemoryError(password.reveal())

    def verify(self, password_hash: PasswordHash, password: Password) -> bool:
        """Fail."""
        raise MemoryError(password_hash, password.reveal())


class TalkativeSealer(AesGcmSealer):
    """Fails with what it was to seal in its message."""

    def seal(self, plain: bytes, context: str) -> bytes:
        """Fail."""
        raise OSError(plain, context)

    def open(self, sealed: bytes, context: str) -> bytes:
        """Fail."""
        raise OSError(super().open(sealed, context), context)


def fail(size: int) -> bytes:
    """Fail as a random source."""
    raise NotADirectoryError(size)


class WordyRenderer(TextRenderer):
    """Returns texts where bytes are due."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Any:
        """Return texts."""
        return [layout.name for layout in layouts if batch.papillons]


FAULTS: dict[str, tuple[type[PortFailedError], Callable[[], dict[str, Any]]]] = {
    "renderer": (RendererFailedError, lambda: {"renderer": TalkativeRenderer()}),
    "renderer of one": (RendererFailedError, lambda: {"renderer": LazyRenderer()}),
    "renderer of none": (RendererFailedError, lambda: {"renderer": EmptyRenderer()}),
    "renderer of texts": (RendererFailedError, lambda: {"renderer": WordyRenderer()}),
    "hasher": (HasherFailedError, lambda: {"hasher": TalkativeHasher(TESTS_ONLY)}),
    "sealer": (SealerFailedError, lambda: {"sealer": TalkativeSealer(KEYS)}),
    "randomness": (RandomnessFailedError, lambda: {"random_for_tests": fail}),
}


def told(error: BaseException) -> str:
    """Return all that an exception can tell: message, repr, and the traceback with the locals of every frame."""
    full = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join([str(error), repr(error), repr(vars(error)), *full.format()])


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_half_done(fault: str) -> None:
    """A failing port gives its own error with cause, place and cure; no account, login, document or report appears."""
    kind, changes = FAULTS[fault]
    service = make_school(candidature(1), candidature(2))
    broken = evolve(service, **changes())
    with pytest.raises(kind) as failure:
        desk(broken).generate(run_id="r1")
    assert failure.value.cause.rpartition(".")[2] in failure.value.problem
    assert failure.value.where
    assert "run again" in failure.value.cure
    assert desk(service).documents.page().total == 0
    assert desk(service).coverage().with_account == 0
    report = desk(service).generate(run_id="r1")
    assert [o.login for o in report.created] == ["lea.martin", "lea.martin2"]


@pytest.mark.parametrize("fault", ["renderer", "hasher", "sealer"])
def test_no_password_in_a_failure(fault: str) -> None:
    """Neither message, fields, cause, context nor the locals of any frame of the error show a password."""
    kind, changes = FAULTS[fault]
    broken = evolve(make_school(candidature(1)), random_for_tests=random_from("canary"), **changes())
    with pytest.raises(kind) as failure:
        desk(broken).generate(run_id="r1")
    assert not any(secret in told(failure.value) for secret in SECRETS)
    assert failure.value.__cause__ is failure.value.__context__ is None


def interrupted_tasks(error: BaseException) -> None:
    """Fail as a group of tasks does, one of which was interrupted."""
    raise BaseExceptionGroup("tasks", [error, ExceptionGroup("more", [ValueError("unknown")])])


def store_away(error: BaseException) -> None:
    """Fail as a sealer whose key is in the database."""
    raise StoreFailedError("the database", "SELECT") from error


def store_away_meanwhile(error: BaseException) -> None:
    """Fail so while another error, which tells of itself, is handled."""
    error.__cause__ = error
    raise StoreFailedError("the database", "SELECT")


def with_a_note(error: BaseException) -> None:
    """Say more about an interrupt."""
    raise error


@pytest.mark.parametrize("fail", [interrupted_tasks, store_away, store_away_meanwhile, with_a_note])
def test_no_password_behind_a_failure(fail: Callable[[BaseException], None]) -> None:
    """Neither in the parts of a group, nor behind an error of the store, nor in a note does a frame show a password."""

    class Renderer(TextRenderer):
        def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
            text = b"".join(super().render(batch, layouts)).decode()
            try:
                raise KeyboardInterrupt  # noqa: TRY301  # what a port does
            except KeyboardInterrupt as error:
                error.add_note(text)
                fail(error)
            return [text.encode()]

    broken = evolve(make_school(candidature(1)), random_for_tests=random_from("canary"), renderer=Renderer())
    with pytest.raises((StoreFailedError, KeyboardInterrupt, BaseExceptionGroup)) as failure:
        desk(broken).generate(run_id="r1")
    assert not any(secret in told(failure.value) for secret in SECRETS)


def test_no_typed_password_in_a_failure() -> None:
    """A hasher that fails while a candidate logs in, changes or chooses a password gives none of them away."""
    service = make_school(candidature(1), candidature(2))
    ((login, password), *_) = passwords_of(service, desk(service).generate().documents).items()
    broken = evolve(service, hasher=TalkativeHasher(TESTS_ONLY))
    chosen = "une phrase très secrète"
    registry(service).register_roster(UAI, SESSION, [candidature(3)])
    for activity in (
        lambda: broken.candidates.check_login(login, password),
        lambda: broken.candidates.change_password(login, password, chosen),
        lambda: broken.candidates.register_email_account(ine(3), "lea@example.org", password=chosen),
    ):
        with pytest.raises(HasherFailedError) as failure:
            activity()
        library = [frame for frame in told(failure.value).split("  File ") if "/tests/" not in frame]
        assert not any(secret in "".join(library) for secret in (password, chosen))


def test_sealer_that_fails_to_open() -> None:
    """A sealer that fails to open gives a typed error, and the document's bytes stay unsaid."""
    service = make_school(candidature(1))
    report = desk(service).generate()
    (password,) = passwords_of(service, report.documents).values()
    broken = evolve(service, sealer=TalkativeSealer(KEYS))
    for activity in (
        lambda: desk(broken).documents.open(report.documents[0]).content,
        lambda: slips_of(broken, report.run.id),
    ):
        with pytest.raises(SealerFailedError) as failure:
            activity()
        assert password not in "".join(traceback.format_exception(failure.value))


@mutable
class FaultyStore:
    """A real store whose k-th repository call of a writing unit fails."""

    keeps_people = True

    store: Store
    fails_at: int
    error: type[Exception] = ConnectionResetError
    calls: int = 0
    names: list[str] = field(factory=list)

    def reading(self) -> Any:
        """Open a reading unit that works."""
        return self.store.reading()

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Any]:
        """Open a writing unit that may fail."""
        with self.store.writing(waits=waits) as unit:
            yield _Faulty(unit, self, "")

    def called(self, name: str) -> None:
        """Count a call, and fail if it is the one."""
        self.calls += 1
        self.names.append(name)
        if self.calls == self.fails_at:
            raise self.error(name)


class _Faulty:
    """Passes everything on, counting the calls."""

    def __init__(self, target: Any, store: FaultyStore, name: str) -> None:
        self._target, self._store, self._name = target, store, name

    def __getattr__(self, name: str) -> Any:
        return _Faulty(getattr(self._target, name), self._store, f"{self._name}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self._store.called(self._name)
        return self._target(*args, **kwargs)


def state(service: Provisioning) -> tuple[object, ...]:
    """Return all that a run can change."""
    return desk(service).roster_list(), desk(service).documents.page()


ACTIVITIES: dict[str, Callable[[Provisioning], object]] = {
    "generate": lambda s: desk(s).generate(Generation(renew=Renew.ALL), run_id="r1"),
    "regenerate": lambda s: desk(s).regenerate(Criteria(candidates=[ine(1)]), run_id="r1"),
    "register_roster": lambda s: registry(s).register_roster(
        UAI, SESSION, [candidature(1, division="3B")], run_id="r1"
    ),
    "merge": lambda s: desk(s).accounts.rekey(ine(1), ine(2), run_id="r1"),
    "close": lambda s: desk(s).accounts.close(ine(1), run_id="r1"),
    "close several": lambda s: desk(s).accounts.close(ine(1), ine(2), run_id="r1"),
    "withdraw": lambda s: registry(s).withdraw(UAI, SESSION, ine(1), ine(2), run_id="r1"),
    "withdraw by a list": lambda s: registry(s).register_roster(
        UAI, SESSION, [candidature(1)], withdraw_up_to=100, run_id="r1"
    ),
    "move several": lambda s: registry(s).move(UAI, SESSION, ine(1), ine(2), to=OTHER_UAI, run_id="r1"),
    "close_school": lambda s: s.upkeep(actor="Rectorat").close_school(UAI, to=OTHER_UAI, run_id="r1"),
    "reprint": lambda s: desk(s).documents.reprint(
        desk(s).documents.page().items[-1].id, as_of_today=True, run_id="r1"
    ),
}


def attempt(activity: Callable[[Provisioning], object], service: Provisioning) -> StoreFailedError | None:
    """Return how an activity failed, or ``None`` if it did not."""
    try:
        activity(service)
    except StoreFailedError as failure:
        return failure
    return None


@pytest.mark.parametrize("name", ACTIVITIES)
def test_store_that_fails_at_any_call(name: str) -> None:
    """Whichever call of the store fails, nothing of the activity remains; a retry with the same run id does it all."""
    activity = ACTIVITIES[name]
    for fails_at in itertools.count(1):
        service = make_school(candidature(1), candidature(2))
        desk(service).generate(Generation(groups=["3A"]))
        registry(service).register_roster(UAI, SESSION, [candidature(3)])
        before = state(service)
        faulty = FaultyStore(service.store, fails_at)
        failure = attempt(activity, evolve(service, store=faulty))
        if failure is None:
            assert fails_at > len(set(faulty.names)) > 3
            break
        assert failure.cause == "builtins.ConnectionResetError"
        assert isinstance(failure.__cause__, ConnectionResetError)
        assert state(service) == before
        activity(service)
        assert state(service) != before


def test_typed_errors_pass_unchanged() -> None:
    """An error of the library that a port raises reaches the host as it is."""

    class Refusing(TextRenderer):
        """A renderer that meets a letter it cannot draw."""

        def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
            """Refuse."""
            raise CycladesAccountsError

    with pytest.raises(CycladesAccountsError) as refusal:
        desk(make_school(candidature(1), renderer=Refusing())).generate()
    assert type(refusal.value) is CycladesAccountsError


def test_an_account_always_opens_after_a_failure() -> None:
    """A forced run that fails leaves the slips of the run before it valid."""
    service = make_school(candidature(1))
    ((login, password),) = passwords_of(service, desk(service).generate().documents).items()
    with pytest.raises(RendererFailedError):
        desk(evolve(service, renderer=TalkativeRenderer())).generate(Generation(renew=Renew.ALL))
    assert service.candidates.check_login(login, password).verdict is LoginVerdict.ACCEPTED


class BrokenPolicy(PrenomNom):
    """A policy of the host that fails."""

    def login(self, stem: str, number: int) -> Login:
        """Fail."""
        raise ZeroDivisionError(stem, number)


@pytest.mark.parametrize("stem", [None, 3, b"lea.martin"])
def test_policy_whose_stem_is_no_text(stem: Any) -> None:
    """A policy that gives something else than a text has failed: nobody silently goes without a login."""

    class NoTexts(PrenomNom):
        """Gives no text."""

        def stem_of(self, candidate: Candidate) -> str:
            """Give something else."""
            del candidate
            return cast("str", stem)

    service = make_school(candidature(1), login_policy=NoTexts())
    for ask in (desk(service).plan, desk(service).generate, desk(service).coverage):
        with pytest.raises(LoginPolicyFailedError, match="TypeError"):
            ask()
    assert not desk(make_school(candidature(1))).coverage().with_account


class Forgetful:
    """A pseudonymizer that cannot say which keys it has."""

    @property
    def key_ids(self) -> frozenset[str]:
        """Fail."""
        raise OSError("the key server is down")

    def digest(self, text: str) -> str:
        """Give no digest."""
        return text

    def digests(self, text: str) -> frozenset[str]:
        """Give none either."""
        return frozenset({text})


def test_pseudonymizer_without_its_keys() -> None:
    """A pseudonymizer that fails is blamed by its name, and not the store."""
    service = make_school(candidature(1), pseudonymizer=Forgetful())
    with pytest.raises(PseudonymizerFailedError, match="OSError"):
        desk(service).generate()


def test_a_run_id_of_another_school_tells_nothing_of_it() -> None:
    """A school that takes another one's run id is refused, and learns neither its UAI nor its pupil."""
    service = make_school(candidature(1))
    registry(service).register_roster(OTHER_UAI, SESSION, [candidature(9, uai=OTHER_UAI)])
    desk(service, OTHER_UAI).generate()
    desk(service, OTHER_UAI).accounts.close(ine(9), run_id="theirs")
    asks: list[Callable[[], object]] = [
        lambda: desk(service).accounts.close(ine(1), run_id="theirs"),
        lambda: desk(service).generate(run_id="theirs"),
    ]
    for ask in asks:
        with pytest.raises(RunIdReusedError) as refused:
            ask()
        assert refused.value == RunIdReusedError("theirs")


@pytest.mark.parametrize("option", ["lift_limit", "new_login"])
def test_options_are_true_or_false(option: str) -> None:
    """A text is no answer to a question of yes or no."""
    service = make_school(candidature(1))
    with pytest.raises(InvalidValueError, match=option):
        desk(service).regenerate(Criteria(), **{option: "no"})  # type: ignore[arg-type]  # the mistake


class ShoutingPolicy(PrenomNom):
    """A policy of the host whose logins nobody can type: what is typed is brought to lower case."""

    def login(self, stem: str, number: int) -> Login:
        """Return upper case."""
        return Login(super().login(stem, number).upper())


def test_login_policy_that_fails() -> None:
    """A failing login policy is named as such, not blamed on the store."""
    service = make_school(candidature(1))
    with pytest.raises(LoginPolicyFailedError, match="ZeroDivisionError"):
        desk(evolve(service, login_policy=BrokenPolicy())).generate()


def test_login_policy_whose_logins_nobody_can_type() -> None:
    """A login that is not in the form of typed ones is refused before an account or a slip shows it."""
    service = make_school(candidature(1))
    with pytest.raises(InvalidValueError, match="lower-case visible ASCII") as caught:
        desk(evolve(service, login_policy=ShoutingPolicy())).generate()
    assert caught.value.value == "LEA.MARTIN"
    assert desk(service).coverage().with_account == 0


@pytest.mark.parametrize("at", [Phase.READING, Phase.HASHING, Phase.DRAWING, Phase.WRITING])
def test_progress_display_that_fails(at: Phase) -> None:
    """What the host's progress display raises comes out as it is, whatever the phase, and nothing was done."""
    heard: list[Phase] = []

    def cancel(phase: Phase, done: int, total: int) -> None:
        heard.append(phase)
        if phase in {at, Phase.FAILED}:
            raise LookupError(phase, done, total)

    service = make_school(candidature(1))
    with pytest.raises(LookupError) as stopped:
        desk(service).generate(progress=cancel)
    assert stopped.value.args == ((at, 1, 1) if at is Phase.HASHING else (at, 0, 0))
    assert heard[-2:] == [at, Phase.FAILED]
    assert desk(service).coverage().with_account == 0


def test_progress_display_that_fails_at_the_end() -> None:
    """What a display raises once all is written changes nothing: the report comes, and the accounts are there."""

    def fail(phase: Phase, *_: int) -> None:
        if phase.is_over:
            raise InterruptedError

    service = make_school(candidature(1))
    assert desk(service).generate(progress=fail).created
    assert desk(service).coverage().with_account == 1


def test_phases_of_a_run() -> None:
    """A display hears the phases in order, then how the run ended: of a run, of a retry, and of one that is refused."""
    service = make_school(candidature(1), candidature(2, "ROUX", "Ali"))
    heard: list[tuple[Phase, int, int]] = []

    def note(*told: Any) -> None:
        heard.append(told)

    def phases() -> list[Phase]:
        found = [phase for phase, *_ in heard]
        heard.clear()
        return found

    report = desk(service).generate(run_id="one", progress=note)
    assert heard == [
        (Phase.READING, 0, 0),
        (Phase.HASHING, 1, 2),
        (Phase.HASHING, 2, 2),
        (Phase.DRAWING, 0, 0),
        (Phase.WRITING, 0, 0),
        (Phase.DONE, 0, 0),
    ]
    assert [phase for phase in Phase if phase.is_over] == [Phase.DONE, Phase.FAILED]
    heard.clear()
    assert desk(service).generate(run_id="one", progress=note) == report
    assert phases() == [Phase.READING, Phase.DONE]
    plan = desk(service).plan(Generation(renew=Renew.ALL))
    desk(service).execute(plan, progress=note)
    assert phases() == [Phase.READING, *[Phase.HASHING] * 2, Phase.DRAWING, Phase.WRITING, Phase.DONE]
    with pytest.raises(StalePlanError):
        desk(service).execute(plan, progress=note)
    assert phases() == [Phase.READING, Phase.FAILED]
    with pytest.raises(UnknownCandidateError):
        desk(service).regenerate(Criteria(candidates=["nobody"]), progress=note)
    assert phases() == [Phase.READING, Phase.FAILED]
    with pytest.raises(InvalidValueError):
        desk(service).generate(title="", progress=note)
    assert phases() == []  # it never began


WRONG: dict[str, Callable[[Provisioning, Any], object]] = {
    "session of coverage": lambda s, wrong: desk(s, UAI, wrong).coverage(),
    "session of a list": lambda s, wrong: desk(s, UAI, wrong).roster_list(),
    "session of documents": lambda s, wrong: desk(s, UAI, wrong).documents.page(),
    "session of a run": lambda s, wrong: desk(s, UAI, wrong).generate(),
    "page": lambda s, wrong: desk(s).documents.page(page=wrong),
    "roster": lambda s, wrong: registry(s).register_roster(UAI, SESSION, wrong),
    "title": lambda s, wrong: desk(s).regenerate(Criteria(), title=wrong),
}


@pytest.mark.parametrize("place", WRONG)
def test_value_of_a_wrong_type(place: str) -> None:
    """A value of the wrong type is met before the store is opened, and the store is not blamed."""
    with pytest.raises(InvalidValueError):
        WRONG[place](make_school(candidature(1)), object())


@pytest.mark.parametrize("error", [TypeError, AttributeError, OSError, KeyError])
def test_store_that_fails_in_whatever_way(error: type[Exception]) -> None:
    """Whatever a store raises, a bug of its own included, is one typed error; nothing of the run remains."""
    service = make_school(candidature(1))
    broken = evolve(service, store=FaultyStore(service.store, fails_at=3, error=error))
    with pytest.raises(StoreFailedError) as failure:
        desk(broken).generate()
    assert failure.value.cause == f"builtins.{error.__name__}"
    assert desk(service).coverage().with_account == 0


DRAWING: dict[str, Callable[[Provisioning], object]] = {
    "generate": lambda s: desk(s).generate(),
    "register_school": lambda s: registry(s).register_school(SCHOOL),
    "register_email_account": lambda s: s.candidates.register_email_account(ine(1), "lea@example.org", run_id="e1"),
}


@pytest.mark.parametrize("activity", DRAWING)
def test_randomness_that_fails_for_an_id(activity: str) -> None:
    """A random source that fails while an id is drawn is named as such, whatever the activity."""
    service = make_school(candidature(1))
    with pytest.raises(RandomnessFailedError):
        DRAWING[activity](evolve(service, random_for_tests=fail))
    assert desk(service).coverage().with_account == 0
