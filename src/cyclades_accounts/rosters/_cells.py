"""One cell of a CYCLADES list, between what it means and how it is written.

A spreadsheet opens a cell that starts with ``= + - @``, a tab, a line break or NUL as a formula (OWASP "CSV Injection",
ASVS 5.0 1.2.10), and turns ``001``, ``2e5`` or ``3-4`` into another number or a date. CYCLADES wraps divisions in
apostrophes; so do we, with whatever else a spreadsheet would not give back, and a formula gets one leading apostrophe.
Both are undone on reading: every text without spaces around it comes back as it was.
"""

import re
from typing import Final

EMPTY_CELL: Final = " -"
"""How CYCLADES writes an empty field."""

_FORMULA = re.compile(r"'*[=+\-@\t\r\n\0]")
_NUMBER = re.compile(
    r"""'*
    (?! (?: 0 | [1-9][0-9]{0,10} ) '*\Z )  # what every spreadsheet gives back as it was
    (?: [.,]? [0-9]+ (?: [.,:/\ -]+ [0-9]+ )* [.,]? (?: [eE] [+-]? [0-9]+ )?
    | (?= [^0-9]* [0-9] ) [0-9.,:/+%€$()\ \u00a0\u202f-]+  # LibreOffice also reads 33+ and 50 %
    ) '*""",
    re.VERBOSE,
)
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def is_empty_cell(cell: str) -> bool:
    """Whether a cell stands for nothing: blank, or a lone hyphen."""
    return cell.strip() in {"", "-"}


def read_cell(cell: str) -> str:
    """Return what a cell means; empty for an empty field."""
    text = cell.strip()
    if text == "-":
        return ""
    if text[:1] == "'":
        if _FORMULA.match(text):
            return text[1:]
        if text.endswith("'") and _NUMBER.fullmatch(text[1:-1]):
            return text[1:-1]
    return text


def read_wrapped_cell(cell: str) -> str:
    """Return what a division's cell means: the wrapping apostrophes go, where they are there."""
    text = cell.strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].strip()
    return read_cell(cell)


def write_cell(text: str) -> str:
    """Return the cell that :func:`read_cell` turns back into ``text``, and that no spreadsheet takes for a formula.

    Spaces around it go. NUL and lone surrogates, which no UTF-8 text file carries, become U+FFFD.
    """
    text = clean_cell(text)
    if not text:
        return EMPTY_CELL
    if _FORMULA.match(text):
        return f"'{text}"
    return f"'{text}'" if _NUMBER.fullmatch(text) else text


def write_wrapped_cell(text: str) -> str:
    """Return the cell of a division, wrapped in apostrophes: ``'3A'``."""
    text = clean_cell(text)
    return f"'{text}'" if text else EMPTY_CELL


def clean_cell(text: str) -> str:
    """Return a text as a cell carries it: without spaces around it; NUL and lone surrogates become U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text).strip()
