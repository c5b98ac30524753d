"""Opening a database: what is none is told before a driver is loaded, and no password of a URL is."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from cyclades_accounts.errors import InvalidValueError, MissingExtraError
from cyclades_accounts.identifiers import RunId
from cyclades_accounts.model import CredentialState, PastCredential
from cyclades_accounts.records import UnreadableRecordError, to_json
from cyclades_accounts.sql import SqlStore, UnsupportedDatabaseError
from cyclades_accounts.sql._codec import report_from_text
from tests.support import NOW


@pytest.mark.parametrize(
    ("url", "dialect"),
    [
        ("mysql://u:canari@h/accounts", "mysql"),
        ("oracle://u:canari@h", "oracle"),
        ("nothing://u:canari@h", "nothing"),
        ("postgresql+nothing://u:canari@h/accounts", "postgresql+nothing"),
    ],
)
def test_another_database(url: str, dialect: str) -> None:
    """Another database than our two is refused by its name, whether its driver is installed or not."""
    for where in (url, make_url(url)):
        with pytest.raises(UnsupportedDatabaseError) as caught:
            SqlStore.open(where)
        assert caught.value.dialect == dialect
        assert "canari" not in str(caught.value)


def test_a_driver_that_is_not_installed() -> None:
    """A driver that SQLAlchemy knows and that is not here is a missing package."""
    with pytest.raises(MissingExtraError, match=r"postgresql\+pg8000 is not installed"):
        SqlStore.open("postgresql+pg8000://u:canari@h/accounts")


@pytest.mark.parametrize("text", ["://", "a b://canari", "postgresql://u:canari@h:port/accounts"])
def test_what_is_no_url(text: str) -> None:
    """A text that is neither a path nor a URL is not repeated: it may hold a password."""
    with pytest.raises(InvalidValueError, match="where cannot be") as caught:
        SqlStore.open(text)
    assert "canari" not in repr(caught.value.__context__)


def test_a_credential_is_no_report() -> None:
    """A row of the journal that holds the document of something else is told as a document that is wrong."""
    past = PastCredential(1, CredentialState.CHOSEN, NOW, RunId("r1"))
    with pytest.raises(UnreadableRecordError, match="kind is that of a credential"):
        report_from_text(to_json(past))


def test_a_path_is_a_file(tmp_path: Path) -> None:
    """A path is a SQLite file, as ever."""
    SqlStore.open(tmp_path / "accounts.db").close()
    assert (tmp_path / "accounts.db").exists()
