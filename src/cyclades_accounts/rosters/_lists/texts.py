"""The words of the lists, as a value that a host may replace."""

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from cyclades_accounts.model import LoginKind, OutcomeKind
from cyclades_accounts.provisioning import PasswordState
from cyclades_accounts.rosters._problems.problems import Severity

_KINDS: Final[Mapping[OutcomeKind, str]] = {
    OutcomeKind.CREATED: "Compte créé",
    OutcomeKind.RENEWED: "Mot de passe régénéré",
    OutcomeKind.PROLONGED: "Mot de passe prolongé",
    OutcomeKind.KEPT: "Compte déjà créé",
    OutcomeKind.REFUSED: "Compte non créé",
}
_PLANNED: Final[Mapping[OutcomeKind, str]] = {
    OutcomeKind.CREATED: "Compte à créer",
    OutcomeKind.RENEWED: "Mot de passe à régénérer",
    OutcomeKind.PROLONGED: "Mot de passe à prolonger",
    OutcomeKind.KEPT: "Compte déjà créé",
    OutcomeKind.REFUSED: "Compte impossible à créer",
}
_LOGIN_KINDS: Final[Mapping[LoginKind, str]] = {
    LoginKind.PRENOM_NOM: "généré par un établissement",
    LoginKind.EMAIL: "créé par le candidat",
}
_PASSWORD_STATES: Final[Mapping[PasswordState, str]] = {
    PasswordState.NONE: "compte à créer : lancez la génération",
    PasswordState.CLOSED: "compte fermé",
    PasswordState.REVOKED: "désactivé",
    PasswordState.EXPIRED: "expiré",
    PasswordState.ENDS_EARLY: "expire le {last_day}, avant la fin de la session",
    PasswordState.NEVER_USED: "provisoire, jamais utilisé",
    PasswordState.USED: "provisoire, déjà utilisé",
    PasswordState.CHANGED: "changé par le candidat",
    PasswordState.ELSEWHERE: "connu de l’espace candidat seul",
}
_SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "À corriger",
    Severity.WARNING: "À vérifier",
    Severity.NOTE: "Pour information",
}


def _kinds(given: Mapping[OutcomeKind, str]) -> dict[OutcomeKind, str]:
    return dict(given)


def _login_kinds(given: Mapping[LoginKind, str]) -> dict[LoginKind, str]:
    return dict(given)


def _password_states(given: Mapping[PasswordState, str]) -> dict[PasswordState, str]:
    return dict(given)


def _severities(given: Mapping[Severity, str]) -> dict[Severity, str]:
    return dict(given)


@frozen
class ListTexts:
    """The words of the lists: titles, and the names of the columns."""

    coverage: str = "Comptes par groupe"
    run: str = "Compte rendu"
    missing: str = "Candidats sans compte"
    short: str = "Papillons à remplacer avant la fin de la session"
    hand_out: str = "Remise des papillons de connexion"
    credentials: str = "Identifiants et mots de passe provisoires : document confidentiel"
    preflight: str = "Vérification avant la génération des comptes"
    diagnosis: str = "Vérification du fichier"
    situations: str = "Situation des comptes"
    not_used: str = "Papillons pas encore utilisés"
    left_open: str = "Comptes encore ouverts d’élèves qui ont quitté l’établissement"
    school: str = "{name} ({uai})"
    session: str = "Session {label}"
    made_at: str = "Fait le {moment}"
    moment_format: str = "%d/%m/%Y %H:%M"
    """How moments are written, in the notation of :meth:`datetime.datetime.strftime`."""
    date_format: str = "%d/%m/%Y"
    """How days are written, in the same notation."""
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
    expired: str = "Mot de passe expiré ou désactivé"
    ends_early: str = "Mot de passe qui expire avant la fin de la session"
    handed_out: str = "Remis le"
    signature: str = "Signature"
    password: str = "Mot de passe provisoire (entre les crochets)"
    expires: str = "Valable jusqu'au"
    origin: str = "Origine du compte"
    password_state: str = "État du mot de passe"
    since: str = "Depuis le"
    last_slip: str = "Dernier papillon"
    not_renewed: str = "Mot de passe non régénéré"
    """What a run did with an account that it refused to renew (M7, M8)."""
    planned_not_renewed: str = "Mot de passe impossible à régénérer"
    """The same, of what a run would do."""
    account_closed: str = "Compte fermé"
    """What a run does with a closed account."""
    severity: str = "Gravité"
    line: str = "Ligne"
    column: str = "Colonne"
    problem: str = "Problème"
    kinds: Mapping[OutcomeKind, str] = field(default=_KINDS, converter=_kinds, hash=False)
    """What a run did."""
    planned: Mapping[OutcomeKind, str] = field(default=_PLANNED, converter=_kinds, hash=False)
    """What a run would do."""
    origins: Mapping[LoginKind, str] = field(default=_LOGIN_KINDS, converter=_login_kinds, hash=False)
    """Who made an account."""
    password_states: Mapping[PasswordState, str] = field(
        default=_PASSWORD_STATES, converter=_password_states, hash=False
    )
    """What the password of an account is worth; ``{last_day}`` is the last day on which it serves. For ``NONE``: an
    account that a run would create; else the refusal stands in its place."""
    severities: Mapping[Severity, str] = field(default=_SEVERITIES, converter=_severities, hash=False)


FRENCH_LIST_TEXTS: Final = ListTexts()
"""The words we ship."""
