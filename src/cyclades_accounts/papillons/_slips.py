"""A slip, the slips of a run, and the port that draws them: M8, M9."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Protocol

from attrs import field, frozen
from attrs.validators import matches_re, min_len

from cyclades_accounts.identifiers import AccountId, Login, Uai
from cyclades_accounts.model import Group, ProvisionalPassword, aware
from cyclades_accounts.papillons._layouts import Layout


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
