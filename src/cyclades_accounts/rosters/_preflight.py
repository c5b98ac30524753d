"""The list of M3: « Je dois vérifier les candidatures de mes élèves avant de tenter de générer leurs comptes ».

It is a plan put into words: who would get an account, who would not and why, and what else to look at. Nothing is
written, and no login is consumed.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen

from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.messages import FRENCH_MESSAGES, Messages
from cyclades_accounts.model import ExamSession, Group, Grouping, Outcome, OutcomeKind, Refusal, RefusalReason, School
from cyclades_accounts.provisioning import Plan, Provisioning
from cyclades_accounts.rosters._diagnosis_text import wrap
from cyclades_accounts.rosters._emails import can_be_email


@frozen
class Preflight:
    """What a generation would meet now."""

    school: School
    session: ExamSession
    plan: Plan
    """One outcome for each candidature, in the order of its grouping."""
    impossible_emails: Mapping[CandidateId, str]
    """Addresses that cannot be one, of candidatures that would get an account all the same: M3 asks for an address that
    is not blank, no more."""

    @property
    def to_correct(self) -> tuple[Outcome, ...]:
        """Candidatures without account whom the school can help to one, in order."""
        return tuple(one for one in self.plan.refused if one.refusal and one.refusal.reason not in _OUT_OF_SCOPE)

    @property
    def out_of_scope(self) -> tuple[Outcome, ...]:
        """Candidatures that get no account from a school, in order: not scolaires, or not registered (M2)."""
        return tuple(one for one in self.plan.refused if one.refusal and one.refusal.reason in _OUT_OF_SCOPE)

    @property
    def is_ready(self) -> bool:
        """Whether a generation would leave nobody behind whom the school could help, and nothing to look at."""
        return not (self.to_correct or self.impossible_emails or self.plan.notices)


_OUT_OF_SCOPE: Final = frozenset({RefusalReason.NOT_SCOLAIRE, RefusalReason.NOT_REGISTERED})


def preflight(
    service: Provisioning,
    school: School,
    session: ExamSession,
    *,
    grouping: Grouping = Grouping.DIVISION,
    groups: Iterable[str] | None = None,
    check_emails: bool = True,
) -> Preflight:
    """Say what a generation with the same arguments would meet (M3).

    Args:
        service: the host's.
        school: the school, as it is registered.
        session: the session.
        grouping: how candidatures are listed (M4).
        groups: labels of the groups; all by default.
        check_emails: whether to say which addresses cannot be one; needs the extra ``rosters``.

    Raises:
        UnknownSchoolError: the store does not know the school.
        ServiceNotGrantedError: the school lacks the service (M1).
        EmptyRosterError: no candidature of the school for the session.
        UnknownGroupError: a chosen group does not exist (M4).
        MissingExtraError: the extra ``rosters`` is not installed.
    """
    plan = service.plan(school.uai, session, grouping=grouping, groups=groups)
    creatable = {outcome.candidate_id for outcome in plan.created} if check_emails else set[CandidateId]()
    lines = service.roster_list(school.uai, session, grouping=grouping) if creatable else ()
    emails = {line.candidature.candidate.id: line.candidature.email or "" for line in lines}
    return Preflight(
        school,
        session,
        plan,
        {key: email for key, email in emails.items() if key in creatable and not can_be_email(email)},
    )


@frozen
class PreflightTexts:
    """The words of the list. Words in braces are filled in."""

    title: str = "Vérification des candidatures avant la génération des comptes"
    subject: str = "{school} ({uai}), session {session}"
    counts: str = (
        "{group} : {candidates} candidature(s) ; comptes : {ready} à créer, {kept} déjà créé(s), {refused} sans."
    )
    nobody: str = "Rien à corriger : la génération peut être lancée."
    to_correct: str = "À CORRIGER ({count}) : sans correction, pas de compte."
    emails: str = "ADRESSES À VÉRIFIER ({count}) : le compte sera créé, mais l'adresse ne peut pas être la bonne."
    email: str = "{name} ({group}) : « {email} »."
    email_cure: str = "Corrigez l'adresse mail de la candidature."
    notices: str = "À REGARDER DE PLUS PRÈS ({count})"
    out_of_scope: str = "HORS CHAMP ({count}) : ni inscrits, ni pré-inscrits, ou hors candidats scolaires."
    refusal: str = "{name} ({group}) : {sentence}."
    bullet: str = "- "
    arrow: str = "  → "
    """What stands before the cure."""


FRENCH_PREFLIGHT_TEXTS: Final = PreflightTexts()
"""The words we ship."""


def preflight_text(
    found: Preflight, *, words: PreflightTexts = FRENCH_PREFLIGHT_TEXTS, messages: Messages = FRENCH_MESSAGES
) -> str:
    """Return the list as text, ready to print or mail: counts by group, then what to correct, each cure once."""
    session = f"{found.session.exam} {found.session.year}"
    subject = words.subject.format(school=found.school.name, uai=found.school.uai, session=session)
    counts = (_counts(group, kinds, words) for group, kinds in found.plan.by_group().items())
    parts = [f"{words.title}\n{subject}", "\n".join(wrap(line, "") for line in counts)]
    if found.is_ready:
        parts.append(words.nobody)
    for heading, block in (
        (words.to_correct, _refusals(found.to_correct, words, messages)),
        (words.emails, _emails(found, words)),
        (words.notices, [wrap(messages.notice(notice), words.bullet) for notice in found.plan.notices]),
        (words.out_of_scope, _refusals(found.out_of_scope, words, messages)),
    ):
        if block:
            count = sum(line.startswith(words.bullet) for line in block)
            parts.append("\n".join([heading.format(count=count), *block]))
    return "\n\n".join(parts) + "\n"


def _counts(group: Group, kinds: Mapping[OutcomeKind, int], words: PreflightTexts) -> str:
    return words.counts.format(
        group=group.label,
        candidates=sum(kinds.values()),
        ready=kinds[OutcomeKind.CREATED],
        kept=kinds[OutcomeKind.KEPT],
        refused=kinds[OutcomeKind.REFUSED],
    )


def _refusals(outcomes: Iterable[Outcome], words: PreflightTexts, messages: Messages) -> list[str]:
    kinds: dict[str, list[str]] = {}
    for outcome in outcomes:
        refusal = outcome.refusal or Refusal(RefusalReason.NO_EMAIL)
        line = words.refusal.format(name=outcome.name, group=outcome.group.label, sentence=messages.refusal(refusal))
        kinds.setdefault(messages.cure(refusal), []).append(wrap(line, words.bullet))
    return [line for cure, lines in kinds.items() for line in (*lines, wrap(cure, words.arrow))]


def _emails(found: Preflight, words: PreflightTexts) -> list[str]:
    lines = [
        wrap(
            words.email.format(
                name=outcome.name, group=outcome.group.label, email=found.impossible_emails[outcome.candidate_id]
            ),
            words.bullet,
        )
        for outcome in found.plan.created
        if outcome.candidate_id in found.impossible_emails
    ]
    return [*lines, wrap(words.email_cure, words.arrow)] if lines else []
