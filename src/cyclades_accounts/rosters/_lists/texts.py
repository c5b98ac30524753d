"""The words of the lists, as a value that a host may replace."""

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from cyclades_accounts.model import OutcomeKind
from cyclades_accounts.rosters._problems.problems import Severity

_KINDS: Final[Mapping[OutcomeKind, str]] = {
    OutcomeKind.CREATED: "Compte créé",
    OutcomeKind.RENEWED: "Mot de passe régénéré",
    OutcomeKind.PROLONGED: "Mot de passe prolongé",
    OutcomeKind.KEPT: "Compte conservé",
    OutcomeKind.REFUSED: "Sans compte",
}
_PLANNED: Final[Mapping[OutcomeKind, str]] = {
    OutcomeKind.CREATED: "Compte à créer",
    OutcomeKind.RENEWED: "Mot de passe à régénérer",
    OutcomeKind.PROLONGED: "Mot de passe à prolonger",
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
    short: str = "Papillons à remplacer avant la fin de la session"
    hand_out: str = "Remise des papillons de connexion"
    credentials: str = "Identifiants et mots de passe provisoires : document confidentiel"
    preflight: str = "Vérification avant la génération des comptes"
    diagnosis: str = "Vérification du fichier"
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
