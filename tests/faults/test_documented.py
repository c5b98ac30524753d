"""The page on faults cites a test for each line, and every test is there."""

import re
from pathlib import Path

from cyclades_accounts import errors, sql

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "faults.md").read_text()
LINES = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| when")]


def test_every_line_cites_tests_that_exist() -> None:
    """This test ensures that each fault on the page names its tests, and that they are where it says."""
    assert len(LINES) > 10
    for line in LINES:
        cited = re.findall(r"`(test_\w+\.py)::(test_\w+)`", line)
        assert cited, line
        for file, name in cited:
            assert f"def {name}(" in (ROOT / "tests" / "faults" / file).read_text()


def test_every_code_is_one() -> None:
    """This test ensures that the codes on the page are those of errors."""
    known = {getattr(value, "code", None) for room in (errors, sql) for value in vars(room).values()}
    cited = {code for line in LINES for code in re.findall(r"`([A-Z]+_(?:FAILED|CONFLICT))`", line)}
    assert cited <= known
    assert len(cited) == 8
