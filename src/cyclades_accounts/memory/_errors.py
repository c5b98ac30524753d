"""What only a store in memory refuses."""

from attrs import frozen

from cyclades_accounts.errors import CycladesAccountsError


class NestedUnitError(CycladesAccountsError, RuntimeError):
    """A thread opened a unit of work inside another one, and would wait for itself for ever."""

    _problem = "A unit of work was opened inside another one of the same thread."
    _cure = "Close the first one before you open the next, or pass it on."


@frozen
class DuplicateKeyError(CycladesAccountsError, RuntimeError):
    """Something that is written once was written twice: a document, or the slip of a password."""

    key: str
    _problem = "The store already holds {key}."
    _cure = "Give each document an id of its own, and seal a slip once."
