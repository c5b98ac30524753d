"""The page on logins tells the truth: its table of hard names is what the default policy gives."""

import re
from pathlib import Path

import pytest

from cyclades_accounts.errors import UnfoldableNameError
from cyclades_accounts.logins import DNB_2024

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "logins.md"
ROW = re.compile(
    r"^\| ([^|]+) \| ([^|]+) \| (?:`([a-z0-9.]+)`|refused, (?:`([^`]+)`|no letter)) \| [^|]+ \|$", re.MULTILINE
)
ROWS = ROW.findall(PAGE.read_text("utf-8"))


def test_the_table_is_there() -> None:
    """This test ensures that the pattern finds the table: twenty names and more, refusals among them."""
    assert len(ROWS) >= 20
    assert any(not login for _, _, login, _ in ROWS)


@pytest.mark.parametrize(("given_names", "family_name", "login", "refused"), ROWS)
def test_every_row(given_names: str, family_name: str, login: str, refused: str) -> None:
    """This test ensures that the login, or the letters refused, are those of the row."""
    if login:
        assert DNB_2024.stem(given_names, family_name) == login
    else:
        with pytest.raises(UnfoldableNameError) as caught:
            DNB_2024.stem(given_names, family_name)
        assert caught.value.characters == refused
