"""What several test files share: an invented school, a small text renderer, and a service put together for tests."""

import hashlib
import itertools
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import attrs
from attrs import frozen

from cyclades_accounts import Candidate, Candidature, CandidatureStatus, Desk, ExamSession, Provisioning, School
from cyclades_accounts.identifiers import CandidateId, DocumentId, RunId, SessionId, Uai, parse_uai, uai_key_letter
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import AccountLine, AccountsReport, Phase, RefusalReason, Row
from cyclades_accounts.papillons import PDF, AnyPapillon, Layout, Papillon, PapillonBatch
from cyclades_accounts.passwords import TESTS_ONLY, Argon2idHasher, RandomSource
from cyclades_accounts.provisioning import OpenedDocument, Registry, RunProgress
from cyclades_accounts.repositories import Store, UnitOfWork
from cyclades_accounts.sealing import AesGcmSealer, KeyRing

UAI = parse_uai("0350001" + uai_key_letter("0350001"))
OTHER_UAI = parse_uai("0350002" + uai_key_letter("0350002"))
SCHOOL = School(UAI, "Collège Anita Conti", manages_candidates=True)
OTHER_SCHOOL = School(OTHER_UAI, "Collège Paul Féval", manages_candidates=True)
SESSION = ExamSession.of("DNB", 2025, date(2025, 12, 31))
NOW = datetime(2025, 1, 14, 9, 30, tzinfo=UTC)
KEYS = KeyRing.generate("tests")


UNDRAWABLE = "\U0001f600"
"""What :class:`TextRenderer` cannot draw."""


class TextRenderer:
    """The smallest renderer that keeps the port's word: one line for each slip."""

    format: ClassVar = PDF
    """What the activities believe."""

    def undrawable(self, text: str) -> str:
        """Draw every character but one that no test uses otherwise."""
        return "".join(character for character in text if character == UNDRAWABLE)

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Write login and password of every slip, and the layout on top."""
        slips = [f"{slip.full_name}\t{slip.login}\t{_secret(slip)}" for slip in batch.papillons]
        return ["\n".join([layout.name, *slips]).encode() for layout in layouts]


def _secret(slip: AnyPapillon) -> str:
    return slip.password.reveal() if isinstance(slip, Papillon) else ""


@frozen
class _Whole:
    value: object


def whole(*values: object) -> str:
    """Return all of some values as text, also the fields that no ``repr`` shows."""
    return repr(attrs.asdict(_Whole(values)))


def read_slips(content: bytes) -> dict[str, str]:
    """Return the passwords of a document of :class:`TextRenderer` by login."""
    rows = [line.split("\t") for line in content.decode().splitlines()[1:]]
    return {login: password for _, login, password in rows}


def random_from(seed: str) -> RandomSource:
    """Return a random source that is the same for the same seed. For tests only."""
    counter = itertools.count()

    def draw(size: int) -> bytes:
        return hashlib.shake_256(f"{seed}/{next(counter)}".encode()).digest(size)

    return draw


new_store: Callable[[], Store] = InMemoryStore
"""What makes the store of a service; a test over SQL puts another one in its place."""


def make_service(**changes: Any) -> Provisioning:
    """Return a service over a new store, with cheap hashes and a fixed clock."""
    given: dict[str, Any] = {
        "store": new_store(),
        "renderer": TextRenderer(),
        "sealer": AesGcmSealer(KEYS),
        "hasher": Argon2idHasher(TESTS_ONLY),
        "weak_hasher_for_tests": True,
        "clock": lambda: NOW,
        "hash_workers": 1,
    }
    return Provisioning(**(given | changes))


def desk(
    service: Provisioning,
    uai: str = UAI,
    session: ExamSession = SESSION,
    *,
    actor: str = "Mme Roux",
    now: datetime | None = None,
) -> Desk:
    """Return a desk of :data:`SCHOOL` in :data:`SESSION`, unless told otherwise."""
    return service.desk(uai, session, actor=actor, now=now)


def registry(service: Provisioning, *, actor: str = "Mme Roux", now: datetime | None = None) -> Registry:
    """Return the people that the library keeps."""
    return Registry(service, actor=actor, now=now)


def line_of(report: AccountsReport) -> AccountLine:
    """Return what became of the one person of an act."""
    (line,) = report.lines
    return line


def refused(report: AccountsReport) -> RefusalReason | None:
    """Return why nothing was done for the one person of an act; ``None`` where it was."""
    refusal = line_of(report).refusal
    return refusal.reason if refusal else None


class Nobody:
    """The people of a host that has none yet."""

    def school(self, uai: Uai) -> None:
        """Know no school."""

    def of_school(self, uai: Uai, session: SessionId) -> list[Row]:
        """Return no row."""
        return []

    def of_candidates(self, ids: Collection[CandidateId]) -> list[Candidature]:
        """Return no row."""
        return []


def make_school(*roster: Candidature, **changes: Any) -> Provisioning:
    """Return a service whose store holds both schools and a roster of :data:`UAI`."""
    service = make_service(**changes)
    registry(service).register_school(SCHOOL)
    registry(service).register_school(OTHER_SCHOOL)
    if roster:
        registry(service).register_roster(UAI, SESSION, roster)
    return service


def ine(number: int) -> str:
    """Return an invented INE."""
    return f"{number:09d}AA"


def candidature(number: int = 1, family_name: str = "MARTIN", given_names: str = "Léa", **changes: Any) -> Candidature:
    """Return a candidature that gets an account; ``changes`` are fields of the candidature or of the candidate."""
    person = {name: changes.pop(name) for name in ("birth_date", "usage_name", "ine", "id") if name in changes}
    named: dict[str, Any] = {"id": ine(number), "family_name": family_name, "given_names": given_names}
    candidate = Candidate(**(named | person))
    given: dict[str, Any] = {
        "candidate": candidate,
        "uai": UAI,
        "session_id": SESSION.id,
        "status": CandidatureStatus.INSCRIT,
        "email": f"famille{number}@example.org",
        "serie": "Générale",
        "division": "3A",
    }
    return Candidature(**(given | changes))


def hashing_in(counts: list[tuple[int, int]]) -> RunProgress:
    """Return a progress display that notes how many passwords are hashed, and of how many."""

    def note(phase: Phase, done: int, total: int) -> None:
        if phase is Phase.HASHING:
            counts.append((done, total))

    return note


def candidatures_at(unit: UnitOfWork, uai: str = UAI, session_id: str = SESSION.id) -> list[Candidature]:
    """Return the candidatures of a school, as a unit reads them."""
    found = unit.people.of_school(Uai(uai), SessionId(session_id))
    return [row for row in found if isinstance(row, Candidature)]


def opened(service: Provisioning, document_id: DocumentId) -> OpenedDocument:
    """Open a document at a desk of its own school."""
    with service.store.reading() as unit:
        (document,) = unit.documents.find(ids=[document_id])
    return desk(service, document.uai).documents.open(document_id)


def passwords_of(service: Provisioning, documents: Iterable[Any]) -> dict[str, str]:
    """Return the passwords that a run's documents show, by login; all documents show the same."""
    read = [read_slips(opened(service, document).content) for document in documents]
    assert all(found == read[0] for found in read)
    return read[0] if read else {}


def slips_of(service: Provisioning, run_id: str) -> tuple[Papillon, ...]:
    """Return the slips of a run, opened as the host would."""
    with service.store.reading() as unit:
        document = unit.documents.find(runs=[RunId(run_id)])[0]
    return tuple(one.papillon for one in opened(service, document.id).papillons)
