"""Why is this my login? The steps lead from the name to it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts import Candidate
from cyclades_accounts.errors import UnfoldableNameError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins import DNB_2024, PROFILES, LoginPolicy, PrenomNom, SelfExplaining, explain
from cyclades_accounts.model import LoginStep, LoginStepKind
from cyclades_accounts.testing import HARD_NAMES, strategies
from tests.logins.policies import OPTIONS, person

K = LoginStepKind

LETTERS = {"Lu", "Ll", "Lt", "Lo"}
"""Categories of letters; a modifier letter is an apostrophe."""


class Shy:
    """A host's policy, which says nothing of its steps."""

    spec = "shy"
    reserved = frozenset[str]()

    def stem_of(self, candidate: Candidate) -> str:
        """Take the key."""
        return candidate.id.lower()

    def login(self, stem: str, number: int) -> Login:
        """Add the number."""
        return Login(stem if number == 1 else f"{stem}{number}")


def test_a_name_step_by_step() -> None:
    """This test ensures that the steps can be read: what is taken, which letters change, what is joined and added."""
    steps = PrenomNom(max_length=24).explain(person("Zoé, Ève", "D'ŒUVRE DE LA TOUR"), number=3)
    assert steps == (
        LoginStep(K.FIRST_GIVEN_NAME, "Zoé, Ève", "Zoé"),
        LoginStep(K.FOLD_GIVEN_NAME, "Zoé", "zoe", (("é", "e"),)),
        LoginStep(K.FAMILY_NAME, "D'ŒUVRE DE LA TOUR", "D'ŒUVRE DE LA TOUR"),
        LoginStep(K.FOLD_FAMILY_NAME, "D'ŒUVRE DE LA TOUR", "doeuvredelatour", (("Œ", "oe"),)),
        LoginStep(K.JOIN, "zoe doeuvredelatour", "zoe.doeuvredelatour"),
        LoginStep(K.SHORTEN, "zoe.doeuvredelatour", "zoe.doeuvredelatou"),
        LoginStep(K.NUMBER, "zoe.doeuvredelatou", "zoe.doeuvredelatou3"),
    )


def test_other_options_are_other_steps() -> None:
    """This test ensures that all given names, the usage name and the fallback are told as such."""
    candidate = person("Zoé Ève", "ROUX", usage_name="NOIR")
    assert [step.kind for step in PROFILES["all given names"].explain(candidate)][:1] == [K.ALL_GIVEN_NAMES]
    usage = PROFILES["usage name"].explain(candidate)[2]
    assert usage == LoginStep(K.USAGE_NAME, "ROUX", "NOIR")
    (fallen,) = PROFILES["nobody refused"].explain(person("小龍", "李"), number=7)
    assert fallen == LoginStep(K.FALL_BACK, "李 小龍", "candidat.7")


@given(OPTIONS, strategies.candidates(), st.integers(1, 999_999))
def test_the_steps_lead_to_the_login(policy: PrenomNom, candidate: Candidate, number: int) -> None:
    """This test ensures that the last step makes the login, and that what it starts from was made before."""
    try:
        steps = policy.explain(candidate, number=number)
    except UnfoldableNameError:
        with pytest.raises(UnfoldableNameError):
            policy.stem_of(candidate)
        return
    assert steps[-1].after == policy.login(policy.stem_of(candidate), number)
    known = {candidate.given_names, candidate.family_name, candidate.full_name}
    for step in steps:
        parts = step.before.split(" ") if step.kind is K.JOIN else [step.before]
        assert known.issuperset(parts)
        known.add(step.after)


@pytest.mark.parametrize(("given_names", "family_name"), HARD_NAMES)
@pytest.mark.parametrize("policy", PROFILES.values(), ids=PROFILES)
def test_every_letter_is_accounted_for(policy: PrenomNom, given_names: str, family_name: str) -> None:
    """This test ensures that each letter that is not ASCII is told with what it became, once."""
    try:
        steps = policy.explain(person(given_names, family_name))
    except UnfoldableNameError:
        return
    for step in steps:
        if step.kind in {K.FOLD_GIVEN_NAME, K.FOLD_FAMILY_NAME}:
            composed = unicodedata.normalize("NFKC", step.before)
            letters = [char for char in composed if unicodedata.category(char) in LETTERS and not char.isascii()]
            assert [letter for letter, _ in step.letters] == list(dict.fromkeys(letters))
            assert all(folded in step.after for _, folded in step.letters)


def test_a_policy_that_says_nothing_gets_the_plainest_steps() -> None:
    """This test ensures that a host's policy of a few lines is explained too: its stem, and what the number adds."""
    shy: LoginPolicy = Shy()
    assert not isinstance(shy, SelfExplaining)
    assert isinstance(DNB_2024, SelfExplaining)
    candidate = person("Léa", "MARTIN")
    stem = candidate.id.lower()
    assert explain(shy, candidate) == (LoginStep(K.POLICY, "MARTIN Léa", stem),)
    assert explain(shy, candidate, number=2) == (
        LoginStep(K.POLICY, "MARTIN Léa", stem),
        LoginStep(K.NUMBER, stem, f"{stem}2"),
    )
    assert explain(DNB_2024, candidate, number=2) == DNB_2024.explain(candidate, number=2)
