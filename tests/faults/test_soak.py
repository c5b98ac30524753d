"""Eight processes do all activities at random, are killed and lose their connections; then every invariant is checked.

Half a minute on each database; ``--soak SECONDS`` makes it longer.
"""

import multiprocessing
import random
import signal
import time
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from cyclades_accounts import LoginVerdict
from cyclades_accounts.model import Account
from cyclades_accounts.provisioning import ERASED
from cyclades_accounts.sealing import HmacPseudonymizer
from tests.faults import soak
from tests.faults.databases import Database
from tests.faults.invariants import Seen, broken_links, see
from tests.faults.soak import SCHOOLS
from tests.faults.world import KEYS, found, service_over

pytestmark = pytest.mark.system

PROCESSES = 8


class Crowd:
    """The processes, of which one is killed every now and then, and another one takes its place."""

    def __init__(self, url: str, log: Path, draw: random.Random) -> None:
        self._url, self._log, self._draw = url, log, draw
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([soak.__name__])
        self._running = [self._start() for _ in range(PROCESSES)]
        self.killed = 0

    def _start(self) -> BaseProcess:
        process = self._context.Process(target=soak.main, args=(self._url, self._draw.random(), str(self._log)))
        process.start()
        return process

    def kill_one(self) -> None:
        """Kill one with SIGKILL, at whatever moment, and start another."""
        place = self._draw.randrange(PROCESSES)
        self._end(self._running[place])
        self._running[place] = self._start()

    def _end(self, process: BaseProcess) -> None:
        process.kill()
        process.join()
        if process.exitcode == -signal.SIGKILL:
            self.killed += 1

    def end(self) -> None:
        """Kill all of them."""
        for process in self._running:
            self._end(process)


def cut_a_connection(url: str) -> None:
    """Have PostgreSQL end one of the connections, in the midst of whatever it does."""
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database() ORDER BY random() LIMIT 1"
            )
        )
    engine.dispose()


def test_soak(shared: Database, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """Whatever eight processes did, and wherever they were killed: what is found is whole, and no slip lies."""
    seconds = float(pytestconfig.getoption("soak"))
    with shared.opened() as store:
        found(service_over(store), SCHOOLS)
    draw, log = random.Random(seconds), tmp_path / "soak.log"
    crowd, start = Crowd(shared.url, log, draw), time.monotonic()
    try:
        while time.monotonic() - start < seconds:
            time.sleep(draw.random() * 2)
            crowd.kill_one()
            if shared.is_postgresql:
                cut_a_connection(shared.url)
    finally:
        crowd.end()
    assert not log.exists(), log.read_text()
    assert crowd.killed > seconds / 4, "nobody was killed"
    with shared.opened() as store:
        service = service_over(store, pseudonymizer=HmacPseudonymizer(KEYS))
        seen = see(service, SCHOOLS)
        assert seen.accounts
        assert len(seen.reports) > seconds, "nothing was done"
        broken = [*broken_links(service, seen), *unknown_holders(seen), *unfaithful_names(seen)]
        assert not broken, "\n".join(broken)
        for account in seen.accounts:
            verdict = service.candidates.check_login(account.login, "no slip shows this").verdict
            assert verdict is LoginVerdict.REFUSED


def unknown_holders(seen: Seen) -> Iterator[str]:
    """Go through the accounts that stand and have no holder."""
    for key, account in seen.standing.items():
        if key not in seen.holders:
            yield f"account without a holder: {account.login}"


def unfaithful_names(seen: Seen) -> Iterator[str]:
    """Go through the reports that name an erased person."""
    known: set[str] = {*seen.expected, *(one.candidate_id for one in seen.candidatures)}
    accounts: dict[str, Account] = {one.id: one for one in seen.accounts}
    for report in seen.reports.values():
        for outcome in report.outcomes:
            if outcome.candidate_id not in known and outcome.name != ERASED:
                yield f"report that names somebody unknown: {report.run.id}"
            if outcome.account_id and outcome.name != ERASED and outcome.account_id not in accounts:
                yield f"report of an erased account: {report.run.id}"
