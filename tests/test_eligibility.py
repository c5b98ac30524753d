"""Who may receive an account, whose password may be renewed: every combination, and the facts of each refusal."""

import itertools
import json
from datetime import UTC, datetime
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.eligibility import MEMO_RULES, Decision, Rules, decide, renewal_refusal
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import AccountId, Login
from cyclades_accounts.model import (
    Account,
    Candidature,
    CandidatureStatus,
    LoginKind,
    OutcomeKind,
    Refusal,
    RefusalReason,
)
from cyclades_accounts.testing import strategies
from tests.support import NOW, OTHER_UAI, UAI, candidature, ine

REGISTERED = {CandidatureStatus.INSCRIT, CandidatureStatus.PRE_INSCRIT}
GENERATED = Account(
    AccountId("a1"), candidature().candidate.id, Login("lea.martin"), LoginKind.PRENOM_NOM, UAI, NOW, None
)
BY_EMAIL = attrs.evolve(GENERATED, kind=LoginKind.EMAIL, login=Login("lea@example.org"), issued_by=None)
ELSEWHERE = Refusal(RefusalReason.OTHER_SCHOOL, {"school": "Collège Ada", "uai": OTHER_UAI})
CLOSED = attrs.evolve(GENERATED, closed_at=datetime(2025, 3, 2, 8, tzinfo=UTC))


def _expected(asked: Candidature, account: Account | None, elsewhere: Refusal | None, *, renew: bool) -> str:
    """Say what the rules say, question after question: who is asked first."""
    questions = (
        [
            (asked.category.startswith("APPRENTI"), "NOT_SCOLAIRE"),
            (asked.status not in REGISTERED, "NOT_REGISTERED"),
            (not asked.email, "NO_EMAIL"),
            (True, "created"),
        ]
        if account is None
        else [
            (account.closed_at is not None, "OTHER_SCHOOL" if elsewhere else "ACCOUNT_CLOSED"),
            (not renew, "kept"),
            (account.kind is LoginKind.EMAIL, "EMAIL_LOGIN"),
            (elsewhere is not None, "OTHER_SCHOOL"),
            (asked.status not in REGISTERED, "NOT_REGISTERED"),
            (True, "renewed"),
        ]
    )
    return next(answer for applies, answer in questions if applies)


def _word(decision: Decision) -> str:
    return decision.reason.value if isinstance(decision, Refusal) else decision.value


@pytest.mark.parametrize("status", CandidatureStatus)
@pytest.mark.parametrize("account", [None, GENERATED, BY_EMAIL, CLOSED])
def test_every_combination_is_answered_in_the_order_of_the_domain(
    status: CandidatureStatus, account: Account | None
) -> None:
    """This test ensures that whatever file, account, holding school and wish there are, the first question counts."""
    for category, email, elsewhere, renew in itertools.product(
        ["SCOLAIRE (CLASSE DE 3EME)", "APPRENTI"],
        ["a@example.org", None],
        [None, ELSEWHERE],
        [False, True],
    ):
        asked = candidature(status=status, category=category, email=email)
        decision = decide(asked, account, elsewhere, MEMO_RULES, renew=renew)
        assert _word(decision) == _expected(asked, account, elsewhere, renew=renew)


class TestCreation:
    """M2, M3: a candidature without account."""

    @pytest.mark.parametrize("status", [CandidatureStatus.INSCRIT, CandidatureStatus.PRE_INSCRIT])
    def test_a_registered_scolaire_with_mail_gets_one(self, status: CandidatureStatus) -> None:
        """This test ensures that « Inscrit » and « Pré-inscrit » with an e-mail address get an account."""
        assert MEMO_RULES.refuse(candidature(status=status)) is None

    def test_each_refusal_carries_its_facts(self) -> None:
        """This test ensures that the facts name what the school has to correct."""
        assert MEMO_RULES.refuse(candidature(category="INDIVIDUEL")) == Refusal(
            RefusalReason.NOT_SCOLAIRE, {"category": "INDIVIDUEL"}
        )
        assert MEMO_RULES.refuse(candidature(status=CandidatureStatus.RADIE)) == Refusal(
            RefusalReason.NOT_REGISTERED, {"status": "Radié"}
        )
        assert MEMO_RULES.refuse(candidature(email=" ")) == Refusal(RefusalReason.NO_EMAIL)

    def test_the_category_is_asked_before_the_state_and_the_state_before_the_mail(self) -> None:
        """This test ensures that a candidature with several faults always comes out with the same reason."""
        all_wrong = candidature(category="INDIVIDUEL", status=CandidatureStatus.ANNULE, email=None)
        two_wrong = attrs.evolve(all_wrong, category="SCOLAIRE")
        assert [_reason(MEMO_RULES.refuse(asked)) for asked in (all_wrong, two_wrong)] == [
            "NOT_SCOLAIRE",
            "NOT_REGISTERED",
        ]


class TestLabels:
    """Labels are the host's: how they are compared, and what becomes of those that say nothing."""

    @pytest.mark.parametrize(
        "category",
        ["SCOLAIRE", "scolaire", "SCOLAIRE (CLASSE DE 3EME)", "SCOLAIRE(CLASSE DE 3EME)", "Scolaire  public"],
    )
    def test_a_category_matches_by_its_first_words(self, category: str) -> None:
        """This test ensures that what stands behind the word does not count, nor its case."""
        assert MEMO_RULES.refuse(candidature(category=category)) is None

    @pytest.mark.parametrize("category", ["INDIVIDUEL", "NON SCOLAIRE", "SCOLAIRES", "DÉSCOLARISÉ", "APPRENTI"])
    def test_no_other_word_is_taken_for_it(self, category: str) -> None:
        """This test ensures that another category is refused for good, and nobody awaits it."""
        asked = candidature(category=category)
        assert MEMO_RULES.refuse(asked) == Refusal(RefusalReason.NOT_SCOLAIRE, {"category": category})
        assert not MEMO_RULES.is_awaited(asked)

    @pytest.mark.parametrize("state", ["PRE INSCRIT", "préinscrit", "Pre\u0301-inscrit", " pré - inscrit "])
    def test_a_state_is_compared_by_its_letters(self, state: str) -> None:
        """This test ensures that case, accents, spaces and hyphens do not count."""
        assert MEMO_RULES.refuse(candidature(status=state)) is None

    @pytest.mark.parametrize("blank", ["", "  ", "-", None])
    def test_what_is_blank_is_named_and_awaited(self, blank: str | None) -> None:
        """This test ensures that nobody is taken for resigned, or for no pupil, because a field is empty."""
        no_category, no_state = candidature(category=blank), candidature(status=blank)
        assert MEMO_RULES.refuse(no_category) == Refusal(RefusalReason.NO_CATEGORY)
        assert MEMO_RULES.refuse(no_state) == Refusal(RefusalReason.NO_STATUS)
        assert MEMO_RULES.is_awaited(no_category)
        assert MEMO_RULES.is_awaited(no_state)

    def test_an_unknown_state_is_named_and_awaited(self) -> None:
        """This test ensures that the school reads which state nobody knows, and which ones are known."""
        asked = candidature(status="Foo")
        refusal = MEMO_RULES.refuse(asked)
        assert refusal is not None
        assert (refusal.reason, refusal.fact("status")) == (RefusalReason.UNKNOWN_STATUS, "Foo")
        assert refusal.fact("known").startswith("Inscrit, Pré-inscrit, En cours,")
        assert MEMO_RULES.is_awaited(asked)
        assert MEMO_RULES.refuse_renewal(asked) == refusal

    def test_what_holds_for_good_is_told_first(self) -> None:
        """This test ensures that a pupil who resigned is not awaited because the category is blank, nor the reverse."""
        resigned = candidature(category="", status=CandidatureStatus.DEMISSIONNAIRE)
        outsider = candidature(category="INDIVIDUEL", status="Foo", email=None)
        assert _reason(MEMO_RULES.refuse(resigned)) == "NOT_REGISTERED"
        assert _reason(MEMO_RULES.refuse(outsider)) == "NOT_SCOLAIRE"
        assert not MEMO_RULES.is_awaited(resigned)
        assert not MEMO_RULES.is_awaited(outsider)

    @given(strategies.eligibility_rules(), strategies.candidatures())
    def test_whoever_lacks_only_a_word_is_awaited(self, rules: Rules, asked: Candidature) -> None:
        """This test ensures that awaited are those who get an account, and all but those refused for good."""
        refusal = rules.refuse(asked)
        assert rules.is_awaited(asked) == (_reason(refusal) not in {"NOT_SCOLAIRE", "NOT_REGISTERED"})
        if _reason(refusal) in {"NO_CATEGORY", "NO_STATUS", "UNKNOWN_STATUS", "NO_EMAIL"}:
            mended = attrs.evolve(asked, category=(*rules.categories, "x")[0], status=(*rules.states, "x")[0])
            mended = attrs.evolve(mended, email="famille@example.org")
            assert bool(rules.refuse(mended)) == (not rules.categories or not rules.states)

    @given(strategies.eligibility_rules(), strategies.candidatures(), st.sampled_from(["upper", "lower", "title"]))
    def test_the_shape_of_a_label_does_not_count(self, rules: Rules, asked: Candidature, shape: str) -> None:
        """This test ensures that labels that differ by case, accents and spaces alone get the same answer."""
        plain = str.maketrans("éÉ", "eE", "\u0301")
        label = asked.status if asked.status in {*rules.states, *rules.other_states} else "Pré-inscrit"
        one, other = (
            attrs.evolve(asked, status=text) for text in (label, f"  {getattr(label.translate(plain), shape)()} ")
        )
        assert _reason(rules.refuse(one)) == _reason(rules.refuse(other))
        assert rules.is_awaited(one) == rules.is_awaited(other)


APPRENTICES = attrs.evolve(MEMO_RULES, source="DEC de Rennes", categories=("SCOLAIRE", "APPRENTI"))
CFA = attrs.evolve(MEMO_RULES, source="CFA", categories=("Apprenti",), states=("Validé",), other_states=("Rompu",))
GRETA = attrs.evolve(MEMO_RULES, source="GRETA", categories=("Formation continue",), needs_email=False)


class TestRules:
    """Other rules than the memo's."""

    @pytest.mark.parametrize(
        ("rules", "served"),
        [
            (APPRENTICES, {"category": "APPRENTI (CFA)"}),
            (CFA, {"category": "APPRENTI", "status": "VALIDE"}),
            (GRETA, {"category": "FORMATION CONTINUE", "email": None}),
        ],
    )
    def test_hosts_serve_others_too(self, rules: Rules, served: dict[str, Any]) -> None:
        """This test ensures that whom the memo refuses another rule serves, and for the rest judges as it does."""
        asked = candidature(**served)
        assert MEMO_RULES.refuse(asked) is not None
        assert rules.refuse(asked) is None
        assert rules.is_awaited(asked)
        assert _reason(rules.refuse(attrs.evolve(asked, category="INDIVIDUEL"))) == "NOT_SCOLAIRE"
        assert _reason(rules.refuse(attrs.evolve(asked, status=" "))) == "NO_STATUS"
        assert _reason(rules.refuse(attrs.evolve(asked, status=rules.other_states[0]))) == "NOT_REGISTERED"

    def test_rules_explain_themselves(self) -> None:
        """This test ensures that the line to which plans are bound has every field by its name."""
        told = json.loads(MEMO_RULES.spec)
        assert told.keys() == {"kind", *(field.name for field in attrs.fields(Rules))}
        assert (told["source"], told["states"]) == ("DSII de Rennes, 12/09/2024", ["Inscrit", "Pré-inscrit"])
        assert len({rules.spec for rules in (MEMO_RULES, APPRENTICES, CFA, GRETA)}) == 4

    @pytest.mark.parametrize("labels", ["SCOLAIRE", [""], ["-"], [3]])
    def test_labels_are_several_and_say_something(self, labels: Any) -> None:
        """This test ensures that one text is not taken for its letters, and that no blank label serves everybody."""
        with pytest.raises(InvalidValueError):
            attrs.evolve(MEMO_RULES, categories=labels)


class TestRefusalOfTheHost:
    """A reason of the host's own."""

    WORDS: ClassVar = {
        "code": "CHEF_DE_CENTRE",
        "sentence": "convocation à venir",
        "cure": "Attendez-la.",
        "short": "à convoquer",
    }

    def test_its_words_travel_in_it(self) -> None:
        """This test ensures that the refusal is data like any other, and tells programs the host's own code."""
        refusal = Refusal.of_host(**self.WORDS)
        assert dict(refusal.facts) == self.WORDS
        assert (refusal.reason, refusal.code) == (RefusalReason.OF_HOST, "CHEF_DE_CENTRE")
        assert Refusal(RefusalReason.NO_EMAIL).code == "NO_EMAIL"

    def test_french_spaces_are_welcome(self) -> None:
        """This test ensures that no-break spaces, which French texts have, are no fault."""
        sentence = "candidature\u00a0: «\u202fà valider\u202f»"
        assert Refusal.of_host(**self.WORDS | {"sentence": f" {sentence} "}).fact("sentence") == sentence

    @pytest.mark.parametrize("name", WORDS)
    @pytest.mark.parametrize("text", ["", " \u00a0", "x" * 301, "deux\nlignes", "\0", "\u202e", None, 3])
    def test_each_is_one_line(self, name: str, text: Any) -> None:
        """This test ensures that a blank, overlong or broken text is refused by its name."""
        with pytest.raises(InvalidValueError, match=f"{name} cannot be"):
            Refusal.of_host(**self.WORDS | {name: text})


class TestRenewal:
    """M7, M8: a candidature whose person has an account."""

    def test_without_the_wish_the_account_is_kept_whatever_else(self) -> None:
        """This test ensures that M6 touches nobody who has an account, even without mail or no longer registered."""
        poor = candidature(category="INDIVIDUEL", status=CandidatureStatus.DEMISSIONNAIRE, email=None)
        assert decide(poor, GENERATED, None, MEMO_RULES, renew=False) is OutcomeKind.KEPT
        assert decide(poor, BY_EMAIL, None, MEMO_RULES, renew=False) is OutcomeKind.KEPT
        assert decide(poor, GENERATED, ELSEWHERE, MEMO_RULES, renew=False) is OutcomeKind.KEPT

    def test_neither_mail_nor_category_stops_a_renewal(self) -> None:
        """This test ensures that whoever has an account is never refused for a missing e-mail or another category."""
        poor = candidature(category="INDIVIDUEL", email=None)
        assert decide(poor, GENERATED, None, MEMO_RULES, renew=True) is OutcomeKind.RENEWED

    def test_each_refusal_carries_its_facts(self) -> None:
        """This test ensures that the facts name the login, the holding school or the state."""
        assert renewal_refusal(candidature(), BY_EMAIL, ELSEWHERE, MEMO_RULES) == Refusal(
            RefusalReason.EMAIL_LOGIN, {"login": "lea@example.org"}
        )
        assert renewal_refusal(candidature(), GENERATED, ELSEWHERE, MEMO_RULES) is ELSEWHERE
        assert renewal_refusal(candidature(status=CandidatureStatus.EN_COURS), GENERATED, None, MEMO_RULES) == Refusal(
            RefusalReason.NOT_REGISTERED, {"status": "En cours"}
        )

    @pytest.mark.parametrize("renew", [False, True])
    def test_a_closed_account_is_neither_kept_nor_renewed(self, *, renew: bool) -> None:
        """This test ensures that a closed account is reported as such, with its day, to the school that holds it."""
        assert decide(candidature(), CLOSED, ELSEWHERE, MEMO_RULES, renew=renew) == ELSEWHERE
        assert decide(candidature(), CLOSED, None, MEMO_RULES, renew=renew) == Refusal(
            RefusalReason.ACCOUNT_CLOSED, {"login": "lea.martin", "closed_on": "2025-03-02"}
        )


def test_a_decision_looks_at_nothing_but_its_arguments() -> None:
    """This test ensures that asking twice gives the same answer and leaves the values as they were."""
    asked, again = candidature(id=ine(7)), candidature(id=ine(7))
    assert decide(asked, GENERATED, None, MEMO_RULES, renew=True) == decide(
        again, GENERATED, None, MEMO_RULES, renew=True
    )
    assert asked == again


def _reason(refusal: Refusal | None) -> str | None:
    return refusal.reason.value if refusal else None
