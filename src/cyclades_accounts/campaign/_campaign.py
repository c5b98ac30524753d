"""A campaign, the job of one school, and what a worker does with a job."""

import os
from collections.abc import Callable, Generator, Iterable, Sized
from concurrent.futures import Executor, Future
from datetime import datetime
from typing import Final
from uuid import uuid4

from attrs import field, frozen
from attrs.validators import optional

from cyclades_accounts.campaign._errors import FactoryFailedError
from cyclades_accounts.campaign._factory import factory_name, opened
from cyclades_accounts.campaign._results import SchoolDone, SchoolFailed, SchoolLost, SchoolResult, Tally
from cyclades_accounts.campaign._stream import Answer, stream
from cyclades_accounts.errors import CycladesAccountsError, InvalidValueError, class_name
from cyclades_accounts.identifiers import KEY_MAX_LENGTH, RunId, Uai, parse_run_id, parse_uai
from cyclades_accounts.model import ExamSession, RunReport, aware, counted, exactly, fits, one_line
from cyclades_accounts.provisioning import EVERYBODY, Generation

_ID_MAX_LENGTH: Final = KEY_MAX_LENGTH - 9
"""The id of a campaign is shorter than a run id, which adds a slash and the UAI: 9 characters."""

_AHEAD: Final = 2
"""Jobs in flight for each processor: one that runs and one that is ready to run."""


def _campaign_id(value: str) -> str:
    try:
        if len(parse_run_id(value)) <= _ID_MAX_LENGTH:
            return value
    except InvalidValueError:
        pass
    raise InvalidValueError("id", value, f"what a run id may be, of at most {_ID_MAX_LENGTH} characters")


def _never() -> bool:
    return False


@frozen(kw_only=True)
class Campaign:
    """A generation in many schools, with any executor (M6, M9).

    Run it again to resume it, or to retry the schools that failed, with the same executor or another one. A school that
    is done returns its report again, and nothing is done twice. The fields are texts, numbers and dates of known types,
    so a campaign holds no secret.

    Raises:
        InvalidValueError: a value of another type, an id that is too long, a factory that no worker can import.
    """

    id: str = field(converter=_campaign_id)
    """Name of the campaign, at most 91 characters. The run ids are made from it: the same id resumes the campaign,
    another id is another campaign."""
    session: ExamSession = field(validator=exactly(ExamSession))
    factory: str = field(converter=factory_name)
    """The function that opens the host's service on a worker: its name ``"package.module:function"``, or the function
    itself (:data:`~cyclades_accounts.campaign.Factory`), of which only the name is kept."""
    generation: Generation = field(default=EVERYBODY, validator=exactly(Generation))
    """Whom the run serves and what it makes, in every school; by default the memo's."""
    actor: str = field(repr=False, validator=one_line)
    """Who asked for the campaign, in the host's own words: one line of at most 254 characters, not blank."""
    now: datetime | None = field(default=None, validator=optional([exactly(datetime), aware]))
    """The moment of every run, with a time zone. By default each worker reads its clock."""

    def job(self, uai: str) -> "SchoolJob":
        """Return the job of one school, for a host that schedules jobs itself.

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
        """Run the job of each school, and yield the results as the jobs end.

        Every school that is taken from ``schools`` gives exactly one result. A school is taken when a job ends, and
        results are not kept, so memory does not grow with the number of schools. There are two ways to stop: ``stop``
        returns true, or the iterator is closed. No further school begins then, and the jobs in flight end; none is
        cancelled. Their results are still yielded after ``stop``, and ``progress`` is called for them in both cases.
        The executor is not shut down.

        Args:
            executor: any executor. A process pool that has lost a worker is broken: every further school is then lost.
            schools: UAIs. A wrong one gives a failed result.
            in_flight: the largest number of jobs that the executor has at once; by default twice the processors of this
                machine. On a cluster, use twice its workers.
            stop: called before each school, in the caller's thread.
            progress: called after each school, in the caller's thread, before its result is yielded.

        Raises:
            InvalidValueError: ``in_flight`` is below 1 or above 1,000,000, or an argument is of another type.
        """
        places = _AHEAD * (os.cpu_count() or 1) if in_flight is None else in_flight
        counted(1_000_000)(None, "in_flight", places)
        fits(Executor)(None, "executor", executor)
        fits(Callable)(None, "stop", stop)
        if progress is not None:
            fits(Callable)(None, "progress", progress)
        if isinstance(schools, str | bytes) or not isinstance(schools, Iterable):
            raise InvalidValueError("schools", schools, "several UAIs, such as a list, not one text")
        tally = Tally(expected=len(schools) if isinstance(schools, Sized) else None)
        return stream(lambda uai: self._submit(executor, uai), schools, places, stop, tally=tally, progress=progress)

    def _submit(self, executor: Executor, uai: str) -> Answer:
        """Submit the job of a school. If that is not possible, return an answer that says so."""
        try:
            job = self.job(uai)
        except InvalidValueError as error:
            return _answered(SchoolFailed.of(uai, error))
        try:
            return executor.submit(_run, job, uuid4().hex)
        except Exception as error:  # noqa: BLE001  # a broken executor, whatever exception it raises
            return _answered(SchoolLost(job.uai, class_name(error)))


def _answered(result: SchoolResult) -> Answer:
    answer: Answer = Future()
    answer.set_result(result)
    return answer


@frozen
class SchoolJob:
    """The run of one school. It is small and can be pickled; the same campaign and school give an equal job.

    Raises:
        InvalidValueError: a wrong UAI.
    """

    campaign: Campaign = field(validator=exactly(Campaign))
    uai: Uai = field(converter=parse_uai)

    @property
    def run_id(self) -> RunId:
        """Key of the run: campaign and school. If the store knows it, the run only returns its report."""
        return parse_run_id(f"{self.campaign.id}/{self.uai}")

    def run(self) -> SchoolDone | SchoolFailed:
        """Open the host's service and generate, in this process. A failure is returned as data, not raised."""
        try:
            return SchoolDone.of(self._generate())
        except CycladesAccountsError as error:
            return SchoolFailed.of(self.uai, error)

    def _generate(self) -> RunReport:
        campaign = self.campaign
        try:
            with opened(campaign.factory) as activities:
                desk = activities.desk(self.uai, campaign.session, actor=campaign.actor, now=campaign.now)
                return desk.generate(campaign.generation, run_id=self.run_id)
        except CycladesAccountsError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever a host's code raises becomes one typed error
            failed = FactoryFailedError.of(error)
        raise failed  # outside the handler, so that Python attaches no context


def _run(job: SchoolJob, attempt: str) -> SchoolResult:
    """Run ``job`` on a worker.

    ``attempt`` differs for each call. Some executors take equal calls for one computation and return a stored result
    (Dask does so by default); without ``attempt`` they would answer a retry with the failure of the first call.
    """
    del attempt
    return job.run()
