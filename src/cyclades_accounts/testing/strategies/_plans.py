"""What is asked of a run, what it would do, and what other activities answer."""

from typing import Any

from hypothesis import strategies as st

from cyclades_accounts.identifiers import Login
from cyclades_accounts.model import (
    Activity,
    Erasure,
    Grouping,
    LoginExplanation,
    LoginOrigin,
    LoginStep,
    LoginStepKind,
    Outcome,
    Page,
    RosterLine,
)
from cyclades_accounts.provisioning import (
    Coverage,
    Criteria,
    GroupCoverage,
    LoginCheck,
    LoginVerdict,
    Missing,
    OpenedDocument,
    OpenedPapillon,
    PasswordChange,
    Plan,
    Request,
)
from cyclades_accounts.testing.strategies._accounts import documents
from cyclades_accounts.testing.strategies._keys import (
    account_ids,
    candidate_ids,
    exam_sessions,
    logins,
    run_ids,
    session_ids,
    uais,
)
from cyclades_accounts.testing.strategies._layouts import layouts
from cyclades_accounts.testing.strategies._papillons import papillons
from cyclades_accounts.testing.strategies._people import candidatures
from cyclades_accounts.testing.strategies._reports import (
    groups,
    notices,
    opening_reports,
    outcomes,
    refusals,
    standings,
)
from cyclades_accounts.testing.strategies._words import family_names, labels, moments, texts


def criteria() -> st.SearchStrategy[Criteria]:
    """Criteria of a regeneration: each given or not."""
    some = st.none() | st.frozensets(labels(), max_size=2)
    return st.builds(
        Criteria,
        candidates=st.none() | st.frozensets(candidate_ids(), max_size=3),
        divisions=some,
        series=some,
        qualifications=some,
    )


def requests() -> st.SearchStrategy[Request]:
    """A generation or a regeneration as it was asked for."""
    some = st.none() | st.lists(labels(), max_size=2)
    head: dict[str, Any] = {
        "school": uais(),
        "session": exam_sessions(),
        "grouping": st.sampled_from(Grouping),
        "layouts": st.lists(layouts(), min_size=1, max_size=2),
        "email_papillons": st.booleans(),
    }
    generation = st.builds(
        Request,
        activity=st.just(Activity.GENERATE),
        groups=some,
        renew=st.booleans(),
        **head,
    )
    regeneration = st.builds(
        Request,
        activity=st.just(Activity.REGENERATE),
        renew=st.just(value=True),
        criteria=criteria(),
        lift_limit=st.booleans(),
        new_login=st.booleans(),
        **head,
    )
    return generation | regeneration


def plans() -> st.SearchStrategy[Plan]:
    """What a run would do: outcomes of one grouping, and what to look at."""

    def of(request: Request) -> st.SearchStrategy[Plan]:
        some: st.SearchStrategy[list[Outcome]] = st.lists(
            outcomes(group=groups(grouping=st.just(request.grouping))),
            max_size=3,
            unique_by=lambda one: one.candidate_id,
        )
        return st.builds(
            Plan,
            request=st.just(request),
            outcomes=some.map(tuple),
            digest=st.from_regex("[0-9a-f]{64}", fullmatch=True),
            notices=st.lists(notices(), max_size=2).map(tuple),
        )

    return requests().flatmap(of)


def coverages() -> st.SearchStrategy[Coverage]:
    """Which accounts exist; the numbers of each group add up."""

    def line(grouping: Grouping) -> st.SearchStrategy[GroupCoverage]:
        missing = st.builds(Missing, candidate_ids(), family_names(), st.none() | refusals(), st.booleans())
        some = st.lists(missing, max_size=3).map(tuple)
        expired = st.lists(candidate_ids(), max_size=2).map(tuple)
        return st.builds(
            lambda group, there, others, late: GroupCoverage(
                group, there + len(late) + len(others), there + len(late), others, late
            ),
            groups(grouping=st.just(grouping)),
            st.integers(0, 100),
            some,
            expired,
        )

    def of(grouping: Grouping) -> st.SearchStrategy[Coverage]:
        lines = st.lists(line(grouping), max_size=3, unique_by=lambda one: one.group).map(tuple)
        return st.builds(Coverage, uais(), session_ids(), st.just(grouping), lines)

    return st.sampled_from(Grouping).flatmap(of)


def roster_lines() -> st.SearchStrategy[RosterLine]:
    """A line of the « Liste détaillée » (M13), with a login or without."""
    return st.builds(RosterLine, candidatures(), st.none() | logins())


def opened_documents() -> st.SearchStrategy[OpenedDocument]:
    """A document that somebody opened, and what became of its slips."""
    opened = st.builds(OpenedPapillon, papillons(), standings())
    return st.builds(
        OpenedDocument, documents(), st.binary(max_size=50), st.lists(opened, max_size=3).map(tuple), opening_reports()
    )


def login_checks() -> st.SearchStrategy[LoginCheck]:
    """What a check of a login found: nobody where it was refused."""
    known = st.builds(
        LoginCheck,
        st.sampled_from([LoginVerdict.ACCEPTED, LoginVerdict.EXPIRED]),
        account_ids(),
        candidate_ids(),
        st.booleans(),
    )
    return st.just(LoginCheck(LoginVerdict.REFUSED)) | known


def login_explanations() -> st.SearchStrategy[LoginExplanation]:
    """Where a login comes from, with the steps that lead from the name to it."""

    def of(origin: LoginOrigin, login: Login) -> st.SearchStrategy[LoginExplanation]:
        step = st.builds(LoginStep, st.sampled_from(LoginStepKind), family_names(), st.just(str(login)))
        steps = st.lists(step, min_size=1, max_size=3) if origin is LoginOrigin.NAME else st.just([])
        return st.builds(
            LoginExplanation, candidate_ids(), st.just(login), st.just(origin), moments(), run_ids(), steps.map(tuple)
        )

    return st.tuples(st.sampled_from(LoginOrigin), logins()).flatmap(lambda pair: of(*pair))


def erasures() -> st.SearchStrategy[Erasure]:
    """Whom to leave out of reports."""
    aliases = st.dictionaries(candidate_ids(), candidate_ids(), min_size=1, max_size=2)
    return st.builds(Erasure, aliases, st.frozensets(logins(), max_size=2))


def password_changes() -> st.SearchStrategy[PasswordChange]:
    """A change of password that was refused; :func:`reports` has the reports of those that were done."""
    return st.sampled_from([LoginVerdict.REFUSED, LoginVerdict.EXPIRED]).map(PasswordChange)


def pages() -> st.SearchStrategy[Page[str]]:
    """A page of a list of texts, somewhere in the whole list."""

    def of(items: list[str], before: int, after: int) -> Page[str]:
        first = before + 1 if items else 0
        return Page(tuple(items), first, before + len(items) + after)

    return st.builds(of, st.lists(texts(), max_size=5), st.integers(0, 100), st.integers(0, 100))
