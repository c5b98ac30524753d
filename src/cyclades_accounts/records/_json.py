"""A record, its document, its JSON: three forms of one thing."""

import json
from typing import Any, Final, get_args

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.model import Credential, PastCredential, PersonalData, Report
from cyclades_accounts.records._earlier import of_version_1
from cyclades_accounts.records._errors import UnknownRecordVersionError, UnreadableRecordError
from cyclades_accounts.settings import plain, read

Record = Report | Credential | PastCredential
"""What has a document: every report of the journal, the present credential of an account and the past ones."""

RECORD_VERSION: Final = 2
"""Version of the documents that are written. Version 1 is how the library wrote reports before documents had a
version."""

_KINDS: Final = {kind.__name__: kind for kind in get_args(Record)}


def to_document(record: Record) -> dict[str, Any]:
    """Return the document of a record: dictionaries, lists, texts, numbers and ``None``, for a column of type JSON.

    Args:
        record: a report or a credential.

    Raises:
        InvalidValueError: something else.
    """
    kind = type(record)
    if kind not in _KINDS.values():
        raise InvalidValueError("record", f"a {kind.__name__}", "a report or a credential")
    return {"version": RECORD_VERSION, "kind": kind.__name__, "content": plain(record)}


def from_document(document: dict[str, Any]) -> Record:
    """Return the record of a document of this version or an earlier one, equal to the one written.

    Args:
        document: what :func:`to_document` returned, in this release or an earlier one.

    Raises:
        UnknownRecordVersionError: its version is not known.
        UnreadableRecordError: a field is missing, unknown, or has a wrong value.
    """
    given: object = document
    if not isinstance(given, dict):
        raise UnreadableRecordError("document", "is no JSON object")
    if "_type" in given:  # written before documents had a version
        given = of_version_1(given)
    version = given.get("version")
    if type(version) is not int or not 1 <= version <= RECORD_VERSION:
        raise UnknownRecordVersionError(version if type(version) is int else None, RECORD_VERSION)
    kind = given.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise UnreadableRecordError("kind", f"is none of {', '.join(_KINDS)}")
    try:
        record: Record = read(_KINDS[kind], given.get("content"), "content")
    except InvalidValueError as error:
        raise UnreadableRecordError(error.field, f"is not {error.expected}") from None
    return record


def to_json(record: Record) -> str:
    """Return the document of a record as JSON in ASCII, on one line. Equal records give the same text.

    Args:
        record: a report or a credential.

    Raises:
        InvalidValueError: something else.
    """
    return json.dumps(to_document(record))


def personal_data_to_json(data: PersonalData) -> str:
    """Return all that is kept about a person as JSON that a person can read: indented, accents as they are.

    Nothing reads it back.

    Args:
        data: what an export returned.
    """
    return json.dumps(plain(data), ensure_ascii=False, indent=2)


def from_json(text: str) -> Record:
    """Return the record of a JSON text of this version or an earlier one, equal to the one written.

    Args:
        text: what :func:`to_json` returned, in this release or an earlier one.

    Raises:
        UnknownRecordVersionError: its version is not known.
        UnreadableRecordError: it is no JSON; or a field is missing, unknown, or has a wrong value.
    """
    try:
        document = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        document = None
    return from_document(document)
