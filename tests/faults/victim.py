"""A process that forks others which do an activity, to be killed or to race: ``python -m tests.faults.victim``.

It reads a line of JSON for each errand and answers with one. While it forks it has no thread and no connection, so that
it can do so safely. What it has imported and compiled, its children have too: an errand takes some 10 milliseconds.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Engine, event

from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.sql import SqlStore
from tests.faults.steps import Steps, statements, stepping
from tests.faults.world import ACTIVITIES, service_over

ROOT: Final = Path(__file__).parents[2]

Job = tuple[str, int, str]
"""Activity, number of the school, run id."""


class Victims:
    """The process that forks, as a test speaks to it."""

    def __init__(self) -> None:
        path = os.pathsep.join([str(ROOT), *sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.victim"],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.communicate()

    def _ask(self, url: str, errand: dict[str, Any]) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"url": url, **errand}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def steps(self, url: str, job: Job) -> list[str]:
        """Do a job and return the names of its steps.

        Steps are the statements, the commits before and after, and the calls of the ports other than the store.
        """
        told = self._ask(url, {"warm": [job]})
        assert told["jobs"][0]["error"] is None, told
        return list(told["steps"])

    def killed_at(self, url: str, step: int, job: Job) -> bool:
        """Do a job in a process that kills itself (SIGKILL) at the step with this number, from 1.

        Return whether it was killed: otherwise the job has fewer steps, and was done.
        """
        answer = self._ask(url, {"kill_at": step, "jobs": [job]})
        assert answer["signal"] == signal.SIGKILL or answer["told"]["jobs"][0]["error"] is None, answer
        return bool(answer["signal"] == signal.SIGKILL)

    def killed_after(self, url: str, seconds: float, job: Job) -> bool:
        """Do a job in a process that is killed from outside after some time; return whether that was in time."""
        answer = self._ask(url, {"kill_after": seconds, "jobs": [job]})
        return bool(answer["signal"] == signal.SIGKILL)

    def with_files_up_to(self, url: str, size: int, job: Job) -> dict[str, Any]:
        """Do a job in a process that can write no byte of a file beyond ``size``: to it, the disk is full there.

        Return what it told, as each of those in :meth:`together`.
        """
        answer = self._ask(url, {"limit": size, "jobs": [job]})
        assert answer["signal"] == 0, answer
        return dict(answer["told"])

    def together(self, url: str, *jobs: Sequence[Job]) -> list[dict[str, Any]]:
        """Do lists of jobs, each list in a process of its own, all of which start at the same moment.

        Returns:
            For each process what it ``told``: for each job ``created`` (logins), ``kept`` (how many) and ``error`` (its
            code), and ``states``: those with which the database made a statement fail.
        """
        answers = self._ask(url, {"together": jobs})
        assert all(answer["signal"] == 0 for answer in answers), answers
        return [answer["told"] for answer in answers]


def _told(store: SqlStore, jobs: Sequence[Job], steps: Steps, gate: int | None = None) -> dict[str, Any]:
    """Do the jobs one after the other, once the gate is open."""
    states: list[str] = []

    def note(context: Any) -> None:
        original = context.original_exception
        states.append(getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None) or "")

    event.listen(Engine, "handle_error", note)
    done = []
    service = service_over(store) if gate else stepping(service_over(store), steps)
    if gate:
        os.read(gate, 1)
    with statements(steps):
        for activity, number, run_id in jobs:
            try:
                report = ACTIVITIES[activity](service, number, run_id)
            except CycladesAccountsError as error:
                done.append({"error": error.code, "created": [], "kept": 0, "text": str(error)})
            else:
                logins = [outcome.login for outcome in report.created]
                done.append({"error": None, "created": logins, "kept": len(report.kept)})
    store.close()
    return {"jobs": done, "steps": steps.names, "states": states}


def _fork(
    store: SqlStore, jobs: Sequence[Job], steps: Steps, *, gate: int | None = None, limit: int | None = None
) -> tuple[int, int]:
    """Fork a process that does the jobs; return its id and the pipe through which it tells what it did."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:  # no exception may leave this block: the child would go on as its parent
        status = 1
        try:
            os.close(out)
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            with os.fdopen(into, "w") as pipe:
                json.dump(_told(store, jobs, steps, gate), pipe)
            status = 0
        finally:
            os._exit(status)
    os.close(into)
    return child, out


def _end(child: int, out: int) -> dict[str, Any]:
    """Wait for a child; return how it ended and what it told."""
    with os.fdopen(out) as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)
    return {"signal": number, "told": json.loads(told) if told else None}


def _killing(step: int) -> Steps:
    """Return steps of which one kills the process.

    Those count after which a killed process can leave something else than after the step before: a statement, a commit,
    a call of another port than the store, which does nothing but send statements.
    """
    steps = Steps(counts=lambda name: not name.startswith("store") and name.endswith(("before", "done")))

    def act(name: str) -> None:
        if len(steps.names) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    steps.act = act
    return steps


def _run(store: SqlStore, errand: dict[str, Any]) -> Any:
    if "warm" in errand:
        return _told(store, errand["warm"], _killing(0))
    if "together" in errand:
        gate, opener = os.pipe()
        children = [_fork(store, jobs, Steps(), gate=gate) for jobs in errand["together"]]
        os.write(opener, b"." * len(children))
        os.close(opener)
        os.close(gate)
        return [_end(*child) for child in children]
    child = _fork(store, errand["jobs"], _killing(errand.get("kill_at", 0)), limit=errand.get("limit"))
    if "kill_after" in errand:
        time.sleep(errand["kill_after"])
        os.kill(child[0], signal.SIGKILL)
    return _end(*child)


def _main() -> None:
    stores: dict[str, SqlStore] = {}
    for line in sys.stdin:
        errand = json.loads(line)
        url = errand.pop("url")
        if url not in stores:
            stores[url] = SqlStore.open(url)
            with stores[url].reading():
                pass  # the tables are looked for once, here
            stores[url].close()  # its engine stays, with what it will have compiled, and without a connection
        print(json.dumps(_run(stores[url], errand)), flush=True)  # noqa: T201  # the answer


if __name__ == "__main__":
    _main()
