"""The smallest host: an invented collège of five candidates, everything in memory. The how-to pages start from it."""

from datetime import UTC, date, datetime
from typing import Final

from cyclades_accounts import Candidate, Candidature, CandidatureStatus, ExamSession, Provisioning, Registry, School
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.repositories import Store
from cyclades_accounts.sealing import AesGcmSealer, KeyRing

SCHOOL: Final = School("0350001L", "Collège Anita Conti", manages_candidates=True)
SESSION: Final = ExamSession.of("DNB", 2025, date(2025, 12, 31))
JANUARY: Final = datetime(2025, 1, 14, 9, 30, tzinfo=UTC)


def candidature(  # noqa: PLR0917  # a table reads best without keywords
    ine: str,
    family_name: str,
    given_names: str,
    division: str,
    email: str | None,
    status: str = CandidatureStatus.INSCRIT,
    *,
    uai: str = SCHOOL.uai,
) -> Candidature:
    """Return the candidature of a pupil of the collège, or of another school."""
    person = Candidate(ine, family_name, given_names)
    return Candidature(person, uai, SESSION, status, email, serie="Générale", division=division)


ROSTER: Final = (
    candidature("120000001AA", "BŒUF", "Łukasz", "3A", "boeuf@example.org"),
    candidature("120000002BB", "D'HERVÉ", "Zoé Anne", "3A", "zoe@example.org"),
    candidature("120000003CC", "D'HERVÉ", "Zoé", "3B", "dherve@example.org"),
    candidature("120000004DD", "MARTIN", "Léa", "3B", None),
    candidature("120000005EE", "ROUX", "Ali", "3B", "roux@example.org", CandidatureStatus.DEMISSIONNAIRE),
)


def open_provisioning(store: Store | None = None) -> Provisioning:
    """Return a host whose store knows the school and its roster; it is always the 14th of January."""
    provisioning = Provisioning(
        store=store or InMemoryStore(),
        renderer=ReportlabRenderer(),
        sealer=AesGcmSealer(KeyRing.generate("2025")),
        clock=lambda: JANUARY,
    )
    registry = Registry(provisioning, actor="gestionnaire")
    registry.register_school(SCHOOL)
    registry.register_roster(SCHOOL.uai, SESSION, ROSTER)
    return provisioning
