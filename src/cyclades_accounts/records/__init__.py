"""Reports and credentials as JSON that stays readable: what the journal keeps, and what a host archives.

A document has three parts: the ``version`` of the form, the ``kind`` (name of the class) and the ``content``, one entry
for each field of the class. Every later release reads the documents of the earlier ones. A field that is added has a
default, which an earlier document gets; any other change makes a new version.

No document holds a password. That of a credential holds the hash of one: archive it where the accounts are kept.
"""

from cyclades_accounts.records._errors import UnknownRecordVersionError, UnreadableRecordError
from cyclades_accounts.records._json import (
    RECORD_VERSION,
    Record,
    from_document,
    from_json,
    personal_data_to_json,
    to_document,
    to_json,
)

__all__ = [
    "RECORD_VERSION",
    "Record",
    "UnknownRecordVersionError",
    "UnreadableRecordError",
    "from_document",
    "from_json",
    "personal_data_to_json",
    "to_document",
    "to_json",
]
