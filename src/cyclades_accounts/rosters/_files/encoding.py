"""Which encoding a file is in, and what no text file may hold; found before the first line is read, in flat memory.

A file is UTF-8 even if a few of its bytes are not: somebody has pasted lines of another encoding into it, and only
those lines are wrong. UTF-16 is known by its byte order mark, or by the NUL in its first characters. Of the encodings
with one byte for a character the one counts in which the words of the file look most like words: letters of the case
of their neighbours, French ones before others. Windows-1252 has all printable characters of ISO-8859-1 at the same
places, so the two are read as Windows-1252.
"""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, Final

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.rosters._problems.errors import EmptyFileError, TooBigError

ENCODINGS: Final = ("utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "mac-roman", "cp850", "utf-16")
"""The encodings that are read. UTF-8 with and without byte order mark; ``mac-roman`` and ``cp850`` are what
spreadsheets call « CSV (Macintosh) » and « CSV (MS-DOS) »."""

LONGEST_LINE: Final = 1024 * 1024
"""Bytes of a line, at most, since a whole line is held in memory; no line of a roster comes near. Our choice."""

UNDECODED: Final = re.compile("[\udc80-\udcff]")
"""What stands for a byte that is no character of the encoding (Python's ``surrogateescape``)."""

_ONE_BYTE: Final = ("windows-1252", "iso-8859-15", "mac-roman", "cp850")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]{1,60}")
_MOST_WORDS: Final = 2_000
_FRENCH: Final = frozenset("àâäçéèêëîïôöùûüÿœæñ" + "ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆÑ")


def parse_encoding(name: str) -> str:
    """Return the name under which we know an encoding.

    Raises:
        InvalidValueError: it is none of :data:`ENCODINGS`.
    """
    known = {codecs.lookup(encoding).name: encoding for encoding in ENCODINGS} | {"utf-8-sig": "utf-8"}
    try:
        return known[codecs.lookup(name).name]
    except (LookupError, TypeError, ValueError):
        raise InvalidValueError("encoding", name, f"one of {', '.join(ENCODINGS)}") from None


def detect_encoding(file: BinaryIO) -> str:
    """Return the encoding of a file, one of :data:`ENCODINGS`."""
    file.seek(0)
    start = file.read(4)
    if start[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} or (start[1::2] == b"\0\0" and all(start[::2])):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8"
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    strange = foreign = 0
    for chunk in _chunks(file):
        if not chunk.isascii():
            text = decoder.decode(chunk)
            wrong = len(UNDECODED.findall(text))
            strange += wrong
            foreign += len(text) - len(text.encode("ascii", "ignore")) - wrong
    # In real UTF-8 most bytes beyond ASCII make whole characters; in a one-byte encoding they do so by accident alone.
    if strange <= foreign:
        return "utf-8"
    words: set[bytes] = set()
    for chunk in _chunks(file):
        words.update(word for word in _WORD.findall(chunk) if not word.isascii())
        if len(words) > _MOST_WORDS:
            break
    return max(_ONE_BYTE, key=lambda encoding: sum(_likeness(word.decode(encoding, "replace")) for word in words))


def _likeness(word: str) -> int:
    """Return how much a word looks like one: a point for each French letter, some less for what stands in no word."""
    points = 0
    for before, char, after in zip(f" {word}", word, f"{word[1:]} ", strict=False):
        if not char.isascii():
            is_odd = (char.isupper() and (before.islower() or (before.isalpha() and after.islower()))) or (
                char.islower() and before.isupper() and after.isupper()
            )
            points += (char in _FRENCH) - 2 * (is_odd or not char.isalpha())
    return points


def check_text(file: BinaryIO) -> None:
    """Check that a file can be read line by line.

    Raises:
        EmptyFileError: the file has nothing but blanks.
        TooBigError: a line is longer than :data:`LONGEST_LINE`; the error names it.
    """
    is_blank = True
    line, length = 1, 0
    before = b""
    for chunk in _chunks(file):
        first = re.search(rb"[\r\n]", chunk)
        if length + (first.start() if first else len(chunk)) > LONGEST_LINE:
            raise TooBigError(line)
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        length = length + len(chunk) if last < 0 else len(chunk) - last - 1
        line += _line_ends(chunk, before)
        before = chunk[-1:]
        is_blank = is_blank and not chunk.replace(codecs.BOM_UTF8, b"").strip()
    if is_blank:
        raise EmptyFileError


def _line_ends(chunk: bytes, before: bytes) -> int:
    """Count the line ends of a chunk; CRLF is one line end, even if a chunk ends between its two bytes."""
    found = chunk.count(b"\n") + chunk.count(b"\r") - chunk.count(b"\r\n")
    return found - (before == b"\r" and chunk.startswith(b"\n"))


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(LONGEST_LINE):
        yield chunk


@contextmanager
def decoded(file: BinaryIO, encoding: str, errors: str = "strict") -> Iterator[io.TextIOWrapper]:
    """Read a file as text from its start, line ends as they are; the file itself stays open.

    Args:
        file: what to read.
        encoding: one of :data:`ENCODINGS`.
        errors: what becomes of bytes that are no characters, as Python names it.
    """
    file.seek(0)
    if encoding == "utf-16":
        errors = "replace"  # half of a character stands for no byte
        encoding = "utf-16" if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-16-le"
        file.seek(0)
    text = io.TextIOWrapper(file, "utf-8-sig" if encoding == "utf-8" else encoding, errors, newline="")
    try:
        yield text
    finally:
        with suppress(ValueError):  # the file is closed already
            text.detach()  # else the wrapper closes the file when it is collected
