"""A diagnosis as the school reads it: what to correct, what to check, what is good to know; ready to print or mail."""

import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from cyclades_accounts.rosters._diagnosis import Diagnosis
from cyclades_accounts.rosters._problems import ProblemCode, RosterProblem, Severity
from cyclades_accounts.rosters._texts import RosterTexts
from cyclades_accounts.rosters._texts_french import FRENCH_ROSTER_TEXTS

LINE_WIDTH: Final = 76
"""Characters of a line: what every mail program and every printer shows unbroken."""

_HEADINGS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "À CORRIGER ({count}) : ce qui suit n'est pas retenu.",
    Severity.WARNING: "À VÉRIFIER ({count}) : ce qui suit est lu.",
    Severity.NOTE: "POUR INFORMATION ({count})",
}


def _headings(given: Mapping[Severity, str]) -> dict[Severity, str]:
    return dict(given)


@frozen
class DiagnosisTexts:
    """The words around the problems. Words in braces are filled in."""

    title: str = "Vérification du fichier : {label}"
    unreadable: str = "Vérification du fichier"
    """Title for a file that could not be read at all."""
    subject: str = "Établissement {school}, session {session}"
    read: str = "{count} candidature(s) retenue(s)."
    nothing: str = "Rien à signaler."
    headings: Mapping[Severity, str] = field(default=_HEADINGS, converter=_headings, hash=False)
    """One for each severity."""
    bullet: str = "- "
    arrow: str = "  → "
    """What stands before the cure."""


FRENCH_DIAGNOSIS_TEXTS: Final = DiagnosisTexts()
"""The words we ship."""


def diagnosis_text(
    diagnosis: Diagnosis,
    *,
    words: DiagnosisTexts = FRENCH_DIAGNOSIS_TEXTS,
    texts: RosterTexts = FRENCH_ROSTER_TEXTS,
) -> str:
    """Return a diagnosis as text: by severity, then by kind of problem, in file order; each cure once."""
    subject = words.subject.format(school=diagnosis.school, session=diagnosis.session)
    title = words.title.format(label=diagnosis.label) if diagnosis.label else words.unreadable
    parts = [f"{title}\n{subject}", words.read.format(count=len(diagnosis.candidatures))]
    for severity in Severity:
        if found := diagnosis.of(severity):
            heading = words.headings[severity].format(count=len(found))
            parts.append("\n".join([heading, *_block(found, words, texts)]))
    if not diagnosis.problems:
        parts.append(words.nothing)
    return "\n\n".join(parts) + "\n"


def _block(problems: Iterable[RosterProblem], words: DiagnosisTexts, texts: RosterTexts) -> Iterable[str]:
    kinds: dict[tuple[ProblemCode, str], list[str]] = {}
    for problem in problems:
        kinds.setdefault((problem.code, texts.cure(problem)), []).append(texts.sentence(problem))
    for (_, cure), sentences in kinds.items():
        for sentence in sentences:
            yield wrap(sentence, words.bullet)
        yield wrap(cure, words.arrow)


def wrap(text: str, start: str) -> str:
    """Return a text on lines of :data:`LINE_WIDTH`, after ``start``; what follows is as far in.

    French marks stay with their word, by no-break spaces.
    """
    return textwrap.fill(
        re.sub(r"(?<=«) | (?=[»:;?!])", "\u00a0", text),
        LINE_WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
