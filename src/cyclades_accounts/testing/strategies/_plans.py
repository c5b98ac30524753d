"""What is asked of a run, what it would do, and what other activities answer."""

from hypothesis import strategies as st

from cyclades_accounts.identifiers import Login
from cyclades_accounts.model import Activity, Grouping, LoginExplanation, LoginOrigin, LoginStep, LoginStepKind
from cyclades_accounts.provisioning import Coverage, Criteria, FallsShort, Generation, GroupCoverage, Missing, Request
from cyclades_accounts.testing.strategies._keys import candidate_ids, exam_sessions, logins, run_ids, session_ids, uais
from cyclades_accounts.testing.strategies._layouts import layouts
from cyclades_accounts.testing.strategies._reports import groupings, groups, refusals, shortfalls
from cyclades_accounts.testing.strategies._values import values
from cyclades_accounts.testing.strategies._words import family_names, labels, moments


def generations() -> st.SearchStrategy[Generation]:
    """Whom a run serves and what it makes."""
    return values(
        Generation,
        groups=st.none() | st.lists(labels(), max_size=2),
        layouts=st.none() | st.lists(layouts(), min_size=1, max_size=2),
    )


def criteria() -> st.SearchStrategy[Criteria]:
    """Which candidatures a regeneration is about; any of the four may be left open."""
    some = st.none() | st.lists(labels(), max_size=2)
    return values(Criteria, divisions=some, series=some, qualifications=some)


def requests() -> st.SearchStrategy[Request]:
    """A generation or a regeneration as it was asked for."""
    generation = st.builds(
        Request,
        activity=st.just(Activity.GENERATE),
        uai=uais(),
        session=exam_sessions(),
        generation=generations(),
    )
    return generation | values(Request, activity=st.just(Activity.REGENERATE), criteria=criteria())


def coverages() -> st.SearchStrategy[Coverage]:
    """Which accounts exist; the numbers of each group add up."""

    def line(grouping: Grouping) -> st.SearchStrategy[GroupCoverage]:
        missing = st.builds(Missing, candidate_ids(), family_names(), st.none() | refusals(), st.booleans())
        some = st.lists(missing, max_size=3).map(tuple)
        short = st.builds(FallsShort, candidate_ids(), family_names(), shortfalls())
        return st.builds(
            lambda group, there, others, late: GroupCoverage(
                group, there + len(late) + len(others), there + len(late), others, late
            ),
            groups(grouping=st.just(grouping)),
            st.integers(0, 100),
            some,
            st.lists(short, max_size=2).map(tuple),
        )

    def of(grouping: Grouping) -> st.SearchStrategy[Coverage]:
        lines = st.lists(line(grouping), max_size=3, unique_by=lambda one: one.group).map(tuple)
        return st.builds(Coverage, uais(), session_ids(), st.just(grouping), lines)

    return groupings().flatmap(of)


def login_explanations() -> st.SearchStrategy[LoginExplanation]:
    """Where a login comes from, with the steps that lead from the name to it."""

    def of(origin: LoginOrigin, login: Login) -> st.SearchStrategy[LoginExplanation]:
        step = st.builds(LoginStep, st.sampled_from(LoginStepKind), family_names(), st.just(str(login)))
        steps = st.lists(step, min_size=1, max_size=3) if origin is LoginOrigin.NAME else st.just([])
        return st.builds(
            LoginExplanation, candidate_ids(), st.just(login), st.just(origin), moments(), run_ids(), steps.map(tuple)
        )

    return st.tuples(st.sampled_from(LoginOrigin), logins()).flatmap(lambda pair: of(*pair))
