"""By what a report is found in the journal: the people it names, and what else it tells of somebody."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from cyclades_accounts.model._report import LeftOut, Report

ERASED: Final = "(effacé)"
"""Replaces a name or a login of an erased person in reports; ``erased-`` and 32 hexadecimal digits replace a key."""

KEY_FIELDS: Final = frozenset(
    {"candidate_id", "candidates", "added", "updated", "unchanged", "missing", "conflicting", "merged", "withdrawn"}
)
"""Fields of reports that hold keys of people."""
_OTHERS: Final = {"fact login", "fact other", "document_id", "documents"}
_NOBODY: Final = re.compile("|".join(["", re.escape(ERASED), "erased-[0-9a-f]{32}"]))


def names_in(report: Report) -> Mapping[str, bool]:
    """Return by what a report is found, each with whether it is the key of a person.

    Those are the keys of people, the logins and names of others that refusals tell, documents, and accounts of which a
    reprint says why it left them out. What stands in place of an erased person is not among them.
    """
    found = set(_named("", report))
    return {name: (name, True) in found for name, _ in found if not _NOBODY.fullmatch(name)}


def _named(field: str, value: Any) -> Iterator[tuple[str, bool]]:  # noqa: ANN401  # of any type
    if isinstance(value, LeftOut) and value.refusal:
        yield value.account_id, False
    if attrs.has(type(value)):
        for one in attrs.fields(type(value)):
            yield from _named(one.name, getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _named(f"fact {one[0]}", one[1]) if field == "facts" else _named(field, one)
    elif isinstance(value, str) and field in KEY_FIELDS | _OTHERS:
        yield value, field in KEY_FIELDS
