"""Outcomes, notices and reports."""

from datetime import date

from hypothesis import strategies as st

from cyclades_accounts.identifiers import RunId
from cyclades_accounts.model import (
    AccountLine,
    AccountReport,
    AccountsReport,
    ErasureReport,
    Facts,
    Group,
    Grouping,
    ImposedLogin,
    ImposedLoginsReport,
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
    SessionReport,
    Shortfall,
    ShortfallReason,
    Standing,
)
from cyclades_accounts.testing.strategies._keys import account_ids, candidate_ids, document_ids, logins, run_ids
from cyclades_accounts.testing.strategies._values import values
from cyclades_accounts.testing.strategies._words import emails, family_names, given, labels, moments, texts

_COUNTS = st.integers(0, 1_000)


def groupings() -> st.SearchStrategy[Grouping]:
    """A grouping of the memo (M4), or one of a host."""
    memo = (Grouping.SERIE, Grouping.DIVISION, Grouping.DIVISION_QUALIFICATION)
    return st.sampled_from([*memo, Grouping("Spécialité", "qualification"), Grouping("Voie", "category", "serie")])


def groups(*, grouping: st.SearchStrategy[Grouping] | None = None) -> st.SearchStrategy[Group]:
    """A group of any grouping, with as many labels as it has (M4)."""

    def of(one: Grouping) -> st.SearchStrategy[Group]:
        return st.builds(Group, st.just(one), st.tuples(*[labels()] * len(one.fields)))

    return given(grouping, groupings()).flatmap(of)


def facts() -> st.SearchStrategy[Facts]:
    """Up to three facts, of any texts that can be stored."""
    return st.dictionaries(texts(max_size=10), texts(), max_size=3).map(lambda pairs: tuple(sorted(pairs.items())))


def refusals() -> st.SearchStrategy[Refusal]:
    """A refusal with any facts, or for a host's own reason."""
    ours = st.sampled_from([reason for reason in RefusalReason if reason is not RefusalReason.OF_HOST])
    line = family_names()
    of_host = st.builds(Refusal.of_host, code=line, sentence=line, cure=line, short=line)
    return st.builds(Refusal, ours, facts()) | of_host


def notices() -> st.SearchStrategy[Notice]:
    """A notice of any reason about two people or more, with the facts that its reason carries."""
    facts: dict[NoticeReason, st.SearchStrategy[dict[str, str]]] = {
        NoticeReason.LOOK_ALIKE_LOGINS: st.fixed_dictionaries(
            {"logins": st.lists(logins(), min_size=2, max_size=3, unique=True).map(", ".join)}
        ),
        NoticeReason.SAME_NAME_AND_BIRTH_DATE: st.fixed_dictionaries(
            {"name": family_names(), "birth_date": st.dates(date(1900, 1, 1)).map(date.isoformat)}
        ),
        **dict.fromkeys(
            (NoticeReason.TRANSFERRED, NoticeReason.IN_TWO_SCHOOLS),
            st.fixed_dictionaries({"person": family_names(), "school": family_names(), "uai": family_names()}),
        ),
        NoticeReason.SLIPS_OF_TODAY: st.just({}),
        NoticeReason.TWO_ROWS: st.fixed_dictionaries({"names": family_names()}),
        NoticeReason.TYPING_SLIP: st.fixed_dictionaries({"name": family_names(), "former": family_names()}),
        NoticeReason.SAME_EMAIL: st.fixed_dictionaries({"email": emails()}),
    }
    people = st.lists(candidate_ids(), min_size=2, max_size=3, unique=True).map(tuple)
    return st.sampled_from(NoticeReason).flatmap(
        lambda reason: st.builds(Notice, st.just(reason), people, facts[reason])
    )


def shortfalls() -> st.SearchStrategy[Shortfall]:
    """How a password falls short of a session."""
    return st.builds(Shortfall, st.sampled_from(ShortfallReason), moments())


def outcomes(*, group: st.SearchStrategy[Group] | None = None) -> st.SearchStrategy[Outcome]:
    """An outcome of each kind, with what goes with it."""

    def of(kind: OutcomeKind) -> st.SearchStrategy[Outcome]:
        refused = kind is OutcomeKind.REFUSED
        slip = kind in {OutcomeKind.CREATED, OutcomeKind.RENEWED}
        return values(
            Outcome,
            name=family_names(),
            group=group,
            kind=st.just(kind),
            login=st.none() if refused else logins(),
            former_login=st.none() | logins() if kind is OutcomeKind.RENEWED else st.none(),
            account_id=st.none() if refused else account_ids(),
            credential_version=st.integers(1, 1_000) if slip else st.none(),
            refusal=refusals() if refused else st.none(),
            shortfall=st.none() | shortfalls() if kind is OutcomeKind.KEPT else st.none(),
            has_email_papillon=st.just(False) if slip else st.booleans(),  # noqa: FBT003  # the value, not a switch
        )

    return st.sampled_from(OutcomeKind).flatmap(of)


def runs(*, id: st.SearchStrategy[RunId] | None = None) -> st.SearchStrategy[Run]:  # noqa: A002  # the field's name
    """The head of a report."""
    return values(Run, id=id)


def run_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[RunReport]:
    """The report of a generation or a regeneration: one outcome a candidate, as many as its roster."""

    def of(grouping: Grouping) -> st.SearchStrategy[RunReport]:
        some = st.lists(
            outcomes(group=groups(grouping=st.just(grouping))), max_size=4, unique_by=lambda one: one.candidate_id
        )
        return some.flatmap(
            lambda found: values(
                RunReport,
                run=run,
                grouping=st.just(grouping),
                roster_size=st.just(len(found)),
                outcomes=st.just(tuple(found)),
                documents=st.lists(document_ids(), max_size=2, unique=True).map(tuple),
            )
        )

    return groupings().flatmap(of)


def accounts_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[AccountsReport]:
    """The report of an act on several people: for some it is done, others are refused."""
    refused = st.builds(AccountLine, candidate_ids(), refusal=refusals())
    lines = st.lists(values(AccountLine, refusal=st.none()) | refused, max_size=4).map(tuple)
    return values(AccountsReport, run=run, lines=lines)


def imposed_logins_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[ImposedLoginsReport]:
    """The report of imposing logins: some are imposed, others, which may be no logins at all, are refused."""
    imposed = st.builds(ImposedLogin, candidate_ids(), logins(), st.none())
    refused = st.builds(ImposedLogin, candidate_ids(), logins() | texts(), refusals())
    lines = st.lists(imposed | refused, max_size=4).map(tuple)
    return values(ImposedLoginsReport, run=run, logins=lines)


def reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[Report]:
    """A report of any kind."""
    plain = (SchoolReport, RosterReport, AccountReport, OpeningReport, ReprintReport, SessionReport)
    return st.one_of(
        *(values(kind, run=run) for kind in plain),
        run_reports(run=run),
        accounts_reports(run=run),
        imposed_logins_reports(run=run),
        purge_reports(run=run),
        reseal_reports(run=run),
        erasure_reports(run=run),
    )


def purge_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[PurgeReport]:
    """What a rule let go."""
    return values(PurgeReport, run=run, papillons=_COUNTS)


def reseal_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[ResealReport]:
    """How much was sealed anew."""
    return values(ResealReport, run=run, documents=_COUNTS, papillons=_COUNTS)


def erasure_reports(*, run: st.SearchStrategy[Run] | None = None) -> st.SearchStrategy[ErasureReport]:
    """How much of a person was erased."""
    counts = dict.fromkeys(["accounts", "logins", "papillons", "people", "reports"], _COUNTS)
    return values(ErasureReport, run=run, **counts)


def standings() -> st.SearchStrategy[Standing]:
    """What became of a slip: any state, with what belongs to it."""
    others = [PapillonState.CHANGED, PapillonState.EXPIRED, PapillonState.REVOKED, PapillonState.CLOSED]
    return st.one_of(
        st.just(Standing(PapillonState.HOLDS)),
        st.builds(Standing, st.just(PapillonState.SUPERSEDED), moments(), run_ids()),
        st.builds(Standing, st.sampled_from(others), moments()),
    )
