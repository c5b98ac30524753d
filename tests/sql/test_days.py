"""Days are the school's: around midnight in four French time zones, on both databases, read back from the slips."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from pypdf import PdfReader
from sqlalchemy import Engine

from cyclades_accounts import Candidature, Generation, LoginVerdict, Provisioning, Renew, School
from cyclades_accounts.errors import PurgedDocumentError
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.messages import FRENCH_MESSAGES
from cyclades_accounts.model import Row, RunReport
from cyclades_accounts.passwords import PasswordValidity
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.retention import OlderThan
from cyclades_accounts.rosters import hand_out_list, run_list, write_liste_detaillee
from cyclades_accounts.sealing import HmacPseudonymizer, KeyRing
from cyclades_accounts.sql import SqlStore
from tests.sql.databases import empty
from tests.support import SCHOOL, SESSION, UAI, candidature, desk, ine, make_service, registry

WHERE: Final = (
    ("Europe/Paris", "service"),
    ("Indian/Reunion", "school"),
    ("Pacific/Noumea", "host"),
    ("Pacific/Noumea", "school"),
    ("Pacific/Tahiti", "service"),
    ("Pacific/Tahiti", "host"),
)
"""A time zone, and whose it is: the service's, the school's in the registry, or the school's as a host's people say."""

CLOCKS: Final = (UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)), ZoneInfo("Asia/Tokyo"))
"""What the clock of a host may tell the time in."""

MONTH: Final = PasswordValidity("MONTH", "a host", 30)

PEOPLE: Final = (candidature(1), candidature(2, "DURAND"), candidature(3, "ZOLA"))


class OwnPeople:
    """The people of a host, whose school says its time zone."""

    def __init__(self, school: School) -> None:
        self._school = school

    def school(self, uai: Uai) -> School | None:
        """Return the one school."""
        return self._school if uai == UAI else None

    def of_school(self, uai: Uai, session: SessionId) -> list[Row]:
        """Return everybody."""
        return [*PEOPLE] if (uai, session) == (UAI, SESSION.id) else []

    def of_candidates(self, ids: Collection[CandidateId]) -> list[Candidature]:
        """Return those asked for."""
        return [one for one in PEOPLE if one.candidate_id in ids]


class World:
    """A service in a time zone, and a clock that a test sets."""

    def __init__(self, engine: Engine, zone: str, whose: str) -> None:
        self.zone, self._now, self._asked = zone, datetime(2025, 1, 1, tzinfo=UTC), 0
        school = SCHOOL if whose == "service" else evolve(SCHOOL, time_zone=zone)
        store = SqlStore(engine, people=(lambda _: OwnPeople(school)) if whose == "host" else None)
        store.create_schema()
        self.school = school
        self.service: Provisioning = make_service(
            store=store,
            renderer=ReportlabRenderer(),
            clock=self._tick,
            password_validity=MONTH,
            pseudonymizer=HmacPseudonymizer(KeyRing.generate("days")),
            **({"time_zone": zone} if whose == "service" else {}),
        )
        if whose != "host":
            registry(self.service).register_school(school)
            registry(self.service).register_roster(UAI, SESSION, PEOPLE)

    def at(self, *moment: int) -> None:
        """Set the clock to what the clocks of the school show."""
        self._now = datetime(*moment, tzinfo=ZoneInfo(self.zone))  # type: ignore[misc,arg-type]  # year to minute

    def _tick(self) -> datetime:
        self._asked += 1
        return self._now.astimezone(CLOCKS[self._asked % len(CLOCKS)])

    def slips(self, document_id: str) -> str:
        """Return what the slips of a document say."""
        content = desk(self.service).documents.open(document_id).content
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.fixture(params=WHERE, ids="-".join)
def world(request: pytest.FixtureRequest, engine: Engine) -> Iterator[World]:
    """Return a school in each time zone in turn."""
    empty(engine)
    yield World(engine, *request.param)
    engine.dispose()


def renewed_at_midnight(world: World) -> tuple[RunReport, RunReport]:
    """Generate half an hour before midnight, and renew half an hour after it."""
    world.at(2025, 1, 14, 23, 30)
    first = desk(world.service).generate(run_id="first")
    world.at(2025, 1, 15, 0, 30)
    return first, desk(world.service).generate(Generation(renew=Renew.ALL), run_id="second")


def test_slips_and_file_names(world: World) -> None:
    """Slips, and the names of their files, show the day on which the school made them, and count their days from it."""
    for report, day, last in zip(renewed_at_midnight(world), (14, 15), (13, 14), strict=True):
        for document_id in report.documents:
            said = world.slips(document_id)
            assert f"{day:02}/01/2025" in said
            assert f"{last:02}/02/2025" in said
        slips = desk(world.service).documents.open(report.documents[0]).papillons
        assert {one.papillon.expires_at for one in slips} == {datetime(2025, 2, last + 1, 12, tzinfo=UTC)}
    listed = desk(world.service).documents.page().items
    assert [f"-202501{one.created_at.day}-" in one.name for one in listed] == [True] * 4
    assert [one.created_at.day for one in listed] == [15, 15, 14, 14]


def test_reprint_and_erasure(world: World) -> None:
    """A reprint shows the day on which it is made, a slip drawn anew after an erasure the day on which it was made."""
    first, second = renewed_at_midnight(world)
    for moment, day in (((2025, 1, 31, 23, 59), "31/01/2025"), ((2025, 2, 1, 0, 1), "01/02/2025")):
        world.at(*moment)
        reprint = desk(world.service).documents.reprint(second.documents[0])
        assert day in world.slips(reprint.documents[0])
    world.at(2025, 7, 1, 0, 30)
    desk(world.service).accounts.erase(ine(2))
    assert "14/01/2025" in world.slips(first.documents[0])
    assert "01/02/2025" in world.slips(reprint.documents[0])
    assert "DURAND" not in world.slips(first.documents[0])


def test_sentences(world: World) -> None:
    """« Remplacé le », « fermé le », « attribué le » tell the school's day, in summer of a winter's night too."""
    first, _ = renewed_at_midnight(world)
    desk(world.service).accounts.close(ine(3))
    world.at(2025, 7, 1, 12, 0)
    here = desk(world.service)
    told = {FRENCH_MESSAGES.standing(one) for one in here.documents.standings(first.documents[0]).values()}
    assert told == {"Mot de passe remplacé le 15/01/2025 : ce papillon n'ouvre plus rien."}
    (opened, *_) = here.documents.open(first.documents[0]).papillons
    assert FRENCH_MESSAGES.standing(opened.standing) in told
    assert "attribué le 14/01/2025" in FRENCH_MESSAGES.explanation(here.accounts.explain_login(ine(1)))[0]
    (missing,) = (one for group in here.coverage().groups for one in group.missing)
    assert missing.refusal is not None
    assert FRENCH_MESSAGES.refusal(missing.refusal) == "compte lea.zola fermé le 15/01/2025"
    desk(world.service).accounts.revoke(ine(1))
    world.at(2025, 7, 2, 0, 10)
    desk(world.service).accounts.revoke(ine(2))
    told_short = {one.name: one.shortfall for group in here.coverage().groups for one in group.short}
    assert {name: one.at.day for name, one in told_short.items()} == {"MARTIN Léa": 1, "DURAND Léa": 2}
    stands = {one.name: (one.since and one.since.day, one.last_slip and one.last_slip.day) for one in here.situations()}
    assert stands == {"MARTIN Léa": (1, 15), "DURAND Léa": (2, 15), "ZOLA Léa": (15, 15)}
    assert len(here.documents.page(made_on=date(2025, 1, 15)).items) == 2
    planned = here.plan(Generation(renew=Renew.ALL)).refused
    assert [one.refusal for one in planned] == [missing.refusal]


def test_journal_and_lists(world: World) -> None:
    """Entries of the journal have the school's days, and so have lists of a report, also of one read back."""
    renewed_at_midnight(world)
    world.at(2025, 7, 1, 12, 0)
    here = desk(world.service)
    entries = {str(one.run.id): one.run.at for one in here.documents.journal().items}
    assert (entries["first"].day, entries["second"].day) == (14, 15)
    again = here.documents.report("second")
    assert isinstance(again, RunReport)
    assert again.run.at == entries["second"]
    for made in (run_list(again, world.school, SESSION), hand_out_list(again, world.school, SESSION)):
        assert "Fait le 15/01/2025 00:30" in made.subject
    known = here.generate(Generation(renew=Renew.ALL), run_id="second")
    assert run_list(known, world.school, SESSION) == run_list(again, world.school, SESSION)
    edited = write_liste_detaillee(
        here.roster_list(), school=world.school, session=SESSION, edited_at=again.run.at
    ).decode("utf-8-sig")
    assert "Edité le 15/01/2025 00:30" in edited


def test_purged_documents(world: World) -> None:
    """What was purged says so with the moment of the school's clocks."""
    first, _ = renewed_at_midnight(world)
    world.at(2025, 3, 1, 0, 10)
    here = desk(world.service)
    rule = OlderThan(30)
    assert {one.created_at.day for one in here.documents.purgeable(rule)} == {14, 15}
    here.documents.purge(rule)
    with pytest.raises(PurgedDocumentError, match="2025-03-01T00:10"):
        here.documents.open(first.documents[0])
    purged = [one.purged_at for one in here.documents.page().items]
    assert {one.day for one in purged if one} == {1}


def test_last_day_is_whole(world: World) -> None:
    """A password opens until the last day of the slip is over where the pupil lives, and the day after no more."""
    world.at(2025, 12, 1, 9, 0)
    service = evolve(world.service, password_validity=PasswordValidity("LONG", "a host", 400))
    report = desk(service).generate()
    (slip, *_) = desk(service).documents.open(report.documents[0]).papillons
    login, password = slip.papillon.login, slip.papillon.password
    world.at(2025, 12, 31, 23, 59)
    assert service.candidates.check_login(login, password.reveal()).verdict is LoginVerdict.ACCEPTED
    world.at(2026, 1, 2, 0, 0)
    assert service.candidates.check_login(login, password.reveal()).verdict is LoginVerdict.EXPIRED
    assert "31/12/2025" in FRENCH_MESSAGES.standing(
        desk(service).documents.standings(report.documents[0])[slip.papillon.account_id]
    )
