"""What was done with documents once they were made: opened, drawn again, purged, sealed anew, erased (M9, M16)."""

from attrs import field, frozen
from attrs.validators import ge

from cyclades_accounts.identifiers import AccountId, DocumentId, RunId, SessionId, Uai
from cyclades_accounts.model._run import Run
from cyclades_accounts.model._standing import Standing


@frozen
class OpeningReport:
    """Who saw the passwords of a run, and when (M16)."""

    run: Run
    school: Uai
    session: SessionId
    source: RunId
    """The run whose slips were seen."""
    document_id: DocumentId
    """The document that was opened."""


@frozen
class LeftOut:
    """A slip that was not drawn again, because it opens nothing any more."""

    account_id: AccountId
    credential_version: int
    """Version of the password that the slip shows."""
    standing: Standing


@frozen
class ReprintReport:
    """What drawing again the slips that still hold did."""

    run: Run
    school: Uai
    session: SessionId
    source: RunId
    """The run whose slips were drawn again."""
    printed: tuple[AccountId, ...]
    """Accounts whose slip holds and was drawn, in the order of the new document."""
    left_out: tuple[LeftOut, ...]
    """The others, in the order of the old one."""
    documents: tuple[DocumentId, ...] = ()
    """One for each layout; none where no slip holds."""


@frozen
class PurgeReport:
    """Which documents a retention rule purged."""

    run: Run
    school: Uai
    session: SessionId
    rule: str
    """The rule in one line, as its ``spec`` gives it."""
    documents: tuple[DocumentId, ...]
    """Documents whose content is gone, in the order of the list."""
    papillons: int = field(default=0, validator=ge(0))
    """Slips, sealed as data, that went with them."""


@frozen
class ResealReport:
    """How much was sealed anew with the present key."""

    run: Run
    school: Uai
    session: SessionId
    documents: int = field(validator=ge(0))
    papillons: int = field(validator=ge(0))


@frozen
class ErasureReport:
    """What erasing a person removed; nothing in it tells whom (RGPD, article 17)."""

    run: Run
    """Its subject is a keyed hash of the person's key."""
    school: Uai
    accounts: int = field(validator=ge(0))
    """Accounts removed: the one that stood, and those it had replaced."""
    logins: int = field(validator=ge(0))
    """Issued logins of which a keyed hash alone is left, so that they are still never issued again."""
    papillons: int = field(validator=ge(0))
    """Sealed slips removed."""
    documents: tuple[DocumentId, ...] = ()
    """Documents that showed the person, purged. The slips of the others in them can be drawn again."""
    reports: int = field(default=0, validator=ge(0))
    """Reports of the journal that no longer name the person."""
