"""Reports and credentials as JSON: they come back equal, for ever, and a bad document is told by its field."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyclades_accounts.errors import CycladesAccountsError, InvalidValueError
from cyclades_accounts.model import Account, Password, PastCredential, Run
from cyclades_accounts.records import (
    RECORD_VERSION,
    Record,
    UnknownRecordVersionError,
    UnreadableRecordError,
    from_document,
    from_json,
    to_document,
    to_json,
)
from cyclades_accounts.testing import strategies

HERE = Path(__file__).parent
KINDS = get_args(Record)
RECORDS = st.one_of(*(st.from_type(kind) for kind in KINDS))


def document(kind: str, version: int = RECORD_VERSION) -> Any:
    """Return the frozen document of a kind, as a release of the library wrote it."""
    return json.loads((HERE / f"version_{version}" / f"{kind}.json").read_text(encoding="utf-8"))


def has(found: Any, frozen: Any) -> bool:
    """Whether all that stands in a frozen document stands in another one; fields added since do not count."""
    if isinstance(frozen, Mapping):
        return all(name in found and has(found[name], value) for name, value in frozen.items())
    if isinstance(frozen, list):
        return len(found) == len(frozen) and all(map(has, found, frozen))
    return bool(found == frozen)


@settings(max_examples=200)
@given(RECORDS)
def test_a_record_comes_back_equal(record: Record) -> None:
    """Any report and any credential is equal to what its JSON gives, and equal records give the same text in ASCII."""
    text = to_json(record)
    assert text.isascii()
    assert from_json(text) == record
    assert to_json(from_json(text)) == text
    assert from_document(to_document(record)) == record


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_frozen_document_stays_readable(kind: type) -> None:
    """There is a document of every kind, written once; it gives a record of its kind, and that the document again."""
    frozen = document(kind.__name__)
    record = from_document(frozen)
    assert type(record) is kind
    assert has(to_document(record), frozen)


@pytest.mark.parametrize("kind", sorted(file.stem for file in (HERE / "version_1").glob("*.json")))
def test_a_frozen_document_of_version_1_stays_readable(kind: str) -> None:
    """Reports without a version, with the subject as one text or in parts, are the report of the present form."""
    for frozen in document(kind, 1):
        assert from_json(json.dumps(frozen)) == from_document(document(kind))


def test_a_past_credential_of_version_1() -> None:
    """The tables wrapped the fields of a former credential in nothing; in a document of version 1 they are read."""
    frozen = document("PastCredential")
    assert from_document({**frozen, "version": 1}) == from_document(frozen)
    assert isinstance(from_document(frozen), PastCredential)


def types_in(kind: Any) -> Iterator[Any]:
    """Return every type that a field of a type may have."""
    yield kind
    inner = [field.type for field in attrs.fields(kind)] if attrs.has(kind) else get_args(kind)
    for one in inner:
        yield from types_in(one)


def test_no_record_has_a_password() -> None:
    """No field of any record, however deep, can hold a password; a credential holds its hash."""
    found = {one for kind in KINDS for one in types_in(kind) if isinstance(one, type)}
    assert Run in found
    assert not [one for one in found if issubclass(one, Password)]


@pytest.mark.parametrize("other", [None, "text", Password("5ds<JsXkby"), {}])
def test_what_is_no_record_is_not_written(other: Any) -> None:
    """Something else is refused by its class: a password in the wrong place is not told."""
    with pytest.raises(InvalidValueError, match="record cannot be") as caught:
        to_json(other)
    assert "5ds" not in str(caught.value)


@given(strategies.accounts())
def test_an_account_is_no_record(account: Account) -> None:
    """What a host looks up in the store is not archived."""
    with pytest.raises(InvalidValueError) as caught:
        to_document(account)  # type: ignore[arg-type]  # the mistake
    assert caught.value.value == "a Account"


@pytest.mark.parametrize("version", [0, -1, RECORD_VERSION + 1, 10**30, True, None, "2", 2.0, [2]])
def test_an_unknown_version(version: Any) -> None:
    """A document of a later release, or of none, is refused by its version."""
    with pytest.raises(UnknownRecordVersionError) as caught:
        from_document({**document("SchoolReport"), "version": version})
    assert caught.value.found == (version if type(version) is int else None)
    with pytest.raises(UnknownRecordVersionError):
        from_document({})


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "[" * 100_000, "\ud800", None, 12, b"\xff"])
def test_what_is_no_document(text: Any) -> None:
    """A text that was cut, and what is no text, is refused as a whole."""
    with pytest.raises(UnreadableRecordError) as caught:
        from_json(text)
    assert caught.value.field == "document"


REMOVED = object()
DEEP: list[Any] = []
for _ in range(5_000):
    DEEP = [DEEP]

BAD: list[tuple[str, tuple[str | int, ...], object, str, str]] = [
    ("SchoolReport", ("kind",), "Account", "kind", "is none of SchoolReport, "),
    ("SchoolReport", ("kind",), ["SchoolReport"], "kind", "is none of SchoolReport, "),
    ("SchoolReport", ("content",), REMOVED, "content", "is not a mapping"),
    ("SchoolReport", ("content", "uai"), REMOVED, "content.uai", "is not a text"),
    ("SchoolReport", ("content", "colour"), "red", "content.colour", "is not a field that exists: run, uai, "),
    ("SchoolReport", ("content", "uai"), 350001, "content.uai", "is not a text"),
    ("SchoolReport", ("content", "uai"), DEEP, "content.uai", "is not a text"),
    ("SchoolReport", ("content", "manages_candidates"), 1, "content.manages_candidates", "is not true or false"),
    ("SchoolReport", ("content", "run"), [], "content.run", "is not a mapping"),
    ("SchoolReport", ("content", "run", "at"), "hier", "content.run.at", "is not a moment in ISO 8601"),
    ("SchoolReport", ("content", "run", "at"), None, "content.run.at", "is not a moment in ISO 8601"),
    (
        "SchoolReport",
        ("content", "run", "at"),
        "2025-01-14T09:30:00",
        "content.run.at",
        "is not a datetime with",
    ),
    (
        "SchoolReport",
        ("content", "run", "activity"),
        "dance",
        "content.run.activity",
        "is not one of: register_",
    ),
    ("SchoolReport", ("content", "run", "activity"), {}, "content.run.activity", "is not one of: register_"),
    ("RosterReport", ("content", "added"), "E 7", "content.added", "is not a list"),
    ("RosterReport", ("content", "added", 0), None, "content.added[0]", "is not a text"),
    ("RunReport", ("content", "roster_size"), True, "content.roster_size", "is not a whole number"),
    ("RunReport", ("content", "roster_size"), 5, "content.outcomes", "is not "),
    ("RunReport", ("content", "outcomes", 3, "refusal"), None, "content.outcomes[3].refusal", "is not a reason where"),
    (
        "RunReport",
        ("content", "outcomes", 3, "refusal", "facts", 0),
        ["login"],
        "content.outcomes[3].refusal.facts[0]",
        "is not a list of 2",
    ),
    ("ResealReport", ("content", "papillons"), -1, "content.papillons", "is not a value >= 0"),
    ("Credential", ("content", "version"), "3", "content.version", "is not a whole number"),
]
"""Kind, path of the field, its value, and what the error tells: where, and what is wrong there."""


@pytest.mark.parametrize(("kind", "path", "value", "field", "fault"), BAD, ids=[f"{b[3]}-{b[4]}" for b in BAD])
def test_a_bad_field_is_named(kind: str, path: tuple[str | int, ...], value: object, field: str, fault: str) -> None:
    """Whatever is wrong with a document, one error says in which field."""
    bad = document(kind)
    inside = bad
    for step in path[:-1]:
        inside = inside[step]
    if value is REMOVED:
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    with pytest.raises(UnreadableRecordError) as caught:
        from_document(bad)
    assert caught.value.field == field
    assert caught.value.fault.startswith(fault)


@pytest.mark.parametrize("run", [None, "close", {"activity": ["close"], "subject": "x"}])
def test_a_bad_head_of_version_1(run: Any) -> None:
    """A report of version 1 whose head is wrong is refused by its field, too."""
    frozen = document("AccountReport", 1)[0]
    with pytest.raises(UnreadableRecordError, match=r"content\.run"):
        from_document({**frozen, "run": run})


@settings(max_examples=200)
@given(RECORDS, st.data())
def test_whatever_stands_in_a_field(record: Record, data: st.DataObject) -> None:
    """A document in which one value was replaced by any other gives a record or one of two errors."""
    bad = json.loads(to_json(record))
    inside = bad
    while True:
        name = data.draw(st.sampled_from(sorted(inside) if isinstance(inside, dict) else range(len(inside))))
        if not isinstance(inside[name], dict | list) or not inside[name] or data.draw(st.booleans()):
            break
        inside = inside[name]
    json_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    inside[name] = data.draw(json_values | st.lists(json_values, max_size=2) | st.dictionaries(st.text(), json_values))
    try:
        from_document(bad)
    except CycladesAccountsError as error:
        assert isinstance(error, UnknownRecordVersionError | UnreadableRecordError)  # noqa: PT017  # the others are bugs
