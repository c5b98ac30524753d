"""What a host can tell a reader, whatever the format."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from attrs import field, frozen
from attrs.validators import in_, optional

from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.messages import FRENCH_MESSAGES, Messages
from cyclades_accounts.model import CandidatureStatus
from cyclades_accounts.rosters._encoding import parse_encoding
from cyclades_accounts.rosters._records import DELIMITERS
from cyclades_accounts.rosters._statuses import STATUS_LABELS

Resolver = Callable[[Mapping[str, str]], CandidateId | None]
"""Finds the key of a person whose line has no usable INE: from the line's values by column name or XML element (an
empty field is an empty text) to the key, or to ``None`` if nobody can tell. What it raises is not caught."""


def _encoding(name: str | None) -> str | None:
    return None if name is None else parse_encoding(name)


@frozen(kw_only=True)
class ReaderOptions:
    """What a host can tell a reader. The defaults detect what can be detected.

    Raises:
        InvalidValueError: an encoding that is not read.
        ValueError: a delimiter that is none.
    """

    encoding: str | None = field(default=None, converter=_encoding)
    """One of :data:`ENCODINGS`; ``None`` to detect it. For XML, ``None`` is what the file declares."""
    delimiter: str | None = field(default=None, validator=optional(in_(DELIMITERS)))
    """What stands between two cells, one of :data:`DELIMITERS`; ``None`` to detect it."""
    statuses: Mapping[str, CandidatureStatus] = STATUS_LABELS
    """What each label of the state means (M2); labels compare without case, accents and hyphens."""
    status: CandidatureStatus | None = None
    """State of the candidatures of a file that does not tell it. ``None``: they are read as « Non inscrit », with a
    warning, so that nobody gets an account by mistake (M2)."""
    resolve: Resolver | None = None
    """Asked for the key of a person whose line has no well-formed INE."""
    on: date | None = None
    """The day on which pupils must still be there; ``None``: whoever has a leaving date has left."""
    messages: Messages = FRENCH_MESSAGES
    """The words for a candidate without an account (M13)."""
    strict: bool = False
    """Whether a file with any problem, notes apart, is refused as a whole; else its good lines are read."""


DEFAULT_OPTIONS: Final = ReaderOptions()
"""Everything detected; a tolerant reading."""
