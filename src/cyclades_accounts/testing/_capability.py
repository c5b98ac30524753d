"""What a store may do without."""

from enum import Enum


class Capability(Enum):
    """A part of the ports that a store can do without. Its methods then raise :class:`NotImplementedError`.

    An activity that needs the part fails, and nothing of it remains; all others work.
    """

    IMPOSING = "imposing"
    """``logins.impose``, for :meth:`~cyclades_accounts.provisioning.DeskAccounts.impose_logins`.

    Nothing is ever imposed then: ``imposed`` returns nothing, and an empty batch still does nothing.
    """
    PURGING = "purging"
    """``documents.purge`` and ``remove_papillons``, for :meth:`~cyclades_accounts.provisioning.DeskDocuments.purge`."""
    RESEALING = "resealing"
    """``documents.reseal``, for :meth:`~cyclades_accounts.provisioning.DeskDocuments.reseal`.

    Without it no key can be retired.
    """
    ERASING = "erasing"
    """``erase`` of candidatures, accounts and logins, and ``journal.redact``, for
    :meth:`~cyclades_accounts.provisioning.DeskAccounts.erase` (RGPD, article 17).

    Nobody was erased then: ``erased`` and ``erasure_keys`` return nothing.
    """
    THREADS = "threads"
    """Units of several threads at once. A store on one connection is not to be shared between threads."""
