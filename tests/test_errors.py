"""Every error of the family behaves alike; new errors join the sweep by themselves."""

import copy
import pickle
import traceback
from datetime import date
from typing import Any

import attrs
import pytest

from cyclades_accounts import errors
from cyclades_accounts.errors import (
    CycladesAccountsError,
    HasherFailedError,
    PortFailedError,
    StoreFailedError,
    UnfoldableNameError,
    UnknownGroupError,
    UnprintableTextError,
    WrongKeyError,
)
from cyclades_accounts.model import ProvisionalPassword

FAMILY = sorted(
    (e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, CycladesAccountsError)),
    key=lambda e: e.__name__,
)
"""The root and every error of ``errors``, found by looking: a new error joins by itself."""

LEAVES = [error for error in FAMILY if error is not CycladesAccountsError]

PORTS = [error for error in FAMILY if issubclass(error, PortFailedError) and PortFailedError in error.__bases__]

SECOND_ANCESTOR: dict[str, type[Exception] | None] = {
    "AccountExistsError": ValueError,
    "AlteredDocumentError": ValueError,
    "ConflictingCandidateError": ValueError,
    "DuplicateCandidatureError": ValueError,
    "EmptyRosterError": ValueError,
    "ErasureKeyError": LookupError,
    "ForeignCandidatureError": ValueError,
    "ImpossiblePolicyError": ValueError,
    "InvalidValueError": ValueError,
    "LimitedToOneError": ValueError,
    "LoginTakenError": ValueError,
    "MissingExtraError": ImportError,
    "NotRenewableError": ValueError,
    "NothingSelectedError": LookupError,
    "PurgedDocumentError": LookupError,
    "RunIdReusedError": ValueError,
    "ServiceNotGrantedError": None,  # no builtin says "ask somebody else for the right"
    "SessionOverError": ValueError,
    "StalePlanError": RuntimeError,
    "UnfoldableNameError": ValueError,
    "UnknownAccountError": LookupError,
    "UnknownCandidateError": LookupError,
    "UnknownDocumentError": LookupError,
    "UnknownGroupError": LookupError,
    "UnknownSchoolError": LookupError,
    "UnprintableTextError": ValueError,
    "WrongKeyError": LookupError,
    "PortFailedError": RuntimeError,
    "ClockFailedError": RuntimeError,
    "HasherFailedError": RuntimeError,
    "LoginPolicyFailedError": RuntimeError,
    "RandomnessFailedError": RuntimeError,
    "PseudonymizerFailedError": RuntimeError,
    "RendererFailedError": RuntimeError,
    "RetentionRuleFailedError": RuntimeError,
    "SealerFailedError": RuntimeError,
    "StoreConflictError": RuntimeError,
    "StoreFailedError": RuntimeError,
}
"""What a caller who does not know the library would catch."""

_VALUES: dict[Any, tuple[Any, Any]] = {
    str: ("alpha", "beta"),
    int: (2, 3),
    date: (date(2025, 12, 31), date(2026, 12, 31)),
    tuple[int, int]: ((3, 7), (3, 8)),
    tuple[str, ...]: (("alpha", "beta"), ("gamma",)),
}
_VALUES_BY_NAME = {"character": ("ő", "ű"), "reason": ("it is too short.", "it has no class.")}
"""Two values for a field, by its type, and by its name where the type says too little."""


def _fields(error: type[CycladesAccountsError]) -> "tuple[attrs.Attribute[Any], ...]":
    return attrs.fields(error) if attrs.has(error) else ()


def _facts(error: type[CycladesAccountsError], which: int = 0) -> dict[str, Any]:
    """Return one value for each field of ``error``."""
    return {f.name: (_VALUES_BY_NAME.get(f.name) or _VALUES[f.type])[which] for f in _fields(error)}


def _make(error: type[CycladesAccountsError], which: int = 0, **changes: Any) -> CycladesAccountsError:
    """Build an error with invented facts."""
    return error(**{**_facts(error, which), **changes})


FIELDS = [(error, name) for error in LEAVES for name in _facts(error)]


def test_the_sweep_sees_the_whole_family() -> None:
    """This test ensures that every exception class defined in ``errors`` belongs to the family that is swept here."""
    defined = {
        value for value in vars(errors).values() if isinstance(value, type) and value.__module__ == errors.__name__
    }
    assert defined == set(FAMILY)
    assert {error.__name__ for error in LEAVES} == set(SECOND_ANCESTOR)


@pytest.mark.parametrize("error", FAMILY)
class TestEveryError:
    """What holds for the root and for every leaf."""

    def test_equal_facts_make_equal_errors(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that two errors of one class with the same facts are equal and hash alike."""
        assert _make(error) == _make(error)
        assert hash(_make(error)) == hash(_make(error))
        assert len({_make(error), _make(error)}) == 1

    def test_other_values_are_not_equal(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that an error equals neither its own text nor its own arguments nor a builtin error."""
        one = _make(error)
        assert one != str(one)
        assert one != one.args
        assert one != Exception(*one.args)

    def test_other_classes_are_not_equal(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that errors of two classes differ even when their facts are the same."""
        one = _make(error)
        for other in FAMILY:
            if other is not error and set(_facts(other)) == set(_facts(error)):
                assert one != _make(other)

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_pickling_keeps_the_facts(self, error: type[CycladesAccountsError], protocol: int) -> None:
        """This test ensures that an error crosses a process border with its class, facts and text."""
        one = _make(error)
        back = pickle.loads(pickle.dumps(one, protocol))  # noqa: S301  # our own bytes
        assert type(back) is error
        assert back == one
        assert str(back) == str(one)

    @pytest.mark.parametrize("copier", [copy.copy, copy.deepcopy])
    def test_copying_keeps_the_facts(self, error: type[CycladesAccountsError], copier: Any) -> None:
        """This test ensures that a copy equals its original."""
        assert copier(_make(error)) == _make(error)

    def test_the_text_is_the_problem_then_the_cure(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that ``str`` is problem and cure, each one ending as a sentence."""
        one = _make(error)
        assert str(one) == f"{one.problem} {one.cure}"
        for sentence in (one.problem, one.cure):
            assert sentence == sentence.strip()
            assert sentence.endswith(".")
            assert not sentence.endswith("..")
            assert "\n" not in sentence

    def test_the_code_is_upper_case(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that a code can be written as a constant: capitals and underscores."""
        assert error.code == error.code.upper()
        assert error.code.replace("_", "").isalpha()

    def test_it_can_be_raised_chained_and_noted(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that freezing does not hinder what Python writes on a flying exception."""
        cause = KeyError("k")
        with pytest.raises(error) as caught:
            raise _make(error) from cause
        assert caught.value.__cause__ is cause
        caught.value.add_note("line 212 of the roster")
        text = "".join(traceback.format_exception(caught.value))
        assert str(caught.value) in text
        assert "line 212 of the roster" in text


def test_codes_are_unique() -> None:
    """This test ensures that a code names one class and no other."""
    assert len({error.code for error in FAMILY}) == len(FAMILY)


@pytest.mark.parametrize("error", LEAVES)
class TestEveryLeaf:
    """What holds for every error that is raised."""

    def test_it_has_two_ancestors(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that an error is caught by the root, and by the builtin a caller already catches."""
        builtin = SECOND_ANCESTOR[error.__name__]
        assert CycladesAccountsError in error.__mro__
        others = {ImportError, LookupError, RuntimeError, ValueError} & set(error.__mro__)
        assert others == ({builtin} if builtin else set())

    def test_its_code_follows_from_its_name(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that whoever knows the class knows the code: ``UnknownSchoolError``, ``UNKNOWN_SCHOOL``."""
        words = "".join(f"_{c}" if c.isupper() else c.upper() for c in error.__name__.removesuffix("Error"))
        assert error.code == words.removeprefix("_")

    def test_its_facts_are_frozen(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that no fact can be changed, removed or added once the error exists."""
        one = _make(error)
        for name in [*_facts(error), "something_new"]:
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(one, name, "changed")
        for name in _facts(error):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                delattr(one, name)
        assert one == _make(error)

    def test_its_repr_names_class_and_facts(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that ``repr`` shows the class and every field by name."""
        facts = ", ".join(f"{name}={value!r}" for name, value in _facts(error).items())
        assert repr(_make(error)) == f"{error.__name__}({facts})"

    def test_it_has_no_field_for_a_secret(self, error: type[CycladesAccountsError]) -> None:
        """This test ensures that no error can carry a password: its fields are texts, numbers and days."""
        assert all(f.type in _VALUES for f in _fields(error))
        assert ProvisionalPassword not in {f.type for f in _fields(error)}


@pytest.mark.parametrize(("error", "name"), FIELDS)
def test_each_fact_counts_in_a_comparison(error: type[CycladesAccountsError], name: str) -> None:
    """This test ensures that two errors which differ in a single fact differ."""
    assert _make(error) != _make(error, **{name: _facts(error, 1)[name]})


@pytest.mark.parametrize(("error", "name"), FIELDS)
def test_each_fact_stands_in_the_text(error: type[CycladesAccountsError], name: str) -> None:
    """This test ensures that a reader of the log finds the facts in the sentence."""
    changed = _make(error, **{name: _facts(error, 1)[name]})
    assert str(changed) != str(_make(error))


@pytest.mark.parametrize("leaf", PORTS)
def test_a_failed_port_says_which_what_and_where(leaf: type[PortFailedError]) -> None:
    """This test ensures that the sentence names the port, the original exception and its place, and how to go on."""
    error = leaf("builtins.OSError", "store.py:12")
    assert leaf.port in error.problem
    assert "builtins.OSError" in error.problem
    assert "store.py:12" in error.problem
    assert leaf.port in error.cure
    assert "run_id" in error.cure


def test_ports_have_names_of_their_own() -> None:
    """This test ensures that no two failing ports are called the same."""
    leaves = PORTS
    assert len({leaf.port for leaf in leaves}) == len(leaves)
    assert StoreFailedError("a", "b") != HasherFailedError("a", "b")


def test_a_default_fact_survives_the_journey() -> None:
    """This test ensures that an error built without its optional fact comes back equal, and reads well."""
    error = WrongKeyError("k1")
    assert pickle.loads(pickle.dumps(error)) == error == WrongKeyError("k1", ())  # noqa: S301  # our own bytes
    assert copy.copy(error) == error
    assert "no key" in error.problem
    assert WrongKeyError("k1", ("k2", "k3")).problem.endswith("the ring holds k2, k3.")


def test_a_name_without_letter_and_a_foreign_letter_read_differently() -> None:
    """This test ensures that the error says what is wrong with the name: nothing to fold, or what cannot be."""
    assert UnfoldableNameError("--", "").problem == "The name '--' has no letter."
    assert "'Ж'" in UnfoldableNameError("Жan", "Ж").problem


def test_a_character_of_a_secret_is_not_named() -> None:
    """This test ensures that an unprintable character is named with its code point, unless it is part of a secret."""
    assert "'ő' (U+0150)" in UnprintableTextError("LÉA", "name", "ő".upper()).problem.replace("Ő", "ő")
    silent = UnprintableTextError("LÉA", "password", "")
    assert "has a character in its password" in silent.problem
    assert "U+" not in silent.problem


def test_a_character_of_several_code_points_can_be_named() -> None:
    """This test ensures that the error's text can be read when the character is a base letter with its marks."""
    assert "U+0065" in UnprintableTextError("LÉA", "name", "e\u0301").problem


def test_an_unknown_group_reads_well_where_there_is_none() -> None:
    """This test ensures that the cure is a sentence even when the school has no group at all."""
    assert UnknownGroupError("3A", ("3B", "3C")).cure == "The groups are: 3B, 3C."
    assert ": ." not in UnknownGroupError("3A", ()).cure
