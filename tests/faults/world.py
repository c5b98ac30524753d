"""What the fault tests share: schools full of homonyms, a service over any store, and the activities that write most.

Every school has the same four names, so that whatever two runs do at once, they do it on the same stems.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from cyclades_accounts import Criteria, Provisioning, School
from cyclades_accounts.identifiers import CandidateId, Uai, parse_uai, uai_key_letter
from cyclades_accounts.model import Candidature, RunReport
from cyclades_accounts.passwords import TESTS_ONLY, Argon2idHasher
from cyclades_accounts.repositories import Store
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from cyclades_accounts.testing.samples import registry_of
from tests.support import NOW, SESSION, TextRenderer, candidature, desk, ine

NAMES: Final = (("MARTIN", "Léa"), ("BŒUF", "Łukasz"), ("MARTIN", "Léa"), ("D'HERVÉ", "Zoé"))
"""Of every school; the last one has no e-mail address and is refused."""

KEYS: Final = KeyRing("faults", {"faults": bytes(range(32))})
"""The same in every process."""


def uai(number: int) -> Uai:
    """Return the UAI of an invented school, from 1."""
    digits = f"{9_000_000 - number:07d}"
    return parse_uai(digits + uai_key_letter(digits))


def roster(number: int, *, backwards: bool = False) -> list[Candidature]:
    """Return the roster of an invented school; backwards, its names stand in the opposite order."""
    return [
        candidature(
            100 * number + place,
            *name,
            uai=uai(number),
            email=None if name == NAMES[-1] else "famille@example.org",
        )
        for place, name in enumerate(NAMES[::-1] if backwards else NAMES, 1)
    ]


def people(number: int) -> frozenset[CandidateId]:
    """Return the keys of the candidates of an invented school."""
    return frozenset(CandidateId(ine(100 * number + place)) for place in range(1, len(NAMES) + 1))


def service_over(store: Store, **changes: Any) -> Provisioning:
    """Return a service with cheap hashes, a fixed clock and a key that every process has."""
    given: dict[str, Any] = {
        "store": store,
        "renderer": TextRenderer(),
        "sealer": AesGcmSealer(KEYS),
        "hasher": Argon2idHasher(TESTS_ONLY),
        "weak_hasher_for_tests": True,
        "clock": lambda: NOW,
        "hash_workers": 1,
    }
    return Provisioning(**(given | changes))


def found(service: Provisioning, numbers: Iterable[int], *, backwards: Collection[int] = ()) -> None:
    """Bring schools and their rosters into the store, in one unit; some rosters backwards."""
    everyone = [one for number in numbers for one in roster(number, backwards=number in backwards)]
    with service.store.writing() as unit:
        for school in sorted({one.uai for one in everyone}):
            registry_of(unit).put_school(School(school, "Collège Anita Conti", manages_candidates=True))
        registry_of(unit).put(everyone)
        unit.sessions.keep(SESSION)  # so that every run takes the same steps, the first one too


def create(service: Provisioning, number: int, run_id: str) -> RunReport:
    """Generate: three accounts are created, one candidature is refused."""
    return desk(service, uai(number)).generate(run_id=run_id)


def regenerate(service: Provisioning, number: int, run_id: str) -> RunReport:
    """Regenerate for the whole school: who has an account gets a new password, who has none an account (M14, M15)."""
    return desk(service, uai(number)).regenerate(Criteria(), lift_limit=True, run_id=run_id)


ACTIVITIES: Final[dict[str, Callable[[Provisioning, int, str], RunReport]]] = {
    "create": create,
    "regenerate": regenerate,
}


def before(service: Provisioning, activity: str, number: int) -> None:
    """Do what comes before the activity: for regenerating, half of the school has its accounts."""
    if activity == "regenerate":
        desk(service, uai(number)).regenerate(
            Criteria(candidates=[ine(100 * number + 1), ine(100 * number + 2)]),
            lift_limit=True,
            run_id=f"before-{number}",
        )
