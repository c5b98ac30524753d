"""No frame shows a password: whatever fails, wherever a process is interrupted, a traceback with locals is clean."""

import random
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest
from attrs import evolve

import cyclades_accounts
from cyclades_accounts import Criteria, Generation, Provisioning, Renew
from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.identifiers import DocumentId
from cyclades_accounts.model import Password, PasswordHash
from cyclades_accounts.papillons import LABELS_3_BY_8, TWO_PER_PAGE
from cyclades_accounts.passwords import TESTS_ONLY, Argon2idHasher, Argon2Parameters
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.retention import OlderThan
from cyclades_accounts.sealing import AesGcmSealer, HmacPseudonymizer, KeyRing
from tests.faults.steps import Steps, stepping
from tests.support import candidature, desk, ine, make_school

HOME: Final = str(Path(cyclades_accounts.__file__).parent)
PRESENT: Final = "canari de la candidate"
CHOSEN: Final = "canari de son choix"
COVERED: Final = evolve(TWO_PER_PAGE, name="covered", cover_at_group=True)
EVERYBODY: Final = Generation(renew=Renew.ALL, email_papillons=True, layouts=[LABELS_3_BY_8])
POINTS: Final = 60
"""At how many lines of each activity a process is interrupted."""
DOOR: Final = 15
"""Lines until a text that somebody typed is wrapped: until then the host's own frame shows it too."""

OLD: Final = KeyRing.generate("old")
BOTH: Final = KeyRing("new", {**OLD.keys, **KeyRing.generate("new").keys})
NOTED: Final[set[str]] = {PRESENT, CHOSEN}
"""Every password that was hashed."""


class Noting(Argon2idHasher):
    """Notes every password that it hashes."""

    def hash(self, password: Password) -> PasswordHash:
        """Note it."""
        NOTED.add(password.reveal())
        return super().hash(password)


@pytest.fixture
def school() -> tuple[Provisioning, DocumentId]:
    """Return a school with its accounts, one of which the candidate made, and a document of its slips."""
    NOTED.intersection_update({PRESENT, CHOSEN})
    service = make_school(
        candidature(1),
        candidature(2, "ŁUKASZ", "Zoé", division="3B"),
        candidature(3, "W" * 60, "Ali"),
        candidature(4, "ROUX", "Tom"),
        renderer=ReportlabRenderer(),
        hasher=Noting(TESTS_ONLY),
        pseudonymizer=HmacPseudonymizer(KeyRing.generate("erasures")),
        sealer=AesGcmSealer(OLD),
    )
    service.candidates.register_email_account(ine(4), "roux@example.org", password=PRESENT)
    report = desk(service).generate(Generation(email_papillons=True))
    slower = Argon2Parameters("slower", TESTS_ONLY.memory_kib, TESTS_ONLY.passes + 1, TESTS_ONLY.lanes)
    return evolve(service, sealer=AesGcmSealer(BOTH), hasher=Noting(slower)), report.documents[0]


def log_in(service: Provisioning, _: DocumentId) -> None:
    """Log in; the hash is made anew."""
    service.candidates.check_login("roux@example.org", PRESENT)


def change(service: Provisioning, _: DocumentId) -> None:
    """Change the password."""
    service.candidates.change_password("roux@example.org", PRESENT, CHOSEN)


def register(service: Provisioning, _: DocumentId) -> None:
    """Register an account that cannot be: the person has one."""
    service.candidates.register_email_account(ine(1), "lea@example.org", password=PRESENT)


def undo(activity: str, service: Provisioning) -> None:
    """Bring back what the activity needs: the password of before, or what the old key sealed."""
    if activity == "change":
        service.candidates.change_password("roux@example.org", CHOSEN, PRESENT)
    if activity == "reseal":
        desk(evolve(service, sealer=AesGcmSealer(evolve(BOTH, current="old")))).documents.reseal()


ACTIVITIES: Final[dict[str, Callable[[Provisioning, DocumentId], object]]] = {
    "generate": lambda service, _: desk(service).generate(EVERYBODY),
    "regenerate": lambda service, _: desk(service).regenerate(Criteria(candidates=[ine(2)])),
    "open": lambda service, document: desk(service).documents.open(document),
    "reprint": lambda service, document: desk(service).documents.reprint(document, layouts=[COVERED]),
    "reseal": lambda service, _: desk(service).documents.reseal(),
    "purge": lambda service, _: desk(service).documents.purge(OlderThan(10_000)),
    "log in": log_in,
    "change": change,
    "register": register,
}


class Interrupted(BaseException):
    """What Python raises at any line when somebody presses Ctrl-C, or a supervisor sends a signal."""


def attempt(activity: str, service: Provisioning, document: DocumentId) -> BaseException | None:
    """Do the activity; return what it raised."""
    try:
        ACTIVITIES[activity](service, document)
    except (Interrupted, ConnectionError, CycladesAccountsError) as error:
        return error
    return None


def shown_by(error: BaseException | None) -> dict[str, str]:
    """Return what a traceback shows that prints the locals of the library's frames, by place, whatever its chain."""
    shown = {}
    while error is not None:
        for frame, number in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename.startswith((HOME, "<attrs")):
                place = f"{Path(frame.f_code.co_filename).name}:{number} {frame.f_code.co_name}"
                shown[place] = " ".join(f"{name}={shown_as(value)}" for name, value in frame.f_locals.items())
        shown[type(error).__name__] = f"{error!r} {error}"
        error = error.__cause__ or error.__context__
    return shown


def shown_as(value: object) -> str:
    """Return the ``repr`` of a value, which may not be whole yet."""
    try:
        return repr(value)
    except AttributeError:
        return "?"


def leaks(error: BaseException | None) -> list[str]:
    """Return the places that show a password."""
    return [place for place, text in shown_by(error).items() if any(secret in text for secret in NOTED)]


@pytest.mark.parametrize("raised", [Interrupted, ConnectionAbortedError])
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_whichever_port_fails(
    activity: str, raised: type[BaseException], school: tuple[Provisioning, DocumentId]
) -> None:
    """Before and after each call of each port an activity fails or is interrupted, and shows no password."""
    service, document = school
    number, failures = 0, 0
    while True:
        number += 1
        steps = Steps()
        undo(activity, service)

        def act(name: str, at: int = number, steps: Steps = steps) -> None:
            if len(steps.names) == at:
                raise raised(name)

        steps.act = act
        error = attempt(activity, stepping(service, steps), document)
        if len(steps.names) < number:
            break
        failures += error is not None
        assert leaks(error) == [], steps.names[-1]
    assert failures > 5


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_wherever_it_is_interrupted(activity: str, school: tuple[Provisioning, DocumentId]) -> None:
    """A process that is interrupted at any line of the library, stores apart, shows no password."""
    service, document = school
    draws = random.Random(activity)  # which lines are tried

    def run(at: int) -> tuple[int, BaseException | None]:
        """Interrupt at the line of that number; return how many lines ran."""
        lines = 0

        def line(frame: FrameType, event: str, _: object) -> Any:
            nonlocal lines
            if event == "line":
                lines += 1
                if lines == at:
                    raise Interrupted(frame.f_code.co_name)
            return line

        def call(frame: FrameType, *_: object) -> Any:
            name = frame.f_code.co_filename
            return line if name.startswith(HOME) and "/memory/" not in name else None

        def interrupted() -> BaseException | None:
            sys.settrace(call)
            try:
                return attempt(activity, service, document)
            finally:
                sys.settrace(None)

        undo(activity, service)
        # In a thread of its own: an interrupt between two lines of Python leaves "the exception that is being handled"
        # behind, for whatever the thread does next.
        with ThreadPoolExecutor(1) as thread:
            error = thread.submit(interrupted).result()
        return lines, error

    total, _ = run(0)
    interrupted = 0
    for at in sorted(draws.randint(DOOR, total) for _ in range(POINTS)):
        _, error = run(at)
        interrupted += type(error) is Interrupted
        assert leaks(error) == [], at
    assert interrupted > POINTS / 2
