"""Problems in words: French for the school, English for the developer, both values that a host may replace."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem

_LONGEST_VALUE: Final = 60  # characters of what was found that a sentence repeats
_LONGEST_LIST: Final = 400  # characters of what was expected: all states that we know fit in


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
    """How a sentence starts that speaks of a line."""
    cell: str
    """How a sentence starts that speaks of a cell."""
    quote: str
    """How a value is quoted."""
    file: str
    """How a sentence starts that speaks of another file than the first."""
    nothing: str
    """What stands for a value that is empty."""

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
            column=problem.column,
            count=value,
            value=self.quote.format(value) if value else self.nothing,
            expected=_shorten(problem.expected, _LONGEST_LIST),
        )


def _shorten(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest]}…"
