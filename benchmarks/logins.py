"""What a login costs: from a civil name to a login of one's own, against what a host would write or take instead.

    python benchmarks/logins.py [--sizes 150,40000,850000] [--reps 3] [--peers DIR]

Without ``--peers`` only our own room is measured, on invented names with many homonyms. With it the names are those of
``DIR/content.py`` and the peers are the functions of ``DIR/bench_logins.py``. Medians of runs that take turns; read the
ratios, machines are noisy.
"""

import argparse
import functools
import gc
import importlib
import itertools
import random
import statistics
import sys
import time
from collections.abc import Callable, Collection, Iterator
from types import ModuleType

from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins import DNB_2024, allocate

GIVEN = [
    "Léa",
    "Louise",
    "Jean-Baptiste",
    "Zoé",
    "Łukasz",
    "Inès",
    "Noé",
    "Anne-Sophie",
    "Maëlys",
    "Gaël",
    "Côme",
    "Aïcha",
    "Tom",
    "Emma",
    "Hugo",
    "Lou",
]
BEGINNINGS = "B C D F G L M N P R S T V Br Ch Gu Qu L'H D'A Le_B".replace("_", " ").split(" ")
MIDDLES = ["a", "e", "i", "o", "u", "é", "au", "oi", "an", "on", "in", "eau"]
ENDINGS = ["rd", "nt", "lle", "court", "ville", "mont", "gnac", "ric", "x", "s"]


def invented_names(count: int) -> Iterator[tuple[str, str]]:
    """Yield invented given and family names; about one in eight has a homonym in 40,000."""
    draw = random.Random(1)
    for _ in range(count):
        syllables = f"{draw.choice(BEGINNINGS)}{draw.choice(MIDDLES)}{draw.choice('bdlmnrt')}{draw.choice(MIDDLES)}"
        yield draw.choice(GIVEN), (syllables + draw.choice(ENDINGS)).upper()


def ours(names: list[tuple[str, str]], issued: frozenset[str], numbers: dict[str, int]) -> list[str]:
    """Give logins as a run does: stems, one question for the numbers, one for what is taken."""
    stems = [DNB_2024.stem(given, family) for given, family in names]

    def taken(logins: Collection[Login]) -> Collection[Login]:
        return [login for login in logins if login in issued]

    return [allocation.login for allocation in allocate(DNB_2024, stems, numbers, taken)]


def peers_of(module: ModuleType, issued: frozenset[str]) -> dict[str, Callable[[list[tuple[str, str]]], object]]:
    """Return whole jobs put together from the peers: a transliterator, then an allocator."""
    anyascii = importlib.import_module("anyascii").anyascii
    keep = module._keep.sub  # noqa: SLF001  # the peers' own helper
    peers = {
        "NFKD loop + naive counter": (module.C.stem, module.naive),
        "anyascii + re.sub + naive counter": (
            lambda given, family: f"{keep('', anyascii(given).lower())}.{keep('', anyascii(family).lower())}",
            module.naive,
        ),
        "anyascii + re.sub + remembered probe": (
            lambda given, family: f"{keep('', anyascii(given).lower())}.{keep('', anyascii(family).lower())}",
            module.lazy,
        ),
    }
    try:
        slugify = importlib.import_module("slugify").slugify
    except ImportError:
        pass
    else:
        peers["python-slugify + naive counter"] = (
            lambda given, family: f"{slugify(given, separator='')}.{slugify(family, separator='')}",
            module.naive,
        )

    def job(
        stem: Callable[[str, str], str], allocator: Callable[[list[str], Collection[str]], object]
    ) -> Callable[[list[tuple[str, str]]], object]:
        return lambda names: allocator([stem(given, family) for given, family in names], issued)

    return {name: job(*parts) for name, parts in peers.items()}


def medians(jobs: dict[str, Callable[[], object]], reps: int) -> dict[str, float]:
    """Return median seconds; the jobs take turns."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _, (name, job) in itertools.product(range(reps), jobs.items()):
        gc.collect()
        start = time.perf_counter()
        job()
        times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="150,40000,850000")
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--peers")
    options = parser.parse_args()
    names_of, module = invented_names, None
    if options.peers:
        sys.path.insert(0, options.peers)
        module = importlib.import_module("bench_logins")
        names_of = module.C.names
    print(f"Python {sys.version.split()[0]}; names: {'the peers' if module else 'invented'}")
    for size in map(int, options.sizes.split(",")):
        names = list(names_of(size))
        for already in (0, size):
            before = list(names_of(already))
            issued = frozenset(ours(before, frozenset(), {}))
            numbers: dict[str, int] = {}
            for given, family in before:
                stem = DNB_2024.stem(given, family)
                numbers[stem] = numbers.get(stem, 0) + 1
            jobs: dict[str, Callable[[], object]] = {
                "cyclades_accounts": functools.partial(ours, names, issued, numbers)
            }
            for name, peer in (peers_of(module, issued) if module else {}).items():
                jobs[name] = functools.partial(peer, names)
            given_out = ours(names, issued, numbers)
            if len(set(given_out)) < size or issued.intersection(given_out):
                sys.exit("a login was given twice")
            times = medians(jobs, options.reps)
            print(f"\n{size} logins, {already} issued before")
            for name, seconds in times.items():
                ratio = seconds / times["cyclades_accounts"]
                print(f"  {name:<40} {seconds:8.3f} s {seconds / size * 1e6:8.2f} µs a login   × {ratio:.2f}")


if __name__ == "__main__":
    main()
