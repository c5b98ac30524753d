"""What can be wrong with a document. It is kept by the store or the host: neither error is the caller's."""

from attrs import frozen

from cyclades_accounts.errors import CycladesAccountsError


@frozen
class UnknownRecordVersionError(CycladesAccountsError, RuntimeError):
    """A document has a version that this release does not know."""

    found: int | None
    """The version in the document; ``None`` where it is no whole number."""
    newest: int
    """The newest version that this release reads."""
    _problem = "The record has version {found}; this library reads versions 1 to {newest}."
    _cure = "Use the version of cyclades_accounts that wrote it, or a newer one."


@frozen
class UnreadableRecordError(CycladesAccountsError, RuntimeError):
    """A document is no report and no credential, or a field of it is wrong."""

    field: str
    """Where: the path of the field, such as ``content.outcomes[2].kind``; ``document`` for the whole."""
    fault: str
    """What is wrong there, without the value."""
    _problem = "The record cannot be read: {field} {fault}."
    _cure = "Restore the document from where it was kept: it was cut or altered."
