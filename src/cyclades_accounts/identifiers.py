"""Types of keys and logins that were checked, and the functions that check them.

A ``NewType`` here is only returned by its ``parse_*`` function (or by a policy), so that the type checker reports a
text that nobody checked. ``parse_*`` raises :class:`~cyclades_accounts.errors.InvalidValueError`; ``is_*`` answers yes
or no.
"""

import functools
import hashlib
import json
import re
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any, Final, NewType, cast
from zoneinfo import ZoneInfo

import attrs

from cyclades_accounts.errors import InvalidValueError

__all__ = [
    "KEY_MAX_LENGTH",
    "LOGIN_MAX_LENGTH",
    "PASSWORD_MAX_LENGTH",
    "ROSTER_MAX_LENGTH",
    "SESSION_ID_MAX_LENGTH",
    "TEXT_MAX_LENGTH",
    "UAI_KEY_LETTERS",
    "AccountId",
    "CandidateId",
    "DocumentId",
    "Ine",
    "Login",
    "RunId",
    "SessionId",
    "TimeZone",
    "Uai",
    "checked_line",
    "checked_text",
    "digest",
    "is_ine",
    "is_login",
    "is_uai",
    "parse_candidate_id",
    "parse_document_id",
    "parse_ine",
    "parse_login",
    "parse_run_id",
    "parse_session_id",
    "parse_time_zone",
    "parse_uai",
    "several_texts",
    "uai_key_letter",
]

Uai = NewType("Uai", str)
"""Code UAI of a school (unité administrative immatriculée): 7 digits and a check letter, upper case."""

Ine = NewType("Ine", str)
"""Identifiant national élève: 11 characters, upper case."""

CandidateId = NewType("CandidateId", str)
"""Stable key of a person: the INE where there is one, else what the host's resolver gives. Never the candidate number,
never the name."""

SessionId = NewType("SessionId", str)
"""Key of an exam session, for example ``DNB-2025``: ASCII letters and digits, with single hyphens between them; at most
60 characters. Case counts."""

Login = NewType("Login", str)
"""Identifiant de connexion, lower case: ``prenom.nom`` or an e-mail address. At most 254 characters."""

AccountId = NewType("AccountId", str)
"""Opaque key of an account; it never changes and says nothing about the person."""

RunId = NewType("RunId", str)
"""Key that makes a retry harmless: the host gives each request its own and keeps it for retries. One that ends in a
slash and a UAI is that school's: nobody else can use it."""

DocumentId = NewType("DocumentId", str)
"""Opaque key of a document."""

TimeZone = NewType("TimeZone", str)
"""Name of a time zone in the IANA database, for example ``Pacific/Noumea``."""

UAI_KEY_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""Check letter of a UAI: the 7-digit number modulo 23 picks it (the rule of the UAI register; 0442286 gives W)."""

_UAI = re.compile(r"[0-9]{7}[A-Z]")
_INE = re.compile(r"[0-9]{11}|[0-9]{10}[A-Z]|[0-9]{9}[A-Z]{2}|[0-9]{4}[A-Z][0-9]{5}[A-Z]")
_LOGIN = re.compile(r"[!-~]+")
_SESSION_ID = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")

LOGIN_MAX_LENGTH: Final = 254
"""Longest login, in characters: the longest e-mail address that SMTP carries (RFC 5321, erratum 1690)."""

KEY_MAX_LENGTH: Final = 100
"""Longest key of a candidate, run or document, in characters: our choice, so that every database can index it."""

TEXT_MAX_LENGTH: Final = 200
"""Longest name, label, title or actor, in characters, with the spaces around it: our choice. An e-mail address may have
:data:`LOGIN_MAX_LENGTH`. No text is worked on before its length is known."""

PASSWORD_MAX_LENGTH: Final = 512
"""Longest password, in code points as it was typed, before NFKC: our choice. Work on a text grows with the square of
its combining marks (CPython's ``unicodedata``), so a longer one is refused and not looked at."""

ROSTER_MAX_LENGTH: Final = 100_000
"""Most candidatures of one roster, and lines of a file that is read as a whole: fifty times those of a big school, our
choice. It bounds the memory that a roster takes."""

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_NO_BREAK_SPACES: Final = str.maketrans("\u00a0\u202f", "  ")
"""They stand in French texts, and Python does not count them as printable."""


def checked_text(field: str, value: object, *, longest: int = TEXT_MAX_LENGTH) -> str:
    """Return ``value`` if it is a text that can be worked on, stored and sent.

    Args:
        field: name of the field or argument, for the error.
        value: what was given.
        longest: how many characters it may have.

    Raises:
        InvalidValueError: it is no text, or of a class below ``str``; it is longer; or it holds NUL or a lone
            surrogate, which PostgreSQL cannot store.
    """
    if type(value) is not str or len(value) > longest or _UNSTORABLE.search(value):
        raise InvalidValueError(
            field, value, f"a text of at most {longest} characters, without NUL and without lone surrogates"
        )
    return value


def checked_line(field: str, value: object, *, longest: int = TEXT_MAX_LENGTH) -> str:
    """Return ``value`` if it is a text on one line that is not blank: an actor, a title, a label.

    Args:
        field: name of the field or argument, for the error.
        value: what was given.
        longest: how many characters it may have.

    Raises:
        InvalidValueError: :func:`checked_text` refuses it, it is blank, or it holds a line break, a control character
            or one that shows nothing or turns the line round (:meth:`str.isprintable`). No-break spaces may stand in
            it.
    """
    text = checked_text(field, value, longest=longest)
    if not text.strip() or not text.translate(_NO_BREAK_SPACES).isprintable():
        raise InvalidValueError(field, text, f"one line of 1 to {longest} printable characters, not blank")
    return text


def _bounded(text: object, longest: int) -> str:
    """Return a text, or an empty one for what is no plain text or is too long: no key and no login is empty."""
    return text if type(text) is str and len(text) <= longest else ""


SESSION_ID_MAX_LENGTH: Final = 60
"""Longest key of a session, in characters: our choice, for it stands in run ids, subjects and file names."""


def parse_uai(text: str) -> Uai:
    """Make a :data:`Uai` of ``text``; case and surrounding spaces do not count.

    Raises:
        InvalidValueError: not a text of 7 digits and a letter, or not the check letter that the digits demand (the
            error names the right one).
    """
    uai = _upper(text)
    if not _UAI.fullmatch(uai):
        raise InvalidValueError("uai", text, "7 digits and a check letter, such as 0350001L")
    letter = uai_key_letter(uai[:7])
    if uai[7] != letter:
        raise InvalidValueError("uai", text, f"the check letter {letter} after {uai[:7]}")
    return Uai(uai)


def is_uai(text: str) -> bool:
    """Whether :func:`parse_uai` takes ``text``."""
    uai = _upper(text)
    return bool(_UAI.fullmatch(uai)) and uai[7] == uai_key_letter(uai[:7])


def _upper(text: str) -> str:
    """Bring a code to upper case. A text that is not ASCII stays: ``ſ`` and ``ı`` have an upper case that is ASCII."""
    stripped = _bounded(text, KEY_MAX_LENGTH).strip()
    return stripped.upper() if stripped.isascii() else stripped


def uai_key_letter(digits: str) -> str:
    """Return the check letter that 7 ``digits`` demand."""
    return UAI_KEY_LETTERS[int(digits) % 23]


def parse_ine(text: str) -> Ine:
    """Make an :data:`Ine` of ``text``; case and surrounding spaces do not count.

    Only the form is checked: 11 digits, 10 digits and a letter, 9 digits and 2 letters, or an apprentice's, which is 4
    digits, a letter, 5 digits and a letter. No public algorithm for a check character was found.

    Raises:
        InvalidValueError: not one of these four forms.
    """
    ine = _upper(text)
    if not _INE.fullmatch(ine):
        raise InvalidValueError(
            "ine", text, "11 characters: digits, or 10 digits and 1 letter, or 9 digits and 2 letters"
        )
    return Ine(ine)


def is_ine(text: str) -> bool:
    """Whether :func:`parse_ine` takes ``text``."""
    return bool(_INE.fullmatch(_upper(text)))


def parse_candidate_id(text: str) -> CandidateId:
    """Make a :data:`CandidateId` of ``text``: an INE is brought to its upper-case form, another key is kept as it is.

    Raises:
        InvalidValueError: not a text, empty, surrounded by spaces, or longer than :data:`KEY_MAX_LENGTH`.
    """
    ine = _upper(text)
    return CandidateId(ine if _INE.fullmatch(ine) else _parse_key("candidate_id", text))


def parse_run_id(text: str) -> RunId:
    """Make a :data:`RunId` of ``text``, kept as it is.

    Raises:
        InvalidValueError: not a text, empty, surrounded by spaces, or longer than :data:`KEY_MAX_LENGTH`.
    """
    return RunId(_parse_key("run_id", text))


def parse_session_id(text: str) -> SessionId:
    """Make a :data:`SessionId` of ``text``, kept as it is.

    Raises:
        InvalidValueError: no text, empty, longer than :data:`SESSION_ID_MAX_LENGTH`, or with something else than ASCII
            letters and digits and single hyphens between them.
    """
    if not _SESSION_ID.fullmatch(_bounded(text, SESSION_ID_MAX_LENGTH)):
        expected = (
            f"ASCII letters and digits with single hyphens between them, at most {SESSION_ID_MAX_LENGTH} characters"
        )
        raise InvalidValueError("session", text, f"{expected}, such as DNB-2025")
    return SessionId(text)


def parse_time_zone(text: str) -> TimeZone:
    """Make a :data:`TimeZone` of ``text``, kept as it is.

    Raises:
        InvalidValueError: no time zone of the IANA database, as the machine or the package ``tzdata`` has it.
    """
    name = _bounded(text, KEY_MAX_LENGTH)
    try:
        return TimeZone(ZoneInfo(name).key)
    except (KeyError, OSError, ValueError):  # nothing of this name, a folder, a path
        expected = "a time zone of the IANA database, such as Europe/Paris"
        raise InvalidValueError("time_zone", text, expected) from None


def parse_document_id(text: str) -> DocumentId:
    """Make a :data:`DocumentId` of ``text``, kept as it is.

    Raises:
        InvalidValueError: not a text, empty, surrounded by spaces, or longer than :data:`KEY_MAX_LENGTH`.
    """
    return DocumentId(_parse_key("document_id", text))


def _parse_key(field: str, text: str) -> str:
    key = _bounded(text, KEY_MAX_LENGTH)
    if not key or not key.isprintable() or key != key.strip():
        expected = f"1 to {KEY_MAX_LENGTH} characters on one line, all printable and without spaces around them"
        raise InvalidValueError(field, text, expected)
    return key


def parse_login(text: str) -> Login:
    """Make a :data:`Login` of what somebody typed: surrounding spaces go, letters become lower case.

    Raises:
        InvalidValueError: not a text, empty, longer than :data:`LOGIN_MAX_LENGTH` (twice that with the spaces around),
            or with a character that is not visible ASCII.
    """
    login = _bounded(text, 2 * LOGIN_MAX_LENGTH).strip()
    if len(login) > LOGIN_MAX_LENGTH or not _LOGIN.fullmatch(login):
        raise InvalidValueError("login", text, f"1 to {LOGIN_MAX_LENGTH} visible ASCII characters")
    return Login(login.lower())


def is_login(text: str) -> bool:
    """Whether ``text`` already is a :data:`Login`: what :func:`parse_login` would return unchanged."""
    login = _bounded(text, LOGIN_MAX_LENGTH)
    return bool(_LOGIN.fullmatch(login)) and login == login.lower()


def several_texts(field: str, values: object, what: str = "texts") -> tuple[str, ...]:
    """Return ``values`` as a tuple, and refuse one text, or something else than texts.

    A text is itself an iterable of texts: without this check ``groups="3A"`` would mean the groups ``3`` and ``A``.

    Args:
        field: name of the field or argument, for the error.
        values: what was given.
        what: what the values are, for the error.

    Raises:
        InvalidValueError: one text was given, or something among the values is no text.
    """
    found = tuple(values) if isinstance(values, Iterable) and not isinstance(values, str) else (None,)
    if not all(isinstance(value, str) for value in found):
        given = values if isinstance(values, str) else f"a {type(values).__name__}"
        raise InvalidValueError(field, given, f"several {what}, such as a set, not one text")
    return cast("tuple[str, ...]", found)


def digest(value: object) -> str:
    """Return the SHA-256 (hexadecimal) of ``value`` as canonical JSON: sorted keys, no spaces, UTF-8.

    Of an attrs value the fields count that differ from their defaults.
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """Bring a value that JSON does not know to one it does."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # and datetime
        return value.isoformat()
    kind = cast("Hashable", type(value))  # typeshed's cache asks for it
    found = ((name, getattr(value, name), default) for name, default in _defaults(kind).items())
    return {name: given for name, given, default in found if given != default}


@functools.cache
def _defaults(kind: Any) -> Mapping[str, object]:  # noqa: ANN401  # a class of attrs
    """Return the fields of an attrs class with their defaults; what has none differs from whatever is given."""
    return {one.name: _default(one.default) for one in attrs.fields(kind)}


def _default(given: Any) -> object:  # noqa: ANN401  # a value, or attrs' factory of one
    if getattr(given, "takes_self", False):
        return attrs.NOTHING  # made of the other fields
    return given.factory() if hasattr(given, "factory") else given
