"""Generation and regeneration: plan, prepare, then one transaction (M6, M7, M9, M14, M15)."""

from collections.abc import Callable
from typing import Final, TypeVar

from attrs import field, frozen
from attrs.validators import instance_of

from cyclades_accounts.errors import AccountExistsError, LoginTakenError, SessionOverError, StalePlanError
from cyclades_accounts.model import Run, RunReport
from cyclades_accounts.passwords import Progress
from cyclades_accounts.provisioning._guard import reading, writing
from cyclades_accounts.provisioning._once import granted_school, recall
from cyclades_accounts.provisioning._plan import Plan, Request, World, look
from cyclades_accounts.provisioning._prepare import Prepared, Secrets, draw, prepare
from cyclades_accounts.provisioning._tools import Tools
from cyclades_accounts.repositories import UnitOfWork

T = TypeVar("T")

ATTEMPTS: Final = 5
"""How often a run plans again because another one was faster, before it gives up. Passwords are hashed only once."""


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

    def carry_out(self, world: World) -> RunReport:
        """Prepare and write what the plan of ``world`` says, if it still holds inside the transaction."""
        session = world.plan.request.session
        if self.run.at >= session.ends_at and any(outcome.has_papillon for outcome in world.plan.outcomes):
            raise SessionOverError(session.id, session.last_day)
        draw(self.tools, world, self.secrets, self.progress)
        prepared = prepare(self.tools, world, self.run, self.title, self.secrets)
        try:
            return self._write(world, prepared)
        except (LoginTakenError, AccountExistsError) as refusal:
            raise StalePlanError(world.school.uai, world.plan.digest, refusal.code) from refusal

    def _write(self, world: World, prepared: Prepared) -> RunReport:
        with writing(self.tools.store) as unit:
            # First, because a store locks what it reads: the runs of a school queue here.
            granted_school(unit, world.school.uai)
            known = recall(unit, self.run, RunReport)
            if known is not None:
                return known
            _check(world.plan, look(unit, world.plan.request, self.tools).plan)
            report = _report(world, self.run, prepared)
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
    world = job.look(plan.request)
    _check(plan, world.plan)
    return job.carry_out(world)


def plan_and_execute(job: Job, request: Request) -> RunReport:
    """Plan and execute, and plan again if another run was faster.

    Raises:
        StalePlanError: others were faster :data:`ATTEMPTS` times.
    """
    known = job.recall()
    if known is not None:
        return known
    return insist(lambda: job.carry_out(job.look(request)))


def insist(attempt: Callable[[], T]) -> T:
    """Return what ``attempt`` returns, trying again while others are faster.

    Raises:
        StalePlanError: others were faster :data:`ATTEMPTS` times.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return attempt()
        except StalePlanError:
            continue
    return attempt()


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
