"""Joining files that say different things of the same people: by INE, or by name and birth date.

The first file says who is there. The others add what it leaves open: SIECLE the divisions, CYCLADES the state, another
file the addresses. Nothing is guessed: a line that could be of several people, or of one who is perhaps another, is
joined to nobody and reported.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from attrs import evolve

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.model import Identity, agree, comparable, identity_of
from cyclades_accounts.rosters._problems.problems import ProblemCode, RosterProblem
from cyclades_accounts.rosters._reading.line_reader import LineReader, RosterEntry, full_name
from cyclades_accounts.rosters._reading.roster_file import NEEDED, RosterFile

_COMPARED: Final = ("family_name", "birth_date", "division", "serie", "qualification", "email")
"""What two files are expected to say alike. Given names are not compared, since SIECLE often has the first one alone;
nor is the state, which CYCLADES alone knows."""


def merge_rosters(first: RosterFile, *others: RosterFile) -> RosterFile:
    """Join files of one school and one session.

    A line of another file is joined to the line of the first one with the same INE, unless names and birth dates say
    that these are two people. Where one of the two has no INE, it is joined to the only person with the same family
    name, the same first given name and the same birth date; case and accents do not count. What the first file says
    counts; what it leaves open or empty comes from the others, in their order.

    Every other line is a problem of the result, under the name of its file: ``UNMATCHED_LINE`` if it is of nobody in
    the first file, ``DOUBTFUL_JOIN`` if it may be of somebody. ``FILES_DISAGREE`` reports what two files say
    differently of one person.

    Raises:
        InvalidValueError: the files are of several schools or sessions, or one was not read by a reader of this room.
    """
    reader = _reader(first)
    people = list(first.entries)
    problems: list[RosterProblem] = []
    names = dict(reader.names)
    for other in others:
        found = _reader(other)
        if (found.uai, found.session_id) != (reader.uai, reader.session_id):
            raise InvalidValueError(
                "others", f"{found.uai} {found.session_id}", f"files of {reader.uai} {reader.session_id}"
            )
        faults = _join(people, other, found)
        problems += (evolve(problem, file=problem.file or other.label) for problem in faults)
        for name in found.names:
            names.setdefault(name, "")  # no column of the first file, by whose lines the result is counted
    return _merged(first, evolve(reader, names=names), people, problems)


def _reader(file: RosterFile) -> LineReader:
    if file.reader is None:
        raise InvalidValueError("others", file.format, "files that a reader of this room has read")
    return file.reader


def _join(people: list[RosterEntry], other: RosterFile, reader: LineReader) -> list[RosterProblem]:
    """Join the lines of a file to people, in place; return what is wrong with the file and with the joins."""
    index = _Index(people)
    found = [(entry, *index.find(entry)) for entry in other.entries]
    claims = Counter(place for _, place, _ in found)
    problems: list[RosterProblem] = []
    for entry, place, perhaps in found:
        if place is not None and claims[place] == 1:
            problems += _contradictions(people[place], entry, reader)
            people[place] = _joined(people[place], entry)
            continue
        doubtful = perhaps if place is None else place
        code = ProblemCode.UNMATCHED_LINE if doubtful is None else ProblemCode.DOUBTFUL_JOIN
        what = full_name(entry.values) or (entry.candidate_id or "")
        problems.append(
            RosterProblem(code, entry.line, None, what, "" if doubtful is None else full_name(people[doubtful].values))
        )
    # Who stands on a line without INE, the join has said.
    kept = (one for one in other.problems if one.code not in {*NEEDED, ProblemCode.MISSING_INE})
    return sorted((*kept, *problems), key=lambda problem: problem.line or 0)


def _identity(entry: RosterEntry) -> Identity:
    return identity_of(entry.values.get("family_name", ""), entry.values.get("given_names", ""), entry.birth_date)


class _Index:
    """The people of the first file as places in their list, by what a line of another file may know of them."""

    def __init__(self, people: Sequence[RosterEntry]) -> None:
        self._people = people
        self._identities = [_identity(entry) for entry in people]
        self._by_key: dict[CandidateId, int] = {}
        self._by_name: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_day: defaultdict[date | None, list[int]] = defaultdict(list)
        for place, (entry, (family, given, born)) in enumerate(zip(people, self._identities, strict=True)):
            if entry.candidate_id is not None:
                self._by_key.setdefault(entry.candidate_id, place)
            self._by_name[family, given].append(place)
            self._by_day[born].append(place)

    def find(self, entry: RosterEntry) -> tuple[int | None, int | None]:
        """Return the place of the person whom a line is of; if there is none, of one whom it could be of."""
        identity = _identity(entry)
        known = self._by_key.get(entry.candidate_id) if entry.candidate_id else None
        if known is not None:
            return (known, None) if agree(self._identities[known], identity) else (None, known)
        family, given, born = identity
        if not family:
            return None, None
        alike = self._by_name[family, given]
        sure = [place for place in alike if born and self._identities[place][2] == born]
        if len(sure) == 1 and None in {self._people[sure[0]].candidate_id, entry.candidate_id}:
            return sure[0], None
        doubtful = sure or [place for place in alike if None in {self._identities[place][2], born}]
        if born and not doubtful:
            doubtful = [place for place in self._by_day[born] if self._resembles(place, family, given)]
        return None, next(iter(doubtful), None)

    def _resembles(self, place: int, family: str, given: str) -> bool:
        """Whether somebody born on the same day shares a name: a married name, a typing error."""
        known_family, known_given, _ = self._identities[place]
        return given == known_given or family in {
            known_family,
            comparable(self._people[place].values.get("usage_name", "")),
        }


def _contradictions(known: RosterEntry, entry: RosterEntry, reader: LineReader) -> Iterable[RosterProblem]:
    for name in _COMPARED:
        ours, theirs = known.values.get(name, ""), entry.values.get(name, "")
        if ours and theirs and comparable(ours) != comparable(theirs):  # BŒUF is Boeuf, 01/02 is 1/2
            yield reader.problem(ProblemCode.FILES_DISAGREE, entry.line, name, theirs, ours)


def _joined(known: RosterEntry, more: RosterEntry) -> RosterEntry:
    """Return what is known of a person, and what another line adds to it."""
    return RosterEntry(
        known.line,
        known.candidate_id or more.candidate_id,
        {**more.values, **{name: text for name, text in known.values.items() if text}},
        known.birth_date or more.birth_date,
        known.status or more.status or known.status,  # an empty field is not a missing column
    )


def _merged(
    first: RosterFile, reader: LineReader, entries: Sequence[RosterEntry], problems: Iterable[RosterProblem]
) -> RosterFile:
    whole: list[RosterEntry] = []
    partial: list[RosterEntry] = []
    for entry in entries:
        is_whole = entry.candidate_id and entry.values.get("family_name") and entry.values.get("given_names")
        (whole if is_whole else partial).append(entry)
    # XML may have many pupils on one line: its missing INE is forgiven once every pupil of the line has one.
    named = {entry.line for entry in entries} - {entry.line for entry in entries if entry.candidate_id is None}
    own = [
        problem
        for problem in first.problems
        if not set(NEEDED.get(problem.code, ("",))) <= reader.names.keys()
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
