"""What a secretary reads: French sentences for refusals and coverage, as a value that a host may replace."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from attrs import field, fields, frozen

from cyclades_accounts.model import (
    Activity,
    ExamSession,
    Facts,
    LoginExplanation,
    LoginOrigin,
    LoginStep,
    LoginStepKind,
    Notice,
    NoticeReason,
    OutcomeKind,
    PapillonState,
    Phase,
    Refusal,
    RefusalReason,
    Shortfall,
    ShortfallReason,
    Standing,
    exactly,
    last_full_day,
)

__all__ = ["FRENCH_MESSAGES", "Counted", "Messages", "NoticeText", "RefusalText"]


@frozen
class Counted:
    """A text that depends on a number: French says « 0 compte », « 1 compte », « 2 comptes »."""

    one: str
    """For 0 and 1."""
    many: str
    """From 2 on."""

    def of(self, count: int, **facts: object) -> str:
        """Return the form for ``count``, filled in with it and with ``facts``."""
        return (self.many if count > 1 else self.one).format(count=count, **facts)


@frozen
class RefusalText:
    """One refusal in words; ``{…}`` is filled in from the facts of the refusal."""

    sentence: str
    """What stands in the way."""
    cure: str
    """What the school can do."""
    short: str
    """The reason in two or three words, to stand behind a count; without facts."""


@frozen
class NoticeText:
    """One notice in words, or how a password falls short; ``{…}`` is filled in from the facts.

    In a notice ``{candidates}`` stands for the keys, and ``{count}`` for their number.
    """

    sentence: str
    """What to look at."""
    cure: str
    """What the school can do."""


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
    RefusalReason.NO_CATEGORY: RefusalText(
        "catégorie du candidat non renseignée",
        "Renseignez la catégorie de la candidature, puis relancez la génération.",
        "à la catégorie non renseignée",
    ),
    RefusalReason.NO_STATUS: RefusalText(
        "état de la candidature non renseigné",
        "Renseignez l'état de la candidature, puis relancez la génération.",
        "à l'état non renseigné",
    ),
    RefusalReason.UNKNOWN_STATUS: RefusalText(
        "état « {status} » inconnu",
        "Corrigez l'état de la candidature, puis relancez la génération. États connus : {known}. "
        "Si celui-ci est le bon, prévenez l'assistance informatique.",
        "à l'état inconnu",
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
    RefusalReason.UNPRINTABLE: RefusalText(
        "caractère impossible à imprimer dans {field} : « {character} » ({code_point})",
        "Ressaisissez {field} sans ce caractère, enregistrez de nouveau la liste, puis relancez la génération.",
        "au nom impossible à imprimer",
    ),
    RefusalReason.EMAIL_LOGIN: RefusalText(
        "compte créé par le candidat avec son adresse mail ({login})",
        "Le candidat retrouve son mot de passe lui-même, par « mot de passe oublié » de l'espace candidat.",
        "avec un compte créé par adresse mail",
    ),
    RefusalReason.OTHER_SCHOOL: RefusalText(
        "compte suivi par un autre établissement, {school} ({uai})",
        "Cet établissement agit lui-même sur le compte, ou accepte le transfert de l’élève, que demande une "
        "régénération du mot de passe.",
        "avec le compte d’un autre établissement",
    ),
    RefusalReason.ACCOUNT_CLOSED: RefusalText(
        "compte {login} fermé le {closed_on}",
        "Rouvrez le compte : une personne n'en reçoit jamais un second.",
        "au compte fermé",
    ),
    RefusalReason.OTHER_PERSON: RefusalText(
        "numéro déjà porté par un autre élève : {other}, compte {login}",
        "Vérifiez l’INE ou le numéro de l’élève. S’il s’agit bien du même élève, confirmez-le : il garde ce compte. "
        "Rien n’est créé d’ici là.",
        "au numéro déjà porté par un autre élève",
    ),
    RefusalReason.OTHER_PERSON_ELSEWHERE: RefusalText(
        "numéro déjà porté par un autre élève, suivi par l’établissement {uai}",
        "Vérifiez l’INE ou le numéro de l’élève, ou adressez-vous à cet établissement. Rien n’est créé d’ici là.",
        "au numéro déjà porté par un élève d’un autre établissement",
    ),
    RefusalReason.PERHAPS_KNOWN: RefusalText(
        "peut-être le même élève que {other} (compte {login}), sous un autre INE",
        "S’il s’agit du même élève, fusionnez ses deux dossiers. Sinon, confirmez que ce sont deux élèves, puis "
        "relancez la génération.",
        "à confirmer",
    ),
    RefusalReason.PERHAPS_KNOWN_ELSEWHERE: RefusalText(
        "peut-être un élève que suit déjà l’établissement {uai}, sous un autre INE",
        "Adressez-vous à cet établissement. S’il s’agit de deux élèves, confirmez-le, puis relancez la génération.",
        "à confirmer avec un autre établissement",
    ),
    RefusalReason.TWO_CANDIDATURES: RefusalText(
        "plusieurs candidatures sous un même numéro : {names}",
        "Corrigez-les dans l’application d’origine, puis relancez la génération.",
        "en double",
    ),
    RefusalReason.NO_CANDIDATURE: RefusalText(
        "candidature incomplète dans l’application d’origine : {why}",
        "Corrigez-la dans l’application d’origine, puis relancez la génération.",
        "incomplètes",
    ),
    RefusalReason.NOT_A_PUPIL: RefusalText(
        "pas de candidature dans l'établissement",
        "Enregistrez d'abord la liste des candidatures de l'établissement.",
        "sans candidature ici",
    ),
    RefusalReason.NO_ACCOUNT: RefusalText(
        "pas de compte",
        "Rien à faire. Si l’élève doit en avoir un, lancez la génération.",
        "sans compte",
    ),
    RefusalReason.NOT_A_LOGIN: RefusalText(
        "l'identifiant « {value} » ne peut pas être imposé",
        "Un identifiant a 64 caractères au plus : des lettres de a à z sans accent et des chiffres, avec un seul "
        "point, tiret ou tiret bas entre deux mots.",
        "à l'identifiant mal formé",
    ),
    RefusalReason.LOGIN_RESERVED: RefusalText(
        "l'identifiant {login} est réservé : personne ne le reçoit",
        "Choisissez un autre identifiant.",
        "à l'identifiant réservé",
    ),
    RefusalReason.LOGIN_TAKEN: RefusalText(
        "l'identifiant {login} est ou a été celui d'une autre personne",
        "Choisissez un autre identifiant : un identifiant attribué n'est jamais réattribué.",
        "à l'identifiant déjà pris",
    ),
    RefusalReason.LOGIN_TWICE: RefusalText(
        "l'identifiant {login} est demandé pour plusieurs personnes, ou la personne en reçoit plusieurs",
        "Corrigez le fichier : un identifiant par personne, une personne par identifiant.",
        "à l'identifiant en double",
    ),
}

_FIELDS: Final[Mapping[str, str]] = {
    "family_name": "le nom de famille",
    "given_names": "les prénoms",
    "division": "la classe",
    "group": "le regroupement",
}

_NOTICES: Final[Mapping[NoticeReason, NoticeText]] = {
    NoticeReason.LOOK_ALIKE_LOGINS: NoticeText(
        "Les identifiants {logins} se ressemblent.",
        "Montrez la différence à ces élèves en leur remettant leur papillon.",
    ),
    NoticeReason.SAME_NAME_AND_BIRTH_DATE: NoticeText(
        "« {name} », date de naissance {birth_date}, figure sous plusieurs clés : {candidates}.",
        "S'il s'agit d'une seule personne, fusionnez ses dossiers avant de générer les comptes.",
    ),
    NoticeReason.TRANSFERRED: NoticeText(
        "{person} vient d’un autre établissement, {school} ({uai}), qui en est informé.",
        "Le papillon que cet établissement a remis n’ouvre plus rien.",
    ),
    NoticeReason.IN_TWO_SCHOOLS: NoticeText(
        "{person} a aussi une candidature dans un autre établissement : {school} ({uai}).",
        "Vérifiez avec cet établissement où l’élève se présente. Régénérer son mot de passe annule le papillon remis "
        "par l’autre établissement.",
    ),
    NoticeReason.TWO_ROWS: NoticeText(
        "Plusieurs lignes portent le même numéro : {names}. Une seule compte.",
        "Supprimez les autres dans l’application d’origine.",
    ),
    NoticeReason.TYPING_SLIP: NoticeText(
        "« {name} » porte le compte de « {former} », à une lettre près.",
        "Vérifiez qu’il s’agit du même élève avant de remettre le papillon.",
    ),
    NoticeReason.SLIPS_OF_TODAY: NoticeText(
        "Papillons édités aujourd’hui qui ne serviront plus : {count}.",
        "Si vous venez de lancer cette opération, ne la relancez pas : remettez les papillons déjà édités.",
    ),
    NoticeReason.SAME_EMAIL: NoticeText(
        "L'adresse {email} figure sur plusieurs candidatures : {candidates}.",
        "C'est normal pour une fratrie ; sinon, corrigez l'adresse ou fusionnez les dossiers.",
    ),
}

_KEPT: Final[Mapping[ShortfallReason, NoticeText]] = {
    ShortfallReason.REVOKED: NoticeText(
        "compte déjà créé, mais son papillon ne l’ouvre plus (mot de passe désactivé le {day})",
        "Régénérez le mot de passe : un nouveau papillon sera édité.",
    ),
    ShortfallReason.EXPIRED: NoticeText(
        "compte déjà créé, mais son papillon ne l’ouvre plus (mot de passe valable jusqu’au {day})",
        "Régénérez le mot de passe : un nouveau papillon sera édité.",
    ),
    ShortfallReason.ENDS_EARLY: NoticeText(
        "compte déjà créé, mais son mot de passe expire le {day}, avant la fin de la session ({session_last_day})",
        "Avant cette date, prolongez le mot de passe, ou régénérez-le : un nouveau papillon sera édité.",
    ),
}

_DONE: Final[Mapping[OutcomeKind, Counted]] = {
    OutcomeKind.CREATED: Counted("{count} compte créé", "{count} comptes créés"),
    OutcomeKind.RENEWED: Counted("{count} mot de passe régénéré", "{count} mots de passe régénérés"),
    OutcomeKind.PROLONGED: Counted("{count} mot de passe prolongé", "{count} mots de passe prolongés"),
    OutcomeKind.KEPT: Counted("{count} compte déjà créé", "{count} comptes déjà créés"),
    OutcomeKind.REFUSED: Counted("{count} refus", "{count} refus"),
}
_PLANNED: Final[Mapping[OutcomeKind, Counted]] = {
    **_DONE,
    OutcomeKind.CREATED: Counted("{count} compte à créer", "{count} comptes à créer"),
    OutcomeKind.RENEWED: Counted("{count} mot de passe à régénérer", "{count} mots de passe à régénérer"),
}

_STEPS: Final[Mapping[LoginStepKind, str]] = {
    LoginStepKind.FIRST_GIVEN_NAME: "Premier prénom de « {before} » : « {after} ».",
    LoginStepKind.ALL_GIVEN_NAMES: "Tous les prénoms : « {after} ».",
    LoginStepKind.FAMILY_NAME: "Nom de famille : « {after} ».",
    LoginStepKind.USAGE_NAME: "Nom d'usage, au lieu de « {before} » : « {after} ».",
    LoginStepKind.FOLD_GIVEN_NAME: "Prénom en lettres de a à z : « {after} »{letters}.",
    LoginStepKind.FOLD_FAMILY_NAME: "Nom en lettres de a à z : « {after} »{letters}.",
    LoginStepKind.JOIN: "Assemblés : « {after} ».",
    LoginStepKind.SHORTEN: "Raccourci, pour rester assez court : « {after} ».",
    LoginStepKind.FALL_BACK: "« {before} » ne se transcrit pas en lettres de a à z : « {after} ».",
    LoginStepKind.POLICY: "D'après « {before} » : « {after} ».",
    LoginStepKind.NUMBER: "« {before} » était déjà pris : « {after} ».",
}

_ORIGINS: Final[Mapping[LoginOrigin, str]] = {
    LoginOrigin.NAME: "L'identifiant {login}, attribué le {issued_on}, vient du nom :",
    LoginOrigin.EARLIER_NAME: "L'identifiant {login}, attribué le {issued_on}, vient d'un nom corrigé depuis ou d'une "
    "règle antérieure : un identifiant ne change pas de lui-même.",
    LoginOrigin.IMPOSED: "L'identifiant {login}, attribué le {issued_on}, a été fixé par l'établissement ou par "
    "l'application d'où viennent les comptes.",
    LoginOrigin.EMAIL: "L'identifiant {login} est l'adresse mail avec laquelle le candidat a créé son compte, "
    "enregistré le {issued_on}.",
}

_STANDINGS: Final[Mapping[PapillonState, str]] = {
    PapillonState.HOLDS: "Mot de passe toujours valable.",
    PapillonState.SUPERSEDED: "Mot de passe remplacé le {since} : ce papillon n'ouvre plus rien.",
    PapillonState.CHANGED: "Mot de passe changé par le candidat le {since} : ce papillon n'ouvre plus rien.",
    PapillonState.EXPIRED: "Mot de passe valable jusqu'au {last_day} : ce papillon n'ouvre plus rien, régénérez-le.",
    PapillonState.REVOKED: "Mot de passe révoqué le {since} : ce papillon n'ouvre plus rien, régénérez-le.",
    PapillonState.CLOSED: "Compte fermé le {since} : ce papillon n'ouvre plus rien.",
    PapillonState.MOVED: "Compte suivi par un autre établissement, qui remet au candidat ses papillons.",
}

_ACTIVITIES: Final[Mapping[Activity, str]] = {
    Activity.REGISTER_SCHOOL: "Établissement enregistré",
    Activity.CLOSE_SCHOOL: "Établissement fermé",
    Activity.REGISTER_ROSTER: "Liste des candidatures enregistrée",
    Activity.GENERATE: "Comptes générés",
    Activity.REGENERATE: "Mots de passe régénérés",
    Activity.RENAME: "Nom corrigé",
    Activity.MOVE: "Candidature transférée",
    Activity.WITHDRAW: "Candidature retirée",
    Activity.MERGE: "Dossiers fusionnés",
    Activity.REKEY: "Dossier repris sous une autre clé",
    Activity.CONFIRM_SAME: "Même élève confirmé",
    Activity.CONFIRM_OTHER: "Autre élève confirmé",
    Activity.SET_SESSION: "Session d'examen modifiée",
    Activity.ASK_TRANSFER: "Transfert d’élève demandé",
    Activity.TRANSFER: "Élève transféré",
    Activity.REFUSE_TRANSFER: "Transfert d’élève refusé",
    Activity.CLOSE: "Compte fermé",
    Activity.REOPEN: "Compte rouvert",
    Activity.REVOKE: "Mot de passe révoqué",
    Activity.PROLONG: "Mots de passe prolongés",
    Activity.CHANGE_PASSWORD: "Mot de passe changé par le candidat",
    Activity.REGISTER_EMAIL_ACCOUNT: "Compte par adresse mail enregistré",
    Activity.IMPOSE_LOGINS: "Identifiants imposés",
    Activity.OPEN_DOCUMENT: "Document consulté",
    Activity.REPLACE_LOST: "Papillons perdus remplacés",
    Activity.REPRINT: "Papillons encore valables réédités",
    Activity.PURGE: "Documents purgés",
    Activity.RESEAL: "Documents rechiffrés",
    Activity.ERASE: "Personne effacée",
    Activity.PURGE_PEOPLE: "Personnes purgées",
    Activity.EXPORT: "Données d'une personne communiquées",
}

_PHASES: Final[Mapping[Phase, str]] = {
    Phase.READING: "Lecture des candidatures",
    Phase.HASHING: "Préparation des mots de passe",
    Phase.DRAWING: "Édition des papillons",
    Phase.WRITING: "Enregistrement",
    Phase.DONE: "terminée",
    Phase.FAILED: "en échec",
}


@frozen
class Messages:
    """The French sentences of lists, reports and coverage."""

    refusals: Mapping[RefusalReason, RefusalText] = field(default=_REFUSALS, hash=False)
    """A text for each reason but ``OF_HOST``, which brings its words along."""
    fields: Mapping[str, str] = field(default=_FIELDS, hash=False)
    """The name of each field that a refusal may be about, with its article."""
    notices: Mapping[NoticeReason, NoticeText] = field(default=_NOTICES, hash=False)
    """A text for each reason."""
    kept: Mapping[ShortfallReason, NoticeText] = field(default=_KEPT, hash=False)
    """How the password of an account that is there falls short of the session (M6). The sentence follows a name.
    ``{day}`` is the day on which it was revoked, else the last one on which it serves."""
    done: Mapping[OutcomeKind, Counted] = field(default=_DONE, hash=False)
    """What a run did, behind a count."""
    planned: Mapping[OutcomeKind, Counted] = field(default=_PLANNED, hash=False)
    """What a run would do, behind a count."""
    documents: Counted = Counted("{count} document.", "{count} documents.")
    """How many documents a run made."""
    no_document: str = "Aucun papillon à éditer."
    """In its place, where the run made none."""
    steps: Mapping[LoginStepKind, str] = field(default=_STEPS, hash=False)
    """A sentence for each step; ``{letters}`` is where foldings say which letters became others."""
    origins: Mapping[LoginOrigin, str] = field(default=_ORIGINS, hash=False)
    """A sentence for each origin of a login."""
    standings: Mapping[PapillonState, str] = field(default=_STANDINGS, hash=False)
    """A sentence for each state of a slip. ``{since}`` is a day, ``{last_day}`` the last one on which an expired
    password served, as the slip shows it, ``{run}`` the run that superseded it."""
    activities: Mapping[Activity, str] = field(default=_ACTIVITIES, hash=False)
    """What an entry of the journal was about, in a few words."""
    phases: Mapping[Phase, str] = field(default=_PHASES, hash=False)
    """Where an operation is, for a progress bar; the last two are the state of one that is over."""
    no_account: str = "Pas de compte candidat Cyclades"
    """M13, the memo's words."""
    complete: Counted = Counted(
        "Tous les comptes sont créés : {count} compte.", "Tous les comptes sont créés : {count} comptes."
    )
    """M12; the memo shows its sentence as a picture, which we do not have. Said where there is an account, nobody is
    awaited, and every password serves until the session ends."""
    created: Counted = Counted("{count} compte créé.", "{count} comptes créés.")
    """In its place, where nobody is awaited and a password falls short of the session."""
    nothing_to_create: str = "Aucun compte à créer."
    """In its place, where nobody is awaited and nobody has an account."""
    incomplete: Counted = Counted(
        "Il manque {count} compte sur {expected}.", "Il manque {count} comptes sur {expected}."
    )
    """M12: those who are awaited; ``{expected}`` with those who have an account."""
    to_create: Counted = Counted(
        "{count} candidature est prête : lancez la génération.",
        "{count} candidatures sont prêtes : lancez la génération.",
    )
    """M12: those whom a run would serve."""
    blocked: Counted = Counted("Candidature à corriger : {reasons}.", "Candidatures à corriger : {reasons}.")
    """M12: those who should have an account and cannot yet."""
    held_back: Counted = Counted(
        "Candidature en attente : {reasons}. Confirmez ou corrigez-la, puis relancez la génération.",
        "Candidatures en attente : {reasons}. Confirmez ou corrigez-les, puis relancez la génération.",
    )
    """M12: those who should have an account, and wait until somebody says who they are."""
    out_of_scope: Counted = Counted(
        "Candidature sans compte à créer : {reasons}.", "Candidatures sans compte à créer : {reasons}."
    )
    """M12: those who get none, and are not missing."""
    expired: Counted = Counted(
        "{count} compte ne s’ouvre plus (mot de passe expiré ou désactivé) : régénérez le mot de passe.",
        "{count} comptes ne s’ouvrent plus (mot de passe expiré ou désactivé) : régénérez les mots de passe.",
    )
    """Accounts that nobody can open any more with the slip."""
    ends_early: Counted = Counted(
        "{count} mot de passe expire avant la fin de la session ({last_day}) : prolongez-le ou régénérez-le.",
        "{count} mots de passe expirent avant la fin de la session ({last_day}) : prolongez-les ou régénérez-les.",
    )
    """Accounts whose slip will not open them until the session ends; ``{last_day}`` is that of the session."""
    nobody: str = (
        "Aucune candidature n’est enregistrée pour cette session : enregistrez d’abord la liste des candidatures."
    )
    """M12: nothing to count."""
    date_format: str = "%d/%m/%Y"
    """How days are written, in the notation of :meth:`datetime.date.strftime`."""
    page: str = "Affichage de l'élément {first} à {last} sur {total} élément(s)"
    """M16, the memo's words."""

    def __attrs_post_init__(self) -> None:
        """Copy the tables, so that nobody changes them afterwards."""
        for one in fields(Messages):
            if isinstance(texts := getattr(self, one.name), Mapping):
                object.__setattr__(self, one.name, dict(texts))

    def refusal(self, refusal: Refusal) -> str:
        """Return the sentence of a refusal, with its facts."""
        return self._say(refusal, "sentence")

    def cure(self, refusal: Refusal) -> str:
        """Return what the school can do about a refusal."""
        return self._say(refusal, "cure")

    def short(self, refusal: Refusal) -> str:
        """Return the reason of a refusal in a few words, to stand behind a count of candidatures."""
        return self._say(refusal, "short")

    def notice(self, notice: Notice) -> str:
        """Return the sentences of a notice: what to look at, and what the school can do."""
        exactly(Notice)(None, "notice", notice)
        text = self.notices[notice.reason]
        people = {"candidates": ", ".join(notice.candidates), "count": len(notice.candidates)}
        facts = self._facts(notice.facts) | people
        return f"{text.sentence} {text.cure}".format_map(facts)

    def shortfall(self, shortfall: Shortfall, session: ExamSession) -> tuple[str, str]:
        """Return how the password of an account falls short of a session, to follow a name, and what to do."""
        exactly(Shortfall)(None, "shortfall", shortfall)
        exactly(ExamSession)(None, "session", session)
        revoked = shortfall.reason is ShortfallReason.REVOKED
        days = {
            "day": shortfall.at.date() if revoked else last_full_day(shortfall.at),
            "session_last_day": session.last_day,
        }
        facts = {name: day.strftime(self.date_format) for name, day in days.items()}
        text = self.kept[shortfall.reason]
        return text.sentence.format_map(facts), text.cure.format_map(facts)

    def standing(self, standing: Standing) -> str:
        """Return the sentence that says what became of a slip."""
        exactly(Standing)(None, "standing", standing)
        since = standing.since.strftime(self.date_format) if standing.since else ""
        last_day = last_full_day(standing.since).strftime(self.date_format) if standing.since else ""
        return self.standings[standing.state].format(since=since, last_day=last_day, run=standing.run_id or "")

    def step(self, step: LoginStep) -> str:
        """Return the sentence of a step on the way from a name to a login."""
        exactly(LoginStep)(None, "step", step)
        letters = ", ".join(f"{letter} → {folded}" for letter, folded in step.letters)
        return self.steps[step.kind].format(
            before=step.before, after=step.after, letters=f" ({letters})" if letters else ""
        )

    def explanation(self, explanation: LoginExplanation) -> tuple[str, ...]:
        """Return where a login comes from, then each step, a sentence a line."""
        exactly(LoginExplanation)(None, "explanation", explanation)
        issued_on = explanation.issued_at.strftime(self.date_format)
        origin = self.origins[explanation.origin].format(login=explanation.login, issued_on=issued_on)
        return (origin, *map(self.step, explanation.steps))

    def _say(self, refusal: Refusal, part: Literal["sentence", "cure", "short"]) -> str:
        """Return a part of the words of a refusal: the host's own, or those of the table."""
        exactly(Refusal)(None, "refusal", refusal)
        if refusal.reason is RefusalReason.OF_HOST:
            return refusal.fact(part)
        template: str = getattr(self.refusals[refusal.reason], part)
        return template.format_map(self._facts(refusal.facts))

    def _facts(self, facts: Facts) -> dict[str, str]:
        """Return facts by name, days as the school writes them."""
        found = dict(facts)
        if "field" in found:
            found["field"] = self.fields[found["field"]]
        for name in {"birth_date", "closed_on"} & found.keys():
            found[name] = date.fromisoformat(found[name]).strftime(self.date_format)
        return found


FRENCH_MESSAGES: Final = Messages()
"""The sentences we ship."""
