"""Refusals, outcomes, reports and documents: what a run leaves behind."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId, SessionId, Uai
from cyclades_accounts.model import (
    AccountReport,
    Activity,
    Document,
    Group,
    Grouping,
    ImposedLogin,
    ImposedLoginsReport,
    Notice,
    NoticeReason,
    Outcome,
    OutcomeKind,
    Page,
    Refusal,
    RefusalReason,
    RosterLine,
    RosterReport,
    Run,
    RunReport,
    SchoolReport,
    SealedPapillon,
    Subject,
)
from tests.support import NOW, SESSION, UAI, candidature, ine

RUN = Run(RunId("r1"), Activity.GENERATE, Subject(uai=UAI, session_id=SESSION.id), "", NOW)
GROUPS = [Group(Grouping.DIVISION, (label,)) for label in ("3A", "3B")]


def _outcome(number: int, kind: OutcomeKind = OutcomeKind.KEPT, group: Group = GROUPS[0]) -> Outcome:
    refusal = Refusal(RefusalReason.NO_EMAIL) if kind is OutcomeKind.REFUSED else None
    return Outcome(CandidateId(ine(number)), "MARTIN Léa", group, kind, refusal=refusal)


def _report(*outcomes: Outcome, roster: int | None = None) -> RunReport:
    count = len(outcomes) if roster is None else roster
    return RunReport(RUN, UAI, SESSION.id, Grouping.DIVISION, count, outcomes)


@pytest.mark.parametrize("kind", OutcomeKind)
def test_a_refusal_has_its_reason_and_nothing_else_has_one(kind: OutcomeKind) -> None:
    """This test ensures that an outcome cannot be refused without a reason, nor made with one."""
    right = _outcome(1, kind)
    wrong = Refusal(RefusalReason.NO_EMAIL) if right.refusal is None else None
    with pytest.raises(InvalidValueError, match="where the outcome is a refusal"):
        attrs.evolve(right, refusal=wrong)


class TestRefusal:
    """A refusal is data."""

    def test_facts_are_sorted_and_compare(self) -> None:
        """This test ensures that the same facts in another order, or as pairs, make the same refusal."""
        one = Refusal(RefusalReason.OTHER_SCHOOL, {"login": "a.b", "issued_by": UAI})
        other = Refusal(RefusalReason.OTHER_SCHOOL, [("issued_by", UAI), ("login", "a.b")])
        assert one == other
        assert hash(one) == hash(other)
        assert one.facts == (("issued_by", UAI), ("login", "a.b"))

    def test_a_fact_is_asked_by_name(self) -> None:
        """This test ensures that a fact is found, and that one the reason does not carry is a KeyError."""
        refusal = Refusal(RefusalReason.EMAIL_LOGIN, {"login": "a@example.org"})
        assert refusal.fact("login") == "a@example.org"
        with pytest.raises(KeyError):
            refusal.fact("issued_by")
        with pytest.raises(KeyError):
            Refusal(RefusalReason.NO_EMAIL).fact("login")


class TestOutcome:
    """One outcome for each candidature."""

    @pytest.mark.parametrize("kind", OutcomeKind)
    def test_a_slip_is_printed_exactly_where_a_password_is_issued(self, kind: OutcomeKind) -> None:
        """This test ensures that created and renewed accounts have a slip, kept and refused ones none (M6, M9)."""
        assert _outcome(1, kind).has_papillon == (kind in {OutcomeKind.CREATED, OutcomeKind.RENEWED})


class TestRunReport:
    """The parts add up to the roster."""

    @given(st.lists(st.tuples(st.sampled_from(OutcomeKind), st.sampled_from(GROUPS)), max_size=12))
    def test_the_kinds_add_up_to_the_roster(self, drawn: list[tuple[OutcomeKind, Group]]) -> None:
        """This test ensures that every outcome is counted once by kind and once by group."""
        report = _report(*(_outcome(number, kind, group) for number, (kind, group) in enumerate(drawn)))
        parts = [report.created, report.renewed, report.prolonged, report.kept, report.refused]
        assert sum(map(len, parts)) == report.roster_size == len(drawn)
        assert {outcome for part in parts for outcome in part} == set(report.outcomes)
        by_group = report.by_group()
        assert sum(sum(counts.values()) for counts in by_group.values()) == report.roster_size
        assert all(set(counts) == set(OutcomeKind) for counts in by_group.values())
        for kind in OutcomeKind:
            assert sum(counts[kind] for counts in by_group.values()) == len(report.of(kind))

    def test_each_kind_is_told_apart_and_keeps_its_order(self) -> None:
        """This test ensures that ``created`` holds created accounts and so on, in the order of the report."""
        kinds = [OutcomeKind.REFUSED, OutcomeKind.CREATED, OutcomeKind.KEPT, OutcomeKind.RENEWED, OutcomeKind.CREATED]
        report = _report(*(_outcome(number, kind) for number, kind in enumerate(kinds)))
        assert [o.candidate_id for o in report.created] == [ine(1), ine(4)]
        assert [o.candidate_id for o in report.renewed] == [ine(3)]
        assert [o.candidate_id for o in report.kept] == [ine(2)]
        assert [o.candidate_id for o in report.refused] == [ine(0)]

    def test_groups_come_in_the_order_of_the_report(self) -> None:
        """This test ensures that the counts by group can be printed as they come."""
        report = _report(_outcome(1), _outcome(2, group=GROUPS[1]), _outcome(3))
        assert list(report.by_group()) == GROUPS
        assert report.by_group()[GROUPS[0]][OutcomeKind.KEPT] == 2

    @pytest.mark.parametrize("roster", [0, 1, 3])
    def test_outcomes_that_do_not_add_up_are_refused(self, roster: int) -> None:
        """This test ensures that a candidature lost or invented is noticed when the report is built."""
        with pytest.raises(InvalidValueError, match=f"Expected {roster} of each") as caught:
            _report(_outcome(1), _outcome(2), roster=roster)
        assert caught.value.value == "2 outcomes of 2 candidates"

    def test_one_candidate_with_two_outcomes_is_refused(self) -> None:
        """This test ensures that nobody comes out of a run twice."""
        with pytest.raises(InvalidValueError) as caught:
            _report(_outcome(1), _outcome(1, OutcomeKind.CREATED), roster=2)
        assert caught.value.value == "2 outcomes of 1 candidates"

    def test_an_empty_run_is_a_report_too(self) -> None:
        """This test ensures that nothing adds up to nothing."""
        assert _report().by_group() == {}


class TestOtherReports:
    """Reports of the other activities."""

    def test_a_roster_report_counts_what_the_roster_brought(self) -> None:
        """This test ensures that added, updated and unchanged lines count, and missing and merged ones do not."""
        ids = [CandidateId(ine(number)) for number in range(7)]
        report = RosterReport(RUN, UAI, SESSION.id, (ids[0],), (ids[1], ids[2]), (ids[3],), (ids[4], ids[5]), (ids[6],))
        assert report.registered == 4

    def test_imposed_logins_are_told_from_refused_ones(self) -> None:
        """This test ensures that every line is imposed or refused, in the order of the report."""
        refusal = Refusal(RefusalReason.LOGIN_TAKEN, {"login": "b"})
        lines = [
            ImposedLogin(CandidateId(ine(number)), login, refusal if login == "b" else None)
            for number, login in enumerate(["b", "a", "b", "c"])
        ]
        report = ImposedLoginsReport(RUN, UAI, tuple(lines))
        assert report.imposed == (lines[1], lines[3])
        assert report.refused == (lines[0], lines[2])
        assert (ImposedLoginsReport(RUN, UAI, ()).imposed, ImposedLoginsReport(RUN, UAI, ()).refused) == ((), ())

    def test_facts_of_notices_are_sorted_and_compare(self) -> None:
        """This test ensures that the same facts in another order make the same notice."""
        people = (CandidateId(ine(1)), CandidateId(ine(2)))
        facts = {"name": "MARTIN Léa", "birth_date": "2010-03-02"}
        one = Notice(NoticeReason.SAME_NAME_AND_BIRTH_DATE, people, facts)
        other = Notice(NoticeReason.SAME_NAME_AND_BIRTH_DATE, people, sorted(facts.items(), reverse=True))
        assert one == other
        assert hash(one) == hash(other)
        assert one.facts == (("birth_date", "2010-03-02"), ("name", "MARTIN Léa"))

    def test_reports_compare_by_content(self) -> None:
        """This test ensures that a journal can prove that it returned the same report."""
        assert SchoolReport(RUN, UAI, manages_candidates=True) == SchoolReport(RUN, UAI, manages_candidates=True)
        assert AccountReport(RUN, CandidateId(ine(1))) != AccountReport(RUN, CandidateId(ine(2)))

    def test_activities_have_names_of_their_own(self) -> None:
        """This test ensures that the journal tells activities apart by their value."""
        assert all(activity.value == activity.name.lower() for activity in Activity)


class TestDocuments:
    """What a run keeps, sealed."""

    def test_every_document_and_slip_has_a_name_of_its_own_to_be_sealed_under(self) -> None:
        """This test ensures that no two of them can be exchanged: what differs in one fact has another name."""
        document = Document(DocumentId("d1"), RunId("r1"), UAI, SESSION.id, "t", "n.pdf", "one-per-page", 1, 1, NOW)
        slip = SealedPapillon(RunId("r1"), AccountId("a1"), 1, b"sealed")
        names = [
            document.context,
            attrs.evolve(document, id=DocumentId("d2")).context,
            attrs.evolve(document, run_id=RunId("r2")).context,
            attrs.evolve(document, uai=Uai("0350002M")).context,
            attrs.evolve(document, session_id=SessionId("BAC-2025")).context,
            attrs.evolve(document, layout="two-per-page").context,
            attrs.evolve(document, size=2).context,
            slip.context(UAI, SESSION.id),
            slip.context(Uai("0350002M"), SESSION.id),
            slip.context(UAI, SessionId("BAC-2025")),
            attrs.evolve(slip, run_id=RunId("r2")).context(UAI, SESSION.id),
            attrs.evolve(slip, account_id=AccountId("a2")).context(UAI, SESSION.id),
            attrs.evolve(slip, credential_version=2).context(UAI, SESSION.id),
            document.reference,
            slip.reference,
        ]
        assert len(set(names)) == len(names)

    def test_no_part_of_a_name_can_be_moved_to_the_next(self) -> None:
        """This test ensures that a row whose parts were shifted, a slash or a break between them, has another name."""
        document = Document(DocumentId("d1"), RunId("a/b"), UAI, SESSION.id, "t", "n.pdf", "one-per-page", 1, 1, NOW)
        for between in ("/", "\n"):
            shifted = attrs.evolve(document, id=DocumentId(f"d1{between}a"), run_id=RunId("b"))
            assert shifted.context != document.context

    def test_sealed_bytes_stay_out_of_the_log(self) -> None:
        """This test ensures that a slip's repr does not print its bytes."""
        assert "sealed" not in repr(SealedPapillon(RunId("r"), AccountId("a"), 1, b"sealed-bytes")).removeprefix(
            "SealedPapillon"
        )

    def test_a_document_is_a_pdf_unless_said_otherwise(self) -> None:
        """This test ensures that the list of M16 shows « PDF » as the type."""
        document = Document(DocumentId("d1"), RunId("r1"), UAI, SESSION.id, "t", "n.pdf", "one-per-page", 13361, 1, NOW)
        assert (document.type, document.size) == ("PDF", 13361)

    def test_pages_and_roster_lines_are_plain_values(self) -> None:
        """This test ensures that a page and a line of the list compare by content."""
        assert Page((1, 2), 1, 5) == Page((1, 2), 1, 5)
        assert RosterLine(candidature(), Login("a.b")) != RosterLine(candidature(), None)
