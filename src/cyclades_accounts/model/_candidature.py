"""The candidate, one candidate's file for one session (candidature), and how lists group files: M2, M3, M4, M13."""

import enum
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Final, Self, TypeVar

from attrs import Factory, evolve, field, frozen
from attrs.validators import optional

from cyclades_accounts import identifiers
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.model._session import ExamSession, cleaned, day, exactly, storable


class CandidatureStatus(enum.StrEnum):
    """Labels of the state (état) of a candidature that we know; a candidature may have any other.

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


def _ine(value: str | None) -> identifiers.Ine | None:
    return None if value is None else identifiers.parse_ine(value)


def _ine_of_key(candidate: "Candidate") -> identifiers.Ine | None:
    return identifiers.Ine(candidate.id) if identifiers.is_ine(candidate.id) else None


def _label(value: str | None) -> str:
    return cleaned(str(value) if isinstance(value, CandidatureStatus) else value)


def _optional_label(value: str | None) -> str | None:
    return None if (text := cleaned(value)) == "" else text


def _email(value: str | None) -> str | None:
    return None if (text := cleaned(value, identifiers.LOGIN_MAX_LENGTH)) == "" else text


def _short_email(_instance: object, _attribute: object, value: str) -> None:
    identifiers.checked_text("email", value, longest=identifiers.LOGIN_MAX_LENGTH)


def _present(_instance: object, attribute: object, value: str) -> None:
    if not value:
        raise InvalidValueError(getattr(attribute, "name", "name"), value, "a text that is not blank")


def _session_id(value: ExamSession | identifiers.SessionId) -> identifiers.SessionId:
    return value.id if isinstance(value, ExamSession) else identifiers.parse_session_id(value)


@frozen
class Candidate:
    """A candidate (candidat): the person, whatever the session and the school."""

    id: identifiers.CandidateId = field(repr=False, converter=identifiers.parse_candidate_id)
    """Stable key, which no other person ever gets: the host's own, or the INE where there is one."""
    family_name: str = field(repr=False, converter=_label, validator=[storable, _present])
    """« Nom de famille », as the civil registry writes it; hidden characters go, and runs of spaces become one. At most
    200 characters (:data:`~cyclades_accounts.identifiers.TEXT_MAX_LENGTH`, our choice), as every name and label
    here."""
    given_names: str = field(repr=False, converter=_label, validator=[storable, _present])
    """« Prénom(s) », all of them in civil-registry order: a space or a comma separates two, a hyphen makes one."""
    birth_date: date | None = field(repr=False, default=None, validator=optional(day))
    usage_name: str | None = field(repr=False, default=None, converter=_optional_label, validator=optional(storable))
    """« Nom d'usage », where it differs."""
    ine: identifiers.Ine | None = field(repr=False, default=Factory(_ine_of_key, takes_self=True), converter=_ine)
    """The INE (identifiant national élève), where it is known; by default the key, where that is one. It tells a person
    who comes back under another key."""

    @property
    def full_name(self) -> str:
        """Family name then given names, as lists sort and print them."""
        return f"{self.family_name} {self.given_names}"


@frozen
class Candidature:
    """One candidate's file for one exam session at one school (candidature)."""

    candidate: Candidate = field(validator=exactly(Candidate))
    uai: identifiers.Uai = field(converter=identifiers.parse_uai)
    """The present school (établissement actuel)."""
    session_id: identifiers.SessionId = field(converter=_session_id)
    """Key of the exam session; built from the session or from its key."""
    status: str = field(converter=_label, validator=storable)
    """State (état), as the host writes it, such as :attr:`CandidatureStatus.INSCRIT`; may be blank. The host's policy
    says which states get an account (M2): :class:`cyclades_accounts.eligibility.Rules`."""
    email: str | None = field(repr=False, default=None, converter=_email, validator=optional(_short_email))
    """E-mail address of the candidature; blank becomes ``None``. M3 asks for one that is not blank, no more.
    At most 254 characters (RFC 5321)."""
    serie: str = field(default="", converter=_label, validator=storable)
    """« Série (libellé) »; may be empty."""
    division: str = field(default="", converter=_label, validator=storable)
    """« Division de classe », for example ``3A``; may be empty."""
    qualification: str = field(default="", converter=_label, validator=storable)
    """« Qualification présentée »; may be empty, and is for most DNB candidates."""
    category: str = field(default="SCOLAIRE", converter=_label, validator=storable)
    """« Catégorie Candidat » as the host writes it, for example ``SCOLAIRE (CLASSE DE 3EME)``; may be blank."""
    number: str | None = field(repr=False, default=None, converter=_optional_label, validator=optional(storable))
    """« N° Candidat »: a number of the session, never a key of the person."""

    @property
    def candidate_id(self) -> identifiers.CandidateId:
        """Key of the person."""
        return self.candidate.id

    @property
    def name(self) -> str:
        """Family name and given names."""
        return self.candidate.full_name

    @property
    def key(self) -> tuple[identifiers.CandidateId, identifiers.Uai, identifiers.SessionId]:
        """What makes a candidature one: a person, a school and a session."""
        return (self.candidate.id, self.uai, self.session_id)


@frozen
class NoCandidature:
    """A row of the host that is no candidature, and why: it is refused in its group, and the others are served."""

    candidate_id: identifiers.CandidateId = field(repr=False, converter=identifiers.parse_candidate_id)
    """Key of the row, or of its person."""
    reason: str = field(repr=False, converter=_label, validator=[storable, _present])
    """Why it is none, as the end of a French sentence for the secretary: « prénom non renseigné »."""
    name: str = field(repr=False, default="", converter=_label, validator=storable)
    """Family name and given names, so that the secretary finds the row."""
    serie: str = field(default="", converter=_label, validator=storable)
    division: str = field(default="", converter=_label, validator=storable)
    qualification: str = field(default="", converter=_label, validator=storable)
    is_awaited: bool = True
    """Whether the pupil counts as missing until the row is corrected (M12); false where the host knows that the row
    gives no right to an account."""


Row = Candidature | NoCandidature
"""What a host reads of a school: a candidature, or a row that is none."""


def rekeyed(candidatures: Iterable[Candidature], kept: identifiers.CandidateId) -> list[Candidature]:
    """Return the candidatures that the key ``kept`` has once these are all its own.

    Where both have one at a school for a session, that of ``kept`` stays. Those that join show the person as it does.
    """
    by_key = {one.key: one for one in candidatures}
    mine = [one for one in by_key.values() if one.candidate_id == kept]
    joining = [one for one in by_key.values() if (kept, one.uai, one.session_id) not in by_key]
    for one in joining:
        ine = one.candidate.ine or (identifiers.Ine(kept) if identifiers.is_ine(kept) else None)
        person = mine[0].candidate if mine else evolve(one.candidate, id=kept, ine=ine)
        mine.append(evolve(one, candidate=person))
    return mine


_UNDECOMPOSED = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ı": "i", "ħ": "h"}
    | {"ə": "e", "ŋ": "n", "ʻ": "", "ʼ": " "}
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


_MEMO: Final = {
    "Série (libellé)": ("serie",),
    "Division de classe": ("division",),
    "Division de classe / Qualification présentée": ("division", "qualification"),
}
_GROUPED_BY: Final = ("category", "division", "qualification", "serie")


class Grouping(str):
    """How candidatures are listed: one of the three groupings of the memo (M4), or one of the host.

    It is its label, as lists name it; two of one label are one. A host says by which fields of the candidature its own
    groups: ``Grouping("Spécialité", "qualification")``.

    Args:
        label: one line, of at most 200 characters.
        fields: one or two of ``serie``, ``division``, ``qualification`` and ``category``; not for those of the memo. A
            grouping that was read back from a report has none, and lists nothing.

    Raises:
        InvalidValueError: a label or fields of another form, or other fields than the memo's under its label.
    """

    __slots__ = ("fields",)
    fields: tuple[str, ...]
    SERIE: ClassVar["Grouping"]
    DIVISION: ClassVar["Grouping"]
    DIVISION_QUALIFICATION: ClassVar["Grouping"]

    def __new__(cls, label: str, *fields: str) -> Self:
        made = super().__new__(cls, identifiers.checked_line("grouping", label))
        made.fields = fields or _MEMO.get(label, ())
        if not set(fields) <= set(_GROUPED_BY) or len(fields) > _MOST_FIELDS:
            raise InvalidValueError("fields", ", ".join(map(str, fields)), f"one or two of {', '.join(_GROUPED_BY)}")
        if made.fields != _MEMO.get(label, made.fields):
            raise InvalidValueError("grouping", label, "a label that is none of the memo's")
        return made

    @property
    def value(self) -> str:
        """The label."""
        return str(self)


_MOST_FIELDS: Final = 2

Grouping.SERIE, Grouping.DIVISION, Grouping.DIVISION_QUALIFICATION = map(Grouping, _MEMO)


@frozen
class Group:
    """One line of the list: the candidatures that share the labels of a grouping (M4, M5)."""

    grouping: Grouping
    labels: tuple[str, ...]
    """One label for each field of the grouping; a label may be empty."""

    @property
    def label(self) -> str:
        """The labels as one text, a dash for an empty one: ``3A``, ``3A / —``."""
        return " / ".join(label or "—" for label in self.labels)

    @property
    def order(self) -> tuple[tuple[str, str], ...]:
        """Key that sorts groups as a class list does."""
        return tuple(sort_key(label) for label in self.labels)


def group_of(candidature: Row, grouping: Grouping) -> Group:
    """Return the group that a row stands in (M4)."""
    return Group(grouping, tuple(getattr(candidature, field, "") for field in grouping.fields))


R = TypeVar("R", Candidature, Row)


def in_order(rows: Iterable[R], grouping: Grouping) -> list[R]:
    """Sort by group, then family name, given names and key: the order of lists, plans and slips."""

    def key(row: Row) -> tuple[object, ...]:
        names: tuple[str, ...] = (row.name,)
        if isinstance(row, Candidature):
            names = (row.candidate.family_name, row.candidate.given_names)
        folded, exact = zip(*map(sort_key, names), strict=True)
        return group_of(row, grouping).order, folded, exact, row.candidate_id

    return sorted(rows, key=key)


@frozen
class RosterLine:
    """A candidature and the login of the candidate's account."""

    candidature: Candidature
    login: identifiers.Login | None = field(repr=False)
    """Login of the open account; ``None`` where there is none (« Pas de compte candidat Cyclades »)."""
