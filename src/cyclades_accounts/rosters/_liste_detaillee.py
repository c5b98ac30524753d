"""Reader of the CYCLADES « Liste détaillée de mes élèves » as CSV: M2, M3, M13."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from attrs import field, frozen

from cyclades_accounts.identifiers import CandidateId, Ine, SessionId, Uai, is_ine, parse_ine, parse_uai
from cyclades_accounts.messages import FRENCH_MESSAGES, Messages
from cyclades_accounts.model import Candidate, Candidature, CandidatureStatus
from cyclades_accounts.rosters._cells import read_cell, read_wrapped_cell
from cyclades_accounts.rosters._columns import LISTE_DETAILLEE_COLUMNS, Header, ListeDetailleeColumns, find_header
from cyclades_accounts.rosters._errors import MissingColumnError, NoHeaderError
from cyclades_accounts.rosters._labels import fold_label
from cyclades_accounts.rosters._preamble import read_preamble
from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem
from cyclades_accounts.rosters._records import Record, Source, decode, read_bytes, record_at, records
from cyclades_accounts.rosters._roster_file import RosterFile
from cyclades_accounts.rosters._statuses import STATUS_LABELS

Resolver = Callable[[Mapping[str, str]], CandidateId | None]
"""Finds the key of a person whose line has no usable INE: from the line's values by column name (an empty field is an
empty text) to the key, or to ``None`` if nobody can tell."""

EARLIEST_YEAR: Final = 1900
"""A birth date before this year is a typing slip (``10/08/0010``). Our choice."""

_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def read_liste_detaillee(
    source: Source,
    *,
    school: Uai,
    session: SessionId,
    columns: ListeDetailleeColumns = LISTE_DETAILLEE_COLUMNS,
    statuses: Mapping[str, CandidatureStatus] = STATUS_LABELS,
    resolve: Resolver | None = None,
    messages: Messages = FRENCH_MESSAGES,
) -> RosterFile:
    """Read a « Liste détaillée de mes élèves » (M13): the candidatures of one school and one session.

    UTF-8 with or without byte order mark, ``;`` between cells, CRLF or LF, RFC 4180 quotes; a preamble, then a header
    found by its words, then one line a candidature; blank lines do not count. An empty field is `` -`` or ``-``,
    divisions stand between apostrophes (``'3A'``), and everything is text: no number loses its zeros.

    A line with a fault is reported and left out, and hides no other line; all faults of a line are reported. Doubles
    are not looked for: registering the roster does that.

    Args:
        source: the bytes, a path, or a file opened in binary mode.
        school: the school whose list this must be; compared with the UAI in the preamble, where there is one.
        session: the session that the candidatures are for; the file does not carry its key.
        columns: how the columns are called.
        statuses: what each label of the state column means (M2); labels compare without case, accents and hyphens.
        resolve: asked for the key of a person whose line has no well-formed INE. What it raises is not caught.
        messages: the words for a candidate without an account (M13).

    Raises:
        EmptyFileError: nothing but blanks.
        NulByteError: there is a NUL byte: UTF-16, a workbook or damage.
        NotUtf8Error: a byte is not UTF-8.
        NoHeaderError: no line names three of the columns.
        MissingColumnError: no column for the family name, the given names, the state, or the INE without a resolver.
        WrongSchoolError: the preamble names another school.
        InvalidValueError: the source is none of the three, ``school`` is no UAI, or what ``resolve`` returned is no
            key.
        OSError: the path cannot be read.
    """
    school = parse_uai(school)
    lines = decode(read_bytes(source))
    before, header = _split_preamble(lines, columns)
    preamble = read_preamble(before, school)
    _require_columns(header, columns, resolve)
    problems: list[RosterProblem] = []
    if columns.email is not None and "email" not in header.places:
        problems.append(RosterProblem(ProblemCode.NO_EMAIL_COLUMN, header.line, columns.email))
    reader = _LineReader(
        header=header,
        school=school,
        session=session,
        statuses={fold_label(label): status for label, status in statuses.items()},
        status_labels=_first_labels(statuses),
        resolve=resolve,
        no_account=fold_label(messages.no_account),
    )
    good: list[tuple[int, Candidature, str | None]] = []
    for record in records(lines, header.line, header.width):
        candidature, faults = reader.read(record)
        problems += faults
        if candidature is not None:
            good.append((record.line, candidature, reader.login(record)))
    return RosterFile(
        candidatures=tuple(candidature for _, candidature, _ in good),
        lines=tuple(line for line, _, _ in good),
        problems=tuple(problems),
        preamble=preamble,
        logins=tuple(login for _, _, login in good) if "login" in header.places else (),
    )


def _first_labels(statuses: Mapping[str, CandidatureStatus]) -> str:
    labels: dict[CandidatureStatus, str] = {}
    for label, status in statuses.items():
        labels.setdefault(status, label)
    return ", ".join(labels.values())


def _split_preamble(lines: Sequence[str], columns: ListeDetailleeColumns) -> tuple[list[Record], Header]:
    before: list[Record] = []
    for position in range(len(lines)):
        record, _ = record_at(lines, position)  # one line at a time: a stray quotation mark must not swallow the header
        if header := find_header(record.line, record.cells, columns):
            return before, header
        before.append(record)
    raise NoHeaderError(expected=", ".join(columns.names().values()))


def _require_columns(header: Header, columns: ListeDetailleeColumns, resolve: Resolver | None) -> None:
    required = {"family_name": columns.family_name, "given_names": columns.given_names, "status": columns.status}
    if resolve is None:
        required["ine"] = columns.ine or "INE"
    for attribute, name in required.items():
        if attribute not in header.places:
            raise MissingColumnError(header.line, name)


@frozen
class _LineReader:
    """What every line is read with."""

    header: Header
    school: Uai
    session: SessionId
    statuses: Mapping[str, CandidatureStatus]
    """By folded label."""
    status_labels: str
    """The states that a file may hold, each by its first label."""
    resolve: Resolver | None
    no_account: str
    """The words for a candidate without an account, as a folded label."""

    def read(self, record: Record) -> tuple[Candidature | None, list[RosterProblem]]:
        """Return the candidature of a line, or everything that is wrong with the line."""
        if record.is_broken:
            return None, [RosterProblem(ProblemCode.BROKEN_QUOTES, record.line, value=record.cells[0])]
        if len(record.cells) != self.header.width:
            found, expected = str(len(record.cells)), str(self.header.width)
            return None, [RosterProblem(ProblemCode.CUT_LINE, record.line, value=found, expected=expected)]
        return _Line(self, record).read()

    def login(self, record: Record) -> str | None:
        """Return the login that a line shows; ``None`` where it shows none, or says so (M13)."""
        text = read_cell(record.cells[self.header.places["login"][0]]) if "login" in self.header.places else ""
        return None if fold_label(text) in {"", self.no_account} else text

    def column(self, attribute: str) -> str | None:
        """Return the name of a column as the file writes it; ``None`` if the file has no such column."""
        places = self.header.places.get(attribute)
        return self.header.names[places[0]] if places else None


@frozen
class _Line:
    """One line while it is read; its problems gather as its values are asked for."""

    reader: _LineReader
    record: Record
    problems: list[RosterProblem] = field(factory=list)

    def read(self) -> tuple[Candidature | None, list[RosterProblem]]:
        given = {name: self._value(name) for name in self.reader.header.places}
        candidate_id = self._candidate_id(given.get("ine", ""))
        for name in ("family_name", "given_names"):
            if not given[name]:
                self._report(ProblemCode.EMPTY_NAME, name)
        birth_date = self._date("birth_date", given.get("birth_date", ""))
        status = self._status(given["status"])
        if self.problems or candidate_id is None or status is None:
            return None, self.problems
        optional = ("email", "serie", "division", "qualification", "category", "number")
        candidate = Candidate(
            id=candidate_id,
            family_name=given["family_name"],
            given_names=given["given_names"],
            birth_date=birth_date,
            usage_name=given.get("usage_name"),
        )
        candidature = Candidature(
            candidate=candidate,
            school=self.reader.school,
            session=self.reader.session,
            status=status,
            **{name: given[name] for name in optional if name in given},
        )
        return candidature, []

    def _report(self, code: ProblemCode, attribute: str, value: str = "", expected: str = "") -> None:
        column = self.reader.column(attribute)
        self.problems.append(RosterProblem(code, self.record.line, column, value, expected))

    def _value(self, attribute: str) -> str:
        read = read_wrapped_cell if attribute == "division" else read_cell
        first, *others = (read(self.record.cells[place]) for place in self.reader.header.places[attribute])
        for other in others:
            if other != first:
                self._report(ProblemCode.COLUMNS_DIFFER, attribute, first, other)
        return first

    def _candidate_id(self, text: str) -> CandidateId | Ine | None:
        if is_ine(text):
            return parse_ine(text)
        found = self.reader.resolve(self._by_name()) if self.reader.resolve else None
        if found is None:
            self._report(ProblemCode.MALFORMED_INE if text else ProblemCode.MISSING_INE, "ine", text)
        return found

    def _by_name(self) -> Mapping[str, str]:
        header = self.reader.header
        divisions = header.places.get("division", ())
        values: dict[str, str] = {}
        for place, (name, cell) in enumerate(zip(header.names, self.record.cells, strict=True)):
            values.setdefault(name, read_wrapped_cell(cell) if place in divisions else read_cell(cell))
        return values

    def _date(self, attribute: str, text: str) -> date | None:
        if not text:
            return None
        if match := _DATE.fullmatch(text):
            day, month, year = map(int, match.groups())
            try:
                found = date(year, month, day)
            except ValueError:
                pass
            else:
                if year >= EARLIEST_YEAR:
                    return found
        self._report(ProblemCode.BAD_DATE, attribute, text)
        return None

    def _status(self, text: str) -> CandidatureStatus | None:
        status = self.reader.statuses.get(fold_label(text))
        if status is None:
            self._report(ProblemCode.UNKNOWN_STATUS, "status", text, self.reader.status_labels)
        return status
