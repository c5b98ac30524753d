"""Does a slip still hold? What can never come back is told first (M9, M11, M16)."""

from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.identifiers import AccountId, CandidateId, Login, RunId
from cyclades_accounts.model import (
    Account,
    Credential,
    CredentialState,
    LoginKind,
    PapillonState,
    PasswordHash,
    Standing,
    standing,
)
from cyclades_accounts.testing import strategies
from tests.support import NOW, UAI

FIRST = Credential(
    1, CredentialState.PROVISIONAL, PasswordHash("h1"), NOW, RunId("first"), expires_at=NOW + timedelta(days=30)
)
ACCOUNT = Account(AccountId("a1"), CandidateId("p1"), Login("lea.martin"), LoginKind.PRENOM_NOM, UAI, NOW, FIRST)
LATER = NOW + timedelta(days=7)
RENEWED = ACCOUNT.with_credential(evolve(FIRST, version=2, issued_at=LATER, run_id=RunId("second")))
CHOSEN = Credential(2, CredentialState.CHOSEN, PasswordHash("h2"), LATER, RunId("change"))
CHANGED = ACCOUNT.with_credential(CHOSEN)


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        (ACCOUNT, Standing(PapillonState.HOLDS)),
        (RENEWED, Standing(PapillonState.SUPERSEDED, LATER, RunId("second"))),
        (CHANGED, Standing(PapillonState.CHANGED, LATER)),
        (evolve(ACCOUNT, closed_at=LATER), Standing(PapillonState.CLOSED, LATER)),
        (evolve(ACCOUNT, credential=FIRST.revoked(LATER)), Standing(PapillonState.REVOKED, LATER)),
        (evolve(RENEWED, closed_at=LATER), Standing(PapillonState.SUPERSEDED, LATER, RunId("second"))),
        (evolve(ACCOUNT, credential=FIRST.revoked(LATER), closed_at=NOW), Standing(PapillonState.CLOSED, NOW)),
    ],
)
def test_first_slip(account: Account, expected: Standing) -> None:
    """This test ensures that the first slip says what became of its password, since when, and by which run."""
    assert standing(account, 1, LATER + timedelta(days=1)) == expected
    assert expected.holds == (expected.state is PapillonState.HOLDS)


def test_it_expires_at_its_moment() -> None:
    """This test ensures that a slip holds until just before its end, and says when it ended."""
    end = NOW + timedelta(days=30)
    assert standing(ACCOUNT, 1, end - timedelta(microseconds=1)).holds
    assert standing(ACCOUNT, 1, end) == Standing(PapillonState.EXPIRED, end)
    assert standing(evolve(ACCOUNT, credential=FIRST.revoked(NOW)), 1, end).state is PapillonState.REVOKED


def test_the_second_of_three_names_the_third() -> None:
    """This test ensures that a slip names the run that superseded it, not the last one."""
    third = RENEWED.with_credential(
        evolve(FIRST, version=3, issued_at=LATER + timedelta(days=1), run_id=RunId("third"))
    )
    assert standing(third, 1, LATER) == Standing(PapillonState.SUPERSEDED, LATER, RunId("second"))
    assert standing(third, 2, LATER) == Standing(PapillonState.SUPERSEDED, LATER + timedelta(days=1), RunId("third"))
    assert standing(third, 3, LATER).holds


def test_an_account_whose_password_is_kept_elsewhere() -> None:
    """This test ensures that an account without password of ours has an answer too."""
    assert standing(evolve(ACCOUNT, credential=None), 1, NOW).holds


def test_an_e_mail_slip_holds_while_the_account_is_open() -> None:
    """This test ensures that a slip without password outlives every password the candidate chooses (M8)."""
    account = evolve(ACCOUNT, kind=LoginKind.EMAIL, credential=CHOSEN)
    changed = account.with_credential(evolve(CHOSEN, version=3))
    assert standing(account, 1, LATER).holds
    assert standing(changed, 1, LATER).holds
    assert standing(evolve(changed, closed_at=LATER), 1, LATER) == Standing(PapillonState.CLOSED, LATER)


@given(strategies.accounts().filter(lambda account: account.kind is LoginKind.PRENOM_NOM), st.integers(1, 5))
def test_one_slip_holds_at_most(account: Account, renewals: int) -> None:
    """This test ensures that of all the slips an account ever had, the last one alone can hold."""
    account = evolve(account, credential=FIRST, past=())
    for version in range(2, renewals + 2):
        account = account.with_credential(evolve(FIRST, version=version))
    states = [standing(account, version, NOW).state for version in range(1, renewals + 2)]
    assert set(states[:-1]) == {PapillonState.SUPERSEDED}
    assert states[-1] is (PapillonState.CLOSED if account.closed_at else PapillonState.HOLDS)
