"""What a slip (papillon de connexion) says, free of any format, and the port that draws it: M8, M9, M10, M11.

The wording of M10 is the memo's; the rest is ours, and all of it is a value that a host may replace.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Protocol

from attrs import field, frozen
from attrs.validators import ge, le, matches_re, min_len

from cyclades_accounts.identifiers import AccountId, Login, Uai
from cyclades_accounts.model import PAPILLON_DE_CONNEXION, Group, ProvisionalPassword, aware

__all__ = [
    "CARDS_4_BY_9",
    "FRENCH_PAPILLON_TEXTS",
    "LABELS_2_BY_4",
    "LABELS_3_BY_8",
    "LAYOUTS",
    "ONE_PER_PAGE",
    "TWO_PER_PAGE",
    "AnyPapillon",
    "EmailPapillon",
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
class EmailPapillon:
    """The slip of a candidate who logs in by e-mail: no password, for the school neither knows nor renews it (M8).

    Drawn only where the host asks for it. It says which address is the login, how to recover the password, and whom to
    ask.
    """

    account_id: AccountId
    family_name: str
    given_names: str
    birth_date: date | None
    group: Group
    """Group of the run in which the slip was made; slips are sorted by it."""
    division: str
    """Class of the candidate; may be empty."""
    login: Login
    """The e-mail address."""
    last_day: date
    """Last day on which the passwords of the same run serve: ``{last_day}`` in texts, if it is the only slip."""

    @property
    def full_name(self) -> str:
        """Family name then given names."""
        return f"{self.family_name} {self.given_names}"


AnyPapillon = Papillon | EmailPapillon
"""Whatever stands in a pile of slips."""


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
    papillons: tuple[AnyPapillon, ...] = field(validator=min_len(1))
    """With a password all of them, unless the host asked for e-mail slips too: those stand among the others, in the
    same order."""

    @property
    def with_password(self) -> tuple[Papillon, ...]:
        """The slips that show a password, in order."""
        return tuple(papillon for papillon in self.papillons if isinstance(papillon, Papillon))


def _mm(largest: float) -> float:
    """Return a length in millimetres, 0 unless given."""
    length: float = field(default=0.0, validator=[ge(0.0), le(largest)])
    return length


@frozen
class Layout:
    """How slips stand on an A4 page: a grid of equal places, filled row by row unless :attr:`cut_and_stack`."""

    name: str = field(validator=matches_re(r"[a-z0-9]+(-[a-z0-9]+)*"))
    """Stable name, in small letters, digits and hyphens between them: it goes into file names and
    :attr:`~cyclades_accounts.model.Document.layout`."""
    label: str
    """French name, as lists show it."""
    rows: int = field(validator=[ge(1), le(20)])
    """Places from top to bottom, 1 to 20."""
    columns: int = field(default=1, validator=[ge(1), le(6)])
    """Places from left to right, 1 to 6."""
    margin_x_mm: float = _mm(50)
    """From the left and right edges of the sheet to the places, in millimetres, 0 to 50."""
    margin_y_mm: float = _mm(50)
    """From the upper and lower edges of the sheet to the places, in millimetres, 0 to 50."""
    gap_x_mm: float = _mm(20)
    """Between two columns, in millimetres, 0 to 20."""
    gap_y_mm: float = _mm(20)
    """Between two rows, in millimetres, 0 to 20."""
    is_label: bool = False
    """Short slips: candidate, class, login, password and one note. They fit where the explanations do not."""
    has_cut_lines: bool = True
    """Dashed lines between places; off for sheets that come cut, such as labels."""
    cut_and_stack: bool = False
    """Fill the same place of all pages before the next place: a pile of printed pages, cut once through and stacked
    place after place, is in the order of the batch. Within a group where :attr:`new_page_at_group`."""
    new_page_at_group: bool = False
    """Begin a page where the group of the slips changes; no page is ever blank."""
    cover_at_group: bool = False
    """Put a cover before the slips of each group, in a place of the grid: which group, how many slips, which school. It
    keeps the groups of a pile apart once they are cut, and is the only thing in a document that is no slip."""

    @property
    def places(self) -> int:
        """Places on a page."""
        return self.rows * self.columns


ONE_PER_PAGE: Final = Layout("one-per-page", "1 papillon par page", 1)
"""First document of a generation (M9), only document of a regeneration (M14)."""

TWO_PER_PAGE: Final = Layout("two-per-page", "2 papillons par page", 2)
"""Second document of a generation (M9)."""

LABELS_2_BY_4: Final = Layout(
    "labels-2-by-4", "8 étiquettes par page", 4, 2, 4.65, 12.9, 2.5, is_label=True, has_cut_lines=False
)
"""Sheets of 8 sticky labels of 99.1 × 67.8 mm."""

LABELS_3_BY_8: Final = Layout(
    "labels-3-by-8", "24 étiquettes par page", 8, 3, 7.25, 12.9, 2.5, is_label=True, has_cut_lines=False
)
"""Sheets of 24 sticky labels of 63.5 × 33.9 mm."""

CARDS_4_BY_9: Final = Layout("cards-4-by-9", "36 cartes par page", 9, 4, 8, 8, is_label=True)
"""36 cards of 48.5 × 31.2 mm, cut out of plain paper; 8 mm stay white, more than any office printer needs."""

LAYOUTS: Final = (ONE_PER_PAGE, TWO_PER_PAGE, LABELS_2_BY_4, LABELS_3_BY_8, CARDS_4_BY_9)
"""The layouts we ship. Any of them changes by :func:`attrs.evolve`: other margins, cut and stack, a page per group."""


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
        "(*) Mot de passe provisoire, valable jusqu'au {last_day} inclus. Recopiez-le exactement : majuscules, "
        "minuscules et signes comptent."
    )
    """M10; ``{last_day}`` is a date such as 31/12/2025."""
    first_login_note: str = (
        "À votre première connexion, nous vous conseillons de le changer : choisissez un mot de passe que vous ne "
        "donnez à personne. Si ce papillon se perd ensuite, personne ne pourra s'en servir."
    )
    """What to do at the first login (M11)."""
    spelling_label: str = "Se lit :"
    """Leads to the password spelled out, where the style asks for it."""
    cover_count: str = "{count} papillon(s)"
    """On the cover of a group; ``{count}`` slips follow."""
    lost_note: str = (
        "Papillon perdu ou mot de passe oublié : adressez-vous au secrétariat de votre établissement. Ne prêtez ce "
        "papillon à personne."
    )
    issued_note: str = "Édité le {made_on}"
    label_note: str = "(*) Provisoire, jusqu'au {last_day}. À changer dès la première connexion."
    """M10, M11, on a label."""
    birth_date_label: str = "Né(e) le"
    """Stands only on slips that would otherwise read alike."""
    site_url: str = field(default="", validator=matches_re(r"(https?://[!-~]+)?"))
    """Address of the site where candidates log in, with its ``https://``: printed as text and as a QR code, labels
    apart, which have no room for it; the host's to give."""
    site_label: str = "Adresse du site :"
    site_code_alt: str = "Code QR de l'adresse du site"
    """What a screen reader says of the QR code."""
    email_introduction: str = (
        "Vous avez créé votre compte vous-même, avec votre adresse électronique. Connectez-vous avec elle :"
    )
    """On the slip of a candidate who logs in by e-mail; this and the next ones are ours."""
    email_password_label: str = "Votre mot de passe :"
    email_password: str = "celui que vous avez choisi"
    """Stands where the other slips show the password."""
    email_recovery_note: str = (
        "Mot de passe oublié : demandez-en un nouveau sur le site, là où l'on se connecte. Un message arrive à cette "
        "adresse ; regardez aussi dans les courriers indésirables. Votre établissement ne connaît pas ce mot de passe "
        "et ne peut pas le changer."
    )
    email_help_note: str = (
        "Cette adresse n'est plus la vôtre, ou aucun message n'arrive : adressez-vous au secrétariat de votre "
        "établissement."
    )
    email_label_note: str = "Oublié ? Demandez-en un nouveau sur le site, ou voyez le secrétariat."
    """Recovery and help, on a label."""
    date_format: str = "%d/%m/%Y"
    """How dates are written, in the notation of :meth:`datetime.date.strftime`."""


FRENCH_PAPILLON_TEXTS: Final = PapillonTexts()
"""The texts we ship."""


class PapillonRenderer(Protocol):
    """Draws slips."""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Return one document for each layout, in the same order.

        Every document holds every slip of the batch once, in the order of the batch (as the layout stacks it), and
        nothing of one candidate on another's slip. Same input, same bytes. The document's metadata hold no name, login
        or password. An :class:`EmailPapillon` shows candidate and login, and the words of the e-mail texts; a renderer
        that has no such slip raises, and the run does nothing.

        Raises:
            UnprintableTextError: a character that cannot be drawn; raised before anything is drawn.
        """
        ...
