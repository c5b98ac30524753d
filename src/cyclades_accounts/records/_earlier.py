"""Documents of version 1: reports as the library wrote them before documents had a version."""

from typing import Any, Final

from cyclades_accounts.model import Activity
from cyclades_accounts.records._errors import UnreadableRecordError

_PARTS: Final = {
    Activity.REGISTER_SCHOOL.value: ("uai",),
    Activity.REGISTER_ROSTER.value: ("uai", "session_id"),
    Activity.GENERATE.value: ("uai", "session_id", "request"),
    Activity.REGENERATE.value: ("uai", "session_id", "request"),
    Activity.CHANGE_PASSWORD.value: ("login",),
    Activity.REGISTER_EMAIL_ACCOUNT.value: ("candidate_id",),
    Activity.IMPOSE_LOGINS.value: ("uai", "request"),
    Activity.OPEN_DOCUMENT.value: ("uai", "document_id"),
    Activity.REPRINT.value: ("uai", "document_id", "request"),
    Activity.PURGE.value: ("uai", "session_id", "request"),
    Activity.RESEAL.value: ("uai", "session_id"),
    Activity.ERASE.value: ("uai", "request"),
}
"""Parts of a subject in the order in which it was written as one text, parted by spaces; those of all other activities
were the school and the person, whose key may hold spaces."""

_RENAMED: Final = {"school": "uai", "session": "session_id"}
"""Fields of a report that had another name."""


def of_version_1(document: dict[str, Any]) -> dict[str, Any]:
    """Return the present document of a report of version 1, whose class stood in ``_type`` beside its fields.

    The subject of its run was one text at first, with the school beside it, then parts as today.
    """
    content = {_RENAMED.get(name, name): value for name, value in document.items() if name != "_type"}
    run = content.get("run")
    if not isinstance(run, dict):
        raise UnreadableRecordError("content.run", "is no JSON object")
    content["run"] = run = {name: value for name, value in run.items() if name != "school"}
    subject = run.get("subject")
    if isinstance(subject, str):
        parts = _PARTS.get(str(run.get("activity")), ("uai", "candidate_id"))
        content["run"] = run | {"subject": dict(zip(parts, subject.split(" ", len(parts) - 1), strict=False))}
    return {"version": 1, "kind": document["_type"], "content": content}
