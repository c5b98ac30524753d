"""Files of 100 MB are read line by line in flat memory, and in a time that grows with their length."""

import io
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from cyclades_accounts.identifiers import Uai
from cyclades_accounts.rosters import open_roster
from docs.examples import invented_files as files
from docs.examples import invented_school as school
from tests.support import SESSION

UAI = Uai(school.SCHOOL_UAI)
SIZE = 100_000_000
"""Bytes: a thousand times the list of a big school."""
MOST = 40_000_000
"""Bytes by which reading may make the program grow: a few chunks of a megabyte, and for XML a division a pupil."""

PROGRAM = """
import resource, sys
from datetime import date
from pathlib import Path
from cyclades_accounts.model import ExamSession
from cyclades_accounts.rosters import open_roster

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

def read(path):
    session = ExamSession.of("DNB", 2025, date(2025, 12, 31)).id
    with open_roster(Path(path), uai=sys.argv[1], session_id=session) as stream:
        return sum(line.candidature is not None for line in stream)

read(sys.argv[2])  # what is loaded once
before = peak()
print(read(sys.argv[3]), peak() - before)
"""


def write_csv(path: Path) -> int:
    """Write a « Liste détaillée » of :data:`SIZE`; return how many pupils are in it."""
    content = files.liste_detaillee()
    start = content.index(b"'3A'")
    rows = content[start:]
    times = SIZE // len(rows)
    with path.open("wb") as file:
        file.write(content[:start])
        for _ in range(times):
            file.write(rows)
    return times * len(files.pupils())


def write_xml(path: Path) -> int:
    """Write an ``ElevesSansAdresses.xml`` of :data:`SIZE` on as many lines; return how many pupils are in it."""
    content = files.siecle_xml()
    first, last = content.index(b"<ELEVE "), content.index(b"</ELEVES>")
    padding = b"<ADRESSE>" + b"x" * 1_000 + b"</ADRESSE></ELEVE>\n"
    pupils = content[first:last].replace(b"</ELEVE>\n", padding)
    times = SIZE // len(pupils)
    with path.open("wb") as file:
        file.write(content[:first])
        for _ in range(times):
            file.write(pupils)
        file.write(content[last:])
    return times * len(files.pupils())


@pytest.mark.system
@pytest.mark.parametrize("write", [write_csv, write_xml])
def test_flat_memory(tmp_path: Path, write: Callable[[Path], int]) -> None:
    """A hundred megabytes take no more memory than a few lines, and no pupil is lost."""
    path, small = tmp_path / "big", tmp_path / "small"
    expected = write(path)
    small.write_bytes(files.siecle_xml() if write is write_xml else files.liste_detaillee())
    assert path.stat().st_size > SIZE * 0.95
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, UAI, small, path], capture_output=True, text=True, check=True, timeout=300
    )
    found, grown = map(int, done.stdout.split())
    assert found == expected
    assert grown < MOST


def test_memory_does_not_grow_with_the_file() -> None:
    """Ten times the lines take the memory of one time, within what one chunk is."""
    peaks = []
    content = files.liste_detaillee()
    rows = content[content.index(b"'3A'") :]
    for times in (20, 200):
        source = io.BytesIO(content + rows * times)
        tracemalloc.start()
        try:
            with open_roster(source, uai=UAI, session_id=SESSION.id) as stream:
                assert sum(line.candidature is not None for line in stream) == 137 * (times + 1)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + 6_000_000
