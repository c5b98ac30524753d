"""Fuzz every reader with atheris (libFuzzer) for a bounded time: ``python tests/rosters/fuzz.py --seconds 20``.

Coverage leads it from the invented school's files to bytes that random changes would not find. Whatever it makes of
them is read, diagnosed and joined, or refused with the library's own errors; anything else, or a file that takes more
than five seconds, ends it with status 1 and the bytes on the screen. Needs the extra ``system``.
"""

import argparse
import importlib
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

atheris = importlib.import_module("atheris")
with atheris.instrument_imports(include=["cyclades_accounts.rosters"]):
    from cyclades_accounts.errors import CycladesAccountsError
    from cyclades_accounts.identifiers import Uai
    from cyclades_accounts.rosters import (
        ReaderOptions,
        RosterColumns,
        RosterFile,
        diagnose,
        diagnosis_text,
        merge_rosters,
        read_list,
        read_roster,
    )

from docs.examples import invented_files, invented_school  # noqa: E402  # the path was set above
from tests.support import SESSION  # noqa: E402  # the path was set above

UAI = Uai(invented_school.SCHOOL_UAI)
COLUMNS = RosterColumns(**invented_files.FREE_COLUMNS)
FIRST = read_roster(invented_files.liste_simple(invented_files.pupils()[:6]), uai=UAI, session_id=SESSION.id)


def try_bytes(content: bytes) -> None:
    """Put bytes through all that reads bytes."""
    readers: tuple[Callable[[], RosterFile], ...] = (
        lambda: read_roster(content, uai=UAI, session_id=SESSION.id),
        lambda: read_roster(content, uai=UAI, session_id=SESSION.id, options=ReaderOptions(columns=COLUMNS)),
    )
    for read in readers:
        with suppress(CycladesAccountsError):
            merged = merge_rosters(FIRST, read())
            diagnosis_text(diagnose(merged, uai=UAI, session_id=SESSION.id, check_emails=False))
    with suppress(CycladesAccountsError):
        read_list(content)


def main() -> None:
    """Start from the invented files, in a folder that goes afterwards."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, make in invented_files.FILES.items():
            Path(folder, name).write_bytes(make(invented_files.pupils()[:4]))
        os.chdir(folder)  # libFuzzer leaves what it finds where it stands
        flags = [f"-max_total_time={options.seconds}", "-timeout=5", "-rss_limit_mb=2048", "-max_len=8192"]
        atheris.Setup([sys.argv[0], *flags, folder], try_bytes)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
