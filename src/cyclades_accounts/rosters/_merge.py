"""Joining files that say different things of the same people: by INE, else by name and birth date; nothing is guessed.

The first file says who is there; the others add what it leaves open: SIECLE the divisions, CYCLADES the state, another
file the addresses. A line that could be of several people, or of one who is perhaps another, joins nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from attrs import evolve, field, frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.model import sort_key
from cyclades_accounts.rosters._line_reader import LineReader, RosterEntry
from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem
from cyclades_accounts.rosters._roster_file import RosterFile

_OPEN: Final = {
    ProblemCode.NO_INE_COLUMN: ("ine",),
    ProblemCode.NO_NAME_COLUMN: ("family_name", "given_names"),
    ProblemCode.NO_STATUS_COLUMN: ("status",),
    ProblemCode.NO_EMAIL_COLUMN: ("email",),
}
"""What a second file can put right of a first one."""

_COMPARED: Final = ("family_name", "birth_date", "division", "serie", "qualification", "email")
"""What two files are expected to say alike. Given names are not, for SIECLE often has the first one alone; nor is the
state, which CYCLADES alone knows."""


def merge_rosters(first: RosterFile, *others: RosterFile) -> RosterFile:
    """Join files of one school and one session.

    A line of another file joins the line of the first one with the same INE, if names and birth dates do not say that
    these are two people. Without INE on one of the two, it joins the only person with the same family name, the same
    first given name and the same birth date; case and accents do not count. What the first file says counts; what it
    leaves open or empty comes from the others, in their order.

    Every other line is a problem of the result, under the name of its file: of nobody (``UNMATCHED_LINE``), or of
    somebody perhaps (``DOUBTFUL_JOIN``). Where files contradict each other, that is one too (``FILES_DISAGREE``).

    Raises:
        InvalidValueError: the files are of several schools or sessions.
    """
    reader = _reader(first)
    people = [_Person(entry) for entry in first.entries]
    problems: list[RosterProblem] = []
    names = dict(reader.names)
    for other in others:
        found = _reader(other)
        if (found.school, found.session) != (reader.school, reader.session):
            raise InvalidValueError(
                "others", f"{found.school} {found.session}", f"files of {reader.school} {reader.session}"
            )
        faults = _join(people, other, reader)
        problems += (evolve(problem, file=problem.file or other.label) for problem in faults)
        for name in found.names:
            names.setdefault(name, "")  # no column of the first file, whose lines are counted from here on
    return _merged(first, evolve(reader, names=names), people, problems)


def _reader(file: RosterFile) -> LineReader:
    if file.reader is None:
        raise InvalidValueError("others", file.format, "files that a reader of this room has read")
    return file.reader


@frozen
class _Person:
    """Somebody of the first file, and what was joined so far."""

    own: RosterEntry
    joined: list[RosterEntry] = field(factory=list)

    @property
    def entry(self) -> RosterEntry:
        """All that is known."""
        known = self.own
        for more in self.joined:
            values = {**more.values, **{name: text for name, text in known.values.items() if text}}
            known = RosterEntry(
                known.line,
                known.candidate_id or more.candidate_id,
                values,
                known.birth_date or more.birth_date,
                known.status or more.status,
            )
        return known


def _full_name(entry: RosterEntry) -> str:
    return f"{entry.values.get('family_name', '')} {entry.values.get('given_names', '')}".strip()


def _family(entry: RosterEntry, name: str = "family_name") -> str:
    return sort_key(entry.values.get(name, ""))[0]


def _given(entry: RosterEntry) -> str:
    names = entry.values.get("given_names", "").replace(",", " ").split()
    return sort_key(next((name for name in names if any(map(str.isalnum, name))), ""))[0]


class _Index:
    """The people of the first file, by what a line may know of them."""

    def __init__(self, people: Iterable[_Person]) -> None:
        self.by_key: dict[CandidateId, _Person] = {}
        self.by_name: defaultdict[tuple[str, str], list[_Person]] = defaultdict(list)
        self.by_day: defaultdict[date, list[_Person]] = defaultdict(list)
        for person in people:
            entry = person.entry
            if entry.candidate_id is not None:
                self.by_key.setdefault(entry.candidate_id, person)
            if _family(entry):
                self.by_name[_family(entry), _given(entry)].append(person)
            if entry.birth_date is not None:
                self.by_day[entry.birth_date].append(person)

    def find(self, entry: RosterEntry) -> tuple[_Person | None, ProblemCode | None, _Person | None]:
        """Return whom an entry is of, or why it is not known and whom it could be of."""
        known = self.by_key.get(entry.candidate_id) if entry.candidate_id else None
        if known is not None:
            return (known, None, None) if _may_be(known.entry, entry) else (None, ProblemCode.DOUBTFUL_JOIN, known)
        alike = self.by_name.get((_family(entry), _given(entry)), []) if _family(entry) else []
        sure = [person for person in alike if entry.birth_date and person.entry.birth_date == entry.birth_date]
        if len(sure) == 1 and None in {sure[0].entry.candidate_id, entry.candidate_id}:
            return sure[0], None, None
        doubtful = sure or [person for person in alike if None in {person.entry.birth_date, entry.birth_date}]
        doubtful = doubtful or [
            person
            for person in (self.by_day.get(entry.birth_date, []) if entry.birth_date else [])
            if _family(entry) and self._resembles(person.entry, entry)
        ]
        return (None, ProblemCode.DOUBTFUL_JOIN, doubtful[0]) if doubtful else (None, ProblemCode.UNMATCHED_LINE, None)

    @staticmethod
    def _resembles(known: RosterEntry, entry: RosterEntry) -> bool:
        """Whether two people born on one day share a name: a married name, a typing slip."""
        return _given(known) == _given(entry) or _family(entry) in {_family(known), _family(known, "usage_name")}


def _may_be(known: RosterEntry, entry: RosterEntry) -> bool:
    """Whether two lines with one INE can be of one person: of three facts two agree, what is not told agrees."""
    agreeing = (
        not _family(entry) or not _family(known) or _family(entry) == _family(known),
        not _given(entry) or not _given(known) or _given(entry) == _given(known),
        None in {known.birth_date, entry.birth_date} or known.birth_date == entry.birth_date,
    )
    return sum(agreeing) > 1


def _join(people: list[_Person], other: RosterFile, reader: LineReader) -> list[RosterProblem]:
    """Join the lines of a file to people; return what is wrong with the file and with the joins."""
    index = _Index(people)
    found = [(entry, *index.find(entry)) for entry in other.entries]
    claims = Counter(id(person) for _, person, _, _ in found if person is not None)
    problems: list[RosterProblem] = []
    for entry, person, code, perhaps in found:
        if person is None or claims[id(person)] > 1:
            other_one = person or perhaps
            candidate = _full_name(other_one.entry) if other_one else ""
            what = _full_name(entry) or (entry.candidate_id or "")
            problems.append(RosterProblem(code or ProblemCode.DOUBTFUL_JOIN, entry.line, None, what, candidate))
            continue
        problems += _contradictions(person.entry, entry, other, reader)
        person.joined.append(entry)
    kept = [
        problem
        for problem in other.problems
        if problem.code not in _OPEN and problem.code is not ProblemCode.MISSING_INE  # whose line it is, the join says
    ]
    return sorted((*kept, *problems), key=lambda problem: problem.line or 0)


def _contradictions(
    known: RosterEntry, entry: RosterEntry, other: RosterFile, reader: LineReader
) -> Iterable[RosterProblem]:
    names: Mapping[str, str] = other.reader.names if other.reader else reader.names
    for name in _COMPARED:
        ours, theirs = known.values.get(name, ""), entry.values.get(name, "")
        if ours and theirs and sort_key(ours)[0] != sort_key(theirs)[0]:  # BŒUF is Boeuf, 01/02 is 1/2
            yield RosterProblem(ProblemCode.FILES_DISAGREE, entry.line, names.get(name), theirs, ours)


def _merged(
    first: RosterFile, reader: LineReader, people: Iterable[_Person], problems: Iterable[RosterProblem]
) -> RosterFile:
    entries = [person.entry for person in people]
    whole: list[RosterEntry] = []
    partial: list[RosterEntry] = []
    for entry in entries:
        is_whole = entry.candidate_id and entry.values.get("family_name") and entry.values.get("given_names")
        (whole if is_whole else partial).append(entry)
    # XML may have many pupils on one line: a missing INE is forgiven once nobody of its line lacks one.
    named = {entry.line for entry in entries} - {entry.line for entry in entries if entry.candidate_id is None}
    own = [
        problem
        for problem in first.problems
        if not set(_OPEN.get(problem.code, ("",))) <= reader.names.keys()
        and not (problem.code is ProblemCode.MISSING_INE and problem.line in named)
    ]
    return evolve(
        first,
        candidatures=tuple(map(reader.candidature, whole)),
        lines=tuple(entry.line for entry in whole),
        problems=(*own, *problems),
        logins=tuple(reader.login(entry.values) for entry in whole) if "login" in reader.names else (),
        partial=tuple(partial),
        reader=reader,
    )
