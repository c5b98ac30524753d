"""A plan keeps its word: one row that cannot be drawn costs one pupil the account, by name, and no other."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

import pytest
from attrs import evolve
from html_letters import HtmlLetters

from cyclades_accounts import Criteria, ExamSession, Generation, Grouping, Provisioning, Renew, School
from cyclades_accounts.errors import HasherFailedError, InvalidValueError, RendererFailedError, UnprintableTextError
from cyclades_accounts.messages import FRENCH_MESSAGES
from cyclades_accounts.model import Outcome, Password, PasswordHash, RefusalReason
from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE, DocumentFormat, Layout, PapillonBatch
from cyclades_accounts.passwords import TESTS_ONLY, Argon2idHasher
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.rosters import preflight
from tests.support import (
    OTHER_UAI,
    SCHOOL,
    SESSION,
    UAI,
    UNDRAWABLE,
    TextRenderer,
    candidature,
    desk,
    ine,
    line_of,
    make_school,
    registry,
)

COVERED = evolve(TWO_PER_PAGE, name="covered", cover_at_group=True)
HOSTILE = {
    "an emoji": "MARTIN \U0001f600",
    "full-width letters": "\uff2d\uff21\uff32\uff34\uff29\uff2e",
    "an ideograph": "MARTIN 李",
    "mathematical letters": "\U0001d40c\U0001d400\U0001d411\U0001d413\U0001d408\U0001d40d",
    "a private character": "MAR\ue000TIN",
    "no character at all": "MARTIN\uffff",
}


class Unhashed(Argon2idHasher):
    """Fails where a password is hashed: before that, everything must be known."""

    def hash(self, password: Password) -> PasswordHash:
        """Fail."""
        del password
        raise ZeroDivisionError


def refused(outcomes: Sequence[Outcome]) -> dict[str, dict[str, str]]:
    """Return the facts of those who are refused because of paper, by candidate."""
    found = [(one.candidate_id, one.refusal) for one in outcomes if one.refusal]
    assert {refusal.reason for _, refusal in found} <= {RefusalReason.UNPRINTABLE}
    return {key: dict(refusal.facts) for key, refusal in found}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("field", ["family_name", "given_names", "division"])
def test_the_others_get_their_account(name: str, field: str) -> None:
    """Whatever a cell holds, plan and run refuse that candidate alone, and the documents of the others are made."""
    bad = {"family_name": "MARTIN", "given_names": "Léa"} | {field: name}
    service = make_school(
        candidature(1, **bad), candidature(2, "ROUX", "Ali"), candidature(3), renderer=ReportlabRenderer()
    )
    plan = desk(service).plan()
    facts = refused(plan.refused)
    assert facts.keys() == {ine(1)}
    character = facts[ine(1)]["character"]
    assert facts[ine(1)] == {"field": field, "character": character, "code_point": f"U+{ord(character):04X}"}
    assert character in name
    report = desk(service).execute(plan)
    assert [one.login for one in report.created] == ["lea.martin", "ali.roux"] or field == "division"
    assert {one.login for one in report.created} == {"lea.martin", "ali.roux"}, "no number is lost to a refusal"
    assert len(desk(service).documents.open(report.documents[0]).papillons) == 2


def test_nine_hundred_and_ninety_nine() -> None:
    """One bad row of a thousand gives 999 accounts and one named refusal."""
    people = [candidature(number, "MARTIN", "Léa") for number in range(1, 1_001)]
    people[500] = candidature(501, f"MARTIN{UNDRAWABLE}")
    service = make_school(*people)
    report = desk(service).generate(Generation(layouts=[ONE_PER_PAGE]))
    assert len(report.created) == 999
    assert refused(report.refused).keys() == {ine(501)}
    assert desk(service).coverage().with_account == 999


def test_it_is_told_before_and_after() -> None:
    """Preflight, coverage and message name the candidate, who is awaited until the cell is corrected (M3, M12)."""
    service = make_school(candidature(1, f"MARTIN{UNDRAWABLE}"), candidature(2, "ROUX"))
    found = preflight(desk(service), SCHOOL, check_emails=False)
    assert [one.candidate_id for one in found.to_correct] == [ine(1)]
    assert not found.is_ready
    desk(service).generate()
    (missing,) = desk(service).coverage().missing
    assert missing.refusal
    assert (missing.candidate_id, missing.refusal.reason, missing.is_expected) == (
        ine(1),
        RefusalReason.UNPRINTABLE,
        True,
    )
    assert "1 au nom impossible à imprimer" in desk(service).coverage_message(desk(service).coverage())
    assert FRENCH_MESSAGES.refusal(missing.refusal) == (
        f"caractère impossible à imprimer dans le nom de famille : « {UNDRAWABLE} » (U+1F600)"
    )
    registry(service).register_roster(UAI, SESSION, [candidature(1, "MARTIN"), candidature(2, "ROUX")])
    assert [one.candidate_id for one in desk(service).generate().created] == [ine(1)]
    assert desk(service).coverage().is_complete


def test_who_has_an_account_keeps_it() -> None:
    """A class that cannot be drawn kills no password: a forced run refuses that candidate and renews the others."""
    service = make_school(candidature(1), candidature(2, "ROUX"))
    desk(service).generate()
    registry(service).register_roster(UAI, SESSION, [candidature(1, division=f"3{UNDRAWABLE}"), candidature(2, "ROUX")])
    assert len(desk(service).generate().kept) == 2
    forced = desk(service).generate(Generation(renew=Renew.ALL))
    assert [one.candidate_id for one in forced.renewed] == [ine(2)]
    assert refused(forced.refused)[ine(1)]["field"] == "division"
    assert desk(service).coverage().is_complete
    again = desk(service).regenerate(Criteria(candidates=[ine(1)]))
    assert refused(again.refused).keys() == {ine(1)}
    assert not again.documents


def test_a_slip_without_password() -> None:
    """Who logs in by e-mail and cannot be drawn gets no slip, and is told; the account stays (M8)."""
    service = make_school(candidature(1, f"MARTIN{UNDRAWABLE}"), candidature(2, "ROUX"))
    for number in (1, 2):
        service.candidates.register_email_account(ine(number), f"eleve{number}@example.org")
    assert len(desk(service).plan().kept) == 2
    report = desk(service).generate(Generation(email_papillons=True))
    assert [one.candidate_id for one in report.email_papillons] == [ine(2)]
    assert refused(report.refused).keys() == {ine(1)}
    assert desk(service).coverage().is_complete


def test_who_moved_is_not_taken_over() -> None:
    """A pupil whose slip cannot be drawn is not taken from the former school, which is told of nothing (M7)."""
    born = date(2010, 3, 9)
    later = ExamSession.of("DNB", 2026, date(2026, 7, 10))
    service = make_school(candidature(1, birth_date=born))
    desk(service).generate()
    before = desk(service).documents.journal()
    line = candidature(1, birth_date=born, uai=OTHER_UAI, session_id=later.id, division=f"3{UNDRAWABLE}")
    registry(service).register_roster(OTHER_UAI, later, [line])
    there = desk(service, OTHER_UAI, later)
    plan = there.plan(Generation(renew=Renew.ALL))
    assert (refused(plan.refused)[ine(1)]["field"], plan.notices) == ("division", ())
    there.execute(plan)
    assert desk(service).documents.journal() == before
    assert line_of(desk(service).accounts.close(ine(1))).login == "lea.martin", "it still holds the pupil"


def test_labels_of_groups_count_where_covers_are() -> None:
    """A label that only a cover shows refuses its group where covers are asked for, and nobody where not."""
    service = make_school(candidature(1, serie=f"Générale{UNDRAWABLE}"), candidature(2, "ROUX"))
    by_serie = Generation(grouping=Grouping.SERIE)
    assert not desk(service).plan(by_serie).refused
    assert not desk(service).plan(Generation(layouts=[COVERED])).refused
    plan = desk(service).plan(evolve(by_serie, layouts=[ONE_PER_PAGE, COVERED]))
    assert refused(plan.refused)[ine(1)]["field"] == "group"
    assert [one.candidate_id for one in desk(service).execute(plan).created] == [ine(2)]


@pytest.mark.parametrize("field", ["school", "session"])
def test_what_all_slips_share_stops_the_plan(field: str) -> None:
    """A school or a session that cannot be drawn is nobody's row: the plan raises, and nothing is hashed."""
    service = make_school(candidature(1), hasher=Unhashed(TESTS_ONLY))
    at = desk(service)
    if field == "school":
        registry(service).register_school(School(UAI, f"Collège {UNDRAWABLE}", manages_candidates=True))
    else:
        at = desk(service, session=ExamSession("DNB-2026", f"DNB {UNDRAWABLE}", SESSION.last_day))
        registry(service).register_roster(UAI, at.session, [candidature(1, session_id=at.session.id)])
    for ask in (at.plan, at.generate):
        with pytest.raises(UnprintableTextError) as caught:
            ask()
        assert caught.value == UnprintableTextError("MARTIN Léa", field, UNDRAWABLE)
    with pytest.raises(HasherFailedError):
        desk(make_school(candidature(1), hasher=Unhashed(TESTS_ONLY))).generate()


def test_nobody_to_serve_needs_no_paper() -> None:
    """Where no slip is made, nothing that slips would show is in the way."""
    service = make_school(candidature(1))
    desk(service).generate()
    registry(service).register_school(School(UAI, f"Collège {UNDRAWABLE}", manages_candidates=True))
    assert len(desk(service).generate().kept) == 1


@pytest.mark.parametrize("answer", [None, 5, ["é"], ZeroDivisionError()], ids=repr)
def test_a_renderer_that_cannot_say(answer: Any) -> None:
    """A renderer that fails to say what it can draw, or says nonsense, is told as a failed port or believed."""

    class Mute(TextRenderer):
        def undrawable(self, _text: str) -> Any:
            if isinstance(answer, Exception):
                raise answer
            return answer

    service = make_school(candidature(1), renderer=Mute())
    for ask in (desk(service).plan, desk(service).generate, desk(service).coverage):
        if answer in (None, ["é"]):
            ask()
        else:
            with pytest.raises(RendererFailedError):
                ask()


class TestFormat:
    """What a renderer makes is what the list says (M16)."""

    @staticmethod
    def documents(service: Provisioning) -> list[tuple[str, str]]:
        """Return type and extension of all documents."""
        return [(one.type, one.name.rpartition(".")[2]) for one in desk(service).documents.page().items]

    def test_a_letter_is_no_pdf(self) -> None:
        """A host that writes HTML finds HTML in the list, in the name of the file, and in what reprints make."""
        service = make_school(candidature(1), renderer=HtmlLetters())
        report = desk(service).generate()
        desk(service).documents.reprint(report.documents[0])
        assert self.documents(service) == [("HTML", "html")] * 3
        other = evolve(service, renderer=ReportlabRenderer())
        desk(other).documents.reprint(report.documents[0])
        assert sorted(self.documents(service)) == [*[("HTML", "html")] * 3, ("PDF", "pdf")], "each keeps its own"

    @pytest.mark.parametrize("said", ["PDF", None, ("PDF", "application/pdf", "pdf")])
    def test_a_renderer_that_makes_nothing_known(self, said: Any) -> None:
        """Something else than a format is a fault of the renderer, found before it draws."""

        class Odd(TextRenderer):
            format: ClassVar = said

            def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
                pytest.fail(f"{batch} {layouts}")

        service = make_school(candidature(1), renderer=Odd())
        with pytest.raises(InvalidValueError, match="Expected a DocumentFormat"):
            desk(service).generate()

    @pytest.mark.parametrize(
        "fields",
        [
            ("", "text/html", "html"),
            ("HTML\n", "text/html", "html"),
            ("HTML", "html", "html"),
            ("HTML", "text/html\r\nX-Other: 1", "html"),
            ("HTML", "text/html", ".html"),
            ("HTML", "text/html", "../html"),
            ("HTML", "text/html", ""),
            ("x" * 51, "text/html", "html"),
        ],
    )
    def test_nothing_rides_along(self, fields: tuple[str, str, str]) -> None:
        """No format carries a path into a file name or a line into a header."""
        with pytest.raises(ValueError, match="must match regex"):
            DocumentFormat(*fields)
