"""A login policy of a host: initial and family name."""

from attrs import frozen

from cyclades_accounts import Candidate
from cyclades_accounts.identifiers import Login, parse_login
from cyclades_accounts.logins import fold_name
from cyclades_accounts.settings import Setting


@frozen
class InitialNom(Setting):
    """``zdherve``, ``zdherve2``: the initial of the first given name, the family name, homonyms numbered from 2."""

    max_length: int = 20
    reserved: frozenset[str] = frozenset({"admin"})

    def stem_of(self, candidate: Candidate) -> str:
        """Keep 6 characters free for the number."""
        return (fold_name(candidate.given_names)[0] + fold_name(candidate.family_name))[: self.max_length - 6]

    def login(self, stem: str, number: int) -> Login:
        """Add the number."""
        return parse_login(stem if number == 1 else f"{stem}{number}")
