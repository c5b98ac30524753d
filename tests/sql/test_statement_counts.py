"""Every activity on a school costs a number of statements that does not grow with its candidates, on both databases."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from attrs import evolve
from sqlalchemy import Engine

from cyclades_accounts import Generation, Provisioning, Renew
from cyclades_accounts.model import Candidature
from cyclades_accounts.papillons import TWO_PER_PAGE
from cyclades_accounts.provisioning import Criteria
from cyclades_accounts.sql import SqlStore
from tests.sql.databases import empty
from tests.sql.run_like import counted
from tests.support import OTHER_UAI, SESSION, UAI, candidature, desk, ine, make_school, read_slips, registry

SIZES: Final = (30, 150)
"""A class, and a whole school."""

FAMILIES: Final = ("MARTIN", "PETIT", "ROUX", "LE GOFF", "D'HERVÉ")


def roster(size: int, **changes: Any) -> list[Candidature]:
    """Return that many candidatures; many are homonyms, as in a large school."""
    return [
        candidature(
            number, FAMILIES[number % len(FAMILIES)], "Léa", birth_date=date.fromordinal(733_000 + number), **changes
        )
        for number in range(1, size + 1)
    ]


def create(service: Provisioning, size: int) -> None:
    """Create everybody's account."""
    assert len(desk(service).generate().created) == size


def renew(service: Provisioning, size: int) -> None:
    """Renew everybody's password (M7)."""
    assert len(desk(service).generate(Generation(renew=Renew.ALL)).renewed) == size


def supplement(service: Provisioning, size: int) -> None:
    """Create the accounts of those who came late, half of the school (M6)."""
    late = [
        evolve(one, candidate=evolve(one.candidate, id=f"late-{one.candidate.id}", ine=None, birth_date=None))
        for one in roster(size // 2)
    ]
    registry(service).register_roster(UAI, SESSION, [*roster(size), *late])
    assert len(desk(service).generate().created) == size // 2


def regenerate(service: Provisioning, size: int) -> None:
    """Regenerate the passwords of all (M14)."""
    report = desk(service).regenerate(Criteria(), lift_limit=True)
    assert len(report.renewed) == size


def rename_all(service: Provisioning, size: int) -> None:
    """Regenerate all with new logins, after their names were corrected."""
    registry(service).register_roster(
        UAI, SESSION, [evolve(one, candidate=evolve(one.candidate, family_name="BRETON")) for one in roster(size)]
    )
    report = desk(service).regenerate(Criteria(), lift_limit=True, new_login=True)
    assert len(report.renewed) == size


def verify(service: Provisioning, size: int) -> None:
    """Read whether everybody has an account (M12), and the list with the logins (M13)."""
    assert desk(service).coverage().with_account == size
    assert len(desk(service).roster_list()) == size


def look(service: Provisioning, size: int) -> None:
    """Read where everybody stands, who left, and one pupil; search by name."""
    at = desk(service)
    assert len(at.situations()) == len(at.search("léa")) == size
    assert at.situation(ine(size)).login
    assert at.left_open() == ()


def reprint(service: Provisioning, size: int) -> None:
    """Open the document, and draw its slips again (M16)."""
    document = desk(service).documents.page().items[0].id
    assert len(read_slips(desk(service).documents.open(document).content)) == size
    assert len(desk(service).documents.reprint(document, layouts=[TWO_PER_PAGE]).printed) == size
    assert len(desk(service).documents.reprint(document, as_of_today=True).printed) == size
    assert len(desk(service).documents.standings(document)) == size


def register(service: Provisioning, size: int) -> None:
    """Register the roster again, every line of it changed."""
    report = registry(service).register_roster(UAI, SESSION, roster(size, division="3Z"))
    assert len(report.updated) == size


def impose(service: Provisioning, size: int) -> None:
    """Impose a login on everybody."""
    report = desk(service).accounts.impose_logins({ine(number): f"eleve{number}" for number in range(1, size + 1)})
    assert len(report.imposed) == size


def take_back(service: Provisioning, size: int) -> None:
    """Withdraw everybody, close and reopen the accounts, and revoke the passwords."""
    keys = [ine(number) for number in range(1, size + 1)]
    assert len(registry(service).withdraw(UAI, SESSION, *keys).done) == size
    for act in (desk(service).accounts.close, desk(service).accounts.reopen, desk(service).accounts.revoke):
        assert len(act(*keys).done) == size


def close_school(service: Provisioning, size: int) -> None:
    """Have another school take over."""
    assert service.upkeep(actor="Rectorat").close_school(UAI, to=OTHER_UAI).accounts == size


ACTIVITIES: Final[tuple[tuple[Callable[[Provisioning, int], None], bool], ...]] = (
    (register, False),
    (impose, False),
    (create, False),
    (supplement, True),
    (renew, True),
    (regenerate, True),
    (rename_all, True),
    (verify, True),
    (look, True),
    (reprint, True),
    (take_back, True),
    (close_school, True),
)
"""What a school does, and whether everybody has an account before."""


def statements(engine: Engine, activity: Callable[[Provisioning, int], None], size: int, *, done: bool) -> list[str]:
    """Return the statements of an activity on a school of that size."""
    empty(engine)
    store = SqlStore(engine)
    store.create_schema()
    service = make_school(*roster(size), store=store)
    if done:
        desk(service).generate()
    with counted(engine) as sent:
        activity(service, size)
    return [statement for statement in sent if "pg_catalog" not in statement]


@pytest.mark.parametrize(("activity", "done"), ACTIVITIES, ids=lambda one: getattr(one, "__name__", ""))
def test_statements_do_not_grow_with_the_school(
    engine: Engine,
    activity: Callable[[Provisioning, int], None],
    done: bool,  # noqa: FBT001  # pytest passes it by name
) -> None:
    """The activity sends the same statements for a class of 30 as for a school of 150, in the same order.

    A statement counts once for all its rows: the driver sends them together.
    """
    few, many = (statements(engine, activity, size, done=done) for size in SIZES)
    assert many
    assert few == many
