"""How long documents are kept: rules as values, which judge a document by its age, its session and its slips.

The memo keeps slips for ever (M9, M16); the RGPD (article 5, 1 e) keeps personal data no longer than their purpose asks
for. Which rule holds is the host's to choose: the library purges nothing by itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from attrs import field, frozen
from attrs.validators import ge, instance_of, min_len

from cyclades_accounts.model import Account, Document, ExamSession, LoginKind, standing

__all__ = [
    "KEPT_FOR_A_YEAR",
    "WHEN_THE_SESSION_IS_OVER",
    "AllOf",
    "AnyOf",
    "EveryPapillonDone",
    "KeptDocument",
    "OlderThan",
    "RetentionRule",
    "SessionOver",
]


@frozen
class KeptDocument:
    """A document, and what a rule may want to know of it."""

    document: Document
    session: ExamSession
    """The session it was made for."""
    papillons: tuple[tuple[Account, int], ...]
    """For each slip that is kept as data, its account as it stands now, and the version of the password it shows."""


class RetentionRule(Protocol):
    """Says when a document has served its purpose."""

    @property
    def spec(self) -> str:
        """The rule in one line; the journal keeps it with what was purged."""
        ...

    def is_over(self, kept: KeptDocument, now: datetime) -> bool:
        """Whether the document may go at ``now``."""
        ...


@frozen
class OlderThan:
    """A document goes when it is this old."""

    days: int = field(validator=[instance_of(int), ge(0)])
    """Whole days since it was made."""

    @property
    def spec(self) -> str:
        """The rule in one line."""
        return f"OlderThan(days={self.days})"

    def is_over(self, kept: KeptDocument, now: datetime) -> bool:
        """Whether it is old enough."""
        return now >= kept.document.created_at + timedelta(days=self.days)


@frozen
class SessionOver:
    """A document goes when its exam session is over: its passwords open nothing any more."""

    days: int = field(default=0, validator=[instance_of(int), ge(0)])
    """Whole days after the session's end."""

    @property
    def spec(self) -> str:
        """The rule in one line."""
        return f"SessionOver(days={self.days})"

    def is_over(self, kept: KeptDocument, now: datetime) -> bool:
        """Whether the session has ended that long ago."""
        return now >= kept.session.ends_at + timedelta(days=self.days)


@frozen
class EveryPapillonDone:
    """A document goes when each of its slips was used for a first login, or opens nothing any more.

    The slip of an e-mail login shows no password: it never keeps a document from going.
    """

    @property
    def spec(self) -> str:
        """The rule in one line."""
        return "EveryPapillonDone()"

    def is_over(self, kept: KeptDocument, now: datetime) -> bool:
        """Whether no slip is still waiting for its owner."""
        return all(_is_done(account, version, now) for account, version in kept.papillons)


def _is_done(account: Account, version: int, now: datetime) -> bool:
    if not standing(account, version, now).holds:
        return True
    if account.kind is LoginKind.EMAIL or account.credential is None:
        return True
    return account.credential.first_used_at is not None


def _rules(values: Sequence[RetentionRule]) -> tuple[RetentionRule, ...]:
    return tuple(values)


@frozen
class AnyOf:
    """A document goes when one of the rules lets it go."""

    rules: tuple[RetentionRule, ...] = field(converter=_rules, validator=min_len(1))

    @property
    def spec(self) -> str:
        """The rules in one line."""
        return f"AnyOf({', '.join(rule.spec for rule in self.rules)})"

    def is_over(self, kept: KeptDocument, now: datetime) -> bool:
        """Whether a rule says so."""
        return any(rule.is_over(kept, now) for rule in self.rules)


@frozen
class AllOf:
    """A document goes when every one of the rules lets it go."""

    rules: tuple[RetentionRule, ...] = field(converter=_rules, validator=min_len(1))

    @property
    def spec(self) -> str:
        """The rules in one line."""
        return f"AllOf({', '.join(rule.spec for rule in self.rules)})"

    def is_over(self, kept: KeptDocument, now: datetime) -> bool:
        """Whether all rules say so."""
        return all(rule.is_over(kept, now) for rule in self.rules)


WHEN_THE_SESSION_IS_OVER: Final = SessionOver()
"""Our advice to a host that has no rule of its own: a slip printed in January must open the results in July, and has no
use after the session."""

KEPT_FOR_A_YEAR: Final = SessionOver(days=365)
"""Our advice for people: who comes back for the next session keeps the account, and who does not is forgotten."""
