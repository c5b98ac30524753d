"""Who asked for what and when: the head of whatever the journal keeps."""

import enum
from datetime import datetime

from attrs import field, frozen

from cyclades_accounts.identifiers import RunId, Uai
from cyclades_accounts.model._time import aware


class Activity(enum.Enum):
    """The activities that leave a report in the journal: all that write, and opening what holds passwords."""

    REGISTER_SCHOOL = "register_school"
    REGISTER_ROSTER = "register_roster"
    GENERATE = "generate"
    REGENERATE = "regenerate"
    RENAME = "rename"
    MOVE = "move"
    MERGE = "merge"
    CLOSE = "close"
    REOPEN = "reopen"
    REVOKE = "revoke"
    CHANGE_PASSWORD = "change_password"  # the name of an activity, not a password
    REGISTER_EMAIL_ACCOUNT = "register_email_account"
    IMPOSE_LOGINS = "impose_logins"
    OPEN_DOCUMENT = "open_document"
    REPRINT = "reprint"
    PURGE = "purge"
    RESEAL = "reseal"
    ERASE = "erase"


@frozen
class Run:
    """Who asked for what and when: the head of every report."""

    id: RunId
    activity: Activity
    subject: str
    """What the run was about: the school and the session, or the candidate. A run id belongs to one activity on one
    subject."""
    actor: str
    """Who asked, in the host's own words; may be empty."""
    at: datetime = field(validator=aware)
    school: Uai | None = None
    """The school in whose name it was done; ``None`` for what a candidate does."""
