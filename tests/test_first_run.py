"""The main job of the README: it runs, it can be run twice, and it leaves what it says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

SCRIPT = Path(__file__).parents[1] / "docs" / "examples" / "first_run.py"


def run(folder: Path) -> str:
    """Run the script in a folder and return what it prints."""
    environment = {**os.environ, "PYTHONWARNINGS": "error", "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, SCRIPT], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Run the job twice in one folder; return the folder and both outputs."""
    folder = tmp_path_factory.mktemp("first_run")
    return folder / "first_run", run(folder), run(folder)


def test_it_walks_through_the_memo(runs: tuple[Path, str, str]) -> None:
    """The first run shows refusals with their cures, the runs, the lost slip and the documents fetched again."""
    _, printed, _ = runs
    for words in (
        "Refused, as it should be",
        "pas d'adresse mail",
        "137 candidatures = 123 created + 0 renewed + 2 kept + 12 refused; 2 document(s).",
        "Affichage de l'élément 1 à 7 sur 7 élément(s)",
        "the new slip is accepted, must change: True",
    ):
        assert words in printed
    assert printed.count("the same bytes") == 2


def test_second_time_changes_nothing(runs: tuple[Path, str, str]) -> None:
    """The second run returns the reports of the first: the same counts, no hashing, the same documents."""
    _, first, second = runs
    assert "123/123" in first
    assert "123/123" not in second
    counts = [line for line in first.splitlines() if " created + " in line]
    assert counts == [line for line in second.splitlines() if " created + " in line]
    assert "1 à 7 sur 7" in second


def test_what_it_leaves(runs: tuple[Path, str, str]) -> None:
    """It leaves the store, the key, two documents of 123 slips and the list, which its owner alone may read."""
    folder, _, _ = runs
    assert (folder / "cyclades.sqlite").stat().st_size > 0
    assert {path.name: path.stat().st_mode & 0o077 for path in [folder, *folder.iterdir()]} == {
        path.name: 0 for path in [folder, *folder.iterdir()]
    }
    pages = sorted(len(PdfReader(path).pages) for path in folder.glob("*.pdf"))
    assert pages == [62, 123]
    assert "Identifiant de connexion" in (folder / "liste_detaillee_avec_identifiants.csv").read_text("utf-8-sig")
