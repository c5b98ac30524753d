"""One act on several people, as few as one: each comes out once, with the account or with the reason of a refusal."""

from collections.abc import Callable, Iterable, Sequence

from cyclades_accounts.errors import OtherPersonError, OtherSchoolError
from cyclades_accounts.identifiers import CandidateId, Uai, parse_candidate_id
from cyclades_accounts.model import Account, AccountLine, AccountsReport, Refusal, RefusalReason, Run
from cyclades_accounts.provisioning._shared.decisions import other_person
from cyclades_accounts.provisioning._shared.holding import Held, Holding, held_by
from cyclades_accounts.provisioning._shared.people import Person, find_people, school_name
from cyclades_accounts.repositories import UnitOfWork

Act = Callable[[Person, Held | Refusal], Account | Refusal | None]
"""Does something to a person, on whom the school may act or may not, and returns the account or why it did nothing."""


def parse_keys(candidate_ids: Iterable[str]) -> tuple[CandidateId, ...]:
    """Return keys of people, each once, in the order given.

    Raises:
        InvalidValueError: one cannot be a key.
    """
    return tuple(dict.fromkeys(map(parse_candidate_id, candidate_ids)))


def on_each(unit: UnitOfWork, run: Run, holding: Holding, keys: Sequence[CandidateId], act: Act) -> AccountsReport:
    """Do something to each of these people, in the order given; who stands under two of the keys comes out once."""
    lines: dict[CandidateId, AccountLine] = {}
    for key, person in find_people(unit, keys).items():
        if person.key in lines:
            continue
        done = act(person, held_or_refused(unit, holding, person))
        if isinstance(done, Refusal):
            lines[key] = AccountLine(key, refusal=done)  # and not the key that stays, which the school may not know
        else:
            lines[person.key] = AccountLine(person.key, done.id if done else None, done.login if done else None)
    return AccountsReport(run, tuple(lines.values()))


def held_or_refused(unit: UnitOfWork, holding: Holding, person: Person) -> Held | Refusal:
    """Return a person, or why the school may not act on them: which tells it the school that may, and no more."""
    if holding.uai not in person.schools:
        return Refusal(RefusalReason.NOT_A_PUPIL)
    try:
        return held_by(holding, person)
    except OtherPersonError:
        return other_person(person.held, person.account, holding.uai)
    except OtherSchoolError as error:
        school = school_name(unit, Uai(error.uai)) if error.uai else "—"
        return Refusal(RefusalReason.OTHER_SCHOOL, {"school": school, "uai": error.uai or "—"})
