"""Everything that is wrong with a file: its lines, what they say of each other, and what the store says (M3)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from attrs import evolve, field, frozen

from cyclades_accounts.errors import CycladesAccountsError, MissingExtraError, StoreFailedError
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import (
    Candidate,
    Candidature,
    CandidatureStatus,
    comparable,
    contradicts,
    face_and_word,
    is_typing_slip,
    same_person,
)
from cyclades_accounts.repositories import Store
from cyclades_accounts.rosters._files.source import Source
from cyclades_accounts.rosters._problems.errors import FaultyRosterError, RosterFileError
from cyclades_accounts.rosters._problems.problems import ProblemCode, RosterProblem, Severity, bounded
from cyclades_accounts.rosters._reading.merge import MOST_NAMESAKES
from cyclades_accounts.rosters._reading.options import DEFAULT_OPTIONS, ReaderOptions
from cyclades_accounts.rosters._reading.read_roster import read_roster
from cyclades_accounts.rosters._reading.roster_file import RosterFile


@frozen
class Diagnosis:
    """Everything that is wrong with a file, and the candidatures that can be registered all the same."""

    uai: Uai
    """The school for which the file was read."""
    session_id: SessionId
    """The session for which it was read."""
    label: str
    """French name of the format; empty where the file could not be read at all."""
    candidatures: tuple[Candidature, ...]
    """The lines in which no error was found, each person once, in file order."""
    lines: tuple[int, ...]
    """Physical line of each, from 1, in the same order."""
    problems: tuple[RosterProblem, ...]
    """All that is wrong or good to know, in file order; the problems of the whole file stand first."""

    def of(self, severity: Severity) -> tuple[RosterProblem, ...]:
        """Return the problems of one severity, in order."""
        return tuple(problem for problem in self.problems if problem.code.severity is severity)

    def require_clean(self) -> "Diagnosis":
        """Return the diagnosis itself if nothing is wrong, warnings included; notes pass.

        Raises:
            FaultyRosterError: something is wrong; the error holds all of it and names the first.
        """
        if faults := (*self.of(Severity.ERROR), *self.of(Severity.WARNING)):
            raise FaultyRosterError(tuple(sorted(faults, key=_place)))
        return self


def _place(problem: RosterProblem) -> tuple[str, int]:
    return problem.file, problem.line or 0


def diagnose(
    source: Source | RosterFile,
    *,
    uai: Uai,
    session_id: SessionId,
    options: ReaderOptions = DEFAULT_OPTIONS,
    store: Store | None = None,
    check_emails: bool = True,
) -> Diagnosis:
    """Read a file, and say everything that is wrong with it; or say it of a file that was read or merged.

    A file that cannot be read gives a diagnosis of one error.

    Args:
        source: what :func:`read_roster` takes, or what it returned, or several that were merged.
        uai: the school whose list this must be.
        session_id: the session that the candidatures are for.
        options: as :func:`read_roster` takes them; that they are strict changes nothing here.
        store: where candidatures are registered already, to compare with: who is somebody else there, who is there
            under another key, who is missing in the file. Nothing is written.
        check_emails: whether to say which addresses cannot be one; needs the extra ``rosters``.

    Raises:
        StoreFailedError: the store failed.
        MissingExtraError: the format, or the check of addresses, needs the extra ``rosters``.
        InvalidValueError: the source is none of these, ``uai`` is no UAI, or what the resolver returned is no key.
        OSError: the path cannot be read.
    """
    file = source
    if not isinstance(file, RosterFile):
        try:
            file = read_roster(file, uai=uai, session_id=session_id, options=evolve(options, strict=False))
        except RosterFileError as error:
            return Diagnosis(uai, session_id, "", (), (), (error.fault,))
    found = _Findings(file, file.reader.names if file.reader else {})
    found.compare_lines(check_emails=check_emails)
    if store is not None:
        keys = found.keys()
        found.compare_store(keys, _ask(store, uai, session_id, keys))
    good = [place for place in range(len(file.lines)) if place not in found.dropped]
    return Diagnosis(
        uai=uai,
        session_id=session_id,
        label=file.label,
        candidatures=tuple(map(file.candidatures.__getitem__, good)),
        lines=tuple(map(file.lines.__getitem__, good)),
        problems=bounded(sorted((*file.problems, *found.problems), key=_place)),
    )


@frozen
class _StoreSays:
    """What the store knows."""

    here: tuple[Candidature, ...]
    """Candidatures of the school for the session."""
    people: Mapping[CandidateId, Candidate] = field(repr=False)
    """Whoever has a key of the file, at any school."""
    merged: Mapping[CandidateId, CandidateId] = field(repr=False)
    """Keys of the file that were merged into others."""


def _ask(store: Store, uai: Uai, session_id: SessionId, keys: Iterable[CandidateId]) -> _StoreSays:
    asked = list(keys)
    try:
        with store.reading() as unit:
            here = tuple(row for row in unit.people.of_school(uai, session_id) if isinstance(row, Candidature))
            people = {key: holder.candidate for key, holder in unit.holders.of(asked).items()}
            people |= {one.candidate_id: one.candidate for one in unit.people.of_candidates(asked)}
            return _StoreSays(tuple(sorted(here, key=lambda one: one.key)), people, unit.holders.merged(asked))
    except CycladesAccountsError:
        raise
    except Exception as error:
        raise StoreFailedError.of(error) from error


_People = defaultdict[tuple[date | None, str, str], list[Candidate]]
"""Candidates by what all have in common who are one person."""


def _same(alike: list[Candidate], candidate: Candidate) -> Candidate | None:
    """Return the first who is to be taken for the same person."""
    return next((other for other in alike[:MOST_NAMESAKES] if same_person(other, candidate)), None)


def _same_but_for_birth(namesakes: list[Candidate], candidate: Candidate) -> Candidate | None:
    """Return the first of that name who may be the same person, since one of the two has no birth date."""
    return next(
        (
            other
            for other in namesakes[:MOST_NAMESAKES]
            if None in {other.birth_date, candidate.birth_date}
            and same_person(*(evolve(one, birth_date=date.min) for one in (other, candidate)))
        ),
        None,
    )


_RANKS: Final[Mapping[str, int]] = {CandidatureStatus.PRE_INSCRIT: 1, CandidatureStatus.INSCRIT: 2}


def _rank(candidature: Candidature) -> int:
    """Return how much a candidature counts beside another of the same person (M2)."""
    return _RANKS.get(candidature.status, 0)


_Keys = Mapping[CandidateId, tuple[int, int, Candidature]]
"""Place in the file from 0, physical line, and candidature of each key."""


@frozen
class _Findings:
    """What is found while the lines are compared."""

    file: RosterFile
    names: Mapping[str, str]
    """Names of the file's columns, by attribute."""
    problems: list[RosterProblem] = field(factory=list)
    dropped: set[int] = field(factory=set)
    """Places, from 0, of the candidatures that do not count."""

    def _rows(self) -> Iterator[tuple[int, tuple[int, Candidature]]]:
        return enumerate(zip(self.file.lines, self.file.candidatures, strict=True))

    def keys(self) -> _Keys:
        """Return the candidatures that count, by key; no key stands twice once the lines were compared."""
        return {
            candidature.candidate.id: (place, line, candidature)
            for place, (line, candidature) in self._rows()
            if place not in self.dropped
        }

    def _places(self) -> dict[CandidateId, int]:
        """Return the place of the candidature that counts, by key: the first one of the best state (:func:`_rank`)."""
        counts: dict[CandidateId, int] = {}
        for place, candidature in enumerate(self.file.candidatures):
            known = counts.setdefault(candidature.candidate_id, place)
            if known != place and _rank(candidature) > _rank(self.file.candidatures[known]):
                counts[candidature.candidate_id] = place
        return counts

    def _report(self, code: ProblemCode, line: int | None, name: str, value: str, expected: str = "") -> None:
        column = self.names.get(name) or None if line else None
        self.problems.append(RosterProblem(code, line, column, value, expected))

    def compare_lines(self, *, check_emails: bool) -> None:
        """Compare every line with those before it: one key twice, one person under two keys, one address twice."""
        counts = self._places()
        people = _People(list)
        undated = _People(list)
        by_email: dict[str, Candidate] = {}
        has_emails = "email" in self.names
        clashing: set[int] = set()
        for place, (line, candidature) in self._rows():
            candidate, email = candidature.candidate, candidature.email
            if (known := counts[candidate.id]) != place:
                self.dropped.add(place)
                counted = self.file.candidatures[known]
                first = counted.candidate
                if not contradicts(first, candidate):
                    is_twice = _rank(counted) == _rank(candidature)
                    code = ProblemCode.TWICE_IN_FILE if is_twice else ProblemCode.TWO_CANDIDATURES
                    said = str(self.file.lines[known]) if is_twice else counted.status
                    self._report(code, line, "ine", candidate.full_name, said)
                else:  # of two people under one key neither counts
                    clashing.add(known)
                    said = first.full_name
                    self._report(ProblemCode.ONE_INE_TWO_PEOPLE, line, "ine", candidate.full_name, said)
                continue
            face = face_and_word(candidate)
            alike, namesakes = people[face], undated[None, *face[1:]]
            same = _same(alike, candidate) or _same_but_for_birth(namesakes, candidate)
            if same is not None:
                self._report(ProblemCode.SAME_PERSON, line, "ine", candidate.full_name, f"{same.full_name} ({same.id})")
            alike.append(candidate)
            namesakes.append(candidate)
            # A state that is not there is a problem of the whole file; a dash says no more than a blank.
            if "status" in self.names and not any(map(str.isalnum, candidature.status)):
                self._report(ProblemCode.NO_STATUS, line, "status", candidate.full_name)
            if email is None and has_emails:
                self._report(ProblemCode.NO_EMAIL, line, "email", candidate.full_name)
            elif email is not None:
                self._check_email(line, candidate, email, by_email, check_form=check_emails)
        self.dropped.update(clashing)

    def _check_email(
        self, line: int, candidate: Candidate, email: str, by_email: dict[str, Candidate], *, check_form: bool
    ) -> None:
        """Report an address that cannot be one, or that is somebody else's too."""
        if check_form and not can_be_email(email):
            self._report(ProblemCode.IMPOSSIBLE_EMAIL, line, "email", email)
        if (owner := by_email.setdefault(email.casefold(), candidate)) is not candidate:
            of_one_name = comparable(owner.family_name) == comparable(candidate.family_name)
            code = ProblemCode.SIBLINGS if of_one_name else ProblemCode.SAME_EMAIL
            self._report(code, line, "email", email, owner.full_name)

    def compare_store(self, keys: _Keys, said: _StoreSays) -> None:
        """Compare the lines with the store: one key for two people, one person under two keys, people it has alone."""
        present = keys.keys() | set(said.merged.values())
        others = _People(list)
        for candidate in (candidature.candidate for candidature in said.here):
            if candidate.id not in present:
                self._report(ProblemCode.STORE_ONLY, None, "", f"{candidate.full_name} ({candidate.id})")
                others[face_and_word(candidate)].append(candidate)
        for key, (place, line, candidature) in keys.items():
            candidate, bearer = candidature.candidate, said.people.get(key)
            if bearer is None:
                if (other := _same(others[face_and_word(candidate)], candidate)) is not None:
                    self._report(ProblemCode.STORE_SAME_PERSON, line, "ine", candidate.full_name, other.id)
            elif contradicts(bearer, candidate):
                self.dropped.add(place)
                self._report(ProblemCode.STORE_OTHER_PERSON, line, "ine", candidate.full_name, bearer.full_name)
            elif is_typing_slip(bearer, candidate):
                self._report(ProblemCode.STORE_TYPING_SLIP, line, "given_names", candidate.full_name, bearer.full_name)


def can_be_email(address: str) -> bool:
    """Whether mail could be delivered to an address of this form (RFC 5322, RFC 6531, no reserved domain).

    email-validator decides, and does not ask the network. A run refuses no address for its form: the memo asks for one
    that is not blank, no more (M3).

    Raises:
        MissingExtraError: the extra ``rosters`` is not installed.
    """
    return _can_be_email(address)


@lru_cache(maxsize=1024)
def _can_be_email(address: str) -> bool:
    try:
        from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  # an extra: wanted here alone
    except ImportError:
        raise MissingExtraError("rosters", "email-validator") from None
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
