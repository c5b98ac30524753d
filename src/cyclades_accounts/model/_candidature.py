"""The candidate, one candidate's file for one session (candidature), and how lists group files: M2, M3, M4, M13."""

import enum
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from attrs import field, frozen
from attrs.validators import instance_of, optional

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import (
    CandidateId,
    Ine,
    Login,
    SessionId,
    Uai,
    is_ine,
    parse_candidate_id,
    parse_uai,
    several_texts,
)
from cyclades_accounts.model._session import ExamSession, day


class CandidatureStatus(enum.Enum):
    """State (état) of a candidature; the value is the French label of rosters.

    The memo names the two that get an account (M2). No public source lists the others: these are the ones we met or
    expect, and a reader can be told how a school's file writes them.
    """

    INSCRIT = "Inscrit"
    PRE_INSCRIT = "Pré-inscrit"
    EN_COURS = "En cours"
    NON_INSCRIT = "Non inscrit"
    DEMISSIONNAIRE = "Démissionnaire"
    RADIE = "Radié"
    ANNULE = "Annulé"

    @property
    def is_registered(self) -> bool:
        """Whether a candidature in this state gets an account (M2)."""
        return self in {CandidatureStatus.INSCRIT, CandidatureStatus.PRE_INSCRIT}


def _names(value: str) -> str:
    return " ".join(value.split())


def _optional_text(value: str | None) -> str | None:
    return (value or "").strip() or None


def _uais(values: Iterable[str]) -> frozenset[Uai]:
    return frozenset(map(parse_uai, several_texts("former_schools", values, "UAI")))


def _candidate_id(value: str) -> CandidateId:
    return parse_candidate_id(value)


def _uai(value: str) -> Uai:
    return parse_uai(value)


def _present(instance: object, attribute: object, value: str) -> None:
    del instance
    if not value:
        raise InvalidValueError(getattr(attribute, "name", "name"), value, "a text that is not blank")


def _session_id(value: ExamSession | SessionId) -> SessionId:
    return value.id if isinstance(value, ExamSession) else value


@frozen
class Candidate:
    """A candidate (candidat): the person, whatever the session and the school."""

    id: CandidateId = field(converter=_candidate_id)
    """Stable key: the INE where there is one, else the key a resolver of the host gives."""
    family_name: str = field(converter=_names, validator=_present)
    """« Nom de famille », as the civil registry writes it; runs of spaces become one."""
    given_names: str = field(converter=_names, validator=_present)
    """« Prénom(s) », all of them in civil-registry order: a space or a comma separates two, a hyphen makes one."""
    birth_date: date | None = field(default=None, validator=optional([instance_of(date), day]))
    usage_name: str | None = field(default=None, converter=_optional_text)
    """« Nom d'usage », where it differs."""
    former_schools: frozenset[Uai] = field(factory=frozenset, converter=_uais)
    """Schools the host knows the pupil attended, beyond those where the store holds a candidature (M7)."""

    @property
    def ine(self) -> Ine | None:
        """The INE, where the key is one."""
        return Ine(self.id) if is_ine(self.id) else None

    @property
    def full_name(self) -> str:
        """Family name then given names, as lists sort and print them."""
        return f"{self.family_name} {self.given_names}"


@frozen
class Candidature:
    """One candidate's file for one exam session at one school (candidature)."""

    candidate: Candidate
    uai: Uai = field(converter=_uai)
    """The present school (établissement actuel)."""
    session_id: SessionId = field(converter=_session_id)
    """Key of the exam session; built from the session or from its key."""
    status: CandidatureStatus = field(validator=instance_of(CandidatureStatus))
    email: str | None = field(default=None, converter=_optional_text)
    """E-mail address of the candidature; blank becomes ``None``. M3 asks for one that is not blank, no more."""
    serie: str = field(default="", converter=_names)
    """« Série (libellé) »; may be empty."""
    division: str = field(default="", converter=_names)
    """« Division de classe », for example ``3A``; may be empty."""
    qualification: str = field(default="", converter=_names)
    """« Qualification présentée »; may be empty, and is for most DNB candidates."""
    category: str = field(default="SCOLAIRE", converter=_names)
    """« Catégorie Candidat » as the roster writes it, for example ``SCOLAIRE (CLASSE DE 3EME)``."""
    number: str | None = field(default=None, converter=_optional_text)
    """« N° Candidat »: a number of the session, never a key of the person."""

    @property
    def key(self) -> tuple[CandidateId, Uai, SessionId]:
        """What makes a candidature one: a person, a school and a session."""
        return (self.candidate.id, self.uai, self.session_id)

    @property
    def is_scolaire(self) -> bool:
        """Whether the category says that a school presents the candidate (candidat scolaire)."""
        return bool(re.match(r"scolaire\b", self.category, re.IGNORECASE))


_UNDECOMPOSED = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ı": "i", "ħ": "h"}
)
"""Where lists put the letters that Unicode does not take apart."""


def sort_key(text: str) -> tuple[str, str]:
    """Key that sorts French text as a class list does: case and accents count only between equals, digits by value.

    The first part is the text without them, in which ``3A`` stands before ``10A``; the second is the text itself.
    """
    base = text.casefold()
    if not base.isascii():
        marked = unicodedata.normalize("NFD", base)
        base = "".join(char for char in marked if not unicodedata.combining(char)).translate(_UNDECOMPOSED)
    return re.sub("[0-9]+", _by_value, re.sub(r"[\W_]", " ", base)), text


def _by_value(digits: re.Match[str]) -> str:
    number = digits.group().lstrip("0")
    return f"{len(number):06d}{number}"


class Grouping(enum.Enum):
    """The three groupings of the memo (M4); the value is the memo's label."""

    SERIE = "Série (libellé)"
    DIVISION = "Division de classe"
    DIVISION_QUALIFICATION = "Division de classe / Qualification présentée"


@frozen
class Group:
    """One line of the list: the candidatures that share the labels of a grouping (M4, M5)."""

    grouping: Grouping
    labels: tuple[str, ...]
    """One label, or two for :attr:`Grouping.DIVISION_QUALIFICATION`; a label may be empty."""

    @property
    def label(self) -> str:
        """The labels as one text, a dash for an empty one: ``3A``, ``3A / —``."""
        return " / ".join(label or "—" for label in self.labels)

    @property
    def order(self) -> tuple[tuple[str, str], ...]:
        """Key that sorts groups as a class list does."""
        return tuple(sort_key(label) for label in self.labels)


_LABELS: Final[dict[Grouping, Callable[[Candidature], tuple[str, ...]]]] = {
    Grouping.SERIE: lambda candidature: (candidature.serie,),
    Grouping.DIVISION: lambda candidature: (candidature.division,),
    Grouping.DIVISION_QUALIFICATION: lambda candidature: (candidature.division, candidature.qualification),
}


def group_of(candidature: Candidature, grouping: Grouping) -> Group:
    """Return the group that ``candidature`` stands in (M4)."""
    return Group(grouping, _LABELS[grouping](candidature))


def in_order(candidatures: Iterable[Candidature], grouping: Grouping) -> list[Candidature]:
    """Sort by group, then family name, given names and key: the order of lists, plans and slips."""

    def key(candidature: Candidature) -> tuple[object, ...]:
        candidate = candidature.candidate
        (family, exact_family), (given, exact_given) = sort_key(candidate.family_name), sort_key(candidate.given_names)
        return group_of(candidature, grouping).order, family, given, exact_family, exact_given, candidate.id

    return sorted(candidatures, key=key)


@frozen
class RosterLine:
    """A candidature and the login of the candidate's account."""

    candidature: Candidature
    login: Login | None
    """Login of the open account; ``None`` where there is none (« Pas de compte candidat Cyclades »)."""
