"""What a slip (papillon de connexion) says, free of any format, and the port that draws it: M8, M9, M10, M11.

The wording of M10 is the memo's, the rest is ours. All of it is a value, which a host may replace.
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
    "LAYOUT_BY_NAME",
    "ONE_PER_PAGE",
    "PDF",
    "TWO_PER_PAGE",
    "AnyPapillon",
    "DocumentFormat",
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
    """Version of the password shown: 1 for the first password of the account, then 1 more for each new one."""
    family_name: str = field(repr=False)
    given_names: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    group: Group
    """Group of the run in which the slip was made; slips are sorted by it."""
    division: str
    """Class of the candidate; may be empty."""
    login: Login = field(repr=False)
    password: ProvisionalPassword
    expires_at: datetime = field(validator=aware)
    """First moment at which the provisional password is refused."""

    @property
    def full_name(self) -> str:
        """Family name then given names."""
        return f"{self.family_name} {self.given_names}"


@frozen
class EmailPapillon:
    """The slip of a candidate who logs in by e-mail. It shows no password: the school neither knows nor renews it (M8).

    It is made only if the host asks for such slips. It says which address is the login, how to recover the password,
    and whom to ask.
    """

    account_id: AccountId
    family_name: str = field(repr=False)
    given_names: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    group: Group
    """Group of the run in which the slip was made; slips are sorted by it."""
    division: str
    """Class of the candidate; may be empty."""
    login: Login = field(repr=False)
    """The e-mail address."""
    last_day: date
    """Last day on which the passwords of the same run serve. It is ``{last_day}`` in texts if no slip has a
    password."""

    @property
    def full_name(self) -> str:
        """Family name then given names."""
        return f"{self.family_name} {self.given_names}"


AnyPapillon = Papillon | EmailPapillon
"""A slip, with a password or without."""


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
    """At least one. All have a password, unless the host asked for the slips of candidates who log in by e-mail: these
    are among the others, in the same order."""

    @property
    def with_password(self) -> tuple[Papillon, ...]:
        """The slips that show a password, in order."""
        return tuple(papillon for papillon in self.papillons if isinstance(papillon, Papillon))


def _mm(largest: float) -> float:
    """Return a field for a length in millimetres, from 0, the default, to ``largest``."""
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
    """Whether slips are short: candidate, class, login, password and one note. A label has no room for the other
    explanations."""
    has_cut_lines: bool = True
    """Whether dashed lines are drawn between places. Off for sheets that are already cut, such as labels."""
    cut_and_stack: bool = False
    """Whether slips fill the same place of all pages before the next place. Somebody then cuts the printed pile once
    and puts the parts on one another, place after place: the slips are in the order of the batch. With
    :attr:`new_page_at_group` this holds within each group."""
    new_page_at_group: bool = False
    """Whether a page begins where the group of the slips changes. No page is blank."""
    cover_at_group: bool = False
    """Whether a cover stands before the slips of each group, in a place of the grid. It says which group, how many
    slips and which school, keeps the groups apart once the pile is cut, and is the only thing in a document that is no
    slip.
    """

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
"""36 cards of 48.5 × 31.2 mm, to be cut out of plain paper; an edge of 8 mm is white, more than any office printer
needs."""

LAYOUTS: Final = (ONE_PER_PAGE, TWO_PER_PAGE, LABELS_2_BY_4, LABELS_3_BY_8, CARDS_4_BY_9)
"""The layouts that we ship. :func:`attrs.evolve` makes others of them: other margins, cut and stack, a page a group."""

LAYOUT_BY_NAME: Final = {layout.name: layout for layout in LAYOUTS}
"""The same by name, which is all that a document keeps of its layout."""


@frozen
class PapillonTexts:
    """The fixed texts of a slip, in French unless the host gives others.

    In each text ``{last_day}`` and ``{made_on}`` stand for the dates of the batch; a brace that is printed is doubled.
    """

    title: str = PAPILLON_DE_CONNEXION
    """First part of the title of the document; not printed."""
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
    """Before the password spelled out, which is printed only if the style asks for it."""
    cover_count: str = "{count} papillon(s)"
    """On the cover of a group. ``{count}`` is the number of slips that follow, and the only ``{…}`` of this text."""
    lost_note: str = (
        "Papillon perdu ou mot de passe oublié : adressez-vous au secrétariat de votre établissement. Ne prêtez ce "
        "papillon à personne."
    )
    issued_note: str = "Édité le {made_on}"
    label_note: str = "(*) Provisoire, jusqu'au {last_day}. À changer dès la première connexion."
    """The one explanation on a label (M10, M11)."""
    birth_date_label: str = "Né(e) le"
    """Before the birth date, which is printed only on slips of the same class that have the same name."""
    site_url: str = field(default="", validator=matches_re(r"(https?://[!-~]+)?"))
    """Address of the site where candidates log in, with ``https://``; the host gives it. It is printed as text and as a
    QR code, but not on labels, which have no room for it. Empty: no address is printed."""
    site_label: str = "Adresse du site :"
    site_code_alt: str = "Code QR de l'adresse du site"
    """What a screen reader reads for the QR code."""
    email_introduction: str = (
        "Vous avez créé votre compte vous-même, avec votre adresse électronique. Connectez-vous avec elle :"
    )
    """On the slip of a candidate who logs in by e-mail. The wording of this text and of the next ones is ours."""
    email_password_label: str = "Votre mot de passe :"
    email_password: str = "celui que vous avez choisi"
    """Printed where other slips show the password."""
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
    """How to recover the password and whom to ask, on a label."""
    date_format: str = "%d/%m/%Y"
    """How dates are written, in the notation of :meth:`datetime.date.strftime`."""


FRENCH_PAPILLON_TEXTS: Final = PapillonTexts()
"""The texts that we ship."""


@frozen
class DocumentFormat:
    """The format of the documents that a renderer makes."""

    name: str = field(validator=matches_re(r"\S(.{0,48}\S)?"))
    """« Type » in the list of documents (M16), for example « PDF »: one line of 1 to 50 characters."""
    media_type: str = field(validator=matches_re(r"[a-z0-9]+/[a-z0-9.+-]+"))
    """What a host sends with a download (RFC 6838), for example ``application/pdf``."""
    extension: str = field(validator=matches_re("[a-z0-9]{1,10}"))
    """End of the file names, without the dot: 1 to 10 small letters and digits."""


PDF: Final = DocumentFormat("PDF", "application/pdf", "pdf")
"""What :class:`~cyclades_accounts.pdf.ReportlabRenderer` makes."""


class PapillonRenderer(Protocol):
    """A port: draws slips.

    Every renderer draws visible ASCII, in which logins and issued passwords are written. Of other characters it says
    beforehand which it cannot draw: the plan then refuses the candidates whose slips hold them, and the others are
    served.
    """

    @property
    def format(self) -> DocumentFormat:
        """What it makes."""
        ...

    def undrawable(self, text: str, /) -> str:
        """Return the characters of ``text`` that it cannot draw; an empty text if it draws all of them.

        Plans ask it about the names, class and group of each candidate, and about the names of school and session. It
        is never asked about a password. Each text has at most some 500 characters, on one line.
        """
        ...

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Return one document for each layout, in the same order.

        Every document holds every slip of the batch once, in the order of the batch or as the layout stacks it. Nothing
        of one candidate stands on another's slip. Same input, same bytes. The document's metadata hold no name, login
        or password. An :class:`EmailPapillon` shows candidate, login and the e-mail texts; a renderer that cannot draw
        such a slip raises an error, and the run does nothing.

        Raises:
            UnprintableTextError: a character that cannot be drawn; raised before anything is drawn. A text in which
                :meth:`undrawable` finds nothing never raises it.
        """
        ...
