"""What a secretary reads: every reason has its words, and the words hold the facts."""

import copy
import pickle
import string

import attrs
import pytest

from cyclades_accounts.messages import FRENCH_MESSAGES, Messages, RefusalText
from cyclades_accounts.model import Refusal, RefusalReason

FACTS: dict[RefusalReason, dict[str, str]] = {
    RefusalReason.NOT_SCOLAIRE: {"category": "INDIVIDUEL"},
    RefusalReason.NOT_REGISTERED: {"status": "Démissionnaire"},
    RefusalReason.NO_EMAIL: {},
    RefusalReason.UNFOLDABLE_NAME: {"name": "Жанна", "characters": "Жан"},
    RefusalReason.EMAIL_LOGIN: {"login": "lea@example.org"},
    RefusalReason.OTHER_SCHOOL: {"login": "lea.martin", "issued_by": "0442286W"},
    RefusalReason.ACCOUNT_CLOSED: {"login": "lea.martin", "closed_on": "2025-03-02"},
}
"""The facts of each reason, as :class:`RefusalReason` promises them."""

COUNTS: dict[str, set[str]] = {
    "complete": {"with_account", "candidates"},
    "incomplete": {"missing", "with_account", "candidates"},
    "to_create": {"count"},
    "blocked": {"count", "reasons"},
    "out_of_scope": {"count", "reasons"},
    "page": {"first", "last", "total"},
    "no_account": set(),
}
"""The blanks of every other text."""


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_reason_has_words() -> None:
    """This test ensures that no refusal can come out of a run without a French sentence."""
    assert set(FRENCH_MESSAGES.refusals) == set(RefusalReason) == set(FACTS)


@pytest.mark.parametrize("reason", RefusalReason)
class TestEveryReason:
    """What holds for the words of every refusal."""

    def test_the_words_ask_for_no_other_fact(self, reason: RefusalReason) -> None:
        """This test ensures that sentence and cure can be filled in from the facts that the reason carries."""
        text = FRENCH_MESSAGES.refusals[reason]
        assert _blanks(text.sentence) | _blanks(text.cure) <= set(FACTS[reason])

    def test_the_sentence_is_filled_in(self, reason: RefusalReason) -> None:
        """This test ensures that the reader sees facts, never a brace."""
        refusal = Refusal(reason, FACTS[reason])
        for words in (FRENCH_MESSAGES.refusal(refusal), FRENCH_MESSAGES.cure(refusal)):
            assert words
            assert not set("{}") & set(words)

    def test_the_cure_is_a_sentence_and_the_sentence_goes_into_one(self, reason: RefusalReason) -> None:
        """This test ensures that a cure stands alone, and that the reason can follow a name: « MARTIN Léa : … »."""
        text = FRENCH_MESSAGES.refusals[reason]
        assert text.cure.endswith(".")
        assert text.cure[0].isupper()
        assert not text.sentence.endswith(".")
        assert text.sentence[0].islower()

    def test_the_short_form_needs_no_fact(self, reason: RefusalReason) -> None:
        """This test ensures that the short form can stand behind a count of many."""
        assert _blanks(FRENCH_MESSAGES.refusals[reason].short) == set()
        assert FRENCH_MESSAGES.refusals[reason].short


def test_short_forms_tell_reasons_apart() -> None:
    """This test ensures that two reasons never look the same behind a count."""
    assert len({text.short for text in FRENCH_MESSAGES.refusals.values()}) == len(RefusalReason)


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        (RefusalReason.NOT_SCOLAIRE, ["INDIVIDUEL"]),
        (RefusalReason.NOT_REGISTERED, ["« Démissionnaire »"]),
        (RefusalReason.UNFOLDABLE_NAME, ["« Жанна »"]),
        (RefusalReason.EMAIL_LOGIN, ["lea@example.org"]),
        (RefusalReason.OTHER_SCHOOL, ["lea.martin", "0442286W"]),
        (RefusalReason.ACCOUNT_CLOSED, ["lea.martin"]),
    ],
)
def test_the_facts_stand_in_the_sentence(reason: RefusalReason, shown: list[str]) -> None:
    """This test ensures that the secretary reads which state, login or school it is about."""
    sentence = FRENCH_MESSAGES.refusal(Refusal(reason, FACTS[reason]))
    assert all(text in sentence for text in shown)


def test_the_day_an_account_was_closed_reads_as_french_days_do() -> None:
    """This test ensures that people read 02/03/2025, as on the slips; the fact itself stays ISO 8601."""
    sentence = FRENCH_MESSAGES.refusal(Refusal(RefusalReason.ACCOUNT_CLOSED, FACTS[RefusalReason.ACCOUNT_CLOSED]))
    assert "02/03/2025" in sentence


def test_braces_in_a_fact_are_only_text() -> None:
    """This test ensures that a name from a file is never read as a template."""
    refusal = Refusal(RefusalReason.UNFOLDABLE_NAME, {"name": "{characters}{0.__class__}", "characters": "x"})
    assert "{characters}{0.__class__}" in FRENCH_MESSAGES.refusal(refusal)


def test_a_host_replaces_what_it_wants() -> None:
    """This test ensures that one sentence can be replaced and the others stay."""
    own = RefusalText("keine Adresse", "Adresse eintragen.", "ohne Adresse")
    messages = Messages(refusals={**FRENCH_MESSAGES.refusals, RefusalReason.NO_EMAIL: own}, no_account="kein Konto")
    assert messages.refusal(Refusal(RefusalReason.NO_EMAIL)) == "keine Adresse"
    assert messages.cure(Refusal(RefusalReason.NO_EMAIL)) == "Adresse eintragen."
    assert messages.no_account == "kein Konto"
    other = Refusal(RefusalReason.NOT_SCOLAIRE, {"category": "X"})
    assert messages.refusal(other) == FRENCH_MESSAGES.refusal(other)


def test_a_cure_may_name_the_facts_too() -> None:
    """This test ensures that a host's cure is filled in like its sentence."""
    own = RefusalText("{login}", "Écrivez à l'établissement {issued_by}.", "ailleurs")
    messages = Messages(refusals={RefusalReason.OTHER_SCHOOL: own})
    refusal = Refusal(RefusalReason.OTHER_SCHOOL, FACTS[RefusalReason.OTHER_SCHOOL])
    assert messages.cure(refusal) == "Écrivez à l'établissement 0442286W."


def test_a_value_keeps_its_own_copy() -> None:
    """This test ensures that what a host does to its dictionary later, or to its own value, changes no other value."""
    mine = dict(FRENCH_MESSAGES.refusals)
    messages = Messages(refusals=mine)
    mine.clear()
    assert messages == FRENCH_MESSAGES == Messages()
    assert messages.refusals is not FRENCH_MESSAGES.refusals
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(FRENCH_MESSAGES, "no_account", "x")  # noqa: B010  # what a type checker would refuse


def test_the_words_travel_to_another_process() -> None:
    """This test ensures that a host can hand its messages to worker processes, copy them and use them as a key."""
    travelled = pickle.loads(pickle.dumps(FRENCH_MESSAGES))  # noqa: S301  # our own bytes
    assert travelled == copy.deepcopy(FRENCH_MESSAGES) == FRENCH_MESSAGES
    assert hash(travelled) == hash(FRENCH_MESSAGES)


@pytest.mark.parametrize(("name", "blanks"), COUNTS.items())
def test_the_other_texts_have_the_blanks_they_promise(name: str, blanks: set[str]) -> None:
    """This test ensures that a host's translation knows what can be filled in."""
    assert _blanks(getattr(FRENCH_MESSAGES, name)) == blanks


def test_the_memo_is_quoted_to_the_letter() -> None:
    """This test ensures that the two texts the memo prints are the memo's (M13, M16)."""
    assert FRENCH_MESSAGES.no_account == "Pas de compte candidat Cyclades"
    assert FRENCH_MESSAGES.page.format(first=1, last=1, total=1) == "Affichage de l'élément 1 à 1 sur 1 élément(s)"
