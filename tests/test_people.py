"""A host's own people: what its rows and its answers become, and how its faults are told."""

import sqlite3
import traceback
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, cast

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts import Candidature, School
from cyclades_accounts.errors import ErrorKind, InvalidValueError, PeopleFailedError, StoreConflictError
from cyclades_accounts.identifiers import CandidateId, SessionId
from cyclades_accounts.model import Candidate, NoCandidature, Row
from cyclades_accounts.people import CheckedPeople, integer_keys, row
from tests.support import OTHER_SCHOOL, OTHER_UAI, SCHOOL, SESSION, UAI, candidature

LEA = candidature(7, id="7")
NONE = NoCandidature("8", "prénom non renseigné")


def built(**changes: Any) -> Callable[[], Candidature]:
    """Return a function that builds a candidature with these fields, right or wrong, when it is called."""
    return lambda: candidature(7, **({"id": "7"} | changes))


def labelled(labels: dict[Any, str], label: object) -> Callable[[], Candidature]:
    """Return a function that looks a state up in a host's table of labels."""
    return lambda: candidature(7, id="7", status=labels[label])


def reason_of(build: Callable[[], Candidature]) -> str:
    """Return why a row is no candidature."""
    found = row(7, "MARTIN Léa", build)
    assert isinstance(found, NoCandidature)
    return found.reason


# ------------------------------------------------------------------------------------------------------ rows


def test_right_row_is_its_candidature() -> None:
    """What ``build`` makes is returned as it is; name and labels beside it do not count."""
    assert row(7, "somebody else", lambda: LEA, division="3B") is LEA


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (built(given_names="  "), "prénom non renseigné"),
        (built(given_names=None), "prénom non renseigné"),
        (built(family_name=""), "nom de famille non renseigné"),
        (built(uai="0350001X"), "code UAI « 0350001X » incorrect"),
        (built(uai=" "), "code UAI non renseigné"),
        (built(birth_date=datetime(2010, 1, 31)), "date de naissance « 2010-01-31T00:00:00 » incorrecte"),  # noqa: DTZ001  # a column of moments
        (built(birth_date="31/01/2010"), "date de naissance « 31/01/2010 » incorrecte"),
        (lambda: evolve(LEA, candidate=evolve(LEA.candidate, ine="12")), "INE « 12 » incorrect"),
        (labelled({}, "liste d'attente"), "« liste d'attente » n’est pas un libellé connu"),
        (labelled({}, None), "libellé non renseigné"),
        (labelled({}, ""), "libellé non renseigné"),
        (labelled({}, 12), "« 12 » n’est pas un libellé connu"),
    ],
)
def test_wrong_value_is_said_of_the_row(build: Callable[[], Candidature], reason: str) -> None:
    """A value that the library refuses, or a label that the host lacks, is a French reason for the secretary."""
    assert reason_of(build) == reason


def test_error_of_a_host_names_its_field() -> None:
    """A host may refuse a row itself: its own word for the field is shown."""

    def build() -> Candidature:
        raise InvalidValueError("dossier", "clos", "an open one")

    assert reason_of(build) == "dossier « clos » incorrect"


def test_empty_key_error_is_a_missing_label() -> None:
    """A ``KeyError`` that names nothing still is a reason."""

    def build() -> Candidature:
        raise KeyError

    assert reason_of(build) == "libellé non renseigné"


def test_broken_row_stands_where_it_is() -> None:
    """A row that is none has its key, name and labels; those that are not known are blank."""
    broken = row(7, " MARTIN   Léa ", labelled({}, "?"), division="3A", serie=None, qualification="Cuisine")
    assert broken == NoCandidature(
        "7", "« ? » n’est pas un libellé connu", name="MARTIN Léa", division="3A", qualification="Cuisine"
    )


@pytest.mark.parametrize("text", ["MARTIN\0", "\ud800", "A" * 300])
def test_broken_row_is_shown_as_it_can_be(text: str) -> None:
    """A name or a label that cannot be stored makes a row none, and stops no other row: what is shown of it is cut."""
    found = row(7, text, built(family_name=text), division=text, serie=text, qualification=text)
    assert isinstance(found, NoCandidature)
    assert found.reason.startswith("nom de famille «")
    assert found.name == found.division == found.serie == found.qualification == text.strip("\0\ud800")[:100]


@pytest.mark.parametrize(
    ("build", "fault"),
    [
        (built(id=7), "candidate_id cannot be what was given"),
        (lambda: cast("Candidature", "".strip()[0]), "builtins.IndexError at test_people.py:"),
        (lambda: cast("Candidature", int("x")), "builtins.ValueError at test_people.py:"),
    ],
)
def test_fault_of_the_program_is_not_the_rows(build: Callable[[], Candidature], fault: str) -> None:
    """Any other exception is a fault of the host's program: one error with the key, that names class and place."""
    with pytest.raises(PeopleFailedError, match="failed: row: ") as caught:
        row(7, "MARTIN Léa", build)
    assert caught.value.kind is ErrorKind.OURS
    assert caught.value.fault.startswith(fault)
    assert (caught.value.key, caught.value.__cause__) == ("7", None)


@pytest.mark.parametrize("key", ["", " 7", "7" * 101, None.__class__.__name__ + "\n"])
def test_broken_row_needs_a_key(key: str) -> None:
    """A row whose key is none cannot stand in a report: that is told as the host's fault, with the key."""
    with pytest.raises(PeopleFailedError) as caught:
        row(key, "MARTIN Léa", labelled({}, "?"))
    assert (caught.value.method, caught.value.key) == ("row", key)
    assert caught.value.fault.startswith("candidate_id cannot be")


@given(value=st.text(), label=st.none() | st.text() | st.integers())
def test_reasons_can_be_stored_and_shown(value: str, label: object) -> None:
    """Whatever stands in a column, a reason is one line, not long, and holds nothing that a database refuses."""
    for build in (built(uai=value), labelled({}, label)):
        reason = reason_of(build)
        assert reason.isprintable()
        assert reason == " ".join(reason.split())
        assert len(reason) < 150


# ------------------------------------------------------------------------------------------------------ keys


@pytest.mark.parametrize("key", ["07", "+7", "-0", "7.0", "7e0", "", "é", "٧", "²", "7\n", " 7", "9" * 19, "9" * 100])
def test_other_keys_are_no_integers(key: str) -> None:
    """Only the plain form of an integer that eight bytes hold is a key of a host with integer keys."""
    assert integer_keys([CandidateId(key), CandidateId("7")]) == [7]


@given(st.lists(st.integers()))
def test_integers_come_back(numbers: list[int]) -> None:
    """Every integer of eight bytes comes back from its text, in its place, and every other one is left out."""
    held = [number for number in numbers if -(2**63) < number < 2**63]
    assert integer_keys([CandidateId(str(number)) for number in numbers]) == held


@given(st.sets(st.text("0123456789+-٣ a", max_size=22)))
def test_integer_stands_for_its_own_key(keys: set[str]) -> None:
    """No two keys become one integer: the text of each integer is the key that it came from."""
    found = [str(number) for number in integer_keys(cast("set[CandidateId]", keys))]
    assert len(set(found)) == len(found)
    assert keys.issuperset(found)


# --------------------------------------------------------------------------------------------- checked people


class Answers:
    """People that answer what a test says, or raise it."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: Any = None

    def _give(self) -> Any:
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer() if callable(self.answer) else self.answer

    def school(self, uai: str) -> Any:
        """Answer."""
        return self._give()

    def of_school(self, uai: str, session: str) -> Any:
        """Answer."""
        return self._give()

    def of_candidates(self, ids: Any) -> Any:
        """Answer."""
        self.asked = ids
        return self._give()


ASKED: dict[str, Callable[[CheckedPeople], Any]] = {
    "school": lambda people: people.school(UAI),
    "of_school": lambda people: people.of_school(UAI, SESSION.id),
    "of_candidates": lambda people: people.of_candidates([CandidateId("7")]),
}
KEYS = {"school": UAI, "of_school": f"{UAI} DNB-2025", "of_candidates": "7"}

methods = pytest.mark.parametrize("method", ASKED)


def failed(method: str, answer: Any, **options: Any) -> PeopleFailedError:
    """Return the error that an answer becomes."""
    with pytest.raises(PeopleFailedError) as caught:
        ASKED[method](CheckedPeople(Answers(answer), **options))
    assert (caught.value.method, caught.value.key, caught.value.kind) == (method, KEYS[method], ErrorKind.OURS)
    return caught.value


def test_right_answers_pass() -> None:
    """Right answers come as they are; an iterable becomes a sequence."""
    assert CheckedPeople(Answers(SCHOOL)).school(UAI) is SCHOOL
    assert CheckedPeople(Answers(None)).school(UAI) is None
    assert CheckedPeople(Answers(iter([LEA, NONE]))).of_school(UAI, SESSION.id) == [LEA, NONE]
    assert CheckedPeople(Answers({LEA})).of_candidates([CandidateId("7")]) == [LEA]
    assert CheckedPeople(Answers(())).of_candidates([]) == []


def test_keys_are_handed_over_as_a_list() -> None:
    """Whatever collection the library has, the host gets a sorted list in which no key stands twice."""
    answers = Answers([])
    CheckedPeople(answers).of_candidates(dict.fromkeys([CandidateId("9"), CandidateId("7")]).keys())
    assert answers.asked == ["7", "9"]
    CheckedPeople(answers).of_candidates((CandidateId("7"), CandidateId("7")))
    assert answers.asked == ["7"]


@pytest.mark.parametrize(
    ("method", "answer", "fault"),
    [
        ("school", OTHER_SCHOOL, f"it returned the school {OTHER_UAI}"),
        ("school", "Collège", "it returned a str"),
        ("school", False, "it returned a bool"),
        ("of_school", [NONE, evolve(LEA, uai=OTHER_UAI)], f"it returned a row at {OTHER_UAI} for DNB-2025"),
        (
            "of_school",
            [evolve(LEA, session_id=SessionId("DNB-2026"))],
            f"it returned a row at {UAI} for DNB-2026",
        ),
        ("of_school", [LEA, None], "it returned a NoneType"),
        ("of_school", None, "builtins.TypeError at people.py:"),
        ("of_candidates", [LEA, candidature(8, id="8")], f"it returned a row at {UAI} for DNB-2025"),
        ("of_candidates", [NONE], "it returned a NoCandidature, who was not asked for"),
        ("of_candidates", SCHOOL, "builtins.TypeError at people.py:"),
    ],
)
def test_wrong_answers_are_told(method: str, answer: Any, fault: str) -> None:
    """A foreign school, session or person, or a value of another type, is named by the error."""
    assert failed(method, answer).fault.startswith(fault)


@methods
def test_exceptions_are_told(method: str) -> None:
    """Whatever the host raises names class and place; the original may show a row, and stands in no traceback."""
    original = sqlite3.OperationalError("no such table: eleve")
    error = failed(method, original)
    assert error.fault.startswith("sqlite3.OperationalError at test_people.py:")
    assert error.__context__ is original
    assert "no such table" not in "".join(traceback.format_exception(error))
    assert "no such table" not in str(error)


@pytest.mark.parametrize("method", ["of_school", "of_candidates"])
def test_generator_that_fails_half_way_is_told(method: str) -> None:
    """A generator is read within the question, so that what it raises after some rows is told as well."""

    def some() -> Iterator[Row]:
        yield LEA
        raise ZeroDivisionError

    assert failed(method, some).fault.startswith("builtins.ZeroDivisionError at test_people.py:")


@methods
def test_value_refused_without_row_is_the_hosts_fault(method: str) -> None:
    """A value that the library refuses, where the host did not use ``row``, is told by its field: not the caller's."""
    assert failed(method, lambda: School("0350001X", "")).fault == "uai cannot be what was given"


@methods
def test_errors_of_rows_and_conflicts_pass(method: str) -> None:
    """What ``row`` told keeps its key, and a conflict of the database stays one, so that the activity begins again."""
    for error in (
        PeopleFailedError("row", "7", "why"),
        StoreConflictError("psycopg.errors.DeadlockDetected", "SELECT"),
    ):
        with pytest.raises(type(error)) as caught:
            ASKED[method](CheckedPeople(Answers(error)))
        assert caught.value is error


@methods
def test_interruptions_pass(method: str) -> None:
    """An interruption is no fault of the host."""
    with pytest.raises(KeyboardInterrupt):
        ASKED[method](CheckedPeople(Answers(KeyboardInterrupt())))


@methods
def test_store_may_translate(method: str) -> None:
    """A store translates what its database raises before it is told."""

    def guarded(work: Callable[[], Any]) -> Any:
        try:
            return work()
        except sqlite3.Error:
            raise StoreConflictError("sqlite3.OperationalError", "SELECT") from None

    with pytest.raises(StoreConflictError):
        ASKED[method](CheckedPeople(Answers(sqlite3.OperationalError("locked")), guarded))


def test_many_keys_are_counted() -> None:
    """Where several people, or none, were asked for, the error says how many: it is for a log."""
    for keys, told in {("7", "9"): "2 keys", (): "0 keys"}.items():
        with pytest.raises(PeopleFailedError) as caught:
            CheckedPeople(Answers(None)).of_candidates([CandidateId(key) for key in keys])
        assert caught.value.key == told


def test_blank_columns_are_blank_fields() -> None:
    """``NULL`` in a column of labels is a blank label, and ``NULL`` for a name is a name that is missing."""
    bare = Candidature(LEA.candidate, UAI, SESSION, "Inscrit", None, None, None, None, None)
    assert (bare.email, bare.serie, bare.division, bare.qualification, bare.category) == (None, "", "", "", "")
    with pytest.raises(InvalidValueError, match="family_name"):
        Candidate("7", None, "Léa", date(2010, 1, 31))
