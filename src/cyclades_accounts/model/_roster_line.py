"""A line of the « Liste détaillée de mes élèves »: M13."""

from attrs import frozen

from cyclades_accounts.identifiers import Login
from cyclades_accounts.model._candidature import Candidature


@frozen
class RosterLine:
    """A candidature and the login of the candidate's account."""

    candidature: Candidature
    login: Login | None
    """Login of the open account; ``None`` where there is none (« Pas de compte candidat Cyclades »)."""
