"""The sweep: every policy that we ship, and any that can be built, over the same hard names."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from precis_i18n import get_profile

from cyclades_accounts import Candidate
from cyclades_accounts.errors import UnfoldableNameError
from cyclades_accounts.identifiers import is_login, parse_login
from cyclades_accounts.logins import PROFILES, PrenomNom, fold_name
from cyclades_accounts.testing import HARD_NAMES, strategies
from tests.logins.policies import OPTIONS, SHAPE, person, stem_or_refusal

USERNAME = get_profile("UsernameCaseMapped")
"""RFC 8265, section 3.3: what other systems bring a user name to before they compare it."""

NUMBERS = (1, 2, 27, 999_999)


def check(policy: PrenomNom, candidate: Candidate) -> None:
    """Check every law for one policy and one person."""
    stem = stem_or_refusal(policy, candidate)
    for form in ("NFC", "NFD", "NFKC"):
        other = person(
            unicodedata.normalize(form, candidate.given_names),
            unicodedata.normalize(form, candidate.family_name),
            usage_name=candidate.usage_name and unicodedata.normalize(form, candidate.usage_name),
        )
        again = stem_or_refusal(policy, other)
        assert isinstance(again, str) == isinstance(stem, str)
        assert again == stem or not isinstance(stem, str)
    if not isinstance(stem, str):
        assert policy.fallback is None
        return
    assert policy.stem_of(candidate) == stem
    logins = [policy.login(stem, number) for number in NUMBERS]
    assert len(set(logins)) == len(logins)
    for login in logins:
        assert SHAPE.fullmatch(login)
        assert len(login) <= policy.max_length
        assert is_login(login)
        assert parse_login(f" {login.upper()} ") == login
        assert USERNAME.enforce(login) == login


@pytest.mark.parametrize(("given_names", "family_name"), HARD_NAMES)
@pytest.mark.parametrize("policy", PROFILES.values(), ids=PROFILES)
def test_shipped_policies_over_hard_names(policy: PrenomNom, given_names: str, family_name: str) -> None:
    """This test ensures that no shipped policy makes a wrong login of any of these names."""
    check(policy, person(given_names, family_name))
    check(policy, person(given_names, "MARTIN", usage_name=family_name))


@given(OPTIONS, strategies.candidates())
def test_any_policy_over_any_name(policy: PrenomNom, candidate: Candidate) -> None:
    """This test ensures the same for every combination of options and whatever a roster can hold."""
    check(policy, candidate)


@given(OPTIONS, st.sampled_from(HARD_NAMES), st.sampled_from(HARD_NAMES))
def test_any_policy_over_hard_names(policy: PrenomNom, one: tuple[str, str], two: tuple[str, str]) -> None:
    """This test ensures the same for the hard names, mixed."""
    check(policy, person(one[0], two[1]))


def stem_of_letter(letter: str) -> str | None:
    """Return what a letter folds to by itself; ``None`` for one that no Latin letter stands for."""
    try:
        return fold_name(letter)
    except UnfoldableNameError:
        return None


@pytest.mark.parametrize("name", sorted({name for pair in HARD_NAMES for name in pair}))
def test_no_letter_is_dropped(name: str) -> None:
    """This test ensures that each letter of a name comes out as at least one, or is named in the refusal."""
    letters = [
        char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) in {"Lu", "Ll", "Lt", "Lo"}
    ]
    without_form = {char for char in letters if stem_of_letter(char) is None}
    if without_form or not letters:
        with pytest.raises(UnfoldableNameError) as caught:
            fold_name(name)
        assert without_form <= set(caught.value.characters) <= set(unicodedata.normalize("NFKC", name))
        return
    rest = fold_name(name)
    for letter in letters:
        found = re.search(fold_name(letter), rest)
        assert found, letter
        rest = rest[found.end() :]


def test_the_list_is_hard() -> None:
    """This test ensures that the list holds names that are refused, names that are cut, and names in several forms."""
    stems = [stem_or_refusal(PROFILES["short"], person(*pair)) for pair in HARD_NAMES]
    assert len(HARD_NAMES) >= 40
    assert any(not isinstance(stem, str) for stem in stems)
    assert any(isinstance(stem, str) and len(stem) == 14 for stem in stems)
    assert any(not unicodedata.is_normalized("NFC", name) for pair in HARD_NAMES for name in pair)
