"""A PDF that asks for a password before it opens, for a document that leaves the host (``pypdf``)."""

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
"""Printing, and reading aloud: a screen reader needs the text (ISO 32000-2, table 22, bit 10)."""


def protect_pdf(content: bytes, opening_password: str) -> bytes:
    """Return a PDF encrypted with AES-256 (ISO 32000-2, revision 6) that opens with ``opening_password`` alone.

    For a document that leaves the host: a download, a key in the hand of the secretary. The document in the store stays
    as it is, sealed. Tags, language and title are kept. Two calls give different bytes: salts are always fresh.

    Args:
        content: the PDF, as :meth:`Provisioning.open_document` gives it.
        opening_password: 12 to 127 visible ASCII characters, so that every reader encodes it alike. Tell it another way
            than the document.

    Raises:
        InvalidValueError: the password is too short, too long, or holds another character; its value is not told.
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
