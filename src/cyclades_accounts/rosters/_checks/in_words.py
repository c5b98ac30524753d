"""A diagnosis and a preflight as the school reads them: what to correct, what to check; ready to print or mail."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from cyclades_accounts.messages import FRENCH_MESSAGES, Messages
from cyclades_accounts.model import Group, Outcome, OutcomeKind, Refusal, RefusalReason
from cyclades_accounts.rosters._checks.diagnosis import Diagnosis
from cyclades_accounts.rosters._checks.preflight import Preflight
from cyclades_accounts.rosters._checks.texts import (
    FRENCH_DIAGNOSIS_TEXTS,
    FRENCH_PREFLIGHT_TEXTS,
    DiagnosisTexts,
    PreflightTexts,
)
from cyclades_accounts.rosters._problems.problems import RosterProblem, Severity
from cyclades_accounts.rosters._problems.texts import FRENCH_ROSTER_TEXTS, RosterTexts

LINE_WIDTH: Final = 76
"""Characters of a line: what every mail program and every printer shows unbroken."""


def diagnosis_text(
    diagnosis: Diagnosis, *, words: DiagnosisTexts = FRENCH_DIAGNOSIS_TEXTS, texts: RosterTexts = FRENCH_ROSTER_TEXTS
) -> str:
    """Return a diagnosis as text: by severity, then by kind of problem, in file order; each cure once.

    Args:
        diagnosis: what was found.
        words: the words around the problems.
        texts: the words of the problems.
    """
    subject = words.subject.format(school=diagnosis.uai, session=diagnosis.session_id)
    title = words.title.format(label=diagnosis.label) if diagnosis.label else words.unreadable
    parts = [f"{title}\n{subject}", words.read.format(count=len(diagnosis.candidatures))]
    for severity in Severity:
        if found := diagnosis.of(severity):
            heading = words.headings[severity].format(count=len(found))
            parts.append("\n".join([heading, *_problems(found, words, texts)]))
    if not diagnosis.problems:
        parts.append(words.nothing)
    return "\n\n".join(parts) + "\n"


def preflight_text(
    found: Preflight, *, words: PreflightTexts = FRENCH_PREFLIGHT_TEXTS, messages: Messages = FRENCH_MESSAGES
) -> str:
    """Return a preflight as text: counts by group, then what to correct and what to check; each cure once.

    Args:
        found: what a generation would meet.
        words: the words around refusals and notices.
        messages: the words of refusals and notices.
    """
    subject = words.subject.format(school=found.school.name, uai=found.school.uai, session=found.session.label)
    counts = (_counts(group, kinds, words) for group, kinds in found.plan.by_group().items())
    parts = [f"{words.title}\n{subject}", "\n".join(_wrap(line, "") for line in counts)]
    if found.is_ready:
        parts.append(words.nobody if len(found.plan.refused) < len(found.plan.outcomes) else words.none_possible)
    for heading, block in (
        (words.to_correct, _refusals(found.to_correct, words, messages)),
        (words.short, _short(found, words, messages)),
        (words.emails, _emails(found, words)),
        (words.notices, [_wrap(messages.notice(notice), words.bullet) for notice in found.plan.notices]),
        (words.out_of_scope, _refusals(found.out_of_scope, words, messages)),
    ):
        if block:
            count = sum(line.startswith(words.bullet) for line in block)
            parts.append("\n".join([heading.format(count=count), *block]))
    return "\n\n".join(parts) + "\n"


def _by_cure(said: Iterable[tuple[object, str, str]], words: DiagnosisTexts | PreflightTexts) -> Iterator[str]:
    """Yield sentences as lines, those of one kind and one cure together, and then their cure.

    Args:
        said: kind, cure and sentence of each.
        words: what stands before sentences and cures.
    """
    kinds: dict[tuple[object, str], list[str]] = {}
    for kind, cure, sentence in said:
        kinds.setdefault((kind, cure), []).append(sentence)
    for (_, cure), sentences in kinds.items():
        yield from (_wrap(sentence, words.bullet) for sentence in sentences)
        yield _wrap(cure, words.arrow)


def _problems(problems: Iterable[RosterProblem], words: DiagnosisTexts, texts: RosterTexts) -> Iterator[str]:
    return _by_cure(((one.code, texts.cure(one), texts.sentence(one)) for one in problems), words)


def _counts(group: Group, kinds: Mapping[OutcomeKind, int], words: PreflightTexts) -> str:
    return words.counts.format(
        group=group.label,
        candidates=sum(kinds.values()),
        ready=kinds[OutcomeKind.CREATED],
        kept=kinds[OutcomeKind.KEPT],
        refused=kinds[OutcomeKind.REFUSED],
    )


def _refusals(outcomes: Iterable[Outcome], words: PreflightTexts, messages: Messages) -> list[str]:
    said: list[tuple[None, str, str]] = []
    for one in outcomes:
        refusal = one.refusal or Refusal(RefusalReason.NO_EMAIL)
        line = words.refusal.format(name=one.name, group=one.group.label, sentence=messages.refusal(refusal))
        said.append((None, messages.cure(refusal), line))
    return list(_by_cure(said, words))


def _short(found: Preflight, words: PreflightTexts, messages: Messages) -> list[str]:
    said = ((one, *messages.shortfall(one.shortfall, found.session)) for one in found.plan.outcomes if one.shortfall)
    lines = (
        (None, cure, words.refusal.format(name=one.name, group=one.group.label, sentence=sentence))
        for one, sentence, cure in said
    )
    return list(_by_cure(lines, words))


def _emails(found: Preflight, words: PreflightTexts) -> list[str]:
    lines = (
        words.email.format(name=one.name, group=one.group.label, email=found.impossible_emails[one.candidate_id])
        for one in found.plan.created
        if one.candidate_id in found.impossible_emails
    )
    return list(_by_cure(((None, words.email_cure, line) for line in lines), words))


def _wrap(text: str, start: str) -> str:
    """Break a text into lines of :data:`LINE_WIDTH`; the first begins with ``start``, the others are indented as far.

    No-break spaces keep French punctuation with its word.
    """
    return textwrap.fill(
        re.sub(r"(?<=«) | (?=[»:;?!])", "\u00a0", text),
        LINE_WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
