"""What goes wrong where a job runs, without a message of foreign code."""

from cyclades_accounts.errors import PortFailedError


class FactoryFailedError(PortFailedError):
    """A job could not open the host's activities, or what the host put together failed outside the ports.

    The original exception is described, not chained: a database's message may hold its URL, and a URL a password.
    """

    port = "factory"
    _cure = "Mend the factory and run the school again: what was done is found, and nothing is done twice."
