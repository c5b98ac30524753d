"""The lists that a school needs around its accounts, each as a :class:`~cyclades_accounts.lists.ListTable`.

Passwords stand in one list alone, :func:`credentials_with_passwords`, and no other function of this room calls it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from cyclades_accounts.lists import ListTable
from cyclades_accounts.messages import FRENCH_MESSAGES, Messages
from cyclades_accounts.model import (
    ExamSession,
    Outcome,
    OutcomeKind,
    Refusal,
    RefusalReason,
    RunReport,
    School,
    ShortfallReason,
    last_full_day,
)
from cyclades_accounts.papillons import Papillon
from cyclades_accounts.provisioning import Coverage, GroupCoverage, Situation
from cyclades_accounts.rosters._checks.diagnosis import Diagnosis
from cyclades_accounts.rosters._checks.preflight import Preflight
from cyclades_accounts.rosters._lists.texts import FRENCH_LIST_TEXTS, ListTexts
from cyclades_accounts.rosters._problems.texts import FRENCH_ROSTER_TEXTS, RosterTexts


def _about(school: School, session: ExamSession, texts: ListTexts, at: datetime | None = None) -> tuple[str, ...]:
    """Return what a list is about: the school, the session, and when a run was made."""
    return (
        texts.school.format(name=" ".join(school.name.split()), uai=school.uai),
        texts.session.format(label=session.label),
        texts.made_at.format(moment=school.told(at).strftime(texts.moment_format)) if at else "",
    )


def _why(refusal: Refusal | None, messages: Messages, otherwise: str = "") -> tuple[str, str]:
    """Return reason and cure of a refusal; without one, what to say otherwise, and no cure."""
    return (messages.refusal(refusal), messages.cure(refusal)) if refusal else (otherwise, "")


def _said(one: Outcome, session: ExamSession, messages: Messages, otherwise: str = "") -> tuple[str, str]:
    """Return reason and cure of a refusal, else of a password that falls short of the session."""
    if one.shortfall and not one.refusal:
        return messages.shortfall(one.shortfall, session)
    return _why(one.refusal, messages, otherwise)


def _short_counts(group: GroupCoverage) -> tuple[int, int]:
    """Return how many accounts do not open any more, and how many will not until the session ends."""
    early = [one.shortfall.reason is ShortfallReason.ENDS_EARLY for one in group.short]
    return early.count(False), early.count(True)


def coverage_list(
    coverage: Coverage, school: School, session: ExamSession, *, texts: ListTexts = FRENCH_LIST_TEXTS
) -> ListTable:
    """Return how many candidates have an account: a row for each group, and one for all of them (M5, M12)."""
    rows = [
        (
            one.group.label,
            one.candidates,
            one.with_account,
            sum(missing.refusal is None for missing in one.missing),
            sum(missing.refusal is not None and missing.is_expected for missing in one.missing),
            sum(missing.refusal is not None and not missing.is_expected for missing in one.missing),
            *_short_counts(one),
        )
        for one in coverage.groups
    ]
    total = (texts.total, *(sum(int(row[place]) for row in rows) for place in range(1, 8)))
    columns = (
        coverage.grouping.value,
        texts.candidates,
        texts.with_account,
        texts.to_create,
        texts.blocked,
        texts.out_of_scope,
        texts.expired,
        texts.ends_early,
    )
    return ListTable(texts.coverage, _about(school, session, texts), columns, (map(str, row) for row in (*rows, total)))


def missing_list(
    coverage: Coverage,
    school: School,
    session: ExamSession,
    *,
    texts: ListTexts = FRENCH_LIST_TEXTS,
    messages: Messages = FRENCH_MESSAGES,
) -> ListTable:
    """Return the candidates without account, each with the reason; without one, a run would create it (M2, M3, M12)."""
    rows = [
        (group.group.label, one.name, *_why(one.refusal, messages, texts.to_create))
        for group in coverage.groups
        for one in group.missing
    ]
    columns = (coverage.grouping.value, texts.name, texts.reason, texts.cure)
    return ListTable(texts.missing, _about(school, session, texts), columns, rows)


def short_list(
    coverage: Coverage,
    school: School,
    session: ExamSession,
    *,
    texts: ListTexts = FRENCH_LIST_TEXTS,
    messages: Messages = FRENCH_MESSAGES,
) -> ListTable:
    """Return the candidates whose slip does not open the account until the session ends, each with what to do (M12)."""
    rows = [
        (group.group.label, one.name, *messages.shortfall(one.shortfall, session))
        for group in coverage.groups
        for one in group.short
    ]
    columns = (coverage.grouping.value, texts.name, texts.reason, texts.cure)
    return ListTable(texts.short, _about(school, session, texts), columns, rows)


def run_list(
    report: RunReport,
    school: School,
    session: ExamSession,
    *,
    texts: ListTexts = FRENCH_LIST_TEXTS,
    messages: Messages = FRENCH_MESSAGES,
) -> ListTable:
    """Return what a run did with each candidature (compte rendu), in the order of its slips."""
    rows = [
        (
            one.group.label,
            one.name,
            _became(one, texts.kinds, texts.not_renewed, texts),
            one.login or "",
            one.former_login or "",
            *_said(one, session, messages),
        )
        for one in report.outcomes
    ]
    columns = (
        report.grouping.value,
        texts.name,
        texts.outcome,
        texts.login,
        texts.former_login,
        texts.reason,
        texts.cure,
    )
    return ListTable(texts.run, _about(school, session, texts, report.run.at), columns, rows)


def _became(one: Outcome, kinds: Mapping[OutcomeKind, str], not_renewed: str, texts: ListTexts) -> str:
    """Return what became of a candidature: one that is refused may have an account."""
    if one.refusal is None or one.login is None:
        return kinds[one.kind]
    return texts.account_closed if one.refusal.reason is RefusalReason.ACCOUNT_CLOSED else not_renewed


def situation_list(
    situations: Iterable[Situation],
    school: School,
    session: ExamSession,
    *,
    title: str | None = None,
    texts: ListTexts = FRENCH_LIST_TEXTS,
    messages: Messages = FRENCH_MESSAGES,
) -> ListTable:
    """Return where pupils stand: login, state of the password since when, last slip; never a password.

    Args:
        situations: those of :meth:`Desk.situations`, or some of them, or those of :meth:`Desk.left_open`; in order.
        school: the school.
        session: the session.
        title: names the list, such as ``texts.not_used`` or ``texts.left_open``; by default that of everybody.
        texts: the words of the list.
        messages: the words of the reasons.
    """
    found = tuple(situations)

    def state(one: Situation) -> str:
        last_day = last_full_day(one.expires_at).strftime(texts.date_format) if one.expires_at else ""
        return _why(one.refusal, messages, texts.password_states[one.state].format(last_day=last_day))[0]

    def day(moment: datetime | None) -> str:
        return moment.strftime(texts.date_format) if moment else ""

    rows = [
        (
            one.group.label,
            one.name,
            one.login or "",
            texts.origins[one.kind] if one.kind else "",
            state(one),
            day(one.since),
            day(one.last_slip),
        )
        for one in found
    ]
    first = found[0].group.grouping.value if found else texts.group
    columns = (first, texts.name, texts.login, texts.origin, texts.password_state, texts.since, texts.last_slip)
    return ListTable(title or texts.situations, _about(school, session, texts), columns, rows)


def hand_out_list(
    report: RunReport,
    school: School,
    session: ExamSession,
    *,
    everybody: bool = False,
    texts: ListTexts = FRENCH_LIST_TEXTS,
    messages: Messages = FRENCH_MESSAGES,
) -> ListTable:
    """Return the candidates who are handed a slip of a run, with room for a day and a signature; no password.

    Args:
        report: what the run did; its order is that of the slips.
        school: the school.
        session: the session.
        everybody: whether to list the whole class, so that a candidate who gets no slip does not wait for one. The
            reason stands in place of the login.
        texts: the words of the list.
        messages: the words of the reasons.
    """

    def has_slip(one: Outcome) -> bool:
        return one.has_papillon or one.has_email_papillon

    def login(one: Outcome) -> str:
        return (one.login or "") if has_slip(one) else _said(one, session, messages, texts.kinds[one.kind])[0]

    rows = [(one.group.label, one.name, login(one), "", "") for one in report.outcomes if everybody or has_slip(one)]
    columns = (report.grouping.value, texts.name, texts.login, texts.handed_out, texts.signature)
    return ListTable(texts.hand_out, _about(school, session, texts, report.run.at), columns, rows)


def preflight_list(
    found: Preflight, *, texts: ListTexts = FRENCH_LIST_TEXTS, messages: Messages = FRENCH_MESSAGES
) -> ListTable:
    """Return what a generation would do with each candidature (M3); an impossible address stands as the reason."""
    rows = [
        (
            one.group.label,
            one.name,
            _became(one, texts.planned, texts.planned_not_renewed, texts),
            *_said(one, found.session, messages, found.impossible_emails.get(one.candidate_id, "")),
        )
        for one in found.plan.outcomes
    ]
    columns = (found.plan.request.generation.grouping.value, texts.name, texts.outcome, texts.reason, texts.cure)
    return ListTable(texts.preflight, _about(found.school, found.session, texts), columns, rows)


def diagnosis_list(
    diagnosis: Diagnosis,
    school: School,
    session: ExamSession,
    *,
    texts: ListTexts = FRENCH_LIST_TEXTS,
    problems: RosterTexts = FRENCH_ROSTER_TEXTS,
) -> ListTable:
    """Return everything that is wrong with a file: a row for each problem."""
    rows = [
        (
            texts.severities[one.code.severity],
            one.file,
            str(one.line or ""),
            one.column or "",
            problems.sentence(one),
            problems.cure(one),
        )
        for one in diagnosis.problems
    ]
    columns = (texts.severity, texts.diagnosis, texts.line, texts.column, texts.problem, texts.cure)
    about = (*_about(school, session, texts), diagnosis.label)
    return ListTable(texts.diagnosis, about, columns, rows)


def credentials_with_passwords(
    papillons: Iterable[Papillon], school: School, session: ExamSession, *, texts: ListTexts = FRENCH_LIST_TEXTS
) -> ListTable:
    """Return logins **and passwords** of slips, for a host that must take them elsewhere; keep it as a secret.

    Give it the slips whose passwords are still valid, ``[one.papillon for one in desk.documents.open(id).holding]``:
    opening a document is noted in the journal.

    A password may start with ``=`` or be a number, which a spreadsheet would change. Each stands between square
    brackets, which are not part of the password.
    """
    rows = [
        (
            one.group.label,
            one.family_name,
            one.given_names,
            one.login,
            f"[{one.password.reveal()}]",
            last_full_day(one.expires_at).strftime(texts.date_format),  # the day that the slip names
        )
        for one in papillons
    ]
    columns = (texts.group, texts.family_name, texts.given_names, texts.login, texts.password, texts.expires)
    return ListTable(texts.credentials, _about(school, session, texts), columns, rows)
