"""What is kept about one person (RGPD, article 15), and who saw which of their passwords, when."""

from attrs import field, frozen

from cyclades_accounts.identifiers import CandidateId, DocumentId, Login
from cyclades_accounts.model._account import Account, IssuedLogin
from cyclades_accounts.model._candidature import Candidature
from cyclades_accounts.model._document import Document
from cyclades_accounts.model._holder import Holder
from cyclades_accounts.model._outcome import Notice, Outcome
from cyclades_accounts.model._report import AccountLine, ImposedLogin, LeftOut, Run


@frozen
class Sight:
    """Somebody made, opened or drew again documents that show a password of the person."""

    run: Run
    """What was done, by whom and when."""
    documents: tuple[DocumentId, ...]
    """Which documents: those that were made or opened; of a reprint, the old one and the new ones."""


@frozen
class PersonalData:
    """All that the library keeps about a person. No password and no hash of one is in it."""

    candidate_id: CandidateId = field(repr=False)
    """The key that stays."""
    merged_keys: tuple[CandidateId, ...] = field(repr=False)
    """Keys that were merged into it."""
    candidatures: tuple[Candidature, ...]
    """As the library keeps them, or reads them from the host."""
    holder: Holder | None
    """Whose the account is, as last printed."""
    accounts: tuple[Account, ...]
    """The account that stands, and those it replaced; the hash of the password is left out."""
    logins: tuple[IssuedLogin, ...]
    """Every login that was issued to the person."""
    imposed_login: Login | None = field(repr=False)
    """The login that the account to be created will bear."""
    documents: tuple[Document, ...]
    """Documents that show the person, those without content too."""
    runs: tuple[Run, ...]
    """What was done with the person, by whom and when: every report that names them, oldest first."""
    outcomes: tuple[Outcome, ...]
    """What generations and regenerations did with the person, in the same order."""
    told: tuple[Notice | ImposedLogin | AccountLine | LeftOut, ...]
    """What else these reports tell of the person, in the same order. Of the others whom a notice concerns, the keys and
    the logins are left out."""
    sights: tuple[Sight, ...]
    """Who saw passwords of the person, oldest first. What was purged before tells no more of reprints."""
