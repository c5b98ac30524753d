"""One cell, between what it means and how it is written.

A spreadsheet opens a cell as a formula if it starts with ``= + - @``, a tab, a line break or NUL (OWASP "CSV
Injection", ASVS 5.0 1.2.10). It also turns ``001``, ``2e5`` or ``3-4`` into another number or a date. CYCLADES writes
divisions between apostrophes. We do the same with every text that a spreadsheet would change, and put one apostrophe
before a formula: at the start of a cell, and behind each sign at which a program may split it, because who opens the
file may choose the comma. Reading undoes all of it: every text without spaces around it comes back as it was.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Final

from cyclades_accounts.identifiers import LOGIN_MAX_LENGTH
from cyclades_accounts.lists import clean_cell

EMPTY_CELL: Final = " -"
"""How CYCLADES writes an empty field."""

EARLIEST_YEAR: Final = 1900
"""A birth date before this year is a typing error (``10/08/0010``). Our choice."""

_FORMULA = re.compile(r"'*[=+\-@\t\r\n\0]")
# Blanks of every kind, for spreadsheets drop them; behind a quotation mark too, which ends an empty cell once doubled.
_SPLIT_FORMULA = re.compile(r"""([,;|\t\r\n][^\S\t\r\n]*)(?=["']*[^\S\t\r\n]*[=+\-@])""")
_SPLIT_APOSTROPHE = re.compile(_SPLIT_FORMULA.pattern.replace("(?=", "'(?="))
_NUMBER = re.compile(
    r"""'*
    (?! (?: 0 | [1-9][0-9]{0,10} ) '*\Z )  # what every spreadsheet gives back as it was
    (?: [.,]? [0-9]+ (?: [.,:/\ -]+ [0-9]+ )* [.,]? (?: [eE] [+-]? [0-9]+ )?
    | (?= [^0-9]* [0-9] ) [0-9.,:/+%€$()\ \u00a0\u202f-]+  # LibreOffice also reads 33+ and 50 %
    ) '*""",
    re.VERBOSE,
)
_DATE = re.compile(
    r"""\s*(?:
    ([0-9]{1,2}) \s*[/.\- ]\s* ([0-9]{1,2}) \s*[/.\- ]\s* ([0-9]{4}|[0-9]{2})
    | ([0-9]{4}) [/.-] ([0-9]{1,2}) [/.-] ([0-9]{1,2})
    | ([0-9]{1,2}) (?:er)? \s+ ([^\W\d]{3,9}) \.? \s+ ([0-9]{4})
    ) (?: [T ]+ [0-9]{1,2} [:h] [0-9]{2} (?: :[0-9]{2} (?:[.,][0-9]+)? )? Z? )?""",
    re.VERBOSE,
)
_MONTHS: Final = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
_CENTURY: Final = 100


def read_cell(cell: str) -> str:
    """Return what a cell means; an empty text for an empty field, which is blank or a lone hyphen.

    ``="…"`` around a cell, as SIECLE and spreadsheets write what is no number, is taken off.
    """
    text = cell.strip()
    if text == "-":
        return ""
    if text[:2] == '="' and len(text) > len('="') and text[-1] == '"':
        text = text[2:-1].strip()
    if text[:1] == "'":
        if _FORMULA.match(text):
            text = text[1:]
        elif text.endswith("'") and _NUMBER.fullmatch(text[1:-1]):
            return text[1:-1]
    return _SPLIT_APOSTROPHE.sub(r"\1", text) if "'" in text else text


def read_wrapped_cell(cell: str) -> str:
    """Return what the cell of a division means, without the apostrophes around it."""
    text = cell.strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return _SPLIT_APOSTROPHE.sub(r"\1", text[1:-1]).strip()
    return read_cell(text)


def write_cell(text: str) -> str:
    """Return the cell that :func:`read_cell` turns back into ``text``, and that no spreadsheet takes for a formula.

    The text is cleaned first (:func:`~cyclades_accounts.lists.clean_cell`).
    """
    text = _guarded(text)
    if not text:
        return EMPTY_CELL
    if _FORMULA.match(text):
        return f"'{text}"
    return f"'{text}'" if _NUMBER.fullmatch(text) else text


def write_wrapped_cell(text: str) -> str:
    """Return the cell of a division, between apostrophes: ``'3A'``."""
    text = _guarded(text)
    return f"'{text}'" if text else EMPTY_CELL


def _guarded(text: str) -> str:
    """Return a clean text that is no formula behind a sign at which a program may split it."""
    return _SPLIT_FORMULA.sub(r"\1'", clean_cell(text))


@lru_cache(maxsize=4096)
def read_date(text: str, before: int = date.max.year) -> date | None:
    """Return the one day that a text can mean; ``None`` where it means none, or one before :data:`EARLIEST_YEAR`.

    jj/mm/aaaa with ``/``, ``.``, ``-`` or spaces, aaaa-mm-jj, the month in words, with a time behind, or an apostrophe
    that keeps a spreadsheet from changing it.

    Args:
        text: what is written.
        before: two digits of a year mean the last such year before this one; without it they mean none.
    """
    if (match := _DATE.fullmatch(text.strip("'"))) is None:
        return None
    day, month, year, *found = match.groups()
    if found[0]:
        year, month, day = found[:3]
    elif found[3]:
        day, word, year = found[3:]
        named = [str(place) for place, name in enumerate(_MONTHS, 1) if name.startswith(fold_label(word))]
        month = named[0] if len(named) == 1 else "0"
    full = int(year)
    if len(year) < len("aaaa"):
        if before == date.max.year:
            return None
        full += before // _CENTURY * _CENTURY
        full -= _CENTURY if full >= before else 0
    try:
        return date(full, int(month), int(day)) if full >= EARLIEST_YEAR else None
    except ValueError:
        return None


def write_date(day: date | None) -> str:
    """Return a day as jj/mm/aaaa; an empty text for ``None``."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}" if day else ""


@lru_cache(maxsize=1024)  # a file repeats its few labels on every line
def fold_label(text: str) -> str:
    """Return what counts when labels of columns or states are compared: letters and digits, words apart by one space.

    Case, accents and punctuation do not count. ``N° Candidat`` gives ``n candidat``, ``Prénom(s)`` gives ``prenom s``;
    ``Nom d’usage`` and ``NOM D'USAGE`` both give ``nom d usage``. What is longer than any label gives an empty text.
    """
    if len(text) > LOGIN_MAX_LENGTH:
        return ""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = (char for char in folded if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())
