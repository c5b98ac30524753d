"""A report without a person: same numbers, same order, no key, no name, no login (RGPD, article 17)."""

import json
from datetime import date

import pytest
from attrs import evolve
from hypothesis import given

from cyclades_accounts.identifiers import CandidateId, Login, RunId
from cyclades_accounts.messages import FRENCH_MESSAGES
from cyclades_accounts.model import (
    AccountLine,
    AccountReport,
    AccountsReport,
    Activity,
    Group,
    Grouping,
    ImposedLogin,
    ImposedLoginsReport,
    Notice,
    NoticeReason,
    Outcome,
    OutcomeKind,
    Refusal,
    RefusalReason,
    Report,
    RosterReport,
    Run,
    RunReport,
    SchoolReport,
    Subject,
)
from cyclades_accounts.provisioning import ERASED
from cyclades_accounts.provisioning._accounts.erase import Erasure
from cyclades_accounts.testing import strategies
from tests.support import NOW, SESSION, UAI, ine, whole

HER, HIM, HER_OTHER = CandidateId(ine(1)), CandidateId(ine(2)), CandidateId(ine(3))
HER_LOGIN, HIS_LOGIN = Login("lea.martin"), Login("leo.martin")
ERASURE = Erasure({HER: CandidateId("erased-x"), HER_OTHER: CandidateId("erased-y")}, frozenset({HER_LOGIN}))
GROUP = Group(Grouping.DIVISION, ("3A",))
RUN = Run(RunId("r"), Activity.GENERATE, Subject(uai=UAI, session_id=SESSION.id), "secretary", NOW)


def outcome(key: CandidateId, name: str, login: Login, **changes: object) -> Outcome:
    """Return an outcome of a run."""
    given: dict[str, object] = {"kind": OutcomeKind.CREATED, "login": login, "credential_version": 1}
    return Outcome(candidate_id=key, name=name, group=GROUP, **(given | changes))  # type: ignore[arg-type]  # fields of any type


TELLING: list[Report] = [
    RunReport(
        RUN,
        UAI,
        SESSION.id,
        Grouping.DIVISION,
        3,
        (
            outcome(HIM, "MARTIN Léo", HIS_LOGIN),
            outcome(HER, "MARTIN Léa", HER_LOGIN, kind=OutcomeKind.RENEWED, former_login=HER_LOGIN),
            outcome(
                HER_OTHER,
                "MARTIN Léa",
                HER_LOGIN,
                kind=OutcomeKind.REFUSED,
                credential_version=None,
                refusal=Refusal(RefusalReason.OTHER_SCHOOL, {"login": HER_LOGIN, "issued_by": UAI}),
            ),
        ),
        notices=(
            Notice(NoticeReason.LOOK_ALIKE_LOGINS, (HER, HIM), {"logins": f"{HER_LOGIN}, {HIS_LOGIN}"}),
            Notice(NoticeReason.SAME_EMAIL, (HIM, CandidateId(ine(9))), {"email": "x@example.org"}),
        ),
    ),
    RosterReport(
        RUN, UAI, SESSION.id, (HER, HIM), (HER_OTHER,), (HER,), (HER,), (HER,), (HER,),
        (Notice(NoticeReason.SAME_NAME_AND_BIRTH_DATE, (HER, HER_OTHER), {"name": "MARTIN Léa"}),),
    ),
    AccountReport(evolve(RUN, subject=Subject(uai=UAI, candidate_id=HER)), HER, None, HER_LOGIN),
    AccountReport(evolve(RUN, subject=Subject(login=HER_LOGIN)), HER_OTHER, None, HER_LOGIN),
    ImposedLoginsReport(
        RUN,
        UAI,
        (
            ImposedLogin(HIM, HIS_LOGIN),
            ImposedLogin(HER, HER_LOGIN),
            ImposedLogin(HER_OTHER, "élève", Refusal(RefusalReason.NOT_A_LOGIN, {"value": "élève"})),
            ImposedLogin(HIM, HER_LOGIN, Refusal(RefusalReason.LOGIN_TAKEN, {"login": HER_LOGIN})),
        ),
    ),
    AccountsReport(
        RUN,
        (
            AccountLine(HIM, None, HIS_LOGIN),
            AccountLine(HER, None, HER_LOGIN),
            AccountLine(HER_OTHER, refusal=Refusal(RefusalReason.EMAIL_LOGIN, {"login": HER_LOGIN})),
            AccountLine(HIM, refusal=Refusal(RefusalReason.OTHER_PERSON, {"other": "MARTIN Léo", "login": HER_LOGIN})),
        ),
    ),
    SchoolReport(evolve(RUN, subject=Subject(candidate_id=HER, login=HER_LOGIN)), UAI, manages_candidates=True),
]  # fmt: skip


def _all(value: object) -> str:
    return json.dumps(whole(value), ensure_ascii=False)


@pytest.mark.parametrize("report", TELLING, ids=lambda report: type(report).__name__)
def test_nothing_tells(report: Report) -> None:
    """This test ensures that neither key, name nor login of the person is left anywhere in the report."""
    left = _all(ERASURE.leave_out(report))
    for telling in (HER, HER_OTHER, HER_LOGIN, "MARTIN Léa", "élève"):
        assert telling not in left


def test_a_run_keeps_its_numbers() -> None:
    """This test ensures that the parts of a run still add up, and that the others' outcomes are untouched."""
    before = TELLING[0]
    after = ERASURE.leave_out(before)
    assert isinstance(before, RunReport)
    assert isinstance(after, RunReport)
    assert after.by_group() == before.by_group()
    assert after.outcomes[0] == before.outcomes[0]
    assert [one.candidate_id for one in after.outcomes[1:]] == ["erased-x", "erased-y"]
    assert {one.name for one in after.outcomes[1:]} == {ERASED}
    refusal = after.outcomes[2].refusal
    assert refusal == Refusal(RefusalReason.OTHER_SCHOOL, {"login": ERASED, "issued_by": UAI})
    assert after.notices == before.notices[1:]
    assert after.run == before.run


def test_imposed_logins_keep_the_others() -> None:
    """This test ensures that a line about somebody else stays, less a login that was the person's."""
    after = ERASURE.leave_out(TELLING[4])
    assert isinstance(after, ImposedLoginsReport)
    assert after.logins[0] == ImposedLogin(HIM, HIS_LOGIN)
    assert after.logins[3] == ImposedLogin(HIM, ERASED, Refusal(RefusalReason.LOGIN_TAKEN, {"login": ERASED}))


def test_an_act_on_several_keeps_the_others() -> None:
    """This test ensures that a line about somebody else stays, less a login and a name that were the person's."""
    after = ERASURE.leave_out(TELLING[5])
    assert isinstance(after, AccountsReport)
    assert after.lines[0] == AccountLine(HIM, None, HIS_LOGIN)
    assert [line.login for line in after.lines[1:]] == [None, None, None]
    assert after.lines[3].refusal == Refusal(RefusalReason.OTHER_PERSON, {"other": ERASED, "login": ERASED})


def test_a_subject_is_kept_but_for_the_person() -> None:
    """This test ensures that what a run was about still reads, with a stand-in for the person."""
    assert ERASURE.leave_out(TELLING[2]).run.subject == Subject(uai=UAI, candidate_id=CandidateId("erased-x"))
    assert ERASURE.leave_out(TELLING[3]).run.subject == Subject(login=ERASED)


def test_another_person_s_account_keeps_its_login() -> None:
    """This test ensures that a report about somebody else comes back equal."""
    theirs = AccountReport(RUN, HIM, None, HIS_LOGIN)
    assert ERASURE.leave_out(theirs) == theirs


@given(strategies.reports())
def test_a_report_without_the_person_comes_back_equal(report: Report) -> None:
    """This test ensures that erasing somebody whom a report does not name changes nothing of it."""
    stranger = Erasure({CandidateId("nobody at all"): CandidateId("erased-x")}, frozenset({Login("no.body.at.all")}))
    assert stranger.leave_out(report) == report


def test_days_are_no_names() -> None:
    """This test ensures that facts which tell nothing of the person stay, so that French sentences can be made."""
    closed = Refusal(RefusalReason.ACCOUNT_CLOSED, {"login": HER_LOGIN, "closed_on": date(2025, 1, 1).isoformat()})
    report = TELLING[0]
    assert isinstance(report, RunReport)
    refused = evolve(report.outcomes[2], refusal=closed)
    after = ERASURE.leave_out(evolve(report, roster_size=1, outcomes=(refused,)))
    assert isinstance(after, RunReport)
    assert after.outcomes[0].refusal == Refusal(
        RefusalReason.ACCOUNT_CLOSED, {"login": ERASED, "closed_on": "2025-01-01"}
    )


def test_of_a_host_s_own_refusal_the_code_stays() -> None:
    """This test ensures that the free words of a host, which may name the person, go, and still make a sentence."""
    words = dict.fromkeys(["sentence", "cure", "short"], "voir le dossier de MARTIN Léa")
    report = TELLING[0]
    assert isinstance(report, RunReport)
    refused = evolve(report.outcomes[2], refusal=Refusal.of_host(code="PAI", **words))
    after = ERASURE.leave_out(evolve(report, roster_size=1, outcomes=(refused,)))
    assert isinstance(after, RunReport)
    left = after.outcomes[0].refusal
    assert left == Refusal(RefusalReason.OF_HOST, {"code": "PAI"} | dict.fromkeys(words, ERASED))
    assert FRENCH_MESSAGES.refusal(left) == ERASED
