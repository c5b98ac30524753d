"""What a secretary reads: French sentences for refusals and coverage, as a value that a host may replace."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from attrs import field, frozen

from cyclades_accounts.model import Refusal, RefusalReason

__all__ = ["FRENCH_MESSAGES", "Messages", "RefusalText"]


@frozen
class RefusalText:
    """One refusal in words; ``{…}`` is filled in from the facts of the refusal."""

    sentence: str
    """What stands in the way."""
    cure: str
    """What the school can do."""
    short: str
    """The reason in two or three words, to stand behind a count; without facts."""


_REFUSALS: Final[Mapping[RefusalReason, RefusalText]] = {
    RefusalReason.NOT_SCOLAIRE: RefusalText(
        "n'est pas un candidat scolaire (catégorie « {category} »)",
        "Le candidat crée lui-même son compte dans l'espace candidat.",
        "hors candidats scolaires",
    ),
    RefusalReason.NOT_REGISTERED: RefusalText(
        "candidature à l'état « {status} »",
        "Seuls les « Inscrit » et « Pré-inscrit » reçoivent un compte : vérifiez l'état de la candidature.",
        "ni inscrits ni pré-inscrits",
    ),
    RefusalReason.NO_EMAIL: RefusalText(
        "pas d'adresse mail",
        "Renseignez l'adresse mail de la candidature, puis relancez la génération.",
        "sans adresse mail",
    ),
    RefusalReason.UNFOLDABLE_NAME: RefusalText(
        "le nom « {name} » ne peut pas former un identifiant",
        "Saisissez le nom en lettres latines, comme à l'état civil.",
        "au nom impossible à transcrire",
    ),
    RefusalReason.EMAIL_LOGIN: RefusalText(
        "compte créé par le candidat avec son adresse mail ({login})",
        "Le candidat retrouve son mot de passe lui-même, par « mot de passe oublié » de l'espace candidat.",
        "avec un compte créé par adresse mail",
    ),
    RefusalReason.OTHER_SCHOOL: RefusalText(
        "compte {login} généré par un autre établissement ({issued_by})",
        "Déclarez cet établissement parmi les anciens établissements de l'élève, ou adressez-vous à lui.",
        "avec le compte d'un autre établissement",
    ),
    RefusalReason.ACCOUNT_CLOSED: RefusalText(
        "compte {login} fermé le {closed_on}",
        "Rouvrez le compte : une personne n'en reçoit jamais un second.",
        "au compte fermé",
    ),
}


def _copied(texts: Mapping[RefusalReason, RefusalText]) -> dict[RefusalReason, RefusalText]:
    return dict(texts)


@frozen
class Messages:
    """The French sentences of lists, reports and coverage."""

    refusals: Mapping[RefusalReason, RefusalText] = field(default=_REFUSALS, converter=_copied, hash=False)
    """A text for each reason."""
    no_account: str = "Pas de compte candidat Cyclades"
    """M13, the memo's words."""
    complete: str = "Tous les comptes sont créés : {with_account} compte(s) pour {candidates} candidature(s)."
    """M12; the memo's own sentence is a picture we do not have."""
    incomplete: str = "Il manque {missing} compte(s) : {with_account} compte(s) pour {candidates} candidature(s)."
    """M12."""
    to_create: str = "{count} à créer : lancez la génération."
    """M12: those whom a run would serve."""
    blocked: str = "{count} à corriger : {reasons}."
    """M12: those who should have an account and cannot yet."""
    expired: str = "{count} mot(s) de passe provisoire(s) expiré(s) : régénérez-les."
    """M12: accounts that nobody can open any more with the slip."""
    nobody: str = "Aucune candidature n'est enregistrée pour cette session."
    """M12: nothing to count."""
    out_of_scope: str = "{count} hors champ : {reasons}."
    """M12: those who get none, and are not missing."""
    date_format: str = "%d/%m/%Y"
    """How days are written, in the notation of :meth:`datetime.date.strftime`."""
    page: str = "Affichage de l'élément {first} à {last} sur {total} élément(s)"
    """M16, the memo's words."""

    def refusal(self, refusal: Refusal) -> str:
        """Return the sentence of a refusal, with its facts."""
        return self.refusals[refusal.reason].sentence.format_map(self._facts(refusal))

    def cure(self, refusal: Refusal) -> str:
        """Return what the school can do about a refusal."""
        return self.refusals[refusal.reason].cure.format_map(self._facts(refusal))

    def _facts(self, refusal: Refusal) -> dict[str, str]:
        facts = dict(refusal.facts)
        if "closed_on" in facts:
            facts["closed_on"] = date.fromisoformat(facts["closed_on"]).strftime(self.date_format)
        return facts


FRENCH_MESSAGES: Final = Messages()
"""The sentences we ship."""
