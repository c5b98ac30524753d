"""Something to look at that stops nothing: logins that look alike, lines that may be one person."""

import enum

from attrs import field, frozen

from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.model._outcome import Facts, facts


class NoticeReason(enum.Enum):
    """Why a school should look again. The French sentences are in :mod:`cyclades_accounts.messages`."""

    LOOK_ALIKE_LOGINS = "LOOK_ALIKE_LOGINS"
    """Logins that look alike on paper, such as ``a.martin1`` and ``a.martinl`` (UTS #39). Facts: ``logins``."""
    SAME_NAME_AND_BIRTH_DATE = "SAME_NAME_AND_BIRTH_DATE"
    """One family name, first given name and birth date on several keys: perhaps one person. Facts: ``name``,
    ``birth_date`` (ISO 8601)."""
    SAME_EMAIL = "SAME_EMAIL"
    """One e-mail address on several candidatures: siblings, or one person. Facts: ``email``."""


@frozen
class Notice:
    """Something to look at that stops nothing."""

    reason: NoticeReason
    candidates: tuple[CandidateId, ...]
    """Whom it concerns, at least two, in the order of the roster or the run."""
    facts: Facts = field(default=(), converter=facts)
