"""A store in memory: for tests, dry runs and a first look. It forgets everything when the process ends.

Units of work follow each other under one lock, so each sees one consistent state. Changes are made in place and noted
in an undo log: a failed unit is undone in a time that grows with what it touched, not with what the store holds.
"""

from cyclades_accounts.memory._errors import DuplicateKeyError, NestedUnitError
from cyclades_accounts.memory._store import InMemoryStore

__all__ = ["DuplicateKeyError", "InMemoryStore", "NestedUnitError"]
