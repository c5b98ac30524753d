"""Who gets an account: labels of candidatures, and rules about them."""

from hypothesis import strategies as st

from cyclades_accounts.eligibility import MEMO_RULES, Rules
from cyclades_accounts.testing.strategies._values import values
from cyclades_accounts.testing.strategies._words import labels

_CATEGORIES = ("SCOLAIRE", "SCOLAIRE (CLASSE DE 3EME)", "INDIVIDUEL", "APPRENTI", "Formation continue")
_STATES = (*MEMO_RULES.states, *MEMO_RULES.other_states, "Validé", "A démissionné")


def categories() -> st.SearchStrategy[str]:
    """A category as hosts write it; may be empty."""
    return st.sampled_from(("", *_CATEGORIES))


def states() -> st.SearchStrategy[str]:
    """A state as hosts write it: one that we know, or any other; may be empty."""
    return st.sampled_from(_STATES) | labels()


def eligibility_rules() -> st.SearchStrategy[Rules]:
    """Rules that serve some categories and states, and know some others."""
    some = st.sets(st.sampled_from(_STATES)).map(sorted)
    return values(Rules, categories=st.sets(st.sampled_from(_CATEGORIES)).map(sorted), states=some, other_states=some)
