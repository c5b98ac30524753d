"""What a run did, or would do, with one candidature: M2, M3, M6, M7, M8. Refusals and notices are data."""

import enum
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import AccountId, CandidateId, Login, checked_line, checked_text
from cyclades_accounts.model._account import Shortfall
from cyclades_accounts.model._candidature import Group

Facts = tuple[tuple[str, str], ...]
"""Facts of a refusal: pairs of a name and a value, sorted by name; ``dict(facts)`` makes a mapping."""


def facts(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> Facts:
    """Return facts as they are kept.

    Raises:
        InvalidValueError: a name or a value is no text that every store can keep: the journal must stay readable.
    """
    pairs = sorted((checked_text("facts", name), value) for name, value in dict(given).items())
    return tuple((name, checked_text(name, value, longest=_LONGEST)) for name, value in pairs)


_LONGEST: Final = 1_000_000
"""Characters of a fact: one may name every row that the host gave for one pupil."""


class RefusalReason(enum.Enum):
    """Why a candidature gets no account or no new password, or why a login is not imposed.

    The French sentence and the cure are in :mod:`cyclades_accounts.messages`; the facts that each reason carries are
    named here.
    """

    NOT_SCOLAIRE = "NOT_SCOLAIRE"
    """Not a candidat scolaire. Facts: ``category``."""
    NOT_REGISTERED = "NOT_REGISTERED"
    """In a state that gets no account: neither « Inscrit » nor « Pré-inscrit » (M2). Facts: ``status``."""
    NO_CATEGORY = "NO_CATEGORY"
    """The category is blank. No facts."""
    NO_STATUS = "NO_STATUS"
    """The state is blank. No facts."""
    UNKNOWN_STATUS = "UNKNOWN_STATUS"
    """The rules do not know the state. Facts: ``status``, ``known``."""
    OF_HOST = "OF_HOST"
    """The host's eligibility policy has a reason of its own: :meth:`Refusal.of_host`. Facts: ``code``, ``sentence``,
    ``cure``, ``short``."""
    NO_EMAIL = "NO_EMAIL"
    """The candidature has no e-mail address (M3). No facts."""
    UNFOLDABLE_NAME = "UNFOLDABLE_NAME"
    """The name cannot become a login. Facts: ``name``, ``characters``."""
    UNPRINTABLE = "UNPRINTABLE"
    """The slip has a character that the renderer cannot draw. Facts: ``field`` (``family_name``, ``given_names``,
    ``division`` or ``group``), ``character``, and ``code_point``, such as ``U+1F600``."""
    EMAIL_LOGIN = "EMAIL_LOGIN"
    """The candidate made the account from an e-mail address: never renewed (M8). Facts: ``login``."""
    OTHER_SCHOOL = "OTHER_SCHOOL"
    """Another school holds the person (M7), whose account is to be renewed or is closed; a run asks for a transfer.
    Of the person, the school alone is told. Facts: ``school``, its name, and ``uai``."""
    ACCOUNT_CLOSED = "ACCOUNT_CLOSED"
    """The account was closed; its login stays reserved and no second account is made. Facts: ``login``,
    ``closed_on``."""
    OTHER_PERSON = "OTHER_PERSON"
    """The key is now another person's than the account's holder. Facts: ``other``, the holder's name, and ``login``."""
    OTHER_PERSON_ELSEWHERE = "OTHER_PERSON_ELSEWHERE"
    """The same, where another school holds the account: of that person, the school alone is told. Facts: ``uai``."""
    PERHAPS_KNOWN = "PERHAPS_KNOWN"
    """The person may be one who has an account under another key. Facts: ``other``, the holder's name, and ``login``.
    """
    PERHAPS_KNOWN_ELSEWHERE = "PERHAPS_KNOWN_ELSEWHERE"
    """The same, where another school holds the account: of that person, the school alone is told. Facts: ``uai``."""
    TWO_CANDIDATURES = "TWO_CANDIDATURES"
    """The host has several eligible rows of one key for the session. Facts: ``names``."""
    NO_CANDIDATURE = "NO_CANDIDATURE"
    """A row of the host that is no candidature. Facts: ``why``, a sentence of the host or of a field."""
    NOT_A_PUPIL = "NOT_A_PUPIL"
    """The school has no candidature of the person, or for no such session, and does not hold them. No facts."""
    NO_ACCOUNT = "NO_ACCOUNT"
    """The person has no account to close, reopen or revoke. No facts."""
    NOT_A_LOGIN = "NOT_A_LOGIN"
    """What is to be imposed has not the form of a login that is issued, or is an e-mail address, with which candidates
    make their own accounts (M8). Facts: ``value``."""
    LOGIN_RESERVED = "LOGIN_RESERVED"
    """The login policy reserves the login to be imposed: nobody gets it. Facts: ``login``."""
    LOGIN_TAKEN = "LOGIN_TAKEN"
    """The login was issued, or is imposed on somebody else. Facts: ``login``."""
    LOGIN_TWICE = "LOGIN_TWICE"
    """The login is to be imposed on several people, or several logins on the person: none is. Facts: ``login``."""


_LINE_MAX_LENGTH: Final = 300
"""Longest text of a host's refusal, in characters: our choice, some four lines of a list."""


@frozen
class Refusal:
    """An ordinary refusal: a reason and its facts. Never holds a secret."""

    reason: RefusalReason
    facts: Facts = field(repr=False, default=(), converter=facts)

    @classmethod
    def of_host(cls, *, code: str, sentence: str, cure: str, short: str) -> "Refusal":
        """Return a refusal for a reason of the host's own. Its words travel in it, so that no table has to know them.

        Each text is one line of 1 to 300 characters. Nothing in them may name a person: the name stands before the
        sentence, and erasing the person leaves the code alone.

        Args:
            code: names the reason for programs, such as ``CHEF_DE_CENTRE``.
            sentence: what stands in the way; it follows a name and has no full stop.
            cure: what the school can do, as a whole sentence.
            short: the reason in a few words, to stand behind a count of candidatures.

        Raises:
            InvalidValueError: a text is blank, too long or not one line.
        """
        given = {"code": code, "sentence": sentence, "cure": cure, "short": short}
        lines = {name: checked_line(name, text, longest=_LINE_MAX_LENGTH).strip() for name, text in given.items()}
        return cls(RefusalReason.OF_HOST, lines)

    @property
    def code(self) -> str:
        """The reason as a stable name for programs; of a host's own reason, the code that the host gave it."""
        return dict(self.facts).get("code", self.reason.value)

    def fact(self, name: str) -> str:
        """Return the fact ``name``.

        Raises:
            KeyError: the reason carries no such fact.
        """
        return dict(self.facts)[name]


class NoticeReason(enum.Enum):
    """Why a school should look again. The French sentences are in :mod:`cyclades_accounts.messages`."""

    LOOK_ALIKE_LOGINS = "LOOK_ALIKE_LOGINS"
    """Logins that look alike on paper, such as ``a.martin1`` and ``a.martinl`` (UTS #39). Facts: ``logins``."""
    SAME_NAME_AND_BIRTH_DATE = "SAME_NAME_AND_BIRTH_DATE"
    """One family name, first given name and birth date on several keys: perhaps one person. Facts: ``name``,
    ``birth_date`` (ISO 8601)."""
    TRANSFERRED = "TRANSFERRED"
    """The pupil moved here: the run takes the account over, and the other school is told (M7). Facts: ``person``,
    ``school``, ``uai``."""
    IN_TWO_SCHOOLS = "IN_TWO_SCHOOLS"
    """Another school has a candidature of the pupil for the session, or may act on the account too, and is told where
    the run does. Facts: ``person``, ``school``, ``uai``."""
    TWO_ROWS = "TWO_ROWS"
    """The host has several rows of one person for the session, and one counts. Facts: ``names``."""
    TYPING_SLIP = "TYPING_SLIP"
    """The first given name differs by one letter from the one on the account. Facts: ``name``, ``former``."""
    SLIPS_OF_TODAY = "SLIPS_OF_TODAY"
    """The run renews passwords that were issued the same day: their slips, just printed, open nothing any more. No
    facts."""
    SAME_EMAIL = "SAME_EMAIL"
    """One e-mail address on several candidatures: siblings, or one person. Facts: ``email``."""


@frozen
class Notice:
    """Something to look at that stops nothing."""

    reason: NoticeReason
    candidates: tuple[CandidateId, ...] = field(repr=False)
    """Whom it concerns, in the order of the roster or the run."""
    facts: Facts = field(repr=False, default=(), converter=facts)


class OutcomeKind(enum.Enum):
    """The ways a candidature can come out of a run."""

    CREATED = "created"
    RENEWED = "renewed"
    PROLONGED = "prolonged"
    KEPT = "kept"
    REFUSED = "refused"


def _why(instance: "Outcome", _attribute: object, value: Refusal | None) -> None:
    if (value is None) == (instance.kind is OutcomeKind.REFUSED):
        raise InvalidValueError("refusal", str(value), "a reason where the outcome is a refusal, and nowhere else")


@frozen
class Outcome:
    """What a run did with one candidature, or what a plan says it would do."""

    candidate_id: CandidateId = field(repr=False)
    name: str = field(repr=False)
    """Family name and given names, so that a report reads without the store."""
    group: Group
    kind: OutcomeKind
    login: Login | None = field(default=None, repr=False)
    """Login of the account, present or future; ``None`` where there is none."""
    former_login: Login | None = field(default=None, repr=False)
    """Login that the account had before, where the run gives it a new one; ``None`` everywhere else."""
    account_id: AccountId | None = None
    """Key of the account; ``None`` where there is none, or another school holds it, and in a plan for an account to be
    created."""
    credential_version: int | None = None
    """Version of the password that the slip of this run shows; ``None`` where the run makes no slip."""
    refusal: Refusal | None = field(default=None, validator=_why)
    """The reason of a refusal; ``None`` for the other kinds."""
    has_email_papillon: bool = False
    """Whether the run prints a slip without password, because the host asked for one for those who log in by e-mail
    (M8). The account stays as it is."""
    shortfall: Shortfall | None = None
    """How the password of an account that stays as it is, kept or refused, falls short of the session; ``None`` where
    it serves until the session ends."""

    @property
    def has_papillon(self) -> bool:
        """Whether the run prints a slip for this candidature: exactly when it issues a password."""
        return self.kind in {OutcomeKind.CREATED, OutcomeKind.RENEWED}


class OutcomeList:
    """What a plan and a report have in common: ``outcomes``, and the questions asked of them."""

    __slots__ = ()
    outcomes: tuple[Outcome, ...]

    def of(self, kind: OutcomeKind) -> tuple[Outcome, ...]:
        """Return the outcomes of one kind, in order."""
        return tuple(outcome for outcome in self.outcomes if outcome.kind is kind)

    @property
    def created(self) -> tuple[Outcome, ...]:
        """Accounts created."""
        return self.of(OutcomeKind.CREATED)

    @property
    def renewed(self) -> tuple[Outcome, ...]:
        """Accounts whose password is renewed (M7, M14)."""
        return self.of(OutcomeKind.RENEWED)

    @property
    def prolonged(self) -> tuple[Outcome, ...]:
        """Accounts whose password serves longer than its slip says."""
        return self.of(OutcomeKind.PROLONGED)

    @property
    def kept(self) -> tuple[Outcome, ...]:
        """Accounts left as they were (M6)."""
        return self.of(OutcomeKind.KEPT)

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """Candidatures refused, each with its reason."""
        return self.of(OutcomeKind.REFUSED)

    @property
    def short(self) -> tuple[Outcome, ...]:
        """Candidatures whose account stays as it is, and whose password falls short of the session."""
        return tuple(outcome for outcome in self.outcomes if outcome.shortfall is not None)

    @property
    def email_papillons(self) -> tuple[Outcome, ...]:
        """Candidatures kept or refused whose slip says how to log in by e-mail (M8)."""
        return tuple(outcome for outcome in self.outcomes if outcome.has_email_papillon)

    def by_group(self) -> dict[Group, dict[OutcomeKind, int]]:
        """Return the counts of each kind for each group, groups in order; every kind is present."""
        counts: dict[Group, dict[OutcomeKind, int]] = {}
        for outcome in self.outcomes:
            counts.setdefault(outcome.group, dict.fromkeys(OutcomeKind, 0))[outcome.kind] += 1
        return counts
