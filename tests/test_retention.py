"""How long documents are kept: rules as values."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId
from cyclades_accounts.model import (
    Account,
    Credential,
    CredentialState,
    Document,
    LoginKind,
    PasswordHash,
)
from cyclades_accounts.retention import (
    WHEN_THE_SESSION_IS_OVER,
    AllOf,
    AnyOf,
    EveryPapillonDone,
    KeptDocument,
    OlderThan,
    RetentionRule,
    SessionOver,
)
from tests.support import NOW, SESSION, UAI

CREDENTIAL = Credential(1, CredentialState.PROVISIONAL, PasswordHash("h"), NOW, RunId("r"), expires_at=SESSION.ends_at)
ACCOUNT = Account(AccountId("a"), CandidateId("p"), Login("lea.martin"), LoginKind.PRENOM_NOM, UAI, NOW, CREDENTIAL)
DOCUMENT = Document(DocumentId("d"), RunId("r"), UAI, SESSION.id, "t", "n.pdf", "one-per-page", 1, 1, NOW)
KEPT = KeptDocument(DOCUMENT, SESSION, ((ACCOUNT, 1),))
USED = evolve(ACCOUNT, credential=CREDENTIAL.used(NOW))
NEVER = OlderThan(10_000)
ALWAYS = OlderThan(0)


def test_age_counts_whole_days() -> None:
    """This test ensures that a document goes when it is as old as the rule says, and not a microsecond before."""
    rule = OlderThan(30)
    assert not rule.is_over(KEPT, NOW + timedelta(days=30) - timedelta(microseconds=1))
    assert rule.is_over(KEPT, NOW + timedelta(days=30))


def test_session_over_is_when_passwords_end() -> None:
    """This test ensures that a document serves until its session ends everywhere, and some days more where asked."""
    end = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert SESSION.ends_at == end
    assert not WHEN_THE_SESSION_IS_OVER.is_over(KEPT, end - timedelta(microseconds=1))
    assert WHEN_THE_SESSION_IS_OVER.is_over(KEPT, end)
    assert not SessionOver(5).is_over(KEPT, end + timedelta(days=5) - timedelta(microseconds=1))
    assert SessionOver(5).is_over(KEPT, end + timedelta(days=5))


@pytest.mark.parametrize(
    ("account", "done"),
    [
        (ACCOUNT, False),
        (USED, True),
        (ACCOUNT.with_credential(evolve(CREDENTIAL, version=2)), True),
        (evolve(ACCOUNT, closed_at=NOW), True),
        (evolve(ACCOUNT, credential=CREDENTIAL.revoked(NOW)), True),
        (evolve(ACCOUNT, credential=None), True),
    ],
)
def test_a_slip_is_done_when_used_or_dead(account: Account, done: bool) -> None:  # noqa: FBT001  # pytest passes it by name
    """This test ensures that a document waits for each slip that its owner has not used and still could."""
    rule = EveryPapillonDone()
    assert rule.is_over(evolve(KEPT, papillons=((USED, 1), (account, 1))), NOW) is done
    assert rule.is_over(evolve(KEPT, papillons=()), NOW)


def test_any_and_all() -> None:
    """This test ensures that rules add up: one is enough, or all are needed."""
    assert AnyOf([NEVER, ALWAYS]).is_over(KEPT, NOW)
    assert not AnyOf([NEVER]).is_over(KEPT, NOW)
    assert AllOf([ALWAYS, ALWAYS]).is_over(KEPT, NOW)
    assert not AllOf([ALWAYS, NEVER]).is_over(KEPT, NOW)


@pytest.mark.parametrize(
    ("rule", "spec"),
    [
        (OlderThan(30), "OlderThan(days=30)"),
        (SessionOver(5), "SessionOver(days=5)"),
        (EveryPapillonDone(), "EveryPapillonDone()"),
        (
            AnyOf([AllOf([EveryPapillonDone(), OlderThan(30)]), SessionOver()]),
            "AnyOf(AllOf(EveryPapillonDone(), OlderThan(days=30)), SessionOver(days=0))",
        ),
    ],
)
def test_a_rule_says_itself_in_one_line(rule: RetentionRule, spec: str) -> None:
    """This test ensures that the journal can say by which rule a document went."""
    assert rule.spec == spec


@pytest.mark.parametrize("make", [lambda: OlderThan(-1), lambda: SessionOver(-1), lambda: AnyOf([]), lambda: AllOf(())])
def test_a_rule_without_sense_is_refused(make: type) -> None:
    """This test ensures that no rule keeps documents for less than nothing, or is made of no rule."""
    with pytest.raises(ValueError, match=r"days|rules"):
        make()
