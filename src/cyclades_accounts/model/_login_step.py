"""Why is this my login? The way from the name on the birth certificate to the login, as data."""

import enum
from datetime import datetime

from attrs import field, frozen

from cyclades_accounts.identifiers import CandidateId, Login, RunId
from cyclades_accounts.model._session import aware


class LoginStepKind(enum.Enum):
    """What a step does. The French sentences are in :mod:`cyclades_accounts.messages`."""

    FIRST_GIVEN_NAME = "FIRST_GIVEN_NAME"
    """Of the given names the first is taken."""
    ALL_GIVEN_NAMES = "ALL_GIVEN_NAMES"
    """All given names are taken."""
    FAMILY_NAME = "FAMILY_NAME"
    """The « nom de famille » is taken."""
    USAGE_NAME = "USAGE_NAME"
    """The « nom d'usage » is taken."""
    FOLD_GIVEN_NAME = "FOLD_GIVEN_NAME"
    """The given name is written in the letters a to z and digits."""
    FOLD_FAMILY_NAME = "FOLD_FAMILY_NAME"
    """The family name is written in the letters a to z and digits."""
    JOIN = "JOIN"
    """The two are joined."""
    SHORTEN = "SHORTEN"
    """The whole is cut to the longest that the policy allows, less the room for what tells homonyms apart."""
    FALL_BACK = "FALL_BACK"
    """The name cannot become a login: the policy's pattern stands in for it."""
    POLICY = "POLICY"
    """A host's own policy makes the stem; how, it does not say."""
    NUMBER = "NUMBER"
    """What tells homonyms apart is added: others came first, or had such a login."""


@frozen
class LoginStep:
    """One step from a name to a login."""

    kind: LoginStepKind
    before: str = field(repr=False)
    """What the step starts from."""
    after: str = field(repr=False)
    """What it makes."""
    letters: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """For a folding: each letter that is not ASCII and what it became, once, in order: ``(("Œ", "oe"),)``."""


class LoginOrigin(enum.Enum):
    """Where the login of an account comes from."""

    NAME = "NAME"
    """From the person's present name, by the policy in force: the steps show how."""
    EARLIER_NAME = "EARLIER_NAME"
    """From a name that was corrected since, or by another policy; a login stays when a name is corrected."""
    IMPOSED = "IMPOSED"
    """The host imposed it."""
    EMAIL = "EMAIL"
    """The candidate made the account from this e-mail address (M8)."""


@frozen
class LoginExplanation:
    """The answer to « why is this my login? »."""

    candidate_id: CandidateId = field(repr=False)
    login: Login = field(repr=False)
    origin: LoginOrigin
    issued_at: datetime = field(validator=aware)
    run_id: RunId
    """The run that issued it; its report is in the journal."""
    steps: tuple[LoginStep, ...] = ()
    """From the name to the login, for :attr:`LoginOrigin.NAME`; else empty."""
