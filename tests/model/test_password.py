"""A password that shows itself only when asked by name."""

import copy
import functools
import itertools
import json
import logging
import pickle
import pprint
import traceback
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.model import Password, ProvisionalPassword

SECRET = "5ds<JsXkby"

KINDS = (Password, ProvisionalPassword)
"""The general kind, and the one that a run issues."""


@attrs.frozen
class Holder:
    """What a host might write around a password."""

    login: str
    password: Password


def _traceback_with_locals(password: Password) -> str:
    try:
        _ = 1 / (password == 1)
    except ZeroDivisionError as error:
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        return "".join(shown.format())
    raise AssertionError


def _logged(password: Password) -> str:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "%s %r %s", (password, password, [password]), None)
    return logging.Formatter().format(record)


def _pickled(protocol: int, password: Password) -> bytes:
    return pickle.dumps(password, protocol)


SHOWN: dict[str, Callable[[Any], Any]] = {
    "repr": repr,
    "str": str,
    "ascii": ascii,
    "f-string": lambda p: f"{p}",
    "f-string !r": lambda p: f"{p!r}",
    "f-string !s": lambda p: f"{p!s}",
    "f-string =": lambda p: f"{p=}",
    "f-string with a width": lambda p: f"{p:>40}",
    "f-string with a precision": lambda p: f"{p:.3}",
    "format": lambda p: format(p, "s"),
    "str.format": lambda p: "{} {!r} {:s}".format(p, p, p),  # noqa: UP032  # the channel under test
    "%s": lambda p: "%s" % p,  # noqa: UP031  # the channel under test
    "%r": lambda p: "%r" % p,  # noqa: UP031  # the channel under test
    "%a": lambda p: "%a" % p,  # noqa: UP031  # the channel under test
    "in a list": lambda p: str([p, (p,), {"password": p}]),
    "pprint": lambda p: pprint.pformat({"password": p}),
    "repr of a holder": lambda p: repr(Holder("x", p)),
    "asdict": lambda p: attrs.asdict(Holder("x", p)),
    "astuple": lambda p: attrs.astuple(Holder("x", p)),
    "json of asdict": lambda p: json.dumps(attrs.asdict(Holder("x", p)), default=str),
    "json with repr": lambda p: json.dumps([p], default=repr),
    "traceback with locals": _traceback_with_locals,
    "logging": _logged,
    "dir": dir,
    "an exception": lambda p: repr(ValueError(p)) + str(ValueError(p)),
}
"""Channels that answer; the answer must not hold the secret."""

REFUSED: dict[str, Callable[[Any], Any]] = {
    **{f"pickle protocol {n}": functools.partial(_pickled, n) for n in range(pickle.HIGHEST_PROTOCOL + 1)},
    "pickle of a holder": lambda p: pickle.dumps(Holder("x", p)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "deepcopy of a holder": lambda p: copy.deepcopy([Holder("x", p)]),
    "vars": vars,
    "json": json.dumps,
    "json of asdict": lambda p: json.dumps(attrs.asdict(Holder("x", p))),
    "hash": hash,
    "a key of a dictionary": lambda p: {p: 1},
    "ordering": lambda p: p < p,  # noqa: PLR0124  # the channel under test
    "sorting": lambda p: sorted([p, Password("b")]),
    "length": len,
    "iteration": list,
    "subscript": lambda p: p[0],
    "concatenation": lambda p: p + "",
    "containment": lambda p: "5" in p,
    "reduce": lambda p: p.__reduce__(),
    "join": lambda p: "".join(p for _ in "1"),
    "bytes": bytes,
}
"""Channels that are closed; the complaint must not hold the secret either."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channel", SHOWN)
def test_nothing_shows_the_password(channel: str, kind: type[Password]) -> None:
    """This test ensures that whatever prints a value prints a fixed text for a password."""
    assert SECRET not in str(SHOWN[channel](kind(SECRET)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channel", REFUSED)
def test_nothing_takes_the_password_along(channel: str, kind: type[Password]) -> None:
    """This test ensures that pickling, copying, taking apart and indexing are refused, without a word of the secret."""
    with pytest.raises((TypeError, AttributeError)) as caught:
        REFUSED[channel](kind(SECRET))
    assert SECRET not in str(caught.value) + repr(caught.value.args)


@pytest.mark.parametrize("kind", KINDS)
def test_its_state_is_not_handed_out(kind: type[Password]) -> None:
    """This test ensures that serialisers which ask for ``__getstate__`` instead of pickling do not get the secret."""
    password: Any = kind(SECRET)
    try:
        state = password.__getstate__()
    except TypeError as refused:
        state = refused
    assert SECRET not in repr(state)


def test_the_refusal_says_what_to_do() -> None:
    """This test ensures that whoever tries to pickle a password reads what to pass instead."""
    with pytest.raises(TypeError, match="pass what was made from it"):
        pickle.dumps(Password(SECRET))


@pytest.mark.parametrize("kind", KINDS)
def test_the_fixed_text_depends_on_the_kind_alone(kind: type[Password]) -> None:
    """This test ensures that neither the length nor the content can be read off the text that is shown."""
    assert {repr(kind(text)) for text in ("", "a", SECRET, "x" * 100)} == {f"{kind.__name__}(hidden)"}


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_no_room_for_more(kind: type[Password]) -> None:
    """This test ensures that nothing can be hung on a password: no dictionary, no other attribute."""
    with pytest.raises(AttributeError):
        setattr(kind(SECRET), "note", "x")  # noqa: B010  # what a type checker would refuse


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_reveal_gives_the_password_to_the_character(text: str) -> None:
    """This test ensures that slip and hasher get exactly what was put in."""
    assert Password(text).reveal() == ProvisionalPassword(text).reveal() == text


@given(st.text(max_size=5), st.text(max_size=5))
def test_comparison_is_about_the_content(one: str, other: str) -> None:
    """This test ensures that passwords of either kind are equal exactly when their texts are, accents included."""
    for left, right in itertools.product(KINDS, repeat=2):
        assert (left(one) == right(other)) == (one == other)
        assert (left(one) != right(other)) == (one != other)


def test_a_password_never_equals_its_text() -> None:
    """This test ensures that a password is compared with a password or not at all."""
    assert Password(SECRET) != SECRET
    assert SECRET != Password(SECRET)  # noqa: SIM300  # the other side is under test
    assert Password(SECRET) != None  # noqa: E711  # the operator is under test


def test_a_lone_surrogate_does_not_make_it_speak() -> None:
    """This test ensures that comparing a text that no encoding takes raises nothing: the error would hold the text."""
    broken = Password("\ud800" + SECRET)
    assert broken == Password("\ud800" + SECRET)
    assert broken != Password(SECRET)
