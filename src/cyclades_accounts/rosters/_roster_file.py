"""What a reader returns, whatever the format, and the port that readers have in common."""

from typing import Protocol

from attrs import frozen

from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import Candidature
from cyclades_accounts.rosters._errors import FaultyRosterError
from cyclades_accounts.rosters._problems import RosterProblem
from cyclades_accounts.rosters._records import Source


@frozen
class Preamble:
    """What a file says of itself before its header; ``None`` for what it does not say."""

    year: int | None = None
    """Year of the session."""
    school: Uai | None = None
    """The school, verified against the one the file was read for."""
    edited_at: str | None = None
    """« Edité le », as written: ``23/01/2023 10:49``, in the clock time of wherever it was made."""


@frozen
class RosterFile:
    """What a file holds: the candidatures that could be read, and what is wrong with the rest."""

    candidatures: tuple[Candidature, ...]
    """The good lines, in file order. Nobody has looked for doubles yet: registering the roster does."""
    lines: tuple[int, ...]
    """Physical line of each candidature, from 1, in the same order."""
    problems: tuple[RosterProblem, ...] = ()
    """Everything that is wrong, in file order; a line may have several problems, and then counts among no good ones."""
    preamble: Preamble = Preamble()
    logins: tuple[str | None, ...] = ()
    """« Identifiant de connexion » of each candidature as the file writes it, in the same order; ``None`` where it
    says that there is none. Empty for a file without the column."""

    @property
    def known_logins(self) -> dict[CandidateId, str]:
        """The logins that the file knows, by candidate: what a host that migrates imposes (M13)."""
        pairs = zip(self.candidatures, self.logins, strict=bool(self.logins))
        return {candidature.candidate.id: login for candidature, login in pairs if login is not None}

    def require_clean(self) -> "RosterFile":
        """Return the file itself if it has no problem at all, warnings included.

        Raises:
            FaultyRosterError: it has; the error holds them all and names the first.
        """
        if self.problems:
            raise FaultyRosterError(self.problems)
        return self


class RosterReader(Protocol):
    """A reader of one file format."""

    def __call__(self, source: Source, *, school: Uai, session: SessionId) -> RosterFile:
        """Return what the file holds, as candidatures of one school and one session.

        A faulty line is a problem of the result and never hides another line.

        Raises:
            RosterFileError: the file cannot be read as a whole; a subclass says why.
        """
        ...
