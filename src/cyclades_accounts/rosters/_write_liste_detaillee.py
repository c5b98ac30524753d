"""Writer of the « Liste détaillée de mes élèves » with the logins (M13), in the shape of the CYCLADES export."""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from cyclades_accounts.errors import ForeignCandidatureError
from cyclades_accounts.messages import FRENCH_MESSAGES, Messages
from cyclades_accounts.model import ExamSession, RosterLine, School
from cyclades_accounts.rosters._cells import EMPTY_CELL, write_cell, write_wrapped_cell
from cyclades_accounts.rosters._columns import RosterColumns
from cyclades_accounts.rosters._cyclades_lists import LISTE_DETAILLEE_COLUMNS
from cyclades_accounts.rosters._labels import fold_label

_Cell = Callable[[RosterLine], str]


def write_liste_detaillee(
    lines: Iterable[RosterLine],
    *,
    school: School,
    session: ExamSession,
    edited_at: datetime,
    columns: RosterColumns = LISTE_DETAILLEE_COLUMNS,
    messages: Messages = FRENCH_MESSAGES,
) -> bytes:
    """Write the « Liste détaillée de mes élèves » with « Identifiant de connexion » (M13); never a password.

    UTF-8 with byte order mark, ``;``, CRLF and RFC 4180 quotes: what a French spreadsheet opens at a double click. A
    preamble of 8 lines, the header of the CYCLADES export with « Division de classe » twice, then our columns. The
    same lines give the same bytes.

    :func:`read_liste_detaillee` gives the same candidatures back, except for what the file does not carry:
    ``former_schools``, and keys that are no INE (the cell stays empty: pass a resolver). NUL and lone surrogates
    become U+FFFD. The reader refuses birth dates before 1900, and records of more than 50 lines or cells beyond the
    limit of Python's csv module (131,072 characters).

    No cell opens as a formula (ASVS 5.0 1.2.10), and numbers that a spreadsheet would rewrite (``001``, ``2e5``, more
    than 11 digits) stand between apostrophes, as divisions do. What the file cannot prevent: a spreadsheet still
    turns dates into dates, texts such as ``3 mars`` or ``VRAI`` into values, and whoever saves the list from there
    saves what the spreadsheet made of it. Import columns as « Texte » to be safe.

    Args:
        lines: in the order in which they are to stand.
        school: the school whose list this is.
        session: the session whose list this is.
        edited_at: « Edité le », written as its own clock shows it: give it in the school's time zone.
        columns: how the columns are called; those that are ``None`` are left out.
        messages: the words for a candidate without an account.

    Raises:
        ForeignCandidatureError: a line is of another school or session.
    """
    checked = [_own(position, line, school, session) for position, line in enumerate(lines, 1)]
    layout = _layout(columns, messages)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for sentence in _preamble(school, session, edited_at):
        writer.writerow([write_cell(sentence)] + [""] * (len(layout) - 1))
    writer.writerow([write_cell(name) for name, _ in layout])
    writer.writerows([cell(line) for _, cell in layout] for line in checked)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _own(position: int, line: RosterLine, school: School, session: ExamSession) -> RosterLine:
    candidature = line.candidature
    if candidature.school != school.uai:
        raise ForeignCandidatureError(position, "school", school.uai, candidature.school)
    if candidature.session != session.id:
        raise ForeignCandidatureError(position, "session", session.id, candidature.session)
    return line


def _preamble(school: School, session: ExamSession, edited_at: datetime) -> Sequence[str]:
    return (
        f"Session {session.year}",
        "Liste détaillée de mes élèves",
        f"{' '.join(school.name.split())} ({school.uai})",
        "Type d'édition : Liste détaillée",
        f"Edité le {edited_at:%d/%m/%Y %H:%M}",
        # The three lines of criteria say nothing: how the lines were chosen and sorted is known to the caller alone.
        "Critères de recherche",
        "Critères de regroupement",
        "Critères de tris",
    )


def _layout(columns: RosterColumns, messages: Messages) -> Sequence[tuple[str, _Cell]]:
    ours = {fold_label(name) for name in columns.names().values()}

    def unless_ours(name: str) -> str | None:
        return None if fold_label(name) in ours else name

    layout: Sequence[tuple[str | None, _Cell]] = (
        (columns.division, _division),
        (columns.number, lambda line: write_cell(line.candidature.number or "")),
        (unless_ours("N° Inscription"), _empty),
        (unless_ours("N° Océan"), _empty),
        (columns.family_name, lambda line: write_cell(line.candidature.candidate.family_name)),
        (columns.usage_name, lambda line: write_cell(line.candidature.candidate.usage_name or "")),
        (columns.given_names, lambda line: write_cell(line.candidature.candidate.given_names)),
        (columns.birth_date, _birth_date),
        (columns.division, _division),
        (columns.ine, lambda line: write_cell(line.candidature.candidate.ine or "")),
        (columns.category, lambda line: write_cell(line.candidature.category)),
        (unless_ours("Code Spécialité"), _empty),
        (unless_ours("Spécialité"), _empty),
        (columns.status, lambda line: write_cell(line.candidature.status.value)),
        (unless_ours("Enseignements"), _empty),
        (columns.email, lambda line: write_cell(line.candidature.email or "")),
        (columns.serie, lambda line: write_cell(line.candidature.serie)),
        (columns.qualification, lambda line: write_cell(line.candidature.qualification)),
        (columns.login, lambda line: write_cell(line.login or messages.no_account)),
    )
    return [(name, cell) for name, cell in layout if name is not None]


def _empty(line: RosterLine) -> str:
    del line
    return EMPTY_CELL


def _division(line: RosterLine) -> str:
    return write_wrapped_cell(line.candidature.division)


def _birth_date(line: RosterLine) -> str:
    born = line.candidature.candidate.birth_date
    return f"{born.day:02}/{born.month:02}/{born.year:04}" if born else EMPTY_CELL
