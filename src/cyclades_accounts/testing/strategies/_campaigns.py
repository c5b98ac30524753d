"""Campaigns and their jobs; what comes back Hypothesis puts together itself."""

from hypothesis import strategies as st

from cyclades_accounts.campaign import Campaign, SchoolJob
from cyclades_accounts.model import Grouping
from cyclades_accounts.testing.strategies._keys import exam_sessions, uais
from cyclades_accounts.testing.strategies._layouts import layouts
from cyclades_accounts.testing.strategies._words import labels, moments, texts


def campaigns() -> st.SearchStrategy[Campaign]:
    """A campaign whose factory has a name that could be imported; nobody wrote it."""
    return st.builds(
        Campaign,
        id=st.from_regex("[a-z]{1,8}(-[0-9]{1,4})?", fullmatch=True),
        session=exam_sessions(),
        factory=st.from_regex("[a-z]{1,8}[.][a-z]{1,8}:[a-z]{1,8}", fullmatch=True),
        grouping=st.sampled_from(Grouping),
        groups=st.none() | st.lists(labels(), max_size=2),
        renew_existing=st.booleans(),
        layouts=st.lists(layouts(), min_size=1, max_size=2),
        email_papillons=st.booleans(),
        actor=texts(max_size=20),
        now=st.none() | moments(),
    )


def school_jobs() -> st.SearchStrategy[SchoolJob]:
    """The job of a school in a campaign."""
    return st.builds(SchoolJob, campaigns(), uais())
