"""Everything that is wrong with a file, in one pass: its lines, what they say of each other, and of the store (M3)."""

import traceback
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import PurePath

from attrs import evolve, field, frozen

from cyclades_accounts.errors import CycladesAccountsError, StoreFailedError
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import Candidate, Candidature, sort_key
from cyclades_accounts.repositories import Store
from cyclades_accounts.rosters._emails import can_be_email
from cyclades_accounts.rosters._errors import FaultyRosterError, RosterFileError
from cyclades_accounts.rosters._format import RosterFormat
from cyclades_accounts.rosters._options import DEFAULT_OPTIONS, ReaderOptions
from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem, Severity
from cyclades_accounts.rosters._read_roster import TABLE_FORMATS, read_roster
from cyclades_accounts.rosters._roster_file import RosterFile
from cyclades_accounts.rosters._source import Source


@frozen
class Diagnosis:
    """Everything that is wrong with a file, and the candidatures that can be registered all the same."""

    school: Uai
    session: SessionId
    label: str
    """French name of the format; empty where the file could not be read at all."""
    candidatures: tuple[Candidature, ...]
    """The lines in which no error was found, each person once, in file order."""
    lines: tuple[int, ...]
    """Physical line of each, in the same order."""
    problems: tuple[RosterProblem, ...]
    """All that is wrong or good to know, in file order; what speaks of the whole file first."""

    def of(self, severity: Severity) -> tuple[RosterProblem, ...]:
        """Return the problems of one severity, in order."""
        return tuple(problem for problem in self.problems if problem.code.severity is severity)

    def require_clean(self) -> "Diagnosis":
        """Return the diagnosis itself if nothing is wrong: nothing if anything is; notes pass.

        Raises:
            FaultyRosterError: something is; the error holds all of it and names the first.
        """
        if faults := (*self.of(Severity.ERROR), *self.of(Severity.WARNING)):
            raise FaultyRosterError(tuple(sorted(faults, key=_place)))
        return self


def _place(problem: RosterProblem) -> tuple[str, int]:
    return problem.file, problem.line or 0


def diagnose_source(
    source: Source,
    *,
    school: Uai,
    session: SessionId,
    formats: Sequence[RosterFormat] = TABLE_FORMATS,
    options: ReaderOptions = DEFAULT_OPTIONS,
    store: Store | None = None,
    check_emails: bool = True,
) -> Diagnosis:
    """Read a file whatever its format, and say everything that is wrong with it.

    A file that cannot be read is a diagnosis too. The arguments are those of :func:`read_roster` and
    :func:`diagnose`; a strict reading is not what is asked here.

    Raises:
        StoreFailedError: the store failed.
        MissingExtraError: the format, or the check of addresses, needs the extra ``rosters``.
        InvalidValueError: the source is none of the three, ``school`` is no UAI, or the resolver's answer no key.
        OSError: the path cannot be read.
    """
    try:
        file = read_roster(
            source, school=school, session=session, formats=formats, options=evolve(options, strict=False)
        )
    except RosterFileError as error:
        return Diagnosis(school, session, "", (), (), (error.fault,))
    return diagnose(file, school=school, session=session, store=store, check_emails=check_emails)


def diagnose(
    file: RosterFile,
    *,
    school: Uai,
    session: SessionId,
    store: Store | None = None,
    check_emails: bool = True,
) -> Diagnosis:
    """Say everything that is wrong with a file that was read, or with several that were merged.

    Args:
        file: what was read.
        school: the school it was read for.
        session: the session it was read for.
        store: where candidatures are registered already, to compare with: who is somebody else there, who is there
            under another key, who is missing in the file. Nothing is written.
        check_emails: whether to say which addresses cannot be one; needs the extra ``rosters``.

    Raises:
        StoreFailedError: the store failed.
        MissingExtraError: the extra ``rosters`` is not installed.
    """
    names = file.reader.names if file.reader else {}
    found = _Findings(file, names)
    found.look(check_emails=check_emails)
    if store is not None:
        _compare(found, _known(store, school, session, found.keys))
    good = [place for place in range(len(file.lines)) if place not in found.dropped]
    return Diagnosis(
        school=school,
        session=session,
        label=file.label,
        candidatures=tuple(map(file.candidatures.__getitem__, good)),
        lines=tuple(map(file.lines.__getitem__, good)),
        problems=tuple(sorted((*file.problems, *found.problems), key=_place)),
    )


@lru_cache(maxsize=16384)
def _fold(text: str) -> str:
    return sort_key(text)[0]


@lru_cache(maxsize=16384)
def _first(given_names: str) -> str:
    names = given_names.replace(",", " ").split()
    return _fold(next((name for name in names if any(map(str.isalnum, name))), ""))


def _person(candidate: Candidate) -> tuple[date, str, str] | None:
    """Return what makes two keys look like one person; ``None`` without birth date."""
    if candidate.birth_date is None:
        return None
    return candidate.birth_date, _fold(candidate.family_name), _first(candidate.given_names)


@frozen
class _Findings:
    """What is found while the lines are compared."""

    file: RosterFile
    names: Mapping[str, str]
    problems: list[RosterProblem] = field(factory=list)
    dropped: set[int] = field(factory=set)
    """Places, from 0, of the candidatures that do not count."""

    @property
    def keys(self) -> dict[CandidateId, tuple[int, int, Candidature]]:
        """Place, line and candidature of each key; the first one where a key stands twice."""
        found: dict[CandidateId, tuple[int, int, Candidature]] = {}
        for place, line, candidature in self.pairs():
            found.setdefault(candidature.candidate.id, (place, line, candidature))
        return found

    def pairs(self) -> Iterator[tuple[int, int, Candidature]]:
        """Yield place, line and candidature of those that count, in order."""
        for place, (line, candidature) in enumerate(zip(self.file.lines, self.file.candidatures, strict=True)):
            if place not in self.dropped:
                yield place, line, candidature

    def report(self, code: ProblemCode, line: int | None, name: str, value: str, expected: str = "") -> None:
        """Note a problem with an attribute of a line."""
        column = self.names.get(name) or None if line else None
        self.problems.append(RosterProblem(code, line, column, value, expected))

    def look(self, *, check_emails: bool) -> None:
        """Compare every line with those before it: one key twice, one person under two keys, one address twice."""
        by_key: dict[CandidateId, int] = {}
        by_person: dict[tuple[date, str, str], Candidate] = {}
        by_email: dict[str, Candidate] = {}
        has_emails = "email" in self.names
        clashing: set[int] = set()
        for place, (line, candidature) in enumerate(zip(self.file.lines, self.file.candidatures, strict=True)):
            candidate, email = candidature.candidate, candidature.email
            if (known := by_key.setdefault(candidate.id, place)) != place:
                self.dropped.add(place)
                if not self._is_double(line, candidate, known):
                    clashing.add(known)
                continue
            person = _person(candidate)
            if person is not None and (first := by_person.setdefault(person, candidate)) is not candidate:
                found = f"{first.full_name} ({first.id})"
                self.report(ProblemCode.SAME_PERSON, line, "ine", candidate.full_name, found)
            if email is None:
                if has_emails:
                    self.report(ProblemCode.NO_EMAIL, line, "email", candidate.full_name)
                continue
            if check_emails and not can_be_email(email):
                self.report(ProblemCode.IMPOSSIBLE_EMAIL, line, "email", email)
            if (owner := by_email.setdefault(email.casefold(), candidate)) is not candidate:
                alike = _fold(owner.family_name) == _fold(candidate.family_name)
                code = ProblemCode.SIBLINGS if alike else ProblemCode.SAME_EMAIL
                self.report(code, line, "email", email, owner.full_name)
        self.dropped.update(clashing)

    def _is_double(self, line: int, candidate: Candidate, known: int) -> bool:
        """Whether one key on two lines means one person; of two people neither counts."""
        first = self.file.candidatures[known].candidate
        if first.may_be(candidate):
            self.report(ProblemCode.TWICE_IN_FILE, line, "ine", candidate.full_name, str(self.file.lines[known]))
            return True
        self.report(ProblemCode.ONE_INE_TWO_PEOPLE, line, "ine", candidate.full_name, first.full_name)
        return False


@frozen
class _Known:
    """What the store knows."""

    here: tuple[Candidature, ...]
    """Candidatures of the school for the session."""
    people: Mapping[CandidateId, Candidate]
    """Whoever bears a key of the file, wherever."""
    merged: Mapping[CandidateId, CandidateId]
    """Keys of the file that were merged into others."""


def _known(store: Store, school: Uai, session: SessionId, keys: Iterable[CandidateId]) -> _Known:
    asked = list(keys)
    try:
        with store.reading() as unit:
            return _Known(
                unit.candidatures.of_school(school, session),
                unit.candidatures.candidates(asked),
                unit.candidatures.merged(asked),
            )
    except CycladesAccountsError:
        raise
    except Exception as error:
        kind, last = type(error), traceback.extract_tb(error.__traceback__)[-1]
        where = f"{PurePath(last.filename).name}:{last.lineno}"
        raise StoreFailedError(f"{kind.__module__}.{kind.__qualname__}", where) from error


def _compare(found: _Findings, known: _Known) -> None:
    """Report what the store says otherwise."""
    keys = found.keys
    present = keys.keys() | set(known.merged.values())
    others: defaultdict[tuple[date, str, str], list[Candidate]] = defaultdict(list)
    for candidature in known.here:
        candidate = candidature.candidate
        if candidate.id not in present:
            found.report(ProblemCode.STORE_ONLY, None, "", f"{candidate.full_name} ({candidate.id})")
            if (person := _person(candidate)) is not None:
                others[person].append(candidate)
    for key, (place, line, candidature) in keys.items():
        candidate = candidature.candidate
        bearer = known.people.get(key)
        if bearer is not None and not candidate.may_be(bearer):
            found.dropped.add(place)
            found.report(ProblemCode.STORE_OTHER_PERSON, line, "ine", candidate.full_name, bearer.full_name)
        person = _person(candidate)
        for other in others.get(person, ()) if person and bearer is None else ():
            found.report(ProblemCode.STORE_SAME_PERSON, line, "ine", candidate.full_name, other.id)
