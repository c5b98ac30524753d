"""Generation and regeneration: plan, prepare, then one transaction (M6, M7, M9, M14, M15)."""

from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from attrs import field, frozen
from attrs.validators import instance_of

from cyclades_accounts.errors import (
    AccountExistsError,
    LoginTakenError,
    SessionOverError,
    StalePlanError,
    StoreConflictError,
)
from cyclades_accounts.model import Run, RunReport
from cyclades_accounts.passwords import Progress
from cyclades_accounts.provisioning._guard import CONFLICTS, giving_way, reading, writing
from cyclades_accounts.provisioning._once import granted_school, recall
from cyclades_accounts.provisioning._plan import Plan, Request, World, look
from cyclades_accounts.provisioning._prepare import Prepared, Secrets, draw, prepare
from cyclades_accounts.provisioning._tools import Tools
from cyclades_accounts.repositories import UnitOfWork

T = TypeVar("T")

ATTEMPTS: Final = 5
"""How often a run plans again because another one was faster, before it gives up. Passwords are hashed only once."""

_FREE_ATTEMPTS: Final = 2
"""How many attempts draw slips before they open the writing unit. Later ones draw inside it, where nobody can be
faster: so a run full of frequent names comes through, however many others there are."""


@frozen
class Job:
    """What stays the same over the attempts of a run."""

    tools: Tools
    run: Run
    title: str = field(validator=instance_of(str))
    progress: Progress | None
    secrets: Secrets

    def recall(self) -> RunReport | None:
        """Return the report of an earlier try of the same run."""
        with reading(self.tools.store) as unit:
            return recall(unit, self.run, RunReport)

    def look(self, request: Request) -> World:
        """Read the world as it is."""
        with reading(self.tools.store) as unit:
            return look(unit, request, self.tools)

    def carry_out(self, world: World, *, inside: bool = False) -> RunReport:
        """Prepare and write what the plan of ``world`` says, if it still holds inside the transaction.

        Where ``inside``, slips are drawn in the transaction, of the plan that it finds: only somebody who needs a
        password and has none yet then makes the plan stale.
        """
        self._draw(world)
        prepare_now = partial(self._prepare_inside, world) if inside else self._prepare_before(world)
        try:
            return self._write(world, prepare_now)
        except (LoginTakenError, AccountExistsError) as refusal:
            raise StalePlanError(world.school.uai, world.plan.digest, refusal.code) from refusal

    def _draw(self, world: World) -> None:
        session = world.plan.request.session
        if self.run.at >= session.ends_at and any(outcome.has_papillon for outcome in world.plan.outcomes):
            raise SessionOverError(session.id, session.last_day)
        draw(self.tools, world, self.secrets, self.progress)

    def _prepare(self, world: World) -> Prepared:
        return prepare(self.tools, world, self.run, self.title, self.secrets)

    def _prepare_before(self, world: World) -> Callable[[World], Prepared]:
        prepared = self._prepare(world)

        def checked(found: World) -> Prepared:
            _check(world.plan, found.plan)
            return prepared

        return checked

    def _prepare_inside(self, world: World, found: World) -> Prepared:
        if any(outcome.has_papillon and outcome.candidate_id not in self.secrets for outcome in found.plan.outcomes):
            # Nobody waits on a lock for a hash.
            raise StalePlanError(world.school.uai, world.plan.digest, found.plan.digest)
        return self._prepare(found)

    def _write(self, world: World, prepared_for: Callable[[World], Prepared]) -> RunReport:
        with writing(self.tools.store) as unit:
            # First, because a store locks what it reads: the runs of a school queue here.
            granted_school(unit, world.school.uai)
            known = recall(unit, self.run, RunReport)
            if known is not None:
                return known
            found = look(unit, world.plan.request, self.tools)
            prepared = prepared_for(found)
            report = _report(found, self.run, prepared)
            _write(unit, prepared)
            unit.journal.add(report)
            return report


def execute(job: Job, plan: Plan) -> RunReport:
    """Do exactly what ``plan`` shows.

    Raises:
        StalePlanError: the world has changed since; nothing was done.
    """
    known = job.recall()
    if known is not None:
        return known

    def attempt() -> RunReport:
        world = job.look(plan.request)
        _check(plan, world.plan)
        return job.carry_out(world)

    return giving_way(attempt)


def plan_and_execute(job: Job, request: Request) -> RunReport:
    """Plan and execute, and plan again if another run was faster.

    Raises:
        StalePlanError: others were faster :data:`ATTEMPTS` times.
    """
    known = job.recall()
    if known is not None:
        return known
    return insist(lambda turn: job.carry_out(job.look(request), inside=turn >= _FREE_ATTEMPTS))


def insist(attempt: Callable[[int], T]) -> T:
    """Return what ``attempt`` returns, trying again while others are faster; it is told how often it was tried before.

    Raises:
        StalePlanError: others were faster :data:`ATTEMPTS` times.
        StoreConflictError: the store made it give way :data:`CONFLICTS` times.
    """
    left = {StalePlanError: ATTEMPTS, StoreConflictError: CONFLICTS}
    turn = 0
    while True:
        try:
            return attempt(turn)
        except (StalePlanError, StoreConflictError) as error:
            kind = StalePlanError if isinstance(error, StalePlanError) else StoreConflictError
            left[kind] -= 1
            if not left[kind]:
                raise
        turn += 1


def _check(planned: Plan, found: Plan) -> None:
    if planned.digest != found.digest:
        raise StalePlanError(planned.request.school, planned.digest, found.digest)


def _write(unit: UnitOfWork, prepared: Prepared) -> None:
    unit.accounts.add(prepared.created)
    unit.accounts.replace(prepared.renewed)
    unit.logins.impose(dict.fromkeys(prepared.no_longer_imposed))
    unit.logins.add(prepared.issued)
    for document, sealed in prepared.documents:
        unit.documents.add(document, sealed)
    unit.documents.add_papillons(prepared.papillons)


def _report(world: World, run: Run, prepared: Prepared) -> RunReport:
    request = world.plan.request
    return RunReport(
        run=run,
        school=request.school,
        session=request.session.id,
        grouping=request.grouping,
        roster_size=len(world.candidatures),
        outcomes=prepared.outcomes,
        documents=tuple(document.id for document, _ in prepared.documents),
        notices=world.plan.notices,
    )
