"""Encryption of a PDF that leaves the host: it asks for a password before it opens (``pypdf``)."""

import io
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions

from cyclades_accounts.errors import InvalidValueError

_SHORTEST: Final = 12
_LONGEST: Final = 127

_ALLOWED: Final = (
    UserAccessPermissions.PRINT
    | UserAccessPermissions.PRINT_TO_REPRESENTATION
    | UserAccessPermissions.EXTRACT_TEXT_AND_GRAPHICS
)
"""Printing, and extraction of the text, which a screen reader needs (ISO 32000-2, table 22, bit 10)."""


def protect_pdf(content: bytes, opening_password: str) -> bytes:
    """Return a PDF encrypted with AES-256 (ISO 32000-2, revision 6) that opens with ``opening_password`` alone.

    It is for a document that leaves the host: a download, a file on the secretary's USB key. The document in the store
    does not change. Tags, language and title are kept. Two calls give different bytes, because each call draws new
    salts.

    Args:
        content: the PDF, as it was opened from the store.
        opening_password: 12 to 127 visible ASCII characters, which every program encodes in the same way. Do not send
            it together with the document.

    Raises:
        InvalidValueError: the password is too short, too long, or has another character; the error does not hold it.
    """
    if not (_SHORTEST <= len(opening_password) <= _LONGEST and all("!" <= char <= "~" for char in opening_password)):
        length = f"a text of {len(opening_password)} characters"
        raise InvalidValueError("opening_password", length, f"{_SHORTEST} to {_LONGEST} visible ASCII characters")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.pdf_header = "%PDF-1.7"
    writer.encrypt(opening_password, algorithm="AES-256", permissions_flag=_ALLOWED)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
