"""Every error of the family behaves alike; new errors join the sweep by themselves, and need a row in the table."""

import copy
import importlib
import json
import logging
import pickle
import pkgutil
import sys
import traceback
from datetime import date
from typing import Any

import attrs
import pytest

import cyclades_accounts
from cyclades_accounts import errors, memory, pdf, records, rosters, sql
from cyclades_accounts.errors import CycladesAccountsError, ErrorKind, PortFailedError, class_name
from cyclades_accounts.rosters import ProblemCode, RosterProblem
from tests.error_examples import EXAMPLES

BUILTINS = {
    ErrorKind.UNKNOWN: LookupError,
    ErrorKind.CONFLICT: RuntimeError,
    ErrorKind.REFUSED: ValueError,
    ErrorKind.INVALID: ValueError,
    ErrorKind.OURS: RuntimeError,
}
"""What a caller who does not know the library would catch."""

KINDS = {
    ErrorKind.UNKNOWN: {
        "EMPTY_ROSTER",
        "NO_TRANSFER",
        "NOTHING_SELECTED",
        "PURGED_DOCUMENT",
        "UNKNOWN_ACCOUNT",
        "UNKNOWN_CANDIDATE",
        "UNKNOWN_DOCUMENT",
        "UNKNOWN_GROUP",
        "UNKNOWN_SCHOOL",
        "UNKNOWN_SESSION",
    },
    ErrorKind.CONFLICT: {
        "ACCOUNT_EXISTS",
        "DATABASE_CONFLICT",
        "LOGIN_TAKEN",
        "OTHER_PERSON",
        "PERHAPS_KNOWN",
        "RUN_ID_REUSED",
        "SESSION_DIFFERS",
        "SLIPS_OF_TODAY",
        "STALE_PLAN",
        "STORE_CONFLICT",
    },
    ErrorKind.REFUSED: {"OTHER_SCHOOL", "SERVICE_NOT_GRANTED", "SESSION_OVER", "WITHDRAWAL_TOO_LARGE"},
    ErrorKind.OURS: {
        "ALTERED_DOCUMENT",
        "CLOCK_FAILED",
        "ELIGIBILITY_FAILED",
        "CONSTRAINT_FAILED",
        "CYCLADES_ACCOUNTS",
        "DATABASE_FAILED",
        "DUPLICATE_KEY",
        "ERASURE_KEY",
        "FACTORY_FAILED",
        "HASHER_FAILED",
        "LOGIN_POLICY_FAILED",
        "MISSING_EXTRA",
        "MISSING_FILE",
        "NESTED_UNIT",
        "PEOPLE_FAILED",
        "PORT_FAILED",
        "PSEUDONYMIZER_FAILED",
        "RANDOMNESS_FAILED",
        "RENDERER_FAILED",
        "RETENTION_RULE_FAILED",
        "COPY_DIFFERS",
        "SCHEMA_VERSION",
        "SEALER_FAILED",
        "STORE_FAILED",
        "THROTTLE_FAILED",
        "UNKNOWN_RECORD_VERSION",
        "UNREADABLE_RECORD",
        "UNSAFE_TRANSACTION",
        "WRONG_KEY",
    },
}
"""Codes by kind; all others are ``INVALID``."""

OTHER: dict[Any, Any] = {
    str: "other",
    str | None: "other",
    int: 99,
    int | None: 99,
    date: date(2031, 1, 2),
    tuple[int, int]: (98, 99),
    tuple[str, ...]: ("other",),
    tuple[RosterProblem, ...]: (RosterProblem(ProblemCode.MISSING_INE, 99, "ine", "other", "other"),),
}
"""Another value for a field, by its type: there is none for a secret."""


def _family() -> set[type[CycladesAccountsError]]:
    """Return the root and every error of every room, found by looking into the public modules."""
    found = pkgutil.walk_packages(cyclades_accounts.__path__, "cyclades_accounts.")
    public = (importlib.import_module(module.name) for module in found if "._" not in module.name)
    values = [value for module in public for value in vars(module).values() if isinstance(value, type)]
    return {value for value in values if issubclass(value, CycladesAccountsError)}


FAMILY = sorted(_family(), key=lambda error: error.__name__)
LEAVES = [error for error in FAMILY if error is not CycladesAccountsError]
ERRORS = [error for error, _, _ in EXAMPLES]
RESERVED = [error for error in ERRORS if type(error).__module__.startswith("cyclades_accounts.rosters.")]
RESERVED.append(sql.SchemaVersionError(None, 4))
"""Errors whose sentences leave out a fact where it helps nobody."""
SHOWN: dict[type[CycladesAccountsError], set[str]] = {
    PortFailedError: {"cause", "where"},
    errors.AlteredDocumentError: {"context"},
    errors.ConflictingCandidateError: {"differing"},
    errors.EmptyRosterError: {"uai", "session"},
    errors.ErasureKeyError: {"missing"},
    errors.ForeignCandidatureError: {"field"},
    errors.ImpossiblePolicyError: {"policy", "reason"},
    errors.InvalidValueError: {"field", "expected"},
    errors.MissingExtraError: {"extra", "package"},
    errors.OtherSchoolError: {"uai"},
    errors.PasswordRefusedError: {"rules"},
    errors.PeopleFailedError: {"method", "fault"},
    errors.PurgedDocumentError: {"document_id", "purged_at"},
    errors.RunIdReusedError: {"run_id"},
    errors.ServiceNotGrantedError: {"uai"},
    errors.SessionDiffersError: {"session"},
    errors.SessionOverError: {"session"},
    errors.SlipsOfTodayError: {"uai"},
    errors.StalePlanError: {"uai", "planned", "found"},
    errors.UnknownSchoolError: {"uai"},
    errors.UnprintableTextError: {"field", "character"},
    errors.WrongKeyError: {"key_id", "known"},
    memory.DuplicateKeyError: {"key"},
    pdf.MissingFileError: {"path", "why"},
    pdf.UnusableFontError: {"path", "why"},
    pdf.UnusableLetterheadError: {"path", "why"},
    records.UnreadableRecordError: {"field", "fault"},
    rosters.RosterFileError: {"column", "expected"},
    sql.CopyDiffersError: {"table"},
    sql.DatabaseFailedError: {"cause", "where", "state"},
    sql.UnsafeTransactionError: {"reason", "way_out"},
    sql.UnstorableTextError: {"character"},
    sql.UnsupportedDatabaseError: {"dialect"},
}
"""The texts that an error shows, by class: codes, ids that the library knows, paths, words of the library and of the
host's settings. A text that somebody gave, and that nothing knows, is none of these: it may be anybody's name."""
PORTS = [error for error in LEAVES if issubclass(error, PortFailedError) and PortFailedError in error.__bases__]


CANARY = "990000101XA"


def _values(error: CycladesAccountsError) -> tuple[object, ...]:
    return attrs.astuple(error, recurse=False)


def _fields(error: CycladesAccountsError) -> "list[attrs.Attribute[Any]]":
    return list(attrs.fields(type(error)))


def test_the_table_has_the_whole_family() -> None:
    """This test ensures that every error of every room stands in the table, and so in all the tests here."""
    assert {type(error) for error in ERRORS} == set(FAMILY)
    assert {getattr(errors, name) for name in dir(errors) if name.endswith("Error")} < set(FAMILY)


@pytest.mark.parametrize(("error", "problem", "cure"), EXAMPLES, ids=[error.code for error in ERRORS])
def test_it_says_what_is_wrong_and_what_to_do(error: CycladesAccountsError, problem: str, cure: str) -> None:
    """This test ensures that every fact is filled in, that both are sentences, and that ``str`` is the two."""
    assert (error.problem, error.cure, str(error)) == (problem, cure, f"{problem} {cure}")
    for sentence in (problem, cure):
        assert sentence == sentence.strip()
        assert sentence.endswith(".")
        assert not sentence.endswith("..")
        assert not set("\n{}") & set(sentence)


@pytest.mark.parametrize("error", ERRORS, ids=repr)
class TestEveryError:
    """What holds for the root and for every other error."""

    def test_equal_facts_make_equal_errors(self, error: CycladesAccountsError) -> None:
        """This test ensures that two errors of one class with the same facts are equal and hash alike."""
        again = type(error)(*_values(error))
        assert again == error
        assert hash(again) == hash(error)
        assert len({again, error}) == 1

    def test_other_values_are_not_equal(self, error: CycladesAccountsError) -> None:
        """This test ensures that an error equals neither its text nor its arguments nor an error of another class."""
        assert error != str(error)
        assert error != _values(error)
        assert error != Exception(*_values(error))
        for other in ERRORS:
            if type(other) is not type(error):
                assert error != other

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_pickling_keeps_the_facts(self, error: CycladesAccountsError, protocol: int) -> None:
        """This test ensures that an error crosses a process border with its class, facts and text."""
        back = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301  # our own bytes
        assert type(back) is type(error)
        assert back == error
        assert str(back) == str(error)

    @pytest.mark.parametrize("copier", [copy.copy, copy.deepcopy])
    def test_copying_keeps_the_facts(self, error: CycladesAccountsError, copier: Any) -> None:
        """This test ensures that a copy equals its original."""
        assert copier(error) == error

    def test_its_facts_are_its_fields_for_json(self, error: CycladesAccountsError) -> None:
        """This test ensures that the facts are all the fields by name, which JSON takes, and cannot be changed."""
        facts = error.facts
        assert list(facts) == [field.name for field in _fields(error)]
        assert json.loads(json.dumps(dict(facts))).keys() == facts.keys()
        assert all(facts[f.name] == getattr(error, f.name) for f in _fields(error) if f.type in {str, int})
        with pytest.raises(TypeError):
            facts["new"] = 1  # type: ignore[index]  # the mistake

    def test_it_is_frozen(self, error: CycladesAccountsError) -> None:
        """This test ensures that no fact can be changed, removed or added once the error exists."""
        before = copy.copy(error)
        for name in [*error.facts, "something_new"]:
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(error, name, "changed")
        for name in error.facts:
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                delattr(error, name)
        assert error == before

    def test_its_repr_names_class_and_facts(self, error: CycladesAccountsError) -> None:
        """This test ensures that ``repr`` shows the class and every field by name that is nobody's."""
        facts = ", ".join(f"{field.name}={getattr(error, field.name)!r}" for field in _fields(error) if field.repr)
        assert repr(error) == f"{type(error).__name__}({facts})"

    def test_it_has_no_field_for_a_secret(self, error: CycladesAccountsError) -> None:
        """This test ensures that no error can carry a password: its fields are texts, numbers, days and problems."""
        assert {field.type for field in _fields(error)} <= OTHER.keys()

    def test_it_can_be_raised_chained_and_noted(self, error: CycladesAccountsError) -> None:
        """This test ensures that freezing does not hinder what Python writes on a flying exception."""
        cause, flying = KeyError("k"), copy.copy(error)
        with pytest.raises(type(error)) as caught:
            raise flying from cause
        assert caught.value.__cause__ is cause
        caught.value.add_note("line 212 of the roster")
        text = "".join(traceback.format_exception(caught.value))
        assert str(error) in text
        assert "line 212 of the roster" in text

    def test_each_fact_counts_and_is_told(self, error: CycladesAccountsError) -> None:
        """This test ensures that two errors which differ in one fact differ, and that a reader of the log sees it."""
        for field in _fields(error):
            changed = attrs.evolve(error, **{field.name: OTHER[field.type]})
            assert changed != error
            assert changed.facts != error.facts
            assert str(changed) != str(error) or error in RESERVED or not field.repr

    def test_what_is_personal_stays_in_attributes(self, error: CycladesAccountsError) -> None:
        """This test ensures that no text of an error shows a fact of a person, nor a text that somebody gave."""
        kinds = [kind for kind in type(error).__mro__ if kind in SHOWN]
        texts = {str, str | None, tuple[str, ...]}
        assert {field.name for field in _fields(error) if field.repr and field.type in texts} == (
            SHOWN[kinds[0]] if kinds else set()
        )
        hidden = [field.name for field in _fields(error) if not field.repr]
        said = attrs.evolve(error, **dict.fromkeys(hidden, CANARY))
        if type(said) is rosters.FaultyRosterError:
            said = rosters.FaultyRosterError((RosterProblem(ProblemCode.MISSING_INE, 3, "ine", CANARY, CANARY),))
        if isinstance(said, rosters.RosterFileError):
            said = attrs.evolve(said, value="")  # of the file: its school, its first element
        try:
            raise said
        except CycladesAccountsError as flying:
            logged = logging.Formatter().formatException(sys.exc_info())
            told = f"{flying} {flying!r} {flying.args} {logged} {traceback.format_exception(flying)}"
        assert CANARY not in told
        assert all(said.facts[name] == CANARY for name in hidden if not isinstance(said, rosters.RosterFileError))


@pytest.mark.parametrize("error", LEAVES)
class TestEveryClass:
    """What holds for the class of every error that is raised."""

    def test_its_builtin_follows_from_its_kind(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that an error is caught by the root, and by the builtin that its kind names and no other.

        An extra that is missing is an ``ImportError`` too, as Python would say it.
        """
        others = {base for base in error.__mro__ if base.__module__ == "builtins"} - set(Exception.__mro__)
        assert others == {BUILTINS[error.kind]} | ({ImportError} if error is errors.MissingExtraError else set())

    def test_its_kind_is_the_one_in_the_table(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that nobody changes by chance how a host answers."""
        told = [kind for kind, codes in KINDS.items() if error.code in codes]
        assert [error.kind] == (told or [ErrorKind.INVALID])

    def test_its_code_follows_from_its_name(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that whoever knows the class knows the code: ``UnknownSchoolError``, ``UNKNOWN_SCHOOL``."""
        words = "".join(f"_{c}" if c.isupper() else c.upper() for c in error.__name__.removesuffix("Error"))
        expected = "UNREADABLE_FILE" if error is rosters.RosterFileError else words.removeprefix("_")
        assert error.code == expected


def test_codes_are_unique() -> None:
    """This test ensures that a code names one class and no other, and that the table of kinds knows them all."""
    codes = [error.code for error in FAMILY]
    assert len(set(codes)) == len(codes)
    assert set().union(*KINDS.values()) <= set(codes)


def test_an_error_of_a_host_has_what_ours_have() -> None:
    """This test ensures that a class of a host's own gets a code from its name, and its parent's kind and sentences."""

    class LdapFailedError(PortFailedError):
        """The directory of the host failed."""

        port = "directory"

    error = LdapFailedError("ldap.DOWN", "people.py:7")
    assert (error.code, error.kind) == ("LDAP_FAILED", ErrorKind.OURS)
    assert error.problem == "The directory failed with ldap.DOWN at people.py:7."


def test_ports_have_names_of_their_own() -> None:
    """This test ensures that no two failing ports are called the same."""
    assert len({port.port for port in PORTS}) == len(PORTS) > 8


@pytest.mark.parametrize("port", PORTS)
def test_a_foreign_exception_is_described(port: type[PortFailedError]) -> None:
    """This test ensures that of a foreign exception the class and the place are told, and nothing that it says."""

    def fail() -> None:
        secret = "hidden"
        raise UnicodeError(secret)

    with pytest.raises(UnicodeError) as caught:
        fail()
    error = port.of(caught.value)
    assert error == port("builtins.UnicodeError", f"test_errors.py:{fail.__code__.co_firstlineno + 2}")
    assert class_name(caught.value) == error.cause
    assert "hidden" not in f"{error} {error!r} {error.facts}"
