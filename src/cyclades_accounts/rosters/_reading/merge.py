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
from cyclades_accounts.model import agree_in_full, comparable, contradicts, face_and_word, is_typing_slip
from cyclades_accounts.rosters._problems.problems import ProblemCode, RosterProblem, bounded
from cyclades_accounts.rosters._reading.line_reader import LineReader, RosterEntry, full_name
from cyclades_accounts.rosters._reading.roster_file import NEEDED, RosterFile

_COMPARED: Final = ("family_name", "birth_date", "division", "serie", "qualification", "email")
"""What two files are expected to say alike. Of given names a typing slip alone is told, since SIECLE often has no more
than the first; the state is not compared, which CYCLADES alone knows."""

MOST_NAMESAKES: Final = 100
"""People of one name and birth date among whom a line's person is looked for, so that no file costs a square of its
lines. Our choice."""


def merge_rosters(first: RosterFile, *others: RosterFile) -> RosterFile:
    """Join files of one school and one session.

    A line of another file is joined to the line of the first one with the same INE, unless the two contradict
    (:func:`~cyclades_accounts.model.contradicts`): the first given name must agree, and the family name or the birth
    date too, so that a mistyped INE gives nobody what is a twin's. A line that says nothing of its person but the key
    is joined by the key. Where one of the two has no INE, a line is joined to the only person whose family name, first
    given name and birth date are known and agree. What the first file says counts; what it leaves open or empty comes
    from the others, in their order.

    Every other line is a problem of the result, under the name of its file: ``UNMATCHED_LINE`` if it is of nobody in
    the first file, ``DOUBTFUL_JOIN`` if it may be of somebody. ``FILES_DISAGREE`` reports what two files say
    differently of one person.

    Raises:
        InvalidValueError: the files are of several schools or sessions, or one was not read by a reader of this room.
    """
    reader = _reader(first)
    people = list(first.entries)
    names = dict(reader.names)
    readers = [_reader(other) for other in others]
    for found in readers:
        if (found.uai, found.session_id) != (reader.uai, reader.session_id):
            raise InvalidValueError(
                "others", f"{found.uai} {found.session_id}", f"files of {reader.uai} {reader.session_id}"
            )
        for name in found.names:
            names.setdefault(name, "")  # no column of the first file, by whose lines the result is counted
    problems = bounded(
        evolve(problem, file=problem.file or other.label)
        for other, found in zip(others, readers, strict=True)
        for problem in _join(people, other, found)
    )
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
        perhaps_of = "" if doubtful is None else full_name(people[doubtful].values)
        problems.append(RosterProblem(code, entry.line, None, what, perhaps_of))
    # Who stands on a line without INE, the join has said.
    kept = (one for one in other.problems if one.code not in {*NEEDED, ProblemCode.MISSING_INE})
    return sorted((*kept, *problems), key=lambda problem: problem.line or 0)


class _Index:
    """The people of the first file as places in their list, by what a line of another file may know of them."""

    def __init__(self, people: Sequence[RosterEntry]) -> None:
        self._people = people
        self._by_key: dict[CandidateId, int] = {}
        self._alike: defaultdict[tuple[date | None, str, str], list[int]] = defaultdict(list)
        self._perhaps: dict[tuple[object, ...], int] = {}
        for place, entry in enumerate(people):
            if entry.candidate_id is not None:
                self._by_key.setdefault(entry.candidate_id, place)
            born, family, given = face_and_word(entry)
            self._alike[born, family, given].append(place)
            usage_name = comparable(entry.values.get("usage_name", ""))
            for hint in (
                (family, given),
                (born, "given", given),
                (born, "family", family),
                (born, "family", usage_name),
            ):
                self._perhaps.setdefault(hint, place)

    def find(self, entry: RosterEntry) -> tuple[int | None, int | None]:
        """Return the place of the person whom a line is of; if there is none, of one whom it could be of."""
        known = self._by_key.get(entry.candidate_id) if entry.candidate_id else None
        if known is not None:
            held = self._people[known]
            by_key_alone = not (_tells_who(held) and _tells_who(entry))
            return (known, None) if by_key_alone or not contradicts(held, entry) else (None, known)
        born, family, given = face_and_word(entry)
        if not family:
            return None, None
        alike = self._alike.get((born, family, given), [])[:MOST_NAMESAKES]
        sure = [place for place in alike if agree_in_full(self._people[place], entry)]
        if len(sure) == 1 and None in {self._people[sure[0]].candidate_id, entry.candidate_id}:
            return sure[0], None
        doubtful = sure or self._alike.get((None, family, given), [])
        # A birth date that is not known; else somebody born on the same day: a married name, a typing error.
        hints = [(born, "given", given), (born, "family", family)] if born else [(family, given)]
        doubtful = doubtful or [self._perhaps[hint] for hint in hints if hint in self._perhaps]
        return None, next(iter(doubtful), None)


def _tells_who(entry: RosterEntry) -> bool:
    return bool(full_name(entry.values) or entry.birth_date)


def _contradictions(known: RosterEntry, entry: RosterEntry, reader: LineReader) -> Iterable[RosterProblem]:
    for name in _COMPARED:
        ours, theirs = known.values.get(name, ""), entry.values.get(name, "")
        if ours and theirs and comparable(ours) != comparable(theirs):  # BŒUF is Boeuf, 01/02 is 1/2
            yield reader.problem(ProblemCode.FILES_DISAGREE, entry.line, name, theirs, ours)
    if is_typing_slip(known, entry):
        yield reader.problem(
            ProblemCode.FILES_DISAGREE, entry.line, "given_names", entry.given_names, known.given_names
        )


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
        is_whole = entry.candidate_id and entry.family_name and entry.given_names
        (whole if is_whole else partial).append(entry)
    lines = {entry.line for entry in entries}
    # XML may have many pupils on one line: its missing INE is forgiven once every pupil of the line has one.
    forgiven = {
        ProblemCode.MISSING_INE: lines - {entry.line for entry in entries if entry.candidate_id is None},
        ProblemCode.NO_CATEGORY: {entry.line for entry in entries if entry.values.get("category")},
    }
    own = [
        problem
        for problem in first.problems
        if not set(NEEDED.get(problem.code, ("",))) <= reader.names.keys()
        and problem.line not in forgiven.get(problem.code, ())
    ]
    return evolve(
        first,
        candidatures=tuple(map(reader.candidature, whole)),
        lines=tuple(entry.line for entry in whole),
        problems=bounded((*own, *problems)),
        logins=tuple(entry.values.get("login") or None for entry in whole) if "login" in reader.names else (),
        partial=tuple(partial),
        reader=reader,
    )
