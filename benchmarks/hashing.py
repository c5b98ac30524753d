"""What hashing costs: 1,000 accounts under each profile, and the share of a whole run that is not hashing.

    python benchmarks/hashing.py [--seconds 1.5] [--reps 3] [--candidates 150] [--peers DIR]

With ``--peers`` the hashes of ``DIR/bench_hashing.py`` are timed in the same turns. Medians of runs that take turns;
read the ratios, machines are noisy.
"""

import argparse
import contextlib
import functools
import importlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

from attrs import field, frozen

from cyclades_accounts import Candidate, Candidature, CandidatureStatus, ExamSession, Provisioning, Registry, School
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import Password, PasswordHash
from cyclades_accounts.passwords import (
    FOUR_GROUPS,
    MEMO_2024,
    OWASP_ARGON2ID,
    RFC_9106_HIGH_MEMORY,
    RFC_9106_LOW_MEMORY,
    Argon2idHasher,
    IssuedPasswordPolicy,
    generate_passwords,
)
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from cyclades_accounts.sql import SqlStore

SCHOOL = School("0350001L", "Collège inventé", manages_candidates=True)
SESSION = ExamSession.of("DNB", 2025, date(2025, 7, 15))
NOW = datetime(2025, 1, 14, 9, 30, tzinfo=UTC)
SECRET = Password("5ds<JsXkby")


def loop(job: Callable[[], object], seconds: float) -> float:
    """Return hashes a second."""
    done, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds or not done:
        job()
        done += 1
    return done / elapsed


def per_thousand(reps: int, seconds: float, peers: str | None) -> None:
    """Print seconds for 1,000 accounts, on one and on two threads."""
    jobs: dict[str, Callable[[], object]] = {}
    for profile in (OWASP_ARGON2ID, RFC_9106_LOW_MEMORY, RFC_9106_HIGH_MEMORY):
        jobs[profile.name] = functools.partial(Argon2idHasher(profile).hash, SECRET)
    if peers:
        sys.path.insert(0, peers)
        module = importlib.import_module("bench_hashing")
        for name, make in module.HASHES.items():
            with contextlib.suppress(ImportError):  # a peer that is not installed
                jobs[f"peer: {name}"] = functools.partial(make(), module.PASSWORD)
    rates: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in jobs}
    with ThreadPoolExecutor(2) as threads:
        for _ in range(reps):
            for name, job in jobs.items():
                one, two = rates[name]
                one.append(loop(job, seconds))
                two.append(sum(threads.map(loop, [job] * 2, [seconds] * 2)))
    print(f"\n{'seconds for 1,000 accounts':<54}{'1 thread':>10}{'2 threads':>11}{'ratio':>8}")
    for name, both in rates.items():
        alone, together = map(statistics.median, both)
        print(f"  {name:<52}{1000 / alone:>10.2f}{1000 / together:>11.2f}{together / alone:>8.2f}")


@frozen
class Stopwatch(Argon2idHasher):
    """Hashes, and remembers from when to when."""

    spans: list[tuple[float, float]] = field(init=False, factory=list)

    def hash(self, password: Password) -> PasswordHash:
        """Hash, and note the time."""
        start = time.perf_counter()
        made = super().hash(password)
        self.spans.append((start, time.perf_counter()))
        return made


def share_of_a_run(reps: int, size: int, folder: Path) -> None:
    """Print the whole time of a generation and the part of it in which nothing is hashed."""
    candidatures = [
        Candidature(
            Candidate(f"{120000000 + number}AA", f"MARTIN{chr(65 + number % 26)}", "Léa"),
            SCHOOL.uai,
            SESSION,
            CandidatureStatus.INSCRIT,
            f"c{number}@example.org",
            serie="Générale",
            division=f"3{chr(65 + number // 30)}",
        )
        for number in range(size)
    ]
    print(f"\n{f'a run of {size} candidates':<24}{'seconds':>10}{'not hashing':>13}{'share':>8}")
    for name in ("memory", "SQLite"):
        totals, rests = [], []
        for turn in range(reps):
            watch = Stopwatch()
            store = SqlStore.open(folder / f"{turn}.sqlite") if name == "SQLite" else InMemoryStore()
            provisioning = Provisioning(
                store=store,
                renderer=ReportlabRenderer(),
                sealer=AesGcmSealer(KeyRing.generate("bench")),
                hasher=watch,
                clock=lambda: NOW,
            )
            registry = Registry(provisioning, actor="benchmark")
            registry.register_school(SCHOOL)
            registry.register_roster(SCHOOL.uai, SESSION, candidatures)
            desk = provisioning.desk(SCHOOL.uai, SESSION, actor="benchmark")
            watch.spans.clear()
            start = time.perf_counter()
            desk.generate()
            totals.append(time.perf_counter() - start)
            hashing = max(end for _, end in watch.spans) - min(begin for begin, _ in watch.spans)
            rests.append(totals[-1] - hashing)
        total, rest = statistics.median(totals), statistics.median(rests)
        print(f"  {name:<22}{total:>10.3f}{rest:>13.3f}{rest / total:>8.1%}")


def drawing(reps: int) -> None:
    """Print what drawing one password costs."""
    print(f"\n{'drawing 40,000 passwords':<34}{'µs each':>10}")
    policies: dict[str, IssuedPasswordPolicy] = {"MEMO_2024": MEMO_2024, "FOUR_GROUPS": FOUR_GROUPS}
    for name, policy in policies.items():
        times = []
        for _ in range(reps):
            start = time.perf_counter()
            generate_passwords(policy, 40_000)
            times.append((time.perf_counter() - start) / 40_000 * 1e6)
        print(f"  {name:<32}{statistics.median(times):>10.2f}")


def main() -> None:
    """Print three tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--candidates", type=int, default=150)
    parser.add_argument("--peers")
    options = parser.parse_args()
    print(f"Python {sys.version.split()[0]}; medians of {options.reps}")
    drawing(options.reps)
    with tempfile.TemporaryDirectory() as folder:
        share_of_a_run(options.reps, options.candidates, Path(folder))
    per_thousand(options.reps, options.seconds, options.peers)


if __name__ == "__main__":
    main()
