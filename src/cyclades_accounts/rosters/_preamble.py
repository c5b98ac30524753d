"""The lines before the header of a CYCLADES list: year, school, moment of the export."""

import re
import unicodedata
from collections.abc import Iterable

from cyclades_accounts.identifiers import Uai
from cyclades_accounts.rosters._errors import WrongSchoolError
from cyclades_accounts.rosters._records import Record
from cyclades_accounts.rosters._stream import Preamble

_YEAR = re.compile(r"(?<![0-9])2[0-9]{3}(?![0-9])")
_SCHOOL = re.compile(r"\(\s*([0-9]{7}[A-Za-z])\s*\)")
_EDITED = re.compile(r"[EÉ]dit[eé]e?\s+le\s+([0-9]{1,2}/[0-9]{1,2}/[0-9]{4}(?:\s+[0-9]{1,2}:[0-9]{2})?)", re.IGNORECASE)


def read_preamble(records: Iterable[Record], school: Uai) -> Preamble:
    """Return what the preamble says; ``school`` is the one it must name, if it names one.

    The year is the last one of the first line that is not blank, for ``2022-2023`` the second; the school is the last
    UAI between parentheses of the first line that has one.

    Raises:
        WrongSchoolError: it names another school.
    """
    year: int | None = None
    found: Uai | None = None
    edited_at: str | None = None
    for position, record in enumerate(record for record in records if not record.is_blank):
        text = unicodedata.normalize("NFC", " ".join(record.cells))
        if position == 0 and (years := _YEAR.findall(text)):
            year = int(years[-1])
        if found is None and (uais := _SCHOOL.findall(text)):
            if uais[-1].upper() != school:
                raise WrongSchoolError(record.line, value=uais[-1], expected=school)
            found = school
        if edited_at is None and (edited := _EDITED.search(text)):
            edited_at = edited[1]
    return Preamble(year, found, edited_at)
