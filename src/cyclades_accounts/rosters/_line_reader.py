"""From the values of one line to a candidature, or to everything that is wrong with them; the same for every format."""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from attrs import Factory, field, frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import (
    CandidateId,
    SessionId,
    Uai,
    is_uai,
    parse_candidate_id,
    parse_ine,
)
from cyclades_accounts.model import Candidate, Candidature, CandidatureStatus
from cyclades_accounts.rosters._labels import fold_label
from cyclades_accounts.rosters._options import ReaderOptions
from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem

EARLIEST_YEAR: Final = 1900
"""A birth date before this year is a typing slip (``10/08/0010``). Our choice."""

_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_YEAR = re.compile(r"(?<![0-9])2[0-9]{3}\Z")
_NAMES: Final = ("family_name", "given_names")


class RosterEntry(NamedTuple):
    """What one line says of one person, before anybody asks whether that makes a candidature.

    One is made for every line: a tuple costs least.
    """

    line: int
    """Physical line in its file, from 1."""
    candidate_id: CandidateId | None
    """The key: the INE, or what the resolver gave; ``None`` where the line has none."""
    values: Mapping[str, str]
    """What the file says, by attribute of :class:`RosterColumns`; an attribute that the file does not tell is left out,
    and an empty text is an empty field."""
    birth_date: date | None = None
    status: CandidatureStatus | None = None
    """``None`` where the file does not tell it."""


class ReadLine(NamedTuple):
    """One line as it was read; a tuple, as :class:`RosterEntry` is."""

    line: int
    """Physical line, from 1."""
    entry: RosterEntry | None
    """What it says; ``None`` where it is wrong in more than a missing INE."""
    candidature: Candidature | None
    """What it makes; ``None`` where something is wrong, or the file alone does not suffice."""
    login: str | None = None
    """« Identifiant de connexion » as the file writes it; ``None`` where it says that there is none."""
    problems: tuple[RosterProblem, ...] = ()
    """Everything that is wrong with it."""


def entry_of(line: int, candidature: Candidature, login: str | None, tells: Collection[str]) -> RosterEntry:
    """Return what a line said, of those attributes that its file tells, from the candidature that it made."""
    candidate, born = candidature.candidate, candidature.candidate.birth_date
    said = {
        "family_name": candidate.family_name,
        "given_names": candidate.given_names,
        "status": candidature.status.value,
        "ine": candidate.id,
        "usage_name": candidate.usage_name or "",
        "birth_date": f"{born.day:02}/{born.month:02}/{born.year:04}" if born else "",
        "division": candidature.division,
        "category": candidature.category,
        "number": candidature.number or "",
        "email": candidature.email or "",
        "serie": candidature.serie,
        "qualification": candidature.qualification,
        "login": login or "",
    }
    values = {name: text for name, text in said.items() if name in tells}
    return RosterEntry(line, candidate.id, values, born, candidature.status if "status" in tells else None)


@lru_cache(maxsize=4096)
def parse_date(text: str) -> date | None:
    """Return the day that jj/mm/aaaa means; ``None`` where it means none, or one before :data:`EARLIEST_YEAR`."""
    if match := _DATE.fullmatch(text):
        day, month, year = map(int, match.groups())
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        if year >= EARLIEST_YEAR:
            return found
    return None


def year_of(session: SessionId) -> int | None:
    """Return the year of a session's key, where it ends in one as ours do."""
    found = _YEAR.search(session)
    return int(found[0]) if found else None


@frozen
class LineReader:
    """What every line of a file is read with."""

    school: Uai
    session: SessionId
    options: ReaderOptions
    names: Mapping[str, str]
    """How the file calls what it tells, by attribute of :class:`RosterColumns`; empty for what another file tells that
    was joined to it."""
    _statuses: dict[str, CandidatureStatus] = field(
        init=False, default=Factory(lambda self: self.folded_statuses(), takes_self=True)
    )
    """By folded label, and by every label met."""
    _no_account: str = field(
        init=False, default=Factory(lambda self: fold_label(self.options.messages.no_account), takes_self=True)
    )
    """The words for a candidate without an account, as a folded label."""
    _year: int = field(
        init=False, default=Factory(lambda self: year_of(self.session) or date.max.year, takes_self=True)
    )
    """Nobody born in this year or later sits the exam."""

    _is_enough: bool = field(
        init=False, default=Factory(lambda self: set(_NAMES) <= self.names.keys(), takes_self=True)
    )
    """Whether lines of this file that have a key make candidatures."""

    def folded_statuses(self) -> dict[str, CandidatureStatus]:
        """Return the states that a file may hold, by folded label."""
        return {fold_label(label): status for label, status in self.options.statuses.items()}

    def read(
        self, line: int, values: Mapping[str, str], row: Mapping[str, str], problems: list[RosterProblem]
    ) -> ReadLine:
        """Return what the values of a line make.

        Args:
            line: physical line.
            values: by attribute.
            row: by column name, for the resolver.
            problems: what is wrong so far; what is found is added.
        """
        key = self._key(line, values.get("ine", ""), row, problems)
        for name in _NAMES:
            if values.get(name) == "":
                problems += [self.problem(ProblemCode.EMPTY_NAME, line, name)]
        birth_date = self._date("birth_date", line, values.get("birth_date", ""), problems)
        if birth_date is not None and birth_date.year >= self._year:
            problems.append(self.problem(ProblemCode.BAD_DATE, line, "birth_date", values["birth_date"]))
        status = self._status(line, values["status"], problems) if "status" in values else None
        if "school" in values or "left_on" in values:
            self._presence(line, values, problems)
        if problems and any(problem.code is not ProblemCode.MISSING_INE for problem in problems):
            return ReadLine(line, None, None, problems=tuple(problems))
        entry = RosterEntry(line, key, values, birth_date, status)
        candidature = self.candidature(entry) if key is not None and self._is_enough else None
        return ReadLine(line, entry, candidature, self.login(values), tuple(problems))

    def candidature(self, entry: RosterEntry) -> Candidature:
        """Return the candidature of an entry that has a key and names."""
        values = entry.values
        candidate = Candidate(
            id=entry.candidate_id or "",
            family_name=values["family_name"],
            given_names=values["given_names"],
            birth_date=entry.birth_date,
            usage_name=values.get("usage_name"),
        )
        return Candidature(
            candidate,
            self.school,
            self.session,
            entry.status or self.options.status or CandidatureStatus.NON_INSCRIT,
            values.get("email"),
            values.get("serie", ""),
            values.get("division", ""),
            values.get("qualification", ""),
            values.get("category", "SCOLAIRE"),
            values.get("number"),
        )

    def problem(
        self, code: ProblemCode, line: int, attribute: str, value: str = "", expected: str = ""
    ) -> RosterProblem:
        """Return a problem with the value of an attribute."""
        return RosterProblem(code, line, self.names.get(attribute) or None, value, expected)

    def _key(self, line: int, text: str, row: Mapping[str, str], problems: list[RosterProblem]) -> CandidateId | None:
        if text:
            with suppress(InvalidValueError):
                return CandidateId(parse_ine(text))
        found = self.options.resolve(row) if self.options.resolve else None
        if found is not None:
            return parse_candidate_id(found)
        if text:
            problems.append(self.problem(ProblemCode.MALFORMED_INE, line, "ine", text))
        elif "ine" in self.names or self.options.resolve:  # else the file as a whole is blamed
            problems.append(self.problem(ProblemCode.MISSING_INE, line, "ine"))
        return None

    def _date(self, attribute: str, line: int, text: str, problems: list[RosterProblem]) -> date | None:
        found = parse_date(text) if text else None
        if text and found is None:
            problems.append(self.problem(ProblemCode.BAD_DATE, line, attribute, text))
        return found

    def _status(self, line: int, text: str, problems: list[RosterProblem]) -> CandidatureStatus | None:
        status = self._statuses.get(text) or self._statuses.get(fold_label(text))
        if status is None:
            labels: dict[CandidatureStatus, str] = {}
            for label, known in self.options.statuses.items():
                labels.setdefault(known, label)
            problems.append(self.problem(ProblemCode.UNKNOWN_STATUS, line, "status", text, ", ".join(labels.values())))
        elif len(self._statuses) < 10 * len(self.options.statuses):
            self._statuses[text] = status
        return status

    def _presence(self, line: int, values: Mapping[str, str], problems: list[RosterProblem]) -> None:
        """Report who is of another school, or has left."""
        school = values.get("school", "")
        if school and is_uai(school) and school.strip().upper() != self.school:
            problems.append(self.problem(ProblemCode.OTHER_SCHOOL, line, "school", school, self.school))
        left_on = self._date("left_on", line, values.get("left_on", ""), problems)
        if left_on is not None and (self.options.on is None or left_on <= self.options.on):
            name = f"{values.get('family_name', '')} {values.get('given_names', '')}".strip()
            problems.append(self.problem(ProblemCode.LEFT_SCHOOL, line, "left_on", values["left_on"], name))

    def login(self, values: Mapping[str, str]) -> str | None:
        """Return the login that a line shows; ``None`` where it shows none, or says so (M13)."""
        text = values.get("login", "")
        return None if not text or fold_label(text) in {"", self._no_account} else text
