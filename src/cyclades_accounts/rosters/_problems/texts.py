"""How problems are put into words: a text for each code, as a value that a host may replace."""

import tomllib
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Final

from attrs import frozen

from cyclades_accounts.rosters._problems.problems import ProblemCode, RosterProblem

_LONGEST_VALUE: Final = 60  # characters of the value that a sentence repeats
_LONGEST_LIST: Final = 400  # characters of what was expected: enough for all states that we know


@frozen
class ProblemText:
    """One kind of problem in words.

    ``{line}``, ``{column}``, ``{value}`` (in quotation marks), ``{count}`` (the value without them) and ``{expected}``
    are filled in from the problem.
    """

    sentence: str
    """What is wrong, without its place."""
    cure: str
    """What to do about it."""


@frozen
class RosterTexts:
    """The words for roster problems."""

    texts: Mapping[ProblemCode, ProblemText]
    """A text for each code."""
    line: str
    """Beginning of a sentence about a line; ``{name}`` is a comma and who stands on it, where that is known."""
    cell: str
    """Beginning of a sentence about a cell; with ``{name}`` too."""
    quote: str
    """How a value is quoted."""
    file: str
    """Beginning of a sentence about another file than the first one."""
    nothing: str
    """What is said for an empty value."""

    def sentence(self, problem: RosterProblem) -> str:
        """Return the place and what is wrong there: « Ligne 12, colonne « INE » : … »."""
        file = self.file.format(file=problem.file) if problem.file else ""
        place = "" if problem.line is None else self.line if problem.column is None else self.cell
        said = self._fill(place + self.texts[problem.code].sentence, problem)
        return file + said[0].upper() + said[1:]

    def cure(self, problem: RosterProblem) -> str:
        """Return what to do about it."""
        return self._fill(self.texts[problem.code].cure, problem)

    def _fill(self, template: str, problem: RosterProblem) -> str:
        value = _shorten(problem.value, _LONGEST_VALUE)
        return template.format(
            line=problem.line,
            name=f", {_shorten(problem.name, _LONGEST_VALUE)}" if problem.name not in {"", problem.expected} else "",
            column=problem.column,
            count=value,
            value=self.quote.format(value) if value else self.nothing,
            expected=_shorten(problem.expected, _LONGEST_LIST),
        )


def _shorten(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest]}…"


def _texts(language: str) -> RosterTexts:
    data = tomllib.loads(resources.files(__package__).joinpath(f"texts_{language}.toml").read_text("utf-8"))
    texts = {ProblemCode(code): ProblemText(**words) for code, words in data["texts"].items()}
    return RosterTexts(MappingProxyType(texts), **data["frame"])


FRENCH_ROSTER_TEXTS: Final = _texts("french")
"""What the school reads; ``texts_french.toml`` has a text for each code."""
ENGLISH_ROSTER_TEXTS: Final = _texts("english")
"""What ``str(error)`` says of a file that cannot be read."""
