"""What a printed list says besides its rows, as values."""

from collections.abc import Callable
from typing import Final

from attrs import Attribute, field, frozen

from cyclades_accounts.pdf._setting.text import filled


def _fills(*names: str) -> Callable[[object, "Attribute[str]", str], None]:
    """Return a validator: a text has no other ``{…}`` than these names."""
    allowed = f"are {', '.join(f'{{{name}}}' for name in names)}"

    def check(_instance: object, attribute: "Attribute[str]", text: str) -> None:
        filled(attribute.name, text, dict.fromkeys(names, ""), allowed)

    return check


@frozen
class PrintedListTexts:
    """What a printed list says besides the list."""

    group: str = field(default="{column} : {group} ({count})", validator=_fills("column", "group", "count"))
    """Over the rows of a group: name of the first column, the group, how many rows."""
    continued: str = field(default="{heading}, suite", validator=_fills("heading"))
    """The heading where its rows go on on a further page."""
    page: str = field(default="Page {page} sur {pages}", validator=_fills("page", "pages"))
    untitled: str = "Liste"
    """The title where the list has none: a document without one is not accessible."""


FRENCH_PRINTED_LIST_TEXTS: Final = PrintedListTexts()
"""The texts we ship."""
