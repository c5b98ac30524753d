"""Who may receive an account, whose password may be renewed: every combination, and the facts of each refusal."""

import itertools
from datetime import UTC, datetime

import attrs
import pytest

from cyclades_accounts.eligibility import Decision, creation_refusal, decide, renewal_refusal
from cyclades_accounts.identifiers import AccountId, Login, Uai
from cyclades_accounts.model import (
    Account,
    Candidature,
    CandidatureStatus,
    LoginKind,
    OutcomeKind,
    Refusal,
    RefusalReason,
)
from tests.support import NOW, OTHER_UAI, UAI, candidature, ine

REGISTERED = {CandidatureStatus.INSCRIT, CandidatureStatus.PRE_INSCRIT}
GENERATED = Account(
    AccountId("a1"), candidature().candidate.id, Login("lea.martin"), LoginKind.PRENOM_NOM, UAI, NOW, None
)
BY_EMAIL = attrs.evolve(GENERATED, kind=LoginKind.EMAIL, login=Login("lea@example.org"), issued_by=None)
ELSEWHERE = attrs.evolve(GENERATED, issued_by=OTHER_UAI)
CLOSED = attrs.evolve(GENERATED, closed_at=datetime(2025, 3, 2, 8, tzinfo=UTC))


def _expected(asked: Candidature, account: Account | None, schools: set[Uai], *, renew: bool) -> str:
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
            (account.closed_at is not None, "ACCOUNT_CLOSED"),
            (not renew, "kept"),
            (account.kind is LoginKind.EMAIL, "EMAIL_LOGIN"),
            (account.issued_by not in schools, "OTHER_SCHOOL"),
            (asked.status not in REGISTERED, "NOT_REGISTERED"),
            (True, "renewed"),
        ]
    )
    return next(answer for applies, answer in questions if applies)


def _word(decision: Decision) -> str:
    return decision.reason.value if isinstance(decision, Refusal) else decision.value


@pytest.mark.parametrize("status", CandidatureStatus)
@pytest.mark.parametrize("account", [None, GENERATED, BY_EMAIL, ELSEWHERE, CLOSED])
def test_every_combination_is_answered_in_the_order_of_the_domain(
    status: CandidatureStatus, account: Account | None
) -> None:
    """This test ensures that whatever the file, the account, the schools and the wish, the first question counts."""
    for category, email, schools, renew in itertools.product(
        ["SCOLAIRE (CLASSE DE 3EME)", "APPRENTI"],
        ["a@example.org", None],
        [{UAI}, {UAI, OTHER_UAI}, set()],
        [False, True],
    ):
        asked = candidature(status=status, category=category, email=email)
        decision = decide(asked, account, schools, renew=renew)
        assert _word(decision) == _expected(asked, account, schools, renew=renew)


class TestCreation:
    """M2, M3: a candidature without account."""

    @pytest.mark.parametrize("status", [CandidatureStatus.INSCRIT, CandidatureStatus.PRE_INSCRIT])
    def test_a_registered_scolaire_with_mail_gets_one(self, status: CandidatureStatus) -> None:
        """This test ensures that « Inscrit » and « Pré-inscrit » with an e-mail address get an account."""
        assert creation_refusal(candidature(status=status)) is None

    def test_each_refusal_carries_its_facts(self) -> None:
        """This test ensures that the facts name what the school has to correct."""
        assert creation_refusal(candidature(category="INDIVIDUEL")) == Refusal(
            RefusalReason.NOT_SCOLAIRE, {"category": "INDIVIDUEL"}
        )
        assert creation_refusal(candidature(status=CandidatureStatus.RADIE)) == Refusal(
            RefusalReason.NOT_REGISTERED, {"status": "Radié"}
        )
        assert creation_refusal(candidature(email=" ")) == Refusal(RefusalReason.NO_EMAIL)

    def test_the_category_is_asked_before_the_state_and_the_state_before_the_mail(self) -> None:
        """This test ensures that a candidature with several faults always comes out with the same reason."""
        all_wrong = candidature(category="INDIVIDUEL", status=CandidatureStatus.ANNULE, email=None)
        two_wrong = attrs.evolve(all_wrong, category="SCOLAIRE")
        assert [_reason(creation_refusal(asked)) for asked in (all_wrong, two_wrong)] == [
            "NOT_SCOLAIRE",
            "NOT_REGISTERED",
        ]


class TestRenewal:
    """M7, M8: a candidature whose person has an account."""

    def test_without_the_wish_the_account_is_kept_whatever_else(self) -> None:
        """This test ensures that M6 touches nobody who has an account, even without mail or no longer registered."""
        poor = candidature(category="INDIVIDUEL", status=CandidatureStatus.DEMISSIONNAIRE, email=None)
        assert decide(poor, GENERATED, {UAI}, renew=False) is OutcomeKind.KEPT
        assert decide(poor, BY_EMAIL, set(), renew=False) is OutcomeKind.KEPT
        assert decide(poor, ELSEWHERE, set(), renew=False) is OutcomeKind.KEPT

    def test_neither_mail_nor_category_stops_a_renewal(self) -> None:
        """This test ensures that whoever has an account is never refused for a missing e-mail or another category."""
        poor = candidature(category="INDIVIDUEL", email=None)
        assert decide(poor, GENERATED, {UAI}, renew=True) is OutcomeKind.RENEWED

    @pytest.mark.parametrize("account", [ELSEWHERE])
    def test_the_account_of_a_former_school_is_renewed(self, account: Account) -> None:
        """This test ensures that « ancien établissement » counts like the present one (M7)."""
        assert decide(candidature(), account, {UAI, OTHER_UAI}, renew=True) is OutcomeKind.RENEWED

    def test_each_refusal_carries_its_facts(self) -> None:
        """This test ensures that the facts name the login, the issuing school or the state."""
        assert renewal_refusal(candidature(), BY_EMAIL, {UAI}) == Refusal(
            RefusalReason.EMAIL_LOGIN, {"login": "lea@example.org"}
        )
        assert renewal_refusal(candidature(), ELSEWHERE, {UAI}) == Refusal(
            RefusalReason.OTHER_SCHOOL, {"login": "lea.martin", "issued_by": OTHER_UAI}
        )
        assert renewal_refusal(candidature(status=CandidatureStatus.EN_COURS), GENERATED, {UAI}) == Refusal(
            RefusalReason.NOT_REGISTERED, {"status": "En cours"}
        )

    def test_an_account_that_nobody_issued_is_nobodys_to_renew(self) -> None:
        """This test ensures that a generated login of unknown origin is refused, with an empty fact for the school."""
        refusal = renewal_refusal(candidature(), attrs.evolve(GENERATED, issued_by=None), {UAI})
        assert refusal == Refusal(RefusalReason.OTHER_SCHOOL, {"login": "lea.martin", "issued_by": ""})

    @pytest.mark.parametrize("renew", [False, True])
    def test_a_closed_account_is_neither_kept_nor_renewed(self, *, renew: bool) -> None:
        """This test ensures that a closed account is reported as such, with the day it was closed."""
        assert decide(candidature(), CLOSED, {UAI}, renew=renew) == Refusal(
            RefusalReason.ACCOUNT_CLOSED, {"login": "lea.martin", "closed_on": "2025-03-02"}
        )


def test_a_decision_looks_at_nothing_but_its_arguments() -> None:
    """This test ensures that asking twice gives the same answer and leaves the values as they were."""
    asked, again = candidature(id=ine(7)), candidature(id=ine(7))
    assert decide(asked, GENERATED, {UAI}, renew=True) == decide(again, GENERATED, {UAI}, renew=True)
    assert asked == again


def _reason(refusal: Refusal | None) -> str | None:
    return refusal.reason.value if refusal else None
