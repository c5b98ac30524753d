"""The people of the host, as the library reads them: three questions, and nothing is written."""

from collections.abc import Collection, Sequence
from typing import Final

from cyclades_accounts import Candidate, Candidature, School
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.people import Row, integer_keys, row
from django_host import models


class DjangoPeople:
    """:class:`cyclades_accounts.people.People`, read with the ORM."""

    def school(self, uai: Uai) -> School | None:
        """Return the school, or ``None``."""
        found = models.School.objects.filter(uai=uai).first()
        return School(found.uai, found.name, manages_candidates=found.manages_candidates) if found else None

    def of_school(self, uai: Uai, session: SessionId) -> Sequence[Row]:
        """Return the entries of a school for a session."""
        return [read(entry) for entry in ENTRIES.filter(school_id=uai, session=session)]

    def of_candidates(self, ids: Collection[CandidateId]) -> Sequence[Candidature]:
        """Return every entry of these pupils that is a candidature."""
        found = [read(entry) for entry in ENTRIES.filter(pupil_id__in=integer_keys(ids))]
        return [one for one in found if isinstance(one, Candidature)]


STATES: Final = dict(models.State.choices)
ENTRIES: Final = models.Entry.objects.select_related("pupil")


def read(entry: models.Entry) -> Row:
    """Return the candidature, or why the entry is none."""
    return row(entry.pupil_id, str(entry.pupil), lambda: candidature(entry), serie=entry.serie, division=entry.division)


def candidature(entry: models.Entry) -> Candidature:
    """Return the candidature. Another letter for the state, a blank name or a wrong INE are said of the row."""
    pupil, state = entry.pupil, str(STATES[entry.state])
    person = Candidate(
        str(pupil.id), pupil.family_name, pupil.given_names, pupil.birth_date, pupil.usage_name, ine=pupil.ine or None
    )
    labels = {"serie": entry.serie, "division": entry.division, "category": entry.category}
    return Candidature(person, entry.school_id, SessionId(entry.session), state, entry.email, **labels)
