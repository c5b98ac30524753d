"""A store in memory, for tests, dry runs and a first try. Its data are lost when the process ends.

Units of work run one after the other under one lock, so each unit sees one consistent state. Changes are made in place
and recorded in an undo log. So the time to undo a failed unit depends on what the unit changed, not on the size of the
store.

This store, the SQL store and the plain dicts of the state machine in ``testing`` share no code on purpose: the same
tests run on them, and a mistake in one then shows as a difference from the others.
"""

from cyclades_accounts.memory._errors import DuplicateKeyError as DuplicateKeyError
from cyclades_accounts.memory._errors import NestedUnitError as NestedUnitError
from cyclades_accounts.memory._store import InMemoryStore as InMemoryStore
