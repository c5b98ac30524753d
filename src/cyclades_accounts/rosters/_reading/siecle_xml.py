"""SIECLE ``ElevesSansAdresses.xml``: names, INE, birth dates, divisions and who has left; sometimes addresses.

The element ``BEE_ELEVES/PARAMETRES`` has the school and the school year, each ``DONNEES/ELEVES/ELEVE`` a pupil, and
each ``DONNEES/STRUCTURES/STRUCTURES_ELEVE`` the division of a pupil, by ``ELEVE_ID``. The divisions stand after the
pupils, so the file is read twice: once for the divisions, of which one short text for each pupil stays in memory, once
for the pupils, one by one.

The parser is that of defusedxml: it refuses a document type, and with it any entity. Depth and length of what is read
are bounded here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, Final
from xml.sax import ContentHandler, SAXParseException  # the parser itself is defusedxml's

from cyclades_accounts.errors import InvalidValueError, MissingExtraError
from cyclades_accounts.identifiers import ROSTER_MAX_LENGTH, SessionId, Uai
from cyclades_accounts.rosters._files.encoding import decoded, parse_encoding
from cyclades_accounts.rosters._formats.titles import SIECLE_XML
from cyclades_accounts.rosters._problems.errors import (
    BadXmlError,
    ForbiddenXmlError,
    OtherExportError,
    TooBigError,
    UnknownFormatError,
    WrongSchoolError,
)
from cyclades_accounts.rosters._reading.line_reader import LineReader, ReadLine
from cyclades_accounts.rosters._reading.meanings import BadTextError
from cyclades_accounts.rosters._reading.options import ReaderOptions
from cyclades_accounts.rosters._reading.roster_file import Preamble, RosterFile, RosterStream

LONGEST_TEXT: Final = 10_000
"""Characters of one element that are kept, and make its line a bad one. Our choice."""

DEEPEST: Final = 32
"""Elements within each other, at most; an export has 6. Our choice."""

MOST_FIELDS: Final = 200
"""Elements of one pupil that are kept, at most. Our choice: exports have about 50."""

_CHUNK: Final = 64 * 1024
_MOST_IDLE: Final = 16  # chunks without any event: a name, a comment or a tag of a megabyte
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_YEAR = re.compile(r"[0-9]{4}")

# Elements by attribute of the columns; where there are two, the first one that is not empty counts. INE_RNIE is the
# national number of today, ID_NATIONAL the one before it; some exports have the older one alone.
_ELEMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ine": ("INE_RNIE", "ID_NATIONAL"),
    "family_name": ("NOM_DE_FAMILLE", "NOM"),
    "usage_name": ("NOM_USAGE",),
    "birth_date": ("DATE_NAISS",),
    "email": ("MEL",),
    "left_on": ("DATE_SORTIE",),
}
_OTHER_ROOTS: Final = ("BEE_", "EDT_", "STS_")
_GIVEN_NAMES: Final = ("PRENOM", "PRENOM2", "PRENOM3")
_COLUMNS: Final = {name: found[0] for name, found in _ELEMENTS.items()} | {
    "given_names": "PRENOM",
    "division": "CODE_STRUCTURE",
}

_Texts = dict[str, str]


def open_siecle_xml(
    file: BinaryIO, encoding: str, *, uai: Uai, session_id: SessionId, options: ReaderOptions
) -> RosterStream:
    """Open an ``ElevesSansAdresses.xml``.

    Raises:
        UnknownFormatError: the file is XML of something else.
        OtherExportError: the file is another export of SIECLE.
        BadXmlError: it is not well-formed, breaks off, or is in an encoding that is not read; the error names the line.
        ForbiddenXmlError: it declares a document type or an entity.
        TooBigError: the nesting exceeds :data:`DEEPEST`, a tag is endless, or there are too many pupils.
        WrongSchoolError: the file is of another school.
        MissingExtraError: the extra ``rosters`` is not installed.
    """
    if not options.encoding:
        declared = _declared(file)
        # Bytes that are UTF-8 or UTF-16 are no accident, whatever the file declares.
        encoding = encoding if encoding in {"utf-8", "utf-16"} else declared
    first = _Structures()
    for _ in _parse(file, encoding, first):
        pass
    found = first.parameters.get("UAJ", "").upper()
    if found and found != uai:
        raise WrongSchoolError(first.parameters_line, "UAJ", found, uai)
    year = first.parameters.get("ANNEE_SCOLAIRE", "")
    preamble = Preamble(
        int(year) + 1 if _YEAR.fullmatch(year) else None,  # 2024 is the school year whose exam is in 2025
        uai if found else None,
    )
    names = dict(_COLUMNS) if first.has_email else {k: v for k, v in _COLUMNS.items() if k != "email"}
    reader = LineReader(uai, session_id, options, names)
    lines = _pupils(file, encoding, {**first.others, **first.divisions}, reader)
    head = RosterFile((), (), (), preamble, (), SIECLE_XML.name, SIECLE_XML.label, encoding, "", (), reader)
    return RosterStream(head, reader, 1, (), lines)


def _declared(file: BinaryIO) -> str:
    file.seek(0)
    declared = _DECLARED.search(file.read(1000))
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        return parse_encoding(name)
    except InvalidValueError:
        raise BadXmlError(1, value=name) from None


def _pupils(file: BinaryIO, encoding: str, divisions: Mapping[str, str], reader: LineReader) -> Iterator[ReadLine]:
    handler = _Pupils()
    for _ in _parse(file, encoding, handler):
        while handler.done:
            yield _read(*handler.done.pop(0), divisions, reader)


def _read(line: int, key: str, texts: _Texts, divisions: Mapping[str, str], reader: LineReader) -> ReadLine:
    values = {
        name: next((texts[element] for element in elements if texts.get(element)), "")
        for name, elements in _ELEMENTS.items()
        if name in reader.names
    }
    values["given_names"] = ", ".join(texts[name] for name in _GIVEN_NAMES if texts.get(name))
    values["division"] = divisions.get(key) or texts.get("CODE_DIVISION", "")
    try:
        meant = {name: reader.meanings[name][text] for name, text in values.items()}
    except BadTextError:
        return reader.refuse(line, values.items())
    return reader.read(line, meant, texts, [])


class _Handler(ContentHandler):
    """What both passes have in common: they know the path of the present element, and its text when it ends."""

    def __init__(self) -> None:
        super().__init__()
        self.path: list[str] = []
        self.events = 0
        self._text: list[str] = []
        self._length = 0
        self.get_line: Callable[[], int | None] = lambda: None
        """Returns the line at which the parser is."""

    @property
    def line(self) -> int:
        """Physical line, from 1."""
        return self.get_line() or 1

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: ANN401, N802  # SAX's own name and type
        self.events += 1
        name = name.rpartition(":")[2]
        self.path.append(name)
        if len(self.path) > DEEPEST:
            raise TooBigError(self.line)
        if len(self.path) == 1 and name != "BEE_ELEVES":
            wrong = OtherExportError if name.startswith(_OTHER_ROOTS) else UnknownFormatError
            raise wrong(self.line, value=name)
        self._text.clear()
        self._length = 0
        self.started(name, attrs)

    def characters(self, content: str) -> None:
        self.events += 1
        self._length += len(content)
        if self._length - len(content) <= LONGEST_TEXT:
            self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX's own name
        del name  # with a prefix, where there is one
        self.events += 1
        text = "".join(self._text)
        self.ended(self.path[-1], text if self._length > LONGEST_TEXT else " ".join(text.split()))
        self._text.clear()
        self._length = 0
        self.path.pop()

    def started(self, name: str, attrs: Any) -> None:  # noqa: ANN401  # SAX's own type
        """Note that an element starts."""

    def ended(self, name: str, text: str) -> None:
        """Note that an element ends; ``text`` is what stands in it after its last child."""


class _Structures(_Handler):
    """First pass: the school of the file, and the division of each pupil."""

    def __init__(self) -> None:
        super().__init__()
        self.parameters: _Texts = {}
        self.parameters_line = 1
        self.has_email = False
        self.divisions: _Texts = {}
        self.others: _Texts = {}
        """Divisions by another list of the file, for pupils that have none in the first."""
        self._pupil = ""
        self._code = self._kind = ""
        self._known: _Texts = {}

    def started(self, name: str, attrs: Any) -> None:  # noqa: ANN401  # SAX's own type
        if name in {"STRUCTURES_ELEVE", "SCOLARITE_ELEVE"}:
            self._pupil = attrs.get("ELEVE_ID", "")[:LONGEST_TEXT]
        elif name in {"STRUCTURE", "SCOLARITE"}:
            self._code = self._kind = ""

    def ended(self, name: str, text: str) -> None:
        if self.path[1:-1] == ["PARAMETRES"] and len(self.parameters) < MOST_FIELDS:
            self.parameters.setdefault(name, text)
            if name == "UAJ":
                self.parameters_line = self.line
        elif name == "MEL":
            self.has_email = True
        elif name == "CODE_STRUCTURE":
            self._code = text
        elif name == "TYPE_STRUCTURE":
            self._kind = text
        elif (name == "STRUCTURE" and self._kind == "D") or (name == "SCOLARITE" and self._code):  # G is a group
            divisions = self.divisions if name == "STRUCTURE" else self.others
            # One text for all pupils of a division, however many there are.
            divisions.setdefault(self._pupil, self._known.setdefault(self._code, self._code))
            if len(divisions) > ROSTER_MAX_LENGTH:
                raise TooBigError(self.line)


class _Pupils(_Handler):
    """Second pass: the pupils, one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[tuple[int, str, _Texts]] = []
        self._start = (1, "")
        self._depth = 2
        self._texts: _Texts = {}

    def started(self, name: str, attrs: Any) -> None:  # noqa: ANN401  # SAX's own type
        if name == "ELEVE" and self.path[-2:] == ["ELEVES", "ELEVE"]:
            self._depth = len(self.path)
            self._start = self.line, attrs.get("ELEVE_ID", "")
            self._texts = {}

    def ended(self, name: str, text: str) -> None:
        if self.path[self._depth - 2 : self._depth] != ["ELEVES", "ELEVE"]:
            return
        if len(self.path) == self._depth:
            self.done.append((*self._start, self._texts))
        elif len(self._texts) < MOST_FIELDS and (
            len(self.path) == self._depth + 1 or self.path[-2:] == ["SCOLARITE_ACTIVE", "CODE_DIVISION"]
        ):
            self._texts.setdefault(name, text)


def _parse(file: BinaryIO, encoding: str, handler: _Handler) -> Iterator[None]:
    """Feed a file to a handler; yield after each chunk, so that what was read can be taken out."""
    try:
        from defusedxml import DefusedXmlException  # noqa: PLC0415  # an extra: wanted here alone
        from defusedxml.expatreader import create_parser  # noqa: PLC0415  # an extra: wanted here alone
    except ImportError:
        raise MissingExtraError("rosters", "defusedxml") from None
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(handler)
    handler.get_line = parser.getLineNumber
    idle, events = 0, 0
    try:
        # The file is decoded here: the parser would accept encodings that are none of ours.
        with decoded(file, encoding) as text:
            while chunk := text.read(_CHUNK):
                parser.feed(chunk)
                idle = idle + 1 if handler.events == events else 0
                events = handler.events
                if idle > _MOST_IDLE:
                    raise TooBigError(handler.line)
                yield
            parser.close()
            yield
    except DefusedXmlException:
        raise ForbiddenXmlError(handler.line) from None
    except SAXParseException as error:
        raise BadXmlError(error.getLineNumber()) from None
    except UnicodeError as error:
        byte = error.object[error.start] if isinstance(error, UnicodeDecodeError) else 0
        raise BadXmlError(handler.line, value=f"0x{byte:02X}" if byte else "") from None
