"""The lists a school needs around its accounts: coverage, what a run did, who has none and why, handing out, passwords.

Only :func:`credentials_with_passwords` holds passwords, and only because its name is typed.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from cyclades_accounts.messages import FRENCH_MESSAGES, Messages
from cyclades_accounts.model import ExamSession, Outcome, OutcomeKind, RunReport, School, last_full_day
from cyclades_accounts.papillons import Papillon
from cyclades_accounts.provisioning import Coverage
from cyclades_accounts.rosters._diagnosis import Diagnosis
from cyclades_accounts.rosters._list_table import ListTable
from cyclades_accounts.rosters._preflight import Preflight
from cyclades_accounts.rosters._problems import Severity
from cyclades_accounts.rosters._texts import RosterTexts
from cyclades_accounts.rosters._texts_french import FRENCH_ROSTER_TEXTS

_KINDS: Final[Mapping[OutcomeKind, str]] = {
    OutcomeKind.CREATED: "Compte créé",
    OutcomeKind.RENEWED: "Mot de passe renouvelé",
    OutcomeKind.KEPT: "Compte conservé",
    OutcomeKind.REFUSED: "Sans compte",
}
_PLANNED: Final[Mapping[OutcomeKind, str]] = {
    OutcomeKind.CREATED: "Compte à créer",
    OutcomeKind.RENEWED: "Mot de passe à renouveler",
    OutcomeKind.KEPT: "Compte déjà créé",
    OutcomeKind.REFUSED: "Sans compte",
}
_SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "À corriger",
    Severity.WARNING: "À vérifier",
    Severity.NOTE: "Pour information",
}


def _kinds(given: Mapping[OutcomeKind, str]) -> dict[OutcomeKind, str]:
    return dict(given)


def _severities(given: Mapping[Severity, str]) -> dict[Severity, str]:
    return dict(given)


@frozen
class ListTexts:
    """The words of the lists: titles, and the names of the columns."""

    coverage: str = "Comptes par groupe"
    run: str = "Compte rendu"
    missing: str = "Candidats sans compte"
    hand_out: str = "Remise des papillons de connexion"
    credentials: str = "Identifiants et mots de passe provisoires : document confidentiel"
    preflight: str = "Vérification avant la génération des comptes"
    diagnosis: str = "Vérification du fichier"
    school: str = "{name} ({uai})"
    session: str = "Session {exam} {year}"
    made_at: str = "Fait le {moment}"
    moment_format: str = "%d/%m/%Y %H:%M"
    """How moments are written, in the notation of :meth:`datetime.datetime.strftime`."""
    date_format: str = "%d/%m/%Y"
    """How days are written, the same."""
    total: str = "Ensemble"
    group: str = "Groupe"
    name: str = "Nom et prénoms"
    family_name: str = "Nom de famille"
    given_names: str = "Prénom(s)"
    login: str = "Identifiant de connexion"
    former_login: str = "Ancien identifiant"
    outcome: str = "Résultat"
    reason: str = "Motif"
    cure: str = "Que faire"
    candidates: str = "Candidatures"
    with_account: str = "Avec un compte"
    to_create: str = "À créer"
    blocked: str = "À corriger"
    out_of_scope: str = "Hors champ"
    expired: str = "Mot de passe expiré"
    handed_out: str = "Remis le"
    signature: str = "Signature"
    password: str = "Mot de passe provisoire (entre les crochets)"
    expires: str = "Valable jusqu'au"
    severity: str = "Gravité"
    line: str = "Ligne"
    column: str = "Colonne"
    problem: str = "Problème"
    kinds: Mapping[OutcomeKind, str] = field(default=_KINDS, converter=_kinds, hash=False)
    """What a run did."""
    planned: Mapping[OutcomeKind, str] = field(default=_PLANNED, converter=_kinds, hash=False)
    """What a run would do."""
    severities: Mapping[Severity, str] = field(default=_SEVERITIES, converter=_severities, hash=False)


FRENCH_LIST_TEXTS: Final = ListTexts()
"""The words we ship."""


def _about(school: School, session: ExamSession, texts: ListTexts) -> tuple[str, str]:
    return (
        texts.school.format(name=" ".join(school.name.split()), uai=school.uai),
        texts.session.format(exam=session.exam, year=session.year),
    )


def coverage_list(
    coverage: Coverage, school: School, session: ExamSession, *, texts: ListTexts = FRENCH_LIST_TEXTS
) -> ListTable:
    """Return how many candidates have an account, a row for each group and one for all (M5, M12)."""
    rows = [
        (
            one.group.label,
            one.candidates,
            one.with_account,
            sum(missing.refusal is None for missing in one.missing),
            sum(missing.refusal is not None and missing.is_expected for missing in one.missing),
            sum(missing.refusal is not None and not missing.is_expected for missing in one.missing),
            len(one.expired),
        )
        for one in coverage.groups
    ]
    total = (texts.total, *(sum(int(row[place]) for row in rows) for place in range(1, 7)))
    columns = (
        coverage.grouping.value,
        texts.candidates,
        texts.with_account,
        texts.to_create,
        texts.blocked,
        texts.out_of_scope,
        texts.expired,
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
    """Return who has no account, and why: without a reason, a run would create it (M2, M3, M12)."""
    rows = [
        (
            group.group.label,
            one.name,
            messages.refusal(one.refusal) if one.refusal else texts.to_create,
            messages.cure(one.refusal) if one.refusal else "",
        )
        for group in coverage.groups
        for one in group.missing
    ]
    columns = (coverage.grouping.value, texts.name, texts.reason, texts.cure)
    return ListTable(texts.missing, _about(school, session, texts), columns, rows)


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
            texts.kinds[one.kind],
            one.login or "",
            one.former_login or "",
            messages.refusal(one.refusal) if one.refusal else "",
            messages.cure(one.refusal) if one.refusal else "",
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
    moment = texts.made_at.format(moment=report.run.at.strftime(texts.moment_format))
    return ListTable(texts.run, (*_about(school, session, texts), moment), columns, rows)


def hand_out_list(
    report: RunReport,
    school: School,
    session: ExamSession,
    *,
    everybody: bool = False,
    texts: ListTexts = FRENCH_LIST_TEXTS,
    messages: Messages = FRENCH_MESSAGES,
) -> ListTable:
    """Return whom the slips of a run go to, in their order, with room for a day and a signature; no password.

    ``everybody``: the whole class, so that nobody waits for a slip that does not come; those who get none have the
    reason in place of the login.
    """

    def has_slip(one: Outcome) -> bool:
        return one.has_papillon or one.has_email_papillon

    def login(one: Outcome) -> str:
        if has_slip(one):
            return one.login or ""
        return messages.refusal(one.refusal) if one.refusal else texts.kinds[one.kind]

    rows = [(one.group.label, one.name, login(one), "", "") for one in report.outcomes if everybody or has_slip(one)]
    columns = (report.grouping.value, texts.name, texts.login, texts.handed_out, texts.signature)
    moment = texts.made_at.format(moment=report.run.at.strftime(texts.moment_format))
    return ListTable(texts.hand_out, (*_about(school, session, texts), moment), columns, rows)


def preflight_list(
    found: Preflight, *, texts: ListTexts = FRENCH_LIST_TEXTS, messages: Messages = FRENCH_MESSAGES
) -> ListTable:
    """Return what a generation would do with each candidature (M3)."""
    rows = [
        (
            one.group.label,
            one.name,
            texts.planned[one.kind],
            messages.refusal(one.refusal) if one.refusal else found.impossible_emails.get(one.candidate_id, ""),
            messages.cure(one.refusal) if one.refusal else "",
        )
        for one in found.plan.outcomes
    ]
    columns = (found.plan.request.grouping.value, texts.name, texts.outcome, texts.reason, texts.cure)
    return ListTable(texts.preflight, _about(found.school, found.session, texts), columns, rows)


def diagnosis_list(
    diagnosis: Diagnosis,
    school: School,
    session: ExamSession,
    *,
    texts: ListTexts = FRENCH_LIST_TEXTS,
    problems: RosterTexts = FRENCH_ROSTER_TEXTS,
) -> ListTable:
    """Return everything that is wrong with a file, a row for each problem."""
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
    """Return logins **and passwords** of slips, for a host that must carry them elsewhere; keep it as a secret.

    Take the slips that still hold, ``[one.papillon for one in service.open_document(id).holding]``: the journal then
    knows who saw them.

    No other list of this room holds a password, and no other activity calls this one. A password may start with ``=``
    or be a number: each stands between square brackets, which are no part of it, so that no spreadsheet rewrites it and
    nobody copies a quote for a character.
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
