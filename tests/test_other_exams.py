"""Other exams than the DNB, as a host meets them: a BTS by spécialité, with apprentices; baccalauréat, CAP and CFG."""

import pickle
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve
from pypdf import PdfReader

from cyclades_accounts import Criteria, ExamSession, Generation, Grouping, Provisioning
from cyclades_accounts.eligibility import MEMO_RULES
from cyclades_accounts.errors import InvalidValueError, RunIdReusedError, UnknownGroupError
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import Group, RosterLine, RunReport, group_of
from cyclades_accounts.papillons import TWO_PER_PAGE
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.records import from_json, to_json
from cyclades_accounts.repositories import Store
from cyclades_accounts.rosters import (
    LISTE_DETAILLEE_COLUMNS,
    ReaderOptions,
    RosterColumns,
    coverage_list,
    hand_out_list,
    read_roster,
    run_list,
    write_liste_detaillee,
)
from cyclades_accounts.sql import SqlStore
from tests.support import NOW, SCHOOL, UAI, candidature, desk, ine, make_school, registry

BTS: Final = ExamSession.of("BTS", 2025, date(2025, 10, 31))

SPECIALITE: Final = Grouping("Spécialité", "qualification")

COLUMNS: Final = evolve(LISTE_DETAILLEE_COLUMNS, qualification="Spécialité")
"""Where the host's export has the spécialité."""

RULES: Final = evolve(MEMO_RULES, source="SIEC", categories=["SCOLAIRE", "APPRENTI", "FORMATION CONTINUE"])

_MCO, _SIO = "Management commercial opérationnel", "Services informatiques aux organisations"

ROSTER: Final = tuple(
    candidature(number, name, session_id=BTS, division=division, qualification=specialite, category=category, serie="")
    for number, (name, division, specialite, category) in enumerate(
        [
            ("ZOLA", "2TS1", _MCO, "SCOLAIRE (BTS)"),
            ("ABADIE", "2TS2", _SIO, "APPRENTI"),
            ("MARTIN", "2TS1", _SIO, "FORMATION CONTINUE"),
            ("LIBRE", "2TS1", _SIO, "INDIVIDUEL"),
            ("DURAND", "2TS2", _MCO, "APPRENTI"),
        ],
        1,
    )
)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return an empty store of each kind."""
    if request.param == "memory":
        yield InMemoryStore()
    else:
        with SqlStore.open(tmp_path / "bts.sqlite") as store:
            yield store


@pytest.fixture
def service(store: Store) -> Provisioning:
    """Return a lycée whose candidates of the BTS were read from a file."""
    made = make_school(store=store, renderer=ReportlabRenderer(), eligibility=RULES)
    lines = [RosterLine(one, None) for one in ROSTER]
    file = write_liste_detaillee(lines, school=SCHOOL, session=BTS, edited_at=NOW, columns=COLUMNS)
    options = ReaderOptions(columns=RosterColumns(qualification="Spécialité"))
    read = read_roster(file, uai=UAI, session_id=BTS.id, options=options).candidatures
    assert read == ROSTER
    registry(made).register_roster(UAI, BTS, read)
    return made


def said(service: Provisioning, document_id: str) -> str:
    """Return what a document says."""
    content = desk(service, session=BTS).documents.open(document_id).content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_a_bts_by_specialite(service: Provisioning) -> None:
    """Plan, run, slips, coverage and lists follow the host's grouping, and the policy takes apprentices and adults."""
    here, by = desk(service, session=BTS), Generation(grouping=SPECIALITE, layouts=[TWO_PER_PAGE])
    order = ["DURAND Léa", "ZOLA Léa", "ABADIE Léa", "LIBRE Léa", "MARTIN Léa"]
    assert [one.name for one in here.plan(by).outcomes] == order
    report = here.generate(by, run_id="bts")
    assert [one.name for one in report.outcomes] == order
    assert [one.name for one in report.refused] == ["LIBRE Léa"]
    assert {one.group.label for one in report.created} == {_MCO, _SIO}
    text = said(service, report.documents[0])
    assert [text.index(name) for name in ("DURAND", "ZOLA", "ABADIE", "MARTIN")] == sorted(
        text.index(name) for name in ("DURAND", "ZOLA", "ABADIE", "MARTIN")
    )
    assert "BTS 2025" in text
    assert "31/10/2025" in text
    assert "DNB" not in text
    coverage = here.coverage(SPECIALITE)
    assert [(one.group.label, one.candidates, one.with_account) for one in coverage.groups] == [
        (_MCO, 2, 2),
        (_SIO, 3, 2),
    ]
    assert coverage.is_complete
    for table in (
        coverage_list(coverage, SCHOOL, BTS),
        run_list(report, SCHOOL, BTS),
        hand_out_list(report, SCHOOL, BTS),
    ):
        assert table.columns[0] == "Spécialité"
        assert "Session BTS 2025" in table.subject


def test_one_specialite(service: Provisioning) -> None:
    """A run serves the groups that it names, covers name them, and a regeneration may choose by spécialité."""
    here = desk(service, session=BTS)
    layout = evolve(TWO_PER_PAGE, name="covers", cover_at_group=True)
    one = Generation(grouping=SPECIALITE, groups=[_MCO], layouts=[layout])
    report = here.generate(one)
    assert [outcome.name for outcome in report.created] == ["DURAND Léa", "ZOLA Léa"]
    assert _MCO in said(service, report.documents[0])
    with pytest.raises(UnknownGroupError):
        here.generate(evolve(one, groups=["2TS1"]))
    again = here.regenerate(Criteria(qualifications=[_MCO]), Generation(grouping=SPECIALITE), lift_limit=True)
    assert [outcome.name for outcome in again.renewed] == ["DURAND Léa", "ZOLA Léa"]
    reprint = here.documents.reprint(again.documents[0], layouts=[layout])
    assert len(reprint.printed) == 2


def test_a_report_keeps_the_grouping(service: Provisioning) -> None:
    """A report comes back equal from store and JSON, a retry finds it, and another grouping is another request."""
    by = Generation(grouping=SPECIALITE)
    report = desk(service, session=BTS).generate(by, run_id="bts")
    kept = desk(service, session=BTS).documents.report("bts")
    assert kept == report
    assert from_json(to_json(report)) == report
    assert isinstance(kept, RunReport)
    assert kept.grouping == SPECIALITE
    assert desk(service, session=BTS).generate(by, run_id="bts") == report
    with pytest.raises(RunIdReusedError):
        desk(service, session=BTS).generate(run_id="bts")
    document = desk(service, session=BTS).documents.open(report.documents[0])
    assert {one.papillon.group for one in document.papillons} == {
        Group(SPECIALITE, (_MCO,)),
        Group(SPECIALITE, (_SIO,)),
    }


@pytest.mark.parametrize(
    ("exam", "key"),
    [
        ("Baccalauréat général", "BACCALAUREAT-GENERAL-2025"),
        ("CAP", "CAP-2025"),
        ("BTS", "BTS-2025"),
        ("CFG", "CFG-2025"),
    ],
)
def test_nothing_asks_for_the_dnb(exam: str, key: str) -> None:
    """A session of any exam gives accounts, slips and messages that name that exam and no other."""
    session = ExamSession.of(exam, 2025, date(2025, 12, 31))
    assert session.id == key
    service = make_school(renderer=ReportlabRenderer())
    registry(service).register_roster(UAI, session, [candidature(1, session_id=session, category="SCOLAIRE (TLE)")])
    here = desk(service, session=session)
    report = here.generate(Generation(grouping=Grouping("Catégorie", "category")))
    assert report.created[0].group.label == "SCOLAIRE (TLE)"
    content = here.documents.open(report.documents[0]).content
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
    assert f"{exam} 2025" in text
    assert "DNB" not in text
    assert key in here.documents.page().items[0].name


class TestGrouping:
    """A grouping of a host."""

    def test_it_is_its_label(self) -> None:
        """Two groupings of one label are one, copies and pickles keep their fields, and the memo's have theirs."""
        assert Grouping("Spécialité") == SPECIALITE
        assert Grouping("Spécialité").fields == ()
        for copied in (deepcopy(SPECIALITE), pickle.loads(pickle.dumps(SPECIALITE))):  # noqa: S301  # our own bytes
            assert (copied, copied.fields, type(copied)) == (SPECIALITE, ("qualification",), Grouping)
        assert Grouping("Division de classe") == Grouping.DIVISION
        assert Grouping("Division de classe").fields == ("division",)

    def test_two_fields(self) -> None:
        """A group of two fields has two labels, in the order of the fields."""
        both = Grouping("Spécialité et classe", "qualification", "division")
        assert group_of(ROSTER[0], both).label == f"{_MCO} / 2TS1"

    WRONG: Final[tuple[tuple[str, ...], ...]] = (
        ("Nom", "name"),
        ("Trois", "serie", "division", "qualification"),
        ("Division de classe", "serie"),
        ("", "serie"),
        ("deux\nlignes", "serie"),
        ("x" * 201, "serie"),
    )

    @pytest.mark.parametrize("wrong", WRONG)
    def test_a_wrong_one_is_refused(self, wrong: tuple[str, ...]) -> None:
        """A label or fields that cannot be are one clear error."""
        with pytest.raises(InvalidValueError):
            Grouping(*wrong)

    def test_one_without_fields_lists_nothing(self) -> None:
        """A grouping that was read back from a report is refused for a run, and so is a text."""
        for wrong in (Grouping("Inconnu"), "Spécialité"):
            grouping: Any = wrong
            with pytest.raises(InvalidValueError, match="grouping"):
                Generation(grouping=grouping)
        with pytest.raises(InvalidValueError, match="grouping"):
            desk(make_school(candidature(1))).coverage(Grouping("Inconnu"))

    def test_the_key_of_a_person_is_no_field(self) -> None:
        """What tells who somebody is groups nobody: lists and covers show the labels."""
        with pytest.raises(InvalidValueError, match="one or two of"):
            Grouping("INE", ine(1))
