"""Building a value from options that stood in a settings file."""

import enum
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import AttrsInstance, fields_dict

from cyclades_accounts.errors import InvalidValueError

_E = TypeVar("_E", bound=enum.Enum)
_T = TypeVar("_T", bound=AttrsInstance)


def member(option: str, kind: type[_E], value: object) -> _E:
    """Return the member of an enumeration that has this value.

    Raises:
        InvalidValueError: none has.
    """
    try:
        return kind(value)
    except ValueError:
        expected = f"one of: {', '.join(str(each.value) for each in kind)}"
        raise InvalidValueError(option, str(value), expected) from None


def build(kind: type[_T], options: Mapping[str, Any]) -> _T:
    """Build an attrs value of its options.

    Raises:
        InvalidValueError: an option that does not exist, or a value that it does not take.
    """
    known = [name for name, option in fields_dict(kind).items() if option.init]
    for name, value in options.items():
        if name not in known:
            raise InvalidValueError(name, str(value), f"an option that exists: {', '.join(known)}")
    try:
        return kind(**options)
    except InvalidValueError:
        raise
    except (TypeError, ValueError) as error:  # attrs' own, whose first argument is the sentence
        raise InvalidValueError("login policy", str(dict(options)), f"other options: {error.args[0]}") from None
