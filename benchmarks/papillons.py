"""What a slip costs, as PDF, compared with other ways to draw it and with the shortest document that the format allows.

    python benchmarks/papillons.py [--sizes 150,3000,30000] [--reps 3] [--peers DIR [--slow]]

Without ``--peers`` only our own room is measured, on invented names. With it the slips are those of ``DIR/content.py``,
the peers are functions of ``DIR/pdf_peers.py`` and ``DIR/pdf_reportlab.py``, and the floor, the shortest document, is
that of ``DIR/pdf_limit.py``. Peers that are not installed are named as missing. reportlab's canvas draws more than
3,000 slips only with ``--slow``. Peers draw the school beside the class; on our slips it is in the part that all slips
share, because a batch is one school's. Every run is a process of its own and writes its documents to a file; the jobs
take turns; medians are shown. Time is processor time: no job waits for anything but the disk, and other processes
disturb it less.

A warm process has drawn 99 schools of other names and sizes before (peers five small ones, which prepare their fonts).
It draws nine new ones, and their median counts; where there are more than 1,000 slips, it has drawn one and draws one.
A cold process has imported and drawn nothing before, and its imports count, but for those of the floor, whose fonts are
prepared in a file. Memory is the peak of the resident set less its size when the clock started (Linux). It includes our
document, which is a value; the peers write theirs to the file. Compare ratios: times differ from run to run.
"""

import argparse
import contextlib
import gc
import importlib
import importlib.util
import itertools
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from invented import GIVEN

if TYPE_CHECKING:
    from cyclades_accounts.papillons import PapillonBatch

OURS = "cyclades_accounts (tagged)"
FLOOR = "floor (untagged)"
PEERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    FLOOR: ("pdf_limit", "floor", ("fontTools",)),
    "rl_lift (untagged)": ("pdf_reportlab", "rl_lift", ("fontTools", "pypdf", "reportlab")),
    "pydyf": ("pdf_peers", "pydyf_low", ("fontTools", "pydyf")),
    "cairo, form": ("pdf_peers", "cairo_form", ("cairo",)),
    "reportlab + rl_accel, form": ("pdf_peers", "reportlab_form_accel", ("_rl_accel", "reportlab")),
    "reportlab, form": ("pdf_peers", "reportlab_form", ("reportlab",)),
}
"""Module and function of each peer, and what must be installed for it."""

LAYOUTS = {"one per page": ("1up",), "two per page": ("2up",), "both documents": ("1up", "2up")}
SMALL = 1_000
"""Up to so many slips it is one school, and cold processes and both documents are measured too."""

SLOW = ("reportlab + rl_accel, form", "reportlab, form")
MANY = 3_000
"""Up to so many slips the slow peers are always measured."""

MEASURED = 9
"""Schools of a warm process whose median counts: one takes so few milliseconds that other processes disturb it."""

EARLIER = 99
"""Schools that a warm process has drawn before."""

SYLLABLES = [
    "bar",
    "ber",
    "cou",
    "dan",
    "fé",
    "gui",
    "ker",
    "lan",
    "mou",
    "nou",
    "pel",
    "qui",
    "roy",
    "sau",
    "ti",
    "vil",
]
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!$%&/<>?"

Slip = tuple[str, str, str, str, str]
"""Given names, family name, class, login, password."""


def invented_slips(count: int) -> list[Slip]:
    """Return invented slips; the passwords are nobody's."""
    draw = random.Random(1)
    return [
        (
            draw.choice(GIVEN),
            "".join(draw.choices(SYLLABLES, k=3)).upper(),
            f"3{'ABCDEFGH'[number // 28 % 8]}",
            f"prenom.nom{number}",
            "".join(draw.choices(ALPHABET, k=10)),
        )
        for number in range(count)
    ]


def batch_of(slips: Sequence[Slip], school: str) -> "PapillonBatch":
    """Return the slips as our renderer takes them."""
    from cyclades_accounts.identifiers import AccountId, Login, Uai  # noqa: PLC0415  # peers must not pay for it
    from cyclades_accounts.model import Group, Grouping, ProvisionalPassword  # noqa: PLC0415  # peers must not pay for it
    from cyclades_accounts.papillons import Papillon, PapillonBatch  # noqa: PLC0415  # peers must not pay for it

    papillons = tuple(
        Papillon(
            account_id=AccountId(login),
            credential_version=1,
            family_name=family,
            given_names=given,
            birth_date=None,
            group=Group(Grouping.DIVISION, (division,)),
            division=division,
            login=Login(login),
            password=ProvisionalPassword(password),
            expires_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for given, family, division, login, password in slips
    )
    return PapillonBatch(Uai("0350001L"), school, "DNB 2025", date(2025, 12, 31), date(2025, 1, 14), papillons)


def our_job(content: ModuleType | None) -> Callable[[Any, Sequence[Path], Sequence[str]], None]:
    """Return a function that draws a batch; with the texts of ``content``, if there is one."""

    def draw(batch: "PapillonBatch", paths: Sequence[Path], layouts: Sequence[str]) -> None:
        from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE, PapillonTexts  # noqa: PLC0415  # peers must not pay for it
        from cyclades_accounts.pdf import ReportlabRenderer  # noqa: PLC0415  # peers must not pay for it

        texts = PapillonTexts()
        if content:
            said = content.INSTRUCTIONS
            texts = PapillonTexts(
                heading=content.HEADER[2],
                introduction=content.INTRO,
                usage=" ".join(said[:4]),
                first_login_note=" ".join(said[4:6]),
                password_note=" ".join(said[10:]),
                lost_note=" ".join(said[6:10]),
            )
        wanted = [ONE_PER_PAGE if layout == "1up" else TWO_PER_PAGE for layout in layouts]
        for path, document in zip(paths, ReportlabRenderer(texts).render(batch, wanted), strict=True):
            path.write_bytes(document)

    return draw


def peer_job(name: str) -> Callable[[Any, Sequence[Path], Sequence[str]], None]:
    """Return a function that draws with a peer; the floor draws both documents in one pass, as we do."""
    module_name, function, _ = PEERS[name]
    module = importlib.import_module(module_name)
    if name == FLOOR:
        module.prebake()

    def draw(candidates: Sequence[object], paths: Sequence[Path], layouts: Sequence[str]) -> None:
        if name == FLOOR and len(layouts) > 1:
            module.floor_both(candidates, layouts[0], str(paths[0]))
            return
        for path, layout in zip(paths, layouts, strict=True):
            getattr(module, function)(candidates, layout, str(path))

    return draw


def resident(key: str) -> int:
    """Return a size of this process in KiB: ``VmRSS`` now, ``VmHWM`` at its peak; 0 where there is no /proc."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith(key):
                return int(line.split()[1])
    return 0


def work(name: str, layout: str, count: int, *, cold: bool) -> dict[str, float]:
    """Draw once in this process; return seconds, bytes a slip, and memory in MiB."""
    if "rl_accel" not in name:
        sys.modules.setdefault("_rl_accel", None)  # type: ignore[arg-type]  # None: cannot be imported, as after `pip install reportlab`
    content = importlib.import_module("content") if importlib.util.find_spec("content") else None
    slips: Any = content.candidates(count) if content else invented_slips(count)
    schools = MEASURED if count <= SMALL and not cold else 1
    if name == OURS:
        draw = our_job(content)
        if content:
            slips = [(c.first, c.last, c.klass, c.login, c.password) for c in slips]
        fewer = range(count * 2 // 3, count)  # as unlike as schools are
        sizes = itertools.islice(itertools.cycle(fewer), EARLIER) if count <= SMALL else [3]
        few = [batch_of(slips[:size], f"Collège n° {number}") for number, size in enumerate(sizes)]
        measured = [batch_of(slips, f"Collège Anita Conti {number}") for number in range(schools)]
    else:
        draw = peer_job(name)
        few, measured = [slips[:3]] * 5, [slips] * schools  # a peer prepares its fonts once
    layouts = LAYOUTS[layout]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.pdf") for number in range(len(layouts))]
        for school in () if cold else few if count <= SMALL else few[:1]:
            draw(school, paths, layouts)
        gc.collect()
        before = resident("VmRSS")
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts here
        times = []
        for school in measured:
            start = time.process_time()
            draw(school, paths, layouts)
            times.append(time.process_time() - start)
        found = {"seconds": statistics.median(times), "memory": max(0, resident("VmHWM") - before) / 1024}
        found["bytes"] = sum(path.stat().st_size for path in paths if path.exists()) / count
        if name == OURS:
            found["tags"] = sum(tagging(path.read_bytes()) for path in paths) / count
    return found


def tagging(content: bytes) -> int:
    """Return the bytes of a document that are there because it is tagged."""
    tagged = rb"(?s)\d+ 0 obj\n?(?:<</S/|<</Limits|<</Kids\[\d+ 0 R[^>]*>>|<</Type/StructTree).*?endobj\n"
    objects = re.findall(tagged, content)
    pages = re.findall(rb"/StructParents \d+(?:/Tabs/S)?", content)
    marks = re.findall(rb"/\w+<</MCID \d+>>BDC\n?|/Artifact BMC\n?|EMC\n?", content)
    return sum(map(len, itertools.chain(objects, pages, marks))) + 4 * len(objects)  # and as many cross-references


def spawn(arguments: Sequence[str], *, peers: str | None) -> dict[str, Any]:
    """Do one job in a fresh process; the reason as ``error`` if it fails."""
    command = [sys.executable, __file__, *arguments, *(["--peers", peers] if peers else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # this very file
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or ["?"])[-1][:90]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def show(title: str, runs: dict[str, list[dict[str, Any]]], count: int) -> None:
    """Print a table, fastest first."""
    print(f"\n{title}\n  {'':<30} {'ms':>10} {'µs a slip':>10} {'× ours':>8} {'× floor':>8} {'bytes':>7} {'MiB':>7}")
    medians: dict[str, dict[str, float]] = {}
    for name, found in runs.items():
        errors = [one["error"] for one in found if "error" in one]
        if errors:
            print(f"  {name:<30} failed: {errors[0]}")
            continue
        medians[name] = {key: statistics.median(one[key] for one in found) for key in found[0]}
    for name, row in sorted(medians.items(), key=lambda item: item[1]["seconds"]):
        ratios = (
            f"{row['seconds'] / medians[base]['seconds']:8.2f}" if base in medians else f"{'':>8}"
            for base in (OURS, FLOOR)
        )
        cost = row["seconds"] / count * 1e6
        print(
            f"  {name:<30} {row['seconds'] * 1e3:10.2f} {cost:10.2f}",
            *ratios,
            f"{row['bytes']:7.0f} {row['memory']:7.1f}",
        )
    if OURS in medians:
        print(f"  of our bytes a slip, {medians[OURS]['tags']:.0f} are tags")


def main() -> None:
    """Print a table for each size, layout and kind of process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="150,3000,30000")
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--peers")
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--worker", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peers:
        sys.path.insert(0, options.peers)
        sys.dont_write_bytecode = True  # DIR is not ours
    if options.worker:
        name, layout, count, state = options.worker
        print(json.dumps(work(name, layout, int(count), cold=state == "cold")))
        return
    names = [OURS]
    slips = "the peers'" if options.peers else "invented"
    print(f"Python {sys.version.split()[0]}; slips: {slips}; {options.reps} runs each")
    for name, (_, _, packages) in PEERS.items() if options.peers else ():
        absent = [package for package in packages if importlib.util.find_spec(package) is None]
        if absent:
            print(f"missing: {name} (not installed: {', '.join(absent)})")
        else:
            names.append(name)
    for size in map(int, options.sizes.split(",")):
        for state, layout in itertools.product(("cold", "warm"), LAYOUTS):
            if size > SMALL and (state == "cold" or len(LAYOUTS[layout]) > 1):
                continue
            patient = options.slow or size <= MANY
            runs: dict[str, list[dict[str, Any]]] = {name: [] for name in names if patient or name not in SLOW}
            for _, name in itertools.product(range(options.reps), runs):
                runs[name].append(spawn(["--worker", name, layout, str(size), state], peers=options.peers))
            show(f"{size:,} slips, {layout}, {state}", runs, size)


if __name__ == "__main__":
    main()
