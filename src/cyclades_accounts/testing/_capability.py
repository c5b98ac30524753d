"""What a store may do without, and what the people of a host need not show."""

from enum import Enum


class Capability(Enum):
    """What a host need not have for a contract: the tests that need it are deselected."""

    THREADS = "threads"
    """Units of several threads at once. A store on one connection is not to be shared between threads."""
    STATEMENTS = "statements"
    """The fixture ``statements``, which counts what the database is asked."""
    READ_ONLY = "read-only"
    """People: the fixture ``read_only``, which gives them over a connection that cannot write."""
