"""What is asked of a run, as a value: what a retry is recognised by."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from attrs import evolve

from cyclades_accounts import Criteria, ExamSession, Generation, Grouping, Renew
from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import CandidateId, DocumentId, digest
from cyclades_accounts.model import Activity, Subject
from cyclades_accounts.papillons import LABELS_3_BY_8, ONE_PER_PAGE, TWO_PER_PAGE
from cyclades_accounts.provisioning import Request
from cyclades_accounts.provisioning._host import Caller
from cyclades_accounts.provisioning._runs.request import earlier_subjects
from cyclades_accounts.sealing import HmacPseudonymizer, KeyRing
from tests.support import OTHER_UAI, SESSION, UAI, candidature, desk, ine, make_school, make_service, whole

GENERATION = Request(activity=Activity.GENERATE, uai=UAI, session=SESSION)
REGENERATION = evolve(GENERATION, activity=Activity.REGENERATE, lift_limit=False)


def subject(request: Request) -> Subject:
    """Return the subject that a run of the request has."""
    about = Subject(uai=request.uai, session_id=request.session.id)
    caller = Caller(host=make_service(), uai=request.uai, session=request.session, actor="Mme Roux")
    return caller.run(request.activity, None, about, **request.asked).subject


def with_an_option(value: attrs.AttrsInstance) -> object:
    """Return the value as a later version of the library would make it: with one more option, left at its default."""
    cls = type(value)
    later = attrs.make_class(cls.__name__, {"an_option": attrs.field(default="as ever")}, bases=(cls,), kw_only=True)
    return later(**{one.name: getattr(value, one.name) for one in attrs.fields(cls)})


@pytest.mark.parametrize(
    "value",
    [
        GENERATION.generation,
        Generation(groups=["3A"], renew=Renew.ALL, layouts=[LABELS_3_BY_8]),
        Criteria(divisions=["3A", "3B"]),
        Criteria(),
        LABELS_3_BY_8,
        SESSION,
        REGENERATION,
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_new_option_left_at_its_default_changes_no_digest(value: attrs.AttrsInstance) -> None:
    """A retry over an upgrade that adds an option finds the report of the first try."""
    assert digest(with_an_option(value)) == digest(value)


@pytest.mark.parametrize(
    "other",
    [
        evolve(GENERATION, uai=OTHER_UAI),
        evolve(GENERATION, session=evolve(SESSION, id="DNB-2026")),
        evolve(GENERATION, generation=Generation(grouping=Grouping.SERIE)),
        evolve(GENERATION, generation=Generation(groups=[])),
        evolve(GENERATION, generation=Generation(groups=["3A"])),
        evolve(GENERATION, generation=Generation(renew=Renew.ALL)),
        evolve(GENERATION, generation=Generation(layouts=[ONE_PER_PAGE])),
        evolve(GENERATION, generation=Generation(layouts=[TWO_PER_PAGE, ONE_PER_PAGE])),
        evolve(GENERATION, generation=Generation(email_papillons=True)),
        REGENERATION,
        evolve(REGENERATION, lift_limit=True),
        evolve(REGENERATION, new_login=True),
        evolve(REGENERATION, criteria=Criteria(candidates=[ine(1)])),
        evolve(REGENERATION, criteria=Criteria(divisions=["3A"])),
        evolve(REGENERATION, criteria=Criteria(series=["3A"])),
    ],
)
def test_whatever_else_is_asked_is_another_subject(other: Request) -> None:
    """Each choice that differs from the defaults makes another subject, whatever version wrote it."""
    assert subject(other) != subject(GENERATION)
    assert set(earlier_subjects(other)).isdisjoint(earlier_subjects(GENERATION))


def test_the_same_said_otherwise_is_the_same_request() -> None:
    """Order and repetition of labels, and defaults written out, make no difference."""
    spelled = Generation(
        grouping=Grouping.DIVISION, groups=None, renew=Renew.NONE, layouts=[ONE_PER_PAGE, TWO_PER_PAGE]
    )
    assert subject(evolve(GENERATION, generation=spelled)) == subject(GENERATION)
    whole = Generation(renew=Renew.ALL, layouts=[ONE_PER_PAGE])
    assert subject(evolve(REGENERATION, generation=whole)) == subject(REGENERATION)
    one, other = Generation(groups=["3B", "3A", "3B"]), Generation(groups={"3A", "3B"})
    assert subject(evolve(GENERATION, generation=one)) == subject(evolve(GENERATION, generation=other))


def test_digests_are_those_of_before() -> None:
    """Digests stand in journals for ever: whoever changes how they are made breaks the retries of an upgrade."""
    assert [one.request for one in earlier_subjects(GENERATION)] == ["76c822534a31", "4ffdd6c37984"]
    assert [one.request for one in earlier_subjects(REGENERATION)] == ["b0209df6e7b0", "6c4dea55907a"]
    other = evolve(GENERATION, session=evolve(SESSION, id="CFG-2025"))
    assert [one.request for one in earlier_subjects(other)] == ["b7eb82fbc3cd", "db1c141dcc1d"]
    assert subject(GENERATION) == Subject(uai=UAI, session_id=SESSION.id)
    assert subject(REGENERATION) == Subject(uai=UAI, session_id=SESSION.id, request="b7949c23539de535926e99bacc9a66a5")


def test_no_earlier_version_knew_sessions_of_another_form() -> None:
    """A key that is not exam and year was in no journal of before."""
    turn = ExamSession.of("DNB", 2025, SESSION.last_day, turn="septembre")
    assert earlier_subjects(evolve(GENERATION, session=turn)) == ()


def test_what_is_kept_of_a_session_is_no_choice_of_a_run() -> None:
    """A retry finds its report after the last day or the label of the session has changed."""
    changed = evolve(SESSION, last_day=SESSION.last_day.replace(day=30), label="DNB, session de juin")
    assert subject(evolve(GENERATION, session=changed)) == subject(GENERATION)


@pytest.mark.parametrize("key", ["E 7", "classe 3A n° 12", "a  b"])
def test_the_journal_forgets_a_key_with_spaces(key: str) -> None:
    """After an erasure no report names the pupil, whatever the host's keys look like."""
    pupil = candidature(1, id=key)
    service = make_school(pupil, pseudonymizer=HmacPseudonymizer(KeyRing.generate("erasures")))
    desk(service).generate()
    desk(service).accounts.close(key, run_id="close")
    desk(service).accounts.reopen(key, run_id="reopen")
    kept = CandidateId(pupil.candidate.id)
    desk(service).accounts.erase(key)
    reports = desk(service).documents.journal(size=50).items
    assert {"close", "reopen"} <= {report.run.id for report in reports}
    assert kept not in whole(*reports)
    assert not any(report.run.subject.candidate_id == kept for report in reports)


@pytest.mark.parametrize("values", ["3A", ["3A", 3], [None], 3])
def test_what_is_no_list_of_texts(values: Any) -> None:
    """Several texts are asked for: one text, or something else among them, is refused by the name of the field."""
    builds: list[Callable[[], object]] = [
        lambda: Generation(groups=values),
        lambda: Criteria(divisions=values),
        lambda: Criteria(candidates=values),
    ]
    for build in builds:
        with pytest.raises(InvalidValueError, match="several values"):
            build()


def test_a_plan_of_another_desk_is_refused() -> None:
    """A desk carries out plans of its own school and session, and no others."""
    service = make_school(candidature(1))
    plan = desk(service).plan()
    for other in (desk(service, OTHER_UAI), desk(service, UAI, evolve(SESSION, id="DNB-2026"))):
        with pytest.raises(InvalidValueError, match="a plan of this desk"):
            other.execute(plan)
    assert desk(service, actor="Mme Roux").execute(plan).created


def test_another_school_s_documents_and_reports_are_unknown() -> None:
    """A desk opens documents and reports of its own school only; the error is that of a document that is none."""
    service = make_school(candidature(1))
    report = desk(service).generate(run_id="mine")
    there = desk(service, OTHER_UAI).documents
    for ask in (there.open, there.standings, there.reprint):
        with pytest.raises(LookupError) as refused:
            ask(report.documents[0])
        with pytest.raises(LookupError) as unknown:
            ask(DocumentId("no such document"))
        assert type(refused.value) is type(unknown.value)
    assert there.report("mine") is None
    assert desk(service).documents.report("mine") == report
    with pytest.raises(LookupError):
        desk(service, OTHER_UAI).accounts.explain_login(ine(1))
