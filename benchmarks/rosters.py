"""What reading a roster costs: from bytes to candidatures, read and diagnosed, against Python's bare csv module.

    python benchmarks/rosters.py [--lines 10000,100000] [--reps 3]

The file is a « Liste détaillée » of invented pupils. Beside us: the csv module, which only takes the lines apart, and
pandas, where it is installed. Checking addresses (email-validator) is timed apart. Medians of runs that take turns;
read the ratios, machines are noisy.
"""

import argparse
import csv
import gc
import importlib.util
import io
import itertools
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

from cyclades_accounts.identifiers import parse_uai
from cyclades_accounts.model import ExamSession
from cyclades_accounts.rosters import RosterFile, can_be_email, diagnose, open_roster, read_roster

SCHOOL = parse_uai("0350001L")
SESSION = ExamSession.of("DNB", 2025, date(2025, 12, 31))
HEADER = (
    "Division de classe;N° Candidat;N° Inscription;N° Océan;Nom de famille;Nom d'usage;Prénom(s);Date de Naissance;"
    "Division de classe;INE;Catégorie Candidat;Code Spécialité;Spécialité;Etat;Enseignements;Adresse mail;Série;"
    "Qualification présentée;Identifiant de connexion"
)
BEGINNINGS = ("Br", "Ch", "D'H", "Gu", "Le G", "Qu", "Sal", "Tr")
ENDINGS = ("aün", "eau", "évé", "ic", "oual", "ou", "œuf", "ur")
GIVEN_NAMES = ("Alice, Marie", "Emma", "Jean-Baptiste", "Léa", "Łukasz", "Noé", "Siân", "Zoé, Anne")
DAYS = 900


def make_file(lines: int) -> bytes:
    """Return a list of invented pupils."""
    first = date(2008, 7, 1)
    syllables = list(itertools.product(BEGINNINGS, ENDINGS, BEGINNINGS, ENDINGS))
    rows = []
    for number in range(lines):
        family = "".join(syllables[number * 131 % len(syllables)]).upper()
        born = first + timedelta(days=number * 37 % DAYS)
        division = f"'3{'ABCDEF'[number % 6]}'"
        rows.append(
            f"{division};{2_570_000_000 + number};{number % 1000:03} Version 1; -;{family}; -;"
            f"{GIVEN_NAMES[number % 8]};{born:%d/%m/%Y};{division};{100_000_000 + number}AB;"
            f"SCOLAIRE (CLASSE DE 3EME);GEN;Générale;Inscrit;Non renseigné;famille{number}@example.org;Générale; -;"
            "Pas de compte candidat Cyclades"
        )
    return ("\ufeff" + "\r\n".join(("Session 2025", f"Collège ({SCHOOL})", HEADER, *rows)) + "\r\n").encode()


def bare_csv(content: bytes) -> list[list[str]]:
    """Take the lines apart, and no more."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def ours(content: bytes) -> RosterFile:
    """Read a file to candidatures."""
    return read_roster(content, uai=SCHOOL, session_id=SESSION.id)


def ours_diagnosed(content: bytes) -> object:
    """Read a file to candidatures, and diagnose it; addresses are timed apart."""
    return diagnose(ours(content), uai=SCHOOL, session_id=SESSION.id, check_emails=False)


def ours_streamed(content: bytes) -> int:
    """Read a file line by line, and keep nothing."""
    with open_roster(content, uai=SCHOOL, session_id=SESSION.id) as stream:
        return sum(line.candidature is not None for line in stream)


def medians(jobs: dict[str, Callable[[bytes], object]], content: bytes, reps: int) -> dict[str, float]:
    """Return median seconds; the jobs take turns."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _, (name, job) in itertools.product(range(reps), jobs.items()):
        gc.collect()
        start = time.perf_counter()
        job(content)
        times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    """Print a table for each length, then what an address costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", default="10000,100000")
    parser.add_argument("--reps", type=int, default=3)
    options = parser.parse_args()
    jobs: dict[str, Callable[[bytes], object]] = {
        "csv module, lines taken apart": bare_csv,
        "cyclades_accounts, line by line": ours_streamed,
        "cyclades_accounts, candidatures": ours,
        "cyclades_accounts, diagnosed": ours_diagnosed,
    }
    print(f"Python {sys.version.split()[0]}; medians of {options.reps}")
    if importlib.util.find_spec("pandas"):
        pandas = importlib.import_module("pandas")
        jobs["pandas.read_csv, texts"] = lambda content: pandas.read_csv(
            io.BytesIO(content), sep=";", skiprows=2, dtype=str
        )
    else:
        print("pandas: not installed, not measured")
    for lines in map(int, options.lines.split(",")):
        content = make_file(lines)
        if len(ours(content).candidatures) != lines:
            sys.exit("lines were lost")
        times = medians(jobs, content, options.reps)
        base = times["csv module, lines taken apart"]
        print(f"\n{lines:,} lines, {len(content) / 1e6:.1f} MB")
        for name, seconds in sorted(times.items(), key=lambda item: item[1]):
            print(
                f"  {name:<34} {seconds:7.3f} s {seconds / lines * 1e6:7.2f} µs a line"
                f" {lines / seconds:>10,.0f} lines/s   × {seconds / base:.2f}"
            )
    addresses = [f"famille{number}@example.org" for number in range(3_000)]
    start = time.perf_counter()
    if not all(map(can_be_email, addresses)):
        sys.exit("a good address was refused")
    print(f"\nemail-validator: {(time.perf_counter() - start) / len(addresses) * 1e6:.1f} µs an address")


if __name__ == "__main__":
    main()
