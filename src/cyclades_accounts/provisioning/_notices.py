"""What a school should look at again, and what stops nothing: look-alike logins, lines that may be one person."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from cyclades_accounts.errors import UnfoldableNameError
from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.logins import first_given_name, fold_name, look_alikes
from cyclades_accounts.model import Candidate, Candidature, Notice, NoticeReason, Outcome, OutcomeKind, sort_key

K = TypeVar("K", bound=Hashable)


def doubles(candidatures: Iterable[Candidature]) -> tuple[Notice, ...]:
    """Return the candidatures that may be of one person: same name and birth date, or same e-mail address."""
    found = tuple(candidatures)
    return (*_same_person(found), *_same_email(found))


def notices_of_run(candidatures: Iterable[Candidature], outcomes: Sequence[Outcome]) -> tuple[Notice, ...]:
    """Return what to look at about the accounts that a run creates or gives a new login."""
    new = {o.candidate_id for o in outcomes if o.kind is OutcomeKind.CREATED or o.former_login is not None}
    found = (*_look_alikes(outcomes), *doubles(candidatures))
    return tuple(notice for notice in found if not new.isdisjoint(notice.candidates))


def _look_alikes(outcomes: Iterable[Outcome]) -> list[Notice]:
    owners = {outcome.login: outcome.candidate_id for outcome in outcomes if outcome.login is not None}
    return [
        Notice(NoticeReason.LOOK_ALIKE_LOGINS, tuple(owners[login] for login in group), {"logins": ", ".join(group)})
        for group in look_alikes(owners)
    ]


def _same_person(candidatures: Iterable[Candidature]) -> list[Notice]:
    def person(candidature: Candidature) -> tuple[str, str, date] | None:
        candidate, birth_date = candidature.candidate, candidature.candidate.birth_date
        return None if birth_date is None else (*_folded(candidate), birth_date)

    return [
        Notice(
            NoticeReason.SAME_NAME_AND_BIRTH_DATE,
            _keys(group),
            {"name": group[0].candidate.full_name, "birth_date": birth_date.isoformat()},
        )
        for (_, _, birth_date), group in _alike(candidatures, person)
    ]


def _same_email(candidatures: Iterable[Candidature]) -> list[Notice]:
    def address(candidature: Candidature) -> str | None:
        return candidature.email and candidature.email.casefold()

    return [
        Notice(NoticeReason.SAME_EMAIL, _keys(group), {"email": email})
        for email, group in _alike(candidatures, address)
    ]


def _folded(candidate: Candidate) -> tuple[str, str]:
    """Return the family name and the first given name as a login would show them, or as a list would sort them."""
    try:
        return fold_name(candidate.family_name), fold_name(first_given_name(candidate.given_names))
    except UnfoldableNameError:
        return sort_key(candidate.family_name)[0], sort_key(candidate.given_names)[0]


def _alike(
    candidatures: Iterable[Candidature], key: Callable[[Candidature], K | None]
) -> list[tuple[K, list[Candidature]]]:
    groups: dict[K, list[Candidature]] = {}
    for candidature in candidatures:
        value = key(candidature)
        if value is not None:
            groups.setdefault(value, []).append(candidature)
    return [(value, group) for value, group in groups.items() if len(group) > 1]


def _keys(group: Iterable[Candidature]) -> tuple[CandidateId, ...]:
    return tuple(candidature.candidate.id for candidature in group)
