"""A retry is harmless: a known run id returns its report and does nothing."""

from collections.abc import Callable
from typing import TypeVar

from cyclades_accounts.errors import RunIdReusedError, ServiceNotGrantedError, UnknownSchoolError
from cyclades_accounts.identifiers import Uai
from cyclades_accounts.model import Report, Run, School
from cyclades_accounts.provisioning._guard import giving_way, writing
from cyclades_accounts.repositories import Store, UnitOfWork

R = TypeVar("R", bound=Report)


def recall(unit: UnitOfWork, run: Run, kind: type[R]) -> R | None:
    """Return the report that the journal holds under the run id, or ``None`` if the run is new.

    Raises:
        RunIdReusedError: the id belongs to another activity, or to the same one on another subject.
    """
    report: Report | None = unit.journal.get(run.id)
    if report is None:
        return None
    stored, asked = (f"{head.activity.value} {head.subject}" for head in (report.run, run))
    if stored != asked or not isinstance(report, kind):
        raise RunIdReusedError(run.id, stored, asked)
    return report


def once(store: Store, run: Run, kind: type[R], work: Callable[[UnitOfWork], R]) -> R:
    """Do ``work`` in one writing unit and keep its report, unless the run id is known.

    ``work`` begins again, in another unit, where the store made it give way.

    Raises:
        RunIdReusedError: see :func:`recall`.
        StoreFailedError: the store failed; nothing of the work remains.
    """

    def attempt() -> R:
        with writing(store) as unit:
            known = recall(unit, run, kind)
            if known is not None:
                return known
            report = work(unit)
            unit.journal.add(report)
            return report

    return giving_way(attempt)


def granted_school(unit: UnitOfWork, uai: Uai) -> School:
    """Return the school in whose name an activity writes (M1).

    Raises:
        UnknownSchoolError: the store does not know it.
        ServiceNotGrantedError: it lacks the service « gestion des candidats en établissement ».
    """
    school = known_school(unit, uai)
    if not school.manages_candidates:
        raise ServiceNotGrantedError(uai)
    return school


def known_school(unit: UnitOfWork, uai: Uai) -> School:
    """Return the school.

    Raises:
        UnknownSchoolError: the store does not know it.
    """
    school = unit.schools.get(uai)
    if school is None:
        raise UnknownSchoolError(uai)
    return school
