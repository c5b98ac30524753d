"""The host chooses the layouts of a run's documents (M9, M14)."""

from typing import Any

import pytest
from attrs import evolve

from cyclades_accounts import Criteria, Generation, Provisioning, Renew
from cyclades_accounts.errors import InvalidValueError, RunIdReusedError
from cyclades_accounts.identifiers import DocumentId
from cyclades_accounts.papillons import CARDS_4_BY_9, LABELS_3_BY_8, ONE_PER_PAGE, TWO_PER_PAGE
from tests.support import candidature, desk, ine, make_school

STACKED = evolve(TWO_PER_PAGE, name="stacked", cut_and_stack=True, new_page_at_group=True)


@pytest.fixture
def service() -> Provisioning:
    """A school of two."""
    return make_school(candidature(1), candidature(2, "ZOLA"))


def shown(service: Provisioning, documents: tuple[DocumentId, ...]) -> list[str]:
    """Return the layout of each document: as the list says, and as it was drawn."""
    opened = [desk(service).documents.open(document) for document in documents]
    assert [one.content.decode().splitlines()[0] for one in opened] == [one.document.layout for one in opened]
    return [one.document.layout for one in opened]


def test_the_memo_s_by_default(service: Provisioning) -> None:
    """This test ensures that a generation makes its two documents (M9), and a regeneration its one (M14)."""
    assert shown(service, desk(service).generate().documents) == [ONE_PER_PAGE.name, TWO_PER_PAGE.name]
    report = desk(service).regenerate(Criteria(candidates=[ine(1)]))
    assert shown(service, report.documents) == [ONE_PER_PAGE.name]


def test_chosen(service: Provisioning) -> None:
    """This test ensures that each activity that makes slips draws one document in each layout asked, in order."""
    report = desk(service).generate(Generation(layouts=[LABELS_3_BY_8, STACKED]))
    assert shown(service, report.documents) == [LABELS_3_BY_8.name, "stacked"]
    report = desk(service).regenerate(Criteria(candidates=[ine(1)]), Generation(layouts=(CARDS_4_BY_9,)))
    assert shown(service, report.documents) == [CARDS_4_BY_9.name]
    plan = desk(service).plan(Generation(renew=Renew.ALL, layouts=iter([STACKED])))
    assert shown(service, desk(service).execute(plan).documents) == ["stacked"]


@pytest.mark.parametrize("layouts", [(), STACKED, "labels-3-by-8", ["labels-3-by-8"], [ONE_PER_PAGE, None]])
def test_what_is_no_layout(service: Provisioning, layouts: Any) -> None:
    """This test ensures that an account is never made without its slip, nor a name taken for a layout."""
    document = desk(service).generate().documents[0]
    criteria = Criteria(candidates=[ine(1)])
    for ask in (
        lambda: desk(service).plan(Generation(layouts=layouts)),
        lambda: desk(service).generate(Generation(layouts=layouts)),
        lambda: desk(service).regenerate(criteria, Generation(layouts=layouts)),
        lambda: desk(service).documents.reprint(document, layouts=layouts),
    ):
        with pytest.raises(InvalidValueError) as caught:
            ask()
        assert caught.value.field == "layouts"


def test_a_run_id_is_good_for_one_choice(service: Provisioning) -> None:
    """This test ensures that asking for other layouts under a known run id is refused, not answered with the first."""
    report = desk(service).generate(Generation(layouts=[STACKED]), run_id="r1")
    assert desk(service).generate(Generation(layouts=[STACKED]), run_id="r1") == report
    with pytest.raises(RunIdReusedError):
        desk(service).generate(Generation(layouts=[evolve(STACKED, cut_and_stack=False)]), run_id="r1")


def test_what_is_no_grouping_or_criteria_is_no_fault_of_the_store() -> None:
    """This test ensures that arguments of the wrong kind are refused by name, before anything is read."""
    service = make_school()
    with pytest.raises(InvalidValueError, match="grouping"):
        desk(service).generate(Generation(grouping="division"))  # type: ignore[arg-type]  # the mistake
    for look in (desk(service).coverage, desk(service).roster_list):
        with pytest.raises(InvalidValueError, match="grouping"):
            look("division")  # type: ignore[arg-type]  # the mistake
    with pytest.raises(InvalidValueError, match="criteria"):
        desk(service).regenerate(["120000001AA"])  # type: ignore[arg-type]  # the mistake
