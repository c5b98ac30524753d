"""At the door: whatever a host hands over is checked before a store is opened, by one error that names the argument."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from cyclades_accounts import Criteria, Generation, Provisioning, Registry
from cyclades_accounts.errors import (
    ClockFailedError,
    CycladesAccountsError,
    InvalidValueError,
    PasswordRefusedError,
    PortFailedError,
    UnknownAccountError,
)
from cyclades_accounts.identifiers import KEY_MAX_LENGTH, TEXT_MAX_LENGTH
from cyclades_accounts.model import Password, School
from cyclades_accounts.passwords import ChosenPasswordPolicy, NoOwnerNames
from cyclades_accounts.provisioning import LoginVerdict, Plan
from cyclades_accounts.repositories import UnitOfWork
from cyclades_accounts.sql import SqlStore
from tests.support import NOW, SCHOOL, SESSION, UAI, candidature, desk, ine, make_school, make_service, random_from
from tests.support import registry as registry_of


class Text(str):
    """A class below ``str``: what rides along in it nobody knows."""

    __slots__ = ()


class ShutStore:
    """A store that nobody may open."""

    keeps_people = True

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """Open a unit: too early."""
        raise AssertionError

    writing = reading


SHUT: Final = make_service(store=ShutStore())
PLAN: Final = desk(make_school(candidature(1))).plan()

Call = Callable[[Provisioning, Any], object]

NO_TEXT: Final[list[Any]] = [12, b"x", True, ["x"], Text("x"), object()]
NO_LINE: Final[list[Any]] = [
    None, "", "  ", "a\nb", "a\x85b", "a\0b", "a\ud800b", "a\u2028b", "a\u202eb", "\u200b", "a\u00adb", "\ue000",
    "e\u0301\u0316" * 50_000, "x" * (TEXT_MAX_LENGTH + 1), *NO_TEXT,
]  # fmt: skip
NO_KEY: Final[list[Any]] = ["", " x", "x\n", "a\0b", "a\ud800b", "x" * (KEY_MAX_LENGTH + 1), "x" * 10**6, *NO_TEXT]
NO_CODE: Final[list[Any]] = ["", "0350001", "0350001Z", "0350001\0", "x" * 10**6, None, *NO_TEXT]
NO_NUMBER: Final[list[Any]] = [0, -1, True, 1.0, "1", None, 10**9 + 1, 10**5000]
NO_SESSION: Final[list[Any]] = [None, "", 12, b"x", object(), date(2025, 12, 31), SCHOOL]
NO_MOMENT: Final[list[Any]] = ["2025-01-14", date(2025, 1, 14), datetime(2025, 1, 14), 12]  # noqa: DTZ001  # no zone
NO_PASSWORD: Final[list[Any]] = [12345678, b"canari-12345", True, Text("canari-12345"), Password("canari-12345")]

LINES: Final[dict[str, tuple[Call, str]]] = {
    "actor of a desk": (lambda s, v: s.desk(UAI, SESSION, actor=v), "actor"),
    "actor of a registry": (lambda s, v: Registry(s, actor=v), "actor"),
    "title of generate": (lambda s, v: desk(s).generate(title=v), "title"),
    "title of execute": (lambda s, v: desk(s).execute(PLAN, title=v), "title"),
    "title of regenerate": (lambda s, v: desk(s).regenerate(Criteria(), title=v), "title"),
    "title of reprint": (lambda s, v: desk(s).documents.reprint("d1", title=v), "title"),
}

ACTORS: Final[dict[str, tuple[Call, str]]] = {
    "actor of change": (lambda s, v: s.candidates.change_password("a", "b", "c", actor=v), "actor"),
    "actor of e-mail": (lambda s, v: s.candidates.register_email_account("k", "a@b.fr", actor=v), "actor"),
}
"""Where an empty text stands for the candidate."""

RUN_IDS: Final[dict[str, tuple[Call, str]]] = {
    f"run_id of {name}": (call, "run_id")
    for name, call in {
        "generate": lambda s, v: desk(s).generate(run_id=v),
        "execute": lambda s, v: desk(s).execute(PLAN, run_id=v),
        "regenerate": lambda s, v: desk(s).regenerate(Criteria(), run_id=v),
        "close": lambda s, v: desk(s).accounts.close("k", run_id=v),
        "reopen": lambda s, v: desk(s).accounts.reopen("k", run_id=v),
        "revoke": lambda s, v: desk(s).accounts.revoke("k", run_id=v),
        "impose": lambda s, v: desk(s).accounts.impose_logins({}, run_id=v),
        "open": lambda s, v: desk(s).documents.open("d1", run_id=v),
        "reprint": lambda s, v: desk(s).documents.reprint("d1", run_id=v),
        "reseal": lambda s, v: desk(s).documents.reseal(run_id=v),
        "report": lambda s, v: desk(s).documents.report(v),
        "school": lambda s, v: registry_of(s).register_school(SCHOOL, run_id=v),
        "roster": lambda s, v: registry_of(s).register_roster(UAI, SESSION, [], run_id=v),
        "rename": lambda s, v: registry_of(s).rename(UAI, "k", run_id=v),
        "move": lambda s, v: registry_of(s).move(UAI, SESSION, "k", to=UAI, run_id=v),
        "change": lambda s, v: s.candidates.change_password("a", "b", "c", run_id=v),
        "e-mail": lambda s, v: s.candidates.register_email_account("k", "a@b.fr", run_id=v),
    }.items()
}

KEYS: Final[dict[str, tuple[Call, str]]] = {
    "document of open": (lambda s, v: desk(s).documents.open(v), "document_id"),
    "document of standings": (lambda s, v: desk(s).documents.standings(v), "document_id"),
    "document of reprint": (lambda s, v: desk(s).documents.reprint(v), "document_id"),
    "key of close": (lambda s, v: desk(s).accounts.close(v), "candidate_id"),
    "key of reopen": (lambda s, v: desk(s).accounts.reopen(v), "candidate_id"),
    "key of revoke": (lambda s, v: desk(s).accounts.revoke(v), "candidate_id"),
    "key of explain": (lambda s, v: desk(s).accounts.explain_login(v), "candidate_id"),
    "key of rename": (lambda s, v: registry_of(s).rename(UAI, v), "candidate_id"),
    "key of move": (lambda s, v: registry_of(s).move(UAI, SESSION, v, to=UAI), "candidate_id"),
    "key of e-mail": (lambda s, v: s.candidates.register_email_account(v, "a@b.fr"), "candidate_id"),
}

CODES: Final[dict[str, tuple[Call, str]]] = {
    "school of a desk": (lambda s, v: s.desk(v, SESSION, actor="Mme Roux"), "uai"),
    "school of a roster": (lambda s, v: registry_of(s).register_roster(v, SESSION, []), "uai"),
    "school of rename": (lambda s, v: registry_of(s).rename(v, "k"), "uai"),
    "school of move": (lambda s, v: registry_of(s).move(v, SESSION, "k", to=UAI), "uai"),
    "new school": (lambda s, v: registry_of(s).move(UAI, SESSION, "k", to=v), "uai"),
}

OTHERS: Final[list[tuple[str, Call, str, list[Any]]]] = [
    ("page", lambda s, v: desk(s).documents.page(page=v), "page", NO_NUMBER),
    ("size", lambda s, v: desk(s).documents.page(size=v), "size", [*NO_NUMBER, 1_001]),
    ("page of journal", lambda s, v: desk(s).documents.journal(page=v), "page", NO_NUMBER),
    ("size of journal", lambda s, v: desk(s).documents.journal(size=v), "size", [*NO_NUMBER, 1_001]),
    ("session of a desk", lambda s, v: s.desk(UAI, v, actor="Mme Roux"), "session", NO_SESSION),
    ("session of a roster", lambda s, v: registry_of(s).register_roster(UAI, v, []), "session", NO_SESSION),
    ("session of move", lambda s, v: registry_of(s).move(UAI, v, "k", to=UAI), "session", NO_SESSION),
    ("now of a desk", lambda s, v: s.desk(UAI, SESSION, actor="Mme Roux", now=v), "now", NO_MOMENT),
    ("now of a registry", lambda s, v: Registry(s, actor="Mme Roux", now=v), "now", NO_MOMENT),
    ("now of a login", lambda s, v: s.candidates.check_login("a", "b", now=v), "now", NO_MOMENT),
    ("now of change", lambda s, v: s.candidates.change_password("a", "b", "c", now=v), "now", NO_MOMENT),
    ("password", lambda s, v: s.candidates.check_login("a", v), "password", [None, *NO_PASSWORD]),
    ("present", lambda s, v: s.candidates.change_password("a", v, "c"), "present", [None, *NO_PASSWORD]),
    ("chosen", lambda s, v: s.candidates.change_password("a", "b", v), "chosen", [None, *NO_PASSWORD]),
    (
        "password of e-mail",
        lambda s, v: s.candidates.register_email_account("k", "a@b.fr", password=v),
        "password",
        NO_PASSWORD,
    ),
    (
        "email",
        lambda s, v: s.candidates.register_email_account("k", v),
        "email",
        ["", "a", "@", "a\0@b.fr", "é@b.fr", "x" * 10**6, "a@" + "b" * 254, None, *NO_TEXT],
    ),
    ("logins", lambda s, v: desk(s).accounts.impose_logins({"k": v}), "logins", ["a\0", "x" * 509, None, *NO_TEXT]),
    ("no logins", lambda s, v: desk(s).accounts.impose_logins(v), "logins", [None, "k", ["k"], 12]),
    ("plan", lambda s, v: desk(s).execute(v), "plan", [None, "plan", Plan]),
    ("criteria", lambda s, v: desk(s).regenerate(v), "criteria", [None, "3A", {}]),
    ("generation", lambda s, v: desk(s).generate(v), "generation", [None, "3A", {}]),
    ("grouping", lambda s, v: desk(s).coverage(v), "grouping", [None, "DIVISION", 1]),
    ("groups", lambda _, v: Generation(groups=[v]), "groups", ["a\0", "a\ud800", "x" * 512, Text("3A"), 3, None]),
    ("candidates", lambda _, v: Criteria(candidates=[v]), "candidate_id", ["", " x", "a\0", "x" * 10**6, Text("x")]),
    ("divisions", lambda _, v: Criteria(divisions=[v]), "divisions", ["a\0", "a\ud800", "x" * 512, Text("3A")]),
    ("series", lambda _, v: Criteria(series=[v]), "series", ["a\0"]),
    ("qualifications", lambda _, v: Criteria(qualifications=[v]), "qualifications", ["a\0"]),
    ("school", lambda s, v: registry_of(s).register_school(v), "school", [None, UAI, School]),
    ("roster", lambda s, v: registry_of(s).register_roster(UAI, SESSION, v), "roster", [None, 12, "ab", [None]]),
    ("division", lambda s, v: registry_of(s).move(UAI, SESSION, "k", to=UAI, division=v), "division", ["\0", None, 3]),
    (
        "name",
        lambda s, v: registry_of(s).rename(UAI, "k", family_name=v),
        "family_name",
        ["", " ", "\u200b", "a\0", 3, "x" * (TEXT_MAX_LENGTH + 1), "e\u0301\u0316" * 50_000],
    ),
    ("given", lambda s, v: registry_of(s).rename(UAI, "k", given_names=v), "given_names", ["", "a\ud800", b"x"]),
    (
        "usage",
        lambda s, v: registry_of(s).rename(UAI, "k", usage_name=v),
        "usage_name",
        ["a\0", 3, "x" * (TEXT_MAX_LENGTH + 1)],
    ),
]

TABLE: Final = [
    *((name, call, field, NO_LINE) for name, (call, field) in LINES.items()),
    *((name, call, field, [bad for bad in NO_LINE if bad != ""]) for name, (call, field) in ACTORS.items()),
    *((name, call, field, NO_KEY) for name, (call, field) in RUN_IDS.items()),
    *((name, call, field, [None, *NO_KEY]) for name, (call, field) in KEYS.items()),
    *((name, call, field, NO_CODE) for name, (call, field) in CODES.items()),
    *OTHERS,
]


@pytest.mark.parametrize(("call", "field", "values"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_it_is_refused_before_a_store_is_opened(call: Call, field: str, values: list[Any]) -> None:
    """Each wrong value gives one error, which names the argument, tells little and no secret, and opens no store."""
    for value in values:
        with pytest.raises(InvalidValueError) as caught:
            call(SHUT, value)
        assert caught.value.field == field
        assert len(str(caught.value)) < 1_000
        assert "canari" not in str(caught.value)
        str(caught.value).encode()


@pytest.mark.parametrize("name", ["password", "present", "chosen", "password of e-mail"])
def test_no_frame_holds_what_was_no_password(name: str) -> None:
    """A secret in the wrong type stands in no frame of the library when it is refused."""
    call = next(row[1] for row in OTHERS if row[0] == name)
    with pytest.raises(InvalidValueError) as caught:
        call(SHUT, b"canari-12345")
    described = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    frames = [frame.locals for frame in described.stack if "tests" not in Path(frame.filename).parts]
    assert len(frames) > 1
    assert "canari" not in str(frames)


def test_what_is_taken() -> None:
    """French typography, the longest texts and the largest page are no mistake."""
    service = make_school(candidature(1))
    there = desk(service, actor="Mme\u00a0L’Hermite : «\u202f3\u1d49 A\u202f»")
    assert there.generate(title="É" * TEXT_MAX_LENGTH, run_id="r" * KEY_MAX_LENGTH).run.actor == there.actor
    found = there.documents.page(page=1, size=1_000)
    assert {document.title for document in found.items} == {"É" * TEXT_MAX_LENGTH}
    assert there.documents.page(page=10**9, size=1_000).items == ()
    assert there.documents.standings(found.items[0].id)


@pytest.mark.parametrize("answer", [None, "now", 0, NOW.replace(tzinfo=None), NOW.date()])
def test_a_clock_that_tells_no_moment(answer: Any) -> None:
    """A clock without time zone, or that gives something else, is a failing port of the host, and not the caller's."""
    service = make_service(store=ShutStore(), clock=lambda: answer)
    with pytest.raises(ClockFailedError, match="no moment with a time zone"):
        desk(service).generate()


@pytest.mark.parametrize("login", ["", "\0", "\ud800", "é", "x" * 10**7, " " * 10**7, None, 12, b"lea.martin", ["x"]])
def test_a_login_of_any_kind_is_refused(login: Any) -> None:
    """What cannot be a login is refused as a wrong one is: no error, no report, one hash."""
    asked: list[object] = []
    service = make_school(candidature(1))
    service = evolve(service, hasher=Counting(service.hasher, asked))
    assert service.candidates.check_login(login, "5ds<JsXkby").verdict is LoginVerdict.REFUSED
    assert service.candidates.change_password(login, "5ds<JsXkby", "quatre chevaux").verdict is LoginVerdict.REFUSED
    assert len(asked) == 2


@frozen
class Counting:
    """A hasher that notes how long the passwords are that it verifies."""

    inner: Any
    asked: list[object]

    def verify(self, password_hash: Any, password: Password) -> bool:
        """Verify a password."""
        self.asked.append(len(password.reveal()))
        return bool(self.inner.verify(password_hash, password))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


def test_a_password_beyond_the_policy_is_not_looked_at() -> None:
    """A password of megabytes costs no more than any other, opens nothing, and breaks the length alone."""
    asked: list[object] = []
    service = make_school(candidature(1), chosen_policy=ChosenPasswordPolicy(names=NoOwnerNames()))
    service = evolve(service, hasher=Counting(service.hasher, asked))
    service.candidates.register_email_account(ine(1), "lea@example.org", password="quatre chevaux bleus")
    huge = "é" * 10**7
    assert service.candidates.check_login("lea@example.org", huge).verdict is LoginVerdict.REFUSED
    change = service.candidates.change_password("lea@example.org", "quatre chevaux bleus", huge)
    assert [violation.rule.name for violation in change.violations] == ["LENGTH"]
    assert max(int(str(length)) for length in asked) < 100


@pytest.mark.parametrize(
    ("password", "rules"),
    [("", ("LENGTH",)), ("court", ("LENGTH",)), ("x" * 10**6, ("LENGTH",)), ("lea@example.org!", ("CONTAINS_LOGIN",))],
)
def test_the_password_of_an_email_account_is_judged(password: str, rules: tuple[str, ...]) -> None:
    """The policy judges it like any chosen password: the error names the rules, and no account is made."""
    service = make_school(candidature(1))
    with pytest.raises(PasswordRefusedError) as caught:
        service.candidates.register_email_account(ine(1), "lea@example.org", password=password)
    assert caught.value.rules == rules
    assert "court" not in str(caught.value)
    with pytest.raises(UnknownAccountError):
        desk(service).accounts.explain_login(ine(1))


def test_names_count_in_the_password_of_an_email_account() -> None:
    """Where the policy forbids the candidate's names, it does so here too."""
    service = make_school(candidature(1), chosen_policy=ChosenPasswordPolicy(names=NoOwnerNames()))
    with pytest.raises(PasswordRefusedError, match="NAME"):
        service.candidates.register_email_account(ine(1), "a@example.org", password="quatre martin bleus")


anything = st.one_of(
    st.text(st.characters(exclude_categories=[]), max_size=8),
    st.sampled_from(["", " ", "\0", "\ud800", "a\nb", "x" * 300, "x" * 10_000, ine(1), UAI, "lea.martin", "a@b.fr"]),
    st.binary(max_size=4),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.builds(Text, st.text(max_size=4)),
)

FREE: Final[dict[str, Call]] = {
    "login": lambda s, v: s.candidates.check_login(v, "5ds<JsXkby"),
    "groups": lambda s, v: desk(s).plan(Generation(groups=[v])),
    "divisions": lambda s, v: desk(s).regenerate(Criteria(divisions=[v])),
}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Provisioning]]:
    """Return the same service in memory and on SQLite, with the same people and random numbers."""
    path: Path = tmp_path_factory.mktemp("door") / "accounts.db"
    with SqlStore.open(path) as store:
        made = [make_school(candidature(1), random_for_tests=random_from("door"))]
        made.append(make_school(candidature(1), store=store, random_for_tests=random_from("door")))
        yield made


CALLS: Final = {**{row[0]: row[1] for row in TABLE}, **{f"free {name}": call for name, call in FREE.items()}}


@settings(max_examples=300)
@given(st.sampled_from(sorted(CALLS)), anything)
def test_only_errors_of_the_library_come_out(services: list[Provisioning], name: str, value: Any) -> None:
    """Whatever is given where, what comes out is an answer or an error of the library, the same in every store."""
    answers: list[object] = []
    for service in services:
        try:
            CALLS[name](service, value)
            answers.append(None)
        except CycladesAccountsError as error:
            assert not isinstance(error, PortFailedError)  # noqa: PT017  # no port is blamed for the caller's mistake
            answers.append(error)
    assert answers[0] == answers[1]


def test_moments_of_every_zone_are_taken() -> None:
    """A moment with a time zone is one, UTC or not."""
    assert desk(SHUT, now=datetime(2025, 1, 14, tzinfo=UTC)).actor == "Mme Roux"
