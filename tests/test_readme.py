"""The README keeps its word: its example runs, and its quick start has the shape that `.ci/run` relies on."""

import doctest
import re
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"


def fenced(language: str) -> list[str]:
    """Return the contents of the README's fenced blocks in one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def test_python_examples_run() -> None:
    """Every python block prints what it says; later blocks see the names of earlier ones."""
    source = "\n".join(fenced("python"))
    examples = doctest.DocTestParser().get_doctest(source, {}, README.name, str(README), 0)
    assert examples.examples
    report: list[str] = []
    doctest.DocTestRunner().run(examples, out=report.append)
    assert not report, "".join(report)


def test_quick_start_is_two_blocks_of_one_line() -> None:
    """The first block runs the main job, the second the tests: one line each, run as it stands."""
    assert [len(block.splitlines()) for block in fenced("sh")] == [1, 1]


@pytest.mark.parametrize("block", [0, 1])
def test_each_block_stands_alone(block: int) -> None:
    """Each block makes ``.venv`` if it is not there and quotes its extras."""
    line = fenced("sh")[block]
    assert "python3 -m venv .venv" in line
    assert re.search(r"""(['"])\.\[[a-z,]+\]\1""", line)
