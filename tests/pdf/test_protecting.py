"""A PDF that asks for a password before it opens."""

import io
import subprocess
import traceback
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.papillons import ONE_PER_PAGE
from cyclades_accounts.pdf import ReportlabRenderer, protect_pdf
from tests.pdf.reading import MEMO_PASSWORD, batch, slip

OPENING = "Quatre-Chevaux-Bleus-27"


@pytest.fixture(scope="module")
def plain() -> bytes:
    """Return a document of two slips."""
    (content,) = ReportlabRenderer().render(batch(slip(), slip("ŁUK", login="lea.luk")), [ONE_PER_PAGE])
    return content


@pytest.fixture(scope="module")
def protected(plain: bytes) -> bytes:
    """Return it protected."""
    return protect_pdf(plain, OPENING)


def test_it_opens_with_the_password_alone(plain: bytes, protected: bytes) -> None:
    """This test ensures that the right password gives every page back as it was, and that no other gives any."""
    reader = PdfReader(io.BytesIO(protected))
    assert reader.is_encrypted
    with pytest.raises(FileNotDecryptedError):
        reader.pages[0].extract_text()
    assert not reader.decrypt("quatre-chevaux-bleus-27")
    assert reader.decrypt(OPENING)
    before = [page.extract_text() for page in PdfReader(io.BytesIO(plain)).pages]
    assert [page.extract_text() for page in reader.pages] == before
    assert MEMO_PASSWORD in before[0]


def test_it_is_the_strong_kind(protected: bytes) -> None:
    """This test ensures that the encryption is AES-256 of revision 6, not the RC4 or R5 of old."""
    encryption: Any = PdfReader(io.BytesIO(protected)).trailer["/Encrypt"]
    assert (encryption["/V"], encryption["/R"], encryption["/CF"]["/StdCF"]["/CFM"]) == (5, 6, "/AESV3")
    assert encryption["/P"] & 0b1000000000, "a screen reader may read it"


def test_nothing_of_a_slip_is_in_clear(protected: bytes) -> None:
    """This test ensures that neither password nor login can be read off the bytes."""
    for secret in (MEMO_PASSWORD, "antoine.aubincde", OPENING):
        assert secret.encode() not in protected
        assert secret.encode("utf-16-be") not in protected


def test_it_stays_accessible(plain: bytes, protected: bytes) -> None:
    """This test ensures that title and language survive."""
    reader, before = PdfReader(io.BytesIO(protected)), PdfReader(io.BytesIO(plain))
    reader.decrypt(OPENING)
    assert reader.metadata
    assert before.metadata
    assert reader.metadata.title == before.metadata.title
    assert reader.pdf_header == "%PDF-1.7"
    for entry in ("/Lang", "/ViewerPreferences"):
        assert str(reader.root_object[entry].get_object()) == str(before.root_object[entry].get_object())


@pytest.mark.parametrize("password", ["", "court", "x" * 11, "x" * 128, "quatre chevaux bleus", "quatre-chevaux-bléus"])
def test_a_bad_password_is_refused_and_not_told(plain: bytes, password: str) -> None:
    """This test ensures that a password which some reader would encode otherwise is refused, without being shown."""
    with pytest.raises(InvalidValueError, match="opening_password") as caught:
        protect_pdf(plain, password)
    told = str(caught.value) + repr(caught.value)
    assert not password or password not in told
    assert "12 to 127 visible ASCII" in "".join(traceback.format_exception_only(caught.value))


@pytest.mark.parametrize("password", ["x" * 12, "!~" * 63])
def test_the_bounds_are_taken(plain: bytes, password: str) -> None:
    """This test ensures that the shortest and nearly the longest password open the document."""
    assert PdfReader(io.BytesIO(protect_pdf(plain, password))).decrypt(password)


@pytest.mark.system
def test_other_programs_open_it(tmp_path: Path, plain: bytes, protected: bytes) -> None:
    """This test ensures that qpdf and poppler open it with the password, read the same, and refuse without."""
    path, before = tmp_path / "protected.pdf", tmp_path / "plain.pdf"
    path.write_bytes(protected)
    before.write_bytes(plain)
    subprocess.run(["qpdf", f"--password={OPENING}", "--check", path], check=True, capture_output=True)
    assert subprocess.run(["qpdf", "--check", path], check=False, capture_output=True).returncode
    read, expected = (
        subprocess.run(["pdftotext", *given, "-"], check=True, capture_output=True).stdout
        for given in (["-upw", OPENING, path], [before])
    )
    assert read == expected
    assert MEMO_PASSWORD.encode() in read
