"""What a reader returns: a file that is open and read line by line, or a file that was read to its end."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import evolve, field, frozen

from cyclades_accounts.identifiers import ROSTER_MAX_LENGTH, CandidateId, Uai
from cyclades_accounts.model import Candidature, contradicts
from cyclades_accounts.rosters._problems.errors import FaultyRosterError, TooBigError
from cyclades_accounts.rosters._problems.problems import ProblemCode, RosterProblem, Severity, bounded
from cyclades_accounts.rosters._reading.line_reader import LineReader, ReadLine, RosterEntry, entry_of, year_of

NEEDED: Final[Mapping[ProblemCode, tuple[str, ...]]] = {
    ProblemCode.NO_INE_COLUMN: ("ine",),
    ProblemCode.NO_NAME_COLUMN: ("family_name", "given_names"),
    ProblemCode.NO_STATUS_COLUMN: ("status",),
    ProblemCode.NO_EMAIL_COLUMN: ("email",),
}
"""What accounts need of a file, by the problem of a file that lacks it; another file can supply it
(:func:`merge_rosters`)."""


_OF_PERSON: Final = ("birth_date", "usage_name")
_OF_CANDIDATURE: Final = ("status", "email", "serie", "division", "qualification", "category", "number")


@frozen
class Preamble:
    """What a file says of itself before its header; ``None`` for what it does not say."""

    year: int | None = None
    """Year of the session."""
    uai: Uai | None = None
    """The school; a file of another school than the one it was read for is refused."""
    edited_at: str | None = None
    """« Edité le », as written: ``23/01/2023 10:49``, in the local time of wherever the file was made."""


@frozen
class RosterFile:
    """What a file holds: the candidatures that could be read, and what is wrong with the other lines."""

    candidatures: tuple[Candidature, ...]
    """The good lines, in file order. One person may stand on several of them: registering tells them apart."""
    lines: tuple[int, ...]
    """Physical line of each candidature, from 1, in the same order."""
    problems: tuple[RosterProblem, ...] = ()
    """Everything that is wrong, in file order. A line may have several problems. After the first
    :data:`~cyclades_accounts.rosters.MOST_PROBLEMS` their number alone is told."""
    preamble: Preamble = field(factory=Preamble)
    """What the file says of itself."""
    logins: tuple[str | None, ...] = field(default=(), repr=False)
    """« Identifiant de connexion » of each candidature as the file writes it, in the same order; ``None`` where the
    line shows none. Empty for a file without the column."""
    format: str = ""
    """Name of the format."""
    label: str = ""
    """French name of the format."""
    encoding: str = ""
    """The encoding in which the file was read, one of :data:`ENCODINGS`."""
    delimiter: str = ""
    """What stands between two cells, one of :data:`DELIMITERS`; empty for XML."""
    partial: tuple[RosterEntry, ...] = ()
    """The lines that are right, but lack names or a key for a candidature; in file order."""
    reader: LineReader | None = None
    """What the lines were read with; ``None`` for a file that a host has put together itself."""

    @property
    def tells(self) -> frozenset[str]:
        """Attributes of :class:`RosterColumns` for which the file has a column."""
        return frozenset(self.reader.names) if self.reader else frozenset()

    @property
    def entries(self) -> tuple[RosterEntry, ...]:
        """What the right lines say, in file order: what :func:`merge_rosters` joins."""
        logins = self.logins or (None,) * len(self.lines)
        blank = {problem.line for problem in self.problems if problem.code is ProblemCode.NO_CATEGORY}
        whole = (
            entry_of(line, candidature, login, self.tells - {"category"} if line in blank else self.tells)
            for line, candidature, login in zip(self.lines, self.candidatures, logins, strict=True)
        )
        return tuple(sorted((*whole, *self.partial), key=lambda entry: entry.line))

    @property
    def known_logins(self) -> dict[CandidateId, str]:
        """The logins that the file knows, by candidate: what a host that migrates its logins imposes (M13)."""
        pairs = zip(self.candidatures, self.logins, strict=bool(self.logins))
        return {candidature.candidate.id: login for candidature, login in pairs if login is not None}

    def completed(self, known: Iterable[Candidature]) -> tuple[Candidature, ...]:
        """Return the candidatures, with what the file does not tell as it is known: registering them erases nothing.

        A file without a column says nothing of what would stand in it; a blank cell says that there is nothing. Who is
        known as another person under the key stays as the file has it, for registering to tell.

        Args:
            known: candidatures of the school for the session, as the store has them.
        """
        told = self.tells | ({"status"} if self.reader and self.reader.options.status else set())
        before = {one.candidate_id: one for one in known}

        def completed(one: Candidature) -> Candidature:
            old = before.get(one.candidate_id)
            if old is None or contradicts(old.candidate, one.candidate):
                return one
            person = {name: getattr(old.candidate, name) for name in _OF_PERSON if name not in told}
            rest = {name: getattr(old, name) for name in _OF_CANDIDATURE if name not in told}
            return evolve(one, candidate=evolve(one.candidate, **person), **rest)

        return tuple(map(completed, self.candidatures))

    def require_clean(self) -> "RosterFile":
        """Return the file itself if it has no problem, warnings included; notes pass.

        Raises:
            FaultyRosterError: it has problems; the error holds them all and names the first.
        """
        if faults := tuple(problem for problem in self.problems if problem.code.severity is not Severity.NOTE):
            raise FaultyRosterError(faults)
        return self


@frozen(eq=False)
class RosterStream:
    """An open file whose lines are read as they are asked for: once, and in flat memory."""

    head: RosterFile
    """What the file is and says of itself, with none of its lines."""
    reader: LineReader
    """What its lines are read with."""
    header_line: int
    """Physical line of the header, from 1; 1 for XML."""
    unread: tuple[str, ...]
    """Names of columns that were not read, those apart that are known to mean nothing here."""
    lines: Iterator[ReadLine]
    """Its lines, in file order, without the blank ones."""

    @property
    def problems(self) -> tuple[RosterProblem, ...]:
        """What is wrong with the file as a whole; its lines are read all the same."""
        found: list[RosterProblem] = []
        reader = self.reader
        year, expected = self.head.preamble.year, year_of(reader.session_id)
        if None not in {year, expected} and year != expected:
            found.append(RosterProblem(ProblemCode.WRONG_SESSION, value=str(year), expected=str(expected)))
        options = reader.options
        told = {*reader.names, *(["ine"] if options.resolve else []), *(["status"] if options.status else [])}
        for code, attributes in NEEDED.items():
            if not told.issuperset(attributes):
                found.append(RosterProblem(code, self.header_line))
        if self.unread:
            found.append(RosterProblem(ProblemCode.UNREAD_COLUMNS, self.header_line, value=", ".join(self.unread)))
        return tuple(found)

    def __iter__(self) -> Iterator[ReadLine]:
        return self.lines


def gather(stream: RosterStream) -> RosterFile:
    """Read a stream to its end.

    Raises:
        RosterFileError: its end shows that the file cannot be read: XML that breaks off, more lines than
            :data:`~cyclades_accounts.identifiers.ROSTER_MAX_LENGTH`.
        FaultyRosterError: the options are strict, and something is wrong.
    """
    lines: list[int] = []
    candidatures: list[Candidature] = []
    logins: list[str | None] = []
    partial: list[RosterEntry] = []

    def found() -> Iterator[RosterProblem]:
        yield from stream.problems
        is_blank, have_left, others = True, False, 0
        for count, line in enumerate(stream, 1):
            if count > ROSTER_MAX_LENGTH:
                raise TooBigError(line.line)
            for problem in line.problems:
                if problem.code is ProblemCode.NOT_CHOSEN:
                    others += 1
                    continue
                is_blank = is_blank and problem.code.severity is Severity.NOTE
                have_left = have_left or problem.code is ProblemCode.LEFT_SCHOOL
                yield problem
            is_blank = is_blank and line.entry is None
            if line.candidature is not None:
                lines.append(line.line)
                candidatures.append(line.candidature)
                logins.append(line.login)
            elif line.entry is not None:
                partial.append(line.entry)
        if others:
            chosen = ", ".join(stream.reader.options.divisions)
            yield RosterProblem(ProblemCode.NOT_CHOSEN, value=str(others), expected=chosen)
        if is_blank:
            yield RosterProblem(ProblemCode.EVERYBODY_LEFT if have_left else ProblemCode.NO_LINES, stream.header_line)

    problems = bounded(found())
    file = evolve(
        stream.head,
        candidatures=tuple(candidatures),
        lines=tuple(lines),
        problems=problems,
        logins=tuple(logins) if "login" in stream.reader.names else (),
        partial=tuple(partial),
    )
    return file.require_clean() if stream.reader.options.strict else file
