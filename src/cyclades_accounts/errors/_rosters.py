"""What is wrong with a school or its roster: M1, M2, M3."""

from typing import ClassVar

from attrs import frozen

from cyclades_accounts.errors._root import CycladesAccountsError


@frozen(eq=False, str=False)
class UnknownSchoolError(CycladesAccountsError, LookupError):
    """The store does not know the school (M1)."""

    code: ClassVar[str] = "UNKNOWN_SCHOOL"
    uai: str

    @property
    def problem(self) -> str:
        """Name the school."""
        return f"The store knows no school {self.uai}."

    @property
    def cure(self) -> str:
        """Point to the activity that registers schools."""
        return "Register it with register_school(), or correct the UAI."


@frozen(eq=False, str=False)
class ServiceNotGrantedError(CycladesAccountsError):
    """The school lacks the service « gestion des candidats en établissement » (M1)."""

    code: ClassVar[str] = "SERVICE_NOT_GRANTED"
    uai: str

    @property
    def problem(self) -> str:
        """Name the school and the service."""
        return f"School {self.uai} does not have the service « gestion des candidats en établissement »."

    @property
    def cure(self) -> str:
        """Say who grants it."""
        return (
            "The exam manager (gestionnaire des examens) grants it; then register the school with "
            "manages_candidates=True. Nothing was done."
        )


@frozen(eq=False, str=False)
class EmptyRosterError(CycladesAccountsError, ValueError):
    """There is no candidature to work on."""

    code: ClassVar[str] = "EMPTY_ROSTER"
    uai: str
    session: str

    @property
    def problem(self) -> str:
        """Name the school and the session."""
        return f"No candidature of school {self.uai} for session {self.session}."

    @property
    def cure(self) -> str:
        """Point to the roster."""
        return "Check the file, the school and the session; register a roster that has at least one line."


@frozen(eq=False, str=False)
class DuplicateCandidatureError(CycladesAccountsError, ValueError):
    """One candidature stands twice in a roster."""

    code: ClassVar[str] = "DUPLICATE_CANDIDATURE"
    candidate_id: str
    positions: tuple[int, int]
    """Where the two stand in the sequence given, counted from 1."""

    @property
    def problem(self) -> str:
        """Name the candidate and both positions."""
        first, second = self.positions
        return (
            f"The candidature of candidate {self.candidate_id} stands twice in the roster (items {first} and {second})."
        )

    @property
    def cure(self) -> str:
        """Say which to remove."""
        return "Keep one of the two. Nothing was registered."


@frozen(eq=False, str=False)
class ConflictingCandidateError(CycladesAccountsError, ValueError):
    """Two different people stand in a roster under one key."""

    code: ClassVar[str] = "CONFLICTING_CANDIDATE"
    candidate_id: str
    positions: tuple[int, int]
    """Where the two stand in the sequence given, counted from 1."""
    differing: tuple[str, ...]
    """Names of the candidate's fields in which the two differ."""

    @property
    def problem(self) -> str:
        """Name the key, both positions and the fields that differ."""
        first, second = self.positions
        return (
            f"Two candidates have the key {self.candidate_id} (items {first} and {second}): "
            f"they differ in {', '.join(self.differing)}."
        )

    @property
    def cure(self) -> str:
        """Say what to correct."""
        return "Correct the INE (or the key your resolver gave) of one of the two. Nothing was registered."


@frozen(eq=False, str=False)
class ForeignCandidatureError(CycladesAccountsError, ValueError):
    """A roster handed in for one school and session holds a candidature of another."""

    code: ClassVar[str] = "FOREIGN_CANDIDATURE"
    position: int
    """Where it stands in the sequence given, counted from 1."""
    field: str
    """``school`` or ``session``."""
    expected: str
    found: str

    @property
    def problem(self) -> str:
        """Name the item, the field and both values."""
        return f"Item {self.position} of the roster has {self.field} {self.found}, not {self.expected}."

    @property
    def cure(self) -> str:
        """Say what to check."""
        return "Check that the file belongs to this school and session. Nothing was registered."
