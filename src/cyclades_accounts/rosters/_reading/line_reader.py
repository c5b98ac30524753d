"""From the values of one line to a candidature, or to everything that is wrong with them, whatever the format."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from attrs import Factory, evolve, field, frozen

from cyclades_accounts.identifiers import CandidateId, SessionId, Uai, is_ine, is_uai, parse_candidate_id
from cyclades_accounts.model import Candidate, Candidature
from cyclades_accounts.rosters._files.cells import fold_label, read_date, write_date
from cyclades_accounts.rosters._files.encoding import UNDECODED
from cyclades_accounts.rosters._problems.problems import ProblemCode, RosterProblem
from cyclades_accounts.rosters._reading.meanings import BadTextError, Labels, meanings
from cyclades_accounts.rosters._reading.options import ReaderOptions

_YEAR = re.compile(r"(?<![0-9])2[0-9]{3}(?![0-9])")
_NAMES: Final = ("family_name", "given_names")
_LABELS: Final = {
    "status": (ProblemCode.UNKNOWN_STATUS, "statuses"),
    "category": (ProblemCode.UNKNOWN_CATEGORY, "categories"),
}
"""What an unknown label is, and the option that knows the others."""
_READ_ALL_THE_SAME: Final = frozenset(
    {
        ProblemCode.MISSING_INE,
        ProblemCode.UNKNOWN_STATUS,
        ProblemCode.UNKNOWN_CATEGORY,
        ProblemCode.NO_CATEGORY,
        ProblemCode.IMPROBABLE_BIRTH,
    }
)
"""Problems of a line that makes an entry nevertheless."""

_SOON: Final = 50  # years after the exam in which nobody leaves the school
YOUNGEST: Final = 10
"""Age at the exam, in years that have begun, below which a birth date is improbable. Our choice."""
OLDEST: Final = 30
"""The same, above which it is for a candidat scolaire. Our choice."""


class RosterEntry(NamedTuple):
    """What one line says of one person, whether or not that is enough for a candidature.

    A tuple, since one is made for every line of a file and a tuple costs least.
    """

    line: int
    """Physical line in its file, from 1."""
    candidate_id: CandidateId | None
    """Key of the person: the INE, or what the resolver gave; ``None`` where the line has none."""
    values: Mapping[str, str]
    """What the line says, by attribute of :class:`RosterColumns`. An empty text is an empty field; an attribute for
    which the file has no column is left out."""
    birth_date: date | None = None
    """``None`` where the line does not tell it."""
    status: str | None = None
    """Label of the state, empty in an empty field; ``None`` where the file has no column for it."""

    def __repr__(self) -> str:
        return f"RosterEntry(line={self.line})"  # the rest is a person's

    @property
    def family_name(self) -> str:
        """Family name; empty where the line does not tell it."""
        return self.values.get("family_name", "")

    @property
    def given_names(self) -> str:
        """Given names; empty where the line does not tell them."""
        return self.values.get("given_names", "")


class ReadLine(NamedTuple):
    """What a reader makes of one line. A tuple, since one is made for every line of a file."""

    line: int
    """Physical line, from 1."""
    entry: RosterEntry | None
    """What the line says; ``None`` where anything is wrong with it but a missing INE."""
    candidature: Candidature | None
    """What the line makes; ``None`` where something is wrong with it, or the file lacks the names or the key."""
    login: str | None = None
    """« Identifiant de connexion » as the file writes it; ``None`` where the line shows none."""
    problems: tuple[RosterProblem, ...] = ()
    """Everything that is wrong with it."""

    def __repr__(self) -> str:
        return f"ReadLine(line={self.line}, problems={self.problems})"


def _labels(options: ReaderOptions) -> dict[str, Labels]:
    return {"status": Labels(options.statuses), "category": Labels(options.categories, by_first_words=True)}


def entry_of(line: int, candidature: Candidature, login: str | None, tells: Collection[str]) -> RosterEntry:
    """Return the entry of a line from the candidature that it made, so that a file need not keep both.

    ``tells`` are the attributes for which the file has a column.
    """
    person = candidature.candidate
    said = {"ine": person.id, "birth_date": write_date(person.birth_date), "login": login}
    values = {
        name: said.get(name) or getattr(person, name, None) or getattr(candidature, name, None) or "" for name in tells
    }
    return RosterEntry(line, person.id, values, person.birth_date, candidature.status if "status" in tells else None)


def full_name(values: Mapping[str, str]) -> str:
    """Return family name and given names as far as a line tells them, for a sentence about it."""
    return f"{values.get('family_name', '')} {values.get('given_names', '')}".strip()


def year_of(session: SessionId) -> int | None:
    """Return the last year in the key of a session (``DNB-2025-septembre``); ``None`` where there is none."""
    found = _YEAR.findall(session)
    return int(found[-1]) if found else None


def part_name(text: str) -> tuple[str, str]:
    """Return family name and given names of a text that has both, the family name in capitals at its start or end.

    Both are empty where that does not part the two: no capitals, nothing else, or a lone capital between them.
    """
    words = text.split()
    count = sum(map(_is_loud, words))
    at_end = len(words) - count
    for family, given in ((words[:count], words[count:]), (words[at_end:], words[:at_end])):
        initials = count > 1 and min(len(word.strip(".")) for word in family) == 1
        if given and family and all(map(_is_loud, family)) and not initials:
            return " ".join(family), " ".join(given)
    return "", ""


def _is_loud(word: str) -> bool:
    """Whether a word is in capitals, or ends in some, as « McDONALD » does."""
    return word == word.upper() or (len(word) > 2 and word[-2:] == word[-2:].upper())  # noqa: PLR2004  # two letters


@frozen
class LineReader:
    """What every line of a file is read with."""

    uai: Uai
    """The school whose file this is."""
    session_id: SessionId
    """The session that the candidatures are for."""
    options: ReaderOptions
    """What the host has told the reader."""
    names: Mapping[str, str]
    """Name of the column of each attribute of :class:`RosterColumns` that the file has; an empty name for an attribute
    that came from another file (:func:`merge_rosters`)."""

    meanings: Mapping[str, Mapping[str, str]] = field(
        init=False, repr=False, eq=False, default=Factory(lambda self: meanings(self.options.nothing), takes_self=True)
    )
    """What cells mean, by attribute of :class:`RosterColumns`."""
    # Fields, not cached properties: those would give the class a ``__getattr__``, which slows every access down.
    _labels: Mapping[str, Labels] = field(
        init=False, repr=False, eq=False, default=Factory(lambda self: _labels(self.options), takes_self=True)
    )
    """What the labels of states and categories mean."""
    _year: int = field(
        init=False, default=Factory(lambda self: year_of(self.session_id) or date.max.year, takes_self=True)
    )
    """The year of the exam: a candidate was born before it."""

    def read(
        self, line: int, values: Mapping[str, str], row: Mapping[str, str], problems: list[RosterProblem]
    ) -> ReadLine:
        """Return what the values of a line make: a candidature, or everything that is wrong with them.

        Args:
            line: physical line, from 1.
            values: what its cells mean, by attribute of :class:`RosterColumns`.
            row: the same by column name, for the resolver.
            problems: what was found wrong with the line so far; more is added to it.
        """
        chosen = self.options.divisions
        if chosen and not any(fnmatchcase(values.get("division", "").upper(), name.upper()) for name in chosen):
            problem = self.problem(ProblemCode.NOT_CHOSEN, line, "division", "1", ", ".join(chosen))
            return ReadLine(line, None, None, problems=(problem,))
        if "full_name" in values:
            family_name, given_names = part_name(values["full_name"])
            if not family_name:
                problem = self.problem(ProblemCode.UNPARTED_NAME, line, "full_name", values["full_name"])
                return ReadLine(line, None, None, problems=(problem,))
            values = {**values, "family_name": family_name, "given_names": given_names}
        key = self._key(line, values.get("ine", ""), row, problems)
        problems += [self.problem(ProblemCode.EMPTY_NAME, line, name) for name in _NAMES if values.get(name) == ""]
        status = self._label("status", line, values["status"], problems) if "status" in values else None
        if "category" in values:
            category = self._label("category", line, values["category"], problems)
            if not category:
                problems.append(self.problem(ProblemCode.NO_CATEGORY, line, "category"))
            elif category != values["category"]:
                values = {**values, "category": category}
        birth_date = self._birth_date(line, values, problems)
        if "school" in values or "left_on" in values:
            self._presence(line, values, problems)
        if problems:
            who = UNDECODED.sub("\ufffd", full_name(values) or values.get("ine", ""))
            problems = [evolve(problem, name=who) for problem in problems]
            if any(problem.code not in _READ_ALL_THE_SAME for problem in problems):
                return ReadLine(line, None, None, problems=tuple(problems))
        entry = RosterEntry(line, key, values, birth_date, status)
        is_whole = key is not None and "family_name" in values and "given_names" in values
        candidature = self.candidature(entry) if is_whole else None
        return ReadLine(line, entry, candidature, values.get("login") or None, tuple(problems))

    def refuse(self, line: int, cells: Iterable[tuple[str, str]]) -> ReadLine:
        """Return what a line makes of whose cells, by attribute, one or more cannot be worked on: the first."""
        problems: list[RosterProblem] = []
        for name, cell in cells:
            try:
                self.meanings[name][cell]
            except BadTextError as bad:
                problems.append(self.problem(bad.code, line, name, bad.value, bad.expected))
        return ReadLine(line, None, None, problems=tuple(problems[:1]))

    def candidature(self, entry: RosterEntry) -> Candidature:
        """Return the candidature of an entry that has a key and both names."""
        values = entry.values
        names = values["family_name"], values["given_names"]
        candidate = Candidate(entry.candidate_id or "", *names, entry.birth_date, values.get("usage_name"))
        return Candidature(
            candidate,
            self.uai,
            self.session_id,
            self.options.status if entry.status is None else entry.status,
            values.get("email"),
            values.get("serie", ""),
            values.get("division", ""),
            values.get("qualification", ""),
            values.get("category") or "SCOLAIRE",  # a blank cell says no more than a column that is not there
            values.get("number"),
        )

    def problem(
        self, code: ProblemCode, line: int, attribute: str, value: str = "", expected: str = ""
    ) -> RosterProblem:
        """Return a problem with the value of an attribute."""
        return RosterProblem(code, line, self.names.get(attribute) or None, value, expected)

    def _key(self, line: int, text: str, row: Mapping[str, str], problems: list[RosterProblem]) -> CandidateId | None:
        if text:
            ine = text if is_ine(text) else "".join(text.strip("'").split())
            if is_ine(ine):
                return parse_candidate_id(ine)
        found = self.options.resolve(row) if self.options.resolve else None
        if found is not None:
            return parse_candidate_id(found)
        if text:
            problems.append(self.problem(ProblemCode.MALFORMED_INE, line, "ine", text))
        elif "ine" in self.names or self.options.resolve:  # otherwise the problem is that of the whole file
            problems.append(self.problem(ProblemCode.MISSING_INE, line, "ine"))
        return None

    def _date(self, attribute: str, line: int, text: str, problems: list[RosterProblem], before: int) -> date | None:
        found = read_date(text, before) if text else None
        if text and found is None:
            problems.append(self.problem(ProblemCode.BAD_DATE, line, attribute, text))
        return found

    def _birth_date(self, line: int, values: Mapping[str, str], problems: list[RosterProblem]) -> date | None:
        found = self._date("birth_date", line, values.get("birth_date", ""), problems, self._year)
        age = self._year - found.year if found else YOUNGEST
        if age <= 0:
            problems.append(self.problem(ProblemCode.BAD_DATE, line, "birth_date", values["birth_date"]))
        elif not YOUNGEST <= age <= OLDEST and self._year != date.max.year:
            is_pupil = (values.get("category") or "SCOLAIRE").casefold().startswith("scolaire")
            if is_pupil or age < YOUNGEST:
                problems.append(self.problem(ProblemCode.IMPROBABLE_BIRTH, line, "birth_date", str(age)))
        return found

    def _label(self, attribute: str, line: int, text: str, problems: list[RosterProblem]) -> str:
        """Return what the label of a state or a category means, or itself where it is unknown."""
        meaning = self._labels[attribute][text]
        if meaning is None:
            if fold_label(text):  # what is blank the diagnosis tells, once files were merged
                code, known = _LABELS[attribute]
                labels = {meaning: label for label, meaning in reversed(getattr(self.options, known).items())}
                expected = ", ".join(reversed(labels.values()))
                problems.append(self.problem(code, line, attribute, text, expected))
            return text
        return meaning

    def _presence(self, line: int, values: Mapping[str, str], problems: list[RosterProblem]) -> None:
        """Report a pupil of another school, or one who has left."""
        school = values.get("school", "")
        if school and is_uai(school) and school.strip().upper() != self.uai:
            problems.append(self.problem(ProblemCode.OTHER_SCHOOL, line, "school", school, self.uai))
        soon = min(self._year + _SOON, date.max.year)
        left_on = self._date("left_on", line, values.get("left_on", ""), problems, soon)
        if left_on is not None and left_on <= (self.options.on or date(self._year, 12, 31)):
            problems.append(
                self.problem(ProblemCode.LEFT_SCHOOL, line, "left_on", values["left_on"], full_name(values))
            )
