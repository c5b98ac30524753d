"""How long documents are kept: rules, and what they judge."""

from hypothesis import strategies as st

from cyclades_accounts.retention import (
    AllOf,
    AnyOf,
    EveryPapillonDone,
    KeptDocument,
    OlderThan,
    RetentionRule,
    SessionOver,
)
from cyclades_accounts.testing.strategies._accounts import accounts, documents
from cyclades_accounts.testing.strategies._keys import exam_sessions

_DAYS = st.integers(0, 4_000)


def older_than() -> st.SearchStrategy[OlderThan]:
    """A document goes when it is so many days old."""
    return st.builds(OlderThan, _DAYS)


def session_over() -> st.SearchStrategy[SessionOver]:
    """A document goes so many days after its session."""
    return st.builds(SessionOver, _DAYS)


def all_of() -> st.SearchStrategy[AllOf]:
    """Some rules that must all let a document go."""
    return st.builds(AllOf, st.lists(retention_rules(), min_size=1, max_size=3))


def any_of() -> st.SearchStrategy[AnyOf]:
    """Some rules of which one lets a document go."""
    return st.builds(AnyOf, st.lists(retention_rules(), min_size=1, max_size=3))


def retention_rules() -> st.SearchStrategy[RetentionRule]:
    """A rule of each kind, or some joined by "all" and "any"."""
    single: st.SearchStrategy[RetentionRule] = older_than() | session_over() | st.just(EveryPapillonDone())
    return st.recursive(
        single,
        lambda rules: (
            st.builds(AllOf, st.lists(rules, min_size=1, max_size=3))
            | st.builds(AnyOf, st.lists(rules, min_size=1, max_size=3))
        ),
        max_leaves=4,
    )


def kept_documents() -> st.SearchStrategy[KeptDocument]:
    """A document, its session, and the accounts of its slips."""
    return exam_sessions().flatmap(
        lambda session: st.builds(
            KeptDocument,
            document=documents(session=st.just(session.id)),
            session=st.just(session),
            papillons=st.lists(st.tuples(accounts(), st.integers(1, 1_000)), max_size=3).map(tuple),
        )
    )
