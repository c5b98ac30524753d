"""Reports and credentials as JSON that stays readable: what the journal keeps, and what a host archives.

A document has three parts: the ``version`` of the form, the ``kind`` (name of the class) and the ``content``, one entry
for each field of the class. Every later release reads the documents of the earlier ones. A field that is added has a
default, which an earlier document gets; any other change makes a new version.

No document holds a password. That of a credential holds the hash of one: archive it where the accounts are kept.
"""

from cyclades_accounts.records._errors import UnknownRecordVersionError as UnknownRecordVersionError
from cyclades_accounts.records._errors import UnreadableRecordError as UnreadableRecordError
from cyclades_accounts.records._json import RECORD_VERSION as RECORD_VERSION
from cyclades_accounts.records._json import Record as Record
from cyclades_accounts.records._json import from_document as from_document
from cyclades_accounts.records._json import from_json as from_json
from cyclades_accounts.records._json import personal_data_to_json as personal_data_to_json
from cyclades_accounts.records._json import to_document as to_document
from cyclades_accounts.records._json import to_json as to_json
