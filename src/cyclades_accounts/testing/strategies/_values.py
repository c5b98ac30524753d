"""Values of any attrs class, each field drawn by its type."""

from datetime import datetime
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from cyclades_accounts.testing.strategies._words import moments, texts

T = TypeVar("T", bound=attrs.AttrsInstance)


def values(kind: type[T], /, **fields: st.SearchStrategy[Any] | None) -> st.SearchStrategy[T]:
    """A value of an attrs class: a field from the strategy given, or else by its type, even where it has a default.

    Hypothesis alone would draw texts that no database takes and moments without a time zone, and leave every default
    as it is.
    """
    legal: dict[Any, st.SearchStrategy[Any]] = {
        str: texts(),
        str | None: st.none() | texts(),
        datetime: moments(),
        datetime | None: st.none() | moments(),
    }
    drawn: dict[str, Any] = {
        field.alias: legal.get(field.type, ...)  # to Hypothesis the ellipsis means: by the type
        for field in attrs.fields(kind)
        if field.init
    }
    return st.builds(kind, **drawn | {name: strategy for name, strategy in fields.items() if strategy is not None})
