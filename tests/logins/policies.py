"""Random policies and people for the login tests."""

import re
from typing import Any, Final

from hypothesis import strategies as st

from cyclades_accounts.errors import UnfoldableNameError
from cyclades_accounts.logins import (
    FamilyName,
    GivenNames,
    Homonyms,
    Letters,
    LoginPolicy,
    Numbers,
    PrenomNom,
    RandomLetters,
)
from cyclades_accounts.model import Candidate
from tests.support import ine

SHAPE: Final = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
"""What every login of :class:`PrenomNom` looks like: the local part of an e-mail address, and nothing to type oddly."""

MARKS = st.sampled_from(["", ".", "-", "_"])
A_TO_Z = "abcdefghijklmnopqrstuvwxyz"


def homonyms() -> st.SearchStrategy[Homonyms]:
    """Every strategy, with every option."""
    alphabets = st.lists(st.sampled_from(A_TO_Z), min_size=10, unique=True).map("".join)
    random_letters = st.builds(
        RandomLetters, salt=st.text(max_size=4), length=st.integers(2, 6), alphabet=alphabets, mark=MARKS
    )
    return st.builds(Numbers, mark=MARKS) | st.builds(Letters, mark=MARKS) | random_letters


OPTIONS: st.SearchStrategy[PrenomNom] = st.builds(
    PrenomNom,
    given_names=st.sampled_from(GivenNames),
    family_name=st.sampled_from(FamilyName),
    joiner=st.sampled_from(["", "-"]),
    separator=MARKS,
    max_length=st.integers(16, 64),
    homonyms=homonyms(),
    reserved=st.frozensets(st.sampled_from(["a.b", "a.b2", "test.test", "admin@example.org"])),
    fallback=st.sampled_from([None, "candidat.<number>", "x<number>", "<number>-candidat"]),
)
"""Any policy that :class:`PrenomNom` can be."""


def person(given_names: str, family_name: str, **changes: Any) -> Candidate:
    """Return a candidate of that name."""
    return Candidate(ine(1), family_name, given_names, **changes)


def stem_or_refusal(policy: LoginPolicy, candidate: Candidate) -> str | UnfoldableNameError:
    """Return the stem, or the refusal as a value."""
    try:
        return policy.stem_of(candidate)
    except UnfoldableNameError as refusal:
        return refusal
