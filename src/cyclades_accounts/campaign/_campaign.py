"""A campaign: what its jobs have in common, one school's job, and what a worker does with it."""

import os
from collections.abc import Callable, Generator, Iterable, Sized
from concurrent.futures import Executor, Future
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from attrs import field, frozen
from attrs.validators import optional

from cyclades_accounts.campaign._errors import FactoryFailedError, class_name, describe
from cyclades_accounts.campaign._factory import factory_name, opened
from cyclades_accounts.campaign._results import SchoolDone, SchoolFailed, SchoolLost, SchoolResult, Tally
from cyclades_accounts.campaign._stream import Answer, Counter, stream
from cyclades_accounts.errors import CycladesAccountsError, InvalidValueError
from cyclades_accounts.identifiers import KEY_MAX_LENGTH, RunId, Uai, parse_run_id, parse_uai
from cyclades_accounts.model import ExamSession, Grouping, RunReport, aware
from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE, Layout

_ID_MAX_LENGTH: Final = KEY_MAX_LENGTH - 9
"""A run id has a slash and the UAI after it."""

_AHEAD: Final = 2
"""Jobs in flight for each processor: one that runs, one that waits for its place."""


def _campaign_id(value: str) -> str:
    try:
        if len(parse_run_id(value)) <= _ID_MAX_LENGTH:
            return value
    except InvalidValueError:
        pass
    raise InvalidValueError("id", value, f"what a run id may be, of at most {_ID_MAX_LENGTH} characters")


def _exactly(kind: type) -> Callable[[Any, Any, Any], None]:
    """Take nothing but ``kind``, not even a class below it: what is pickled is known to the last field."""

    def check(instance: object, attribute: object, value: object) -> None:
        del instance
        if type(value) is not kind:
            name = str(getattr(attribute, "name", attribute))
            raise InvalidValueError(name, f"a {type(value).__name__}", f"a {kind.__name__}")

    return check


def _moment(instance: Any, attribute: Any, value: Any) -> None:  # noqa: ANN401  # attrs' own
    _exactly(datetime)(instance, attribute, value)
    aware(instance, attribute, value)


def _labels(value: Iterable[str] | None) -> tuple[str, ...] | None:
    if isinstance(value, str):
        raise InvalidValueError("groups", value, "labels in a list")
    return None if value is None else tuple(value)


def _layouts(value: Iterable[Layout]) -> tuple[Layout, ...]:
    if isinstance(value, Layout) or not (given := tuple(value)):
        raise InvalidValueError("layouts", "one layout" if isinstance(value, Layout) else "()", "layouts in a list")
    return given


def _each(kind: type) -> Callable[[Any, Any, Any], None]:
    """Take nothing but ``kind`` inside, likewise."""

    def check(instance: object, attribute: object, values: Any) -> None:  # noqa: ANN401  # attrs' own
        for value in values or ():
            _exactly(kind)(instance, attribute, value)

    return check


def _uai(value: str) -> Uai:
    return parse_uai(value)


def _never() -> bool:
    return False


@frozen(kw_only=True)
class Campaign:
    """A generation in many schools, over any executor (M6, M9).

    Run it again to resume it, or to retry the schools that failed, with the same executor or another: a school that is
    done gives its report, and nothing is done twice. Plain texts, numbers and days: no field can hold a secret.

    Raises:
        InvalidValueError: a value of another kind, an overlong id, a factory that no worker can import.
    """

    id: str = field(converter=_campaign_id)
    """Names the campaign, at most 91 characters. The run ids come from it: the same id resumes, another one is another
    campaign."""
    session: ExamSession = field(validator=_exactly(ExamSession))
    factory: str = field(converter=factory_name)
    """Opens the host's activities on a worker: ``"package.module:function"``, or the function
    (:data:`~cyclades_accounts.campaign.Factory`), which is turned into its name."""
    grouping: Grouping = field(default=Grouping.DIVISION, validator=_exactly(Grouping))
    groups: tuple[str, ...] | None = field(default=None, converter=_labels, validator=_each(str))
    """Labels of the groups to serve in every school; all by default."""
    renew_existing: bool = field(default=False, validator=_exactly(bool))
    """« Forcer la création d'un nouveau mot de passe » (M7)."""
    layouts: tuple[Layout, ...] = field(
        default=(ONE_PER_PAGE, TWO_PER_PAGE), converter=_layouts, validator=_each(Layout)
    )
    """One document for each, in every school (M9)."""
    email_papillons: bool = field(default=False, validator=_exactly(bool))
    """Whether candidates who log in by e-mail get a slip too, without password (M8)."""
    actor: str = field(default="", validator=_exactly(str))
    """Who asks, in the host's words."""
    now: datetime | None = field(default=None, validator=optional(_moment))
    """The moment of every run, with a time zone; by default each worker's clock."""

    def job(self, uai: str) -> "SchoolJob":
        """Return the job of one school, for a host that schedules by itself.

        Raises:
            InvalidValueError: a wrong UAI.
        """
        return SchoolJob(self, uai)

    def run(
        self,
        executor: Executor,
        schools: Iterable[str],
        *,
        in_flight: int | None = None,
        stop: Callable[[], bool] = _never,
        progress: Callable[[Tally], None] | None = None,
    ) -> Generator[SchoolResult, None, None]:
        """Run the schools' jobs and yield what became of each, as they end.

        Every school taken from ``schools`` comes out exactly once. They are taken as places become free, and results
        are not kept, so that memory does not grow with their number. To stop, let ``stop`` return true or close the
        iterator: no further school begins, those in flight end; ``stop`` still yields them, and ``progress`` hears of
        them either way. The executor stays the host's; nothing is cancelled.

        Args:
            executor: any; after a process pool has lost a worker it is dead, and every further school comes out lost.
            schools: UAIs; a wrong one comes out failed.
            in_flight: how many jobs the executor has at once, at most; by default twice the processors of this machine.
                On a cluster, twice its workers.
            stop: asked before each school, in the caller's thread.
            progress: called after each school, in the caller's thread, before its result is yielded.

        Raises:
            InvalidValueError: ``in_flight`` below 1.
        """
        places = _AHEAD * (os.cpu_count() or 1) if in_flight is None else in_flight
        if places < 1:
            raise InvalidValueError("in_flight", str(in_flight), "at least 1")
        counter = Counter(Tally(expected=len(schools) if isinstance(schools, Sized) else None), progress)
        return stream(lambda uai: self._submit(executor, uai), schools, places, stop, counter)

    def _submit(self, executor: Executor, uai: str) -> Answer:
        """Hand a school to the executor; what cannot be handed over comes back as an answer all the same."""
        try:
            job = self.job(uai)
        except InvalidValueError as error:
            return _answered(SchoolFailed.of(uai, error))
        try:
            return executor.submit(_run, job, uuid4().hex)
        except Exception as error:  # noqa: BLE001  # a dead executor, whatever it calls that
            return _answered(SchoolLost(job.uai, class_name(error)))


def _answered(result: SchoolResult) -> Answer:
    answer: Answer = Future()
    answer.set_result(result)
    return answer


@frozen
class SchoolJob:
    """The run of one school: small, picklable, and the same each time it is made.

    Raises:
        InvalidValueError: a wrong UAI.
    """

    campaign: Campaign = field(validator=_exactly(Campaign))
    uai: Uai = field(converter=_uai)

    @property
    def run_id(self) -> RunId:
        """Key of the run: campaign and school. Known to the store, it returns its report and does nothing."""
        return parse_run_id(f"{self.campaign.id}/{self.uai}")

    def run(self) -> SchoolDone | SchoolFailed:
        """Open the host's activities and generate, here and now. What fails is data: nothing is raised."""
        try:
            return SchoolDone.of(self._generate())
        except CycladesAccountsError as error:
            return SchoolFailed.of(self.uai, error)

    def _generate(self) -> RunReport:
        campaign = self.campaign
        try:
            with opened(campaign.factory) as activities:
                return activities.generate(
                    self.uai,
                    campaign.session,
                    grouping=campaign.grouping,
                    groups=campaign.groups,
                    renew_existing=campaign.renew_existing,
                    layouts=campaign.layouts,
                    email_papillons=campaign.email_papillons,
                    run_id=self.run_id,
                    actor=campaign.actor,
                    now=campaign.now,
                )
        except CycladesAccountsError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever a host's code raises becomes one typed error
            failed = FactoryFailedError(*describe(error))
        raise failed  # outside the handler, so that Python attaches no context


def _run(job: SchoolJob, attempt: str) -> SchoolResult:
    """Run ``job`` on a worker.

    ``attempt`` differs each time: an executor that takes equal calls for one computation (Dask does, by default) must
    not answer a retry with the failure it remembers.
    """
    del attempt
    return job.run()
