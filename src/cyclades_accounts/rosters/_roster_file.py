"""What a reader returns, whatever the format, and the port that readers have in common."""

from typing import Protocol

from attrs import field, frozen

from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import Candidature
from cyclades_accounts.rosters._errors import FaultyRosterError
from cyclades_accounts.rosters._line_reader import LineReader, RosterEntry, entry_of
from cyclades_accounts.rosters._options import DEFAULT_OPTIONS, ReaderOptions
from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem, Severity
from cyclades_accounts.rosters._source import Source
from cyclades_accounts.rosters._stream import Preamble, RosterStream


@frozen
class RosterFile:
    """What a file holds: the candidatures that could be read, and what is wrong with the rest."""

    candidatures: tuple[Candidature, ...]
    """The good lines, in file order. Nobody has looked for doubles yet: registering does."""
    lines: tuple[int, ...]
    """Physical line of each candidature, from 1, in the same order."""
    problems: tuple[RosterProblem, ...] = ()
    """Everything that is wrong, in file order; a line may have several problems, and then counts among no good ones."""
    preamble: Preamble = field(factory=Preamble)
    logins: tuple[str | None, ...] = ()
    """« Identifiant de connexion » of each candidature as the file writes it, in the same order; ``None`` where it
    says that there is none. Empty for a file without the column."""
    format: str = ""
    """Name of the format."""
    label: str = ""
    """French name of the format."""
    encoding: str = ""
    """The encoding it was read in, one of :data:`ENCODINGS`."""
    delimiter: str = ""
    """What stood between two cells; empty for XML."""
    partial: tuple[RosterEntry, ...] = ()
    """What the lines say that are right and make no candidature by themselves, in file order."""
    reader: LineReader | None = None
    """What the lines were read with."""

    @property
    def tells(self) -> frozenset[str]:
        """What the file tells: attributes of :class:`RosterColumns`."""
        return frozenset(self.reader.names) if self.reader else frozenset()

    @property
    def entries(self) -> tuple[RosterEntry, ...]:
        """What the right lines say, in file order: what :func:`merge_rosters` joins."""
        logins = self.logins or (None,) * len(self.lines)
        whole = (
            entry_of(line, candidature, login, self.tells)
            for line, candidature, login in zip(self.lines, self.candidatures, logins, strict=True)
        )
        return tuple(sorted((*whole, *self.partial), key=lambda entry: entry.line))

    @property
    def known_logins(self) -> dict[CandidateId, str]:
        """The logins that the file knows, by candidate: what a host that migrates imposes (M13)."""
        pairs = zip(self.candidatures, self.logins, strict=bool(self.logins))
        return {candidature.candidate.id: login for candidature, login in pairs if login is not None}

    def require_clean(self) -> "RosterFile":
        """Return the file itself if it has no problem at all, warnings included; notes pass.

        Raises:
            FaultyRosterError: it has; the error holds them all and names the first.
        """
        if faults := tuple(problem for problem in self.problems if problem.code.severity is not Severity.NOTE):
            raise FaultyRosterError(faults)
        return self


class RosterReader(Protocol):
    """A reader of one file format, or of several that it tells apart."""

    def __call__(
        self, source: Source, *, school: Uai, session: SessionId, options: ReaderOptions = DEFAULT_OPTIONS
    ) -> RosterFile:
        """Return what the file holds, as candidatures of one school and one session.

        A faulty line is a problem of the result and never hides another line.

        Raises:
            RosterFileError: the file cannot be read as a whole; a subclass says why.
            FaultyRosterError: the options are strict, and something is wrong; notes pass.
            MissingExtraError: the format needs the extra ``rosters``.
            InvalidValueError: the source is none of the three, ``school`` is no UAI, or the resolver's answer no key.
            OSError: the path cannot be read.
        """
        ...


def gather(stream: RosterStream) -> RosterFile:
    """Read a stream to its end.

    Raises:
        RosterFileError: its end shows that it cannot be read: XML that breaks off.
        FaultyRosterError: the options are strict, and something is wrong.
    """
    lines: list[int] = []
    candidatures: list[Candidature] = []
    logins: list[str | None] = []
    partial: list[RosterEntry] = []
    problems = list(stream.problems)
    for line in stream:
        problems += line.problems
        if line.candidature is None:
            if line.entry is not None:
                partial.append(line.entry)
        else:
            lines.append(line.line)
            candidatures.append(line.candidature)
            logins.append(line.login)
    if len(problems) == len(stream.problems) and not (lines or partial):
        problems.append(RosterProblem(ProblemCode.NO_LINES, stream.header_line))
    file = RosterFile(
        candidatures=tuple(candidatures),
        lines=tuple(lines),
        problems=tuple(problems),
        preamble=stream.preamble,
        logins=tuple(logins) if "login" in stream.tells else (),
        format=stream.format,
        label=stream.label,
        encoding=stream.encoding,
        delimiter=stream.delimiter,
        partial=tuple(partial),
        reader=stream.reader,
    )
    return file.require_clean() if stream.reader.options.strict else file
