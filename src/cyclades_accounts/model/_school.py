"""The school and the exam session: what a run belongs to (M1)."""

from datetime import date, datetime

from attrs import field, frozen
from attrs.validators import ge, instance_of, le, matches_re

from cyclades_accounts.identifiers import SessionId, Uai, parse_uai
from cyclades_accounts.model._time import day, end_of_day


def _uai(value: str) -> Uai:
    return parse_uai(value)


@frozen
class School:
    """A school (établissement), known by its code UAI."""

    uai: Uai = field(converter=_uai)
    """7 digits and a check letter; verified."""
    name: str
    """As printed on slips and lists, for example « Collège Anita Conti »."""
    manages_candidates: bool = False
    """Whether the exam manager granted the service « gestion des candidats en établissement » (M1); off until
    granted."""


@frozen
class ExamSession:
    """A session of an exam (session d'examen)."""

    year: int = field(validator=[instance_of(int), ge(2000), le(2999)])
    """Calendar year in which the session ends; 2000 to 2999."""
    last_day: date = field(validator=[instance_of(date), day])
    """Last day, inclusive, on which the accounts of the session serve: provisional passwords expire after it. A slip
    printed in January must open the results in July, so take the day after which nobody reads results any more."""
    exam: str = field(default="DNB", validator=matches_re("[A-Za-z0-9]{1,20}"))
    """Short name of the exam, 1 to 20 ASCII letters and digits; DNB is the diplôme national du brevet."""

    @property
    def id(self) -> SessionId:
        """Key of the session: exam and year, for example ``DNB-2025``."""
        return SessionId(f"{self.exam}-{self.year}")

    @property
    def ends_at(self) -> datetime:
        """First moment after :attr:`last_day`, wherever the pupil lives: see :func:`end_of_day`."""
        return end_of_day(self.last_day)
