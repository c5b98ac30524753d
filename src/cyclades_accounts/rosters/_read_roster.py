"""Opening and reading a file whatever its format, and one reader for each format."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from cyclades_accounts.identifiers import SessionId, Uai, parse_uai
from cyclades_accounts.rosters._columns import RosterColumns
from cyclades_accounts.rosters._cyclades_lists import LISTE_DETAILLEE, LISTE_DETAILLEE_COLUMNS, LISTE_SIMPLE
from cyclades_accounts.rosters._format import RosterFormat
from cyclades_accounts.rosters._import_hors_bee import IMPORT_HORS_BEE
from cyclades_accounts.rosters._options import DEFAULT_OPTIONS, ReaderOptions
from cyclades_accounts.rosters._resultats_dnb import RESULTATS_DNB
from cyclades_accounts.rosters._roster_file import RosterFile, gather
from cyclades_accounts.rosters._siecle_csv import SIECLE_CSV
from cyclades_accounts.rosters._siecle_xml import open_siecle_xml
from cyclades_accounts.rosters._source import Source, opened
from cyclades_accounts.rosters._stream import RosterStream
from cyclades_accounts.rosters._table import open_table

TABLE_FORMATS: Final = (LISTE_DETAILLEE, LISTE_SIMPLE, IMPORT_HORS_BEE, RESULTATS_DNB, SIECLE_CSV)
"""The formats of CSV files that are told apart by their header."""


@contextmanager
def open_roster(
    source: Source,
    *,
    school: Uai,
    session: SessionId,
    formats: Sequence[RosterFormat] = TABLE_FORMATS,
    options: ReaderOptions = DEFAULT_OPTIONS,
) -> Iterator[RosterStream]:
    """Open a file, of whatever format, to read its lines one by one: a file of any length in flat memory.

    Args:
        source: the bytes, a path, or a file opened in binary mode; also of a zip with one such file in it.
        school: the school whose list this must be.
        session: the session that the candidatures are for.
        formats: the CSV formats it may have; XML is always SIECLE's.
        options: what the file does not tell, or tells wrong.

    Raises:
        RosterFileError: the file cannot be read as a whole; a subclass says why. XML may turn out so while its lines
            are read.
        MissingExtraError: the format needs the extra ``rosters``.
        InvalidValueError: the source is none of the three, ``school`` is no UAI, or what the resolver returned is no
            key.
        OSError: the path cannot be read.
    """
    school = parse_uai(school)
    with opened(source) as file:
        start = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
        if start.startswith(b"<"):
            yield open_siecle_xml(file, school=school, session=session, options=options)
        else:
            yield open_table(file, formats=formats, school=school, session=session, options=options)


def read_roster(
    source: Source,
    *,
    school: Uai,
    session: SessionId,
    formats: Sequence[RosterFormat] = TABLE_FORMATS,
    options: ReaderOptions = DEFAULT_OPTIONS,
) -> RosterFile:
    """Read a file whatever its format: the arguments and errors of :func:`open_roster`, the whole file at once.

    Raises:
        FaultyRosterError: the options are strict, and something is wrong; notes pass.
    """
    with open_roster(source, school=school, session=session, formats=formats, options=options) as stream:
        return gather(stream)


def read_liste_detaillee(
    source: Source,
    *,
    school: Uai,
    session: SessionId,
    columns: RosterColumns = LISTE_DETAILLEE_COLUMNS,
    options: ReaderOptions = DEFAULT_OPTIONS,
) -> RosterFile:
    """Read a CYCLADES « Liste détaillée de mes élèves » (M13), whose columns may have other names."""
    form = RosterFormat(LISTE_DETAILLEE.name, LISTE_DETAILLEE.label, columns, LISTE_DETAILLEE.required)
    return read_roster(source, school=school, session=session, formats=(form,), options=options)


def read_liste_simple(
    source: Source, *, school: Uai, session: SessionId, options: ReaderOptions = DEFAULT_OPTIONS
) -> RosterFile:
    """Read a CYCLADES « Liste simple »: without addresses, so that it serves beside a file that has them (M3)."""
    return read_roster(source, school=school, session=session, formats=(LISTE_SIMPLE,), options=options)


def read_import_hors_bee(
    source: Source, *, school: Uai, session: SessionId, options: ReaderOptions = DEFAULT_OPTIONS
) -> RosterFile:
    """Read a CYCLADES « import hors BEE »: it has no state (M2)."""
    return read_roster(source, school=school, session=session, formats=(IMPORT_HORS_BEE,), options=options)


def read_resultats_dnb(
    source: Source, *, school: Uai, session: SessionId, options: ReaderOptions = DEFAULT_OPTIONS
) -> RosterFile:
    """Read the results of the DNB: no state (M2), no address (M3)."""
    return read_roster(source, school=school, session=session, formats=(RESULTATS_DNB,), options=options)


def read_siecle_csv(
    source: Source, *, school: Uai, session: SessionId, options: ReaderOptions = DEFAULT_OPTIONS
) -> RosterFile:
    """Read a SIECLE ``EXP_Liste_des_eleves_par_division.csv``: no INE, so that it serves beside another file."""
    return read_roster(source, school=school, session=session, formats=(SIECLE_CSV,), options=options)


def read_siecle_xml(
    source: Source, *, school: Uai, session: SessionId, options: ReaderOptions = DEFAULT_OPTIONS
) -> RosterFile:
    """Read a SIECLE ``ElevesSansAdresses.xml``, also inside its zip: no state (M2), rarely addresses (M3)."""
    school = parse_uai(school)
    with opened(source) as file:
        return gather(open_siecle_xml(file, school=school, session=session, options=options))


def read_csv(
    source: Source,
    *,
    school: Uai,
    session: SessionId,
    columns: RosterColumns,
    options: ReaderOptions = DEFAULT_OPTIONS,
) -> RosterFile:
    """Read a CSV file of any kind, whose columns are declared: ``RosterColumns(ine="N° INE", email="Courriel")``."""
    form = RosterFormat("CSV", "CSV", columns)
    return read_roster(source, school=school, session=session, formats=(form,), options=options)
