"""Campaigns on PostgreSQL, over processes and over a Dask cluster."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve

from cyclades_accounts.campaign import Campaign, SchoolDone, SchoolFailed, SchoolLost
from cyclades_accounts.errors import CycladesAccountsError, StoreFailedError, UnknownGroupError
from cyclades_accounts.sql import SqlStore
from tests.campaign.hosts import FATAL, KEY, URL, complete, over, register, uais
from tests.campaign.test_campaign import by_school
from tests.sql.postgresql import server
from tests.support import SESSION, desk

pytestmark = pytest.mark.system

SCHOOLS: Final = uais(16)
POOL, DASK, PAGE = SCHOOLS[:6], SCHOOLS[6:13], SCHOOLS[13:15]
"""Schools of each test."""
UNKNOWN: Final = SCHOOLS[15]
"""Not registered at first."""


@contextmanager
def processes() -> Iterator[Executor]:
    """Give two worker processes."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Run a PostgreSQL server that workers find, with all schools but one, and return the URL of its database."""
    with server() as made, pytest.MonkeyPatch.context() as environment:
        text = made.render_as_string(hide_password=False)
        register(text, [uai for uai in SCHOOLS if uai != UNKNOWN])
        environment.setenv(URL, text)
        environment.setenv("ACCOUNTS_URL", text)  # what the host of the how-to page reads
        environment.setenv("ACCOUNTS_KEY", KEY.hex())
        yield text


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[Any]:
    """Run a Dask cluster of two worker processes that give up a job with the first worker it kills."""
    from dask import config  # noqa: PLC0415  # the extra system brings it, and no other
    from distributed import Client, LocalCluster  # noqa: PLC0415  # the extra system brings it, and no other

    assert url
    with (
        pytest.MonkeyPatch.context() as environment,
        config.set({"distributed.scheduler.allowed-failures": 0}),
    ):
        environment.setenv(FATAL, DASK[-1])
        with (
            LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,
            Client(cluster) as made,
        ):
            environment.delenv(FATAL)
            yield made


def campaign(name: str) -> Campaign:
    """Return a campaign."""
    return Campaign(id=name, session=SESSION, factory="tests.campaign.hosts:open_service", actor="rectorat")


def test_processes_that_die(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """This test ensures that a worker killed between drawing and writing leaves nothing that a resume misses."""
    schools = POOL
    monkeypatch.setenv(FATAL, schools[4])
    with processes() as executor:
        first = by_school(list(campaign("processes").run(executor, schools, in_flight=3)))
    assert set(first) == set(schools)
    assert isinstance(first[schools[4]], SchoolLost)
    monkeypatch.delenv(FATAL)
    with processes() as executor:
        resumed = by_school(list(campaign("processes").run(executor, schools)))
    assert all(isinstance(result, SchoolDone) for result in resumed.values())
    assert all(resumed[uai] == result for uai, result in first.items() if isinstance(result, SchoolDone))
    complete(url, schools)


def test_dask(url: str, client: Any) -> None:
    """This test ensures that on a Dask cluster a school that kills its workers is lost, and one that failed is retried.

    The retry goes to the same client, which by default would answer an equal call with the failure it remembers.
    """
    *schools, fatal = DASK
    executor = client.get_executor()
    first = by_school(list(campaign("dask").run(executor, [*schools, UNKNOWN, fatal], in_flight=4)))
    assert all(isinstance(first[uai], SchoolDone) for uai in schools)
    failed = first[UNKNOWN]
    assert isinstance(failed, SchoolFailed)
    assert failed.code == "UNKNOWN_SCHOOL"
    assert first[fatal] == SchoolLost(fatal, "distributed.scheduler.KilledWorker")
    register(url, [UNKNOWN])
    (again,) = campaign("dask").run(executor, [UNKNOWN])
    assert isinstance(again, SchoolDone)
    with ThreadPoolExecutor(2) as threads:
        resumed = by_school(list(campaign("dask").run(threads, [*DASK, UNKNOWN])))
    assert all(resumed[uai] == first[uai] for uai in schools)
    complete(url, [*DASK, UNKNOWN])


def test_the_page_on_dask(url: str, client: Any) -> None:
    """This test ensures that the file that the how-to page shows runs on a cluster, and names what to run again."""
    script = Path(__file__).parents[2] / "docs" / "how-to" / "campaign_on_dask.py"
    environment = {**os.environ, "DASK_SCHEDULER_ADDRESS": client.scheduler.address}
    command = [sys.executable, str(script), *PAGE, "0350001A"]
    with SqlStore.open(url) as store:
        over(store).upkeep(actor="rectorat").set_session(evolve(SESSION, last_day=date(2099, 12, 31)))  # the page's
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("['0350001A']\n", 0), done.stderr
    with SqlStore.open(url) as store:
        over(store).upkeep(actor="rectorat").set_session(SESSION)
        lines = [line for uai in PAGE for line in desk(over(store), uai).roster_list()]
    assert sum(line.login is not None for line in lines) == 4


@pytest.mark.parametrize("error", [StoreFailedError("builtins.OSError", "db.py:1"), UnknownGroupError("3A", ("3B",))])
def test_errors_survive_dask(error: CycladesAccountsError) -> None:
    """This test ensures that an error crosses a border though Dask has put a pickler of its own for exceptions."""
    import tblib.pickling_support  # noqa: PLC0415  # Dask brings it

    tblib.pickling_support.install(type(error))
    assert pickle.loads(pickle.dumps(error)) == error  # noqa: S301  # our own bytes
