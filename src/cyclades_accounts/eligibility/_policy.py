"""Who gets an account, as a policy of the host: M2, M3, M12. Labels are the host's own."""

from collections.abc import Iterable
from typing import Final, Protocol

from attrs import field, frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import checked_text, several_texts
from cyclades_accounts.model import Candidature, CandidatureStatus, Refusal, RefusalReason, comparable, exactly
from cyclades_accounts.settings import Setting


class Eligibility(Protocol):
    """Who gets an account. :class:`Rules` is the one we ship; a host may write its own.

    A policy answers from the candidature alone, and answers the same whenever it is asked. What it raises becomes
    :class:`~cyclades_accounts.errors.EligibilityFailedError`.
    """

    @property
    def spec(self) -> str:
        """The policy in one line. A plan is bound to it: two policies that differ must have different specs."""
        ...

    def refuse(self, candidature: Candidature) -> Refusal | None:
        """Say why a candidature gets no account, or ``None`` if it gets one (M2, M3).

        A reason of the host's own is :meth:`Refusal.of_host <cyclades_accounts.model.Refusal.of_host>`.
        """
        ...

    def refuse_renewal(self, candidature: Candidature) -> Refusal | None:
        """Say why the password of an account that exists is not renewed, or ``None`` if it may be (M2).

        Neither category nor address count here: whoever has an account keeps it.
        """
        ...

    def is_awaited(self, candidature: Candidature) -> bool:
        """Whether the candidate should have an account, so that it is missing while there is none (M12).

        Whoever gets an account is awaited, whatever this says. It is asked about those who are refused.
        """
        ...


_FOR_GOOD: Final = frozenset({RefusalReason.NOT_SCOLAIRE, RefusalReason.NOT_REGISTERED})
"""Reasons that say that no account is to be made, rather than that something is missing."""


def _words(label: str) -> list[str]:
    """Return the words of a label as they are compared: without case, accents and punctuation."""
    return comparable(label).split()


def _labels(values: Iterable[str]) -> tuple[str, ...]:
    labels = tuple(
        " ".join(checked_text("labels", str(label)).split()) for label in several_texts("labels", values, "labels")
    )
    for label in labels:
        if not _words(label):
            raise InvalidValueError("labels", label, "labels with a letter or a digit")
    return labels


@frozen(kw_only=True)
class Rules(Setting):
    """Who gets an account, by the labels of category and state, and by whether there is an address.

    Labels are compared without case, accents, spaces and punctuation. Take :data:`MEMO_RULES` and change what differs
    with :func:`attrs.evolve`.

    Raises:
        InvalidValueError: one text where several labels are asked for, or a label without letter and digit.
    """

    source: str
    """Where the rules come from: the text that asks for them, or who decided."""
    categories: tuple[str, ...] = field(converter=_labels)
    """Categories (« Catégorie Candidat ») that get an account. One matches by its first words: ``SCOLAIRE`` also means
    ``SCOLAIRE (CLASSE DE 3EME)``. Another category is refused, and nobody awaits it; a blank one is awaited."""
    states: tuple[str, ...] = field(converter=_labels)
    """States (« État ») of a candidature that get an account (M2)."""
    other_states: tuple[str, ...] = field(converter=_labels)
    """States that get none, and that nobody awaits. Any other state is unknown: it is refused by name, and awaited, as
    is a blank one."""
    needs_email: bool = field(validator=exactly(bool))
    """Whether a candidature needs an address that is not blank (M3)."""

    def refuse(self, candidature: Candidature) -> Refusal | None:
        """Say why a candidature gets no account, or ``None`` if it gets one (M2, M3).

        Asked in this order: category, state, address. A reason that holds for good is told before one that says that
        something is missing.
        """
        answers = (self._category(candidature), self.refuse_renewal(candidature), self._email(candidature))
        found = [answer for answer in answers if answer is not None]
        return min(found, key=lambda refusal: refusal.reason not in _FOR_GOOD, default=None)

    def refuse_renewal(self, candidature: Candidature) -> Refusal | None:
        """Say why a state forbids another password, or ``None`` if it does not (M2)."""
        state = "".join(_words(candidature.status))
        if not state:
            return Refusal(RefusalReason.NO_STATUS)
        served, others = ({"".join(_words(label)) for label in labels} for labels in (self.states, self.other_states))
        if state in served:
            return None
        if state in others:
            return Refusal(RefusalReason.NOT_REGISTERED, {"status": candidature.status})
        known = ", ".join((*self.states, *self.other_states))
        return Refusal(RefusalReason.UNKNOWN_STATUS, {"status": candidature.status, "known": known})

    def is_awaited(self, candidature: Candidature) -> bool:
        """Whether nothing says that the candidate is to have no account (M12)."""
        refusal = self.refuse(candidature)
        return refusal is None or refusal.reason not in _FOR_GOOD

    def _category(self, candidature: Candidature) -> Refusal | None:
        words = _words(candidature.category)
        if not words:
            return Refusal(RefusalReason.NO_CATEGORY)
        if any(words[: len(label)] == label for label in map(_words, self.categories)):
            return None
        return Refusal(RefusalReason.NOT_SCOLAIRE, {"category": candidature.category})

    def _email(self, candidature: Candidature) -> Refusal | None:
        lacks = self.needs_email and candidature.email is None
        return Refusal(RefusalReason.NO_EMAIL) if lacks else None


MEMO_RULES: Final = Rules(
    source="DSII de Rennes, 12/09/2024",
    categories=("SCOLAIRE",),
    states=(CandidatureStatus.INSCRIT, CandidatureStatus.PRE_INSCRIT),
    other_states=(
        CandidatureStatus.EN_COURS,
        CandidatureStatus.NON_INSCRIT,
        CandidatureStatus.DEMISSIONNAIRE,
        CandidatureStatus.RADIE,
        CandidatureStatus.ANNULE,
    ),
    needs_email=True,
)
"""The default: candidats scolaires, « Inscrit » or « Pré-inscrit » (M2), with an address (M3). The memo names no other
state: those that get no account are our list."""
