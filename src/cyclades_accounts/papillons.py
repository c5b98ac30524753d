"""What a slip (papillon de connexion) says, free of any format, and the port that draws it: M9, M10, M11.

The wording of M10 is the memo's; the rest is ours, and all of it is a value that a host may replace.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Protocol

from attrs import field, frozen
from attrs.validators import ge, min_len

from cyclades_accounts.identifiers import AccountId, Login, Uai
from cyclades_accounts.model import PAPILLON_DE_CONNEXION, Group, ProvisionalPassword, aware

__all__ = [
    "FRENCH_PAPILLON_TEXTS",
    "ONE_PER_PAGE",
    "TWO_PER_PAGE",
    "Layout",
    "Papillon",
    "PapillonBatch",
    "PapillonRenderer",
    "PapillonTexts",
]


@frozen
class Papillon:
    """One slip: one account, one login, one password (M9)."""

    account_id: AccountId
    credential_version: int
    """Version of the password shown; see :class:`~cyclades_accounts.model.Credential`."""
    family_name: str
    given_names: str
    birth_date: date | None
    group: Group
    """Group of the run in which the slip was made; slips are sorted by it."""
    division: str
    """Class of the candidate; may be empty."""
    login: Login
    password: ProvisionalPassword
    expires_at: datetime = field(validator=aware)
    """First moment at which the provisional password is refused."""

    @property
    def full_name(self) -> str:
        """Family name then given names."""
        return f"{self.family_name} {self.given_names}"


@frozen
class PapillonBatch:
    """The slips of one run of one school, in the order in which they are handed out."""

    uai: Uai
    school_name: str
    session: str
    """Label of the exam session, for example « DNB 2025 »."""
    last_day: date
    """Last day on which the provisional passwords serve."""
    made_on: date
    """Day of the run, as printed."""
    papillons: tuple[Papillon, ...] = field(validator=min_len(1))


@frozen
class Layout:
    """How many slips stand on an A4 page, one under the other."""

    name: str
    """Stable name; goes into file names and :attr:`~cyclades_accounts.model.Document.layout`."""
    label: str
    """French name, as lists show it."""
    rows: int = field(validator=ge(1))
    """Slips on a page."""


ONE_PER_PAGE: Final = Layout("one-per-page", "1 papillon par page", 1)
"""First document of a generation (M9), only document of a regeneration (M14)."""

TWO_PER_PAGE: Final = Layout("two-per-page", "2 papillons par page", 2)
"""Second document of a generation (M9)."""


@frozen
class PapillonTexts:
    """The fixed texts of a slip. In any of them ``{last_day}`` and ``{made_on}`` are filled in; a brace is doubled."""

    title: str = PAPILLON_DE_CONNEXION
    heading: str = "Votre compte Cyclades"
    introduction: str = "Identifiez-vous avec le compte qui vous a été attribué :"
    """M10, the memo's words."""
    login_label: str = "Votre identifiant de connexion :"
    """M10, the memo's words."""
    password_label: str = "Votre mot de passe (*) :"  # a label, not a password
    """M10, the memo's words."""
    candidate_label: str = "Candidat :"
    division_label: str = "Classe :"
    school_label: str = "Établissement :"
    session_label: str = "Session :"
    usage: str = (
        "Avec ce compte, vous récupérez les documents de votre inscription et, le jour venu, vous consultez vos "
        "résultats."
    )
    """M17."""
    password_note: str = (
        "(*) Mot de passe provisoire, valable jusqu'au {last_day} inclus. Respectez les majuscules et les minuscules. "
        "Nous vous conseillons de le changer dès votre première connexion : si ce papillon se perd, personne ne pourra "
        "s'en servir."
    )
    """M10, M11; ``{last_day}`` is a date such as 31/12/2025."""
    lost_note: str = (
        "Papillon perdu ou mot de passe oublié : adressez-vous au secrétariat de votre établissement. Ne prêtez ce "
        "papillon à personne."
    )
    issued_note: str = "Édité le {made_on}"
    date_format: str = "%d/%m/%Y"
    """How dates are written, in the notation of :meth:`datetime.date.strftime`."""


FRENCH_PAPILLON_TEXTS: Final = PapillonTexts()
"""The texts we ship."""


class PapillonRenderer(Protocol):
    """Draws slips."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Return one document for each layout, in the same order.

        Every document holds every slip of the batch once, in the order of the batch, and nothing of one candidate on
        another's slip. Same input, same bytes. The document's metadata hold no name, login or password.

        Raises:
            UnprintableTextError: a character that cannot be drawn; raised before anything is drawn.
        """
        ...
