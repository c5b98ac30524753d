"""What a campaign costs: hashing, and all the rest; on SQLite and PostgreSQL, over one and two worker processes.

    python benchmarks/campaign.py school          # 12 schools of 150, real hashes
    python benchmarks/campaign.py academie        # 267 schools of 150: 40,050 candidates
    python benchmarks/campaign.py nation          # 12,000 schools of 71, as many as --seconds allow

A real hash takes about 20 ms, and an académie would hash for a quarter of an hour. There, and for the nation, a
stand-in answers in place of the hasher: all the rest is measured, and the hashing is what a real hash costs here and
now, times the candidates. ``--hash argon2id`` hashes there too; ``--hash asleep`` takes a hash's time and no processor,
which shows on any machine how workers stand in each other's way. PostgreSQL is a server of the installed programs with
its own defaults, on the same processors. Machines are noisy: read the ratios.
"""

import argparse
import functools
import itertools
import math
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager
from multiprocessing import get_context
from pathlib import Path
from typing import Final, NamedTuple

from attrs import frozen
from campaign_host import (
    HASH,
    HASHERS,
    HOMONYMS,
    MEASURES,
    SESSION,
    URL,
    Database,
    Measure,
    measures,
    postgresql,
    register,
    school,
    sqlite,
    warm_up,
)

from cyclades_accounts.campaign import Campaign, SchoolDone, Tally
from cyclades_accounts.model import Password
from cyclades_accounts.passwords import Argon2idHasher

DATABASES: Final[dict[str, Callable[[], AbstractContextManager[Database]]]] = {
    "SQLite": sqlite,
    "PostgreSQL": postgresql,
}
NATION: Final = 850_000
EARLY: Final = 10
"""Jobs after which a worker has loaded all that it needs."""
BATCH: Final = 32
"""Schools registered between two looks at the clock."""


class Preset(NamedTuple):
    """How many schools, of how many candidates, and which hash."""

    schools: int
    size: int
    hash: str


PRESETS: Final = {
    "school": Preset(12, 150, "argon2id"),
    "academie": Preset(267, 150, "stand-in"),
    "nation": Preset(12_000, 71, "stand-in"),
}


@frozen
class Figures:
    """What a campaign cost."""

    workers: int
    registering: float
    """Seconds that a worker takes to register a school and its roster."""
    seconds: float
    """What the clock says, from the first job to the last result."""
    tally: Tally
    measured: list[list[Measure]]
    """What each worker wrote down."""
    server: float
    """Processor seconds of the database's server."""
    host: tuple[int, int]
    """Peak KiB of this process, after :data:`EARLY` results and at the end."""
    disk: int
    """Bytes of the database."""

    @property
    def jobs(self) -> list[Measure]:
        """All that was written down."""
        return list(itertools.chain.from_iterable(self.measured))

    @property
    def hashing(self) -> float:
        """Processor seconds of hashing."""
        return sum(job.hashing for job in self.jobs)

    @property
    def rest(self) -> float:
        """Processor seconds of all the rest, the database's server included."""
        return sum(job.cpu for job in self.jobs) - self.hashing + self.server

    @property
    def statements(self) -> float:
        """Statements a school."""
        return statistics.mean(job.statements for job in self.jobs)

    @property
    def peaks(self) -> tuple[int, int]:
        """Peak KiB of the largest worker, after :data:`EARLY` jobs and at the end."""
        return max(jobs[:EARLY][-1].peak for jobs in self.measured), max(jobs[-1].peak for jobs in self.measured)


def hash_seconds(times: int = 60) -> float:
    """Return what one argon2id (OWASP) costs here and now, in seconds of a processor: the median."""
    hasher, secret, took = Argon2idHasher(), Password("5ds<JsXkby"), []
    for _ in range(times):
        start = time.thread_time()
        hasher.hash(secret)
        took.append(time.thread_time() - start)
    return statistics.median(took)


def memory() -> int:
    """Return the most memory that this process has ever held, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def register_all(executor: Executor, preset: Preset, limit: float) -> tuple[int, float]:
    """Register the schools, for so many seconds at most; return how many, and the seconds."""
    numbers, done, start = iter(range(preset.schools)), 0, time.perf_counter()
    while time.perf_counter() - start < limit and (batch := list(itertools.islice(numbers, BATCH))):
        done += len(list(executor.map(functools.partial(register, size=preset.size), batch)))
    return done, time.perf_counter() - start


def run(database: Database, preset: Preset, workers: int, limit: float) -> Figures:
    """Register the schools and generate in all of them; each stage for so many seconds at most."""
    os.environ[URL], os.environ[HASH] = database.url, preset.hash
    campaign = Campaign(id="bench", session=SESSION, factory="campaign_host:open_service", actor="bench")
    with tempfile.TemporaryDirectory() as folder:
        os.environ[MEASURES] = folder
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
            list(executor.map(functools.partial(register, size=1), range(2 * workers)))  # the workers start
            known, registering = register_all(executor, preset, limit)
        server = database.cpu()
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
            list(executor.map(warm_up, range(2 * workers)))
            tally, host, start = Tally(), 0, time.perf_counter()
            for result in campaign.run(
                executor,
                (school(number).uai for number in range(known)),
                in_flight=2 * workers,
                stop=lambda: time.perf_counter() - start > limit,
            ):
                if not isinstance(result, SchoolDone):
                    sys.exit(f"{result}: a school is missing from the figures")
                tally = tally.plus(result)
                host = memory() if tally.schools <= EARLY else host
            seconds = time.perf_counter() - start
        server = database.cpu() - server
        found = measures(Path(folder))
    each = registering * workers / known
    return Figures(workers, each, seconds, tally, found, server, (host, memory()), database.size())


def row(cells: list[str]) -> None:
    """Print a line of a Markdown table."""
    print(f"| {' | '.join(cells)} |", flush=True)


HEAD: Final = (
    "database, workers",
    "schools",
    "accounts",
    "hashing",
    "all the rest",
    "rest / hashing",
    "by the clock",
    "a school",
    "statements a school",
    "a worker's memory",
    "the host's memory",
    "registering",
    "disk",
)


def show(database: str, figures: Figures, hashing: float, *, multiplied: bool) -> None:
    """Print the line of a campaign."""
    count, schools = figures.tally.created, figures.tally.schools
    early, late = figures.peaks
    row(
        [
            f"{database}, {figures.workers}",
            f"{schools:,}",
            f"{count:,}",
            f"{hashing:,.1f} s{' ×' if multiplied else ''}",
            f"{figures.rest:.1f} s",
            f"{figures.rest / hashing:.1%}",
            f"{figures.seconds:.1f} s, {count / figures.seconds:,.0f} accounts/s",
            f"{1000 * figures.rest / schools:.0f} ms",
            f"{figures.statements:.1f}",
            f"{early / 1024:.0f} → {late / 1024:.0f} MiB",
            f"{figures.host[0] / 1024:.0f} → {figures.host[1] / 1024:.0f} MiB",
            f"{1000 * figures.registering:.0f} ms",
            f"{figures.disk / count / 1000:.1f} kB",
        ]
    )


def extrapolate(figures: Figures, one_hash: float) -> None:
    """Print what the nation would take with more workers, each with a processor, and a database that keeps up.

    While a school hashes, others issue logins; if one of them is a homonym's, the school plans again, which costs all
    the rest once more.
    """
    schools, accounts = figures.tally.schools, figures.tally.created
    once, size = figures.rest / accounts, accounts / schools
    print(f"\n{NATION:,} candidates in schools of {size:.0f}, from {schools:,} schools on PostgreSQL:\n")
    row(["processors", "hashing", "all the rest", "together", "planned twice", "schools/s", "statements/s"])
    row(["---:"] * 7)
    for processors in (1, 2, 8, 32, 128):
        rate = processors / (one_hash + once) / size
        issued_meanwhile = (rate - rate / processors) * size * one_hash * size
        twice = 1 - math.exp(-issued_meanwhile * size * HOMONYMS)
        hashing, others = (NATION * each / processors / 60 for each in (one_hash, once * (1 + twice)))
        cells = [f"{hashing:.1f} min", f"{others:.1f} min", f"{hashing + others:.1f} min", f"{twice:.0%}"]
        row([str(processors), *cells, f"{rate:.1f}", f"{rate * figures.statements * (1 + twice):,.0f}"])


def main() -> None:
    """Print a table, and for the nation an extrapolation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("preset", choices=PRESETS)
    parser.add_argument("--schools", type=int)
    parser.add_argument("--size", type=int, help="candidates of a school")
    parser.add_argument("--hash", choices=HASHERS)
    parser.add_argument("--seconds", type=float, default=120, help="for each of the two stages, at most")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    options = parser.parse_args()
    chosen = {name: getattr(options, name) for name in Preset._fields if getattr(options, name)}
    preset = PRESETS[options.preset]._replace(**chosen)
    before = hash_seconds()
    lines: list[tuple[str, Figures]] = []
    for name in options.databases:
        for workers in options.workers:
            with DATABASES[name]() as database:
                lines.append((name, run(database, preset, workers, options.seconds)))
    one_hash = statistics.mean([before, hash_seconds()])
    load = os.getloadavg()[1]
    print(f"{os.cpu_count()} processors, load {load:.1f}; one argon2id {1000 * one_hash:.1f} ms; hash: {preset.hash}\n")
    row(list(HEAD))
    row(["---"] + ["---:"] * (len(HEAD) - 1))
    multiplied = preset.hash != "argon2id"
    for name, figures in lines:
        hashing = one_hash * figures.tally.created if multiplied else figures.hashing
        show(name, figures, hashing, multiplied=multiplied)
    print("\nSeconds of hashing and of the rest are the processors'; ×: what one hash costs, times the accounts.")
    if options.preset == "nation":
        extrapolate(lines[-1][1], one_hash)


if __name__ == "__main__":
    main()
