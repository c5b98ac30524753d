"""What holds for any executor, whatever it does with the jobs it is handed."""

import enum
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.campaign import Campaign, SchoolDone, SchoolFailed, SchoolJob, SchoolLost, Tally
from cyclades_accounts.errors import ErrorKind
from tests.campaign.hosts import uais
from tests.campaign.test_campaign import by_school
from tests.support import SESSION

CAMPAIGN: Final = Campaign(id="lois", session=SESSION, factory="tests.campaign.hosts:open_service", actor="rectorat")
SCHOOLS: Final = uais(9)


class Fate(enum.Enum):
    """What becomes of a job."""

    DONE = enum.auto()
    FAILED = enum.auto()
    DIED = enum.auto()
    CANCELLED = enum.auto()
    REFUSED = enum.auto()


EXPECTED: Final[dict[Fate, type]] = {
    Fate.DONE: SchoolDone,
    Fate.FAILED: SchoolFailed,
    Fate.DIED: SchoolLost,
    Fate.CANCELLED: SchoolLost,
    Fate.REFUSED: SchoolLost,
}


class Fateful(Executor):
    """Does with each school's job what its fate says."""

    def __init__(self, fates: Sequence[Fate]) -> None:
        self.fates = dict(zip(SCHOOLS, fates, strict=True))

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Take a job, or not."""
        job: SchoolJob = args[0]
        future: Future[Any] = Future()
        match self.fates[job.uai]:
            case Fate.REFUSED:
                raise BrokenProcessPool
            case Fate.DONE:
                future.set_result(SchoolDone(job.uai, job.run_id, 2, 0, 1, 0, ()))
            case Fate.FAILED:
                future.set_result(SchoolFailed(job.uai, "STORE_FAILED", ErrorKind.OURS, "…"))
            case Fate.DIED:
                future.set_exception(BrokenProcessPool())
            case Fate.CANCELLED:
                future.cancel()
                future.set_running_or_notify_cancel()
        return future


@given(st.lists(st.sampled_from(Fate), min_size=9, max_size=9), st.integers(1, 12))
def test_every_school_comes_out_once(fates: list[Fate], places: int) -> None:
    """This test ensures that each school comes out once and as its fate says, and that the sums add up."""
    heard: list[Tally] = []
    found = by_school(list(CAMPAIGN.run(Fateful(fates), SCHOOLS, in_flight=places, progress=heard.append)))
    assert {uai: type(result) for uai, result in found.items()} == {
        uai: EXPECTED[fate] for uai, fate in zip(SCHOOLS, fates, strict=True)
    }
    assert [tally.schools for tally in heard] == list(range(1, 10))
    done, failed, lost = (
        [EXPECTED[fate] for fate in fates].count(kind) for kind in (SchoolDone, SchoolFailed, SchoolLost)
    )
    assert heard[-1] == Tally(expected=9, done=done, failed=failed, lost=lost, created=2 * done, kept=done)
