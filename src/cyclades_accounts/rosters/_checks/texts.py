"""The words of the checks, as values that a host may replace."""

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from cyclades_accounts.rosters._problems.problems import Severity

_HEADINGS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "À CORRIGER ({count}) : ce qui suit n'est pas retenu.",
    Severity.WARNING: "À VÉRIFIER ({count}) : ce qui suit est lu.",
    Severity.NOTE: "POUR INFORMATION ({count})",
}


def _headings(given: Mapping[Severity, str]) -> dict[Severity, str]:
    return dict(given)


@frozen
class DiagnosisTexts:
    """The words around the problems of a file. Words in braces are filled in."""

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


@frozen
class PreflightTexts:
    """The words of a preflight. Words in braces are filled in."""

    title: str = "Vérification des candidatures avant la génération des comptes"
    subject: str = "{school} ({uai}), session {session}"
    counts: str = (
        "{group} : {candidates} candidature(s) ; comptes : {ready} à créer, {kept} déjà créé(s), {refused} sans."
    )
    nobody: str = "Rien à corriger : la génération peut être lancée."
    none_possible: str = "La génération ne créerait aucun compte : voyez ci-dessous pourquoi."
    """In its place, where nobody would get an account and nobody has one."""
    to_correct: str = "À CORRIGER ({count}) : sans correction, pas de compte."
    short: str = (
        "PAPILLONS À REMPLACER ({count}) : les comptes existent, mais ces papillons ne les ouvriront pas jusqu’à la "
        "fin de la session."
    )
    """Accounts whose password falls short of the session."""
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
