"""What is asked of a run: whom it serves and what it makes (M4, M7-M9, M14)."""

import enum
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import attrs
from attrs import Attribute, evolve, field, frozen

from cyclades_accounts import identifiers, model
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE, Layout
from cyclades_accounts.provisioning._shared.slips import checked_layouts

LABEL_MAX_LENGTH: Final = 2 * identifiers.TEXT_MAX_LENGTH + len(" / ")
"""Longest label of a group, in characters: it may have two labels of a candidature in it."""


def _several(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(sorted(set(identifiers.several_texts("criteria", values, "values"))))


def _groups(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(sorted(set(identifiers.several_texts("groups", values, "values"))))


def _plain_texts(_instance: object, attribute: "Attribute[Any]", values: tuple[str, ...] | None) -> None:
    """Take short texts, and no subclass of ``str``: a campaign sends them to workers, and nothing may ride along."""
    for value in values or ():
        identifiers.checked_text(attribute.name, value, longest=LABEL_MAX_LENGTH)


def _with_fields(instance: object, attribute: object, value: model.Grouping) -> None:
    del instance, attribute
    if not value.fields:
        raise InvalidValueError("grouping", value, 'one with its fields, such as Grouping("Spécialité", "serie")')


def _keys(values: Iterable[str] | None) -> tuple[identifiers.CandidateId, ...] | None:
    found = _several(values)
    return None if found is None else tuple(sorted({identifiers.parse_candidate_id(value) for value in found}))


def _layouts(values: Iterable[Layout] | None) -> tuple[Layout, ...] | None:
    return None if values is None else checked_layouts(values)


class Renew(enum.Enum):
    """Whose password a generation renews, of those who have an account (M6, M7). The rules of M2, M7 and M8 hold."""

    NONE = False
    """Nobody's (M6)."""
    ENDING = "ending"
    """Theirs whose password falls short of the session, where a new one serves longer: what was revoked, what has
    expired, and what ends before the session does."""
    ALL = True  # NONE and ALL have the values of the switch that they were, so that a retry finds its run
    """Everybody's: « Forcer la création d'un nouveau mot de passe » (M7)."""


@frozen(kw_only=True)
class Generation:
    """Whom a run serves and what it makes: the choices that plan, generation, regeneration and campaign share.

    The default is that of the ministry's memo: every class, accounts for those who have none (M6), and the documents of
    M9 or M14.

    Raises:
        InvalidValueError: one text where several are asked for, or layouts that are none.
    """

    grouping: model.Grouping = field(
        default=model.Grouping.DIVISION, validator=[model.exactly(model.Grouping), _with_fields]
    )
    """How candidatures are listed, and slips sorted (M4)."""
    groups: tuple[str, ...] | None = field(default=None, converter=_groups, validator=_plain_texts)
    """Labels of the groups to serve, as :attr:`~cyclades_accounts.model.Group.label` gives them; ``None`` for all."""
    renew: Renew = field(default=Renew.NONE, validator=model.exactly(Renew))
    """Whose password is renewed, of those who have an account (M7). A regeneration renews all whom it serves (M14)."""
    spare_slips_of_today: bool = field(default=False, validator=model.exactly(bool))
    """Whether a run that would renew passwords issued the same day, whose slips were just printed, is refused as a
    whole (:class:`~cyclades_accounts.errors.SlipsOfTodayError`): a second click on the same button. Off, it carries a
    notice."""
    layouts: tuple[Layout, ...] | None = field(default=None, converter=_layouts)
    """How slips stand on the pages; one document is made for each layout. ``None`` for the memo's: one and two slips
    per page for a generation (M9), one per page for a regeneration (M14)."""
    email_papillons: bool = field(default=False, validator=model.exactly(bool))
    """Whether candidates who log in by e-mail get a slip too, without password, in its place among the others (M8).
    Their accounts stay as they are; every run that asks for it makes their slips."""


EVERYBODY: Final = Generation()
"""The memo's generation: all classes, and nobody is renewed."""

_LAYOUTS: Final = dict.fromkeys([model.Activity.REGENERATE, model.Activity.REPLACE_LOST], (ONE_PER_PAGE,)) | {
    model.Activity.GENERATE: (ONE_PER_PAGE, TWO_PER_PAGE),
    model.Activity.PROLONG: (),
}


@frozen(kw_only=True)
class Criteria:
    """Selection criteria of a regeneration (critères de sélection, M14): all that are given must hold.

    Raises:
        InvalidValueError: one text where several values are asked for.
    """

    candidates: tuple[identifiers.CandidateId, ...] | None = field(repr=False, default=None, converter=_keys)
    """Stable keys of the candidates."""
    divisions: tuple[str, ...] | None = field(default=None, converter=_several, validator=_plain_texts)
    """« Division de classe »."""
    series: tuple[str, ...] | None = field(default=None, converter=_several, validator=_plain_texts)
    """« Série (libellé) »."""
    qualifications: tuple[str, ...] | None = field(default=None, converter=_several, validator=_plain_texts)
    """« Qualification présentée »."""

    def match(self, row: model.Row) -> bool:
        """Whether the row satisfies every criterion given."""
        given = (self.candidates, self.divisions, self.series, self.qualifications)
        values = (row.candidate_id, row.division, row.serie, row.qualification)
        return all(wanted is None or value in wanted for wanted, value in zip(given, values, strict=True))


EVERY_PUPIL: Final = Criteria()
"""No criterion: every candidature matches."""


@frozen(kw_only=True)
class Request:
    """All that is asked of a run."""

    activity: model.Activity
    """:attr:`Activity.GENERATE`, :attr:`Activity.REGENERATE`, :attr:`Activity.REPLACE_LOST` or
    :attr:`Activity.PROLONG`."""
    uai: identifiers.Uai
    session: model.ExamSession = field(validator=model.exactly(model.ExamSession))
    generation: Generation = field(default=EVERYBODY, validator=model.exactly(Generation))
    criteria: Criteria = field(default=EVERY_PUPIL, validator=model.exactly(Criteria))
    lift_limit: bool = field(default=True, validator=model.exactly(bool))
    """Whether more than one candidature may match (M14). A generation has no limit; :meth:`Desk.regenerate` sets it to
    false by default."""
    lost: identifiers.DocumentId | None = None
    """The document whose slips were lost (pile perdue), for :attr:`Activity.REPLACE_LOST`: who is served is whoever has
    a slip in it that still holds."""
    new_login: bool = field(default=False, validator=model.exactly(bool))
    """Whether an account that is renewed also gets a new login, where the present one no longer comes from the name."""

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """Layouts of the documents, one each (M9, M14)."""
        return self.generation.layouts or _LAYOUTS[self.activity]

    @property
    def renew(self) -> Renew:
        """Whose password is renewed, or prolonged, of those who have an account (M7, M14)."""
        fixed = {model.Activity.GENERATE: self.generation.renew, model.Activity.PROLONG: Renew.ENDING}
        return fixed.get(self.activity, Renew.ALL)

    @property
    def takes_over(self) -> bool:
        """Whether the run takes pupils over from other schools, or asks for them (M7).

        Not so where slips that were handed out are prolonged or lost: who moved has been with the other school since.
        """
        return self.activity in {model.Activity.GENERATE, model.Activity.REGENERATE}

    def treatment(self, account: model.Account, end: datetime, now: datetime) -> model.OutcomeKind:
        """Return what the run does with an account, unless something forbids it.

        Args:
            account: the account.
            end: when a password ends that is issued now.
            now: the moment of the run.
        """
        short = account.falls_short(end, now)
        if self.renew is Renew.NONE or (self.renew is Renew.ENDING and short is None):
            return model.OutcomeKind.KEPT
        if self.activity is not model.Activity.PROLONG:
            return model.OutcomeKind.RENEWED
        is_live = short is not None and short.reason is model.ShortfallReason.ENDS_EARLY
        return model.OutcomeKind.PROLONGED if is_live else model.OutcomeKind.KEPT

    @property
    def asked(self) -> dict[str, object]:
        """All that is asked beyond the activity, the school and the session, as far as it differs from the defaults.

        The label and the last day of the session do not count.
        """
        layouts = None if self.layouts == _LAYOUTS[self.activity] else self.layouts
        whole = evolve(self, generation=evolve(self.generation, layouts=layouts, renew=self.renew))
        given = attrs.asdict(whole, recurse=False, filter=lambda one, value: value != one.default)
        return {name: value for name, value in given.items() if name not in {"activity", "uai", "session"}}

    @property
    def selection(self) -> str:
        """Which candidatures are meant, for an error."""
        given = attrs.asdict(self.criteria, recurse=False) | {"groups": self.generation.groups}
        return "; ".join(f"{name} {list(values)}" for name, values in given.items() if values is not None)


def earlier_subjects(request: Request) -> tuple[model.Subject, ...]:
    """Return the subjects as the library wrote them while its tables were at version 4, so that a retry finds its run.

    Sessions had an exam and a year then. Their digests had the session's fields, and at first every other field too.
    The title did not count.
    """
    exam, _, year = request.session.id.rpartition("-")
    if not year.isdecimal():
        return ()
    session = {"exam": exam, "last_day": request.session.last_day, "year": int(year)}
    every_field = {
        "activity": request.activity,
        "criteria": attrs.asdict(request.criteria),
        "email_papillons": request.generation.email_papillons,
        "grouping": request.generation.grouping,
        "groups": request.generation.groups,
        "layouts": [attrs.asdict(layout) for layout in request.layouts],
        "lift_limit": request.lift_limit,
        "new_login": request.new_login,
        "renew": request.renew,
        "school": request.uai,
        "session": session,
    }
    told = {name: value for name, value in session.items() if value != "DNB"}
    forms = (every_field, {"activity": request.activity, "uai": request.uai, "session": told} | request.asked)
    return tuple(
        model.Subject(uai=request.uai, session_id=request.session.id, request=identifiers.digest(one)[:12])
        for one in forms
    )
