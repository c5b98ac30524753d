"""How a file is read, whatever its format, and the one door to it.

A file is opened, recognised, then read line by line:

1. :func:`opened` makes one seekable file of the source: bytes, a path, an open file, or the one roster inside a zip.
2. Its encoding is found. The first characters decide between XML, which must be SIECLE's, and CSV.
3. The whole text is checked before any line is read: not blank, no endless line. XML is checked by its parser.
4. Of a CSV file, the first line that names enough columns by titles that we know, or that the host declares, is the
   header. It decides the delimiter, says where each column stands, and tells which kind of file it is: that is a name
   for people, and all kinds are read alike. The lines before it are the preamble, which may name the school and the
   year. What is wrong so far refuses the whole file: a subclass of :class:`RosterFileError` says why.
5. Every line below makes a :class:`ReadLine`. Its cells become values by attribute; the :class:`LineReader`, which is
   the same for all files, turns the values into a :class:`Candidature`, or into the problems of the line. From here on
   a problem costs its own line and no other.
6. A :class:`RosterStream` hands the lines out one by one, in flat memory; :func:`gather` makes a :class:`RosterFile` of
   them. A line that is right, but lacks the names or the key, is kept as an entry: another file may have what it lacks
   (:func:`merge_rosters`).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from cyclades_accounts.identifiers import SessionId, Uai, parse_session_id, parse_uai
from cyclades_accounts.rosters._files.encoding import decoded, detect_encoding
from cyclades_accounts.rosters._files.source import Source, opened
from cyclades_accounts.rosters._problems.errors import WebPageError
from cyclades_accounts.rosters._reading.options import DEFAULT_OPTIONS, ReaderOptions
from cyclades_accounts.rosters._reading.roster_file import RosterFile, RosterStream, gather
from cyclades_accounts.rosters._reading.siecle_xml import open_siecle_xml
from cyclades_accounts.rosters._reading.table import open_table

_START: Final = 1_000
"""Characters by which a file is told from one of another kind."""
_WEB_PAGE = re.compile(r"(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*>\s*)*<(?:!doctype\s+)?html\b", re.IGNORECASE)


@contextmanager
def open_roster(
    source: Source, *, uai: Uai, session_id: SessionId, options: ReaderOptions = DEFAULT_OPTIONS
) -> Iterator[RosterStream]:
    """Open a file of any format, to read its lines one by one: a file of any length in flat memory.

    Args:
        source: the bytes, a path, or a file opened in binary mode; each may be a zip with one roster in it.
        uai: the school whose list this must be.
        session_id: the session that the candidatures are for.
        options: what cannot be detected, or is detected wrong.

    Raises:
        RosterFileError: the file cannot be read as a whole; a subclass says why. Of XML, a line that is read later may
            still show it.
        MissingExtraError: the format needs the extra ``rosters``.
        InvalidValueError: the source is none of the three, ``uai`` is no UAI, ``session_id`` is no key of a
            session, or what the resolver returned is no key.
        OSError: the path cannot be read.
    """
    uai, session_id = parse_uai(uai), parse_session_id(session_id)
    with opened(source) as file:
        encoding = options.encoding or detect_encoding(file)
        with decoded(file, encoding, "replace") as text:
            start = text.read(_START).lstrip()
        if _WEB_PAGE.match(start):
            raise WebPageError
        open_file = open_siecle_xml if start.startswith("<") else open_table
        yield open_file(file, encoding, uai=uai, session_id=session_id, options=options)


def read_roster(
    source: Source, *, uai: Uai, session_id: SessionId, options: ReaderOptions = DEFAULT_OPTIONS
) -> RosterFile:
    """Read the whole of a file of any format. The arguments are those of :func:`open_roster`.

    Raises:
        FaultyRosterError: the options are strict, and something is wrong; notes pass.
        RosterFileError: the file cannot be read as a whole; a subclass says why.
        MissingExtraError: the format needs the extra ``rosters``.
        InvalidValueError: the source is none of the three, ``uai`` is no UAI, ``session_id`` is no key of a
            session, or what the resolver returned is no key.
        OSError: the path cannot be read.
    """
    with open_roster(source, uai=uai, session_id=session_id, options=options) as stream:
        return gather(stream)
