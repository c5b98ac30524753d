"""How long documents are kept: rules."""

from hypothesis import strategies as st

from cyclades_accounts.retention import AllOf, AnyOf, EveryPapillonDone, OlderThan, RetentionRule, SessionOver

_DAYS = st.integers(0, 4_000)


def _some(rules: st.SearchStrategy[RetentionRule]) -> st.SearchStrategy[list[RetentionRule]]:
    return st.lists(rules, min_size=1, max_size=3)


def older_than() -> st.SearchStrategy[OlderThan]:
    """A document goes when it is so many days old."""
    return st.builds(OlderThan, _DAYS)


def session_over() -> st.SearchStrategy[SessionOver]:
    """A document goes so many days after its session."""
    return st.builds(SessionOver, _DAYS)


def retention_rules() -> st.SearchStrategy[RetentionRule]:
    """A rule of each kind, or some joined by "all" and "any"."""
    single: st.SearchStrategy[RetentionRule] = older_than() | session_over() | st.just(EveryPapillonDone())
    return st.recursive(
        single, lambda rules: st.builds(AllOf, _some(rules)) | st.builds(AnyOf, _some(rules)), max_leaves=4
    )


def all_of() -> st.SearchStrategy[AllOf]:
    """Some rules that must all let a document go."""
    return st.builds(AllOf, _some(retention_rules()))


def any_of() -> st.SearchStrategy[AnyOf]:
    """Some rules of which one lets a document go."""
    return st.builds(AnyOf, _some(retention_rules()))
