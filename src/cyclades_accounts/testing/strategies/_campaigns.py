"""Campaigns."""

from hypothesis import strategies as st

from cyclades_accounts.campaign import Campaign
from cyclades_accounts.testing.strategies._values import values
from cyclades_accounts.testing.strategies._words import family_names


def campaigns() -> st.SearchStrategy[Campaign]:
    """A campaign whose factory has a name that could be imported; nobody wrote it."""
    return values(
        Campaign,
        id=st.from_regex("[a-z]{1,8}(-[0-9]{1,4})?", fullmatch=True),
        factory=st.from_regex("[a-z]{1,8}[.][a-z]{1,8}:[a-z]{1,8}", fullmatch=True),
        actor=family_names(),
    )
