"""Writing the « Liste détaillée de mes élèves » with the logins (M13), in the shape of the CYCLADES export."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from cyclades_accounts.errors import ForeignCandidatureError
from cyclades_accounts.messages import FRENCH_MESSAGES, Messages
from cyclades_accounts.model import ExamSession, RosterLine, School
from cyclades_accounts.rosters._files.cells import EMPTY_CELL, fold_label, write_cell, write_date, write_wrapped_cell
from cyclades_accounts.rosters._formats.columns import RosterColumns
from cyclades_accounts.rosters._formats.titles import LISTE_DETAILLEE_COLUMNS
from cyclades_accounts.rosters._lists.csv_writer import write_csv

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

    A French spreadsheet opens the file at a double click: UTF-8 with byte order mark, ``;``, CRLF, quotation marks as
    in RFC 4180. It has a preamble of 8 lines, the header of the CYCLADES export with « Division de classe » twice, then
    our columns. The same lines give the same bytes.

    :func:`read_roster` gives the same candidatures back, except for what the file does not hold:
    ``former_schools``, and keys that are no INE (the cell stays empty: read it with a resolver). NUL and lone
    surrogates become U+FFFD. The reader refuses birth dates before 1900, records of more than 50 lines, and cells
    beyond the limit of Python's csv module (131,072 characters).

    No cell opens as a formula (ASVS 5.0 1.2.10). Numbers that a spreadsheet would change (``001``, ``2e5``, more than
    11 digits) stand between apostrophes, as divisions do. What the file cannot prevent: a spreadsheet turns texts that
    look like dates into dates, and texts such as ``3 mars`` or ``VRAI`` into values; a list that is saved from there
    has what the spreadsheet made of it. Importing the columns as « Texte » avoids this.

    Args:
        lines: the candidatures with their logins, in the order of the file.
        school: the school whose list this is.
        session: the session whose list this is.
        edited_at: the moment after « Edité le »; it is written in the school's time zone, else in its own.
        columns: how the columns are called; those that are ``None`` are left out.
        messages: the words for a candidate without an account.

    Raises:
        ForeignCandidatureError: a line is of another school or session.
    """
    checked = [_own(position, line, school, session) for position, line in enumerate(lines, 1)]
    layout = _layout(columns, messages)
    padding = [""] * (len(layout) - 1)
    preamble = [[write_cell(sentence), *padding] for sentence in _preamble(school, session, edited_at)]
    header = [write_cell(name) for name, _ in layout]
    return write_csv((*preamble, header, *([cell(line) for _, cell in layout] for line in checked)))


def _own(position: int, line: RosterLine, school: School, session: ExamSession) -> RosterLine:
    candidature = line.candidature
    if candidature.uai != school.uai:
        raise ForeignCandidatureError(position, "school", school.uai, candidature.uai)
    if candidature.session_id != session.id:
        raise ForeignCandidatureError(position, "session", session.id, candidature.session_id)
    return line


def _preamble(school: School, session: ExamSession, edited_at: datetime) -> Sequence[str]:
    return (
        f"Session {session.label}",
        "Liste détaillée de mes élèves",
        f"{' '.join(school.name.split())} ({school.uai})",
        "Type d'édition : Liste détaillée",
        f"Edité le {school.told(edited_at):%d/%m/%Y %H:%M}",
        # These three lines name no criteria: only the caller knows how the lines were chosen and sorted.
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
        (columns.status, lambda line: write_cell(line.candidature.status)),
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
    return write_date(line.candidature.candidate.birth_date) or EMPTY_CELL
