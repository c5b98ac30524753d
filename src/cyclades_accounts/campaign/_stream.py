"""The flow of a campaign: a bounded number of jobs in flight, results as they end, and no job left at the end."""

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from itertools import islice

from cyclades_accounts.campaign._results import SchoolLost, SchoolResult, Tally
from cyclades_accounts.errors import class_name
from cyclades_accounts.identifiers import parse_uai

Answer = Future[SchoolResult]


def stream(
    submit: Callable[[str], Answer],
    schools: Iterable[str],
    places: int,
    stop: Callable[[], bool],
    *,
    tally: Tally,
    progress: Callable[[Tally], None] | None,
) -> Generator[SchoolResult, None, None]:
    """Yield the result of each school, with at most ``places`` jobs in flight; tell the progress before each."""

    def counted(answer: Answer) -> SchoolResult:
        nonlocal tally
        result = _result(answer, flying.pop(answer))
        tally = tally.plus(result)
        if progress:
            progress(tally)
        return result

    ahead = _until(stop, schools)
    flying: dict[Answer, str] = {}
    try:
        while True:
            for uai in islice(ahead, places - len(flying)):
                flying[submit(uai)] = uai
            if not flying:
                return
            for answer in wait(flying, return_when=FIRST_COMPLETED).done:
                yield counted(answer)
    except GeneratorExit:
        for answer in wait(flying).done:
            counted(answer)
        raise
    finally:
        wait(flying)  # also after an exception of the host: no job is left running


def _until(stop: Callable[[], bool], schools: Iterable[str]) -> Iterator[str]:
    """Yield schools until ``stop`` returns true. It is called before each school is taken."""
    rest = iter(schools)
    while not stop():
        try:
            yield next(rest)
        except StopIteration:
            return


def _result(answer: Answer, uai: str) -> SchoolResult:
    """Return the result of a future that has ended. Jobs raise nothing, so an exception is one of the executor."""
    error = CancelledError() if answer.cancelled() else answer.exception()
    return SchoolLost(parse_uai(uai), class_name(error)) if error else answer.result()
