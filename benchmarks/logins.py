"""What a login costs: from a civil name to a login of one's own, against what a host would write or take instead.

    python benchmarks/logins.py [--sizes 150,40000,850000] [--reps 3] [--peers DIR]

Without ``--peers`` only our own room is measured, on invented names with many homonyms. With it the names are those of
``DIR/content.py`` and the peers are the functions of ``DIR/bench_logins.py``. Medians of runs that take turns; read the
ratios, machines are noisy.
"""

import argparse
import contextlib
import functools
import gc
import importlib
import itertools
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType

from invented import GIVEN

from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins import DNB_2024, allocate

Names = list[tuple[str, str]]

BEGINNINGS = "B C D F G L M N P R S T V Br Ch Gu Qu L'H D'A Le_B".replace("_", " ").split(" ")
MIDDLES = ["a", "e", "i", "o", "u", "é", "au", "oi", "an", "on", "in", "eau"]
ENDINGS = ["rd", "nt", "lle", "court", "ville", "mont", "gnac", "ric", "x", "s"]


def invented_names(count: int) -> Iterator[tuple[str, str]]:
    """Yield invented given and family names; about one in eight has a homonym in 40,000."""
    draw = random.Random(1)
    for _ in range(count):
        syllables = f"{draw.choice(BEGINNINGS)}{draw.choice(MIDDLES)}{draw.choice('bdlmnrt')}{draw.choice(MIDDLES)}"
        yield draw.choice(GIVEN), (syllables + draw.choice(ENDINGS)).upper()


def ours(names: Names, issued: frozenset[Login], numbers: dict[str, int]) -> Sequence[Login]:
    """Give logins as a run does: stems, one question for the numbers, one for what is taken."""
    stem = DNB_2024.stem
    stems = [stem(given, family) for given, family in names]
    return allocate(DNB_2024, stems, numbers, issued.intersection).logins


def peers_of(module: ModuleType, issued: frozenset[str]) -> dict[str, Callable[[Names], object]]:
    """Return whole jobs put together from the peers that are installed: a transliterator, then an allocator."""
    keep = module._keep.sub  # noqa: SLF001  # the peers' own helper
    folds: dict[str, Callable[[str], str]] = {}
    for package, function in (("anyascii", "anyascii"), ("unidecode", "unidecode"), ("text_unidecode", "unidecode")):
        with contextlib.suppress(ImportError):
            transliterate = getattr(importlib.import_module(package), function)
            folds[f"{package} + re.sub"] = functools.partial(
                lambda to_ascii, name: keep("", to_ascii(name).lower()), transliterate
            )
    with contextlib.suppress(ImportError):
        icu = importlib.import_module("icu")
        latin_ascii = icu.Transliterator.createInstance("NFD; Latin-ASCII; Lower").transliterate
        folds["PyICU Latin-ASCII + re.sub"] = lambda name: keep("", latin_ascii(name))
    with contextlib.suppress(ImportError):
        folds["python-slugify"] = functools.partial(importlib.import_module("slugify").slugify, separator="")

    table = {**module._latin_table(), 10: "\n", 0: "."}  # noqa: SLF001  # the peers' own table

    def at_once(names: Names) -> list[str]:
        return "\n".join([f"{given}\0{family}" for given, family in names]).translate(table).split("\n")

    stems: dict[str, Callable[[Names], list[str]]] = {
        "NFKD, character loop": lambda names: [module.C.stem(*name) for name in names],
        "one str.translate of all names": at_once,
    }
    for label, fold in folds.items():
        stems[label] = functools.partial(folded, fold)
    return {
        f"{label}, {allocator.__name__}": functools.partial(allocated, allocator, stems_of, issued)
        for label, stems_of in stems.items()
        for allocator in (module.naive, module.lazy)
    }


def folded(fold: Callable[[str], str], names: Names) -> list[str]:
    """Return the stem of each name, folded name by name."""
    return [f"{fold(given)}.{fold(family)}" for given, family in names]


def allocated(
    allocator: Callable[..., object],
    stems_of: Callable[[Names], list[str]],
    issued: frozenset[str],
    names: Names,
) -> object:
    """Do the whole job of a peer."""
    return allocator(stems_of(names), issued)


def medians(jobs: dict[str, Callable[[], object]], reps: int) -> dict[str, float]:
    """Return median seconds; the jobs take turns."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _, (name, job) in itertools.product(range(reps), jobs.items()):
        gc.collect()
        start = time.perf_counter()
        job()
        times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def ledger_of(names: Names) -> tuple[frozenset[Login], dict[str, int]]:
    """Return what the ledger holds once these names have logins: these, and the highest number of each stem."""
    stems = [DNB_2024.stem(given, family) for given, family in names]
    allocations = allocate(DNB_2024, stems, {}, lambda _: ())
    return frozenset(allocations.logins), dict(zip(stems, allocations.numbers, strict=True))


def main() -> None:
    """Print a table for each number of logins and of logins issued before, then how the cost of one grows."""
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
    sizes = [int(size) for size in options.sizes.split(",")]
    print(f"Python {sys.version.split()[0]}; names: {'the peers' if module else 'invented'}; medians of {options.reps}")
    growth: dict[int, dict[int, float]] = {}
    for issued_before in (0, *sizes[-2:]):
        issued, numbers = ledger_of(list(names_of(issued_before)))
        for size in sizes:
            names = list(names_of(size))
            given_out = ours(names, issued, numbers)
            if len(set(given_out)) < size or not issued.isdisjoint(given_out):
                sys.exit("a login was given twice")
            jobs: dict[str, Callable[[], object]] = {
                "cyclades_accounts": functools.partial(ours, names, issued, numbers)
            }
            for name, peer in (peers_of(module, issued) if module else {}).items():
                jobs[name] = functools.partial(peer, names)
            times = medians(jobs, options.reps)
            growth.setdefault(issued_before, {})[size] = times["cyclades_accounts"] / size * 1e6
            print(f"\n{size:,} logins, {issued_before:,} issued before")
            for name, seconds in sorted(times.items(), key=lambda item: item[1]):
                ratio = seconds / times["cyclades_accounts"]
                print(f"  {name:<40} {seconds:8.3f} s {seconds / size * 1e6:8.2f} µs a login   × {ratio:.2f}")
    print("\nGrowth: µs a login of cyclades_accounts")
    print(f"  {'issued before':>14}", *(f"{size:>10,}" for size in sizes), "logins at once")
    for issued_before, costs in growth.items():
        print(f"  {issued_before:>14,}", *(f"{costs[size]:>10.2f}" for size in sizes))


if __name__ == "__main__":
    main()
