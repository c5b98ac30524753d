"""Outcomes, notices and reports."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from cyclades_accounts.identifiers import DocumentId, RunId
from cyclades_accounts.model import (
    AccountReport,
    Activity,
    ErasureReport,
    Facts,
    Group,
    Grouping,
    ImposedLogin,
    ImposedLoginsReport,
    LeftOut,
    Notice,
    NoticeReason,
    OpeningReport,
    Outcome,
    OutcomeKind,
    PapillonState,
    PurgeReport,
    Refusal,
    RefusalReason,
    Report,
    ReprintReport,
    ResealReport,
    RosterReport,
    Run,
    RunReport,
    SchoolReport,
    Standing,
)
from cyclades_accounts.testing.strategies._keys import (
    account_ids,
    candidate_ids,
    document_ids,
    logins,
    run_ids,
    session_ids,
    uais,
)
from cyclades_accounts.testing.strategies._words import emails, family_names, given, labels, moments, texts


def groups(*, grouping: st.SearchStrategy[Grouping] | None = None) -> st.SearchStrategy[Group]:
    """A group of any grouping, with as many labels as it has (M4)."""

    def of(one: Grouping) -> st.SearchStrategy[Group]:
        count = 2 if one is Grouping.DIVISION_QUALIFICATION else 1
        return st.builds(Group, st.just(one), st.tuples(*[labels()] * count))

    return given(grouping, st.sampled_from(Grouping)).flatmap(of)


def refusals() -> st.SearchStrategy[Refusal]:
    """A refusal with any facts."""
    facts: st.SearchStrategy[Facts] = st.dictionaries(texts(max_size=10), texts(), max_size=3).map(
        lambda pairs: tuple(sorted(pairs.items()))
    )
    return st.builds(Refusal, st.sampled_from(RefusalReason), facts)


def notices() -> st.SearchStrategy[Notice]:
    """A notice of any reason about two people or more, with the facts that its reason carries."""
    facts: dict[NoticeReason, st.SearchStrategy[dict[str, str]]] = {
        NoticeReason.LOOK_ALIKE_LOGINS: st.fixed_dictionaries(
            {"logins": st.lists(logins(), min_size=2, max_size=3, unique=True).map(", ".join)}
        ),
        NoticeReason.SAME_NAME_AND_BIRTH_DATE: st.fixed_dictionaries(
            {"name": family_names(), "birth_date": st.dates(date(1900, 1, 1)).map(date.isoformat)}
        ),
        NoticeReason.SAME_EMAIL: st.fixed_dictionaries({"email": emails()}),
    }
    people = st.lists(candidate_ids(), min_size=2, max_size=3, unique=True).map(tuple)
    return st.sampled_from(NoticeReason).flatmap(
        lambda reason: st.builds(Notice, st.just(reason), people, facts[reason])
    )


def _some_notices() -> st.SearchStrategy[tuple[Notice, ...]]:
    return st.lists(notices(), max_size=2).map(tuple)


def outcomes(*, group: st.SearchStrategy[Group] | None = None) -> st.SearchStrategy[Outcome]:
    """An outcome of each kind, with what goes with it."""

    def of(kind: OutcomeKind) -> st.SearchStrategy[Outcome]:
        refused = kind is OutcomeKind.REFUSED
        slip = kind in {OutcomeKind.CREATED, OutcomeKind.RENEWED}
        return st.builds(
            Outcome,
            candidate_id=candidate_ids(),
            name=family_names(),
            group=given(group, groups()),
            kind=st.just(kind),
            login=st.none() if refused else logins(),
            former_login=st.none() | logins() if kind is OutcomeKind.RENEWED else st.none(),
            account_id=st.none() if refused else account_ids(),
            credential_version=st.integers(1, 1_000) if slip else st.none(),
            refusal=refusals() if refused else st.none(),
            has_email_papillon=st.just(False) if slip else st.booleans(),  # noqa: FBT003  # the value, not a switch
        )

    return st.sampled_from(OutcomeKind).flatmap(of)


def runs(*, id: st.SearchStrategy[RunId] | None = None) -> st.SearchStrategy[Run]:  # noqa: A002  # the field's name
    """The head of a report."""
    return st.builds(
        Run,
        id=given(id, run_ids()),
        activity=st.sampled_from(Activity),
        subject=texts(),
        actor=texts(),
        at=moments(),
        school=st.none() | uais(),
    )


def run_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[RunReport]:
    """The report of a generation or a regeneration: one outcome a candidate, as many as its roster."""

    def of(grouping: Grouping) -> st.SearchStrategy[RunReport]:
        some = st.lists(
            outcomes(group=groups(grouping=st.just(grouping))), max_size=4, unique_by=lambda one: one.candidate_id
        )
        return some.flatmap(
            lambda found: st.builds(
                RunReport,
                run=given(run, runs()),
                school=uais(),
                session=session_ids(),
                grouping=st.just(grouping),
                roster_size=st.just(len(found)),
                outcomes=st.just(tuple(found)),
                documents=st.lists(document_ids(), max_size=2, unique=True).map(tuple),
                notices=_some_notices(),
            )
        )

    return st.sampled_from(Grouping).flatmap(of)


def imposed_logins_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[ImposedLoginsReport]:
    """The report of imposing logins: some are imposed, others, which may be no logins at all, are refused."""
    imposed = st.builds(ImposedLogin, candidate_ids(), logins(), st.none())
    refused = st.builds(ImposedLogin, candidate_ids(), logins() | texts(), refusals())
    lines = st.lists(imposed | refused, max_size=4).map(tuple)
    return st.builds(ImposedLoginsReport, run=given(run, runs()), school=uais(), logins=lines)


def school_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[SchoolReport]:
    """The report of registering a school."""
    return st.builds(SchoolReport, run=given(run, runs()), uai=uais(), manages_candidates=st.booleans())


def roster_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[RosterReport]:
    """The report of registering a roster."""
    some = st.lists(candidate_ids(), max_size=3).map(tuple)
    return st.builds(
        RosterReport,
        run=given(run, runs()),
        school=uais(),
        session=session_ids(),
        added=some,
        updated=some,
        unchanged=some,
        missing=some,
        conflicting=some,
        merged=some,
        notices=_some_notices(),
    )


def account_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[AccountReport]:
    """The report of what was done with one person's account."""
    return st.builds(
        AccountReport,
        run=given(run, runs()),
        candidate_id=candidate_ids(),
        account_id=st.none() | account_ids(),
        login=st.none() | logins(),
        closed_account_id=st.none() | account_ids(),
    )


def reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[Report]:
    """A report of any kind."""
    head = given(run, runs())
    return st.one_of(
        school_reports(run=head),
        roster_reports(run=head),
        account_reports(run=head),
        run_reports(run=head),
        imposed_logins_reports(run=head),
        document_reports(run=head),
    )


def standings() -> st.SearchStrategy[Standing]:
    """What became of a slip: any state, with what belongs to it."""
    others = st.sampled_from(
        [PapillonState.CHANGED, PapillonState.EXPIRED, PapillonState.REVOKED, PapillonState.CLOSED]
    )
    return st.one_of(
        st.just(Standing(PapillonState.HOLDS)),
        st.builds(Standing, st.just(PapillonState.SUPERSEDED), moments(), run_ids()),
        st.builds(Standing, others, moments()),
    )


def left_out() -> st.SearchStrategy[LeftOut]:
    """A slip that was not drawn again, and why."""
    return st.builds(LeftOut, account_ids(), st.integers(1, 1_000), standings())


_COUNTS = st.integers(0, 1_000)


def _about(run: st.SearchStrategy[Run] | None) -> dict[str, st.SearchStrategy[Any]]:
    return {"run": given(run, runs()), "school": uais(), "session": session_ids()}


def _some_documents() -> st.SearchStrategy[tuple[DocumentId, ...]]:
    return st.lists(document_ids(), max_size=2).map(tuple)


def opening_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[OpeningReport]:
    """Who opened a document."""
    return st.builds(OpeningReport, **_about(run), source=run_ids(), document_id=document_ids())


def reprint_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[ReprintReport]:
    """Which slips were drawn again."""
    return st.builds(
        ReprintReport,
        **_about(run),
        source=run_ids(),
        printed=st.lists(account_ids(), max_size=3).map(tuple),
        left_out=st.lists(left_out(), max_size=3).map(tuple),
        documents=_some_documents(),
    )


def purge_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[PurgeReport]:
    """What a rule let go."""
    return st.builds(PurgeReport, **_about(run), rule=texts(), documents=_some_documents(), papillons=_COUNTS)


def reseal_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[ResealReport]:
    """How much was sealed anew."""
    return st.builds(ResealReport, **_about(run), documents=_COUNTS, papillons=_COUNTS)


def erasure_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[ErasureReport]:
    """How much of a person was erased."""
    return st.builds(
        ErasureReport,
        run=given(run, runs()),
        school=uais(),
        accounts=_COUNTS,
        logins=_COUNTS,
        papillons=_COUNTS,
        documents=_some_documents(),
        reports=_COUNTS,
    )


def document_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[Report]:
    """What was done with documents once they were made."""
    head = given(run, runs())
    return st.one_of(
        opening_reports(run=head),
        reprint_reports(run=head),
        purge_reports(run=head),
        reseal_reports(run=head),
        erasure_reports(run=head),
    )
